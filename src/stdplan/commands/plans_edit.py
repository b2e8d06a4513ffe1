"""`stdplan plans new, target, edit, export`: the next plan from an old one, and plans as files.

What a plan contains besides is written in its YAML files; `init` reads them.
"""

import re
import sqlite3
from contextlib import ExitStack
from os import PathLike
from pathlib import Path

from stdplan.catalogue import plan_editing
from stdplan.catalogue.queries import plans, stored_plan
from stdplan.catalogue.queries.code_names import indicator_names
from stdplan.commands import code_arguments
from stdplan.commands.console import say
from stdplan.commands.context import Context, make_folder, open_chosen_catalogue, writing
from stdplan.commands.filters import families_or_all
from stdplan.commands.framework import command, writing_command
from stdplan.commands.options import PLAN_YEAR
from stdplan.commands.parameters import argument, option, without_unit
from stdplan.commands.text_arguments import option_text
from stdplan.domain import measures, validators
from stdplan.domain.answer_words import CHANGED_RECORDS, TARGET_MEASURES
from stdplan.domain.codes import NATURES, describe, label, parse_code
from stdplan.domain.dates import FIRST_YEAR, LAST_YEAR, today
from stdplan.domain.plan_definition import has_day, with_year
from stdplan.domain.text import clean_code, escape_unprintable, is_empty
from stdplan.domain.validators import MOST_MONTHS
from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import language, t
from stdplan.reasons import system_reason

PLAN = argument("year", type=int, quantity="year", metavar="YEAR", help="The year of the plan.")
_TITLES = (
    option("--title", metavar="TEXT", help="The title, in both languages."),
    option("--title-en", metavar="TEXT", help="The English title, if it is another one."),
    option("--issuer", metavar="TEXT", help="Who issues the plan, in both languages."),
    option("--issuer-en", metavar="TEXT", help="The English name of the issuer."),
)
_FILES = ("sectors.yaml", "tasks.yaml")


