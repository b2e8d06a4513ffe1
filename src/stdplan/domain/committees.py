"""Technical committees, as records name them.

Rule: nothing is invented. Two texts are one committee only where they differ in nothing but the
blanks around them and the width of letters, digits, signs and blanks; `SAC/TC 1` and `SAC/TC1` stay
two, and so do a committee's name and its number.
"""

_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def one_name(text: str) -> str:
    """The text by which spellings of one committee are one: 'ＳＡＣ／ＴＣ　1 ' → 'SAC/TC 1'."""
    return text.translate(_NARROW).strip()
