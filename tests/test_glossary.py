"""docs/glossary.md has every code and every field with the words that the program shows."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from stdplan.domain import codes
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import in_context, in_language

PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
GROUPS = {
    "family": codes.FAMILIES,
    "nature": codes.NATURES,
    "work": codes.WORK,
    "stage": codes.STAGES,
    "status": codes.STATUSES,
    "validity": codes.VALIDITIES,
    "ends_basis": codes.ENDS_BASES,
    "outcome": codes.OUTCOMES,
    "step": codes.STEPS,
    "number_kind": codes.NUMBER_KINDS,
    "replaces_kind": codes.REPLACEMENT_KINDS,
    "degree": codes.DEGREES,
    "innovation": codes.INNOVATION,
}
CODES = {f"{group}={code}": words for group, all in GROUPS.items() for code, words in all.items()}


class Row(NamedTuple):
    """A row of the table; `key` is a code, a key, or empty, `context` what stands after it."""

    subject: str
    english: str
    chinese: str
    key: str
    context: str


def read_rows() -> list[Row]:
    """Return the rows of the one table of the page."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = []
    for line in lines[1:]:
        subject, english, chinese, key, _, _ = (cell.strip() for cell in line[1:-1].split("|"))
        match = re.fullmatch(r"(?:`([^`]+)`)?(?: \((.+)\))?", key)
        assert match, line
        rows.append(Row(subject, english, chinese, match[1] or "", match[2] or ""))
    return rows


ROWS = read_rows()


def test_the_groups_are_all_lists_of_codes() -> None:
    lists = [
        value
        for value in vars(codes).values()
        if isinstance(value, dict) and all(isinstance(pair, tuple) for pair in value.values())
    ]
    assert len(lists) == len(GROUPS)
    assert all(value in GROUPS.values() for value in lists)


def test_every_code_has_a_row_and_no_other() -> None:
    assert sorted(row.key for row in ROWS if "=" in row.key) == sorted(CODES)


def test_every_field_has_a_row() -> None:
    assert BY_NAME.keys() <= {row.key for row in ROWS if not row.context}


@pytest.mark.parametrize("row", [row for row in ROWS if row.key], ids=lambda row: row.key)
def test_a_row_has_the_words_of_the_program(row: Row) -> None:
    field = None if row.context else BY_NAME.get(row.key)
    if row.key in CODES:
        assert (row.chinese, row.english) == CODES[row.key]
    elif field is not None:
        assert (row.chinese, row.english) == (field.zh, field.en)
    else:
        name = row.key.replace("_", " ")
        label = in_context("zh", name, row.context) if row.context else in_language("zh", name)
        assert (row.chinese, row.english) == (label, name)


def test_the_chinese_page_has_the_same_rows() -> None:
    """The same words and codes in the same order; the meaning is explained in Chinese."""
    page = (PAGE.parent / "zh" / PAGE.name).read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    shown = [(chinese, english, key.partition("（")[0]) for _, chinese, english, key, *_ in rows]
    assert shown == [(row.chinese, row.english, f"`{row.key}`" if row.key else "") for row in ROWS]
    assert all(meaning for *_, meaning, _ in rows)


def test_rows_of_a_subject_are_together() -> None:
    subjects = [row.subject for row in ROWS]
    blocks = [
        name for name, before in zip(subjects, ["", *subjects], strict=False) if name != before
    ]
    assert len(blocks) == len(set(blocks))
