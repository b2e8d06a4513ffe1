"""What a row of a list of activities says: its fields, and what the headers of such lists mean.

The headers and words themselves are data: layouts.yaml, `activities`. Labels are those of
`activities list`, so that what it writes can be read here.

A row of a list of activities to the values of one, or to what is wrong with it.

Options of `activities add` and `edit` are read as the one row of a list would be.

A file of activities, read and checked as far as the file itself tells, and lists held together.

Rule: an activity stands once. Rows that say the same, or fill each other's gaps, are one; a row
that contradicts an earlier one is at fault and names it.

An activity from the options of a command: read as the one row of a list would be.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from stdplan.domain import activities, validators
from stdplan.domain import activities as activity
from stdplan.domain.activities import Kind, Kinds
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.headers import HeaderMapping, Layout, fold, layout, words
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.list_import import Given, ImportedList, ListKind, RowReader, opened
from stdplan.importing.list_summary import ImportCallbacks, Tally
from stdplan.importing.sections import sector_in
from stdplan.importing.standard_rows import RowValues, option_row

# Not kept: the kind tells it, and a list in another unit is not taken for one in that.
UNIT = Field("unit", "text", "derived", "计量单位", "unit")
SETTABLE = activity.BY_NAME


@cache
def activity_layout() -> Layout:
    """The layout of lists of activities."""
    return layout("activities", (*activity.FIELDS, UNIT))


def state(text: str) -> str:
    """The code for a word of state that is known; any other word as it stands."""
    return words("state").get(fold(text), text)


Values = dict[str, str]
_THOUSANDS = re.compile(r"[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?")


class KnownKinds(NamedTuple):
    """What the catalogue knows: kinds of activities, sectors by code and name."""

    kinds: Kinds
    sectors: Mapping[str, str]


class ActivityReader(RowReader):
    """Makes activities of the rows of one list.

    `undated`: those without any day, which no indicator can count. `unread`: standards that are no
    numbers and are kept as they stand.
    """

    def __init__(self, plan: HeaderMapping, given: Given, known: KnownKinds) -> None:
        """`given`: what --set and --kind say, for cells that are empty."""
        super().__init__(plan.feeds, plan.unknown, given)
        self._known = known
        self.undated, self.unread = Tally(), Tally()

    def values(self, cells: list[str]) -> Values | list[CellError]:
        """The values of a row by field, only those that it gives, or what is wrong with it."""
        row = self.read(cells)
        for name in self._given:
            self.fill(row, name)
        for name in ("kind", "title"):
            self.need(row, name)
        made = self.given(row, cells)
        if row.faults:
            return row.faults
        if problem := activities.out_of_order(made):
            self.refuse(row, problem[0], cells, problem[1])
            return row.faults
        if activities.year(made) is None:
            self.undated.add(activities.called(made))
        return made

    def given(self, row: RowValues, cells: list[str], kind: Kind | None = None) -> Values:
        """What a row says, by field; its faults are told to the row. `kind`: of an activity that
        is there already."""
        found = {name: text for name in row.said if (text := row.text(name)) is not None}
        unit = found.pop(UNIT.name, None)
        if "state" in found:
            found["state"] = state(found["state"])
        if "standard" in found:
            if parse(found["standard"]) is None and plan_number(found["standard"]) is None:
                self.unread.add(found["standard"])
            found["standard"] = activities.standard(found["standard"])
        if "sector" in found and not self._sector(row, cells, found):
            del found["sector"]
        if "kind" in found:
            kind = self._known.kinds.find(found["kind"], activities.year(found))
            if kind is None:
                codes = self._known.kinds.codes()
                sentence = t("is no kind of activity; there are {codes}", codes=codes)
                self.refuse(row, "kind", cells, sentence)
            else:
                found["kind"] = kind.code
        if "quantity" in found and kind:  # what it is counted in, its kind tells
            found["quantity"] = self._quantity(row, cells, found["quantity"], kind)
        if unit and kind and fold(unit) not in map(fold, kind.units):
            counted = t("is not the unit that {kind} is counted in", kind=kind.code)
            self.refuse(row, UNIT.name, cells, f"{counted} ({' '.join(kind.units)})")
        if note := self.note(row):
            found["note"] = note
        return found

    def _sector(self, row: RowValues, cells: list[str], found: Values) -> bool:
        """Put the code in the place of a sector's name; whether there is one."""
        text, (feed, _) = found["sector"], row.said["sector"][0]
        code = sector_in(text, self._known.sectors)
        if code:
            found["sector"] = code
        elif feed.strict:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        else:
            # A list's own division into industries is not always the plan's: kept in the note.
            row.set_aside(feed.header, text)
        return bool(code)

    def _quantity(self, row: RowValues, cells: list[str], text: str, kind: Kind) -> str:
        """A decimal above zero; thousands may be parted, and the kind's own unit follow."""
        for unit in kind.units:
            text = text.removesuffix(unit).rstrip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "").replace("，", "")
        try:
            return validators.amount(text)
        except ValueError:
            self.refuse(row, "quantity", cells, t("is not a number above zero"))
            return text


