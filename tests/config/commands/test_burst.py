"""A burst of requests waits for a connection: PostgreSQL keeps room for workers and alarms."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection

from tests.config.installation import PASSWORD, SETUP, STRONG
from tests.new_database import own_database
from tests.polling import LONG, wait_until

REQUESTS, CONNECTIONS = 60, 4
CLI = [sys.executable, "-P", "-m", "huiying.config.cli"]


@contextmanager
def server(environment, log):
    """Run ``huiying up`` without its workers; yield its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [*CLI, "up", "--no-workers", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: process.poll() is not None or status(f"{address}/healthz") == 200)
        assert process.poll() is None, log.read_text()
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=LONG) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def connections_to(url):
    """Count who is connected to a database, as PostgreSQL sees it."""
    base, _slash, name = url.rpartition("/")
    query = "select count(*) from pg_stat_activity where datname = %s"
    with psycopg.connect(f"{base}/postgres") as other:
        return other.execute(query, [name]).fetchone()[0]


def test_a_burst_is_answered_with_a_few_connections(tmp_path, db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections to run out of")
    with own_database(tmp_path) as made:
        url = made["HUIYING_TEST_DATABASE_URL"]
        environment = {
            **{key: value for key, value in made.items() if "HUIYING" not in key},
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
            "HUIYING_DATA_DIR": str(tmp_path / "data"),
            "HUIYING_DATABASE_URL": url,
            "HUIYING_DATABASE_CONNECTIONS": str(CONNECTIONS),
            "HUIYING_HTTPS": "false",
        }
        words = [*CLI, "setup", "--slug", "yunchuan", "--username", "fang", *SETUP]
        done = subprocess.run(  # noqa: S603 - our own command
            words, env={**environment, PASSWORD: STRONG}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        log = tmp_path / "up.log"
        with server(environment, log) as address, ThreadPoolExecutor(REQUESTS) as readers:
            requests = [
                readers.submit(status, f"{address}/b/yunchuan/answers/?q=w{number}")
                for number in range(REQUESTS)
            ]
            counts = []
            while not all(one.done() for one in requests):
                counts.append(connections_to(url))
            answers = {one.result() for one in requests}
            words = log.read_text()

    assert answers == {200}
    assert 1 <= max(counts) <= CONNECTIONS
    assert "ERROR" not in words
