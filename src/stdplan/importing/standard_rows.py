"""The parser of a row of a list of standards; the options of a command are a list of one row.

    RowParser(map_headers(header), codes, {}, "list.csv", "2011-06-30").parse(cells)

Rule: nothing in a row is lost. A cell becomes a value, a link, words in the note, an entry of
`extra` under its header, or a fault that rejects the row. Dates decide the stage and status; words
decide only what no date does, and take the day of the import.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from stdplan.domain.adoption import Adoption, Mismatch, combine_adoptions, parse_adoption
from stdplan.domain.dates import pad
from stdplan.domain.day_order import days_before_publication
from stdplan.domain.fields import BY_NAME, Field
from stdplan.domain.numbers import (
    filing_number,
    parse,
    parse_list,
    parse_replacements,
    plan_number,
    unnumbered_draft,
)
from stdplan.domain.standard_record import ProjectEvent, StandardRecord, set_number
from stdplan.domain.text import clean, escape_unprintable, fold_title, is_empty, refuse_control
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellReader, CellValue, cell_reader, read_value
from stdplan.importing.headers import ColumnMapping, HeaderMapping, takes_several_columns
from stdplan.importing.list_columns import ConversionDay, apply_conversion, apply_replacement_kind
from stdplan.importing.progress_words import EXTENDED
from stdplan.importing.sections import Sectors, sector_of_line

# Words in a column of dates that are as precise as such a cell can be: effective together with
# another standard, effective on publication, not known yet. They are not worth a warning.
_NO_DAY = ("同步实施", "同时实施", "发布之日", "公布之日", "另行通知", "另行公布", "待定")


@dataclass(slots=True)
class RowValues:
    """The values of the cells of one row, before they are put together.

    `values`: column and value by field; several columns may feed one field. `also`: values of
    fields that the cell of another field gives. `notes`: words for the note. `extra`: cells
    without a field, by header. `strange`: cells that are no value of their field. `undated`:
    words in cells of dates.
    """

    values: dict[str, list[tuple[ColumnMapping, CellValue]]] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    faults: list[CellError] = field(default_factory=list)

    def add(self, column: ColumnMapping, value: CellValue) -> None:
        """Add the value of a cell of a known column."""
        if value.fault:
            self.faults.append(value.fault)
        if value.note:
            self.notes.append(value.note)
            words = value.note.removeprefix(f"{column.header}: ")
            if not any(word in words for word in _NO_DAY):
                self.undated.append(words)
        for name, text in value.also:
            if name == "extra":
                self.keep_strange(column.header, text)
            else:
                self.also[name] = text
        if value.value is None:
            return
        if column.field.name in self.values and not takes_several_columns(column.field):
            self.extra[column.header] = str(value.value)
        else:
            self.values.setdefault(column.field.name, []).append((column, value))

    def keep_strange(self, header: str, text: str) -> None:
        """Keep a cell of a known column that is no value of its field."""
        self.extra[header] = text
        self.strange.append(f'{header} "{text}"')

    def kept_headers(self) -> list[str]:
        """Return the headers of unknown columns that are kept, without those of strange cells."""
        return [
            header
            for header, text in self.extra.items()
            if f'{header} "{text}"' not in self.strange
        ]

    def keep(self, header: str, cell: str) -> None:
        """Keep the cell of an unknown column, or refuse a control character in it."""
        text = clean(cell)
        if bad := refuse_control(text):
            self.refuse(
                header, text, t("contains the character {letter}, which is not allowed", letter=bad)
            )
        elif text:
            self.extra[header] = text

    def refuse(self, header: str, text: str, problem: str) -> None:
        """Add a fault to the row."""
        self.faults.append(CellError(header, escape_unprintable(text), problem))

    def is_free(self, name: str) -> bool:
        """Return whether no column gives the field; values for the whole list do not count."""
        return name not in self.values or self.values[name][0][0].from_option

    def text(self, name: str) -> str | None:
        """Return the value in the first column of a field as text, None without a value."""
        values = self.values.get(name)
        return None if values is None else str(values[0][1].value)


def apply_number(row: RowValues, record: StandardRecord) -> bool:
    """Set the fields that the number's cell gives; return True if it is kept as text.

    Call this before the other columns are read: their nature and family take precedence over those
    that the number implies.
    """
    text = row.text("number")
    if text is None:
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
            row.also.setdefault("stage", draft.draft_stage)
            return False
        several = parse_list(text)
        if len(several) > 1 and all(map(parse, several)):
            problem = t("contains {count} numbers; a row must be one standard", count=len(several))
            row.refuse(row.values["number"][0][0].header, text, problem)
            return False
    if stage := set_number(record, text, number):
        row.also.setdefault("stage", stage)
    if record.values["nature"] is None:
        del record.values["nature"]  # an unknown nature must not erase a known one
    return number is None


def assign_key(record: StandardRecord, row: RowValues, source: str) -> bool:
    """Set the key: the number, plan number, application number, or a hash of the title.

    Return whether the key is a hash.
    """
    record.key = record.key or str(record.values.get("plan_number") or row.text("key") or "")
    if record.key or row.faults:
        return False
    title = str(record.values.get("title") or "")
    if not title:
        problem = t("the row identifies no standard: it has no number, plan number or title")
        row.refuse("number", "", problem)
        return False
    parts = (source, fold_title(title), str(record.values.get("committee") or ""))
    record.key = "title:" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
    return True


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


def status_word(row: RowValues) -> str | None:
    """Return the status word of a row; None for our own lists, where it only repeats the dates."""
    values = row.values.get("status")
    return str(values[0][1].value) if values and not values[0][0].strict else None


def apply_stage_and_status(
    record: StandardRecord, row: RowValues, status: str | None, day: str
) -> None:
    """Turn stage, status word and confirmation into events.

    Events without a date in the list take `day`, the ISO day of the import.
    """
    if confirmed := row.text("confirmed"):
        record.reviews.append((confirmed, "confirm"))
    if "withdrawn" in record.values:
        # If each row has a status word, a day from --set for the whole list is only inferred.
        from_option = row.values["withdrawn"][0][0].from_option
        record.values["withdrawn_inferred"] = (status is not None and from_option) or row.text(
            "ends_basis"
        ) == "inferred"
    elif status == "withdrawn":
        record.values |= {"withdrawn": day, "withdrawn_inferred": True}
    if status == "terminated" and "terminated" not in record.values:
        record.values["terminated"] = day
    # A number without any date is not yet a publication.
    stage = _stage(row)
    ours = "stage" in row.values and row.values["stage"][0][0].strict
    if stage is None and "number" not in record.values:
        stage = "10"
    # Publication and withdrawal have dates of their own; a review under way (90) has none, so lists
    # of ours have the stage. ISO's 90.92 and 90.93 are reviews that took place, without their day.
    if stage and ((stage < "60" and not _is_dated(record)) or (stage == "90" and ours)):
        record.stages.append((stage, day))


def add_project_events(record: StandardRecord, row: RowValues, day: str) -> list[str]:
    """Add what the row says of the clock of a project, by default on `day`; return its requests,
    which change nothing, as `header "text"`."""
    if (event := row.also.get("event")) and "number" not in record.values:
        record.events.append(
            ProjectEvent(
                event,
                row.also.get("event_day", day),
                row.also.get("event_target"),
                row.text("extension_reason") if event == EXTENDED else None,
                next(row.values[name][0][0].header for name in _PROGRESS if name in row.values),
                row.also["event_text"],
            )
        )
    reason = row.text("extension_reason")
    if target := row.text("extended_to"):
        header = row.values["extended_to"][0][0].header
        record.events.append(ProjectEvent(EXTENDED, day, target, reason, header, target))
    elif reason and event != EXTENDED:
        row.notes.append(f"{row.values['extension_reason'][0][0].header}: {reason}")
    requests = []
    if request := row.also.get("request"):
        requests.append(f'"{request}"')
    if request := row.text("extension_requested"):
        header = row.values["extension_requested"][0][0].header
        requests.append(f'{header} "{request}"')
        row.extra[header] = request
    return requests


# The fields of cells that may say that a project is suspended or extended.
_PROGRESS = ("status", "stage")


def days_of(record: StandardRecord) -> dict[str, str | None]:
    """Return the days that the cells of a row state, for days_before_publication(): `confirmed` is
    the first review. The day of an import, which stands for an unknown one, is left out."""
    days = {name: record.values.get(name) for name in ("published", "effective", "withdrawn")}
    if record.values.get("withdrawn_inferred"):
        del days["withdrawn"]
    stated: dict[str, str | None] = {name: str(day) for name, day in days.items() if day}
    stated["confirmed"] = min((day for day, _ in record.reviews), key=pad, default=None)
    return stated


def unsupported_claim(record: StandardRecord, row: RowValues) -> str | None:
    """Return the field, stage or status, that claims a publication without a number or a date.

    None if there is no such claim. Call this after apply_stage_and_status().
    """
    if (_stage(row) or "") < "60" or record.stages or _is_dated(record):
        return None
    if record.values.get("number") or record.values.get("withdrawn"):
        return None
    return "stage" if "stage" in row.values else "status"


def _stage(row: RowValues) -> str | None:
    return row.text("stage") or row.also.get("stage")


def _is_dated(record: StandardRecord) -> bool:
    return bool(record.values.get("published") or record.values.get("effective"))


# Fields that are not copied to the record: they follow from dates, or are handled elsewhere.
_NOT_COPIED = frozenset(
    ("number", "status", "stage", "key", "confirmed", "ends_basis", "replaces_kind", "old_number",
     "converted", "event", "event_day", "event_text", "event_target", "request", "extended_to",
     "extension_reason", "extension_requested")
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
    nothing.
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
        for name, cell_values in row.values.items():
            self._set_field(parsed, row, name, cell_values)
        values = parsed.record.values
        for name, text in row.also.items():
            if name not in _NOT_COPIED:
                values.setdefault(name, text)
        # The section of a row takes precedence over --set for the whole list.
        if section and (code := self.sections.sector_of(section)) and row.is_free("sector"):
            values["sector"] = code
        record = parsed.record
        parsed.conversion = self._apply_list_columns(record, row)
        apply_stage_and_status(record, row, parsed.status, self._day)
        record.in_force = parsed.status == "in-force"
        parsed.requests = add_project_events(record, row, self._day)
        self._keep_unsupported_claim(record, row, cells)
        self._refuse_impossible_days(record, row, cells)
        parsed.nameless = assign_key(record, row, self._source)
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
            else:  # the cell of the number has the year of a review
                header, text = row.values["number"][0][0].header, str(days[name])
            problem = t("is before the publication on {day}", day=days["published"])
            row.refuse(header, text, problem)

    def _keep_unsupported_claim(
        self, record: StandardRecord, row: RowValues, cells: list[str]
    ) -> None:
        """Keep in extra the word for a publication that has neither a number nor a date."""
        name = unsupported_claim(record, row)
        for column, _ in self._columns:
            if column.field.name == name and not is_empty(text := clean(cells[column.index])):
                row.keep_strange(column.header, text)


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

    If rows have status words, a day of withdrawal is only for those that are called withdrawn.
    """
    return name == "withdrawn" and "status" in row.values and row.text("status") != "withdrawn"


