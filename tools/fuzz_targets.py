"""The readers that are fuzzed, each with inputs that it takes.

In:   bytes.    Out:  nothing; whatever a reader raises beyond what it says is a fault.
"""

import contextlib
import io
import json
import os
import signal
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import django

django.setup()

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from tests.jobs.time_authority import TimeAuthority

from huiying.base.audit.timestamps import (
    InvalidTimestamp,
    read_certificates,
    read_timestamp,
    timestamp_request,
)
from huiying.base.errors import Refused
from huiying.base.files.incoming import check_incoming
from huiying.jobs.delivery.http_post import Answer as PostAnswer
from huiying.jobs.delivery.http_post import _object
from huiying.jobs.delivery.wechat import WechatAnswer, _reader, address_in, stands
from huiying.web.api.calls import CallRefused
from huiying.web.api.push import _items
from huiying.web.errors.unreadable_headers import ReadableForm
from huiying.work.closing.packets.verify_packet import main as verify_packet
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.addresses import FetchPolicy, parse_target
from huiying.work.collection.fetch.feeds import parse_feed
from huiying.work.collection.fetch.pages import (
    list_links,
    named_feeds,
    page_title,
    read_article,
)
from huiying.work.collection.fetch.robots import RobotsCache
from huiying.work.collection.fetch.transport import Answer
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.readers import open_rows
from huiying.work.collection.files.sheet_process import sheet_lines
from huiying.work.collection.posts.actions.accept_push import _digest

URL = "https://example.org/a/"
SLOWEST = 10  # seconds of a spreadsheet
FOLDER = Path(tempfile.mkdtemp(prefix="huiying-fuzz-file-"))
POLICY = FetchPolicy(allow_private=frozenset({"example.org"}))
XML_ERRORS = (LookupError, ValueError, TypeError, AttributeError, RecursionError)


def _text_of(items: list[RawItem]) -> None:
    for item in items:
        for value in (item.title, item.text, item.url, item.author, item.published_at):
            if not isinstance(value, str):
                raise AssertionError(f"{value!r} is no text")


def feed(data: bytes) -> None:
    """RSS, Atom and JSON feeds."""
    kind, _gap, body = data.partition(b"\n")
    with contextlib.suppress(*XML_ERRORS):  # as it says; who collects takes each for a failure
        _text_of(parse_feed(body, kind.decode("latin-1"), URL).items)


def page(data: bytes) -> None:
    """HTML pages: links, feeds, title, article."""
    text = data.decode("utf-8", "replace")
    list_links(text, URL, pattern="a", selector="li a")
    named_feeds(text, URL)
    page_title(text)
    _text_of([read_article(text, URL)])


def robots(data: bytes) -> None:
    """robots.txt."""
    rules = RobotsCache()
    answer = Answer(200, {"content-type": "text/plain"}, data)
    rules.ask(parse_target(f"{URL}x%2E%2E/y?z", POLICY), lambda _url: answer)


def _file(name: str, data: bytes) -> None:
    path = FOLDER / name
    path.write_bytes(data)
    with contextlib.suppress(UnreadableFile), open_rows(path) as rows:
        for _number, row in rows.entries():
            str(row)


def table(data: bytes) -> None:
    """CSV, TSV and JSON lines, whatever the file says it is."""
    _file("t.csv", data)


def sheet(data: bytes) -> None:
    """Spreadsheets, with a sheet of these bytes when they are no package themselves."""
    if not data.startswith(b"PK"):
        data = _package(data)
    path = FOLDER / "t.xlsx"
    path.write_bytes(data)
    child = os.fork()  # as in the product: its library ends the process that it cannot go on in
    if not child:
        _read_sheet(path)
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGABRT:
        raise AssertionError(f"ended by signal {os.WTERMSIG(status)}")


def _read_sheet(path: Path) -> NoReturn:
    signal.alarm(SLOWEST)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(Exception):
        for line in islice(sheet_lines(str(path), ""), 10_000):
            str(line)
    os._exit(0)


def push(data: bytes) -> None:
    """The JSON of a push."""
    request = RequestFactory().post("/api/v1/posts", data, content_type="application/json")
    with contextlib.suppress(CallRefused):
        _digest(_items(request))


def wechat(data: bytes) -> None:
    """Answers of the platform of official accounts."""
    for needs in ("access_token", "media_id", "publish_id", "publish_status"):
        answers: list[object] = []
        outcome = _reader(needs, answers)(PostAnswer(200, _object(data)))  # type: ignore[arg-type]
        answer = WechatAnswer(outcome, answers[0] if answers else {})  # type: ignore[arg-type]
        stands(answer)
        address_in(answer)


def multipart(data: bytes) -> None:
    """Forms with files, and what a file is."""
    request = RequestFactory().generic(
        "POST", "/", data, content_type="multipart/form-data; boundary=B"
    )
    try:
        ReadableForm(lambda _request: HttpResponse()).process_view(request, None, (), {})
        files = list(request.FILES.values())
    except (MultiPartParserError, SuspiciousOperation, BadRequest):
        return
    for file in files:
        with contextlib.suppress(Refused):
            check_incoming(file.read())


def timestamp(data: bytes) -> None:
    """Answers of an authority of time (RFC 3161)."""
    with contextlib.suppress(InvalidTimestamp):
        read_timestamp(data, "text", ROOTS)


