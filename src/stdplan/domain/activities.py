"""Activities: work other than standards. Their fields, their identity and their kinds.

Rule: an activity counts on one day: its date, else the day on which it was closed. An activity with
a reference is identified by kind and reference, any other by all fields that say what, when, who
and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stdplan.domain.fields import Field
from stdplan.domain.numbers import parse, plan_number
from stdplan.domain.text import clean_code
from stdplan.i18n import language, t
from stdplan.light import NamedTuple

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
# The fields that identify an activity without a reference.
IDENTITY_FIELDS = (
    "kind", "title", "date", "standard", "organisation", "person", "product", "region", "country",
)  # fmt: skip

Values = Mapping[str, str | None]


def identity(values: Values) -> tuple[str | None, ...]:
    """Return the values that identify an activity; two activities never share them."""
    if values.get("reference"):
        return values.get("kind"), values["reference"]
    return tuple(values.get(name) for name in IDENTITY_FIELDS)


def display_name(values: Values, kind: Kind | None = None) -> str:
    """Return the name of an activity in messages: its kind, and its reference or title.

    In Chinese, the kind has its name, and is left out without one.
    """
    own = str(values.get("reference") or values.get("title"))
    if language() == "zh":
        return f"{kind.names[0]} {own}" if kind else own
    return f"{values.get('kind')} {own}"


def plan_year(values: Values) -> int | None:
    """Return the year of the plan that an activity belongs to: of its date, else its deadline,
    else the day on which it was closed; None without these."""
    day = values.get("date") or values.get("due") or values.get("closed")
    return int(day[:4]) if day else None


def out_of_order(values: Values) -> tuple[str, str] | None:
    """Return a field whose day is before the date, with the problem; None if the days are in order.

    Days are ISO text. If one is known to the year or month only, both are compared so far.
    """
    begun = values.get("date")
    for name in ("closed", "expires"):
        day = values.get(name)
        if begun and day and day[: len(begun)] < begun[: len(day)]:
            return name, t("is before the date, {day}", day=begun)
    return None


def canonical_standard(text: str) -> str:
    """Return the canonical number or plan number of a standard; other text with single spaces."""
    number = parse(text)
    return number.canonical if number else plan_number(text) or " ".join(text.split())


class Kind(NamedTuple):
    """A kind of activity of a plan; its name and its unit in Chinese and English."""

    plan: int
    code: str
    names: tuple[str, str]
    units: tuple[str, str]


class Kinds:
    """The kinds of activity of all plans, and the year of the plan asked for."""

    def __init__(self, kinds: Iterable[Kind], plan: int) -> None:
        self.plan = plan
        self._all = tuple(kinds)
        self._named: dict[str, list[Kind]] = {}
        self._named_in_short: dict[str, list[Kind]] = {}
        for kind in self._all:
            names = {name.casefold() for name in (kind.code, *kind.names)}
            for name in names:
                self._named.setdefault(name, []).append(kind)
            for name in {_in_short(name) for name in names} - names:
                self._named_in_short.setdefault(name, []).append(kind)

    def find(self, text: str, year: int | None = None) -> Kind | None:
        """Return the kind with a code or name; None if there is none, or several with the name.

        The word 标准化 or 标准 before the name may be left out: 培训 is 标准化培训. The plan of
        `year` is preferred, then the plan asked for, then the newest.
        """
        text = clean_code(text)
        name = " ".join(text.split()).casefold()
        named = self._named.get(name) or self._named_in_short.get(name, [])
        if not named and not text.isascii():
            from unicodedata import normalize  # few names have full width

            name = normalize("NFKC", name).casefold()
            named = self._named.get(name) or self._named_in_short.get(name, [])
        matches = [kind for kind in named if kind.code == text] or named
        if len({kind.code for kind in matches}) != 1:
            return None
        return min(
            matches, key=lambda kind: (kind.plan != year, kind.plan != self.plan, -kind.plan)
        )

    def shown_by_name(self) -> dict[str, str]:
        """Return what messages show for each code and name: the code, or the Chinese name."""
        return {
            name: kinds[0].names[0] if language() == "zh" else kinds[0].code
            for name, kinds in self._named.items()
        }

    def choices(self) -> str:
        """Return the kinds of the plan asked for, for messages: their codes, or Chinese names."""
        kinds = (kind for kind in self._all if kind.plan == self.plan)
        return t(", ").join(kind.names[0] if language() == "zh" else kind.code for kind in kinds)


def _in_short(name: str) -> str:
    """Return the name of a kind without the words that many of them begin with."""
    for words in ("标准化", "标准", "standardization "):
        name = name.removeprefix(words)
    return name
