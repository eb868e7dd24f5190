"""A real Chromium on a real server; skipped where there is none, unless it is required."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
SHOTS = os.environ.get("HUIYING_SHOTS", "")


@pytest.fixture(scope="package")
def chromium():
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
        page.set_default_timeout(10_000)
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
