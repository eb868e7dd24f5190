"""Who answers in public under a work name is asked, consents himself, and leaves at will."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Edition
from huiying.work.responses.responders.actions.join_roster import consent, decline, leave
from huiying.work.responses.responders.models import Responder, ResponderState
from huiying.work.responses.responders.queries import listed_line_of
from tests.work.responses.responders.steps import ask, listed

pytestmark = pytest.mark.django_db


def last_verb(cast):
    return records_of(bureau_id=cast.bureau.pk).first().verb


@pytest.mark.clause("2(3)b")
def test_who_is_asked_is_not_public_yet(yunchuan, now):
    row = ask(yunchuan, yunchuan.window, now)

    assert (row.work_name, row.unit, row.state) == (
        "小 秦",
        yunchuan.reception,
        ResponderState.ASKED,
    )
    assert (row.requested_by, row.requested_at) == (yunchuan.shen, now)
    assert listed_line_of(yunchuan.window) is None
    assert not Edition.objects.exists()
    assert last_verb(yunchuan) == "responder.asked"


@pytest.mark.clause("2(3)b")
@pytest.mark.parametrize("missing", ["work_name", "role", "covers"])
def test_a_line_says_all_that_readers_see(yunchuan, now, missing):
    with pytest.raises(Refused, match="请填写工作用名、岗位和回应范围"):
        ask(yunchuan, yunchuan.window, now, **{missing: " "})


def test_only_an_active_officer_of_the_bureau_is_asked_and_once(yunchuan, linxi, now):
    with pytest.raises(Refused, match="只有本局在用"):
        ask(yunchuan, linxi.window, now)
    with pytest.raises(PermissionDenied):
        ask(yunchuan, yunchuan.window, now, yunchuan.lu)
    ask(yunchuan, yunchuan.window, now)
    with pytest.raises(Refused, match="该人员已在名单中"):
        ask(yunchuan, yunchuan.window, now)
    Officer.objects.filter(pk=yunchuan.water.pk).update(is_active=False)
    yunchuan.water.refresh_from_db()
    with pytest.raises(Refused, match="只有本局在用"):
        ask(yunchuan, yunchuan.water, now)

    assert Responder.objects.count() == 1


@pytest.mark.clause("2(3)b")
def test_only_he_himself_consents_and_then_he_is_public(yunchuan, now):
    row = ask(yunchuan, yunchuan.window, now)
    with pytest.raises(PermissionDenied):
        consent(responder=row, revision=row.revision, officer=yunchuan.shen, now=now)

    consent(responder=row, revision=row.revision, officer=yunchuan.window, now=now)

    assert (row.state, row.consented_at) == (ResponderState.LISTED, now)
    assert listed_line_of(yunchuan.window) == row
    assert Edition.objects.get().number == 1
    assert last_verb(yunchuan) == "responder.listed"


def test_a_no_is_public_nowhere_and_only_his_own(yunchuan, now):
    row = ask(yunchuan, yunchuan.window, now)
    with pytest.raises(PermissionDenied):
        decline(responder=row, revision=row.revision, officer=yunchuan.shen, now=now)

    decline(responder=row, revision=row.revision, officer=yunchuan.window, now=now)

    assert (row.state, row.ended_at) == (ResponderState.DECLINED, now)
    assert not Edition.objects.exists()
    assert last_verb(yunchuan) == "responder.declined"
    assert ask(yunchuan, yunchuan.window, now).state == ResponderState.ASKED


def test_an_answer_that_was_given_or_a_line_that_changed_is_not_answered_again(yunchuan, now):
    row = ask(yunchuan, yunchuan.window, now)
    seen = row.revision
    consent(responder=row, revision=seen, officer=yunchuan.window, now=now)

    for act in (consent, decline):
        with pytest.raises(Stale, match="名单已更新"):
            act(responder=row, revision=seen, officer=yunchuan.window, now=now)
    with pytest.raises(Stale):
        decline(responder=row, revision=row.revision, officer=yunchuan.window, now=now)

    assert Responder.objects.get().state == ResponderState.LISTED


@pytest.mark.clause("2(3)b")
@pytest.mark.parametrize("who", ["window", "shen"])
def test_he_himself_or_who_keeps_the_roster_takes_a_line_off(yunchuan, now, who):
    row = listed(yunchuan, yunchuan.window, now)
    before = Edition.objects.get().number

    leave(responder=row, revision=row.revision, officer=getattr(yunchuan, who), now=now)

    assert (row.state, row.ended_at) == (ResponderState.LEFT, now)
    assert listed_line_of(yunchuan.window) is None
    assert Edition.objects.get().number == before + 1
    assert last_verb(yunchuan) == "responder.left"


def test_a_colleague_takes_nobody_off_and_nobody_leaves_twice(yunchuan, now):
    row = listed(yunchuan, yunchuan.window, now)
    with pytest.raises(PermissionDenied):
        leave(responder=row, revision=row.revision, officer=yunchuan.lu, now=now)
    leave(responder=row, revision=row.revision, officer=yunchuan.window, now=now)

    with pytest.raises(Stale):
        leave(responder=row, revision=row.revision, officer=yunchuan.window, now=now)


def test_nobody_puts_words_of_his_own_on_the_roster(yunchuan, now):
    for own, officer in ((yunchuan.speaker, yunchuan.speaker), (yunchuan.shen, yunchuan.shen)):
        with pytest.raises(Refused, match="不得邀请本人公开回应"):
            ask(yunchuan, own, now, officer)

    assert not Responder.objects.exists()
