"""Build the lists of the readers' tests that are no text: workbooks, documents, archives.

`BUILDERS` has a function for each that writes it to a path. What stands in the lists is of two
public bulletins of July 2026; plans, committees and people are made up.
"""

import gzip
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlwt

from pdf_helpers import Box, Table, pdf_file, table_drawing, text_drawing
from word_helpers import CONTINUED, START, document, p, span, tbl, tc, tr

OFFICE = "工业和信息化部"
WITHDRAWN = [
    ("QB/T 1893-1993", "自行车 支架", "中国轻工总会", "1994-08-01"),
    ("JB/T 7547-1994", "包装用高密度聚乙烯超薄薄膜吹塑机组", "机械工业部", "1995-10-01"),
    ("HG/T 2836-2011", "软磁铁氧体用碳酸锰", OFFICE, "2012-07-01"),
]
WITHDRAWN_HEADER = ("序号", "标准编号", "标准名称", "标准发布部门", "实施日期", "废止日期")


def plan_xlsx(path: Path) -> None:
    """Write a plan as offices keep it: a header of two rows, merged and hidden rows, formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "计划"
    sheet.append(["2026年第二批行业标准制修订项目计划"])
    sheet.merge_cells("A1:H1")
    sheet.append(["序号", "计划号", "标准名称", "代替标准", None, "完成年限", "主管部门", None])
    sheet.append([None, None, None, "全部", "部分", None, None, None])
    for cells in ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3"):
        sheet.merge_cells(cells)
    sheet.append(["一、机械行业"])
    sheet.merge_cells("A4:H4")
    for cells in (
        [1, "2026-0141T-JB", "电液伺服动静万能试验机", "JB/T 8612-2015", None, 2027, OFFICE, "急"],
        [2, "2026-0143T-JB", "电阻应变仪技术规范", None, "JB/T 6261-1992", 2028, None, None],
        [3, "2026-0144T-JB", "果园疏花机", None, None, date(2027, 12, 31), None, None],
        ["合计", "=COUNTA(B5:B7)"],
        ["填表人：张三　　审核：李四　　2026年7月10日"],
    ):
        sheet.append(cells)
    sheet.merge_cells("G5:G7")
    sheet.row_dimensions[6].hidden = True
    for cell in ("A5", "A6", "A7"):
        sheet[cell].number_format = "0000"
    withdrawn = book.create_sheet("废止")
    withdrawn.append(WITHDRAWN_HEADER)
    for number, row in enumerate(WITHDRAWN, 1):
        withdrawn.append([number, *row, date(2026, 7, 1) if number == 1 else None])
    withdrawn.merge_cells("F2:F4")
    draft = book.create_sheet("旧稿")
    draft.append(["标准编号", "标准名称"])
    draft.append(["JB/T 99999-2020", "旧稿"])
    draft.sheet_state = "hidden"
    book.save(path)


def reviews_xlsx(path: Path) -> None:
    """Write the answers of a committee: ticks below the outcomes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "标准编号", "标准名称", "复审结论", None, None, "备注"])
    sheet.append([None, None, None, "继续有效", "修订", "废止", None])
    for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"):
        sheet.merge_cells(cells)
    for cells in (
        [1, "QB/T 1893-1993", "自行车 支架", None, None, "√", "市场已无产品"],
        [2, "JB/T 7547-1994", "包装用高密度聚乙烯超薄薄膜吹塑机组", "✓", None, None, None],
        [3, "JB/T 7254-1994", "无级变速摆线针轮减速机", None, "√（2028年）", None, None],
        [4, "HG/T 2836-2011", "软磁铁氧体用碳酸锰", None, None, None, "暂缓"],
    ):
        sheet.append(cells)
    book.save(path)


