"""A database of each release, with data, is upgraded to the tables of today and works."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools.released_database import migration_files, write_migrations, write_rows

from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.platforms import OTHER, is_other
from tests.factories import T0
from tests.new_database import own_database
from tests.scenarios.incidents import QUEUE, WATER, restart_workers, run_stream, submit_posts
from tests.upgrade.schema import schema

RELEASED = Path(__file__).with_name("released")
VERSIONS = sorted(path.name for path in RELEASED.glob("*/"))
REASONS = {
    "clocks.answered": 12,
    "clocks.approved": 11,
    "clocks.contacted": 1,
    "clocks.delivered_by_phone": 3,
    "clocks.fulfilled": 1,
    "clocks.published": 6,
    "clocks.reported": 13,
    "clocks.returned": 1,
    "clocks.returned_for_changes": 1,
    "clocks.shown_in_app": 10,
    "clocks.signed_for": 14,
    "clocks.withholding_reviewed": 1,
}
"""Why the clocks of 0.2.0 were stopped, which it stored as sentences → how many."""
TODAY = "today"  # stands in until something is released


@pytest.fixture(params=VERSIONS or [TODAY])
def release(request, tmp_path) -> Path:
    if request.param != TODAY:
        return RELEASED / request.param
    cast = request.getfixturevalue("yunchuan")
    submit_posts(cast, *QUEUE, *WATER)
    run_stream(cast, now=T0)
    restart_workers()
    write_rows(tmp_path)
    write_migrations(tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_a_released_database_is_upgraded_with_all_its_rows(release, tmp_path):
    with own_database(tmp_path) as environment:
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-m", "tests.upgrade.upgrade", str(release)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    upgraded = json.loads(done.stdout)

    assert upgraded["current"]
    assert upgraded["before"]["audit_auditrecord"] > 0
    assert upgraded["after"] == {
        table: upgraded["before"][table] for table in upgraded["after"]
    }
    assert upgraded["clocks"] == upgraded["clocks_before"]
    if release.name == "0.2.0":
        assert upgraded["reasons"] == REASONS
    places = upgraded["places"]
    assert all("条早先的帖文没有按名单整理" in sentence for sentence in places["left"])
    assert set(places["done"]) == {True}
    channel, community, url = places["first"]
    assert is_other(channel)
    assert is_other(community)
    assert url == "https://weibo.com/-/KxYz"
    assert (
        {"论坛", "other"} <= set(places["channels"]) <= set(default_book().platforms) | {OTHER}
    )
    named = {name for item in places["items"] for name, _posts in item}
    assert named <= set(places["channels"])
    assert set(upgraded["records"].values()) == {True}
    assert upgraded["problems"] == []
    assert set(upgraded["pages"].values()) == {200}
    assert upgraded["schema"] == schema(), "the tables of the tests are made of the models"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_migration_is_never_edited(version):
    released = json.loads((RELEASED / version / "migrations.json").read_text(encoding="utf-8"))
    today = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in migration_files().items()
    }

    assert {name: today.get(name) for name in released} == released
