"""The options of a form in one cell, and which of them has the tick.

    ticked_option("☑修订 □废止")    # 修订

Rule: the marks stand before all options or after all of them. What is open to doubt is no answer:
several ticks, or a cross where nothing is ticked.
"""

import re

# Marks of the options of a form, with and without a tick; also in brackets: (√), [x] and ( ).
_TICKED, _UNTICKED = "☑", "□"
_OPENING, _CLOSING = "[(（\\[［][\\s\u3000]*", "[\\s\u3000]*[)）\\]］]"
_TICK_FORMS = re.compile(
    f"(?:{_OPENING})?[√✓✔☑☒■●✅🗹🗸](?:{_CLOSING})?|{_OPENING}[xvyｘｖｙ]{_CLOSING}", re.I
)
_UNTICKED_FORMS = re.compile(f"{_OPENING}[)）\\]］]|[□☐○◻◯]")
_CROSS = re.compile("[×✗✘❌]")
_OPTIONS = re.compile(f"([{_TICKED}{_UNTICKED}])")


def ticked_option(text: str) -> str | None:
    """Return the ticked option of a form, "" if none is ticked, any other text unchanged.

    None if several are ticked, if it is open to which option a mark belongs, or if one of them has
    a cross, which may be a tick.
    """
    marked = _TICK_FORMS.sub(_TICKED, _UNTICKED_FORMS.sub(_UNTICKED, text))
    if _TICKED in marked and _UNTICKED not in marked:
        marked = _CROSS.sub(_UNTICKED, marked)  # 继续有效√ 修订× 废止×
    if _UNTICKED not in marked:
        return text
    parts = [part.strip() for part in _OPTIONS.split(marked)]
    # Each mark comes before its option, or each one after it.
    if not parts[0]:
        marks, options = parts[1::2], parts[2::2]
    elif not parts[-1]:
        marks, options = parts[1::2], parts[0:-1:2]
    else:
        return None
    chosen = [
        option for mark, option in zip(marks, options, strict=True) if mark == _TICKED and option
    ]
    if not all(options) or len(chosen) > 1 or (not chosen and _CROSS.search(marked)):
        return None
    return chosen[0] if chosen else ""
