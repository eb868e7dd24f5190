"""保存期限: for every kind of data the rule, its source, and what would go at the next run.

In:   a request with BACK_UP.    Out:  a table; the page deletes nothing and offers no act.
Cost: one query a kind; a plan of posts where the bureau set months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.jobs.retention_rules.rules import RuleDue, rules_due
from huiying.web.shared.requests import OfficerRequest


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One line; ``count`` is None where nothing ever goes by itself."""

    what: Promise
    rule: Promise
    basis: Promise
    is_signed: bool
    minutes: int
    count: int | None
    oldest: datetime | None
    newest: datetime | None


@require_GET
def retention(request: OfficerRequest) -> HttpResponse:
    """Show what is of the bureau, and what is of the whole installation."""
    require(request.user, Capability.BACK_UP)
    found = [_row(one) for one in rules_due(request.user.bureau, clock.now())]
    context = {
        "going": [row for row in found if row.count is not None],
        "staying": [row for row in found if row.count is None],
    }
    return render(request, "console/retention/retention.html", context)


def _row(one: RuleDue) -> RetentionRow:
    rule, due = one.rule, one.due
    return RetentionRow(
        rule.what,
        rule.rule,
        rule.basis,
        rule.is_signed,
        max(1, round(rule.every_seconds / 60)),
        None if due is None else due.count,
        due.oldest if due else None,
        due.newest if due else None,
    )
