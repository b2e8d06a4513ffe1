"""How wide each column of a terminal table is. Pure arithmetic; `measure` counts a text's cells.

Rule: a column never gets less than its minimum, so that no number is cut; where that is impossible
there is no table, and the caller shows one record below the other.
"""

from collections.abc import Callable, Sequence

from stdplan.table import Kind

Measure = Callable[[str], int]

# What may break over lines; everything else is a code, a date or a number.
FOLDING = frozenset(("text", "list", "object"))
# The least for a text or a heading, and the longest item of a list that is kept in one piece.
NARROWEST = 12
_ITEM = 32


def least(kind: Kind, head: str, texts: Sequence[str], measure: Measure) -> int:
    """The width below which a column may not go: its cells, and the longest word of its heading."""
    word = max(map(measure, head.split()), default=0)
    return max(_least_cells(kind, texts, measure), min(word, NARROWEST))


def _least_cells(kind: Kind, texts: Sequence[str], measure: Measure) -> int:
    longest = max(map(measure, texts))
    if kind not in FOLDING:
        return longest
    if kind == "list":
        # One more than the item, for the `;` after it.
        item = max(measure(item) + 1 for text in texts for item in text.split("; "))
        return min(longest, max(NARROWEST, min(_ITEM, item)))
    return min(longest, NARROWEST)


def widths(minima: Sequence[int], natural: Sequence[int], space: int) -> list[int] | None:
    """Widths between minimum and natural that fill at most `space`; None if the minima do not fit.

    What is left over goes to the narrowest column that wants more, so that a long note does not
    starve a title.
    """
    chosen = list(minima)
    spare = space - sum(chosen)
    if spare < 0:
        return None
    wanting = [place for place, width in enumerate(chosen) if width < natural[place]]
    while spare and wanting:
        place = min(wanting, key=chosen.__getitem__)
        chosen[place] += 1
        spare -= 1
        if chosen[place] == natural[place]:
            wanting.remove(place)
    return chosen


def by_items(text: str, width: int, measure: Measure) -> str:
    """A list joined by `; ` with line ends between items, so that no number in it breaks."""
    first, *items = text.split("; ")
    lines = [first]
    for item in items:
        # Three cells: the `; ` before it and the `;` that may follow.
        if measure(lines[-1]) + measure(item) + 3 <= width:
            lines[-1] += f"; {item}"
        else:
            lines[-1] += ";"
            lines.append(item)
    return "\n".join(lines)
