"""A real Chromium on a real server; skipped where there is none, unless it is required.

The server answers in threads of its own, several at once, as an installation does: each has its
own connection to a database in a file. The threads would share the one connection of a database
in memory, and so fall into each other's transactions.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.polling import LONG
from tests.web.clients import stop_authenticators

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
SHOTS = os.environ.get("HUIYING_SHOTS", "")
expect.set_options(timeout=LONG * 1000)


@pytest.fixture(scope="package")
def _in_a_file(django_db_setup, django_db_blocker, tmp_path_factory):
    """Work on a copy of the database in memory, which stays open as it is."""
    memory = connections["default"]
    if memory.vendor != "sqlite" or not memory.is_in_memory_db():
        yield
        return
    name, path = (
        memory.settings_dict["NAME"],
        tmp_path_factory.mktemp("journeys") / "db.sqlite3",
    )
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        memory.ensure_connection()
        memory.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # else many would change it at once
    connections.settings["default"]["NAME"] = str(path)  # for every new connection
    connections["default"] = connections.create_connection("default")
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = memory


@pytest.fixture(scope="package")
def live_server(_in_a_file):
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="package")
def chromium(live_server):
    """A browser for the journeys alone: its loop in this thread ends with the last of them."""
    if CHROMIUM is None:
        if "chromium" in os.environ.get("HUIYING_REQUIRE", ""):
            pytest.fail("chromium is required and was not found")
        pytest.skip("chromium was not found")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as tools:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # because of that loop
        browser = tools.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _codes_that_stay(monkeypatch):
    stop_authenticators(monkeypatch)


@pytest.fixture
def visit(chromium, live_server):
    """Open a browser of one's own; errors in it fail the test."""
    opened = []

    def open_one(width: int = 1440, height: int = 900, language: str = "zh-CN"):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale=language,
        )
        page = context.new_page()
        page.set_default_timeout(LONG * 1000)
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda line: (
                problems.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        opened.append((context, problems))
        return page

    yield open_one
    found = [problem for _context, problems in opened for problem in problems]
    for context, _problems in opened:
        context.close()
    assert found == []


@pytest.fixture
def shoot():
    """Keep a picture when HUIYING_SHOTS names a folder."""

    def keep(page, name):
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

    return keep
