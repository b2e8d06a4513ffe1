"""A record from the options of a command: read as the one row of a list would be.

So a field written by hand and a cell of a bulletin meet the same rules.
"""

from collections.abc import Mapping, Sequence

from stdplan.domain.fields import BY_NAME
from stdplan.domain.text import clean, is_empty, visible
from stdplan.errors import UsageProblem
from stdplan.exchange.drafts import Draft, Drafter, Known
from stdplan.exchange.layouts import Feed, HeaderPlan
from stdplan.i18n import t


def draft(texts: Mapping[str, Sequence[str]], known: Known, day: str, key: str = "") -> Draft:
    """The record that the texts by field name make; UsageProblem names the option at fault.

    `key`: what an existing record is called, where no number is given. `day`: the day of stages.
    """
    cells: list[str] = []
    feeds: list[Feed] = []
    for name, given in texts.items():
        option = f"--{name.replace('_', '-')}"
        for text in given:
            if is_empty(clean(text)):
                # In a list it is a gap; here somebody means to say something, or to empty it.
                problem = t('{option}: "{text}" says nothing', option=option, text=visible(text))
                raise UsageProblem(problem)
            feeds.append(Feed(len(cells), option, BY_NAME[name]))
            cells.append(text)
    if key and "number" not in texts:
        feeds.append(Feed(len(cells), "NUMBER", BY_NAME["key"]))
        cells.append(key)
    made = Drafter(HeaderPlan(tuple(feeds), ()), known, {}, "", day).draft(cells)
    if not isinstance(made, Draft):
        raise UsageProblem("; ".join(map(str, made)))
    made.record.values.pop("source", None)
    if key and "number" not in texts:
        # Only asked to change: what it is called and its stages stay.
        made.record.key = key
        made.record.stages = []
    for name in texts:
        if BY_NAME[name].kind == "date" and name not in made.record.values:
            raise UsageProblem(
                t('--{name}: "{text}" is no date', name=name.replace("_", "-"), text=texts[name][0])
            )
    return made
