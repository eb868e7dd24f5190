"""The suggestions of the demonstration: what to try, and in which role.

In:   the scenario's lines.    Out:  lines for the side panel.
Cost: one small file, read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from huiying.base.accounts.roles.capabilities import Role
from huiying.jobs.demo.scenario import load_suggestions
from huiying.jobs.demo.scenario_types import Suggestion


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """One suggestion."""

    role: str
    officer: str
    what: str
    where: str


def suggestions() -> tuple[SuggestionLine, ...]:
    """Return every suggestion in the scenario's order, in the language of the page."""
    english = (get_language() or "").startswith("en")
    return tuple(
        SuggestionLine(
            _role(item.role),
            item.officer,
            item.do_en if english else item.do,
            item.where_en if english else item.where,
        )
        for item in _lines()
    )


@cache
def _lines() -> tuple[Suggestion, ...]:
    return load_suggestions()


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else code
