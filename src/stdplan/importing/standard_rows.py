"""The parser of a row of a list of standards.

    RowParser(map_headers(header), codes, {}, "list.csv", "2011-06-30").parse(cells)

Rule: nothing in a row is lost. A cell becomes a value, a link, words in the note, an entry of
`extra` under its header, or a fault that rejects the row (row_values.py). Stage, status and days
are those of row_events.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stdplan.domain.adoption import Adoption, Mismatch, combine_adoptions, parse_adoption
from stdplan.domain.day_order import days_before_publication
from stdplan.domain.fields import BY_NAME, LIST_FIELDS
from stdplan.domain.numbers import (
    filing_number,
    parse,
    parse_list,
    parse_replacements,
    plan_number,
    unnumbered_draft,
)
from stdplan.domain.stages import PUBLISHED
from stdplan.domain.standard_record import StandardRecord, set_number, title_key
from stdplan.domain.text import clean, fold_title
from stdplan.i18n import t
from stdplan.importing.cell_values import (
    TARGET_HEADER,
    TARGET_WORDS,
    CellError,
    CellReader,
    CellValue,
    cell_reader,
    nameless_row,
    read_value,
)
from stdplan.importing.headers import ColumnMapping, HeaderMapping
from stdplan.importing.list_columns import (
    ConversionDay,
    apply_conversion,
    apply_replacement_kind,
    date_confirmation,
)
from stdplan.importing.project_days import apply_target_words, stages_out_of_order
from stdplan.importing.row_events import (
    add_project_events,
    add_successors,
    apply_draft,
    apply_stage_and_status,
    days_of,
    is_draft,
    status_word,
)
from stdplan.importing.row_values import RowValues
from stdplan.importing.sections import Sectors, sector_of_line


def apply_number(row: RowValues, record: StandardRecord) -> bool:
    """Set the fields that the number's cell gives; return True if it is kept as text.

    Call this before the other columns are read: their nature and family take precedence over those
    that the number implies.
    """
    text = row.text("number")
    if text is None:
        # A list of ours may have keys only; that of a standard is its number.
        text = row.text("key")
        if text is None or parse(text) is None:
            return False
    number = parse(text)
    if number is None:
        if plan := plan_number(text):
            record.values["plan_number"] = plan
            return False
        if draft := unnumbered_draft(text):
            # 'GB/T XXXX-XXXX' names no standard: the project is known by its plan number or title.
            record.values |= {"family": draft.family, "prefix": draft.prefix}
            if draft.nature:
                record.values["nature"] = draft.nature
            row.keep_strange(row.values["number"][0][0].header, text)
            row.also["draft"] = draft.draft_stage
            return False
        several = parse_list(text)
        if len(several) > 1 and all(map(parse, several)):
            problem = t("contains {count} numbers; a row must be one standard", count=len(several))
            row.refuse(row.values["number"][0][0].header, text, problem)
            return False
    if stage := set_number(record, text, number):
        row.also["draft"] = stage
    if record.values["nature"] is None:
        del record.values["nature"]  # an unknown nature must not erase a known one
    return number is None


def assign_key(record: StandardRecord, row: RowValues, source: str, cells: Sequence[str]) -> bool:
    """Set the key: the number, plan number, application number, or a hash of the title.

    Return whether the key is a hash. `cells`: those of the row, for the fault of one that has no
    key. `source`: the name of the list, "" for a record that is entered by hand.
    """
    record.key = record.key or str(record.values.get("plan_number") or row.text("key") or "")
    if record.key or row.faults:
        return False
    title = str(record.values.get("title") or "")
    if not title:
        problem = t("the row identifies no standard: it has no number, plan number or title")
        if source:
            row.faults.append(nameless_row(t("row"), cells, problem))
        else:
            row.refuse("number", "", problem)
        return False
    record.key = title_key(source, title, str(record.values.get("committee") or ""))
    return True


def _is_sentence(row: RowValues, columns: int) -> bool:
    """Return whether the number's cell is the only one with a text, and has no digit.

    Below a list, such a line is a remark of a kind that is not known.
    """
    text = row.text("number") or ""
    is_alone = len(row.values) == 1 and not row.extra and columns > 1
    return is_alone and not any(map(str.isdigit, text))


def _replaces(record: StandardRecord, text: str) -> tuple[str, ...]:
    links = parse_replacements(text)
    record.replaces += links.replaces
    record.replaced_by += links.replaced_by
    return links.words


def _replaced_by(record: StandardRecord, text: str) -> tuple[str, ...]:
    # The column gives the direction; `被` in a cell only repeats it.
    links = parse_replacements(text)
    record.replaced_by += [*links.replaces, *links.replaced_by]
    return links.words


def _adopts(record: StandardRecord, text: str) -> tuple[str, ...]:
    _add_adoptions(record, parse_adoption(text))
    return ()


def _add_adoptions(record: StandardRecord, adoptions: Sequence[Adoption]) -> None:
    """Add adoptions; one without a reference is left out if it only repeats what the number says:
    `GB/T 19001-2016/ISO 9001:2015`, IDT."""
    of_number = {degree for _, degree, _ in record.adopts}
    for adoption in adoptions:
        if adoption.reference or not of_number or adoption.degree not in (None, *of_number):
            record.adopts.append(adoption)


# Functions that add the links in a cell to the record and return the words without a number.
LINKS: dict[str, Callable[[StandardRecord, str], tuple[str, ...]]] = {
    "replaces": _replaces,
    "replaced_by": _replaced_by,
    "adopts": _adopts,
}


# Fields that are not copied to the record: they follow from dates, or are handled elsewhere.
_NOT_COPIED = frozenset(
    ("number", "status", "stage", "key", "confirmed", "ends_basis", "event", "event_day",
     "event_text", "event_target", "request", "not_in_force", "status_successors",
     "status_in_part", "draft", TARGET_WORDS, TARGET_HEADER,
     *(field.name for field in LIST_FIELDS))
)  # fmt: skip
# Functions for the canonical form of numbers of other kinds; None for other text.
CANONICAL = {"plan_number": plan_number, "filing_number": filing_number}


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes in the catalogue by code and by name: sectors, focus areas, drivers."""

    sectors: Mapping[str, str]
    focus: Mapping[str, str]
    drivers: Mapping[str, str]


