"""沟通确认: another agency is asked about exactly these words, by a link of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, SignedLink
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(lambda cast: desk.ready(cast, T0))


def ask(cast, draft, now, **changes):
    how = {"unit": cast.waterworks, "revision": draft.revision, "officer": cast.window}
    return ask_confirmation(draft=draft, now=now, **how | changes)


@pytest.mark.clause("8c")
def test_the_words_are_bound_by_their_hash_and_the_clock_is_the_agency_s(yunchuan, draft, now):
    row = ask(yunchuan, draft, now)

    assert row.state == ConfirmationState.ASKED
    assert row.content_hash == hash_of_content(content_of(draft))
    assert (row.clock.state, row.clock.holder_unit) == (
        ClockState.RUNNING,
        yunchuan.waterworks,
    )
    assert row.clock.due_at == now + timedelta(hours=5)
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["unit"]) == ("confirmation.asked", "区水务局")


def test_no_other_body_is_asked_to_remove_what_people_wrote(yunchuan, draft, now):
    edit(yunchuan, draft, now, body=f"{draft.body}请贵单位联系平台删除该帖。")
    draft.refresh_from_db()

    with pytest.raises(Refused, match="不是不让人说话"):
        ask(yunchuan, draft, now)

    assert not Confirmation.objects.exists()


def test_every_channel_of_the_agency_brings_a_link_of_its_own(yunchuan, draft, now, settings):
    settings.PUBLIC_URL = "https://huiying.example/"
    for name in ("duty", "office"):
        add_channel(
            bureau=yunchuan.bureau,
            unit=yunchuan.waterworks,
            kind="SMTP",
            name=name,
            target=f"{name}@shuiwu.example",
            actor=yunchuan.admin.audit_actor(),
            now=now,
        )

    row = ask(yunchuan, draft, now)

    bodies = Message.objects.filter(about_kind="confirmation", about_ref=row.number)
    assert len(set(bodies.values_list("body", flat=True))) == 2
    assert all("https://huiying.example/k/" in body.body for body in bodies)
    assert SignedLink.objects.filter(about_ref=row.number).count() == 2


def test_an_unfinished_text_is_not_sent_round(yunchuan, draft, now):
    edit(yunchuan, draft, now, body="")

    with pytest.raises(NotReady, match="尚无正文"):
        ask(yunchuan, draft, now)

    assert not Confirmation.objects.exists()


def test_who_reads_older_words_or_may_not_write_asks_nothing(yunchuan, draft, now):
    with pytest.raises(Stale):
        ask(yunchuan, draft, now, revision=draft.revision - 1)
    with pytest.raises(PermissionDenied):
        ask(yunchuan, draft, now, officer=yunchuan.lu)

    assert not Confirmation.objects.exists()


def test_only_an_outside_agency_is_asked_and_once_about_the_same_words(
    yunchuan, linxi, draft, now
):
    for unit in (yunchuan.reception, linxi.waterworks):
        with pytest.raises(Refused, match="只向外单位"):
            ask(yunchuan, draft, now, unit=unit)
    ask(yunchuan, draft, now)
    with pytest.raises(Refused, match="已就本稿征求区水务局确认"):
        ask(yunchuan, draft, now)

    edit(yunchuan, draft, now, title="改过的标题")
    assert ask(yunchuan, draft, now).state == ConfirmationState.ASKED
