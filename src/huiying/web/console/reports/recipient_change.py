"""归口表变更: the page of a change that drops or loosens a row, and the two ways to decide it.

In:   requests of who reads or changes the rules.    Out:  a page; the row changed, or not.
Cost: three queries a page.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.procedure.reports import Way
from huiying.web.console.reports.changes import ChangedTerm, change_context
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
    matter = _(row.rule.get_matter_display())
    context = {
        **change_context(request.user, row, clock.now()),
        "title": _("归口表变更"),
        "heading": f"{matter} → {row.rule.superior.name}",
        "waits_words": _("变更尚未生效，报送仍按原表。"),
        "terms": changed_terms(row),
        "hash": change_hash(row),
        "adopt_url": reverse("console:report-recipient-adopt", args=[row.rule_id]),
        "return_url": reverse("console:report-recipient-return", args=[row.rule_id]),
    }
    return render(request, "console/reports/change.html", context)


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
