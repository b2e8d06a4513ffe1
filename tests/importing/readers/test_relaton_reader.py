"""readers/relaton_reader.py: Relaton YAML of both generations, as a file or a folder of files."""

import gzip
from pathlib import Path

import pytest

from helpers import Run, shown
from list_helpers import faults, read, records
from stdplan.errors import BadData

OLDER = """\
---
schema-version: v1.2.9
id: ISO1-1987
title:
- {type: title-intro, content: Pumps, language: [en], script: [Latn]}
- {type: main, content: Pompes - Essais, language: [fr]}
- {type: main, content: "Pumps - Tests: all", language: [en]}
type: standard
docid:
- {id: "urn:iso:std:iso:1", type: URN}
- {id: ISO 1:1987, type: ISO, primary: true}
- {id: ISO 1:1987(E), type: iso-reference}
date:
- {type: published, value: 1987-03}
- {type: obsoleted, value: '1994'}
- {type: stable-until, value: '1993-12-31'}
contributor:
- {organization: {name: [{content: ISO}]}, role: [{type: publisher}]}
docstatus: {stage: {value: '95'}, substage: {value: '99'}}
relation:
- {type: obsoletes, bibitem: {docid: [{id: ISO 1:1980(E), type: ISO}]}}
- {type: obsoletedBy, bibitem: {formattedref: {content: "ISO 1:1994"}}}
- {type: updates, bibitem: {docid: [{id: ISO 1:1994, type: ISO}]}}
- {type: obsoletes, locality: [{type: part}], bibitem: {docid: [{id: ISO 9:1980, type: ISO}]}}
ext:
  doctype: {type: international-standard}
  editorialgroup: {technical_committee: [{name: Pumps, identifier: ISO/TC 1/SC 2}]}
  ics: [{code: '75.020', text: Extraction}, {code: 03.100.70, text: Systems}]
"""
NEWER = """\
id: ITUTA1031993
title:
- {language: en, content: Contributions, type: main}
source:
- {type: src, content: https://example.org/a.1}
docidentifier:
- {content: ITU-T A.1 (03/1993), type: ITU, primary: true}
date:
- {type: published, at: '1993-03-12'}
contributor:
- role: [{type: author, description: [{content: committee}]}]
  organization: {name: [{content: ITU}], subdivision: [{name: [{content: Study Group 1}]}]}
status: {stage: {content: Withdrawal}}
"""
# Some crawlers write a list of one element without the dash.
BARE = """\
title: {type: main, content: Television, language: en}
docid: {id: ITU-R BO.1073-1, type: ITU}
date: [{type: confirmed, value: '1990'}, {type: issued, value: '1990'}]
doctype: technical-report
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a record of each kind, one of them in a subfolder."""
    (tmp_path / "r" / "itu").mkdir(parents=True)
    (tmp_path / "r" / "iso.yaml").write_text(OLDER, encoding="utf-8")
    (tmp_path / "r" / "itu" / "a.1.yaml").write_text(NEWER, encoding="utf-8")
    (tmp_path / "r" / "itu" / "bo.yml").write_text(BARE, encoding="utf-8")
    (tmp_path / "r" / "readme.txt").write_text("no record", encoding="utf-8")
    return tmp_path / "r"


def test_a_record_of_the_older_generation(folder: Path) -> None:
    path = folder / "iso.yaml"
    [record] = records(path)
    assert read(path)[0] == "relaton"
    assert {name: record[name] for name in list(record)[:13]} | {} == {
        "number": "ISO 1:1987",
        "docid.URN": "urn:iso:std:iso:1",
        "docid.iso-reference": "ISO 1:1987(E)",
        "title": "Pumps - Tests: all",
        "title_en": "Pumps - Tests: all",
        "title.title-intro.en": "Pumps",
        "title.main.fr": "Pompes - Essais",
        "published": "1987-03",
        "withdrawn": "1994",
        "date.stable-until": "1993-12-31",
        "replaces": "ISO 1:1980",
        "replaced_by": "ISO 1:1994",
        "relation.updates": record["relation.updates"],
    }
    assert (record["ics"], record["committee"]) == ("75.020; 03.100.70", "ISO/TC 1/SC 2")
    assert "ISO 1:1994" in record["relation.updates"]
    assert "ISO 9:1980" in record["relation.obsoletes"]
    assert "Extraction" in record["ext.ics"]
    assert record["docstatus.stage.value"] == "95"


