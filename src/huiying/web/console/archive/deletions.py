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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.planned_deletions import DeletionPages
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.core.planned_deletions import open_plan
from huiying.work.closing.retention.access import deletion_for
from huiying.work.closing.retention.actions.plan import DELETION_KIND, plan_deletion
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.closing.retention.queries import (
    deletions_of,
    example_posts,
    retention_months,
)
from huiying.work.collection.communities.known_places import known_places_of

MOST = 20
EXCERPT = 80
OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)
BUREAU = Target(row=own_bureau, back="console:post-deletions")
PAGES = DeletionPages[PostDeletion](
    kind=DELETION_KIND,
    find=deletion_for,
    address="console:post-deletion",
    planned_label=gettext_lazy("计划条数"),
)

sign, stop, resume = PAGES.sign_act(), PAGES.stop_act(), PAGES.resume_act()
send_back = PAGES.return_act(
    lead=gettext_lazy("退回后不删除任何帖文，可重新拟订。"),
    done=gettext_lazy("已退回，未删除任何帖文。"),
)
end = PAGES.end_act(
    lead=gettext_lazy("终止后不再继续，其余帖文保留；须删除的，另行拟订计划。"),
    done=gettext_lazy("已终止。其余帖文未动。"),
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
    months = retention_months(officer.bureau_id, clock.now())
    plannable = bool(months) and open_plan(PostDeletion, officer.bureau_id) is None
    rows = deletions_of(officer.bureau_id)[:MOST]
    context = {
        "months": months,
        **PAGES.list_context(officer, rows, plannable=plannable),
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
def plan(_bureau: Bureau, _form: forms.Form, by: By) -> Outcome:
    """Count what would go, and ask for two signatures."""
    row = plan_deletion(**by.stamp)
    words = _("计划 %(number)s 已送签，%(count)s 条。") % {
        "number": row.number,
        "count": row.total,
    }
    return words, PAGES.url(row)


@require_GET
def page(request: OfficerRequest, number: str) -> HttpResponse:
    """One plan: what would go by month and source, examples, who signed, how far it came."""
    require(request.user, *OVERVIEW)
    row = deletion_for(request.user, number, to=Capability.SEE_INCIDENTS)
    context = {
        **PAGES.page_context(request.user, row),
        "months": row.months,
        "before": row.before,
        "oldest": _moment(row.plan["oldest"]),
        "newest": _moment(row.plan["newest"]),
        "by_group": list(row.plan["sources"].items()),
        "examples": _examples(row) if row.state == DeletionState.PLANNED else [],
    }
    return render(request, "console/archive/deletion.html", context)


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
