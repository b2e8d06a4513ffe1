"""docs/tasks.md has a section for every task of the plan, with the present output of its
commands."""

import re
from pathlib import Path

import pytest
import yaml

from docs_examples import refreshed

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "tasks.md").read_text("utf-8")


def test_no_command_of_the_page_is_refused() -> None:
    assert re.findall(r"^(?:stdplan: error|Error|Usage):.*", PAGE, re.M) == []


def test_every_task_of_the_plan_has_a_section_with_examples() -> None:
    tasks = yaml.safe_load((ROOT / "data" / "tasks.yaml").read_text("utf-8"))["tasks"]
    sections = re.split(r"^## ", PAGE, flags=re.M)[1:]
    by_title = {section.partition("\n")[0]: section for section in sections}
    for task in tasks:
        assert "```console\n$ stdplan" in by_title[f"{task['number']}. {task['title_en']}"]


@pytest.mark.parametrize(
    ("page", "now"),
    [
        ("```console\n$ echo new\nold\n```\n", "```console\n$ echo new\nnew\n```\n"),
        ("```console\n$ echo a\n\n$ true\n```\n", "```console\n$ echo a\na\n\n$ true\n```\n"),
        ("```console\n$ echo a >&2; false\n```\n", "```console\n$ echo a >&2; false\na\n```\n"),
        ("```sh\n$ echo a\n```\n", "```sh\n$ echo a\n```\n"),
        (
            "`list.csv`:\n\n```csv\na,b\n```\n\n```console\n$ cat list.csv\n```\n",
            "`list.csv`:\n\n```csv\na,b\n```\n\n```console\n$ cat list.csv\na,b\n```\n",
        ),
    ],
)
def test_the_output_of_a_command_is_written_below_it(page: str, now: str, tmp_path: Path) -> None:
    assert refreshed(page, tmp_path) == now
