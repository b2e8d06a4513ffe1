"""Importing responses of web platforms and lists of international bodies, without changes by
hand."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from helpers import Run, run_app, shown

HBBA = {
    "code": 0,
    "records": [
        {
            "code": "JB/T 1-2011",
            "chName": "试验机",
            "industry": "机械",
            "status": "废止",
            "issueDate": 1305648000000,
            "actDate": "1317398400000",
            "chargeDept": "工业和信息化部",
        },
        {
            "code": "BB/T 2-2011",
            "chName": "纸箱",
            "industry": "包装",
            "status": "现行",
            "issueDate": 1305648000000,
            "actDate": None,
            "chargeDept": None,
        },
    ],
    "total": 2,
}
SAMR = {
    "data": {
        "rows": [
            {
                "C_STD_CODE": "GB/T 1-2011",
                "STD_CODE": "GB/T 1",
                "C_C_NAME": "试验机",
                "C_E_NAME": "Testing machines",
                "ISSUE_DATE": "2011-05-18",
                "ACT_DATE": "2011-10-01",
                "STATE": "现行",
                "STD_NATURE": "推荐性",
                "DRAFT_UNIT": "甲厂、乙厂",
                "TA_NAME": "TC 1",
                "ICS": "19.020",
                "CCS": "N71",
                "ADOPT_TYPE": "等同采用ISO 1:2000",
                "TOTAL_REPE": "GB/T 1-2001",
                "PLAN_CODE": "20090390-T-339",
                "STD_FORM": "X",
                "STAGE_CODE": "60",
            }
        ]
    }
}


def imported(run: Run, path: Path, content: object) -> list[str]:
    """Import a value as a JSON file, and return the counts."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    answer = run("standards", "import", str(path))
    assert answer.code == 0, answer.err
    return answer.rows[1][1:]


def test_the_platform_of_industry_standards(run: Run, tmp_path: Path) -> None:
    assert imported(run, tmp_path / "hbba.json", HBBA) == ["2", "2", "0", "0", "0"]
    old, new = shown(run, "JB/T 1-2011"), shown(run, "BB/T 2-2011")
    assert (old["published"], old["effective"]) == ("2011-05-18", "2011-10-01")
    assert (old["sector"], old["status"], old["department"]) == (
        "machinery",
        "withdrawn",
        "工业和信息化部",
    )
    assert (new["status"], new["extra"]) == ("in-force", {"industry": "包装"})


def test_the_platform_of_national_standards(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path / "samr.json", SAMR)
    record = shown(run, "GB/T 1-2011")
    expected: dict[str, Any] = {
        "plan_number": "20090390-T-339",
        "title": "试验机",
        "title_en": "Testing machines",
        "nature": "recommended",
        "work": "revise",
        "drafting_orgs": ["甲厂", "乙厂"],
        "committee": "TC 1",
        "ics": "19.020",
        "ccs": "N71",
        "extra": {"STD_CODE": "GB/T 1"},
    }
    assert {name: record[name] for name in expected} == expected


HEADER = ("reference", "title", "publication_date", "status", "committee", "edition", "url")
TITLES = (
    'Pumps, "centrifugal"\n<p>Part 1: α &amp; β</p>',
    "Pumps; valves,\ttaps",
    "=1+1",
    "Pompes — Essais",
)
WITHOUT_MARKUP = {TITLES[0]: 'Pumps, "centrifugal"\nPart 1: α & β'}


def bodies(count: int) -> list[tuple[str, ...]]:
    """Return rows like those of IEC and ITU: dates that are years or months, titles of several
    lines."""
    forms = ("IEC {0}-1:{1}", "IEC {0}-2:{1}/AMD1:{2}", "ITU-T G.{0} (03/{1})", "ITU-R BO.{0}-3")
    words = ("Published", "Withdrawn", "Superseded", "In force", "REVISED", "odd word")
    rows = []
    for place in range(count):
        year = 1950 + place % 70
        number = forms[place % 4].format(1000 + place, year, year + 1)
        published = (str(year), f"{year}-07", f"{year}-07-09")[place % 3]
        url = f"https://example.org/{place}?a=1,2"
        rows.append(
            (number, TITLES[place % 4], published, words[place % 6], "TC 1/SC 2", "2.0", url)
        )
    return rows


def written(path: Path, rows: list[tuple[str, ...]]) -> str:
    """Write the rows as csv or jsonl, by the extension of the file."""
    if path.suffix == ".jsonl":
        lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows]
    else:
        quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in (HEADER, *rows)]
        lines = [",".join(cells) for cells in quoted]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return str(path)


@pytest.mark.parametrize("name", ["list.csv", "list.jsonl"])
def test_lists_of_international_bodies_are_imported_without_loss(
    run: Run, tmp_path: Path, name: str
) -> None:
    rows = bodies(240)
    run("standards", "import", written(tmp_path / name, rows))
    listed = json.loads(run("standards", "list", "--json").out)
    by_number = {record["number"]: record for record in listed}
    assert len(by_number) == 240
    for number, title, published, word, committee, edition, url in rows:
        record = by_number[number]
        assert (record["title"], record["published"]) == (
            WITHOUT_MARKUP.get(title, title),
            published,
        )
        assert record["committee"] == committee
        assert record["extra"]["edition"] == edition
        assert record["extra"]["url"] == url
        assert record["extra"].get("status") == ("odd word" if word == "odd word" else None)
        ended = word in ("Withdrawn", "Superseded", "REVISED")
        assert (record["status"] == "withdrawn") == ended


@pytest.mark.parametrize("name", ["list.csv", "list.jsonl"])
def test_twice_and_in_any_order_gives_the_same(
    run: Run, seeded: Path, tmp_path: Path, name: str
) -> None:
    rows = bodies(120)
    path = written(tmp_path / name, rows)
    assert run("standards", "import", path).rows[1][1:] == ["120", "120", "0", "0", "0"]
    assert run("standards", "import", path).rows[1][1:] == ["120", "0", "0", "120", "0"]
    random.Random(11).shuffle(rows)
    other = tmp_path / "other.db"
    other.write_bytes(seeded.read_bytes())
    assert run_app("--db", str(other), "standards", "import", written(Path(path), rows)).code == 0
    listed = run_app("--db", str(other), "standards", "list", "--json").out
    assert listed == run("standards", "list", "--json").out


def test_every_reject_names_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    lines = ['{"number": "IEC 1:2011"}', '{"number": "IEC 2:2011", "published": "2011-02-30"}', "{"]
    path.write_text("\n".join([*lines, '{"a": "\\ud800"}', "[]"]), encoding="utf-8")
    answer = run("standards", "import", str(path))
    assert answer.code == 65
    for line, word in ((2, "2011-02-30"), (3, "this is not JSON"), (4, "\\ud800"), (5, "object")):
        [message] = [text for text in answer.err.splitlines() if f"list.jsonl:{line}: " in text][:1]
        assert word in message


@pytest.mark.parametrize(
    ("code", "stage"), [("00", "00"), ("30", "30"), ("30.20", "30"), ("正在审查", "40")]
)
def test_a_plan_of_the_platform_gives_its_stage(
    run: Run, tmp_path: Path, code: str, stage: str
) -> None:
    plan = {"PLAN_CODE": "20230390-T-339", "C_C_NAME": "试验机", "STAGE_CODE": code}
    imported(run, tmp_path / "plans.json", [plan])
    assert shown(run, "20230390-T-339")["stage"] == stage
