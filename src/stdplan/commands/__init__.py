"""One module a noun: arguments in, a Table out. No SQL, no Rich."""
