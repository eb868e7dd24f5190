"""What the demonstration suggests to try, with the name of the role.

In:   the scenario's lines.    Out:  lines for the side panel.
Cost: one small file, read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from huiying.base.accounts.capabilities import Role
from huiying.jobs.demo.parts import Suggestion
from huiying.jobs.demo.scenario import what_to_try


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion."""

    role: str
    officer: str
    what: str
    where: str


def suggestions() -> tuple[Line, ...]:
    """Return every suggestion in the scenario's order, in the language of the page."""
    english = (get_language() or "").startswith("en")
    return tuple(
        Line(
            _role(item.role),
            item.officer,
            item.do_en if english else item.do,
            item.where_en if english else item.where,
        )
        for item in _lines()
    )


@cache
def _lines() -> tuple[Suggestion, ...]:
    return what_to_try()


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code
