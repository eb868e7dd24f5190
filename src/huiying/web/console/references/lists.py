"""来件与联系, 公开承诺: lists of references and commitments, with filters."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.references.rows import promise_row, reference_row
from huiying.web.console.shared.component_rows import Hides, chosen_states, hidden_note
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.promises.queries import visible_promises
from huiying.work.casework.references.queries import (
    ORIGINS_OWED_ANSWER,
    UNANSWERED,
    visible_references,
)

PAGE = 50


def offline_note(total: int, shown: int, all_url: str) -> Hides:
    """Return what a filter of such a list shows and hides."""
    return hidden_note(
        total,
        shown,
        all_url,
        words=_("共 %(total)s 项，显示 %(shown)s 项。"),
        hidden_words=_("筛选隐藏了 %(count)s 项"),
    )


@require_GET
def reference_list(request: OfficerRequest) -> HttpResponse:
    """What came in elsewhere: who still waits for an answer, when the next contact is due."""
    require(request.user, Capability.SEE_POSTS, Capability.READ_RECORD)
    now, officer = clock.now(), request.user
    every = visible_references(officer)
    state = request.GET.get("state", "owed")
    rows = {
        "owed": every.filter(UNANSWERED, origin__in=ORIGINS_OWED_ANSWER).order_by(
            F("clock__due_at").asc(nulls_first=True), "bound_at"
        ),
        "settled": every.exclude(UNANSWERED),
    }.get(state, every)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [reference_row(row, officer, now) for row in page],
        "page_obj": page,
        "states": chosen_states(
            [("owed", _("尚未答复")), ("settled", _("已答复")), ("", _("全部"))], state
        ),
        "hides": offline_note(
            every.count(), page.paginator.count, f"{reverse('console:references')}?state="
        ),
    }
    return render(request, "console/references/references.html", context)


@require_GET
def promise_list(request: OfficerRequest) -> HttpResponse:
    """What was promised in public: open by day, late, kept."""
    require(request.user, Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    every = visible_promises(officer)
    state = request.GET.get("state", "open")
    rows = {
        "open": every.filter(fulfilled_at__isnull=True),
        "late": every.filter(fulfilled_at__isnull=True, due_at__lt=now),
        "kept": every.filter(fulfilled_at__isnull=False).order_by("-fulfilled_at"),
    }.get(state, every)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    choices = [
        ("open", _("尚未兑现")),
        ("late", _("过期未兑现")),
        ("kept", _("已兑现")),
        ("", _("全部")),
    ]
    context = {
        "rows": [promise_row(row, officer, now) for row in page],
        "page_obj": page,
        "states": chosen_states(choices, state),
        "hides": offline_note(
            every.count(), page.paginator.count, f"{reverse('console:promises')}?state="
        ),
    }
    return render(request, "console/references/promises.html", context)
