"""Words that are not those of the record are never shown to the public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from huiying.base.outbox.models import BoardAlarm
from huiying.web.portal.page_cache import PAGE_CACHE
from huiying.web.shared import proven_releases
from huiying.work.responses.core.models import Release
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper, triggers_dropped
from tests.web.page import page_of
from tests.web.portal.test_public_pages import every_address
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
ALTERED = "没有这回事，谁说的都不算。"

standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


@pytest.fixture
def other(yunchuan):
    """A second answer that nobody touches."""
    incident = desk.incident_of(yunchuan, number="2026-0777")
    return desk.published(yunchuan, T0, incident=incident)


def alter(release):
    words = ("title", "claim", "summary", "body")
    content = {**release.content, **dict.fromkeys(words, ALTERED)}
    with triggers_dropped():
        Release._base_manager.filter(pk=release.pk).update(content=content)


def test_no_public_page_shows_altered_words(client, yunchuan, out):
    alter(out)

    for address in every_address("yunchuan", out.answer.number):
        assert ALTERED not in client.get(address).content.decode(), address


def test_the_answer_says_that_it_is_being_checked(client, yunchuan, out):
    alter(out)
    response = client.get(f"/b/yunchuan/answers/{out.answer.number}/")
    page = page_of(response, 503)

    assert "这一页正在核对" in page.text
    assert "和发布时留下的记录对不上" in page.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Retry-After"] == "600"


@pytest.mark.parametrize("where", ["v/1/", "v/1/content.json", ""])
def test_every_address_of_the_answer_is_being_checked(client, yunchuan, out, where):
    alter(out)

    assert client.get(f"/b/yunchuan/answers/{out.answer.number}/{where}").status_code == 503


def test_a_list_names_it_and_shows_the_others(client, yunchuan, out, other):
    alter(out)
    page = page_of(client.get("/b/yunchuan/answers/"))

    assert "2026年第1号回应（正在核对）" in page.text
    assert other.content["title"] in page.text
    feed = client.get("/b/yunchuan/feed.json").json()
    assert [item["title"] for item in feed["items"]] == [other.content["title"]]


def test_another_answer_is_shown_as_ever(client, yunchuan, out, other):
    alter(out)

    assert client.get(f"/b/yunchuan/answers/{other.answer.number}/").status_code == 200


def test_the_desk_is_alarmed_once(client, yunchuan, out):
    alter(out)
    for _ in range(3):
        client.get(f"/b/yunchuan/answers/{out.answer.number}/")
        client.get("/b/yunchuan/answers/")

    (alarm,) = BoardAlarm.objects.filter(bureau=yunchuan.bureau)
    assert alarm.text == f"回应 {out.version_number}：文本与审计记录中发布的文本不一致"


def test_a_page_is_answered_when_no_alarm_can_be_written(client, yunchuan, out, monkeypatch):
    def fail(*_args):
        raise DatabaseError

    alter(out)
    monkeypatch.setattr(proven_releases, "report_differences", fail)

    assert client.get(f"/b/yunchuan/answers/{out.answer.number}/").status_code == 503


def test_a_copy_that_was_made_before_holds_the_published_words(client, yunchuan, out):
    address = f"/b/yunchuan/answers/{out.answer.number}/"
    before = client.get(address).content
    alter(out)

    assert client.get(address).content == before
    PAGE_CACHE.clear()
    assert client.get(address).status_code == 503


def test_a_deleted_correction_does_not_bring_the_first_words_back(client, yunchuan, out):
    later = desk.corrected(yunchuan, out, T0 + timedelta(hours=1))
    tamper("DELETE FROM responses_withholding WHERE release_id = %s", later.pk)
    tamper("DELETE FROM responses_releasedfact WHERE release_id = %s", later.pk)
    tamper("DELETE FROM responses_release WHERE id = %s", later.pk)

    assert client.get(f"/b/yunchuan/answers/{out.answer.number}/").status_code == 503


def test_a_correction_published_between_two_reads_is_no_difference(yunchuan, out):
    reads = iter([[out], Release.objects.filter(bureau=yunchuan.bureau)])
    desk.corrected(yunchuan, out, T0 + timedelta(hours=1))

    releases, doubted = proven_releases.proven(yunchuan.bureau, lambda: next(reads))

    assert (len(releases), doubted) == (2, frozenset())
    assert not BoardAlarm.objects.exists()
