"""Evidence of the encoding of a text: which characters its bytes would be.

Rule: an encoding counts if the letters that the bytes mean in it are those of lists of standards.
Of Chinese, Japanese and Korean, these are some five hundred characters each; they make nine tenths
of the characters of such lists, and a tenth of what other bytes give. So the evidence of each
character is added up, as logarithms of how much more likely it is in a text than by chance.

Detectors of any text (charset-normalizer) need more text than a short list has, and always answer;
here a doubtful encoding has no answer.
"""

import codecs
import re
from typing import NamedTuple

_SIMPLIFIED = frozenset(
    "业工化部机和标术准信息床技用件审国会制修行项磨已委意电数金员料分见械报发装订批家规宋期备全光求式体改号成验器合组通第编定年控语复方法一计单止完条征造检仿范网目测"
    "待草子性动切日二展稿试品划能立整中型废管有度申查名车冶超的物公司设材起效专革石人不安感刚刀延月位联钢口布要培训硬轮未代头局示称三建理属作议调结置文继送写线正在续"
    "请高产变砂替尺本则进与模包寸精基量参时接显导无门转更上主氧原片层论为暂压施轻具轴智间知终半后开内稀土告被液并入出实水推削铁下仪拟提类及过学某启企案铣钻面撤段取研"
    "处系阶表自前至应销形到输同现甲新归交铸罐承质碳力镜带容达板酸评需增运硅荐架走总际重晶统等停剂附访生汽存磁传状焦极纸了再限于轧回多背版气钠乙协炉讨采汇消硫干激按先"
    "加印油伏刨次院级种贮芯酒饮预由瓶垛程火黑速强弯粉省收解将离锻周端密辊序源态镀含经升心价其所缓齿风屏球向底尚厂滚大可析列初适明外关贯微损玉利空满纳核情反双镗射铝弹"
    "市召因况域排玻璃码支簧例究节领地平拉割静份长眼减两冻步指区薄护冷播饲据志四织果班小连树脂以落钉墨台卧耐细壳牌移龄删除确即获丙矿馈弃场纯手柱优否格函善或截差涂花热"
)
_TRADITIONAL = frozenset(
    "業工化部機和標術準信息技用件審國會制修行項磨已委意電數金員料分見械報發裝訂批家規宋期備全光求式體改號成驗器合組通第編定年控語復方法一計單止完條徵造檢仿範網目測待"
    "草子性動切日二展稿試品劃能立整中型廢管有度申查名車冶超的物公司設材起效專革石人不安感剛刀延月位聯鋼口布要培訓硬輪未代頭局示稱三建理屬作議調結置文繼送寫線正在續請"
    "高產變砂替尺本則進與模包寸精基量參時接顯導無門轉更上主氧原片層論暫壓施輕具軸智間知終半後開內稀土告被液並入出實水推削鐵下儀擬提類及過學某企案銑鑽面撤段取研處系階"
    "表自前至應銷形到輸同現甲新歸交鑄罐承質碳力鏡帶容達板酸評需增運硅薦架走總際重晶統等停劑附訪生汽存磁傳狀焦極紙了再限於軋回多背版氣鈉乙協爐討採匯消硫幹激按先加印油"
    "伏刨次院級種貯芯酒飲預由瓶垛程火黑速強彎粉省收解將離鍛周端密輥序源態鍍含經升心價其所緩齒風屏球向底尚廠滾大可析列初適明外關貫微損玉利空滿納核情反雙鏜射鋁彈市召因"
    "況域排玻璃碼支簧例究節領地平拉割靜份長眼減兩凍步指區薄護冷播飼據志四織果班小連樹脂以落釘墨臺臥耐細殼牌移齡刪除確即獲丙礦饋棄場純手柱優否格函善或截差塗花熱別認環"
    "境食"
)
_KANJI = frozenset(
    "業工化部機和標術準信息技用件審国会制修行項磨已委意電数金員料分見械報発装訂批家規宋期備全光求式体改号成験器合組通第編定年控語復方法一計単止完条造検範網目測待草子"
    "性動切日二展稿試品劃能立整中型廃管有度申名車冶超的物公司設材起效專革石人不安感剛刀延月位聯鋼口布要培訓硬輪未代頭局示称三建理属作議調結置文繼送寫線正在続請高産変"
    "砂替尺本則進與模包寸精基量参時接顕導無門転更上主原片層論暫圧施輕具軸智間知終半後開稀土告被液並入出実水推削鉄下儀擬提類及過学某企案銑鑽面撤段取研処系階表自前至応"
    "銷形到輸同現甲新帰交鋳罐承質力鏡帯容達板酸評需增運硅薦架走総際重晶統等停剤附訪生汽存磁傳状焦極紙了再限於軋回多背版気乙協爐討採匯消硫幹激按先加印油伏次院級種貯芯"
    "酒飲預由瓶程火黒速強彎粉省收解將離鍛周端密序源態鍍含経升心価其所緩歯風屏球向底尚廠滾大可析列初適明外関貫微損玉利空満納核情反雙射彈市召因況域排玻璃碼支簧例究節領"
    "地平拉割静長眼減両凍歩指区薄護冷播飼拠志四織果班小連樹脂以落釘墨臺臥耐細殼牌移齡刪除確即獲丙礦饋棄場純手柱優否格函善或截差塗花熱別認環境食番対英訳務臣団専考製事"
    "査築木溶"
)
_HANGUL = frozenset(
    "표준번호명규격제정개일폐지확인상태현행소관부처국기술위원회시험방법반요구사항용어계전자산업재료강철알루미늄합금화학분석측검안성능품질리스템보통신의동차건축토목콘"
    "크트멘섬유고무플라틱도접착나볼너베링펌프밸브이음매열주조단공작물절삭치수면거칠형식류설생송포장환경에양광풍연배터압저온습진충색렌즈케체디레영선박우로림활린완난감"
    "가발력증별코드카바컴퓨웨하네워그램언데평침칙적심및을를은는과와대한여비련내"
)
_KANA = frozenset(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC)))
# Signs in texts of any of these scripts, which are no evidence.
_SIGNS = frozenset(
    "　、。，．・：；？！（）〔〕［］｛｝〈〉《》「」『』【】“”‘’—－～…·×÷±°℃％＆"
    "＊＋＝／＜＞｜＿①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ√○●□■△▲☆★※→"
    "–«»•§µ²³½®™©€\u00a0"
)
_CYRILLIC = frozenset("оеаинтсрвлкмдпуяы")
_ANY_CYRILLIC = frozenset(map(chr, (*range(0x410, 0x450), *map(ord, "ёЁіІїЇєЄґҐўЎ№"))))
_WESTERN = frozenset("äöüÄÖÜßéèêàâçîôùÉÈÀÇáíóúñ")