def packet(data: bytes) -> None:
    """Evidence packets: a ZIP, or the JSON of its parts, a line each."""
    path = FOLDER / "packet.zip"
    if data.startswith(b"PK"):
        path.write_bytes(data)
    else:
        lines = data.split(b"\n")
        with zipfile.ZipFile(path, "w") as package:
            for name, line in zip(
                ("manifest.json", "heads.json", "topics.json"), lines, strict=False
            ):
                package.writestr(name, line)
            package.writestr("entries.jsonl", b"\n".join(lines[3:]))
    with contextlib.redirect_stdout(io.StringIO()):
        verify_packet([str(path)])


def _package(inside: bytes) -> bytes:
    """Return a workbook whose one sheet is these bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as known, zipfile.ZipFile(target, "w") as made:
        for name in known.namelist():
            body = inside if name == "xl/worksheets/sheet1.xml" else known.read(name)
            made.writestr(name, body)
    return target.getvalue()


def _workbook() -> bytes:
    import xlsxwriter  # noqa: PLC0415

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    rows = book.add_worksheet()
    rows.write_row(0, 0, ["标题", "正文", "发布时间"])
    rows.write_row(1, 0, ["停水", "小区停水三天", 45000.5])
    book.close()
    return target.getvalue()


def _roots() -> tuple[list[Any], bytes]:
    """Return a trusted root, and an answer that is signed under it, of the tests' authority."""
    authority = TimeAuthority(datetime(2026, 11, 24, tzinfo=UTC))
    granted = authority.answer(timestamp_request("text").as_bytes())
    return read_certificates(authority.pem), granted


WORKBOOK = _workbook()
ROOTS, GRANTED = _roots()
RSS = (
    "application/rss+xml\n<?xml version='1.0'?><rss version='2.0'><channel><title>论坛</title>"
    "<item><title>停水</title><link>/1</link><guid>1</guid><description>&lt;p&gt;三天"
    "</description><pubDate>Tue, 24 Nov 2026 10:00:00 +0800</pubDate></item></channel></rss>"
)
ATOM = (
    "application/atom+xml\n<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><entry>"
    "<title>停水</title><link href='/2'/><id>2</id><updated>2026-11-24T10:00:00Z</updated>"
    "<content type='html'>&lt;b&gt;三天</content></entry></feed>"
)
JSON_FEED = (
    'application/feed+json\n{"version":"https://jsonfeed.org/version/1.1","title":"x","items":'
    '[{"id":"1","url":"/3","content_text":"停水","date_published":"2026-11-24T10:00:00Z"}]}'
)
PAGE = (
    "<!doctype html><html><head><title>停水</title><link rel=alternate type="
    "application/rss+xml href=/feed><meta property=article:published_time content="
    "2026-11-24><base href=/b/></head><body><ul><li><a href=/a1>停水三天</a> <span>3小时前"
    "</span></ul><article><h1>停水</h1><time datetime=2026-11-24>今天</time><p>" + "停水。" * 60
)
MULTIPART = (
    b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--B\r\nContent-Disposition:'
    b" form-data; name=\"f\"; filename*=UTF-8''%E5%81%9C.png\r\nContent-Type: image/png\r\n\r\n"
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\r\n--B--\r\n"
)
PACKET = "\n".join(
    json.dumps(part)
    for part in (
        {"files": [{"path": "heads.json", "size": 1, "sha256": "0" * 64}],
         "about": {"kind": "topics", "topics": ["a"]}, "bound": [], "bureau": {"slug": "a"}},
        {"heads": [{"seq": 1, "day": "2026-11-24", "hash": "0" * 64, "root": "0" * 64,
                    "link": "0" * 64}]},
        {"a": [1]},
        {"seq": 1, "record": {"seq": 1}, "path": ["0" * 64], "size": 1, "salts": {}},
    )
)  # fmt: skip
TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (feed, page, robots, table, sheet, push, wechat, multipart, timestamp, packet)
}
SEEDS: dict[str, list[bytes]] = {
    "feed": [text.encode() for text in (RSS, ATOM, JSON_FEED)],
    "page": [PAGE.encode()],
    "robots": [b"User-agent: *\nDisallow: /private*$\nAllow: /\nCrawl-delay: 5\nSitemap: /s\n"],
    "table": [
        '标题,正文,发布时间\n停水,"三天,没水",2026-11-24\n'.encode("gb18030"),
        "title\ttext\nx\ty\n".encode("utf-16"),
        '{"title": "停水", "text": "三天", "n": 1e3}\n'.encode(),
    ],
    "sheet": [WORKBOOK, zipfile.ZipFile(io.BytesIO(WORKBOOK)).read("xl/worksheets/sheet1.xml")],
    "push": ['{"items": [{"text": "停水", "external_id": 1, "url": null}]}'.encode()],
    "wechat": [
        b'{"access_token": "x", "expires_in": 7200}',
        b'{"errcode": 40001, "errmsg": "x"}',
        b'{"publish_status": 0, "article_detail": {"item": [{"article_url": "https://a/"}]}}',
    ],
    "multipart": [MULTIPART],
    "timestamp": [GRANTED],
    "packet": [PACKET.encode()],
}
