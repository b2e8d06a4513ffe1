"""What a terminal can show: by its encoding, and by the variables about colours."""

import io

import pytest

from stdplan.output.consoles import has_blocks, wants_colour
from stdplan.streams import terminal_encoding


@pytest.mark.parametrize(
    ("variables", "encoding", "blocks"),
    [
        ({}, "utf-8", True),
        ({"LANG": "C.UTF-8"}, "UTF-8", True),
        ({"LANG": "zh_CN"}, "utf-8", True),
        ({"LANG": "C"}, "ascii", False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii", False),  # as Python replaces it
        ({"LC_CTYPE": "C.UTF-8"}, "UTF-8", True),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, "ascii", False),
        ({"LANG": "zh_CN.GBK"}, "GBK", False),
        ({"LANG": "zh_CN.cp936"}, "cp936", False),
        ({"LC_ALL": "en_US.cp437"}, "cp437", False),
        ({"LANG": "zh_CN.gb18030"}, "gb18030", False),
        ({"LANG": "zh_CN.utf8@pinyin"}, "utf8", True),
        ({"LANG": "de_DE.nonsense"}, "utf-8", True),
    ],
)
def test_the_locale_says_which_characters_a_terminal_has(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], encoding: str, blocks: bool
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal_encoding() == encoding
    assert has_blocks(io.StringIO(), True) == blocks
    assert has_blocks(io.StringIO(), False)


def test_a_stream_of_another_encoding_has_no_blocks() -> None:
    assert not has_blocks(io.TextIOWrapper(io.BytesIO(), encoding="cp936"), False)


@pytest.mark.parametrize(
    ("variables", "terminal", "pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_variables_decide_about_colours(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, pipe: bool
) -> None:
    for name, value in ({"TERM": "xterm"} | variables).items():
        monkeypatch.setenv(name, value)
    assert (wants_colour(True), wants_colour(False)) == (terminal, pipe)
