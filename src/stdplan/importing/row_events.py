"""What the cells of a row of a list of standards say of events: stage, status, suspension, days.

Rule: dates decide the stage and status; words decide only what no date does, and take the day of
the import.
"""

from stdplan.domain.dates import pad
from stdplan.domain.standard_record import ProjectEvent, StandardRecord
from stdplan.importing.progress_words import EXTENDED
from stdplan.importing.row_values import RowValues


def status_word(row: RowValues) -> str | None:
    """Return the status word of a row; None for our own lists, where it only repeats the dates."""
    values = row.values.get("status")
    return str(values[0][1].value) if values and not values[0][0].strict else None


def apply_stage_and_status(
    record: StandardRecord, row: RowValues, status: str | None, day: str
) -> None:
    """Turn stage, status word and confirmation into events.

    Events without a date in the list take `day`, the ISO day of the import.
    """
    if confirmed := row.text("confirmed"):
        record.reviews.append((confirmed, "confirm"))
    if "withdrawn" in record.values:
        # If each row has a status word, a day from --set for the whole list is only inferred.
        from_option = row.values["withdrawn"][0][0].from_option
        record.values["withdrawn_inferred"] = (status is not None and from_option) or row.text(
            "ends_basis"
        ) == "inferred"
    elif status == "withdrawn":
        record.values |= {"withdrawn": day, "withdrawn_inferred": True}
    if status == "terminated" and "terminated" not in record.values:
        record.values["terminated"] = day
    # A number without any date is not yet a publication.
    stage = _stage(row)
    ours = "stage" in row.values and row.values["stage"][0][0].strict
    if stage is None and "number" not in record.values:
        stage = "10"
    # Publication and withdrawal have dates of their own; a review under way (90) has none, so lists
    # of ours have the stage. ISO's 90.92 and 90.93 are reviews that took place, without their day.
    issued = row.text("plan_issued")
    if stage and ((stage < "60" and not _is_dated(record)) or (stage == "90" and ours)):
        # The plan was issued on a day of its own; other stages follow it.
        record.stages.append((stage, issued if issued and stage == _ISSUED else day))
    if issued and "number" in record.values and not _is_dated(record):
        # It would make a project of a standard whose other days are not known.
        row.extra[row.values["plan_issued"][0][0].header] = issued
    elif issued and (_ISSUED, issued) not in record.stages:
        record.stages.append((_ISSUED, issued))


def add_project_events(record: StandardRecord, row: RowValues, day: str) -> list[str]:
    """Add what the row says of the clock of a project, by default on `day`; return its requests,
    which change nothing, as `header "text"`."""
    if (event := row.also.get("event")) and "number" not in record.values:
        record.events.append(
            ProjectEvent(
                event,
                row.also.get("event_day", day),
                row.also.get("event_target"),
                row.text("extension_reason") if event == EXTENDED else None,
                next(row.values[name][0][0].header for name in _PROGRESS if name in row.values),
                row.also["event_text"],
            )
        )
    reason = row.text("extension_reason")
    if target := row.text("extended_to"):
        header = row.values["extended_to"][0][0].header
        record.events.append(ProjectEvent(EXTENDED, day, target, reason, header, target))
    elif reason and event != EXTENDED:
        row.notes.append(f"{row.values['extension_reason'][0][0].header}: {reason}")
    requests = []
    if request := row.also.get("request"):
        requests.append(f'"{request}"')
    if request := row.text("extension_requested"):
        header = row.values["extension_requested"][0][0].header
        requests.append(f'{header} "{request}"')
        row.extra[header] = request
    return requests


_ISSUED = "10"  # the stage that a project has from the day on which its plan was issued
# The fields of cells that may say that a project is suspended or extended.
_PROGRESS = ("status", "stage")


def days_of(record: StandardRecord) -> dict[str, str | None]:
    """Return the days that the cells of a row state, for days_before_publication(): `confirmed` is
    the first review. The day of an import, which stands for an unknown one, is left out."""
    days = {name: record.values.get(name) for name in ("published", "effective", "withdrawn")}
    if record.values.get("withdrawn_inferred"):
        del days["withdrawn"]
    stated: dict[str, str | None] = {name: str(day) for name, day in days.items() if day}
    stated["confirmed"] = min((day for day, _ in record.reviews), key=pad, default=None)
    return stated


def unsupported_claim(record: StandardRecord, row: RowValues) -> str | None:
    """Return the field, stage or status, that claims a publication without a number or a date.

    None if there is no such claim. Call this after apply_stage_and_status().
    """
    if (_stage(row) or "") < "60" or record.stages or _is_dated(record):
        return None
    if record.values.get("number") or record.values.get("withdrawn"):
        return None
    return "stage" if "stage" in row.values else "status"


def _stage(row: RowValues) -> str | None:
    return row.text("stage") or row.also.get("stage")


def _is_dated(record: StandardRecord) -> bool:
    return bool(record.values.get("published") or record.values.get("effective"))
