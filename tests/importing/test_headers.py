"""importing/headers.py: headers of real lists to fields, and headers that are ambiguous."""

from dataclasses import replace

import pytest

from stdplan.domain.fields import FIELDS, Field
from stdplan.errors import BadData, UsageProblem
from stdplan.importing.headers import map_headers
from stdplan.importing.layouts import value_words
from stdplan.importing.reviews import review_layout


def plan_of(line: str, **mapping: str) -> tuple[dict[str, str], list[str]]:
    """Map a header line: return {header: field}, and the headers stored in extra."""
    plan = map_headers(line.split(" "), mapping)
    return (
        {feed.header: feed.field.name for feed in plan.columns},
        [header for _, header in plan.unknown],
    )


REAL = {
    "filing bulletin": (
        "序号 备案号 标准编号 标准名称 代替标准号 批准日期 实施日期 标准主管部门",
        "filing_number number title replaces published effective department",
        [],
    ),
    "withdrawn ones": (
        "序号 备案号 标准编号 标准名称 标准发布部门 实施日期 废止日期",
        "filing_number number title department effective withdrawn",
        [],
    ),
    "announcement": (
        "序号 标准编号 标准名称 标准主要内容 代替标准 采标情况 实施日期",
        "number title replaces adopts effective",
        ["标准主要内容"],
    ),
    "announcement, its other words": (
        "序号 标准编号 标准名称 标准内容 代替标准号 采标程度 实施日期",
        "number title replaces adopts effective",
        ["标准内容"],
    ),
    "project plan": (
        "序号 计划号 项目名称 性质 制修订 代替标准 采标情况 完成年限 主管部门 "
        "技术委员会或技术归口单位 主要起草单位",
        "plan_number title nature work replaces adopts target_date department committee "
        "drafting_orgs",
        [],
    ),
    "newer project plan": (
        "申报号 项目名称 性质 标准类别 制修订 代替标准 采标情况 项目周期（月） 部内主管司局 "
        "技术委员会或技术归口单位 主要起草单位",
        "key title nature category work replaces adopts project_months department committee"
        " drafting_orgs",
        [],
    ),
    "project plan, its other words": (
        "项目申报号 立项编号 标准项目名称 强制性/推荐性 标准类型 制修订性质 被代替标准号 "
        "要求完成时间 研制周期 业务司局 归口标委会 牵头单位 参编单位 下达文号 进展情况",
        "key plan_number title nature category work replaces target_date project_months "
        "department committee drafting_orgs drafting_orgs announcement status",
        [],
    ),
    "project plan with second columns": (
        "计划号 项目名称 制修订 项目性质 主管部门 主管司局 归口单位 标委会 完成年限 "
        "项目状态 进展情况",
        "plan_number title work department committee target_date status stage",
        ["项目性质", "主管司局", "标委会"],
    ),
    "announcement with more columns": (
        "标准编号 标准名称 被代替标准编号 批准日期 实施日期 批准文号 确认日期",
        "number title replaces published effective announcement confirmed",
        [],
    ),
    "replaced ones": (
        "标准编号 标准名称 被代替标准号 被部分代替 停用日期",
        "number title replaced_by replaced_by withdrawn",
        [],
    ),
    "review results": (
        "序号 标准编号 标准名称 归口单位 复审结论 理由/备注 (修订)完成年限",
        "number title committee note",
        ["复审结论", "(修订)完成年限"],
    ),
    "openstd": (
        "序号 标准号 语种 是否采标 标准名称 类别 状态 发布日期 实施日期 操作",
        "number adopts title nature status published effective",
        [],
    ),
    "std.samr": (
        "C_STD_CODE STD_CODE C_C_NAME C_E_NAME ISSUE_DATE ACT_DATE STATE STD_NATURE DRAFT_UNIT "
        "TA_NAME ICS CCS ADOPT_TYPE TOTAL_REPE PLAN_CODE STD_FORM STAGE_CODE",
        "number title title_en published effective status nature drafting_orgs committee ics ccs "
        "adopts replaces plan_number work stage",
        ["STD_CODE"],
    ),
    "hbba": (
        "code chName industry status issueDate actDate chargeDept",
        "number title sector status published effective department",
        [],
    ),
    "spreadsheet export": (
        "序号 标准号 标准名称 行业领域 状态 发布日期 实施日期 制修订 代替标准 CCS分类号 ICS分类号 "
        "批准发布部门 标准类别 备案号 备案日期 起草单位 起草人",
        "number title sector status published effective work replaces ccs ics department category "
        "filing_number drafting_orgs drafters",
        ["备案日期"],
    ),
    "shorter spreadsheet export": (
        "标准编号 标准名称 状态 发布日期 实施日期 作废日期 替代情况",
        "number title status published effective withdrawn replaces",
        [],
    ),
    "international, as csv": (
        "reference title publication_date withdrawal_date status stage replaces superseded_by "
        "technical_committee ics_code edition language",
        "number title published withdrawn status stage replaces replaced_by committee ics",
        ["edition", "language"],
    ),
    "international, as json": (
        "docidentifier name title.en publicationDate currentStage supersededBy ownerCommittee "
        "icsCode id",
        "number title published status replaced_by committee ics",
        ["title.en", "id"],
    ),
    "progress, one column for each stage": (
        "计划号 项目名称 下达日期 启动时间 征求意见时间 送审时间 审查时间 报批时间 批准时间",
        "plan_number title plan_issued drafting_began comments_began review_began approval_began "
        "published",
        ["审查时间"],
    ),
    "progress with the day of the stage": (
        "计划号 项目名称 项目状态 完成日期 完成年限",
        "plan_number title status stage_day target_date",
        [],
    ),
    "day of the stage": ("计划号 项目名称 阶段 日期", "plan_number title status stage_day", []),
    "plan with a day of completion": (
        "计划号 项目名称 完成日期 项目状态 被修订标准号 批次 TC号 备案日期",
        "plan_number title target_date status replaces announcement committee",
        ["备案日期"],
    ),
    "traditional Chinese": (
        "序號 標準編號 標準名稱 英文名稱 公布日期 實施日期 確認日期 廢止日期 狀態 主管機關 備註",
        "number title title_en published effective confirmed withdrawn status department note",
        [],
    ),
    "Japanese": (
        "規格番号 規格名称 英訳名称 改正年月日 確認年月日 廃止年月日 対応国際規格 状態 備考 "
        "制定年月日",
        "number title title_en published confirmed withdrawn adopts status note published",
        [],
    ),
    "Korean": (
        "순번 표준번호 표준명 표준명(영문) 개정일 확인일 폐지일 상태 소관부처 제정일",
        "number title title_en published confirmed withdrawn status department published",
        [],
    ),
    "Russian": (
        "Обозначение Наименование Дата_введения Дата_отмены Статус Заменяет Заменен_на МКС Язык",
        "number title effective withdrawn status replaces replaced_by ics",
        ["Язык"],
    ),
    "German": (
        "Norm-Nr. Titel Titel_(englisch) Ausgabedatum Zurückziehungsdatum Status Ersatz_für "
        "Ersetzt_durch Normenausschuss Bemerkung",
        "number title title_en published withdrawn status replaces replaced_by committee note",
        [],
    ),
    "French": (
        "Référence Titre Titre_(anglais) Date_de_publication Date_d’annulation Statut Remplace "
        "Remplacée_par Commentaires",
        "number title title_en published withdrawn status replaces replaced_by note",
        [],
    ),
    "medical sample": (
        "标准编号 标准名称 批准日期 实施日期 状态 代替标准号 专业领域",
        "number title published effective status replaces",
        ["专业领域"],
    ),
}


