"""The columns of each reading command, for `--fields` and `--sort`, without running it.

Rule: columns are defined where they are asked for; here is only which of them a command shows. A
test compares this table with what the commands write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from stdplan.table import Column

# A module of catalogue/queries, or a path to another one, and a name in it; a key, if that is a
# mapping.
_COLUMNS = {
    "plans list": "stored_plan:PLAN_COLUMNS",
    "sectors list": "plan_contents:SECTOR_COLUMNS",
    "focus list": "plan_contents:FOCUS_COLUMNS",
    "focus overlaps": "plan_contents:OVERLAP_COLUMNS",
    "tasks list": "plan_contents:TASK_COLUMNS",
    "standards list": "standards:COLUMNS",
    "standards show": "standards:SHOW_COLUMNS",
    "standards check": "commands/standards_check:CHECKED",
    "standards similar": "similar:SIMILAR_COLUMNS",
    "standards classify": "classify:FOCUS_PROPOSAL_COLUMNS",
    "review due": "reviews:DUE_COLUMNS",
    "review due sector": "reviews:DUE_BY_SECTOR_COLUMNS",
    "review list": "review_list:REVIEW_COLUMNS",
    "review calendar": "reviews:DUE_BY_MONTH_AND_SECTOR_COLUMNS",
    "review campaign": "campaign:CAMPAIGN_COLUMNS",
    "review campaign sector": "campaign:CAMPAIGN_BY_SECTOR_COLUMNS",
    "progress list": "progress:AMOUNT_COLUMNS",
    "adoption report": "adoption:ADOPTION_COLUMNS:sector",
    "adoption report degree": "adoption:ADOPTION_COLUMNS:degree",
    "adoption report year": "adoption:ADOPTION_COLUMNS:year",
    "adoption stale": "adoption:STALE_COLUMNS",
    "committees list": "committees:COMMITTEE_COLUMNS",
    "activities kinds": "activities:KIND_COLUMNS",
    "activities list": "activities:ACTIVITY_COLUMNS",
    "activities show": "activities:ACTIVITY_SHOW_COLUMNS",
    "activities due": "activities:ACTIVITY_DUE_COLUMNS",
    "report progress": "progress:PROGRESS_COLUMNS",
    "report progress sector": "progress:PART_COLUMNS:sector",
    "report progress driver": "progress:PART_COLUMNS:driver",
    "report progress month": "progress:PART_COLUMNS:month",
    "report sectors": "sector_reports:PIPELINE_COLUMNS",
    "report coverage": "sector_reports:COVERAGE_COLUMNS",
    "report levels": "sector_reports:LEVEL_COLUMNS",
    "report stages": "stage_reports:STAGE_COLUMNS",
    "report moves": "stage_reports:MOVE_COLUMNS",
    "report review": "review_report:COLUMNS_BY:sector",
    "report review committee": "review_report:COLUMNS_BY:committee",
    "report review all": "review_report:COLUMNS_BY:all",
    "report changes": "entered_changes:ENTERED_COLUMNS",
    "report year": "year_report:YEAR_COLUMNS",
    "report year sector": "year_report:PART_COLUMNS:sector",
    "report year department": "year_report:PART_COLUMNS:department",
    "report year committee": "year_report:PART_COLUMNS:committee",
    "report digest": "digest_forms:DIGEST_COLUMNS",
    "config show": "commands/config:CONFIG_COLUMNS",
    "run": "commands/run:RUN_COLUMNS",
    "sql views": "catalogue/views:LISTED_COLUMNS",
    "history list": "history:HISTORY_COLUMNS",
    "history show": "history:CHANGE_COLUMNS",
    "db info": "info:INFO_COLUMNS",
    "db check": "check:FINDING_COLUMNS",
}


def list_columns(command: str, given: Mapping[str, Sequence[str]]) -> tuple[Sequence[Column], bool]:
    """Return the columns of a command, and whether its records are standards.

    `given`: the options on the line; `--by` chooses other columns.
    """
    if command.endswith(" import"):
        from stdplan.commands.import_report import RESULT_COLUMNS

        return RESULT_COLUMNS, False
    if command == "report counts":
        from stdplan.catalogue.queries.record_counts import DEFAULT_PARTS, PARTS, count_columns

        parts = [part for text in given.get("by", ()) for part in text.split(",")]
        known = [part for part in parts if part in PARTS]
        return count_columns(known or DEFAULT_PARTS), False
    by = (given.get("by") or [""])[-1]
    if command == "sql" and given.get("views"):
        by = "views"
    found = _COLUMNS.get(f"{command} {by}".strip()) or ("" if by else _COLUMNS.get(command, ""))
    if command == "report progress" and given.get("forecast") and not by:
        found = "progress:FORECAST_COLUMNS"
    if not found:
        return (), False
    module, name, *key = found.split(":")
    path = module.replace("/", ".") if "/" in module else f"catalogue.queries.{module}"
    columns = getattr(import_module(f"stdplan.{path}"), name)
    return (columns[key[0]] if key else columns), module == "standards"
