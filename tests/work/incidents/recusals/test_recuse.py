"""回避: by own decision or a leader's, once; and ended by a leader, never by oneself."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused
from huiying.work.incidents.recusals.actions.recuse import end_recusal, recuse
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.recusals.queries import active_recusal_of
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


def keep_out(incident, who, by, now, reason="与当事人相识"):
    return recuse(incident=incident, who=who, reason=reason, officer=by, now=now)


def last_record(incident):
    return timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic).first()


def test_an_officer_keeps_himself_out_and_it_is_on_record(yunchuan, incident, now):
    row = keep_out(incident, yunchuan.lu, yunchuan.lu, now, " 亲属 ")

    assert active_recusal_of(yunchuan.lu, incident) == row
    assert (row.reason, row.by, row.at) == ("亲属", yunchuan.lu, now)
    assert active_recusal_of(yunchuan.shen, incident) is None
    record = last_record(incident)
    assert record.verb == "incident.recused"
    assert record.data == {"officer": f"officer:{yunchuan.lu.pk}", "reason": "亲属"}


def test_a_leader_keeps_another_out_and_a_colleague_does_not(yunchuan, incident, now):
    with pytest.raises(PermissionDenied):
        keep_out(incident, yunchuan.shen, yunchuan.lu, now)

    keep_out(incident, yunchuan.shen, yunchuan.leader, now)

    assert Recusal.objects.get().by == yunchuan.leader


def test_a_recusal_needs_a_reason_an_officer_of_the_bureau_and_comes_once(
    yunchuan, linxi, incident, now
):
    with pytest.raises(Refused, match="须写明理由"):
        keep_out(incident, yunchuan.lu, yunchuan.lu, now, " ")
    with pytest.raises(Refused, match="不属于本局"):
        keep_out(incident, linxi.lu, yunchuan.leader, now)
    keep_out(incident, yunchuan.lu, yunchuan.lu, now)
    with pytest.raises(Refused, match="陆知远已经回避"):
        keep_out(incident, yunchuan.lu, yunchuan.leader, now)

    assert Recusal.objects.count() == 1


def test_a_leader_lets_an_officer_act_again_once(yunchuan, incident, now):
    row = keep_out(incident, yunchuan.lu, yunchuan.lu, now)
    end_recusal(recusal=row, officer=yunchuan.leader, now=now)
    with pytest.raises(Refused, match="已经解除"):
        end_recusal(recusal=row, officer=yunchuan.cheng, now=now)

    row.refresh_from_db()
    assert (row.ended_by, row.ended_at) == (yunchuan.leader, now)
    assert active_recusal_of(yunchuan.lu, incident) is None
    assert last_record(incident).verb == "incident.recusal_ended"
    keep_out(incident, yunchuan.lu, yunchuan.lu, now)  # may keep out once more


def test_nobody_ends_his_own_recusal_nor_without_the_right_to(yunchuan, incident, now):
    row = keep_out(incident, yunchuan.cheng, yunchuan.leader, now)

    with pytest.raises(Refused, match="另一位领导"):
        end_recusal(recusal=row, officer=yunchuan.cheng, now=now)
    with pytest.raises(PermissionDenied):
        end_recusal(recusal=row, officer=yunchuan.lu, now=now)

    assert active_recusal_of(yunchuan.cheng, incident) == row
