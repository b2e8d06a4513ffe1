"""Answers by a tick: columns 继续有效, 修订, 废止 with √ become one column with the ticked word.

    复审结论 继续有效 | 复审结论 修订            复审结论
    √                |                   →    继续有效
                     | √                      修订

Rule: such columns stand next to each other, below one title or with the outcomes of a review as
their headers, and have nothing but ticks in the first rows, or nothing at all. Between outcomes
there may be one or two other columns: 修订 | 完成年限 | 废止. A year below an outcome is a tick,
too. Whatever else is in a cell is kept behind the word, and several ticks in a row are several
words, because either may count. Three or more outcomes need ticks in half of their cells only: a
line of totals may follow, and other words in their cells are kept after the outcome.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from stdplan.importing.header_names import pair_of, title_and_word
from stdplan.importing.layouts import OUTCOME_LABEL
from stdplan.importing.review_answers import OUTCOME, read_outcome

# R, P, ü and þ are ticks in fonts of symbols.
_TICK = re.compile("[√✓✔☑☒■●▲★]|^(?:是|[YyVv]|yes|Yes|YES|[1１]|[RPüþ])$")
_NO_TICK = re.compile("[□○☐×✗✘]|否|[Nn]|[Nn][Oo]|-+|—+|/|无|[0０]")
_SURELY_OUTCOMES = 3  # columns with outcomes as headers
_BETWEEN = 2  # columns between two outcomes
_YEAR = re.compile("(?:19|20)[0-9]{2}年?(?:底|末|底前|前)?(?:立项|完成)?")
_ANSWER = re.compile("[√✓✔☑☒■●▲★]")

_OF_NUMBERS = re.compile("标准|编?号|[到至入]$")  # 整合到的标准号 is no outcome


class TickColumns(NamedTuple):
    """Columns that are one: their places, its header, and the word of each."""

    places: tuple[int, ...]
    header: str
    words: tuple[str, ...]

    def merge(self, cells: list[str]) -> list[str]:
        """Return the cells of a row with one cell for these columns."""
        answers = []
        for word, place in zip(self.words, self.places, strict=True):
            text = cells[place].strip()
            if not text or _NO_TICK.fullmatch(text):
                continue
            rest = _TICK.sub("", text).strip("()（） ")
            answers.append(f"{word}（{rest}）" if rest and rest != word else word)
        return self._with_one(cells, "；".join(answers))

    def merge_header(self, names: list[str]) -> list[str]:
        """Return a header with one name for these columns."""
        return self._with_one(names, self.header)

    def _with_one(self, cells: list[str], text: str) -> list[str]:
        first, *others = self.places
        merged = [*cells[:first], text, *cells[first + 1 :]]
        return [cell for place, cell in enumerate(merged) if place not in others]


def find_ticks(names: list[str], rows: Iterable[list[str]]) -> list[TickColumns]:
    """Return the columns of ticks of a list, from its header and its first rows; the last first."""
    titled = [_title_and_word(name) for name in names]
    groups = _groups([title for title, _ in titled])
    looked_at = list(rows) if groups else []  # most lists need none: finding them takes a while
    found: list[TickColumns] = []
    for places in groups:
        title = titled[places[0]][0]
        if _are_ticks(looked_at, places, title == OUTCOME_LABEL):
            words = tuple(titled[place][1] for place in places)
            found.insert(0, TickColumns(places, title, words))
    return found


def _groups(titles: list[str]) -> list[tuple[int, ...]]:
    """Return the places of several columns with one title, which follow one another."""
    groups: list[tuple[int, ...]] = []
    for place, title in enumerate(titles):
        last = groups[-1][-1] if groups else -1
        between = titles[last + 1 : place]
        is_near = not between or (
            title == OUTCOME_LABEL and len(between) <= _BETWEEN and not any(between)
        )
        if title and groups and titles[last] == title and is_near:
            groups[-1] = (*groups[-1], place)
        elif title:
            groups.append((place,))
    return [group for group in groups if len(group) > 1]


def _title_and_word(name: str) -> tuple[str, str]:
    """Return the title above a column and its word, "" for a column without a title."""
    if pair_of(name):
        return title_and_word(name)
    answer = read_outcome(name)
    has_numbers = answer.outcome == "merge" and _OF_NUMBERS.search(name)
    is_outcome = answer.kind == OUTCOME and not has_numbers
    return (OUTCOME_LABEL, name.strip()) if is_outcome else ("", name)


def _are_ticks(rows: list[list[str]], places: tuple[int, ...], outcomes: bool) -> bool:
    """Return whether some cells of the columns have a tick, and all others are empty.

    `outcomes`: the columns are outcomes of a review, so 是, V or 1 is a tick, too; elsewhere, such
    columns may answer several questions. Three of them need no tick if all cells are empty: nothing
    was answered yet.
    """
    cells = (row[place] for row in rows for place in places if place < len(row))
    texts = [text for cell in cells if (text := cell.strip())]
    surely = outcomes and len(places) >= _SURELY_OUTCOMES
    if surely and not texts:
        return True
    fitting = sum(
        bool(_TICK.search(text) or _NO_TICK.fullmatch(text) or (outcomes and _YEAR.fullmatch(text)))
        for text in texts
    )
    is_enough = 2 * fitting >= len(texts) if surely else fitting == len(texts)
    return is_enough and any(map((_TICK if outcomes else _ANSWER).search, texts))
