"""A closed incident that flares up, and one that is reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.jobs.clocks import after_closing
from huiying.policy.closing.gate import Condition, Mentions, UnmetReason
from huiying.policy.procedure.stages import Stage
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.actions.reopen import (
    decline_reopening,
    propose_reopening,
    reopen_incident,
)
from huiying.work.closing.gate.models import ReopenProposal, ReopenState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.placements.models import Placement
from tests.module_rows import module_rows
from tests.scenarios.closing import (
    make_closed_incident,
    make_release,
    make_solved_notice,
    make_waiver,
)
from tests.scenarios.incidents import (
    QUEUE,
    incident_of,
    run_stream,
    submit_posts,
)
from tests.work.closing.gate.steps import close, lacks, one_grave

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
standing_rows, rows, yunchuan, grave = module_rows(one_grave)


@pytest.mark.clause("7a")
def test_a_reopened_matter_keeps_its_history_and_is_solved_and_answered_anew(yunchuan, now):
    incident = make_closed_incident(yunchuan)
    later = now + timedelta(days=1)

    reopen_incident(incident=incident, reason="又有人反映排队", officer=yunchuan.lu, now=later)
    incident.refresh_from_db()

    assert incident.stage == Stage.HANDLING
    row = Closing.objects.get()
    assert (row.reopened_by, row.reopen_reason) == (yunchuan.lu, "又有人反映排队")
    assert lacks(incident, later) == {
        Condition.SOLVED: UnmetReason.NO_MATERIAL,
        Condition.ANSWERED: UnmetReason.NOT_ANSWERED,
    }
    make_solved_notice(yunchuan, incident, now=later + MINUTE)
    make_release(yunchuan, incident, now=later + 2 * MINUTE)
    close(yunchuan, incident, later + 3 * MINUTE)
    assert Closing.objects.count() == 2


def test_the_deadline_of_the_answer_is_never_extended_by_closing_and_reopening(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_waiver(yunchuan, incident, Condition.ANSWERED, now=now)
    close(yunchuan, incident, now)
    incident.refresh_from_db()
    due = incident.response_clock.due_at

    reopen_incident(incident=incident, reason="又起", officer=yunchuan.lu, now=now + MINUTE)
    clock = Clock.objects.get(pk=incident.response_clock_id)

    assert (clock.state, clock.due_at) == (ClockState.RUNNING, due)


def test_a_waiver_of_before_does_not_count_after_a_reopening(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_waiver(yunchuan, incident, Condition.ANSWERED, now=now)
    close(yunchuan, incident, now)
    reopen_incident(incident=incident, reason="又起", officer=yunchuan.lu, now=now + MINUTE)
    incident.refresh_from_db()

    assert Condition.ANSWERED in lacks(incident, now + MINUTE)


def flare(cast, now, count=14):
    texts = [f"{QUEUE[0]}，第{number}天了" for number in range(count)]
    submit_posts(cast, *texts, now=now)
    run_stream(cast, now=now)


def test_a_closed_matter_that_flares_up_is_put_before_an_officer_and_stays_closed(
    yunchuan, now
):
    incident = make_closed_incident(yunchuan)
    later = now + timedelta(hours=5)
    assert after_closing.turn(later) == 0
    flare(yunchuan, later)

    assert [after_closing.turn(later), after_closing.turn(later)] == [1, 0]

    incident.refresh_from_db()
    row = ReopenProposal.objects.get()
    assert incident.stage == Stage.CLOSED
    assert (row.state, row.usual) == (ReopenState.PROPOSED, None)
    assert row.posts >= 12


def test_a_matter_that_is_spoken_of_more_is_proposed_once_with_the_higher_count(yunchuan, now):
    incident = make_closed_incident(yunchuan)
    closing = Closing.objects.get()

    first = propose_reopening(closing=closing, mentions=Mentions(20, usual=4.0), now=now)
    more = propose_reopening(closing=closing, mentions=Mentions(35), now=now + MINUTE)
    fewer = propose_reopening(closing=closing, mentions=Mentions(12), now=now + 2 * MINUTE)

    row = ReopenProposal.objects.get()
    assert (row, more, fewer) == (first, None, None)
    assert (row.posts, row.usual, row.raised_at) == (35, 4.0, now)
    incident.refresh_from_db()
    assert incident.stage == Stage.CLOSED
    records = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic)
    found = [each for each in records if each.verb == "incident.reopening_proposed"]
    assert [each.data for each in found] == [{"posts": 20}]


def test_who_leaves_it_closed_is_asked_again_when_it_is_twice_as_much(yunchuan, now):
    make_closed_incident(yunchuan)
    later = now + timedelta(hours=5)
    flare(yunchuan, later)
    after_closing.turn(later)
    row = ReopenProposal.objects.get()
    decline_reopening(proposal=row, reason="都是转载旧帖", officer=yunchuan.lu, now=later)
    with pytest.raises(Refused, match="该建议已处理"):
        decline_reopening(proposal=row, reason="再按一次", officer=yunchuan.lu, now=later)

    assert after_closing.turn(later + MINUTE) == 0
    flare(yunchuan, later + 2 * MINUTE, count=40)
    assert after_closing.turn(later + 3 * MINUTE) == 1


def test_the_part_split_off_a_closed_incident_stands_on_the_desk_and_the_rest_stays_closed(
    yunchuan, now
):
    incident = make_closed_incident(yunchuan)
    events = incident.events.values_list("event_id", flat=True)
    first = Placement.objects.filter(event_id__in=list(events)).order_by("-post_id").first()

    candidate = split_posts(
        incident=incident,
        post_ids=[first.post_id],
        reason="说的是另一件事",
        officer=yunchuan.lu,
        now=now + timedelta(days=1),
    )

    assert Incident.objects.get(pk=incident.pk).stage == Stage.CLOSED
    assert candidate.incident is None
    assert Closing.objects.get().reopened_at is None
