"""A unit is notified once, and every further unit on its own."""

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second
from tests.work.casework.notices.steps import confirmed, notify

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


def test_the_same_unit_is_not_told_twice_but_is_after_an_upgrade(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    mark_shown(notice=notice, officer=yunchuan.window, now=now)
    with pytest.raises(Refused):
        notify(incident, yunchuan.reception, yunchuan.lu, now)

    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now
    )
    incident.refresh_from_db()
    again = notify(incident, yunchuan.reception, yunchuan.lu, now + timedelta(minutes=1))

    assert again.notice_clock_id == incident.notice_clock_id


def test_a_further_unit_has_a_clock_of_its_own(yunchuan, incident, now):
    first = notify(incident, yunchuan.reception, yunchuan.lu, now)
    second = notify(incident, yunchuan.online, yunchuan.lu, now + timedelta(minutes=1))

    assert second.notice_clock_id != first.notice_clock_id
    incident.refresh_from_db()
    assert incident.notice_clock_id == first.notice_clock_id
    assert incident.lead_unit == yunchuan.reception
