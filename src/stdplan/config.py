"""The user's settings: `config.toml` in the folder for configuration, if it is there.

    language = "zh"
    catalogue = "~/plans/2026.db"
    labels = "zh"
    pager = "less -RFX"

    [questions]
    old = "review due --years 10 --sector machinery"

Rule: an option wins over a variable of the environment, that over the file, and the file over the
default. `STDPLAN_CONFIG` names another file; empty, none is read. Without a file, a run costs one
look for it, and imports nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from stdplan.errors import BadData, Missing, NoPermission, UsageProblem
from stdplan.i18n import LANGUAGES, t
from stdplan.light import TYPE_CHECKING, NamedTuple
from stdplan.platforms import config_folder

if TYPE_CHECKING:
    from typing import Any

KEYS = ("language", "catalogue", "labels", "pager", "questions")
LABELS = ("zh", "en")
_LARGEST = 1_000_000  # bytes


class Settings(NamedTuple):
    """What the file says; None and empty where it says nothing.

    `path`: the file, whether or not it exists; empty if none is read. `questions`: command lines by
    name. `lines`: the line of each key, `questions.NAME` for questions.
    """

    path: str
    language: str | None = None
    catalogue: str | None = None
    labels: str | None = None
    pager: str | None = None
    questions: Mapping[str, tuple[str, ...]] = {}
    lines: Mapping[str, int] = {}


class Setting(NamedTuple):
    """A value in effect, and where it comes from: `option`, `environment`, `file` or `default`,
    with the name of the variable, or the line."""

    value: str | None
    source: str
    place: str | None = None


_settings = Settings("")


def load() -> Settings:
    """Read the file for this run, and return what it says.

    Raise BadData, with file, line, key and value, for what is not allowed in it; Missing if
    STDPLAN_CONFIG names a file that does not exist.
    """
    global _settings
    _settings = Settings("")
    path = config_path()
    try:
        with open(path, "rb") as file:
            _settings = _parse(path, file.read(_LARGEST + 1)) if path else _settings
    except (FileNotFoundError, NotADirectoryError):
        if os.environ.get("STDPLAN_CONFIG"):
            raise Missing(t("{path}: there is no such file (STDPLAN_CONFIG)", path=path)) from None
        _settings = Settings(path)
    except OSError as error:
        from stdplan.reasons import system_reason

        raise NoPermission(
            t("{path}: cannot be opened ({why})", path=path, why=system_reason(error))
        ) from error
    return _settings


def settings() -> Settings:
    """Return what the file of this run says."""
    return _settings


def config_path() -> str:
    """Return the path of the file, whether or not it exists; empty if none is to be read."""
    named = os.environ.get("STDPLAN_CONFIG")
    if named is not None:
        return named
    return os.path.join(config_folder("stdplan"), "config.toml")


# The values in effect.


def catalogue(option: str | None = None) -> Setting:
    """Return the path of the catalogue; None is the default catalogue. `option`: that of --db."""
    # An empty option names the folder, which is no catalogue: no script should get the default one.
    return _first(option, ("STDPLAN_DB",), "catalogue")


def labels(option: str | None = None) -> Setting:
    """Return the language of readable headers, None for keys. `option`: that of --labels.

    Raise UsageProblem if the variable names none.
    """
    found = _first(option, ("STDPLAN_LABELS",), "labels", empty_counts=True)
    if found.value and found.value not in LABELS:
        sentence = 'STDPLAN_LABELS: "{value}" is not valid; use one of {names}'
        raise UsageProblem(t(sentence, value=found.value, names=", ".join(LABELS)))
    return found if found.value else found._replace(value=None)


def pager(option: str | None = None) -> Setting:
    """Return the command that shows long output on a terminal: empty for none, None without a
    setting. `option`: empty with --no-pager."""
    found = _first(option, ("STDPLAN_PAGER",), "pager", empty_counts=True)
    if found.source != "default" or "PAGER" not in os.environ:
        return found
    return Setting(os.environ["PAGER"], "environment", "PAGER")


def _first(
    option: str | None, variables: tuple[str, ...], key: str, empty_counts: bool = False
) -> Setting:
    """Return the value of an option, else that of a variable, else that of the file."""
    if option is not None:
        return Setting(option, "option")
    for name in variables:
        value = os.environ.get(name)
        if value or (empty_counts and value is not None):
            return Setting(value, "environment", name)
    value = getattr(_settings, key)
    if value is not None:
        return Setting(value, "file", file_place(key))
    return Setting(None, "default")


def file_place(key: str) -> str:
    """Return `FILE:LINE` of a key of the file; of one within another, at least that one's line."""
    line = _settings.lines.get(key) or _settings.lines.get(key.partition(".")[0])
    return f"{_settings.path}:{line}" if line else _settings.path


# The file.


