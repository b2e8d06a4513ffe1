"""The file: what may be written (models), how (store), and what can be asked (queries)."""