def test_a_record_of_the_newer_generation(folder: Path) -> None:
    [record] = records(folder / "itu" / "a.1.yaml")
    assert (record["number"], record["title"]) == ("ITU-T A.1 (03/1993)", "Contributions")
    assert (record["published"], record["committee"]) == ("1993-03-12", "Study Group 1")
    assert "https://example.org/a.1" in record["relaton.source"]


def test_a_list_of_one_element_may_lack_its_dash(folder: Path) -> None:
    [record] = records(folder / "itu" / "bo.yml")
    assert record == {
        "number": "ITU-R BO.1073-1",
        "title": "Television",
        "title_en": "Television",
        "published": "1990",
        "confirmed": "1990",
        "doctype": "technical-report",
    }


def test_a_folder_is_a_list_and_a_faulty_file_is_a_faulty_row(folder: Path) -> None:
    (folder / "index.yaml").write_text("id: 1\n", encoding="utf-8")
    (folder / "twice.yaml").write_text("docid: {id: x}\ndocid: {id: y}\n", encoding="utf-8")
    form, rows = read(folder)
    assert form == "relaton"
    assert [row.sheet for row in rows[1:]] == [
        "/index.yaml",
        "/iso.yaml",
        "/itu/a.1.yaml",
        "/itu/bo.yml",
        "/twice.yaml",
    ]
    assert faults(folder) == [
        (1, "/index.yaml", "this is not a Relaton record: it has no docid"),
        (2, "/twice.yaml", 'the key "docid" appears twice'),
    ]
    assert [row.cells for row in rows if row.fault] == [["id: 1"], ["docid: {id: y}"]]


def test_an_index_in_the_folder_is_no_record(folder: Path, run: Run) -> None:
    (folder / "index.yaml").write_text("---\n- :id: ISO 1\n  :file: iso.yaml\n", encoding="utf-8")
    assert len(records(folder)) == 3
    assert "2 files are no lists" in run("standards", "import", str(folder)).err


@pytest.mark.parametrize(
    ("number", "stage", "status", "published"),
    [
        ("W3C WD-a-20200102", "", "planned", None),
        ("W3C a", "Working Draft", "planned", None),
        ("W3C CR-a-20200102", "CR", "planned", None),
        ("W3C a", "Proposed Recommendation", "planned", None),
        ("W3C REC-a-20200102", "", "in-force", "2020-01-02"),
        ("W3C NOTE-a-20200102", "Group Note", "in-force", "2020-01-02"),
        ("W3C a", "Superseded Recommendation", "withdrawn", "2020-01-02"),
        ("W3C a", "", "in-force", "2020-01-02"),
    ],
)
def test_a_draft_of_w3c_is_no_standard(
    tmp_path: Path, run: Run, number: str, stage: str, status: str, published: str | None
) -> None:
    status_line = f"status: {{stage: {{content: {stage}}}}}\n" if stage else ""
    (tmp_path / "a.yaml").write_text(
        f"docidentifier: {{content: {number}, type: W3C}}\ntitle: {{content: Alpha}}\n"
        f"date: {{type: published, at: '2020-01-02'}}\n{status_line}",
        encoding="utf-8",
    )
    run("standards", "import", str(tmp_path / "a.yaml"))
    record = shown(run, number)
    assert (record["number"], record["status"], record["published"]) == (number, status, published)


def test_a_document_that_replaces_another_is_in_force(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.yaml").write_text(
        "docidentifier: {content: ПМГ 9-2020, type: EASC}\nstatus: {stage: {content: replaces}}\n"
        "title: [{language: rus, content: Альфа}]\ndate: {type: published, from: '2020-01-01'}\n",
        encoding="utf-8",
    )
    assert "text that does not fit" not in run("standards", "import", str(tmp_path / "a.yaml")).err
    assert shown(run, "ПМГ 9-2020")["status"] == "in-force"


def test_the_name_of_a_body_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "docid: {id: 'CIE ', type: CIE}\ntitle: {content: Glare}\n", encoding="utf-8"
    )
    assert records(tmp_path / "a.yaml") == [{"title": "Glare"}]


@pytest.mark.parametrize(
    ("group", "committee"),
    [
        ("editorialgroup: [{name: ERM Radio}]", "ERM Radio"),
        ("ext: {editorialgroup: [{name: ERM}, {name: TC Cyber}]}", "ERM; TC Cyber"),
        ('editorialgroup: {technical_committee: [{name: "A   \\r\\n  B"}]}', "A; B"),
        ("editorialgroup: {technical_committee: [{name: ''}]}", ""),
    ],
)
def test_the_committees_of_a_record(tmp_path: Path, group: str, committee: str) -> None:
    (tmp_path / "a.yaml").write_text(f"docid: {{id: ETSI 1}}\n{group}\n", encoding="utf-8")
    assert records(tmp_path / "a.yaml")[0].get("committee", "") == committee


