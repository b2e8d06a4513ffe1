"""Lines of a list that are no rows: who made it and when, totals, notes, what is on each page.

Rule: a line is left out only if that is certain. A line with the number of a standard or a plan in
a cell is a row. Of any other line every cell must be recognized: a label with what it names
(`填表人：张三`), an issuer, a day, a seal, a count, the foot of a page, a line of dashes. A note is
one text that begins with 注： and the like. An issuer next to a day is a row where both are in
columns of their own, or half of the columns are filled. What is doubtful stays a row, and may have
a fault.
"""

from collections.abc import Container, Sequence
from collections.abc import Set as AbstractSet

from stdplan.domain.numbers import parse, plan_number
from stdplan.importing.header_names import fold
from stdplan.light import lazy_pattern

_LONGEST_VALUE = 60  # characters of a text next to a label
_SHORTEST_NOTE = 15  # characters of a note next to 说明
_LONGEST = 400  # characters of a text that is no note
_BLANK = "[ \\t\u3000\xa0]*"
_OPEN, _CLOSE = "[（(【\\[]", "[）)】\\]]"

# --- Labels: 填表人：张三, 审核：李四, 电话：010-12345678, Date: 2026-07-02 ---

_PERSONS = (
    "填[表报]人|填写人|制[表单]人|编制人|编写人|经办人|承办人|审[核批查定签]人|批准人|签发人|复核人|校[对核]人"
    "|负责人|(?:单位|部门|项目|处室|企业)负责人|主管领导|分管领导|主管负责人|联系人|联络人|录入人|提交人|上报人"
    "|报送人|打印人|导出人|统计人|制作人|发布人|记录人|评审人|复审人|汇总人"
)
_LABELS = (
    rf"{_PERSONS}|填[表报]|制[表单]|过账|记账|编制|编写|经办|承办|审[核批查定签]|批准|签发|复核|校[对核]|录入|主管"
    "|领导签字|会签|经手人?|副?主任(?:委员)?|副?秘书长|(?:复审|评审|审查|专家|工作)?组?副?组长"
    "|处长|科长|局长|司长|部门|处室|承办单位"
    "|填表人員?|製表人?|審[核批]人?|聯[絡繫系]人|電話|傳真|單位|負責人|備[考註]"
    "|(?:联系|办公|固定|咨询|举报|移动)?电话|联系方式|联系地址|手机号?码?|传真|电?子?邮[箱件]|邮编|邮政编码"
    "|(?:通讯|通信|办公)?地址|网址|网站|微信|单位|(?:填[表报]|编制|制表|报送|上报|申报|发布|发文|印发|主办|提案)单位"
    "|单位名称|日期|时间"
    "|(?:填[表报]|制表|编制|打印|导出|统计|生成|报送|上报|截[止至]|更新|数据|下载|查询|印发|提交|审核)"
    "(?:日期|时间)"
    "|(?:数据|资料|信息)?来源|出处|盖章|签字|签章|签名|公章|抄送|抄报|主送|分送|印发|主题词|附注|校对"
    "|(?:Prepared|Checked|Reviewed|Approved|Compiled|Issued|Signed|Exported|Printed|Created)"
    " (?:by|on)"
    "|Contacts?|Contact person|Tel|Telephone|Phone|Mobile|Fax|E-?mail|Address|Date|(?:Data )?Source"
    "|Signature|Generated(?: on| by)?|Printed|Exported|Last updated?|Prepared|Website|Cc"
)
# Blanks within a label only make it as wide as the others: 审　核：.
_SPACED = lazy_pattern(rf"(?<=[\u4e00-\u9fff]){_BLANK}(?=[\u4e00-\u9fff（(:：])")
_SIGNED = rf"(?:{_OPEN}(?:签字|签名|盖章|签章|公章|签字或盖章|签字、盖章|单位公章|章){_CLOSE})?"
_LABELLED = lazy_pattern(rf"(?i){_OPEN}?(?:{_LABELS})\.?{_SIGNED}{_BLANK}[:：]")
_LABEL = lazy_pattern(rf"(?i)(?:{_LABELS})\.?{_SIGNED}{_BLANK}[:：]?")
_PERSON = lazy_pattern(rf"(?:{_PERSONS}){_SIGNED}")
# A person behind a label without a colon: 填表人 张三.
_NAMED = lazy_pattern(rf"(?:{_PERSONS}){_SIGNED}[ \t　]+[\u4e00-\u9fff]{{2,10}}(?:[ \t　].*)?")
_COLON = (":", "：")

