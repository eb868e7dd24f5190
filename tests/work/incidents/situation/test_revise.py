"""修订现况: every revision is a new signed row, and the earlier ones stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.errors import Classified, Refused, Stale
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine, SituationRevision
from huiying.work.incidents.situation.queries import current_situation, situation_revisions
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of

pytestmark = pytest.mark.django_db
MATTER, SCOPE = SituationLine.MATTER, SituationLine.SCOPE

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def revise(yunchuan, incident, now):
    def perform(text, version, line=MATTER, officer=None, minutes=0):
        return revise_situation(
            incident=incident,
            line=line,
            text=text,
            shown_version=version,
            officer=officer or yunchuan.lu,
            now=now + timedelta(minutes=minutes),
        )

    return perform


def test_a_revision_is_added_and_the_newest_of_each_line_stands(revise, yunchuan, incident):
    revise("自来水发黄。", 0)
    revise("约 240 户。", 0, line=SCOPE, minutes=1)
    revise("自来水发黄，正在排放。", 1, officer=yunchuan.shen, minutes=2)

    standing = {row.line: (row.version, row.text) for row in current_situation(incident)}
    assert standing == {MATTER: (2, "自来水发黄，正在排放。"), SCOPE: (1, "约 240 户。")}
    assert [row.by for row in situation_revisions(incident)] == [
        yunchuan.shen,
        yunchuan.lu,
        yunchuan.lu,
    ]


def test_the_record_tells_the_line_the_revision_and_the_words(revise, yunchuan):
    revise("自来水发黄。", 0)
    revise("自来水发黄，正在排放。", 1)

    filled, revised = AuditRecord.objects.filter(
        verb__startswith="incident.situation_"
    ).order_by("seq")
    assert (filled.data["line"], filled.data["count"]) == ("MATTER", 0)
    assert filled.data["text"] == "自来水发黄。"
    assert (revised.verb, revised.data["count"]) == ("incident.situation_revised", 1)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_who_comes_late_overwrites_nothing(revise, incident):
    revise("自来水发黄。", 0)

    with pytest.raises(Stale, match="已被他人更新"):
        revise("自来水发黑。", 0)

    assert [row.text for row in current_situation(incident)] == ["自来水发黄。"]


def test_the_database_lets_one_of_two_through(revise, incident, yunchuan, now):
    revise("自来水发黄。", 0)

    with pytest.raises(IntegrityError), transaction.atomic():
        SituationRevision.objects.create(
            bureau=yunchuan.bureau,
            incident=incident,
            line=MATTER,
            version=1,
            text="自来水发黑。",
            by=yunchuan.lu,
            at=now,
        )


@pytest.mark.parametrize(
    ("text", "error", "why"),
    [
        ("  \n ", Refused, "请填写现况内容"),
        ("水" * 201, Refused, "最多 200 字，现为 201 字"),
        ("机密★10年 供水方案", Classified, "密级标志"),
        ("请联系平台删除该帖。", Refused, "删除"),
    ],
)
def test_a_text_that_may_not_stand_here_is_refused(revise, incident, text, error, why):
    with pytest.raises(error, match=why):
        revise(text, 0)

    assert not situation_revisions(incident).exists()


def test_the_same_words_are_no_revision(revise, incident):
    revise("自来水发黄。", 0)

    with pytest.raises(Refused, match="内容与现行文字相同"):
        revise(" 自来水发黄。\n", 1)

    assert situation_revisions(incident).count() == 1


def test_what_identifies_a_person_is_masked(revise):
    row = revise("住户电话 13812345678 反映自来水发黄。", 0)

    assert "13812345678" not in row.text
    assert "自来水发黄" in row.text


@pytest.mark.parametrize("stage", [Stage.MERGED, Stage.CLOSED])
def test_a_settled_incident_keeps_its_situation(revise, incident, stage):
    Incident.objects.filter(pk=incident.pk).update(stage=stage)
    incident.refresh_from_db()

    with pytest.raises(Refused, match="不再修订"):
        revise("自来水发黄。", 0)
