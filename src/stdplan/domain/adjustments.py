"""What an office adjusts of a project of its plan (计划调整): the kinds, and one adjustment.

A request (申请延期) is no adjustment: it changes nothing until it is granted.
"""

from __future__ import annotations

from stdplan.light import NamedTuple

EXTEND, RENAME, TRANSFER, TERMINATE, SUSPEND, RESUME, REQUEST = KINDS = (
    "extend",
    "rename",
    "transfer",
    "terminate",
    "suspend",
    "resume",
    "request",
)
# The fields of a project that a transfer (变更单位) changes.
UNITS = ("drafting_orgs", "committee", "department")


class Adjustment(NamedTuple):
    """One adjustment of a project.

    `field`: what it changes, a field of a standard; `value`: the new target date, title or unit
    (organisations that draft are a list); None for kinds without one.
    """

    kind: str
    field: str = ""
    value: object = None


class AdjustedProject(NamedTuple):
    """What a row adjusts of one project, on an ISO day, with the reason and the document (文号).

    `first_target`: the target date before the adjustment, as the row has it.
    """

    day: str
    adjustments: tuple[Adjustment, ...]
    reason: str | None = None
    document: str | None = None
    first_target: str | None = None
