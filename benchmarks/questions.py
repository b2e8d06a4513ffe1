"""Measure questions to a catalogue of each size, against named commands on the same catalogue.

Rule: each question has one unit. Most units are a command of sqlite3 or sqlite-utils that reads the
same records and applies no rule to them: a sum over all titles, or a table as it is stored. Goals
are for a million records.
"""

from typing import NamedTuple

import peers
from figures import Comparison, Curve, Section, by_size
from generate import TODAY
from lab import Lab
from measure import Cost

_FIVE_YEARS_AGO = TODAY.replace(year=TODAY.year - 5)
# The answer of `review due --family all` in a catalogue without reviews. SQLite's date() counts
# five years from 29 February to 1 March, stdplan to 28 February.
_DUE = f"""
    SELECT s.number, s.title, s.sector, 'in-force' AS status,
        {TODAY.year} - CAST(substr(l.counted_from, 1, 4) AS INTEGER)
            - ('{TODAY:%m-%d}' < substr(l.counted_from, 6)) AS age,
        l.counted_from,
        CASE
            WHEN s.effective IS NOT NULL THEN 'effective'
            WHEN s.published IS NOT NULL THEN 'published'
            ELSE 'number-year'
        END AS basis,
        date(l.counted_from, '+5 years') AS due,
        CAST(julianday('{TODAY}') - julianday(l.counted_from, '+5 years') AS INTEGER)
            AS overdue_days
    FROM life l
    JOIN standard s ON s.id = l.standard
    WHERE l.amendment = 0 AND l.counted_from <= '{_FIVE_YEARS_AGO}'
        AND l.public <= '{TODAY}' AND '{TODAY}' < l.until
    ORDER BY l.counted_from, s.sort_key
"""


class _Peer(NamedTuple):
    """A command of another program: options, the catalogue, and a statement or a table."""

    title: str
    program: str
    options: tuple[str, ...]
    last: str
    of_due: bool = False  # asks a database with the answer of _DUE, not the catalogue


_SUM = _Peer("a sum over titles", "sqlite3", (), "SELECT sum(length(title)) FROM standard")
_ALL_CSV = _Peer("`sqlite3 -csv`", "sqlite3", ("-csv",), "SELECT * FROM standard")
_ALL_LINES = _Peer("`sqlite-utils rows --nl`", "sqlite-utils", ("rows", "--nl"), "standard")
_DUE_JOIN = _Peer("`sqlite3 -list`, joined", "sqlite3", ("-list",), _DUE)
_DUE_ROWS = _Peer("`sqlite3 -list`, copied", "sqlite3", ("-list",), "SELECT * FROM due", True)
_INTEGRITY = _Peer("`integrity_check`", "sqlite3", (), "PRAGMA integrity_check")
# Units of our own: another question, or the same one at the smallest size.
_SECTORS, _FIRST = "sectors list", "itself at the first size"


class _Question(NamedTuple):
    words: str
    against: _Peer | str = _SUM
    goal: str = ""
    making: str = ""  # what the first run makes once in a catalogue; it has its own row


_ALL_DUE = "review due --family all -f tsv"
_DIGEST = "report digest --since 2011-05-01 --until 2011-05-31"
_QUESTIONS = (
    _Question(_SECTORS),
    _Question("review due --limit 100", _FIRST, "≤ 2, slope ≤ 0.15"),
    _Question("review due --by sector", goal="≤ 4"),
    _Question("report review", goal="≤ 4"),
    _Question("report progress", goal="≤ 4"),
    _Question("report sectors", goal="≤ 4"),
    _Question("committees list", goal="≤ 4"),
    _Question("adoption report", goal="≤ 4"),
    _Question("review calendar", goal="≤ 4"),
    _Question("report progress --by month", goal="≤ 8"),
    _Question(_DIGEST, goal="≤ 8"),
    _Question(_ALL_DUE, _DUE_JOIN, "≤ 2.5"),
    _Question(_ALL_DUE, _DUE_ROWS),
    _Question("standards list -f csv", _ALL_CSV, "≤ 3"),
    _Question("standards list -f jsonl", _ALL_LINES, "≤ 0.6"),
    _Question("db check", _INTEGRITY, "≤ 2.5"),
    # Some thirty of a million titles have this word. These come last, since they build indexes.
    _Question(
        "standards list --search 阻燃黄金矿石可靠性评定方法第",
        _SECTORS,
        "≤ 3",
        making="first `--search`",
    ),
    _Question("standards similar 精密液压泵技术条件", _SECTORS, making="first `standards similar`"),
)


def sections(lab: Lab) -> list[Section]:
    """Return the costs of all questions, with their ratios and slopes."""
    units: dict[str, Curve] = {}
    own: dict[str, dict[int, Cost | None]] = {}
    comparisons = []
    for words, against, goal, making in _QUESTIONS:
        if making:
            comparisons.append(Comparison(making, _ask(lab, words, repeat=1)))
        if words not in own:
            own[words] = _ask(lab, words)
        if isinstance(against, _Peer):
            name = against.title
            if name not in units:
                units[name] = _ask_peer(lab, against)
        elif against == _FIRST:
            name = f"itself at {lab.sizes[0]:,}"
            units[name] = dict.fromkeys(lab.sizes, own[words][lab.sizes[0]])
        else:
            name = f"`{against}`"
            units[name] = own[against]
        comparisons.append(Comparison(f"`{words}`", own[words], name, units[name], goal))
    return [by_size("Questions", comparisons, lab.sizes, lambda cost: cost.cpu)]


def _ask(lab: Lab, words: str, repeat: int = 0) -> dict[int, Cost | None]:
    return {
        size: lab.cost(
            f"{words}, of {size:,}",
            peers.stdplan(lab.catalogue(size), *words.split()),
            repeat=repeat,
        )
        for size in lab.sizes
    }


def _ask_peer(lab: Lab, peer: _Peer) -> Curve:
    program = peers.find(peer.program)
    if not program:
        return {}
    found: dict[int, Cost | None] = {}
    for size in lab.sizes:
        file = lab.answer(size, "due", _DUE) if peer.of_due else lab.catalogue(size)
        what = f"{peer.title}, of {size:,}"
        found[size] = lab.cost(what, (program, *peer.options, str(file), peer.last))
    return found
