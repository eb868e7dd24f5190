import gzip
import socket
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from huiying.reasons.rendering import render
from huiying.work.collection.fetch.addresses import (
    AddressRefused,
    FetchPolicy,
    is_public,
    may_connect,
    parse_target,
)
from huiying.work.collection.fetch.client import Fetcher
from huiying.work.collection.fetch.host_limits import HostIsBusy, HostLimiter
from tests.polling import LONG, expire_timeouts
from tests.work.collection.fetch.local_site import local_site


@pytest.fixture(scope="module")
def _server():
    with local_site() as site:
        yield site


@pytest.fixture
def site(_server):
    _server.pages.clear()
    _server.asked.clear()
    return _server


@pytest.fixture
def waits():
    return []


@pytest.fixture
def fetch(site, waits):
    return fetching(site, Fetcher(sleep=waits.append))


@pytest.fixture
def fetch_in_no_time(site, waits):
    """While its clock stands still, what is waited is the distance and nothing else."""
    return fetching(site, Fetcher(clock=lambda: 100.0, sleep=waits.append))


def fetching(site, fetcher):
    def go(path="/", *, etag="", last_modified="", **policy):
        allowed = FetchPolicy(allow_private=frozenset({site.place}), **policy)
        address = path if "://" in path else site.url(path)
        return fetcher.fetch(address, policy=allowed, etag=etag, last_modified=last_modified)

    return go


def redirect(location, status=302):
    return lambda handler: handler.reply(status, b"", Location=location)


def test_a_page_is_fetched_with_an_honest_name_and_no_cookie(site, fetch):
    site.pages["/新闻?页=1"] = None
    site.pages["/%E6%96%B0%E9%97%BB?%E9%A1%B5=1"] = lambda handler: handler.reply(
        200,
        "停水".encode(),
        Content_Type="text/html; charset=utf-8",
        ETag='"v1"',
        Last_Modified="Tue, 24 Nov 2026 00:30:00 GMT",
        Set_Cookie="id=1",
    )

    result = fetch("/新闻?页=1")
    fetch("/新闻?页=1")

    assert (result.status, result.body, result.error_code) == ("ok", "停水".encode(), "")
    assert result.content_type == "text/html; charset=utf-8"
    assert (result.etag, result.last_modified) == ('"v1"', "Tue, 24 Nov 2026 00:30:00 GMT")
    assert result.seconds > 0
    for _path, headers in site.asked:
        assert headers["User-Agent"] == "huiying/0.1 (+contact)"
        assert headers["Host"] == site.place
        assert "Cookie" not in headers


def test_conditional_headers_are_sent_and_an_unmodified_page_keeps_them(site, fetch):
    site.pages["/feed"] = lambda handler: handler.reply(304, b"")

    result = fetch("/feed", etag='"v1"', last_modified="Tue, 24 Nov 2026 00:30:00 GMT")

    sent = dict(site.asked)["/feed"]
    assert sent["If-None-Match"] == '"v1"'
    assert sent["If-Modified-Since"] == "Tue, 24 Nov 2026 00:30:00 GMT"
    assert result.status == "not_modified"
    assert (result.etag, result.body) == ('"v1"', b"")


def test_redirects_are_followed_to_the_end_and_the_last_address_is_told(site, fetch):
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = redirect(site.url("/c"), status=308)
    site.pages["/c"] = b"here"

    result = fetch("/a")

    assert (result.status, result.body, result.final_url) == ("ok", b"here", site.url("/c"))


def test_a_circle_of_redirects_ends(site, fetch):
    site.pages["/a"] = redirect("/a")

    result = fetch("/a")

    assert (result.status, result.error_code) == ("failed", "too_many_redirects")
    assert site.paths().count("/a") == 6


