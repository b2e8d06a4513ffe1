"""A Table becomes text: one function a format; only the terminal knows Rich."""
