"""What a subordinate signed is stored once, unchanged, and stays withdrawn when withdrawn."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.exchange.actions.take_in import take_in_file, take_in_push
from huiying.work.reports.exchange.incoming import read_report_file
from huiying.work.reports.exchange.models import ReceivedReport, ReceivedWithdrawal, Subordinate
from huiying.work.reports.exchange.outgoing import MAX_BYTES, report_as_file
from huiying.work.reports.exchange.quotes import quoted_titles
from huiying.work.reports.exchange.receipts import is_receipt
from huiying.work.reports.figures import Span
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, signed_report, subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import (
    draft_of,
    edit,
    linked_recipient,
    sent_report,
    sign,
    withdraw,
)

LATER = T0 + timedelta(minutes=20)


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


@pytest.fixture
def report(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    return signed_report(yunchuan, water, now=LATER)


def changed(report, **content) -> bytes:
    """Return the file with another content and the hash that fits it."""
    file = report_as_file(report)
    file["content"].update(content)
    file["hash"] = hash_of_content(file["content"])
    return canonical_json(file).encode()


def test_take_in_stores_what_was_signed_once(report, linxi):
    first, second = take(linxi, file_of(report)), take(linxi, file_of(report), now=LATER)

    row = ReceivedReport.objects.get()
    assert (first.new, second.new) == (True, False)
    assert first.receipt == second.receipt
    assert is_receipt(first.receipt)
    assert (row.sender_number, row.version, row.signed_as) == (report.number, 1, "副组长")
    assert row.masked == 0, "what was masked when it was composed stays as it is"
    assert [one["heading"] for one in row.lines][:2] == ["接报时间", "信息来源"]
    assert AuditRecord.objects.filter(verb="received_report.taken").count() == 1


def test_take_in_file_names_the_officer_and_the_way(report, linxi):
    found = read_report_file(file_of(report))
    taken = take_in_file(bureau=linxi.bureau, found=found, officer=linxi.lu, now=LATER)
    assert (taken.row.by, taken.row.way, taken.row.at) == (linxi.lu, "FILE", LATER)


def test_nobody_changes_or_deletes_what_arrived(report, linxi):
    row = take(linxi, file_of(report)).row
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceivedReport.objects.filter(pk=row.pk).update(title="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceivedReport.objects.filter(pk=row.pk).delete()


def test_the_file_has_no_source_recipient_person_or_post(report, yunchuan, water):
    text = file_of(report).decode()
    file = json.loads(text)

    assert set(file["content"]["lines"][0]) == {"code", "heading", "text", "figures"}
    assert "区委网信办" not in text
    assert water.title not in text, "nobody named the incident: it is called as a post began"
    assert file["content"]["title"] == f"事件{water.number}初报"
    for officer in (yunchuan.lu, yunchuan.shen, yunchuan.cheng, yunchuan.leader):
        assert officer.name not in text
    assert Post.objects.filter(bureau=yunchuan.bureau).exists()
    for post in Post.objects.filter(bureau=yunchuan.bureau):
        assert post.text[:12] not in text


def test_a_title_that_people_gave_goes_into_the_file(report, water):
    Incident.objects.filter(pk=water.pk).update(title="青石片区供水水质")
    report.refresh_from_db()
    assert quoted_titles(report, ["青石片区供水水质初报"]) == []


def test_a_period_report_carries_its_tables_and_nothing_else(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    span = Span(T0 - timedelta(days=1), T0 + timedelta(hours=1))
    drafted = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.DAILY,
        span=span,
        officer=yunchuan.lu,
        now=T0 + timedelta(hours=2),
    )
    sign(yunchuan, drafted, now=T0 + timedelta(hours=2))
    row = take(linxi, file_of(drafted), now=T0 + timedelta(hours=3)).row

    figures = [one for line in row.lines for one in line["figures"]]
    assert figures
    assert {name for one in figures for name in one} == {"caption", "headings", "rows", "chart"}
    assert (row.since, row.until) == (drafted.since, drafted.until)


def test_a_draft_makes_no_file(yunchuan, water):
    with pytest.raises(Refused, match="未签发"):
        report_as_file(draft_of(yunchuan, water, now=LATER))


def test_a_report_changed_after_its_signature_makes_no_file(yunchuan, report):
    edit(yunchuan, report, place="青石片区")
    with pytest.raises(Refused):
        report_as_file(report)


def test_a_version_without_a_signature_of_its_own_makes_no_file(yunchuan, report):
    edit(yunchuan, report, place="青石片区")
    Report.objects.update(state=ReportState.SIGNED)  # by a hand in the database
    report.refresh_from_db()
    with pytest.raises(Refused, match="与签发时不一致"):
        report_as_file(report)


@pytest.mark.parametrize(
    ("old", "new"), [('"version":1', '"version":2'), ("接报时间", "接报日期")]
)
def test_a_tampered_file_is_refused(report, linxi, old, new):
    data = file_of(report).decode()
    assert old in data
    with pytest.raises(Refused, match="校验值不符"):
        take(linxi, data.replace(old, new, 1).encode())
    assert not ReceivedReport.objects.exists()


def test_a_tampered_withdrawal_is_refused(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    report = sent_report(yunchuan, water)
    withdraw(yunchuan, report, now=LATER, reason="另行核实。")
    data = file_of(report).decode().replace("另行核实。", "改为他因。")
    with pytest.raises(Refused, match="撤回信息"):
        take(linxi, data.encode())


def test_the_same_version_with_another_text_is_refused(report, linxi):
    take(linxi, file_of(report))
    with pytest.raises(Refused, match="内容与本文件不同"):
        take(linxi, changed(report, title="另一个标题"))
    assert ReceivedReport.objects.count() == 1


def test_a_later_version_stands_beside_the_earlier_one(report, yunchuan, linxi):
    take(linxi, file_of(report))
    edit(yunchuan, report, place="青石片区")
    sign(yunchuan, report, now=LATER + timedelta(minutes=5))
    take(linxi, file_of(report))
    assert sorted(ReceivedReport.objects.values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format":"huiying.report","format":"huiying.report"}',
        b'{"a":NaN}',
        b"[" * 100_000,
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(db, bad):
    with pytest.raises(Refused) as refusal:
        read_report_file(bad)
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    "content",
    [
        {"authors": ["甲"]},
        {"title": "甲" * 301},
        {"title": " "},
        {"number": "<script>"},
        {"version": True},
        {"version": 10**9},
        {"kind": "SECRET"},
        {"cut_off": "2026-11-24T10:00:00"},
        {"cut_off": None},
        {"cut_off": "0001-01-01T00:00:00+08:00"},
        {"since": "2026-11-24T10:00:00+08:00"},
        {"lines": [{"code": "a", "heading": "甲", "text": "乙", "figures": [], "sources": []}]},
        {"lines": ["甲"]},
        {"lines": [{"code": "a", "heading": "甲", "text": "\x00", "figures": []}]},
        {"lines": [{"code": "a", "heading": "甲", "text": "乙" * 4001, "figures": []}]},
        {"lines": "甲"},
    ],
    ids=str,
)
def test_another_shape_is_refused_although_its_hash_fits(report, linxi, content):
    with pytest.raises(Refused, match="文件结构不符"):
        take(linxi, changed(report, **content))
    assert not ReceivedReport.objects.exists()


def test_a_moment_of_a_zone_that_no_place_has_is_stored_as_the_same_moment(report, linxi):
    signed = datetime.fromisoformat(report_as_file(report)["content"]["signed_at"])
    zone = timezone(timedelta(hours=23, minutes=59))

    take(linxi, changed(report, signed_at=signed.astimezone(zone).isoformat()))

    assert ReceivedReport.objects.get().signed_at == signed


def test_an_accusation_is_refused_and_a_telephone_number_is_masked(report, linxi):
    line = {"code": "news", "heading": "新情况", "text": "", "figures": []}
    accused = {**line, "text": "群众举报局长受贿。"}
    with pytest.raises(Refused, match="检举控告"):
        take(linxi, changed(report, lines=[accused]))
    phone = {**line, "text": "联系人王秀英，电话13800138000。"}
    row = take(linxi, changed(report, lines=[phone])).row

    assert row.masked == 1
    assert "13800138000" not in json.dumps(row.lines, ensure_ascii=False)


def test_a_bureau_that_is_not_registered_or_out_of_use_hands_in_nothing(
    report, linxi, yunchuan
):
    with pytest.raises(Refused, match="未登记为下级单位"):
        take(yunchuan, file_of(report))
    Subordinate.objects.update(active=False)
    with pytest.raises(Refused, match="未登记为下级单位"):
        take(linxi, file_of(report))


def test_a_token_hands_in_no_report_of_another_bureau(report, linxi):
    other = subordinate_of(linxi, "北山区信访局")
    found = read_report_file(file_of(report))
    with pytest.raises(Refused, match="署名为"):
        take_in_push(sender=other, found=found, now=LATER)


def test_what_was_withdrawn_arrives_as_withdrawn_and_stays_so(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    report = sent_report(yunchuan, water)
    before = file_of(report)
    take(linxi, before)
    withdraw(yunchuan, report, now=LATER)
    after = take(linxi, file_of(report), now=LATER)
    again = take(linxi, before, now=LATER)

    row = ReceivedWithdrawal.objects.get()
    assert (row.reason, row.withdrawn_at) == ("数字有误。", LATER)
    assert (after.new, again.new) == (True, False)
    assert after.receipt["state"] == again.receipt["state"] == "WITHDRAWN"
    assert ReceivedReport.objects.count() == 1


def test_a_withdrawal_that_arrives_first_stores_the_report_as_withdrawn(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    report = sent_report(yunchuan, water)
    withdraw(yunchuan, report, now=LATER)
    taken = take(linxi, file_of(report))
    assert taken.receipt["state"] == "WITHDRAWN"
