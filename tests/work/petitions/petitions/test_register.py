"""登记: an officer reads a petition before any unit does."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Classified, Refused, Stale
from huiying.base.search.documents import find
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.deadlines import QUESTION_REPLY
from huiying.work.petitions.petitions.actions.register import (
    CheckedPetition,
    register_petition,
)
from huiying.work.petitions.petitions.queries import search_petitions, visible_petitions
from tests.factories import T0, make_cast
from tests.scenarios.petitions import forward, register, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_a_registered_petition_says_who_read_it_and_when(yunchuan):
    petition = registered(yunchuan)

    petition.refresh_from_db()
    assert petition.stage == PetitionStage.REGISTERED
    assert petition.text_checked_by == yunchuan.shen
    assert petition.registered_at == T0


def test_an_officer_leaves_the_working_text_as_units_may_read_it(yunchuan):
    petition = submit(yunchuan).row

    register_petition(
        petition=petition,
        checked=CheckedPetition("来访登记排队", "来访登记排队三小时。", PetitionKind.CLAIM),
        officer=yunchuan.shen,
        now=T0,
    )

    petition.refresh_from_db()
    assert petition.text == "来访登记排队三小时。"
    assert AuditRecord.objects.get(verb="petition.registered").data["edited"] is True


def test_what_an_officer_types_is_masked_as_well(yunchuan):
    petition = submit(yunchuan).row
    register(yunchuan, petition, text="请打13800138000联系。")
    assert "13800138000" not in petition.text


def test_a_claim_that_is_a_question_gets_its_own_period_from_the_same_receipt(yunchuan):
    petition = registered(yunchuan, kind=PetitionKind.CLAIM)
    legal = submit(yunchuan).row

    register(yunchuan, legal, kind=PetitionKind.QUESTION)

    legal.refresh_from_db()
    assert legal.clock.rule_code == QUESTION_REPLY
    assert legal.clock.starts_at == legal.received_at
    assert petition.clock.rule_code == "PETITION_REGISTRATION"


def test_it_is_registered_once(yunchuan):
    petition = registered(yunchuan)
    with pytest.raises(Refused, match="已登记"):
        register(yunchuan, petition)


def test_who_looked_at_an_older_page_registers_nothing(yunchuan):
    petition = submit(yunchuan).row
    type(petition).objects.filter(pk=petition.pk).update(revision=4)
    with pytest.raises(Stale):
        register(yunchuan, petition)


def test_an_accusing_or_classified_text_is_not_registered(yunchuan):
    petition = submit(yunchuan).row
    with pytest.raises(Refused, match="检举控告"):
        register(yunchuan, petition, text="举报接待科科长收红包")
    with pytest.raises(Classified):
        register(yunchuan, petition, text="机密★10年 通报")
    petition.refresh_from_db()
    assert petition.text_checked_at is None


def test_a_unit_registers_nothing(yunchuan):
    petition = submit(yunchuan).row
    with pytest.raises(PermissionDenied):
        register(yunchuan, petition, officer=yunchuan.window)


def test_its_words_are_found_by_who_sees_petitions_and_never_on_the_portal(yunchuan):
    before = submit(yunchuan).row
    rows = visible_petitions(yunchuan.shen, T0)
    assert not search_petitions(rows, yunchuan.bureau.pk, "排队三小时").rows

    register(yunchuan, before)

    assert list(search_petitions(rows, yunchuan.bureau.pk, "排队三小时").rows) == [before]
    assert list(search_petitions(rows, yunchuan.bureau.pk, before.number.lower()).rows) == [
        before
    ]
    portal = find(bureau_id=yunchuan.bureau.pk, phrase="排队三小时", public_only=True)
    assert portal.total == 0


def test_a_search_for_a_person_finds_no_petition(yunchuan):
    registered(yunchuan)
    rows = visible_petitions(yunchuan.shen, T0)
    assert not search_petitions(rows, yunchuan.bureau.pk, "13800138000").rows


def test_a_unit_finds_only_what_was_forwarded_to_it(yunchuan):
    mine, other = registered(yunchuan), registered(yunchuan)
    forward(yunchuan, mine)
    forward(yunchuan, other, unit=yunchuan.waterworks)
    rows = visible_petitions(yunchuan.window, T0)
    assert list(search_petitions(rows, yunchuan.bureau.pk, "排队三小时").rows) == [mine]


def test_a_repeated_matter_points_at_the_earlier_petition(yunchuan):
    first = registered(yunchuan)
    second = submit(yunchuan).row
    register(yunchuan, second, repeat_of=first.number)
    assert second.repeat_of == first


def test_a_petition_repeats_neither_itself_nor_an_unknown_one(yunchuan):
    petition = submit(yunchuan).row
    for number in (petition.number, "XF2026-9999"):
        with pytest.raises(Refused):
            register(yunchuan, petition, repeat_of=number)


def test_a_petition_of_another_bureau_is_no_earlier_one(yunchuan):
    linxi = make_cast("linxi", "临溪区")
    theirs = registered(linxi)
    petition = submit(yunchuan).row
    theirs.number = "XF2026-0777"
    with pytest.raises(Refused):
        register(yunchuan, petition, repeat_of="XF2026-0777")
