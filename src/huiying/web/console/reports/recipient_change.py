"""归口表变更: the page of a change that drops or loosens a row, and the two ways to decide it.

In:   requests of who reads or changes the rules.    Out:  a page; the row changed, or not.
Cost: three queries a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.policy.procedure.reports import Way
from huiying.web.console.reports.rows import minutes_words
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.routing.access import change_for
from huiying.work.reports.routing.actions.adopt_change import ROUTING_KIND
from huiying.work.reports.routing.changes import change_hash
from huiying.work.reports.routing.models import RecipientChange
from huiying.work.reports.routing.terms import MINUTES, loosened

LABELS: Final = {
    "active": gettext_lazy("在用"),
    "way": gettext_lazy("报送方式"),
    "unit_id": gettext_lazy("对应的外单位"),
    "minutes_major": gettext_lazy("重大时限"),
    "minutes_significant": gettext_lazy("较大时限"),
    "minutes_ordinary": gettext_lazy("一般时限"),
    "periodic": gettext_lazy("含定期报告"),
    "basis": gettext_lazy("时限依据"),
}

STATES: Final = {
    Decision.PENDING: gettext_lazy("待采纳"),
    Decision.APPROVED: gettext_lazy("已采纳"),
    Decision.RETURNED: gettext_lazy("已退回"),
    Decision.VOID: gettext_lazy("已失效"),
}


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """One column that a change touches; ``weaker``: it is dropped or loosened by it."""

    label: str
    before: str
    after: str
    weaker: bool


def changed_terms(change: RecipientChange) -> list[ChangedTerm]:
    """Return the columns that are others after a change."""
    before, after = change.before, change.after
    weaker = set(loosened(before, after))
    return [
        ChangedTerm(
            str(label), _words(name, before), _words(name, after), weaker=name in weaker
        )
        for name, label in LABELS.items()
        if before[name] != after[name]
    ]


def _words(name: str, terms: dict[str, Any]) -> str:
    value = terms[name]
    if name in MINUTES:
        return minutes_words(value) or _("未规定")
    if name == "way":
        return _(Way(value).label)
    if name == "unit_id":
        return terms["unit"] or _("无")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _(value)


@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is to be dropped or loosened, who proposed it, why."""
    row = change_for(request.user, pk, to=Capability.SEE_RULES)
    signoff, now = row.signoff, clock.now()
    waits = signoff.decision == Decision.PENDING
    second = is_second_person(request.user, row.requested_by, since=row.requested_at, now=now)
    context = {
        "rule": row.rule,
        "matter": _(row.rule.get_matter_display()),
        "terms": changed_terms(row),
        "who": row.requested_by.name,
        "at": row.requested_at,
        "why": row.reason,
        "state": STATES[Decision(signoff.decision)],
        "waits": waits,
        "decided_by": signoff.decided_by.name if signoff.decided_by else "",
        "decided_at": signoff.decided_at,
        "returned": signoff.reason if signoff.decision == Decision.RETURNED else "",
        "signs": waits and may(request.user, Capability.MANAGE_RULES) and second,
        "hash": change_hash(row),
    }
    return render(request, "console/reports/recipient_change.html", context)


CHANGE = Target(row=change_for, back="console:report-recipients")

adopt = approve_act(
    ROUTING_KIND,
    CHANGE,
    Capability.MANAGE_RULES,
    done=gettext_lazy("已采纳，归口表即时生效。"),
)
"""采纳 exactly what was shown."""

send_back = return_act(
    ROUTING_KIND,
    CHANGE,
    Capability.MANAGE_RULES,
    title=gettext_lazy("退回归口表变更"),
    lead=lambda row: row.rule.superior.name,
    done=gettext_lazy("已退回，归口表不变。"),
)
"""退回, with a reason; the row stays as it is."""
