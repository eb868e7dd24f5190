"""An answer begins with what the units reported: facts, a finding, a text that cites them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Stale
from huiying.work.casework.notices.models import UnitReport
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.take_reports import take_reports
from tests.scenarios.closing import make_solved_notice
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def draft(yunchuan, now):
    return start_draft(incident=desk.incident_of(yunchuan), officer=yunchuan.speaker, now=now)


def reported(cast, draft, now, **changes):
    notice = make_solved_notice(cast, draft.answer.incident, now=now)
    row = notice.reports.get()
    UnitReport.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


def take(draft, officer, now, **changes):
    given = {"draft": draft, "revision": draft.revision, "officer": officer, "now": now}
    count = take_reports(**given | changes)
    draft.refresh_from_db()
    return count


@pytest.mark.clause("8d")
def test_each_sentence_stands_on_the_fact_it_comes_from(yunchuan, draft, now):
    reported(
        yunchuan,
        draft,
        now,
        finding="TRUE",
        facts="只有一人值守。平均等候一小时。",
        handled="已加开窗口。",
        evidence="叫号记录",
    )

    count = take(draft, yunchuan.speaker, now)

    assert count == 2
    assert draft.body == "只有一人值守。[F1]平均等候一小时。[F1]\n已加开窗口。[F2]"
    assert draft.finding == "TRUE"
    assert [fact.evidence for fact in draft.facts.all()] == ["叫号记录"] * 2
    assert draft.summary == "", "what readers read first is written by a person"
    found = records_of(bureau_id=draft.bureau_id).values_list("verb", flat=True)
    assert [*found[:3]] == ["draft.edited", "draft.fact_added", "draft.fact_added"]


def test_what_a_unit_left_unproven_keeps_the_draft_from_submission(yunchuan, draft, now):
    reported(yunchuan, draft, now, evidence="")

    take(draft, yunchuan.speaker, now)

    assert any("证据" in line for line in blocking(draft, now))


def test_units_that_disagree_leave_the_finding_open(yunchuan, draft, now):
    reported(yunchuan, draft, now, finding="TRUE")
    reported(yunchuan, draft, now, finding="FALSE")

    take(draft, yunchuan.speaker, now)

    assert draft.finding == ""


def test_what_is_written_already_stays(yunchuan, draft, now):
    reported(yunchuan, draft, now)
    take(draft, yunchuan.speaker, now)
    before = draft.body

    assert take(draft, yunchuan.speaker, now) == 0
    assert draft.body == before


def test_without_a_report_nothing_is_written(yunchuan, draft, now):
    assert take(draft, yunchuan.speaker, now) == 0
    assert not draft.facts.exists()


def test_who_may_not_draft_and_who_comes_late_write_nothing(yunchuan, draft, now):
    reported(yunchuan, draft, now)

    with pytest.raises(PermissionDenied):
        take(draft, yunchuan.lu, now)
    with pytest.raises(Stale):
        take(draft, yunchuan.speaker, now, revision=draft.revision + 5)

    assert not draft.facts.exists()
