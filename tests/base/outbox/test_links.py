"""Signed links: reading changes nothing, using works once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.actions.links import (
    LinkProblem,
    make_link,
    note_refusal,
    read_link,
    revoke_link,
    revoke_links,
    use_link,
)
from huiying.base.outbox.models import SignedLink
from tests.factories import T0

WEEK = timedelta(days=7)


@pytest.fixture
def token(yunchuan):
    return make_link(
        bureau_id=yunchuan.bureau.pk,
        purpose="receipt",
        about_ref="2026-0001",
        unit=yunchuan.waterworks,
        now=T0,
        lifetime=WEEK,
    )


def test_the_database_never_holds_the_token(token):
    row = SignedLink.objects.get()

    assert len(token) >= 43
    assert token not in str(row.__dict__)


def test_a_scanner_that_opens_the_link_changes_nothing(token, yunchuan):
    for _ in range(5):
        link = read_link(token, "receipt", T0)

    assert isinstance(link, SignedLink)
    assert (link.unit, link.used_at) == (yunchuan.waterworks, None)


def test_a_link_is_used_once_and_the_use_is_recorded(token):
    link = read_link(token, "receipt", T0)

    assert use_link(link=link, now=T0)
    assert not use_link(link=link, now=T0)

    assert read_link(token, "receipt", T0) == LinkProblem.USED
    record = AuditRecord.objects.get(verb="link.used")
    assert (record.actor, record.topic) == ("link:2026-0001", "receipt:2026-0001")
    assert token not in str(record.__dict__)


def test_a_link_expires(token):
    link = read_link(token, "receipt", T0 + WEEK - timedelta(seconds=1))

    assert read_link(token, "receipt", T0 + WEEK) == LinkProblem.EXPIRED
    assert not use_link(link=link, now=T0 + WEEK)


def test_a_revoked_link_does_not_work_and_other_matters_links_do(token, yunchuan, linxi):
    args = {"purpose": "receipt", "unit": None, "now": T0, "lifetime": WEEK}
    other = make_link(bureau_id=yunchuan.bureau.pk, about_ref="2026-0002", **args)
    theirs = make_link(bureau_id=linxi.bureau.pk, about_ref="2026-0001", **args)
    link = read_link(token, "receipt", T0)

    assert revoke_links(bureau_id=yunchuan.bureau.pk, about_ref="2026-0001", now=T0) == 1

    assert read_link(token, "receipt", T0) == LinkProblem.REVOKED
    assert not use_link(link=link, now=T0)
    assert isinstance(read_link(other, "receipt", T0), SignedLink)
    assert isinstance(read_link(theirs, "receipt", T0), SignedLink)


def test_one_link_is_taken_back_with_a_reason_and_by_whom(token, yunchuan):
    link = read_link(token, "receipt", T0)
    wrong = {"link": link, "reason": "转给了不相干的人", "officer": yunchuan.lu, "now": T0}

    assert [revoke_link(**wrong), revoke_link(**wrong)] == [True, False]

    assert read_link(token, "receipt", T0) == LinkProblem.REVOKED
    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (T0, yunchuan.lu)
    record = AuditRecord.objects.get(verb="link.revoked")
    assert record.data == {"unit": "区水务局", "reason": "转给了不相干的人"}


def test_a_link_that_was_used_or_has_expired_is_not_taken_back(token, yunchuan):
    link = read_link(token, "receipt", T0)

    assert not revoke_link(link=link, reason="晚了", officer=yunchuan.lu, now=T0 + WEEK)
    use_link(link=link, now=T0)
    assert not revoke_link(link=link, reason="晚了", officer=yunchuan.lu, now=T0)

    assert not AuditRecord.objects.filter(verb="link.revoked").exists()


def test_who_acts_by_a_link_that_no_longer_works_is_on_the_record(token):
    link = read_link(token, "receipt", T0)

    note_refusal(link, LinkProblem.EXPIRED, T0 + WEEK)

    record = AuditRecord.objects.get(verb="link.refused")
    assert (record.actor, record.topic) == ("link:2026-0001", "receipt:2026-0001")
    assert record.data == {"unit": "区水务局", "problem": "expired"}
    assert isinstance(read_link(token, "receipt", T0), SignedLink), "it changes nothing"


@pytest.mark.parametrize("wrong", ["", "x", "a" * 5000, "\ud800", "或"])
def test_a_token_that_was_never_made_is_unknown(token, wrong):
    assert read_link(wrong, "receipt", T0) == LinkProblem.UNKNOWN


def test_a_link_works_for_its_own_purpose_alone(token):
    assert read_link(token, "approve", T0) == LinkProblem.UNKNOWN
