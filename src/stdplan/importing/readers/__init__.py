"""The readers of list files, which yield rows of cells; `detect.open_list` opens any file."""
