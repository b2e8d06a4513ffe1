"""Read list files of many forms as rows of cells: `detect.open_list` opens a file of any form."""
