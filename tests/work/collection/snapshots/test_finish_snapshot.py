"""What a page said is stored without persons, with hashes; or it is said why not."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.db.job_rows import JobState
from huiying.jobs import clock
from huiying.jobs.upkeep import page_snapshots
from huiying.reasons.reason import reason
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.actions.finish_snapshot import (
    fail_snapshot,
    finish_snapshot,
)
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.page_text import PageText
from huiying.work.collection.snapshots.proof import snapshot_differences
from tests.factories import T0
from tests.work.collection.snapshots.steps import TEXT, asked, page, post_at, taken

pytestmark = pytest.mark.django_db


def test_the_article_and_the_hash_of_the_page_are_stored_and_on_record(yunchuan, site):
    site.pages["/t/1"] = page()

    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    assert (row.state, row.changed, row.failure) == (JobState.DONE, False, {})
    assert TEXT in row.text
    assert row.page_sha256 == hashlib.sha256(page()).hexdigest()
    record = AuditRecord.objects.get(verb="snapshot.taken")
    assert record.data["post"] == row.post_id
    assert record.data["page"] == row.page_sha256
    assert record.data["text"] == row.text_sha256
    assert site.paths().count("/t/1") == 2


def test_no_telephone_and_no_account_of_a_page_is_stored(yunchuan, site):
    site.pages["/t/1"] = page(f"{TEXT}联系电话13812345678，@云川老王 发的。")

    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    assert "13812345678" not in row.text
    assert "云川老王" not in row.text


def test_a_page_that_changed_while_it_was_taken_is_marked(yunchuan, site):
    texts = iter([page(), page(f"{TEXT}（编辑过）供水已恢复。")])
    site.pages["/t/1"] = lambda handler: handler.reply(200, next(texts))

    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    assert row.changed
    assert "编辑过" not in row.text


def test_a_page_of_which_only_the_frame_changes_is_not_marked(yunchuan, site):
    frames = iter(range(2))
    site.pages["/t/1"] = lambda handler: handler.reply(
        200, page() + f"<!-- {next(frames)} -->".encode()
    )

    assert not taken(yunchuan, post_at(yunchuan, site.url("/t/1"))).changed


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (None, "collection.fetch.not_found"),
        (b"<html><body></body></html>", "collection.fetch.page_empty"),
        (page("机密★启封前 " + TEXT, "机密★一年"), "collection.item.classified"),
    ],
)
def test_why_there_is_no_snapshot_is_said(yunchuan, site, answer, code):
    site.pages["/t/1"] = answer

    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    assert row.state == JobState.FAILED
    assert row.text == ""
    assert row.failure["code"] == code


def test_robots_txt_is_obeyed(yunchuan, site):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /t/\n"
    site.pages["/t/1"] = page()

    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    assert row.state == JobState.FAILED
    assert "/t/1" not in site.paths()


def test_one_whose_process_was_killed_says_so(yunchuan, site, monkeypatch):
    row = asked(yunchuan, post_at(yunchuan, site.url("/t/1")))
    PageSnapshot.objects.update(
        state=JobState.RUNNING, started_at=clock.real_now() - timedelta(hours=1)
    )

    page_snapshots.turn(T0)

    row.refresh_from_db()
    assert row.failure["code"] == "collection.snapshot.broken_off"
    words = PageText("题", "文", shortened=False, page_sha256="a" * 64, page_bytes=1)
    late = {"now": T0, "real_now": clock.real_now()}
    assert not finish_snapshot(row, page=words, changed=False, **late)
    fail_snapshot(row, why=reason("collection.snapshot.not_taken"), **late)
    assert AuditRecord.objects.filter(verb="snapshot.failed").count() == 1


def test_one_that_was_changed_below_the_application_is_found(yunchuan, site):
    site.pages["/t/1"] = page()
    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))
    assert list(snapshot_differences(yunchuan.bureau.pk)) == []

    PageSnapshot.objects.update(text=row.text.replace("停水", "供水"))

    (found,) = snapshot_differences(yunchuan.bureau.pk)
    assert (found.code, found.params["ref"]) == ("record.snapshot_differs", str(row.pk))


def test_one_that_was_deleted_below_the_application_is_missed(yunchuan, site):
    site.pages["/t/1"] = page()
    row = taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    PageSnapshot.objects.all().delete()

    (found,) = snapshot_differences(yunchuan.bureau.pk)
    assert found.params["ref"] == str(row.pk)


def test_it_goes_with_its_post(yunchuan, site):
    site.pages["/t/1"] = page()
    taken(yunchuan, post_at(yunchuan, site.url("/t/1")))

    Post.objects.all().delete()

    assert not PageSnapshot.objects.exists()
    assert list(snapshot_differences(yunchuan.bureau.pk)) == []
