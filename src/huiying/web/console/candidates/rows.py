"""Candidates as rows of triage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.web.console.candidates.alarms import AlarmMark
from huiying.web.console.candidates.topics import (
    TopicPanel,
    answer_act,
    may_answer,
    topic_panel,
)
from huiying.web.console.routing.proposal import routing_lines
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.grade_cards import DIMENSIONS, GradeCardRow, grade_card_rows
from huiying.web.shared.clock_rows import clock_facts, expected_clock
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.reasons import all_in_language
from huiying.web.shared.time_words import length_words
from huiying.web.shared.tone import kind_word
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.incidents.candidates.actions.settle_channels import listed_channels
from huiying.work.incidents.candidates.clocks import ExpectedNotices
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.candidates.queries import main_kind
from huiying.work.incidents.candidates.topic_marks import topics_of_events

MOST_PLATFORMS = 4  # named in a row
ALONE = "engine.new_event"  # the reason of the first post; others came to it since
STAYS = ("M", "W", "T", "X")  # keys of the acts after which triage goes on


@dataclass(frozen=True, slots=True)
class CandidateReason:
    """A sentence that says why, and the rule behind it ("" = none)."""

    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class GradeClock:
    """The time of the notice that an incident of a grade would have."""

    grade: int
    note: str  # from when it counts
    clock: ClockFacts | None  # None = it would begin with the decision
    length: str  # of one that would


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One candidate: reasons, proposal, times and the acts open to the officer."""

    id: int
    version: int
    title: str
    url: str
    size: int
    sources: str
    published_at: datetime | None
    collected_at: datetime | None
    noticed_at: datetime | None = None
    unseen: bool  # nobody opened it yet
    clock: ClockFacts  # of the notice, as the grade is proposed
    clock_note: str
    if_grades: list[GradeClock]  # until when units must be told, if it is 重大 or 一般
    alarm: AlarmMark | None = None
    grade: int
    grade_line: str
    cards: list[GradeCardRow]
    reasons: list[CandidateReason]
    kind: str  # what most posts want, "" = no words tell
    topic: TopicPanel | None
    busy: str  # who else is on it, "" = nobody
    busy_until: datetime | None
    state_word: str
    reason: str  # of the decision
    decided_by: str
    decided_at: datetime | None
    incident_url: str
    incident_number: str
    routing: tuple[str, ...]
    routing_note: str
    acts: list[ActButton]
    rules: str  # version of the rule book
    current: bool = False
    watched: tuple[str, ...] = ()  # names of the watch topics that its posts match


def candidate_row(
    row: Candidate,
    officer: Officer,
    expected: ExpectedNotices,
    *,
    onward: str = "",
    brief: bool = False,
) -> CandidateRow:
    """Return one candidate as a row.

    Args:
        expected: Says until when units would have to be notified, and which moment it is.
        onward: The address to go to after an act; "" = the desk.
        brief: Leave out grade cards and units, which the desk does not show: the words that
            cards quote are looked at for names, about 2 ms each.
    """
    busy = _busy(row, officer, expected.now)
    routing = routing_lines(() if brief else row.routing, chosen=_chosen(row))
    graded = {} if brief else row.proposal
    incident = row.incident if row.incident_id else None
    return CandidateRow(
        id=row.event_id,
        version=row.revision,
        title=row.title,
        url=cached_url("console:candidate", row.event_id),
        size=row.size,
        sources=_platforms(row, expected.places),
        published_at=row.first_published_at,
        collected_at=row.discovered_at,
        unseen=row.opened_by_id is None and row.decided_by_id is None,
        clock=_clock(row, expected),
        clock_note=_("若定为重大，通报剩余")
        if row.notice_clock
        else _("登记为事件后，通报剩余"),
        if_grades=_if_grades(row, expected),
        grade=row.proposed_grade,
        grade_line=grade_line(row),
        cards=grade_card_rows(graded.get("cards", []), graded.get("phrases", {})),
        reasons=[CandidateReason(text) for text in reasons(row)],
        kind=kind_word(main_kind(row.facts)),
        topic=topic_panel(row, officer),
        busy=busy,
        busy_until=row.opened_until if busy else None,
        state_word=row.get_state_display(),
        reason=row.reason,
        decided_by=row.decided_by.name if row.decided_by_id and row.decided_by else "",
        decided_at=row.decided_at,
        incident_url=cached_url("console:incident", incident.number) if incident else "",
        incident_number=incident.number if incident else "",
        routing=routing.lines,
        routing_note=routing.note,
        acts=acts(row, officer, onward),
        rules=row.rule_version,
    )


