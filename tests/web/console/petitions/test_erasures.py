"""The petitioner's rights on the screens: correct, ask, propose, decide, what is left."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.jobs import clock
from huiying.policy.petitions.erasure import ErasureState
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.models import PetitionErasure
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.petitions.erasure.steps import (
    approve,
    asked,
    by_code,
    erased,
    propose,
    settled_with_all,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ended(yunchuan):
    petition, _code = settled_with_all(yunchuan, now=clock.now())
    return petition


def url(name: str, *args: object) -> str:
    return reverse(f"console:{name}", args=args)


def post(client, name, number, **fields):
    return client.post(url(name, number), fields, follow=True)


def test_from_the_visit_to_the_erasure_by_two(yunchuan, ended):
    shen, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    done = post(shen, "petition-erasure-record", ended.number, identity="核对证件原件")
    row = PetitionErasure.objects.get()
    assert row.number in page_of(done).text

    ground = {"ground": "+ACHIEVED", "reason": "办理完毕。", "version": row.revision}
    post(shen, "petition-erasure-propose", row.number, **ground)
    page = page_of(leader.get(url("petition-erasure", row.number)))
    assert "不可恢复" in page.text
    row.refresh_from_db()
    shown = page.button("同意删除")
    assert shown
    digest = row.signoff.content_hash
    post(leader, "petition-erasure-approve", row.number, hash=digest)

    row.refresh_from_db()
    assert row.state == ErasureState.ERASED
    assert Petition.objects.get(pk=ended.pk).erased_at is not None


def test_what_waits_is_on_the_desk_and_among_the_decisions(yunchuan, ended):
    row = asked(yunchuan, ended, now=clock.now())
    desk = page_of(signed_in(yunchuan.shen).get(url("desk")))
    assert "删除申请" in desk.text
    propose(yunchuan, row, now=clock.now())
    waiting = page_of(signed_in(yunchuan.leader).get(url("desk")))
    assert f"删除信访事项 {ended.number}" in waiting.text


def test_of_an_erased_petition_numbers_days_and_letters_are_shown(yunchuan, ended):
    title = ended.title
    erased(yunchuan, ended, now=clock.now())
    row = PetitionErasure.objects.get()

    shen = signed_in(yunchuan.shen)
    page = page_of(shen.get(url("petition-erasure", row.number)))

    assert ended.number in page.text
    assert "已依法删除" in page.text
    assert "增开两个窗口" in page.text
    assert title not in page.text
    assert shen.get(url("petition", ended.number)).status_code == 404
    assert ended.number in page_of(shen.get(url("petition-erasures"))).text


def test_a_refusal_shows_reason_and_basis(yunchuan, ended):
    row = asked(yunchuan, ended, now=clock.now())
    shen = signed_in(yunchuan.shen)
    post(
        shen,
        "petition-erasure-propose",
        row.number,
        ground="-LEGAL_PERIOD",
        reason="保管期限未满。",
        version=row.revision,
    )
    row.refresh_from_db()
    approve(yunchuan, row, now=clock.now())
    text = page_of(shen.get(url("petition", ended.number))).text
    assert "决定不予删除" in text
    assert "保存期限未届满" in text


def test_the_leader_returns_it_with_a_reason(yunchuan, ended):
    row = asked(yunchuan, ended, now=clock.now())
    propose(yunchuan, row, now=clock.now())
    leader = signed_in(yunchuan.leader)
    digest = row.signoff.content_hash
    post(leader, "petition-erasure-return", row.number, hash=digest, reason="请核对保管期限")
    assert "请核对保管期限" in page_of(leader.get(url("petition-erasure", row.number))).text


def test_who_proposed_it_is_offered_no_decision(yunchuan, ended):
    row = asked(yunchuan, ended, now=clock.now())
    propose(yunchuan, row, now=clock.now())
    page = page_of(signed_in(yunchuan.shen).get(url("petition-erasure", row.number)))
    assert "同意删除" not in page.buttons()
    assert "须由登记人、经办人以外的领导审定" in page.text


def test_an_officer_corrects_the_text_on_the_page(yunchuan, ended):
    shen = signed_in(yunchuan.shen)
    fields = {"title": "窗口排队", "text": "上周四排队三小时。", "reason": "日期写错"}
    done = post(shen, "petition-correct", ended.number, version=ended.revision, **fields)
    assert "上周四排队三小时。" in page_of(done).text


def test_one_that_waits_is_opened_instead_of_recorded_again(yunchuan):
    petition, code = settled_with_all(yunchuan, now=clock.now())
    shen = signed_in(yunchuan.shen)
    assert "登记删除申请…" in page_of(shen.get(url("petition", petition.number))).text
    by_code(yunchuan, code, now=clock.now())
    assert "查看删除申请" in page_of(shen.get(url("petition", petition.number))).text
