"""Lists of activities; the options of `activities add` and `edit` are read as a list of one row.

Headers and words are data: layouts.yaml, `activities`. Labels are those of `activities list`, so
that its output can be imported again.

Rule: an activity is recorded once. Rows that say the same, or fill each other's gaps, are one; a
row that contradicts an earlier one is refused with the line of that row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from stdplan.domain import activities as activity
from stdplan.domain import validators
from stdplan.domain.activities import Kind, Kinds
from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import shown
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError
from stdplan.importing.header_names import fold
from stdplan.importing.headers import HeaderMapping
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import Layout, load_layout, value_words
from stdplan.importing.list_import import (
    Defaults,
    ImportedList,
    ListSpec,
    RowReader,
    read_header,
)
from stdplan.importing.list_summary import CountedNames, ImportCallbacks
from stdplan.importing.option_rows import options_as_row
from stdplan.importing.readers.rows import ListSource
from stdplan.importing.row_values import RowValues
from stdplan.importing.sections import sector_of_cell

# Only compared with the unit of the kind: quantities in another unit are refused.
UNIT = Field("unit", "text", "derived", "计量单位", "unit")
SETTABLE = activity.BY_NAME


@cache
def activity_layout() -> Layout:
    """Return the layout of lists of activities."""
    return load_layout("activities", (*activity.FIELDS, UNIT))


def parse_state(text: str) -> str:
    """Return the code for a known word of state, any other word unchanged."""
    return value_words("state").get(fold(text), text)


Values = dict[str, str]


class KnownKinds(NamedTuple):
    """What is in the catalogue: kinds of activities, and sector codes by code and name."""

    kinds: Kinds
    sectors: Mapping[str, str]


class ActivityReader(RowReader):
    """The reader of the rows of one list of activities.

    `undated`: activities without a day, which no indicator can count. `unparsed`: standards that
    are no numbers, and are kept as text.
    """

    def __init__(self, mapping: HeaderMapping, defaults: Defaults, known: KnownKinds) -> None:
        """`defaults`: the values of --set and --kind, for empty cells."""
        super().__init__(mapping.columns, mapping.unknown, defaults)
        self._known = known
        self.undated, self.unparsed = CountedNames(), CountedNames()

    def values(self, cells: list[str]) -> Values | list[CellError]:
        """Return the values of a row by field, without the empty ones, or its faults."""
        row = self.read_cells(cells)
        for name in self._defaults:
            self.fill(row, name)
        for name in ("kind", "title"):
            self.require(row, name)
        values = self.field_values(row, cells)
        if row.faults:
            return row.faults
        if problem := activity.out_of_order(values):
            self.refuse(row, problem[0], cells, problem[1])
            return row.faults
        if activity.plan_year(values) is None:
            self.undated.add(activity.display_name(values))
        return values

    def field_values(self, row: RowValues, cells: list[str], kind: Kind | None = None) -> Values:
        """Return the values of a row by field, and add faults to the row.

        `kind`: the kind of an activity that exists already.
        """
        values = {name: text for name in row.values if (text := row.text(name)) is not None}
        unit = values.pop(UNIT.name, None)
        if "state" in values:
            values["state"] = parse_state(values["state"])
        if "standard" in values:
            if parse(values["standard"]) is None and plan_number(values["standard"]) is None:
                self.unparsed.add(values["standard"])
            values["standard"] = activity.canonical_standard(values["standard"])
        if "sector" in values and not self._sector(row, cells, values):
            del values["sector"]
        if "kind" in values:
            kind = self._known.kinds.find(values["kind"], activity.plan_year(values))
            if kind is None:
                codes = self._known.kinds.choices()
                sentence = t("is not a kind of activity; known kinds: {codes}", codes=codes)
                self.refuse(row, "kind", cells, sentence)
            else:
                values["kind"] = kind.code
        if "quantity" in values and kind:  # the kind has the unit
            values["quantity"] = self._quantity(row, cells, values["quantity"], kind)
        if unit and kind and fold(unit) not in map(fold, kind.units):
            counted = t("is not the unit that {kind} is counted in", kind=kind.code)
            self.refuse(row, UNIT.name, cells, f"{counted} ({' '.join(kind.units)})")
        if note := self.note(row):
            values["note"] = note
        return values

    def _sector(self, row: RowValues, cells: list[str], values: Values) -> bool:
        """Replace the name of the sector with its code; return whether there is one."""
        text, (column, _) = values["sector"], row.values["sector"][0]
        code = sector_of_cell(text, self._known.sectors)
        if code:
            values["sector"] = code
        elif column.strict:
            self.refuse(row, "sector", cells, t("is not in the catalogue's plans"))
        else:
            # Lists divide industries in other ways than the plan: keep the word in the note.
            row.keep_strange(column.header, text)
        return bool(code)

    def _quantity(self, row: RowValues, cells: list[str], text: str, kind: Kind) -> str:
        """Return a decimal above zero; the kind's unit is removed."""
        for unit in kind.units:
            text = text.removesuffix(unit).rstrip()
        try:
            return validators.amount(text)
        except ValueError:
            self.refuse(row, "quantity", cells, t("is not a number above zero"))
            return text


