"""The values of an option or argument that completion proposes, by what the value is.

Rule: the name of a parameter says what its values are, everywhere: `--sector` is a sector in every
command, and `--not-sector` too. What only a person knows, such as a title, has no proposals.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator

from stdplan import config
from stdplan.catalogue.queries import code_names, completions
from stdplan.commands.parameters import without_unit
from stdplan.completion.fields import list_columns
from stdplan.completion.position import Position
from stdplan.domain.answer_words import ACTIVITY_STATES, ADOPTED_STATES, UNKNOWN_DEGREE
from stdplan.domain.codes import (
    DEGREES,
    FAMILIES,
    INNOVATION,
    NATURES,
    OUTCOMES,
    STAGES,
    STATUSES,
    WORK,
    Words,
)
from stdplan.i18n import language, t
from stdplan.light import NamedTuple
from stdplan.output.formats import CHOICES, FORMATS
from stdplan.table import UNSORTABLE_KINDS


class Proposal(NamedTuple):
    """A value, what it is in the language of the run, and whether it is all of a word."""

    text: str
    help: str = ""
    whole: bool = True


Proposals = Iterable[Proposal]


class ValueSource:
    """The catalogue from which values are taken; None if there is none that can be read."""

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self.connection = connection

    def ask(self, question: Callable[[sqlite3.Connection], Proposals]) -> list[Proposal]:
        """Return what a question finds, nothing without a catalogue, or from a damaged one."""
        if self.connection is None:
            return []
        try:
            return list(question(self.connection))
        except sqlite3.Error:
            return []


def propose(position: Position, source: ValueSource) -> list[Proposal]:
    """Return the proposals for the value at a position, also those that do not fit the word."""
    parameter = position.parameter
    assert parameter is not None
    if parameter.choices:
        return [Proposal(choice) for choice in parameter.choices]
    if parameter.complete:
        return [Proposal(name) for name in parameter.complete]
    name = parameter.name.removeprefix("not_")
    special = _SPECIAL.get((position.command, name))
    if special is not None:
        return list(special(position, source))
    if parameter.metavar in ("DAY", "DATE", "DAYS"):
        return list(_days(position))
    found = _BY_NAME.get(name)
    return list(found(position, source)) if found else []


def takes_several(position: Position) -> bool:
    """Return whether a value may be several with commas between."""
    parameter = position.parameter
    if parameter is None:
        return False
    name = parameter.name.removeprefix("not_")
    several = name in _CODES or name in _SEVERAL
    return name in ("fields", "replaces") or (parameter.many and several)


def file_kind(position: Position) -> str:
    """Return "file" or "folder" if a value is a path, else nothing."""
    parameter = position.parameter
    metavar = "" if parameter is None else parameter.metavar or ""
    word = metavar.strip(".")
    if word == "DIR":
        return "folder"
    return "file" if word in ("FILE", "PATH", "LIST", "REJECTS") else ""


# Codes with their names.


def _closed(words: Words) -> Callable[[Position, ValueSource], Proposals]:
    """Return the proposals of a closed list of codes."""

    def proposals(position: Position, source: ValueSource) -> Proposals:
        more = position.parameter.metavar if position.parameter else ""
        found = [_named(code, *names) for code, names in words.items()]
        if more == "FAMILY|all":
            found.append(Proposal("all", t("all")))
        return found

    return proposals


def _named(code: str, zh: str, en: str) -> Proposal:
    name = zh if language() == "zh" else en
    return Proposal(code, "" if name == code else name)


def _of_plans(kind: str) -> Callable[[Position, ValueSource], Proposals]:
    """Return the proposals of codes that plans define: sectors, areas, drivers, kinds.

    Of the names of a code, the first one counts, which is that of the newest plan.
    """

    def proposals(position: Position, source: ValueSource) -> Proposals:
        found = source.ask(
            lambda connection: (_named(*row) for row in code_names.names_of_kind(connection, kind))
        )
        return {proposal.text: proposal for proposal in reversed(found)}.values()

    return lambda position, source: reversed(list(proposals(position, source)))


def _indicators(position: Position, source: ValueSource) -> Proposals:
    """Return the indicators of the plan on the line, else of all plans."""
    year = without_unit(position.last("plan") or position.last("year") or "", "year")
    found = source.ask(
        lambda connection: (
            [_named(*row) for row in code_names.indicator_names(connection, int(year))]
            if year.isdecimal()
            else []
        )
    )
    return found or _of_plans("indicator")(position, source)


# Records.


def _numbers(position: Position, source: ValueSource) -> Proposals:
    """Yield the numbers that begin with the words typed; a number may be several words."""
    earlier, word = position.earlier, position.incomplete
    for count in range(min(len(earlier), 4), -1, -1):
        before = "".join(f"{each} " for each in earlier[len(earlier) - count :])
        if count and not _may_go_on(before):
            continue
        found = _asked_numbers(source, before + word)
        found = [
            proposal._replace(text=proposal.text[len(before) :])
            for proposal in found
            if len(proposal.text) > len(before)
        ]
        if found:
            yield from found
            return


def _asked_numbers(source: ValueSource, text: str) -> list[Proposal]:
    return source.ask(lambda connection: _beginning(connection, text))


def _may_go_on(words: str) -> bool:
    """Return whether a number may go on after these words: they have no year."""
    return not re.search(r"[-—:](?:19|20)\d\d\S* ", words)


def _beginning(connection: sqlite3.Connection, text: str) -> Iterator[Proposal]:
    """Yield the keys and plan numbers that begin with a text, in the form of the catalogue if
    none begins with it as it is typed."""
    for form in dict.fromkeys((text, _canonical(text))):
        found = completions.keys_beginning(connection, form)
        if form[:1].isdecimal():
            known = {beginning.text for beginning in found}
            plan_numbers = completions.plan_numbers_beginning(connection, form)
            found += [each for each in plan_numbers if each.text not in known]
        if found:
            yield from (Proposal(*beginning) for beginning in found)
            return


def _canonical(text: str) -> str:
    """Return the beginning of a number in the form of the catalogue: `GB/T 19` for `gbt19`."""
    match = re.fullmatch(r"([a-z]+)(/?)([a-z]*) *([0-9].*)?", text.strip(), re.I)
    if match is None:
        return text.upper()
    letters, slash, more, digits = match.groups()
    code = f"{letters}{slash}{more}".upper()
    if not slash and len(code) > 2 and code[-1] in "TZ":
        code = f"{code[:-1]}/{code[-1]}"
    return f"{code} {digits}" if digits else code


def _stages_or_numbers(position: Position, source: ValueSource) -> Proposals:
    """Return what follows the numbers of `standards stage`: more of a number, or a stage."""
    stages = [_named(code, *names) for code, names in STAGES.items()]
    numbers = list(_numbers(position, source))
    if position.earlier and (not numbers or _whole_number(position, source)):
        yield from stages
        numbers = numbers if position.incomplete else []
    yield from numbers


def _whole_number(position: Position, source: ValueSource) -> bool:
    """Return whether the words before are a whole number."""
    text = " ".join(position.earlier)
    found = _asked_numbers(source, text)
    return not found or any(proposal.text == text for proposal in found)


def _ids(kind: str) -> Callable[[Position, ValueSource], Proposals]:
    """Return the newest ids of a kind of record."""
    return lambda position, source: source.ask(
        lambda connection: _described(completions.newest_ids(connection, kind))
    )


def _plans(position: Position, source: ValueSource) -> Proposals:
    return source.ask(lambda connection: _described(completions.plans(connection)))


def _tasks(position: Position, source: ValueSource) -> Proposals:
    return source.ask(lambda connection: _described(completions.tasks(connection)))


def _described(rows: Iterable[tuple[int, str, str]]) -> Iterator[Proposal]:
    for number, zh, en in rows:
        yield Proposal(str(number), " ".join(str(zh if language() == "zh" else en).split()))


def _units(column: str) -> Callable[[Position, ValueSource], Proposals]:
    return lambda position, source: source.ask(
        lambda connection: (Proposal(text) for text in completions.units(connection, column))
    )


def _prefixes(position: Position, source: ValueSource) -> Proposals:
    from stdplan.catalogue.queries.nearest_numbers import prefixes

    return source.ask(lambda connection: (Proposal(text) for text in prefixes(connection)))


# Fields, formats, days.


def _fields(position: Position, source: ValueSource) -> Proposals:
    from stdplan.output.labels import column_label

    columns, standards = list_columns(position.command, position.given)
    parameter = position.parameter
    by_sort = parameter is not None and parameter.name == "sort"
    for column in columns:
        if not (by_sort and column.kind in UNSORTABLE_KINDS):
            yield Proposal(column.name, column_label(column, standards))


def _sorting(position: Position, source: ValueSource) -> Proposals:
    """Return the fields; for the only one that fits, also its directions."""
    name, colon, _ = position.incomplete.partition(":")
    fields = [field for field in _fields(position, source) if field.text.startswith(name)]
    exact = [field for field in fields if field.text == name]
    chosen = exact if colon else fields
    if len(chosen) != 1:
        return fields
    [field] = chosen
    directions = [Proposal(f"{field.text}:{each}", field.help) for each in ("asc", "desc")]
    return directions if colon else [field, *directions]


def _parts(position: Position, source: ValueSource) -> Proposals:
    """Return what `report counts` counts by."""
    from stdplan.catalogue.queries.record_counts import PARTS
    from stdplan.output.labels import column_label
    from stdplan.table import Column

    return (Proposal(name, column_label(Column(name), True)) for name in PARTS)


def _stored_fields(position: Position, source: ValueSource) -> Proposals:
    from stdplan.domain.fields import FIELDS

    for field in FIELDS:
        if field.home != "computed":
            yield Proposal(field.name, field.zh if language() == "zh" else field.en)


def _without(position: Position, source: ValueSource) -> Proposals:
    """Return the fields that can be empty: those that are stored, of standards."""
    if position.command == "standards list":
        return _stored_fields(position, source)
    return _fields(position, source)


def _list_fields(position: Position, source: ValueSource) -> Proposals:
    """Return the fields that a column of a list may have."""
    if position.noun == "standards":
        return _stored_fields(position, source)
    if position.noun == "activities":
        from stdplan.domain.activities import FIELDS
    elif position.noun == "review":
        from stdplan.importing.reviews import FIELDS
    else:
        from stdplan.importing.amounts import FIELDS
    return (Proposal(field.name, field.zh if language() == "zh" else field.en) for field in FIELDS)


def _settings(position: Position, source: ValueSource) -> Proposals:
    """Return the fields of --set, each with the sign after it; after the sign, the values."""
    name, equals, value = position.incomplete.partition("=")
    known = _CODES.get(name)
    if not equals:
        for field in _list_fields(position, source):
            yield Proposal(f"{field.text}=", field.help, whole=False)
    elif known is not None:
        for proposal in known(position._replace(incomplete=value), source):
            yield proposal._replace(text=f"{name}={proposal.text}")


def _mapped(position: Position, source: ValueSource) -> Proposals:
    """Return the fields after the header of --map."""
    header, equals, _ = position.incomplete.partition("=")
    if equals:
        for field in _list_fields(position, source):
            yield Proposal(f"{header}={field.text}", field.help)


def _clearable_fields(position: Position, source: ValueSource) -> Proposals:
    """Return the fields that --clear may empty."""
    if position.noun == "review":
        from stdplan.commands.review_edit import CLEARABLE

        return (Proposal(name) for name in CLEARABLE)
    if position.noun == "standards":
        from stdplan.domain.fields import BY_HAND as FIELDS

        fixed: tuple[str, ...] = ("number",)
    else:
        from stdplan.domain.activities import FIELDS

        fixed = ("kind", "title")
    return (
        Proposal(field.name, field.zh if language() == "zh" else field.en)
        for field in FIELDS
        if field.name not in fixed
    )


def _questions(position: Position, source: ValueSource) -> Proposals:
    """Return the saved questions of the settings, each with its command line."""
    from shlex import join

    questions = config.settings().questions
    return (Proposal(name, join(words)) for name, words in questions.items())


def _months(position: Position, source: ValueSource) -> Proposals:
    """Return the natures of --nature-months, each with the sign after it."""
    for code, (zh, en) in NATURES.items():
        yield _named(f"{code}=", zh, en)._replace(whole=False)


def _formats(position: Position, source: ValueSource) -> Proposals:
    has_events = position.command == "review calendar"
    names = (*CHOICES, *(FORMATS if has_events else ()))
    return (Proposal(name) for name in dict.fromkeys(names))


def _languages(position: Position, source: ValueSource) -> Proposals:
    return (Proposal("zh", "中文"), Proposal("en", "English"))


def _encodings(position: Position, source: ValueSource) -> Proposals:
    return (Proposal(name) for name in ("utf-8", "gb18030", "big5", "utf-16", "shift_jis"))


def _days(position: Position) -> Proposals:
    """Return words for days; a command that records takes only dates."""
    parameter = position.parameter
    assert parameter is not None
    if parameter.metavar == "DAYS":
        return [Proposal(days) for days in ("7", "30", "90", "365")]
    if parameter.name not in _READING_DAYS:
        return []
    return [
        Proposal("today", t("today")),
        Proposal("yesterday", t("yesterday")),
        Proposal("7d", t("7 days ago")),
        Proposal("1m", t("a month ago")),
        Proposal("1y", t("a year ago")),
        Proposal("this-month", t("this month")),
        Proposal("last-week", t("last week")),
        Proposal("last-month", t("last month")),
        Proposal("last-quarter", t("last quarter")),
    ]


_READING_DAYS = (
    *("as_of", "since", "until", "from_", "to", "entered_since", "entered_until", "before"),
    *("published_from", "published_to", "effective_from", "effective_to"),
)

_Completer = Callable[[Position, ValueSource], Proposals]
# Values of these may be several with commas between.
_CODES: dict[str, _Completer] = {
    "sector": _of_plans("sector"),
    "focus": _of_plans("focus"),
    "driver": _of_plans("driver"),
    "kind": _of_plans("activity"),
    "indicator": _indicators,
    "family": _closed(FAMILIES),
    "review_families": _closed(FAMILIES),
    "nature": _closed(NATURES),
    "work": _closed(WORK),
    "status": _closed(STATUSES),
    "stage": _closed(STAGES),
    "adoption": _closed(DEGREES | UNKNOWN_DEGREE),
    "innovation": _closed(INNOVATION),
    "outcome": _closed(OUTCOMES),
    "prefix": _prefixes,
}
_SEVERAL = ("by", "skip", "sort", "without", "state", "sectors")
_BY_NAME: dict[str, _Completer] = {
    **_CODES,
    "sectors": _of_plans("sector"),
    "into_family": _closed(FAMILIES),
    "into_nature": _closed(NATURES),
    "committee": _units("committee"),
    "department": _units("department"),
    "numbers": _numbers,
    "into": _numbers,
    "standard": _numbers,
    "project": _numbers,
    "year": _plans,
    "plan": _plans,
    "source": _plans,
    "task": _tasks,
    "activity_id": _ids("activity"),
    "activity_ids": _ids("activity"),
    "review_ids": _ids("review"),
    "amount_id": _ids("amount"),
    "operation": _ids("operation"),
    "fields": _fields,
    "sort": _sorting,
    "without": _without,
    "format_": _formats,
    "labels": _languages,
    "lang": _languages,
    "encoding": _encodings,
    "state": _closed(ACTIVITY_STATES | ADOPTED_STATES),
    "nature_months": _months,
    "replaces": _numbers,
    "clear": _clearable_fields,
    "set_": _settings,
    "map_": _mapped,
}
_SPECIAL: dict[tuple[str, str], _Completer] = {
    ("report counts", "by"): _parts,
    ("sectors show", "code"): _of_plans("sector"),
    ("focus show", "code"): _of_plans("focus"),
    ("tasks show", "number"): _tasks,
    ("standards stage", "words"): _stages_or_numbers,
    ("run", "name"): _questions,
    ("init", "sectors"): lambda position, source: (),
}
