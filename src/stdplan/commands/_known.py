"""What the catalogue knows, for reading lists and records by hand. Writing commands only: the
reading of lists imports YAML, which questions do without."""

import sqlite3

from stdplan.catalogue.queries.plans import by_name
from stdplan.importing.standard_rows import Known


def known(connection: sqlite3.Connection) -> Known:
    """Codes of sectors, focus areas and drivers, by code and by name."""
    return Known(
        sectors=by_name(connection, "sector"),
        focus=by_name(connection, "focus_area"),
        drivers=by_name(connection, "driver"),
    )
