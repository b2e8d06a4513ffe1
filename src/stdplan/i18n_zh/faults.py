"""What can be wrong, in Chinese: with a cell, a file, a command."""

# What is said of a cell stands behind it: `发布日期：“2011-02-30”` and then one of these.
CELLS: dict[str, str] = {
    '{column}: "{value}" {problem}': "{column}：“{value}”{problem}",
    "contradicts line {line} of the same {key}, "
    'which says "{other}" (--duplicates first or last lets one win)': (
        "与第 {line} 行同一标准 {key} 的“{other}”矛盾（可用 --duplicates first 或 last "
        "指定以哪行为准）"
    ),
    "control character {bad} is not allowed": "含有不允许的控制字符 {bad}",
    "a cell holds the error {error}": "单元格含有错误值 {error}",
    "a formula was never computed: open and save the workbook once": (
        "公式没有计算结果：请打开工作簿并保存一次"
    ),
    "begins like a number that cannot be read": "以编号开头，但编号无法识别",
    "names a second number, {number}: give each standard its own line, or its title in 《》": (
        "另有一个编号 {number}：请每项标准各占一行，或以《》标明名称"
    ),
    "{file}: no line begins with the number of a standard": "{file}：没有以标准编号开头的行",
    "{file}: OpenDocument: save it as xlsx or csv": "{file}：OpenDocument：请另存为 xlsx 或 csv",
    "holds the character {letter}": "含有不允许的字符 {letter}",
    "holds {count} numbers; a row is one standard": "含有 {count} 个标准编号；一行只能是一项标准",
    "is empty": "为空",
    "is none of {choices}": "不在可选值之列：{choices}",
    "is not a JSON object of texts": "不是各值均为文本的 JSON 对象",
    "is not a date (the year must lie between {first} and {last})": (
        "不是日期（年份须在 {first} 至 {last} 之间）"
    ),
    "is not a date (write 2011-05-18, 2011-05 or 2011)": (
        "不是日期（应写作 2011-05-18、2011-05 或 2011）"
    ),
    "is not a day in the calendar": "不是有效的日期",
    "is not a month": "不是有效的月份",
    "is not in the catalogue's plans": "不在台账的计划中",
    "row": "整行",
    "the row names no standard: no number, no plan number, no title": (
        "该行未指明标准：没有标准编号、计划号或名称"
    ),
    "{cells} cells where the header has {width}": "有 {cells} 格，而表头只有 {width} 格",
    "{value} is not a number above zero": "{value} 不是大于零的数",
}

