"""The parts of the incident page: which tab holds each, and where it is reached.

Out:  the tabs, and the address of a part.
Cost: none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.cached_urls import cached_url


class Tab(StrEnum):
    """The tabs below the picture, in their order; ``ALL`` shows them one below the other."""

    POSTS = "posts"
    HANDLING = "handling"
    REVIEW = "review"
    ANSWERS = "answers"
    HISTORY = "history"
    ALL = "all"


TAB_LABELS: Final[dict[Tab, str | Promise]] = {
    Tab.POSTS: _("帖文"),
    Tab.HANDLING: _("核实与处置"),
    Tab.REVIEW: _("会商与报审"),
    Tab.ANSWERS: _("回应"),
    Tab.HISTORY: _("过程"),
}

PART_TABS: Final[dict[str, Tab]] = {
    "posts": Tab.POSTS,
    "checks": Tab.HANDLING,
    "dockets": Tab.HANDLING,
    "offline": Tab.HANDLING,
    "teams": Tab.HANDLING,
    "instructions": Tab.HANDLING,
    "supervision": Tab.HANDLING,
    "prevention": Tab.HANDLING,
    "grade": Tab.REVIEW,
    "procedure": Tab.REVIEW,
    "superiors": Tab.REVIEW,
    "answers": Tab.ANSWERS,
    "guidance": Tab.ANSWERS,
    "press": Tab.ANSWERS,
    "shares": Tab.ANSWERS,
    "all-clocks": Tab.HISTORY,
    "events": Tab.HISTORY,
}
"""Parts inside a tab; every other part is always on the page."""


def incident_url(number: str) -> str:
    """Return the address of an incident's page."""
    return cached_url("console:incident", number)


def part_url(number: str, part: str) -> str:
    """Return where a part of an incident's page is seen: its tab is open there."""
    tab = PART_TABS.get(part)
    asked = f"?tab={tab}" if tab and tab != Tab.POSTS else ""
    return f"{incident_url(number)}{asked}#{part}"
