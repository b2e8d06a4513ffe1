"""No Chinese text of the program has a term that offices do not use, or use for something else.

The glossary (docs/glossary.md) has the right words. Words that lists may have are no texts of the
program: `layouts.yaml`, and the former labels and words that import still knows.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import messages
from stdplan.domain import activities, codes, fields
from stdplan.importing import amounts, reviews

ROOT = Path(__file__).parents[1]
# A wrong term, with what may stand around it where it is right: the right one.
RIGHT = {
    "到期(?!未复审)": "应复审日期, 应复审数, 截止日期",
    "直线(?!导轨)|线性": "序时进度",
    "预测": "全年预计",
    "积压": "到期未复审",
    "比率": "复审完成率, 采标率",
    "(?<!超)过时": "采标版本已更新",
    "采用程度|一致性程度": "采标程度",
    "出版": "发布",
    "层级": "标准级别",
    "强制(?!性)": "强制性",
    "推荐(?!性)": "推荐性",
    "指导(?!性)": "指导性技术文件",
    "(?<!关)键(?!名|词)": "记录标识",
    "(?<!自动)失效": "废止日期",
    "推定": "推算",
    "委员会": "归口单位",
    "(?<!重点)(?<!标准化)工作(?!事项|簿|表|量)": "工作事项",
    "活动": "工作事项",
    "拒收|退回": "未导入",
    "基准日|所问|截至日": "查询日期",
    "目录|数据库|资料库": "台账",
    "变动|阶段变更": "项目进展",
}
# In documents, which quote lists and names: terms that nothing else contains.
IN_DOCUMENTS = (
    "直线(?!导轨)|线性", "预测", "积压", "比率", "(?<!超)过时", "采用程度|一致性程度", "出版",
    "层级", "(?<!自动)失效", "推定", "拒收|退回", "基准日|所问|截至日", "变动|阶段变更",
)  # fmt: skip


def wrong_terms(text: str, patterns: tuple[str, ...] = tuple(RIGHT)) -> Iterator[str]:
    """Yield each wrong term in a text, with the right one."""
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            yield f"{match.group()} → {RIGHT[pattern]}: {text[: match.end() + 20][-60:]}"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("到期", 1),
        ("到期未复审数", 0),
        ("工作表中的工作", 1),
        ("强制性标准", 0),
        ("关键词", 0),
        ("键", 1),
    ],
)
def test_a_term_is_wrong_only_where_it_stands_alone(text: str, count: int) -> None:
    assert len(list(wrong_terms(text))) == count


def test_messages_have_no_wrong_term() -> None:
    [path] = [path for path in messages.files() if path.parts[-3] == "zh"]
    texts = [message.string for message in messages.read(path) if message.id]
    joined = "\n".join(text if isinstance(text, str) else "\n".join(text) for text in texts)
    assert not list(wrong_terms(joined))


def test_labels_and_words_of_codes_have_no_wrong_term() -> None:
    labels = [
        field.zh for module in (fields, activities, reviews, amounts) for field in module.FIELDS
    ]
    lists = (value for name, value in vars(codes).items() if name.isupper())
    words = [
        pair[0]
        for value in lists
        if isinstance(value, dict)
        for pair in value.values()
        if isinstance(pair, tuple)
    ]
    assert {"标准编号", "文号"} < set(labels)
    assert {"继续有效", "推荐性"} < set(words)
    assert not list(wrong_terms("\n".join([*labels, *words])))


def test_names_in_the_plan_have_no_wrong_term() -> None:
    """The document's own words (推荐, 指导, 工作, 活动) stay."""
    tasks = yaml.safe_load((ROOT / "data" / "tasks.yaml").read_text("utf-8"))["tasks"]
    names = [
        entry[key]
        for task in tasks
        for part in ("indicators", "drivers", "activity_kinds")
        for entry in task.get(part, [])
        for key in ("name_zh", "unit_zh")
        if key in entry
    ]
    assert "采标率" in names
    assert not list(wrong_terms("\n".join(names), IN_DOCUMENTS))


@pytest.mark.parametrize(
    "path",
    [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_documents_have_no_wrong_term(path: Path) -> None:
    assert not list(wrong_terms(path.read_text("utf-8"), IN_DOCUMENTS))
