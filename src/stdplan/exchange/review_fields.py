"""What a row of a list of review results says: its fields, and what the headers of such lists mean.

The headers and words themselves are data: layouts.yaml, `reviews`. Labels are those of `review
list`, so that what it writes can be read here.
"""

from functools import cache

from stdplan.domain.codes import OUTCOMES
from stdplan.domain.fields import Field
from stdplan.exchange.layout_data import Layout, layout

FIELDS: tuple[Field, ...] = (
    Field("number", "key", "column", "编号", "number"),
    Field("title", "text", "column", "标准名称", "title"),
    Field("date", "date", "event", "日期", "date"),
    Field("outcome", "key", "event", "复审结论", "outcome", OUTCOMES),
    Field("into", "key", "event", "并入", "into"),
    Field("ends", "date", "event", "失效日期", "ends"),
    Field("target_date", "date", "column", "完成年限", "target date"),
    Field("note", "text", "event", "备注", "note"),
)
# What --set may say of all rows; the day is said with --on.
SETTABLE = {field.name: field for field in FIELDS if field.name not in ("number", "title", "date")}
# What only rows of one outcome have.
OF_OUTCOME = {"into": "merge", "ends": "withdraw", "target_date": "revise"}


@cache
def reviews() -> Layout:
    """The layout of lists of review results."""
    return layout("reviews", FIELDS)


def means_outcome(header: str) -> bool:
    """Whether a header, as folded, is that of a column of conclusions."""
    field = reviews().fields.get(header)
    return field is not None and field.name == "outcome"
