"""A row of a list to a record.

Rule: nothing of a row is lost. A cell becomes a value, a link, words in the note, an entry of
`extra` under its header, or a fault that rejects the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stdplan.domain.fields import PROJECT_MONTHS
from stdplan.domain.numbers import filing_number, plan_number
from stdplan.domain.standard_record import Record
from stdplan.domain.text import clean, is_empty
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.exchange.linking import LINKS
from stdplan.exchange.naming import give_key, take_number_of
from stdplan.exchange.row import Row
from stdplan.exchange.sections import Sectors, sector_named
from stdplan.exchange.stating import state, status_word, unborne
from stdplan.exchange.values import Fault, Reader, Value, read_value, reader
from stdplan.i18n import t

# Told by dates, or said in another way.
_READ_OVER = frozenset(("number", "status", "stage", "key", "confirmed"))
# Numbers of other kinds: written one way where they can be read.
CANONICAL = {"plan_number": plan_number, "filing_number": filing_number}


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows: codes by code and name (sectors, focus areas, drivers)."""

    sectors: Mapping[str, str]
    focus: Mapping[str, str]
    drivers: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """A record made of a row, and what the list said beside its fields.

    `words`: of cells of replaced standards that name no number. `strange`: words that no field
    knows, kept in extra. `undated`: of cells of dates, kept in the note. `nameless`: its key is
    made of its title.
    """

    record: Record
    status: str | None = None
    kept_number: bool = False
    words: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    nameless: bool = False


class Drafter:
    """Makes drafts of the rows of one list."""

    def __init__(
        self,
        plan: HeaderPlan,
        known: Known,
        given: Mapping[str, tuple[Feed, str]],
        source: str,
        day: str,
    ) -> None:
        """`given`: what --set says, for cells that are empty. `day`: the day of the import."""
        self._columns: list[tuple[Feed, Reader]] = [(feed, reader(feed)) for feed in plan.feeds]
        self._unknown = plan.unknown
        self._given = given
        self._known = known
        self._codes = {"sector": known.sectors, "focus": known.focus, "driver": known.drivers}
        self._source = source
        # Our own lists say where each record was first met; if nowhere, by hand.
        self._sourced = any(feed.field.name == "source" for feed in plan.feeds)
        self._day = day
        self.sections = Sectors(known.sectors)

    def draft(self, cells: list[str], section: str = "") -> Draft | list[Fault]:
        """The record of a row, or what is wrong with it; `section`: the line it stands under."""
        row = Row()
        for feed, read in self._columns:
            row.take(feed, read(cells[feed.place]))
        for name, (feed, text) in self._given.items():
            if name not in row.said and not _is_of_others(row, name):
                row.take(feed, read_value(feed.field, text))
        for place, header in self._unknown:
            row.keep(header, cells[place])
        draft = Draft(Record("", {}), status_word(row), strange=row.strange, undated=row.undated)
        draft.kept_number = take_number_of(row, draft.record)
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
        state(record, row, draft.status, self._day)
        self._keep_unborne(record, row, cells)
        draft.nameless = give_key(record, row, self._source)
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

    def _fill(self, draft: Draft, row: Row, name: str, found: list[tuple[Feed, Value]]) -> None:
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

    def _code(self, record: Record, row: Row, name: str, feed: Feed, value: Value) -> None:
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

    def _keep_unborne(self, record: Record, row: Row, cells: list[str]) -> None:
        """Keep the word for a publication of which there is neither a number nor a day."""
        name = unborne(record, row)
        for feed, _ in self._columns:
            if feed.field.name == name and not is_empty(text := clean(cells[feed.place])):
                row.set_aside(feed.header, text)


def _is_of_others(row: Row, name: str) -> bool:
    """Whether what --set gives is not meant for this row: a day of withdrawal is for those that the
    list calls withdrawn, where it has a word for each."""
    return name == "withdrawn" and "status" in row.said and row.text("status") != "withdrawn"