CLOSED_ADDRESSES = [
    ("http://10.0.0.1/", "private_address"),
    ("http://172.16.5.5/", "private_address"),
    ("http://192.168.1.1/admin", "private_address"),
    ("http://127.0.0.1/", "private_address"),
    ("http://127.8.8.8/", "private_address"),
    ("http://2130706433/", "private_address"),
    ("http://0x7f000001/", "private_address"),
    ("http://127.1/", "private_address"),
    ("http://localhost/", "private_address"),
    ("http://LOCALHOST./", "private_address"),
    ("http://0.0.0.0/", "private_address"),
    ("http://169.254.169.254/latest/meta-data/", "private_address"),
    ("http://100.100.100.200/", "private_address"),
    ("http://100.64.0.1/", "private_address"),
    ("http://224.0.1.1/", "private_address"),
    ("http://255.255.255.255/", "private_address"),
    ("http://[::1]/", "private_address"),
    ("http://[::]/", "private_address"),
    ("http://[::ffff:127.0.0.1]/", "private_address"),
    ("http://[::ffff:8.8.8.8]/", "private_address"),
    ("http://[64:ff9b::7f00:1]/", "private_address"),
    ("http://[2002:7f00:1::]/", "private_address"),
    ("http://[fe80::1]/", "private_address"),
    ("http://[fd00:ec2::254]/", "private_address"),
    ("http://[ff02::1]/", "private_address"),
    ("http://8.8.8.8:22/", "bad_port"),
    ("http://8.8.8.8:6379/", "bad_port"),
    ("http://user:pass@8.8.8.8/", "has_credentials"),
    ("file:///etc/passwd", "bad_scheme"),
    ("ftp://8.8.8.8/", "bad_scheme"),
    ("gopher://8.8.8.8/", "bad_scheme"),
    ("javascript:alert(1)", "bad_scheme"),
]


@pytest.mark.parametrize(("address", "code"), CLOSED_ADDRESSES)
def test_closed_addresses_are_refused_before_a_byte_is_sent(address, code):
    policy = FetchPolicy(min_interval_seconds=0)

    result = Fetcher().fetch(address, policy=policy)

    assert (result.status, result.error_code) == ("refused", code)
    assert render(result.reason).endswith("。")
    assert "%(" not in render(result.reason)


@pytest.mark.parametrize(("address", "code"), CLOSED_ADDRESSES)
def test_a_redirect_opens_no_closed_address(site, fetch, address, code):
    site.pages["/a"] = redirect(address)

    result = fetch("/a")

    assert (result.status, result.error_code) == ("refused", code)
    assert result.body == b""


@pytest.mark.parametrize(
    "address",
    ["", "example", "//example.org/", "http://", "http://[::1", "http://a b/", "x" * 3_000],
)
def test_half_an_address_is_explained(address):
    with pytest.raises(AddressRefused) as caught:
        parse_target(address, FetchPolicy())

    assert caught.value.code == "bad_address"


def test_a_listed_host_opens_its_own_network_only_on_the_listed_port():
    policy = FetchPolicy(allow_private=frozenset({"oa.example.org", "127.0.0.1:8081"}))
    office = parse_target("http://oa.example.org/", policy)
    local = parse_target("http://127.0.0.1:8081/", policy)

    assert may_connect(ip_address("10.1.2.3"), office, policy)
    assert may_connect(ip_address("127.0.0.1"), local, policy)
    assert not may_connect(ip_address("169.254.169.254"), office, policy)
    assert not may_connect(ip_address("fd00:ec2::254"), office, policy)
    assert not may_connect(ip_address("10.1.2.3"), local_on_80(policy), policy)
    with pytest.raises(AddressRefused):
        parse_target("http://127.0.0.1:8082/", policy)


def local_on_80(policy):
    return parse_target("http://127.0.0.1/", policy)


