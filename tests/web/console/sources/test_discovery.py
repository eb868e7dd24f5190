"""网站试采: what a website offers is found, shown, and becomes sources by one step."""

import pytest
from django.urls import reverse

from huiying.work.collection.fetch.pages import Link
from huiying.work.collection.posts.discovery import list_rule
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.models import Source
from tests.web.clients import signed_in
from tests.work.collection.fetch.local_site import local_site

FIND = reverse("console:sources-find")
FEED = """<rss version="2.0"><channel><title>云川要闻</title>
<item><title>停水通知</title><link>/n/9.html</link><guid>9</guid></item>
</channel></rss>"""


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def site(settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        articles = "".join(f"<a href=/n/2026/t{n}.html>第{n}条新闻</a>" for n in range(6))
        home = (
            "<title>云川区人民政府</title>"
            '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
            "<a href=/login>登录</a><a href=/gonggao/>通知公告</a>" + articles
        )
        notices = "".join(f"<a href=/gg/{n}.html>公告{n}</a>" for n in range(5))
        site.pages["/"] = home.encode()
        site.pages["/rss.xml"] = FEED.encode()
        site.pages["/gonggao/"] = f"<title>通知公告</title>{notices}".encode()
        yield site


def typed(page):
    """Return what the form of the results would send as it stands."""
    rows = page.context["rows"]
    names = ("kind", "address", "name", "link_pattern", "channel")
    sent = {f"{row.index}-{name}": getattr(row, name) for row in rows for name in names}
    return {"add": "1"} | sent | {f"{row.index}-ticked": "1" for row in rows if row.ticked}


def test_the_feed_and_the_lists_of_a_website_are_found_and_nothing_is_stored(office, site):
    rows = office.post(FIND, {"sites": site.url("/")}).context["rows"]

    assert [(row.kind, row.found, row.ticked) for row in rows] == [
        ("PAGE", 6, True),
        ("FEED", 1, True),
        ("PAGE", 5, True),
    ]
    assert rows[0].example == "第0条新闻"
    assert rows[1].name == "云川要闻"
    assert Source.objects.count() == Post.objects.count() == 0
    assert "/login" not in site.paths()


def test_ticked_offers_become_sources_and_a_second_look_knows_them(office, site):
    page = office.post(FIND, {"sites": site.url("/")})
    wanted = typed(page)
    del wanted["2-ticked"]

    assert office.post(FIND, wanted).status_code == 302

    assert set(Source.objects.values_list("name", "kind")) == {
        ("云川区人民政府", "PAGE"),
        ("云川要闻", "FEED"),
    }
    again = office.post(FIND, {"sites": site.url("/")}).context["rows"]
    assert [row.ticked for row in again] == [False, False, True]
    assert again[0].problem == "已是本局来源。"


def test_what_cannot_be_added_stays_with_its_reason_and_the_rest_is_added(office, site):
    wanted = typed(office.post(FIND, {"sites": site.url("/")}))
    wanted["0-name"] = ""

    page = office.post(FIND, wanted)

    assert page.status_code == 409
    assert [row.problem for row in page.context["rows"]] == ["来源须有名称和平台。"]
    assert Source.objects.count() == 2


def test_nothing_ticked_says_so(office, site):
    wanted = typed(office.post(FIND, {"sites": site.url("/")}))
    bare = {name: value for name, value in wanted.items() if "ticked" not in name}

    page = office.post(FIND, bare)

    assert "未勾选任何一项" in page.content.decode()
    assert len(page.context["rows"]) == 3


def test_a_site_that_does_not_answer_or_lies_inside_says_why(office, site):
    sites = f"{site.url('/none')}\nhttp://10.0.0.1/"
    rows = office.post(FIND, {"sites": sites}).context["rows"]

    assert "网址不存在" in rows[0].problem
    assert "内部网络" in rows[1].problem
    assert not any(row.ticked for row in rows)


def test_more_than_five_sites_are_asked_for_in_parts(office):
    page = office.post(FIND, {"sites": "\n".join(f"a{n}.example" for n in range(6))})

    assert "一次最多 5 个网站" in page.content.decode()
    assert not page.context["rows"]


def test_a_menu_is_no_list_of_articles():
    menu = [Link(f"https://a.example/{word}/", word) for word in ("news", "about", "help")]
    pages = [Link(f"https://a.example/p/{n}", "") for n in range(9)]

    assert list_rule([*menu, *pages]) == ("", [])


def test_who_may_not_manage_sources_may_not_look(yunchuan):
    assert signed_in(yunchuan.lu).get(FIND).status_code == 403
