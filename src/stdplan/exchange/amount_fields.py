"""What a row of a list of amounts says: its fields, and what the headers of such lists mean.

The headers are data: layouts.yaml, `amounts`. Labels are those of `progress list`, so that what it
writes can be read here.
"""

from functools import cache

from stdplan.domain.fields import Field
from stdplan.exchange.layout_data import Layout, layout

FIELDS: tuple[Field, ...] = (
    Field("task", "text", "link", "任务", "task"),
    Field("indicator", "text", "link", "指标", "indicator"),
    Field("date", "date", "event", "日期", "date"),
    Field("amount", "decimal", "event", "数量", "amount"),
    Field("sector", "text", "column", "行业领域", "sector"),
    Field("note", "text", "column", "备注", "note"),
)
# What --set may say of all rows; each has an amount of its own.
SETTABLE = {field.name: field for field in FIELDS if field.name != "amount"}


@cache
def amounts() -> Layout:
    """The layout of lists of amounts."""
    return layout("amounts", FIELDS)
