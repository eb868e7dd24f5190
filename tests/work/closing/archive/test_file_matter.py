"""归档 of a closed matter: its number, its period, who must sign, what reopening does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused, Stale
from huiying.policy.closing.archive import (
    ArchivePeriod,
    archive_number,
    months_before,
    needs_second_signature,
)
from huiying.work.closing.archive.actions.file_matter import (
    PERIOD_KIND,
    change_period,
    file_matter,
)
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.closing.archive.models import (
    EndOfFiling,
    Filing,
    FilingEnd,
    PeriodRequest,
)
from huiying.work.closing.archive.queries import (
    closings_to_file,
    filing_of,
    filings_of,
)
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import reopen_incident
from tests.scenarios.closing import make_closed_incident, make_release, make_solved_notice
from tests.scenarios.incidents import WATER, incident_of
from tests.work.closing.archive.steps import (
    LATER,
    a_closed_matter,
    filed,
    set_period_rule,
    signed,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_closed_matter_gets_the_composed_number_and_leaves_the_list_of_what_waits(yunchuan):
    incident = a_closed_matter(yunchuan)
    assert [row.incident for row in closings_to_file(yunchuan.bureau.pk)] == [incident]

    filing = filed(yunchuan, incident)

    assert filing.number == "X018-2026-Y-0001"
    assert (filing.filed_by, filing.period, filing.ends_on) == (
        yunchuan.shen,
        "PERMANENT",
        None,
    )
    assert list(filings_of(yunchuan.bureau.pk)) == [filing]
    assert not closings_to_file(yunchuan.bureau.pk).exists()
    [verb, *_] = timeline(bureau_id=yunchuan.bureau.pk, topic=incident.audit_topic).values_list(
        "verb", flat=True
    )
    assert verb == "archive.filed"


def test_what_is_not_closed_is_not_filed(yunchuan):
    incident = incident_of(yunchuan, WATER)
    set_fonds(fonds="X018", officer=yunchuan.shen, now=LATER)

    with pytest.raises(Refused, match="事件未办结"):
        filed(yunchuan, incident)


def test_nothing_is_filed_before_the_fonds_number_is_set(yunchuan):
    incident = make_closed_incident(yunchuan)

    with pytest.raises(Refused, match="尚未设定本局全宗号"):
        filed(yunchuan, incident)
    assert not Filing.objects.exists()


def test_the_second_of_two_files_nothing_and_says_so(yunchuan):
    incident = a_closed_matter(yunchuan)
    filed(yunchuan, incident)

    with pytest.raises(Refused, match="已归档"):
        filed(yunchuan, incident)
    assert Filing.objects.count() == 1


def test_a_form_made_before_somebody_else_changed_the_matter_is_refused(yunchuan):
    incident = a_closed_matter(yunchuan)

    with pytest.raises(Stale):
        file_matter(
            incident=incident,
            period="PERMANENT",
            reason="",
            officer=yunchuan.shen,
            now=LATER,
            revision=incident.revision - 1,
        )


def test_a_period_that_does_not_exist_is_refused(yunchuan):
    incident = a_closed_matter(yunchuan)

    for wrong in ("", "FIVE_YEARS", "永久" * 150):
        with pytest.raises(Refused, match="请选择保管期限"):
            filed(yunchuan, incident, wrong)


def test_where_the_bureau_set_nothing_a_shorter_period_takes_another_person(yunchuan):
    incident = a_closed_matter(yunchuan)
    with pytest.raises(Refused, match="写明理由"):
        filed(yunchuan, incident, "TEN_YEARS")

    request = filed(yunchuan, incident, "TEN_YEARS", "一般咨询，无保存价值")

    assert isinstance(request, PeriodRequest)
    assert not Filing.objects.exists()
    with pytest.raises(Refused):
        signed(request, yunchuan.shen)  # who asked
    filing = signed(request, yunchuan.leader)
    assert filing.number == "X018-2026-D10-0001"
    assert (filing.filed_by, filing.signed_by) == (yunchuan.shen, yunchuan.leader)
    assert filing.ends_on == date(2037, 1, 1)


def test_a_returned_request_files_nothing_and_uses_no_number(yunchuan):
    incident = a_closed_matter(yunchuan)
    request = filed(yunchuan, incident, "TEN_YEARS", "一般咨询")

    PERIOD_KIND.send_back(
        request,
        reason="涉及民生，应长期保存",
        shown_hash=PERIOD_KIND.content_hash(request),
        officer=yunchuan.leader,
        now=LATER,
    )

    assert filing_of(incident) is None
    again = filed(yunchuan, incident, "TEN_YEARS", "补充说明")
    assert signed(again, yunchuan.leader).item == 1


def test_while_a_request_waits_nobody_files_past_it(yunchuan):
    incident = a_closed_matter(yunchuan)
    request = filed(yunchuan, incident, "TEN_YEARS", "一般咨询")

    with pytest.raises(Refused, match=request.number):
        filed(yunchuan, incident)


def test_reopening_takes_the_matter_out_by_a_row_and_the_number_is_not_given_again(yunchuan):
    incident = a_closed_matter(yunchuan)
    first = filed(yunchuan, incident)

    reopen_incident(
        incident=incident, reason="又有人反映", officer=yunchuan.lu, now=LATER + MINUTE
    )

    end = FilingEnd.objects.get()
    assert (end.filing, end.kind, end.by) == (first, EndOfFiling.REOPENED, yunchuan.lu)
    assert filing_of(incident) is None
    incident.refresh_from_db()
    make_solved_notice(yunchuan, incident, now=LATER + 2 * MINUTE)
    make_release(yunchuan, incident, now=LATER + 3 * MINUTE)
    close_incident(incident=incident, officer=yunchuan.shen, now=LATER + 4 * MINUTE)
    incident.refresh_from_db()
    assert filed(yunchuan, incident, now=LATER + 5 * MINUTE).number == "X018-2026-Y-0002"


def test_a_request_of_before_the_reopening_is_void(yunchuan):
    incident = a_closed_matter(yunchuan)
    request = filed(yunchuan, incident, "TEN_YEARS", "一般咨询")
    reopen_incident(
        incident=incident, reason="又有人反映", officer=yunchuan.lu, now=LATER + MINUTE
    )

    with pytest.raises(Refused):
        signed(request, yunchuan.leader, now=LATER + 2 * MINUTE)
    assert not Filing.objects.exists()


def test_a_longer_period_is_one_persons_and_a_shorter_one_two_persons(yunchuan):
    incident = a_closed_matter(yunchuan)
    short = signed(filed(yunchuan, incident, "TEN_YEARS", "一般咨询"), yunchuan.leader)

    longer = change_period(
        filing=short, period="THIRTY_YEARS", reason="涉及工程", officer=yunchuan.shen, now=LATER
    )

    assert longer.number == "X018-2026-D30-0001"
    assert filing_of(incident) == longer
    assert FilingEnd.objects.get(filing=short).successor == longer
    request = change_period(
        filing=longer, period="TEN_YEARS", reason="误填", officer=yunchuan.shen, now=LATER
    )
    assert filing_of(incident) == longer
    assert signed(request, yunchuan.cheng).number == "X018-2026-D10-0002"
    with pytest.raises(Refused, match="已不在档"):
        change_period(
            filing=longer, period="PERMANENT", reason="晚了", officer=yunchuan.shen, now=LATER
        )


def test_the_same_period_or_no_reason_changes_nothing(yunchuan):
    filing = filed(yunchuan, a_closed_matter(yunchuan))

    with pytest.raises(Refused, match="请填写变更保管期限的理由"):
        change_period(
            filing=filing, period="TEN_YEARS", reason=" ", officer=yunchuan.shen, now=LATER
        )
    with pytest.raises(Refused, match="未变更"):
        change_period(
            filing=filing, period="PERMANENT", reason="无", officer=yunchuan.shen, now=LATER
        )


def test_a_refused_filing_leaves_no_gap_in_the_items(yunchuan, monkeypatch):
    incident = a_closed_matter(yunchuan)

    def fails(*_args, **_kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("huiying.work.closing.archive.actions.file_matter.record", fails)
        with pytest.raises(RuntimeError), transaction.atomic():
            filed(yunchuan, incident)

    assert filed(yunchuan, incident).item == 1


@given(st.lists(st.sampled_from(list(ArchivePeriod)), min_size=1, max_size=8))
def test_shortening_step_by_step_always_takes_another_person(periods):
    held = ArchivePeriod.PERMANENT
    for period in periods:
        second = needs_second_signature(period, held)
        assert second == ((period.years or 1000) < (held.years or 1000))
        held = period


@given(st.integers(1, 999_999), st.sampled_from(list(ArchivePeriod)))
def test_numbers_of_different_items_or_periods_differ(item, period):
    number = archive_number("X018", 2026, period, item)

    assert number != archive_number("X018", 2026, period, item + 1)
    assert number.split("-")[2] == period.code


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(0, 400))
def test_months_before_is_never_later_and_at_most_three_days_off(day, months):
    before = months_before(day, months)

    distance = (day.year - before.year) * 12 + day.month - before.month
    assert distance == months
    assert day.day - 3 <= before.day <= day.day


def test_what_the_rules_propose_is_filed_by_one_person_and_a_change_needs_a_reason(yunchuan):
    incident = a_closed_matter(yunchuan)
    set_period_rule(yunchuan, "ORDINARY", "TEN_YEARS")

    with pytest.raises(Refused, match="与建议不同"):
        filed(yunchuan, incident, "PERMANENT", now=LATER + MINUTE)
    filing = filed(yunchuan, incident, "TEN_YEARS", now=LATER + MINUTE)

    assert isinstance(filing, Filing)
    assert (filing.proposed, filing.signed_by) == ("TEN_YEARS", None)
