"""The words that stand for values in help and in messages, in the language of this run.

Rule: a metavar is made of these words in capitals: NUMBER..., FIELD[:desc]. Each has a translation.
"""

import re

from stdplan.i18n import t


def translated_metavar(metavar: str) -> str:
    """Return a metavar, or the name of an option, with its words in the language of this run.

    Under zh, NUMBER is 标准号; `--sector` has no such word and stays.
    """
    words = metavar_words()
    return re.sub(r"[A-Z]+(?:_[A-Z]+)*", lambda match: words.get(match[0], match[0]), metavar)


def metavar_words() -> dict[str, str]:
    """Return the words that stand for values, with their translations."""
    return {
        "AMOUNT": t("AMOUNT"),
        "CHECK": t("CHECK"),
        "CODE": t("CODE"),
        "DATE": t("DATE"),
        "DAY": t("DAY"),
        "DAYS": t("DAYS"),
        "DEGREE": t("DEGREE"),
        "DIR": t("DIR"),
        "FAMILY": t("FAMILY"),
        "FIELD": t("FIELD"),
        "FILE": t("FILE"),
        "HEADER": t("HEADER"),
        "ID": t("ID"),
        "INDICATOR": t("INDICATOR"),
        "KIND": t("KIND"),
        "LETTERS": t("LETTERS"),
        "LIST": t("LIST"),
        "NAME": t("NAME"),
        "NATURE": t("NATURE"),
        "NUMBER": t("NUMBER"),
        "OUTCOME": t("OUTCOME"),
        "PATH": t("PATH"),
        "PLAN_NUMBER": t("PLAN_NUMBER"),
        "QUERY": t("QUERY"),
        "REJECTS": t("REJECTS"),
        "SHELL": t("SHELL"),
        "TARGET": t("TARGET"),
        "TASK": t("TASK"),
        "TEXT": t("TEXT"),
        "TITLE": t("TITLE"),
        "VALUE": t("VALUE"),
        "WORD": t("WORD"),
        "YEAR": t("YEAR"),
    }
