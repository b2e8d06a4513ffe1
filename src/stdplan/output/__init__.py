"""The writers of tables, one for each format; only as_table.py and progress_bar.py use Rich."""
