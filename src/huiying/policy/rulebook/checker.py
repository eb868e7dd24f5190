"""The single checks of rule-book validation.

In:   a path and a value of any type.          Out:  the value if sound; problems are kept.
Cost: constant per value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from huiying.policy.core.standing import Standing
from huiying.policy.time.ladder import CHOOSABLE, Audience
from huiying.reasons.marking import marked

RUNG_KEYS = ("share", "tell")
NUMBER_KEYS = ("value", "basis", "standing")
MAX_BASIS_LENGTH = 120  # characters; every clock carries its basis
_HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_NAME = re.compile(r"[^\s/]{2,30}")
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with rule-book data."""

    path: str  # parts joined by "/"; empty = the book itself
    words: str  # Chinese: what is wrong and what is allowed, with places for the values
    values: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The whole sentence in Chinese."""
        return self.words % self.values


class Checker:
    """Collects problems; each method returns a sound value or a harmless stand-in."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, path: str, words: str, **values: str | float) -> None:
        """Keep a problem; ``words`` name their ``values`` as ``%(name)s``."""
        self.problems.append(Problem(path, words, values))

    def mapping(
        self,
        path: str,
        value: Any,
        keys: tuple[str, ...] | None = None,
        *,
        fixed: Mapping[str, str] = _NOTHING,
    ) -> Mapping[str, Any]:
        """Check a table; with ``keys`` it must hold exactly those.

        Args:
            path: Where it stands.
            value: Anything.
            keys: The keys it must hold; None = any text.
            fixed: Keys that are rules which cannot be edited, with their sentence.
        """
        if not isinstance(value, Mapping):
            self.say(path, marked("此处须为一张表。"))
            return {}
        table = {
            key: item for key, item in value.items() if isinstance(key, str) and key.strip()
        }
        if len(table) < len(value):
            self.say(path, marked("名称须为非空文字。"))
        for key in table if keys is not None else ():
            if key in fixed:
                self.say(
                    _join(path, key),
                    marked("此项不得在规则中更改：%(rule)s"),
                    rule=fixed[key],
                )
            elif key not in (keys or ()):
                self.say(_join(path, key), marked("无法识别的项目。"))
        for key in keys or ():
            if key not in table:
                self.say(_join(path, key), marked("缺少此项。"))
        return table

    def whole(self, path: str, value: Any, least: int, most: int) -> int | None:
        """Check a whole number in [least, most]."""
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.say(path, marked("须为 %(least)s 至 %(most)s 的整数。"), least=least, most=most)
        return None

    def amount(self, path: str, value: Any, most: int) -> float | None:
        """Check a number in (0, most]."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and 0 < value <= most:
            return float(value)
        self.say(path, marked("须为大于 0、不超过 %(most)s 的数。"), most=most)
        return None

    def flag(self, path: str, value: Any) -> bool:
        """Check a yes or no."""
        if not isinstance(value, bool):
            self.say(path, marked("须为是或否。"))
        return value is True

    def text(self, path: str, value: Any) -> None:
        """Check a text that is not empty."""
        if not isinstance(value, str) or not value.strip():
            self.say(path, marked("须为非空文字。"))

    def choice(self, path: str, value: Any, choices: tuple[str, ...]) -> str | None:
        """Check one of a few words."""
        if isinstance(value, str) and value in choices:
            return value
        self.say(path, marked("须为下列之一：%(choices)s。"), choices="、".join(choices))
        return None

    def words(self, path: str, value: Any) -> list[str]:
        """Check a list of texts."""
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        self.say(path, marked("须为文字的列表。"))
        return []

    def basis(self, path: str, row: Mapping[str, Any]) -> None:
        """Check that a number says what it rests on and how binding it is."""
        basis = row.get("basis")
        self.text(f"{path}/basis", basis)
        if isinstance(basis, str) and len(basis) > MAX_BASIS_LENGTH:
            self.say(f"{path}/basis", marked("依据最多 %(most)s 个字。"), most=MAX_BASIS_LENGTH)
        self.choice(f"{path}/standing", row.get("standing"), tuple(Standing))

    def day(self, path: str, value: Any) -> None:
        """Check a date written as 2026-02-28."""
        try:
            sound = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
        except ValueError:
            sound = False
        if not sound:
            self.say(path, marked("须为日期，例如 2026-02-28。"))

    def steps(self, path: str, value: Any) -> None:
        """Check a ladder: shares of a period, ascending in (0, 1], and who is told at each."""
        rungs = value if isinstance(value, list) and value else [None]
        rows = [self.mapping(f"{path}/{n}", rung, RUNG_KEYS) for n, rung in enumerate(rungs)]
        shares = [row.get("share") for row in rows]
        known = [n for n in shares if isinstance(n, int | float) and not isinstance(n, bool)]
        sound = len(known) == len(rows) and all(0 < share <= 1 for share in known)
        if not sound or any(a >= b for a, b in pairwise(known)):
            self.say(
                path, marked("须为由小到大的比例，每个大于 0、不超过 1，例如 0.5、0.8、1。")
            )
        problems = [
            self.choice(f"{path}/{n}/tell", row.get("tell"), CHOOSABLE)
            for n, row in enumerate(rows)
        ]
        heights = [Audience(audience).height for audience in problems if audience is not None]
        if heights != sorted(heights):
            self.say(path, marked("通知级别须逐级提高：当前经办、副组长、组长。"))

    def medium(self, path: str, value: str) -> None:
        """Check a host in lower case, or the whole name of a medium in Chinese."""
        if not _HOST.fullmatch(value) and (value.isascii() or not _NAME.fullmatch(value)):
            self.say(path, marked("须为小写的域名，例如 news.example，或媒体的中文全名。"))

    def place(self, path: str, value: str, pattern: re.Pattern[str]) -> None:
        """Check the name of a platform, or a word by which exports call it."""
        if not pattern.fullmatch(value):
            self.say(
                path,
                marked("“%(name)s”不得作为平台名：须为 2 至 20 个字，不含空格和标点。"),
                name=value[:MAX_BASIS_LENGTH],
            )


def _join(path: str, key: str) -> str:
    return f"{path}/{key}" if path else key
