"""An officer says that a petition accuses somebody: it waits for who handles accusations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import BoardAlarm, Message
from huiying.base.search.models import SearchDocument
from huiying.jobs.clocks import ladder
from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.acknowledgement.queries import petition_at_unit
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.access import petition_for
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    divert_to_accusations,
    move_to_accusations,
)
from huiying.work.petitions.petitions.actions.supplement import supplement_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.petitions.queries import (
    find_by_code,
    petitions_in_sight,
    petitions_to_register,
    visible_petitions,
)
from huiying.work.petitions.replies.actions.draft import ReplyDraft
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.scenarios.petitions import forward, opened, registered, signed, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
TEXT = "我叫李晓雪。窗口那位每次都先给熟人办，还让人带东西去他家。"
PASSAGE = "还让人带东西去他家"
DAY = timedelta(days=1)


def divert(petition, officer, passage=PASSAGE, now=T0):
    return divert_to_accusations(petition=petition, passage=passage, officer=officer, now=now)


def test_nothing_is_emptied_and_its_period_runs_with_who_decides(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    due = petition.clock.due_at

    divert(petition, yunchuan.lu)

    stored = Petition.objects.get()
    assert opened(stored).text == TEXT
    assert (stored.stage, stored.competent) == ("FORWARDED", yunchuan.reception)
    clock = Clock.objects.get(pk=stored.clock_id)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, due)
    assert clock.holder_code == Role.DISCIPLINE
    assert not Accusation.objects.exists()


def test_neither_board_nor_ledger_tell_which_petition_it_is(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    row = divert(petition, yunchuan.lu)
    for clock in Clock.objects.filter(state=ClockState.RUNNING):
        assert (clock.subject_kind, clock.subject_ref) == ("diversion", row.number)
        assert petition.number not in f"{clock.subject_label}{clock.subject_ref}"
    petition.refresh_from_db()
    assert petition.clock.holds.last().holder == "转办核对"


@pytest.mark.parametrize("who", ["shen", "lu", "leader", "window", "ji", "auditor"])
def test_nobody_sees_it_among_petitions_meanwhile(yunchuan, who):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    divert(petition, yunchuan.lu)
    officer = getattr(yunchuan, who)
    assert not petitions_in_sight(officer, T0).exists()
    assert not petitions_to_register(officer).exists()
    with pytest.raises((Http404, PermissionDenied)):
        petition_for(officer, petition.number, to=Capability.SEE_PETITIONS, now=T0)
    assert not SearchDocument.objects.filter(kind="petition").exists()


def test_the_unit_in_question_does_not_see_it_by_its_link_either(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    divert(petition, yunchuan.lu)
    unit = yunchuan.reception.pk
    assert petition_at_unit(yunchuan.bureau.pk, petition.number, unit) is None
    assert not visible_petitions(yunchuan.window, T0).exists()


def test_one_that_was_joined_to_an_incident_is_owed_there_still(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    incident = incident_of(yunchuan)
    join_petition(incident=incident, petition=petition, officer=yunchuan.shen, now=T0)
    petition.refresh_from_db()

    row = divert(petition, yunchuan.lu)

    petition.refresh_from_db()
    assert petition.clock.state == ClockState.RUNNING
    assert petition.clock.subject_ref == row.number
    assert unanswered_references(incident).exists()


@pytest.mark.parametrize(
    "passage", ["", "带东西", "窗口那位收了红包三千元", "我叫李晓雪。窗口"]
)
def test_the_passage_stands_in_the_text_that_the_officer_is_shown(yunchuan, passage):
    petition = submit(yunchuan, TEXT).row
    with pytest.raises(Refused, match="摘录"):
        divert(petition, yunchuan.lu, passage)
    petition.refresh_from_db()
    assert petition.diverted_at is None


def test_the_record_has_a_word_of_its_own_and_not_the_passage(yunchuan):
    petition = submit(yunchuan, TEXT).row
    row = divert(petition, yunchuan.lu)
    done = AuditRecord.objects.get(verb="petition.diverted")
    assert (done.actor, done.ref, done.data) == (
        yunchuan.lu.audit_actor().ref,
        petition.number,
        {},
    )
    assert not AuditRecord.objects.filter(verb="petition.erased").exists()
    assert row.number not in str(AuditRecord.objects.filter(bureau_ref__gt=0).values())


def test_who_sent_it_adds_to_it_and_does_not_withdraw_it_meanwhile(yunchuan):
    receipt = submit(yunchuan, TEXT)
    divert(receipt.row, yunchuan.lu)
    petition = find_by_code(yunchuan.bureau, receipt.code)
    assert petition == receipt.row
    supplement_petition(petition=petition, text="又让人送了一次。", now=T0)
    with pytest.raises(Refused, match="正在转办"):
        withdraw_petition(petition=petition, now=T0)


def test_the_second_of_two_does_nothing(yunchuan):
    petition = submit(yunchuan, TEXT).row
    seen = petition.revision
    divert(petition, yunchuan.lu)
    with pytest.raises((Refused, Stale)):
        divert_to_accusations(
            petition=petition, passage=PASSAGE, officer=yunchuan.shen, now=T0, revision=seen
        )
    assert Diversion.objects.count() == 1


def test_when_nobody_decides_the_leader_hears_that_one_waits_and_not_which(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    row = divert(petition, yunchuan.lu)

    for days in range(8):
        ladder.turn(T0 + days * DAY)

    told = row.clock.steps.get(tell="leader")
    assert told.fired_at is not None
    assert yunchuan.leader.name in str(told.notified)
    said = " ".join([*BoardAlarm.objects.values_list("text", flat=True)])
    said += " ".join(
        f"{one.subject}{one.body}" for one in Message.objects.filter(about_ref=row.number)
    )
    assert "转办核对" in said
    assert petition.number not in said


def test_an_answered_petition_is_not_diverted(yunchuan):
    petition = registered(yunchuan, TEXT, kind=PetitionKind.QUESTION)
    signed(yunchuan, petition, ReplyDraft(ReplyKind.ANSWER, text="已答复。"))
    with pytest.raises(Refused, match="已答复"):
        divert(petition, yunchuan.shen)
    assert not Diversion.objects.exists()


def test_a_unit_diverts_nothing(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    with pytest.raises(PermissionDenied):
        divert(petition, yunchuan.window)


def test_a_restored_backup_moves_it_in_nobodys_name(yunchuan):
    receipt = submit(yunchuan, TEXT)

    row = move_to_accusations(petition=receipt.row, officer=None, now=T0)

    assert row.received_by is None
    done = AuditRecord.objects.get(verb="petition.diversion_accepted")
    assert done.actor == MACHINE.ref
    assert find_by_code(yunchuan.bureau, receipt.code) == row
