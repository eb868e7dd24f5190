"""Who signs begins with what waits for a signature, a unit with what it has to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now)


def told(cast, number, now):
    return notify_unit(
        incident=bulk_rows.incident(cast, number, now),
        unit=cast.waterworks,
        guidance="",
        officer=cast.lu,
        now=now,
    )


# A leader ------------------------------------------------------------------------------------


def test_a_leader_sees_what_waits_for_a_signature_the_oldest_first(yunchuan, now):
    older, newer = (
        desk.submitted(
            yunchuan,
            now + timedelta(minutes=number),
            incident=bulk_rows.told_of(yunchuan, number, now),
        )
        for number in (1, 2)
    )

    words = page_of(signed_in(yunchuan.cheng).get(DESK)).panel("decide")

    assert words.index(f"/approvals/{older.signoff_id}/") < words.index(
        f"/approvals/{newer.signoff_id}/"
    )


def test_late_matters_stand_under_who_holds_them(yunchuan, now, time):
    notice = told(yunchuan, 1, now)
    bulk_rows.incident(yunchuan, 2, now)
    time.set(now + timedelta(hours=30))

    late = page_of(signed_in(yunchuan.leader).get(DESK)).panel("late")

    heads = [head.text for head in late.tags("h3")]
    assert [("待送达区水务局" in head, "值班员" in head) for head in heads] == [
        (True, False),
        (False, True),
    ]
    assert notice.incident.title in late.text


def test_a_late_signature_of_mine_is_told_once(yunchuan, now, time):
    draft = desk.submitted(yunchuan, now)
    time.set(draft.signoff.clock.due_at + timedelta(minutes=5))

    page = page_of(signed_in(yunchuan.cheng).get(DESK))

    assert "超时" in page.panel("decide").text
    assert draft.answer.incident.number not in page.panel("late").text


def test_what_ends_within_hours_is_seen_coming_and_no_candidate_is(yunchuan, now):
    soon = bulk_rows.incident(yunchuan, 1, now, grade=Grade.MAJOR)
    later = bulk_rows.incident(yunchuan, 2, now)
    waiting = bulk_rows.candidate(yunchuan, 3, now)

    page = page_of(signed_in(yunchuan.leader).get(DESK))

    assert soon.number in page.panel("ahead").text
    assert later.number not in page.panel("ahead").text
    assert waiting.title not in page
    assert not page.has_panel("candidates")
    assert f"{DESK}?view=duty" in page


@pytest.mark.parametrize("who", ["cheng", "leader", "speaker"])
def test_who_signs_can_look_at_the_duty_desk_too(yunchuan, now, who):
    matter = bulk_rows.incident(yunchuan, 1, now)

    page = page_of(signed_in(getattr(yunchuan, who)).get(DESK, {"view": "duty"}))

    assert matter.number in page.panel("board").text
    assert not page.has_panel("decide")


def test_the_spokesperson_begins_with_what_is_to_be_published(yunchuan, now):
    draft = desk.approved(yunchuan, now)

    page = page_of(signed_in(yunchuan.speaker).get(DESK))

    assert reverse("console:draft", args=[draft.pk]) in page.panel("waiting")
    assert not page.has_panel("decide"), "the spokesperson approves nothing"


# A unit --------------------------------------------------------------------------------------


@pytest.mark.clause("4(3)c")
def test_a_unit_signs_then_reports_and_each_stands_once(yunchuan, now):
    notice = told(yunchuan, 1, now)
    water = signed_in(yunchuan.water)

    before = page_of(water.get(DESK))
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=now,
        officer=yunchuan.lu,
        now=now,
    )
    sign_notice(notice=notice, officer=yunchuan.water, now=now)
    after = page_of(water.get(DESK))

    assert notice.number in before.panel("sign").text
    assert not before.has_panel("report")
    assert not after.has_panel("sign")
    assert reverse("console:notice-report", args=[notice.number]) in after.panel("report")
    assert not after.has_panel("do"), "the clock of the report is named already"


def test_a_unit_without_work_is_told_so_and_whom_to_call(yunchuan, now):
    yunchuan.lu.phone, yunchuan.lu.phone_shared = "0000-8001", True
    yunchuan.lu.save(update_fields=["phone", "phone_shared"])

    page = page_of(signed_in(yunchuan.water).get(DESK))

    assert "暂无待签收、待反馈和待办理事项。" in page
    assert 'href="tel:0000-8001"' in page


def test_a_unit_sees_nothing_of_what_another_unit_holds(yunchuan, now):
    notice = told(yunchuan, 1, now)

    page = page_of(signed_in(yunchuan.window).get(DESK))

    assert notice.number not in page
    assert notice.incident.title not in page
