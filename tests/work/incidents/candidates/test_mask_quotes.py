"""The second look at reasons: what they quote of posts names nobody."""

from __future__ import annotations

import pytest

from huiying.work.incidents.candidates.actions.mask_quotes import mask_quotes, masked_reasons
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import candidate_of, restart_workers

NAMED = [f"许立群说沙湾镇的房子裂了{years}年，没人来修。" for years in "五六七八"]
HEARD = [f"沙湾镇的房子裂了{years}年，网传许立群说要拆。" for years in "五六七"]


@pytest.mark.django_db
def test_the_quotes_of_placements_and_triage_items_lose_their_names(yunchuan):
    restart_workers()
    candidate = candidate_of(yunchuan, NAMED)
    placed = Placement.objects.filter(event_id=candidate.event_id)
    assert "许立群" in str([row.reasons for row in placed])

    mask_quotes(list(placed.values_list("post_id", flat=True)))

    reasons = [row.reasons for row in placed.all()]
    assert "许立群" not in str(reasons)
    assert "沙湾镇的房子裂了五年" in str(reasons)
    assert "许立群" not in str(Candidate.objects.get(pk=candidate.pk).why)


def test_reasons_without_quotes_stay_as_they_are():
    rows = [
        {"code": "engine.new_event"},
        {"code": "engine.shared_name", "params": {"name": "沙湾镇"}},
        {"code": "grading.x", "params": {"count": 3, "grade": {"code": "grading.y"}}},
    ]

    assert masked_reasons(rows, 0) == rows


@pytest.mark.django_db
def test_the_phrases_behind_a_proposed_grade_lose_their_names(yunchuan):
    restart_workers()
    candidate = candidate_of(yunchuan, HEARD)
    assert "许立群" in str(candidate.proposal["phrases"])
    placed = Placement.objects.filter(event_id=candidate.event_id)

    mask_quotes(list(placed.values_list("post_id", flat=True)))

    candidate.refresh_from_db()
    assert "许立群" not in str([candidate.proposal["phrases"], candidate.facts["phrases"]])
    assert "说要拆" in candidate.proposal["phrases"]["claim"][1]
