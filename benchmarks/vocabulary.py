"""The words from which invented standards are composed."""

# ruff: noqa: SIM905  (word lists are easiest to read on one line)

HEADER = (
    "标准编号 标准名称 状态 发布日期 实施日期 废止日期 代替标准 采标情况 主管部门 归口单位 "
    "ICS分类号 CCS分类号"
).split()

INDUSTRIES = "HG SH YB YS JC XB JB JB JB QC HB CB QB QB FZ EJ WJ SJ YD AQ KA DL JT MT".split()
AREAS = "DB11 DB31 DB32 DB37 DB44 DB51 DB1301 DB3411 DB4403 DB6106".split()
ASSOCIATIONS = "CAS CECS CSAE CISA CPCIF CNTAC GDMA ZZB".split()
ENTERPRISES = "GDW CSG SY BQB HJD".split()
ADOPTED = "ISO ISO ISO IEC IEC ISO/IEC ISO/TS ISO/TR".split()

ADJECTIVES = (
    "高强度 耐腐蚀 工业用 民用 移动式 数字 环保型 精密 自动 防爆 通用 阻燃 低噪声 大功率 "
    "高纯 热轧 无缝 便携式 车用 船用"
).split()
THINGS = (
    "磨料磨具 液压支架 液压泵 合成橡胶 锂离子电池 玻璃纤维 稀土永磁材料 汽车座椅 阀门 纺织品 光纤 "
    "轴承钢 铜合金 水泥 染料 增塑剂 数控机床 起重机 印制电路板 通信电缆 造纸机械 家用电器 "
    "民用爆破器材 核级石墨 航空紧固件 黄金矿石 地毯 涤纶长丝 塔式起重机 安全帽"
).split()
KINDS = (
    "技术条件 试验方法 通用规范 安全要求 术语 分类与命名 检验规则 能耗限额 设计规范 尺寸 "
    "包装、标志、运输和贮存 可靠性评定方法 型式与基本参数"
).split()
PARTS = "总则 通用要求 测定方法 验收规范 型号编制 抽样 术语和定义 环境试验".split()

DEPARTMENTS = "工业和信息化部 国家标准化管理委员会 国家能源局 应急管理部".split()
IN_FORCE = "现行 现行 现行 现行 现行 现行 现行 有效 现行有效".split()
WITHDRAWN = "废止 废止 作废 被代替 已废止".split()
EFFECTIVE_WORDS = "与GB9706.1-2020同步实施 自发布之日起实施 待定 另行通知".split()
