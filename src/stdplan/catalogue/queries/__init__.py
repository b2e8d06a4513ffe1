"""What can be asked of a catalogue: plain SQL that names its columns, read through sqlite3."""