@dataclass(slots=True)
class ParsedRow:
    """The record of a row, and what a person may have to look at.

    `status`: the status word of the list. `kept_number`: the number is no standard number and kept
    as text. `words`: words without a number in cells of replaced standards. `strange`: cells that
    are no value of their field, kept in extra. `undated`: words in cells of dates, kept in the
    note. `nameless`: the row has no number, its key is a hash of its title. `conversion`: where the
    day of a conversion comes from. `requests`: what is only asked for (申请延期), which changes
    nothing. `is_draft`: its number or title is that of a draft. `inferred_targets`: target dates in
    words without a year, and the days they mean. `natures`: the nature of the list, where the
    number says another one. `out_of_order`: two days of stages that are not in order.
    """

    record: StandardRecord
    status: str | None = None
    kept_number: bool = False
    words: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    nameless: bool = False
    conversion: ConversionDay | None = None
    requests: list[str] = field(default_factory=list)
    is_draft: bool = False
    inferred_targets: list[str] = field(default_factory=list)
    natures: list[str] = field(default_factory=list)
    out_of_order: str | None = None


class RowParser:
    """The parser of the rows of one list of standards."""

    def __init__(
        self,
        mapping: HeaderMapping,
        known: KnownCodes,
        defaults: Mapping[str, tuple[ColumnMapping, str]],
        source: str,
        day: str,
    ) -> None:
        """`defaults`: the values of --set, for empty cells. `source`: the name of the list's file.
        `day`: the ISO day of the import."""
        self._columns: list[tuple[ColumnMapping, CellReader]] = [
            (column, cell_reader(column)) for column in mapping.columns
        ]
        self._unknown = mapping.unknown
        self._defaults = defaults
        self._known = known
        self._codes = {"sector": known.sectors, "focus": known.focus, "driver": known.drivers}
        self._source = source
        # Our own lists have the source of each record; an empty one means entered by hand.
        self._has_source = any(column.field.name == "source" for column in mapping.columns)
        self._day = day
        self.sections = Sectors(known.sectors)

    def parse(self, cells: list[str], section: str = "") -> ParsedRow | list[CellError]:
        """Return the record of a row, or its faults; `section` is the section line above it."""
        row = RowValues()
        for column, read in self._columns:
            row.add(column, read(cells[column.index]))
        for name, (column, text) in self._defaults.items():
            if name not in row.values and not _is_for_other_rows(row, name):
                row.add(column, read_value(column.field, text))
        for index, header in self._unknown:
            row.keep(header, cells[index])
        parsed = ParsedRow(
            StandardRecord("", {}), status_word(row), strange=row.strange, undated=row.undated
        )
        if "number" not in row.values and (old := row.values.pop("old_number", None)):
            row.values["number"] = old  # the row converts nothing
        parsed.kept_number = apply_number(row, parsed.record)
        if parsed.kept_number and _is_sentence(row, len(self._columns)):
            problem = t("the only text of the row is no number")
            row.faults.append(nameless_row(t("row"), cells, problem))
        implied = parsed.record.values.get("nature")
        for name, cell_values in row.values.items():
            self._set_field(parsed, row, name, cell_values)
        add_successors(parsed.record, row)
        apply_draft(parsed.record, row)
        values = parsed.record.values
        if implied and "nature" in row.values and values["nature"] != implied:
            column, _ = row.values["nature"][0]
            if not column.from_option:
                parsed.natures.append(f'{column.header} "{clean(cells[column.index])}"')
        for name, text in row.also.items():
            if name not in _NOT_COPIED:
                values.setdefault(name, text)
            if name == "title" and fold_title(str(values[name])) != fold_title(text):
                row.notes.append(text)  # the cell of the number has another one
        # The section of a row takes precedence over --set for the whole list.
        if section and (code := self.sections.sector_of(section)) and row.is_free("sector"):
            values["sector"] = code
        record = parsed.record
        parsed.conversion = self._apply_list_columns(record, row)
        date_confirmation(record)
        self._keep_contradicted_stage(parsed, row, cells)
        parsed.inferred_targets = apply_target_words(record, row, self._day)
        parsed.status = apply_stage_and_status(record, row, parsed.status, self._day)
        parsed.out_of_order = stages_out_of_order(record, row) if record.stages else None
        parsed.is_draft = is_draft(record, row)
        parsed.requests = add_project_events(record, row, self._day)
        self._refuse_impossible_days(record, row, cells)
        parsed.nameless = assign_key(record, row, self._source, cells)
        if row.notes:
            note = [str(values["note"])] if "note" in values else []
            values["note"] = "; ".join(dict.fromkeys([*note, *row.notes]))
        if row.extra:
            values["extra"] = row.extra
        if not self._has_source:
            values.setdefault("source", self._source)
        return row.faults or parsed

    def _set_field(
        self,
        parsed: ParsedRow,
        row: RowValues,
        name: str,
        cell_values: list[tuple[ColumnMapping, CellValue]],
    ) -> None:
        """Set a field of the record from the cells that feed it."""
        first, value = cell_values[0]
        values = parsed.record.values
        if name == "adopts" and len(cell_values) > 1:
            _combine_adoptions(parsed.record, row, cell_values)
        elif name in LINKS:
            for column, cell in cell_values:
                words = LINKS[name](parsed.record, str(cell.value))
                parsed.words += words
                row.notes += [f"{column.header}: {word}" for word in words]
        elif name in self._codes:
            for column, cell in cell_values:
                self._set_code(parsed.record, row, name, column, cell)
        elif name in CANONICAL:
            values[name] = CANONICAL[name](str(value.value)) or value.value
        elif name == "extra" and isinstance(value.value, dict):
            row.extra = {**value.value, **row.extra}
            _move_months(row, values)
        elif name == "note":
            row.notes = [*(str(cell.value) for _, cell in cell_values), *row.notes]
        elif first.field.kind == "list":
            lists = (cell.value for _, cell in cell_values if isinstance(cell.value, list))
            items = [item for several in lists for item in several]
            values[name] = list(dict.fromkeys(items))
        elif name not in _NOT_COPIED:
            values[name] = value.value

    def _apply_list_columns(self, record: StandardRecord, row: RowValues) -> ConversionDay | None:
        """Apply the columns about other fields; return where the day of a conversion comes from."""
        kind = row.text("replaces_kind")
        if kind is not None and not apply_replacement_kind(record, kind):
            row.extra[row.values["replaces_kind"][0][0].header] = kind
        old, new = row.text("old_number"), row.text("number")
        if old is None or new is None:
            return None
        conversion = apply_conversion(record, old, new, row.text("converted"), self._day)
        if conversion.fault:
            name, text, problem = conversion.fault
            row.refuse(row.values[name][0][0].header, text, problem)
        if conversion.announcement:
            header = row.values["announcement"][0][0].header
            row.notes.append(f"{header}: {conversion.announcement}")
        return conversion.day

    def _set_code(
        self,
        record: StandardRecord,
        row: RowValues,
        name: str,
        column: ColumnMapping,
        value: CellValue,
    ) -> None:
        """Set sector, focus areas or drivers by the codes and names in the catalogue."""
        codes = self._codes[name]
        items = value.value if isinstance(value.value, list) else [str(value.value)]
        unknown = next((item for item in items if item not in codes), None)
        if unknown is None:
            known = [codes[item] for item in items]
            if name == "focus":
                record.focus += known
            elif name == "driver":
                record.values.setdefault(name, []).extend(known)  # type: ignore[attr-defined]
            else:
                record.values[name] = known[0]
        elif name == "sector":
            # Lists divide industries in other ways than the plan: keep the word, do not refuse it.
            if code := sector_of_line(unknown, self._known.sectors):
                record.values[name] = code
            else:
                row.keep_strange(column.header, unknown)
        else:
            row.refuse(column.header, unknown, t("is not in the catalogue's plans"))

    def _refuse_impossible_days(
        self, record: StandardRecord, row: RowValues, cells: list[str]
    ) -> None:
        """Add a fault for each day of the row that cannot come before its publication."""
        days = days_of(record)
        for name in days_before_publication(days):
            if name in row.values:
                column, value = row.values[name][0]
                text = str(value.value) if column.from_option else clean(cells[column.index])
                header = column.header
            elif name in row.also and "status" in row.headers:
                header, text = row.headers["status"], row.also[name]
            else:  # the cell of the number has the year of a review
                header, text = row.values["number"][0][0].header, str(days[name])
            problem = t("is before the publication on {day}", day=days["published"])
            row.refuse(header, text, problem)

    def _keep_contradicted_stage(self, parsed: ParsedRow, row: RowValues, cells: list[str]) -> None:
        """Keep in extra the stage of a project that the list calls published, unless it is a draft:
        it may be that of a revision."""
        if parsed.status not in ("in-force", "upcoming") or is_draft(parsed.record, row):
            return
        if (row.text("stage") or PUBLISHED) < PUBLISHED:
            for column, _ in row.values.pop("stage"):
                row.keep_strange(column.header, clean(cells[column.index]))


def _combine_adoptions(
    record: StandardRecord, row: RowValues, cell_values: list[tuple[ColumnMapping, CellValue]]
) -> None:
    """Add the adoptions of several columns, such as numbers and degrees, or a fault."""
    texts = [str(cell.value) for _, cell in cell_values]
    try:
        _add_adoptions(record, combine_adoptions(texts))
    except Mismatch as mismatch:
        column, _ = cell_values[mismatch.cell]
        row.refuse(column.header, texts[mismatch.cell], str(mismatch))


def _move_months(row: RowValues, values: dict[str, object]) -> None:
    """Move the months of a project out of `extra`, where older lists of ours have them."""
    field = BY_NAME["project_months"]
    months = read_value(field, row.extra.get(field.zh, "")).value
    if months is not None:
        del row.extra[field.zh]
        values.setdefault(field.name, months)


def _is_for_other_rows(row: RowValues, name: str) -> bool:
    """Return whether a value of --set does not apply to this row.

    If rows have status words, a day of withdrawal is only for those that are called withdrawn, and
    a day of publication or effect is not for projects.
    """
    if name in ("published", "effective"):
        return row.text("status") in ("planned", "terminated")
    return name == "withdrawn" and "status" in row.values and row.text("status") != "withdrawn"
