"""定级: what was proposed, what was signed, by whom and under which rules."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.grading.models import GradeDecision, GradingRequest
from huiying.work.incidents.grading.record_grade import record_grade
from tests.scenarios.incidents import WATER, candidate_of, incident_of


def grade(incident, grade, officer, now, reason=" 跨平台扩散 "):
    return record_grade(
        incident=incident,
        grade=grade,
        proposed_grade=1,
        cards=[{"dimension": "media", "score": 2}],
        reason=reason,
        officer=officer,
        now=now,
    )


@pytest.mark.clause("6a")
def test_a_signed_grade_keeps_the_proposal_its_cards_and_the_rules(yunchuan, now):
    incident = incident_of(yunchuan)

    row = grade(incident, Grade.MAJOR, yunchuan.lu, now)

    row.refresh_from_db()
    assert (row.grade, row.proposed_grade) == (Grade.MAJOR, 1)
    assert (row.by, row.at, row.reason) == (yunchuan.lu, now, "跨平台扩散")
    assert row.cards == [{"dimension": "media", "score": 2}]
    assert row.rule_version == str(book_of(yunchuan.bureau.pk, now).version)
    assert incident.decisions.count() == 2  # the one at its opening stays


def test_the_fourth_grade_is_refused_while_the_rules_do_not_use_it(yunchuan, now):
    incident = incident_of(yunchuan)

    with pytest.raises(Refused, match="特别重大"):
        grade(incident, Grade.CRITICAL, yunchuan.lu, now)

    assert incident.decisions.count() == 1


def test_the_reasons_of_a_grade_name_nobody(yunchuan, now):
    said = "反映人13812345678说已解决"
    confirm_candidate(
        candidate=candidate_of(yunchuan, WATER),
        grade=Grade.MAJOR,
        reason=said,
        not_negative=said,
        officer=yunchuan.lu,
        now=now,
    )

    rows = [*GradeDecision.objects.values(), *GradingRequest.objects.values()]
    assert len(rows) == 2
    assert "13812345678" not in str(rows)
    assert "已解决" in str(rows)
