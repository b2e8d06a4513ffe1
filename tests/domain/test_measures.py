"""domain/measures.py: the names of measures and targets that a plan may contain."""

import pytest

from stdplan.domain.measures import MEASURES, check_measure, check_target

KINDS = {"training", "meeting"}


@pytest.mark.parametrize(
    "text",
    [
        "published",
        "reviewed",
        "reviewed:revise",
        "innovation",
        "innovation:patent",
        "activity:training",
        "activity:training:accepted",
        "activity:training:accepted,已发布",
        "closed:training",
        "quantity:training",
        "organisations:training",
        "regions:training",
        "recorded",
    ],
)
def test_valid_measures(text: str) -> None:
    assert check_measure(text, KINDS) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("publish", f'"publish" is not valid; use one of {", ".join(MEASURES)}'),
        ("", '"" is not valid; use one of published'),
        ("activity", '"activity" is not valid; use one of'),
        ("activity:dance", '"activity:dance": there is no "dance"'),
        ("activity:", '"activity:": there is no ""'),
        ("activity:dance:accepted", '"activity:dance:accepted": there is no "dance"'),
        ("activity:training:", '"activity:training:": a state is empty'),
        ("activity:training:a,", '"activity:training:a,": a state is empty'),
        ("quantity", '"quantity" is not valid; use one of'),
        ("quantity:dance", '"quantity:dance": there is no "dance"'),
        ("regions:training:x", '"regions:training:x": there is no "training:x"'),
        ("published:2011", '"published:2011": there is no "2011"'),
        ("reviewed:patent", '"reviewed:patent": there is no "patent"'),
        ("\x1b[2J", r'"\x1b[2J" is not valid; use one of'),
    ],
)
def test_invalid_measures(text: str, problem: str) -> None:
    assert str(check_measure(text, KINDS)).startswith(problem)


@pytest.mark.parametrize("text", ["3000", "12.5", "campaign", "published"])
def test_valid_targets(text: str) -> None:
    assert check_target(text) is None


@pytest.mark.parametrize(
    "text", ["0", "-1", "nan", "1e400", "recorded", "activity", "closed", "many", ""]
)
def test_invalid_targets(text: str) -> None:
    assert check_target(text)