CLOSED_NETWORKS = [  # of the IANA's registries, by their first and last address
    ("0.0.0.1", "0.255.255.255"),
    ("10.0.0.0", "10.255.255.255"),
    ("100.64.0.0", "100.127.255.255"),
    ("127.0.0.0", "127.255.255.255"),
    ("169.254.0.0", "169.254.255.255"),
    ("172.16.0.0", "172.31.255.255"),
    ("192.0.0.0", "192.0.0.255"),
    ("192.0.0.9", "192.0.0.10"),
    ("192.0.0.192", "192.0.0.192"),
    ("192.0.2.0", "192.0.2.255"),
    ("192.88.99.0", "192.88.99.255"),
    ("192.168.0.0", "192.168.255.255"),
    ("198.18.0.0", "198.19.255.255"),
    ("198.51.100.0", "198.51.100.255"),
    ("203.0.113.0", "203.0.113.255"),
    ("224.0.0.0", "239.255.255.255"),
    ("240.0.0.0", "255.255.255.255"),
    ("168.63.129.16", "168.63.129.16"),
    ("::", "::1"),
    ("::808:808", "::ffff:ffff"),
    ("::ffff:0.0.0.0", "::ffff:255.255.255.255"),
    ("::ffff:8.8.8.8", "::ffff:0:8.8.8.8"),
    ("64:ff9b::c000:c0", "64:ff9b::7f00:1"),
    ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"),
    ("100::", "100::ffff:ffff:ffff:ffff"),
    ("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff"),
    ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001:1::1", "2001:4:112::1"),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
]
OPEN = ["8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "192.0.1.0"]
OPEN += ["198.17.255.255", "198.20.0.0", "223.255.255.255", "2400:3200::1", "2001:200::"]
OPEN += ["2003::", "2001:db7:ffff::", "2001:db9::", "64:ff9b::808:808"]


@pytest.fixture(params=[True, False])
def another_python(request, monkeypatch):
    """Let the standard library find all addresses global, or none: versions differ in it."""
    for one in (IPv4Address, IPv6Address):
        monkeypatch.setattr(one, "is_global", property(lambda _self: request.param))
        for name in ("is_private", "is_reserved"):
            monkeypatch.setattr(one, name, property(lambda _self: not request.param))


@pytest.mark.parametrize("ends", CLOSED_NETWORKS, ids="-".join)
def test_no_special_purpose_network_is_open_under_any_python(another_python, ends):
    assert [is_public(ip_address(one)) for one in ends] == [False, False]


@pytest.mark.parametrize("address", OPEN)
def test_what_lies_beside_them_is_open_under_any_python(another_python, address):
    assert is_public(ip_address(address))


def test_the_metadata_of_no_cloud_can_be_listed():
    policy = FetchPolicy(allow_private=frozenset({"oa.example.org"}))
    office = parse_target("http://oa.example.org/", policy)
    addresses = ("192.0.0.192", "168.63.129.16", "169.254.169.254", "100.100.100.200")

    assert not any(may_connect(ip_address(one), office, policy) for one in addresses)


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1", "64:ff9b::808:808"])
def test_the_open_internet_is_open(address):
    assert is_public(ip_address(address))


def answer_names(monkeypatch, *answers):
    """Let the system's resolver give these addresses, one list a call."""
    calls = []

    def getaddrinfo(host, port, *_args, **_kwargs):
        found = answers[min(len(calls), len(answers) - 1)]
        calls.append(host.decode() if isinstance(host, bytes) else host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return calls


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    calls = answer_names(monkeypatch, ["8.8.8.8", "10.0.0.1"])

    result = Fetcher().fetch("http://mixed.example.org/", policy=FetchPolicy())

    assert (result.status, result.error_code) == ("refused", "private_address")
    assert calls == ["mixed.example.org"]


def test_the_connection_goes_to_the_checked_address_whatever_the_name_says_next(
    monkeypatch, site, fetch
):
    # Every request looks up once; were the connection to look up again, it would get 10.0.0.1.
    site.pages["/a"] = b"here"
    host = f"rebind.example.org:{site.port}"
    calls = answer_names(monkeypatch, ["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
    policy = FetchPolicy(allow_private=frozenset({host}), min_interval_seconds=0)
    fetcher = Fetcher()

    first = fetcher.fetch(f"http://{host}/a", policy=policy)

    assert first.body == b"here"
    assert len(calls) == 2  # robots.txt, and the page
    assert {headers["Host"] for _path, headers in site.asked} == {host}


def test_an_unknown_host_is_a_failure_that_says_so():
    result = Fetcher().fetch("http://no-such-host.invalid/", policy=FetchPolicy())

    assert (result.status, result.error_code) == ("failed", "unknown_host")
    assert "no-such-host.invalid" in render(result.reason)


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<item>" * 10_000)


def dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.server.site.fallen_silent.set()
    while not handler.server.site.over.wait(0.02):
        handler.wfile.write(b"x")


def silent(handler):
    handler.server.site.fallen_silent.set()
    handler.server.site.over.wait(LONG)


def fifty_megabytes(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(50 << 20))
    handler.end_headers()
    for _ in range(50):
        handler.wfile.write(b"x" * (1 << 20))


def bomb(handler):
    packed = gzip.compress(b"0" * (12 << 20), 1)
    handler.reply(200, packed, Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (endless, "too_big"),
        (fifty_megabytes, "too_big"),
        (bomb, "too_big"),
        (lambda h: h.reply(200, b"x", Content_Encoding="br"), "bad_encoding"),
        (lambda h: h.reply(200, b"no gzip", Content_Encoding="gzip"), "bad_encoding"),
        (lambda h: h.wfile.write(b"rubbish\r\n\r\n"), "bad_answer"),
        (lambda h: h.reply(302, b"", Location="http://[::1"), "bad_answer"),
        (lambda h: h.reply(401, b""), "needs_login"),
        (lambda h: h.reply(403, b""), "needs_login"),
        (lambda h: h.reply(404, b""), "not_found"),
        (lambda h: h.reply(429, b""), "asked_to_slow_down"),
        (lambda h: h.reply(418, b""), "http_error"),
        (lambda h: h.reply(503, b""), "server_error"),
    ],
)
def test_a_bad_answer_ends_in_bounds_with_a_sentence(site, fetch, answer, code):
    site.pages["/a"] = answer

    result = fetch("/a", max_seconds=LONG, max_bytes=2 << 20)

    assert (result.status, result.error_code, result.body) == ("failed", code, b"")
    assert render(result.reason).endswith("。")
    assert "%(" not in render(result.reason)


def unavailable(status, wish):
    def answer(handler):
        handler.send_response_only(status)
        handler.send_header("Date", "Tue, 24 Nov 2026 10:00:00 GMT")  # right or wrong
        handler.send_header("Retry-After", wish)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("wish", "minutes"),
    [
        ("120", 2),
        ("61", 2),
        ("Tue, 24 Nov 2026 10:30:00 GMT", 30),
        ("9" * 5000, 24 * 60),
        ("Wed, 24 Nov 2027 10:00:00 GMT", 24 * 60),
    ],
)
def test_a_site_that_wants_to_be_left_alone_says_for_how_long(
    site, fetch, status, wish, minutes
):
    site.pages["/a"] = unavailable(status, wish)

    result = fetch("/a")

    assert (result.status, result.error_code) == ("failed", "asked_to_wait")
    assert -(-result.pause // timedelta(minutes=1)) == minutes
    assert f"{minutes} 分钟后再来（{status}）" in render(result.reason)


@pytest.mark.parametrize(
    "wish", ["", "0", "-5", "soon", "²", "1e9", "Tue, 24 Nov 2026 09:00:00 GMT", "24 Nov"]
)
def test_a_wish_that_is_none_changes_nothing(site, fetch, wish):
    site.pages["/a"] = lambda reply: reply.reply(429, b"", Retry_After=wish)

    result = fetch("/a")

    assert (result.error_code, result.pause) == ("asked_to_slow_down", timedelta(0))


@pytest.mark.parametrize("answer", [dripping, silent])
def test_an_answer_without_end_is_left_when_its_time_is_up(monkeypatch, answer):
    with local_site() as site:
        site.pages["/a"] = answer
        expire_timeouts(monkeypatch, site.fallen_silent)

        result = fetching(site, Fetcher())("/a", max_seconds=LONG, min_interval_seconds=0.0)

    assert (result.status, result.error_code, result.body) == ("failed", "timeout", b"")
    assert render(result.reason).startswith("60 秒内未读取完毕")


def test_a_packed_page_is_unpacked(site, fetch):
    body = "停水".encode() * 100_000
    site.pages["/a"] = lambda h: h.reply(200, gzip.compress(body), Content_Encoding="gzip")

    assert fetch("/a").body == body


def test_nobody_listening_is_a_refusal_for_want_of_robots_txt(site, fetch):
    with local_site() as closed:
        port = closed.port
    policy = FetchPolicy(allow_private=frozenset({f"127.0.0.1:{port}"}))

    result = Fetcher().fetch(f"http://127.0.0.1:{port}/", policy=policy)

    assert (result.status, result.error_code) == ("refused", "robots_unavailable")
    assert "无法连接" in render(result.reason)


def test_a_certificate_that_nobody_signed_is_refused(tmp_path):
    with local_site() as site:
        site.pages["/a"] = b"secret"
        site.serve_tls(self_signed(tmp_path))
        policy = FetchPolicy(allow_private=frozenset({site.place}))

        result = Fetcher().fetch(f"https://{site.place}/a", policy=policy)

    assert (result.status, result.error_code) == ("refused", "robots_unavailable")
    assert "证书" in render(result.reason)
    assert site.asked == []


def self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9_000))
        .sign(key, hashes.SHA256())
    )
    path = folder / "self-signed.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_robots_txt_is_obeyed_and_asked_once(site, fetch):
    site.pages["/robots.txt"] = "User-agent: huiying\nDisallow: /内部/\n".encode()
    site.pages["/open"] = b"open"

    results = [fetch(path) for path in ("/内部/a", "/open", "/内部/b")]

    assert [result.status for result in results] == ["refused", "ok", "refused"]
    assert results[0].error_code == "robots_forbidden"
    assert site.paths() == ["/robots.txt", "/open"]


