"""What is wrong with the header of a list, in the words of somebody who looks at it."""

from collections.abc import Iterator, Mapping

from stdplan.domain.text import visible
from stdplan.exchange.layout_data import Layout, fold
from stdplan.i18n import t


def not_there(mapping: Mapping[str, str], names: list[str]) -> list[str]:
    """Columns that --map names and the list has not."""
    seen = set(map(fold, names))
    return [
        t('--map "{header}": there is no such column', header=visible(header))
        for header in mapping
        if fold(header) not in seen
    ]


def twice(names: list[str], known: Layout) -> Iterator[str]:
    """Headers that stand twice."""
    first: dict[str, int] = {}
    for place, header in enumerate(names, 1):
        name = fold(header)
        if name and first.setdefault(name, place) != place and name not in known.ignored:
            yield t(
                'the header "{header}" stands twice, in columns {first} and {second}',
                header=header,
                first=first[name],
                second=place,
            )


def contested(values: list[tuple[str, str]]) -> Iterator[str]:
    """Columns (header, field) of one single value."""
    first: dict[str, str] = {}
    for header, name in values:
        other = first.setdefault(name, header)
        if fold(other) != fold(header):
            yield t(
                '"{other}" and "{header}" both mean {field}: '
                'keep one apart with --map "{header}=extra"',
                other=other,
                header=header,
                field=name,
            )


def nameless(names: list[str]) -> str:
    """A list none of whose columns names a standard."""
    seen = t(", ").join(f'"{name}"' for name in names if name)
    return t(
        "no column with a number, plan number or title (headers seen: {seen}); "
        "say which it is with --map HEADER=number",
        seen=seen,
    )
