"""How long from a pushed post to the alarm on the board, with an import and open desks.

In:   a running server of our own.    Out:  the time of every planted alarm.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks.bench_import import _write
from benchmarks.cpu_speed import CpuSpeed
from benchmarks.generate import generate_posts
from benchmarks.installation import PASSWORD, command, installation, people
from benchmarks.machine import machine, spread

SECONDS = 60
PUSHED_PER_SECOND = 50
PER_CALL = 10
DESKS = 20
ALARM_EVERY = 4.0
GRAVE = [
    ("燃气爆燃死了两人", "厨房煤气罐炸开，{mark}整层玻璃都碎了，抬出来两名死者，浓烟还没散。"),
    (
        "外墙瓷砖砸死行人",
        "早高峰{mark}一片瓷砖脱落，一位骑车上班的女士当场死亡，路口已经拉线。",
    ),
    ("货梯坠底三人死亡", "货梯从十一楼直落井底，{mark}物业刚打开轿厢，三名搬运工死亡。"),
    ("地下车库起火一人死亡", "充电桩短路引燃轿车，{mark}看车的老伯没跑出来，消防说一人死亡。"),
    ("食堂中毒一人死亡", "吃了豆角焖面以后上吐下泻，{mark}旁边学校送医四十人，其中一人死亡。"),
    ("塔吊倒塌一人死亡", "大风把塔吊吹折，横臂砸在{mark}门口的公交车上，司机一人死亡。"),
    ("老人失踪两天", "外公前天傍晚从{mark}走出去，一人失踪，家里人贴了寻人启事。"),
    ("清淤两人死亡", "下井没戴面罩，{mark}后面那口井里两名工人窒息死亡。"),
    ("决口三人失踪", "上游开闸没通知，{mark}对岸钓鱼的三人失踪，搜救艇还在找。"),
    ("脚手架垮塌四人死亡", "浇筑二层顶板时支架失稳，{mark}工地四名工人死亡，七人送医。"),
    ("卖错药一人死亡", "把降压片拿成降糖片，{mark}楼下药店的顾客昏迷，一人死亡。"),
    ("游泳馆漏电一人死亡", "水下灯漏电，{mark}少儿班里一名孩子死亡，泳池已经关停。"),
    ("客车翻沟五人死亡", "雨天急弯失控，{mark}开出的旅游客车翻沟，五人死亡。"),
    ("养老院失火两人死亡", "电热毯烧起来，{mark}三层养老院两位老人死亡，其余转移到体育馆。"),
    ("校车闷热一人死亡", "司机没有清点，{mark}接送车里一名幼儿闷热死亡。"),
]
PLACES = (
    "青柳 望湖 松涛 桂花 竹园 梧桐 锦绣 临江 石桥 云溪 白鹭 丹枫 槐荫 听雨 南塘 北苑"
).split()


def measure(posts: int = 60_000) -> dict[str, Any]:
    """Push posts for a minute while a file is imported and desks are open."""
    with installation() as folder:
        from huiying.jobs import clock

        who = people(clock.now())
        token = _source(who, clock.now())
        _write(folder / "posts.csv", posts)
        port = _free_port()
        with _running(command("up", "--port", str(port))):
            _wait(port)
            where, pace = machine(), CpuSpeed()
            importing = subprocess.Popen(
                command("import", str(folder / "posts.csv"), "--bureau", "bench"),
                stdout=subprocess.DEVNULL,
            )
            desks = [Desk(port) for _ in range(DESKS)]
            try:
                times, missed = _push(port, token)
            finally:
                importing.terminate()
                importing.wait(timeout=60)  # it writes until its batch is done
                for desk in desks:
                    desk.stop()
                paced = pace.stop()
    opened = [ms for desk in desks for ms in desk.times]
    return {
        **{f"alarm_{name}": value for name, value in spread(times).items()},
        "alarm_each_ms": [round(ms) for ms in times],  # in the order of their pushes
        "missed": missed,
        "pushed_per_second": PUSHED_PER_SECOND,
        "open_desks": DESKS,
        "desk": spread(opened),
        "importing_posts": posts,
        "pace": paced,
        "machine": where,
        "runs": 1,
    }


def _push(port: int, token: str) -> tuple[list[float], int]:
    """Push at a steady rate; plant a grave post now and then and watch the board for it."""
    ordinary = generate_posts(SECONDS * PUSHED_PER_SECOND + 1000, seed=11)
    board = Board(port)
    sent: dict[str, float] = {}
    begun = time.monotonic()
    pushed, planted = 0, 0
    while (now := time.monotonic() - begun) < SECONDS:
        items = [next(ordinary) for _ in range(PER_CALL)]
        if now >= planted * ALARM_EVERY:
            mark = f"{PLACES[planted % len(PLACES)]}{100 + planted}号楼"
            items.append(_grave(mark, planted))
            sent[mark] = time.monotonic()
            planted += 1
        _post(port, token, items, f"bench-{pushed}")
        pushed += PER_CALL
        time.sleep(max(0.0, begun + pushed / PUSHED_PER_SECOND - time.monotonic()))
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and len(board.seen) < len(sent):
        time.sleep(0.2)
    board.stop()
    times = [(board.seen[mark] - at) * 1000 for mark, at in sent.items() if mark in board.seen]
    return times, len(sent) - len(times)


def _grave(mark: str, number: int) -> dict[str, str]:
    """Return a grave post that resembles no other one: each must raise an alarm of its own."""
    what, how = GRAVE[number % len(GRAVE)]
    return {
        "title": f"{mark}{what}",
        "text": how.format(mark=mark),
        "channel": "论坛",
        "author": mark,
    }


class Board:
    """Looks at the desk as a browser would, and notes when each alarm is first shown."""

    def __init__(self, port: int) -> None:
        self.seen: dict[str, float] = {}
        self._session = Session(port)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.25):
            page = self._session.get("/desk/?all=1")
            for mark in re.findall(r"[\u4e00-\u9fff]{2}\d{3}号楼", page):
                self.seen.setdefault(mark, time.monotonic())


class Desk:
    """One open desk: its two fragments refresh every fifteen seconds."""

    def __init__(self, port: int) -> None:
        self.times: list[float] = []
        self._session = Session(port)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._open, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the desk."""
        self._done.set()
        self._thread.join()

    def _open(self) -> None:
        self._done.wait(random.random() * 15)  # noqa: S311
        while not self._done.is_set():
            for address in ("/desk/matters/", "/desk/candidates/"):
                begun = time.perf_counter()
                self._session.get(address)
                self.times.append((time.perf_counter() - begun) * 1000)
            self._done.wait(15)