def proposals_xls(path: Path) -> None:
    """Write an old workbook: numbers with leading zeros by their format, hidden rows."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("申报")
    zeros, day = xlwt.XFStyle(), xlwt.XFStyle()
    zeros.num_format_str, day.num_format_str = "0000", "yyyy-mm-dd"
    header = ("申报号", "项目名称", "制修订", "被修订标准号", "完成时间")
    rows = [
        (107, "饲料机械产品涂装通用技术规范", "修订", "JB/T 11299-2012", date(2027, 12, 31)),
        (108, "转塔式复合磨床", "制定", "", date(2028, 6, 30)),
        (109, "白色墨粉", "制定", "", date(2028, 6, 30)),
    ]
    sheet.write_merge(0, 0, 0, 4, "2026年行业标准项目申报汇总表")
    for column, name in enumerate(header):
        sheet.write(1, column, name)
    for line, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells):
            styles = {0: zeros, 4: day}
            sheet.write(line, column, cell, styles.get(column, xlwt.XFStyle()))
    sheet.row(3).hidden = True
    sheet.write(5, 0, "共3项")
    book.save(str(path))


OPEN_DOCUMENT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style")
)


def open_document(path: Path, kind: str, body: str, styles: str = "") -> None:
    """Write an OpenDocument file with this XML in its body."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {OPEN_DOCUMENT}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
        )


