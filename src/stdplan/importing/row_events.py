"""What the cells of a row of a list of standards say of events: stage, status, suspension, days.

Rule: dates decide the stage and status; words decide only what no date does, and take the day of
the import.
"""

from stdplan.domain.dates import pad
from stdplan.domain.numbers import draft_stage_of_title, parse_replacements
from stdplan.domain.stages import ENDED, PUBLISHED
from stdplan.domain.standard_record import ProjectEvent, StandardRecord
from stdplan.domain.status import status
from stdplan.importing.progress_words import EXTENDED
from stdplan.importing.project_days import add_stage_days, day_of_stage
from stdplan.importing.row_values import RowValues


def status_word(row: RowValues) -> str | None:
    """Return the status word of a row; None for our own lists, where it only repeats the dates."""
    values = row.values.get("status")
    return str(values[0][1].value) if values and not values[0][0].strict else None


def apply_stage_and_status(
    record: StandardRecord, row: RowValues, word: str | None, day: str
) -> str | None:
    """Turn stage, status word and confirmation into events; return the status that the row claims.

    Events without a date in the list take `day`, the ISO day of the import.
    """
    values = record.values
    if confirmed := row.text("confirmed"):
        record.reviews.append((confirmed, "confirm"))
    stage = _stage(row)
    ours = "stage" in row.values and row.values["stage"][0][0].strict
    if word is None and stage == ENDED and not ours:
        word = "withdrawn"
    if unsure := row.also.get("not_in_force"):
        word = _not_in_force(record, row, day)
        if word is None:
            row.keep_strange(row.headers["status"], unsure)
    stated = day_of_stage(row, day, bool(stage or word == "terminated" or "event" in row.also))
    _apply_end(record, row, word, stated, day)
    if stated and stage == PUBLISHED and not _is_dated(record):
        values["published"] = stated
    if stated and "event" in row.also:
        row.also.setdefault("event_day", stated)
    add_stage_days(record, row, day, _is_dated(record))
    reached = {code for code, _ in record.stages}
    _claim_publication(record, row, stage, day)
    stage = _stage_of_project(record, word, stage)
    # Publication and withdrawal have dates of their own; a review under way (90) has none, so lists
    # of ours have the stage. ISO's 90.92 and 90.93 are reviews that took place, without their day.
    issued = row.text("plan_issued")
    is_known = (stage == "90" and ours) or (stage and stage < PUBLISHED and not _is_dated(record))
    if stage and is_known and stage not in reached:
        # The plan was issued on a day of its own; other stages follow it.
        of_plan = issued if stage == _ISSUED else None
        record.stages.append((stage, stated or of_plan or day))
    if issued:
        _add_day_of_plan(record, row, issued)
    return word


def _apply_end(
    record: StandardRecord, row: RowValues, word: str | None, stated: str | None, day: str
) -> None:
    """Set the day of a withdrawal or termination that a status word says, and whether it is
    inferred. `stated`: the day next to the stage."""
    values = record.values
    if "withdrawn" in values:
        # If each row has a status word, a day from --set for the whole list is only inferred.
        columns = row.values.get("withdrawn")
        from_option = columns is not None and columns[0][0].from_option
        values["withdrawn_inferred"] = (word is not None and from_option) or row.text(
            "ends_basis"
        ) == "inferred"
    elif word == "withdrawn":
        values |= {"withdrawn": day, "withdrawn_inferred": True}
    if word == "terminated" and "terminated" not in values:
        values["terminated"] = stated or day


def _stage_of_project(record: StandardRecord, word: str | None, stage: str | None) -> str | None:
    """Return the stage of a row, 10 for a project whose stage the row does not say."""
    reached = bool(record.stages)
    # A row without a number and without any date or word of a publication is a project.
    claimed = record.in_force or record.upcoming or word == "withdrawn" or reached
    if stage is None and not claimed and "number" not in record.values:
        stage = "10"
    # A number with a word for a project is no publication, either.
    of_project = word in ("planned", "terminated") and not reached
    of_project = of_project and record.values.get("draft_stage") is None  # it has its stage
    return "10" if (stage or PUBLISHED) >= PUBLISHED and of_project else stage


