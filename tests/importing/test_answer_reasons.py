"""importing/answer_reasons.py: what the reasons of an answer speak for."""

import pytest

from stdplan.domain.codes import OUTCOMES
from stdplan.importing.answer_reasons import FITTING, evidence


@pytest.mark.parametrize(
    ("reason", "kinds"),
    [
        ("技术先进", {"good"}),
        ("无不适应内容", {"good"}),
        ("未发现问题", {"good"}),
        ("企业仍在使用", {"in_use"}),
        ("标准被多个产品标准引用", {"in_use"}),
        ("没有更好的标准替代", {"in_use"}),
        ("试验方法落后", {"outdated"}),
        ("不适应行业发展", {"outdated"}),
        ("适用性差", {"outdated"}),
        ("原标准不含新型产品", {"outdated"}),
        ("试验仪器已淘汰", {"outdated"}),
        ("产品已停产", {"gone"}),
        ("无企业生产", {"gone"}),
        ("已无存在必要", {"gone"}),
        ("技术落后产品淘汰", {"outdated", "gone"}),
        ("更新换代后仍适用", {"good"}),
        # Nothing but other words.
        ("适用范围为车床", set()),
        ("反应釜", set()),
    ],
)
def test_evidence(reason: str, kinds: set[str]) -> None:
    assert evidence(reason) == kinds


@pytest.mark.parametrize(
    "reason",
    [
        "条件尚不成熟",
        "企业认为不可行",
        "经费不足",
        "国标发布后",
        "新标准实施前",
        "不",
        "未形成",
        "不得不用",
        "待研究",
        "如国标发布",
    ],
)
def test_what_is_not_understood(reason: str) -> None:
    assert evidence(reason) is None


def test_each_kind_of_evidence_fits_some_outcomes_but_not_all() -> None:
    for outcomes in FITTING.values():
        assert outcomes
        assert outcomes < set(OUTCOMES)
