"""Activities: the work that is no standard. Their fields once, what tells one from another, kinds.

Rule: an activity has one event day, its date; where it has none, the day it was closed. With a
reference its kind and reference tell it, else all cells that say what, when, who and where.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse, plan_number
from stdplan.i18n import t

FIELDS: tuple[Field, ...] = (
    Field("kind", "key", "column", "类型", "kind"),
    Field("title", "text", "column", "名称", "title"),
    Field("date", "date", "column", "日期", "date"),
    Field("due", "date", "column", "截止日期", "due"),
    Field("closed", "date", "column", "办结日期", "closed"),
    Field("state", "key", "event", "状态", "state"),
    Field("expires", "date", "column", "有效期至", "expires"),
    Field("sector", "key", "column", "行业领域", "sector"),
    Field("standard", "key", "column", "标准编号", "standard"),
    Field("organisation", "text", "column", "单位", "organisation"),
    Field("person", "text", "column", "人员", "person"),
    Field("product", "text", "column", "产品", "product"),
    Field("region", "text", "column", "地区", "region"),
    Field("country", "text", "column", "国家", "country"),
    Field("quantity", "decimal", "column", "数量", "quantity"),
    Field("reference", "key", "column", "文号", "reference"),
    Field("note", "text", "column", "备注", "note"),
)
BY_NAME = {field.name: field for field in FIELDS}
# What tells an activity that has no reference.
TELLING = (
    "kind", "title", "date", "standard", "organisation", "person", "product", "region", "country",
)  # fmt: skip

Values = Mapping[str, str | None]


def identity(values: Values) -> tuple[str | None, ...]:
    """What tells the activity of these values from others."""
    if values.get("reference"):
        return values.get("kind"), values["reference"]
    return tuple(values.get(name) for name in TELLING)


def called(values: Values) -> str:
    """What messages call it: its kind, and its reference or title."""
    return f"{values.get('kind')} {values.get('reference') or values.get('title')}"


def year(values: Values) -> int | None:
    """The year whose plan it belongs to, if that has its kind: of its date, else its deadline, else
    the day it was closed."""
    day = values.get("date") or values.get("due") or values.get("closed")
    return int(day[:4]) if day else None


def out_of_order(values: Values) -> tuple[str, str] | None:
    """A field whose day lies before the date, with a sentence; None where the days can be.

    Days are ISO; where one is known to the year or month only, the other is compared as far.
    """
    begun = values.get("date")
    for name in ("closed", "expires"):
        day = values.get(name)
        if begun and day and day[: len(begun)] < begun[: len(day)]:
            return name, t("is before the date, {day}", day=begun)
    return None


def standard(text: str) -> str:
    """The number or plan number of a standard in its one written form; what is neither, as it
    stands, single-spaced."""
    number = parse(text)
    return number.canonical if number else plan_number(text) or " ".join(text.split())


class Kind(NamedTuple):
    """A kind of activity of a plan; names and units are Chinese and English."""

    plan: int
    code: str
    names: tuple[str, str]
    units: tuple[str, str]


class Kinds:
    """The kinds of all plans, and which plan was asked for."""

    def __init__(self, kinds: Iterable[Kind], plan: int) -> None:
        self.plan = plan
        self._all = tuple(kinds)
        self._named: dict[str, list[Kind]] = {}
        for kind in self._all:
            for name in {kind.code, *kind.names}:
                self._named.setdefault(name.casefold(), []).append(kind)

    def find(self, text: str, year: int | None = None) -> Kind | None:
        """The kind of this code or name: of the plan of `year`, else of the plan asked for, else of
        the newest; None where none has it, or the name is that of several."""
        named = self._named.get(" ".join(text.split()).casefold(), [])
        found = [kind for kind in named if kind.code == text] or named
        if len({kind.code for kind in found}) != 1:
            return None
        return min(found, key=lambda kind: (kind.plan != year, kind.plan != self.plan, -kind.plan))

    def codes(self) -> str:
        """The codes of the plan asked for, to be shown."""
        return ", ".join(kind.code for kind in self._all if kind.plan == self.plan)