def test_files_of_a_folder_may_be_compressed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml.gz").write_bytes(gzip.compress(NEWER.encode()))
    (tmp_path / "b.yml.gz").write_bytes(gzip.compress(NEWER.encode())[:40])
    [record] = records(tmp_path)
    assert record["number"] == "ITU-T A.1 (03/1993)"
    assert faults(tmp_path) == [(1, "/b.yml.gz", "the compressed file is incomplete")]


def test_title_parts_are_joined_and_committee_numbers_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "docid: {id: ISO 10303-1:2021, type: ISO}\n"
        "title:\n"
        "- {type: title-part, content: 'Part 1: Overview', language: en}\n"
        "- {type: title-intro, content: Automation, language: en}\n"
        "- {type: title-main, content: Product data, language: en}\n"
        "- {type: title-main, content: Données, language: fr}\n"
        "editorialgroup:\n"
        "  technical_committee: [{name: Automation systems, number: 184, type: TC}]\n"
        "  subcommittee: [{name: Industrial data, number: 4, type: SC}]\n",
        encoding="utf-8",
    )
    [record] = records(tmp_path / "a.yaml")
    assert record["title"] == "Automation - Product data - Part 1: Overview"
    assert (record["title_en"], record["title.title-main.fr"]) == (record["title"], "Données")
    assert record["committee"] == "TC 184/SC 4"


def test_a_folder_without_records(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="there is no file in it"):
        read(tmp_path)


def test_an_import_stores_every_value(run: Run, folder: Path) -> None:
    assert run("standards", "import", str(folder)).rows[1][1:] == ["3", "3", "0", "0", "0"]
    assert run("standards", "import", str(folder)).rows[1][1:] == ["3", "0", "0", "3", "0"]
    older, newer = shown(run, "ISO 1:1987"), shown(run, "ITU-T A.1 (03/1993)")
    assert (older["status"], older["withdrawn"]) == ("withdrawn", "1994")
    assert (older["published"], older["confirmed"]) == ("1987-03", None)
    assert newer["status"] == "withdrawn"
    assert newer["source"] == "r"
    bare = shown(run, "ITU-R BO.1073-1")
    assert (bare["status"], bare["confirmed"]) == ("in-force", "1990")


def record_of(folder: Path, text: str) -> dict[str, str]:
    (folder / "a.yaml").write_text("docid: {id: 'JIS X 1:1999'}\n" + text, encoding="utf-8")
    [record] = records(folder / "a.yaml")
    return record


def test_a_title_without_text_does_not_count(tmp_path: Path) -> None:
    text = """title:
- {content: 試験の通則, language: [ja]}
- {content: '', language: [en]}
"""
    record = record_of(tmp_path, text)
    assert {name: record[name] for name in record if "title" in name} == {"title": "試験の通則"}
    assert "title" not in record_of(tmp_path, "title: [{content: ' '}]\n")


def test_the_english_title_may_have_three_letters(tmp_path: Path) -> None:
    text = "title: [{content: Альфа, language: rus}, {content: Alpha, language: eng}]\n"
    record = record_of(tmp_path, text)
    assert (record["title"], record["title_en"], record["title.other.rus"]) == (
        "Alpha", "Alpha", "Альфа",
    )  # fmt: skip


def test_a_period_is_the_day_on_which_it_begins(tmp_path: Path) -> None:
    text = """date:
- {type: published, from: '2025-03-01'}
- {type: stable-until, from: '2030', to: '2031'}
"""
    record = record_of(tmp_path, text)
    assert (record["published"], record["date.stable-until"]) == ("2025-03-01", "2030")


@pytest.mark.parametrize(
    ("confirmations", "confirmed", "others"),
    [
        (["2024-10-25"], "2024-10-25", None),
        (["2009-10-20", "2024-10-25", "2014"], "2024-10-25", "2009-10-20; 2014"),
        (["1999"], "1999", None),
        (["1999-04"], "1999-04", None),
        (["1989-03-01"], None, "1989-03-01"),
    ],
)
def test_the_last_confirmation_counts(
    tmp_path: Path, confirmations: list[str], confirmed: str | None, others: str | None
) -> None:
    dates = "".join(f"- {{type: confirmed, value: '{day}'}}\n" for day in confirmations)
    record = record_of(tmp_path, "date:\n- {type: issued, value: '1999-04-30'}\n" + dates)
    assert (record.get("confirmed"), record.get("date.confirmed")) == (confirmed, others)
