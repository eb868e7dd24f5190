"""A screen never shows a count of voices that tells whether two posts have one author."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiying.web.shared.voices import voices_line
from huiying.work.incidents.candidates.models import Candidate
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in

EXACT = re.compile(r"(?<!至少 )(?<!不足 )(?<!≥ )\b\d+ 个不同声音")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "未知"), (1, "不足 5 人"), (4, "不足 5 人"), (5, "至少 5 个"), (13, "至少 10 个")],
)
def test_a_count_is_shown_from_five_on_and_in_full_fives(count, words):
    assert f"只统计发帖人数（去标识）：{words}。" in voices_line(count)


@pytest.mark.django_db
def test_the_pages_of_an_incident_and_of_a_triage_item_show_no_exact_count(yunchuan, now):
    lu = signed_in(yunchuan.lu)
    incident = incident_of(yunchuan, WATER)
    candidate = Candidate.objects.get()
    Candidate.objects.filter(pk=candidate.pk).update(voices=13)

    pages = {
        "incident": lu.get(reverse("console:incident", args=[incident.number]) + "?tab=all"),
        "candidate": lu.get(reverse("console:candidate", args=[candidate.event_id])),
    }

    assert "只统计发帖人数（去标识）：" in pages["incident"].content.decode()
    assert "只统计发帖人数（去标识）：" in pages["candidate"].content.decode()
    for name, page in pages.items():
        assert not EXACT.search(page.content.decode()), name
