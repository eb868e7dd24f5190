"""重大、较大 without the district's procedure: recorded, published, ratified within a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.signoff.models import SignoffRequest
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk
from tests.work.responses.mechanism.steps import agree

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
WHY = "凌晨停水，区委办值班室暂未取得文号。"


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0)


@pytest.fixture
def draft(yunchuan):
    return desk.ready(yunchuan, T0, grade=3)


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def absent(cast, draft, reason=WHY):
    draft.refresh_from_db()
    return signed_in(cast.window).post(
        at("procedure-absent", draft.pk),
        {"reason": reason, "version": draft.revision},
        follow=True,
    )


def published(cast, draft):
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=T0)
    desk.approve(cast, draft, T0)
    draft.refresh_from_db()
    signed_in(cast.speaker).post(at("draft-publish", draft.pk), {"version": draft.revision})
    return SignoffRequest.objects.get(kind="procedure")


@pytest.mark.clause("8g")
def test_without_a_review_or_a_reason_a_grave_release_waits(yunchuan, draft):
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=T0)
    for reviewer in (yunchuan.lu, yunchuan.leader, yunchuan.cheng):
        draft.refresh_from_db()
        desk.sign(draft, reviewer, T0)
    speaker = signed_in(yunchuan.speaker)

    page = page_of(speaker.get(at("draft", draft.pk)))
    said = speaker.post(at("draft-publish", draft.pk), {"version": draft.revision}, follow=True)

    assert "尚未登记区委办、政府办机制的审核（制度第八条）" in page.panel("premises").text
    assert "尚未登记区委办、政府办机制的审核（制度第八条）" in page_of(said).text
    assert Draft.objects.get().state == DraftState.APPROVED


@pytest.mark.clause("8g")
def test_the_absence_is_recorded_and_ratified_within_a_day(yunchuan, draft):
    page = page_of(absent(yunchuan, draft)).text
    request = published(yunchuan, draft)
    running = request.clock
    address = at("procedure-ratify", request.pk)

    on_desk = page_of(signed_in(yunchuan.leader).get(at("desk")))
    asked = page_of(signed_in(yunchuan.leader).get(address)).text
    done = page_of(
        signed_in(yunchuan.leader).post(address, {"decision": "yes", "reason": ""}, follow=True)
    ).text
    running.refresh_from_db()

    assert WHY in page
    assert Release.objects.exists()
    assert running.due_at == T0 + timedelta(hours=24)
    assert address in on_desk
    assert WHY in asked
    assert "已追认" in done
    assert running.state == ClockState.MET
    assert AuditRecord.objects.filter(verb="procedure.ratified").count() == 1


def test_a_refusal_is_a_breach_on_record_and_takes_nothing_back(yunchuan, draft):
    absent(yunchuan, draft)
    address = at("procedure-ratify", published(yunchuan, draft).pk)

    without = signed_in(yunchuan.leader).post(address, {"decision": "no", "reason": ""})
    signed_in(yunchuan.leader).post(address, {"decision": "no", "reason": "本可以先报。"})

    assert without.status_code == 409
    assert AuditRecord.objects.filter(verb="procedure.not_ratified").count() == 1
    assert Release.objects.count() == 1


def test_who_wrote_or_published_does_not_ratify(yunchuan, draft):
    absent(yunchuan, draft)
    address = at("procedure-ratify", published(yunchuan, draft).pk)

    for who in (yunchuan.window, yunchuan.speaker, yunchuan.lu):
        assert signed_in(who).post(address, {"decision": "yes"}).status_code == 403


def test_an_ordinary_matter_records_no_absence(yunchuan):
    ordinary = desk.ready(yunchuan, T0)

    assert absent(yunchuan, ordinary).status_code == 409


def test_a_review_that_came_in_time_needs_no_ratification(yunchuan, draft):
    absent(yunchuan, draft)
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=T0)
    desk.approve(yunchuan, draft, T0)
    agree(yunchuan, draft, T0)
    draft.refresh_from_db()
    signed_in(yunchuan.speaker).post(at("draft-publish", draft.pk), {"version": draft.revision})

    assert Release.objects.exists()
    assert not SignoffRequest.objects.filter(kind="procedure").exists()
