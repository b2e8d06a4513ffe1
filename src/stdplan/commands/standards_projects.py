"""`stdplan standards suspend, resume, extend`: what stops the clock of a project, or moves its end.

catalogue/project_changes.py has the rules. A command changes all projects that it names, or none.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from stdplan.catalogue import project_changes
from stdplan.catalogue.project_changes import Reason
from stdplan.catalogue.queries.find_standard import NumberMatch
from stdplan.catalogue.transaction import Transaction
from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice, option_date, target_day
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NUMBERS, ON
from stdplan.commands.parameters import flag, option
from stdplan.commands.record_arguments import find_records
from stdplan.commands.text_arguments import option_text
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn

Result = TypeVar("Result")
_REASON = option("--note", metavar="TEXT", help="The reason.")
_DOCUMENT = option("--announcement", metavar="TEXT", help="The document that says so (文号).")


@writing_command(
    NUMBERS,
    ON,
    option("--until", metavar="DATE", help="The day on which it was resumed, if it is known."),
    _REASON,
    _DOCUMENT,
    flag("--remove", help="Remove a suspension: that of --on, else the last one."),
)
def suspend(
    ctx: Context,
    numbers: list[str],
    on: str | None,
    until: str | None,
    note: str | None,
    announcement: str | None,
    remove: bool,
) -> None:
    """Suspend projects (冻结, 暂停): their clock stops until they are resumed.

    \b
    stdplan standards suspend 2011-0123T-JB --on 2012-03-01 --note 等待国际标准
    stdplan standards suspend 2011-0123T-JB --on 2012-03-01 --remove

    Suspended days do not count: the deadline moves by them, and a suspended project is not overdue.
    """
    if remove:
        _refuse_with_remove({"--until": until, "--note": note, "--announcement": announcement})
        _remove(ctx, numbers, on, project_changes.remove_suspension)
        return
    day, reason = event_day_with_notice(on), _reason(note, announcement)
    end = None if until is None else option_date(until, "--until")
    projects, changed = _change(
        ctx,
        numbers,
        lambda transaction, project: project_changes.suspend(
            transaction, project, day, end, reason
        ),
    )
    _say_changed(
        projects,
        changed,
        t("suspended on {day}", day=day),
        tn("{count} project suspended", "{count} projects suspended", len(changed)),
    )


@writing_command(
    NUMBERS,
    ON,
    flag("--remove", help="Remove the end of the last suspension: the project is suspended again."),
)
def resume(ctx: Context, numbers: list[str], on: str | None, remove: bool) -> None:
    """Resume suspended projects (恢复): their clock runs again from that day on.

    \b
    stdplan standards resume 2011-0123T-JB --on 2012-09-01
    """
    if remove:
        _remove(ctx, numbers, on, project_changes.remove_end)
        return
    day = event_day_with_notice(on)
    projects, changed = _change(
        ctx,
        numbers,
        lambda transaction, project: project_changes.resume(transaction, project, day),
    )
    _say_changed(
        projects,
        changed,
        t("resumed on {day}", day=day),
        tn("{count} project resumed", "{count} projects resumed", len(changed)),
    )


@writing_command(
    NUMBERS,
    option(
        "--target",
        metavar="DATE",
        help="The new target date: a date, or words such as 2027年底.",
    ),
    ON,
    _REASON,
    _DOCUMENT,
    flag("--remove", help="Remove an extension: that of --on, else the last one."),
)
def extend(
    ctx: Context,
    numbers: list[str],
    target: str | None,
    on: str | None,
    note: str | None,
    announcement: str | None,
    remove: bool,
) -> None:
    """Extend projects (延期): give them a later target date, and keep the first one.

    \b
    stdplan standards extend 2011-0123T-JB --target 2013-06 --on 2012-11-01 --note 试验未完成
    stdplan standards extend 2011-0123T-JB --remove

    Before the day of the extension, the earlier target counts.
    """
    if remove:
        given = {"--target": target, "--note": note, "--announcement": announcement}
        _refuse_with_remove(given)
        _remove(ctx, numbers, on, project_changes.remove_extension)
        return
    if target is None:
        raise UsageProblem(t("give the new target date: --target DATE"))
    new, day = target_day(target, "--target"), event_day_with_notice(on)
    reason = _reason(note, announcement)
    projects, changed = _change(
        ctx,
        numbers,
        lambda transaction, project: project_changes.extend(transaction, project, day, new, reason),
    )
    _say_changed(
        projects,
        changed,
        t("extended to {target} on {day}", target=new, day=day),
        tn("{count} project extended", "{count} projects extended", len(changed)),
    )


def _reason(note: str | None, announcement: str | None) -> Reason:
    return Reason(
        None if note is None else option_text(note, "--note"),
        None if announcement is None else option_text(announcement, "--announcement"),
    )


def _refuse_with_remove(given: dict[str, str | None]) -> None:
    """Raise UsageProblem if an option is given that --remove would ignore."""
    for name, value in given.items():
        if value is not None:
            raise UsageProblem(t("--remove cannot be used with {option}", option=name))


def _change(
    ctx: Context, numbers: list[str], change: Callable[[Transaction, int], Result]
) -> tuple[list[NumberMatch], dict[NumberMatch, Result]]:
    """Change all projects in one operation; return them, and the results of those that changed."""
    with writing(ctx) as (catalogue, transaction):
        projects = find_records(catalogue.connection, numbers)
        results = {project: change(transaction, project.id) for project in projects}
    return projects, {project: result for project, result in results.items() if result}


def _remove(
    ctx: Context,
    numbers: list[str],
    on: str | None,
    remove: Callable[[Transaction, int, str | None], str | None],
) -> None:
    day = None if on is None else option_date(on, "--on")
    projects, removed = _change(
        ctx, numbers, lambda transaction, project: remove(transaction, project, day)
    )
    for project, found in removed.items():
        say(t("{key}: removed what was recorded for {day}", key=_shown(project), day=found))
    _say_unchanged(len(projects) - len(removed))


def _say_changed(
    projects: Collection[NumberMatch], changed: Collection[NumberMatch], what: str, many: str
) -> None:
    """Say what was recorded: for one project with its key, for several with their number."""
    if len(changed) == 1:
        say(t("{key}: {what}", key=_shown(*changed), what=what))
    elif changed:
        say(t("{many} ({what})", many=many, what=what))
    _say_unchanged(len(projects) - len(changed))


def _say_unchanged(count: int) -> None:
    if count:
        say(
            tn(
                "nothing to change for {count} project",
                "nothing to change for {count} projects",
                count,
            )
        )


def _shown(project: NumberMatch) -> str:
    return escape_unprintable(project.key)
