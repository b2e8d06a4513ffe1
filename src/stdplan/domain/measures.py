"""The names of the measures that indicators may use; catalogue/queries/measures.py counts them."""

from stdplan.domain import validators
from stdplan.domain.codes import INNOVATION, OUTCOMES
from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t

# name -> the arguments allowed after its colon; empty: no argument.
MEASURES: dict[str, tuple[str, ...]] = {
    "published": (),
    "projects": (),
    "submitted": (),
    "priority-projects": (),
    "ended": ("inferred",),
    "terminated": (),
    "covered": (),
    "innovation": tuple(INNOVATION),
    "adopted": (),
    "adoption-rate": (),
    "campaign": (),
    "reviewed": tuple(OUTCOMES),
    "recorded": (),
    "activity": (),
    "closed": (),
    "quantity": (),
    "organisations": (),
    "regions": (),
}
# These take a kind of activity of the plan; `activity` may add states, separated by commas.
OF_KINDS = ("activity", "closed", "quantity", "organisations", "regions")
# Percentages: amounts recorded by hand cannot be added to them.
RATES = ("adoption-rate",)


def check_measure(text: str, kinds: set[str]) -> str | None:
    """Return the problem of a measure, None if valid; `kinds`: the plan's kinds of activity."""
    name, colon, argument = text.partition(":")
    if name not in MEASURES or (name in OF_KINDS) > bool(colon):
        return t(
            '"{text}" is not valid; use one of {names}',
            text=escape_unprintable(text),
            names=", ".join(MEASURES),
        )
    allowed = kinds if name in OF_KINDS else MEASURES[name]
    if name == "activity":
        argument, states, words = argument.partition(":")
        if states and not all(map(str.strip, words.split(","))):
            return t('"{text}": a state is empty', text=escape_unprintable(text))
    if colon and argument not in allowed:
        return t(
            '"{text}": there is no "{part}"',
            text=escape_unprintable(text),
            part=escape_unprintable(argument),
        )
    return None


def check_target(text: str) -> str | None:
    """Return the problem of a target, None if valid: a number above zero or a measure's name."""
    if text in MEASURES and text not in (*OF_KINDS, "recorded"):
        return None
    try:
        validators.amount(text)
    except ValueError as error:
        return str(error)
    return None
