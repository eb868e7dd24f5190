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
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.base.signoff.queries import signatures_of
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.petitions.targets import petition_url
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.core.planned_deletions import (
    DeletionState,
    end_deletion,
    open_plan,
    resume_deletion,
    stop_deletion,
)
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
STOPPED = (DeletionState.STOPPED, DeletionState.ENDED)


def _own_bureau(officer: Officer, *, to: Capability) -> Officer:
    require(officer, to)
    return officer


def purge_url(row: PetitionPurge) -> str:
    """Return the page of a plan."""
    return reverse("console:petition-purge", args=[row.number])


BUREAU = Target(row=_own_bureau, back="console:petition-purges")
PURGE = Target(row=purge_for, back=purge_url)


@dataclass(frozen=True, slots=True)
class PurgeRow:
    """A plan as a line."""

    number: str
    url: str
    state_word: str
    total: int
    deleted: int
    requested_by: str
    requested_at: datetime


def purge_row(row: PetitionPurge) -> PurgeRow:
    """Return a plan as the list shows it; no query."""
    return PurgeRow(
        number=row.number,
        url=purge_url(row),
        state_word=row.get_state_display(),
        total=row.total,
        deleted=row.deleted,
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
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
    waiting = open_plan(PetitionPurge, officer.bureau_id)
    plans = may(officer, Capability.ARCHIVE) and periods and waiting is None
    plan_act = act_button(_("拟订删除计划…"), "console:petition-purge-plan", main=True)
    context = {
        "periods": _named(periods),
        "rules_url": f"{reverse('console:rules')}#h-keeping",
        "rows": [purge_row(row) for row in purges_of(officer.bureau_id)[:MOST]],
        "acts": [plan_act] if plans else [],
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
def plan(officer: Officer, _form: forms.Form, by: By) -> Outcome:
    """Count what would go, and ask for two signatures."""
    del officer
    row = plan_purge(**by.stamp)
    words = _("计划 %(number)s 已送签，%(count)s 件。") % {
        "number": row.number,
        "count": row.total,
    }
    return words, purge_url(row)


sign = approve_act(
    PURGE_KIND,
    PURGE,
    Capability.REVIEW,
    done=lambda begins: (
        _("已签署，后台开始分批删除。") if begins else _("已签署，尚须另一人签署。")
    ),
)
"""Sign exactly the plan that was on the screen."""

send_back = return_act(
    PURGE_KIND,
    PURGE,
    Capability.REVIEW,
    title=gettext_lazy("退回删除计划"),
    lead=gettext_lazy("退回后不删除任何信访事项，可重新拟订。"),
    done=gettext_lazy("已退回，未删除任何信访事项。"),
)
"""Return it, with a reason."""


@ButtonAct(PURGE, Capability.ARCHIVE)
def stop(row: PetitionPurge, by: By, _posted: object) -> Text:
    """Stop after the batch at hand."""
    stop_deletion(deletion=row, **by.stamp)
    return _("已暂停。已删除的不可恢复，其余未动。")


@ButtonAct(PURGE, Capability.ARCHIVE)
def resume(row: PetitionPurge, by: By, _posted: object) -> Text:
    """Go on where it was stopped."""
    resume_deletion(deletion=row, **by.stamp)
    return _("已继续删除。")


@Act(
    PURGE,
    Capability.ARCHIVE,
    title=gettext_lazy("终止删除计划"),
    lead=gettext_lazy("终止后不再继续，其余信访事项保留；须删除的，另行拟订计划。"),
    form=ReasonForm,
    submit=gettext_lazy("终止"),
)
def end(row: PetitionPurge, form: ReasonForm, by: By) -> Text:
    """End a stopped run for good, with a reason."""
    end_deletion(deletion=row, reason=form.cleaned_data["reason"], **by.stamp)
    return _("已终止。其余信访事项未动。")


@require_GET
def page(request: OfficerRequest, number: str) -> HttpResponse:
    """One plan: what would go by kind and month, examples, who signed, how far it came."""
    officer = request.user
    row = purge_for(officer, number, to=SEE)
    signoff = row.signoff
    signed = list(signatures_of(signoff))
    pending = signoff.decision == Decision.PENDING
    may_decide = pending and _may_sign(row, officer, [one.officer_id for one in signed])
    context = {
        "row": purge_row(row),
        "periods": _named(row.plan["periods"]),
        "by_kind": _named(row.plan["kinds"]),
        "by_month": [
            (month, count, row.by_month.get(month, 0))
            for month, count in row.plan["months"].items()
        ],
        "examples": _examples(row) if row.state == DeletionState.PLANNED else [],
        "signed": [(one.officer.name, one.at) for one in signed],
        "needed": signoff.needed,
        "returned": signoff.reason if row.state == DeletionState.RETURNED else "",
        "stopped": row.reason if row.state in STOPPED else "",
        "digest": row.digest if row.state == DeletionState.DONE else "",
        "percent": min(100 * row.deleted // row.total, 100) if row.total else 0,
        "runs": row.state in (DeletionState.RUNNING, DeletionState.STOPPED),
        "hash": PURGE_KIND.content_hash(row),
        "may_decide": may_decide,
        "waits_for_others": pending and not may_decide,
        "return_url": reverse("console:petition-purge-return", args=[number]),
        "acts": _acts(row, officer),
    }
    return render(request, "console/petitions/purge.html", context)


def _may_sign(row: PetitionPurge, officer: Officer, signers: list[int]) -> bool:
    others = officer.pk != row.requested_by_id and officer.pk not in signers
    return others and PURGE_KIND.may_decide(row.signoff, officer)


def _examples(row: PetitionPurge) -> list[ExamplePetition]:
    return [
        ExamplePetition(one.number, petition_url(one), one.title, one.settled_at)
        for one in example_petitions(row)
    ]


def _acts(row: PetitionPurge, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.ARCHIVE):
        return []
    if row.state == DeletionState.RUNNING:
        to = "console:petition-purge-stop"
        return [act_button(_("暂停"), to, row.number, method="post")]
    if row.state == DeletionState.STOPPED:
        ends = act_button(_("终止…"), "console:petition-purge-end", row.number)
        if row.stopped_by_id == officer.pk:  # another person lets it go on
            return [ends]
        to = "console:petition-purge-resume"
        return [ends, act_button(_("继续删除"), to, row.number, method="post", main=True)]
    return []
