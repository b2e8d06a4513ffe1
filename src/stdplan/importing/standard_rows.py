"""A row of a list to a record.

Rule: nothing of a row is lost. A cell becomes a value, a link, words in the note, an entry of
`extra` under its header, or a fault that rejects the row.

What the cells of one row have said, before it is put together to a record.

What a row calls its standard: the number's cell, the plan number, and the key made of them.

Cells that name other standards: what is replaced, what replaces, what is adopted.

What a row says of the stage and status of its standard.

Rule: where there are dates, they tell; words tell only what no date does, dated by the day of the
import.

A record from the options of a command: read as the one row of a list would be.

So a field written by hand and a cell of a bulletin meet the same rules.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.fields import BY_NAME, PROJECT_MONTHS, Field
from stdplan.domain.numbers import filing_number, parse, parse_list, parse_replacements, plan_number
from stdplan.domain.standard_record import StandardRecord, take_number
from stdplan.domain.text import clean, escape_unprintable, fold_title, is_empty, refuse_control
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, CellValue, Reader, read_value, reader
from stdplan.importing.headers import ColumnMapping, HeaderMapping, adds_up
from stdplan.importing.sections import Sectors, sector_named

# Of words in a column of days: it takes force with another one or with its publication, or nobody
# can know yet. What holds one of these is as clear as such a cell can be.
_NO_DAY = ("同步实施", "同时实施", "发布之日", "公布之日", "另行通知", "另行公布", "待定")


@dataclass(slots=True)
class RowValues:
    """Values by field (several columns may feed one), words for the note, columns that are kept,
    words that no field knows, words in the place of days, and faults."""

    said: dict[str, list[tuple[ColumnMapping, CellValue]]] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    faults: list[CellError] = field(default_factory=list)

    def take(self, feed: ColumnMapping, value: CellValue) -> None:
        """What a cell of a known column gives."""
        if value.fault:
            self.faults.append(value.fault)
        if value.note:
            self.notes.append(value.note)
            said = value.note.removeprefix(f"{feed.header}: ")
            if not any(word in said for word in _NO_DAY):
                self.undated.append(said)
        for name, text in value.also:
            if name == "extra":
                self.set_aside(feed.header, text)
            else:
                self.also[name] = text
        if value.value is None:
            return
        if feed.field.name in self.said and not adds_up(feed.field):
            self.extra[feed.header] = str(value.value)
        else:
            self.said.setdefault(feed.field.name, []).append((feed, value))

    def set_aside(self, header: str, text: str) -> None:
        """Keep words that a known column's field does not know."""
        self.extra[header] = text
        self.strange.append(f'{header} "{text}"')

    def columns_kept(self) -> list[str]:
        """Columns that are kept as they are; of the others that are set aside, a cell is odd."""
        return [
            header
            for header, text in self.extra.items()
            if f'{header} "{text}"' not in self.strange
        ]

    def keep(self, header: str, cell: str) -> None:
        """A cell of a column that nobody knows."""
        text = clean(cell)
        if bad := refuse_control(text):
            self.refuse(header, text, t("holds the character {letter}", letter=bad))
        elif text:
            self.extra[header] = text

    def refuse(self, header: str, text: str, problem: str) -> None:
        """A fault of the row."""
        self.faults.append(CellError(header, escape_unprintable(text), problem))

    def is_free(self, name: str) -> bool:
        """Whether no column gives the field; what is said of the whole list gives way."""
        return name not in self.said or self.said[name][0][0].given

    def text(self, name: str) -> str | None:
        """What the first column of a field says, as text."""
        found = self.said.get(name)
        return None if found is None else str(found[0][1].value)


def apply_number(row: RowValues, record: StandardRecord) -> bool:
    """Take what the number's cell says; whether it is no number and kept as it stands.

    Before the other columns: what those say of nature and family goes before what a number tells.
    """
    text = row.text("number")
    if text is None:
        return False
    read = parse(text)
    if read is None:
        if plan := plan_number(text):
            record.values["plan_number"] = plan
            return False
        several = parse_list(text)
        if len(several) > 1 and all(map(parse, several)):
            problem = t("holds {count} numbers; a row is one standard", count=len(several))
            row.refuse(row.said["number"][0][0].header, text, problem)
            return False
    take_number(record, text, read)
    if record.values["nature"] is None:
        del record.values["nature"]  # what the number does not tell, it does not erase
    return read is None


