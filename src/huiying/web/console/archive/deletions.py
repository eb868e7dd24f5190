"""Pages and acts of the deletion of old posts: the plan before it runs, the run.

In:   requests of who sees every matter.    Out:  pages, acts.
Cost: a constant number of queries; the examples of a plan are one more query over old posts.
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
from huiying.web.console.archive.forms import EndForm
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.core.planned_deletions import (
    end_deletion,
    resume_deletion,
    stop_deletion,
)
from huiying.work.closing.retention.access import deletion_for
from huiying.work.closing.retention.actions.plan import DELETION_KIND, plan_deletion
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.closing.retention.queries import (
    deletions_of,
    example_posts,
    months_kept,
    open_deletion,
)
from huiying.work.collection.communities.known_places import known_places_of

MOST = 20
EXCERPT = 80
STOPPED = (DeletionState.STOPPED, DeletionState.ENDED)
OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)


def _own_bureau(officer: Officer, *, to: Capability) -> Officer:
    require(officer, to)
    return officer


BUREAU = Target(row=_own_bureau, back="console:post-deletions")
DELETION = Target(
    row=deletion_for, back=lambda row: reverse("console:post-deletion", args=[row.number])
)


def _address(row: PostDeletion) -> str:
    return reverse("console:post-deletion", args=[row.number])


@dataclass(frozen=True, slots=True)
class DeletionRow:
    """A deletion in the list."""

    number: str
    url: str
    state_word: str
    total: int
    deleted: int
    requested_by: str
    requested_at: datetime


def deletion_row(row: PostDeletion) -> DeletionRow:
    """Return a deletion as the list shows it."""
    return DeletionRow(
        number=row.number,
        url=_address(row),
        state_word=row.get_state_display(),
        total=row.total,
        deleted=row.deleted,
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
    )


@dataclass(frozen=True, slots=True)
class ExamplePost:
    """A post that would go, as an example."""

    words: str
    platform: str
    source: str
    collected_at: datetime


@require_GET
def overview(request: OfficerRequest) -> HttpResponse:
    """What the rules say, the plans so far, and the act that plans the next."""
    officer = request.user
    require(officer, *OVERVIEW)
    months = months_kept(officer.bureau_id, clock.now())
    waiting = open_deletion(officer.bureau_id)
    label = _("拟订删除计划…")
    plans = may(officer, Capability.ARCHIVE) and months and waiting is None
    context = {
        "months": months,
        "rules_url": f"{reverse('console:rules')}#h-keeping",
        "rows": [deletion_row(row) for row in deletions_of(officer.bureau_id)[:MOST]],
        "acts": [act_button(label, "console:post-deletion-plan", main=True)] if plans else [],
    }
    return render(request, "console/archive/deletions.html", context)


@Act(
    BUREAU,
    Capability.ARCHIVE,
    title=gettext_lazy("拟订帖文删除计划"),
    lead=gettext_lazy("统计到期且未被使用的帖文，列出月份、来源和示例。此时不删除任何帖文。"),
    safe=gettext_lazy(
        "未办结、未归档或在保管期内的事件，待研判舆情，核实单和未结束的导入所涉帖文，均不列入。"
    ),
    form=forms.Form,
    submit=gettext_lazy("统计并送签"),
)
def plan(officer: Officer, _form: forms.Form, by: By) -> Outcome:
    """Count what would go, and ask for two signatures."""
    del officer
    row = plan_deletion(**by.stamp)
    words = _("计划 %(number)s 已送签，%(count)s 条。") % {
        "number": row.number,
        "count": row.total,
    }
    return words, _address(row)


sign = approve_act(
    DELETION_KIND,
    DELETION,
    Capability.REVIEW,
    done=lambda begins: (
        _("已签署，后台开始分批删除。") if begins else _("已签署，尚须另一人签署。")
    ),
)
"""Sign exactly the plan that was on the screen."""

send_back = return_act(
    DELETION_KIND,
    DELETION,
    Capability.REVIEW,
    title=gettext_lazy("退回删除计划"),
    lead=gettext_lazy("退回后不删除任何帖文，可重新拟订。"),
    done=gettext_lazy("已退回，未删除任何帖文。"),
)
"""Return it, with a reason."""


@ButtonAct(DELETION, Capability.ARCHIVE)
def stop(row: PostDeletion, by: By, _posted: object) -> Text:
    """Stop after the batch at hand."""
    stop_deletion(deletion=row, **by.stamp)
    return _("已暂停。已删除的不可恢复，其余未动。")


@ButtonAct(DELETION, Capability.ARCHIVE)
def resume(row: PostDeletion, by: By, _posted: object) -> Text:
    """Go on where it was stopped."""
    resume_deletion(deletion=row, **by.stamp)
    return _("已继续删除。")


@Act(
    DELETION,
    Capability.ARCHIVE,
    title=gettext_lazy("终止删除计划"),
    lead=gettext_lazy("终止后不再继续，其余帖文保留；须删除的，另行拟订计划。"),
    form=EndForm,
    submit=gettext_lazy("终止"),
)
def end(row: PostDeletion, form: EndForm, by: By) -> Text:
    """End a stopped deletion for good, with a reason."""
    end_deletion(deletion=row, **form.cleaned_data, **by.stamp)
    return _("已终止。其余帖文未动。")


@require_GET
def page(request: OfficerRequest, number: str) -> HttpResponse:
    """One plan: what would go by month and source, examples, who signed, how far it came."""
    officer = request.user
    require(officer, *OVERVIEW)
    row = deletion_for(officer, number, to=Capability.SEE_INCIDENTS)
    signoff = row.signoff
    signed = list(signatures_of(signoff))
    pending = signoff.decision == Decision.PENDING
    may_decide = pending and _may_sign(row, officer, [one.officer_id for one in signed])
    planned = row.state == DeletionState.PLANNED
    context = {
        "row": deletion_row(row),
        "months": row.months,
        "before": row.before,
        "oldest": _moment(row.plan["oldest"]),
        "newest": _moment(row.plan["newest"]),
        "by_month": [
            (month, count, row.by_month.get(month, 0))
            for month, count in row.plan["months"].items()
        ],
        "by_source": list(row.plan["sources"].items()),
        "examples": _examples(row) if planned else [],
        "signed": [(one.officer.name, one.at) for one in signed],
        "needed": signoff.needed,
        "returned": signoff.reason if row.state == DeletionState.RETURNED else "",
        "stopped": row.reason if row.state in STOPPED else "",
        "digest": row.digest if row.state == DeletionState.DONE else "",
        "percent": min(100 * row.deleted // row.total, 100) if row.total else 0,
        "runs": row.state in (DeletionState.RUNNING, DeletionState.STOPPED),
        "hash": DELETION_KIND.content_hash(row),
        "may_decide": may_decide,
        "waits_for_others": pending and not may_decide,
        "return_url": reverse("console:post-deletion-return", args=[number]),
        "acts": _acts(row, officer),
    }
    return render(request, "console/archive/deletion.html", context)


def _may_sign(row: PostDeletion, officer: Officer, signers: list[int]) -> bool:
    others = officer.pk != row.requested_by_id and officer.pk not in signers
    return others and DELETION_KIND.may_decide(row.signoff, officer)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _examples(row: PostDeletion) -> list[ExamplePost]:
    places = known_places_of(row.bureau_id, clock.now())
    return [
        ExamplePost(
            words=(post.title or post.text)[:EXCERPT],
            platform=platform_name(post.channel, places),
            source=post.source.name,
            collected_at=post.collected_at,
        )
        for post in example_posts(row)
    ]


def _acts(row: PostDeletion, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.ARCHIVE):
        return []
    if row.state == DeletionState.RUNNING:
        to = "console:post-deletion-stop"
        return [act_button(_("暂停"), to, row.number, method="post")]
    if row.state == DeletionState.STOPPED:
        ends = act_button(_("终止…"), "console:post-deletion-end", row.number)
        if row.stopped_by_id == officer.pk:  # another person lets it go on
            return [ends]
        to = "console:post-deletion-resume"
        return [ends, act_button(_("继续删除"), to, row.number, method="post", main=True)]
    return []