# --- Days, seals, counts ---

_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?"
_CHINESE_DIGIT = "[〇○零一二三四五六七八九]"
_DAY = (
    rf"(?:(?:19|20)[0-9]{{2}}{_BLANK}(?:[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}"
    rf"|年{_BLANK}[0-9]{{1,2}}{_BLANK}月(?:{_BLANK}[0-9]{{1,2}}{_BLANK}日|份)?)"
    r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    rf"|{_CHINESE_DIGIT}{{4}}{_BLANK}年{_BLANK}[一二三四五六七八九十]{{1,2}}{_BLANK}月"
    rf"(?:{_BLANK}[一二三四五六七八九十]{{1,3}}{_BLANK}日)?"
    r"|[0-9]{1,2}[./][0-9]{1,2}[./](?:19|20)[0-9]{2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTHS},? (?:19|20)[0-9]{{2}}"
    rf"|{_MONTHS} [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}"
    r"|[0-9_ \t\u3000\xa0]*年[_ \t\u3000\xa0]+月[0-9_ \t\u3000\xa0]*日)"
)
_SEAL = rf"{_OPEN}(?:加?盖?单?位?公?盖?章|签字|签名|签章|印章|签字盖章){_CLOSE}"
_UNIT = "(?:项|个|条|种|件|份|部|本|页|家|人|次|万元|亿元|元|%|％)"
_FIGURE = lazy_pattern(rf"[¥￥$]?{_BLANK}[0-9][0-9,，]*(?:\.[0-9]+)?{_BLANK}{_UNIT}?")
_UNIT_ONLY = lazy_pattern(_UNIT)
_TOTAL = lazy_pattern(
    rf"(?i)(?:本页|累计|全部|全国|年度)?(?:[合共总總小]{_BLANK}[计計]|[总總]{_BLANK}[数數]|累{_BLANK}计|共|计|計)"
    rf"(?:{_BLANK}{_OPEN}[项个条万元]+{_CLOSE})?{_BLANK}[:：]?"
    r"|(?:(?:Grand |Sub-?)?Totals?|Sum|Summe|Gesamt|Итого|Всего|합계|총계|소계) ?:?"
)
_SHORT_TOTALS = ("计", "計", "共", "Sum")  # totals only next to a count
# Texts next to a total that only count: 共18项，其中制定17项，修订1项.
_COUNTS = lazy_pattern(
    "(?:[共计合其中 \u3000:：，,；;、。（）()]|制定|修订|制修订|新制定|整合|代替|废止|复审|修改单"
    "|强制性?|推荐性?|指导性?|国家|行业|地方|团体|标准|计划|项目|清单|目录|记录|本表|本页"
    f"|(?<![0-9])[0-9]+(?![0-9]) *{_UNIT}?)+"
)
_COUNT = lazy_pattern(
    rf"(?i){_OPEN}?(?:本[表页批次]{{1,2}}|以上|目录|清单)?"
    rf"(?:[合共总總小][计計]|[总總][数數]|总?共有?(?={_BLANK}[0-9一二三四五六七八九十百]+{_BLANK}{_UNIT}))"
    rf"{_BLANK}[:：]?{_BLANK}{_OPEN}?[0-9一二三四五六七八九十百]+{_BLANK}{_UNIT}?.{{0,60}}"
    rf"|(?:本|以上|上述|此次|其中).{{0,20}}共计?有?{_BLANK}[0-9]+{_BLANK}[项个条].{{0,40}}"
    r"|Totals?:? [0-9]+(?: \w+){0,3}|[0-9]+ (?:standards|records|rows|items|entries)(?: in total)?"
)

