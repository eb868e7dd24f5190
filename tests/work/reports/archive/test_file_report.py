"""归档: a report that is finished gets a 档号, of one series with the matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.closing.archive.models import Filing
from huiying.work.reports.archive.actions.file_report import file_report
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.archive.proof import report_filing_differences
from huiying.work.reports.archive.queries import (
    FILED,
    TO_FILE,
    filed_reports,
    narrow_by_archive,
    reports_to_file,
    search_filed_reports,
)
from huiying.work.reports.core.models import ReportSignature
from huiying.work.reports.core.queries import newest_version, reports_of
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.deliveries.actions.withdraw_report import (
    ask_withdrawal,
    record_withdrawal_notice,
)
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.exchange.outgoing import report_as_file
from huiying.work.reports.files.document import document_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import (
    draft_of,
    file,
    linked_recipient,
    past_week,
    received_by_all,
    recipient_of,
    send,
    sent_report,
    withdraw,
)
from tests.tampering import tamper
from tests.work.closing.archive.steps import a_closed_matter, change_rules, filed

LATER = T0 + timedelta(minutes=40)
RULE_TEN = {"MONTHLY": "TEN_YEARS", "FLASH": "TEN_YEARS"}


def sent(cast):
    linked_recipient(cast)
    incident = incident_of(cast, WATER)
    return sent_report(cast, incident, ReportKind.FLASH)


standing_rows, rows, yunchuan, report = module_rows(sent)


@pytest.fixture
def received(yunchuan, report):
    return received_by_all(yunchuan, report, now=LATER)


def waiting(cast):
    return list(reports_to_file(cast.bureau.pk).values_list("number", flat=True))


def test_a_report_that_all_received_is_filed_and_recorded(yunchuan, received):
    assert waiting(yunchuan) == [received.number]

    row = file(yunchuan, received, now=LATER)

    assert row.number == "X018-2026-Y-0001"
    assert (row.state, row.version) == ("RECEIVED", received.version)
    assert row.text_hash == newest_version(received).content_hash
    assert row.title == newest_version(received).title
    assert waiting(yunchuan) == []
    entry = AuditRecord.objects.get(verb="archive.report_filed")
    assert (entry.ref, entry.data["report"]) == (row.number, received.number)
    assert entry.topic == received.incident.audit_topic


def test_reports_and_matters_have_one_series_of_numbers_without_a_gap(yunchuan, received):
    matter = filed(yunchuan, a_closed_matter(yunchuan))
    row = file(yunchuan, received, now=LATER)
    again = sent_report(yunchuan, received.incident, ReportKind.FLASH, now=LATER)
    other = file(yunchuan, received_by_all(yunchuan, again, now=LATER), now=LATER)

    assert [matter.item, row.item, other.item] == [1, 2, 3]
    numbers = [*Filing.objects.values_list("number", flat=True)]
    numbers += ReportFiling.objects.values_list("number", flat=True)
    assert len(set(numbers)) == 3


def test_a_refused_filing_takes_no_number(yunchuan, received):
    with pytest.raises(Refused):
        file(yunchuan, received, now=LATER, period="TEN_YEARS")

    assert file(yunchuan, received, now=LATER).item == 1


def test_it_is_filed_once(yunchuan, received):
    file(yunchuan, received, now=LATER)
    with pytest.raises(Refused, match="已归档"):
        file(yunchuan, received, now=LATER)

    assert ReportFiling.objects.count() == 1


def test_who_does_not_keep_the_archive_files_nothing(yunchuan, received):
    with pytest.raises(PermissionDenied):
        file_report(
            report=received, period="PERMANENT", reason="", officer=yunchuan.lu, now=LATER
        )


def test_without_a_fonds_nothing_is_filed(yunchuan, received):
    with pytest.raises(Refused, match="全宗号"):
        file_report(
            report=received, period="PERMANENT", reason="", officer=yunchuan.shen, now=LATER
        )


def test_a_stale_form_files_nothing(yunchuan, received):
    with pytest.raises(Stale):
        file_report(
            report=received,
            period="PERMANENT",
            reason="",
            officer=yunchuan.shen,
            now=LATER,
            revision=received.revision - 1,
        )


def test_a_draft_and_a_dropped_report_are_not_filed(yunchuan, report):
    draft = draft_of(yunchuan, report.incident, ReportKind.SPECIAL, now=LATER)
    with pytest.raises(Refused, match="未报送"):
        file(yunchuan, draft, now=LATER)
    drop_report(report=draft, reason="不需要。", officer=yunchuan.lu, now=LATER)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="未报送"):
        file(yunchuan, draft, now=LATER)
    assert waiting(yunchuan) == []


def test_a_recipient_that_never_confirms_keeps_it_out_until_people_record_the_receipt(
    yunchuan, report
):
    with pytest.raises(Refused, match="尚有 1 家未回执"):
        file(yunchuan, report, now=LATER + timedelta(days=400))
    assert waiting(yunchuan) == []

    received_by_all(yunchuan, report, now=LATER)

    assert file(yunchuan, report, now=LATER).item == 1


def test_while_a_withdrawal_waits_for_its_signature_it_is_not_filed(yunchuan, received):
    ask_withdrawal(report=received, reason="数字有误。", officer=yunchuan.cheng, now=LATER)

    assert waiting(yunchuan) == []
    with pytest.raises(Refused, match="撤回申请待核签"):
        file(yunchuan, received, now=LATER)


def test_a_withdrawn_report_is_filed_once_everybody_knows(yunchuan, report):
    recipient_of(
        yunchuan,
        name="区政府办",
        kind="GOVERNMENT",
        matter=MatterClass.ONLINE,
        way=Way.PHONE,
    )
    both = sent_report(yunchuan, report.incident, ReportKind.FLASH, now=LATER)
    ReportDelivery.objects.filter(report=both, sent_at__isnull=True).update(sent_at=LATER)
    withdraw(yunchuan, both, now=LATER)
    untold = ReportDelivery.objects.get(report=both, withdrawal_sent_at__isnull=True)
    assert waiting(yunchuan) == []
    with pytest.raises(Refused, match="撤回尚未告知 1 家"):
        file(yunchuan, both, now=LATER)

    record_withdrawal_notice(delivery=untold, who="总值班室", officer=yunchuan.lu, now=LATER)

    assert waiting(yunchuan) == [both.number]
    assert file(yunchuan, both, now=LATER).state == "WITHDRAWN"


def test_a_report_that_is_withdrawn_after_its_filing_keeps_its_number(yunchuan, received):
    row = file(yunchuan, received, now=LATER)

    withdraw(yunchuan, received, now=LATER)

    assert received.state == ReportState.WITHDRAWN
    assert ReportFiling.objects.get() == row
    assert waiting(yunchuan) == []


def test_where_the_rules_set_no_period_only_for_ever_is_possible(yunchuan, received):
    with pytest.raises(Refused, match="只能选永久"):
        file(yunchuan, received, now=LATER, period="THIRTY_YEARS")


def test_a_shorter_period_than_the_rules_set_is_refused(yunchuan, received):
    change_rules(yunchuan, LATER, reports={"FLASH": "THIRTY_YEARS"})
    with pytest.raises(Refused, match="短于规则"):
        file(yunchuan, received, now=LATER, period="TEN_YEARS")


def test_a_longer_period_takes_a_reason(yunchuan, received):
    change_rules(yunchuan, LATER, reports=RULE_TEN)
    file_it = {"report": received, "period": "PERMANENT", "now": LATER}
    with pytest.raises(Refused, match="填写理由"):
        file(yunchuan, received, now=LATER)

    row = file_report(reason="涉及重大民生。", officer=yunchuan.shen, **file_it)

    assert (row.proposed, row.period, row.reason) == (
        "TEN_YEARS",
        "PERMANENT",
        "涉及重大民生。",
    )


def test_the_period_of_the_rules_ends_with_its_years(yunchuan, received):
    change_rules(yunchuan, LATER, reports=RULE_TEN)

    row = file(yunchuan, received, now=LATER, period="TEN_YEARS")

    assert row.number == "X018-2026-D10-0001"
    assert row.ends_on.isoformat() == "2037-01-01"


def test_no_period_is_no_period(yunchuan, received):
    with pytest.raises(Refused, match="请选择保管期限"):
        file(yunchuan, received, now=LATER, period="FIVE_YEARS")


def test_the_year_is_that_of_the_signature_in_local_time(yunchuan, received):
    new_year = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 of the last day
    tamper("UPDATE reports_reportsignature SET at = %s", new_year)
    assert ReportSignature.objects.get().at == new_year

    assert file(yunchuan, received, now=LATER).year == 2025


def test_it_is_found_by_its_number_title_year_period_and_kind(yunchuan, received):
    row = file(yunchuan, received, now=LATER)
    every = filed_reports(yunchuan.bureau.pk)

    for found in (
        {"words": row.number},
        {"words": received.number},
        {"words": row.title[:4]},
        {"year": 2026, "period": "PERMANENT", "kind": "FLASH"},
    ):
        assert list(search_filed_reports(every, **found)) == [row]
    for missed in (
        {"words": "X018-2026-Y-0002"},
        {"year": 2025},
        {"period": "TEN_YEARS"},
        {"kind": "DAILY"},
    ):
        assert not search_filed_reports(every, **missed).exists()


def test_the_list_of_reports_is_narrowed_by_the_archive(yunchuan, received):
    every = reports_of(yunchuan.bureau.pk)
    assert list(narrow_by_archive(every, TO_FILE)) == [received]
    assert not narrow_by_archive(every, FILED).exists()

    file(yunchuan, received, now=LATER)

    assert list(narrow_by_archive(every, FILED)) == [received]
    assert not narrow_by_archive(every, TO_FILE).exists()
    assert list(narrow_by_archive(every, "")) == [received]


RARE = "𠮷𬱖镇供水👍🏽"  # beyond the basic plane, and an emoji of two characters


def test_a_title_of_300_characters_with_rare_ones_and_emoji_is_kept_to_the_letter(
    yunchuan, report
):
    title = (RARE + "水" * 300)[:300]
    draft = draft_of(yunchuan, report.incident, ReportKind.SPECIAL, now=LATER)
    version = newest_version(draft)
    edit_report(
        report=draft,
        title=title,
        texts={"matter": f"{RARE}管网改造。"},
        recipients=[one["rule"] for one in version.recipients],
        officer=yunchuan.shen,
        now=LATER,
        revision=draft.revision,
    )
    draft.refresh_from_db()
    send(yunchuan, draft, now=LATER)
    draft.refresh_from_db()

    row = file(yunchuan, received_by_all(yunchuan, draft, now=LATER), now=LATER)

    assert row.title == newest_version(draft).title == title
    assert len(row.title) == 300
    assert [*report_filing_differences(yunchuan.bureau.pk)] == []
    assert list(search_filed_reports(filed_reports(yunchuan.bureau.pk), words="𬱖镇")) == [row]
    document = document_of(draft, newest_version(draft))
    assert any(RARE in getattr(block, "text", "") for block in document.body)
    sent_file = report_as_file(draft)["content"]
    assert sent_file["title"] == title
    assert any(RARE in line["text"] for line in sent_file["lines"])


def test_a_report_of_a_period_and_a_nil_one_are_filed_under_their_own_kinds(yunchuan, report):
    change_rules(yunchuan, LATER, reports={"WEEKLY": "TEN_YEARS"})
    weekly = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.WEEKLY,
        span=past_week(T0),
        officer=yunchuan.lu,
        now=LATER,
    )
    assert weekly.nil
    send(yunchuan, weekly, now=LATER)
    weekly.refresh_from_db()

    row = file(
        yunchuan, received_by_all(yunchuan, weekly, now=LATER), now=LATER, period="TEN_YEARS"
    )

    assert row.number == "X018-2026-D10-0001"
    assert AuditRecord.objects.get(ref=row.number).topic == f"report:{weekly.number}"


def test_bureaus_number_and_see_for_themselves(yunchuan, linxi, received):
    file(yunchuan, received, now=LATER)

    assert not filed_reports(linxi.bureau.pk).exists()
    assert not reports_to_file(linxi.bureau.pk).exists()