@pytest.mark.parametrize(("line", "fields", "extra"), REAL.values(), ids=REAL)
def test_real_lists(line: str, fields: str, extra: list[str]) -> None:
    feeds, unknown = plan_of(line)
    assert list(feeds.values()) == fields.split(" ")
    assert unknown == extra


def test_the_column_before_says_whether_a_day_is_that_of_a_stage() -> None:
    feeds, unknown = plan_of("阶段 计划号 日期 完成日期")
    assert (feeds["完成日期"], unknown) == ("target_date", ["日期"])
    assert plan_of("计划号 阶段 日期", 日期="target_date")[0]["日期"] == "target_date"


@pytest.mark.parametrize("header", ["name", "zh", "en"])
def test_keys_and_labels_of_our_own_export(header: str) -> None:
    plan = map_headers([getattr(field, header) for field in FIELDS])
    # The end and the first target follow from other rows; the basis of the end says whether a
    # withdrawal is inferred.
    assert [feed.field for feed in plan.columns] == [
        field for field in FIELDS if field.name not in ("ends", "first_target_date")
    ]


def test_labels_of_earlier_versions() -> None:
    labels = [field.former[0] if field.former else field.zh for field in FIELDS]
    assert {"键", "标准层级", "失效日", "失效依据"} < set(labels)
    plan, now = map_headers(labels), map_headers([field.zh for field in FIELDS])
    assert [replace(feed, header="") for feed in plan.columns] == [
        replace(feed, header="") for feed in now.columns
    ]
    for label in ("失效日", "失效日期", "废止日期"):
        feeds = map_headers(["标准编号", label], layout=review_layout()).columns
        assert [feed.field.name for feed in feeds] == ["number", "ends"]


@pytest.mark.parametrize(
    "header", [" 标准编号 ", "标准 编号", "\ufeff标准编号", "標准编号"[:0] + "标准\n编号"]
)
def test_spaces_and_punctuation_do_not_matter(header: str) -> None:
    assert map_headers([header]).columns[0].field.name == "number"


