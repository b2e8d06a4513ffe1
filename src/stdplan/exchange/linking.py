"""Cells that name other standards: what is replaced, what replaces, what is adopted."""

from collections.abc import Callable

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.numbers import parse_replacements
from stdplan.domain.standard_record import Record


def _replaces(record: Record, text: str) -> tuple[str, ...]:
    found = parse_replacements(text)
    record.replaces += found.replaces
    record.replaced_by += found.replaced_by
    return found.words


def _replaced_by(record: Record, text: str) -> tuple[str, ...]:
    # The column says the direction; `被` within it says it once more.
    found = parse_replacements(text)
    record.replaced_by += [*found.replaces, *found.replaced_by]
    return found.words


def _adopts(record: Record, text: str) -> tuple[str, ...]:
    record.adopts += [(one.reference, one.degree, one.word) for one in parse_adoption(text)]
    return ()


# A column of links to the record's links; what it says without naming a number comes back.
LINKS: dict[str, Callable[[Record, str], tuple[str, ...]]] = {
    "replaces": _replaces,
    "replaced_by": _replaced_by,
    "adopts": _adopts,
}
