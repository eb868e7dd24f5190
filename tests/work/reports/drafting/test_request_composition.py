"""A report about a period is asked for: once, of what ended, of a draft as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.drafting.actions.request_composition import (
    request_period_report,
    request_recomposition,
)
from huiying.work.reports.drafting.models import ReportComposition
from huiying.work.reports.figures import Span
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, past_week, sign

pytestmark = pytest.mark.django_db
WEEK = past_week(T0)


def asked(cast, kind=ReportKind.WEEKLY, span=WEEK):
    return request_period_report(
        bureau=cast.bureau, kind=kind, span=span, officer=cast.lu, now=T0
    )


def drafted(cast):
    return draft_period_report(
        bureau=cast.bureau, kind=ReportKind.WEEKLY, span=WEEK, officer=cast.lu, now=T0
    )


def asked_anew(cast, report, revision):
    return request_recomposition(report=report, officer=cast.lu, now=T0, revision=revision)


def test_who_asks_twice_gets_one_row_and_the_record_says_who_asked_first(yunchuan):
    first, second = asked(yunchuan), asked(yunchuan)

    assert first == second
    row = AuditRecord.objects.get(verb="report.composition_asked")
    assert (row.actor_label, row.data["days"]) == ("陆知远", "2026-11-17/2026-11-23")


def test_of_a_period_that_has_a_report_none_is_composed(yunchuan):
    report = drafted(yunchuan)

    with pytest.raises(Refused, match=report.number):
        asked(yunchuan)


def test_what_is_no_period_or_has_not_ended_is_refused(yunchuan):
    with pytest.raises(Refused, match="日报、周报"):
        asked(yunchuan, ReportKind.FLASH)
    with pytest.raises(Refused, match="须已结束"):
        asked(yunchuan, span=Span(WEEK.since, T0 + timedelta(days=1)))
    assert not ReportComposition.objects.exists()


def test_a_draft_is_composed_anew_as_its_page_showed_it_and_once(yunchuan):
    report = drafted(yunchuan)
    before = report.revision
    row = asked_anew(yunchuan, report, before)
    assert asked_anew(yunchuan, report, before) == row
    assert (row.report, row.revision) == (report, before)
    edit(yunchuan, report, overview="本周平稳。")

    with pytest.raises(Stale):
        asked_anew(yunchuan, report, before)


def test_a_report_that_was_sent_or_is_about_an_incident_is_not_asked_for(yunchuan):
    report = drafted(yunchuan)
    about = draft_of(yunchuan, incident_of(yunchuan, WATER))
    type(report).objects.filter(pk=report.pk).update(state="SENT")

    with pytest.raises(Stale):
        asked_anew(yunchuan, report, report.revision)
    with pytest.raises(Refused, match="日报、周报"):
        asked_anew(yunchuan, about, about.revision)


def test_a_signed_draft_may_be_composed_anew(yunchuan):
    linked_recipient(yunchuan)
    report = sign(yunchuan, drafted(yunchuan))

    assert asked_anew(yunchuan, report, report.revision).report == report
