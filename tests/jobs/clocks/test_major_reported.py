"""重大即报: whoever signs a matter as 重大 lets deputy and leader hear of it at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockStep
from huiying.base.outbox.models import Channel, Message
from huiying.jobs.clocks import ladder
from huiying.policy.grading.grades import Grade
from tests.factories import T0
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import WATER, incident_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LEADERS = {"程望舒", "顾怀川"}


@pytest.fixture(autouse=True)
def _desk_mail(yunchuan):
    Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班邮箱",
        target="duty@example.org",
    )


def told_at(incident, moment):
    """Run the ladder; return whom its messages about the notice named since then."""
    before = set(Message.objects.values_list("pk", flat=True))
    ladder.turn(moment)
    bodies = " ".join(Message.objects.exclude(pk__in=before).values_list("body", flat=True))
    return {name for name in LEADERS if name in bodies}


@pytest.mark.clause("5f")
def test_both_hear_when_it_is_confirmed_and_again_at_half_time(yunchuan, now):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)

    assert told_at(incident, now + 3 * MINUTE) == LEADERS
    assert told_at(incident, now + 10 * MINUTE) == set()
    assert told_at(incident, now + 16 * MINUTE) == LEADERS


@pytest.mark.clause("5f")
def test_both_hear_when_a_matter_is_raised_to_it(yunchuan, now):
    incident = incident_of(yunchuan, now=now)
    assert told_at(incident, now + 3 * MINUTE) == set()

    regrade_with_second(
        incident=incident,
        grade=Grade.MAJOR,
        reason="有人送医",
        officer=yunchuan.lu,
        now=now + 5 * MINUTE,
    )

    assert told_at(incident, now + 6 * MINUTE) == LEADERS


def test_an_ordinary_matter_is_for_the_desk(yunchuan, now):
    incident_of(yunchuan, now=T0)

    assert not ClockStep.objects.filter(share=0).exists()
