"""readers/announcements.py: what the text of a document proposes."""

import pytest

from stdplan.importing.readers.announcements import proposed_values

NINE, DAY = {"announcement": "2026年第9号"}, {"published": "2026-06-01"}


@pytest.mark.parametrize(
    ("paragraphs", "proposed"),
    [
        (["2026年  第9号"], NINE),
        (["公　告", "（2026年第9号）"], NINE),
        (["中华人民共和国国家标准备案公告 2026年第9号（总第300号）"], NINE),
        (["二〇二六年第九号"], NINE),
        (["２０２６年第０９号公告"], NINE),
        (["2026年第9号", "2026年第9号"], NINE),
        (["2026年第9号", "2025年第8号"], {}),
        (["根据我部2025年第8号公告，现予公布。", "2026年第9号"], NINE),
        (["2026年6月1日        "], DAY),
        (["发布日期：2026-06-01"], DAY),
        (["二○二六年六月一日"], DAY),
        (["二〇二六年十二月三十一日"], {"published": "2026-12-31"}),
        (["自2026年7月1日起，废止12项标准。", "2026.6.1"], DAY),
        (["2026年6月1日", "2026年6月2日"], {}),
        (["2026年13月1日", "第9号", "", "十十十年第二十十号"], {}),
    ],
)
def test_proposed_values(paragraphs: list[str], proposed: dict[str, str]) -> None:
    assert proposed_values(paragraphs) == proposed
