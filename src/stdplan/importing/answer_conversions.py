"""The conversions that an answer of a review names (转化为团体标准), as a nature and a family.

The words are data: layouts.yaml, `answers`, `conversions` and `targets`.
"""

import re
from functools import cache
from itertools import product

from stdplan.domain.codes import FAMILIES, FORMER_WORDS, NATURES, Words
from stdplan.importing.header_names import fold
from stdplan.importing.layouts import value_words, words_of
from stdplan.importing.wording import any_word

# What has its name before a kind of standard: T/CMIF 团体标准, 中国机械工业联合会团体标准
_BODY = "(?:t/)?[a-z]{2,8}|[^修订废止转改不未或和]{2,14}(?:协会|学会|联合会|商会|促进会|联盟)"


def conversion_target(words: str) -> tuple[str | None, str | None] | None:
    """Return the nature and the family that folded words of a conversion name, None if the words
    are no conversion.

    >>> conversion_target("转为推荐性国家标准"), conversion_target("转团标")
    (('recommended', 'national'), (None, 'association'))
    """
    match = _conversion().fullmatch(words)
    if match is None:
        return None
    nature, family = _targets().get(match["both"] or "", (None, None))
    nature = nature or _natures().get(match["nature"] or "")
    family = family or _families().get(match["family"] or match["family_only"] or "")
    return nature, family


@cache
def _conversion() -> re.Pattern[str]:
    """Return the pattern of a conversion that names a nature, a family or both."""
    natures, families = any_word(_natures()), any_word(_families())
    # 由强制性转为推荐性, 行业标准转化为国家标准
    source = f"(?:[由从将]?(?:{natures})?(?:{families})?(?:标准)?)"
    verbs = any_word(words_of("answers", "conversions"))
    target = (
        f"(?:(?P<both>{any_word(_targets())})"
        f"|(?P<nature>{natures})(?P<family>{families})?|(?:{_BODY})?(?P<family_only>{families}))"
    )
    return re.compile(f"{source}(?:{verbs}){target}(?:标准)?")


@cache
def _natures() -> dict[str, str]:
    """Return natures by folded word, without those that name a family, too (强制性国家标准)."""
    natures = _chinese("nature", NATURES).items()
    families = re.compile(any_word(_families()))
    return {word: nature for word, nature in natures if not families.search(word)}


@cache
def _families() -> dict[str, str]:
    """Return families by folded word."""
    families = _chinese("family", FAMILIES)
    return {word: family for word, family in families.items() if family != "other"}


def _chinese(field: str, known: Words) -> dict[str, str]:
    own = {fold(zh): code for code, (zh, _) in known.items()}
    own |= {fold(word): code for word, code in FORMER_WORDS.items() if code in known}
    words = {**value_words(field), **own}
    return {word: code for word, code in words.items() if not word.isascii()}


@cache
def _targets() -> dict[str, tuple[str | None, str | None]]:
    """Return pairs of nature and family by folded word."""
    pairs = product(NATURES, FAMILIES)
    return {
        fold(word): (nature, family)
        for nature, family in pairs
        for word in words_of("answers", "targets", f"{nature} {family}")
    }
