"""Officers judge which groups of copies repeat what an answer corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.effect.actions.judge_groups import judge_groups
from huiying.work.responses.effect.comparison import effect_of
from huiying.work.responses.effect.models import ClaimGroup
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, restart_workers
from tests.work.responses.effect.steps import judged, one_matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


standing_rows, rows, yunchuan, matter = module_rows(one_matter)


def test_a_judgement_is_stored_for_every_group_with_who_made_it(yunchuan, matter, now):
    done = judged(yunchuan, matter, now, "撤掉")

    rows = ClaimGroup.objects.all()
    assert done == len(rows) > rows.filter(repeats=True).count() > 0
    assert {(row.by, row.at) for row in rows} == {(yunchuan.lu, now)}
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert record.verb == "answer.groups_judged"
    assert record.data == {
        "groups": done,
        "repeating": rows.filter(repeats=True).count(),
    }


def test_who_may_not_verify_judges_nothing(yunchuan, matter, now):
    keys = Placement.objects.values_list("group_id", flat=True)

    with pytest.raises(PermissionDenied):
        judge_groups(
            answer=matter.answer,
            looked_at=list(keys),
            repeating=[],
            officer=yunchuan.auditor,
            now=now,
        )

    assert not ClaimGroup.objects.exists()


def test_a_judgement_can_be_changed_and_leaves_a_record(yunchuan, matter, now):
    judged(yunchuan, matter, now, "撤掉")
    judged(yunchuan, matter, now, "没有这样的词")

    found = effect_of(matter.answer.incident, now + timedelta(hours=24))

    assert found.before.repeating == 0
    assert ClaimGroup.objects.filter(repeats=True).count() == 0


def test_groups_of_other_matters_are_not_judged(yunchuan, linxi, matter, now):
    other = incident_of(linxi, now=now)
    key = Placement.objects.filter(bureau=linxi.bureau).first().group_id

    done = judge_groups(
        answer=matter.answer, looked_at=[key], repeating=[key], officer=yunchuan.lu, now=now
    )

    assert done == 0
    assert other.bureau_id != matter.bureau_id
    assert not ClaimGroup.objects.exists()
