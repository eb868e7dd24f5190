"""Pages and acts of the erasure of old petitions: the plan before it runs, the run.

In:   requests of who sees petitions.    Out:  pages, acts.
Cost: a constant number of queries; the examples of a plan are one more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.petitions.targets import petition_url
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.planned_deletions import DeletionPages
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.core.planned_deletions import DeletionState, open_plan
from huiying.work.closing.petition_purges.access import purge_for
from huiying.work.closing.petition_purges.actions.plan import PURGE_KIND, plan_purge
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.closing.petition_purges.queries import (
    example_petitions,
    periods_of,
    purges_of,
)

MOST = 20
SEE = Capability.SEE_PETITIONS
BUREAU = Target(row=own_bureau, back="console:petition-purges")
PAGES = DeletionPages[PetitionPurge](
    kind=PURGE_KIND,
    find=purge_for,
    address="console:petition-purge",
    planned_label=gettext_lazy("计划件数"),
)

sign, stop, resume = PAGES.sign_act(), PAGES.stop_act(), PAGES.resume_act()
send_back = PAGES.return_act(
    lead=gettext_lazy("退回后不删除任何信访事项，可重新拟订。"),
    done=gettext_lazy("已退回，未删除任何信访事项。"),
)
end = PAGES.end_act(
    lead=gettext_lazy("终止后不再继续，其余信访事项保留；须删除的，另行拟订计划。"),
    done=gettext_lazy("已终止。其余信访事项未动。"),
)


@dataclass(frozen=True, slots=True)
class ExamplePetition:
    """A petition that would go, as an example."""

    number: str
    url: str
    title: str
    settled_at: datetime | None


@require_GET
def overview(request: OfficerRequest) -> HttpResponse:
    """What the rules say, the plans so far, and the act that plans the next."""
    officer = request.user
    require(officer, SEE)
    periods = periods_of(officer.bureau_id, clock.now())
    plannable = bool(periods) and open_plan(PetitionPurge, officer.bureau_id) is None
    rows = purges_of(officer.bureau_id)[:MOST]
    context = {
        "periods": _named(periods),
        **PAGES.list_context(officer, rows, plannable=plannable),
    }
    return render(request, "console/petitions/purges.html", context)


def _named(by_kind: dict[str, int]) -> list[tuple[str, int]]:
    return [(_(PetitionKind(kind).label), number) for kind, number in by_kind.items()]


@Act(
    BUREAU,
    Capability.ARCHIVE,
    title=gettext_lazy("拟订信访事项删除计划"),
    lead=gettext_lazy("统计办结后保存期已满的信访事项，列出类别和月份。此时不删除任何内容。"),
    safe=gettext_lazy(
        "未办结的、删除申请待决定的、关联未办结事件的、有未办结重复件的，均不列入。"
    ),
    form=forms.Form,
    submit=gettext_lazy("统计并送签"),
)
def plan(_bureau: Bureau, _form: forms.Form, by: By) -> Outcome:
    """Count what would go, and ask for two signatures."""
    row = plan_purge(**by.stamp)
    words = _("计划 %(number)s 已送签，%(count)s 件。") % {
        "number": row.number,
        "count": row.total,
    }
    return words, PAGES.url(row)


@require_GET
def page(request: OfficerRequest, number: str) -> HttpResponse:
    """One plan: what would go by kind and month, examples, who signed, how far it came."""
    row = purge_for(request.user, number, to=SEE)
    context = {
        **PAGES.page_context(request.user, row),
        "periods": _named(row.plan["periods"]),
        "by_group": _named(row.plan["kinds"]),
        "examples": _examples(row) if row.state == DeletionState.PLANNED else [],
    }
    return render(request, "console/petitions/purge.html", context)


def _examples(row: PetitionPurge) -> list[ExamplePetition]:
    return [
        ExamplePetition(one.number, petition_url(one), one.title, one.settled_at)
        for one in example_petitions(row)
    ]
