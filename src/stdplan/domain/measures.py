"""The names of the measures that indicators may use; catalogue/queries/measures.py counts them."""

from stdplan.domain import rules
from stdplan.domain.cells import visible
from stdplan.domain.words import INNOVATION, OUTCOMES
from stdplan.i18n import t

# name -> what may stand behind its colon; empty: nothing. `activity` needs a kind of the plan's.
MEASURES: dict[str, tuple[str, ...]] = {
    "published": (),
    "projects": (),
    "submitted": (),
    "priority-projects": (),
    "covered": (),
    "innovation": tuple(INNOVATION),
    "adopted": (),
    "adoption-rate": (),
    "campaign": (),
    "reviewed": tuple(OUTCOMES),
    "recorded": (),
    "activity": (),
}
# Percentages: amounts recorded by hand cannot be added to them.
RATES = ("adoption-rate",)


def check_measure(text: str, kinds: set[str]) -> str | None:
    """What is wrong with a measure, given the plan's kinds of activities; None if nothing is."""
    name, colon, argument = text.partition(":")
    if name not in MEASURES or (name == "activity") > bool(colon):
        return t('"{text}" is none of {names}', text=visible(text), names=", ".join(MEASURES))
    allowed = kinds if name == "activity" else MEASURES[name]
    if colon and argument not in allowed:
        return t('"{text}": there is no "{part}"', text=visible(text), part=visible(argument))
    return None


def check_target(text: str) -> str | None:
    """What is wrong with a target: it is a number above zero or a measure without argument."""
    if text in MEASURES and text not in ("activity", "recorded"):
        return None
    try:
        rules.amount(text)
    except ValueError as fault:
        return str(fault)
    return None