@dataclass(slots=True)
class Activities(ImportedList[Values]):
    """One list of activities.

    `activity_reader`: its reader, with notes on the rows. `joined`: count of rows that were joined
    with an earlier row of the same activity.
    """

    activity_reader: ActivityReader = field(kw_only=True)
    joined: int = 0


def read_activities(
    source: ListSource, options: ImportOptions, known: KnownKinds, callbacks: ImportCallbacks
) -> Activities:
    """Return all rows of a list; raise what list_import.read_header() raises."""
    spec = ListSpec(activity_layout(), SETTABLE, _missing)
    opened = read_header(source, options, spec, callbacks)
    reader = ActivityReader(opened.mapping, opened.defaults, known)
    activities = Activities(opened.summary, opened.header, reader, activity_reader=reader)
    activities.add_rows(opened.rows, reader.values)
    return activities


def join_rows(lists: Sequence[Activities]) -> None:
    """Join the rows of one activity; refuse rows that contradict an earlier one."""
    # By identity: where the value of each field comes from, as list and index of the row.
    origins: dict[tuple[str | None, ...], dict[str, tuple[Activities, int]]] = {}
    first: dict[tuple[str | None, ...], Values] = {}
    for activities in lists:
        for index, values in list(activities.good.items()):
            identity = activity.identity(values)
            origin = origins.setdefault(identity, {})
            if identity not in first:
                first[identity] = values
            elif not _contradicts(activities, index, values, first[identity], origin):
                first[identity].update(values)
                del activities.good[index]
                activities.joined += 1
            else:
                continue
            origin |= {name: (activities, index) for name in values if name not in origin}


def _contradicts(
    activities: Activities,
    index: int,
    values: Values,
    earlier: Values,
    origin: dict[str, tuple[Activities, int]],
) -> bool:
    """Refuse a row that contradicts earlier rows of the same activity; return whether it does."""
    name = next((name for name in values if earlier.get(name, values[name]) != values[name]), None)
    if name is None:
        return False
    other, other_index = origin[name]
    problem = t(
        'contradicts {where} for the same activity, which has "{other}"',
        where=other.where(other_index),
        other=shown(earlier[name]),
    )
    activities.refuse(index, name, problem)
    return True


def _missing(present: Collection[str], seen: str) -> str | None:
    """Return the fault of a list without titles or kinds, None for any other list."""
    if "title" not in present:
        return t(
            "there is no column with a title (headers: {seen}); choose it with --map HEADER=title,"
            " or give one for all rows with --set title=TEXT",
            seen=seen,
        )
    if "kind" not in present:
        return t(
            "there is no column with the kind of an activity (headers: {seen}); choose it with"
            " --map HEADER=kind, or give one for all rows with --kind (`stdplan activities kinds`"
            " lists them)",
            seen=seen,
        )
    return None


def read_activity_options(texts: Mapping[str, str], kinds: Kinds) -> Values:
    """Return the values of options by field, given as text by field name.

    Kinds and sectors must be codes. Raise UsageProblem that names the wrong option.
    """
    columns, cells = options_as_row({name: [text] for name, text in texts.items()}, SETTABLE)
    sectors = {texts["sector"]: texts["sector"]} if "sector" in texts else {}
    reader = ActivityReader(HeaderMapping(tuple(columns), ()), {}, KnownKinds(kinds, sectors))
    row = reader.read_cells(cells)
    values = reader.field_values(row, cells)
    if row.faults:
        raise UsageProblem("; ".join(map(str, row.faults)))
    return values
