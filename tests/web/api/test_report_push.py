"""The system of a subordinate hands in a report with its token, and gets its receipt."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from huiying.policy.grading.grades import Grade
from huiying.web.api import calls
from huiying.web.shared.throttles import Throttle
from huiying.work.reports.exchange.actions.edit_subordinate import set_subordinate_active
from huiying.work.reports.exchange.actions.token import end_token
from huiying.work.reports.exchange.models import ReceivedReport, SubordinateToken
from huiying.work.reports.exchange.receipts import is_receipt
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, subordinate_of, token_of
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient, sent_report, withdraw

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=40))


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


@pytest.fixture
def report(yunchuan, water):
    return sent_report(yunchuan, water)


@pytest.fixture
def row(linxi, yunchuan):
    return subordinate_of(linxi, yunchuan.bureau.name)


@pytest.fixture
def token(linxi, row):
    return token_of(linxi, row)


def push(token, data: bytes):
    return Client().post(
        "/api/v1/reports",
        data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


def test_a_report_is_taken_in_and_answered_with_a_receipt(report, token, linxi):
    answer = push(token, file_of(report))
    stored = ReceivedReport.objects.get()
    assert answer.status_code == 201
    assert is_receipt(answer.json())
    assert answer.json()["receipt"] == stored.number
    assert (stored.bureau, stored.by, stored.way) == (linxi.bureau, None, "PUSH")
    assert SubordinateToken.objects.get().used == 1


def test_a_replay_gets_the_same_receipt_and_stores_nothing(report, token):
    first, second = push(token, file_of(report)), push(token, file_of(report))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert ReceivedReport.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "hyr_guess", "甲"])
def test_a_wrong_token_is_refused(report, row, wrong):
    answer = push(wrong.encode().decode("latin-1"), file_of(report))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "wrong_token")
    assert not ReceivedReport.objects.exists()


def test_a_token_that_was_ended_or_replaced_is_refused(report, row, token, linxi):
    newer = token_of(linxi, row)
    assert push(token, file_of(report)).json()["error"]["code"] == "token_ended"
    end_token(row=row, reason="对方换了系统。", officer=linxi.shen, now=T0)
    answer = push(newer, file_of(report))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_ended")
    assert not ReceivedReport.objects.exists()


def test_a_subordinate_out_of_use_is_refused(report, row, token, linxi):
    set_subordinate_active(row=row, active=False, revision=0, officer=linxi.shen, now=T0)
    answer = push(token, file_of(report))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "subordinate_ended")


def test_the_report_of_another_bureau_is_refused(report, linxi):
    token = token_of(linxi, subordinate_of(linxi, "北山区信访局"))
    answer = push(token, file_of(report))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_taken")
    assert "署名为" in answer.json()["error"]["message"]


def test_a_tampered_file_is_refused(report, token):
    file = json.loads(file_of(report))
    file["content"]["title"] = "另一个标题"
    answer = push(token, json.dumps(file, ensure_ascii=False).encode())
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_taken")


def test_three_megabytes_are_refused(token):
    answer = push(token, b" " * (3 * 1024 * 1024))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_token_reads_nothing(token):
    answer = Client().get("/api/v1/reports", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 405


def test_a_withdrawal_is_taken_in_once_and_a_replay_changes_nothing(report, token, yunchuan):
    before = file_of(report)
    push(token, before)
    withdraw(yunchuan, report, now=LATER)
    after, replay = push(token, file_of(report)), push(token, before)
    assert (after.status_code, replay.status_code) == (201, 200)
    assert after.json()["state"] == replay.json()["state"] == "WITHDRAWN"
    assert ReceivedReport.objects.get().withdrawal.reason == "数字有误。"


def test_a_token_calls_only_so_often(report, token, monkeypatch):
    monkeypatch.setattr(calls, "CALLS", Throttle("calls", limit=2, seconds=60))
    codes = [push(token, file_of(report)).status_code for _call in range(3)]
    assert codes == [201, 200, 429]