# What is wrong with a file: a list, a seed or the catalogue.
FILES: dict[str, str] = {
    "cannot be read ({why})": "无法读取（{why}）",
    "the table is not there": "缺少此表",
    "{key}: holds the character {letter}": "{key}：含有不允许的字符 {letter}",
    '"{header}" means two fields': "“{header}”对应两个字段",
    '"{other}" and "{header}" both mean {field}: keep one apart with --map "{header}=extra"': (
        '“{other}”和“{header}”都对应 {field}：用 --map "{header}=extra" 将其中一栏另存'
    ),
    '"{text}" is none of {names}': "“{text}”不在可选值之列：{names}",
    '"{text}": there is no "{part}"': "“{text}”：没有“{part}”",
    "SQLite {found} is too old: {lowest} or newer is needed": (
        "SQLite {found} 版本过低：需要 {lowest} 或更高版本"
    ),
    "a key is a single text, and not <<": "键须是单个文本，且不能是 <<",
    "a list of texts is expected here": "此处应为文本列表",
    "a mapping is expected here": "此处应为映射",
    "a second document; only one is read": "出现第二个文档；只读取一个",
    "anchors and aliases (& and *) are not read: write it out": (
        "不支持锚点和别名（& 和 *）：请写出全文"
    ),
    'cutoff: "{day}" is no day of {year}': "cutoff：{year} 年没有“{day}”这一天",
    'families: unknown "{family}"': "families：未知的标准层级“{family}”",
    'kind: "{value}" is neither industry nor area': "kind：“{value}”既不是 industry 也不是 area",
    "a record is an object (names and values), this is none": (
        "每条记录须是对象（名称和值），此处不是"
    ),
    "a record of over 16 million characters, or one never closed": (
        "一条记录超过一千六百万个字符，或未闭合"
    ),
    "column {column}: {problem}": "第 {column} 列：{problem}",
    "this is no JSON: {reason}": "不是有效的 JSON：{reason}",
    "{expected} is expected here": "此处应为 {expected}",
    "{file}: a folder without YAML files": "{file}：文件夹中没有 YAML 文件",
    "{file}: no Relaton record, it has no docid": "{file}：不是 Relaton 记录，没有 docid",
    "{file}:{line}:{column}: {problem}": "{file}:{line}:{column}：{problem}",
    "{word} is no number": "{word} 不是数",
    "lists and mappings are nested too deeply": "列表和映射嵌套过深",
    'main: the task has no indicator "{code}"': "main：该任务没有指标“{code}”",
    "no column with a number, plan number or title (headers seen: {seen}); "
    "say which it is with --map HEADER=number": (
        "没有标准编号、计划号或名称栏（表头：{seen}）；用 --map 表头=number 指明是哪一栏"
    ),
    "no folder {folder}": "没有文件夹 {folder}",
    "nothing imported; rows with faults: {rows}": "未导入任何记录：{rows} 行有错误",
    "plan {year}, but {other} has {found}": "计划年份为 {year}，而 {other} 为 {found}",
    "points to a row of {target} that is not there": "所引用的 {target} 行不存在",
    "standard input": "标准输入",
    "standard input is closed": "标准输入已关闭",
    "the character {letter} may not enter": "不允许字符 {letter}",
    'the header "{header}" stands twice, in columns {first} and {second}': (
        "表头“{header}”出现两次：第 {first} 栏和第 {second} 栏"
    ),
    "the header cannot be read": "无法识别表头",
    'the key "{key}" is missing': "缺少键“{key}”",
    'the key "{key}" stands twice': "键“{key}”出现两次",
    "the key is not the number {number}": "键与标准编号 {number} 不一致",
    "the number would be written {number}": "标准编号的规范写法是 {number}",
    "the plan cannot be read": "无法读取计划",
    "the seeds of stdplan are not installed (no folder data)": (
        "未安装 stdplan 的计划数据（没有 data 文件夹）"
    ),
    "the tag {tag} is not read": "不支持标签 {tag}",
    "theme: there is no theme {number}": "theme：没有第 {number} 部分",
    'there is no field "{name}"': "没有字段“{name}”",
    "this is not UTF-8 text": "不是 UTF-8 文本",
    'unknown key "{key}"': "未知的键“{key}”",
    "should be a mapping with {keys}": "应为含有 {keys} 的映射",
    "{column} cannot be read": "{column} 无法读取",
    "{column} is not what the number tells": "{column} 与标准编号不符",
    "{file}: cannot be read: {reason}": "{file}：无法读取：{reason}",
    "{file}: holds nothing": "{file}：没有内容",
    "{file}: holds nothing, not even a header": "{file}：没有内容，连表头也没有",
    "{file}: holds no table": "{file}：没有表格",
    "{file}: is damaged, or no workbook that can be read ({reason}): "
    "save it again as xlsx or csv": (
        "{file}：已损坏，或不是可读取的工作簿（{reason}）：请另存为 xlsx 或 csv"
    ),
    "{file}: unpacks to {size} bytes: this is no list": (
        "{file}：解压后达 {size} 字节：这不是清单"
    ),
    "{file}: unpacks to over {size} bytes: this is no list": (
        "{file}：解压后超过 {size} 字节：这不是清单"
    ),
    "{file}: the compressed file is cut off": "{file}：压缩文件不完整",
    "{file}: the compressed file is damaged": "{file}：压缩文件已损坏",
    "{file}: an old workbook (xls, et), or one with a password: "
    "save it as xlsx or csv, without a password": (
        "{file}：旧式工作簿（xls、et）或有密码的工作簿：请另存为无密码的 xlsx 或 csv"
    ),
    "{file}: a web page (often named xls): open it in a spreadsheet and save it as xlsx or csv": (
        "{file}：这是网页（常被命名为 xls）：请用表格软件打开并另存为 xlsx 或 csv"
    ),
    "{file}: a PDF holds no list that can be read": "{file}：PDF 中没有可读取的清单",
    "{file}:{line}: no sheet has so many rows": "{file}:{line}: 工作表不可能有这么多行",
    '--sheet: {file} has no sheet "{name}" (choose from {names})': (
        "--sheet：{file} 没有工作表“{name}”（可选：{names}）"
    ),
    "--sheet: {file} is no workbook": "--sheet：{file} 不是工作簿",
    "{file}: is larger than {bytes} bytes": "{file}：超过 {bytes} 字节",
    "{file}: the system does not let us read it": "{file}：没有读取权限",
    "{file}: there is no such file": "{file}：没有这个文件",
    "{file}: this is a folder, not a file": "{file}：这是文件夹，不是文件",
    "{file}:{line}: a NUL character: this is no text, or not in {encoding}": (
        "{file}:{line}: 含有 NUL 字符：不是文本，或编码不是 {encoding}"
    ),
    "{file}:{line}: a cell of over a million characters": "{file}:{line}: 单元格超过一百万字符",
    "{file}:{line}: a quote opens here and is never closed": "{file}:{line}: 此处的引号没有闭合",
    "{file}:{line}: "
    "a quoted cell goes on after its closing quote (a quote within a quoted cell is written "
    "twice)": "{file}:{line}: 引号闭合后单元格仍有内容（单元格内的引号应写两次）",
    "{file}:{line}: byte 0x{byte} at offset {offset} is not {encoding} text: mend it, "
    "or name the encoding with --encoding": (
        "{file}:{line}: 第 {offset} 字节处的 0x{byte} 不是 {encoding} 文本：请改正文件，"
        "或用 --encoding 指明编码"
    ),
    "{file}:{line}: {problem}": "{file}:{line}: {problem}",
    '{key}: "{value}" is no {key}': "{key}：“{value}”不是有效的 {key}",
    '{key}: "{value}" is not a whole number from {lowest} to {highest}': (
        "{key}：“{value}”不是 {lowest} 至 {highest} 的整数"
    ),
    '{key}: "{value}" stands twice': "{key}：“{value}”出现两次",
    "{key}: should be a list": "{key}：应为列表",
    "{key}: should be a text": "{key}：应为文本",
    '{key}: "{value}" is neither true nor false': "{key}：“{value}”既不是 true 也不是 false",
    "{path}: cannot be created ({why})": "{path}：无法创建（{why}）",
    "{path}: cannot be opened": "{path}：无法打开",
    "{path}: cannot be written (read-only)": "{path}：无法写入（只读）",
    "{path}: damaged, or not a stdplan catalogue ({why})": (
        "{path}：文件已损坏，或不是 stdplan 台账（{why}）"
    ),
    "{path}: exists already": "{path}：文件已存在",
    "{path}: no such catalogue (`stdplan --db FILE init` creates one)": (
        "{path}：没有这个台账（可用 `stdplan --db FILE init` 建立）"
    ),
    "{path}: not a file": "{path}：不是文件",
    "{path}: not a stdplan catalogue": "{path}：不是 stdplan 台账",
    "{path}: reading or writing failed ({why})": "{path}：读写失败（{why}）",
    "{path}: somebody else is writing; try again": "{path}：其他进程正在写入，请稍后再试",
    "{path}: the catalogue refuses this ({why})": "{path}：不符合台账的约束（{why}）",
    "{path}: the disk is full; nothing was changed": "{path}：磁盘已满；未作任何更改",
    "{path}: written by a newer stdplan (version {version} of the file, {ours} here)": (
        "{path}：由更新版本的 stdplan 写成（文件版本 {version}，本程序 {ours}）"
    ),
}

