"""The reader of status cells that are more than one known word: 现行（2021-05-01实施）.

    read_status("Superseded by ISO 1:2020")    # withdrawn, and the number of the successor

The words are data: layouts.yaml, `values.status`, `stages` and `status_words`.

Rules:
* A cell is read if all of it is known: words, days with a word for what they are, successors. So a
  negation is never skipped: `not in force` is no `in force`.
* Words that contradict each other name no status: `in force (withdrawn)`.
* `not in force` is true of a withdrawn standard and of one that is yet to come. The dates decide
  (row_events.py).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from stdplan.domain.codes import STAGES, STATUSES
from stdplan.domain.dates import BadDate, NotADate, parse_date
from stdplan.domain.numbers import parse, parse_list
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import stage_words, value_words, words_of

# A status of its own: neither in force nor anything else that is certain.
NOT_IN_FORCE = "not-in-force"
_LONGEST = 200  # longer text is prose
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_SEPARATORS = re.compile(r"[,;。、|\n]| [-–—] |(?<![A-Za-z0-9])/(?![A-Za-z0-9])")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{4}(?:年(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?"
    r"|[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|[0-9]{4})?|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}"
    rf"|(?:[0-9]{{1,2}} )?(?:{_MONTHS})[a-z]*\.? (?:[0-9]{{1,2}}, ?)?[0-9]{{4}})(?![0-9])",
    re.I,
)
_EMPTY_BRACKETS = re.compile(r"[(\[【〔{] *[)\]】〕}]")
_ANY = "…"


class StatusCell(NamedTuple):
    """What a cell says: a status or NOT_IN_FORCE, a stage, days by field (published, effective,
    withdrawn), the numbers of successors, and whether they replace the standard in part only.

    `unsure_day`: it has a day, but no word for what the day is."""

    status: str | None = None
    stage: str | None = None
    days: tuple[tuple[str, str], ...] = ()
    successors: tuple[str, ...] = ()
    in_part: bool = False
    unsure_day: bool = False


@lru_cache(4096)
def read_status(text: str) -> StatusCell | None:
    """Return what a cell says; None if any part of it is unknown, or if it contradicts itself.

    >>> read_status("现行（2021-05-01实施）").days
    (('effective', '2021-05-01'),)
    """
    if len(text) > _LONGEST or "?" in text or "？" in text:
        return None
    return _read(" ".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.; "))


def _read(text: str) -> StatusCell | None:
    known = _word(text) or _successors(text) or _dated(text)
    if known:
        return known
    if match := _BRACKETS.search(text):
        parts = [text[: match.start()], match[1], text[match.end() :]]
    else:
        parts = _SEPARATORS.split(text)
        if len(parts) == 1:
            return None
    return _combined([_read(part.strip()) for part in parts if part.strip(" -–—:")])


def _word(text: str) -> StatusCell | None:
    """Return the meaning of one word, without the words that add nothing to it."""
    word, statuses, stages = fold(text), _statuses(), _stages()
    while word not in statuses and word not in stages:
        shorter = _without_edge(word, _folded("before"), _folded("after"))
        if shorter is None:
            return None
        word = shorter
    status, stage = statuses.get(word), stages.get(word)
    if status is None and stage is not None and stage < "60":
        status = "planned"
    return StatusCell(status, stage)


def _successors(text: str) -> StatusCell | None:
    """Return the meaning of `superseded by ISO 1:2020` and 被GB/T 1-2020代替."""
    for kind in ("replaced", "replaced_in_part"):
        for pattern in _patterns(kind):
            if not (match := pattern.fullmatch(text)):
                continue
            numbers = [each.strip() for each in parse_list(match[1])]
            if not numbers or not all(map(parse, numbers)):
                continue
            if kind == "replaced":
                return StatusCell("withdrawn", successors=tuple(numbers))
            return StatusCell("in-force", successors=tuple(numbers), in_part=True)
    return None


def _dated(text: str) -> StatusCell | None:
    """Return the meaning of a day with a word for what it is: `Withdrawn 2012-05-01`."""
    dates = list(_DATE.finditer(text))
    if len(dates) != 1:
        return None
    (match,) = dates
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    word = fold(_EMPTY_BRACKETS.sub("", rest))
    fields = _day_words()
    edges = _folded("around_days")
    while word not in fields and (shorter := _without_edge(word, edges, edges)):
        word = shorter
    if word in fields:
        try:
            return StatusCell(days=((fields[word], parse_date(match[0])),))
        except (BadDate, NotADate):
            pass
    known = _word(word)
    return known._replace(unsure_day=True) if known else None


def _without_edge(word: str, before: Iterable[str], after: Iterable[str]) -> str | None:
    """Return a folded word without one of the words before or after it; None without one."""
    for edge in before:
        if word.startswith(edge) and len(word) > len(edge):
            return word[len(edge) :]
    for edge in after:
        if word.endswith(edge) and len(word) > len(edge):
            return word[: -len(edge)]
    return None


def _combined(parts: Iterable[StatusCell | None]) -> StatusCell | None:
    """Return what several parts of a cell say together."""
    cells = []
    for part in parts:
        if part is None:
            return None
        cells.append(part)
    statuses = {cell.status for cell in cells if cell.status}
    if "withdrawn" in statuses:
        statuses.discard(NOT_IN_FORCE)
    if len(statuses) > 1:
        return None
    status = next(iter(statuses), None)
    stage = max((cell.stage for cell in cells if cell.stage), default=None)
    fields = [name for cell in cells for name, _ in cell.days]
    if len(set(fields)) < len(fields):
        return None
    return StatusCell(
        status,
        None if (status, stage) == ("withdrawn", "60") else stage,
        tuple(day for cell in cells for day in cell.days),
        tuple(number for cell in cells for number in cell.successors),
        any(cell.in_part for cell in cells),
        any(cell.unsure_day for cell in cells),
    )


@cache
def _statuses() -> dict[str, str]:
    own = {fold(word): code for code, pair in STATUSES.items() for word in (code, *pair)}
    unsure = {fold(word): NOT_IN_FORCE for word in words_of("status_words", "not_in_force")}
    return {**unsure, **value_words("status"), **own}


@cache
def _stages() -> dict[str, str]:
    own = {fold(word): code for code, pair in STAGES.items() for word in pair}
    return {**own, **stage_words()}


@cache
def _folded(name: str) -> list[str]:
    """Return the folded words of a list in `status_words`, longest first."""
    return sorted(map(fold, words_of("status_words", name)), key=len, reverse=True)


@cache
def _day_words() -> dict[str, str]:
    return {
        fold(word): name
        for name in ("published", "effective", "withdrawn")
        for word in words_of("status_words", "days", name)
    }


@cache
def _patterns(kind: str) -> list[re.Pattern[str]]:
    """Return the patterns of successors, whose `…` is their numbers."""
    patterns = []
    for words in words_of("status_words", kind):
        before, after = (re.escape(part.strip()) for part in words.split(_ANY))
        patterns.append(re.compile(rf"{before} ?:? ?(.+?) ?{after}", re.I))
    return patterns
