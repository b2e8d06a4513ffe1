"""The catalogue as web pages on this machine: Datasette with pages of our own."""