# --- What is on each page ---

_HAN_NUMBER = "[0-9一二三四五六七八九十]{1,4}"
_COUNTED_PAGE = f"{_BLANK}{_HAN_NUMBER}{_BLANK}页"
_PAGE = lazy_pattern(
    rf"(?i)第{_COUNTED_PAGE}(?:{_BLANK}[，,/／]?{_BLANK}共{_COUNTED_PAGE})?"
    rf"|共{_COUNTED_PAGE}(?:{_BLANK}[，,/／]?{_BLANK}第{_COUNTED_PAGE})?"
    r"|[0-9]{1,4} ?/ ?[0-9]{1,4} ?页?|(?:Seite|Page) [0-9]+ (?:von|sur) [0-9]+"
    r"|Page [0-9]+(?: ?(?:of|/) ?[0-9]+)?"
    r"|[-–—－·~]+\s*[0-9]{1,4}\s*[-–—－·~]+"
)
_ON_PAGE = lazy_pattern(
    rf"{_OPEN}?[\s—–-]*(?:(?:此页|本页)?(?:以下|以上)?无正文|未完(?:待续)?|待续|[以此][下上处]空白|以下为空白|(?<=[（(【\[])空白"
    r"|续表.{0,8}|(?:续|接|承)[上前][页表]|[转接续]下[页表]|下转.{0,8}|上接.{0,8}"
    r"|表 ?[0-9]+ ?[（(]续[）)]|续)"
    rf"[\s—–-]*{_CLOSE}?"
    r"|.{0,20}\(continued(?: from previous page)?\)"
)
_END = lazy_pattern(
    r"(?i)[（(\[【\s*＊—–\-_=]*(?:END|The end|End of (?:the )?(?:list|table|document|file|report)"
    r"|(?:全文|正文)?完|结束|表格结束)[）)\]】\s*＊—–\-_=.。]*"
)
_RULE = lazy_pattern(r"[\s\-—–－_＿=＝~～·….*＊─━─]{3,}")
_DASHES = lazy_pattern(r"[-—–－_/\\=]{1,4}")

# --- Notes ---

_NOTE = lazy_pattern(
    rf"{_OPEN}?{_BLANK}(?:备?注{_BLANK}(?:{_HAN_NUMBER})?{_BLANK}[:：.．、]|备?注 ?[0-9]|附注"
    r"|Legend:"
    r"|注意(?:事项)?[:：]|備?[註考] ?[:：]|Anmerkung(?:en)?:|Remarques? ?:|Примечани[ея]:"
    r"|비고 ?[:：]"
    r"|(?:填[表报])?说明[:：]|说明 ?[0-9]+|N(?:ote|OTE)s?(?: [0-9]+)?[:.]|NOTE [0-9]|Remarks?:|※"
    r"|附件 ?[0-9一二三四五六七八九十]+"
    r"|本(?:表|清单|目录|名单|公告|通知|批标准|计划表)|(?:以上|上述)(?:标准|项目))"
)
_NOTE_ALONE = lazy_pattern(
    rf"{_OPEN}?(?:备?注{_BLANK}[0-9]?|说明|附注|Notes?|Remarks?){_CLOSE}?[:：]?"
)
# *标注的为强制性标准, 带“▲”的为重点项目, ① 指采用国际标准
_MARK_EXPLAINED = lazy_pattern(
    r"[*＊▲△★☆●■#①-⑳†‡]+[\s:：、]*(?:系?指|为)"
    r"|(?:带|标有?|加|凡)?[“\"']?[*＊▲△★☆●■#①-⑳†‡]+[”\"']?.{0,12}"
    r"(?:标[注记识明示]|表示|代表|系指|注明|[号的者]+[为是指]|为(?:强制|推荐|重点|新|采标|修订|制定)"
    r"|denotes?|indicates?|means?|marked|refers? to)"
)

