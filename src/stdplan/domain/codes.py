"""The closed lists of the field: every code with its Chinese and its English word.

Sources: stages and their limits GB/T 16733-1997 (its codes agree with the ISO harmonized stages);
natures the suffix of the number; degrees GB/T 20000.2 (EQV before 2001); outcomes of a review the
rules for industry standards (行业标准管理办法).
"""

from stdplan.domain.text import clean_code
from stdplan.i18n import language, t

Words = dict[str, tuple[str, str]]

FAMILIES: Words = {
    "national": ("国家标准", "national standard"),
    "industry": ("行业标准", "industry standard"),
    "local": ("地方标准", "local standard"),
    "association": ("团体标准", "association standard"),
    "enterprise": ("企业标准", "enterprise standard"),
    "international": ("国际标准", "international standard"),
    "other": ("其他", "other"),
    "military": ("国家军用标准", "national military standard"),
    "regulation": ("特种设备安全技术规范", "safety regulation for special equipment"),
    "metrology": ("计量技术规范", "metrological technical specification"),
    "sample": ("国家标准样品", "national reference material"),
}
NATURES: Words = {
    "mandatory": ("强制性", "mandatory"),
    "recommended": ("推荐性", "recommended"),
    "guidance": ("指导性技术文件", "guidance"),
}
WORK: Words = {"new": ("制定", "new"), "revise": ("修订", "revision")}
STAGES: Words = {
    "00": ("预阶段", "preliminary"),
    "10": ("立项", "proposal"),
    "20": ("起草", "preparatory"),
    "30": ("征求意见", "consultation"),
    "40": ("审查", "examination"),
    "50": ("批准", "approval"),
    "60": ("发布", "publication"),
    "90": ("复审", "review"),
    "95": ("废止", "withdrawal"),
}
STATUSES: Words = {
    "planned": ("在研", "planned"),
    "upcoming": ("即将实施", "upcoming"),
    "in-force": ("现行", "in force"),
    "withdrawn": ("废止", "withdrawn"),
    "terminated": ("终止", "terminated"),
    "suspended": ("暂停", "suspended"),
}
# Whether a standard that a list names is still valid (domain/validity.py).
VALIDITIES: Words = {
    "in-force": ("现行", "in force"),
    "upcoming": ("即将实施", "upcoming"),
    "withdrawn": ("废止", "withdrawn"),
    "replaced": ("被代替", "replaced"),
    "partly-replaced": ("部分被代替", "replaced in part"),
    "converted": ("已转化", "converted"),
    "planned": ("在研", "planned"),
    "terminated": ("终止", "terminated"),
    "other-edition": ("未收录此版本", "other edition"),
    "ambiguous": ("有多个可能", "ambiguous"),
    "not-found": ("未收录", "not found"),
    "not-covered": ("未覆盖", "not covered"),
    "unreadable": ("无法识别", "unreadable"),
}
# From what the end of a standard follows (catalogue/life.py).
ENDS_BASES: Words = {
    "withdrawn": ("明示废止", "withdrawn"),
    "stated": ("人工填报", "entered by hand"),
    "successor": ("被代替", "replaced"),
    "edition": ("新版实施", "next edition"),
    "inferred": ("推算", "inferred"),
}
OUTCOMES: Words = {
    "confirm": ("继续有效", "confirm"),
    "revise": ("修订", "revise"),
    "merge": ("整合", "merge"),
    "withdraw": ("废止", "withdraw"),
    "amend": ("修改单", "amend"),
    "convert": ("转化", "convert"),
}
# The steps of a review: what the committee proposes, and what the department decides.
STEPS: Words = {
    "proposed": ("归口单位意见", "proposed"),
    "decided": ("主管部门结论", "decided"),
}
# Why a number other than its own names a standard: it had it before it was renamed or converted, or
# it was published under two numbers.
NUMBER_KINDS: Words = {
    "former": ("曾用编号", "former"),
    "converted": ("转化前编号", "before conversion"),
    "second": ("并列编号", "second"),
}
# The fields of a review that only some outcomes have, and these outcomes.
OF_OUTCOME: dict[str, list[str]] = {
    "into": ["merge", "convert"],
    "ends": ["withdraw"],
    "target_date": ["revise"],
    "into_family": ["convert"],
    "into_nature": ["convert"],
}
# Marks of IEC for other versions of the text of an edition: consolidated, redline, series,
# extended, commented, pre-release.
VERSION_MARKS = ("CSV", "RLV", "SER", "EXV", "CMV", "PRV")
# Whether a standard replaces another one wholly, or in part.
REPLACEMENT_KINDS: Words = {"whole": ("全部代替", "wholly"), "part": ("部分代替", "in part")}
DEGREES: Words = {
    "IDT": ("等同", "identical"),
    "MOD": ("修改", "modified"),
    "EQV": ("等效", "equivalent"),
    "NEQ": ("非等效", "not equivalent"),
}
INNOVATION: Words = {
    "patent": ("专利", "patent"),
    "research-project": ("科研项目", "research project"),
}

# Other words for codes: those of earlier versions, which lists and command lines may still have,
# and labels of columns.
FORMER_WORDS = {
    "行业领域": "sector",
    "委员会": "committee",
    "部门": "department",
    "强制": "mandatory",
    "推荐": "recommended",
    "指导": "guidance",
    "出版": "60",
    "推定": "inferred",
}


def parse_code(words: Words, text: str) -> str | None:
    """Return the code that `text` names by its code, in any case, or by one of its words.

    None if there is no such code.

    >>> parse_code(WORK, "修订")
    'revise'
    """
    folded = clean_code(text)
    for code, (zh, en) in words.items():
        if folded.lower() in (code.lower(), en.lower()) or folded == zh:
            return code
    former = FORMER_WORDS.get(folded)
    return former if former in words else None


def label(words: Words, code: str) -> str:
    """Return the word for a code in the language of this run; an unknown code unchanged."""
    zh, en = words.get(code, (code, code))
    return zh if language() == "zh" else en


def describe(words: Words) -> str:
    """Return all codes with their Chinese words: `confirm (继续有效), revise (修订)`.

    In Chinese, only the codes of the field stay: `30 (征求意见)` and `IDT (等同)`, but 继续有效.
    """
    chinese = language() == "zh"
    return t(", ").join(
        zh if chinese and code.islower() else f"{code} ({zh})" for code, (zh, _) in words.items()
    )
