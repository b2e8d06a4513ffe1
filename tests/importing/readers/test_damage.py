"""readers/damage.py: what is wrong with a file that a library cannot read, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz import SAMPLES
from helpers import Run
from stdplan.i18n import use_language
from stdplan.importing.readers.damage import file_reason, json_reason, yaml_reason

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
FILE_SENTENCES = (
    "File is not a zip file",
    "Bad CRC-32 for file 'xl/workbook.xml'",
    "There is no item named 'word/document.xml' in the archive",
    "Bad magic number for central directory",
    "Truncated file header",
    "Corrupt extra field 4b50 (size=513)",
    "File name in directory 'content.xml' and header b'' differ.",
    "Error -3 while decompressing data: invalid distance too far back",
    "That compression method is not supported",
    "Unexpected EOF",
    "Excel xlsx file; not supported",
    "'NoneType' object is not iterable",
)
# A file of fuzz.py with a change, and what the message says of it in Chinese.
DAMAGED = (
    ("a.xlsx", "docx", lambda content: content[:-30], "不是 zip 压缩包"),
    ("a.docx", "docx", lambda content: b"x" * 60, "不是 zip 压缩包"),
    ("a.xlsx", "xlsx", lambda content: content.replace(b"PK\3\4", b"PK\3\5"), "文件列表已损坏"),
    ("proposals.xls", "xls", lambda content: content[:600], "内容不符合该格式"),
    ("a.md", "xls", lambda content: content, "内容不符合该格式"),
    ("filed.pdf", "pdf", lambda content: content[:900], "文件不完整"),
    ("a.json", "json", lambda content: b'[{"number":,}]', "缺少值"),
    ("a.json", "json", lambda content: content[:40], "没有|缺少|此处"),
    ("a.json", "json", lambda content: content + b"[]", "末尾之后还有内容"),
    ("a.jsonl", "jsonl", lambda content: content[:10], "不是有效的 JSON"),
    ("a.yaml", "yaml", lambda content: b"- number: a: b\n", "此处不能有冒号"),
    ("a.yaml", "yaml", lambda content: b"- number: 'a\n", "没有|缺少|引号"),
    ("a.yaml", "yaml", lambda content: b"- number: [a\n- b\n", "此处"),
)


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def in_chinese() -> None:
    use_language("zh")


@pytest.mark.parametrize("sentence", FILE_SENTENCES)
def test_a_library_speaks_the_language_of_the_run(sentence: str, in_chinese: None) -> None:
    reason = file_reason(ValueError(sentence))
    assert CHINESE.search(reason)
    assert not SENTENCE.search(reason)
    use_language("en")
    assert file_reason(ValueError(sentence)) == sentence


def test_an_unknown_sentence_is_general_in_chinese(in_chinese: None) -> None:
    for reason in (json_reason("Something new"), yaml_reason("x", "y"), file_reason(KeyError())):
        assert reason == "内容不符合该格式"


@pytest.mark.parametrize(("name", "form", "change", "expected"), DAMAGED)
def test_a_damaged_file_in_chinese(
    run: Run, tmp_path: Path, name: str, form: str, change: object, expected: str
) -> None:
    path = tmp_path / f"list.{form}"
    path.write_bytes(change(SAMPLES[name]))  # type: ignore[operator]
    answer = run("--lang", "zh", "standards", "import", str(path), "--from", form)
    assert answer.code == 65
    assert re.search(expected, answer.err), answer.err
    quoted = re.sub(r'"[^"]*"|`[^`]*`|“[^”]*”', "", answer.err)
    assert not SENTENCE.search(quoted), answer.err


def test_yaml_with_a_nul_names_no_stream(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes(b"- number: a\0b\n")
    answer = run("standards", "import", str(path))
    assert answer.code == 65
    assert "<file>" not in answer.err
