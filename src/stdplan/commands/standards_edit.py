"""`stdplan standards add, edit, remove, stage`: standards by hand, one option for each field.

The options are parsed like one row of a list (importing/option_rows.py), and
catalogue/standard_editing.py writes the result.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from stdplan.catalogue import standard_editing
from stdplan.catalogue.queries.find_standard import NumberMatch
from stdplan.catalogue.transaction import Transaction
from stdplan.commands import code_arguments
from stdplan.commands.console import say, with_titles
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day, event_day_with_notice, option_date
from stdplan.commands.framework import writing_command
from stdplan.commands.import_options import known_codes
from stdplan.commands.options import NUMBERS, ON
from stdplan.commands.parameters import Parameter, argument, flag, option
from stdplan.commands.record_arguments import find_record, find_records
from stdplan.commands.text_arguments import option_text
from stdplan.domain.codes import STAGES, label
from stdplan.domain.fields import BY_HAND, BY_NAME, Field
from stdplan.domain.numbers import parse
from stdplan.domain.stages import ENDED, PUBLISHED
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.option_rows import record_from_options
from stdplan.importing.standard_rows import ParsedRow


def _one_sector(
    connection: sqlite3.Connection, given: Sequence[str], option: str
) -> tuple[str, ...]:
    return (code_arguments.sector(connection, given[0], option),)


_CODED: dict[str, Callable[[sqlite3.Connection, Sequence[str], str], tuple[str, ...]]] = {
    "sector": _one_sector,
    "focus": code_arguments.focus_areas,
    "driver": code_arguments.drivers,
}


def _field_option(field: Field) -> Parameter:
    # Without a help: the labels of the field are its help.
    return option(
        f"--{field.name.replace('_', '-')}",
        many=field.kind == "list",
        metavar="DATE" if field.kind == "date" else "TEXT",
    )


_FIELD_OPTIONS = [_field_option(field) for field in BY_HAND]


@writing_command(
    argument(
        "words",
        many=True,
        required=False,
        metavar="[NUMBER]",
        help="Number or plan number; may contain spaces.",
    ),
    option("--stage", metavar="CODE", help="A project's stage (default: 10, proposal)."),
    ON,
    *_FIELD_OPTIONS,
)
def add(
    ctx: Context, words: list[str] | None, stage: str | None, on: str | None, **fields: Any
) -> None:
    """Add a standard by its number, or a project by its plan number.

    \b
    stdplan standards add JB/T 99999-2011 --title 试验机 --published 2011-05-18
    stdplan standards add 2011-0123T-JB --title 试验机 --work revise --replaces "JB/T 99999-2005"
    """
    texts = _given_texts(fields)
    if not words and not texts:
        raise UsageProblem(t("nothing to add: give a number, a plan number or --title"))
    if words:
        if "number" in texts:
            raise UsageProblem(t("give the number only once: as NUMBER or with --number"))
        texts["number"] = [" ".join(words)]
    with writing(ctx) as (_, transaction):
        parsed = _parse(transaction, texts, on)
        if stage is not None:
            parsed.record.stages = [
                (code_arguments.code(STAGES, stage, "--stage"), event_day_with_notice(on))
            ]
        standard_editing.add(transaction, parsed.record)
        key = parsed.record.key
    if parsed.kept_number:
        say(t('"{number}" is not a recognized number and is stored as written', number=key))
    say(t("added {key}", key=key))


@writing_command(
    NUMBERS,
    option("--clear", many=True, metavar="FIELD", help="Clear this field; repeatable."),
    option(
        "--ends",
        metavar="DATE",
        help="The first day on which the standard is not in force, whatever replaces it.",
    ),
    *_FIELD_OPTIONS,
)
def edit(
    ctx: Context, numbers: list[str], clear: list[str] | None, ends: str | None, **fields: Any
) -> None:
    """Change fields of standards. Fields that are not given keep their values.

    \b
    stdplan standards edit JB/T 7547-1994 --effective 1995-10-01 --clear note
    stdplan standards edit JB/T 7547-1994 --ends 2013-08-01 --note 过渡期两年
    """
    texts = _given_texts(fields)
    labels = {name: field.name for field in BY_HAND for name in field.headers}
    cleared = ["withdrawn" if name == "ends" else name.replace("-", "_") for name in clear or ()]
    cleared = [labels.get(name, name) for name in cleared]
    _add_end(texts, ends)
    for name in cleared:
        if name not in BY_NAME or BY_NAME[name] not in BY_HAND or name == "number":
            names = ", ".join(field.name for field in BY_HAND if field.name != "number")
            raise UsageProblem(
                t(
                    '--clear: there is no field "{name}" to clear; use one of {names}',
                    name=name,
                    names=names,
                )
            )
        if name in texts:
            raise UsageProblem(
                t("--clear {name} cannot be used together with a value for {name}", name=name)
            )
    for number in texts.get("number", ()):
        standard_editing.refuse_plan_number(number)
    if not texts and not cleared:
        raise UsageProblem(t("nothing to change: give a field, or --clear FIELD"))
    with writing(ctx) as (catalogue, transaction):
        matches = find_records(catalogue.connection, numbers)
        if len(matches) > 1 and "number" in texts:
            raise UsageProblem(t("--number can be used for only one standard"))
        if ends is not None:
            standard_editing.refuse_projects(transaction, [match.id for match in matches])
        # Parsed again for each record, because saving fills in the parsed record.
        changed = [
            match
            for match in matches
            if standard_editing.edit(
                transaction,
                match.id,
                _parse(transaction, texts, None, match.key, ends is not None).record,
                texts,
                cleared,
            )
        ]
    say(t("changed {count} of {all}", count=len(changed), all=len(matches)))


def _add_end(texts: dict[str, list[str]], ends: str | None) -> None:
    """Add the day of --ends, which is the day of withdrawal entered by hand."""
    if ends is None:
        return
    day = option_date(ends, "--ends")
    withdrawn = texts.setdefault("withdrawn", [ends])
    if option_date(withdrawn[0], "--withdrawn") != day:
        raise UsageProblem(t("--ends and --withdrawn are the same day; give one of them"))


@writing_command(NUMBERS)
def remove(ctx: Context, numbers: list[str]) -> None:
    """Remove standards with their stages, reviews and links: all of them, or none."""
    with writing(ctx) as (catalogue, transaction):
        matches = find_records(catalogue.connection, numbers)
        # Titles are found only while the records exist.
        names = [with_titles(escape_unprintable(match.key)) for match in matches]
        for match in matches:
            standard_editing.remove(transaction, match.id, match.key)
    if names:
        say(t("removed {names}", names=t(", ").join(names)))


def _given_texts(fields: dict[str, Any]) -> dict[str, list[str]]:
    """Return the given options by field, each as a list of texts."""
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in fields.items()
        if value is not None and value != []
    }


def _parse(
    transaction: Transaction,
    texts: dict[str, list[str]],
    on: str | None,
    key: str = "",
    ends: bool = False,
) -> ParsedRow:
    """Return the record of the options; `ends`: --ends gives the day of withdrawal."""
    connection = transaction.connection
    texts = {
        name: list(_CODED[name](connection, values, f"--{name}")) if name in _CODED else values
        for name, values in texts.items()
    }
    names = {"withdrawn": "--ends"} if ends else {}
    return record_from_options(texts, known_codes(connection), event_day(on), key, names)


@writing_command(
    argument(
        "words",
        many=True,
        metavar="NUMBER... CODE",
        help="Numbers, or - for stdin, then the stage reached: 00 10 20 30 40 50 60 90 95.",
    ),
    ON,
    option(
        "--number", metavar="NUMBER", help="For stage 60: the number under which it is published."
    ),
    flag("--remove", help="Remove a stage that was entered by mistake."),
)
def stage(ctx: Context, words: list[str], on: str | None, number: str | None, remove: bool) -> None:
    """Move projects or standards to another stage: all of them, or none.

    \b
    stdplan standards stage 2011-0123T-JB 40 --on 2011-09-01
    stdplan standards stage 2011-0123T-JB 60 --number "JB/T 99999-2011" --on 2011-12-01
    stdplan standards stage 2011-0123T-JB 95 --on 2012-05-18    terminates the project
    stdplan standards list --stage 20 --overdue --fields key | stdplan standards stage - 30

    A standard can be moved into review (90) or out of force (95). Stages may be entered in any
    order, but their days must follow the order of the stages. A second day for a stage below 60
    replaces the first.
    """
    if len(words) < 2:
        raise UsageProblem(t("give a number and a stage: NUMBER CODE"))
    if words[-1] not in STAGES:
        _refuse_no_stage(words)
    code = code_arguments.code(STAGES, words[-1], "CODE")
    if number is not None and code != "60":
        raise UsageProblem(t("--number can be used only with stage 60 (publication)"))
    if number is not None:
        number = option_text(number, "--number")
    if remove:
        _remove_stage(ctx, words[:-1], code, on)
        return
    # Publication and withdrawal are announced ahead; the others have been reached.
    day = event_day(on) if code in (PUBLISHED, ENDED) else event_day_with_notice(on)
    with writing(ctx) as (catalogue, transaction):
        find = find_records if number is None else _find_only_record
        moves = []
        for match in find(catalogue.connection, words[:-1]):
            before = transaction.counts.total()
            moved = standard_editing.move(transaction, match.id, code, day, number)
            moves.append((moved, transaction.counts.total() > before))
    for moved, changed in moves:
        if number is not None and parse(number) is None:
            sentence = '"{number}" is not a recognized number and is stored as written'
            say(t(sentence, number=moved.key))
        _say_moved(moved, changed, code, day)


def _find_only_record(connection: sqlite3.Connection, words: list[str]) -> list[NumberMatch]:
    """Return the one record that the words name; only one can get a number."""
    return [find_record(connection, words)]


def _say_moved(moved: standard_editing.StageMove, changed: bool, code: str, day: str) -> None:
    """Say to which stage a record was moved."""
    details = {"key": moved.key, "code": code, "stage": label(STAGES, code), "day": day}
    if not changed:
        say(t("{key}: nothing to change", key=moved.key))
    elif moved.terminated:
        say(t("{key}: terminated on {day}", key=moved.key, day=day))
    elif moved.corrected:
        details["before"] = moved.corrected
        say(t("{key}: {code} {stage} on {day} (was {before})", **details))
    else:
        say(t("{key}: {code} {stage} on {day}", **details))
    if moved.missing:
        names = t(", ").join(f"{code} {label(STAGES, code)}" for code in moved.missing)
        say(t("{key}: there is no date for {stages}", key=moved.key, stages=names))


def _refuse_no_stage(words: list[str]) -> None:
    """Raise UsageProblem for a word that is no stage, with the command for it: 冻结, 延期, 终止."""
    # Imported here: most stages are given by their codes.
    from stdplan.importing.header_names import fold
    from stdplan.importing.layouts import value_words

    commands = {
        "suspend": "standards suspend {number}",
        "resume": "standards resume {number}",
        "extend": "standards extend {number} --target DATE",
        "terminate": "standards stage {number} 95",
    }
    command = commands.get(value_words("adjustment").get(fold(words[-1]), ""))
    if command is not None:
        number = escape_unprintable(" ".join(words[:-1]))
        sentence = '"{word}" is no stage: use `{command}`'
        word = escape_unprintable(words[-1])
        raise UsageProblem(t(sentence, word=word, command=command.format(number=number)))


def _remove_stage(ctx: Context, words: list[str], code: str, on: str | None) -> None:
    """Remove a stage; raise UsageProblem for 60 and 95, which are fields that `edit` clears."""
    if code in (PUBLISHED, ENDED):
        name = "published" if code == PUBLISHED else "withdrawn"
        raise UsageProblem(
            t(
                "{code} is a field: clear it with `standards edit --clear {name}`",
                code=code,
                name=name,
            )
        )
    day = None if on is None else option_date(on, "--on")
    with writing(ctx) as (catalogue, transaction):
        match = find_record(catalogue.connection, words)
        removed = standard_editing.remove_stage(transaction, match.id, code, day)
    stage = f"{code} {label(STAGES, code)}"
    say(
        t("{key}: removed {stage}", key=match.key, stage=stage)
        if removed
        else t("{key}: nothing to change", key=match.key)
    )
