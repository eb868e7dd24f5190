"""Two incidents become one, and what holds then."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
)
from tests.scenarios.rises import risen

LAMP = [
    f"滨江路的路灯坏了一整排，晚上走夜路很黑，{said}。"
    for said in ("两周了", "摔过人", "请来修")
]


def test_a_merged_incident_keeps_both_numbers_every_clock_and_the_earlier_start(yunchuan, now):
    first = incident_of(yunchuan, now=now)
    second = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    clocks = Clock.objects.count()

    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.stage == Stage.MERGED
    assert first.merged_into == second
    assert second.size == len(QUEUE) + len(WATER)
    assert second.discovered_at == now
    assert Clock.objects.filter(subject_ref=second.number).count() == clocks


def test_an_incident_of_another_bureau_cannot_be_merged_into(yunchuan, linxi, now):
    mine, theirs = incident_of(yunchuan), incident_of(linxi)

    with pytest.raises(Refused):
        merge_incidents(source=mine, target=theirs, reason="x", officer=yunchuan.shen, now=now)


def test_nothing_is_merged_into_a_closed_incident_and_so_closed_past_its_gate(yunchuan, now):
    closed = make_closed_incident(yunchuan)
    waiting = incident_of(yunchuan, WATER, now=now + timedelta(minutes=8))

    with pytest.raises(Refused, match="重新办理"):
        merge_incidents(
            source=waiting, target=closed, reason="同一件事", officer=yunchuan.lu, now=now
        )

    waiting.refresh_from_db()
    assert (waiting.stage, waiting.merged_into) == (Stage.OPEN, None)


def test_a_grade_signed_while_somebody_merges_stays_signed(yunchuan, now):
    target, source = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    on_his_screen = Incident.objects.get(pk=target.pk)
    regrade_with_second(
        incident=target, grade=Grade.MAJOR, reason="有人送医", officer=yunchuan.shen, now=now
    )

    merge_incidents(
        source=source, target=on_his_screen, reason="同一件事", officer=yunchuan.lu, now=now
    )

    target.refresh_from_db()
    assert target.grade == Grade.MAJOR


def test_two_incidents_never_become_one_another(yunchuan, now):
    one, other = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    on_his_screen = Incident.objects.get(pk=one.pk)
    merge_incidents(source=one, target=other, reason="同一件事", officer=yunchuan.lu, now=now)

    with pytest.raises(Refused):
        merge_incidents(
            source=other, target=on_his_screen, reason="同一件", officer=yunchuan.shen, now=now
        )

    other.refresh_from_db()
    assert other.merged_into is None


def test_counting_anew_never_makes_an_earlier_start_later(yunchuan, now):
    incident = incident_of(yunchuan, WATER)
    read_before = Incident.objects.get(pk=incident.pk)
    earlier = incident.discovered_at - timedelta(hours=3)
    Incident.objects.filter(pk=incident.pk).update(discovered_at=earlier)

    refresh_incident(read_before)

    incident.refresh_from_db()
    assert incident.discovered_at == earlier


def test_one_incident_folded_into_two_at_once_goes_into_one(crowd, yunchuan, now):  # noqa: F811
    source = incident_of(yunchuan, WATER)
    targets = [incident_of(yunchuan, QUEUE), incident_of(yunchuan, LAMP)]

    def merging(target):
        def act():
            try:
                merge_incidents(
                    source=Incident.objects.get(pk=source.pk),
                    target=Incident.objects.get(pk=target.pk),
                    reason="同一件事",
                    officer=yunchuan.lu,
                    now=now,
                )
            except Refused:
                return "refused"
            return "merged"

        return act

    said = crowd(*map(merging, targets))

    def check():
        row = Incident.objects.get(pk=source.pk)
        with_its_posts = [target for target in targets if target.events.count() == 2]
        return row.merged_into, with_its_posts

    [(into, with_its_posts)] = crowd(check)
    assert sorted(said) == ["merged", "refused"]
    assert [into] == with_its_posts


def test_what_waits_to_be_raised_waits_in_the_incident_that_lives_on(yunchuan, now):
    source, target = incident_of(yunchuan, QUEUE), incident_of(yunchuan, WATER)
    Incident.objects.filter(pk=target.pk).update(grade=Grade.SIGNIFICANT)
    rise = risen(yunchuan, now, source)

    merge_incidents(source=source, target=target, reason="同一事", officer=yunchuan.lu, now=now)

    target.refresh_from_db()
    waits = waiting_rise(target)
    assert waiting_rise(source) is None
    assert (waits.grade, waits.clock_id) == (Grade.MAJOR, rise.clock_id)
    assert target.grade == Grade.SIGNIFICANT


def test_a_graver_incident_answers_what_waited_in_the_other(yunchuan, now):
    target, source = incident_of(yunchuan, QUEUE), incident_of(yunchuan, WATER)
    Incident.objects.filter(pk=source.pk).update(grade=Grade.MAJOR, major_since=now)
    rise = risen(yunchuan, now, target)

    merge_incidents(source=source, target=target, reason="同一事", officer=yunchuan.lu, now=now)

    target.refresh_from_db()
    rise.refresh_from_db()
    assert (target.grade, rise.state) == (Grade.MAJOR, RiseState.RAISED)
    assert target.notice_clock_id == rise.clock_id, "only its own notice meets it"
