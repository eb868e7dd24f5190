"""``huiying up`` in a process of its own, over HTTP, with its workers, until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from huiying.config.commands.up import _say_where
from tests.config.installation import Installation
from tests.new_database import new_database
from tests.polling import LONG, wait_until

TOKEN = """
from huiying.base.accounts.models import Bureau
from huiying.base.audit.subjects import MACHINE
from huiying.jobs import clock
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.collection.sources.models import Source, SourceKind
source = Source.objects.create(bureau=Bureau.objects.get(), kind=SourceKind.PUSH, name="论坛")
print(rotate_token(source=source, actor=MACHINE, now=clock.now()))
"""


class Up:
    """A server that runs."""

    def __init__(
        self, house: Installation, port: int, *options: str, **environment: str
    ) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._port = port
        self._log = house.folder / "up.log"
        words = [
            sys.executable,
            "-m",
            "huiying.config.cli",
            "up",
            "--port",
            str(port),
            *options,
        ]
        with self._log.open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                words,
                env={**house.environment(), **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=LONG) as answer:  # noqa: S310
                return answer.read() == b"ok\n"
        except OSError:
            return False

    def worker(self) -> int:
        """Return the process that works; 0 while there is none."""
        with suppress(OSError):
            for begun in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
                for child in begun.read_text().split():
                    if b"huiying.jobs" in Path(f"/proc/{child}/cmdline").read_bytes():
                        return int(child)
        return 0

    def push(self, token: str, *texts: str) -> dict[str, object]:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.address}/api/v1/posts",
            json.dumps({"items": [{"external_id": t, "text": t} for t in texts]}).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=LONG) as answer:  # noqa: S310
            return json.load(answer)

    def listens(self) -> bool:
        return served(self._port)

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(LONG)


@contextmanager
def up(house: Installation, port: int) -> Iterator[Up]:
    """Run a server until it answers and has a worker; end it whatever happens."""
    made = Up(house, port)
    try:
        wait_until(made.answers)
        wait_until(made.worker)
        yield made
    finally:
        left = [made.worker(), made.process.pid]
        for process in filter(None, left):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        made.process.wait()


def lives(process: int) -> bool:
    """Tell whether a process is there, and is not only waiting to be forgotten."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("house"))
    new_database(made.database)
    code, said = made.setup("yunchuan", "fang")
    assert code == 0, said
    return made


@pytest.fixture
def port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return free.getsockname()[1]


def test_a_server_places_what_is_pushed_and_ends_after_its_worker(house, port):
    code, token = house.run("manage", "shell", "-v0", "-c", TOKEN)
    assert code == 0, token

    with up(house, port) as server:
        answer = server.push(token.strip(), "佳园3栋停水了没人管")
        wait_until(lambda: house.count("incidents_placement"))
        worker = server.worker()
        code = server.stop(signal.SIGTERM)
        assert not lives(worker), "nobody is left alone"

    assert answer["results"][0]["status"] == "accepted"
    assert code == 0
    assert house.count("jobs_streamlease") == 0, "the next one need not wait for a lease"
    assert "Traceback" not in server.said
    assert f"工作人员登录：{server.address}/desk/" in server.said
    assert f"公开页面：{server.address}/ " in server.said


def test_a_worker_that_died_is_replaced_and_ctrl_c_ends_it_too(house, port):
    with up(house, port) as server:
        first = server.worker()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server.worker() not in {0, first})
        second = server.worker()
        os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
        code = server.process.wait(LONG)
        assert not lives(second)

    assert code == 0
    assert "Traceback" not in server.said
    assert "the workers ended (SIGKILL) and are started again" in server.said


def test_workers_whose_server_died_before_they_asked_for_it_end(house):
    with subprocess.Popen(["true"]) as gone:  # noqa: S607 - as a server that was killed
        gone.wait()
    words = [sys.executable, "-m", "huiying.jobs", "--parent", str(gone.pid), "nothing"]

    ended = subprocess.run(words, env=house.environment(), timeout=LONG, check=False)  # noqa: S603

    assert ended.returncode == 0


def test_a_second_signal_waits_for_nothing_and_the_port_is_free_again(house, port):
    with up(house, port) as server:
        worker = server.worker()
        os.kill(worker, signal.SIGSTOP)  # it will not end by itself
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not served(port))
        code = server.stop(signal.SIGTERM)
        assert not lives(worker)

    assert code == 0
    assert "by force" not in server.said, "nobody waited to the end of patience"
    with closing(socket.create_server(("127.0.0.1", port))):
        pass


def test_a_port_that_is_taken_is_said_before_anything_begins(house, port):
    with closing(socket.create_server(("127.0.0.1", port))):
        code, said = house.run("up", "--port", port)

    assert (code, "已被占用" in said, "--port" in said) == (2, True, True), said


def test_an_address_of_another_machine_is_said(house, port):
    code, said = house.run("up", "--host", "192.0.2.1", "--port", port)

    assert (code, "192.0.2.1" in said) == (2, True), said


def test_a_port_that_cannot_be_is_refused(house):
    code, said = house.run("up", "--port", 99_999)  # the system would take 34463

    assert (code, "65535" in said) == (2, True), said


def served(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def test_behind_a_proxy_it_says_where_staff_sign_in_too(capsys, settings):
    settings.PUBLIC_URL = "https://huiying.example/"

    _say_where("127.0.0.1", 8000)

    said = capsys.readouterr().out
    assert "工作人员登录：http://127.0.0.1:8000/desk/" in said
    assert "经代理登录：https://huiying.example/desk/" in said


def test_where_a_machine_reads_the_start_is_a_line_of_the_log_too(capsys, settings, caplog):
    settings.LOG_FORMAT = "JSON"
    caplog.set_level("INFO", logger="huiying.serve")

    _say_where("127.0.0.1", 8000)

    assert capsys.readouterr().out == ""
    assert "serving at http://127.0.0.1:8000" in caplog.text
