"""The board of matters: one row a matter, the worst clock first; its counters and filters.

In:   a request, what the officer may see.    Out:  rows, counters that lead to their rows.
Cost: eleven queries at most, whatever the number of matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.matters import (
    MatterClocks,
    MatterScope,
    MatterTotals,
    Wanted,
    clocks_by_matter,
    matter_totals,
)
from huiying.web.console.candidates.alarms import NO_ALARMS, AlarmMarks
from huiying.web.console.desk.answers import answer_links
from huiying.web.console.desk.rows import (
    BoardSight,
    ClockCell,
    MatterRow,
    contacts_for,
    matter_row,
)
from huiying.web.console.desk.triage import urgent_candidates
from huiying.web.console.shared.clock_subjects import urgent_petitions
from huiying.web.console.shared.component_rows import Hides
from huiying.web.shared.requests import parse_int
from huiying.work.incidents.candidates.clocks import ExpectedNotices
from huiying.work.incidents.candidates.queries import waiting_candidates
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.queries import incidents_in_sight

MATTERS = 12  # rows at once: with the panels beside them, two screens
CANDIDATE = "candidate"  # a kind of matters with a list of its own


@dataclass(frozen=True, slots=True)
class TotalLink:
    """One counter over the desk; it leads to its rows, and says what they are."""

    label: str
    count: int
    url: str
    counted: str
    bad: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class MatterBoard:
    """The board of matters (``console/desk/_matters.html``)."""

    rows: list[MatterRow]
    total: int
    totals: list[TotalLink]
    hides: Hides
    clocks: list[MatterClocks]  # of the rows, as they were read


def board_of(
    request: HttpRequest,
    officer: Officer,
    expected: ExpectedNotices,
    *,
    alarms: AlarmMarks = NO_ALARMS,
    on_duty: Iterable[int] = (),
) -> MatterBoard:
    """Return the page of the board that was asked for.

    Args:
        expected: Of the moment that is shown.
        on_duty: Keys of the officers on duty, who are called first.
    """
    wanted, now = _wanted(request, officer), expected.now
    scope = scope_of(officer, now, only_mine=wanted is Wanted.MINE and not sees_all(officer))
    totals = matter_totals(scope, now)
    first = parse_int(request.GET.get("from", "")) or 0
    matters = clocks_by_matter(scope, now, wanted, first=first, most=MATTERS)
    sight = sight_of(officer, now, matters, alarms=alarms, on_duty=on_duty)
    total = _counted(totals, wanted)
    return MatterBoard(
        rows=one_main([matter_row(matter, sight) for matter in matters]),
        total=total,
        totals=_totals(_counts_of(totals, officer, expected), wanted, officer),
        hides=_hides(wanted, total, first, first + len(matters)),
        clocks=matters,
    )


def scope_of(officer: Officer, now: datetime, *, only_mine: bool = False) -> MatterScope:
    """Return the clocks that the board counts.

    Who triages has candidates in a list of their own; petitions have theirs.
    """
    triages = may(officer, Capability.TRIAGE)
    without = (CANDIDATE,) if triages else ()
    return MatterScope(officer, only_mine, without, urgent_petitions(now))


def sees_all(officer: Officer) -> bool:
    """Tell whether the board of the whole bureau concerns the officer, or the unit's alone."""
    return may(officer, Capability.SEE_POSTS) or not may(officer, Capability.SIGN)


def sight_of(
    officer: Officer,
    now: datetime,
    matters: list[MatterClocks],
    *,
    alarms: AlarmMarks = NO_ALARMS,
    on_duty: Iterable[int] = (),
) -> BoardSight:
    """Return what the rows of these matters need, read once for all of them."""
    incidents = _incidents(officer, matters)
    all_seen = may(officer, Capability.SEE_POSTS)
    return BoardSight(
        officer=officer,
        now=now,
        contacts=contacts_for(officer, matters, on_duty),
        incidents=incidents,
        seen=None if all_seen else frozenset(incidents),
        answers=answer_links(officer, matters, incidents),
        alarms=alarms.incidents,
    )


