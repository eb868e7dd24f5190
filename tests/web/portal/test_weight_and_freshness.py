"""A public page is light, sets no cookie, needs no script, and is never old."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from huiying.web.portal.page_cache import PageCache, PageStamp
from huiying.work.responses.core.edition import bump_public_edition
from tests.factories import T0
from tests.module_rows import module_rows
from tests.web.clients import signed_in
from tests.web.portal.test_public_pages import every_address
from tests.work.responses import desk

pytestmark = pytest.mark.any_database

LIMIT = 150 * 1024
LINKED = re.compile(r'(?:href|src)="/static/([^"#?]+)')


@pytest.fixture(autouse=True)
def _within_one_hour(time):
    """A copy holds until the hour is over."""
    time.forward(minutes=9)


standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


def pages(slug, number):
    return [
        address
        for address in every_address(slug, number)
        if not address.endswith((".json", ".atom", ".csv", ".xml"))
    ]


def styles(path):
    """Return the bytes of a static file and of what its style sheets name."""
    content = Path(finders.find(path)).read_bytes()
    named = re.findall(rb"url\([\"']?([^)\"'#]+)", content) if path.endswith(".css") else []
    return content, [name.decode() for name in named if not name.startswith(b"data:")]


def test_every_page_weighs_at_most_150_kb_with_style_icons_and_scripts(client, yunchuan, now):
    for count in range(12):
        incident = desk.incident_of(yunchuan, number=f"2026-1{count:03d}")
        release = desk.published(yunchuan, now, incident=incident, body="字" * 4000 + "。")
    for address in pages("yunchuan", release.answer.number):
        body = client.get(address).content
        files = set(LINKED.findall(body.decode()))
        assert any(name.endswith("portal.css") for name in files)
        weight = len(body)
        for name in files:
            content, named = styles(name)
            assert [each for each in named if "//" in each] == []
            weight += len(content)
        assert weight <= LIMIT, (address, weight)


def test_nothing_of_a_page_comes_from_elsewhere(client, out):
    for address in pages("yunchuan", out.answer.number):
        html = client.get(address).content.decode()
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]+src="([^"]+)"', html)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"', html)
        assert loaded
        assert [one for one in loaded if not one.startswith("/static/")] == []


def test_a_readers_get_sets_no_cookie_and_opens_no_session(client, out):
    for address in [*every_address("yunchuan", out.answer.number), "/sitemap.xml"]:
        assert not client.get(address).cookies, address
    assert dict(client.cookies) == {}


def test_a_page_has_no_form_that_needs_script_or_token(client, out):
    for address in pages("yunchuan", out.answer.number):
        html = client.get(address).content.decode()
        assert "csrfmiddlewaretoken" not in html
        assert "hx-" not in html


def test_a_copy_is_served_again_and_never_after_a_correction(
    client, yunchuan, out, now, django_assert_max_num_queries
):
    address = f"/b/yunchuan/answers/{out.answer.number}/"
    first = client.get(address)
    with django_assert_max_num_queries(1):
        assert client.get(address).content == first.content

    desk.corrected(yunchuan, out, now + timedelta(minutes=1))

    assert "第 2 版更正" in client.get(address).content.decode()
    assert client.get(address)["ETag"] != first["ETag"]


def test_any_act_that_moves_the_edition_makes_every_copy_old(client, yunchuan, out):
    etags = {address: client.get(address)["ETag"] for address in ("/", "/b/yunchuan/about/")}

    bump_public_edition(yunchuan.bureau.pk)

    for address, etag in etags.items():
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_one_readers_choice_is_never_another_readers_page(client, out):
    client.cookies["theme"] = "dark"
    dark = client.get("/b/yunchuan/").content.decode()
    del client.cookies["theme"]

    assert 'data-bs-theme="dark"' in dark
    assert 'data-bs-theme="light"' in client.get("/b/yunchuan/").content.decode()
    assert '<html lang="en"' in client.get("/b/yunchuan/?lang=en").content.decode()


def test_the_shelf_holds_no_more_than_it_may(yunchuan):
    shelf, stamp = PageCache(most_bytes=250), PageStamp.of(yunchuan.bureau.pk)
    for name in "abc":
        shelf.keep((name,), stamp, HttpResponse(name * 100))

    assert shelf.get(("a",)) is None
    assert shelf.get(("c",)).body == b"c" * 100
    shelf.keep(("c",), stamp, HttpResponse("c"))
    shelf.keep(("d",), stamp, HttpResponse("d" * 100))
    assert shelf.get(("b",)) is not None
    shelf.keep(("e",), stamp, HttpResponse("x", status=404))
    assert shelf.get(("e",)) is None


def test_a_copy_carries_every_header_and_knows_who_holds_it(client, out):
    first = client.get("/b/yunchuan/")
    again = client.get("/b/yunchuan/")

    assert dict(again.headers) == dict(first.headers)
    assert "default-src 'none'" in again["Content-Security-Policy"]
    held = client.get("/b/yunchuan/", headers={"If-None-Match": first["ETag"]})
    assert (held.status_code, held.content) == (304, b"")


def test_who_is_signed_in_is_never_shown_a_copy(client, yunchuan, out):
    client.get("/b/yunchuan/")
    yunchuan.lu.language = "en"
    yunchuan.lu.save(update_fields=["language"])

    assert '<html lang="en"' in signed_in(yunchuan.lu).get("/b/yunchuan/").content.decode()
    assert '<html lang="zh-Hans"' in client.get("/b/yunchuan/").content.decode()


def test_a_bureau_that_is_no_longer_public_has_no_copies(client, yunchuan, out):
    assert client.get("/b/yunchuan/").status_code == 200
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])

    assert client.get("/b/yunchuan/").status_code == 404
