"""The names of columns: without a header, with the header of another column, of two rows.

Rules:
* The third column is `column 3` if it has no header, in every language.
* The second column with the header 备注 is `备注#2`.
* A second header row continues the first one if it has texts only where the first has none of its
  own: below a merged title, and where the first is blank. `代替标准` above `全部` and `部分` makes
  `代替标准 全部` and `代替标准 部分`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from typing import NamedTuple

from stdplan.domain.text import clean_code

_BETWEEN = " \n"  # between the rows of a joined header: a break that no person types
_LONGEST_NAME = 30  # characters of a text in a second header row
_UNNAMED = re.compile("column ?([1-9][0-9]{0,4})", re.IGNORECASE)
_OCCURRENCE = re.compile("(?<=.)#([1-9][0-9]{0,2})$", re.DOTALL)
# Titles over several columns that say nothing about each: 标准基本信息.
_NEUTRAL = re.compile(
    "(?:标准|项目|计划|基本|行业|国家|复审|制修订|信息|情况|概况|内容|standard|project|basic|general"
    "|information|details|data|各阶段(?:完成)?(?:时间|日期)?|工作进度|进度)+"
)
_DAY_OR_COUNT = re.compile("[0-9./年月日—-]+")


def fold(text: str) -> str:
    """Return a header or word for comparing: no blanks or underscores, one case, one width."""
    folded = unicodedata.normalize("NFKC", clean_code(text)).casefold()
    return "".join(folded.replace("_", " ").split())


# --- Columns without a header, and with the header of another one ---

# A column: its folded header (or the name of a column without one), and how many columns with the
# same header come before it.
ColumnKey = tuple[str, int]


def column_keys(header: Sequence[str]) -> list[ColumnKey]:
    """Return what identifies each column among those of several lists."""
    seen: Counter[str] = Counter()
    columns = []
    for position, name in enumerate(header, 1):
        folded = fold(name) or header_of_unnamed(position)
        columns.append((folded, seen[folded]))
        seen[folded] += 1
    return columns


def header_of_unnamed(position: int) -> str:
    """Return the name of a column without a header; the first column has position 1."""
    return f"column {position}"


def position_of_unnamed(header: str) -> int:
    """Return the position of a column by such a name, 0 for any other name."""
    match = _UNNAMED.fullmatch(clean_code(header))
    return int(match[1]) if match else 0


def occurrence_name(header: str, occurrence: int) -> str:
    """Return the name of a column among those with the same header; the first has number 1."""
    return f"{header}#{occurrence}"


def without_occurrence(header: str) -> str:
    """Return the header of a name such as `备注#2`; any other header unchanged."""
    return _OCCURRENCE.sub("", header)


# --- Headers of two rows ---


class NamePair(NamedTuple):
    """The two rows of a joined header, folded."""

    upper: str
    lower: str


def pair_of(name: str) -> NamePair | None:
    """Return the two rows of a joined header, None for a header of one row."""
    upper, between, lower = name.rpartition(_BETWEEN)
    return NamePair(fold(upper), fold(lower)) if between else None


def title_and_word(name: str) -> tuple[str, str]:
    """Return the two rows of a joined header as written, "" and the header for any other."""
    title, _, word = name.rpartition(_BETWEEN)
    return title.strip(), word.strip()


def continues_header(names: list[str], cells: list[str]) -> bool:
    """Return whether a line is the second row of a header.

    >>> continues_header(["编号", "代替标准", ""], ["", "全部", "部分"])
    True
    """
    names, cells = _as_wide([name.strip() for name in names], [cell.strip() for cell in cells])
    new = {index for index, cell in enumerate(cells) if cell and cell != names[index]}
    texts = [cells[index] for index in new]
    return (
        len(new) > 1
        and len(set(names) - {""}) > 1  # a text above all columns is a title of the list
        and all(
            index in new or not cell or cell == name
            for index, (name, cell) in enumerate(zip(names, cells, strict=True))
        )
        and new <= _open_columns(names, cells)
        and not any(len(text) > _LONGEST_NAME or _DAY_OR_COUNT.fullmatch(text) for text in texts)
    )


def _open_columns(names: list[str], cells: list[str]) -> set[int]:
    """Return the columns below which a second header row may have texts of its own: those of a
    title over several columns, and those without a name."""
    columns = set()
    for index, name in enumerate(names):
        following = names[index + 1] if index + 1 < len(names) else None
        before = names[index - 1] if index else None
        is_title = bool(name) and (
            name in (following, before)
            or (following == "" and cells[index + 1] and cells[index] not in ("", name))
        )
        if not name or is_title:
            columns.add(index)
    return columns


def join_header(names: list[str], cells: list[str]) -> list[str]:
    """Return the names of a header and of the row below it as one header.

    >>> join_header(["编号", "代替标准", ""], ["", "全部", "部分"])
    ['编号', '代替标准 \\n全部', '代替标准 \\n部分']
    """
    names, cells = _as_wide(names, cells)
    joined, title = [], ""
    for name, cell in zip(names, cells, strict=True):
        upper, lower = name.strip(), cell.strip()
        if not lower or lower == upper:
            joined.append(name)
            title = ""
            continue
        title = upper or title
        joined.append(f"{title}{_BETWEEN}{lower}" if title else cell)
    return joined


def _as_wide(names: list[str], cells: list[str]) -> tuple[list[str], list[str]]:
    """Return both lines as wide as the wider one."""
    width = max(len(names), len(cells))
    return names + [""] * (width - len(names)), cells + [""] * (width - len(cells))


def meaning_of(name: str, known: Container[str]) -> str:
    """Return the known header that a header stands for, folded; else the header itself, folded.

    Both rows together are tried first, in either order: 代替标准 全部 is 全部代替标准. Below a
    title that says nothing, the second row counts alone.

    >>> meaning_of("日期 \\n发布", {"发布日期"}), meaning_of("代替 \\n编号", {"编号"})
    ('发布日期', '代替编号')
    """
    folded = fold(name)
    if folded in known or (pair := pair_of(name)) is None:
        return folded
    if (turned := pair.lower + pair.upper) in known:
        return turned
    if pair.lower in known and _NEUTRAL.fullmatch(pair.upper):
        return pair.lower
    return folded


# --- What headers without a known meaning say ---

# Headers of columns that have other standards than the list is about.
_OTHERS = re.compile(
    "代替|替代|取代|被|原|旧|修订|采用|采标|等同|国际|国外|引用|参考|依据|对应|相关|关联|配套|比对|整合"
    "|supersed|replac|(?<![a-z])old|former|previous|adopt|related|normativ|referenced(?!oc)|references"
    "|parent|equivalent|amend|cited|cites|revis"
)
# Headers that say that a column identifies what a row is about.
_IDENTIFYING = re.compile(
    r"编号|代号|编码|号码|号$|^标准$|code|number|(?:^|[a-z])no\.?$|ident|id$|standard|std|designation"
    "|^ref"
)


def has_other_standards(header: str) -> bool:
    """Return whether a header says that its column has other standards than the list is about."""
    return _OTHERS.search(fold(header)) is not None


def is_identifying(header: str) -> bool:
    """Return whether a header says that its column identifies what a row is about."""
    return _IDENTIFYING.search(fold(header)) is not None and not has_other_standards(header)
