"""The mapping from the headers of a list to fields.

    map_headers(["标准编号", "实施日期", "某列"]).columns    # feed `number` and `effective`

Rule: every column is accounted for. It feeds one field, is kept in `extra` under its header, or is
ignored. Two columns for one single value are an error, not a guess. layouts.py has the meaning of
known headers, header_names.py the names of columns, map_entries.py the entries of --map,
column_choice.py what the cells say.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stdplan.domain.fields import BY_NAME, FIELDS, LIST_FIELDS, Field
from stdplan.domain.numbers import parse
from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.cell_evidence import LOOKED_AT, CellEvidence, is_serial
from stdplan.importing.column_choice import choose_columns
from stdplan.importing.header_names import (
    fold,
    header_of_unnamed,
    meaning_of,
    occurrence_name,
    pair_of,
)
from stdplan.importing.layouts import NAMING, Layout, second_row_headers, standard_layout
from stdplan.importing.map_entries import (
    chosen_fields,
    contradicting_columns,
    missing_columns,
    no_naming_column,
    occurrences,
    repeated_headers,
)
from stdplan.importing.seen_columns import IGNORED, Choice, SeenColumn


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column that feeds a field, and how its cells are to be read."""

    index: int
    header: str
    field: Field
    partly: bool = False  # the standards in it are replaced in part
    epoch: bool = False  # long numbers are milliseconds since 1970
    otherwise: str = ""  # the field for words that are no value of `field`
    strict: bool = True  # an unknown word is a fault; else it is kept in extra
    from_option: bool = False  # the value is that of --set, for the whole list
    dates_only: bool = False  # words in place of a date are a fault; else they go to the note
    by_cells: bool = False  # the field was chosen because of the cells
    with_title: bool = False  # a cell has the number of a standard and its title
    day_order: str = ""  # what days with slashes have first, "day" or "month", by the other days


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """The columns that feed fields; `unknown` columns (index, header) are kept in `extra`.

    `notes`: what a person should know about columns that are known by their cells. `own`: the list
    was written by this program.
    """

    columns: tuple[ColumnMapping, ...]
    unknown: tuple[tuple[int, str], ...]
    notes: tuple[str, ...] = ()
    own: bool = False


_COMMON = ("status", "stage")
# Folded headers of the fields that import skips, for each field. From our own lists it takes one
# thing: whether a day of withdrawal only stands for an unknown one.
_COMPUTED = {
    field.name: set(map(fold, field.headers)) for field in FIELDS if field.home == "computed"
}
_ENDS_BASIS = BY_NAME["ends_basis"]
_STAGE_DAY = next(field for field in LIST_FIELDS if field.name == "stage_day")
_STATES_OF_PROJECTS = frozenset(map(fold, ("项目状态", "project status")))


def map_headers(
    cells: list[str],
    mapping: Mapping[str, str] | None = None,
    where: str = "",
    layout: Layout | None = None,
    mixed: bool = False,
    naming: Collection[str] = NAMING,
    evidence: CellEvidence | None = None,
) -> HeaderMapping:
    """Return what each column of a list feeds, given the cells of its header.

    `mapping` is that of --map: header to a field, to `extra`, or to "" to ignore the column.
    `where` (`list.csv:1`) begins the faults. `mixed`: the columns are those of several lists, and
    each row fills those of its own. `naming`: at least one of these fields must have a column.
    `evidence`: the first cells of each column; without it the header alone decides.

    Raise BadData for a header that cannot be mapped, UsageProblem for an unknown field in --map.
    """
    known = layout or standard_layout()
    texts = list(map(clean_code, cells))
    # Spreadsheets break long headers within a cell; the break is not part of the name.
    names = [escape_unprintable(text.replace("\n", "")) for text in texts]
    chosen = chosen_fields(mapping or {}, names, known)
    own = is_ours(names, evidence) and not any(
        chosen.get(name, "key") != "key" for name in _OUR_KEY
    )
    faults = [*missing_columns(mapping or {}, names), *repeated_headers(names, known, chosen)]
    read = _read_headers(names, texts, chosen, known, own)
    columns, unknown = read.columns, read.unknown
    notes: list[str] = []
    undecided: list[str] = []
    if evidence is not None and not own and "number" in _field_names(known):
        seen = _seen(read, chosen, known)
        choice = choose_columns(seen, evidence, layout is not None, mixed)
        columns, unknown = _chosen_by_cells(choice, seen, columns, unknown, known)
        notes, undecided = choice.notes, choice.faults
        faults += undecided
    if mixed:  # which of two columns counts differs from row to row: better known ones go first
        columns.sort(key=lambda column: fold(column.header) in known.yields)
    columns.sort(key=lambda column: _is_first_edition(column, chosen, known))
    for column in [] if mixed else reversed(columns[:]):
        if _is_superseded(column, columns, chosen, known):
            columns.remove(column)
            if _is_english_title(column, columns):
                columns.append(replace(column, field=BY_NAME["title_en"]))
            else:
                unknown.append((column.index, column.header))
    columns = columns if own else _stage_as_status(columns, chosen)
    fields = {column.field.name for column in columns}
    if "number" not in fields and not fields.isdisjoint(("plan_number", "key")):
        columns = [_of_project(column, chosen, known) for column in columns]
    columns, more = _conversion_columns(columns, chosen)
    unknown += more
    values = [
        (column.header, column.field.name)
        for column in columns
        if not takes_several_columns(column.field) and not _is_first_edition(column, chosen, known)
    ]
    faults += [] if mixed else contradicting_columns(values)
    is_named = any(column.field.name in naming for column in columns)
    if naming and not is_named and not undecided:
        faults.append(no_naming_column(names))
    if faults:
        prefix = f"{where}: " if where else ""
        lines = tuple(prefix + fault for fault in faults)
        raise BadData(t("the header has errors"), lines) if faults[1:] else BadData(lines[0])
    if evidence is not None and not own:
        columns = _with_day_order(columns, evidence)
    return HeaderMapping(tuple(columns), tuple(sorted(unknown)), tuple(notes), own)


