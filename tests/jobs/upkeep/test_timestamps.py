"""An authority of time signs the newest head; what it signed is a witness from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import DayHead, HeadTimestamp
from huiying.base.audit.timestamps import InvalidTimestamp, read_timestamp, timestamp_request
from huiying.jobs.upkeep import record_check, timestamps
from huiying.jobs.upkeep.timestamps import check_timestamps, stamp_newest_head
from huiying.reasons.rendering import render
from tests.factories import T0
from tests.jobs.peers import serving
from tests.jobs.time_authority import TimeAuthority, TimeServer
from tests.module_rows import module_rows
from tests.tampering import triggers_dropped
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11")]
TOMORROW = T0 + timedelta(days=1)

standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


@pytest.fixture(scope="module")
def authority():
    return TimeAuthority(TOMORROW)


@pytest.fixture
def server(authority, settings, tmp_path):
    """The authority on an address of this machine, trusted by the settings."""
    timestamps.forget_failures()
    certificates = tmp_path / "roots.pem"
    certificates.write_bytes(authority.pem)
    settings.TIMESTAMP_CERTIFICATES = str(certificates)
    with serving(TimeServer(authority)) as server:
        settings.FETCH_ALLOW_PRIVATE = frozenset({server.url.split("/")[2]})
        settings.TIMESTAMP_URL = server.url
        yield server


@pytest.fixture
def head(yunchuan, out):
    freeze_day_heads(TOMORROW)
    return DayHead.objects.latest("number")


def verdict(cast):
    stamp = record_check.newest_stamp(record_check.check_installation())
    return render(record_check.check_bureau(cast.bureau.pk, stamp=stamp).verdict.reason)


def test_the_newest_head_is_signed_once_and_anchors_what_is_before_it(yunchuan, server, head):
    unsigned = verdict(yunchuan)

    turns = [stamp_newest_head(TOMORROW) for _ in range(2)]

    assert turns == [True, False]
    (asked,) = server.got
    assert asked[1]["Content-Type"] == "application/timestamp-query"
    assert head.link.encode() not in asked[2], "a hash of it leaves the house, not itself"
    assert unsigned == "前后一致，未与另存的校验值核对"
    assert "时间戳机构在 2026-11-25 10:00 签过" in verdict(yunchuan)
    assert f"证明到第 {head.seq} 条" in verdict(yunchuan)


def test_a_head_written_anew_is_not_what_was_signed(yunchuan, server, head):
    stamp_newest_head(TOMORROW)

    with triggers_dropped():
        DayHead.objects.filter(pk=head.pk).update(link="f" * 64)

    assert [one.code for one in check_timestamps().problems] == ["record.timestamp_invalid"]
    assert check_timestamps().newest is None
    assert "时间戳" not in verdict(yunchuan)


def test_an_authority_that_nobody_trusts_signs_nothing(yunchuan, server, head, authority):
    server.authority = TimeAuthority(TOMORROW, "别处的时间戳")

    assert not stamp_newest_head(TOMORROW)
    assert not HeadTimestamp.objects.exists()


def test_what_another_authority_signed_below_the_application_is_named(yunchuan, server, head):
    other = TimeAuthority(TOMORROW, "自己做的时间戳")
    token = other.answer(timestamp_request(head.link).as_bytes())
    HeadTimestamp.objects.create(number=head.number, token=token, at=TOMORROW)

    assert [one.code for one in check_timestamps().problems] == ["record.timestamp_invalid"]


def test_an_authority_that_does_not_answer_is_asked_again_after_an_hour(
    yunchuan, server, head, caplog
):
    server.status = 503

    asked = [
        stamp_newest_head(TOMORROW + timedelta(minutes=minutes)) for minutes in (0, 1, 59, 61)
    ]
    server.status = 200

    assert asked == [False] * 4
    assert len(server.got) == 2
    assert "no timestamp for head" in caplog.text
    assert stamp_newest_head(TOMORROW + timedelta(hours=3))


def test_nothing_leaves_the_house_while_no_authority_is_set(yunchuan, server, head, settings):
    settings.TIMESTAMP_URL = ""

    record_check.turn(TOMORROW)

    assert server.got == []


def test_the_daily_job_asks_by_itself(yunchuan, out, server):
    record_check.turn(TOMORROW)

    assert HeadTimestamp.objects.get().number == DayHead.objects.latest("number").number


def test_certificates_that_cannot_be_read_are_named(yunchuan, server, head, settings):
    settings.TIMESTAMP_CERTIFICATES += ".gone"

    assert not stamp_newest_head(TOMORROW)
    assert [one.code for one in check_timestamps().problems] == [
        "record.certificates_unreadable"
    ]


@pytest.mark.parametrize("damage", [lambda one: b"", lambda one: one[:-9], lambda one: b"x"])
def test_a_damaged_answer_is_no_timestamp(authority, damage):
    token = authority.answer(timestamp_request("云川").as_bytes())

    assert read_timestamp(token, "云川", [authority.root]) == TOMORROW
    with pytest.raises(InvalidTimestamp):
        read_timestamp(damage(token), "云川", [authority.root])


def test_an_answer_to_another_request_is_none_to_this_one(authority):
    first, second = timestamp_request("云川"), timestamp_request("云川")
    token = authority.answer(first.as_bytes())

    with pytest.raises(InvalidTimestamp, match="Nonce"):
        read_timestamp(token, "云川", [authority.root], second.nonce)
