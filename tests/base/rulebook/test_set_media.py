"""The table of media: a new version of the rule book, by hand, at once."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Stale
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.rulebook.actions.set_media import set_media
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import InvalidRuleBook
from tests.factories import T0

OURS = {"云川日报": "local", "news.example": "city"}


def change(cast, tiers, *, seen=1, now=T0):
    return set_media(
        bureau=cast.bureau,
        tiers=tiers,
        shown_version=seen,
        actor=cast.shen.audit_actor(),
        now=now,
    )


def test_a_new_table_holds_at_once_and_for_its_bureau_alone(yunchuan, linxi):
    adopt_default(yunchuan.bureau, T0)

    change(yunchuan, OURS)

    book = book_of(yunchuan.bureau.pk, T0)
    assert (book.version, dict(book.media_tiers)) == (2, OURS)
    assert book.medium_of("m.news.example") == "news.example"
    assert book_of(linxi.bureau.pk, T0) == default_book()


def test_nothing_but_the_media_changes(yunchuan):
    before = book_of(yunchuan.bureau.pk, T0)

    change(yunchuan, OURS)

    after = book_of(yunchuan.bureau.pk, T0)
    assert (after.grade, after.deadlines) == (before.grade, before.deadlines)
    assert after.promotion == before.promotion


def test_the_record_names_who_changed_which_entries(yunchuan):
    adopt_default(yunchuan.bureau, T0)
    change(yunchuan, {**default_book().media_tiers, "云川日报": "local"})

    record = AuditRecord.objects.filter(verb="rulebook.adopted").latest("seq")

    assert record.actor_label == yunchuan.shen.name
    assert "media_tiers/云川日报" in record.data["changed"]


def test_a_table_that_changes_nothing_makes_no_version(yunchuan):
    assert change(yunchuan, dict(default_book().media_tiers)) is None
    assert not RuleVersion.objects.exists()


def test_a_table_made_from_an_older_version_is_refused(yunchuan):
    change(yunchuan, OURS)

    with pytest.raises(Stale, match="新的版本"):
        change(yunchuan, {}, seen=1)
    with pytest.raises(Stale, match="新的版本"):
        change(yunchuan, {}, seen=None)
    assert dict(book_of(yunchuan.bureau.pk, T0).media_tiers) == OURS


@pytest.mark.parametrize("tiers", [{"云川 日报": "local"}, {"news.example": "world"}])
def test_a_table_that_cannot_be_read_is_refused(yunchuan, tiers):
    with pytest.raises(InvalidRuleBook):
        change(yunchuan, tiers)
    assert not RuleVersion.objects.exists()
