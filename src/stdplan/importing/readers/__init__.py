"""Bytes to rows of cells: one module a form of file, `detect.py` finds which."""
