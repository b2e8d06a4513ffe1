"""The stages of one record with their days, held to the order of domain/stages.py.

Rule: what a hand writes is refused where it cannot be, and the refusal names both stages, both days
and the command that corrects the other one. Lists are taken as they are.
"""

from stdplan.catalogue.work import Work
from stdplan.domain import stages
from stdplan.domain.codes import STAGES, word
from stdplan.domain.stages import ENDED, PUBLISHED, Reached
from stdplan.domain.text import visible
from stdplan.errors import UsageProblem
from stdplan.i18n import t

# The fields that are the day of a stage.
DAYS = {"published": PUBLISHED, "withdrawn": ENDED, "terminated": ENDED}
_END = "iif(number IS NULL, terminated, withdrawn)"


def reached(work: Work, identity: int) -> list[Reached]:
    """The stages of a record with their days, 60 and 95 where it has them; 00 without the day that
    only a review told, which gives way."""
    rows = work.connection.execute(
        "SELECT stage, date FROM stage_change WHERE standard = :id AND review IS NULL"
        f" UNION ALL SELECT '{PUBLISHED}', published FROM standard"
        " WHERE id = :id AND published IS NOT NULL"
        f" UNION ALL SELECT '{ENDED}', {_END} FROM standard WHERE id = :id AND {_END} IS NOT NULL"
        # The day of an import that stands in for one is no day.
        " AND (number IS NULL OR NOT withdrawn_inferred)",
        {"id": identity},
    )
    return [Reached(*row) for row in rows]


def keep_order(work: Work, identity: int, new: Reached) -> None:
    """UsageProblem where `new` cannot stand beside the other stages of the record."""
    other = stages.conflict(new, reached(work, identity))
    if other is None:
        return
    key, end = work.connection.execute(
        "SELECT key, iif(number IS NULL, 'terminated', 'withdrawn') FROM standard WHERE id = ?",
        (identity,),
    ).fetchone()
    edited = {PUBLISHED: "published", ENDED: end}.get(other.stage)
    mended = (
        f"standards edit {key} --{edited}"
        if edited
        else f"standards stage {key} {other.stage} --on"
    )
    sentence = (
        "{key}: {new} on {day} cannot be before {old} on {other}; `{mended} DATE` corrects that one"
    )
    if other.stage > new.stage:
        sentence = (
            "{key}: {new} on {day} cannot be after {old} on {other};"
            " `{mended} DATE` corrects that one"
        )
    raise UsageProblem(
        t(
            sentence,
            key=visible(key),
            new=_named(new.stage),
            day=new.day,
            old=_named(other.stage),
            other=other.day,
            mended=visible(mended),
        )
    )


def _named(stage: str) -> str:
    return f"{stage} {word(STAGES, stage)}"
