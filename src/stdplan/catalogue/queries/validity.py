"""Whether the standards of a list are still valid on a day: an answer for each number of the list.

domain/validity.py has the rule of one record, validity_facts.py the statements. This module says
which record a number means.

Rules:
* A number that a record has means that record: its own number, its plan number, another number that
  it has or had. If several records have it, it is ambiguous.
* Without a year it means the edition in force on the day, else the newest one. If only
  parts of a standard exist, its number without a part is ambiguous.
* With a year that no record has, it is the same standard under another nature (GB 9-2007 is
  GB/T 9-2007 now), else another edition of a known number, else not found. If the catalogue has no
  standard with the prefix at all, the answer is unknown.
* A record that does not exist on the day yet is not found.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from stdplan.catalogue.queries import validity_facts as facts
from stdplan.catalogue.queries.adoption import StaleEdition, stale_editions
from stdplan.domain.adoption import edition
from stdplan.domain.dates import first_day, pad
from stdplan.domain.numbers import Number
from stdplan.domain.text import fold_title
from stdplan.domain.validity import (
    KnownRecord,
    Validity,
    choose_edition,
    judge,
    newer_edition,
    projects_of,
)
from stdplan.i18n import t
from stdplan.light import NamedTuple

# Words behind a number that mean all of its parts.
_ALL_PARTS = re.compile("所有部分|全部部分|各部分|系列|all parts|parts", re.IGNORECASE)
# The documents of drafts: ISO/DIS 1 is a draft of ISO 1, prEN 1 one of EN 1.
_DRAFT = re.compile(r"/(?:F?DIS|CD|WD|NP|AWI|PRF)(?= )|^(?:F?pr|FPR|PR)(?=EN)")
_NAMED = 5  # so many numbers are named in a message


class Asked(NamedTuple):
    """A number that is asked about, as a list has it.

    `number`: None if the text is no number. `plan_number`: of a project. `title`: the list's title.
    """

    text: str
    number: Number | None = None
    plan_number: str | None = None
    title: str | None = None


class NumberAnswer(NamedTuple):
    """What the catalogue says about a number. `record`: the row id of the record that it means.

    `change`: the next day on which the validity changes. The others are the columns of CHECKED.
    """

    validity: str
    message: str = ""
    number: str | None = None
    since: str | None = None
    change: str | None = None
    ends_basis: str | None = None
    title: str | None = None
    title_differs: bool | None = None
    newer: str | None = None
    newer_title: str | None = None
    newer_effective: str | None = None
    amendments: Sequence[str] = ()
    revision: Sequence[str] = ()
    stale: Sequence[str] = ()
    source: str | None = None
    source_date: str | None = None
    record: int | None = None

    def days(self, day: date) -> int | None:
        """Return the days from a day to the next change, else those since the last one, negative;
        None if neither day is known."""
        changes = self.change or self.since
        return (first_day(changes) - day).days if changes else None

    def changed_within(self, day: date, days: int) -> bool:
        """Return whether the validity changes, or changed, at most so many days from a day."""
        near = (first_day(text) for text in (self.since, self.change) if text)
        return any(abs((other - day).days) <= days for other in near)

    def changed_since(self, day: str) -> bool:
        """Return whether the validity changed on a day (ISO) or later."""
        return self.since is not None and pad(self.since) >= day

    def is_news(self) -> bool:
        """Return whether its days are facts: an inferred end is no news."""
        return self.validity not in ("withdrawn", "replaced") or self.ends_basis != "inferred"


def answer_all(
    connection: sqlite3.Connection, asked: Sequence[Asked], day: date
) -> list[NumberAnswer]:
    """Return an answer for each number, in their order.

    answers = answer_all(connection, [Asked("GB/T 191-2000", parse("GB/T 191-2000"))], today())
    """
    return _Check(connection, asked, day).answers()


class _Meant(NamedTuple):
    """The record that a number means, and why: a message about the number, or ""."""

    record: KnownRecord
    message: str = ""
    converted: facts.Match | None = None


class _Check:
    """One run of `answer_all`, with all that the catalogue knows about its numbers."""

    def __init__(self, connection: sqlite3.Connection, asked: Sequence[Asked], day: date) -> None:
        self._connection, self._asked, self._date = connection, asked, day
        self._day = day.isoformat()
        names = {name for each in asked for name in _names(each)}
        bases = {base for each in asked for base in _bases(each.number)}
        matches = facts.find_matches(connection, names, bases)
        self._known = facts.load_standards(connection, {match.id for match in matches}, self._day)
        by_id = {record.id: record for record in self._known.records.values()}
        self._records = by_id
        self._named: defaultdict[str, list[facts.Match]] = defaultdict(list)
        self._editions: defaultdict[str, list[KnownRecord]] = defaultdict(list)
        self._later_known: dict[str, KnownRecord] = {}
        for match in matches:
            record = by_id[match.id]
            if record.known > self._day:
                if match.how == "key":
                    self._later_known[match.name] = record
                continue
            if match.how == "base":
                self._editions[match.name].append(record)
            else:
                self._named[match.name].append(match)
        stems = {
            number.base: stem
            for each in asked
            if (number := each.number) and (stem := _stem(number)) and self._may_be_parts(number)
        }
        self._parts = facts.find_parts(connection, stems, self._day) if stems else {}
        missing = {
            number.prefix
            for each in asked
            if (number := each.number) and not self._editions[number.base]
        }
        self._prefixes = facts.known_prefixes(connection, missing) if missing else set()

    def answers(self) -> list[NumberAnswer]:
        """Return the answers."""
        answers = [self._answer(each) for each in self._asked]
        ids = {answer.record for answer in answers if answer.record is not None}
        amendments = facts.amendments(self._connection, ids, self._day)
        adopted = facts.adopted_editions(self._connection, ids)
        references = {text for texts in adopted.values() for text in texts}
        references |= {text for each in self._asked for text in _adopted(each)}
        stale = stale_editions(self._connection, self._date, sorted(references))
        days = facts.entry_days(self._connection, ids)
        projects = {key for answer in answers for key in answer.revision}
        stages = facts.stages_and_targets(self._connection, projects, self._day)
        completed = []
        for each, answer in zip(self._asked, answers, strict=True):
            row_id = -1 if answer.record is None else answer.record
            texts = [*adopted.get(row_id, ()), *_adopted(each)]
            old = {text: stale[text] for text in dict.fromkeys(texts) if text in stale}
            revision = [
                part
                for key in answer.revision
                for part in (key, *(value for value in stages[key] if value))
            ]
            completed.append(
                answer._replace(
                    amendments=amendments.get(row_id, []),
                    revision=revision,
                    stale=list(old),
                    source_date=days.get(row_id),
                    message=_joined([answer.message, *_of_stale(old)]),
                )
            )
        return completed

    # Which record a number means.

    def _answer(self, asked: Asked) -> NumberAnswer:
        if asked.number is None and asked.plan_number is None:
            empty = not asked.text.strip()
            message = (
                t("there is no number") if empty else t("this is not the number of a standard")
            )
            return NumberAnswer("unreadable", message)
        found = self._find(asked)
        if isinstance(found, NumberAnswer):
            return found
        return self._of_record(asked, found)

    def _find(self, asked: Asked) -> _Meant | NumberAnswer:
        number = asked.number
        for name in _names(asked):
            if found := self._with_name(name, asked):
                return found
        if number is None:
            return NumberAnswer("not-found", t("it is not in the catalogue"), asked.plan_number)
        if number.draft_stage is None and number.year is None:
            if found := self._undated(number):
                return found
        elif number.draft_stage is None and (found := self._of_other_nature(number)):
            return found
        if number.draft_stage is not None and (project := self._project_for(number)):
            return project
        if number.canonical.endswith("XXXX") and (found := self._undated(number)):
            return found  # any year: no draft of it is known
        return self._without_record(asked, number)

    def _with_name(self, name: str, asked: Asked) -> _Meant | NumberAnswer | None:
        """Return the record with a name; a record of its own goes before other numbers."""
        for kinds in (("key",), ("plan",), ("former", "converted", "second")):
            matches = [match for match in self._named[name] if match.how in kinds]
            records = {match.id: self._records[match.id] for match in matches}
            if len(records) > 1:
                return _ambiguous(name, [record.key for record in records.values()])
            for match in matches:
                record = records[match.id]
                if match.how == "converted":
                    return _Meant(record, converted=match)
                message = ""
                if match.how == "former":
                    message = t("{old} is now {new}", old=name, new=record.key)
                elif match.how == "second":
                    message = t("{old} is another number of {new}", old=name, new=record.key)
                elif asked.number and match.how == "key" and name != asked.number.canonical:
                    message = t("this is about {number}", number=record.key)
                return _Meant(record, message)
        return None

    def _undated(self, number: Number) -> _Meant | NumberAnswer | None:
        parts = self._parts.get(number.base, [])
        editions = [record for record in self._editions[number.base] if not record.is_draft]
        if parts and (not editions or _means_all_parts(number)):
            return _ambiguous(number.canonical, parts)
        record = choose_edition(editions or self._editions[number.base], self._day)
        if record is None:
            return None
        if record.is_in_force(self._day):
            message = t("without a year; {key} is in force", key=record.key)
        else:
            message = t("without a year; the newest edition is {key}", key=record.key)
        return _Meant(record, message)

    def _of_other_nature(self, number: Number) -> _Meant | None:
        """Return the record of the same number and year with another nature: GB/T 9-2007."""
        for record in self._editions[number.base]:
            same = record.year == number.year and record.edition == number.edition
            if same and not record.is_draft and record.key != number.canonical:
                if number.nature == "mandatory":
                    match = facts.Match("converted", number.canonical, record.id)
                    return _Meant(record, converted=match)
                message = t("the catalogue has it as {number}", number=record.key)
                return _Meant(record, message)
        return None

    def _project_for(self, number: Number) -> _Meant | NumberAnswer | None:
        """Return the project under way for the standard that a draft is to become."""
        projects: dict[str, KnownRecord] = {}
        for base in _bases(number):
            for record in self._editions[base]:
                keys = projects_of(self._known, record, self._day)
                if record.is_open_project(self._day):
                    keys.append(record.key)
                projects |= {key: self._known.records[key] for key in keys}
        if len(projects) > 1:
            return _ambiguous(number.canonical, sorted(projects))
        for record in projects.values():
            return _Meant(record)
        return None

    def _without_record(self, asked: Asked, number: Number) -> NumberAnswer:
        """Return the answer for a number that no record has."""
        editions = [record for base in _bases(number) for record in self._editions[base]]
        public = [record for record in editions if record.public <= self._day]
        if not public:
            if "~" in number.canonical:
                message = t("this is a range of numbers: check each of them")
                return NumberAnswer("ambiguous", message, number.canonical)
            if later := self._later_known.get(number.canonical):
                message = t("it is known only from {day} on", day=later.known)
                return NumberAnswer("not-found", message, number.canonical)
            if editions or number.prefix in self._prefixes:
                return NumberAnswer("not-found", t("it is not in the catalogue"), number.canonical)
            message = t("the catalogue has no standard with {prefix}", prefix=number.prefix)
            return NumberAnswer("not-covered", message, number.canonical)
        year = _first_year(number)
        newer = newer_edition(public, year, number.edition, self._day)
        newest = choose_edition(public, self._day)
        assert newest is not None  # one of them is public
        sentence = (
            t(
                "the catalogue does not have this edition, but {key}, which is in force",
                key=newest.key,
            )
            if newest.is_in_force(self._day)
            else t("the catalogue does not have this edition, but {key}", key=newest.key)
        )
        answer = NumberAnswer("other-edition", sentence, number.canonical)
        return self._with_newer(answer, newer.key if newer else None)

    def _may_be_parts(self, number: Number) -> bool:
        return not self._editions[number.base] or _means_all_parts(number)

    # The answer for a record.

    def _of_record(self, asked: Asked, meant: _Meant) -> NumberAnswer:
        record = meant.record
        validity = judge(self._known, record.key, self._day)
        messages = [meant.message, *self._messages(record, validity)]
        title = record.title or record.title_en
        projects = projects_of(self._known, record, self._day)
        if record.is_open_project(self._day):
            projects = [record.key]
        elif record.base:
            drafts = (r for r in self._editions[record.base] if r.is_draft)
            projects += [r.key for r in drafts if r.is_open_project(self._day)]
        answer = NumberAnswer(
            validity.code,
            number=record.key,
            since=validity.since,
            change=validity.change,
            ends_basis=validity.ends_basis,
            title=title,
            title_differs=_differs(asked.title, record),
            revision=list(dict.fromkeys(projects)),
            source=record.source,
            record=record.id,
        )
        answer = self._with_newer(answer, validity.newer)
        if meant.converted:
            answer, message = self._converted(answer, record, meant.converted)
            messages.insert(0, message)
        return answer._replace(message=_joined(messages))

    def _messages(self, record: KnownRecord, validity: Validity) -> list[str]:
        messages = []
        if validity.code == "partly-replaced" and validity.newer:
            messages.append(t("{newer} replaces it in part", newer=validity.newer))
        if validity.others:
            names = ", ".join(validity.others)
            messages.append(t("{names} replace it, too", names=names))
        if validity.ended_successor:
            key = validity.ended_successor
            messages.append(t("{key}, which replaced it, is not in force either", key=key))
        if validity.ends_basis == "inferred":
            messages.append(t("the day of its end is inferred"))
        if validity.code == "planned" and record.suspended:
            messages.append(t("the project is suspended"))
        return messages

    def _converted(
        self, answer: NumberAnswer, record: KnownRecord, match: facts.Match
    ) -> tuple[NumberAnswer, str]:
        """Return the answer for a number that a standard had before it was converted, and the
        message about it."""
        until = match.until
        if until is not None and pad(until) > self._day:
            message = t("it becomes {new} on {day}", new=record.key, day=until)
            change = min(pad(until), answer.change or pad(until))
            answer = answer._replace(number=match.name, change=change)
            return self._with_newer(answer, record.key)._replace(newer_effective=until), message
        if until is None:
            message = t("it is {new} now", new=record.key)
        else:
            message = t("it became {new} on {day}", new=record.key, day=until)
        if answer.validity not in ("in-force", "partly-replaced", "upcoming"):
            return answer, message
        answer = self._with_newer(answer, record.key)
        if until is not None:
            answer = answer._replace(newer_effective=until)
        return answer._replace(validity="converted", number=match.name, since=until), message

    def _with_newer(self, answer: NumberAnswer, newer: str | None) -> NumberAnswer:
        record = self._known.records.get(newer or "")
        if record is None:
            return answer._replace(newer=newer)
        return answer._replace(
            newer=newer,
            newer_title=record.title or record.title_en,
            newer_effective=record.began or None,
        )


# Numbers.


def _names(asked: Asked) -> list[str]:
    """Return the names that a record may have which a number means, the best first."""
    number = asked.number
    names = [] if number is None else [number.canonical, *number.also]
    if asked.plan_number:
        names.append(asked.plan_number)
    if number is not None and ("+" in number.canonical or number.family == "international"):
        own = edition(number.canonical)
        # An amendment is a document of its own, a consolidated text belongs to its edition.
        if own is not None and not number.amends:
            names.append(own.key)
    return list(dict.fromkeys(names))


def _bases(number: Number | None) -> list[str]:
    """Return the base of a number; for a draft also that of the standard that it is to become."""
    if number is None:
        return []
    final = _DRAFT.sub("", number.base) if number.draft_stage else number.base
    return list(dict.fromkeys((number.base, final)))


def _stem(number: Number) -> str | None:
    """Return the sort key of a number up to the number, of one that may have parts."""
    if number.year is not None or number.draft_stage or number.amends:
        return None
    return number.sort_key.rpartition(" 0000")[0] or None


def _means_all_parts(number: Number) -> bool:
    return number.note is not None and _ALL_PARTS.search(number.note) is not None


def _first_year(number: Number) -> int:
    """Return the year of a number; of a draft such as 202X the first year that it may mean."""
    if number.year is not None:
        return number.year - (number.draft_stage is not None)
    decade = re.search("[-:]([12][0-9]{2})X$", number.canonical)
    return int(decade[1]) * 10 - 1 if decade else 9999


def _adopted(asked: Asked) -> list[str]:
    """Return the references of a dual number: GB/T 19001-2016/ISO 9001:2015."""
    adopts = asked.number.adopts if asked.number else ()
    return [reference for reference, degree in adopts if degree != "NEQ"]


def _differs(title: str | None, record: KnownRecord) -> bool | None:
    """Return whether the title of a list is another one than those of a record; None without."""
    known = [fold_title(text) for text in (record.title, record.title_en) if text]
    if not title or not known:
        return None
    return fold_title(title) not in known


# Messages.


def _ambiguous(name: str, keys: Sequence[str]) -> NumberAnswer:
    names = ", ".join(keys[:_NAMED])
    if len(keys) > _NAMED:
        names += t(" … ({count} in all)", count=len(keys))
    return NumberAnswer("ambiguous", t("it may be any of these: {names}", names=names), name)


def _of_stale(stale: dict[str, StaleEdition]) -> list[str]:
    messages = []
    for text, state in stale.items():
        if state.newer:
            messages.append(
                t(
                    "{adopted}, which it adopts, was replaced by {newer}",
                    adopted=text,
                    newer=state.newer,
                )
            )
        else:
            messages.append(t("{adopted}, which it adopts, was withdrawn", adopted=text))
    return messages


def _joined(messages: Sequence[str]) -> str:
    return t("; ").join(filter(None, messages))