def assign_key(record: StandardRecord, row: RowValues, source: str) -> bool:
    """Give the record its key: number, else plan number, else application number, else made of its
    title; whether it is made."""
    record.key = record.key or str(record.values.get("plan_number") or row.text("key") or "")
    if record.key or row.faults:
        return False
    title = str(record.values.get("title") or "")
    if not title:
        problem = t("the row names no standard: no number, no plan number, no title")
        row.refuse("number", "", problem)
        return False
    parts = (source, fold_title(title), str(record.values.get("committee") or ""))
    record.key = "title:" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
    return True


def _replaces(record: StandardRecord, text: str) -> tuple[str, ...]:
    found = parse_replacements(text)
    record.replaces += found.replaces
    record.replaced_by += found.replaced_by
    return found.words


def _replaced_by(record: StandardRecord, text: str) -> tuple[str, ...]:
    # The column says the direction; `被` within it says it once more.
    found = parse_replacements(text)
    record.replaced_by += [*found.replaces, *found.replaced_by]
    return found.words


def _adopts(record: StandardRecord, text: str) -> tuple[str, ...]:
    record.adopts += [(one.reference, one.degree, one.word) for one in parse_adoption(text)]
    return ()


# A column of links to the record's links; what it says without naming a number comes back.
LINKS: dict[str, Callable[[StandardRecord, str], tuple[str, ...]]] = {
    "replaces": _replaces,
    "replaced_by": _replaced_by,
    "adopts": _adopts,
}


def status_word(row: RowValues) -> str | None:
    """A list's word for the status; that of our own lists only repeats what their dates tell."""
    found = row.said.get("status")
    return str(found[0][1].value) if found and not found[0][0].strict else None


def apply_stage_and_status(
    record: StandardRecord, row: RowValues, status: str | None, day: str
) -> None:
    """Stage, status word and confirmation become events, dated by the list or by `day`, the day of
    the import."""
    if confirmed := row.text("confirmed"):
        record.reviews.append((confirmed, "confirm"))
    if "withdrawn" in record.values:
        # The day of a whole list, beside a word for each row, only stands in for a day.
        stands_in = status is not None and row.said["withdrawn"][0][0].given
        record.values["withdrawn_inferred"] = stands_in
    elif status == "withdrawn":
        record.values |= {"withdrawn": day, "withdrawn_inferred": True}
    if status == "terminated" and "terminated" not in record.values:
        record.values["terminated"] = day
    # A number without any date is not yet a publication.
    told = _stage(row)
    ours = "stage" in row.said and row.said["stage"][0][0].strict
    if told is None and "number" not in record.values:
        told = "10"
    # Publication and end are told by dates; a review that is under way (90) is not, and a list of
    # ours says that it is. ISO's 90.92 and 90.93 are reviews held, without their day.
    if told and ((told < "60" and not _is_dated(record)) or (told == "90" and ours)):
        record.stages.append((told, day))


def unsupported_claim(record: StandardRecord, row: RowValues) -> str | None:
    """The field, stage or status, whose word tells a publication that neither a number nor a day
    bears out; None where there is no such word. Asked once the record is stated."""
    if (_stage(row) or "") < "60" or record.stages or _is_dated(record):
        return None
    if record.values.get("number") or record.values.get("withdrawn"):
        return None
    return "stage" if "stage" in row.said else "status"


def _stage(row: RowValues) -> str | None:
    return row.text("stage") or row.also.get("stage")


def _is_dated(record: StandardRecord) -> bool:
    return bool(record.values.get("published") or record.values.get("effective"))


