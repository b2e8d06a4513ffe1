"""What was done, and what a person should know of an answer, in Chinese."""

NOTES: dict[str, str] = {
    "no standard fits": "没有符合条件的标准",
    "nothing is due on {day}": "{day} 没有应复审的标准",
    "{what}; other filters or another --as-of may find something": (
        "{what}；换用其他筛选条件或 --as-of 也许能找到"
    ),
    "{what}; the catalogue is empty: `stdplan standards import FILE` takes in a list": (
        "{what}；台账是空的，可用 `stdplan standards import FILE` 导入清单"
    ),
    "no review fits; without filters there may be some": "没有符合条件的复审；去掉筛选条件也许有",
    "nothing was recorded by hand for task {number}": "任务 {number} 没有手工登记的数量",
    "these are the figures of the plan of {year}": "以下为 {year} 年计划的数字",
    "{file}: {count} status words have no date to rest on; the year in the number tells: {names}": (
        "{file}：{count} 个状态词没有日期可依，按编号年份推定：{names}"
    ),
    " and {count} more": " 等，另有 {count} 项",
    " … ({count} in all)": " …（共 {count} 个）",
    ", ": "、",
    '"{number}" cannot be read as a number and is kept as it stands': (
        "“{number}”无法识别为标准编号，按原样保留"
    ),
    "--dry-run: nothing was changed": "--dry-run：未作任何更改",
    "added {key}": "已新增 {key}",
    "all is well": "一切正常",
    "changed {count} of {all}": "{all} 项中已更改 {count} 项",
    "changed {id}": "已更改登记号 {id}",
    "made a catalogue with the plan of {year}: {path}": "已建立含 {year} 年计划的台账：{path}",
    "no": "否",
    "no reviews; `stdplan review record NUMBER --outcome …` records one ({outcomes})": (
        "没有复审记录；可用 `stdplan review record NUMBER --outcome …` 登记（{outcomes}）"
    ),
    "nothing found": "没有结果",
    "nothing was recorded by hand; `stdplan progress record TASK AMOUNT` does it": (
        "没有手工登记的数量；可用 `stdplan progress record TASK AMOUNT` 登记"
    ),
    "plan of {year} in {path}: {added} added, {changed} changed": (
        "{path} 中的 {year} 年计划：新增 {added} 项，更新 {changed} 项"
    ),
    "recorded on {day}: {outcome} for {count} standards": (
        "已登记 {count} 项标准的复审结论：{outcome}（{day}）"
    ),
    "recorded {amount} for {code} on {day} (id {id})": (
        "已为指标 {code} 登记 {amount}（{day}，登记号 {id}）"
    ),
    "removed {id}": "已删除登记号 {id}",
    "removed {names}": "已删除 {names}",
    "without its year: taken as {key}, the newest edition": "未写年份：按最新版本 {key} 处理",
    "yes": "是",
    "{count} in force have no day at all to count an age from": (
        "另有 {count} 项现行标准没有任何日期，无法计算标龄"
    ),
    "{count} more are due in other families (--family all shows them)": (
        "其他层级另有 {count} 项应复审（用 --family all 显示）"
    ),
    "{count} records are first known after {day} and left out": (
        "{count} 条记录在 {day} 之后才有信息，未列入"
    ),
    "{count} were recorded already": "{count} 项此前已登记",
    "{file}: section lines that name no sector: {names}": (
        "{file}：以下分节行未指明行业领域：{names}"
    ),
    "{file}: {count} title lines above the header skipped: {names}": (
        "{file}：略过表头之上的 {count} 行标题：{names}"
    ),
    "{file}: {count} repeated headers skipped: {names}": (
        "{file}：略过 {count} 行重复的表头：{names}"
    ),
    "{file}: {count} section lines between the rows: {names}": (
        "{file}：行间有 {count} 行分节行：{names}"
    ),
    "{file}: {count} remarks skipped: {names}": "{file}：略过 {count} 行附注：{names}",
    "{file}: {count} lines without a number skipped: {names}": (
        "{file}：略过 {count} 行没有编号的文字：{names}"
    ),
    "{file}: {count} tables with other headers not read: {names}": (
        "{file}：另有 {count} 个表头不同的表格未读取：{names}"
    ),
    "{file}: {count} more sheets hold a list (--sheet chooses): {names}": (
        "{file}：另有 {count} 张工作表含有清单（用 --sheet 选择）：{names}"
    ),
    "{file}: columns kept in the notes of the reviews: {names}": (
        "{file}：以下栏目存入复审备注：{names}"
    ),
    "{file}: results of reviews are taken in by `stdplan review import`": (
        "{file}：复审结论请用 `stdplan review import` 导入"
    ),
    "{file}: {count} numbers without their year, taken as the newest edition: {names}": (
        "{file}：{count} 个编号没有年份，按最新版本处理：{names}"
    ),
    "{file}: {count} revision projects keep another target date: {names}": (
        "{file}：{count} 个修订项目保留原有的完成年限：{names}"
    ),
    "{file}: columns kept in extra: {names}": "{file}：以下栏目存入 extra：{names}",
    "{file}: {count} cells of replaced standards hold words without a number: {names}": (
        "{file}：{count} 处代替标准只有文字没有编号：{names}"
    ),
    "{file}: {count} cells hold words that no field knows, kept in extra: {names}": (
        "{file}：{count} 处文字无法对应字段，存入 extra：{names}"
    ),
    "{file}: {count} numbers kept as they stand: {names}": (
        "{file}：{count} 个编号无法识别，按原样保留：{names}"
    ),
    "{file}: {count} rows contradict another row of their standard; one of them won": (
        "{file}：{count} 行与同一标准的其他行矛盾，已取其中一行"
    ),
    "{file}: {count} rows tell a withdrawal that another row of their standard does not": (
        "{file}：{count} 行与同一标准的其他行对是否废止说法不一，按废止计"
    ),
    "{file}: {count} rows were joined with an earlier row of the same standard": (
        "{file}：{count} 行已与前面同一标准的行合并"
    ),
    "{file}: {count} status words disagree with their dates; the dates win: {names}": (
        "{file}：{count} 项标准状态与日期不符，以日期为准：{names}"
    ),
    "{file}: {count} withdrawn without a day; where the catalogue has none, taken as {day} until a"
    " successor tells: {names}": (
        "{file}：{count} 项废止标准没有废止日期；台账中也没有的，"
        "在代替标准给出日期前按 {day} 计：{names}"
    ),
    "{file}: {count} rows have no number, only a title: {names}": (
        "{file}：{count} 行没有编号，只有名称：{names}"
    ),
    '{file}: numbers stand in the column "{header}": --map "{header}=number"': (
        '{file}：编号在“{header}”栏中：--map "{header}=number"'
    ),
    "{file}: {count} dates are words, kept in the note: {names}": (
        "{file}：{count} 处日期是文字，存入备注：{names}"
    ),
    "{key} is first known after {day}": "{key} 在 {day} 之后才有信息",
    "{key}: nothing to change": "{key}：没有要更改的内容",
    "{key}: {code} {stage} on {day}": "{key}：{code} {stage}（{day}）",
    "{file}: 1 row": "{file}：1 行",
    "{file}: {rows} rows": "{file}：{rows} 行",
    "{rest} more rows; --limit {all} shows them all here, a pipe or a file takes them all": (
        "另有 {rest} 行；用 --limit {all} 在此全部显示，输出到管道或文件则不受限"
    ),
    "{file}: {count} standards may come of a project of their title: {names}": (
        "{file}：{count} 项标准可能出自同名计划项目，请核对：{names}"
    ),
    "{file}: {count} rows rejected, written to {path}": "{file}：{count} 行未导入，已写入 {path}",
    "{file}: new: {names}": "{file}：将新增 {names}",
    "{file}: {key}: {field}: {old} becomes {new}": "{file}：{key}：{field}：{old} 将改为 {new}",
    "{file}: {count} more changes (-f json has all)": (
        "{file}：另有 {count} 处更改（-f json 列出全部）"
    ),
    "nothing": "空",
    "writing {file}": "正在写入 {file}",
    "{count} rows, {rate} a second": "{count} 行，每秒 {rate} 行",
}
