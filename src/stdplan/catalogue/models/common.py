"""Column types, CHECKs and the common base of all tables."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ValidationError
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey
from sqlmodel import Field, SQLModel

from stdplan.domain import validators
from stdplan.domain.codes import (
    DEGREES,
    FAMILIES,
    INNOVATION,
    NATURES,
    OUTCOMES,
    STAGES,
    WORK,
    Words,
)
from stdplan.domain.text import visible
from stdplan.errors import UsageProblem

Text = Annotated[str, AfterValidator(validators.text)]
Day = Annotated[str, AfterValidator(validators.day)]
Family = Annotated[str, AfterValidator(validators.one_of(FAMILIES))]
Nature = Annotated[str, AfterValidator(validators.one_of(NATURES))]
Work = Annotated[str, AfterValidator(validators.one_of(WORK))]
Stage = Annotated[str, AfterValidator(validators.one_of(STAGES))]
Outcome = Annotated[str, AfterValidator(validators.one_of(OUTCOMES))]
Degree = Annotated[str, AfterValidator(validators.one_of(DEGREES))]
Amount = Annotated[str, AfterValidator(validators.amount)]
Texts = Annotated[list[str], AfterValidator(validators.texts)]
Innovation = Annotated[
    list[Annotated[str, AfterValidator(validators.one_of(INNOVATION))]],
    AfterValidator(validators.texts),
]


def day_check(column: str) -> CheckConstraint:
    """A date is a year, a month or a day: `1987`, `1987-05`, `1987-05-18`."""
    year, two = "[12][0-9][0-9][0-9]", "-[0-9][0-9]"
    # The form of nearly all dates first: a million rows are checked in an import.
    forms = " OR ".join(f"{column} GLOB '{year}{two * more}'" for more in (2, 1, 0))
    return CheckConstraint(forms, name=f"{column}_is_a_date")


def word_check(column: str, words: Words) -> CheckConstraint:
    # Not IN (…): SQLite builds a table of its codes for each row that it checks.
    codes = " OR ".join(f"{column} = '{code}'" for code in words)
    return CheckConstraint(codes, name=f"{column}_is_known")


def of_standard(key: bool = False) -> Any:
    """The standard that a row belongs to, and goes with when that is removed."""
    return Field(
        sa_column=Column(
            ForeignKey("standard.id", ondelete="CASCADE"), primary_key=key, nullable=False
        )
    )


def many() -> Any:
    """Several values in one cell, as JSON; NULL for none."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class Model(SQLModel):
    """Common to all tables: names that the table does not have are refused."""

    model_config = {"extra": "forbid"}

    @classmethod
    def checked(cls, values: Mapping[str, object]) -> Self:
        """A row of these values; UsageProblem, naming field and value, where one may not be."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            problems = [_problem(fault) for fault in error.errors()]
        raise UsageProblem("; ".join(problems))


def _problem(fault: Mapping[str, Any]) -> str:
    name = ".".join(map(str, fault["loc"]))
    # A rule's own sentence, else what pydantic says of the type.
    reason = fault.get("ctx", {}).get("error", fault["msg"])
    return f'{name}: "{visible(str(fault["input"]))}" {reason}'
