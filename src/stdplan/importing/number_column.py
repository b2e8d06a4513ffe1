"""The column of a list that has the numbers of the standards.

Rules:
* A known header with fitting cells means what it says, and --map always decides.
* If no column of numbers has numbers, the one column that has them is read as number. Its header
  may be unknown, or mean something else: 名称 may have numbers, or numbers with titles.
* What is doubtful is a fault with the --map that decides. A column whose header says that it has
  other standards (代替, 引用) is never read as number.
"""

import re
from collections.abc import Iterable, Sequence

from stdplan.domain.text import shown
from stdplan.i18n import t
from stdplan.importing import cell_evidence
from stdplan.importing.cell_evidence import CellEvidence, Tally
from stdplan.importing.header_names import fold, has_other_standards, is_identifying
from stdplan.importing.seen_columns import FITS, IGNORED, SURE, Choice, SeenColumn

# Fields whose column may have the numbers of the list, if no other column has them.
_MISTAKABLE = frozenset(("", IGNORED, "title", "title_en", "plan_number", "key", "filing_number"))
# Headers that name a standard: a column of numbers of theirs may have digits only.
_OF_STANDARDS = re.compile("标准|规范|规程|standard|spec|designation|document")
# Headers of numbers of standards that other lists have for their own codes.
_OF_ANYTHING = frozenset(("code", "reference", "identifier", "docid"))


def choose_number(
    columns: Sequence[SeenColumn], evidence: CellEvidence, choice: Choice, mixed: bool
) -> None:
    """Find the column of numbers; add a fault if the cells leave it open."""
    known = [column for column in columns if column.field == "number"]
    if any(column.chosen for column in known):
        return
    fitting = [column for column in known if _fits(column, evidence)]
    others = [column for column in known if column not in fitting and evidence.texts(column.place)]
    candidates = [
        column
        for column in columns
        if column.field in _MISTAKABLE
        and not column.chosen
        and not has_other_standards(column.header)
    ]
    if fitting:
        choice.notes += [_instead(fitting[0].header, column.header) for column in others]
        dropped = others if mixed else [column for column in known if column not in fitting]
        choice.fields |= dict.fromkeys((column.place for column in dropped), "")
        if mixed:
            unknown = [column for column in candidates if column.field == ""]
            _add_identifying(_with_numbers(unknown, evidence), choice)
        return
    with_numbers = _with_numbers(candidates, evidence)
    if mixed and len(with_numbers) > 1 and _add_identifying(with_numbers, choice):
        return
    found = _best(with_numbers)
    is_project_list = any(
        evidence.tally(column.place, cell_evidence.is_plan_number).share >= FITS
        for column in columns
        if column.field in ("plan_number", "key")
    )
    if is_project_list and not (len(found) == 1 and is_identifying(found[0].header)):
        choice.notes += [_has_numbers(column.header) for column in found]
        _refuse_others(others, columns, evidence, choice)
    elif len(found) == 1 and (odd := [o for o in others if not _is_mistaken(o, evidence)]):
        choice.faults.append(_several([*odd, *found]))
    elif len(found) == 1:
        [column] = found
        choice.fields |= dict.fromkeys((other.place for other in known), "")
        choice.fields[column.place] = "number"
        instead = [_instead(column.header, other.header) for other in others]
        choice.notes += instead or [_read_as_number(column.header)]
    elif found:
        choice.faults.append(_several(found))
    elif near := _near(candidates, evidence):
        column, example = near
        choice.faults.append(lost_number(column.header, example, column.field))
    else:
        _refuse_others(others, columns, evidence, choice)
        _refuse_designations(columns, candidates, evidence, choice)


def _fits(column: SeenColumn, evidence: CellEvidence) -> bool:
    """Return whether a column that should have numbers has them."""
    numbers = evidence.tally(column.place, cell_evidence.fits_number)
    entries = evidence.tally(column.place, cell_evidence.is_entry)
    return numbers.filled > 0 and numbers.fitting + entries.fitting >= FITS * numbers.filled


def _is_mistaken(column: SeenColumn, evidence: CellEvidence) -> bool:
    """Return whether a column of numbers has no numbers of any kind: counters, dates or words. A
    body may number its standards in a way of its own."""
    return evidence.tally(column.place, cell_evidence.is_other_text).share >= FITS


def _add_identifying(found: Sequence[tuple[SeenColumn, bool]], choice: Choice) -> bool:
    """Read all columns as number that identify what a row is about: each is that of another list.
    Return whether there is one."""
    identifying = [column for column, _ in found if is_identifying(column.header)]
    for column in identifying:
        choice.fields[column.place] = "number"
        choice.notes.append(_read_as_number(column.header))
    return bool(identifying)


def _with_numbers(
    candidates: Iterable[SeenColumn], evidence: CellEvidence
) -> list[tuple[SeenColumn, bool]]:
    """Return the columns whose cells are numbers of different standards, and whether they are
    nothing but numbers. They must have one in most rows."""
    found = []
    for column in candidates:
        numbers = evidence.tally(column.place, cell_evidence.fits_number)
        sure = evidence.tally(column.place, cell_evidence.is_sure_number)
        pure = _is_sure(numbers, evidence) and sure.fitting >= FITS * numbers.fitting
        if pure and evidence.tally(column.place, cell_evidence.is_plan_number).share < FITS:
            found.append((column, True))
            continue
        entries = evidence.tally(column.place, cell_evidence.is_entry)
        both = Tally(
            numbers.filled,
            numbers.fitting + entries.fitting,
            numbers.distinct + entries.distinct,
            entries.example,
        )
        if entries.fitting and _is_sure(both, evidence):
            found.append((column, False))
    return found


