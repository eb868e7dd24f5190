"""值班台: running deadlines with their holders, and what waits for a decision.

In:   requests of any officer.    Out:  the desk and its two fragments that refresh.
Cost: a constant number of queries, whatever the number of clocks and posts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow
from huiying.base.clocks.queries import BoardTotals, board, board_totals
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs import clock
from huiying.web.console.approvals.decision_pages import decisions_waiting_for
from huiying.web.console.assessment.trend import trend_of
from huiying.web.console.candidates.merge_questions import questions_for
from huiying.web.console.candidates.queue import UndoNote, undo_of
from huiying.web.console.candidates.rows import CandidateRow, candidate_row
from huiying.web.console.closing.reopening import reopening_rows
from huiying.web.console.desk.alarms import alarms_of
from huiying.web.console.desk.panels import (
    KindLink,
    answer_links,
    candidate_kinds,
    demo_suggestions,
    source_strip,
    system_problems_of,
    voids_for,
)
from huiying.web.console.desk.rows import WaitingLine, board_row, receipt_row
from huiying.web.console.desk.setup_checklist import checklist
from huiying.web.console.desk.waiting import waiting_rows
from huiying.web.console.drafts.waiting import answers_waiting
from huiying.web.console.liaison.panel import liaison_waiting
from huiying.web.console.outlets.rows import outlet_waiting
from huiying.web.console.patrols.rows import patrols_due
from huiying.web.console.press.rows import press_waiting
from huiying.web.console.roster.on_duty import duty_panel
from huiying.web.console.shared.component_rows import Hides
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.casework.notices.queries import notices_to_sign
from huiying.work.collection.posts.queries import posts_in_last_day
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.candidates.clocks import ExpectedNotices
from huiying.work.incidents.candidates.queries import waiting_candidates
from huiying.work.incidents.incidents.queries import incidents_in_sight

CLOCKS = 30  # rows of the board at once
SHOWN = 20
POLL_SECONDS = 5 if settings.DEMO else 15


@require_GET
def desk(request: OfficerRequest) -> HttpResponse:
    """The whole desk."""
    require(request.user, Capability.SEE_DESK)
    now = clock.now()
    officer = request.user
    receipts = [receipt_row(row, now) for row in notices_to_sign(officer)]
    approvals = _approvals(officer, now)
    totals = board_totals(officer.bureau_id, now, officer)
    alarms = standing_alarms(officer.bureau_id) if may(officer, Capability.TRIAGE) else []
    standing = list(alarms)
    context = {
        "duty": duty_panel(officer, now),
        "totals": totals,
        "setup": checklist(officer, now),
        "tries": demo_suggestions(),
        "alarms": alarms_of(officer, standing, now),
        "troubles": system_problems_of(officer, standing),
        "board_url": f"{reverse('console:board')}?{request.GET.urlencode()}",
        "candidates_url": f"{reverse('console:candidates')}?{request.GET.urlencode()}",
        "poll_seconds": POLL_SECONDS,
        "receipts": receipts,
        "approvals": approvals,
        "reopenings": reopening_rows(officer),
        "questions": questions_for(officer, now),
        "voids": voids_for(officer, now),
        "patrols": patrols_due(officer, now),
        "waiting": [
            *answers_waiting(officer, now),
            *waiting_rows(officer, now),
            *liaison_waiting(officer, now),
            *outlet_waiting(officer, now),
            *press_waiting(officer, now),
        ],
        "sources": source_strip(officer),
        "trend": trend_of(Volume(officer.bureau_id), now),
        **_board(request, officer, now, totals),
        "triage": _triage(request, officer, now),
    }
    return render(request, "console/desk/desk.html", context)


@require_GET
def board_fragment(request: OfficerRequest) -> HttpResponse:
    """The countdown board alone."""
    require(request.user, Capability.SEE_DESK)
    now = clock.now()
    totals = board_totals(request.user.bureau_id, now, request.user)
    context = _board(request, request.user, now, totals)
    return render(request, "console/desk/_board.html", context)


@require_GET
def candidates_fragment(request: OfficerRequest) -> HttpResponse:
    """The waiting candidates alone."""
    require(request.user, Capability.SEE_DESK)
    context = {"triage": _triage(request, request.user, clock.now())}
    return render(request, "console/desk/_candidates.html", context)


@dataclass(frozen=True, slots=True)
class TriagePanel:
    """The waiting candidates (``console/desk/_candidates.html``).

    Attributes:
        checked: When they were looked for, or why none are shown.
        kinds: Filters; none while no policy question waits.
    """

    rows: list[CandidateRow]
    total: int
    checked: str
    kinds: list[KindLink]
    hides: Hides
    undo: UndoNote | None


def _board(
    request: OfficerRequest, officer: Officer, now: datetime, totals: BoardTotals
) -> dict[str, object]:
    """Return the most urgent clocks; a long board has pages, and says what it does not show."""
    chosen = request.GET.get("scope") or ("all" if _sees_all(officer) else "mine")
    scope = "mine" if chosen == "mine" else "all"
    first = parse_int(request.GET.get("from", "")) or 0
    whose = None if scope == "all" else officer
    rows = board(officer.bureau_id, now, mine=whose, first=first, most=CLOCKS)
    total = totals.mine if whose else totals.running
    last = first + len(rows)
    desk_url = reverse("console:desk")
    visible, answers = _seen(officer, rows), answer_links(officer, rows)
    return {
        "board": [
            board_row(
                row,
                officer,
                now,
                visible=row.subject_ref in visible,
                answer=answers.get(row.subject_ref),
            )
            for row in rows
        ],
        "board_shown": len(rows),
        "board_total": total,
        "scope": scope,
        "mine_count": totals.mine,
        "all_url": f"{desk_url}?scope=all",
        "mine_url": f"{desk_url}?scope=mine",
        "hides": Hides(
            shown=_("按剩余时间排序，全部 %(total)s 个都在这里。") % {"total": total}
            if len(rows) == total
            else _("按剩余时间排序，共 %(total)s 个，显示第 %(first)s 至 %(last)s 个。")
            % {"total": total, "first": first + 1, "last": last},
            hidden=_("后面还有 %(count)s 个") % {"count": total - last} if total > last else "",
            all_url=f"{desk_url}?scope={scope}&from={last}"
            if total > last
            else f"{desk_url}?scope={scope}"
            if first
            else "",
            all_label=_("看后面的") if total > last else _("回到最急的"),
            key=True,
        ),
    }


def _sees_all(officer: Officer) -> bool:
    """Tell whether the board of the whole bureau concerns the officer, or his unit's alone."""
    return may(officer, Capability.SEE_POSTS) or not may(officer, Capability.SIGN)