def with_topics(rows: Sequence[CandidateRow], bureau_id: int) -> list[CandidateRow]:
    """Return rows with the watch topics that their posts match; one query."""
    found = topics_of_events(bureau_id, [row.id for row in rows]) if rows else {}
    return [replace(row, watched=found.get(row.id, ())) for row in rows]


def _platforms(row: Candidate, places: KnownPlaces) -> str:
    """Return the platforms with the most posts; those of no list are one."""
    counts = listed_channels(row.channels, places)[:MOST_PLATFORMS]
    return " · ".join(f"{platform_name(name, places)} {count}" for name, count in counts)


def _clock(row: Candidate, expected: ExpectedNotices) -> ClockFacts:
    """Return the clock of a proposal of 重大, or the one that an incident of it would have."""
    if row.notice_clock is not None or row.state not in (
        CandidateState.NEW,
        CandidateState.WATCHED,
    ):
        return clock_facts(row.notice_clock, expected.now)
    return expected_clock(expected.due(row), expected.now)


def _if_grades(row: Candidate, expected: ExpectedNotices) -> list[GradeClock]:
    """Return the notice times of the two ends of the scale; none of what was decided.

    The time of 重大 counts from when it was first before the bureau as such (Article 4(3)):
    of one that nobody and nothing calls 重大 yet, from the decision.
    """
    if row.state not in (CandidateState.NEW, CandidateState.WATCHED):
        return []
    major, now = expected.due(row, Grade.MAJOR), expected.now
    ordinary = expected_clock(expected.due(row, Grade.ORDINARY), now)
    if row.major_since is None:
        length = length_words((major - now).total_seconds())
        first = GradeClock(int(Grade.MAJOR), _("自定级起"), None, length)
    else:
        first = GradeClock(int(Grade.MAJOR), _("自列为重大起"), expected_clock(major, now), "")
    return [first, GradeClock(int(Grade.ORDINARY), _("自发现起"), ordinary, "")]


def _busy(row: Candidate, officer: Officer, now: datetime) -> str:
    """Return who else is on it; whoever does nothing for ten minutes is no longer."""
    if row.opened_by is None or row.opened_until is None or row.opened_by_id == officer.pk:
        return ""
    return row.opened_by.name if row.opened_until > now else ""


def reasons(row: Candidate) -> list[str]:
    """Return why it is a candidate and why the grade is proposed, in sentences."""
    why = [one for one in row.why if row.size == 1 or one.get("code") != ALONE]
    return all_in_language([*why[:3], *row.proposal.get("reasons", [])[:2]])


def _chosen(row: Candidate) -> bool:
    """Tell whether an officer named the unit, or none is to be named."""
    if row.state in (CandidateState.NEW, CandidateState.WATCHED):
        return False
    return row.incident is None or row.incident.lead_unit_id is not None


def grade_line(row: Candidate) -> str:
    """Return the three scores in one line; unknown is said, never 0."""
    parts = [
        f"{DIMENSIONS[card['dimension']]} {_score(card['score'])}"
        for card in row.proposal.get("cards", [])
    ]
    return " · ".join(parts)


def _score(score: int | None) -> str:
    return _("未知") if score is None else str(score)


def acts(row: Candidate, officer: Officer, onward: str = "") -> list[ActButton]:
    """Return the acts of triage with their keys; none for officers who only read."""
    if not may(officer, Capability.TRIAGE):
        return []
    if row.state not in (CandidateState.NEW, CandidateState.WATCHED):
        if row.state in (CandidateState.CONFIRMED, CandidateState.ABSORBED):
            return []
        return [_act(row, "restore", _("撤回…"), "ask", "Z")]
    watched = row.state == CandidateState.WATCHED
    once = row.is_topic and may_answer(officer)
    rows = [
        *([answer_act(row)] if once else []),
        _act(row, "confirm", _("登记为事件…"), "ask", "E", main=not once),
        _act(row, "merge", _("并入事件…"), "ask", "M"),
        _act(row, "unwatch", _("取消关注"), "post", "W")
        if watched
        else _act(row, "watch", _("列入关注"), "post", "W"),
        _act(row, "transfer", _("转送…"), "ask", "T"),
        _act(row, "dismiss", _("排除…"), "ask", "X"),
    ]
    way = f"?{urlencode({'next': onward})}" if onward else ""
    return [replace(each, url=each.url + way) if each.key in STAYS else each for each in rows]


def _act(
    row: Candidate, name: str, label: str, method: str, key: str, *, main: bool = False
) -> ActButton:
    url = cached_url(f"console:candidate-{name}", row.event_id)
    return act_button(label, url, method=method, key=key, main=main, version=row.revision)
