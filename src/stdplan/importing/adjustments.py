"""Lists of adjustments of projects (计划调整表): projects that are extended, renamed, transferred,
terminated, suspended or resumed.

Headers and words are data: layouts.yaml, `adjustments` and `values.adjustment`.

Rule: what is adjusted is in a column of kinds (调整类型: 延期), in words (调整内容: 延期至2013年),
or in the columns of what is new (现项目名称, 延期至). A row is refused that names no adjustment,
lacks the new value, or has unknown words. A request (申请延期), or one that was turned
down, changes nothing and is reported.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache

from stdplan.domain import adjustments
from stdplan.domain.adjustments import AdjustedProject, Adjustment
from stdplan.domain.dates import last_day, parse_date
from stdplan.domain.fields import STAGE_DAYS, Field
from stdplan.domain.text import clean
from stdplan.i18n import t
from stdplan.importing.cell_values import CellError, read_value
from stdplan.importing.header_names import fold
from stdplan.importing.headers import map_headers
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.layouts import Layout, load_layout, standard_layout, value_words
from stdplan.importing.list_import import Defaults, ImportedList, RowReader
from stdplan.importing.list_summary import CountedNames, ListSummary
from stdplan.importing.readers.rows import ListSource
from stdplan.importing.rejects import OriginalList
from stdplan.importing.row_values import RowValues
from stdplan.importing.understood import understand

FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "计划号", "plan number"),
    Field("title", "text", "column", "项目名称", "title"),
    Field("kind", "text", "event", "调整类型", "adjustment"),
    Field("approval", "text", "event", "是否同意", "approval"),
    Field("old_title", "text", "event", "原项目名称", "old title"),
    Field("new_title", "text", "event", "现项目名称", "new title"),
    Field("old_drafting_orgs", "list", "event", "原起草单位", "old drafting organisations"),
    Field("new_drafting_orgs", "list", "event", "现起草单位", "new drafting organisations"),
    Field("old_committee", "text", "event", "原归口单位", "old committee"),
    Field("new_committee", "text", "event", "现归口单位", "new committee"),
    Field("old_department", "text", "event", "原主管部门", "old department"),
    Field("new_department", "text", "event", "现主管部门", "new department"),
    Field("old_value", "text", "event", "变更前", "before"),
    Field("new_value", "text", "event", "变更后", "after"),
    Field("first_target", "date", "event", "原完成年限", "first target"),
    Field("target", "date", "event", "延期至", "target"),
    Field("requested", "text", "event", "申请延期至", "requested target"),
    Field("date", "date", "event", "调整日期", "date"),
    Field("reason", "text", "event", "调整原因", "reason"),
    Field("document", "text", "event", "文号", "document"),
    Field("note", "text", "event", "备注", "note"),
)
BY_NAME = {each.name: each for each in FIELDS}
SETTABLE = {name: BY_NAME[name] for name in ("kind", "target", "reason", "document")}
# A list with one of these columns adjusts projects.
_MARKS = frozenset(
    (
        "kind",
        "first_target",
        "new_title",
        "new_drafting_orgs",
        "new_committee",
        "new_department",
        "new_value",
    )
)
# A list with one of these columns is about projects or standards as a whole. Next to a column of
# stages, or of their days, some headers of kinds are only remarks.
_OTHER_LISTS = frozenset(("published", "effective"))
_PROGRESS = frozenset(("stage", "status", *STAGE_DAYS))
_REMARKS = frozenset(map(fold, ("调整情况", "变更情况", "调整方式")))

_DATE = r"[0-9]{4}(?:年|[-/.])?(?:[0-9]{1,2}(?:月|[-/.])?(?:[0-9]{1,2}日?)?)?"
_CHANGED = "(?:变更|更改|调整|修改|更换|更名|改)"
_EXTENDED = re.compile(
    "(?:同意|批准)?(?:(?:项目|计划)?(?:的?完成(?:年限|时间|期限|日期))?|项目|计划)?"
    f"(?:[由从]原?{_DATE}(?:底|末)?)?(?:延期|延长|顺延|推迟|延|{_CHANGED})(?:至|到|为)"
    f"(?P<new>{_DATE})(?:底|末)?(?:前?完成)?"
)
_RENAMED = re.compile(
    '(?:同意)?(?:(?:项目|标准|计划)*名称(?:[由从][《“"]?.+?[》”"]?)?'
    f'{_CHANGED}|更名|改名)(?:为|成)[《“"]?(?P<new>.+?)[》”"]?'
)
_UNITS = {
    "drafting_orgs": "(?:(?:主要|第一|牵头)?起草|(?:项目)?承担|牵头)单位",
    "committee": "(?:技术)?归口单位|(?:归口)?标委会|(?:标准化)?技术委员会",
    "department": "主管(?:部门|司局)",
}
_TRANSFERRED = {
    name: re.compile(f"(?:同意)?(?:{unit})(?:[由从].+?)?{_CHANGED}(?:为|成)(?P<new>.+)")
    for name, unit in _UNITS.items()
}
_ASKED = re.compile("申请|建议|拟")
_GRANTED = re.compile("^(?:同意|批准|准予|予以|给予)|(?:该?项目|处理|执行)$")
_APPROVED, _REFUSED = (
    ("同意", "批准", "是", "准予", "通过"),
    ("不同意", "不批准", "否", "不予", "退回", "未通过"),
)


@cache
def adjustment_layout() -> Layout:
    """Return the layout of lists of adjustments."""
    return load_layout("adjustments", FIELDS)


def is_adjustment_list(header: Iterable[str], mapping: Mapping[str, str]) -> bool:
    """Return whether a list with this header adjusts projects; `mapping` is that of --map."""
    layout = adjustment_layout()
    folded = [fold(clean(cell)) for cell in header]
    if any(name not in BY_NAME for name in mapping.values()):
        return False
    standards = standard_layout().fields
    progress = [name for name in folded if name in standards and name not in layout.fields]
    if any(standards[name].name in _PROGRESS for name in progress):
        folded = [name for name in folded if name not in _REMARKS]
    own = {layout.fields[name].name for name in folded if name in layout.fields}
    own |= set(mapping.values())
    others = {standards[name].name for name in folded if name in standards and name not in
              layout.fields}  # fmt: skip
    if not own & {"number", "title"} or others & _OTHER_LISTS:
        return False
    known = all(not name or name in layout.fields or name in layout.ignored for name in folded)
    return bool(own & _MARKS) or ("target" in own and known and not _has_target_date(folded))


def _has_target_date(folded: Collection[str]) -> bool:
    """Return whether a list has the present target date of its projects: it is a plan list."""
    fields = standard_layout().fields
    return any(name in fields and fields[name].name == "target_date" for name in folded)


def read_words(text: str) -> list[Adjustment] | None:
    """Return the adjustments that the words of a cell name; None if any of them is unknown.

    >>> [adjustment.kind for adjustment in read_words("更名、延期至2013年")]
    ['rename', 'extend']
    """
    found: list[Adjustment] = []
    for clause in re.split("[；;。\n]", text):
        if not (part := "".join(clause.split())):
            continue
        if (one := _read_clause(part)) is not None:
            found.append(one)
            continue
        several = [_read_clause(word) for word in re.split("[，,、/+和及与]", part) if word]
        if not several or None in several:
            return None
        found += [one for one in several if one is not None]
    return found


def _read_clause(text: str) -> Adjustment | None:
    words = value_words("adjustment")
    for word in (text, _GRANTED.sub("", text)):
        if kind := words.get(fold(word)):
            return Adjustment(kind)
    if match := _EXTENDED.fullmatch(text):
        with suppress(ValueError):
            return Adjustment(adjustments.EXTEND, "target_date", parse_date(match["new"]))
        return None
    for name, pattern in _TRANSFERRED.items():
        if match := pattern.fullmatch(text):
            field_ = BY_NAME[f"new_{name}"]
            return Adjustment(adjustments.TRANSFER, name, read_value(field_, match["new"]).value)
    if match := _RENAMED.fullmatch(text):
        return Adjustment(adjustments.RENAME, "title", match["new"])
    return None


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """What a row adjusts: `number` and `title` as written, `project` without its day if the row has
    none; `requests`: what is only asked for, or was turned down."""

    number: str | None
    title: str | None
    day: str | None
    project: AdjustedProject
    requests: tuple[str, ...] = ()


class AdjustmentReader(RowReader):
    """The reader of the rows of one list of adjustments."""

    def adjustment(self, cells: list[str]) -> AdjustmentRow | list[CellError]:
        """Return what a row adjusts, or its faults."""
        row = self.read_cells(cells)
        for name in self._defaults:
            self.fill(row, name)
        number, title = row.text("number"), row.text("title")
        title = title or row.text("old_title")
        if number is None and title is None and not row.faults:
            self.require(row, "number", cells)
        found, requests = self._words(row, cells)
        if not requests:
            found = self._with_columns(row, cells, found)
        if not found and not requests and not row.faults:
            name = "kind" if "kind" in self._by_field else next(iter(self._by_field))
            self.refuse(row, name, cells, t("the row names no adjustment"))
        if row.faults:
            return row.faults
        reasons = [row.text("reason"), self.note(row)]
        project = AdjustedProject(
            row.text("date") or "",
            tuple(found),
            "; ".join(dict.fromkeys(filter(None, reasons))) or None,
            row.text("document"),
            row.text("first_target"),
        )
        return AdjustmentRow(number, title, row.text("date"), project, tuple(requests))

    def _words(self, row: RowValues, cells: list[str]) -> tuple[list[Adjustment], list[str]]:
        """Return the adjustments in the column of kinds, and what is only requested."""
        text, approval = row.text("kind"), row.text("approval")
        found = read_words(text) if text else []
        if found is None:
            self.refuse(row, "kind", cells, t("names no known adjustment"))
            return [], []
        refused = approval is not None and fold(approval) in map(fold, _REFUSED)
        if approval is not None and not refused and fold(approval) not in map(fold, _APPROVED):
            self.refuse(row, "approval", cells, t("says neither 同意 nor 不同意"))
        requested = any(one.kind == adjustments.REQUEST for one in found)
        if requested and any(one.kind != adjustments.REQUEST for one in found):
            self.refuse(row, "kind", cells, t("is a request and an adjustment at once"))
        if refused or requested:
            return [], [text or approval or ""]
        # 申请事项: what is asked for, unless a column says that it was granted.
        if text and approval is None and _ASKED.match(header := self.header("kind")):
            return [], [f'{header} "{text}"']
        if (asked := row.text("requested")) and "target" not in row.values:
            if any(one.kind == adjustments.EXTEND and one.value is None for one in found):
                found = [one for one in found if one.kind != adjustments.EXTEND]
            if not found:
                return [], [f'{self.header("requested")} "{asked}"']
        return found, []

    def _with_columns(
        self, row: RowValues, cells: list[str], found: list[Adjustment]
    ) -> list[Adjustment]:
        """Return the adjustments with the values of the columns of what is new."""
        named = {one.kind for one in found}
        new: list[Adjustment] = []
        for kind, name, column, before in (
            (adjustments.EXTEND, "target_date", "target", "first_target"),
            (adjustments.RENAME, "title", "new_title", "old_title"),
            *(
                (adjustments.TRANSFER, unit, f"new_{unit}", f"old_{unit}")
                for unit in adjustments.UNITS
            ),
        ):
            if column not in row.values:
                continue
            value = row.values[column][0][1].value
            old = row.values[before][0][1].value if before in row.values else None
            if kind not in named and _is_same(value, old):
                continue
            in_words = [one.value for one in found if (one.kind, one.field) == (kind, name)]
            if any(not _is_same(value, other) for other in in_words):
                self.refuse(row, column, cells, t("contradicts the words of the adjustment"))
            new.append(Adjustment(kind, name, value))
        found = self._with_new_value(row, cells, found, new)
        words = [one for one in found if one.value is not None or one.kind in _WITHOUT_VALUE]
        words = [one for one in words if (one.kind, one.field) not in {new_[:2] for new_ in new}]
        complete = [*words, *new]
        for one in found:
            if not any(other.kind == one.kind for other in complete):
                problem = t("lacks the new value: {column}", column=_COLUMN_OF_KIND[one.kind])
                self.refuse(row, "kind", cells, problem)
        ends = {one.kind for one in complete} & _WITHOUT_VALUE
        if len(ends) > 1 or (adjustments.TERMINATE in ends and len(complete) > 1):
            self.refuse(row, "kind", cells, t("names adjustments that contradict each other"))
        return complete

    def _with_new_value(
        self,
        row: RowValues,
        cells: list[str],
        found: list[Adjustment],
        new: list[Adjustment],
    ) -> list[Adjustment]:
        """Return the adjustments with the value of the column 变更后, which is that of the only
        adjustment without one."""
        text = row.text("new_value")
        if text is None:
            return found
        complete = {one.kind for one in new} | _WITHOUT_VALUE
        open_ = [one for one in found if one.value is None and one.kind not in complete]
        if len(open_) != 1:
            self.refuse(row, "new_value", cells, t("belongs to no adjustment of the row"))
            return found
        column = _column_of(open_[0].kind, row.text("kind") or "")
        value = read_value(BY_NAME[column], text).value if column else None
        if column is None or value is None:
            self.refuse(row, "new_value", cells, t("is no value of the adjustment"))
            return found
        name = {"target": "target_date", "new_title": "title"}.get(column, column[4:])
        filled = Adjustment(open_[0].kind, name, value)
        return [filled if one is open_[0] else one for one in found]


def _column_of(kind: str, words: str) -> str | None:
    """Return the column of what is new that a column 变更后 stands for, None if that is open."""
    if kind == adjustments.EXTEND:
        return "target"
    if kind == adjustments.RENAME:
        return "new_title"
    units = [name for name, unit in _UNITS.items() if re.search(unit, words)]
    return f"new_{units[0]}" if len(units) == 1 else None


_WITHOUT_VALUE = frozenset((adjustments.TERMINATE, adjustments.SUSPEND, adjustments.RESUME))
_COLUMN_OF_KIND = {
    adjustments.EXTEND: "延期至",
    adjustments.RENAME: "现项目名称",
    adjustments.TRANSFER: "现起草单位, 现归口单位, 现主管部门",
}


def _is_same(value: object, other: object) -> bool:
    """Return whether two values of a row are the same: dates by their last days."""
    if value == other:
        return True
    with suppress(ValueError, TypeError):
        return last_day(str(value)) == last_day(str(other))
    return False


@dataclass(slots=True)
class AdjustmentList(ImportedList[AdjustmentRow]):
    """One list of adjustments. `day`: the ISO day of rows without one.

    `other_titles`: projects with another title than the list has, as `KEY: title`; `other_targets`:
    projects with another first target; `renamed`: old and new titles.
    """

    day: str = ""
    other_titles: CountedNames = field(default_factory=CountedNames)
    other_targets: CountedNames = field(default_factory=CountedNames)
    renamed: CountedNames = field(default_factory=CountedNames)


def read_adjustments(
    source: ListSource,
    original: OriginalList,
    options: ImportOptions,
    day: str,
    summary: ListSummary,
) -> AdjustmentList:
    """Return all rows of an open list of adjustments; raise BadData if its header has errors."""
    head, layout = original.head, adjustment_layout()
    defaults: Defaults = options.parse_defaults(SETTABLE)
    where = f"{summary.file}{head.sheet}:{head.line}"
    naming = ("number", "title", "old_title")
    mapping = options.map_columns(
        head.cells,
        layout,
        lambda chosen: map_headers(head.cells, chosen, where, layout, original.mixed, naming),
    )
    summary.understood, original = understand(source, original, mapping, options)
    columns = [replace(column, strict=True, dates_only=True) for column in mapping.columns]
    reader = AdjustmentReader(columns, mapping.unknown, defaults)
    found = AdjustmentList(summary, head.cells, reader, day=day)
    found.add_rows(original.rows, reader.adjustment)
    for row in found.good.values():
        for request in row.requests:
            summary.requests.add(f"{row.number or row.title} {request}")
    return found
