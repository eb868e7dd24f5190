"""The signed link of a notice: opening it shows; a person confirms, signs and reports by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import ClockState
from huiying.base.outbox.actions.links import make_link, revoke_links
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from huiying.work.casework.notices.models import NoticeState, ProofKind
from huiying.work.casework.notices.unit_messages import LINK_PATH, PURPOSE
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=6)


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def snapshot(notice) -> tuple[object, ...]:
    """Return everything that a delivery would change."""
    notice.refresh_from_db()
    notice.notice_clock.refresh_from_db()
    return (
        notice.state,
        notice.delivered_at,
        notice.revision,
        notice.proofs.count(),
        notice.notice_clock.state,
        AuditRecord.objects.count(),
        notice.signed_at,
        notice.signed_label,
        notice.reports.count(),
    )


def test_the_link_of_a_message_is_the_address_of_the_page():
    letters = "abc-_1"
    assert reverse("links:receipt", args=[letters]) == LINK_PATH.format(token=letters)


def test_a_mail_scanner_that_opens_the_link_delivers_nothing(notice, address):
    before = snapshot(notice)
    scanner = Client()

    for _look in range(3):
        page = text(scanner.get(address))
        assert scanner.head(address).status_code == 200

    assert snapshot(notice) == before
    assert notice.incident.title in page
    assert "先查泵房。" in page
    assert "仅确认收到" in page
    for method in ("put", "delete", "patch", "options"):
        assert getattr(scanner, method)(address).status_code == 405
    assert snapshot(notice) == before


def test_a_call_counts_as_delivery_too_and_the_page_says_so_until_it_is_proven(
    address, settings
):
    person = Client()

    without = text(person.get(address))
    settings.CONTACT = "0000-8261000"
    numbered = text(person.get(address))
    confirmed = text(person.post(address, follow=True))

    call = "可致电值班台确认收到，经值班员登记后视为送达。"
    assert call in without
    assert "本局联系方式" not in without
    assert call in numbered
    assert "本局联系方式：0000-8261000" in numbered
    assert call not in confirmed


@pytest.mark.clause("4(3)c")
def test_the_button_proves_delivery_once_and_stops_the_notice_clock(
    notice, address, yunchuan, now
):
    person = Client()

    page = text(person.post(address, follow=True))

    assert "已送达，送达时间" in page
    assert "仅确认收到" not in page
    assert "签收人姓名" in page
    notice.refresh_from_db()
    proof = notice.proofs.get()
    assert (notice.state, proof.kind) == (NoticeState.DELIVERED, ProofKind.LINK_CONFIRMED)
    assert notice.delivered_at == now + timedelta(minutes=6)
    assert notice.notice_clock.state == ClockState.MET
    assert notice.notice_clock.stopped_at == now + timedelta(minutes=6)
    assert notice.notice_clock.breached_at is None
    assert notice.receipt_clock.state == ClockState.RUNNING, "signing is another clock"
    verbs = list(AuditRecord.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs.count("notice.delivered") == verbs.count("link.used") == 1
    assert verify(bureau_id=yunchuan.bureau.pk).holds

    after = snapshot(notice)
    for again in (person.post(address, follow=True), person.get(address)):
        assert "已送达，送达时间" in text(again)
    assert snapshot(notice) == after
    desk = text(
        signed_in(yunchuan.lu).get(f"/desk/incidents/{notice.incident.number}/?tab=all")
    )
    assert "尚未证明送达" not in desk


def test_the_button_is_guarded_against_other_sites(address, notice):
    before = snapshot(notice)

    refused = Client(enforce_csrf_checks=True).post(address)

    assert refused.status_code == 403
    assert snapshot(notice) == before


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_link_that_does_not_work_says_why_and_tells_nothing_of_the_matter(
    notice, address, monkeypatch, now, method
):
    unknown = reverse("links:receipt", args=["x" * 43])
    revoked, expired = (
        reverse(
            "links:receipt",
            args=[
                make_link(
                    bureau_id=notice.bureau_id,
                    purpose=PURPOSE,
                    about_ref=ref,
                    unit=notice.unit,
                    now=now,
                    lifetime=life,
                )
            ],
        )
        for ref, life in (
            ("2026-0999", LINK_LIFETIME),
            (notice.number, timedelta(minutes=5)),
        )
    )
    revoke_links(bureau_id=notice.bureau_id, about_ref="2026-0999", now=now)
    before = snapshot(notice)

    for link, status, why in (
        (unknown, 404, "链接不存在。"),
        (revoked, 410, "该链接已收回。"),
        (expired, 410, "链接已过期。"),
    ):
        response = getattr(Client(), method)(link)
        assert response.status_code == status, why
        if method != "head":
            page = response.content.decode()
            assert why in page
            assert notice.incident.title not in page
            assert "通报和时限不受影响" in page
    assert snapshot(notice) == before


def test_a_link_ends_after_its_week(notice, address, time, now):
    time.set(now + timedelta(minutes=4) + LINK_LIFETIME)

    assert "链接已过期。" in text(Client().post(address), 410)


def test_the_link_of_a_notice_that_was_sent_back_is_revoked(notice, address, yunchuan, now):
    return_notice(
        notice=notice,
        reason="管网归自来水公司",
        officer=yunchuan.water,
        now=now + timedelta(minutes=5),
    )

    assert "该链接已收回。" in text(Client().post(address), 410)


def test_a_link_made_for_another_purpose_opens_nothing(notice, now):
    token = make_link(
        bureau_id=notice.bureau_id,
        purpose="approve",
        about_ref=notice.number,
        unit=notice.unit,
        now=now,
        lifetime=LINK_LIFETIME,
    )

    assert Client().get(reverse("links:receipt", args=[token])).status_code == 404


def test_a_link_of_one_bureau_never_shows_the_notice_of_another(notice, address, linxi, now):
    theirs = notify_unit(
        incident=incident_of(linxi, WATER, grade=Grade.MAJOR),
        unit=linxi.waterworks,
        guidance="临溪的交代。",
        officer=linxi.lu,
        now=now + timedelta(minutes=4),
    )
    assert theirs.number == notice.number

    page = text(Client().post(address, follow=True))

    assert "临溪的交代" not in page
    theirs.refresh_from_db()
    assert theirs.state == NoticeState.QUEUED


def test_the_page_is_not_kept_by_caches(address):
    control = Client().get(address).headers["Cache-Control"]

    assert "no-store" in control
    assert "private" in control
