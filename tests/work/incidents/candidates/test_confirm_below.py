"""登记低于建议: a lighter grade than proposed opens at once, and the leaders hear of it."""

from __future__ import annotations

import pytest

from huiying.base.outbox.models import Channel, Message
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify_rise import raise_as_proposed
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import open_rises_of, waiting_rise
from tests.scenarios.grading import deputy_of
from tests.scenarios.incidents import candidate_of


@pytest.fixture
def below(yunchuan, now):
    """A candidate that is proposed as 较大, registered as 一般 by one officer."""
    Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    candidate = candidate_of(yunchuan)
    Candidate.objects.filter(pk=candidate.pk).update(proposed_grade=Grade.SIGNIFICANT)
    candidate.refresh_from_db()
    return confirm_candidate(
        candidate=candidate,
        grade=Grade.ORDINARY,
        reason="只一户",
        officer=yunchuan.lu,
        now=now,
    )


def test_the_leaders_are_told_at_once_on_a_page_of_the_incident(below):
    message = Message.objects.get(subject__startswith="【定级低于建议】")

    assert below.grade == Grade.ORDINARY
    assert (message.about_kind, message.about_ref) == ("incident", below.number)
    assert "登记为一般，系统建议较大" in message.body


def test_it_waits_for_nobody_and_a_leader_raises_it_by_one_act(below, now):
    [row] = open_rises_of(below)
    assert (row.state, waiting_rise(below)) == (RiseState.BELOW, None)

    raised = raise_as_proposed(
        rise=row, shown_grade=row.grade, officer=deputy_of(below), now=now
    )

    below.refresh_from_db()
    row.refresh_from_db()
    assert raised.waits is None
    assert (below.grade, row.state) == (Grade.SIGNIFICANT, RiseState.RAISED)


def test_as_proposed_nobody_is_told(yunchuan, now):
    candidate = candidate_of(yunchuan)

    confirm_candidate(
        candidate=candidate,
        grade=Grade(candidate.proposed_grade),
        reason="",
        officer=yunchuan.lu,
        now=now,
    )

    assert not Message.objects.filter(subject__startswith="【定级低于建议】").exists()
