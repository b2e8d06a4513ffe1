"""The words of review forms, which `review form` writes and `review import` recognizes, and what
the titles of other lists of answers say.

A form is a list of the standards that a committee has to review, with empty columns for its
answers. Rule: what comes back is what a committee proposes, whatever the column of the outcome is
called. Three marks say that a list is a form, because any may get lost: its title, a column, and
the name of the sheet.
"""

import re

# Pairs of words are Chinese and English, as in domain/codes.py.
Pair = tuple[str, str]

TITLE: Pair = (
    "{year}年标准复审意见表（归口单位填写）",
    "Review form {year} (to be filled in by the committee)",
)
# The column that marks a form; its cells have the year of the campaign.
MARK: Pair = ("复审意见表年度", "Review form of")
SHEET: Pair = ("复审意见表", "Review form")
POSITION: Pair = ("序号", "No.")
# The columns that a committee fills in; the headers of lists of reviews (layouts.yaml) have them.
OUTCOME: Pair = ("复审结论", "Outcome")
REASON: Pair = ("理由", "Reason")
TARGET: Pair = ("完成年限", "Target date")
INTO: Pair = ("整合到", "Merged into")
# What a spreadsheet shows at the cells of these columns.
OUTCOME_HELP: Pair = (
    "请从列表中选择；暂不复审的请留空，并在“理由”中说明。",
    "Choose from the list. Leave it empty if there is no answer yet, and say why in the next cell.",
)
TARGET_HELP: Pair = (
    "仅修订填写，如 2027 或 2027-06。",
    "Only for a revision, such as 2027 or 2027-06.",
)
INTO_HELP: Pair = (
    "仅整合填写：并入的标准编号，尚无编号的填标准名称。",
    "Only for a merger: the number of the standard that absorbs it, or its title.",
)
PAGES: Pair = ("第 &P 页，共 &N 页", "Page &P of &N")
# What the file for the standards without a unit is called.
WITHOUT: dict[str, Pair] = {
    "committee": ("未填归口单位", "no committee"),
    "department": ("未填主管部门", "no department"),
    "sector": ("无行业领域", "no sector"),
}

_TITLES = re.compile(
    "|".join(re.escape(title).replace(re.escape("{year}"), r"\s*[0-9]{4}\s*") for title in TITLE)
)

# What says that a list has what committees propose, and that it has what was decided.
_PROPOSED = re.compile(
    "复审意见|(?:归口单位|标委会|技术委员会|专家组?).{0,6}意见|征求.{0,12}意见|意见.{0,2}(?:征求|征集|反馈|汇总)"
    "|(?:复审|结论|处理)建议|建议(?:汇总)?表|初步意见|初审|proposal|proposed",
    re.IGNORECASE,
)
_DECIDED = re.compile("结论|决定|批复|公告|批准|decision|decided|announcement", re.IGNORECASE)
_OF_DECISIONS = re.compile("最终|审定|批复|审核|公告|主管|司局|部门|处室")


def word(pair: Pair, code: str) -> str:
    """Return the word of a pair in the language `code` ("zh" or "en").

    >>> word(POSITION, "zh")
    '序号'
    """
    return pair[0 if code == "zh" else 1]


def is_form_title(text: str) -> bool:
    """Return whether a line above a list is the title of a form.

    >>> is_form_title("2027年标准复审意见表（归口单位填写）　归口单位：SAC/TC 22")
    True
    >>> is_form_title("2027年标准复审结论表")
    False
    """
    return _TITLES.search(text) is not None


def steps_of_title(text: str) -> frozenset[str]:
    """Return the steps of a review that a title names: proposed, decided, both or none.

    >>> steps_of_title("2026年标准复审意见汇总表"), steps_of_title("附件1")
    (frozenset({'proposed'}), frozenset())
    """
    patterns = {"proposed": _PROPOSED, "decided": _DECIDED}
    return frozenset(step for step, pattern in patterns.items() if pattern.search(text))


def is_of_decisions(header: str) -> bool:
    """Return whether the header of an outcome says that it was decided, whatever the title says.

    >>> is_of_decisions("最终结论"), is_of_decisions("复审结论")
    (True, False)
    """
    return _OF_DECISIONS.search(header) is not None
