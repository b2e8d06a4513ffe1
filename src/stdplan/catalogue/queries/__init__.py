"""Queries of a catalogue: each list and report as SQL with named columns. Nothing is written."""