@dataclass(slots=True)
class _ReadHeaders:
    """The columns by what their headers mean: `ignored` ones (index, header) say nothing about the
    standard. `meanings`: the known header, folded, of each column by its index."""

    columns: list[ColumnMapping] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    meanings: dict[int, str] = field(default_factory=dict)


def _read_headers(
    names: list[str], texts: list[str], chosen: Mapping[str, str], known: Layout, own: bool
) -> _ReadHeaders:
    """Return what the headers say by themselves, and by --map (`chosen`).

    `texts`: the headers with the breaks between their rows. `own`: the list is one of ours.
    """
    read = _ReadHeaders()
    folded = list(map(fold, names))
    # One of these headers alone may be the word of another list.
    skipped: set[str] = set()
    if own or all(not _COMPUTED[name].isdisjoint(folded) for name in ("ends", "ends_basis")):
        skipped = set().union(*_COMPUTED.values())
    for index, (header, occurrence) in enumerate(zip(names, occurrences(names), strict=True)):
        if not header:
            header = header_of_unnamed(index + 1)
        elif occurrence > 1 and fold(occurrence_name(header, occurrence)) in chosen:
            header = occurrence_name(header, occurrence)
        name = fold(header)
        if name not in chosen:
            name = _meaning(texts[index], name, known)
        fed = _field(name, chosen, known)
        read.meanings[index] = name
        if name in known.next_to_stages and index and name not in chosen:
            before = known.fields.get(_meaning(texts[index - 1], folded[index - 1], known))
            if before is not None and _is_of_stages(before, folded[index - 1]):
                fed = _STAGE_DAY
        if name in _OUR_KEY and not own and name not in chosen:
            read.unknown.append((index, header))  # the ids of another program
        elif own and name in _COMPUTED[_ENDS_BASIS.name] and name not in chosen:
            read.columns.append(ColumnMapping(index, header, _ENDS_BASIS))
        elif chosen.get(name) == "" or (name in skipped and name not in chosen):
            continue
        elif name in known.ignored and name not in chosen:
            read.ignored.append((index, header))
        elif fed is None:
            read.unknown.append((index, header))
        else:
            read.columns.append(_column(index, header, name, fed, known, own))
    return read


# The two titles of a record: {"title": {"zh": "…", "en": "…"}}.
_CHINESE_TITLES = frozenset(("title.zh", "title.zh-cn", "title.cn", "name.zh", "name.cn"))
_ENGLISH_TITLES = frozenset(("title.en", "name.en"))


def _is_english_title(column: ColumnMapping, columns: Sequence[ColumnMapping]) -> bool:
    """Return whether a column has the English titles of records that have Chinese ones, too."""
    by_name = {other.field.name: fold(other.header) for other in columns}
    return (
        fold(column.header) in _ENGLISH_TITLES
        and by_name.get("title") in _CHINESE_TITLES
        and "title_en" not in by_name
    )


