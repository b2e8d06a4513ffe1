"""Lists in: bytes to cells (readers), headers to fields (layouts), cells to records (importer)."""
