"""What the site changes in Datasette, as the hooks of a plugin.

Rule: a hook does nothing for another instance of Datasette in the same process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.utils import path_with_removed_args
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup, escape

from stdplan import errors
from stdplan.catalogue.views import VIEWS
from stdplan.domain.view_words import VIEWS as VIEW_WORDS
from stdplan.domain.view_words import column_words
from stdplan.i18n import language
from stdplan.output.labels import column_label
from stdplan.table import Column
from stdplan.web import words
from stdplan.web.addresses import DATABASE, HEADERS, refusal
from stdplan.web.cells import cell_markup, kind_of, stored_cell
from stdplan.web.facets import ViewFacet
from stdplan.web.views_database import FACETS, MAIN_COLUMNS

_LANGUAGES = {"zh": "zh-CN"}
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
        # Datasette gives 500 for what an address asks in vain.
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


def template_globals(site: Any) -> dict[str, Any]:
    """Return what the templates call, besides the context of Datasette."""
    place = 0 if language() == "zh" else 1
    titles = words.view_titles()
    conditions = words.conditions()

    def column_title(view: str | None, name: str) -> str:
        return column_label(site.views.column(view, name), view in ("standards", "projects"))

    def column_class(view: str | None, name: str) -> str:
        return kind_of(site.views.column(view, name))

    def meaning(view: str, name: str) -> str:
        return column_words(view, name)[place]

    def named(view: str, name: str, value: Any) -> Any:
        """Return a value without a link, as a filter or a facet shows it."""
        column = site.views.column(view, name)
        if column.kind == "flag":
            value = bool(int(value)) if str(value) in ("0", "1") else value
        plain = column._replace(label=column.label or column.name)
        return _without_link(plain, value, site)

    def chips(view: str, request: Any) -> list[dict[str, Any]]:
        """Return the filters of an address: what they say, and the address without each."""
        found = []
        for key, value in parse_qsl(request.query_string, keep_blank_values=True):
            if key.startswith("_"):
                continue
            name, _, condition = key.partition("__")
            condition = words.OTHER_CONDITIONS.get(condition, condition) or "exact"
            shown = "" if condition in ("isblank", "notblank") else named(view, name, value)
            found.append(
                {
                    "label": column_title(view, name),
                    "condition": conditions.get(condition, condition),
                    "value": shown,
                    "remove": path_with_removed_args(request, {key: value}),
                }
            )
        return found

    def in_order(view: str, facets: list[Any]) -> list[Any]:
        """Return the facets in the order of FACETS."""
        order = [*FACETS.get(view, ()), *(column.name for column in site.views.columns_of[view])]
        return sorted(facets, key=lambda facet: order.index(facet["name"]))

    def main_columns(view: str, request: Any) -> tuple[str, ...]:
        if "_col" in request.args or "_all" in request.args:
            return ()
        if view in MAIN_COLUMNS:
            return MAIN_COLUMNS[view]
        # Of names in both languages, there is one in that of the run; it stands for the code.
        columns = [column.name for column in site.views.columns_of[view]]
        twice = ("_zh", "_en") if place or "name" not in columns else ("_zh", "_en", "code")
        one = tuple(name for name in columns if not name.endswith(twice))
        return one if len(one) < len(columns) else ()

    return {
        "w": words.page_words(),
        "lang": _LANGUAGES.get(language(), "en"),
        "conditions": conditions,
        "all_views": lambda: [
            (name, titles[name], _with_code(VIEW_WORDS[name][place])) for name in VIEWS
        ],
        "in_order": in_order,
        "request_pairs": lambda request: [
            pair
            for pair in parse_qsl(request.query_string, keep_blank_values=True)
            if pair[0] != "_next"
        ],
        "view_title": lambda view: titles.get(view, view),
        "view_about": lambda view: _with_code(VIEW_WORDS[view][place]),
        "view_columns": lambda view: [column.name for column in site.views.columns_of[view]],
        "column_title": column_title,
        "column_class": column_class,
        "meaning": meaning,
        "named": named,
        "chips": chips,
        "main_columns": main_columns,
        "rows_text": words.rows_text,
        "day": lambda: str(site.views.day),
        "database_name": DATABASE,
    }


def _with_code(text: str) -> Markup:
    """Return a text with what stands between backticks as code."""
    parts = (text[:1].upper() + text[1:]).split("`")
    return Markup().join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def _without_link(column: Column, value: Any, site: Any) -> Any:
    """Return the name of a value of a column, without a link to the page of a standard."""
    if column.name in ("number", "key"):
        return value
    return cell_markup(column, value, site.names)