def options_as_row(
    texts: Mapping[str, Sequence[str]],
    fields: Mapping[str, Field],
    options: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[ColumnMapping], list[str]]:
    """Return the options of a command as the columns and cells of a list of one row.

    `texts` are the values of each option by field name. `options` are the names of those options
    and arguments that are not called like their field, for messages. Raise UsageProblem for an
    empty value.
    """
    columns: list[ColumnMapping] = []
    cells: list[str] = []
    for name, values in texts.items():
        option = options.get(name) or f"--{name.replace('_', '-')}"
        for text in values:
            if is_empty(clean(text)):
                # In a list this is a gap; here it is a mistake, since options set or clear a value.
                problem = t(
                    '{option}: "{text}" counts as empty; give a value',
                    option=option,
                    text=escape_unprintable(text),
                )
                raise UsageProblem(problem)
            columns.append(ColumnMapping(len(cells), option, fields[name], dates_only=True))
            cells.append(text)
    return columns, cells


def record_from_options(
    texts: Mapping[str, Sequence[str]],
    known: KnownCodes,
    day: str,
    key: str = "",
    options: Mapping[str, str] = MappingProxyType({}),
) -> ParsedRow:
    """Return the record that the options of a command describe; `texts` are by field name.

    `key`: the key of an existing record that is to be changed. `day`: the ISO day of stages.
    `options`: as for options_as_row(). Raise UsageProblem that names the wrong option.

    record_from_options({"number": ["JB/T 1-2011"], "title": ["车床"]}, codes, "2011-06-30")
    """
    columns, cells = options_as_row(texts, BY_NAME, options)
    if key and "number" not in texts:
        columns.append(ColumnMapping(len(cells), "NUMBER", BY_NAME["key"]))
        cells.append(key)
    parsed = RowParser(HeaderMapping(tuple(columns), ()), known, {}, "", day).parse(cells)
    if not isinstance(parsed, ParsedRow):
        raise UsageProblem("; ".join(map(str, parsed)))
    parsed.record.values.pop("source", None)
    if key and "number" not in texts:
        # The record is only changed: its key and its stages stay.
        parsed.record.key = key
        parsed.record.stages = []
    return parsed