# --- Issuers ---

_WORD = "[\u3400-\u9fff（）()·]"
_ISSUER = (
    rf"(?:{_WORD}{{2,40}}(?:委员会|秘书处|办公室|办公厅|协会|学会|联合会|商会|研究院|研究所|有限公司"
    r"|有限责任公司|集团公司|总公司|人民政府|管理局|监督局|总局|工作组|总署|科学院)"
    rf"|(?:国家|中国|中华人民共和国|全国){_WORD}{{1,30}}[部委局司署院会]"
    rf"|(?:工业和信息化|交通运输|自然资源|生态环境|住房和城乡建设|农业农村|水利|公安|民政|商务"
    rf"|文化和旅游|应急管理|科学技术|科技|教育|财政|卫生健康|人力资源和?社会保障)(?:部|委|委员会)"
    rf"(?:{_WORD}{{2,12}}[司局厅])?"
    rf"|{_WORD}{{2,8}}(?:省|市|自治区){_WORD}{{2,20}}[局厅委]"
    r"|(?:The )?(?:[A-Z][\w&'.-]* ){0,6}(?:Committee|Commission|Administration|Ministry|Institute"
    r"|Association|Department|Bureau|Secretariat|Organi[sz]ation)"
    r"(?: (?:of|for|on)(?: [\w,&]+){1,8})?)"
)
_PHONE = r"(?:\+?[0-9（(][0-9()（） -]{5,20}(?:转[0-9]+)?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_SEVERAL = rf"{_ISSUER}(?:[\s\u3000、，,]+{_ISSUER}){{0,4}}"
_DAY_ONLY = lazy_pattern(_DAY)
_ISSUER_ONLY = lazy_pattern(rf"{_SEVERAL}(?:{_BLANK}{_SEAL})?")
# With a day less is enough, the most in the same cell: 市场监管总局标准技术司.
_OFFICE = rf"(?:{_SEVERAL}|{_WORD}{{3,40}}[委局司署厅处办])"
_OFFICE_ONLY = lazy_pattern(rf"{_SEVERAL}|{_WORD}{{3,40}}[委局司署]")
_ISSUED = lazy_pattern(
    rf"(?:{_OFFICE}[\s，,]*(?:{_SEAL})?[\s，,:：]*)?{_DAY}{_BLANK}(?:印发|发布|公布|制|编制|印制|批准)?"
    rf"|{_DAY}[\s，,]*{_OFFICE}"
    rf"|(?:{_LABELS}){_BLANK}{_DAY}"
    r"|(?:更新|导出|打印|生成|制表|编制|填报|(?:以上)?(?:数据|统计)?截[至止]到?|[Aa]s of)"
    rf"{_BLANK}于?{_BLANK}{_DAY}"
    rf"|(?:[\u4e00-\u9fff]{{0,2}}电话|手机|传真|Tel\.?|Fax\.?|邮箱){_BLANK}{_PHONE}"
    r"|(?:版权所有|Copyright|©).*|https?://\S+"
)
_SEALED = lazy_pattern(rf".{{0,40}}{_SEAL}{_BLANK}[:：]?{_BLANK}(?:{_DAY})?")
_CONTACT = lazy_pattern(_PHONE)
# How the first cell of a remark in several cells begins and ends.
_FIRST_CHARACTERS = frozenset(
    "填制编经承审批签复校负单部项处企主分领联录提上报打导统发办固咨举移电手传邮通网微日时盖公抄印数资信来"
    "出附地申生截更下查合共总小累本全年备注说目清第此以续接转表空完结正（(【[-—–－_/\\=＝~·….*＊─"
    "〇○零一二三四五六七八九¥￥会副秘组科局司審聯電傳單製負備總计計未待©版합총소ИВи注註"
)
_FIRST_LETTERS = frozenset(
    (
        *("pre", "che", "rev", "app", "com", "iss", "sig", "exp", "pri", "cre", "con", "tel"),
        *("pho", "mob", "fax", "e-m", "ema", "add", "dat", "sou", "gen", "las", "web", "cc"),
        *("cc:", "gra", "sub", "tot", "sum", "pag", "end", "the", "not", "rem", "ges", "sei"),
        *("as ", "htt", "leg", "anm"),
    )
)
_LAST_CHARACTERS = frozenset("会处室厅院所司府局组署部委章日月发:：abcdefghijklmnopqrstuvwxyz")
# Headers of columns that hold issuers or days.
_OF_ISSUERS = lazy_pattern("单位|部门|机构|委员会|组织|主管|归口|department|committee|issue|organi")
_OF_DAYS = lazy_pattern("日期|时间|年限|时限|date|day|发布|实施|完成")
# The number of a standard or of a plan within a text.
_NUMBER = lazy_pattern(
    r"(?<![A-Za-z])[A-Z]{1,5}[0-9]{0,4}(?:/[A-Z]+)? ?[0-9]+(?:\.[0-9]+)* ?[-—–－:：]"
    r" ?(?:19|20)?[0-9]{2}(?![0-9])"
    r"|(?<![0-9])[0-9]{8}-[A-Z]-[0-9]{3}|(?<![0-9])(?:19|20)[0-9]{2}-[0-9]{3,5}[A-Z]?-[A-Z]{2}"
)


