"""The questions that the pages ask: each is a command, with a form for some of its options.

Rule: the answer is the one of the command, so both have the same rows, and the page shows the
command line. A question without fields is answered at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stdplan.i18n import t


class FormField(NamedTuple):
    """A field of a form: its name, the option that gets its value, its label, and its kind.

    `kind`: text, number, search, flag, sector (a choice), or lines (a text of several lines, which
    are written into a list). Without an option, the value is the argument.
    """

    name: str
    option: str
    label: str
    kind: str = "text"


class Question(NamedTuple):
    """A question: its title, a sentence about it, the command, and the fields of its form.

    `needs`: the field without which nothing is asked.
    """

    title: str
    about: str
    command: tuple[str, ...]
    fields: tuple[FormField, ...] = ()
    needs: str = ""


def questions() -> dict[str, Question]:
    """Return the questions by name, in their order."""
    sector = FormField("sector", "--sector", t("Sector"), "sector")
    return {
        "due": Question(
            t("Due for review"),
            t("Standards in force whose review is due, oldest first."),
            ("review", "due"),
            (FormField("years", "--years", t("Age in years"), "number"), sector),
        ),
        "valid": Question(
            t("Is it still valid?"),
            t("One number a line, in any written form; also without its year."),
            ("standards", "check"),
            (FormField("numbers", "", t("Numbers"), "lines"),),
            needs="numbers",
        ),
        "search": Question(
            t("Search"),
            t("Words of the title, or part of the number."),
            ("standards", "list"),
            (FormField("text", "--search", t("Words"), "search"), sector),
            needs="text",
        ),
        "progress": Question(
            t("Progress of the plan"),
            t("Every indicator against its target and the straight line to it."),
            ("report", "progress", "--forecast"),
        ),
        "coverage": Question(
            t("Coverage of the focus areas"),
            t("Standards and projects in each focus area of the plan."),
            ("report", "coverage"),
            (
                sector,
                FormField("priority", "--priority", t("Only priority areas"), "flag"),
                FormField("gaps", "--gaps", t("Only areas without anything"), "flag"),
            ),
        ),
        "reviews": Question(
            t("Reviews of the year"),
            t("The campaign, its outcomes and the ages of the standards, by sector."),
            ("report", "review"),
        ),
        "calendar": Question(
            t("Reviews that will fall due"),
            t("How many reviews fall due in each of the coming months."),
            ("review", "calendar", "--by", "month"),
            (FormField("years", "--years", t("Age in years"), "number"), sector),
        ),
        "pipeline": Question(
            t("Projects by sector and stage"),
            t("Records of each sector, by stage and status."),
            ("report", "sectors"),
        ),
        "stages": Question(
            t("Time of projects in each stage"),
            t("The projects in each stage, and which are over the usual time."),
            ("report", "stages"),
            (sector,),
        ),
        "overdue": Question(
            t("Overdue projects"),
            t("Projects past their target date."),
            ("standards", "list", "--overdue"),
            (sector,),
        ),
    }


def command_words(question: Question, given: Mapping[str, str], list_file: str) -> list[str] | None:
    """Return the command line of a question for the values of its form; None if the field is empty
    without which nothing is asked. `list_file`: stands for the lines of a text."""
    if question.needs and not given.get(question.needs, "").strip():
        return None
    words = list(question.command)
    for field in question.fields:
        value = given.get(field.name, "").strip()
        if not value:
            continue
        if field.kind == "flag":
            words.append(field.option)
        elif field.kind == "lines":
            words.append(list_file)
        else:
            words.append(f"{field.option}={value}")
    return words
