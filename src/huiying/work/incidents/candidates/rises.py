"""Let the proposals of candidates that are incidents wait for a person, if they are graver.

In:   a candidate in an incident.    Out:  a rise that waits, if it proposes a graver grade.
Cost: that of ``grading.rises.open_rise``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_to
from huiying.policy.grading.cards import TOP
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import all_from_data
from huiying.reasons.rendering import render_all
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import note_below, open_rise

LEADERS = (Role.LEADER, Role.DEPUTY)


def rise_by(candidate: Candidate, now: datetime) -> GradeRise | None:
    """Let what a candidate proposes above the grade of its incident wait for a person.

    How many ask one policy question is no proposal; harm that the content card tells of is.
    """
    incident = candidate.incident
    if incident is None or (candidate.is_topic and _content(candidate) < TOP):
        return None
    return open_rise(
        incident,
        Grade(candidate.proposed_grade),
        event_id=candidate.event_id,
        reasons=candidate.proposal.get("reasons", []),
        now=now,
    )


def rises_by(candidates: Iterable[Candidate], now: datetime) -> None:
    """As ``rise_by``, of several."""
    for candidate in candidates:
        rise_by(candidate, now)


def bring_rise(candidate: Candidate, incident: Incident, now: datetime) -> GradeRise | None:
    """Let what a candidate that is merged proposes wait in its incident, with its 30 minutes.

    Whatever was decided about the incident's own proposals before.
    """
    clock = running_notice_clock(candidate)
    if clock is None and candidate.is_topic and _content(candidate) < TOP:
        return None
    return open_rise(
        incident,
        Grade(candidate.proposed_grade),
        event_id=candidate.event_id,
        reasons=candidate.proposal.get("reasons", []),
        now=now,
        clock=clock,
        brought=True,
    )


def running_notice_clock(candidate: Candidate) -> Clock | None:
    """Return the 30 minutes of a candidate, while they run."""
    clock = candidate.notice_clock
    return clock if clock is not None and clock.state == ClockState.RUNNING else None


def tell_leaders_below(candidate: Candidate, incident: Incident, now: datetime) -> None:
    """Tell the leaders at once that a matter was registered below its proposal.

    They raise it by one act on the page that the message is about.
    """
    proposed = Grade(candidate.proposed_grade)
    reasons = candidate.proposal.get("reasons", [])
    row = note_below(incident, proposed, event_id=candidate.event_id, reasons=reasons, now=now)
    subject = house_text("【定级低于建议】%(title)s") % {"title": incident.title}
    line = house_text(
        "事件 %(number)s 登记为%(grade)s，系统建议%(proposed)s。"
        "如不同意，请在事件页按建议升级。"
    ) % {
        "number": incident.number,
        "grade": house_label(Grade(incident.grade).label),
        "proposed": house_label(proposed.label),
    }
    for leader in (one for role in LEADERS for one in holders_of(incident.bureau_id, role)):
        for channel in channels_to(leader, now, major=proposed >= Grade.MAJOR):
            queue_message(
                bureau_id=incident.bureau_id,
                channel=channel,
                key=f"below:{row.pk}:{channel.pk}",
                subject=subject[:200],
                body="\n".join([line, *render_all(all_from_data(reasons))]),
                about=About("incident", incident.number),
                urgent=True,
                now=now,
            )


def _content(candidate: Candidate) -> int:
    cards = candidate.proposal.get("cards", [])
    return next((card["score"] or 0 for card in cards if card["dimension"] == "content"), 0)