def is_remark(cells: Sequence[str], header: Sequence[str] = ()) -> bool:
    """Return whether a line below a header is certainly no row.

    >>> is_remark(["填表人：张三", "", "审核：李四", "电话：010-12345678"])
    True
    >>> is_remark(["国家标准化管理委员会 2026-07-02"]), is_remark(["数据中心", "2026-07-02"])
    (True, False)
    """
    filled = [(index, text) for index, cell in enumerate(cells) if (text := _spaceless(cell))]
    texts = list(dict.fromkeys(text for _, text in filled))
    if not texts or any(parse(text) or plan_number(text) for text in texts):
        return False
    if len(texts) > 1 and max(map(len, texts)) > _LONGEST:
        return False
    if len(texts) == 1:
        return _is_remark_text(texts[0], len(filled)) or (
            not _fits(filled, header) and _is_issuer_or_day(texts[0])
        )
    if all(map(_DASHES.fullmatch, texts)) and len(filled) > 2:
        return True
    if _NUMBER.search(" ".join(texts)):
        return False
    return (
        _is_total(texts)
        or (len(texts) == 2 and _is_note(*texts))
        or _is_signature(texts)
        or _is_issue(filled, header)
    )


def is_suspect(first_cell: str, header: Container[str]) -> bool:
    """Return whether a line that begins with this cell, and goes on with another text, may be a
    remark or repeat the header, whose cells begin with the `header` characters."""
    return (
        first_cell[:1] in _FIRST_CHARACTERS
        or first_cell[:1] in header
        or first_cell[:3].lower() in _FIRST_LETTERS
        or first_cell[-1:] in _LAST_CHARACTERS
    )


def are_suspect(first_cells: Sequence[str], header: AbstractSet[str]) -> bool:
    """Return whether any of these cells is suspect; this is asked for each block of a long list."""
    characters = {cell[:1] for cell in first_cells}
    return not (
        _FIRST_CHARACTERS.isdisjoint(characters)
        and characters.isdisjoint(header)
        and _FIRST_LETTERS.isdisjoint([cell[:3].lower() for cell in first_cells])
        and _LAST_CHARACTERS.isdisjoint([cell[-1:] for cell in first_cells])
    )