def test_rules_for_others_do_not_bind_us_and_rules_for_all_do(site, fetch):
    site.pages["/robots.txt"] = (
        b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /x\n"
    )
    site.pages["/a"] = site.pages["/x"] = b"page"

    assert fetch("/a").status == "ok"
    assert fetch("/x").error_code == "robots_forbidden"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda h: h.reply(404, b""), "ok"),
        (lambda h: h.reply(403, b""), "ok"),
        (lambda h: h.reply(500, b""), "refused"),
        (lambda h: h.reply(429, b""), "refused"),
        (lambda h: h.reply(302, b"", Location="http://10.0.0.1/"), "refused"),
        (lambda h: h.reply(302, b"", Location="/robots.txt"), "refused"),
        (lambda h: h.reply(302, b"", Location="/r2"), "ok"),
        (lambda h: h.reply(200, b"\xff\xfe\x00" + b"junk" * 200_000), "ok"),
    ],
)
def test_a_missing_robots_txt_allows_and_an_unreachable_one_does_not(
    site, fetch, answer, status
):
    site.pages["/robots.txt"] = answer
    site.pages["/r2"] = b"User-agent: *\nAllow: /\n"
    site.pages["/a"] = b"page"

    result = fetch("/a")

    assert result.status == status
    assert ("/a" in site.paths()) is (status == "ok")


