"""The rows behind a number: clocks, incidents, closings, notices or posts, also as a file.

In:   the address that a number links to.    Out:  exactly as many rows as the number says.
Cost: a constant number of queries a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.distributions import ClockFilter, clocks_behind
from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.web.console.figures.comparison import CODES
from huiying.web.console.figures.period import Period
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.requests import parse_int
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.notices.queries import notices_behind
from huiying.work.closing.core.counters import closed_behind
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.queries import posts_with_source
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.releases.topics import (
    IncidentFilter,
    deleted_posts_of_topic,
    incidents_behind,
    posts_behind,
)

MINUTE = timedelta(minutes=1)
EXCERPT = 80


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row: its number, the page of what it is about ("" = none), the other cells."""

    number: str
    url: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class RowList:
    """A kind of rows.

    Attributes:
        find: Officer, period, what else was asked, the moment → the rows.
        lines: Rows, officer, the moment → their lines.
        note: Officer, period, what else was asked → what the number counts and no row shows.
    """

    title: str | Promise
    headings: tuple[str | Promise, ...]
    find: Callable[[Officer, Period, QueryDict, datetime], QuerySet[Any]]
    lines: Callable[[Iterable[Any], Officer, datetime], list[ListedRow]]
    note: Callable[[Officer, Period, QueryDict], str] = lambda _officer, _period, _query: ""


Line = Callable[[Any, Officer, datetime], ListedRow]


def _each(line: Line) -> Callable[[Iterable[Any], Officer, datetime], list[ListedRow]]:
    """Return what makes lines of rows, one by one."""
    return lambda rows, officer, now: [line(row, officer, now) for row in rows]


