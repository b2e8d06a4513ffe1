"""Answers by a tick: columns 继续有效, 修订, 废止 with √ become one column with the ticked word.

    复审结论 继续有效 | 复审结论 修订            复审结论
    √                |                   →    继续有效
                     | √                      修订

Rule: such columns stand next to each other, below one title or with the outcomes of a review as
their headers, and have nothing but ticks in the first rows, or nothing at all. Whatever else is in
a cell is kept behind the word, and several ticks in a row are several words, because either may
count.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from stdplan.importing.header_names import pair_of, title_and_word
from stdplan.importing.layouts import OUTCOME_LABEL
from stdplan.importing.review_answers import OUTCOME, read_outcome

_TICK = re.compile("[√✓✔☑☒■●▲★]|^(?:是|[YyVv]|yes|Yes|YES|[1１])$")
_NO_TICK = re.compile("[□○☐×✗✘]|否|[Nn]|[Nn][Oo]|-+|—+|/|无|[0０]")
_SURELY_OUTCOMES = 3  # columns with outcomes as headers
_ANSWER = re.compile("[√✓✔☑☒■●▲★]")

_OF_NUMBERS = re.compile("标准|编?号|[到至入]$")  # 整合到的标准号 is no outcome


class TickColumns(NamedTuple):
    """Columns that are one: those from `first` to `last`, its header, and the word of each."""

    first: int
    last: int
    header: str
    words: tuple[str, ...]

    def merge(self, cells: list[str]) -> list[str]:
        """Return the cells of a row with one cell for these columns."""
        answers = []
        for word, cell in zip(self.words, cells[self.first : self.last + 1], strict=True):
            text = cell.strip()
            if not text or _NO_TICK.fullmatch(text):
                continue
            rest = _TICK.sub("", text).strip("()（） ")
            answers.append(f"{word}（{rest}）" if rest and rest != word else word)
        return [*cells[: self.first], "；".join(answers), *cells[self.last + 1 :]]

    def merge_header(self, names: list[str]) -> list[str]:
        """Return a header with one name for these columns."""
        return [*names[: self.first], self.header, *names[self.last + 1 :]]


def find_ticks(names: list[str], rows: Iterable[list[str]]) -> list[TickColumns]:
    """Return the columns of ticks of a list, from its header and its first rows; the last first."""
    looked_at: list[list[str]] | None = None
    found: list[TickColumns] = []
    index = 0
    while index < len(names):
        title, _ = _title_and_word(names[index])
        last = index
        while last + 1 < len(names) and title and _title_and_word(names[last + 1])[0] == title:
            last += 1
        if last > index and looked_at is None:
            looked_at = list(rows)  # most lists need none: finding them takes a while
        if last > index and _are_ticks(looked_at or [], index, last, title == OUTCOME_LABEL):
            words = tuple(_title_and_word(name)[1] for name in names[index : last + 1])
            found.insert(0, TickColumns(index, last, title, words))
        index = last + 1
    return found


def _title_and_word(name: str) -> tuple[str, str]:
    """Return the title above a column and its word, "" for a column without a title."""
    if pair_of(name):
        return title_and_word(name)
    answer = read_outcome(name)
    has_numbers = answer.outcome == "merge" and _OF_NUMBERS.search(name)
    is_outcome = answer.kind == OUTCOME and not has_numbers
    return (OUTCOME_LABEL, name.strip()) if is_outcome else ("", name)


def _are_ticks(rows: list[list[str]], first: int, last: int, outcomes: bool) -> bool:
    """Return whether some cells of the columns have a tick, and all others are empty.

    `outcomes`: the columns are outcomes of a review, so 是, V or 1 is a tick, too; elsewhere, such
    columns may answer several questions. Three of them need no tick: nothing was answered yet.
    """
    texts = [text for row in rows for cell in row[first : last + 1] if (text := cell.strip())]
    if outcomes and last - first >= _SURELY_OUTCOMES - 1 and not texts:
        return True
    return any(map((_TICK if outcomes else _ANSWER).search, texts)) and all(
        _TICK.search(text) or _NO_TICK.fullmatch(text) for text in texts
    )
