"""The pages of our own: the overview, the questions, the page of a standard, and the columns."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import join
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import NotFound, Response

from stdplan.i18n import language, t
from stdplan.output.names import Names
from stdplan.web.addresses import DATABASE
from stdplan.web.answers import PagePart, as_file, drawings_of, list_part, record_page
from stdplan.web.questions import Question, command_words, questions
from stdplan.web.style import STYLE

# A longer list is a file for `standards check`.
_LONGEST_LIST = 20_000  # characters
_LIST = "LIST"  # stands for the lines of a form in a command line
_MOST_ON_OVERVIEW = 12
_TYPES = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}


async def _page(site: Any, request: Any, template: str, context: Mapping[str, Any]) -> Response:
    html = await site.render_template(
        template, {"questions": questions(), **context}, request=request
    )
    return Response.html(html)


# The overview.

# The charts of the overview: the question that each belongs to.
_CHARTS = ("progress", "reviews", "coverage", "pipeline", "calendar")


async def home(datasette: Any, request: Any) -> Response:
    """Return the overview: how many records there are, and the charts of the reports."""

    def read(connection: Any) -> dict[str, Any]:
        counts = connection.execute(
            "SELECT status, count(*) FROM standards GROUP BY status ORDER BY 2 DESC"
        )
        return {
            "counts": [tuple(row) for row in counts],
            "due": connection.execute("SELECT count(*) FROM reviews_due").fetchone()[0],
            "sections": [_section(datasette, name) for name in _CHARTS],
            "plan": _plan_title(connection),
        }

    kept = datasette.kept()
    if "home" not in kept:
        kept["home"] = await datasette.views.execute_fn(read)
    return await _page(datasette, request, "home.html", kept["home"])


def _plan_title(connection: Any) -> str:
    row = connection.execute("SELECT title FROM plans ORDER BY year DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _section(site: Any, name: str) -> dict[str, Any]:
    """Return a section of the overview: its question, the charts, and for progress the table."""
    asked = questions()[name]
    words = command_words(asked, {}, _LIST) or []
    with site.ask(words) as answer:
        names = Names(answer.source, language())
        drawings = drawings_of(answer.table.charts, names, f"home-{name}")
        part: PagePart | None = None
        if name == "progress":
            part = list_part(answer, asked.title, False, "", most=_MOST_ON_OVERVIEW)
    return {"name": name, "question": asked, "drawings": drawings, "part": part}


# Questions.


async def question(datasette: Any, request: Any) -> Response:
    """Return the page of a question, or its answer as a file."""
    name, form = request.url_vars["name"], request.url_vars.get("form")
    asked = questions().get(name)
    if asked is None:
        raise NotFound(name)
    given = dict(parse_qsl(request.query_string))
    with _list_file(asked, given) as list_file:
        words = command_words(asked, given, list_file)

        def read(connection: Any) -> Any:
            if words is None:
                return [] if form else None
            with datasette.ask(words) as answer:
                if form:
                    return as_file(answer, form)
                whole = "_all" in given
                part = list_part(answer, asked.title, whole, f"ask-{name}")
                return part, answer.notes(), bool(answer.table.brief)

        found = await datasette.views.execute_fn(read)
    if form:
        return Response(found or "", content_type=_TYPES[form])
    part, notes, has_brief = found or (None, (), False)
    context = {
        "name": name,
        "asked": asked,
        "given": given,
        "part": part,
        "notes": notes,
        "sectors": _sectors(datasette),
        "command": None if words is None else _command(datasette, words, list_file),
        "address": urlencode({key: value for key, value in given.items() if key != "_all"}),
        "brief": has_brief and "_all" not in given,
        "has_brief": has_brief,
    }
    return await _page(datasette, request, "question.html", context)


def _sectors(site: Any) -> list[tuple[str, str]]:
    """Return the codes and names of the sectors."""
    return list(site.names.words_of("sector").items())


def _command(site: Any, words: Sequence[str], list_file: str = "") -> str:
    """Return the command line for a terminal that gives the same answer."""
    shown = ["list.txt" if word == list_file else word for word in words]
    return join(["stdplan", *shown, "--as-of", str(site.views.day)])


@contextmanager
def _list_file(asked: Question, given: Mapping[str, str]) -> Iterator[str]:
    """Yield the path of a list with the lines of the form, for a question that has them."""
    lines = [field.name for field in asked.fields if field.kind == "lines"]
    text = given.get(lines[0], "").strip() if lines else ""
    if not text:
        yield _LIST
        return
    with tempfile.TemporaryDirectory(prefix="stdplan-") as folder:
        path = Path(folder, "list.txt")
        path.write_text(text[:_LONGEST_LIST].replace("\r", "") + "\n", "utf-8")
        yield str(path)


# Standards.


async def standard(datasette: Any, request: Any) -> Response:
    """Return the page of a standard, with its chain of replacements, reviews and stages."""
    number = request.args.get("number") or ""
    if not number.strip():
        raise NotFound(number)

    def read(connection: Any) -> Any:
        with datasette.ask(["standards", "show", "--", number]) as answer:
            return record_page(answer)

    found = await datasette.views.execute_fn(read)
    command = _command(datasette, ["standards", "show", number])
    return await _page(datasette, request, "standard.html", {"record": found, "command": command})


# What belongs to the views.


async def columns(datasette: Any, request: Any) -> Response:
    """Return the page that says what the columns of a view mean."""
    return await _page(datasette, request, "columns.html", {"view": request.url_vars["view"]})


async def add_filter(datasette: Any, request: Any) -> Response:
    """Lead to a view with one more filter; its value may be a name in place of a code."""
    view = request.url_vars["view"]
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not key.startswith("_new_")]
    new = {key.removeprefix("_new_"): value.strip() for key, value in pairs if key[:5] == "_new_"}
    column, condition = new.get("column", ""), new.get("condition", "exact")
    if column in [each.name for each in datasette.views.columns_of[view]]:
        value = new.get("value", "")
        if condition in ("isblank", "notblank"):
            kept.append((f"{column}__{condition}", "1"))
        elif value:
            kept.append((f"{column}__{condition}", _codes(datasette, column, condition, value)))
    return Response.redirect(f"/{DATABASE}/{view}?{urlencode(kept)}")


def _codes(site: Any, column: str, condition: str, text: str) -> str:
    """Return a value of a filter with codes in place of names."""
    codes: dict[str, str] = {
        name.casefold(): code for code, name in site.names.words_of(column).items()
    }
    codes |= {t("yes").casefold(): "1", t("no").casefold(): "0"} if _is_flag(site, column) else {}
    if condition not in ("in", "notin"):
        return codes.get(text.casefold(), text)
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    return ",".join(codes.get(part.casefold(), part) for part in parts)


def _is_flag(site: Any, column: str) -> bool:
    return bool(site.views.column(None, column).kind == "flag")


async def style(datasette: Any, request: Any) -> Response:
    """Return the style of the pages."""
    return Response(STYLE, content_type="text/css; charset=utf-8")


async def no_icon(datasette: Any, request: Any) -> Response:
    """Return nothing: a browser asks for an icon by itself."""
    return Response("", status=204)
