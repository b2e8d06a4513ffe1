"""What the templates call, besides the context that Datasette gives them.

Rule: a name or a value is shown as the commands show it, in the language of the run.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from datasette.utils import path_with_removed_args
from markupsafe import Markup, escape

from stdplan.catalogue.views import VIEWS
from stdplan.domain.view_words import VIEWS as VIEW_WORDS
from stdplan.domain.view_words import column_words
from stdplan.i18n import language
from stdplan.output.documents import cell_class, language_tag
from stdplan.output.labels import column_label
from stdplan.web import words
from stdplan.web.addresses import DATABASE
from stdplan.web.cells import cell_markup
from stdplan.web.views_database import FACETS, MAIN_COLUMNS


class TemplateFunctions:
    """The functions of the templates of a site; `by_name` has them with the words of the pages."""

    def __init__(self, site: Any) -> None:
        self._site = site
        self._place = 0 if language() == "zh" else 1  # of the words in pairs of Chinese and English
        self._titles = words.view_titles()
        self._conditions = words.conditions()

    def by_name(self) -> dict[str, Any]:
        """Return the names that the templates use."""
        return {
            "w": words.page_words(),
            "lang": language_tag(language()),
            "conditions": self._conditions,
            "database_name": DATABASE,
            "day": lambda: str(self._site.views.day),
            "rows_text": words.rows_text,
            "all_views": self.all_views,
            "view_title": self.view_title,
            "view_about": self.view_about,
            "view_columns": self.view_columns,
            "main_columns": self.main_columns,
            "column_title": self.column_title,
            "column_class": self.column_class,
            "meaning": self.meaning,
            "in_order": self.in_order,
            "named": self.named,
            "chips": self.chips,
            "request_pairs": self.request_pairs,
        }

    # Views and their columns.

    def all_views(self) -> list[tuple[str, str, Markup]]:
        """Return the name, the title and the description of each view."""
        return [(name, self._titles[name], self.view_about(name)) for name in VIEWS]

    def view_title(self, view: str) -> str:
        """Return the title of a view."""
        return self._titles.get(view, view)

    def view_about(self, view: str) -> Markup:
        """Return the description of a view."""
        return _with_code(VIEW_WORDS[view][self._place])

    def view_columns(self, view: str) -> list[str]:
        """Return the names of all columns of a view."""
        return [column.name for column in self._site.views.columns_of[view]]

    def main_columns(self, view: str, request: Any) -> tuple[str, ...]:
        """Return the columns that a page of a view shows first; none if it shows all columns."""
        if "_col" in request.args or "_all" in request.args:
            return ()
        if view in MAIN_COLUMNS:
            return MAIN_COLUMNS[view]
        # Of names in both languages, there is one in that of the run; it stands for the code.
        columns = self.view_columns(view)
        twice = ("_zh", "_en") if self._place or "name" not in columns else ("_zh", "_en", "code")
        one = tuple(name for name in columns if not name.endswith(twice))
        return one if len(one) < len(columns) else ()

    def column_title(self, view: str | None, name: str) -> str:
        """Return the label of a column of a view, or of an answer to SQL (no view)."""
        column = self._site.views.column(view, name)
        return column_label(column, view in ("standards", "projects"))

    def column_class(self, view: str | None, name: str) -> str:
        """Return the class of the cells of a column."""
        return cell_class(self._site.views.column(view, name))

    def meaning(self, view: str, name: str) -> str:
        """Return what a column means."""
        return column_words(view, name)[self._place]

    # Facets and filters.

    def in_order(self, view: str, facets: list[Any]) -> list[Any]:
        """Return the facets in the order of FACETS, then in that of the columns."""
        order = [*FACETS.get(view, ()), *self.view_columns(view)]
        return sorted(facets, key=lambda facet: order.index(facet["name"]))

    def named(self, view: str, name: str, value: Any) -> Any:
        """Return a value without a link, as a filter or a facet shows it."""
        column = self._site.views.column(view, name)
        if column.kind == "flag":
            value = bool(int(value)) if str(value) in ("0", "1") else value
        if column.name in ("number", "key"):
            return value
        plain = column._replace(label=column.label or column.name)
        return cell_markup(plain, value, self._site.names)

    def chips(self, view: str, request: Any) -> list[dict[str, Any]]:
        """Return the filters of an address: what they say, and the address without each."""
        found = []
        for key, value in parse_qsl(request.query_string, keep_blank_values=True):
            if key.startswith("_"):
                continue
            name, _, condition = key.partition("__")
            condition = words.OTHER_CONDITIONS.get(condition, condition) or "exact"
            shown = "" if condition in ("isblank", "notblank") else self.named(view, name, value)
            found.append(
                {
                    "label": self.column_title(view, name),
                    "condition": self._conditions.get(condition, condition),
                    "value": shown,
                    "remove": path_with_removed_args(request, {key: value}),
                }
            )
        return found

    def request_pairs(self, request: Any) -> list[tuple[str, str]]:
        """Return the names and values of an address, without the place in the pages."""
        pairs = parse_qsl(request.query_string, keep_blank_values=True)
        return [(name, value) for name, value in pairs if name != "_next"]


def _with_code(text: str) -> Markup:
    """Return a text with what stands between backticks as code."""
    parts = (text[:1].upper() + text[1:]).split("`")
    return Markup().join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )
