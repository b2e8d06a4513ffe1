"""A list of n made-up but realistic standards, the same for the same n and seed.

    python benchmarks/generate.py 100000 list.csv

Numbers, titles, replacements (a third of the rows), adoptions (an eighth) and dates are put together
as in the ministry's lists; three quarters are industry standards, the rest national ones.
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "标准编号 标准名称 状态 发布日期 实施日期 代替标准 采标情况 主管部门 归口单位 ICS分类号 CCS分类号"
).split()
PREFIXES = "HG SH YB YS JC XB JB QC HB CB QB FZ EJ WJ SJ YD AQ".split()
WHAT = (
    "磨料磨具 液压支架 合成橡胶 锂离子电池 玻璃纤维 稀土永磁 汽车座椅 船用阀门 纺织品 光纤".split()
)
OF = "高强度 耐腐蚀 工业用 民用 移动式 数字 环保型 精密 自动 防爆".split()
KIND = "技术条件 试验方法 通用规范 安全要求 术语 分类与命名 检验规则 能耗限额 设计规范 尺寸".split()
DEPARTMENTS = "工业和信息化部 国家标准化管理委员会 国家能源局 应急管理部".split()
SEED = 2011


def rows(count: int, seed: int = SEED) -> Iterator[tuple[str, ...]]:
    """The rows below the header, one after the other."""
    pick = random.Random(seed)
    today = date(2026, 1, 1)
    for place in range(count):
        national = pick.random() < 0.25
        prefix = "GB" if national else pick.choice(PREFIXES)
        head = prefix if pick.random() < 0.1 else f"{prefix}/T"
        part = f".{pick.randint(1, 12)}" if pick.random() < 0.3 else ""
        published = date(1990, 1, 1) + timedelta(days=pick.randrange(36 * 365))
        base = f"{head} {place + 1}{part}"
        title = f"{pick.choice(OF)}{pick.choice(WHAT)} {pick.choice(KIND)} 第{place % 97 + 1}部分"
        old = published.year - pick.randint(5, 15)
        replaces = f"{base}-{old}" if pick.random() < 0.33 else ""
        adopted = f"ISO {pick.randint(1, 30000)}:{published.year - 2},{pick.choice(('IDT', 'MOD'))}"
        effective = published + timedelta(days=pick.choice((90, 180, 365)))
        status = "即将实施" if effective > today else "现行"
        yield (
            f"{base}-{published.year}",
            title,
            status,
            published.isoformat(),
            effective.isoformat(),
            replaces,
            adopted if pick.random() < 0.125 else "",
            pick.choice(DEPARTMENTS),
            f"全国{pick.choice(WHAT)}标准化技术委员会",
            f"{pick.randint(1, 97):02}.{pick.randint(20, 99):03}",
            f"{pick.choice('ABCDEFGHJKLM')}{pick.randint(10, 99)}",
        )


def write(count: int, path: Path) -> None:
    """The list as csv, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