def _with_day_order(columns: list[ColumnMapping], evidence: CellEvidence) -> list[ColumnMapping]:
    """Return the columns with the order of day and month that days such as 15/01/2016 show."""
    dates = [column for column in columns if column.field.kind == "date"]
    texts = [text for column in dates for text in evidence.cells(column.index) if "/" in text]
    if not texts:
        return columns
    from stdplan.domain.written_days import day_order  # few lists need it

    order = day_order(map(clean_code, texts))
    return [replace(column, day_order=order) if column in dates else column for column in columns]


def _field_names(known: Layout) -> set[str]:
    """Return the names of the fields that columns of a kind of list may feed."""
    return {field.name for field in known.fields.values()}


def _seen(read: _ReadHeaders, chosen: Mapping[str, str], known: Layout) -> list[SeenColumn]:
    """Return the columns in the order of the list, by what their headers mean."""
    fields = {column.index: (column.header, column.field.name) for column in read.columns}
    fields |= {index: (header, "") for index, header in read.unknown}
    fields |= {index: (header, IGNORED) for index, header in read.ignored}
    seen = []
    for index, (header, name) in sorted(fields.items()):
        meaning = known.fields.get(read.meanings[index])
        is_chosen = fold(header) in chosen or read.meanings[index] in chosen
        seen.append(SeenColumn(index, header, name, is_chosen, meaning.name if meaning else ""))
    return seen


def _chosen_by_cells(
    choice: Choice,
    seen: Sequence[SeenColumn],
    columns: list[ColumnMapping],
    unknown: list[tuple[int, str]],
    known: Layout,
) -> tuple[list[ColumnMapping], list[tuple[int, str]]]:
    """Return the columns and the unknown ones with what the cells say."""
    by_name = {field.name: field for field in known.fields.values()}
    columns = [column for column in columns if column.index not in choice.fields]
    unknown = [(index, header) for index, header in unknown if index not in choice.fields]
    for column in seen:
        name = choice.fields.get(column.place)
        if name:
            columns.append(ColumnMapping(column.place, column.header, by_name[name], by_cells=True))
        elif name == "":
            unknown.append((column.place, column.header))
    columns.sort(key=lambda column: column.index)
    return [
        replace(column, with_title=True) if column.index in choice.with_titles else column
        for column in columns
    ], unknown


def _conversion_columns(
    columns: list[ColumnMapping], chosen: Mapping[str, str]
) -> tuple[list[ColumnMapping], list[tuple[int, str]]]:
    """Return the columns, in which the new number of a conversion is the number of a row, and the
    columns (index, header) that mean nothing without a conversion.

    A list may also call the number before the conversion by its usual header. In a list of projects
    an old number is what a project is to replace; elsewhere it may be that of an earlier edition.
    """
    names = {column.field.name: column for column in columns}
    if "new_number" in names:
        fields = {"new_number": BY_NAME["number"]}
        if "old_number" not in names:
            fields["number"] = next(field for field in LIST_FIELDS if field.name == "old_number")
        return [replace(c, field=fields.get(c.field.name, c.field)) for c in columns], []
    old = names.get("old_number")
    if old and "number" in names and fold(old.header) in chosen:
        return columns, []
    if old and "number" not in names and not names.keys().isdisjoint(("plan_number", "key")):
        return [replace(c, field=BY_NAME["replaces"]) if c is old else c for c in columns], []
    rest = [column for column in columns if column.field.name not in ("old_number", "converted")]
    return rest, [(column.index, column.header) for column in columns if column not in rest]


def _meaning(text: str, name: str, known: Layout) -> str:
    """Return the known header, folded, that a header means; `name` is the header itself, folded.

    Below a known title, the second row of a header names a part of its value: the column with the
    number or the name has the value.
    """
    meaning = meaning_of(text, {*known.fields, *known.ignored})
    pair = pair_of(text)
    if pair is None or meaning in known.fields or meaning in known.ignored:
        return meaning
    field = known.fields.get(pair.upper)
    if field is not None and pair.lower in second_row_headers(_PARTS.get(field.name, "name")):
        return pair.upper
    return name


# The parts of a title over several columns that have the value of its field.
_PARTS = dict.fromkeys(("number", "replaces", "replaced_by", "adopts"), "number")


def _field(name: str, chosen: Mapping[str, str], known: Layout) -> Field | None:
    own = known.fields.get(name)
    if name not in chosen:
        return own
    if chosen[name] == "extra":  # keep the column; only our own column `extra` is parsed
        return own if own and own.name == "extra" else None
    return next((field for field in known.fields.values() if field.name == chosen[name]), None)


