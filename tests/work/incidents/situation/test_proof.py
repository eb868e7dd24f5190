"""A situation that somebody changed past the product is named by its incident."""

from __future__ import annotations

import pytest

from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine, SituationRevision
from huiying.work.incidents.situation.proof import situation_differences
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.tampering import triggers_dropped

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def revised(yunchuan, incident, now):
    for version, text in enumerate(["自来水发黄。", "自来水发黄，电话 13812345678 受理。"]):
        row = revise_situation(
            incident=incident,
            line=SituationLine.MATTER,
            text=text,
            shown_version=version,
            officer=yunchuan.lu,
            now=now,
        )
    return row


def differences(cast):
    return [
        (one.code, dict(one.params)["ref"]) for one in situation_differences(cast.bureau.pk)
    ]


def test_what_was_recorded_agrees(yunchuan, revised):
    assert differences(yunchuan) == []


@pytest.mark.parametrize("how", ["changed", "deleted", "added"])
def test_what_was_changed_past_the_record_is_named(yunchuan, incident, revised, how):
    rows = SituationRevision.objects.filter(pk=revised.pk)
    with triggers_dropped():
        if how == "changed":
            rows.update(text="没有这回事。")
        elif how == "deleted":
            rows.delete()
        else:
            revised.pk, revised.version = None, 3
            revised.save(force_insert=True)

        assert differences(yunchuan) == [("record.situation_differs", incident.number)]
