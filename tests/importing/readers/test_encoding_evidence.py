"""importing/readers/encoding_evidence.py: lists in the encodings of many countries are read right
or refused."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.errors import BadData
from stdplan.importing.readers.encodings import UncertainEncoding, detect_encoding
from stdplan.importing.readers.text_files import open_text

# Python's names of the encodings of a language, a header, and titles.
LISTS = {
    "simplified": (
        ["gb18030", "gbk", "gb2312"],
        "标准编号,标准名称,实施日期",
        ["工业机器人 性能规范", "船用阀门 技术条件", "食品添加剂 苯甲酸钠", "环氧树脂胶粘剂",
         "糠醛渣", "婴幼儿奶瓶", "煤矿用掘进机", "橡胶制品 邵氏硬度", "钛合金板材", "絮凝剂",
         "鳗鲡养殖"],
    ),
    "traditional": (
        ["big5", "cp950"],
        "標準編號,標準名稱,實施日期",
        ["普通水泥", "鋼筋混凝土用鋼筋", "食品中黴菌檢驗法", "電纜絕緣試驗", "家用瓦斯爐", "螺紋",
         "品質管理系統要求", "聚氯乙烯塑膠管"],
    ),
    "Japanese": (
        ["shift_jis", "cp932", "euc_jp"],
        "規格番号,規格名称,制定年月日",
        ["一般構造用圧延鋼材", "ねじ用語", "品質マネジメントシステム", "溶接記号", "機械製図",
         "家庭用電気ミシン", "金属材料引張試験方法"],
    ),
    "Korean": (
        ["euc_kr", "cp949"],
        "표준번호,표준명,제정일",
        ["품질경영시스템 요구사항", "콘크리트용 골재", "기계제도", "나사 용어", "절연전선",
         "어린이용 장난감의 안전"],
    ),
    "Russian": (
        ["cp1251", "koi8_r"],
        "Обозначение,Наименование,Дата введения",
        ["Станки металлорежущие. Общие технические требования", "Хлеб пшеничный",
         "Системы менеджмента качества. Требования", "Кабели силовые", "Методы испытаний"],
    ),
    "western": (
        ["cp1252", "latin_1"],
        "Norm-Nr.,Titel,Gültig ab",
        ["Qualitätsmanagementsysteme", "Schrauben für Gehäuse", "Prüfverfahren für Öl",
         "Systèmes de management de la qualité", "Sécurité des machines", "Straßenfahrzeuge"],
    ),
}  # fmt: skip
# Lists in these are refused: other encodings have the same letters at most of their places.
OTHERS = {
    "cp1250": "Numer normy,Tytuł\nPN-EN 1,Zarządzanie jakością i środowiskiem\n",
    "iso8859_2": "Označení,Název\nČSN 1,Bezpečnost strojních zařízení\n",
    "cp1253": "Αριθμός,Τίτλος\n1,Συστήματα διαχείρισης ποιότητας Απαιτήσεις\n",
    "cp1254": "Numara,Başlık\nTS 1,Kalite yönetim sistemleri - Şartlar\n",
    "cp1255": "מספר,שם\n1,מערכות ניהול איכות דרישות\n",
    "cp1256": "رقم,عنوان\n1,نظم إدارة الجودة المتطلبات\n",
    "cp874": "หมายเลข,ชื่อ\n1,ระบบบริหารคุณภาพ ข้อกำหนด\n",
    "cp866": "Обозначение,Наименование\nГОСТ 1,Станки. Общие требования\n",
    "mac_cyrillic": "Обозначение,Наименование\nГОСТ 1,Станки. Общие требования\n",
    "mac_roman": "Référence,Titre\nNF 1,Systèmes de qualité\n",
}


@st.composite
def encoded_lists(draw: st.DrawFn, whole: bool) -> tuple[str, str, bytes]:
    """Return the text of a list, an encoding, and the list in it; a `whole` list has its header."""
    names, header, titles = LISTS[draw(st.sampled_from(list(LISTS)))]
    rows = draw(st.lists(st.sampled_from(titles), min_size=1, max_size=12))
    lines = [f"X {number}-2010,{title},2010-01-01" for number, title in enumerate(rows, 1)]
    text = "\n".join([header, *lines] if whole else lines) + "\n"
    encoding = draw(st.sampled_from(names))
    return text, encoding, text.encode(encoding)


@given(encoded_lists(whole=False))
def test_rows_are_read_right_or_refused(written: tuple[str, str, bytes]) -> None:
    text, _, content = written
    try:
        codec, failure = detect_encoding(io.BytesIO(content))
    except UncertainEncoding:
        return
    assert failure or content.decode(codec) == text


@settings(max_examples=200)
@given(encoded_lists(whole=True))
def test_a_list_with_its_header_is_read(written: tuple[str, str, bytes]) -> None:
    text, encoding, content = written
    try:
        codec, _ = detect_encoding(io.BytesIO(content))
    except UncertainEncoding:  # a few western letters alone are no evidence
        assert encoding in ("cp1252", "latin_1")
        return
    assert content.decode(codec) == text


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_encodings_are_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((OTHERS[encoding] * 3).encode(encoding))
    with pytest.raises(BadData, match="--encoding"), open_text(str(path)):
        pass
    with open_text(str(path), encoding) as file:
        assert "".join(file.chunks(1000)) == OTHERS[encoding] * 3


def test_a_list_of_the_mainland_is_read_whatever_else_it_contains() -> None:
    text = "标准编号,标准名称\nGB/T 1-2020,ГОСТ 1—2020 ねじ 한국 é ţ ئۇيغۇر\n"
    assert detect_encoding(io.BytesIO(text.encode("gb18030"))) == ("gb18030", None)
    for few in ("GB 1—2020,Steel", "20℃", "钢", "GB 1-2020,阀门"):
        assert detect_encoding(io.BytesIO(few.encode("gb18030"))) == ("gb18030", None)


def test_letters_far_behind_the_beginning_count() -> None:
    text = "a,b\n" + "JIS B 1,x\n" * 50_000 + "JIS B 2,ねじ用語\nJIS B 3,機械製図\n"
    assert detect_encoding(io.BytesIO(text.encode("cp932"))) == ("cp932", None)
