"""Amounts recorded by hand: written, corrected and removed through the model."""

from collections.abc import Mapping

from stdplan.catalogue.models import Progress
from stdplan.catalogue.work import Work


def record(work: Work, values: Mapping[str, object]) -> int:
    """Write an amount; its id."""
    made = Progress.checked(values)
    work.session.add(made)
    work.session.flush()
    work.count("added")
    assert made.id is not None, "the database numbers it"
    return made.id


def edit(work: Work, identity: int, given: Mapping[str, object]) -> None:
    """Set what is given; the rest stays."""
    held = work.session.get_one(Progress, identity)
    checked = Progress.checked({**held.model_dump(), **given})
    for name in given:
        setattr(held, name, getattr(checked, name))
    work.count("changed")


def remove(work: Work, identity: int) -> None:
    """Take an amount out; its id is not used again."""
    work.session.delete(work.session.get_one(Progress, identity))
    work.count("removed")