def _seen(officer: Officer, rows: list[BoardRow]) -> set[str]:
    """Return the matters on the board whose content the officer may see (one query at most)."""
    refs = {row.subject_ref for row in rows}
    if may(officer, Capability.SEE_POSTS):
        return refs
    if not may(officer, Capability.SEE_INCIDENTS):
        return set()
    mine = incidents_in_sight(officer).filter(number__in=refs)
    return set(mine.order_by().values_list("number", flat=True))


def _triage(request: OfficerRequest, officer: Officer, now: datetime) -> TriagePanel:
    if not may(officer, Capability.TRIAGE):
        words = _("处理候选须有值班员或办公室的角色。")
        return TriagePanel([], 0, words, [], Hides(""), None)
    rows, total, kinds = candidate_kinds(request, waiting_candidates(officer.bureau_id))
    expected = ExpectedNotices(officer.bureau_id, now)
    shown = [candidate_row(row, officer, expected) for row in rows[:SHOWN]]
    if shown:
        shown[0] = replace(shown[0], current=True)
    posts = posts_in_last_day(officer.bureau_id, now=now)
    return TriagePanel(
        rows=shown,
        total=total,
        checked=_("机器每收到一批帖文就看一次；不处理不会消失。"),
        kinds=kinds,
        hides=Hides(
            shown=_("近 24 小时收到 %(posts)s 条帖文；%(total)s 组待处理。")
            % {"posts": posts, "total": total},
            hidden=_("未显示 %(count)s 组") % {"count": total - len(shown)}
            if total > len(shown)
            else "",
            all_url=reverse("console:candidates-decided"),
            all_label=_("看已处理的"),
        ),
        undo=undo_of(officer, now),
    )


def _approvals(officer: Officer, now: datetime) -> list[WaitingLine]:
    if not may(officer, Capability.APPROVE) and not may(officer, Capability.REVIEW):
        return []
    return [
        WaitingLine(row.label, row.title, row.url, clock_facts(row.clock, now))
        for row in decisions_waiting_for(officer)
    ]
