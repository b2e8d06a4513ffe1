"""An activity from the options of a command: read as the one row of a list would be."""

from collections.abc import Mapping

from stdplan.domain import activities
from stdplan.domain.activities import Kinds
from stdplan.domain.text import clean, is_empty, visible
from stdplan.errors import UsageProblem
from stdplan.exchange.activity_rows import ActivityRows, Known, Values
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.i18n import t


def read(texts: Mapping[str, str], kinds: Kinds) -> Values:
    """The values that the texts by field name say; UsageProblem names the option at fault.

    Kinds and sectors are codes already.
    """
    feeds = []
    for place, (name, text) in enumerate(texts.items()):
        option = f"--{name}"
        if is_empty(clean(text)):
            # In a list it is a gap; here somebody means to say something, or to empty it.
            problem = t('{option}: "{text}" says nothing', option=option, text=visible(text))
            raise UsageProblem(problem)
        feeds.append(Feed(place, option, activities.BY_NAME[name]))
    sectors = {texts["sector"]: texts["sector"]} if "sector" in texts else {}
    columns = ActivityRows(HeaderPlan(tuple(feeds), ()), {}, Known(kinds, sectors))
    cells = list(texts.values())
    row = columns.read(cells)
    values = columns.given(row, cells)
    if row.faults:
        raise UsageProblem("; ".join(map(str, row.faults)))
    for name, text in texts.items():
        if name not in values:  # words in the place of a date, which a list keeps in its note
            raise UsageProblem(t('--{name}: "{text}" is no date', name=name, text=visible(text)))
    return values