def _is_sure(tally: Tally, evidence: CellEvidence) -> bool:
    return (
        tally.fitting > 0
        and tally.share >= SURE
        and tally.distinct >= FITS * tally.fitting
        and tally.filled >= FITS * evidence.row_count
    )


def _best(found: Sequence[tuple[SeenColumn, bool]]) -> list[SeenColumn]:
    """Return the columns that may be meant: those that are nothing but numbers, and of these the
    only one that identifies what a row is about."""
    pure = [column for column, is_pure in found if is_pure] or [column for column, _ in found]
    identifying = [column for column in pure if is_identifying(column.header)]
    return identifying if len(identifying) == 1 else pure


def _near(
    candidates: Iterable[SeenColumn], evidence: CellEvidence
) -> tuple[SeenColumn, str] | None:
    """Return a column that has numbers in some rows, and one of them."""
    for column in candidates:
        numbers = evidence.tally(column.place, cell_evidence.is_number)
        if numbers.fitting:
            return column, numbers.example
        # The title of a guide may begin with the number of the standard that it explains.
        entries = evidence.tally(column.place, cell_evidence.is_entry)
        if entries.share >= FITS:
            return column, entries.example
    return None


def _refuse_others(
    numbers: Iterable[SeenColumn],
    columns: Sequence[SeenColumn],
    evidence: CellEvidence,
    choice: Choice,
) -> None:
    """Add a fault for a column of numbers if most of its cells are row counters, dates or words.

    One whose header has many meanings (`code`) must not have nothing but words or stock numbers,
    either.
    """
    has_titles = any(column.field == "title" for column in columns)
    for column in numbers:
        tally = evidence.tally(column.place, cell_evidence.is_other_text)
        if tally.share <= FITS and fold(column.header) in _OF_ANYTHING:
            tally = evidence.tally(column.place, cell_evidence.is_code)
            if tally.share < 1:
                continue
        if tally.share > FITS:
            are_titles = evidence.tally(column.place, cell_evidence.is_title).share >= FITS
            problem = t(
                'the column "{header}" has no numbers of standards ("{text}"): if they are to be'
                ' stored as numbers, use --map "{header}=number", else --map "{header}={field}"',
                header=column.header,
                text=shown(tally.example),
                field="title" if are_titles and not has_titles else "extra",
            )
            choice.faults.append(problem)


def _refuse_designations(
    columns: Iterable[SeenColumn],
    candidates: Iterable[SeenColumn],
    evidence: CellEvidence,
    choice: Choice,
) -> None:
    """Add a fault for an unknown column that identifies the rows, in a list that has titles only:
    its cells are made of letters and digits, as the numbers of a body that is not known."""
    if not {column.field for column in columns}.isdisjoint(("number", "plan_number", "key")):
        return
    for column in candidates:
        if column.field:
            continue
        name = fold(column.header)
        if is_identifying(name) and _OF_STANDARDS.search(name):
            tally = evidence.tally(column.place, cell_evidence.looks_numbered)
        elif is_identifying(name) or _OF_STANDARDS.match(name):
            tally = evidence.tally(column.place, cell_evidence.is_designation)
        else:
            continue
        if _is_sure(tally, evidence):
            problem = t(
                'rows would have no number, but the column "{header}" may have numbers of standards'
                ' ("{number}"): use --map "{header}=number", or --map "{header}=extra" if they are'
                " not",
                header=column.header,
                number=shown(tally.example),
            )
            choice.faults.append(problem)


# --- Messages ---


def _read_as_number(header: str) -> str:
    return t(
        'the column "{header}" has numbers of standards and is read as number; if it is something'
        ' else, use --map "{header}=extra"',
        header=header,
    )


def _instead(header: str, other: str) -> str:
    return t(
        'the column "{header}" has numbers of standards and is read as number, not the column'
        ' "{other}"; to use that one, add --map "{other}=number"',
        header=header,
        other=other,
    )


def _has_numbers(header: str) -> str:
    return t(
        'the column "{header}" has numbers of standards: if they are those of the rows, use'
        ' --map "{header}=number"',
        header=header,
    )


def _several(columns: Sequence[SeenColumn]) -> str:
    return t(
        "several columns may have the numbers of the standards: {headers}; choose one with"
        ' --map "{header}=number"',
        headers=t(", ").join(f'"{column.header}"' for column in columns),
        header=columns[0].header,
    )


def lost_number(header: str, example: str, field_name: str = "") -> str:
    """Return the fault of a list whose rows would lose the numbers in a column; `field_name` is the
    field of the column, "" if it has none."""
    return t(
        'rows would have no number, but the column "{header}" has numbers of standards'
        ' ("{number}"): use --map "{header}=number", or --map "{header}={field}" if they are not'
        " the numbers of the rows",
        header=header,
        number=shown(example),
        field="extra" if field_name in ("", IGNORED) else field_name,
    )
