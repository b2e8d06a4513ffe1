"""What a row of a list of activities says: its fields, and what the headers of such lists mean.

The headers and words themselves are data: layouts.yaml, `activities`. Labels are those of
`activities list`, so that what it writes can be read here.
"""

from functools import cache

from stdplan.domain import activities as activity
from stdplan.domain.fields import Field
from stdplan.exchange.layout_data import Layout, fold, layout, words

# Not kept: the kind tells it, and a list in another unit is not taken for one in that.
UNIT = Field("unit", "text", "derived", "计量单位", "unit")
SETTABLE = activity.BY_NAME


@cache
def activities() -> Layout:
    """The layout of lists of activities."""
    return layout("activities", (*activity.FIELDS, UNIT))


def state(text: str) -> str:
    """The code for a word of state that is known; any other word as it stands."""
    return words("state").get(fold(text), text)
