"""An officer sees that a petition accuses somebody: it goes where accusations are."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.search.models import SearchDocument
from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    divert_to_accusations,
    move_to_accusations,
)
from huiying.work.petitions.petitions.queries import (
    find_by_code,
    petitions_in_sight,
    visible_petitions,
)
from huiying.work.petitions.replies.actions.draft import ReplyDraft
from tests.factories import T0
from tests.scenarios.petitions import forward, opened, register, registered, signed, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
TEXT = "我叫李晓雪。窗口那位每次都先给熟人办，还让人带东西去他家。"


def divert(petition, officer):
    return divert_to_accusations(petition=petition, officer=officer, now=T0)


def test_the_accusation_has_the_same_original_and_the_same_code(yunchuan):
    receipt = submit(yunchuan, TEXT)

    row = divert(receipt.row, yunchuan.shen)

    assert opened(row).text == TEXT
    assert find_by_code(yunchuan.bureau, receipt.code) == row
    assert row.received_at == receipt.row.received_at


def test_a_restored_backup_moves_it_in_nobodys_name(yunchuan):
    receipt = submit(yunchuan, TEXT)

    row = move_to_accusations(petition=receipt.row, officer=None, now=T0)

    assert row.received_by is None
    assert AuditRecord.objects.get(verb="petition.erased").actor == MACHINE.ref
    assert find_by_code(yunchuan.bureau, receipt.code) == row


def test_nothing_of_it_is_left_among_petitions(yunchuan):
    petition = registered(yunchuan, TEXT)
    forward(yunchuan, petition)

    divert(petition, yunchuan.shen)

    stored = Petition.objects.values().get()
    assert stored["data_key"] is None
    assert stored["original"] is None
    assert stored["title"] == stored["text"] == stored["code_digest"] == ""
    assert not SearchDocument.objects.filter(kind="petition").exists()
    assert not Clock.objects.filter(state="RUNNING").exists()
    for who in (yunchuan.shen, yunchuan.leader, yunchuan.window):
        assert not petitions_in_sight(who, T0).exists()
    assert not visible_petitions(yunchuan.window, T0).exists()


def test_the_record_of_the_petition_does_not_say_why(yunchuan):
    petition = submit(yunchuan, TEXT).row
    divert(petition, yunchuan.shen)
    rows = AuditRecord.objects.filter(kind="petition").values_list("verb", flat=True)
    assert "petition.erased" in rows
    assert not any("accus" in verb or "divert" in verb for verb in rows)


def test_what_repeats_it_points_at_nothing(yunchuan):
    first = registered(yunchuan, TEXT)
    second = submit(yunchuan, TEXT).row
    register(yunchuan, second, repeat_of=first.number)
    divert(first, yunchuan.shen)
    second.refresh_from_db()
    assert second.repeat_of is None


def test_an_answered_petition_is_not_moved(yunchuan):
    petition = registered(yunchuan, TEXT, kind=PetitionKind.QUESTION)
    signed(yunchuan, petition, ReplyDraft(ReplyKind.ANSWER, text="已答复。"))
    with pytest.raises(Refused, match="已答复"):
        divert(petition, yunchuan.shen)
    assert not Accusation.objects.exists()


def test_a_unit_moves_nothing(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    with pytest.raises(PermissionDenied):
        divert(petition, yunchuan.window)
