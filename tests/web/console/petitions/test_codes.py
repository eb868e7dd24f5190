"""A lost query code on the screens: asked for, signed by another, issued and shown once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiying.jobs import clock
from huiying.web.console.shared.one_time_display import DISPLAYED_FOR
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.petitions.queries import find_by_code
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import submit
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.petitions.code_replacements.steps import (
    approve,
    requested,
    send_back,
    stand_in_for_the_window,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan, now=clock.now())


def url(name: str, *args: object) -> str:
    return reverse(f"console:{name}", args=args)


def test_from_the_petition_to_a_code_that_is_shown_once(yunchuan, receipt, monkeypatch):
    shen, lu = signed_in(yunchuan.shen), signed_in(yunchuan.lu)
    number = receipt.row.number
    assert "补发查询码…" in page_of(shen.get(url("petition", number))).buttons()
    fields = {"way": "IN_PERSON", "identity": "已核对证件原件", "version": receipt.row.revision}
    done = page_of(shen.post(url("petition-code-ask", number), fields, follow=True))
    row = CodeReplacement.objects.get()
    assert row.number in done.text
    assert "已核对证件原件" in done.text
    assert "同意补发" not in done.buttons()  # never by who asked

    page = page_of(lu.get(url("petition-code", row.number)))
    assert "同意补发" in page.buttons()
    shown = {"hash": row.signoff.content_hash}
    lu.post(url("petition-code-approve", row.number), shown)

    assert "出具新查询码…" in page_of(shen.get(url("petition-code", row.number))).buttons()
    asks = page_of(shen.get(url("petition-code-issue", row.number)))
    assert "旧查询码立即作废" in asks.text
    issued = page_of(shen.post(url("petition-code-issue", row.number), follow=True))
    code = CODE.search(issued.text).group()
    assert find_by_code(yunchuan.bureau, code) == receipt.row
    assert receipt.row.number not in issued.text.replace(row.number, "")

    later = clock.real_now() + DISPLAYED_FOR
    monkeypatch.setattr(clock, "real_now", lambda: later)
    again = page_of(shen.get(url("petition-code-shown", row.number), follow=True))
    assert not CODE.search(again.text)
    assert "已补发" in again.text


def test_the_signer_finds_it_on_the_desk(yunchuan, receipt):
    requested(yunchuan, receipt.row, now=clock.now())
    desk = page_of(signed_in(yunchuan.lu).get(url("desk")))
    assert f"补发信访事项 {receipt.row.number} 的查询码" in desk.text


def test_the_petition_leads_to_the_request_that_waits(yunchuan, receipt):
    row = requested(yunchuan, receipt.row, now=clock.now())
    page = page_of(signed_in(yunchuan.shen).get(url("petition", receipt.row.number)))
    assert url("petition-code", row.number) in page.button("查看补发申请")
    assert "补发查询码…" not in page.buttons()


@pytest.mark.usefixtures("time")
def test_who_stands_in_for_the_handling_unit_is_offered_no_step_of_it(yunchuan):
    petition = forwarded(yunchuan, submit(yunchuan).row)
    other = forwarded(yunchuan, submit(yunchuan).row)
    row = requested(yunchuan, petition)
    stand_in_for_the_window(yunchuan, yunchuan.shen, yunchuan.lu)
    shen, lu = signed_in(yunchuan.shen), signed_in(yunchuan.lu)
    assert "同意补发" not in page_of(lu.get(url("petition-code", row.number))).buttons()
    assert row.number not in page_of(lu.get(url("desk"))).text
    approve(yunchuan, row, officer=yunchuan.leader)
    page = page_of(shen.get(url("petition-code", row.number)))
    assert "出具新查询码…" not in page.buttons()
    page = page_of(shen.get(url("petition", other.number)))
    assert "补发查询码…" not in page.buttons()


def test_a_returned_request_says_why(yunchuan, receipt):
    row = requested(yunchuan, receipt.row, now=clock.now())
    send_back(yunchuan, row, reason="证件与提交内容不符。", now=clock.now())
    page = page_of(signed_in(yunchuan.shen).get(url("petition-code", row.number)))
    assert "证件与提交内容不符。" in page.text
    assert "出具新查询码…" not in page.buttons()


def test_what_only_the_holder_of_the_session_asked_for_is_shown(yunchuan, receipt):
    row = requested(yunchuan, receipt.row, now=clock.now())
    approve(yunchuan, row, now=clock.now())
    shen, lu = signed_in(yunchuan.shen), signed_in(yunchuan.lu)
    shen.post(url("petition-code-issue", row.number))
    assert not CODE.search(
        page_of(lu.get(url("petition-code-shown", row.number), follow=True)).text
    )
    assert CODE.search(page_of(shen.get(url("petition-code-shown", row.number))).text)


def test_a_second_press_gives_no_second_code(yunchuan, receipt):
    row = requested(yunchuan, receipt.row, now=clock.now())
    approve(yunchuan, row, now=clock.now())
    shen = signed_in(yunchuan.shen)
    first = CODE.search(
        page_of(shen.post(url("petition-code-issue", row.number), follow=True)).text
    ).group()
    second = page_of(shen.post(url("petition-code-issue", row.number), follow=True))
    assert "不能出具查询码" in second.text
    assert find_by_code(yunchuan.bureau, first) == receipt.row
