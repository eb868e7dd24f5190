"""Notices in bad luck: a killed process, a late answer, a channel that loses what it took."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Bureau
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.outbox.actions.deliver import URGENT
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import BoardAlarm, Message, MessageState
from huiying.jobs.clocks import ladder
from huiying.jobs.delivery import deliver
from huiying.jobs.delivery.deliver import LEASE, DeliveryWorker
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import NoticeState
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.jobs.peers import Hook, serving
from tests.module_rows import module_rows
from tests.polling import LONG, wait_until
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
YES = {"errcode": 0, "errmsg": "ok"}


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


@pytest.fixture
def courier():
    pool = ThreadPoolExecutor(4)
    yield DeliveryWorker(pool)
    pool.shutdown(cancel_futures=True)


standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def robot(cast, peer, now):
    return add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="DINGTALK",
        name="水务局钉钉群",
        target=f"{peer.root}/robot/send?access_token=x",
        actor=cast.admin.audit_actor(),
        now=now,
    )


def tell(cast, incident, moment, unit=None):
    return notify_unit(
        incident=incident,
        unit=unit or cast.waterworks,
        guidance="",
        officer=cast.lu,
        now=moment,
    )


def running(row):
    return Clock.objects.get(pk=row.pk).state == ClockState.RUNNING


def test_a_process_that_is_killed_after_sending_sends_the_same_id_and_says_so(
    courier, yunchuan, incident, now, time
):
    with serving(Hook(200, answer=YES)) as peer:
        robot(yunchuan, peer, now)
        notice = tell(yunchuan, incident, now)
        courier._launch(now)  # it dies here: sent, and nothing recorded
        next(iter(courier.flying)).result(timeout=LONG)
        courier.flying.clear()
        survivor = DeliveryWorker(courier.pool)

        assert survivor.turn(now + LEASE / 2, seconds=0) == 0
        assert survivor.turn(now + LEASE, seconds=LONG) == 1

    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.HANDED_OVER, 2)
    assert message.maybe_sent_at == now + LEASE
    texts = [json.loads(body)["text"]["content"] for _path, _headers, body in peer.got]
    assert texts[0] == texts[1]
    assert notice.number in texts[0], "both copies are of one notice, and say which"
    assert notice.proofs.count() == 0
    time.set(now + 5 * MINUTE)
    page = signed_in(yunchuan.lu).get("/desk/notices/messages/").content.decode()
    assert "结果待核的发送" in page
    assert message.subject in page


def test_an_attempt_that_was_marked_leaves_no_doubt(courier, yunchuan, incident, now):
    with serving(Hook(500)) as peer:
        robot(yunchuan, peer, now)
        tell(yunchuan, incident, now)
        courier.turn(now, seconds=LONG)
        courier.turn(now + MINUTE, seconds=LONG)

    message = Message.objects.get()
    assert message.attempts == 2
    assert (message.maybe_sent_at, message.claimed_at) == (None, None)


def given_up_by(courier, peer, now, monkeypatch):
    """Send to a peer that holds back, and give it up; return the answer that comes late."""
    courier.turn(now, seconds=0)
    wait_until(lambda: peer.got)
    with monkeypatch.context() as patch:
        patch.setattr(deliver, "GIVE_UP", 0.0)
        courier.turn(now + timedelta(seconds=1), seconds=0)
    (late,) = courier.lost
    return late


def test_an_answer_after_a_minute_counts_when_it_comes(
    courier, yunchuan, incident, now, monkeypatch
):
    with serving(Hook(200, held=True, answer=YES)) as peer:
        robot(yunchuan, peer, now)
        tell(yunchuan, incident, now)
        late = given_up_by(courier, peer, now, monkeypatch)
        given_up = Message.objects.get()
        peer.answer_to(0)
        late.result(timeout=LONG)

        courier.turn(now + timedelta(seconds=2), seconds=0)

    assert (given_up.state, given_up.maybe_sent_at is not None) == (MessageState.QUEUED, True)
    assert Message.objects.get().state == MessageState.HANDED_OVER
    assert len(peer.got) == 1, "it was not sent again"


def test_a_late_answer_to_an_attempt_that_was_overtaken_marks_nothing(
    courier, yunchuan, incident, now, monkeypatch
):
    with serving(Hook(200, held=True, answer=YES)) as peer:
        robot(yunchuan, peer, now)
        tell(yunchuan, incident, now)
        late = given_up_by(courier, peer, now, monkeypatch)
        courier.turn(now + MINUTE, seconds=0)
        wait_until(lambda: len(peer.got) == 2)  # the second attempt is on its way
        peer.answer_to(0)
        late.result(timeout=LONG)
        courier.turn(now + MINUTE, seconds=0)
        assert Message.objects.get().state == MessageState.QUEUED

        peer.answer_to(1)
        courier.turn(now + MINUTE, seconds=LONG)

    assert Message.objects.get().attempts == 2


@pytest.mark.clause("4(3)c")
def test_a_channel_that_says_yes_and_loses_it_stops_no_clock_and_the_desk_is_told(
    courier, yunchuan, incident, now
):
    with serving(Hook(200, answer=YES)) as peer:
        robot(yunchuan, peer, now)
        notice = tell(yunchuan, incident, now + MINUTE)
        courier.turn(now + MINUTE, seconds=LONG)
    Bureau.objects.filter(pk=yunchuan.bureau.pk).update(sandbox=True)

    ladder.turn(now + 40 * MINUTE)

    notice.refresh_from_db()
    assert notice.state == NoticeState.HANDED_OVER
    late = Clock.objects.get(pk=notice.notice_clock_id)
    assert (late.state, late.breached_at) == (ClockState.RUNNING, late.due_at)
    assert BoardAlarm.objects.filter(
        key__startswith=f"clock:{late.pk}:", taken_at=None
    ).exists()


def test_what_is_urgent_is_before_a_person_within_nine_minutes(
    courier, yunchuan, incident, now
):
    with serving(Hook()) as gone:
        robot(yunchuan, gone, now)
    tell(yunchuan, incident, now)
    moment = now
    for _attempt in range(len(URGENT) + 1):
        courier.turn(moment, seconds=LONG)
        moment = Message.objects.get().next_try_at

    message = Message.objects.get()
    assert (message.state, message.urgent) == (MessageState.DEAD, True)
    assert BoardAlarm.objects.filter(key__startswith=f"dead:{message.pk}:").exists()
    assert sum(URGENT, timedelta()) * 1.2 < timedelta(minutes=9, seconds=30)


def test_a_refusal_that_trying_again_cannot_help_is_before_a_person_at_once(
    courier, yunchuan, incident, now
):
    refused = {"errcode": 310000, "errmsg": "keywords not in content"}
    with serving(Hook(200, answer=refused)) as peer:
        robot(yunchuan, peer, now)
        tell(yunchuan, incident, now)
        courier.turn(now, seconds=LONG)

    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.DEAD, 1)
    assert "未通过群机器人安全设置" in message.last_error


@pytest.mark.clause("4(3)c")
def test_after_an_upgrade_the_old_notice_cannot_be_signed_and_names_the_new_one(
    yunchuan, incident, now, time
):
    incident = incident_of(yunchuan, QUEUE)
    old = tell(yunchuan, incident, now + 3 * MINUTE)
    regrade_with_second(
        incident=incident,
        grade=Grade.MAJOR,
        reason="扩散",
        officer=yunchuan.lu,
        now=now + 5 * MINUTE,
    )
    incident.refresh_from_db()
    new = tell(yunchuan, incident, now + 6 * MINUTE)
    time.set(now + 8 * MINUTE)
    unit = signed_in(yunchuan.water)

    page = unit.get(reverse("console:notice", args=[old.number])).content.decode()

    words = f"本通报已由通报 {new.number} 代替，请签收新通报。"
    assert words in page
    assert reverse("console:notice-sign", args=[old.number]) not in page
    with pytest.raises(Refused, match=new.number):
        sign_notice(notice=old, officer=yunchuan.water, now=now + 8 * MINUTE)
    assert running(new.notice_clock), "seeing the old notice delivers no new one"
    sign_notice(notice=new, officer=yunchuan.water, now=now + 9 * MINUTE)
    assert not running(new.notice_clock)


@pytest.mark.parametrize("act", ["sign and report", "send back"])
def test_the_unit_of_a_merged_incident_goes_on_with_its_own_clocks(
    yunchuan, incident, now, act
):
    other = incident_of(yunchuan, QUEUE)
    notice = tell(yunchuan, other, now + 3 * MINUTE)
    merge_incidents(
        source=other,
        target=incident,
        reason="同一件事",
        officer=yunchuan.lu,
        now=now + 4 * MINUTE,
    )
    notice.refresh_from_db()
    assert running(notice.notice_clock), "merging stops no clock"

    if act == "send back":
        return_notice(
            notice=notice, reason="不归我们", officer=yunchuan.water, now=now + 6 * MINUTE
        )
        assert running(notice.notice_clock)
    else:
        sign_notice(notice=notice, officer=yunchuan.water, now=now + 6 * MINUTE)
        notice.refresh_from_db()
        report_back(
            notice=notice,
            finding="TRUE",
            facts="已核实。",
            handled="",
            evidence="",
            officer=yunchuan.water,
            now=now + 8 * MINUTE,
        )
        assert not running(notice.notice_clock)
        assert not running(notice.report_clock)
        incident.refresh_from_db()
        assert incident.stage == "HANDLING"
    page = (
        signed_in(yunchuan.lu)
        .get(f"/desk/incidents/{incident.number}/?tab=all")
        .content.decode()
    )
    assert f'id="notice-{notice.pk}"' in page, "the notices of both stand on one page"