def _spaceless(cell: str) -> str:
    """Return the text of a cell without the blanks that only make its labels wider."""
    text = cell.strip()
    return _SPACED.sub("", text) if ":" in text or "：" in text else text


def _is_remark_text(text: str, count: int) -> bool:
    """Return whether the only text of a line, in so many cells, is no row."""
    if _NOTE.match(text) or _MARK_EXPLAINED.match(text):
        return True
    if len(text) > _LONGEST:
        return False
    if _DASHES.fullmatch(text) and count > 2:
        return True
    if _NUMBER.search(text):
        return False
    return _is_certain(text) or bool(_PERSON.fullmatch(text) or text in ("注", "备注"))


def _is_certain(text: str) -> bool:
    """Return whether a text is part of no row, in any column."""
    return bool(
        _LABELLED.match(text)
        or _COUNT.fullmatch(text)
        or _PAGE.fullmatch(text)
        or _ON_PAGE.fullmatch(text)
        or _END.fullmatch(text)
        or _RULE.fullmatch(text)
        or _SEALED.fullmatch(text)
        or (_ISSUED.fullmatch(text) and not _DAY_ONLY.fullmatch(text))
        or (_TOTAL.fullmatch(text) and text not in _SHORT_TOTALS)
        or _NAMED.fullmatch(text)
    )


def _is_total(texts: Sequence[str]) -> bool:
    """Return whether texts are a total and its counts: 合计, 35项."""
    first, *others = texts
    return bool(_TOTAL.fullmatch(first)) and all(
        _FIGURE.fullmatch(text) or _COUNTS.fullmatch(text) or _UNIT_ONLY.fullmatch(text)
        for text in others
    )


def _is_note(label: str, text: str) -> bool:
    """Return whether two texts are a note: 注：, and what it says."""
    is_label = _NOTE_ALONE.fullmatch(label) is not None
    return is_label and ("注" in label or label.endswith(_COLON) or len(text) > _SHORTEST_NOTE)


def _is_signature(texts: Sequence[str]) -> bool:
    """Return whether texts only say who made a list, and when, each with its label."""
    certain = bool(_PERSON.fullmatch(texts[0]))
    has_label = False
    for text in texts:
        if _is_certain(text):
            certain = True
            has_label = text.endswith(_COLON)
        elif _LABEL.fullmatch(text):
            has_label = True
        elif has_label and len(text) <= _LONGEST_VALUE:
            has_label = False
        elif not any(
            pattern.fullmatch(text) for pattern in (_DAY_ONLY, _ISSUER_ONLY, _CONTACT, _PERSON)
        ):
            return False
    return certain


def _is_issue(filled: Sequence[tuple[int, str]], header: Sequence[str]) -> bool:
    """Return whether texts are an issuer and a day, and no row with these two columns."""
    days = [_DAY_ONLY.fullmatch(text) for _, text in filled]
    return (
        sum(map(bool, days)) == 1
        and all(
            day or _OFFICE_ONLY.fullmatch(text) for day, (_, text) in zip(days, filled, strict=True)
        )
        and not _fits(filled, header)
    )


def _is_issuer_or_day(text: str) -> bool:
    return bool(_DAY_ONLY.fullmatch(text) or _ISSUER_ONLY.fullmatch(text))


def _fits(filled: Sequence[tuple[int, str]], header: Sequence[str]) -> bool:
    """Return whether issuers and days may be a row: the headers of all of them fit, or that of one
    if half of the columns are filled. A day alone in its column is no row."""
    fitting = [
        index
        for index, text in filled
        if index < len(header)
        and (_OF_DAYS if _DAY_ONLY.fullmatch(text) else _OF_ISSUERS).search(fold(header[index]))
    ]
    if len(fitting) == len(filled) and not (len(filled) == 1 and _DAY_ONLY.fullmatch(filled[0][1])):
        return True
    return bool(fitting) and 2 * len(filled) >= len(header)
