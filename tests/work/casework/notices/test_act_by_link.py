"""What whoever holds the link of a notice can do for its unit, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import make_link, read_link
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.actions.act_by_link import (
    confirm_arrival,
    report_by_link,
    sign_by_link,
    sign_guidance_by_link,
)
from huiying.work.casework.notices.actions.report_back import ReportInput
from huiying.work.casework.notices.models import NoticeState
from huiying.work.casework.notices.unit_messages import PURPOSE
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, issue, notify

pytestmark = pytest.mark.django_db
standing_rows, rows, yunchuan, incident = module_rows(confirmed)
FOUND = ReportInput(Finding.TRUE, "窗口人手不足。", "已加开窗口。", "", (), "现场无法拍照。")


@pytest.fixture
def notice(yunchuan, incident, now):
    return notify(incident, yunchuan.reception, yunchuan.lu, now)


@pytest.fixture
def link(notice, yunchuan, now):
    return link_of(notice, notice.unit, yunchuan, now)


def link_of(notice, unit, cast, now):
    channel = add_channel(
        bureau=cast.bureau,
        unit=unit,
        kind="SMTP",
        name="科室邮箱",
        target="duty@jiefang.example",
        actor=cast.admin.audit_actor(),
        now=now,
    )
    token = make_link(
        bureau_id=notice.bureau_id,
        purpose=PURPOSE,
        about_ref=notice.number,
        unit=unit,
        now=now,
        lifetime=LINK_LIFETIME,
        channel=channel,
    )
    return read_link(token, PURPOSE, now)


def sign(link, notice, now, name="陈一鸣"):
    sign_by_link(
        link=link, notice=notice, name=name, now=now, revision=None, seen_guidance=None
    )
    notice.refresh_from_db()


def test_an_arrival_is_confirmed_once(link, notice, now):
    assert confirm_arrival(link=link, notice=notice, now=now) is True
    notice.refresh_from_db()

    assert confirm_arrival(link=link, notice=notice, now=now) is False
    assert notice.state == NoticeState.DELIVERED


def test_a_signature_needs_a_name_and_is_given_once(link, notice, now):
    with pytest.raises(Refused, match="姓名"):
        sign(link, notice, now, name=" ")

    sign(link, notice, now)

    assert notice.signatory == "陈一鸣（通过链接）"
    with pytest.raises(Stale):
        sign(link, notice, now)


def test_the_link_of_another_unit_does_nothing(notice, yunchuan, now):
    other = link_of(notice, yunchuan.waterworks, yunchuan, now)

    for act in (
        lambda: confirm_arrival(link=other, notice=notice, now=now),
        lambda: sign(other, notice, now),
        lambda: report_by_link(link=other, notice=notice, name="甲", report=FOUND, now=now),
        lambda: sign_guidance_by_link(link=other, notice=notice, name="甲", version=1, now=now),
    ):
        with pytest.raises(Refused, match="链接与通报不符"):
            act()
    assert not AuditRecord.objects.filter(verb="link.used").exists()


def test_new_guidance_is_signed_under_the_name(link, notice, incident, yunchuan, now):
    sign(link, notice, now)
    issue(incident, yunchuan.lu, now + timedelta(minutes=1))

    sign_guidance_by_link(link=link, notice=notice, name="陈一鸣", version=1, now=now)

    assert notice.guidance_receipts.get().signatory == "陈一鸣（通过链接）"


def test_a_report_is_kept_once_and_only_after_the_signature(link, notice, now):
    report = {"link": link, "notice": notice, "name": "陈一鸣", "report": FOUND, "now": now}
    with pytest.raises(Refused, match="签收"):
        report_by_link(**report)
    sign(link, notice, now)

    first, second = report_by_link(**report), report_by_link(**report)

    assert first == second
    assert first.author == "陈一鸣（通过链接）"
