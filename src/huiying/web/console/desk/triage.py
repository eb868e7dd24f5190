"""The panel of candidates on the desk: which wait, the clock each would have, what hides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import SOON
from huiying.base.clocks.matters import Wanted
from huiying.web.console.candidates.alarms import AlarmMarks
from huiying.web.console.candidates.queue import UndoNote, undo_of
from huiying.web.console.candidates.rows import CandidateRow, candidate_row, with_topics
from huiying.web.console.shared.component_rows import Hides
from huiying.web.shared.requests import parse_int
from huiying.work.incidents.candidates.clocks import ExpectedNotices, notice_ends
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import waiting_candidates

CANDIDATES = 10  # rows at once
URGENT = (Wanted.LATE, Wanted.SOON)  # counters that count triage items too
IS_TOPIC = {"incident": False, "topic": True}


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of triage item as a filter, with how many wait."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class TriagePanel:
    """The waiting candidates (``console/desk/_candidates.html``).

    Attributes:
        checked: When they were looked for, or why none are shown.
        total, waiting: How many of those asked for, and of all.
        kinds: Filters; none while no policy question waits.
        ends_at: When the first running clock of them ends; None = none runs.
    """

    rows: list[CandidateRow]
    total: int
    checked: str
    kinds: list[KindLink]
    hides: Hides
    undo: UndoNote | None
    waiting: int = 0
    ends_at: datetime | None = None


def with_alarms(panel: TriagePanel, alarms: AlarmMarks) -> TriagePanel:
    """Return the panel with the alarms that nobody took in the rows of their candidates."""
    rows = [replace(row, alarm=alarms.candidates.get(row.id)) for row in panel.rows]
    return replace(panel, rows=rows)


def triage_panel(
    request: HttpRequest, officer: Officer, expected: ExpectedNotices
) -> TriagePanel:
    """Return the candidates that wait, the gravest first; none for who does not triage.

    Args:
        expected: Of the moment that is shown.
    """
    if not may(officer, Capability.TRIAGE):
        words = _("仅值班员和领导小组办公室可研判。")
        return TriagePanel([], 0, words, [], Hides(""), None)
    waiting = waiting_candidates(officer.bureau_id)
    chosen, every, kinds = candidate_kinds(request, waiting)
    total = _chosen_total(kinds, every)
    urgent = request.GET.get("scope", "")
    if urgent in URGENT:
        keys = urgent_candidates(chosen, expected)[urgent]
        chosen, total = chosen.filter(pk__in=keys), len(keys)
    first = parse_int(request.GET.get("behind", "")) or 0
    found = list(chosen[first : first + CANDIDATES])
    at = parse_int(request.GET.get("at", ""))
    rows = [
        candidate_row(row, officer, expected, onward=_onward(request, found, place), brief=True)
        for place, row in enumerate(found)
    ]
    rows = with_topics(rows, officer.bureau_id)
    current = next((place for place, row in enumerate(rows) if row.id == at), 0)
    if rows:
        rows[current] = replace(rows[current], current=True)
    running = [
        row.notice_clock.due_at
        for row in found
        if row.notice_clock and row.notice_clock.stopped_at is None
    ]
    return TriagePanel(
        rows=rows,
        total=total,
        checked=_("每采集一批帖文即研判一次；未研判的持续保留。"),
        kinds=kinds,
        hides=_hides_urgent(request, total, len(rows), every)
        if urgent in URGENT
        else _hides(request, (total, first, first + len(rows))),
        undo=undo_of(officer, expected.now),
        waiting=every,
        ends_at=min(running, default=None),
    )


def urgent_candidates(
    rows: QuerySet[Candidate], expected: ExpectedNotices
) -> dict[str, list[int]]:
    """Return which waiting candidates are late, and which will be within 30 minutes.

    The time of a candidate that is proposed as 重大 runs; that of another one is counted as it
    would stand if the candidate became an incident, which is how its row shows it.
    """
    ends, now = notice_ends(rows, expected), expected.now
    return {
        Wanted.LATE: [key for key, at in ends.items() if at < now],
        Wanted.SOON: [key for key, at in ends.items() if now <= at <= now + SOON],
    }


def candidate_kinds(
    request: HttpRequest, rows: QuerySet[Candidate]
) -> tuple[QuerySet[Candidate], int, list[KindLink]]:
    """Return the candidates of the chosen kind, how many wait in all, and the links.

    There are no links while no policy question waits and none is chosen.
    """
    counted = rows.order_by().aggregate(
        every=Count("pk"), topics=Count("pk", filter=Q(is_topic=True))
    )
    every, topics = counted["every"], counted["topics"]
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in IS_TOPIC else ""
    if not topics and not chosen:
        return rows, every, []
    counts = {"": every, "incident": every - topics, "topic": topics}
    words = {"": _("全部"), "incident": _("事件"), "topic": _("政策咨询")}
    links = [
        KindLink(
            label=words[kind],
            count=counts[kind],
            url=_desk_with(request, "#candidates", kind=kind, behind="", at=""),
            current=kind == chosen,
        )
        for kind in words
    ]
    return (rows.filter(is_topic=IS_TOPIC[chosen]) if chosen else rows), every, links


def _chosen_total(kinds: list[KindLink], every: int) -> int:
    return next((link.count for link in kinds if link.current), every)


def _onward(request: HttpRequest, found: list[Candidate], place: int) -> str:
    """Return where to go on after a decision: to the next of the list, where it stood."""
    near = found[place + 1 : place + 2] or found[max(0, place - 1) : place]
    key = near[0].event_id if near else ""
    part = f"#candidate-{key}" if near else "#candidates"
    return _desk_with(request, part, at=str(key))


def _desk_with(request: HttpRequest, part: str, **changes: str) -> str:
    """Return the desk as it is asked for, with some values changed; "" takes one away."""
    kept = {key: request.GET[key] for key in request.GET if key not in changes}
    query = urlencode({**kept, **{key: value for key, value in changes.items() if value}})
    return f"{reverse('console:desk')}{f'?{query}' if query else ''}{part}"


def _hides_urgent(request: HttpRequest, total: int, shown: int, every: int) -> Hides:
    words = {
        Wanted.LATE: _("仅列超时的 %(total)s 组，共 %(every)s 组待研判。"),
        Wanted.SOON: _("仅列 30 分钟内到期的 %(total)s 组，共 %(every)s 组待研判。"),
    }
    return Hides(
        shown=words[Wanted(request.GET["scope"])] % {"total": total, "every": every},
        hidden=_("未显示 %(count)s 组") % {"count": every - shown} if every > shown else "",
        all_url=_desk_with(request, "#candidates", scope="", behind="", at=""),
        all_label=_("查看全部"),
    )


def _hides(request: HttpRequest, span: tuple[int, int, int]) -> Hides:
    total, first, last = span
    shown = _("按等级和列入时间排序，共 %(total)s 组待研判。")
    more = total > last
    behind = str(last) if more else ""
    return Hides(
        shown=shown % {"total": total},
        hidden=_("未显示 %(count)s 组") % {"count": total - (last - first)}
        if more or first
        else "",
        all_url=_desk_with(request, "#candidates", behind=behind, at="")
        if more or first
        else "",
        all_label=_("查看其余") if more else _("返回最前"),
    )
