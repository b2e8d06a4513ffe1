"""Queries of a catalogue: each report and list as SQL with named columns, read only."""