class _Candidate(NamedTuple):
    """An encoding, the letters that are usual in it, and the evidence of one of them, of any other
    letter, and of a letter that lists in it do not have."""

    codec: str
    usual: frozenset[str]
    of_usual: float = 1.6
    of_other: float = -1.6
    of_odd: float = -1.6


_NEVER = -1e6
_CANDIDATES = (
    _Candidate("gb18030", _SIMPLIFIED, of_other=-0.5, of_odd=-3.0),
    _Candidate("cp950", _TRADITIONAL, of_other=-0.5, of_odd=-2.0),
    _Candidate("cp932", _KANA | _KANJI, of_odd=-2.0),
    _Candidate("euc_jp", _KANA | _KANJI),
    _Candidate("cp949", _HANGUL),
    # Encodings of other alphabets have some letters at the same places, so one odd letter decides.
    _Candidate("cp1251", _CYRILLIC, 0.6, -0.9, _NEVER),
    _Candidate("koi8_r", _CYRILLIC, 0.6, -0.9, _NEVER),
    _Candidate("cp1252", _WESTERN, 1.6, _NEVER, _NEVER),
)
# The least evidence of the encoding of a text, and the least difference to the next one. Most lists
# that are not in Unicode are in GB18030, so a short one may have less evidence.
_ENOUGH, _CLEARLY = 4.5, 3.0
_ENOUGH_FOR_GB, _CLEARLY_FOR_GB = -4.0, 2.0
# Letters with accents stand alone, small ones behind capital ones.
_RUN = re.compile("[\x80-\uffff]{2}")
_INSIDE = re.compile("(?<=[A-Za-z])[\x80-\uffff](?=[A-Za-z])")
_UPSIDE_DOWN = re.compile("[а-я][А-Я]")