@writing_command(
    argument("year", type=int, quantity="year", metavar="YEAR", help="The year of the new plan."),
    option(
        "--from",
        name="source",
        type=int,
        quantity="year",
        metavar="YEAR",
        help="The plan to copy (default: the newest).",
    ),
    *_TITLES,
    option(
        "--sectors",
        many=True,
        metavar="CODE",
        help="Only these sectors with their areas, by code or name; repeatable.",
    ),
)
def new(
    ctx: Context,
    year: int,
    source: int | None,
    title: str | None,
    title_en: str | None,
    issuer: str | None,
    issuer_en: str | None,
    sectors: list[str] | None,
) -> None:
    """Make the plan of a year from another plan.

    \b
    stdplan plans new 2027 --from 2026
    stdplan plans new 2027 --title 某市2027年标准化工作计划 --sectors machinery,electronics

    Sectors, areas, tasks, indicators, kinds of activities, drivers and rules are copied. Targets
    that are numbers are kept, and listed to be looked at. Nothing that was recorded changes, nor
    any figure of another year. Without --title, the old title gets the new year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = "YEAR: {year} is not a year from {first} to {last}"
        raise UsageProblem(t(sentence, year=year, first=FIRST_YEAR, last=LAST_YEAR))
    facts = _texts_of(title=title, issuer=issuer, title_en=title_en, issuer_en=issuer_en)
    with writing(ctx) as (catalogue, transaction):
        connection = catalogue.connection
        if plans.has_plan(connection, year):
            sentence = (
                "the catalogue has a plan of {year} already; `stdplan plans edit` changes it,"
                " `stdplan undo` takes a command back"
            )
            raise CannotCreate(t(sentence, year=year))
        rules = plans.choose_plan(connection, source)
        codes = dict.fromkeys(code_arguments.sectors(connection, sectors, "--sectors"))
        old = stored_plan.plan_facts(connection, rules.year)
        for name in ("title_zh", "title_en"):
            facts.setdefault(name, with_year(old[name], rules.year, year))
        has_cutoff = has_day(year, rules.review_cutoff)
        if not has_cutoff:
            facts["review_cutoff"] = "02-28"
        plan_editing.copy_plan(transaction, rules.year, year, facts, list(codes))
        made = stored_plan.plan_facts(connection, year)
        sizes = stored_plan.plan_sizes(connection, year)
        targets = _target_lines(connection, year)
        dated = _parts_with(connection, year, rules.year)
    ending = "zh" if language() == "zh" else "en"
    sentence = (
        "plan of {year} from that of {source}: {title}; sectors: {sectors}, areas: {focus_areas},"
        " tasks: {tasks}, indicators: {indicators}"
    )
    say(t(sentence, year=year, source=rules.year, title=made[f"title_{ending}"], **sizes))
    if not has_cutoff:
        sentence = "{year} has no {old}: the cutoff day of the reviews is {new}"
        say(t(sentence, year=year, old=rules.review_cutoff, new=facts["review_cutoff"]))
    if title is not None and issuer is None:
        sentence = (
            "the issuer is still {issuer}; change it with `stdplan plans edit {year} --issuer NAME`"
        )
        say(t(sentence, issuer=made[f"issuer_{ending}"], year=year))
    if targets:
        sentence = (
            "these targets are still those of {source}; change one with `stdplan plans target"
            " INDICATOR NUMBER --plan {year}`:"
        )
        say(t(sentence, source=rules.year, year=year))
        for line in targets:
            say(line)
    if dated:
        sentence = "these texts still name {source}: {names}"
        say(t(sentence, source=rules.year, names=t(", ").join(dated)))


def _texts_of(**given: str | None) -> dict[str, str]:
    """Return the columns of the plan for the values of _TITLES; one without its language is for
    both."""
    texts = {}
    for name, text in given.items():
        if text is not None:
            text = option_text(text, f"--{name.replace('_', '-')}")
            columns = (name,) if name.endswith("_en") else (f"{name}_zh", f"{name}_en")
            texts.update(dict.fromkeys(columns, text))
    return texts


def _target_lines(connection: sqlite3.Connection, year: int) -> list[str]:
    """Return a line for each target that is a number."""
    return [
        t("{code} {name}: {target} {unit}", code=code, name=name, target=target, unit=unit)
        for code, name, target, unit in stored_plan.number_targets(connection, year)
    ]


def _parts_with(connection: sqlite3.Connection, year: int, named: int) -> list[str]:
    """Return what has the number of another year in its texts: `task 3`."""
    return [
        f"{label(CHANGED_RECORDS, table)} {name}"
        for table, name in stored_plan.texts_with(connection, year, str(named))
    ]


@writing_command(
    argument("indicator", metavar="INDICATOR", help="The indicator, by code or name."),
    argument("target", metavar="TARGET", help="A number above zero, a measure, or none."),
    PLAN_YEAR,
)
def target(ctx: Context, indicator: str, target: str, plan: int | None) -> None:
    """Set the target of an indicator.

    \b
    stdplan plans target 3.projects 2800 --plan 2027
    stdplan plans target 5.reviewed campaign

    A measure is a figure that the catalogue counts, such as campaign: the standards that the year
    has to review. `none` removes the target.
    """
    value = _target(target)
    with writing(ctx) as (catalogue, transaction):
        connection = catalogue.connection
        year = plans.choose_plan(connection, plan, today().year).year
        code = code_arguments.indicator(connection, year, indicator, "INDICATOR")
        is_changed = plan_editing.set_target(transaction, year, code, value)
        names = {key: zh for key, zh, _ in indicator_names(connection, year)}
    name = names[code] if language() == "zh" else code
    if not is_changed:
        say(t("{code} of {year}: the target is that already", code=name, year=year))
    elif value is None:
        say(t("{code} of {year} has no target any more", code=name, year=year))
    else:
        shown = label(TARGET_MEASURES, value) if language() == "zh" else value
        say(t("the target of {code} of {year} is {target}", code=name, year=year, target=shown))


def _target(text: str) -> str | None:
    """Return a target as the catalogue stores it; raise UsageProblem if it is not valid."""
    text = clean_code(text)
    if text.lower() == "none" or (text and is_empty(text)):
        return None
    if named := parse_code(TARGET_MEASURES, text):
        return named
    if measures.check_target(text) is None:
        return validators.amount(text)
    sentence = 'TARGET: "{value}" is not valid; give a number above zero, none, or one of {names}'
    allowed = describe(TARGET_MEASURES)
    raise UsageProblem(t(sentence, value=escape_unprintable(text), names=allowed))


_CLEARED: dict[str, object] = {"review-families": [], "nature-months": None}


@writing_command(
    PLAN,
    *_TITLES,
    option(
        "--review-years",
        type=int,
        quantity="years",
        least=1,
        most=99,
        help="The age at which the campaign reviews a standard.",
    ),
    option(
        "--review-families",
        many=True,
        metavar="FAMILY|all",
        help="The families of standards that it reviews; repeatable.",
    ),
    option("--review-cutoff", metavar="MM-DD", help="The day by which they have that age."),
    option(
        "--project-months",
        type=int,
        quantity="months",
        least=1,
        most=MOST_MONTHS,
        help="How long a project without a target date may take.",
    ),
    option(
        "--nature-months",
        many=True,
        metavar="NATURE=N",
        help="The months for a nature of standards; replaces those of all natures; repeatable.",
    ),
    option(
        "--clear",
        many=True,
        metavar="FIELD",
        complete=tuple(_CLEARED),
        help="Clear review-families (all are reviewed) or nature-months; repeatable.",
    ),
)
def edit(
    ctx: Context,
    year: int,
    title: str | None,
    title_en: str | None,
    issuer: str | None,
    issuer_en: str | None,
    review_years: int | None,
    review_families: list[str] | None,
    review_cutoff: str | None,
    project_months: int | None,
    nature_months: list[str] | None,
    clear: list[str] | None,
) -> None:
    """Change the title, the issuer and the rules of a plan. What is not given stays unchanged.

    \b
    stdplan plans edit 2027 --title 某市2027年标准化工作计划 --issuer 某市市场监督管理局
    stdplan plans edit 2027 --review-years 3 --review-cutoff 06-30 --nature-months mandatory=24

    `plans target` changes targets; what else a plan contains is changed in its files (`plans
    export`, then `init`).
    """
    facts: dict[str, object] = {
        **_texts_of(title=title, issuer=issuer, title_en=title_en, issuer_en=issuer_en)
    }
    if review_years is not None:
        facts["review_years"] = review_years
    if review_families:
        facts["review_families"] = list(
            dict.fromkeys(families_or_all(review_families, "--review-families"))
        )
    if review_cutoff is not None:
        facts["review_cutoff"] = _cutoff(review_cutoff, year)
    if project_months is not None:
        facts["project_months"] = project_months
    if nature_months:
        facts["nature_months"] = _nature_months(nature_months)
    for name in clear or ():
        name = clean_code(name).replace("_", "-")
        if name not in _CLEARED:
            sentence = '--clear: there is no field "{name}" to clear; use one of {names}'
            raise UsageProblem(
                t(sentence, name=escape_unprintable(name), names=", ".join(_CLEARED))
            )
        column = name.replace("-", "_")
        if column in facts:
            sentence = "--clear {name} cannot be used together with a value for {name}"
            raise UsageProblem(t(sentence, name=name))
        facts[column] = _CLEARED[name]
    if not facts:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    with writing(ctx) as (catalogue, transaction):
        plans.choose_plan(catalogue.connection, year)
        is_changed = plan_editing.edit_plan(transaction, year, facts)
        rules = plans.choose_plan(catalogue.connection, year)
    if is_changed:
        say(t("changed the plan of {year}", year=year))
        if project_months is not None and not nature_months:
            _say_other_months(rules)
    else:
        say(t("plan of {year}: nothing to change", year=year))


def _say_other_months(rules: plans.PlanRules) -> None:
    """Say which natures keep other months than the plan's new ones."""
    kept = [
        f"{label(NATURES, nature)} {months}"
        for nature, months in rules.nature_months.items()
        if months not in (None, rules.project_months)
    ]
    if kept:
        sentence = (
            "these natures keep their own months: {names}; `stdplan plans edit {year} --clear"
            " nature-months` has {months} for all"
        )
        say(t(sentence, names=t(", ").join(kept), year=rules.year, months=rules.project_months))


