"""The schema: what a catalogue holds and what may be written into it.

Rule: this folder is the schema; a change here comes with a migration (migrations.py), and a test
compares a migrated file with a fresh one. Rows from outside go through `Model.checked`, which
refuses unknown names and wrong values; the CHECKs hold whoever else writes the file to the same.
No `from __future__ import annotations` in this folder: SQLModel reads the annotations themselves.
"""

from stdplan.catalogue.models.activity import Activity, ActivityState
from stdplan.catalogue.models.common import Model
from stdplan.catalogue.models.events import Operation, Progress, Review, StageChange
from stdplan.catalogue.models.plan import (
    ActivityKind,
    Driver,
    FocusArea,
    Indicator,
    Plan,
    PlanFocus,
    PlanSector,
    Sector,
    Task,
    Theme,
)
from stdplan.catalogue.models.standard import Adopts, Replaces, Standard, StandardFocus
from stdplan.catalogue.models.titles import TitleChanged, TitleGram, TitleIndex

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityState",
    "Adopts",
    "Driver",
    "FocusArea",
    "Indicator",
    "Model",
    "Operation",
    "Plan",
    "PlanFocus",
    "PlanSector",
    "Progress",
    "Replaces",
    "Review",
    "Sector",
    "StageChange",
    "Standard",
    "StandardFocus",
    "Task",
    "Theme",
    "TitleChanged",
    "TitleGram",
    "TitleIndex",
]
