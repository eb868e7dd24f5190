"""Figures of petitions by unit: accepted and answered in time; nobody's by name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.petitions.petitions.figures import figures_by_unit, total_of
from huiying.work.petitions.replies.actions.draft import ReplyDraft
from tests.factories import T0
from tests.scenarios.petitions import accepted, forward, registered, signed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
MONTHS = timedelta(days=120)


def figures(cast, now=T0 + MONTHS):
    return figures_by_unit(cast.bureau.pk, since=T0, until=T0 + MONTHS, now=now)


def test_a_unit_that_accepted_in_time_and_one_that_did_not(yunchuan):
    accepted(yunchuan)
    forward(yunchuan, registered(yunchuan), unit=yunchuan.waterworks)

    rows = {row.unit: row for row in figures(yunchuan)}

    assert rows["来访接待科"].accepted.percent == 100
    assert rows["区水务局"].accepted.percent == 0
    assert total_of(rows.values()).accepted.percent == 50


def test_what_is_not_due_yet_counts_for_nobody(yunchuan):
    accepted(yunchuan)
    assert figures(yunchuan, now=T0 + timedelta(days=1)) == []


def test_a_question_that_was_answered_counts_for_who_held_it(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.QUESTION)
    signed(yunchuan, petition, ReplyDraft(ReplyKind.ANSWER, text="可以。"))
    [row] = figures(yunchuan)
    assert (row.answered.met, row.answered.all) == (1, 1)
    assert row.accepted.percent is None


def test_an_extension_counts_once_with_its_own_end(yunchuan):
    petition = accepted(yunchuan)
    more = ReplyDraft(ReplyKind.EXTENSION, text="需要鉴定。", facts="涉及三个单位。", days=20)
    signed(yunchuan, petition, more)
    rows = figures(yunchuan)
    assert sum(row.answered.all for row in rows) == 1


def test_no_officer_is_named(yunchuan):
    accepted(yunchuan)
    words = str([asdict(row) for row in figures(yunchuan)])
    for officer in (yunchuan.lu, yunchuan.shen, yunchuan.window):
        assert officer.name not in words