class Session:
    """A signed-in browser without a screen."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        page = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {
            "login": "duty",
            "password": PASSWORD,
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        self._suggest("POST", "/accounts/login/", urlencode(form))

    def get(self, address: str) -> str:
        """Return a page's text."""
        return self._suggest("GET", address)

    def _suggest(self, method: str, address: str, body: str = "") -> str:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        link.request(method, address, body, headers)
        answer = link.getresponse()
        text = answer.read().decode("utf-8")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        link.close()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{address} answered {answer.status}")
        return text


def _post(port: int, token: str, items: list[dict[str, str]], key: str) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": key,
        "Content-Type": "application/json",
    }
    link.request("POST", "/api/v1/posts", json.dumps({"items": items}), headers)
    answer = link.getresponse()
    text = answer.read()
    link.close()
    if answer.status != 200:
        raise RuntimeError(f"push answered {answer.status}: {text[:200]!r}")


def _source(who: Any, now: Any) -> str:
    from huiying.work.collection.sources.actions.add_source import add_source
    from huiying.work.collection.sources.actions.rotate_token import rotate_token

    source = add_source(
        bureau=who.bureau,
        name="推送",
        kind="PUSH",
        channel="论坛",
        address="",
        interval_minutes=10,
        actor=who.duty.audit_actor(),
        now=now,
    )
    return rotate_token(source=source, actor=who.duty.audit_actor(), now=now)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not come up")


@contextlib.contextmanager
def _running(words: list[str]) -> Iterator[None]:
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)
