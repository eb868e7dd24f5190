"""The example plugins, installed: a board is collected and a message goes out by a gateway.

A broken plugin is named and left out, and neither way reaches what ours may not reach.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_channel import add_channel, try_channel
from huiying.base.outbox.channel_plugins import channel_plugins
from huiying.base.outbox.models import MessageState
from huiying.jobs.collection import collect
from huiying.jobs.delivery.deliver import DeliveryWorker
from huiying.jobs.upkeep.doctor import findings
from huiying.work.collection.fetch.source_plugins import source_plugins
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.models import Health
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.polling import LONG
from tests.work.collection.fetch.local_site import local_site

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples" / "plugins"
KEY = "gateway-secret-0123456789"
MESSAGE = {
    "id": 8123,
    "subject": "三号窗口排队",
    "content": "来访登记排队两个小时，电话13800138000。",
    "createTime": "2026-11-24 09:30:00",
    "url": "/board/detail?id=8123",
}
BOARD = json.dumps({"code": 0, "data": {"list": [MESSAGE]}}).encode()


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """Install the examples beside the product, as pip does it."""
    folder = tmp_path_factory.mktemp("plugins")
    source = tmp_path_factory.mktemp("source")
    for file in EXAMPLES.iterdir():
        if file.is_file():
            (source / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target"]
    subprocess.run([*command, str(folder), str(source)], check=True)  # noqa: S603
    return folder


@pytest.fixture
def found_in(monkeypatch):
    """Let the plugins of a folder be found, and forget them afterwards."""

    def forget():
        source_plugins.cache_clear()
        channel_plugins.cache_clear()

    def find(folder):
        monkeypatch.syspath_prepend(str(folder))
        forget()

    yield find
    monkeypatch.undo()
    forget()


@pytest.fixture
def plugins(found_in, installed):
    found_in(installed)


@pytest.fixture
def site(settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        yield site


def follow(cast, address):
    return add_source(
        bureau=cast.bureau,
        name="区长信箱",
        kind="FEED",
        channel="新闻网站",
        address=address,
        actor=MACHINE,
        now=T0,
    )


def gateway(cast, address):
    return add_channel(
        bureau=cast.bureau,
        unit=None,
        kind="APPRISE",
        name="值班短信",
        target=address,
        actor=MACHINE,
        now=T0,
    )


def sent_by(cast, address):
    channel = gateway(cast, address)
    message = try_channel(channel=channel, actor=MACHINE, now=T0)
    with ThreadPoolExecutor(2) as pool:
        DeliveryWorker(pool).turn(T0, seconds=LONG)
    message.refresh_from_db()
    return message


def test_a_message_board_is_collected_and_masked(yunchuan, site, plugins):
    site.pages["/board.json"] = BOARD
    source = follow(yunchuan, site.url("/board.json"))

    collect.turn(T0)

    source.refresh_from_db()
    post = Post.objects.get()
    assert source.health == Health.HEALTHY
    assert post.title == "三号窗口排队"
    assert "13800138000" not in post.text
    assert post.url == site.url("/board/detail?id=8123")


def test_without_the_plugin_the_same_address_is_no_feed(yunchuan, site):
    site.pages["/board.json"] = BOARD
    source = follow(yunchuan, site.url("/board.json"))

    collect.turn(T0)

    source.refresh_from_db()
    assert source.health_reason["code"] == "collection.feed.not_a_feed"


def test_a_plugin_gets_nothing_that_robots_txt_forbids(yunchuan, site, plugins):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /board\n"
    site.pages["/board.json"] = BOARD
    source = follow(yunchuan, site.url("/board.json"))

    collect.turn(T0)

    source.refresh_from_db()
    assert "/board.json" not in site.paths()
    assert source.health_reason["code"] == "collection.fetch.robots_forbidden"


def test_a_source_plugin_that_fails_is_said_at_its_source(yunchuan, site, plugins):
    site.pages["/board.json"] = b'{"data": {"list": [{"subject": "no id"}]}}'
    source = follow(yunchuan, site.url("/board.json"))

    collect.turn(T0)

    source.refresh_from_db()
    assert source.health_reason["code"] == "collection.feed.plugin_failed"
    assert not Post.objects.exists()


def test_a_message_goes_out_by_a_gateway_and_is_signed(yunchuan, plugins):
    with serving(Hook(answer={"code": 0})) as hook:
        address = f"smsgw{hook.root[4:]}/send?to=13900001234&key={KEY}&tls=0"
        message = sent_by(yunchuan, address)

    assert message.state == MessageState.HANDED_OVER
    ((path, headers, body),) = hook.got
    assert path == "/send"
    assert json.loads(body)["phone"] == "13900001234"
    assert headers["X-Sign"] == hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


def test_an_answer_that_is_no_yes_is_no_acceptance(yunchuan, plugins):
    with serving(Hook(answer={"code": 7})) as hook:
        address = f"smsgw{hook.root[4:]}/send?to=13900001234&key={KEY}&tls=0"
        message = sent_by(yunchuan, address)

    assert message.state == MessageState.QUEUED
    assert "代码 7" in message.last_error
    assert KEY not in message.last_error


def test_a_channel_plugin_reaches_no_inner_network(yunchuan, plugins):
    message = sent_by(yunchuan, f"smsgw://10.1.2.3/send?to=13900001234&key={KEY}&tls=0")

    assert "内部网络" in message.last_error


def test_an_address_that_the_plugin_does_not_take_is_refused_in_its_words(yunchuan, plugins):
    with pytest.raises(Refused, match="至少 16 个字符"):
        gateway(yunchuan, "smsgw://gateway.example/send?to=13900001234&key=short")


def test_without_the_plugin_its_scheme_is_unknown(yunchuan):
    with pytest.raises(Refused, match="不支持该地址"):
        gateway(yunchuan, f"smsgw://gateway.example/send?to=13900001234&key={KEY}")


BROKEN = """
raise_here = 1 / 0
"""
INCOMPLETE = """
class NoLabel:
    def accepts(self, body, content_type, url): return True
    def read(self, body, content_type, url): return []
class NoRead:
    label = "甲"
    def accepts(self, body, content_type, url): return True
class Whole(NoRead):
    def read(self, body, content_type, url): return []
"""
POINTS = """[huiying.sources]
breaks = broken_plugin:Anything
nolabel = incomplete_plugin:NoLabel
noread = incomplete_plugin:NoRead
Bad-Name = incomplete_plugin:Whole
absent = not_there_at_all:Class
whole = incomplete_plugin:Whole
"""


def test_a_broken_plugin_is_named_and_left_out_and_the_others_work(
    found_in, tmp_path, yunchuan
):
    (tmp_path / "broken_plugin.py").write_text(BROKEN)
    (tmp_path / "incomplete_plugin.py").write_text(INCOMPLETE)
    about = tmp_path / "broken_plugins-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugins\nVersion: 1\n")
    (about / "entry_points.txt").write_text(POINTS)
    found_in(tmp_path)

    found = source_plugins()

    assert set(found.usable) == {"whole"}
    why = {name.split(" ")[0]: words for name, words in found.broken.items()}
    assert why == {
        "Bad-Name": "its name must be 2 to 20 small letters and digits",
        "absent": "it cannot be loaded: ModuleNotFoundError",
        "breaks": "it cannot be loaded: ZeroDivisionError",
        "nolabel": "it has no label",
        "noread": "it has no function read",
    }
    said = [finding.sentence for finding in findings() if not finding.fine]
    assert any("noread" in sentence and "no function read" in sentence for sentence in said)
