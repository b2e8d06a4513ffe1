"""Names of codes, as a person reads them."""

from collections.abc import Iterable

import pytest

from stdplan.domain.answer_words import WORDS_OF_KEY
from stdplan.output.names import CodeNames, Names
from stdplan.table import Column

SECTORS = [("machinery", "机械", "Machinery"), ("steel", "钢铁", "Iron and steel")]


class Plan:
    """A catalogue with two sectors, and a record that has no number."""

    def code_names(self, kind: str) -> Iterable[CodeNames]:
        return SECTORS if kind == "sector" else []

    def title(self, key: str) -> str | None:
        return {"title:1": "车床"}.get(key)


@pytest.mark.parametrize(
    ("key", "cell", "zh", "en"),
    [
        ("status", "in-force", "现行", "in force"),
        ("stage", "30", "征求意见", "consultation"),
        ("family", "industry", "行业标准", "industry standard"),
        ("nature", "recommended", "推荐性", "recommended"),
        ("outcome", "confirm", "继续有效", "confirm"),
        ("ends_basis", "edition", "新版实施", "next edition"),
        ("degree", "unknown", "未知", "unknown"),
        ("degree", "IDT", "IDT", "IDT"),
        ("sector", "machinery", "机械", "Machinery"),
        ("sectors", ["steel", "machinery"], ["钢铁", "机械"], ["Iron and steel", "Machinery"]),
        ("sector", "unknown", "unknown", "unknown"),
        ("sector", None, None, None),
        ("title", "steel", "steel", "steel"),
        ("number", "rev:JB/T 9-2011", "JB/T 9-2011（修订项目）", "revision of JB/T 9-2011"),
        ("into", "title:1", "车床", "车床"),
        (
            "replaced_by",
            ["JB/T 9-2011", "title:1"],
            ["JB/T 9-2011", "车床"],
            ["JB/T 9-2011", "车床"],
        ),
        ("number", "title:2", "title:2", "title:2"),
    ],
)
def test_a_code_has_a_name_in_each_language(key: str, cell: object, zh: object, en: object) -> None:
    column = Column(key, "list" if isinstance(cell, list) else "key")
    for language, name in (("zh", zh), ("en", en)):
        assert [*Names(Plan(), language).rows([column], [[cell]])] == [[name]]  # type: ignore[list-item]


@pytest.mark.parametrize("key", WORDS_OF_KEY)
def test_every_code_of_a_key_has_a_chinese_name(key: str) -> None:
    kind = "list" if key == "revision" else "key"
    for words in WORDS_OF_KEY[key]:
        for code, (zh, _) in words.items():
            cell = [code] if kind == "list" else code
            [[name]] = Names(Plan(), "zh").rows([Column(key, kind)], [[cell]])  # type: ignore[list-item]
            assert name == ([zh] if kind == "list" else zh)
            assert not any("a" <= letter <= "z" for letter in zh)


def test_a_key_made_from_a_title_is_left_out_next_to_the_title() -> None:
    columns = [Column("number", "key"), Column("title")]
    rows = [["title:1", "车床"], ["JB/T 9-2011", "铣床"]]
    assert [*Names(Plan(), "zh").rows(columns, rows)] == [[None, "车床"], ["JB/T 9-2011", "铣床"]]


def test_files_that_are_imported_again_have_exact_keys() -> None:
    columns = [Column("key", "key"), Column("status", "key")]
    rows = [["rev:JB/T 9-2011", "planned"]]
    assert [*Names(Plan(), "zh", exact=True).rows(columns, rows)] == [["rev:JB/T 9-2011", "在研"]]


def test_records_within_a_cell_have_names() -> None:
    cell = [{"date": "2011", "outcome": "revise", "project": "rev:JB/T 9-2011", "open": True}]
    named = [*Names(Plan(), "zh").rows([Column("reviews", "records")], [[cell]])]
    assert named == [
        [[{"date": "2011", "outcome": "修订", "project": "JB/T 9-2011（修订项目）", "open": "是"}]]
    ]


@pytest.mark.parametrize(
    ("change", "zh"),
    [
        (
            ("JB/T 9-2011", "sector", "steel", "machinery"),
            ["JB/T 9-2011", "行业领域", "钢铁", "机械"],
        ),
        (("JB/T 9-2011", "title", "steel", None), ["JB/T 9-2011", "标准名称", "steel", None]),
        (
            ("JB/T 9-2011", "review", None, "2011-05-04 revise step=proposed note=confirm it"),
            ["JB/T 9-2011", "复审", None, "2011-05-04 修订 复审步骤=归口单位意见 备注=confirm it"],
        ),
        (("activity 5", "added", None, "x"), ["活动 5", "新增", None, "x"]),
        (("rev:JB/T 9-2011", "added", None, "x"), ["JB/T 9-2011（修订项目）", "新增", None, "x"]),
    ],
)
def test_a_change_names_its_field_and_its_values(change: list[str], zh: list[str]) -> None:
    columns = [Column(key) for key in ("key", "field", "old", "new")]
    assert [*Names(Plan(), "zh").rows(columns, [change])] == [zh]
