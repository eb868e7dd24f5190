"""Two at the same second on two real connections: one act, and a clear word to the other."""

from __future__ import annotations

from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.urls import reverse

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.jobs import clock
from huiying.jobs.models import BackupRun
from huiying.policy.grading.grades import Grade
from huiying.web.shared import idempotent_forms
from huiying.work.casework.procedure.models import Consultation
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.verification.models import Docket
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


@pytest.fixture
def major(transactional_db, yunchuan):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


def both(crowd, officers, address, form):  # noqa: F811
    """Send a form twice, the second before the first is stored; return answers and words.

    The first holds its transaction open, so that the second finds nothing of it yet.
    """
    first, second = map(signed_in, officers)
    sent = Event()

    def slow():
        with transaction.atomic():
            answer = first.post(address, form)
            sent.set()
            sleep(0.4)
        return answer

    def quick():
        sent.wait(timeout=20)
        return second.post(address, form)

    answers = crowd(slow, quick)
    return [page.status_code for page in answers], answers[1].content.decode()


def test_one_claim_is_asked_of_one_unit_once(crowd, yunchuan, major):  # noqa: F811
    form = {"claim": "水厂停机", "kind": "DOUBT", "unit": yunchuan.waterworks.pk}
    address = reverse("console:docket-ask", args=[major.number])

    codes, told = both(crowd, (yunchuan.lu, yunchuan.shen), address, form)

    assert codes == [302, 409]
    assert "无需重复" in told
    assert crowd(Docket.objects.count) == [1]


def test_one_patrol_plan_of_a_name_runs(crowd, yunchuan):  # noqa: F811
    form = {
        "name": "早间巡查",
        "places": "云川论坛",
        "times": "09:00",
        "weekdays": ["0"],
        "grace_minutes": "60",
    }

    codes, told = both(
        crowd, (yunchuan.shen, yunchuan.shen), reverse("console:patrol-plan-add"), form
    )

    assert codes == [302, 409]
    assert "已有名为“早间巡查”的巡查安排" in told


def test_a_backup_that_is_asked_for_twice_is_one(crowd, yunchuan):  # noqa: F811
    admins = (yunchuan.admin, yunchuan.admin)

    both(crowd, admins, reverse("console:backup-now"), {})

    assert crowd(BackupRun.objects.count) == [1]


def test_one_consultation_is_open_and_the_other_caller_is_told(crowd, yunchuan, major):  # noqa: F811
    form = {
        "meets_at": "2026-11-25T12:00",
        "place": "二楼会议室",
        "officers": [yunchuan.leader.pk],
    }
    address = reverse("console:consultation-call", args=[major.number])

    codes, told = both(crowd, (yunchuan.shen, yunchuan.shen), address, form)

    assert codes == [302, 409]
    assert "二楼会议室" in told, "what was typed is there still"
    assert crowd(Consultation.objects.count) == [1]


PROMISE = {
    idempotent_forms.TOKEN: "x" * idempotent_forms.CSRF_TOKEN_LENGTH,
    "text": "明天中午前恢复供水。",
    "place": "公开回应第 1 版",
    "due": "2026-11-28",
}


@pytest.fixture
def promise(yunchuan, major):
    return reverse("console:promise-make", args=[major.number]), PROMISE | {
        "unit": yunchuan.waterworks.pk
    }


def test_one_form_that_arrives_twice_at_once_acts_once(crowd, yunchuan, promise):  # noqa: F811
    codes, _told = both(crowd, (yunchuan.lu, yunchuan.lu), *promise)

    assert codes == [302, 302]
    assert crowd(Commitment.objects.count) == [1]


def test_a_form_that_its_own_twin_overtook_is_no_quarrel(crowd, yunchuan, major):  # noqa: F811
    form = PROMISE | {"claim": "水厂停机", "kind": "DOUBT", "unit": yunchuan.waterworks.pk}
    address = reverse("console:docket-ask", args=[major.number])

    codes, _told = both(crowd, (yunchuan.lu, yunchuan.lu), address, form)

    assert codes == [302, 302]
    assert crowd(Docket.objects.count) == [1]


def test_a_trial_of_a_channel_that_is_asked_for_twice_at_once_goes_out_once(
    crowd,  # noqa: F811
    yunchuan,
    monkeypatch,
    now,
):
    channel = add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班邮箱",
        target="duty@yunchuan.example",
        actor=MACHINE,
        now=now,
    )
    monkeypatch.setattr(clock, "now", clock.real_now)  # two moments, as with two clicks

    codes, _told = both(
        crowd,
        (yunchuan.admin, yunchuan.admin),
        reverse("console:channel-test", args=[channel.pk]),
        {idempotent_forms.TOKEN: PROMISE[idempotent_forms.TOKEN]},
    )

    assert codes == [302, 302]
    assert crowd(Message.objects.count) == [1], "what is queued is taken back with its record"


def test_the_second_waits_until_the_first_says_where_it_led(
    crowd,  # noqa: F811
    yunchuan,
    promise,
    monkeypatch,
):
    first, second = signed_in(yunchuan.lu), signed_in(yunchuan.lu)
    acted, asked, note = Event(), Event(), idempotent_forms.record_redirect

    def late(*told):
        acted.set()
        assert asked.wait(timeout=20)
        note(*told)

    def then():
        assert acted.wait(timeout=20)
        return second.post(*promise)

    monkeypatch.setattr(idempotent_forms, "record_redirect", late)
    monkeypatch.setattr(
        idempotent_forms, "sleep", lambda seconds: (asked.set(), sleep(seconds))
    )

    answers = crowd(lambda: first.post(*promise), then)

    assert answers[0].url.partition("#")[0] == answers[1].url  # its top, where that is said
    assert crowd(Commitment.objects.count) == [1]
