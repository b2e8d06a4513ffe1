"""The import of lists: files to rows of cells, headers to fields, rows to records."""
