"""domain/focus_keywords.py: the focus areas of a title, only unambiguous ones."""

import pytest

from stdplan.domain.focus_keywords import Area, Keywords

AREAS = (
    Area("m/parts", "m", "基础零部件", "Basic components", ("弹簧", "滚动轴承", "齿轮")),
    Area("m/tools", "m", "基础制造装备", "Basic equipment", ("机床", "能源管理")),
    Area("m/smart", "m", "智能制造装备", "Intelligent equipment", ("数控机床", "能源管理")),
    Area("t/lte", "t", "TD-LTE", "TD-LTE", ("LTE", "时分双工")),
    Area("x/limits", "x", "能耗限额", "Energy limits", ("能耗限额", "单位产品")),
)
WORDS = Keywords(AREAS)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("摩托车减震弹簧 技术条件", [("m/parts", "弹簧", "keyword")]),
        ("滚动 轴承 公差", [("m/parts", "滚动轴承", "keyword")]),
        ("弹簧与齿轮", [("m/parts", "弹簧", "keywords")]),
        ("基础零部件术语", [("m/parts", "基础零部件", "name")]),
        ("Basic components", [("m/parts", "Basic components", "name")]),
        # The longest of nested keywords.
        ("数控机床 安全", [("m/smart", "数控机床", "keyword")]),
        (
            "数控机床和机床",
            [("m/smart", "数控机床", "keyword"), ("m/tools", "机床", "keyword")],
        ),
        # The purpose of a product is not its kind.
        ("机床用灭火器", []),
        ("齿轮机械 术语", []),
        # A keyword that two areas of a sector share.
        ("能源管理 要求", []),
        ("机床能源管理", [("m/tools", "机床", "keywords")]),
        # Latin letters match whole words only.
        ("ＬＴＥ网络", [("t/lte", "LTE", "keyword")]),
        ("lte 终端", [("t/lte", "LTE", "keyword")]),
        ("FILTER 终端", []),
        ("TD-LTE 终端", [("t/lte", "TD-LTE", "name")]),
        ("", []),
    ],
)
def test_areas_of_a_title(title: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(WORDS.match(title, {"m", "t"})) == sorted(expected)


def test_only_areas_of_the_given_sectors() -> None:
    title = "弹簧钢 能耗限额"
    assert [match.code for match in WORDS.match(title, {"m"})] == ["m/parts"]
    assert {match.code for match in WORDS.match(title, {"m", "x"})} == {"m/parts", "x/limits"}


def test_without_a_sector_one_keyword_is_not_enough() -> None:
    assert WORDS.match("减震弹簧", None) == []
    assert [match.code for match in WORDS.match("弹簧和齿轮", None)] == ["m/parts"]
    assert [match.code for match in WORDS.match("钢铁能耗限额", None)] == ["x/limits"]