def test_the_redirect_target_has_its_own_robots_txt(site, fetch):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /secret\n"
    site.pages["/a"] = redirect("/secret")

    assert fetch("/a").error_code == "robots_forbidden"
    assert "/secret" not in site.paths()


def test_requests_to_one_host_keep_their_distance(site, fetch_in_no_time, waits):
    site.pages["/a"] = b"page"

    fetch_in_no_time("/a", min_interval_seconds=5.0)

    assert waits == [5.0]  # between robots.txt and the page


def test_a_crawl_delay_is_kept(site, fetch_in_no_time, waits):
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 7\n"
    site.pages["/a"] = b"page"

    fetch_in_no_time("/a", min_interval_seconds=0.0)
    fetch_in_no_time("/a", min_interval_seconds=0.0)

    assert waits == [7.0]


class FakeTime:
    def __init__(self):
        self.now = 100.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)


def test_the_gate_queues_one_host_and_lets_others_pass():
    clock = FakeTime()
    gate = HostLimiter(clock=lambda: clock.now, sleep=clock.sleep)

    waited = [gate.wait("a", 1.0) for _ in range(3)] + [gate.wait("b", 1.0)]
    clock.now += 60

    assert waited == [0.0, 1.0, 2.0, 0.0]
    assert gate.wait("a", 1.0) == 0.0


def test_the_gate_turns_away_what_would_wait_too_long():
    clock = FakeTime()
    gate = HostLimiter(clock=lambda: clock.now, sleep=clock.sleep)
    gate.wait("a", 31.0)

    with pytest.raises(HostIsBusy):
        gate.wait("a", 1.0)
