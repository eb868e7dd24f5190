"""A version of the lines to take is issued, and every notified unit has to sign for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import Guidance, GuidanceReceipt
from tests.module_rows import module_rows
from tests.scenarios.liaison import add_agency_channel
from tests.work.casework.notices.steps import LINE, confirmed, issue, notify, running

standing_rows, rows, yunchuan, incident = module_rows(confirmed)
NEXT = replace(LINE, agreed_line="今天已加开窗口。", change_note="窗口加开了。")


@pytest.mark.clause("4(3)d")
def test_every_notified_unit_is_informed_of_a_version(yunchuan, incident, now):
    signed = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=signed, officer=yunchuan.window, now=now)
    waiting = notify(incident, yunchuan.online, yunchuan.lu, now)
    back = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    return_notice(notice=back, reason="不归我们", officer=yunchuan.water, now=now)

    version = issue(incident, yunchuan.lu, now)

    receipts = {row.notice: row for row in GuidanceReceipt.objects.filter(guidance=version)}
    assert set(receipts) == {signed, waiting}
    assert receipts[signed].clock.holder_unit == yunchuan.reception
    assert receipts[waiting].clock is None, "the receipt clock of the notice covers it"
    record = AuditRecord.objects.get(verb="guidance.issued")
    assert record.data == {"version": 1, "told": 2}


def test_a_further_version_takes_the_clock_of_the_one_before(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)
    issue(incident, yunchuan.lu, now)

    second = issue(incident, yunchuan.shen, now + timedelta(minutes=5), NEXT)

    old, new = notice.guidance_receipts.order_by("guidance__version")
    assert (second.version, second.issued_by) == (2, yunchuan.shen)
    assert old.clock.state == ClockState.CANCELLED
    assert running(new.clock)


def test_a_version_says_something_new_and_why(yunchuan, incident, now):
    with pytest.raises(Refused, match="请写明口径"):
        issue(incident, yunchuan.lu, now, GuidanceInput(" "))
    issue(incident, yunchuan.lu, now)
    for said, why in (
        (replace(LINE, change_note="再发一遍"), "文字无变化"),
        (replace(NEXT, change_note=" "), "请填写本版修改内容和理由"),
    ):
        with pytest.raises(Refused, match=why):
            issue(incident, yunchuan.lu, now, said)

    assert Guidance.objects.count() == 1


def test_of_two_writers_the_second_is_refused(yunchuan, incident, now):
    issue(incident, yunchuan.lu, now, shown_version=0)

    with pytest.raises(Stale, match="第 1 版"):
        issue(incident, yunchuan.shen, now, NEXT, shown_version=0)

    assert Guidance.objects.get().agreed_line == LINE.agreed_line


def test_an_incident_that_is_settled_gets_no_guidance(yunchuan, incident, now):
    incident.stage = Stage.CLOSED

    with pytest.raises(Refused, match="不能再制发口径"):
        issue(incident, yunchuan.lu, now)


def test_the_message_of_a_version_names_nobody(yunchuan, incident, now):
    add_agency_channel(yunchuan, now=now)
    notify(incident, yunchuan.waterworks, yunchuan.lu, now)

    issue(incident, yunchuan.lu, now, replace(LINE, brief="反映人电话13812345678。"))

    sent = Message.objects.get(key__startswith="guidance:")
    assert "答问参考：反映人电话" in sent.body
    assert "13812345678" not in sent.body