# Told by dates, or said in another way.
_READ_OVER = frozenset(("number", "status", "stage", "key", "confirmed"))
# Numbers of other kinds: written one way where they can be read.
CANONICAL = {"plan_number": plan_number, "filing_number": filing_number}


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """What the catalogue knows: codes by code and name (sectors, focus areas, drivers)."""

    sectors: Mapping[str, str]
    focus: Mapping[str, str]
    drivers: Mapping[str, str]


@dataclass(slots=True)
class ParsedRow:
    """A record made of a row, and what the list said beside its fields.

    `words`: of cells of replaced standards that name no number. `strange`: words that no field
    knows, kept in extra. `undated`: of cells of dates, kept in the note. `nameless`: its key is
    made of its title.
    """

    record: StandardRecord
    status: str | None = None
    kept_number: bool = False
    words: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    nameless: bool = False


class RowParser:
    """Makes drafts of the rows of one list."""

    def __init__(
        self,
        plan: HeaderMapping,
        known: KnownCodes,
        given: Mapping[str, tuple[ColumnMapping, str]],
        source: str,
        day: str,
    ) -> None:
        """`given`: what --set says, for cells that are empty. `day`: the day of the import."""
        self._columns: list[tuple[ColumnMapping, Reader]] = [
            (feed, reader(feed)) for feed in plan.feeds
        ]
        self._unknown = plan.unknown
        self._given = given
        self._known = known
        self._codes = {"sector": known.sectors, "focus": known.focus, "driver": known.drivers}
        self._source = source
        # Our own lists say where each record was first met; if nowhere, by hand.
        self._sourced = any(feed.field.name == "source" for feed in plan.feeds)
        self._day = day
        self.sections = Sectors(known.sectors)

    def draft(self, cells: list[str], section: str = "") -> ParsedRow | list[CellError]:
        """The record of a row, or what is wrong with it; `section`: the line it stands under."""
        row = RowValues()
        for feed, read in self._columns:
            row.take(feed, read(cells[feed.place]))
        for name, (feed, text) in self._given.items():
            if name not in row.said and not _is_of_others(row, name):
                row.take(feed, read_value(feed.field, text))
        for place, header in self._unknown:
            row.keep(header, cells[place])
        draft = ParsedRow(
            StandardRecord("", {}), status_word(row), strange=row.strange, undated=row.undated
        )
        draft.kept_number = apply_number(row, draft.record)
        for name, found in row.said.items():
            self._fill(draft, row, name, found)
        values = draft.record.values
        for name, text in row.also.items():
            if name not in _READ_OVER:
                values.setdefault(name, text)
        # A list's own section goes before what --set says of the whole list.
        if section and (code := self.sections.of(section)) and row.is_free("sector"):
            values["sector"] = code
        record = draft.record
        apply_stage_and_status(record, row, draft.status, self._day)
        self._keep_unborne(record, row, cells)
        draft.nameless = assign_key(record, row, self._source)
        record.replaces = [link for link in record.replaces if link[0] != record.key]
        record.replaced_by = [link for link in record.replaced_by if link[0] != record.key]
        if row.notes:
            said = [str(values["note"])] if "note" in values else []
            values["note"] = "; ".join(dict.fromkeys([*said, *row.notes]))
        if row.extra:
            values["extra"] = row.extra
        if not self._sourced:
            values.setdefault("source", self._source)
        return row.faults or draft

    def _fill(
        self,
        draft: ParsedRow,
        row: RowValues,
        name: str,
        found: list[tuple[ColumnMapping, CellValue]],
    ) -> None:
        feed, value = found[0]
        values = draft.record.values
        if name in LINKS:
            for one, cell in found:
                words = LINKS[name](draft.record, str(cell.value))
                draft.words += words
                row.notes += [f"{one.header}: {word}" for word in words]
        elif name in self._codes:
            for one, cell in found:
                self._code(draft.record, row, name, one, cell)
        elif name in CANONICAL:
            values[name] = CANONICAL[name](str(value.value)) or value.value
        elif name == "extra" and isinstance(value.value, dict):
            row.extra = {**value.value, **row.extra}
        elif name == PROJECT_MONTHS.name:
            row.extra[PROJECT_MONTHS.zh] = str(value.value)
        elif name == "note":
            row.notes = [*(str(cell.value) for _, cell in found), *row.notes]
        elif feed.field.kind == "list":
            items = [item for _, cell in found for item in cell.value or ()]
            values[name] = list(dict.fromkeys(items))
        elif name not in _READ_OVER:
            values[name] = value.value

    def _code(
        self,
        record: StandardRecord,
        row: RowValues,
        name: str,
        feed: ColumnMapping,
        value: CellValue,
    ) -> None:
        """Codes or names of sectors, focus areas and drivers, as the catalogue knows them."""
        codes = self._codes[name]
        items = value.value if isinstance(value.value, list) else [str(value.value)]
        strange = next((item for item in items if item not in codes), None)
        if strange is None:
            known = [codes[item] for item in items]
            if name == "focus":
                record.focus += known
            elif name == "driver":
                record.values.setdefault(name, []).extend(known)  # type: ignore[attr-defined]
            else:
                record.values[name] = known[0]
        elif name == "sector":
            # A list's own division into industries is not always the plan's: kept, not refused.
            if code := sector_named(strange, self._known.sectors):
                record.values[name] = code
            else:
                row.set_aside(feed.header, strange)
        else:
            row.refuse(feed.header, strange, t("is not in the catalogue's plans"))

    def _keep_unborne(self, record: StandardRecord, row: RowValues, cells: list[str]) -> None:
        """Keep the word for a publication of which there is neither a number nor a day."""
        name = unsupported_claim(record, row)
        for feed, _ in self._columns:
            if feed.field.name == name and not is_empty(text := clean(cells[feed.place])):
                row.set_aside(feed.header, text)