def _cutoff(text: str, year: int) -> str:
    """Return a day of the year as the plan stores it: 06-30, also for 6-30 and 6月30日."""
    match = re.fullmatch(r"([0-9]{1,2})[-月]([0-9]{1,2})日?", clean_code(text))
    day = f"{int(match[1]):02}-{int(match[2]):02}" if match else ""
    if not day or not has_day(year, day):
        sentence = '--review-cutoff: "{value}" is not a day of {year}: write it as 06-30'
        raise UsageProblem(t(sentence, value=escape_unprintable(text), year=year))
    return day


def _nature_months(values: list[str]) -> dict[str, int]:
    """Return the months by nature, in the order of NATURES, as the plan stores them."""
    months: dict[str, int] = {}
    for pair in [part for value in values for part in value.split(",")]:
        word, _, number = pair.partition("=")
        nature = code_arguments.code(NATURES, word, "--nature-months")
        number = clean_code(without_unit(number, "months"))
        if not re.fullmatch("[0-9]{1,3}", number) or not int(number):
            sentence = '--nature-months: "{value}" is not valid; write it as mandatory=24'
            raise UsageProblem(t(sentence, value=escape_unprintable(pair)))
        if nature in months:
            sentence = "--nature-months: {nature} is given twice"
            raise UsageProblem(t(sentence, nature=label(NATURES, nature)))
        months[nature] = int(number)
    return {nature: months[nature] for nature in NATURES if nature in months}