@dataclass(slots=True)
class Activities(ImportedList[Values]):
    """One list of activities. `undated`, `unread`: see ActivityReader; `joined`: rows that say more
    of an activity that an earlier one tells."""

    rows_of: ActivityReader = field(kw_only=True)
    joined: int = 0


def read_activities(
    path: str, wishes: ImportOptions, known: KnownKinds, callbacks: ImportCallbacks
) -> Activities:
    """All rows of the list at `path`; raises what `kept_list.opened` does."""
    with opened(path, wishes, ListKind(activity_layout(), SETTABLE, _missing), callbacks) as one:
        columns = ActivityReader(one.plan, one.given, known)
        found = Activities(one.summary, one.header, columns, rows_of=columns)
        found.take(one.rows, columns.values)
    return found


def join(lists: Sequence[Activities]) -> None:
    """Make one activity of the rows that tell one; refuse those that contradict an earlier one."""
    # By identity: what was said of each field, by which row of which list.
    told: dict[tuple[str | None, ...], dict[str, tuple[Activities, int]]] = {}
    first: dict[tuple[str | None, ...], Values] = {}
    for one in lists:
        for place, values in list(one.good.items()):
            identity = activity.identity(values)
            by = told.setdefault(identity, {})
            if identity not in first:
                first[identity] = values
            elif not _contradicts(one, place, values, first[identity], by):
                first[identity].update(values)
                del one.good[place]
                one.joined += 1
            else:
                continue
            by |= {name: (one, place) for name in values if name not in by}


def _contradicts(
    one: Activities, place: int, values: Values, said: Values, by: dict[str, tuple[Activities, int]]
) -> bool:
    """Refuse a row that says another thing than the rows before it of the same activity."""
    name = next((name for name in values if said.get(name, values[name]) != values[name]), None)
    if name is None:
        return False
    other, its_place = by[name]
    problem = t(
        'contradicts {where} on the same activity, which says "{other}"',
        where=other.where(its_place),
        other=escape_unprintable(said[name]),
    )
    one.refuse(place, name, problem)
    return True


def _missing(told: Collection[str], seen: str) -> str | None:
    """A list of activities says what they are called, and of which kind."""
    if "title" not in told:
        return t(
            "no column with a title (headers seen: {seen}); say which it is with "
            "--map HEADER=title, or --set title=TEXT for all rows",
            seen=seen,
        )
    if "kind" not in told:
        return t(
            "no column with the kind of an activity (headers seen: {seen}); say which it is with "
            "--map HEADER=kind, or --kind for all rows (`stdplan activities kinds` lists them)",
            seen=seen,
        )
    return None


def read(texts: Mapping[str, str], kinds: Kinds) -> Values:
    """The values that the texts by field name say; UsageProblem names the option at fault.

    Kinds and sectors are codes already.
    """
    feeds, cells = option_row({name: [text] for name, text in texts.items()}, activities.BY_NAME)
    sectors = {texts["sector"]: texts["sector"]} if "sector" in texts else {}
    columns = ActivityReader(HeaderMapping(tuple(feeds), ()), {}, KnownKinds(kinds, sectors))
    row = columns.read(cells)
    values = columns.given(row, cells)
    if row.faults:
        raise UsageProblem("; ".join(map(str, row.faults)))
    for name, text in texts.items():
        if name not in values:  # words in the place of a date, which a list keeps in its note
            raise UsageProblem(
                t('--{name}: "{text}" is no date', name=name, text=escape_unprintable(text))
            )
    return values