def _is_of_others(row: RowValues, name: str) -> bool:
    """Whether what --set gives is not meant for this row: a day of withdrawal is for those that the
    list calls withdrawn, where it has a word for each."""
    return name == "withdrawn" and "status" in row.said and row.text("status") != "withdrawn"


def option_row(
    texts: Mapping[str, Sequence[str]], fields: Mapping[str, Field]
) -> tuple[list[ColumnMapping], list[str]]:
    """Return the options of a command as the columns and cells of a list of one row.

    `texts` are the values of each option by field name. Raise UsageProblem for an empty value.
    """
    columns: list[ColumnMapping] = []
    cells: list[str] = []
    for name, values in texts.items():
        option = f"--{name.replace('_', '-')}"
        for text in values:
            if is_empty(clean(text)):
                # In a list this is a gap; here somebody wants to set a value, or to empty it.
                problem = t(
                    '{option}: "{text}" says nothing', option=option, text=escape_unprintable(text)
                )
                raise UsageProblem(problem)
            columns.append(ColumnMapping(len(cells), option, fields[name]))
            cells.append(text)
    return columns, cells


def draft(
    texts: Mapping[str, Sequence[str]], known: KnownCodes, day: str, key: str = ""
) -> ParsedRow:
    """The record that the texts by field name make; UsageProblem names the option at fault.

    `key`: what an existing record is called, where no number is given. `day`: the day of stages.
    """
    feeds, cells = option_row(texts, BY_NAME)
    if key and "number" not in texts:
        feeds.append(ColumnMapping(len(cells), "NUMBER", BY_NAME["key"]))
        cells.append(key)
    made = RowParser(HeaderMapping(tuple(feeds), ()), known, {}, "", day).draft(cells)
    if not isinstance(made, ParsedRow):
        raise UsageProblem("; ".join(map(str, made)))
    made.record.values.pop("source", None)
    if key and "number" not in texts:
        # Only asked to change: what it is called and its stages stay.
        made.record.key = key
        made.record.stages = []
    for name in texts:
        if BY_NAME[name].kind == "date" and name not in made.record.values:
            raise UsageProblem(
                t('--{name}: "{text}" is no date', name=name.replace("_", "-"), text=texts[name][0])
            )
    return made