def _add_day_of_plan(record: StandardRecord, row: RowValues, issued: str) -> None:
    """Add stage 10 on the day on which the plan of the project was issued."""
    if "number" in record.values and not _is_dated(record):
        # It would make a project of a standard whose other days are not known.
        row.extra[row.values["plan_issued"][0][0].header] = issued
    elif (_ISSUED, issued) not in record.stages:
        record.stages.append((_ISSUED, issued))


def _not_in_force(record: StandardRecord, row: RowValues, day: str) -> str | None:
    """Return the status of a row that a list calls not in force; None if it stays unknown.

    A standard that would be in force by its dates was withdrawn.
    """
    if "number" not in record.values or is_draft(record, row):
        return None
    by_dates = status_by_dates(record, day)
    return "withdrawn" if by_dates == "in-force" else by_dates


def _claim_publication(record: StandardRecord, row: RowValues, stage: str | None, day: str) -> None:
    """Let the words of a row say that it is in force or upcoming, if no date does.

    Our own lists have such words, too: those of records without dates.
    """
    if is_draft(record, row):
        return
    word, values = row.text("status"), record.values
    published, effective = values.get("published"), values.get("effective")
    early = published is None and effective is not None and str(effective) > day
    undated = published is None and effective is None
    if word is None and (undated or early) and PUBLISHED <= (stage or "") < ENDED:
        word = "in-force"
    columns = (row.values[name][0][0] for name in _PROGRESS if name in row.values)
    ours = any(column.strict for column in columns)
    if word == "in-force":
        # In our own lists, the number or a day says the same.
        record.in_force = None if ours and "number" in values else day
    elif word == "upcoming" and (effective is None or early) and not (ours and published):
        is_upcoming = status_by_dates(record, day) == "upcoming"
        record.upcoming = None if is_upcoming else day


def apply_draft(record: StandardRecord, row: RowValues) -> None:
    """Let the title say that the row is a draft: 某规范（征求意见稿）."""
    stage = draft_stage_of_title(str(record.values.get("title") or ""))
    if stage:
        row.also.setdefault("draft", stage)


def is_draft(record: StandardRecord, row: RowValues) -> bool:
    """Return whether the number or the title of a row is that of a draft."""
    return "draft" in row.also or record.values.get("draft_stage") is not None


def add_successors(record: StandardRecord, row: RowValues) -> None:
    """Add the successors that the status cell names: 被GB/T 1-2020代替."""
    links = parse_replacements(row.also.get("status_successors", ""))
    in_part = "status_in_part" in row.also
    stated = {number for number, _ in record.replaced_by}
    record.replaced_by += [
        (number, partial or in_part) for number, partial in links.replaces if number not in stated
    ]


def status_by_dates(record: StandardRecord, day: str) -> str:
    """Return the status on a day (ISO) by what the record itself says, without its links."""

    def text(name: str) -> str | None:
        value = record.values.get(name)
        return str(value) if value else None

    year = record.values.get("number_year")
    return status(
        day,
        published=text("published"),
        effective=text("effective"),
        withdrawn=text("withdrawn"),
        terminated=text("terminated"),
        number_year=year if isinstance(year, int) else None,
        edition=text("edition"),
        has_number=record.values.get("number") is not None,
        highest_stage=max((code for code, _ in record.stages), default=None),
        is_draft=record.values.get("draft_stage") is not None,
        listed=record.in_force or record.upcoming,
        awaits_effect=record.upcoming is not None,
    )


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


def _stage(row: RowValues) -> str | None:
    stage = row.text("stage") or row.also.get("stage")
    draft = row.also.get("draft")
    return draft if draft and (stage or PUBLISHED) >= PUBLISHED else stage


def _is_dated(record: StandardRecord) -> bool:
    return bool(record.values.get("published") or record.values.get("effective"))
