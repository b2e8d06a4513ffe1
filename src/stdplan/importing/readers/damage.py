"""Why a library cannot read a file, in the language of the run.

The libraries of the forms say it in English only. Rule: in another language a known sentence is
translated, and every other one becomes a general one; --lang en shows the library's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stdplan.domain.text import shown
from stdplan.i18n import language, t
from stdplan.reasons import translated


def file_reason(error: Exception) -> str:
    """Return why a workbook, an archive, a document or a PDF file cannot be read."""
    text = shown(str(error).partition("\n")[0]) or type(error).__name__
    if language() == "en":
        return text
    return translated(text, _FILE_REASONS) or t("its contents do not fit its form")


def json_reason(text: str) -> str:
    """Return why a text is no JSON, without the place: `Expecting value`."""
    if language() == "en":
        return text
    return translated(text, _JSON_REASONS) or t("its contents do not fit its form")


def yaml_reason(problem: str, context: str = "") -> str:
    """Return why a text is no YAML, without the place. `context`: what the parser was reading."""
    if language() == "en":
        return shown(": ".join(part for part in (context, problem) if part))
    return translated(problem, _YAML_REASONS) or t("its contents do not fit its form")


# Patterns of the English sentences, and functions that write the translation with their groups.
_FILE_REASONS: Mapping[str, Callable[..., str]] = {
    "File is not a zip file": lambda: t("this is no zip archive"),
    "Bad CRC-32 for file '(.+)'": lambda name: t("the check sum of {name} is wrong", name=name),
    r"There is no item named '(.+)' in the archive": lambda name: t("{name} is missing", name=name),
    r"Bad (?:magic number|offset) .+|Truncated .+|Corrupt extra field.*|File name in directory .+"
    r"|\[Errno 22\].*|Overlapped entries.*": lambda: t("the directory of the archive is damaged"),
    "Error -?[0-9]+ while decompressing data.*": lambda: t("it cannot be decompressed"),
    "That compression method is not supported|zip file version .*|compression type .*": (
        lambda: t("its compression is not supported")
    ),
    "Unexpected EOF|.*(?i:end of file|unexpected end).*": lambda: t("it is incomplete"),
    r".*?(\w+) file; not supported": lambda name: t("it has another form: {name}", name=name),
}
_JSON_REASONS: Mapping[str, Callable[..., str]] = {
    "Expecting value": lambda: t("a value is missing"),
    "Expecting property name enclosed in double quotes.*": lambda: t(
        "a name in double quotes is missing"
    ),
    "Expecting '(.)' delimiter": lambda mark: t("no {mark} where one must be", mark=mark),
    "Illegal trailing comma before end of .+": lambda: t("a comma before the closing bracket"),
    "Extra data": lambda: t("something after the end"),
    "Invalid control character at": lambda: t("a control character in a text"),
    "Unterminated string starting at": lambda: t("a text without a closing quote"),
    r"Invalid \\.*": lambda: t("an unknown escape in a text"),
}
_YAML_REASONS: Mapping[str, Callable[..., str]] = {
    "mapping values are not allowed .*": lambda: t("a colon where none may be"),
    "(?:did not find|could not find) expected '([^'])'.*": lambda mark: t(
        "no {mark} where one must be", mark=mark
    ),
    "could not find expected ':'.*": lambda: t("no {mark} where one must be", mark=":"),
    "did not find expected key": lambda: t("a line that is no key, or is indented wrongly"),
    "did not find expected ',' or '(.)'": lambda mark: t("no {mark} where one must be", mark=mark),
    "found (?:a tab )?character .*|found a tab .*": lambda: t("a character where it may not be"),
    "found unexpected end of stream": lambda: t("a text without a closing quote"),
    "found unknown escape character.*": lambda: t("an unknown escape in a text"),
    "control characters are not allowed|special characters .*": lambda: t("a control character"),
    "did not find expected <document start>": lambda: t("something after the end"),
}
