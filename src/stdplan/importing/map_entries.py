"""The entries of --map, and what is wrong with the headers of a list, which only --map can mend.

Rule: an entry must name a column that the list has, and a field that exists. 备注 names all columns
with this header but those with an entry of their own, 备注#2. A fault says which entry is needed.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from stdplan.domain.fields import field_word
from stdplan.domain.text import shown
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import fold, header_of_unnamed, occurrence_name
from stdplan.importing.layouts import Layout


def chosen_fields(mapping: Mapping[str, str], names: list[str], known: Layout) -> dict[str, str]:
    """Return the field names of --map by folded header, or by the name of a column.

    Raise UsageProblem for a field that does not exist, and for a header with two entries.
    """
    return _with_occurrences(_by_header(mapping, known), names)


def _by_header(mapping: Mapping[str, str], known: Layout) -> dict[str, str]:
    fields = dict.fromkeys(field.name for field in known.fields.values())
    for header, name in mapping.items():
        if name and name not in fields and name != "extra":
            raise UsageProblem(
                t(
                    '--map "{header}={field}": there is no field "{field}"; use one of {fields}',
                    header=shown(header),
                    field=shown(name),
                    fields=t(", ").join(fields),
                )
            )
    chosen: dict[str, str] = {}
    for header, name in mapping.items():
        if fold(header) in chosen:
            raise UsageProblem(t('--map: "{header}" is given twice', header=shown(header)))
        chosen[fold(header)] = name
    return chosen


def _with_occurrences(chosen: dict[str, str], names: list[str]) -> dict[str, str]:
    """Return the fields of --map with an entry for each column of the same header."""
    for header, occurrence in zip(names, occurrences(names), strict=True):
        name, own = fold(header), fold(occurrence_name(header, occurrence))
        if occurrence > 1 and name in chosen:
            chosen.setdefault(own, chosen[name])
    for name in set(map(fold, names)):
        if occurrence_name(name, 1) in chosen:
            chosen[name] = chosen[occurrence_name(name, 1)]
    return chosen


def occurrences(names: list[str]) -> list[int]:
    """Return for each header how often it has occurred so far; 1 for columns without a header."""
    seen: Counter[str] = Counter()
    counts = []
    for name in map(fold, names):
        seen[name] += bool(name)
        counts.append(seen[name] or 1)
    return counts


def missing_columns(mapping: Mapping[str, str], names: list[str]) -> list[str]:
    """Return a fault for each header in --map that the list does not have."""
    pairs = zip(names, occurrences(names), strict=True)
    seen = {fold(occurrence_name(name, occurrence)) for name, occurrence in pairs if name}
    seen |= {fold(name or header_of_unnamed(position)) for position, name in enumerate(names, 1)}
    return [
        t('--map "{header}": there is no such column', header=shown(header))
        for header in mapping
        if fold(header) not in seen
    ]


def repeated_headers(
    names: list[str], known: Layout, chosen: Collection[str] = ()
) -> Iterator[str]:
    """Yield a fault for each header that occurs a second time, unless --map names that column."""
    for position, (header, occurrence) in enumerate(zip(names, occurrences(names), strict=True), 1):
        name = fold(header)
        second = occurrence_name(header, occurrence)
        if occurrence > 1 and name not in known.ignored and fold(second) not in chosen:
            yield t(
                'the header "{header}" appears twice, in columns {first} and {second}: map the'
                ' second with --map "{name}=FIELD", or keep it with --map "{name}=extra"',
                header=header,
                first=list(map(fold, names)).index(name) + 1,
                second=position,
                name=second,
            )


def contradicting_columns(values: list[tuple[str, str]]) -> Iterator[str]:
    """Yield a fault for each second column of a field that takes one value.

    `values` are header and field name of such columns.
    """
    first: dict[str, str] = {}
    for header, name in values:
        other = first.setdefault(name, header)
        if fold(other) != fold(header):
            yield t(
                '"{other}" and "{header}" both map to {field}: store one separately with --map'
                ' "{header}=extra"',
                other=other,
                header=header,
                field=field_word(name),
            )


def no_naming_column(names: list[str]) -> str:
    """Return the fault of a list in which no column identifies a standard."""
    seen = t(", ").join(f'"{name}"' for name in names if name)
    return t(
        "there is no column with a number, plan number or title (headers: {seen}); choose it with"
        " --map HEADER=number",
        seen=seen,
    )
