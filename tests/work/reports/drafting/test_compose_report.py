"""A composition that a job has: a draft, a new version, or nothing at all."""

from __future__ import annotations

import pytest

from huiying.base.db.job_rows import JobState, claim_job
from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.compose_report import (
    compose_report,
    fail_composition,
)
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.drafting.actions.request_composition import (
    request_period_report,
    request_recomposition,
)
from huiying.work.reports.drafting.compositions import next_composition
from huiying.work.reports.drafting.models import CompositionFailure
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import edit, past_week

pytestmark = pytest.mark.django_db
WEEK = past_week(T0)


def weekly(cast):
    return {
        "bureau": cast.bureau,
        "kind": ReportKind.WEEKLY,
        "span": WEEK,
        "officer": cast.lu,
        "now": T0,
    }


def claimed(_row):
    """The row as a job takes it: read anew, and claimed."""
    row = next_composition()
    assert claim_job(row, holder="job", machine="here", real_now=clock.real_now())
    return row


def composed(row, seen=None):
    counts = [] if seen is None else seen
    return compose_report(
        row=row,
        now=T0,
        real_now=clock.real_now(),
        progress=lambda written, expected: counts.append((written, expected)),
    )


def test_a_draft_of_who_asked_comes_of_it_with_every_line_counted(yunchuan):
    incident_of(yunchuan, WATER, now=WEEK.since)
    row, seen = claimed(request_period_report(**weekly(yunchuan))), []

    report = composed(row, seen)

    row.refresh_from_db()
    assert (row.state, row.report) == (JobState.DONE, report)
    assert (report.drafted_by, report.cut_off) == (yunchuan.lu, T0)
    assert [written for written, _all in seen] == list(range(len(seen)))
    assert {expected for _written, expected in seen} == {len(newest_version(report).lines)}


def test_what_somebody_drafted_meanwhile_stays_alone(yunchuan):
    row = claimed(request_period_report(**weekly(yunchuan)))
    draft_period_report(**weekly(yunchuan))

    with pytest.raises(Stale, match="已由他人拟出"):
        composed(row)
    assert Report.objects.count() == 1


def test_what_was_given_up_stores_nothing(yunchuan):
    row = claimed(request_period_report(**weekly(yunchuan)))
    fail_composition(row=row, failure=CompositionFailure.BROKEN_OFF, real_now=clock.real_now())

    with pytest.raises(Refused):
        composed(row)
    assert not Report.objects.exists()


def test_a_draft_is_composed_anew_unless_somebody_wrote_in_it_meanwhile(yunchuan):
    report = draft_period_report(**weekly(yunchuan))
    again = {"report": report, "officer": yunchuan.shen, "now": T0}
    composed(claimed(request_recomposition(**again, revision=report.revision)))
    report.refresh_from_db()
    assert (report.version, newest_version(report).by) == (2, yunchuan.shen)

    row = claimed(request_recomposition(**again, revision=report.revision))
    edit(yunchuan, report, overview="本周平稳。")
    with pytest.raises(Stale):
        composed(row)
    report.refresh_from_db()
    assert report.version == 3
    assert "本周平稳。" in str(newest_version(report).lines)
