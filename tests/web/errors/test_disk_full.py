"""A disk that is full is said in a sentence; nothing half-done stays, no word is lost."""

from __future__ import annotations

import asyncio
import errno
import html
import json
import os
import sqlite3
from pathlib import Path

import pytest
from django.core.handlers import asgi
from django.db import OperationalError, connection
from django.urls import reverse
from psycopg.errors import DiskFull

from huiying.base.accounts.core.models import Unit
from huiying.base.files import folder_store, store
from huiying.config.asgi import application
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.web.errors.disk_full import is_disk_full
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.verification.models import Evidence
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, docket_of, incident_of, restart_workers
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in
from tests.web.console.desk.test_setup_checklist import (
    OFFICERS,
    ROWS,
    UNIT_ROWS,
    UNITS,
    import_rows,
)
from tests.web.console.drafts.test_drafts import words_of
from tests.web.console.verification.test_evidence_files import photo
from tests.web.console.verification.test_verification import ANSWER
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
SAID = "存储空间不足"
PROMISE = {"text": "明天中午前恢复供水。", "place": "公开回应第 1 版", "due": "2026-11-28"}
standing_rows, rows, yunchuan, water = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=10)


@pytest.fixture
def told(caplog):
    """Return what the administrator reads in the log of the pages."""

    def lines() -> list[str]:
        return [row.message for row in caplog.records if row.name == "huiying.web"]

    return lines


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def full_disk(monkeypatch, number: int = errno.ENOSPC) -> None:
    def full(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder_store.os, "fsync", full)


def page(response) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.any_database
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_evidence_that_finds_no_room_is_said_and_every_word_is_there_still(
    yunchuan, water, monkeypatch, told, number
):
    docket, client = docket_of(yunchuan, water), signed_in(yunchuan.water)
    answer = ANSWER | {"link": "", "snapshot": "", "version": 0}
    with monkeypatch.context() as patch:
        full_disk(patch, number)
        refused = client.post(
            to("docket-answer", docket.number), answer | {"file": photo(PICTURE)}
        )
    left = [path for path in Path(store.place()).rglob("*") if path.is_file()]

    done = client.post(to("docket-answer", docket.number), answer | {"file": photo(PICTURE)})

    assert refused.status_code == 507
    assert SAID in page(refused)
    assert ANSWER["facts"] in page(refused)
    assert left == []
    assert "disk is full" in " ".join(told())
    assert done.status_code == 302
    assert Evidence.objects.count() == 1


@pytest.mark.any_database
def test_whatever_else_happens_to_a_file_is_no_full_disk(yunchuan, water, monkeypatch):
    docket, client = docket_of(yunchuan, water), signed_in(yunchuan.water)
    client.raise_request_exception = False
    full_disk(monkeypatch, errno.EIO)

    response = client.post(
        to("docket-answer", docket.number),
        ANSWER | {"link": "", "snapshot": "", "version": 0, "file": photo(PICTURE)},
    )

    assert response.status_code == 500
    assert SAID not in page(response)


def out_of_room(execute, sql, params, many, context):
    """Answer as the database does when it can store no row more."""
    if not sql.startswith("INSERT"):
        return execute(sql, params, many, context)
    if connection.vendor == "postgresql":
        raise OperationalError("could not extend file") from DiskFull()
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError(str(cause)) from cause


def test_a_database_that_is_full_keeps_nothing_half_and_no_word_is_lost(yunchuan, water, told):
    client, form = signed_in(yunchuan.lu), PROMISE | {"unit": yunchuan.waterworks.pk}
    with connection.execute_wrapper(out_of_room):
        refused = client.post(to("promise-make", water.number), form)

    done = client.post(to("promise-make", water.number), form)

    assert refused.status_code == 507
    assert SAID in page(refused)
    assert PROMISE["text"] in page(refused)
    assert len(told()) == 1
    assert done.status_code == 302
    assert Commitment.objects.count() == 1


