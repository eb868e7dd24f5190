"""``huiying up --workers 2``: two processes serve, one works, and all end together."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.config.commands.test_up import (  # noqa: F401 - two of them are fixtures
    TOKEN,
    Up,
    house,
    lives,
    port,
)
from tests.polling import LONG, wait_until

SERVING, WORKING = b"--multiprocessing-fork", b"huiying.jobs"
METRICS = "long-enough-for-nobody-to-guess"


def children(process: int, mark: bytes) -> set[int]:
    """Return the children of a process whose command line holds a mark."""
    found = set()
    for begun in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in begun.read_text().split():
                if mark in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(int(child))
    return found


@pytest.fixture
def server(house, port, monkeypatch):  # noqa: F811
    monkeypatch.setenv("HUIYING_LOG_FORMAT", "json")
    made = Up(house, port, "--workers", "2", HUIYING_METRICS_TOKEN=METRICS)
    begun = made.process.pid
    wait_until(lambda: len(children(begun, SERVING)) == 2)
    wait_until(made.answers)
    wait_until(made.worker)
    yield made
    left = children(begun, SERVING) | children(begun, WORKING) | {begun}
    for process in left:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    made.process.wait()


def numbers(server):
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{server.address}/metrics", headers={"Authorization": f"Bearer {METRICS}"}
    )
    with urllib.request.urlopen(request, timeout=LONG) as answer:  # noqa: S310
        families = text_string_to_metric_families(answer.read().decode())
    samples = [sample for family in families for sample in family.samples]
    return {(one.name, *sorted(one.labels.items())): one.value for one in samples}


@pytest.fixture(scope="module")
def token(house):  # noqa: F811
    code, said = house.run("manage", "shell", "-v0", "-c", TOKEN)
    assert code == 0, said
    return said.strip()


def last_push(server, token, text):
    """Push a post of which half is sent when the server is told to stop."""
    body = json.dumps({"items": [{"external_id": text, "text": text}]}).encode()
    port = int(server.address.rpartition(":")[2])  # noqa: F811
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as link:
        link.putrequest("POST", "/api/v1/posts")
        link.putheader("Authorization", f"Bearer {token}")
        link.putheader("Content-Type", "application/json")
        link.putheader("Content-Length", str(len(body)))
        link.endheaders(body[:10])
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.listens())
        link.send(body[10:])
        answer = link.getresponse()
        return answer.status, json.load(answer)["results"]


def test_two_serve_one_works_what_died_comes_again_and_requests_end(house, server, token):  # noqa: F811
    begun = server.process.pid
    first = children(begun, SERVING)
    assert len(children(begun, WORKING)) == 1

    server.push(token, *(f"佳园{number}栋停水了没人管" for number in range(20)))
    wait_until(lambda: house.count("incidents_placement") == 20)
    killed = min(first)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(children(begun, SERVING) - {killed}) == 2)
    assert server.answers(), "the other one serves meanwhile"
    wait_until(lambda: numbers(server)["huiying_server_processes",] == 2)
    pushes = ("status", "2xx"), ("view", "api:v1:push-posts")
    counted = numbers(server)["huiying_http_requests_total", *pushes]
    family = children(begun, SERVING) | children(begun, WORKING)
    status, results = last_push(server, token, "幸福路路灯坏了")
    code = server.process.wait(LONG)

    assert counted == 1, "also of the process that died, or of the other"
    assert len(family) == 3
    assert (status, results[0]["status"], code) == (200, "accepted", 0)
    assert not [process for process in family if lives(process)]
    assert house.count("collection_post") == 21
    assert house.count("incidents_placement") <= 21, "nothing is placed twice"
    assert house.count("jobs_streamlease") == 0
    assert "Traceback" not in server.said
    assert f"server process {killed} ended (SIGKILL) and is started again" in server.said


def test_processes_whose_parent_was_killed_end_by_themselves(server):
    begun = server.process.pid
    family = children(begun, SERVING) | children(begun, WORKING)

    server.process.kill()

    wait_until(lambda: not [process for process in family if lives(process)])


def is_told(process: int) -> bool:
    """Tell whether a process that stands still will find a SIGTERM when it goes on."""
    [pending] = re.findall(
        r"^ShdPnd:\s+(\w+)", Path(f"/proc/{process}/status").read_text(), re.M
    )
    return bool(int(pending, 16) >> (signal.SIGTERM - 1) & 1)


def test_a_second_signal_waits_for_nothing(server):
    begun = server.process.pid
    serving = children(begun, SERVING)
    family = serving | children(begun, WORKING)
    assert len(serving) == 2
    for process in family:
        os.kill(process, signal.SIGSTOP)  # none of them will end by itself

    server.process.send_signal(signal.SIGTERM)
    wait_until(lambda: all(map(is_told, serving)))
    code = server.stop(signal.SIGTERM)

    assert code == 0
    assert not [process for process in family if lives(process)]
    assert "by force" not in server.said, "nobody waited to the end of patience"


def test_a_process_that_still_reads_the_code_ends_as_soon_as_it_is_told(house, port):  # noqa: F811
    made = Up(house, port, "--workers", "2", "--no-jobs")
    begun = made.process.pid
    wait_until(lambda: len(children(begun, SERVING)) == 2)
    serving = children(begun, SERVING)

    code = made.stop(signal.SIGTERM)

    assert code == 0
    assert not [process for process in serving if lives(process)]
    assert "by force" not in made.said
