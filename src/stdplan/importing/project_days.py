"""The days of a project in a row of a list: of its stages, one column each (征求意见时间), of the
stage in a column next to it (阶段, 完成日期), and a target date in words without a year (年底).

Rule: a stage was reached on a day up to that of the import; a later day is only a plan, and stays
in `extra`. The year of a target date is that of the plan, else that of the import, and is reported.
"""

from stdplan.domain.dates import pad
from stdplan.domain.fields import STAGE_DAYS
from stdplan.domain.stages import PUBLISHED, StageDay, conflict
from stdplan.domain.standard_record import StandardRecord
from stdplan.domain.target_days import read_target
from stdplan.i18n import t
from stdplan.importing.cell_values import TARGET_HEADER, TARGET_WORDS
from stdplan.importing.row_values import RowValues


def add_stage_days(record: StandardRecord, row: RowValues, day: str, dated: bool) -> None:
    """Add the stages that have a column of their own; `day` is that of the import.

    `dated`: the standard is published. A number without other days must not become a project.
    """
    for name, stage in STAGE_DAYS.items():
        reached = row.text(name)
        if reached is None:
            continue
        header = row.values[name][0][0].header
        if pad(reached) > day:
            row.keep_strange(header, reached)
        elif "number" in record.values and not dated:
            row.extra[header] = reached
        else:
            record.stages.append((stage, reached))


def day_of_stage(row: RowValues, day: str, has_stage: bool) -> str | None:
    """Return the day in the column next to the stage, None without one.

    The cell is kept in `extra` if the row has no stage, or if the day is after that of the import.
    """
    stated = row.text("stage_day")
    if stated is None:
        return None
    header = row.values["stage_day"][0][0].header
    if pad(stated) > day:
        row.keep_strange(header, stated)
    elif not has_stage:
        row.extra[header] = stated
    else:
        return stated
    return None


def stages_out_of_order(record: StandardRecord, row: RowValues) -> str | None:
    """Return two days of stages in a row, with their headers, that are not in the order of the
    stages; None if all are in order. Such days are stored: a second draft may be sent out."""
    fields = {"plan_issued": "10", **STAGE_DAYS, "published": PUBLISHED}
    if stage := row.text("stage") or row.also.get("stage"):
        fields["stage_day"] = stage
    stated = {}
    for name, stage in fields.items():
        day = row.text(name)
        if day and (name == "published" or (stage, day) in record.stages):
            stated[StageDay(stage, day)] = f"{row.values[name][0][0].header} {day}"
    for new in sorted(stated):
        if other := conflict(new, stated):
            return t(", ").join((stated[new], stated[other]))
    return None


def apply_target_words(record: StandardRecord, row: RowValues, day: str) -> list[str]:
    """Set the target date, or the months of a project, that words without a year mean.

    Return the words with the date whose year is inferred, for a person to look at.
    """
    words = row.also.pop(TARGET_WORDS, None)
    if words is None:
        return []
    issued = row.text("plan_issued") or str(record.values.get("plan_number", ""))
    year = issued[:4] if issued[:2] in ("19", "20") and issued[:4].isdigit() else day[:4]
    target = read_target(words, int(year))
    if target is None:
        return []
    if target.months:
        record.values.setdefault("project_months", target.months)
        return []
    record.values.setdefault("target_date", target.day)
    row.notes.append(f"{row.also[TARGET_HEADER]}: {words}")
    return [f"{words} → {target.day}"]
