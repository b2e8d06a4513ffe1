"""The reader of the progress of a project (进展情况, 当前阶段): from words to a stage.

    read_stage("已完成征求意见，正在编制送审稿")    # stage 30

The words are data: layouts.yaml, `stages` and `progress`.

Rules:
* A clause is read if all of it is known: a word for a stage, and what changes nothing. So a
  negation is never skipped: 审查未通过 is unclear.
* A project is in the stage that makes its draft until the draft is sent, then in the next one:
  完成送审稿 is 30, 送审稿已报 is 40.
* Of several clauses the highest stage counts, if the text says that the lower ones are over.
  What is intended (计划6月送审) and what names no stage (按计划进行) counts only as a remark.
* 申请终止 ends nothing: it is a request.
* What follows an event may be about the event (申请延期，待批准), and a publication next to one is
  that of another standard: they are unclear.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from stdplan.domain.codes import STAGES
from stdplan.domain.stages import MAKING, PUBLISHED
from stdplan.importing.layouts import words_of
from stdplan.importing.wording import (
    DAY,
    DEADLINE,
    TIME,
    Vocabulary,
    Wording,
    any_word,
    read_wording,
)

TERMINATED, SUSPENDED, EXTENDED, REQUEST = EVENTS = (
    "terminated",
    "suspended",
    "extended",
    "request",
)
# Clauses: several meanings, no stage, an intention, not yet, nothing about the progress.
_UNCLEAR, _VAGUE, _LATER, _NOT_YET, _REMARK = "unclear", "vague", "later", "not yet", "remark"
_STAGES = (*MAKING, PUBLISHED)
_NEXT = dict(pairwise(_STAGES))
_SEPARATORS = "[,;。!|\n]|(?<![合归])并(?!入)且?"
_PERCENT = re.compile(
    "(?:目前|总体|整体|进度|项目|任务|工作量|已|约|完成)*[0-9]{1,3}(?:\\.[0-9]+)?%(?:以上|左右)?"
)


# How many opinions there were: 共收到意见35条.
_COUNT = re.compile(
    "(?:共|已|总计|合计|其中)*(?:收到|收集到?|征集到?|回收|回收到|发出|采纳|部分采纳|未采纳|不采纳|处理|汇总)"
    "(?:反馈|回函|意见|建议|征求意见函|单位|专家|的)*[0-9]+(?:条|份|个|家|项|人)(?:反馈|回函|意见|建议|单位|的)*"
)
_CODE_FIRST = re.compile("(?P<code>[0-6]0)[-:.]?(?P<words>[^0-9.].*)")
# To whom a draft is sent. A committee is not listed: its 报批稿 is not submitted yet.
_RECEIVER = (
    "[至到给]?(?:(?:各|有关|相关|全体|标委会)*(?:委员|专家|单位)"
    "|工信部|工业和信息化部|主管部门|国标委|国家标准委|国家标准化管理委员会)"
)
# What may be about a request or an end as well as about the project: 申请终止，已上报.
_ABOUT_AN_EVENT = re.compile("批准|审批|批复|获批|上报|公示|公告|审查|审核|审定|发布")


class ProjectProgress(NamedTuple):
    """What a text says about the progress of a project; unclear if it has no stage and no event.

    `stage`: the code of a stage up to 60. `event`: `terminated`, `suspended`, `extended` or
    `request`; a request changes nothing. `day`: the day of the stage or event as ISO date, if the
    text states one. `target`: the day to which the project is extended, or is to be.
    """

    stage: str | None = None
    event: str | None = None
    day: str | None = None
    target: str | None = None

    @property
    def is_unclear(self) -> bool:
        """Return whether the text must be asked about."""
        return self.stage is None and self.event is None


class _Reading(NamedTuple):
    """What one clause says: a stage, an event or a kind of clause."""

    meaning: str
    text: str
    name: str = ""
    in_brackets: bool = False

    @property
    def is_finished(self) -> bool:
        return bool(_done().search(self.text))


@lru_cache(4096)
def read_stage(text: str) -> ProjectProgress:
    """Return what a text says about the progress of a project.

    >>> read_stage("2025年6月完成审查会")
    ProjectProgress(stage='40', event=None, day='2025-06', target=None)
    >>> read_stage("申请延期至2026年12月").target, read_stage("完成80%").is_unclear
    ('2026-12', True)
    """
    wording = read_wording(text, _SEPARATORS)
    if not wording.readable:
        return ProjectProgress()
    clauses = [
        reading._replace(in_brackets=clause.in_brackets)
        for clause in wording.clauses
        for reading in _read_parts(clause.text.replace("等待", "待"))
    ]
    if any(clause.meaning == _UNCLEAR for clause in clauses):
        return ProjectProgress()
    stages = [clause for clause in clauses if clause.meaning in _STAGES]
    events = [clause for clause in clauses if clause.meaning in EVENTS]
    if events and not events[0].in_brackets:  # 已终止（2024年公告）
        stages = [c for c in stages if not (c.in_brackets and c.meaning == PUBLISHED)]
    if _is_about_an_event(clauses, stages, events):
        return ProjectProgress()
    stage = max((clause.meaning for clause in stages), default=None)
    lower = [clause for clause in stages if clause.meaning != stage]
    if len({event.meaning for event in events}) > 1 or not all(c.is_finished for c in lower):
        return ProjectProgress()
    # What is in brackets explains: it is not further than what stands before them.
    if lower and all(c.in_brackets for c in stages if c.meaning == stage):
        return ProjectProgress()
    if not (stages or events):
        return ProjectProgress()
    if any(clause.meaning == _NOT_YET and clause.name <= (stage or "") for clause in clauses):
        return ProjectProgress()
    return ProjectProgress(
        stage,
        events[0].meaning if events else None,
        _day(wording, clauses, events or [c for c in stages if c.meaning == stage]),
        _only(wording, "".join(event.name for event in events), f"{DAY}|{DEADLINE}"),
    )


def _day(wording: Wording, clauses: list[_Reading], counting: list[_Reading]) -> str | None:
    """Return the one day in the clauses that count, and in those that are only a day."""
    alone = [c for c in clauses if c.meaning == _REMARK and re.fullmatch(f"于?{DAY}", c.text)]
    days = "".join(clause.text.replace(clause.name, "") for clause in [*counting, *alone])
    return _only(wording, days, DAY)


def _only(wording: Wording, text: str, kind: str) -> str | None:
    days = wording.named(text, kind)
    return days[0] or None if len(days) == 1 else None


def _is_about_an_event(
    clauses: list[_Reading], stages: list[_Reading], events: list[_Reading]
) -> bool:
    """Return whether a stage may be about an event: 申请延期，待批准; 国家标准已发布，项目终止."""
    if not events:
        return False
    following = clauses[clauses.index(events[0]) + 1 :]
    return any(
        stage.meaning == PUBLISHED
        or (stage in following and "稿" not in stage.text and _ABOUT_AN_EVENT.search(stage.text))
        for stage in stages
    )


def _read_parts(text: str) -> list[_Reading]:
    """Return what a clause says, or its parts if each names a stage: 已完成立项、起草.

    What is over is so for the parts that follow, unless they say what is being done.
    """
    parts = [_read_clause(part) for part in text.split("、") if part]
    if len(parts) < 2 or "稿" in text or any(part.meaning not in _STAGES for part in parts):
        return [_read_clause(text)]
    for index in range(1, len(parts)):
        if parts[index - 1].is_finished and not re.search("正|在|中|待|拟", parts[index].text):
            parts[index] = parts[index]._replace(text="已" + parts[index].text)
    return parts


def _read_clause(text: str) -> _Reading:
    """Return what one clause says."""
    words = _words()
    if _PERCENT.fullmatch(text) or _COUNT.fullmatch(text):
        return _Reading(_VAGUE, text)
    if code := _CODE_FIRST.fullmatch(text):
        reading = _read_clause(code["words"])
        return reading if reading.meaning == code["code"] else _Reading(_UNCLEAR, text)
    if stage := _draft(text):
        return _Reading(stage, text)
    found = words.meanings(text)
    if len({meaning for meaning, _ in found}) == 1:
        if re.search(DEADLINE, text) and found[0][0] in _STAGES:
            return _Reading(_LATER, text)
        return _Reading(found[0][0], text, found[0][1])
    if found:
        return _Reading(_UNCLEAR, text)
    for core in words.cores(text):
        if match := re.match(any_word(words_of("progress", "not_yet")), core):
            rest = core[match.end() :]
            meanings = {meaning for meaning, _ in words.meanings(rest)}
            # 未通过审查 is not a step that is still to come.
            if len(meanings) == 1 and meanings <= {*_STAGES} and "通过" not in rest:
                return _Reading(_NOT_YET, text, meanings.pop())
    later = any_word(words_of("progress", "later"))
    if any(re.match(later, core) for core in words.cores(text)):
        return _Reading(_LATER, text)
    return _Reading(_REMARK if words.is_remark(text) else _UNCLEAR, text)


def _draft(text: str) -> str | None:
    """Return the stage of a clause about a draft, None for any other clause.

    征求意见稿编制中 and 完成征求意见稿 are 20; 征求意见稿已发出 is 30.
    """
    if re.search(DEADLINE, text):
        return None
    for core in _words().cores(text):
        if match := _making().fullmatch(core):
            draft = match["made"] or match["being_made"]
            return _drafts().get(draft, "20")
        if match := _sending().fullmatch(core):
            return _NEXT[_drafts()[match["sent"] or match["being_sent"]]]
        # 送审稿待审查
        draft = next((word for word in sorted(_drafts(), key=len) if core.startswith(word)), "")
        rest = core[len(draft) :]
        if draft and rest:
            meanings = {meaning for meaning, _ in _words().meanings(rest)}
            if meanings == {_NEXT[_drafts()[draft]]}:
                return meanings.pop()
    return None


@cache
def _words() -> Vocabulary:
    """Return the words for stages, for what else happens to a project, and for neither."""
    names = (*EVENTS, _VAGUE, _UNCLEAR)
    words = {name: words_of("progress", name) for name in names}
    others = {word for own in words.values() for word in own}
    for stage in _STAGES:
        own = [stage, *STAGES[stage], *words_of("stages", stage)]
        words[stage] = [word for word in own if word not in others]
    before, after, doubt = (words_of("progress", name) for name in ("before", "after", "doubt"))
    return Vocabulary(words, before, after, doubt, (DAY, TIME, DEADLINE))


@cache
def _drafts() -> dict[str, str]:
    """Return the stages that make the drafts, by draft."""
    return {word: stage for stage in _STAGES for word in words_of("progress", "drafts", stage)}


@cache
def _making() -> re.Pattern[str]:
    between, making = (any_word(words_of("progress", name)) for name in ("between", "making"))
    drafts = any_word([*_drafts(), *words_of("progress", "early")])
    done = f"(?:(?:{between})*+(?:{making}))"
    more = "(?:[及和与、]?(?:其|标准)?编制说明|等(?:相关)?(?:材料|文件)|初稿|草稿)*+"
    return re.compile(
        f"(?:{making}){done}*(?:{between})*+(?P<made>{drafts}){more}{done}*"
        f"|(?P<being_made>{drafts}){more}{done}+"
    )


@cache
def _sending() -> re.Pattern[str]:
    between, sent = (any_word(words_of("progress", name)) for name in ("between", "sent"))
    drafts = any_word(_drafts())
    return re.compile(
        f"(?:{sent})(?:{between})*+(?P<sent>{drafts})"
        f"|(?P<being_sent>{drafts})(?:{between})*+(?:{sent})(?:{_RECEIVER})?"
    )


@cache
def _done() -> re.Pattern[str]:
    return re.compile(any_word(words_of("progress", "done")))