# Words of headers. Two of them are proof, whatever else a list contains.
_HEADERS = {
    "gb18030": "标准 编号 名称 日期 计划 项目 状态 备注",
    "cp950": "標準 編號 名稱 日期 狀態 備註",
    "cp932": "規格 番号 名称 年月日 状態 備考",
    "euc_jp": "規格 番号 名称 年月日 状態 備考",
    "cp949": "표준 번호 규격 일자 상태 비고",
    "cp1251": "означение аименование тандарт татус",
    "koi8_r": "означение аименование тандарт татус",
}
_PROOF = 2


class Ranking(NamedTuple):
    """The encodings in which a sample decodes, the likeliest one first; whether it is certain."""

    codecs: tuple[str, ...]
    certain: bool


def rank_encodings(sample: bytes) -> Ranking:
    """Return which encodings some lines may be in, by their letters outside ASCII.

    >>> rank_encodings("標準編號,標準名稱".encode("big5"))[0][0]
    'cp950'
    """
    evidence = []
    for candidate in _CANDIDATES:
        try:
            text = codecs.getincrementaldecoder(candidate.codec)().decode(sample)
        except UnicodeDecodeError:
            continue
        words = sum(word in text for word in _HEADERS.get(candidate.codec, "").split())
        score = _evidence(text, candidate)
        evidence.append((words >= _PROOF and score > _NEVER, score, candidate.codec))
    evidence.sort(key=lambda item: (*item[:2], item[2] == "gb18030"), reverse=True)
    names = tuple(codec for _, _, codec in evidence)
    return Ranking(names, certain=_is_certain(evidence))


def _is_certain(evidence: list[tuple[bool, float, str]]) -> bool:
    """Return whether the first of some encodings is certain, by its proof or its evidence."""
    if not evidence:
        return False
    is_proved, best, codec = evidence[0]
    others = evidence[1:]
    if is_proved or not others:
        return is_proved and not any(proof for proof, _, _ in others)
    if (best, codec) == (0.0, "gb18030"):  # nothing but signs
        return True
    enough, clearly = _ENOUGH, _CLEARLY
    if codec == "gb18030":
        enough, clearly = _ENOUGH_FOR_GB, _CLEARLY_FOR_GB
    return best >= enough and best - others[0][1] >= clearly


def _evidence(text: str, candidate: _Candidate) -> float:
    """Return the evidence of the letters of a decoded text."""
    letters = [letter for letter in text if letter > "\x7f" and letter not in _SIGNS]
    if candidate.usual not in (_CYRILLIC, _WESTERN):
        letters = [letter for letter in letters if not "\u0391" <= letter <= "\u0451"]
    others = [letter for letter in letters if letter not in candidate.usual]
    usual = len(letters) - len(others)
    odd = sum(1 for letter in others if _is_odd(letter, candidate.codec))
    if candidate.usual is _CYRILLIC:
        odd += len(_UPSIDE_DOWN.findall(text))
    elif candidate.usual is _WESTERN:
        inside = [letter for letter in _INSIDE.findall(text) if letter in _SIGNS]
        odd += len(_RUN.findall(text)) + len(inside)
    plain = len(letters) - usual - min(odd, len(others))
    return usual * candidate.of_usual + odd * candidate.of_odd + plain * candidate.of_other


def _is_odd(letter: str, codec: str) -> bool:
    """Return whether a letter is outside the common part of an encoding."""
    try:
        written = letter.encode(codec)
    except UnicodeEncodeError:
        return True
    if codec == "gb18030":  # GB 2312
        return len(written) != 2 or min(written) < 0xA1 or not 0xB0 <= written[0] <= 0xF7
    if codec == "cp950":  # its first level
        return not 0xA4 <= written[0] <= 0xC6
    if codec == "cp932":  # katakana of half width
        return len(written) == 1
    if codec in ("cp1251", "koi8_r"):
        return letter not in _ANY_CYRILLIC
    return not letter.isalpha()