# What is wrong with a command.
COMMANDS: dict[str, str] = {
    "{key} begins on {start}: it cannot have been reviewed on {day}": (
        "{key} 自 {start} 起实施，不可能在 {day} 复审"
    ),
    "no column with a number (headers seen: {seen}); say which it is with --map HEADER=number": (
        "没有编号栏（表头：{seen}）；请用 --map 表头=number 指明"
    ),
    "no column with the outcome of a review (headers seen: {seen}); say which it is with "
    "--map HEADER=outcome, or --set outcome=confirm for all rows "
    "(`standards import` takes in lists of standards)": (
        "没有复审结论栏（表头：{seen}）；请用 --map 表头=outcome 指明，或用 --set outcome=confirm "
        "指定全部行的结论（标准清单用 `standards import` 导入）"
    ),
    "give --on DATE, the day of the review, for rows that have none": (
        "有的行没有复审日期，请用 --on 日期 给出"
    ),
    'contradicts {where} on the same standard, which says "{other}"': (
        "与 {where} 同一标准矛盾，该行为“{other}”"
    ),
    "goes with {outcome} only": "只用于 {outcome}",
    "is before the review on {day}": "早于复审日期 {day}",
    "is no date": "不是日期",
    "is not in the catalogue": "不在标准库中",
    "names several records": "对应多条记录",
    "needs the standard it goes into: a column `into`, or 整合到 NUMBER": (
        "缺少并入的标准：用 into 栏，或在备注中写明“整合到 编号”"
    ),
    "{key} is what the review of {day} opened: `standards stage {key} 95` ends it": (
        "{key} 由 {day} 的复审立项：用 `standards stage {key} 95` 终止它"
    ),
    "{key} is a project: only a standard is reviewed": "{key} 是计划项目，只有标准才能复审",
    "{key} cannot be merged into itself": "{key} 不能整合到自身",
    "{key} was published on {day}: `standards edit --published` corrects it": (
        "{key} 已于 {day} 发布；更正请用 `standards edit --published`"
    ),
    "{key} has its number: `standards edit --number` corrects it": (
        "{key} 已有编号；更正请用 `standards edit --number`"
    ),
    '"{number}" is the number of a project, not of a standard': "“{number}”是计划号，不是标准编号",
    "{option}: give some text, at most {most} letters": "{option}：请给出文字，最多 {most} 个字",
    "- (numbers from stdin) stands alone": "-（从标准输入读编号）须单独使用",
    "the catalogue holds no plan: `stdplan init` brings one": (
        "台账中没有计划，可用 `stdplan init` 建立"
    ),
    "--{name} and --set {name} contradict each other: give one": (
        "--{name} 与 --set {name} 只能给一个"
    ),
    '--map: "{header}" is given twice': "--map：“{header}”给了两次",
    "what is to be added? Give a number, a plan number or --title": (
        "要新增什么？请给出标准编号、计划号或 --title"
    ),
    "{option}: {name} is given twice": "{option}：{name} 给了两次",
    "--indicator: {code} is a rate: amounts cannot be added to it": (
        "--indicator：{code} 是比率，不能累加数量"
    ),
    ": here a number of two words stands in quotes": "：这里由两部分组成的编号要加引号",
    ": a value that begins with - goes behind --": "：以 - 开头的值写在 -- 之后",
    '"{key}" is in the catalogue already': "台账中已有“{key}”",
    '"{text}" is not UTF-8 text': "“{text}”不是 UTF-8 文本",
    '"{text}" names several records: {names}': "“{text}”对应多条记录：{names}",
    "- (stdin) can be read only once": "-（标准输入）只能读取一次",
    "--as-of and --year: give one of them": "--as-of 和 --year 只能给出一个",
    '--clear: there is no field "{name}" to clear; there are {names}': (
        "--clear：没有可清空的字段“{name}”；可选：{names}"
    ),
    "--clear {name} and a value for it contradict": "--clear {name} 与同时给出的值矛盾",
    '--encoding: "{encoding}" is not known (choose from utf-8, gb18030, utf-16)': (
        "--encoding：“{encoding}”不是已知的编码（可选 utf-8、gb18030、utf-16）"
    ),
    "--ends goes with --outcome withdraw only": "--ends 只能与 --outcome withdraw 同用",
    "--ends {ends} is before the review on {day}": "--ends {ends} 早于复审日期 {day}",
    '--fields: "{name}" holds records, which {format} cannot show; {nesting} can': (
        "--fields：“{name}”含有下级记录，{format} 无法显示；可用 {nesting}"
    ),
    '--format: "{name}" is none of {names}': "--format：“{name}”不在可选值之列：{names}",
    '--indicator: task {task} has no "{code}"; it has {codes}': (
        "--indicator：任务 {task} 没有“{code}”；可选：{codes}"
    ),
    "--into goes with --outcome merge, and merge needs it": (
        "--into 只能且必须与 --outcome merge 同用"
    ),
    "--json and --format {form} contradict each other": "--json 与 --format {form} 矛盾",
    '--map "{header}": there is no such column': "--map “{header}”：没有这一栏",
    '--map "{header}={field}": there is no field "{field}" (choose from {fields})': (
        "--map “{header}={field}”：没有字段“{field}”（可选：{fields}）"
    ),
    "--number can be given to one standard only": "--number 只能用于一项标准",
    "--number goes with stage 60 (publication) only": "--number 只能用于阶段 60（出版）",
    "--on: {day} is not in the plan's year {year}": "--on：{day} 不在计划年度 {year} 内",
    "--sectors and --tasks belong together: a plan needs both": (
        "--sectors 和 --tasks 须同时给出：一个计划两者都要有"
    ),
    '--set {name}: "{text}" is no date': "--set {name}：“{text}”不是日期",
    '--set: there is no field "{name}"; there are {names}': (
        "--set：没有字段“{name}”；可选：{names}"
    ),
    '--sort: "{text}" is neither FIELD nor FIELD:desc nor FIELD:asc': (
        "--sort：“{text}”应写作 FIELD、FIELD:desc 或 FIELD:asc"
    ),
    "--year: {year} is no year from 1900 to 2999": "--year：{year} 不在 1900 至 2999 年之间",
    '--{name}: "{text}" is no date': "--{name}：“{text}”不是日期",
    'STDPLAN_TODAY: "{text}" is not a day (write 2011-05-18)': (
        "STDPLAN_TODAY：“{text}”不是完整日期（应写作 2011-05-18）"
    ),
    "a number is larger than any that is kept": "数值过大，无法保存",
    "a bug in stdplan ({kind}: {why}); --debug shows where": (
        "stdplan 程序错误（{kind}：{why}）；加 --debug 查看出错位置"
    ),
    "a bug in stdplan: {why}": "stdplan 程序错误：{why}",
    "error": "错误",
    "give a number and a stage: NUMBER CODE": "须给出编号和阶段：NUMBER CODE",
    "give the number once: as NUMBER or with --number": (
        "标准编号只能给出一次：写作 NUMBER 或用 --number"
    ),
    "is closed": "已关闭",
    "no numbers on stdin: nothing to do": "标准输入中没有编号，无事可做",
    "no plan of {year} in the catalogue (there are: {years})": (
        "台账中没有 {year} 年的计划（现有：{years}）"
    ),
    "no record {id}; `stdplan progress list` shows them": (
        "没有登记号 {id}；可用 `stdplan progress list` 查看"
    ),
    'no standard "{text}" in the catalogue': "台账中没有标准“{text}”",
    "none": "无",
    "nothing to change: give --amount, --on, --sector or --note": (
        "没有要更改的内容：请给出 --amount、--on、--sector 或 --note"
    ),
    "nothing to change: give a field, or --clear FIELD": (
        "没有要更改的内容：请给出字段，或用 --clear FIELD"
    ),
    "one number at a time, not {names}": "一次只能给出一个编号，而不是 {names}",
    "out of memory ({why})": "内存不足（{why}）",
    "the default catalogue": "默认台账",
    "the plan of {year} has no focus area {code}": "{year} 年计划没有重点领域 {code}",
    "the plan of {year} has no sector {code}": "{year} 年计划没有行业领域 {code}",
    "the plan of {year} has no task {number} (there are: {known})": (
        "{year} 年计划没有任务 {number}（有：{known}）"
    ),
    "today ({day}) is not in the plan's year {year}: give the day with --on": (
        "今天（{day}）不在计划年度 {year} 内：请用 --on 给出日期"
    ),
    '--output: "{path}" ends in none of {endings}: say what it is to be with --format': (
        "--output：“{path}”的扩展名不在 {endings} 之列：请用 --format 指明格式"
    ),
    "--output: {path} is the catalogue itself": "--output：{path} 就是台账文件",
    "{format} is nothing for a terminal: name a file with --output": (
        "{format} 不能在终端显示：请用 --output 指定文件"
    ),
    "{option} goes with {names}, not with {format}": "{option} 只能用于 {names}，不能用于 {format}",
    "a sheet of xlsx holds {most} rows: choose csv": "xlsx 工作表最多 {most} 行：请改用 csv",
    "{record}: {column}: a cell of xlsx holds {most} letters: choose csv": (
        "{record}：{column}：xlsx 单元格最多 {most} 个字符：请改用 csv"
    ),
    "{count} more faults like these": "另有 {count} 处类似错误",
    "{key} has no number yet: give it with --number": "{key} 尚无标准编号：请用 --number 给出",
    '{option}: "{text}" is no day: write {iso}-… in full': (
        "{option}：“{text}”不是完整日期：请写全 {iso}-…"
    ),
    '{option}: "{text}" is not of the form NAME=VALUE': "{option}：“{text}”应写作 NAME=VALUE",
    '{option}: "{text}" says nothing': "{option}：“{text}”等于没有内容",
    '{option}: "{value}" is none of {choices}': "{option}：“{value}”不在可选值之列：{choices}",
    '{option}: "{value}" names several: {known}': "{option}：“{value}”对应多个：{known}",
    '{option}: give one, not "{value}"': "{option}：只能给出一个，而不是“{value}”",
    '{option}: no {what} "{value}"; there are {known}': (
        "{option}：没有{what}“{value}”；可选：{known}"
    ),
    '{option}: there is no field "{name}" to choose here; there are {names}': (
        "{option}：此处没有字段“{name}”；可选：{names}"
    ),
}

FAULTS: dict[str, str] = {
    **CELLS,
    **FILES,
    **COMMANDS,
    "--skip-bad {path} is the list itself": "--skip-bad：{path} 就是要导入的清单",
    "--output and --skip-bad both name {path}": "--output 与 --skip-bad 指定了同一文件 {path}",
    "--skip-bad: give the name of a file, stdout has the counts": (
        "--skip-bad：请给出文件名，标准输出用于计数"
    ),
    "--skip-bad {path} is the catalogue itself": "--skip-bad：{path} 就是台账文件",
    "--output: {path} is the list itself": "--output：{path} 就是要导入的清单",
    "a process that helped has ended (not enough memory?); nothing was changed": (
        "一个辅助进程已意外结束（内存不足？）；未作任何更改"
    ),
    "the temporary folder {folder}: {why} (TMPDIR names another); nothing changed": (
        "临时文件夹 {folder}：{why}（可用 TMPDIR 另指）；未做任何更改"
    ),
}
