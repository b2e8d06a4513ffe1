"""What all tables share: the base of the models, kinds of values, columns and CHECKs.

Rule: `Model.checked` refuses unknown names and wrong values (domain/validators.py).

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ValidationError
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey
from sqlmodel import Field, SQLModel

from stdplan.domain import codes, validators
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem

Text = Annotated[str, AfterValidator(validators.text)]
Day = Annotated[str, AfterValidator(validators.day)]
Family = Annotated[str, AfterValidator(validators.one_of(codes.FAMILIES))]
Nature = Annotated[str, AfterValidator(validators.one_of(codes.NATURES))]
Work = Annotated[str, AfterValidator(validators.one_of(codes.WORK))]
Stage = Annotated[str, AfterValidator(validators.one_of(codes.STAGES))]
Outcome = Annotated[str, AfterValidator(validators.one_of(codes.OUTCOMES))]
Step = Annotated[str, AfterValidator(validators.one_of(codes.STEPS))]
NumberKind = Annotated[str, AfterValidator(validators.one_of(codes.NUMBER_KINDS))]
Degree = Annotated[str, AfterValidator(validators.one_of(codes.DEGREES))]
Year = Annotated[int, AfterValidator(validators.year)]
Months = Annotated[int, AfterValidator(validators.months)]
Amount = Annotated[str, AfterValidator(validators.amount)]
Texts = Annotated[list[str], AfterValidator(validators.texts)]
Innovation = Annotated[
    list[Annotated[str, AfterValidator(validators.one_of(codes.INNOVATION))]],
    AfterValidator(validators.texts),
]


# Every table that users write into has row ids, and the id of a removed row is never given to
# another one: the history, other rows, the index of titles, and whoever read it may still know it.
ROW_IDS_ONCE = {"sqlite_autoincrement": True}


def day_check(column: str) -> CheckConstraint:
    """Return the CHECK for an ISO date: `1987`, `1987-05` or `1987-05-18`."""
    year, two = "[12][0-9][0-9][0-9]", "-[0-9][0-9]"
    # The full date first: nearly all dates have it, and an import checks millions.
    forms = " OR ".join(f"{column} GLOB '{year}{two * more}'" for more in (2, 1, 0))
    return CheckConstraint(forms, name=f"{column}_is_a_date")


def code_check(column: str, words: Iterable[str]) -> CheckConstraint:
    """Return the CHECK that a column has a code of a closed list."""
    # Not IN (…): SQLite builds a table of its codes for each row that it checks.
    known = " OR ".join(f"{column} = '{code}'" for code in words)
    return CheckConstraint(known, name=f"{column}_is_known")


def standard_column() -> Any:
    """Return a column for the row id of a standard; removing the standard removes the row."""
    return Field(sa_column=Column(ForeignKey("standard.id", ondelete="CASCADE"), nullable=False))


def list_column() -> Any:
    """Return a column for several values, as JSON; NULL if there are none."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True)))


def row_id() -> Any:
    """Return the column `id` of a table that users write into; the history names rows by it."""
    return Field(default=None, primary_key=True)


class Model(SQLModel):
    """The base of all tables. A model refuses names that its table does not have."""

    model_config = {"extra": "forbid"}

    @classmethod
    def checked(cls, values: Mapping[str, object]) -> Self:
        """Return a row of these values; raise UsageProblem with the names of all wrong fields."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            problems = [_problem(details) for details in error.errors()]
        raise UsageProblem("; ".join(problems))


def _problem(details: Mapping[str, Any]) -> str:
    name = ".".join(map(str, details["loc"]))
    # The message of our validator, else the one of pydantic.
    reason = details.get("ctx", {}).get("error", details["msg"])
    return f'{name}: "{escape_unprintable(str(details["input"]))}" {reason}'
