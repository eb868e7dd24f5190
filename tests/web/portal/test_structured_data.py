"""Feeds, site maps and data blocks say the same as the pages, and can carry no code."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring

from huiying.web.portal.structured_data import data_block
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Answer
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk

pytestmark = pytest.mark.any_database

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
ATTACK = '</script><script>alert(1)</script><!-- & "quoted" \u2028'


standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def blocks(html):
    return [json.loads(text) for text in BLOCK.findall(html)]


@pytest.mark.clause("4(3)e")
def test_a_clarification_is_a_claim_review_of_the_unit_that_speaks(client, out, now):
    [review] = blocks(page(client, f"/b/yunchuan/answers/{out.answer.number}/"))

    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == out.content["claim"]
    assert review["reviewRating"]["alternateName"] == "部分属实"
    assert review["reviewRating"]["ratingValue"] == 3
    assert review["author"]["name"] == "云川区信访局来访接待科"
    assert review["datePublished"] == now.isoformat()
    assert review["url"].endswith(f"/b/yunchuan/answers/{out.answer.number}/")


def test_what_cannot_be_verified_gets_a_word_and_no_number(client, yunchuan, now):
    release = desk.published(yunchuan, now, finding="UNVERIFIABLE")

    [review] = blocks(page(client, f"/b/yunchuan/answers/{release.answer.number}/"))

    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "无法核实"}


def test_an_answer_to_a_question_reviews_no_claim(client, yunchuan, now):
    release = desk.published(yunchuan, now, claim="")

    assert blocks(page(client, f"/b/yunchuan/answers/{release.answer.number}/")) == []


def test_the_front_page_says_which_body_speaks(client, out, settings):
    settings.CONTACT = "0000-8261000"

    [body] = blocks(page(client, "/b/yunchuan/"))

    assert body["@type"] == "GovernmentOrganization"
    assert body["name"] == "云川区信访局"
    assert body["contactPoint"]["telephone"] == "0000-8261000"


def test_nothing_in_a_text_ends_the_data_block(client, yunchuan, now):
    release = desk.published(yunchuan, now, title=ATTACK[:100], claim=ATTACK)

    html = page(client, f"/b/yunchuan/answers/{release.answer.number}/")

    assert "<script>alert" not in html
    assert blocks(html)[0]["claimReviewed"] == ATTACK.strip()
    text = str(data_block({"a": ATTACK}))
    assert text.count("<") == 2
    assert json.loads(BLOCK.findall(text)[0]) == {"a": ATTACK}


def test_the_json_feed_holds_what_the_atom_feed_holds(client, yunchuan, out, now):
    desk.corrected(yunchuan, out, now + timedelta(hours=2), title="改过的 <b>标题</b>？")

    response = client.get("/b/yunchuan/feed.json")

    assert response["Content-Type"].startswith("application/feed+json")
    body = response.json()
    assert body["version"] == "https://jsonfeed.org/version/1.1"
    [item] = body["items"]
    assert item["title"] == "改过的 <b>标题</b>？"
    assert item["date_modified"] == (now + timedelta(hours=2)).isoformat()
    assert item["date_published"] == now.isoformat()
    assert "更正：受影响的是7人" in item["content_html"]


def test_the_site_map_lists_every_answer_with_its_last_change(client, yunchuan, out, now):
    desk.corrected(yunchuan, out, now + timedelta(hours=2))

    index = fromstring(client.get("/sitemap.xml").content)
    [place] = [node.text for node in index.iter(f"{MAP}loc")]
    assert place.endswith("/b/yunchuan/sitemap.xml?page=1")

    found = fromstring(client.get("/b/yunchuan/sitemap.xml").content)
    rows = {
        node.findtext(f"{MAP}loc"): node.findtext(f"{MAP}lastmod")
        for node in found.iter(f"{MAP}url")
    }
    answer = f"http://testserver/b/yunchuan/answers/{out.answer.number}/"
    assert rows[answer] == "2026-11-24T12:00:00+08:00"
    assert "http://testserver/b/yunchuan/duties/" in rows
    later = fromstring(client.get("/b/yunchuan/sitemap.xml?page=2").content)
    assert list(later.iter(f"{MAP}url")) == []


@pytest.mark.parametrize("asked", ["0", "x", "-1", "99999999", "\x00"])
def test_a_site_map_with_an_odd_page_is_still_a_map(client, out, asked):
    assert client.get("/b/yunchuan/sitemap.xml", {"page": asked}).status_code == 200


def test_robots_name_the_site_map(client, out, settings):
    settings.PUBLIC_URL = "https://answers.yunchuan.example"

    text = page(client, "/robots.txt")

    assert "Sitemap: https://answers.yunchuan.example/sitemap.xml" in text


def test_a_topic_is_a_shelf_and_changes_no_word(client, yunchuan, out, now):
    before = page(client, f"/b/yunchuan/answers/{out.answer.number}/v/1/content.json")
    etag = client.get("/b/yunchuan/answers/")["ETag"]

    set_answer_topic(answer=out.answer, topic="来访登记", officer=yunchuan.shen, now=now)

    shelf = page(client, "/b/yunchuan/answers/?topic=来访登记")
    assert out.content["title"] in shelf
    assert client.get("/b/yunchuan/answers/")["ETag"] != etag
    assert "主题：来访登记" in page(client, f"/b/yunchuan/answers/{out.answer.number}/")
    assert page(client, f"/b/yunchuan/answers/{out.answer.number}/v/1/content.json") == before
    assert client.get("/b/yunchuan/feed.json").json()["items"][0]["tags"] == ["来访登记"]


def test_a_topic_that_was_written_past_the_list_is_shown_nowhere(client, out):
    Answer.objects.filter(pk=out.answer.pk).update(topic="刁民闹事")
    bump_public_edition(out.bureau_id)

    for address in ("", "answers/", "answers/?topic=刁民闹事", f"answers/{out.answer.number}/"):
        assert "刁民闹事" not in page(client, f"/b/yunchuan/{address}").partition("<main")[2]
    assert client.get("/b/yunchuan/feed.json").json()["items"][0]["tags"] == []
