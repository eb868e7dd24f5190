"""定级: what was proposed, what was signed, by whom and under which rules."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.grading.record_grade import record_grade
from tests.scenarios.incidents import incident_of


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
