"""Run the tests: the fast half, the suite on SQLite, and again on PostgreSQL when there is one.

In:   ``--fast`` for the first half alone; ``HUIYING_REQUIRE`` (postgres, chromium, rabbitmq)
      turns what is absent into a failure; ``HUIYING_TEST_DATABASE_URL`` says where
      PostgreSQL is.
Out:  one line a step, pytest's own lines, one closing line; exit code 0 only if all is well.
Cost: about a minute for the fast half on a cold cache, some minutes for all, on two cores.

One after another: side by side, four workers on two cores, took 786 s instead of 811. One
worker more than there are cores, since many tests wait for a browser, a process or a disk: with
three on two cores the suite on SQLite took 226 s instead of 272.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/huiying_test"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"  # else HUIYING_TEST_BROKER_URL
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MOST_WORKERS = 8  # each has a gigabyte in the end
SLOWEST = ["--durations=20", "--durations-min=5"]  # what to look at when the suite grows
PYTHON = sys.executable
QUIET_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
    "HUIYING_TEST_DATABASE_URL": "sqlite://:memory:",
}

FAST = (
    ("types", ["mypy"]),
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("imports", ["lint-imports"]),
    ("migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("tests read", [PYTHON, "-m", "pytest", "--collect-only", "-qq"]),
    ("regulation map", [PYTHON, "tools/regulation_map.py", "--check"]),
    ("security controls", [PYTHON, "tools/security_controls.py", "--check"]),
    ("commits", [PYTHON, "tools/commit_message.py", "--new"]),
)
"""The fast half, the longest step first: as many run at a time as there are cores.

Tests are read beside the types, and kept compiled: else each worker compiles all of them.
"""

NO_DATABASE = (
    "tests/documents", "tests/engine", "tests/journeys", "tests/policy", "tests/reasons",
    "tests/tools", "tests/test_docs.py", "tests/test_doctests.py",
    "tests/web/test_appearance.py",
)  # fmt: skip
"""Not even looked at for the second database: nothing in them is chosen for it."""


@dataclass
class Outcome:
    """What happened so far."""

    failed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # pytest's line of each test that failed
    notes: list[str] = field(default_factory=list)  # for the closing line

    def miss(self, what: str, tests: str) -> None:
        """Say what is absent and which tests did not run for it."""
        required = what in os.environ.get("HUIYING_REQUIRE", "").lower().split(",")
        mark = "✗" if required else "·"
        say(f"{mark} no {what} found: {tests} not run" + (" (required)" if required else ""))
        self.notes.append(f"no {what}")
        if required:
            self.failed.append(what)


def say(line: str) -> None:
    """Print a line at once, so that it keeps its place among the lines of subprocesses."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(cores: int) -> int:
    """Return how many workers a suite has on so many cores."""
    return min(cores + 1, MOST_WORKERS)


def fast_half(outcome: Outcome) -> None:
    """Types, format, lint, contracts, migrations, commits; output only of what fails."""
    with ThreadPoolExecutor(max_workers=max(2, cores())) as pool:
        for name, code, output, seconds in pool.map(lambda step: _quiet(*step), FAST):
            say(f"{'✗' if code else '✓'} {name} ({seconds:.0f} s)")
            if code or name == "commits":  # it also says when there was nothing to check
                say(output.rstrip())
            if code:
                outcome.failed.append(name)
    if not {name for name, _command in FAST} & set(outcome.failed):
        outcome.notes.append("fast half")


def _quiet(name: str, command: list[str]) -> tuple[str, int, str, float]:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands above
        command,
        cwd=ROOT,
        env=_compiling(os.environ) | QUIET_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, done.returncode, done.stdout, time.monotonic() - began


def _compiling(env: Mapping[str, str]) -> dict[str, str]:
    """Let compiled modules be kept: else each of many processes compiles them again."""
    return {key: text for key, text in env.items() if key != "PYTHONDONTWRITEBYTECODE"}


