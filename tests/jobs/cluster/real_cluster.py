"""A cluster of real processes on a real RabbitMQ and PostgreSQL, and what its tests ask of it.

In:   ``HUIYING_TEST_BROKER_URL``, by default the RabbitMQ of this machine.
Out:  processes of ``huiying worker`` and ``huiying beat``, rows and queues.
Cost: some seconds a process until it works.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from kombu import Connection

from tests.jobs.cluster.wire import Wire
from tests.jobs.peers import serving
from tests.new_database import CHECKOUT, own_database
from tests.polling import LONG, wait_until

BROKER = "amqp://guest:guest@127.0.0.1:5672//"


def broker_url() -> str:
    """Return the address of a broker that answers; skip the test where there is none."""
    url = os.environ.get("HUIYING_TEST_BROKER_URL", BROKER)
    try:
        with Connection(url, connect_timeout=2) as connection:
            connection.connect()
    except OSError as error:
        if "rabbitmq" in os.environ.get("HUIYING_REQUIRE", ""):
            pytest.fail(f"no RabbitMQ: {error}")
        pytest.skip(f"no RabbitMQ at {url.rpartition('@')[2]}: {error}")
    return url


def through(url: str, port: int) -> str:
    """Return the address of the broker by way of a wire on this machine."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}").geturl()


class RealCluster:
    """Its processes, its database and its queues."""

    def __init__(self, folder: Path, environment: dict[str, str], url: str, wire: Wire) -> None:
        self.folder, self.url, self.wire = folder, url, wire
        self.prefix = f"test-{secrets.token_hex(4)}"
        self.environment = {
            **environment,
            "HUIYING_BROKER_URL": through(url, wire.port),
            "HUIYING_BROKER_PREFIX": self.prefix,
            "HUIYING_DATA_DIR": str(folder),
        }
        self.running: list[subprocess.Popen[str]] = []
        self._filler = self._popen("-m", "tests.jobs.cluster.filler", stdin=True)
        assert self._filler.stdout.readline() == "ready\n"

    def _popen(
        self, *words: str, stdin: bool = False, log: str = "", **more: str
    ) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if stdin else None
        with (self.folder / (log or "filler.log")).open("a") as target:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-P", *words],
                env={**self.environment, **more},
                cwd=CHECKOUT,
                stdin=pipe,
                stdout=pipe or target,
                stderr=target,
                text=True,
            )
        self.running.append(process)
        return process

    def fill(self, *words: object) -> None:
        """Let rows come in."""
        self._filler.stdin.write(" ".join(map(str, words)) + "\n")
        self._filler.stdin.flush()
        assert self._filler.stdout.readline() == "done\n"

    def worker(self, queues: str = "") -> subprocess.Popen[str]:
        words = ("-m", "huiying.config.cli", "worker", "--queues", queues)
        return self._popen(*words, log="worker.log")

    def beat(self) -> subprocess.Popen[str]:
        return self._popen("-m", "huiying.config.cli", "beat", log="beat.log")

    def one_box(self) -> subprocess.Popen[str]:
        """The workers of a machine that knows of no cluster."""
        return self._popen("-m", "huiying.jobs", log="box.log", HUIYING_BROKER_URL="")

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Stop every process but the one that fills; then let them go on."""
        others = [one for one in self.running if one is not self._filler]
        for process in others:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in others:
                process.send_signal(signal.SIGCONT)

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def end(self, process: subprocess.Popen[str], number: int = signal.SIGTERM) -> int:
        process.send_signal(number)
        self.running.remove(process)
        return process.wait(LONG)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        address = self.environment["HUIYING_TEST_DATABASE_URL"]
        with psycopg.connect(address) as connection:
            return connection.execute(question).fetchall()

    def count(self, what: str) -> int:
        return int(str(self.ask(f"select count(*) from {what}")[0][0]))  # noqa: S608

    def holder(self, bureau: str = "bureau_ref > 0") -> int | None:
        """Return the number of the process that holds a stream, or the schedule."""
        rows = self.ask(f"select holder from jobs_streamlease where {bureau}")  # noqa: S608
        return int(str(rows[0][0]).split(":")[1]) if rows else None

    def process(self, number: int | None) -> subprocess.Popen[str]:
        return next(one for one in self.running if one.pid == number)

    def waiting(self, lane: str) -> int:
        """Return how many messages wait in a queue."""
        with Connection(self.url) as connection:
            name = f"{self.prefix}.{lane}"
            return int(connection.default_channel.queue_declare(name, passive=True)[1])

    def queues(self) -> list[str]:
        from huiying.jobs.cluster.queues import chosen_queues, queue_name  # noqa: PLC0415

        return [*chosen_queues(""), queue_name("dead")]

    def delete_queues(self) -> None:
        """Take all queues away from the broker, with what is in them."""
        with Connection(self.url) as connection:
            for name in self.queues():
                connection.default_channel.queue_delete(name)

    def purge_queues(self) -> None:
        """Empty all queues."""
        with Connection(self.url) as connection:
            for name in self.queues():
                connection.default_channel.queue_purge(name)

    def stop(self) -> None:
        for process in self.running:  # they have ended as they should in the tests, or died
            process.kill()
            process.wait()
        self._filler.stdin.close()
        self._filler.stdout.close()
        with Connection(self.url) as connection:
            for name in self.queues():
                connection.default_channel.queue_delete(name)
            for name in (self.prefix, f"{self.prefix}.dead"):
                connection.default_channel.exchange_delete(name)


@contextmanager
def real_cluster(folder: Path) -> Iterator[RealCluster]:
    """Make the database of a cluster, let processes be started, and take all away."""
    url = broker_url()
    parts = urlsplit(url)
    wire = Wire(parts.hostname or "127.0.0.1", parts.port or 5672)
    with own_database(folder) as environment, serving(wire):
        cluster = RealCluster(folder, environment, url, wire)
        try:
            yield cluster
        finally:
            cluster.stop()


def all_placed(cluster: RealCluster) -> None:
    """Wait until nothing waits; every post was placed once, under a number of its own."""
    wait_until(lambda: not cluster.count("collection_arrival"))
    posts = cluster.count("collection_post")
    assert cluster.count("incidents_placement") == posts
    assert cluster.ask("select count(distinct seq) from incidents_placement") == [(posts,)]
