"""A standard on its way into the catalogue: what a list or a hand says of it, checked."""

from dataclasses import dataclass, field

from stdplan.domain.number import Number, parse, plan_number
from stdplan.domain.number_record import natural

Replaced = tuple[str, bool]  # a number, and whether it is replaced in part only
Adopted = tuple[str, str | None, str | None]  # reference, degree, the list's own word


@dataclass(slots=True)
class Record:
    """What is to be known of one standard: columns by name, and what it is linked to.

    `values` holds checked values only (domain/rules.py). `stages` are (stage, date), `reviews`
    (date, outcome).
    """

    key: str
    values: dict[str, object]
    focus: list[str] = field(default_factory=list)
    replaces: list[Replaced] = field(default_factory=list)
    replaced_by: list[Replaced] = field(default_factory=list)
    adopts: list[Adopted] = field(default_factory=list)
    stages: list[tuple[str, str]] = field(default_factory=list)
    reviews: list[tuple[str, str]] = field(default_factory=list)


def number_columns(text: str, number: Number | None) -> dict[str, object]:
    """The columns that a number tells: itself, family, nature, and what is derived for speed.

    A text that is no number is kept as it stands, with the family `other`.
    """
    if number is None:
        return {
            "number": text,
            "family": "other",
            "nature": None,
            "number_year": None,
            "prefix": None,
            "base": text,
            "sort_key": natural(text),
            "amends": None,
        }
    return {
        "number": number.canonical,
        "family": number.family,
        "nature": number.nature,
        "number_year": number.year,
        "prefix": number.prefix,
        "base": number.base,
        "sort_key": number.sort_key,
        "amends": number.amends,
    }


def take_number(record: Record, text: str) -> None:
    """Give the record its number, and what else stands in the number's cell."""
    number = parse(text)
    record.values |= number_columns(" ".join(text.split()), number)
    record.key = str(record.values["number"])
    if number is None:
        return
    record.replaces += [(replaced, False) for replaced in number.replaces]
    record.adopts += [(reference, degree, None) for reference, degree in number.adopts]
    if number.confirmed:
        record.reviews.append((str(number.confirmed), "confirm"))
    if number.note:
        record.values["note"] = number.note


def project_columns(record: Record) -> dict[str, object]:
    """What a new project's plan number tells, else the standard it is to replace: family, prefix.

    `2011-0123T-JB` is the ministry's for an industry standard, `20230390-T-339` a national one.
    """
    plan = str(record.values.get("plan_number") or "")
    if plan[4:5] == "-" and plan[-3:-2] == "-":
        return {"family": "industry", "prefix": plan[-2:]}
    if plan_number(plan):
        return {"family": "national"}
    replaced = next((number for name, _ in record.replaces if (number := parse(name))), None)
    return {"family": replaced.family, "prefix": replaced.prefix} if replaced else {}
