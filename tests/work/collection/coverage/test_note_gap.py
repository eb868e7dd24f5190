"""What is said of a gap: by one who manages sources; that it is none, by two."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.policy.monitoring.coverage import CoverageState
from huiying.work.collection.coverage.actions.note_gap import (
    GapDetails,
    end_note,
    note_gap,
    sign_not_needed,
)
from huiying.work.collection.coverage.models import CoverageNote, LawfulWay, Standing
from huiying.work.collection.coverage.queries import coverage_of
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5h")]


def state(cast, kind="groups"):
    return coverage_of(cast.bureau.pk, T0).of(kind).state


def say(cast, standing=Standing.NOT_NEEDED, officer=None, **more):
    wanted = GapDetails(standing, more.pop("note", "本区没有"), **more)
    return note_gap(kind="groups", wanted=wanted, officer=officer or cast.shen, now=T0)


def test_not_needed_is_a_gap_until_another_leader_agrees(yunchuan):
    note = say(yunchuan)
    assert note.waits
    assert state(yunchuan) == CoverageState.GAP

    with pytest.raises(PermissionDenied):
        sign_not_needed(note=note, officer=yunchuan.shen, now=T0)
    sign_not_needed(note=note, officer=yunchuan.leader, now=T0)

    assert state(yunchuan) == CoverageState.NOT_NEEDED
    with pytest.raises(Refused, match="已审定或已撤销"):
        sign_not_needed(note=note, officer=yunchuan.cheng, now=T0)


def test_who_asked_for_it_does_not_sign_it(yunchuan):
    note = say(yunchuan)
    note.by = yunchuan.leader

    with pytest.raises(Refused, match="不得自行审定"):
        sign_not_needed(note=note, officer=yunchuan.leader, now=T0)


def test_a_gap_that_may_not_be_collected_stays_a_gap_with_its_lawful_way(yunchuan):
    with pytest.raises(Refused, match="合法方式"):
        say(yunchuan, Standing.UNLAWFUL)

    note = say(yunchuan, Standing.UNLAWFUL, lawful_way=LawfulWay.PATROL)

    assert (note.lawful_way, state(yunchuan)) == ("PATROL", CoverageState.GAP)


def test_an_owned_gap_has_an_owner_of_the_bureau(yunchuan, linxi):
    with pytest.raises(Refused, match="责任人"):
        say(yunchuan, Standing.OWNED)
    with pytest.raises(Refused, match="本局人员"):
        say(yunchuan, Standing.OWNED, owner=linxi.lu)

    assert say(yunchuan, Standing.OWNED, owner=yunchuan.lu).owner == yunchuan.lu


def test_the_newest_note_stands_and_the_earlier_ones_stay(yunchuan):
    say(yunchuan)
    say(yunchuan, Standing.OWNED, owner=yunchuan.lu)

    assert CoverageNote.objects.filter(ended_at__isnull=True).count() == 1
    assert CoverageNote.objects.count() == 2


def test_a_note_that_is_ended_makes_the_gap_a_gap_again(yunchuan):
    note = say(yunchuan)
    sign_not_needed(note=note, officer=yunchuan.leader, now=T0)

    end_note(note=note, officer=yunchuan.shen, now=T0)

    assert state(yunchuan) == CoverageState.GAP
    with pytest.raises(Refused):
        end_note(note=note, officer=yunchuan.shen, now=T0)
    with pytest.raises(PermissionDenied):
        end_note(note=say(yunchuan), officer=yunchuan.lu, now=T0)


def test_a_kind_of_no_list_and_an_empty_note_are_refused(yunchuan):
    with pytest.raises(Refused, match="没有该类渠道"):
        note_gap(
            kind="space",
            wanted=GapDetails(Standing.NOT_NEEDED, "x"),
            officer=yunchuan.shen,
            now=T0,
        )
    with pytest.raises(Refused, match="请写明情况"):
        say(yunchuan, note="  ")
