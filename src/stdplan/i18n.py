"""Translate messages for people into the language of this run.

English is the language of the source. `locale/LANGUAGE/LC_MESSAGES/stdplan.po` holds the messages
of another language; a compiled copy of it (`stdplan.mo`, made when the package is built) is read
only when that language is chosen. A message without a translation stays English.
Keys of data (field names, codes, headers of csv) are never translated.
"""

from __future__ import annotations

import os

from stdplan.light import TYPE_CHECKING
from stdplan.platforms import preferred_languages

if TYPE_CHECKING:
    from gettext import GNUTranslations

LOCALE = os.path.join(os.path.dirname(__file__), "locale")
# A language is a folder in locale/.
LANGUAGES = (*sorted(entry.name for entry in os.scandir(LOCALE) if entry.is_dir()), "en")

# The variables of the environment that say it.
_VARIABLES = ("STDPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_language = "en"
_configured: str | None = None
_translation: GNUTranslations | None = None
_loaded: dict[str, GNUTranslations] = {}


def t(message: str, **values: object) -> str:
    """Return a message in the language of this run, with values for its `{name}` placeholders.

    t("{file}: there is no such file", file=path)
    """
    text = _translated(_translation, message)
    return text.format(**values) if values else text


def tn(singular: str, plural: str, count: int, **values: object) -> str:
    """Return the form of a message that goes with a count, with values for its placeholders.

    tn("{count} row rejected", "{count} rows rejected", rejected)
    """
    if _translation is None:
        text = singular if count == 1 else plural
    else:
        text = _translation.ngettext(singular, plural, count)
    return text.format(count=count, **values)


def translate_help(text: str) -> str:
    r"""Return a help text in the language of this run.

    Click keeps the line ends of a paragraph that begins with a backspace. A .po file should hold no
    such character, so messages have `\b`, written out, in its place.
    """
    return t(text.replace("\b", r"\b")).replace(r"\b", "\b")


def in_language(code: str, message: str) -> str:
    """Return a message in a language that need not be that of this run."""
    return _translated(_load(code), message)


def in_context(code: str, message: str, context: str) -> str | None:
    """Return the translation of a message for one of its meanings (`msgctxt` in the .po file).

    None if the language has no translation of its own for this meaning.
    """
    translation = _load(code) if context else None
    text = translation.pgettext(context, message) if translation else message
    return text if text != message else None


def language() -> str:
    """Return the language of this run, one of LANGUAGES."""
    return _language


def use_language(choice: str | None) -> None:
    """Choose the language for this run; None takes it from the environment or the system."""
    global _language, _translation
    _language = choice if choice in LANGUAGES else _of_user()
    _translation = _load(_language)


def configure_language(code: str | None) -> None:
    """Set the language that the user's settings ask for, for `use_language`; None for none."""
    global _configured
    _configured = code


def language_source() -> tuple[str, str | None]:
    """Return where the language comes from without an option: `environment` with the name of the
    variable, `file` or `default`."""
    for name in _VARIABLES:
        if name != _VARIABLES[0] and _configured:
            return "file", None
        if os.environ.get(name):
            return "environment", name
    return "default", None


def _translated(translation: GNUTranslations | None, message: str) -> str:
    # The empty message is the header of a .po file.
    return translation.gettext(message) if translation and message else message


def _load(code: str) -> GNUTranslations | None:
    """Return the messages of a language; None for English and for what is not compiled."""
    compiled = os.path.join(LOCALE, code, "LC_MESSAGES", "stdplan.mo")
    if code == "en" or not os.path.exists(compiled):
        return None
    if code not in _loaded:
        from gettext import GNUTranslations

        with open(compiled, "rb") as file:
            _loaded[code] = GNUTranslations(file)
    return _loaded[code]


def _of_user() -> str:
    """Return the language of STDPLAN_LANG, else that of the user's settings, else of LC_ALL,
    LC_MESSAGES or LANG, else of the system, else English."""
    for name in _VARIABLES:
        if name != _VARIABLES[0] and _configured:
            return _configured
        if value := os.environ.get(name, ""):
            return _fitting(value) or "en"
    return next(filter(None, map(_fitting, preferred_languages())), "en")


def _fitting(name: str) -> str | None:
    """Return the language of ours for a name of a system: `zh` for zh_CN.UTF-8 or zh-Hans-CN."""
    name = name.lower().replace("-", "_")
    fitting = [code for code in LANGUAGES if name.startswith(code.lower())]
    return max(fitting, key=len, default=None)