def test_case_and_width_do_not_matter() -> None:
    plan = map_headers(["Ｎｕｍｂｅｒ", "ics 分类号", "制／修订", "Std_Nature"])
    assert [feed.field.name for feed in plan.columns] == ["number", "ics", "work", "nature"]


def test_status_and_stage_next_to_our_key_are_our_codes() -> None:
    own, other = map_headers(["key", "status", "stage"]), map_headers(["number", "status", "stage"])
    assert [feed.strict for feed in own.columns[1:]] == [True, True]
    assert [feed.strict for feed in other.columns[1:]] == [False, False]


def test_a_stage_column_alone_gives_stage_and_status() -> None:
    assert [feed.field.name for feed in map_headers(["number", "stage"]).columns] == [
        "number",
        "status",
    ]
    assert [feed.field.name for feed in map_headers(["key", "stage"]).columns] == ["key", "stage"]


def test_one_of_several_columns_of_a_field_is_used() -> None:
    assert [feed.header for feed in map_headers(["code", "identifier", "name"]).columns] == [
        "code",
        "name",
    ]


def test_a_column_without_a_header_is_stored() -> None:
    assert map_headers(["标准编号", "", "标准名称"]).unknown == ((1, "column 2"),)


def test_headers_can_determine_the_meaning_of_cells() -> None:
    feeds = map_headers(["标准号", "部分代替标准", "issueDate", "类别"]).columns
    assert [feed.partly for feed in feeds] == [False, True, False, False]
    assert [feed.epoch for feed in feeds] == [False, False, True, False]
    assert [feed.otherwise for feed in feeds] == ["", "", "", "category"]


def test_fields_with_several_values_may_have_several_columns() -> None:
    feeds, _ = plan_of("标准号 代替标准 部分代替标准 备注 说明")
    assert list(feeds.values()) == ["number", "replaces", "replaces", "note", "note"]


def test_map_gives_the_meaning_of_a_header() -> None:
    assert plan_of("编码 标准名称", 编码="number")[0] == {"编码": "number", "标准名称": "title"}
    assert plan_of("标准号 备案日期", 备案日期="published")[0]["备案日期"] == "published"
    assert plan_of("标准号 类别", 类别="extra") == ({"标准号": "number"}, ["类别"])
    assert plan_of("标准号 类别", 类别="") == ({"标准号": "number"}, [])
    assert plan_of("标准号 序号", 序号="note")[0]["序号"] == "note"
    # The column named by the option precedes the known one.
    assert plan_of("标准号 编码", 编码="number") == ({"编码": "number"}, ["标准号"])


@pytest.mark.parametrize(
    ("line", "mapping", "message"),
    [
        ("标准号 标准号", {}, 'list.csv:1: the header "标准号" appears twice, in columns 1 and 2'),
        (
            "标准号 标准编号",
            {},
            '"标准号" and "标准编号" both map to number: .*--map "标准编号=extra"',
        ),
        ("标准号 发布日期 批准日期", {}, "both map to published"),
        ("序号 状态 备注", {}, '"序号", "状态", "备注".*--map'),
        (
            "标准号 标准名称",
            {"编码": "number"},
            'list.csv:1: --map "编码": there is no such column',
        ),
        ("标准号 \x1b[31m", {"标准号": ""}, r"x1b\[31m"),
    ],
)
def test_ambiguous_headers_are_refused(line: str, mapping: dict[str, str], message: str) -> None:
    with pytest.raises(BadData, match=message):
        map_headers(line.split(" "), mapping, "list.csv:1")


def test_all_faults_of_a_header_are_reported_at_once() -> None:
    with pytest.raises(BadData) as error:
        map_headers(["状态", "标准状态", "备注", "备注"], where="list.csv:1")
    assert len(error.value.faults) == 3


def test_map_to_an_unknown_field_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r'no field "nummer"; use one of key, number'):
        map_headers(["编码"], {"编码": "nummer"})


def test_other_kinds_of_list_have_their_own_fields() -> None:
    line = ["序号", "标准编号", "标准名称", "归口单位", "复审结论", "理由/备注", "(修订)完成年限"]
    plan = map_headers(line, layout=review_layout())
    names = ["number", "title", "outcome", "note", "target_date"]
    assert [feed.field.name for feed in plan.columns] == names
    assert plan.unknown == ()


@pytest.mark.parametrize("field", [field for field in FIELDS if field.words], ids=lambda f: f.name)
def test_words_in_the_data_map_to_existing_codes(field: Field) -> None:
    assert set(value_words(field.name).values()) <= set(field.words or ())


def test_titles_by_language_are_two_titles() -> None:
    feeds, unknown = plan_of("number title.en title.zh")
    assert (feeds["title.zh"], feeds["title.en"], unknown) == ("title", "title_en", [])
