"""The writers of tables, one for each format. ARCHITECTURE.md names the few that use Rich."""
