"""readers/iso_reader.py: ids of ISO Open Data become references, stages give the status, and
everything else is stored."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from helpers import Run, run_app, shown
from list_helpers import faults, read, records


def deliverable(number: int, **more: Any) -> dict[str, Any]:
    """Return one line of the list, as ISO writes it."""
    return {
        "id": number,
        "deliverableType": "IS",
        "supplementType": None,
        "reference": f"ISO {number}:2015",
        "title": {"en": f'Pumps — "Part"\n{number}', "fr": f"Pompes {number}"},
        "publicationDate": "2015-09",
        "edition": 5,
        "icsCode": ["03.120.10", "03.100.70"],
        "ownerCommittee": "ISO/TC 176/SC 2",
        "currentStage": 6060,
        "replaces": None,
        "replacedBy": None,
        "languages": ["en", "fr"],
        "pages": {"en": 29},
        "scope": {"en": '<p class="x">A &amp; B:</p>\n<p>a)    c</p>\n'},
        **more,
    }


def write(path: Path, deliverables: list[dict[str, Any]]) -> Path:
    """Write the list as a file, with a line for each deliverable."""
    path.write_text("".join(json.dumps(one) + "\n" for one in deliverables), encoding="utf-8")
    return path


def test_ids_become_references_and_unknown_ids_stay(tmp_path: Path) -> None:
    path = write(
        tmp_path / "iso.jsonl",
        [
            deliverable(1, replaces=[2, 77], replacedBy=[3]),
            deliverable(2),
            deliverable(3, reference="ISO/DIS 1"),
        ],
    )
    first = records(path)[0]
    assert (first["replaces"], first["replaces (id)"]) == ("ISO 2:2015", "77")
    assert (first["replacedBy"], "replacedBy (id)" in first) == ("ISO/DIS 1", False)


def test_an_id_of_two_deliverables_is_no_reference(tmp_path: Path) -> None:
    lines = [deliverable(1, replaces=[2]), deliverable(2), deliverable(2, reference="ISO 5")]
    first = records(write(tmp_path / "iso.jsonl", lines))[0]
    assert ("replaces" in first, first["replaces (id)"]) == (False, "2")


@pytest.mark.parametrize(
    ("titles", "title", "title_en"),
    [
        ({"en": "Pumps", "fr": "Pompes"}, "Pumps", "Pumps"),
        ({"en": None, "fr": "Pompes"}, "Pompes", None),
        ({"fr": "Pompes"}, "Pompes", None),
        (None, None, None),
    ],
)
def test_the_title_is_english_if_possible(
    tmp_path: Path, titles: dict[str, str] | None, title: str | None, title_en: str | None
) -> None:
    [record] = records(write(tmp_path / "x.jsonl", [deliverable(1, title=titles)]))
    assert (record.get("title"), record.get("title_en")) == (title, title_en)
    assert record.get("title.fr") == (titles or {}).get("fr")


def test_the_format_is_detected_by_its_keys(tmp_path: Path) -> None:
    path = write(tmp_path / "list", [deliverable(1), deliverable(2)])
    lines = records(path)
    assert read(path)[0] == "iso"
    path.write_text(json.dumps([deliverable(1), deliverable(2)], indent=1), encoding="utf-8")
    assert (read(path)[0], records(path)) == ("iso", lines)
    write(path, [deliverable(1)])
    assert (read(path)[0], records(path)) == ("iso", lines[:1])


def test_a_broken_line_is_a_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "iso.jsonl", [deliverable(1), deliverable(2)])
    path.write_text(path.read_text(encoding="utf-8").replace('"id": 2,', '"id": 2'), "utf-8")
    assert len(records(path)) == 1
    assert [line for line, _, _ in faults(path)] == [2]


@pytest.mark.parametrize(
    ("code", "stage", "status"),
    [
        (6060, "60", "in-force"),
        (9020, "60", "in-force"),
        (9060, "60", "in-force"),
        (9092, "60", "in-force"),
        (9093, "60", "in-force"),
        (9599, "95", "withdrawn"),
        (None, "60", "in-force"),
    ],
)
def test_stages_of_published_standards(
    run: Run, tmp_path: Path, code: int | None, stage: str, status: str
) -> None:
    run(
        "standards", "import", str(write(tmp_path / "x.jsonl", [deliverable(1, currentStage=code)]))
    )
    record = shown(run, "ISO 1:2015")
    assert (record["stage"], record["status"]) == (stage, status)
    assert (record["confirmed"], record["reviews"]) == (None, [])
    assert record["extra"].get("currentStage") == (str(code) if code else None)


@pytest.mark.parametrize(
    ("code", "stage", "status"),
    [
        (0, "00", "planned"),
        (20, "00", "planned"),
        (1099, "10", "planned"),
        (2060, "20", "planned"),
        (3020, "30", "planned"),
        (4020, "40", "planned"),
        (5000, "50", "planned"),
        (6000, "50", "planned"),
        (98, "00", "terminated"),
        (1098, "10", "terminated"),
        (4098, "40", "terminated"),
    ],
)
def test_stages_of_projects(run: Run, tmp_path: Path, code: int, stage: str, status: str) -> None:
    project = deliverable(1, reference="ISO/CD 1", currentStage=code, publicationDate=None)
    run("standards", "import", str(write(tmp_path / "x.jsonl", [project])))
    record = shown(run, "ISO/CD 1")
    assert (record["stage"], record["status"]) == (stage, status)


def test_every_value_is_stored(run: Run, tmp_path: Path) -> None:
    one = deliverable(1)
    run("standards", "import", str(write(tmp_path / "x.jsonl", [one])))
    record = shown(run, "ISO 1:2015")
    assert (record["title"], record["title_en"]) == (one["title"]["en"], one["title"]["en"])
    assert (record["published"], record["ics"]) == ("2015-09", "03.120.10; 03.100.70")
    assert record["committee"] == "ISO/TC 176/SC 2"
    assert record["extra"] == {
        "id": "1",
        "deliverableType": "IS",
        "title.fr": "Pompes 1",
        "edition": "5",
        "currentStage": "6060",
        "languages": "en; fr",
        "pages.en": "29",
        "scope.en": one["scope"]["en"].strip(),
    }


def test_a_long_list_twice_and_in_any_order_gives_the_same(
    run: Run, seeded: Path, tmp_path: Path
) -> None:
    stages = (6060, 9093, 9599, 4020, 3098, 9020)
    many = [
        deliverable(
            number,
            currentStage=stages[number % 6],
            publicationDate=None if stages[number % 6] < 6000 else f"{1950 + number % 70}",
            replaces=[number - 6] if number > 6 and number % 5 == 0 else None,
            replacedBy=[9999] if number % 50 == 0 else None,
        )
        for number in range(1, 301)
    ]
    path = write(tmp_path / "iso.jsonl", many)
    assert run("standards", "import", str(path)).rows[1][1:] == ["300", "300", "0", "0", "0"]
    assert run("standards", "import", str(path)).rows[1][1:] == ["300", "0", "0", "300", "0"]
    random.Random(11).shuffle(many)
    other = tmp_path / "other.db"
    other.write_bytes(seeded.read_bytes())
    run_app("--db", str(other), "standards", "import", str(write(path, many)))
    listed = run_app("--db", str(other), "standards", "list", "-f", "json").out
    assert listed == run("standards", "list", "-f", "json").out