def _minute(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _minutes(text: str) -> timedelta | None:
    found = parse_int(text)
    return None if found is None else found * MINUTE


def _clocks(
    officer: Officer, period: Period, query: QueryDict, now: datetime
) -> QuerySet[Clock]:
    wanted = set(query.get("rules", "").split(","))
    chosen = ClockFilter(
        codes=tuple(code for code in CODES if code in wanted),
        since=period.since,
        until=period.until,
        outcome=query.get("outcome", ""),
        unit=parse_int(query.get("unit", "")),
        over=_minutes(query.get("over", "")),
        upto=_minutes(query.get("upto", "")),
    )
    return clocks_behind(officer.bureau_id, chosen, now)


def _clock_line(clock: Clock, officer: Officer, now: datetime) -> ListedRow:
    ended = clock.stopped_at or now
    late = ended > clock.due_at
    running = clock.state == ClockState.RUNNING
    return ListedRow(
        subject_number(clock.subject_kind, clock.subject_ref),
        subject_url(clock.subject_kind, clock.subject_ref, officer),
        [
            clock.subject_label,
            _(clock.name),
            clock.holder_unit.name if clock.holder_unit else clock.holder,
            _minute(clock.starts_at),
            _minute(clock.due_at),
            _("未办结") if running else _minute(clock.stopped_at),
            _("超时") if late else _("按时"),
        ],
    )


def _incidents(
    officer: Officer, period: Period, query: QueryDict, now: datetime
) -> QuerySet[Incident]:
    del now
    chosen = IncidentFilter(
        since=period.since,
        until=period.until,
        grade=parse_int(query.get("grade", "")) or 0,
        event_kind=query.get("kind"),
        topic=query.get("topic"),
    )
    return incidents_behind(officer.bureau_id, chosen)


def _incident_line(incident: Incident, officer: Officer, now: datetime) -> ListedRow:
    del officer, now
    return ListedRow(
        incident.number,
        cached_url("console:incident", incident.number),
        [*_incident_cells(incident), _minute(incident.opened_at)],
    )


def _incident_cells(incident: Incident) -> list[str]:
    return [
        incident.title,
        _(Grade(incident.grade).label),
        _(EventKind(incident.event_kind).label),
        incident.lead_unit.name if incident.lead_unit else "",
        _(Stage(incident.stage).label),
    ]


def _closed(
    officer: Officer, period: Period, query: QueryDict, now: datetime
) -> QuerySet[Incident]:
    del query, now
    return closed_behind(officer.bureau_id, period.since, period.until)


def _closed_line(incident: Any, officer: Officer, now: datetime) -> ListedRow:
    del officer, now
    return ListedRow(
        incident.number,
        cached_url("console:incident", incident.number),
        [*_incident_cells(incident), _minute(incident.closed_at)],
    )


def _notices(
    officer: Officer, period: Period, query: QueryDict, now: datetime
) -> QuerySet[Notice]:
    del now
    unit = parse_int(query.get("unit", ""))
    return notices_behind(officer.bureau_id, period.since, period.until, unit)


def _notice_line(notice: Notice, officer: Officer, now: datetime) -> ListedRow:
    del officer, now
    return ListedRow(
        notice.number,
        cached_url("console:notice", notice.number),
        [
            notice.incident.title,
            notice.unit.name,
            _minute(notice.sent_at),
            _minute(notice.signed_at),
            str(notice.get_state_display()),
        ],
    )


def _posts(
    officer: Officer, period: Period, query: QueryDict, now: datetime
) -> QuerySet[Placement]:
    del now
    require(officer, Capability.SEE_POSTS)
    return posts_behind(officer.bureau_id, period.since, period.until, query.get("topic"))


def _post_lines(rows: Iterable[Placement], officer: Officer, now: datetime) -> list[ListedRow]:
    """Return posts with their incidents: three queries more, however many."""
    placed = list(rows)
    posts = posts_with_source(row.post_id for row in placed)
    places = known_places_of(officer.bureau_id, now)
    matters = matters_of_events(officer.bureau_id, {row.event_id for row in placed})
    return [
        _post_line(posts[row.post_id], matters.incidents.get(row.event_id), places)
        for row in placed
        if row.post_id in posts
    ]


def _post_line(post: Post, incident: Incident | None, places: KnownPlaces) -> ListedRow:
    words = [post.title or post.text[:EXCERPT], platform_name(post.channel, places)]
    return ListedRow(
        incident.number if incident else "",
        cached_url("console:incident", incident.number) if incident else "",
        [
            incident.title if incident else "",
            *words,
            post.source.name,
            _minute(post.collected_at),
        ],
    )


def _deleted_posts(officer: Officer, period: Period, query: QueryDict) -> str:
    topic = query.get("topic")
    gone = deleted_posts_of_topic(officer.bureau_id, period.since, period.until, topic)
    if not gone:
        return ""
    return _("另有 %(count)s 条已按保存期删除，仍计入统计") % {"count": gone}


_INCIDENT: Sequence[str | Promise] = (
    gettext_lazy("编号"),
    pgettext_lazy("register", "事件"),
    gettext_lazy("等级"),
    gettext_lazy("类型"),
    gettext_lazy("责任单位"),
    gettext_lazy("当前环节"),
)
LISTS = {
    "clocks": RowList(
        gettext_lazy("时限明细"),
        (
            gettext_lazy("编号"),
            pgettext_lazy("register", "事件"),
            gettext_lazy("时限"),
            gettext_lazy("经办"),
            gettext_lazy("开始"),
            gettext_lazy("到期"),
            gettext_lazy("完成"),
            gettext_lazy("结果"),
        ),
        _clocks,
        _each(_clock_line),
    ),
    "incidents": RowList(
        gettext_lazy("事件明细"),
        (*_INCIDENT, gettext_lazy("登记时间")),
        _incidents,
        _each(_incident_line),
    ),
    "closed": RowList(
        gettext_lazy("办结事件明细"),
        (*_INCIDENT, pgettext_lazy("register", "办结时间")),
        _closed,
        _each(_closed_line),
    ),
    "notices": RowList(
        gettext_lazy("通报明细"),
        (
            gettext_lazy("编号"),
            pgettext_lazy("register", "事件"),
            gettext_lazy("通报单位"),
            gettext_lazy("通报时间"),
            gettext_lazy("签收时间"),
            gettext_lazy("状态"),
        ),
        _notices,
        _each(_notice_line),
    ),
    "posts": RowList(
        gettext_lazy("事件帖文明细"),
        (
            gettext_lazy("事件编号"),
            pgettext_lazy("register", "事件"),
            gettext_lazy("帖文"),
            gettext_lazy("平台"),
            gettext_lazy("来源"),
            gettext_lazy("采集时间"),
        ),
        _posts,
        _post_lines,
        _deleted_posts,
    ),
}
