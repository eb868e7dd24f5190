"""督办 goes down and its answer up over the interface, each with a token and a receipt."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.outbox.actions.deliver import claim_due
from huiying.base.outbox.models import Channel, Message
from huiying.jobs.delivery import deliver
from huiying.jobs.delivery.outgoing import outgoing_message
from huiying.jobs.delivery.senders import send_safely
from huiying.policy.grading.grades import Grade
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedStep,
    ReceivedAnswer,
    StepAct,
    SuperiorAnswer,
    SuperiorStep,
)
from huiying.work.reports.exchange.actions.edit_superior_system import (
    set_superior_system_active,
)
from huiying.work.reports.exchange.actions.token import end_token, make_token
from huiying.work.reports.exchange.models import SuperiorToken
from huiying.work.reports.exchange.receipts import is_receipt
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, signed_report, subordinate_of, take, token_of
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient
from tests.work.reports.downward.steps import (
    answer_file,
    answered,
    channel_to,
    draft,
    finished,
    go_on,
    issued,
    rehashed,
    sign_up,
    step_file,
    superior_of,
    take_step,
    tampered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time, now, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    restart_workers()
    time.set(now + timedelta(minutes=40))


def major_and_report(cast):
    linked_recipient(cast)
    return signed_report(cast, incident_of(cast, WATER, grade=Grade.MAJOR), now=T0)


standing_rows, rows, yunchuan, report = module_rows(major_and_report)


@pytest.fixture
def below(linxi, yunchuan):
    return subordinate_of(linxi, yunchuan.bureau.name)


@pytest.fixture
def system(yunchuan, linxi):
    return superior_of(yunchuan, linxi.bureau.name)


@pytest.fixture
def token(yunchuan, system):
    return make_token(row=system, officer=yunchuan.shen, now=T0)


@pytest.fixture
def order(linxi, below, report):
    return issued(linxi, take(linxi, file_of(report)).row)


def push(token, data: bytes, to="supervisions"):
    return Client().post(
        f"/api/v1/{to}",
        data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


def test_a_supervision_is_taken_in_once_and_answered_with_a_receipt(order, token, yunchuan):
    first, second = (push(token, step_file(order)) for _time in range(2))

    row = SuperiorStep.objects.get()
    assert (first.status_code, second.status_code) == (201, 200)
    assert is_receipt(first.json())
    assert first.json() == second.json()
    assert (row.bureau, row.by, row.way) == (yunchuan.bureau, None, "PUSH")
    assert SuperiorToken.objects.get().used == 2


@pytest.mark.parametrize("wrong", ["", "hyr_guess"])
def test_a_wrong_token_is_refused(order, system, wrong):
    answer = push(wrong, step_file(order))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "wrong_token")
    assert not SuperiorSupervision.objects.exists()


def test_the_token_of_a_subordinate_hands_in_no_supervision(order, linxi, below, system):
    answer = push(token_of(linxi, below), step_file(order))
    assert answer.json()["error"]["code"] == "wrong_token"


def test_an_ended_token_and_a_system_out_of_use_are_refused(order, token, system, yunchuan):
    set_superior_system_active(
        row=system, active=False, revision=0, officer=yunchuan.shen, now=T0
    )
    answer = push(token, step_file(order))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "superior_ended")
    end_token(row=system, reason="对方换了系统。", officer=yunchuan.shen, now=T0)
    answer = push(token, step_file(order))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_ended")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: tampered(data, demand="请补报材料。"), "校验值不符"),
        (lambda data: rehashed(data, bureau="北山区信访局"), "署名为"),
        (lambda data: rehashed(data, demand="请删除论坛上的帖子。"), "删除"),
        (lambda _data: b"{}", "不是督办文件"),
    ],
)
def test_what_is_altered_foreign_or_no_supervision_is_refused(order, token, change, says):
    answer = push(token, change(step_file(order)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_taken")
    assert says in answer.json()["error"]["message"]
    assert not SuperiorSupervision.objects.exists()


def test_three_megabytes_are_refused(token):
    answer = push(token, b" " * (3 * 1024 * 1024))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_an_answer_goes_up_by_the_address_of_reports(order, linxi, yunchuan, below, system):
    demand = take_step(yunchuan, step_file(order)).row
    answer = answered(yunchuan, demand)
    token = token_of(linxi, below)

    first, second = (push(token, answer_file(answer), "reports") for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    row = ReceivedAnswer.objects.get()
    assert (row.way, row.by, row.text) == ("PUSH", None, answer.text)
    foreign = push(token, rehashed(answer_file(answer), bureau="北山区信访局"), "reports")
    assert foreign.status_code == 422


def deliver_next(token, to):
    """Let the courier hand over what is due, and the other installation answer it."""
    [message] = claim_due(now=T0 + timedelta(minutes=41), lease=timedelta(minutes=2))
    answer = push(token, message.body.encode(), to)
    assert answer.status_code in (200, 201), answer.json()
    with serving(Hook(answer.status_code, answer=answer.json())) as peer:
        Channel.objects.filter(pk=message.channel_id).update(target=f"{peer.root}/in")
        message.channel.target = f"{peer.root}/in"
        outcome = send_safely(outgoing_message(message))
    assert not outcome.error
    deliver._handed_over(message, T0 + timedelta(minutes=41), receipt=outcome.receipt)


def test_by_push_it_goes_down_comes_back_and_is_closed(
    yunchuan, linxi, below, system, report, token
):
    arrived = take(linxi, file_of(report)).row
    Message.objects.all().delete()
    channel_to(linxi, yunchuan.bureau.name, "https://below.example/api/v1/supervisions")
    order = issued(linxi, arrived)
    deliver_next(token, "supervisions")
    assert IssuedStep.objects.get().received_at is not None

    demand = SuperiorSupervision.objects.get()
    finished(yunchuan, demand)
    Message.objects.exclude(about_kind="superior_answer").filter(state="QUEUED").update(
        state="DROPPED"
    )
    channel_to(yunchuan, linxi.bureau.name, "https://superior.example/api/v1/reports")
    draft(yunchuan, demand)
    sign_up(demand, yunchuan.leader)
    deliver_next(token_of(linxi, below), "reports")
    assert SuperiorAnswer.objects.get().received_at is not None

    order.refresh_from_db()
    assert order.state == IssuedState.ANSWERED
    go_on(linxi, order, StepAct.CLOSED, words="反馈属实。", now=T0 + timedelta(minutes=40))
    deliver_next(token, "supervisions")
    demand.refresh_from_db()
    assert demand.state == "CLOSED"


def test_both_files_hold_no_name_of_a_person(order, linxi, yunchuan, system):
    answer = answered(yunchuan, take_step(yunchuan, step_file(order)).row)
    for data in (step_file(order), answer_file(answer)):
        text = json.dumps(json.loads(data), ensure_ascii=False)
        for cast in (linxi, yunchuan):
            for officer in (cast.shen, cast.leader, cast.cheng, cast.lu, cast.water):
                assert officer.name not in text
