"""Lists in: bytes to cells, headers to fields (layouts), cells to records (drafts)."""
