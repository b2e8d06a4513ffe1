"""What the site changes in Datasette, as the hooks of a plugin.

Rule: a hook does nothing for another instance of Datasette in the same process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from stdplan import errors
from stdplan.catalogue.views import VIEWS
from stdplan.table import Column
from stdplan.web import words
from stdplan.web.addresses import DATABASE, HEADERS, refusal
from stdplan.web.cells import cell_markup, stored_cell
from stdplan.web.facets import ViewFacet

_Receive = Callable[[], Any]


def _is_site(datasette: Any) -> bool:
    return hasattr(datasette, "ask")


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Create the views on a new connection, which is read-only from then on."""
    if _is_site(datasette) and database == DATABASE:
        datasette.views.prepare(conn)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Return the pages of our own."""
    if not _is_site(datasette):
        return []
    from stdplan.web import pages

    return [
        (r"/$", pages.home),
        (r"/style\.css$", pages.style),
        (r"/favicon\.ico$", pages.no_icon),
        (r"/standard$", pages.standard),
        (r"/ask/(?P<name>\w+)(?:\.(?P<form>json|csv))?$", pages.question),
        (r"/filter/(?P<view>\w+)$", pages.add_filter),
        (r"/columns/(?P<view>\w+)$", pages.columns),
    ]


@hookimpl
def register_facet_classes() -> list[Any]:
    """Return the facets of the views."""
    return [ViewFacet]


@hookimpl
def filters_from_request(request: Any, table: str, datasette: Any) -> None:
    """Refuse a filter by a column that a view does not have; SQLite would take it for a text."""
    if not _is_site(datasette) or table not in VIEWS:
        return
    known = {column.name for column in datasette.views.columns_of[table]}
    for key in request.args:
        name = key.partition("__")[0]
        if not key.startswith("_") and name not in known:
            raise DatasetteError(name, status=400)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Return a cell of a view, or of a question in SQL, with names and links."""
    if not _is_site(datasette):
        return None
    known = datasette.views.column(table, column)
    if table is None and isinstance(value, int | float):
        known = Column(column, "decimal")  # count(*) AS sector
    return cell_markup(known, stored_cell(known, value), datasette.names, has_title=False)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Return a page about an error in the language of the run."""
    if not _is_site(datasette):
        return None

    async def respond() -> Response:
        status, text = _described(exception)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": text, "status": status}, status=status)
        return Response.html(await problem_page(datasette, status, text), status=status)

    return respond


@hookimpl
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """Return the page about what is not allowed, without Datasette's sentence."""
    if not _is_site(datasette):
        return None

    async def respond() -> Response:
        return Response.html(await problem_page(datasette, 403), status=403)

    return respond


def _described(exception: Exception) -> tuple[int, str]:
    """Return the status and the sentence for an error."""
    if isinstance(exception, errors.StdplanError):
        return (404 if isinstance(exception, errors.Missing) else 400), str(exception)
    if isinstance(exception, DatasetteError):
        # Datasette answers 500 if an address asks for something that does not exist.
        status = exception.status if exception.status < 500 else 400
        message = str(exception.message)
    elif isinstance(exception, Base400):
        status, message = exception.status, str(exception.args[0] if exception.args else "")
    else:
        status, message = 400, str(exception)
        if not isinstance(exception, sqlite3.Error | ValueError | OverflowError):
            status = 500
    return status, words.problem_text(status, message)


async def problem_page(site: Any, status: int, text: str = "") -> str:
    """Return the page about an error."""
    text = text or words.problem_text(status, "")
    template = site.jinja_env.get_template("error.html")
    page: str = await template.render_async(title=words.problem_title(status), text=text)
    return page


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Answer only requests for pages; see addresses.py."""

    def wrap(app: Any) -> Any:
        if not _is_site(datasette):
            return app

        async def guarded(scope: Any, receive: _Receive, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            async def send_guarded(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
                await send(message)

            given = dict(scope["headers"])
            host = given.get(b"host", b"").decode("latin-1")
            status = refusal(scope["method"], host, scope["path"], VIEWS)
            if status is None:
                await app({**scope, "method": "GET"}, receive, send_guarded)
                return
            text = "" if status != 405 else words.page_words()["read_only"]
            page = await problem_page(datasette, status, text)
            await Response.html(page, status=status).asgi_send(send_guarded)

        return guarded

    return wrap
