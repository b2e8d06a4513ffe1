"""What the commands that write reviews share: their options, and the result that these describe.

Options are parsed as one row of a list (importing/reviews.py), and the words of --outcome as the
answers of committees are (importing/review_answers.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from stdplan.commands import code_arguments
from stdplan.commands.day_arguments import option_date
from stdplan.commands.parameters import option
from stdplan.domain.codes import FAMILIES, NATURES, OUTCOMES, label
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.catalogue.reviews import ReviewResult
    from stdplan.catalogue.transaction import Transaction
    from stdplan.importing.review_rows import ReviewRow

OUTCOME_HELP = (
    "confirm 继续有效, revise 修订, merge 整合, withdraw 废止, amend 修改单 or convert 转化."
)
INTO = option(
    "--into",
    metavar="NUMBER",
    help="For merge: the standard that absorbs it, or its title; for convert: the new standard.",
)
INTO_FAMILY = option(
    "--into-family", metavar="FAMILY", help="For convert: the family that it gets."
)
INTO_NATURE = option(
    "--into-nature", metavar="NATURE", help="For convert: the nature that it gets."
)
ANNOUNCEMENT = option("--announcement", metavar="TEXT", help="The number of the document (文号).")


def given_texts(**options: str | None) -> dict[str, str]:
    """Return the texts of the options that were given, by field, with codes for words.

    The words of an outcome may name what it leads to: 转化为团体标准 gives `into_family`, too.
    Raise UsageProblem for an unknown or unclear outcome, family or nature, and if the words
    contradict another option.

    given_texts(outcome="建议废止", note=None)  # {"outcome": "withdraw"}
    """
    texts = {name: text for name, text in options.items() if text is not None}
    for name, words, written in (
        ("into_family", FAMILIES, "--into-family"),
        ("into_nature", NATURES, "--into-nature"),
    ):
        if name in texts:
            texts[name] = code_arguments.code(words, texts[name], written)
    return _with_answer(texts, texts["outcome"]) if "outcome" in texts else texts


def _with_answer(texts: Mapping[str, str], words: str) -> dict[str, str]:
    """Return the texts with the outcome that the words mean, and with all else that they say."""
    from stdplan.importing.review_answers import read_outcome

    answer = read_outcome(words)
    if answer.outcome is None:
        raise code_arguments.not_valid("--outcome", words, OUTCOMES)
    stated = {name: getattr(answer, name) for name in _STATED if getattr(answer, name)}
    for name, value in stated.items():
        given = texts.get(name, value)
        if _canonical(name, given) != value:
            problem = t('contradicts "{words}"', words=escape_unprintable(words))
            sentence = '{column}: "{value}" {problem}'
            shown = escape_unprintable(label({**FAMILIES, **NATURES}, given))
            values = {"value": shown, "problem": problem}
            raise UsageProblem(t(sentence, column=f"--{name.replace('_', '-')}", **values))
    return {**texts, **stated, "outcome": answer.outcome}


# What the words of an answer may state besides the outcome.
_STATED = ("into", "into_family", "into_nature", "ends", "plan_number")


def _canonical(name: str, text: str) -> str:
    """Return the value of an option in the form in which an answer has it."""
    if name == "into":
        from stdplan.importing.review_rows import canonical_number

        return canonical_number(text)
    return option_date(text, "--ends") if name == "ends" else text


def refuse_without_target(values: Mapping[str, str]) -> None:
    """Raise UsageProblem for a merger without the standard that absorbs it."""
    if values["outcome"] == "merge" and "into" not in values:
        raise UsageProblem(t("--outcome merge needs --into NUMBER"))


def result_of(row: ReviewRow) -> ReviewResult:
    """Return what the catalogue stores of a row."""
    from stdplan.catalogue.reviews import ReviewResult

    return ReviewResult(
        row.outcome,
        row.date,
        row.ends,
        row.into,
        row.note,
        row.target_date,
        row.step,
        row.document,
        row.into_family,
        row.into_nature,
    )


def find_open_project(transaction: Transaction, number: str) -> int:
    """Return the row id of the project under way that --project names.

    Raise Missing if there is none with this number, UsageProblem if it is not under way.
    """
    from stdplan.catalogue.queries.find_standard import find_standard
    from stdplan.catalogue.review_projects import is_under_way

    project = find_standard(transaction.connection, number)
    if not is_under_way(transaction.connection, project.id):
        sentence = "--project: {key} is no project under way"
        raise UsageProblem(t(sentence, key=escape_unprintable(project.key)))
    return project.id
