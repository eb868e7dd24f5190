"""领导统计: six numbers, three drawings, and what there is to decide.

In:   a reader of the figures, a period.    Out:  what the page shows.
Cost: some twenty-five queries, however many rows are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.matters import MatterScope, matter_totals
from huiying.web.console.approvals.decision_pages import decisions_waiting_for
from huiying.web.console.figures.comparison import ComparisonRow

SHOWN = ("opened", "closed", "answer", "notice", "accept", "finish")
MOST = 5


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One thing to decide or to look into: a sentence, and where that is done."""

    text: str
    url: str
    label: str


def leader_numbers(rows: list[ComparisonRow]) -> list[ComparisonRow]:
    """Return the six numbers of the page."""
    by_code = {row.code: row for row in rows}
    return [by_code[code] for code in SHOWN]


def what_to_decide(
    officer: Officer, rows: list[ComparisonRow], now: datetime
) -> list[ToDecide]:
    """Return what waits for the reader's signature, what is late, and which rates fell."""
    return [*_signatures(officer), *_late(officer, now), *_fallen(rows)]


def _signatures(officer: Officer) -> list[ToDecide]:
    if not may(officer, Capability.APPROVE) and not may(officer, Capability.REVIEW):
        return []
    waiting = list(decisions_waiting_for(officer))
    found = [
        ToDecide(
            _("%(kind)s待签署：%(title)s") % {"kind": row.label, "title": row.title},
            row.url,
            _("审阅"),
        )
        for row in waiting[:MOST]
    ]
    if more := len(waiting) - len(found):
        words = ngettext("另有 %(count)s 项待签署", "另有 %(count)s 项待签署", more)
        found.append(ToDecide(words % {"count": more}, reverse("console:desk"), _("查看")))
    return found


def _late(officer: Officer, now: datetime) -> list[ToDecide]:
    late = matter_totals(MatterScope(officer), now).late
    if not late:
        return []
    words = ngettext("%(count)s 件事件超时未办", "%(count)s 件事件超时未办", late)
    url = f"{reverse('console:desk')}?scope=all"
    return [ToDecide(words % {"count": late}, url, _("查看"))]


def _fallen(rows: list[ComparisonRow]) -> list[ToDecide]:
    words = _("%(rate)s降至 %(current)s，上期为 %(before)s")
    return [
        ToDecide(
            words
            % {
                "rate": row.label,
                "current": row.current.words,
                "before": row.before.words,
            },
            row.current.url,
            _("查看明细"),
        )
        for row in rows
        if row.fell
    ]
