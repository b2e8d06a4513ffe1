"""Which focus areas a title tells: only what is sure."""

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
    ("title", "told"),
    [
        ("摩托车减震弹簧 技术条件", [("m/parts", "弹簧", "keyword")]),
        ("滚动 轴承 公差", [("m/parts", "滚动轴承", "keyword")]),
        ("弹簧与齿轮", [("m/parts", "弹簧", "keywords")]),
        ("基础零部件术语", [("m/parts", "基础零部件", "name")]),
        ("Basic components", [("m/parts", "Basic components", "name")]),
        # The longest of words within each other.
        ("数控机床 安全", [("m/smart", "数控机床", "keyword")]),
        (
            "数控机床和机床",
            [("m/smart", "数控机床", "keyword"), ("m/tools", "机床", "keyword")],
        ),
        # What it is for, is not what it is.
        ("机床用灭火器", []),
        ("齿轮机械 术语", []),
        # A keyword that two areas of a sector share.
        ("能源管理 要求", []),
        ("机床能源管理", [("m/tools", "机床", "keywords")]),
        # Letters stand by themselves.
        ("ＬＴＥ网络", [("t/lte", "LTE", "keyword")]),
        ("lte 终端", [("t/lte", "LTE", "keyword")]),
        ("FILTER 终端", []),
        ("TD-LTE 终端", [("t/lte", "TD-LTE", "name")]),
        ("", []),
    ],
)
def test_told_by_a_title(title: str, told: list[tuple[str, str, str]]) -> None:
    assert sorted(WORDS.match(title, {"m", "t"})) == sorted(told)


def test_only_areas_of_the_given_sectors() -> None:
    title = "弹簧钢 能耗限额"
    assert [told.code for told in WORDS.match(title, {"m"})] == ["m/parts"]
    assert {told.code for told in WORDS.match(title, {"m", "x"})} == {"m/parts", "x/limits"}


def test_without_a_sector_one_keyword_alone_does_not_tell() -> None:
    assert WORDS.match("减震弹簧", None) == []
    assert [told.code for told in WORDS.match("弹簧和齿轮", None)] == ["m/parts"]
    assert [told.code for told in WORDS.match("钢铁能耗限额", None)] == ["x/limits"]
