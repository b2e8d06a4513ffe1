"""The SQLite file of a catalogue: its schema, its transactions, its writers and its queries."""
