"""What a row says of the stage and status of its standard.

Rule: where there are dates, they tell; words tell only what no date does, dated by the day of the
import.
"""

from stdplan.domain.standard_record import Record
from stdplan.exchange.row import Row


def status_word(row: Row) -> str | None:
    """A list's word for the status; that of our own lists only repeats what their dates tell."""
    found = row.said.get("status")
    return str(found[0][1].value) if found and not found[0][0].strict else None


def state(record: Record, row: Row, status: str | None, day: str) -> None:
    """Stage, status word and confirmation become events, dated by the list or by `day`, the day of
    the import."""
    if confirmed := row.text("confirmed"):
        record.reviews.append((confirmed, "confirm"))
    if "withdrawn" in record.values:
        # The day of a whole list, beside a word for each row, only stands in for a day.
        stands_in = status is not None and row.said["withdrawn"][0][0].given
        record.values["withdrawn_inferred"] = stands_in
    elif status == "withdrawn":
        record.values |= {"withdrawn": day, "withdrawn_inferred": True}
    if status == "terminated" and "terminated" not in record.values:
        record.values["terminated"] = day
    # A number without any date is not yet a publication.
    told = _stage(row)
    ours = "stage" in row.said and row.said["stage"][0][0].strict
    if told is None and "number" not in record.values:
        told = "10"
    # Publication and end are told by dates; a review that is under way (90) is not, and a list of
    # ours says that it is. ISO's 90.92 and 90.93 are reviews held, without their day.
    if told and ((told < "60" and not _is_dated(record)) or (told == "90" and ours)):
        record.stages.append((told, day))


def unborne(record: Record, row: Row) -> str | None:
    """The field, stage or status, whose word tells a publication that neither a number nor a day
    bears out; None where there is no such word. Asked once the record is stated."""
    if (_stage(row) or "") < "60" or record.stages or _is_dated(record):
        return None
    if record.values.get("number") or record.values.get("withdrawn"):
        return None
    return "stage" if "stage" in row.said else "status"


def _stage(row: Row) -> str | None:
    return row.text("stage") or row.also.get("stage")


def _is_dated(record: Record) -> bool:
    return bool(record.values.get("published") or record.values.get("effective"))
