"""The one translating function: every sentence for a person goes through `t`.

English is the language of the source; `i18n_zh` holds the Chinese sentence for each English one.
Keys of data (field names, codes, headers of csv) are never translated.
"""

import os

LANGUAGES = ("zh", "en")

_language = "en"
_sentences: dict[str, str] = {}


def t(sentence: str, **values: object) -> str:
    """The sentence in the language of this run, with `{name}` places filled from values."""
    text = _sentences.get(sentence, sentence)
    return text.format(**values) if values else text


def in_language(code: str, sentence: str) -> str:
    """The sentence in a language that need not be that of this run."""
    return _translations(code).get(sentence, sentence)


def language() -> str:
    """The language of this run: `zh` or `en`."""
    return _language


def use_language(choice: str | None) -> None:
    """Choose the language for this run; None takes it from the environment."""
    global _language, _sentences
    _language = choice if choice in LANGUAGES else _from_environment()
    _sentences = _translations(_language)


def _translations(code: str) -> dict[str, str]:
    """What the English sentences are in a language."""
    if code != "zh":
        return {}
    from stdplan.i18n_zh import SENTENCES

    return SENTENCES


def _from_environment() -> str:
    """STDPLAN_LANG, else the locale's language (LC_ALL, LC_MESSAGES, LANG), else English."""
    for name in ("STDPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"
