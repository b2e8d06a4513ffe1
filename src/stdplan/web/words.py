"""The words of the pages, in the language of the run.

Rule: a page has no word of its own, so that none stays English: templates take every word from
here, and Datasette's own sentences are replaced.
"""

from __future__ import annotations

from stdplan.i18n import t, tn


def page_words() -> dict[str, str]:
    """Return the words of the templates by name."""
    return {
        "home": t("Overview"),
        "questions": t("Questions"),
        "data": t("Data"),
        "sql": t("Ask in SQL"),
        "skip": t("Skip to the content"),
        "at_a_glance": t("At a glance"),
        "command": t("The same in a terminal:"),
        "export": t("Export:"),
        "all_columns": t("show all columns"),
        "main_columns": t("show the main columns"),
        "more": t("more"),
        "nothing": t("nothing found"),
        "show": t("Show"),
        "any": t("all"),
        "filter": t("Filter"),
        "column": t("Column"),
        "condition": t("Condition"),
        "value": t("Value"),
        "value_hint": t("code or name"),
        "add_filter": t("Add the filter"),
        "remove": t("remove"),
        "next_page": t("Next page"),
        "narrow": t("Narrow down"),
        "facets_slow": t("These counts took too long; filter first:"),
        "columns": t("Columns"),
        "views_of": t("Views"),
        "query": t("A SELECT over the views"),
        "run": t("Run"),
        "read_only": t("Nothing can be changed here."),
        "back": t("Back to the overview"),
        "reference": t("What the columns mean"),
    }


# Conditions of a filter by the names that Datasette has for them, in the order of the form.
def conditions() -> dict[str, str]:
    """Return the words of the conditions of a filter by Datasette's names."""
    return {
        "exact": t("is"),
        "not": t("is not"),
        "contains": t("contains"),
        "startswith": t("begins with"),
        "endswith": t("ends with"),
        "gte": t("at least, or from"),
        "lte": t("at most, or to"),
        "gt": t("more than, or after"),
        "lt": t("less than, or before"),
        "in": t("is one of (with commas between)"),
        "notin": t("is none of (with commas between)"),
        "arraycontains": t("has among its values"),
        "arraynotcontains": t("does not have among its values"),
        "isblank": t("is empty"),
        "notblank": t("is not empty"),
    }


# Further names that an address may have.
OTHER_CONDITIONS = {
    "isnull": "isblank",
    "notnull": "notblank",
    "like": "contains",
    "notlike": "not",
    "glob": "contains",
    "date": "exact",
}


def view_titles() -> dict[str, str]:
    """Return the titles of the views by name."""
    return {
        "standards": t("Standards and projects"),
        "statuses": t("Statuses on all days"),
        "ages": t("Ages on all days"),
        "in_sectors": t("Sectors of the records"),
        "in_areas": t("Focus areas of the records"),
        "reviews": t("Reviews of standards"),
        "reviews_due": t("Standards due for review"),
        "projects": t("Open projects"),
        "stages": t("Stages of the projects"),
        "suspensions": t("Suspensions of projects"),
        "extensions": t("Extensions of projects"),
        "adoptions": t("Adopted international standards"),
        "replacements": t("Replacements"),
        "former_numbers": t("Former numbers"),
        "plans": t("Plans"),
        "tasks": t("Tasks of the plan"),
        "indicators": t("Indicators of the plan"),
        "progress": t("Progress of the plan"),
        "amounts": t("Amounts recorded by hand"),
        "sectors": t("Sectors of the plan"),
        "focus_areas": t("Focus areas of the plan"),
        "drivers": t("Drivers of the plan"),
        "activity_kinds": t("Kinds of activities"),
        "activities": t("Activities"),
        "operations": t("History of the catalogue"),
        "changes": t("Recorded changes"),
    }


def problem_title(status: int) -> str:
    """Return the heading of a page about an error."""
    if status == 404:
        return t("There is no such page")
    if status == 405:
        return t("Nothing can be changed here")
    return t("This cannot be answered")


def problem_text(status: int, message: str) -> str:
    """Return a sentence for an error that Datasette describes in English."""
    lowered = message.lower()
    if status == 404:
        return t("The address may be mistyped; the overview leads to all pages.")
    if "interrupt" in lowered or "too long" in lowered or "time limit" in lowered:
        return t("The answer took too long and was stopped; filter or limit the question.")
    if "must be a select" in lowered or "not authorized" in lowered or "readonly" in lowered:
        return t("A question may only read: SELECT and EXPLAIN.")
    return t("The address asks for something that the page does not have.")


def rows_text(count: int | None, more: bool = False) -> str:
    """Return how many rows there are; None if counting took too long."""
    if count is None:
        return t("many rows")
    text = tn("{count} row", "{count} rows", count)
    return t("more than {rows}", rows=text) if more else text