def open_row(*cells: str, rows: Sequence[int] = (), attributes: str = "") -> str:
    """Return a row of an OpenDocument table; `rows`: how many rows each cell spans, 0 if another
    cell covers it."""
    made = []
    for cell, span_of in zip(cells, rows or [1] * len(cells), strict=True):
        spanned = f' table:number-rows-spanned="{span_of}"' if span_of > 1 else ""
        made.append(
            "<table:covered-table-cell/>"
            if span_of == 0
            else f'<table:table-cell office:value-type="string"{spanned}>'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return f"<table:table-row {attributes}>{''.join(made)}</table:table-row>"


def open_section(text: str, columns: int) -> str:
    """Return a row with one text over all columns."""
    covered = "<table:covered-table-cell/>" * (columns - 1)
    return (
        f'<table:table-row><table:table-cell table:number-columns-spanned="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell>{covered}</table:table-row>"
    )


def plan_ods(path: Path) -> None:
    """Write an OpenDocument workbook: section rows, a filtered row, a hidden sheet."""
    styles = (
        '<style:style style:name="hidden" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    header = open_row("序号", "计划号", "标准名称", "完成年限", "归口单位")
    rows = (
        open_section("一、电子行业", 5),
        open_row("1", "2026-0158T-SJ", "硅基光电子工艺设计包通用要求", "2028年", "电子标准院"),
        open_row(
            *("2", "2026-0159T-SJ", "海上光伏系统用组件", "2027-12", "电子标准院"),
            attributes='table:visibility="filter"',
        ),
        open_section("二、冶金行业", 5),
        open_row("3", "2026-0160T-YB", "轧机牌坊金属复合衬板", "2027", "冶金标准院"),
    )
    open_document(
        path,
        "spreadsheet",
        f'<table:table table:name="计划">{header}{"".join(rows)}</table:table>'
        '<table:table table:name="旧稿" table:style-name="hidden">'
        f"{header}{open_row('1', '2026-0001T-JB', '旧稿', '2026', '')}</table:table>",
        styles,
    )


def announcement_odt(path: Path) -> None:
    """Write an announcement as an OpenDocument text: merged days, a second table."""
    header = open_row("序号", "标准编号", "标准名称", "代替标准号", "实施日期")
    rows = (
        open_row("1", "YB/T 6507-2026", "超临界二氧化碳输送管道用钢板和钢带", "/", "2026年12月1日",
                 rows=(1, 1, 1, 1, 2)),
        open_row("2", "YB/T 6513—2026", "轧机牌坊金属复合衬板", "/", "", rows=(1, 1, 1, 1, 0)),
        open_row("3", "JB/T 10062-2026", "超声探伤用探头性能测试方法", "JB/T 10062-1999",
                 "2026.12.01"),
    )  # fmt: skip
    signed = "<table:table>" + open_row("抄送：各司局", "2026年6月1日印发") + "</table:table>"
    open_document(
        path,
        "text",
        "<text:p>中华人民共和国工业和信息化部公告</text:p><text:p>2026年第11号</text:p>"
        f"<table:table>{header}{''.join(rows)}</table:table>"
        f"<text:p>2026年6月1日</text:p>{signed}",
    )


def announcement_docx(path: Path) -> None:
    """Write an announcement of Word: two lists, section rows, merged days, a repeated header."""
    header = tr("序号", "标准编号", "标准名称", "代替标准", "实施日期")
    filed = tbl(
        header,
        tr(tc("一、机械行业", span(5))),
        tr("1", "JB/T 15663&#8209;2026", "超硬磨料镀镍金刚石或立方氮化硼", "",
           tc("2026-12-01", START)),
        tr("2", "JB/T 3914&#8209;2026", tc(p("超硬磨料") + p("取样方法")), "JB/T 3914&#8209;2012",
           tc("", CONTINUED)),
        header,
        tr(tc("二、稀土行业", span(5))),
        tr("3", "XB/T 636.1-2026", "稀土硫化物化学分析方法第 1 部分：硫含量的测定", "",
           "2026-11-01"),
    )  # fmt: skip
    days = [tc("2026年7月1日", START), tc("", CONTINUED), tc("", CONTINUED)]
    ended = [
        tr(str(number), *row, day)
        for number, (row, day) in enumerate(zip(WITHDRAWN, days, strict=True), 1)
    ]
    body = "".join(
        [
            *(
                p(line, properties='<w:jc w:val="center"/>')
                for line in ("中华人民共和国工业和信息化部", "公　告", "2026年第9号")
            ),
            p(
                "工业和信息化部批准《超硬磨料取样方法》等3项行业标准（见附件1），废止3项（见附件2）。"
            ),
            p("2026年6月1日"),
            p("附件1"),
            filed,
            p("附件2　废止的行业标准"),
            tbl(tr(*WITHDRAWN_HEADER), *ended),
            p("联系人：王五　电话：010-12345678"),
        ]
    )
    path.write_bytes(document(body))


def rich(text: str) -> str:
    """Return a text as rich text writes it."""
    return "".join(
        letter if letter.isascii() else f"\\u{ord(letter) - 65536 * (ord(letter) > 32767)}?"
        for letter in text
    )


def letter_rtf(path: Path) -> None:
    """Write a letter in rich text with a table, which LibreOffice converts."""
    table = [
        ("序号", "标准编号", "标准名称", "实施日期"),
        ("1", "SJ/T 12058-2025", "海上光伏系统用组件耐环境应力性能评价技术规范", "2026-07-01"),
        ("2", "SJ/T 12075-2025", "硅基光电子工艺设计包通用要求", "2026-07-01"),
    ]
    borders = "".join(f"\\cellx{1500 * column}" for column in range(1, 5))
    rows = (
        "\\trowd" + borders + "".join(f"\\intbl {rich(cell)}\\cell" for cell in cells) + "\\row\n"
        for cells in table
    )
    path.write_text(
        "{\\rtf1\\ansi\\uc1\n" + rich("各有关单位：") + "\\par\n" + "".join(rows) + "\\pard\n"
        f"{rich('秘书处')}\\par}}\n",
        "ascii",
    )


def filed_pdf(path: Path) -> None:
    """Write a bulletin of two pages: wrapped cells, a merged day that goes on over the page end."""
    header = ["序\n号", "标准编号", "标准名称", "代替标准号", "实施日期"]
    widths = [20, 80, 150, 80, 70]
    first: Table = [
        header,
        [Box("一、机械行业", columns=5), None, None, None, None],
        ["1", "JB/T\n15663-\n2026", "超硬磨料镀镍金刚石或立方\n氮化硼", "", "2026-\n12-01"],
        ["2", "JB/T 3914-\n2026", "超硬磨料取样方法", "JB/T 3914-201\n2",
         Box("2026-12-01", rows=2)],
        ["3", "JB/T 11426-\n2026", "超硬磨料制品金刚石薄壁钻头", "JB/T 11426-\n2013", None],
    ]  # fmt: skip
    second: Table = [
        header,
        ["4", "JB/T 15604-\n2026", "果园疏花机", "", ""],
        ["5", "JB/T 15610-\n2026", "白色墨粉", "", "2026-12-01"],
    ]
    title = text_drawing("行业标准备案公告 2026年第7号", 40, 800)
    drawings = [title + table_drawing(first, widths, 780), table_drawing(second, widths, 780)]
    path.write_bytes(pdf_file(drawings))


def withdrawn_text() -> str:
    """Return the list of withdrawn standards as csv."""
    rows = ((str(number), *row, "2026-07-01") for number, row in enumerate(WITHDRAWN, 1))
    return "".join(",".join(cells) + "\r\n" for cells in (WITHDRAWN_HEADER, *rows))


def withdrawn_gz(path: Path) -> None:
    """Write a list that is compressed."""
    path.write_bytes(gzip.compress(withdrawn_text().encode("gb18030"), mtime=0))


def joined_csv(path: Path) -> None:
    """Write two lists put together, as `cat` does, the second with other columns and with marks of
    direction round its numbers."""
    second = (
        "标准编号,标准名称,代替标准号,实施日期\r\n"
        "\u202aJB/T 12545-2026\u202c,超硬磨料制品触摸屏\u200b玻璃加工用金刚石磨头,"
        "\u202aJB/T 12545-2015\u202c,2026-12-01\r\n"
    )
    path.write_bytes(withdrawn_text().encode("utf-8-sig") + second.encode("utf-8-sig"))


def letters_zip(path: Path) -> None:
    """Write an archive as Chinese Windows makes it: names in GBK, and a picture in it."""
    text = "1. JB/T 15604-2026 《果园疏花机》 2026-06-01发布，2026-12-01实施\n"
    members = {
        "来文/废止.csv": withdrawn_text().encode("utf-8-sig"),
        "来文/清单.txt": text.encode("gb18030"),
        "来文/签收.png": b"\x89PNG\r\n\x1a\n",
        "来文/Thumbs.db": b"\xd0\xcf\x11\xe0",
    }
    names = {f"{index}" * len(name.encode("gb18030")): name for index, name in enumerate(members)}
    with zipfile.ZipFile(path, "w") as archive:
        for stand_in, name in names.items():
            archive.writestr(stand_in, members[name])
    # zipfile itself would write the names in UTF-8.
    content = path.read_bytes()
    for stand_in, name in names.items():
        content = content.replace(stand_in.encode(), name.encode("gb18030"))
    path.write_bytes(content)


def letters(path: Path) -> None:
    """Write a folder of lists, with the lock file of an open workbook."""
    (path / "机械").mkdir(parents=True)
    announcement_docx(path / "公告.docx")
    proposals_xls(path / "机械" / "申报.xls")
    (path / "机械" / "~$申报.xls").write_bytes(b"\x04user")
    (path / "readme.txt").write_text("各单位来文。\n", "utf-8")


BUILDERS: dict[str, Callable[[Path], None]] = {
    "plan.xlsx": plan_xlsx,
    "reviews.xlsx": reviews_xlsx,
    "proposals.xls": proposals_xls,
    "plan.ods": plan_ods,
    "announcement.docx": announcement_docx,
    "announcement.odt": announcement_odt,
    "letter.rtf": letter_rtf,
    "filed.pdf": filed_pdf,
    "withdrawn.csv.gz": withdrawn_gz,
    "joined.csv": joined_csv,
    "letters.zip": letters_zip,
    "letters": letters,
}
