"""What a shell proposes when TAB is pressed: commands, options and their values.

Rule: it is silent. Nothing is created, migrated, written or waited for; whatever goes wrong,
nothing is proposed. It imports no Typer, so that TAB answers at once.
"""
