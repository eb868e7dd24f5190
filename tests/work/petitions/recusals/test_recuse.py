"""回避: by own decision or a leader's, once; ended by another leader; out of all sight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.petitions.codes import Recognition
from huiying.work.casework.instructions.actions.give import InstructionInput, give_instruction
from huiying.work.casework.instructions.matters import matter_of_petition
from huiying.work.casework.references.access import reference_for
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.casework.references.queries import visible_references
from huiying.work.casework.supervision.queries import visible_supervisions
from huiying.work.casework.supervision.steps import checks_supervision
from huiying.work.petitions.code_replacements.access import code_replacement_for
from huiying.work.petitions.code_replacements.actions.decide import CODE_KIND
from huiying.work.petitions.code_replacements.actions.request import CodeRequest, request_code
from huiying.work.petitions.erasure.queries import visible_erasures
from huiying.work.petitions.petitions.access import petition_for
from huiying.work.petitions.petitions.queries import (
    petitions_in_sight,
    petitions_to_register,
    petitions_waiting_for,
)
from huiying.work.petitions.petitions.similar import similar_petitions
from huiying.work.petitions.recusals.actions.recuse import (
    end_petition_recusal,
    recuse_from_petition,
)
from huiying.work.petitions.recusals.models import PetitionRecusal
from huiying.work.petitions.recusals.queries import recusals_of, recused_petition_ids
from huiying.work.petitions.replies.access import reply_for
from huiying.work.petitions.replies.actions.draft import draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, sign_reply
from tests.factories import T0, make_cast
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.petitions import (
    OPINION,
    accepted,
    forward,
    make_petition_rows,
    registered,
    submit,
)
from tests.work.casework.supervision.steps import supervise
from tests.work.petitions.accusations.steps import lend_leadership

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def yunchuan():
    return make_cast("yunchuan", "云川区")


@pytest.fixture
def claim(yunchuan):
    return forward(yunchuan, registered(yunchuan))


def keep_out(petition, who, by=None, reason="与信访人相识", now=T0):
    return recuse_from_petition(
        petition=petition, who=who, reason=reason, officer=by or who, now=now
    )


def fresh(officer):
    return Officer.objects.get(pk=officer.pk)


def test_an_officer_keeps_himself_out_and_it_is_on_record(yunchuan, claim):
    row = keep_out(claim, yunchuan.lu, reason=" 亲属，电话13800138000 ")

    assert list(recusals_of(claim)) == [row]
    assert (row.by, row.at) == (yunchuan.lu, T0)
    assert row.reason.startswith("亲属")
    assert "13800138000" not in row.reason
    record = AuditRecord.objects.get(verb="petition.recused")
    assert record.topic == f"petition:{claim.number}"
    assert record.data == {"officer": f"officer:{yunchuan.lu.pk}", "reason": row.reason}


def test_a_leader_keeps_another_out_and_a_colleague_does_not(yunchuan, claim):
    with pytest.raises(PermissionDenied):
        keep_out(claim, yunchuan.shen, yunchuan.lu)

    keep_out(claim, yunchuan.shen, yunchuan.leader)

    assert PetitionRecusal.objects.get().by == yunchuan.leader


def test_a_recusal_needs_a_reason_an_officer_of_the_bureau_and_comes_once(
    yunchuan, linxi, claim
):
    with pytest.raises(Refused, match="须写明理由"):
        keep_out(claim, yunchuan.lu, reason=" ")
    with pytest.raises(Refused, match="不属于本局"):
        keep_out(claim, linxi.lu, yunchuan.leader)
    keep_out(claim, yunchuan.lu)
    with pytest.raises(Refused, match="陆知远已经回避"):
        keep_out(claim, yunchuan.lu, yunchuan.leader)

    assert PetitionRecusal.objects.count() == 1


def test_a_leader_lets_an_officer_act_again_once(yunchuan, claim):
    row = keep_out(claim, yunchuan.lu)
    end_petition_recusal(recusal=row, officer=yunchuan.leader, now=T0)
    with pytest.raises(Refused, match="已经解除"):
        end_petition_recusal(recusal=row, officer=yunchuan.cheng, now=T0)

    row.refresh_from_db()
    assert (row.ended_by, row.ended_at) == (yunchuan.leader, T0)
    assert petitions_in_sight(fresh(yunchuan.lu), T0).get() == claim
    assert AuditRecord.objects.filter(verb="petition.recusal_ended").count() == 1
    keep_out(claim, yunchuan.lu)  # may keep out once more


def test_nobody_ends_his_own_recusal_nor_without_the_right_to(yunchuan, claim):
    row = keep_out(claim, yunchuan.cheng, yunchuan.leader)

    with pytest.raises(Refused, match="另一位领导"):
        end_petition_recusal(recusal=row, officer=yunchuan.cheng, now=T0)
    with pytest.raises(PermissionDenied):
        end_petition_recusal(recusal=row, officer=yunchuan.lu, now=T0)

    assert list(recusals_of(claim)) == [row]


def test_he_sees_it_in_no_list_and_opens_it_by_no_door(yunchuan, claim):
    for who in (yunchuan.lu, yunchuan.shen, yunchuan.window, yunchuan.cheng):
        officer = fresh(who)
        assert petitions_in_sight(officer, T0).exists()
        keep_out(claim, officer, yunchuan.leader)
        assert not petitions_in_sight(officer, T0).exists()
        assert not petitions_waiting_for(officer, T0).exists()
        for to in (Capability.SEE_PETITIONS, Capability.HANDLE_PETITIONS, Capability.SIGN):
            with pytest.raises(PermissionDenied):
                petition_for(officer, claim.number, to=to, now=T0)
    assert petitions_in_sight(yunchuan.leader, T0).get() == claim


def test_of_what_is_to_register_and_alike_he_gets_nothing(yunchuan):
    earlier = registered(yunchuan)
    new = submit(yunchuan).row
    assert similar_petitions(new, yunchuan.lu)
    assert petitions_to_register(yunchuan.lu).get() == new
    keep_out(earlier, yunchuan.lu)
    keep_out(new, yunchuan.lu)
    assert similar_petitions(new, yunchuan.lu) == []
    assert not petitions_to_register(yunchuan.lu).exists()
    assert petitions_to_register(yunchuan.shen).get() == new


def test_he_signs_no_letter_code_or_erasure_of_it(yunchuan):
    row = accepted(yunchuan)
    reply = draft_reply(petition=row, draft=OPINION, officer=yunchuan.lu, now=T0)
    sign_reply(reply=reply, shown_hash=reply_hash(reply), officer=yunchuan.shen, now=T0)
    reply.refresh_from_db()
    asked = CodeRequest(Recognition.IN_PERSON, "已核对证件原件和提交内容")
    code = request_code(petition=row, code_request=asked, officer=yunchuan.shen, now=T0)
    assert REPLY_KIND.may_decide(reply.signoff, yunchuan.cheng)
    assert CODE_KIND.may_decide(code.signoff, yunchuan.cheng)

    keep_out(row, yunchuan.cheng)

    assert not REPLY_KIND.may_decide(reply.signoff, yunchuan.cheng)
    assert not CODE_KIND.may_decide(code.signoff, yunchuan.cheng)
    with pytest.raises(PermissionDenied):
        reply_for(yunchuan.cheng, reply.number, to=Capability.APPROVE, now=T0)
    with pytest.raises(PermissionDenied):
        code_replacement_for(yunchuan.cheng, code.number, to=Capability.REVIEW)
    assert REPLY_KIND.may_decide(reply.signoff, yunchuan.leader)


def test_an_application_for_erasure_is_out_of_his_sight(yunchuan):
    rows = make_petition_rows(yunchuan, T0)
    assert visible_erasures(yunchuan.lu).exists()
    keep_out(rows.erasure.petition, yunchuan.lu)
    assert not visible_erasures(yunchuan.lu).exists()


def test_he_neither_instructs_nor_is_named_nor_judges_what_is_supervised(yunchuan, claim):
    def instruct(**more):
        given = {"units": (yunchuan.reception,), "supervise": True, **more}
        words = InstructionInput("请三日内约谈信访人。", **given)
        return give_instruction(
            matter=matter_of_petition(claim), given=words, officer=yunchuan.cheng, now=T0
        )

    row = supervise(yunchuan, instruct(), unit=yunchuan.reception)
    assert checks_supervision(yunchuan.cheng, row)
    keep_out(claim, yunchuan.shen)
    with pytest.raises(Refused, match="不能点名"):
        instruct(officers=(yunchuan.shen,))

    keep_out(claim, yunchuan.cheng)

    with pytest.raises(Refused, match="不得批示"):
        instruct()
    assert not checks_supervision(yunchuan.cheng, row)
    assert not visible_supervisions(yunchuan.cheng).exists()
    assert visible_supervisions(yunchuan.leader).get() == row


def test_what_it_joined_shows_him_nothing_of_it(yunchuan, claim):
    restart_workers()
    incident = incident_of(yunchuan, WATER)
    row = join_petition(incident=incident, petition=claim, officer=yunchuan.shen, now=T0)
    assert visible_references(yunchuan.lu).get() == row
    keep_out(claim, yunchuan.lu)
    assert not visible_references(yunchuan.lu).exists()
    with pytest.raises(PermissionDenied):
        reference_for(yunchuan.lu, row.number, to=Capability.SEE_INCIDENTS)


def test_who_stands_in_for_him_keeps_out_too(yunchuan, claim):
    keep_out(claim, yunchuan.leader)
    lend_leadership(yunchuan, yunchuan.cheng)
    standing_in = with_delegated_roles(fresh(yunchuan.cheng), T0 + HOUR)
    assert recused_petition_ids(standing_in) == {claim.pk}
    assert not petitions_in_sight(standing_in, T0 + HOUR).exists()
