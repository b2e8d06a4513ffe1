"""The heading of an answer that is written as a document: its title, its day and its plan.

Pages, documents and workbooks have one, so that a printed answer says what it answers. Rule: no
time of writing, so that the same answer gives the same file.
"""

from stdplan.catalogue.queries.info import last_change
from stdplan.commands.context import Context
from stdplan.i18n import t
from stdplan.output.formats import Heading


def heading_of(name: str, ctx: Context) -> Heading:
    """Return the heading of the answer of a command; `name` is "MODULE.FUNCTION" of the command.

    Its details are those of the last question that the command asked.
    """
    details: list[str] = []
    if ctx.asked:
        query = ctx.asked[-1]
        details += [t("as of {day}", day=query.day), t("plan of {year}", year=query.plan.year)]
    changed = last_change(ctx.opened[-1].connection) if ctx.opened else None
    if changed is not None:
        details.append(t("catalogue as changed on {day}", day=changed))
    return Heading(titles().get(name) or t("What would change"), tuple(details))


def titles() -> dict[str, str]:
    """Return the titles of the answers by the "MODULE.FUNCTION" of their commands."""
    return {
        "plans.list_plans": t("Plans"),
        "sectors.list_sectors": t("Sectors of the plan"),
        "sectors.show_sector": t("A sector and its focus areas"),
        "focus.list_focus": t("Focus areas of the plan"),
        "focus.show_focus": t("A focus area and its records"),
        "focus.list_overlaps": t("Subjects that several sectors share"),
        "tasks.list_tasks": t("Tasks of the plan"),
        "tasks.show_task": t("A task and its indicators"),
        "standards.list_standards": t("Standards and projects"),
        "standards.show_standard": t("A standard"),
        "standards_check.check_lists": t("Validity of the standards of a list"),
        "standards_titles.find_similar": t("Similar titles"),
        "standards_titles.classify": t("Proposed focus areas"),
        "standards_import.import_lists": t("Import of standards"),
        "review.due": t("Standards due for review"),
        "review.list_reviews": t("Reviews of standards"),
        "review.review_calendar": t("Reviews that will fall due"),
        "review_campaign.campaign": t("Standards of the review campaign"),
        "review_import.import_results": t("Import of reviews"),
        "progress.list_progress": t("Amounts recorded by hand"),
        "progress_import.import_amounts": t("Import of amounts"),
        "activities.list_kinds": t("Kinds of activities"),
        "activities.list_activities": t("Activities"),
        "activities.show_activity": t("An activity"),
        "activities.due": t("Deadlines of activities"),
        "activities_import.import_activities": t("Import of activities"),
        "adoption.report": t("Adoption of international standards"),
        "adoption.list_stale": t("Adopted editions that are out of date"),
        "committees.list_committees": t("Technical committees"),
        "report.report_progress": t("Progress of the plan"),
        "report.report_sectors": t("Standards and projects by sector"),
        "report.report_coverage": t("Coverage of the focus areas"),
        "report.report_levels": t("Levels of the standards in force"),
        "report.report_stages": t("Time of projects in each stage"),
        "report.report_moves": t("Movements of standards and projects"),
        "report.report_review": t("Reviews of the year"),
        "report_counts.report_counts": t("Numbers of standards and projects"),
        "report_changes.report_changes": t("What was learned about standards"),
        "report_year.report_year": t("Account of the year"),
        "report_digest.report_digest": t("Digest of standards"),
        "report_summary.report_summary": t("Summary of the year"),
        "sql.noun": t("Answer to a query"),
        "run.noun": t("Saved questions"),
        "config.show": t("Settings"),
        "history.list_operations": t("History of the catalogue"),
        "history.show_operation": t("Changes of an operation"),
        "db.db_info": t("The catalogue"),
        "db.db_check": t("Check of the catalogue"),
    }
