"""A sentence that states a fact cites one, or says why it states none."""

from __future__ import annotations

import pytest

from huiying.work.responses.checks.all_checks import all_checks, blocking
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.facts.statements import statements_of
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk

LOOSE = "此前已有200多人顺利办结。"


def test_a_number_without_a_fact_blocks_the_submission(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"我们道歉。{LOOSE}")

    with pytest.raises(NotReady) as error:
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)

    assert error.value.missing == [f"缺事实：“{LOOSE}”"]


def test_citing_a_fact_that_is_there_lets_it_go(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}[F1]")

    assert blocking(draft, now) == []


def test_citing_a_fact_that_is_not_there_does_not(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}[F9]")

    assert f"缺事实：“{LOOSE}”" in blocking(draft, now)


def test_a_name_of_a_unit_is_a_body(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"由{yunchuan.waterworks.name}办理。")

    (row,) = [one for one in statements_of(draft) if one.state == "missing"]

    assert row.signs[0].sign == "body"
    assert row.paragraph == 1


def test_every_check_says_its_state_in_order(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}我们高度重视，尽快办理。")

    states = [check.state for check in all_checks(draft, now)]

    assert states == sorted(states, key=["blocked", "warned", "passed"].index)
    assert set(states) == {"blocked", "warned", "passed"}
