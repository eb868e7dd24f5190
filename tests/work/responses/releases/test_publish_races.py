"""Two at the same second: one defined result, and nothing that was typed is lost unsaid."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_content
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.responses.confirmations.actions.answer import (
    AgencyAnswer,
    answer_confirmation,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.polling import LONG
from tests.scenarios.incidents import source_of
from tests.work.responses import desk

LATER = "来访登记不需要撤销网上的反映。受影响的是7位群众，都已补登记。[F1]"


def outcome(act):
    """Return what an act came to: what it made, or the sentence of its refusal."""
    try:
        return act()
    except Refused as refusal:
        return str(refusal)


def publishing(draft, cast, now):
    mine, seen = Draft.objects.get(pk=draft.pk), draft.revision

    def act():
        publish(draft=mine, officer=cast.speaker, now=now, revision=seen)
        return "published"

    return outcome(act)


def editing(draft, cast, now):
    mine = Draft.objects.get(pk=draft.pk)
    words = {name: getattr(mine, name) for name in DraftWords.__slots__} | {"body": LATER}

    def act():
        seen, typed = draft.revision, DraftWords(**words)  # of the page that he wrote on
        edit_draft(draft=mine, revision=seen, words=typed, officer=cast.shen, now=now)
        return "edited"

    return outcome(act)


def test_published_at_the_second_an_edit_arrives_is_one_of_the_two(crowd, yunchuan, now):  # noqa: F811
    draft = desk.approved(yunchuan, now)
    draft.refresh_from_db()
    approved = hash_of_content(content_of(draft))

    said = crowd(
        lambda: publishing(draft, yunchuan, now), lambda: editing(draft, yunchuan, now)
    )

    def check():
        row = Draft.objects.get(pk=draft.pk)
        hashes = list(Release.objects.values_list("content_hash", flat=True))
        return row.state, row.body, hashes, verify(bureau_id=draft.bureau_id).holds

    [(state, body, hashes, holds)] = crowd(check)
    assert holds
    if said[0] == "published":
        assert (state, hashes) == (DraftState.PUBLISHED, [approved])
        assert said[1] != "edited"  # and its writer is told why
        assert body != LATER
    else:
        assert (state, hashes, said[1]) == (DraftState.WRITING, [], "edited")
        assert body == LATER


def test_who_publishes_keeps_nobody_of_the_bureau_from_writing(crowd, yunchuan, now):  # noqa: F811
    draft = desk.approved(yunchuan, now)
    draft.refresh_from_db()
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer")
    source = source_of(yunchuan)
    is_public, is_written = threading.Event(), threading.Event()

    def publishes():
        with transaction.atomic():
            publishing(draft, yunchuan, now)
            is_public.set()
            return is_written.wait(LONG)

    def writes():
        is_public.wait(LONG)
        accept_posts(
            source=source,
            items=[RawItem(text="滨江路的路灯坏了")],
            lane=Lane.LIVE,
            history=False,
            actor=MACHINE,
            now=now,
            audit=False,  # only records wait for each other: they are one chain
        )
        is_written.set()

    [nobody_waited, _none] = crowd(publishes, writes)
    assert nobody_waited


def test_two_who_publish_a_correction_at_once_make_one_version(crowd, yunchuan, now):  # noqa: F811
    release = desk.published(yunchuan, now)
    later = now + timedelta(minutes=1)
    draft = correct_release(
        answer=release.answer, note="人数核实后有变。", officer=yunchuan.shen, now=later
    )
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.shen, now=later)
    desk.approve(yunchuan, draft, later)
    draft.refresh_from_db()

    said = crowd(*[lambda: publishing(draft, yunchuan, later)] * 2)

    [versions] = crowd(lambda: list(Release.objects.values_list("version", flat=True)))
    assert sorted(versions) == [1, 2]
    assert said.count("published") == 1


@pytest.mark.clause("8c")
def test_a_confirmation_at_the_second_of_an_edit_never_stands_for_the_older_text(
    crowd,  # noqa: F811
    yunchuan,
    now,
):
    draft = desk.ready(yunchuan, now, body="来访登记不需要撤帖。区水务局已恢复供水。[F1]")
    row = ask_confirmation(
        draft=draft,
        unit=yunchuan.waterworks,
        revision=draft.revision,
        officer=yunchuan.window,
        now=now,
    )
    draft.refresh_from_db()

    def confirm():
        mine = Confirmation.objects.select_related("unit", "clock").get(pk=row.pk)
        said = AgencyAnswer(agrees=True, post="办公室值班")

        def act():
            seen = mine.content_hash
            answer_confirmation(confirmation=mine, answer=said, shown_hash=seen, now=now)
            return "confirmed"

        return outcome(act)

    confirmed, edited = crowd(confirm, lambda: editing(draft, yunchuan, now))

    def check():
        kept = Confirmation.objects.get(pk=row.pk)
        return kept.state, Draft.objects.get(pk=draft.pk).body

    [(state, body)] = crowd(check)
    if edited == "edited":
        assert (state, body) == (ConfirmationState.VOID, LATER)
    else:
        assert (confirmed, state) == ("confirmed", ConfirmationState.CONFIRMED)
