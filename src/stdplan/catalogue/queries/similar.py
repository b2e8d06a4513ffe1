"""Titles like a proposed one.

Rule: the score says how much of two titles is the same, from 0 (no piece in common) to 100 (all of
them): twice the weight of the pieces that both have, by the weight of those of the one and of the
other. A piece weighs the more the fewer titles have it, so that 技术条件 tells little and 摆线针轮
much. Pieces are those of domain/ngrams.py.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from json import dumps
from math import log
from typing import NamedTuple

from stdplan.catalogue.queries.standards import StandardFilters, list_standards
from stdplan.catalogue.title_index import Index
from stdplan.domain.ngrams import grams, is_letter
from stdplan.table import Cell, Column, Records, Row, Sort

SIMILAR_COLUMNS = (
    Column("score", "integer"), Column("number", "key"), Column("title"), Column("sector", "key"),
    Column("status", "key"), Column("stage", "key"),
)  # fmt: skip
DEFAULT_LIMIT = 10
# How like a title must be, at most, before pieces that stand in more titles are looked at, too.
_STEPS = (0.7, 0.5, 0.3, 0.0)
# So many titles are compared in full, the likeliest first.
_COMPARED, _AT_ONCE = 2000, 500
_ASKED = ("title", "title_en", "key", "sector", "status", "stage")


class ProposedTitle(NamedTuple):
    """The title asked about; `itself`, the id of the record that it was taken from, is left out."""

    title: str
    itself: int | None = None


def title_of(connection: sqlite3.Connection, identity: int) -> str:
    """A record's title, else its English one, else nothing."""
    titles = "coalesce(title, title_en, '')"
    sql = f"SELECT {titles} FROM standard WHERE id = ?"
    return str(connection.execute(sql, (identity,)).fetchone()[0])


class SimilarTitles(NamedTuple):
    """The titles most like a proposed one, of the records that are there on the day, as a Source.

    `lowest` is the least score that is told.
    """

    connection: sqlite3.Connection
    titles: Index
    proposal: ProposedTitle
    day: date
    filters: StandardFilters
    lowest: int = 0

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """See Source; without a limit, the first DEFAULT_LIMIT."""
        count = DEFAULT_LIMIT if limit is None else limit
        rows = _Search(self).run(count) if count else []
        self.titles.let_go()
        return Records(SIMILAR_COLUMNS, rows).fetch(names, sort)


class _Search:
    def __init__(self, asked: SimilarTitles) -> None:
        self.asked, self.index = asked, asked.titles
        self.pieces = grams(asked.proposal.title)
        one = next(iter(self.pieces)) if len(self.pieces) == 1 else ""
        # Of one letter there are no pairs: all pieces that have it stand for it.
        self.letter = one if is_letter(one) else ""
        self.postings = {one: self._with_letter()} if self.letter else {}
        self.weights = self._weights(self.pieces)
        self.whole = sum(self.weights.values())
        self.lowest = max(asked.lowest, 1)
        self.seen: set[int] = set()
        self.scored: list[tuple[float, tuple[Cell, ...]]] = []

    def run(self, count: int) -> list[Row]:
        """The best rows, at most so many."""
        shared: dict[int, float] = {}
        rarest = sorted(self.weights, key=lambda piece: -self.weights[piece])
        rest = self.whole
        best: list[tuple[float, tuple[Cell, ...]]] = []
        for step in _STEPS:
            # What has none of the pieces looked at, has at most the rest in common.
            while rarest and 2 * rest / (self.whole + rest) >= step:
                piece = rarest.pop(0)
                rest -= self.weights[piece]
                for identity in self.postings.get(piece) or self.index.ids(piece):
                    shared[identity] = shared.get(identity, 0.0) + self.weights[piece]
            self._compare(shared)
            best = [found for found in self.scored if found[0] >= step]
            # What rounds to the least score is told, too.
            if len(best) >= count or 100 * step <= self.lowest - 0.5:
                break
        best = [found for found in best if round(100 * found[0]) >= self.lowest]
        best.sort(key=lambda found: (-found[0], found[1][1]))
        return [row for _, row in best[:count]]

    def _compare(self, shared: Mapping[int, float]) -> None:
        """Score the likeliest that were not scored yet."""
        mean = self.whole / len(self.pieces)

        def likely(identity: int) -> float:
            return shared[identity] / (self.whole + self.index.size(identity) * mean)

        likeliest = sorted((i for i in shared if i not in self.seen), key=likely, reverse=True)
        enough = len(self.scored) + _COMPARED
        for place in range(0, len(likeliest), _AT_ONCE):
            if len(self.scored) >= enough:  # what filters leave out does not count
                break
            some = likeliest[place : place + _AT_ONCE]
            self.seen.update(some)
            self._score_all(list(self._rows(some)))

    def _score_all(self, rows: Sequence[Row]) -> None:
        titles = [[grams(str(text)) for text in row[:2] if text] for row in rows]
        weights = self._weights({p for pair in titles for pieces in pair for p in pieces})
        for (title, title_en, *rest), pair in zip(rows, titles, strict=True):
            score = max(self._score(pieces, weights) for pieces in pair)
            key, *others = rest
            cells = (round(100 * score), key, title or title_en, *others)
            self.scored.append((score, cells))

    def _score(self, pieces: set[str], weights: Mapping[str, float]) -> float:
        if self.letter and any(self.letter in piece for piece in pieces):
            pieces = pieces | self.pieces
        same = sum(self.weights[piece] for piece in pieces & self.pieces)
        return 2 * same / (self.whole + sum(weights.get(p) or self.weights[p] for p in pieces))

    def _weights(self, pieces: set[str]) -> dict[str, float]:
        counts = self.index.counts(pieces)
        counts |= {piece: len(ids) for piece, ids in self.postings.items()}
        records = max(self.index.records, 1)
        return {piece: log(1 + records / max(n, 1)) for piece, n in counts.items()}

    def _with_letter(self) -> set[int]:
        return {i for piece in self.index.containing(self.letter) for i in self.index.ids(piece)}

    def _rows(self, ids: list[int]) -> Iterator[Row]:
        source = list_standards(self.asked.connection, self.asked.day, self.asked.filters, 0)
        return source._replace(
            tables="json_each(:ids) j JOIN standard s ON s.id = j.value",
            parameters={
                **source.parameters,
                "ids": dumps([i for i in ids if i != self.asked.proposal.itself]),
            },
            order="j.key",
        ).fetch(_ASKED)