def suite(name: str, outcome: Outcome, options: list[str], database: str | None) -> None:
    """Run pytest and say its lines after its name; the closing one is kept for the end."""
    spread = ["-n", str(workers(cores())), "--dist", "loadscope", "--no-loadscope-reorder"]
    command = [PYTHON, "-m", "pytest", "-q", *spread, *SLOWEST, *options]
    closing = ""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        subprocess.Popen(  # noqa: S603 - our own words
            command,
            cwd=ROOT,
            env=_environment(database, folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        for line in process.stdout or ():
            say(f"{name} {line.rstrip()}")
            if line.startswith(("FAILED ", "ERROR ")):
                outcome.broken.append(f"{name} {line.rstrip()}")
            if re.search(r"\b\d+ (passed|failed|error)", line):
                closing = line.strip("= \n")
    outcome.notes.append(f"{name}: {closing or 'did not run'}")
    if process.returncode != 0:
        outcome.failed.append(name)


def _environment(database: str | None, folder: str) -> dict[str, str]:
    """Return the environment of one suite: its database, a folder for its files alone."""
    env = _compiling(os.environ)
    env.pop("HUIYING_TEST_DATABASE_URL", None)
    env["TMPDIR"] = folder
    env.setdefault("COLUMNS", "200")  # room for the reason beside a failed test's name
    if database is not None:
        env["HUIYING_TEST_DATABASE_URL"] = database
    return env


def postgres_address() -> str | None:
    """Return the address of a PostgreSQL that lets us make databases, or None."""
    asked = os.environ.get("HUIYING_TEST_DATABASE_URL", "")
    address = asked if asked.startswith("postgres") else POSTGRES
    server = re.sub(r"/[^/]*$", "/postgres", address)
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    return address if row is not None and row[0] else None


def on_sqlite(outcome: Outcome) -> None:
    """All tests, those of the browser too when there is one."""
    options: list[str] = []
    if not any(shutil.which(name) for name in CHROMIUM):
        outcome.miss("chromium", "the browser tests were")
        options = ["-m", "not browser"]
    suite("SQLite", outcome, options, None)


def has_broker() -> bool:
    """Tell whether something listens where RabbitMQ should be."""
    address = urlsplit(os.environ.get("HUIYING_TEST_BROKER_URL") or RABBITMQ)
    try:
        socket.create_connection((address.hostname, address.port or 5672), timeout=2).close()
    except OSError:
        return False
    return True


def on_postgres(outcome: Outcome) -> None:
    """What uses the database, on the second one when there is one."""
    address = postgres_address()
    if address is None:
        outcome.miss("postgres", "the second database was")
        return
    if not has_broker():
        outcome.miss("rabbitmq", "the tests of a cluster of processes were")
    ignored = [f"--ignore={path}" for path in NO_DATABASE]
    alone = ["-p", "no:cacheprovider"]  # what failed last is kept by the other suite
    chosen = ["-m", "database and not any_database and not browser"]
    suite("PostgreSQL", outcome, [*chosen, *alone, *ignored], address)


def whole(outcome: Outcome) -> None:
    """Run the fast half, then the suite on each database."""
    fast_half(outcome)
    on_sqlite(outcome)
    on_postgres(outcome)


def main() -> int:
    """Run what is asked for; return the exit code."""
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("--fast", action="store_true", help="the first half alone")
    options = parser.parse_args()
    began = time.monotonic()
    outcome = Outcome()
    (fast_half if options.fast else whole)(outcome)
    seconds = time.monotonic() - began
    for line in outcome.broken:  # again: of a long log the end is what is kept
        say(line)
    verdict = [f"✗ failed: {', '.join(outcome.failed)}"] if outcome.failed else ["✓ all well"]
    say(" · ".join([*verdict, *outcome.notes, f"{seconds:.0f} s"]))
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
