"""Write a few percent of the cells in the unusual forms that real lists have.

Each function takes the random generator and the plain value and returns the cell.
"""

import random
from collections.abc import Sequence
from datetime import date

from vocabulary import ADJECTIVES, PARTS, THINGS

_DATE_FORMS = ("{y}/{m}/{d}", "{y}.{m}.{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}", "{y}-{m:02}")


def day(pick: random.Random, value: date) -> str:
    """Return 2011-05-18; five in a hundred have another form, one of these without the day."""
    if pick.random() < 0.95:
        return value.isoformat()
    return pick.choice(_DATE_FORMS).format(y=value.year, m=value.month, d=value.day)


def number(pick: random.Random, head: str, serial: str, year: int) -> str:
    """Return JB/T 1234-2011; older ones also with a two-digit year, some with — or no space."""
    if year < 1995 and pick.random() < 0.3:
        return f"{head} {serial}-{year % 100:02}"
    chance = pick.random()
    if chance < 0.03:
        return f"{head} {serial}—{year}"
    return f"{head}{serial}-{year}" if chance < 0.04 else f"{head} {serial}-{year}"


def title(pick: random.Random, plain: str) -> str:
    """Return a title; three in ten name a part, some have a comma, quotes, line end or U+3000."""
    if pick.random() < 0.3:
        plain = f"{plain} 第{pick.randint(1, 12)}部分：{pick.choice(PARTS)}"
    chance = pick.random()
    if chance < 0.01:
        return f"{plain}, {pick.choice(THINGS)}"
    if chance < 0.02:
        return f'"{pick.choice(ADJECTIVES)}"{plain}'
    if chance < 0.03:
        return f"{plain}\n（{pick.choice(THINGS)}）"
    return plain.replace(" ", "\u3000") if chance < 0.04 else plain


def replaced(pick: random.Random, numbers: Sequence[str]) -> str:
    """Return the cell of 代替标准: mostly empty or one number; also 无, several, or partly."""
    if not numbers:
        return "无" if pick.random() < 0.04 else ""
    if len(numbers) > 1:
        return pick.choice((",", "，", "、", ";")).join(numbers)
    chance = pick.random()
    if chance < 0.03:
        return f"部分代替 {numbers[0]}"
    return f"{numbers[0]}(部分)" if chance < 0.05 else numbers[0]


def adopted(pick: random.Random, reference: str) -> str:
    """Return the cell of 采标情况, as on covers, as on platforms, or just the word."""
    chance = pick.random()
    if chance < 0.85:
        return f"{reference},{pick.choice(('IDT', 'IDT', 'MOD', 'NEQ'))}"
    if chance < 0.93:
        return f"{pick.choice(('IDT', 'MOD'))} {reference}"
    return f"非等效  {reference}" if chance < 0.97 else "采"
