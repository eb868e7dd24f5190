"""What a robots.txt closes, as RFC 9309 has it."""

import pytest

from huiying.work.collection.fetch.addresses import FetchPolicy, parse_target
from huiying.work.collection.fetch.robots import RobotsCache, Verdict
from huiying.work.collection.fetch.transport import Answer


def asked(text, path):
    """Ask about a path of a site that has this robots.txt."""
    answer = Answer(200, {"content-type": "text/plain; charset=utf-8"}, text.encode())
    return RobotsCache().ask(
        parse_target(f"https://site.example{path}", FetchPolicy()), lambda _address: answer
    )


def allows(text, path):
    return asked(text, path).verdict == Verdict.ALLOWED


CLOSED = [
    ("a star stands for anything", "Disallow: /*/private/", "/a/b/private/1"),
    ("a star may begin a path", "Disallow: *.doc", "/a.doc"),
    ("a lone star closes all", "Disallow: *", "/a"),
    ("a dollar ends a path", "Disallow: /*.php$", "/a.php"),
    ("a query is part of a path", "Disallow: /*?", "/list?page=2"),
    ("the more exact rule counts, not the first", "Allow: /\nDisallow: /in", "/in/1"),
    ("an empty line ends no group", "\nDisallow: /", "/a"),
    ("a site map ends no group", "Sitemap: http://x.example/s\nDisallow: /", "/a"),
    ("a second group for all counts", "Disallow: /b\n\nUser-agent: *\nDisallow: /a", "/a"),
    ("octets are compared in one way", "Disallow: /%e4%bf%a1%2d", "/信-/1"),
    ("characters are compared as octets", "Disallow: /信", "/%E4%BF%A1/1"),
    ("a forgotten colon is forgiven", "Disallow /in", "/in/1"),
    ("a Chinese colon is forgiven", "Disallow:/in", "/in/1"),
    ("two strokes are one", "Disallow: /private", "//private/1"),
    ("strokes anywhere are one", "Disallow: /a/private", "/a///private"),
    ("this folder is no folder", "Disallow: /private", "/./private"),
    ("the folder above is left", "Disallow: /private", "/news/../private/1"),
    ("a point is a point as an octet", "Disallow: /private", "/news/%2e%2E/%2E/private"),
    ("a character is one as an octet", "Disallow: /private", "//%70rivate"),
    ("a rule for a folder", "Disallow: /private/", "//private/./"),
    ("an open folder does not open its neighbour", "Disallow: /\nAllow: /in", "/in/../out"),
    ("a query stays", "Disallow: /*?", "//list?page=2"),
    ("what follows a sharp is a remark", "Disallow: /in # 内部", "/in/1"),
]


@pytest.mark.parametrize(
    ("rules", "path"), [row[1:] for row in CLOSED], ids=[r[0] for r in CLOSED]
)
def test_what_a_site_has_closed_is_not_asked_for(rules, path):
    assert not allows(f"User-agent: *\n{rules}\n", path)
    assert not allows(f"\ufeffuser-agent: *\r\n{rules}".replace("\n", "\r\n"), path)


OPEN = [
    ("the more exact rule counts, not the first", "Disallow: /\nAllow: /rss", "/rss/a.xml"),
    ("of two equal rules the open one", "Disallow: /a\nAllow: /a", "/a"),
    ("a dollar ends a path", "Disallow: /*.php$", "/a.php5"),
    ("between two parts stands nothing twice", "Disallow: /aba*aba$", "/aba"),
    ("nothing is closed by nothing", "Disallow:", "/a"),
    ("a star needs the rest", "Disallow: /*/private/", "/private"),
    ("points within a name are a name", "Disallow: /private", "/news..private/..."),
    ("two strokes of an open folder", "Disallow: /private", "//news/./1"),
    ("an octet that separates is no stroke", "Disallow: /a/b", "/a%2Fb"),
]


@pytest.mark.parametrize(("rules", "path"), [row[1:] for row in OPEN], ids=[r[0] for r in OPEN])
def test_what_a_site_has_left_open_may_be_asked_for(rules, path):
    assert allows(f"User-agent: *\n{rules}\n", path)


def test_a_group_with_our_name_counts_instead_of_the_one_for_all():
    closed = "User-agent: *\nDisallow: /\n"

    assert allows(f"{closed}User-agent: HuiYing\nDisallow: /in\n", "/a")
    assert not allows(f"{closed}User-agent: HuiYing\nDisallow: /in\n", "/in")
    assert not allows("User-agent: other\nUser-agent: huiying\nDisallow: /", "/a")
    assert allows("User-agent: *\nCrawl-delay: 5\nUser-agent: other\nDisallow: /", "/a")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7), ("0.5", 0.5), ("90", 30), ("-1", 0), ("nan", 0), ("soon", 0)],
)
def test_a_distance_is_a_number_of_seconds(written, seconds):
    assert asked(f"User-agent: *\nCrawl-delay: {written}", "/a").delay_seconds == seconds


def test_a_pattern_made_to_be_slow_is_answered_at_once():
    text = "User-agent: *\n" + f"Disallow: /{'*a' * 900}b\n" * 500

    assert allows(text, "/" + "a" * 1_900)
