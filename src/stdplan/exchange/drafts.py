"""A row of a list to a record.

Rule: nothing of a row is lost. A cell becomes a value, a link, words in the note, an entry of
`extra` under its header, or a fault that rejects the row.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stdplan.domain.adoption import parse_adoption
from stdplan.domain.cells import clean, fold_title, refuse_control, visible
from stdplan.domain.number import parse, parse_list, parse_replacements, plan_number
from stdplan.domain.record import Record, take_number
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.exchange.values import Fault, Reader, Value, read_value, reader
from stdplan.i18n import t

# Read over: told by dates, or for others to decide.
_READ_OVER = frozenset(("status", "stage", "key", "confirmed"))


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows: codes by code and name (sectors, focus areas, drivers)."""

    sectors: Mapping[str, str]
    focus: Mapping[str, str]
    drivers: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """A record made of a row: where it stood, and what the list said beside its fields."""

    line: int
    record: Record
    status: str | None = None
    kept_number: bool = False
    words: list[str] = field(default_factory=list)


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
        self._source = source
        # Our own lists say where each record was first met; if nowhere, by hand.
        self._sourced = any(feed.field.name == "source" for feed in plan.feeds)
        self._day = day

    def draft(self, line: int, cells: list[str]) -> Draft | list[Fault]:
        """The record of a row, or what is wrong with it."""
        said: dict[str, list[tuple[Feed, Value]]] = {}
        faults: list[Fault] = []
        notes: list[str] = []
        also: dict[str, str] = {}
        for feed, read in self._columns:
            self._take(feed, read(cells[feed.place]), said, faults, notes, also)
        for name, (feed, text) in self._given.items():
            if name not in said:
                self._take(feed, read_value(feed.field, text), said, faults, notes, also)
        extra = self._extra(cells, faults)
        draft = Draft(line, Record("", {}))
        self._fill(draft, said, also, extra, faults)
        if faults:
            return faults
        values = draft.record.values
        if notes:
            values["note"] = "; ".join([str(values["note"]), *notes] if "note" in values else notes)
        if extra:
            values["extra"] = extra
        if not self._sourced:
            values.setdefault("source", self._source)
        return draft

    def _take(
        self,
        feed: Feed,
        value: Value,
        said: dict[str, list[tuple[Feed, Value]]],
        faults: list[Fault],
        notes: list[str],
        also: dict[str, str],
    ) -> None:
        if value.fault:
            faults.append(value.fault)
        if value.note:
            notes.append(value.note)
        also.update(value.also)
        if value.value is not None:
            said.setdefault(feed.field.name, []).append((feed, value))

    def _extra(self, cells: list[str], faults: list[Fault]) -> dict[str, str]:
        extra = {}
        for place, header in self._unknown:
            text = clean(cells[place])
            if not text:
                continue
            if bad := refuse_control(text):
                problem = t("holds the character {letter}", letter=bad)
                faults.append(Fault(header, visible(text), problem))
            extra[header] = text
        return extra

    def _fill(
        self,
        draft: Draft,
        said: dict[str, list[tuple[Feed, Value]]],
        also: dict[str, str],
        extra: dict[str, str],
        faults: list[Fault],
    ) -> None:
        record = draft.record
        texts = {name: str(found[0][1].value) for name, found in said.items()}
        if "number" in texts:
            self._number(draft, said["number"][0][0], texts["number"], faults)
        for name, found in said.items():
            feed, value = found[0]
            if name in _LINKS:
                for _, cell in found:
                    _LINKS[name](draft, str(cell.value))
            elif name == "plan_number":
                record.values[name] = plan_number(texts[name]) or texts[name]
            elif name in ("sector", "focus", "driver"):
                self._known_code(record, name, feed, value, extra, faults)
            elif name == "extra" and isinstance(value.value, dict):
                extra |= {key: text for key, text in value.value.items() if key not in extra}
            elif name == "note":
                words = [str(cell.value) for _, cell in found]
                if "note" in record.values:
                    words.insert(0, str(record.values["note"]))
                record.values["note"] = "; ".join(dict.fromkeys(words))
            elif name not in _READ_OVER and name != "number":
                record.values[name] = value.value
        for name, text in also.items():
            if name not in _READ_OVER:
                record.values.setdefault(name, text)
        self._state(draft, texts, also)
        self._name(draft, texts, faults)

    def _number(self, draft: Draft, feed: Feed, text: str, faults: list[Fault]) -> None:
        record = draft.record
        if plan := plan_number(text):
            record.values["plan_number"] = plan
            return
        several = parse_list(text)
        if parse(text) is None and len(several) > 1 and all(map(parse, several)):
            problem = t("holds {count} numbers; a row is one standard", count=len(several))
            faults.append(Fault(feed.header, visible(text), problem))
            return
        take_number(record, text)
        if record.values["nature"] is None:
            del record.values["nature"]  # what the number does not tell, it does not erase
        draft.kept_number = parse(text) is None

    def _known_code(
        self,
        record: Record,
        name: str,
        feed: Feed,
        value: Value,
        extra: dict[str, str],
        faults: list[Fault],
    ) -> None:
        codes = {
            "sector": self._known.sectors,
            "focus": self._known.focus,
            "driver": self._known.drivers,
        }[name]
        items = value.value if isinstance(value.value, list) else [str(value.value)]
        made = [codes.get(item) for item in items]
        known = [code for code in made if code is not None]
        if len(known) == len(items):
            if name == "focus":
                record.focus += known
            else:
                record.values[name] = known if name == "driver" else known[0]
        elif name == "sector":
            # A list's own division into industries is not always the plan's: kept, not refused.
            extra[feed.header] = str(value.value)
        else:
            strange = next(item for item in items if item not in codes)
            problem = t("is not in the catalogue's plans")
            faults.append(Fault(feed.header, visible(strange), problem))

    def _state(self, draft: Draft, texts: dict[str, str], also: dict[str, str]) -> None:
        """Stage, status word and confirmation: events, dated by the list or the day of import."""
        record = draft.record
        draft.status = texts.get("status")
        if "confirmed" in texts:
            record.reviews.append((texts["confirmed"], "confirm"))
        if draft.status == "withdrawn" and "withdrawn" not in record.values:
            record.values |= {"withdrawn": self._day, "withdrawn_inferred": True}
        elif "withdrawn" in record.values:
            record.values["withdrawn_inferred"] = False
        if draft.status == "terminated" and "terminated" not in record.values:
            record.values["terminated"] = self._day
        # From 60 on the dates tell.
        stage = texts.get("stage") or also.get("stage") or "10"
        if "number" not in record.values and stage < "60":
            record.stages.append((stage, self._day))

    def _name(self, draft: Draft, texts: dict[str, str], faults: list[Fault]) -> None:
        """The record's key: number, else plan number, else application number, else made."""
        record = draft.record
        record.key = record.key or str(record.values.get("plan_number") or texts.get("key") or "")
        if record.key or faults:
            return
        title = str(record.values.get("title") or "")
        if not title:
            problem = t("the row names no standard: no number, no plan number, no title")
            faults.append(Fault("number", "", problem))
            return
        parts = (self._source, fold_title(title), str(record.values.get("committee") or ""))
        record.key = "title:" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def _replaces(draft: Draft, text: str) -> None:
    found = parse_replacements(text)
    draft.record.replaces += found.replaces
    draft.record.replaced_by += found.replaced_by
    draft.words += found.words


def _replaced_by(draft: Draft, text: str) -> None:
    # The column says the direction; `被` within it says it once more.
    found = parse_replacements(text)
    draft.record.replaced_by += [*found.replaces, *found.replaced_by]
    draft.words += found.words


def _adopts(draft: Draft, text: str) -> None:
    draft.record.adopts += [(one.reference, one.degree, one.word) for one in parse_adoption(text)]


_LINKS: dict[str, Callable[[Draft, str], None]] = {
    "replaces": _replaces,
    "replaced_by": _replaced_by,
    "adopts": _adopts,
}
