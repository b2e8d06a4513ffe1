"""Titles similar to a proposed one.

Rule: the score says how much two titles have in common, from 0 (no piece) to 100 (all pieces). It
is twice the weight of the pieces that both titles have, divided by the sum of the weights of both.
A piece weighs more the fewer titles have it: 技术条件 counts little, 摆线针轮 much. Pieces are
those of domain/ngrams.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from json import dumps
from math import log

from stdplan.catalogue.queries.standard_filters import StandardFilters
from stdplan.catalogue.queries.standards import list_standards
from stdplan.catalogue.title_index import TitleSearch
from stdplan.domain.ngrams import grams, is_letter
from stdplan.light import NamedTuple
from stdplan.table import Cell, Column, Records, Row, Sort

SIMILAR_COLUMNS = (
    Column("score", "integer"), Column("number", "key"), Column("title"), Column("sector", "key"),
    Column("status", "key"), Column("stage", "key"),
)  # fmt: skip
DEFAULT_LIMIT = 10
# The search stops at a step if enough titles score at least that much. At each step it looks up
# pieces until a title without any of them cannot score as much.
_STEPS = (0.7, 0.5, 0.3, 0.0)
# At each step so many titles are compared in full, the likeliest first, in batches.
_COMPARED, _BATCH = 2000, 500


class ProposedTitle(NamedTuple):
    """The title to compare with; `standard_id` is the record it was taken from, which is left
    out."""

    title: str
    standard_id: int | None = None


def title_of(connection: sqlite3.Connection, standard_id: int) -> str:
    """Return a record's title, else its English title, else an empty text."""
    sql = "SELECT coalesce(title, title_en, '') FROM standard WHERE id = ?"
    return str(connection.execute(sql, (standard_id,)).fetchone()[0])


class SimilarTitles(NamedTuple):
    """The titles most similar to a proposed one, of the records that exist on the day, as a Source.

    `lowest` is the lowest score that is listed.
    """

    connection: sqlite3.Connection
    titles: TitleSearch
    proposal: ProposedTitle
    day: date
    filters: StandardFilters
    lowest: int = 0

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        """Yield the named columns of the rows, the best first; see Source. The default limit is
        DEFAULT_LIMIT."""
        count = DEFAULT_LIMIT if limit is None else limit
        rows = _Search(self).best_rows(count) if count else []
        self.titles.close()
        return Records(SIMILAR_COLUMNS, rows).fetch(names, sort)


class _ScoredRow(NamedTuple):
    """A score from 0 to 1, and the cells of SIMILAR_COLUMNS."""

    score: float
    cells: tuple[Cell, ...]


class _Search:
    """One search; the pieces of the proposed title are looked up from the rarest on."""

    def __init__(self, request: SimilarTitles) -> None:
        self.request, self.index = request, request.titles
        self.pieces = grams(request.proposal.title)
        only_piece = next(iter(self.pieces)) if len(self.pieces) == 1 else ""
        # A title of one letter has no pairs: it is found by all pieces that contain the letter.
        self.letter = only_piece if is_letter(only_piece) else ""
        self.ids_by_piece = {only_piece: self._ids_with_letter()} if self.letter else {}
        self.weights = self._weights(self.pieces)
        self.total_weight = sum(self.weights.values())
        self.lowest = max(request.lowest, 1)
        self.compared: set[int] = set()
        self.scored: list[_ScoredRow] = []

    def best_rows(self, count: int) -> list[Row]:
        """Return the best rows, at most `count`."""
        # For each record the weight that its title has in common with the proposed one.
        shared: dict[int, float] = {}
        rarest_first = sorted(self.weights, key=lambda piece: -self.weights[piece])
        remaining = self.total_weight
        best: list[_ScoredRow] = []
        for step in _STEPS:
            # A title without any piece looked up so far has at most the remaining weight in common.
            while rarest_first and 2 * remaining / (self.total_weight + remaining) >= step:
                piece = rarest_first.pop(0)
                remaining -= self.weights[piece]
                for standard_id in self.ids_by_piece.get(piece) or self.index.record_ids(piece):
                    shared[standard_id] = shared.get(standard_id, 0.0) + self.weights[piece]
            self._compare(shared)
            best = [row for row in self.scored if row.score >= step]
            # Scores that round up to the lowest one are listed, too.
            if len(best) >= count or 100 * step <= self.lowest - 0.5:
                break
        best = [row for row in best if round(100 * row.score) >= self.lowest]
        best.sort(key=lambda row: (-row.score, row.cells[1]))
        return [row.cells for row in best[:count]]

    def _compare(self, shared: Mapping[int, float]) -> None:
        """Score the likeliest of the records that are not compared yet."""
        mean_weight = self.total_weight / len(self.pieces)

        def likelihood(standard_id: int) -> float:
            size = self.index.piece_count(standard_id)
            return shared[standard_id] / (self.total_weight + size * mean_weight)

        likeliest = sorted(
            (standard_id for standard_id in shared if standard_id not in self.compared),
            key=likelihood,
            reverse=True,
        )
        enough = len(self.scored) + _COMPARED
        for start in range(0, len(likeliest), _BATCH):
            if len(self.scored) >= enough:  # records that the filters leave out do not count
                break
            batch = likeliest[start : start + _BATCH]
            self.compared.update(batch)
            self._score_all(list(self._rows(batch)))

    def _score_all(self, rows: Sequence[Row]) -> None:
        titles = [
            [grams(str(text)) for text in (title, title_en) if text] for title, title_en, *_ in rows
        ]
        weights = self._weights({p for pair in titles for pieces in pair for p in pieces})
        for (title, title_en, key, *others), pair in zip(rows, titles, strict=True):
            score = max(self._score(pieces, weights) for pieces in pair)
            cells = (round(100 * score), key, title or title_en, *others)
            self.scored.append(_ScoredRow(score, cells))

    def _score(self, pieces: set[str], weights: Mapping[str, float]) -> float:
        """Return the score of a title, by its pieces, from 0 to 1."""
        if self.letter and any(self.letter in piece for piece in pieces):
            pieces = pieces | self.pieces
        common = sum(self.weights[piece] for piece in pieces & self.pieces)
        total = sum(weights.get(piece) or self.weights[piece] for piece in pieces)
        return 2 * common / (self.total_weight + total)

    def _weights(self, pieces: set[str]) -> dict[str, float]:
        counts = self.index.record_counts(pieces)
        counts |= {piece: len(ids) for piece, ids in self.ids_by_piece.items()}
        records = max(self.index.records, 1)
        return {piece: log(1 + records / max(n, 1)) for piece, n in counts.items()}

    def _ids_with_letter(self) -> set[int]:
        return {
            standard_id
            for piece in self.index.pieces_with_letter(self.letter)
            for standard_id in self.index.record_ids(piece)
        }

    def _rows(self, ids: list[int]) -> Iterator[Row]:
        """Yield title, English title, key, sector, status and stage of the records that pass the
        filters, in the order of the ids."""
        request = self.request
        query = list_standards(request.connection, request.day, request.filters)
        others = [standard_id for standard_id in ids if standard_id != request.proposal.standard_id]
        return query.replaced(
            tables="""json_each(:ids) j
                JOIN standard s ON s.id = j.value
                JOIN life l ON l.standard = s.id""",
            parameters={**query.parameters, "ids": dumps(others)},
            order="j.key",
        ).fetch(("title", "title_en", "key", "sector", "status", "stage"))
