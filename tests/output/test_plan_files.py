"""output/as_plan.py: the files of a plan are read as the same plan, whatever its texts are."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from stdplan.domain.plan_definition import Seeds
from stdplan.domain.text import clean, escape_unprintable, refuse_control
from stdplan.importing.plan_files import built_in_plan, read_plan
from stdplan.output.as_plan import write_sectors, write_tasks

FILES = Path(__file__).parents[1] / "fixtures" / "plan_2012"
OWN_PLAN = read_plan(FILES / "sectors.yaml", FILES / "tasks.yaml")
# Texts that YAML, or one of its readers, may take for something else.
ODD = (
    "no", "Y", "~", "null", "0123", "1e5", "0x1F", "12-31", "2011-05-18", "1:30", "1_000", "=",
    "- a", "? a", "a: b", "a #b", "#a", "'a'", '"a"', "{a}", "[a, b]", "a, b", "&a", "*a", "!a",
    "|", ">", "%a", "@a", "`a`", "---", "...", "a\nb", "a\n\n b", "a\tb", "a\\b", "，、；：“”",
    "a\u2028b", "a\u00adb", "a\u200db", "a\ue000b", "\U0001f600", "𠮷", "a\u3000b", "a\ufffeb", "é",
)  # fmt: skip
TEXTS = (
    st.one_of(st.sampled_from(ODD), st.text(max_size=30))
    .map(
        # As the files of a plan and options are cleaned.
        lambda text: clean(text.replace("\r", ""))
    )
    .filter(lambda text: text and not refuse_control(text))
)


def with_texts(value: Any, texts: list[str], key: str = "") -> Any:
    """Return a plan with other texts where it has free texts; `texts` is used up, round and
    round."""
    if isinstance(value, str):
        free = key.endswith(("_zh", "_en")) or key in ("phrase", "keywords", "note")
        if not free:
            return value
        texts.append(texts.pop(0))
        return texts[-1]
    if isinstance(value, dict):
        return {name: with_texts(item, texts, name) for name, item in value.items()}
    if isinstance(value, list):
        items = [with_texts(item, texts, key) for item in value]
        return list(dict.fromkeys(items)) if key == "keywords" else items
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
        changed = {name: with_texts(getattr(value, name), texts, name) for name in names}
        return type(value)(**changed)  # type: ignore[call-arg]
    return value


def read_again(plan: Seeds, folder: Path) -> Seeds:
    """Write the files of a plan, and read them."""
    paths = folder / "sectors.yaml", folder / "tasks.yaml"
    for path, text in zip(paths, (write_sectors(plan), write_tasks(plan)), strict=True):
        path.write_text(text, encoding="utf-8")
    return read_plan(*paths)


@pytest.mark.parametrize("plan", [built_in_plan(), OWN_PLAN], ids=["shipped", "own"])
def test_files_are_read_as_the_same_plan(plan: Seeds, tmp_path: Path) -> None:
    assert read_again(plan, tmp_path) == plan


@given(st.lists(TEXTS, min_size=1, max_size=12))
@example(list(ODD))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    plan = with_texts(OWN_PLAN, list(texts))
    assert read_again(plan, tmp_path_factory.mktemp("plan")) == plan
    assert write_tasks(plan) == write_tasks(plan)
    # Other readers of YAML read the same texts.
    [sector, *_] = yaml.safe_load(write_sectors(plan))["sectors"]
    assert (sector["name_zh"], sector["name_en"]) == (
        plan.sectors[0].name_zh,
        plan.sectors[0].name_en,
    )


@given(TEXTS)
def test_what_a_terminal_would_obey_is_escaped(text: str) -> None:
    plan = with_texts(OWN_PLAN, [text])
    for line in write_tasks(plan).split("\n"):
        assert line == escape_unprintable(line)


def test_chinese_is_not_escaped_and_a_comment_is_at_the_head() -> None:
    head, *_, last = write_sectors(OWN_PLAN).splitlines()
    assert head.startswith("# Written by `stdplan plans export 2012`")
    text = write_sectors(OWN_PLAN)
    assert "    name_zh: 机械装备\n" in text
    assert "        keywords: [磨料, 砂轮, 金刚石磨头]\n" in text
    assert "\\u" not in text
    assert "  review: {years: 3, families: [national, industry], cutoff: '06-30'}\n" in write_tasks(
        OWN_PLAN
    )
    assert last