@command(
    PLAN,
    option(
        "--output",
        "-o",
        name="folder",
        type=PathLike,
        default=Path(),
        metavar="DIR",
        help="The folder of the files (default: the current one); it is created.",
    ),
)
def export(ctx: Context, year: int, folder: Path) -> None:
    """Write the two files of a plan, sectors.yaml and tasks.yaml, for `stdplan init`.

    \b
    stdplan plans export 2027 -o plan2027
    stdplan init --sectors plan2027/sectors.yaml --tasks plan2027/tasks.yaml

    The files have all that the plan contains. Files that this command wrote before are replaced,
    others never.
    """
    from stdplan.output.as_plan import WRITTEN, write_sectors, write_tasks
    from stdplan.output.atomic_file import open_atomic

    connection = open_chosen_catalogue(ctx).connection
    plans.choose_plan(connection, year)
    plan = stored_plan.stored_plan(connection, year)
    paths = [folder / name for name in _FILES]
    for path in paths:
        _refuse_other_file(path, WRITTEN)
    make_folder(folder)
    with ExitStack() as files:  # both appear, or none
        for path, text in zip(paths, (write_sectors(plan), write_tasks(plan)), strict=True):
            files.enter_context(open_atomic(str(path))).write(text)
    sentence = (
        "plan of {year} written; `stdplan init --sectors {sectors} --tasks {tasks}` reads it back"
    )
    say(t(sentence, year=year, sectors=paths[0], tasks=paths[1]))
    for sector, prefix in stored_plan.left_out_prefixes(connection, year):
        sentence = "prefix {prefix} of {sector} is left out: its numbers belong to another sector"
        say(t(sentence, prefix=prefix, sector=sector))


def _refuse_other_file(path: Path, begins: str) -> None:
    """Raise CannotCreate if there is a file that `plans export` did not write."""
    try:
        with path.open("rb") as file:
            if file.read(len(begins)) == begins.encode():
                return
    except FileNotFoundError:
        return
    except OSError as error:
        message = t(
            "{path}: reading or writing failed ({why})", path=path, why=system_reason(error)
        )
        raise CannotCreate(message) from error
    sentence = "{path}: `plans export` did not write this file, and does not replace it"
    raise CannotCreate(t(sentence, path=path))
