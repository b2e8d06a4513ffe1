"""readers/remarks.py: which lines of a list are no rows; a number makes any line one."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from helpers import Run
from list_helpers import open_list
from stdplan.domain.numbers import parse
from stdplan.importing.readers.remarks import is_remark, is_suspect
from stdplan.importing.readers.rows import Block, ReadOptions

HEADER = ["序号", "标准编号", "标准名称", "归口单位", "实施日期"]
# Cells are separated by |.
REMARKS = (
    *(
        "填表人：张三|审核：李四|电话：010-12345678",
        "填表人：张三||审核：李四|电话：…",
        "填 表 人：张三",
    ),
    *(
        "填表人|张三||审核|李四",
        "联系人：张某 电话：010-12345678",
        "审　核：|李四|批准人：|王五",
        "审核：",
        "复审组长：||秘书长：||日期：2025年11月",
        "专家组组长：|记录人：",
    ),
    *(
        "单位（盖章）：",
        "填报单位（盖章）：|某公司|||日期：2026年 月 日",
        "制表日期：2026-07-02",
        "|||（盖章）",
    ),
    *("Prepared by: J. Doe|Date: 2 July 2026", "打印时间：2026-07-02 10:20:30", "数据来源：某平台"),
    *("国家标准化管理委员会 2026-07-02", "||国家标准化管理委员会|2026-07-02", "||工业和信息化部"),
    *(
        "国家市场监督管理总局　国家标准化管理委员会|2026年7月2日",
        "工业和信息化部办公厅 2026年7月2日印发",
    ),
    *(
        "Standardization Administration of China, 2 July 2026",
        "抄送：各省主管部门",
        "某市标准化协会（盖章）",
    ),
    *("2026年7月2日", "||||2026-07-02", "二〇二六年七月二日", "　　年　　月　　日", "10 July 2026"),
    *(
        "第 3 页 共 5 页",
        "第3页/共5页",
        "Page 3 of 5",
        "- 3 -",
        "3/5页",
        "续表",
        "续表2",
        "（接上页）",
        "表1（续）",
    ),
    *(
        "（此页无正文）",
        "以下空白",
        "END",
        "— END —",
        "完",
        "-----",
        "____|____|____",
        "-|-|-|-",
        "******",
    ),
    *(
        "共 40 项",
        "共|40|项",
        "|合计||35|",
        "合计：40项",
        "|||小计|12",
        "总计（项）|12",
        "本页小计|12|",
        "Total|40",
    ),
    *("以上共40项", "Total: 40 standards", "合计|2项", "合 计||2|1|1"),
    *(
        "注1：见 GB/T 1-2020",
        "注|1. 本表",
        "说明：丁",
        "*标注的为强制性标准",
        "①指等同采用国际标准",
        "Note: c",
        "附件2",
    ),
    *(
        "联系人 张某 电话 010-12345678",
        "填表人 张三",
        "Tel.: 010-1234567",
        "日期 2026-07-02",
        "电话010-12345678",
    ),
    *(
        "国标委标准司 2026年7月2日",
        "市场监管总局标准技术司|2026-07-02",
        "数据截至2026年6月30日",
        "更新于 2026-07-02",
    ),
    *(
        "共四十项",
        "合计（40项）",
        "总数：40",
        "本次发布标准共40项。",
        "合計|40",
        "Итого|40",
        "합계|40",
        "Summe|40",
    ),
    *(
        "1 / 3",
        "Seite 3 von 5",
        "未完待续",
        "—— 以下空白 ——",
        "*** END ***",
        "版权所有 © 某平台",
        "聯絡人：王|電話：02-1",
    ),
    *(
        "会签：",
        "部门：|标准处|日期：|2026-07-02",
        "備考：x",
        "Anmerkung: x",
        "注",
        "https://std.example.org/",
    ),
    *("备注|以上标准自发布之日起实施，请各单位遵照执行", "本表所列标准自发布之日起施行"),
)
ROWS = (
    *(
        "1|GB/T 1-2020|填表人：张三",
        "合计|JB/T 1-2011|",
        "1|2026-0123T-JB|电话：1",
        "||2026-0123T-JB||2026",
    ),
    *(
        "||数据中心||2026-07-02",
        "||车床||",
        "1|三|||",
        "||||2020-01-01, 2020-07-01",
        "|||工业和信息化部|",
        "3||||",
    ),
    *(
        "||注塑机||",
        "||二维码||",
        "||合计量杯||",
        "||共用天线||",
        "||小计量器具||",
        "||说明书编写导则||",
    ),
    *(
        "||日期和时间表示法||",
        "||电话机||",
        "||地址编码规则||",
        "||NOTEBOOK computers||",
        "||Total stations||",
    ),
    *(
        "||审核||",
        "||结束语||",
        "||页岩||",
        "||委员会工作导则||",
        "||第3部分||",
        "||国家标准样品||",
        "x|y|z||",
    ),
    *(
        "||截止阀||",
        "||手机||",
        "||单位||",
        "||计||",
        "||部门||",
        "||宴会厅||2026-07-02",
        "||共振筛||",
    ),
    *(
        "||1/3倍频程滤波器||",
        "||Total dissolved solids||",
        "||End mills||",
        "||司机室||",
        "||空白||",
        "||Sum||",
    ),
    "|||工业和信息化部|2026-07-02",
    *("1|abc|机床|全国机床标准化技术委员会|2026-07-02", "||机床|机械工业联合会|2026-07-02"),
)


def cells(line: str) -> list[str]:
    texts = line.split("|")
    return texts + [""] * (len(HEADER) - len(texts))


@pytest.mark.parametrize("line", REMARKS)
def test_lines_that_are_no_rows(line: str) -> None:
    first, second = (text.strip() for text in cells(line)[:2])
    assert is_remark(cells(line), HEADER)
    assert not first or not second or first == second or is_suspect(first, set())


@pytest.mark.parametrize("line", ROWS)
def test_lines_that_may_be_rows(line: str) -> None:
    assert not is_remark(cells(line), HEADER)


def test_an_issuer_and_a_day_in_their_own_columns_are_a_row() -> None:
    assert not is_remark(["工业和信息化部", "2026-07-02"], ["部门", "日期", "数量"])
    assert not is_remark(["", "2026-07-02"], ["数量", "日期"])
    assert is_remark(["国家标准化管理委员会", "2026-07-02"], ["标准编号", "标准名称"])


NUMBERS = (
    "GB/T 1-2020",
    "ISO 9001:2015",
    "20260123-T-339",
    "2026-0123T-JB",
    "IEC 1",
    "DB11/T 1-2020",
)


@given(st.sampled_from(NUMBERS), st.sampled_from(REMARKS), st.integers(0, 4))
@example("GB/T 1-2020", "合计", 1)
def test_a_line_with_a_number_is_never_skipped(number: str, line: str, index: int) -> None:
    row = cells(line)
    row[index] = number
    assert not is_remark(row, HEADER)


@given(
    st.lists(
        st.text(alphabet="合计共0项GB/T-1注：审核委员会2年月日 \n（）*", max_size=14), max_size=5
    )
)
def test_any_line_with_a_number_is_a_row(texts: list[str]) -> None:
    if any(map(parse, texts)):
        assert not is_remark(texts, HEADER)


def csv_of(lines: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(cells(line)) for line in ("|".join(HEADER), *lines)).encode()


def xlsx_of(lines: tuple[str, ...]) -> bytes:
    book, binary = Workbook(), io.BytesIO()
    for line in ("|".join(HEADER), *lines):
        book.active.append(cells(line))
    book.save(binary)
    return binary.getvalue()


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_list_with_all_of_these(tmp_path: Path, write) -> None:
    rows = tuple(f"{index}|JB/T {index}-2011|车床||2011-05-18" for index in range(1, 3))
    remarks = tuple(line for line in REMARKS if "," not in line)
    path = tmp_path / f"list.{write.__name__[:-3]}"
    path.write_bytes(
        write((*rows[:1], *remarks, "序 号|标准 编号|标准名称|归口单位|实施日期", *rows[1:]))
    )
    with open_list(str(path), ReadOptions()) as source:
        read = list(source.iter_rows())
    assert [row.cells[1] for row in read[1:]] == ["JB/T 1-2011", "JB/T 2-2011"]
    assert source.skipped.counts == {"remark": len(remarks), "header": 1}


def test_blocks_without_remarks_stay_blocks(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    titles = ("电话机", "注塑机", "机床部", "标准")
    lines = [f"{titles[index % 4]} {index},JB/T {index}-2011" for index in range(3000)]
    path.write_text("\n".join(["标准名称,标准编号", *lines, "合计,3000项"]))
    with open_list(str(path), ReadOptions()) as source:
        pieces = list(source.rows_and_blocks())
    assert [len(piece) for piece in pieces if isinstance(piece, Block)] == [1000, 1000]
    assert source.skipped.examples == {"remark": ["合计 3000项"]}


@pytest.mark.parametrize("text", ["序号 标准编号 标准名称", "序号标准编号标准名称"])
def test_a_repeated_header_in_one_cell(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"序号,标准编号,标准名称\n1,JB/T 1-2011,车床\n{text},,\n")
    with open_list(str(path), ReadOptions()) as source:
        assert len(list(source.iter_rows())) == 2
    assert source.skipped.examples == {"header": [text]}


def test_one_text_in_all_columns_is_a_fault(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号,标准名称,备注\n请见通知,请见通知,请见通知\nJB/T 1-2011,车床,\n")
    answer = run("standards", "import", str(path))
    assert (answer.code, "one text in all columns is no row" in answer.err) == (65, True)
    again = run("standards", "import", str(path), "--skip-bad", str(tmp_path / "rejects.csv"))
    assert again.rows[1][1:] == ["2", "1", "0", "0", "1"]
