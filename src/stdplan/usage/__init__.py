"""How the program is used, for a person: pages of help, and errors in the arguments."""
