"""Closing keeps how much was still said after the answer; it is no condition."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.closing.gate.actions.close import effect_at_closing
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses.effect.steps import judged, one_matter

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, matter = module_rows(one_matter)


def test_without_an_answer_closing_keeps_no_effect(yunchuan, now):
    assert effect_at_closing(incident_of(yunchuan), now) == {}


@pytest.mark.clause("2(2)b")
def test_the_closing_gate_says_what_is_still_repeated_and_the_closing_keeps_it(
    yunchuan, matter, now, time
):
    judged(yunchuan, matter, now, "要先把网上的帖子撤掉")
    time.forward(hours=5)
    incident = matter.answer.incident
    incident.refresh_from_db()

    address = reverse("console:incident", args=[incident.number]) + "?tab=all"
    page = page_of(signed_in(yunchuan.shen).get(address))
    kept = effect_at_closing(incident, time.now)

    assert "重复已更正说法 18%（4 / 22）" in page.text
    assert "不作为办结条件" in page.text
    assert (kept["posts"], kept["repeating"], kept["hours"]) == (22, 4, 5)
