"""Bytes to rows of cells: one module a form of file, `source.py` finds which."""
