"""A unit is notified once, and every further unit on its own."""

from datetime import timedelta

import pytest

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import NoticeInput, notify_units
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


@pytest.mark.clause("4(3)b")
def test_the_time_of_a_further_unit_runs_from_the_discovery_not_from_sending(
    yunchuan, incident, now
):
    first = notify(incident, yunchuan.reception, yunchuan.lu, now)

    second = notify(incident, yunchuan.online, yunchuan.lu, now + timedelta(hours=20))

    assert second.notice_clock.starts_at == incident.discovered_at
    assert second.notice_clock.due_at == first.notice_clock.due_at


@pytest.mark.clause("4(3)b")
def test_or_from_the_recorded_moment_at_which_its_part_became_known(yunchuan, incident, now):
    notify(incident, yunchuan.reception, yunchuan.lu, now)
    known = now + timedelta(hours=19)

    second = notify(
        incident, yunchuan.online, yunchuan.lu, now + timedelta(hours=20), known_since=known
    )

    assert second.notice_clock.starts_at == known
    assert second.notice_clock.due_at == known + timedelta(hours=24)
    sent = AuditRecord.objects.filter(verb="notice.sent").latest("seq")
    assert sent.data["known_since"] == known.isoformat(), "who set it answers for it"
    assert second.notice_clock.holds.first().holder_code == Role.DUTY_OFFICER


@pytest.mark.parametrize("hours", [-1, 30])
def test_a_part_is_known_after_the_discovery_and_not_in_the_future(
    yunchuan, incident, now, hours
):
    notify(incident, yunchuan.reception, yunchuan.lu, now)

    with pytest.raises(Refused, match="须在发现以后"):
        notify(
            incident,
            yunchuan.online,
            yunchuan.lu,
            now + timedelta(hours=20),
            known_since=incident.discovered_at + timedelta(hours=hours),
        )


def test_one_act_notifies_several_units_each_with_its_guidance(yunchuan, incident, now):
    wanted = [
        NoticeInput(yunchuan.reception, "查登记"),
        NoticeInput(yunchuan.online, "查留言"),
    ]

    lead, further = notify_units(
        incident=incident, notices=wanted, officer=yunchuan.lu, now=now
    )

    assert (lead.lead, further.lead) == (True, False)
    assert [lead.guidance, further.guidance] == ["查登记", "查留言"]
    assert further.notice_clock.due_at == lead.notice_clock.due_at


def test_none_is_notified_when_one_of_them_cannot_be(yunchuan, incident, now):
    notify(incident, yunchuan.reception, yunchuan.lu, now)
    wanted = [NoticeInput(yunchuan.online, ""), NoticeInput(yunchuan.reception, "")]

    with pytest.raises(Refused, match="已通报来访接待科"):
        notify_units(incident=incident, notices=wanted, officer=yunchuan.lu, now=now)
    with pytest.raises(Refused, match="同一单位重复选择"):
        notify_units(incident=incident, notices=[wanted[0]] * 2, officer=yunchuan.lu, now=now)

    assert incident.notices.count() == 1