def one_main(rows: list[MatterRow], *, none: bool = False) -> list[MatterRow]:
    """Return the rows with one filled button: of the first clock that the officer holds.

    Args:
        none: The page has its filled button elsewhere.
    """
    shown: list[MatterRow] = []
    for row in rows:
        plain = none or any(one.first.act and one.first.act.main for one in shown)
        first = _outlined(row.first) if plain else row.first
        others = [_outlined(cell) for cell in row.others]
        shown.append(replace(row, first=first, others=others))
    return shown


def _outlined(cell: ClockCell) -> ClockCell:
    return replace(cell, act=replace(cell.act, main=False)) if cell.act else cell


def _incidents(officer: Officer, matters: list[MatterClocks]) -> dict[str, Incident]:
    """Return the incidents among the matters that the officer may see (one query at most)."""
    numbers = {one.first.subject_ref for one in matters if one.first.subject_kind == "incident"}
    if not numbers or not may(officer, Capability.SEE_INCIDENTS):
        return {}
    rows = incidents_in_sight(officer).filter(number__in=numbers).order_by()
    shown = rows.select_related(None).select_related("lead_unit")
    columns = ("number", "stage", "is_topic", "lead_unit", "lead_unit__name")
    return {incident.number: incident for incident in shown.only(*columns)}


def _wanted(request: HttpRequest, officer: Officer) -> Wanted:
    """Return which clocks are shown; who sees a unit's matters alone begins with these."""
    chosen = request.GET.get("scope", "")
    if chosen in list(Wanted):
        return Wanted(chosen)
    return Wanted.ALL if sees_all(officer) else Wanted.MINE


def _counted(totals: MatterTotals, wanted: Wanted) -> int:
    counts = {Wanted.MINE: totals.mine, Wanted.LATE: totals.late, Wanted.SOON: totals.soon}
    return counts.get(wanted, totals.running)


def _counts_of(
    totals: MatterTotals, officer: Officer, expected: ExpectedNotices
) -> MatterTotals:
    """Return the totals with the triage items, which stand in a list of their own."""
    if not may(officer, Capability.TRIAGE):
        return totals
    waiting = waiting_candidates(officer.bureau_id)
    urgent = urgent_candidates(waiting, expected)
    return replace(
        totals,
        late=totals.late + len(urgent[Wanted.LATE]),
        soon=totals.soon + len(urgent[Wanted.SOON]),
    )


def _totals(totals: MatterTotals, wanted: Wanted, officer: Officer) -> list[TotalLink]:
    """Return the counters: whose matters they count depends on who looks, and is said."""
    whole = sees_all(officer)
    triages = may(officer, Capability.TRIAGE)
    late, soon = _("超时的事项"), _("30 分钟内到期的事项")
    if triages:  # who may not triage sees none of these items
        late, soon = _("超时的事项和待研判"), _("30 分钟内到期的事项和待研判")
    whose = _("全局：%(what)s") if whole else _("本单位：%(what)s")
    words = {
        Wanted.LATE: (_("超时"), late),
        Wanted.SOON: (_("30 分钟内到期"), soon),
        Wanted.ALL: (_("计时中"), _("有时限计时中的事项，一件事项只计一次")),
        Wanted.MINE: (_("我的"), ""),
    }
    mine = _("当前经办为您或您所在岗位的事项")
    return [
        TotalLink(
            label,
            _counted(totals, one),
            f"{board_url(one)}#h-board",
            whose % {"what": what} if what else mine,
            bad=one is Wanted.LATE and bool(totals.late),
            current=one is wanted,
        )
        for one, (label, what) in words.items()
    ]


def board_url(wanted: Wanted, first: int = 0) -> str:
    """Return the desk with these matters on its board."""
    query = {"scope": str(wanted), **({"from": first} if first else {})}
    return f"{reverse('console:desk')}?{urlencode(query)}"


def _hides(wanted: Wanted, total: int, first: int, last: int) -> Hides:
    shown = _("按剩余时间排序，共 %(total)s 件，显示第 %(first)s 至 %(last)s 件。")
    if last - first == total:
        shown = _("按剩余时间排序，共 %(total)s 件，已全部显示。")
    more = total > last
    return Hides(
        shown=shown % {"total": total, "first": first + 1 if total else 0, "last": last},
        hidden=_("其余 %(count)s 件") % {"count": total - last} if more else "",
        all_url=board_url(wanted, last if more else 0) if more or first else "",
        all_label=_("查看其余") if more else _("返回最急的"),
        key=True,
    )