def _column(
    index: int, header: str, name: str, field: Field, known: Layout, own: bool
) -> ColumnMapping:
    """Return the mapping of a column.

    `name`: the known header that its header means, folded; `own`: the list was written by this
    program.
    """
    otherwise = known.otherwise.get(name, "") if known.fields.get(name) is field else ""
    # A list with our field names has our codes; other lists have words of their own. Many lists
    # call a column status or stage: those are ours only if the list has our column `key`, too.
    labels = field.headers if own else (field.name,)
    strict = name in map(fold, labels) and (own or name not in _COMMON)
    return ColumnMapping(
        index, header, field, name in known.partly, name in known.epoch, otherwise, strict
    )


def _is_of_stages(field: Field, name: str) -> bool:
    """Return whether a column of a field, with the folded header `name`, has stages of projects."""
    return field.name == "stage" or (field.name == "status" and name in _STATES_OF_PROJECTS)


def _is_first_edition(column: ColumnMapping, chosen: Mapping[str, str], known: Layout) -> bool:
    """Return whether a column counts only where a better known one of its field is empty."""
    name = fold(column.header)
    return name in known.first_editions and name not in chosen


def _is_superseded(
    column: ColumnMapping, columns: list[ColumnMapping], chosen: Mapping[str, str], known: Layout
) -> bool:
    """Return whether another column, one of --map or a more specific one, feeds the field."""
    name = fold(column.header)
    others = [other for other in columns if other.field is column.field and other is not column]
    if _is_first_edition(column, chosen, known) and not any(
        fold(other.header) in chosen for other in others
    ):
        return False
    if not others or name in chosen or takes_several_columns(column.field):
        return False
    return name in known.yields or any(fold(other.header) in chosen for other in others)


def takes_several_columns(field: Field) -> bool:
    """Return whether several columns may feed a field, whose values are then all kept."""
    return field.kind == "list" or field.name == "note"


def _of_project(column: ColumnMapping, chosen: Mapping[str, str], known: Layout) -> ColumnMapping:
    """Return a column of a list of projects: the project is to replace what 被代替标准号 names."""
    name = fold(column.header)
    if name not in known.of_projects or name in chosen:
        return column
    return replace(column, field=BY_NAME["replaces"])


def _stage_as_status(
    columns: list[ColumnMapping], chosen: Mapping[str, str]
) -> list[ColumnMapping]:
    """Use a column of stages as one of statuses if there is no such: 95.99 means withdrawn."""
    if any(column.field.name == "status" for column in columns):
        return columns
    status = BY_NAME["status"]
    return [
        replace(column, field=status)
        if column.field.name == "stage" and fold(column.header) not in chosen
        else column
        for column in columns
    ]


# --- Our own lists ---

# Our own lists have this column, by its name or with --labels.
_OUR_KEY = frozenset(map(fold, BY_NAME["key"].headers))
_OUR_NUMBER = frozenset(map(fold, BY_NAME["number"].headers))
_OUR_HEADERS = frozenset(
    fold(header) for field in (*FIELDS, *LIST_FIELDS) for header in field.headers
)
_NEARLY_ALL = 0.8  # a person may have added columns


def is_ours(header: Sequence[str], evidence: CellEvidence | None = None) -> bool:
    """Return whether a list was written by this program: nearly all of its columns are ours, and
    its keys are those that we give.

    Without the evidence of its cells the header decides.
    """
    names = list(map(fold, header))
    key = next((index for index, name in enumerate(names) if name in _OUR_KEY), None)
    given = list(filter(None, names))
    if key is None or sum(name in _OUR_HEADERS for name in given) < _NEARLY_ALL * len(given):
        return False
    if evidence is None:
        return True
    keys = list(map(clean_code, evidence.cells(key)[:LOOKED_AT]))
    number = next((index for index, name in enumerate(names) if name in _OUR_NUMBER), None)
    if number is None:
        ours = [not is_serial(text) for text in keys if text]
    else:
        numbers = map(clean_code, evidence.cells(number))
        pairs = zip(keys, numbers, strict=False)
        ours = [_is_key_of(text, of_number) for text, of_number in pairs if text and of_number]
    return 2 * sum(ours) >= len(ours)


def _is_key_of(key: str, number: str) -> bool:
    """Return whether we give this key to the record with this number."""
    parsed = parse(number)
    return key == (parsed.canonical if parsed else number)
