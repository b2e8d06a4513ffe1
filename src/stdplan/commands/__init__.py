"""The commands, a module for each noun: from arguments to a Table, without SQL or Rich."""
