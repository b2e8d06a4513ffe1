"""The site: Datasette with the views of the catalogue, pages of our own and nothing that writes.

Rule: only the pages of addresses.py are answered, in one language, and plugins that happen to be
installed are not loaded. The templates in templates/ replace those of Datasette.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from stdplan.catalogue.database import open_reader
from stdplan.catalogue.queries.code_names import CatalogueNames
from stdplan.i18n import language
from stdplan.output.names import Names
from stdplan.web.addresses import DATABASE
from stdplan.web.answers import Ask

# Read when Datasette is imported: no plugin.
_before = os.environ.get("DATASETTE_LOAD_PLUGINS")
os.environ["DATASETTE_LOAD_PLUGINS"] = ""
from datasette.app import Datasette  # noqa: E402
from datasette.plugins import pm  # noqa: E402

from stdplan.web import hooks  # noqa: E402
from stdplan.web.template_functions import TemplateFunctions  # noqa: E402
from stdplan.web.views_database import FACETS, ViewsDatabase  # noqa: E402

if _before is None:
    del os.environ["DATASETTE_LOAD_PLUGINS"]
else:
    os.environ["DATASETTE_LOAD_PLUGINS"] = _before

for name in ("datasette.handle_exception", "datasette.forbidden"):
    pm.unregister(name=name)  # they write each mistyped address to stderr, with all variables
pm.register(hooks, name="stdplan")

_SETTINGS = {
    "allow_download": False,
    "suggest_facets": False,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "default_facet_size": 20,
    "num_sql_threads": 3,
    "default_cache_ttl": 0,
    "truncate_cells_html": 300,
}


class Site(Datasette):  # type: ignore[misc]
    """A catalogue as a site, on a day. `ask` answers command lines."""

    def __init__(self, path: str, ask: Ask, day: date) -> None:
        super().__init__(
            [],
            settings=_SETTINGS,
            template_dir=str(Path(__file__).with_name("templates")),
            metadata=_metadata(),
            memory=False,
            pdb=False,
        )
        self.remove_database("_memory")
        self.views = self.add_database(ViewsDatabase(self, path, day), name=DATABASE)
        self.ask = ask
        self._reader = open_reader(path)
        # Pages are made in one thread, which asks for names.
        self.names = Names(CatalogueNames(self._reader), language())
        self._kept_version: int | None = None
        self._kept: dict[Any, Any] = {}
        self.jinja_env.trim_blocks = self.jinja_env.lstrip_blocks = True
        self.jinja_env.globals.update(TemplateFunctions(self).by_name())

    def kept(self) -> dict[Any, Any]:
        """Return what was computed since the catalogue changed last."""
        version = self._reader.execute("PRAGMA data_version").fetchone()[0]
        if version != self._kept_version:
            self._kept_version, self._kept = version, {}
        return self._kept

    def close(self) -> None:
        """Close the connection of the names."""
        self._reader.close()


def _metadata() -> dict[str, Any]:
    return {
        "title": "stdplan",
        "databases": {
            DATABASE: {
                "tables": {
                    view: {"facets": [{"view": column} for column in columns]}
                    for view, columns in FACETS.items()
                }
            }
        },
    }