def _parse(path: str, content: bytes) -> Settings:
    # Imported here: most users have no file.
    import tomllib

    if len(content) > _LARGEST:
        raise BadData(
            t("{path}: over {size} bytes: too large for settings", path=path, size=_LARGEST)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadData(t("{path}:{line}: is not UTF-8 text", path=path, line=line)) from None
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadData(_toml_problem(path, text, str(error))) from None
    except RecursionError:
        raise BadData(t("{path}: its values are nested too deeply", path=path)) from None
    lines = _key_lines(text)
    reader = _Reader(path, lines)
    reader.refuse_unknown(found, KEYS, "")
    table = found.get("questions", {})
    if not isinstance(table, dict):
        raise reader.wrong("questions", table, t("is not a table of command lines"))
    folder = os.path.dirname(os.path.abspath(path))
    stored = reader.text(found, "catalogue")
    if stored is not None:
        stored = os.path.join(folder, os.path.expanduser(stored))
    return Settings(
        path=path,
        language=reader.one_of(found, "language", LANGUAGES),
        catalogue=stored,
        labels=reader.one_of(found, "labels", LABELS),
        pager=reader.text(found, "pager", may_be_empty=True),
        questions={name: reader.words(name, value) for name, value in table.items()},
        lines=lines,
    )


class _Reader:
    """Reads the values of the file; what is wrong is a BadData with its line."""

    def __init__(self, path: str, lines: dict[str, int]) -> None:
        self._path = path
        self._lines = lines

    def wrong(self, key: str, value: object, problem: str) -> BadData:
        """Return the error for a value."""
        from stdplan.domain.text import shown as shortened

        sentence = '{path}:{line}: {key}: "{value}" {problem}'
        shown = shortened(_as_written(value))
        line = self._lines.get(key) or self._lines.get(key.partition(".")[0], 1)
        return BadData(
            t(sentence, path=self._path, line=line, key=key, value=shown, problem=problem)
        )

    def refuse_unknown(self, found: dict[str, Any], known: tuple[str, ...], prefix: str) -> None:
        """Raise BadData for a key that is not known."""
        from stdplan.domain.nearest import did_you_mean, nearest

        for key, value in found.items():
            if key not in known:
                names = ", ".join(known)
                problem = t("has no known key; use one of {names}", names=names)
                problem += did_you_mean(nearest(key, known))
                raise self.wrong(prefix + key, value, problem)

    def text(self, found: dict[str, Any], key: str, may_be_empty: bool = False) -> str | None:
        """Return the text of a key, None without one."""
        value = found.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not (value or may_be_empty):
            raise self.wrong(key, value, t("is not a text"))
        return value

    def one_of(self, found: dict[str, Any], key: str, known: tuple[str, ...]) -> str | None:
        """Return the text of a key, one of `known`; None without one."""
        value = self.text(found, key)
        if value is not None and value not in known:
            problem = t("is not valid; use one of {names}", names=", ".join(known))
            raise self.wrong(key, value, problem)
        return value

    def words(self, name: str, value: object) -> tuple[str, ...]:
        """Return the words of a saved question, which are a text or a list of words."""
        key = f"questions.{name}"
        if name.startswith("-"):
            problem = t("has a name that `run` takes for an option")
            raise self.wrong(key, value, problem)
        words: list[Any] | None = None
        if isinstance(value, str):
            from shlex import split

            try:
                words = split(value)
            except ValueError:
                raise self.wrong(key, value, t("has a quote that does not end")) from None
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            words = value
        if not words:
            raise self.wrong(key, value, t("is not a command line"))
        if words[0].startswith("-") or words[0] == "run":
            problem = t("does not begin with a command, such as `review due`")
            raise self.wrong(key, value, problem)
        return tuple(words)


def _as_written(value: object) -> str:
    """Return a value of the file as TOML has it, or nearly so."""
    if isinstance(value, str):
        return value
    from json import dumps

    return dumps(value, ensure_ascii=False, default=str).strip('"')


def _key_lines(text: str) -> dict[str, int]:
    """Return the line of each key of the text, `questions.NAME` within the table of questions."""
    import re

    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*\[+\s*([^\]]*?)\s*\]", line):
            table = f"{header[1]}."
            lines.setdefault(header[1], number)
        elif key := re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*=""", line):
            lines.setdefault(table + (key[1] or key[2] or key[3] or ""), number)
    return lines


def _toml_problem(path: str, text: str, problem: str) -> str:
    """Return the message for a text that is not TOML: the place, and the line itself."""
    import re

    from stdplan.domain.text import shown
    from stdplan.reasons import toml_reason

    place = re.search(r" \(at line (\d+), column \d+\)$", problem)
    rows = text.rstrip("\n").split("\n")
    line = int(place[1]) if place else len(rows)
    row = rows[min(line, len(rows)) - 1].strip()
    why = re.sub(r" \(at [^()]*\)$", "", problem)
    hint = ""
    if re.match(r"""[^"'#=\[]*[^\x00-\x7f"'#=\[][^"'#=\[]*=""", row):
        hint = t('; a name with other letters than a-z needs quotes: "…" = …')
    elif re.match(r'[^=]*=\s*"[^"]*\\', row):
        hint = t(r"; a path with \ needs single quotes: '…'")
    problem = t(
        '{path}:{line}: is not TOML: "{text}" ({why})',
        path=path,
        line=line,
        text=shown(row),
        why=toml_reason(why),
    )
    return problem + hint