def test_an_act_without_a_form_says_it_on_a_page_that_asks_nothing(yunchuan, told):
    client = signed_in(yunchuan.admin)
    client.raise_request_exception = False
    with connection.execute_wrapper(out_of_room):
        client.cookies["theme"] = "dark"
        response = client.post(to("backup-now"), headers={"Accept-Language": "en"})

    assert response.status_code == 507
    assert 'data-bs-theme="dark"' in page(response)
    assert "Insufficient storage" in page(response)
    assert "Ask the administrator to make room" in page(response)
    assert len(told()) == 1


def test_an_answer_that_is_saved_or_saves_itself_keeps_every_word_on_its_page(yunchuan, told):
    draft, client = desk.ready(yunchuan, clock.now()), signed_in(yunchuan.window)
    typed = words_of(draft, body="东门恢复供水，西门晚上到。")
    with connection.execute_wrapper(out_of_room):
        itself = client.post(to("draft-autosave", draft.pk), typed)
        by_hand = client.post(to("draft-edit", draft.pk), typed)

    done = client.post(to("draft-edit", draft.pk), typed)

    assert (itself.status_code, itself.json()["state"]) == (507, "full")
    assert SAID in itself.json()["told"]
    assert by_hand.status_code == 507
    assert SAID in page(by_hand)
    assert typed["body"] in page(by_hand)
    assert f'value="{typed["version"]}"' in page(by_hand)
    assert len(told()) == 2
    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.body == typed["body"]


def test_rows_of_a_sheet_that_find_no_room_stay_in_its_form(yunchuan):
    client = signed_in(yunchuan.admin)
    with connection.execute_wrapper(out_of_room):
        refused = import_rows(client, UNITS, UNIT_ROWS + "督查科\t科室\t督办积案。")

    assert refused.status_code == 507
    assert SAID in page(refused)
    assert "督办积案。" in page(refused)
    assert not Unit.objects.filter(name="督查科").exists()


def test_who_was_added_before_the_disk_was_full_keeps_his_link(yunchuan):
    rows, added = "xu1\t许南乔\t\t\t\t值班员\nxu2\t许北乔\t\t\t\t值班员", []

    def full_at_the_second(execute, sql, *how):
        added.append(sql.startswith('INSERT INTO "accounts_officer" ('))
        return out_of_room(execute, sql, *how) if sum(added) > 1 else execute(sql, *how)

    with connection.execute_wrapper(full_at_the_second):
        answer = import_rows(signed_in(yunchuan.admin), OFFICERS, ROWS + rows)

    assert page(answer).count("/accounts/invitation/") == 1
    assert f"许北乔：{SAID}" in page(answer)


@pytest.mark.django_db(transaction=True)
def test_sqlite_itself_finds_no_page_more(yunchuan, now):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cannot be given a limit")
    with connection.cursor() as cursor:
        pages, free, size, before = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size", "max_page_count")
        )
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            more = free * size + 9_999_999  # than the rows of earlier tests left free
            with pytest.raises(OperationalError) as caught:
                cursor.execute(f"CREATE TABLE big AS SELECT zeroblob({more})")
        finally:
            cursor.execute(f"PRAGMA max_page_count = {before}")

    assert is_disk_full(caught.value)


# The ASGI door: a large body is on disk before anything else happens -----------------------


class NoRoom:
    """A temporary file on a full disk."""

    def __init__(self, **_options) -> None:
        pass

    def write(self, _piece) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.any_database
@pytest.mark.parametrize("path", [to("import-upload"), "/api/v1/posts"])
def test_a_body_that_finds_no_room_is_answered_once_it_has_all_come(monkeypatch, told, path):
    monkeypatch.setattr(asgi.tempfile, "SpooledTemporaryFile", NoRoom)
    pieces = [{"type": "http.request", "body": b"x", "more_body": n < 3} for n in range(4)]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "headers": [(b"accept-language", b"en")],
        "query_string": b"",
    }
    sent = []

    async def receive():
        return pieces.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(application(scope, receive, send))

    assert sent[0]["status"] == 507
    said = html.unescape(sent[1]["body"].decode())
    if path.startswith("/api/"):
        assert json.loads(said)["error"]["code"] == "disk_full"
    else:
        assert "Insufficient storage" in said
    assert pieces == []
    assert len(told()) == 1
