"""Write tables: each format is one function, and only as_table.py and progress_bar.py use Rich."""
