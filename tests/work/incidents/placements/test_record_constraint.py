"""What officers decide about posts is numbered for the stream, bureau by bureau."""

from __future__ import annotations

import pytest

from huiying.work.incidents.placements.actions.record_constraint import record_constraint
from huiying.work.incidents.placements.models import OfficerDecision

pytestmark = pytest.mark.django_db


def test_decisions_of_a_bureau_are_numbered_one_after_another(yunchuan, linxi, now):
    pair = {"left": 1, "right": 2}
    for cast in (yunchuan, linxi, yunchuan):
        record_constraint(cast.bureau.pk, "cannot_link", pair, cast.lu, "两件事", now)

    rows = OfficerDecision.objects.order_by("bureau", "seq")
    assert [(row.bureau.slug, row.seq) for row in rows.filter(bureau=yunchuan.bureau)] == [
        ("yunchuan", 1),
        ("yunchuan", 2),
    ]
    assert rows.get(bureau=linxi.bureau).seq == 1


def test_a_decision_keeps_its_data_and_who_made_it_when_and_why(yunchuan, now):
    moved = {"posts": [7], "event": 3}

    record_constraint(yunchuan.bureau.pk, "move", moved, yunchuan.lu, f"  {'长' * 500}", now)

    row = OfficerDecision.objects.get()
    assert (row.kind, row.data) == ("move", moved)
    assert (row.by, row.at, row.reason) == (yunchuan.lu, now, "长" * 400)
