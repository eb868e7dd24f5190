"""Once a day the record is checked; what differs is an alarm for the desk and the auditors."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord, DayHead
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import BoardAlarm, ChannelKind, Message
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs.upkeep import record_check
from huiying.jobs.upkeep.doctor import findings
from huiying.jobs.upkeep.record_alarms import RECORD_ALARMS, report_differences
from huiying.reasons.reason import reason
from huiying.work.responses.core.models import Edition, Release
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper, triggers_dropped
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
TOMORROW = T0 + timedelta(days=1)

standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


def check_records(cast):
    rows = AuditRecord.objects.filter(bureau_ref=cast.bureau.pk, verb="audit.checked")
    return [row.data for row in rows.order_by("seq")]


def alter(release):
    """Change published words below the application."""
    content = {**release.content, "summary": "没有这回事。"}
    with triggers_dropped():
        Release._base_manager.filter(pk=release.pk).update(content=content)


def alarms(cast):
    rows = standing_alarms(cast.bureau.pk)
    return [row.text for row in rows if row.key.startswith(RECORD_ALARMS)]


def test_a_record_that_agrees_is_checked_once_a_day_and_raises_nothing(yunchuan, out):
    turns = [record_check.turn(T0 + timedelta(hours=hours)) for hours in (0, 1, 23, 24)]

    assert turns == [1, 0, 1, 0], "a day ends at midnight in Beijing"
    assert check_records(yunchuan) == [{"differences": 0, "named": []}] * 2
    assert alarms(yunchuan) == []
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_words_that_were_changed_are_an_alarm_a_message_and_a_log_line(yunchuan, out, caplog):
    channel = add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind=ChannelKind.SMTP,
        name="值班邮箱",
        target="desk@example.org",
        actor=MACHINE,
        now=T0,
    )
    alter(out)
    with caplog.at_level(logging.CRITICAL, "huiying.record"):
        record_check.turn(T0)

    words = f"回应 {out.version_number}：文本与审计记录中发布的文本不一致"
    assert alarms(yunchuan) == [words]
    assert words in caplog.text
    message = Message.objects.get(channel=channel, about_kind="record")
    assert words in message.body
    assert "没有这回事" not in message.body
    assert check_records(yunchuan) == [
        {
            "differences": 1,
            "named": [f"record.release_words_differ {out.version_number}"],
        }
    ]


def test_a_difference_is_reported_once_a_day_until_it_is_gone(yunchuan, out):
    alter(out)
    record_check.turn(T0)
    found = [reason("record.release_words_differ", ref=out.version_number)]
    again = report_differences(yunchuan.bureau.pk, found, T0 + timedelta(hours=1))
    record_check.turn(TOMORROW)
    both = len(alarms(yunchuan))
    with triggers_dropped():
        Release._base_manager.filter(pk=out.pk).update(content=out.content)
    record_check.turn(TOMORROW + timedelta(days=1))

    assert (again, both) == (0, 2)
    assert alarms(yunchuan) == []
    assert BoardAlarm.objects.filter(ended_at__isnull=False).count() == 2


def test_a_flood_of_differences_is_ten_alarms(yunchuan, out):
    found = [reason("record.file_missing", ref=f"F2026-{n:04d}") for n in range(50)]

    assert report_differences(yunchuan.bureau.pk, found, T0) == 10
    assert report_differences(yunchuan.bureau.pk, found, T0) == 0


def test_a_bureau_that_was_deleted_is_an_alarm_of_the_others(yunchuan, out, linxi):
    record_check.turn(TOMORROW)
    tamper("DELETE FROM audit_dayhead WHERE bureau_ref = %s", yunchuan.bureau.pk)
    record_check.turn(TOMORROW + timedelta(days=1))

    assert any("可能整个局被删" in words for words in alarms(linxi))


def test_a_trigger_that_was_dropped_is_named(yunchuan, out):
    with triggers_dropped():
        record_check.turn(T0)

    (words,) = alarms(yunchuan)
    assert "数据库不再拒绝改动定稿的表：audit_auditrecord、" in words


def test_new_heads_change_the_edition_of_the_public_pages(yunchuan, out):
    before = Edition.objects.get(bureau=yunchuan.bureau).number
    record_check.freeze_heads(TOMORROW)

    assert DayHead.objects.filter(bureau_ref=yunchuan.bureau.pk).count() == 1
    assert Edition.objects.get(bureau=yunchuan.bureau).number == before + 1


def test_what_differs_only_between_two_looks_is_no_difference(yunchuan, out, monkeypatch):
    """An act that is recorded between two reads looks like a difference, once."""
    looks = iter([[reason("record.release_missing", ref="x")], []])
    monkeypatch.setattr(record_check, "missing_releases", lambda _bureau: next(looks))

    assert record_check.check_bureau(yunchuan.bureau.pk).holds


def test_doctor_names_what_differs(yunchuan, out, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    alter(out)
    wrong = [one.sentence for one in findings() if not one.fine]

    assert f"yunchuan：回应 {out.version_number}：文本与审计记录中发布的文本不一致。" in wrong
