"""Projects that are one: what one of them has goes to the other, which keeps its values.

Rules:
* Only a project is merged, never a published standard. What it is merged into may be published.
* The remaining record takes what it lacks: values, stages, suspensions, extensions, links, reviews.
* The key and the plan number of the merged project are stored as former numbers of the remaining
  record (other_numbers.py), so that commands, later lists and activities find it.
* Stages that contradict each other are refused, and so are stages of the project on days after the
  publication of the standard. No record is merged on a day before its own first day.
"""

import sqlite3
from collections.abc import Sequence

from stdplan.catalogue import other_numbers, project_matching
from stdplan.catalogue.review_projects import sync_review_projects
from stdplan.catalogue.standard_writer import standard_columns
from stdplan.catalogue.transaction import Transaction
from stdplan.domain.day_order import is_before
from stdplan.domain.numbers import plan_number
from stdplan.domain.stages import PUBLISHED, StageDay, conflict
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t


def merge_project(transaction: Transaction, project: int, into: int, day: str) -> None:
    """Merge a project with another record (both are row ids) on a day (ISO).

    Raise UsageProblem if it is no project, if the two contradict each other, or if one of them
    begins after that day.
    """
    connection = transaction.connection
    old, new = standard_columns(connection, project), standard_columns(connection, into)
    names = {
        "key": escape_unprintable(str(old["key"])),
        "into": escape_unprintable(str(new["key"])),
    }
    if project == into:
        raise UsageProblem(t("{key} is that record itself", **names))
    if old["number"] is not None:
        raise UsageProblem(t("{key} is no project: only projects can be merged", **names))
    stays, moved = _stages(connection, into), _stages(connection, project)
    if published := new["published"] or new["effective"]:
        stays.append(StageDay(PUBLISHED, str(published)))
    for key, days in ((names["key"], moved), (names["into"], stays)):
        first = min((change.day for change in days), default=day)
        if is_before(day, first):
            sentence = "{key} cannot be merged on {day}, before its first date, {first}"
            raise UsageProblem(t(sentence, key=key, day=day, first=first))
    _check_stages(stays, moved, names)
    for sql in (
        "UPDATE OR IGNORE other_number SET standard = :into WHERE standard = :project",
        "DELETE FROM other_number WHERE standard = :project",
    ):
        connection.execute(sql, {"project": project, "into": into})
    project_matching.merge(connection, project, into)
    connection.execute("DELETE FROM replaces WHERE successor = target")
    other_numbers.move_names(connection, str(old["key"]), str(new["key"]))
    for number in dict.fromkeys((old["key"], old["plan_number"])):
        if number is not None and plan_number(str(number)) and number != new["plan_number"]:
            other_numbers.keep(connection, into, str(number), day)
    sync_review_projects(transaction)
    transaction.count("changed")


def _check_stages(
    stays: Sequence[StageDay], moved: Sequence[StageDay], names: dict[str, str]
) -> None:
    """Raise UsageProblem if a stage that would be moved contradicts one that stays."""
    have = {stage for stage, _ in stays}
    for change in moved:
        if change.stage in have:
            continue
        if other := conflict(change, stays):
            sentence = (
                "{key} is in stage {stage} on {day}, which contradicts stage {other} of {into} on"
                " {other_day}; correct one of them with `standards stage`"
            )
            values = {"stage": change.stage, "day": change.day, "other": other.stage}
            raise UsageProblem(t(sentence, **names, **values, other_day=other.day))


def _stages(connection: sqlite3.Connection, standard: int) -> list[StageDay]:
    sql = "SELECT stage, date FROM stage_change WHERE standard = ? ORDER BY date, stage"
    return [StageDay(stage, day) for stage, day in connection.execute(sql, (standard,))]
