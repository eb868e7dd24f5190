"""Who signs begins with what waits for a signature, a unit with what it has to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.web.console.desk import unit, waiting
from huiying.web.console.notices import views as notice_views
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.reviews.actions.decide import return_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
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


@pytest.mark.clause("2(1)c")
def test_the_spokespersons_desk_lists_each_answer_that_is_owed_until_it_is_submitted(
    yunchuan, now
):
    matter = bulk_rows.told_of(yunchuan, 1, now)
    early = bulk_rows.incident(yunchuan, 2, now)
    speaker = signed_in(yunchuan.speaker)

    first = page_of(speaker.get(DESK)).panel("waiting")
    draft = desk.ready(yunchuan, now, incident=matter)
    writing = page_of(speaker.get(DESK)).panel("waiting")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    submitted = page_of(speaker.get(DESK)).panel("waiting")

    assert f"{matter.number}，回应待起草" in first.text
    assert "47 小时" in first.text or "48 小时" in first.text
    assert reverse("console:draft-start", args=[matter.number]) in first.links("起草回应")
    assert part_url(early.number, "answers") in first.links("查看"), "not notified: too early"
    assert f"{matter.number}，回应稿待送审" in writing.text
    assert reverse("console:draft", args=[draft.pk]) in writing.links("打开回应稿")
    assert matter.number not in submitted.text
    assert early.number in submitted.text


def test_an_owed_answer_is_for_who_holds_its_clock_and_is_not_recused(yunchuan, now):
    matter = bulk_rows.told_of(yunchuan, 1, now)
    start = reverse("console:draft-start", args=[matter.number])
    before = page_of(signed_in(yunchuan.speaker).get(DESK))

    assert start in before.panel("waiting")
    for who in ("cheng", "leader"):
        assert start not in page_of(signed_in(getattr(yunchuan, who)).get(DESK)), who
    Recusal.objects.create(
        bureau=yunchuan.bureau,
        incident=matter,
        officer=yunchuan.speaker,
        reason="涉及本人。",
        by=yunchuan.leader,
        at=now,
    )
    assert not page_of(signed_in(yunchuan.speaker).get(DESK)).has_panel("waiting")


def test_an_answer_that_was_sent_back_to_its_writer_stands_on_the_desk_once(yunchuan, now):
    draft = desk.submitted(yunchuan, now, incident=bulk_rows.told_of(yunchuan, 1, now))
    Draft.objects.filter(pk=draft.pk).update(author=yunchuan.speaker)
    return_draft(
        draft=draft,
        reason="请核对日期。",
        shown_hash=hash_of_content(content_of(draft)),
        officer=yunchuan.cheng,
        now=now,
    )

    waiting = page_of(signed_in(yunchuan.speaker).get(DESK)).panel("waiting")

    assert waiting.links().count(reverse("console:draft", args=[draft.pk])) == 1
    assert "被退回，等修改" in waiting.text


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


def test_a_unit_with_much_to_sign_sees_the_first_of_it_and_how_much_there_is(
    yunchuan, now, monkeypatch
):
    for place in (unit, waiting):
        monkeypatch.setattr(place, "MOST", 2)
    notices = [told(yunchuan, number, now + timedelta(minutes=number)) for number in (1, 2, 3)]

    page = page_of(signed_in(yunchuan.water).get(DESK))

    listed = [one.number in page.panel("sign").text for one in notices]
    assert listed == [True, True, False]
    assert "另有 1 件未列出" in page.panel("sign").text
    assert not page.has_panel("do"), "what is not listed is no other matter"


def test_the_list_of_notices_has_pages_and_begins_with_what_waits(yunchuan, now, monkeypatch):
    monkeypatch.setattr(notice_views, "PAGE", 2)
    notices = [told(yunchuan, number, now + timedelta(minutes=number)) for number in (1, 2, 3)]
    sign_notice(notice=notices[2], officer=yunchuan.water, now=now + timedelta(minutes=9))
    water = signed_in(yunchuan.water)

    first, second = (page_of(water.get(f"/desk/notices/?page={number}")) for number in (1, 2))

    assert [one.number in first.text for one in notices] == [True, True, False]
    assert [one.number in second.text for one in notices] == [False, False, True]


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
