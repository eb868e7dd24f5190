"""Handling on screen: forwarded, drafted by the unit, signed by two, delivered, printed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, ReplyKind
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.replies.models import PetitionReply
from tests.factories import T0
from tests.scenarios.petitions import OPINION, accepted, forward, registered, signed, submit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
TODAY = T0.astimezone(LOCAL).date().isoformat()
WORDS = {
    "outcome": "SUPPORTED",
    "claim": OPINION.claim,
    "facts": OPINION.facts,
    "text": OPINION.text,
    "basis": OPINION.basis,
    "ways": OPINION.ways,
}


@pytest.fixture(autouse=True)
def _clock(time):
    return time


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def window(yunchuan):
    return signed_in(yunchuan.window)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def page_at(client, name, *args):
    return page_of(client.get(here(name, *args)))


def test_the_office_forwards_and_the_unit_reads_the_working_text(yunchuan, shen, window):
    row = registered(yunchuan)
    form = {
        "competent": yunchuan.reception.pk,
        "manner": "TRANSFERRED",
        "day": TODAY,
        "version": row.revision,
    }

    answer = shen.post(here("petition-forward", row.number), form)

    assert answer.status_code == 302
    page = page_at(window, "petition", row.number)
    assert "排队三小时" in page.panel("text").text
    assert "李晓雪" not in page
    assert "13800138000" not in page


def test_before_it_is_registered_no_unit_is_offered(yunchuan, shen):
    row = submit(yunchuan).row
    page = page_at(shen, "petition", row.number)
    assert "转送、交办" not in " ".join(page.buttons())
    form = {"competent": yunchuan.reception.pk, "manner": "TRANSFERRED", "day": TODAY}
    assert shen.post(here("petition-forward", row.number), form).status_code == 409


def test_officers_read_of_the_sender_what_the_sender_reads_of_himself(yunchuan, shen):
    petition = registered(yunchuan)
    withdraw_petition(petition=petition, now=T0)
    steps = page_at(shen, "petition", petition.number).panel("steps").text
    assert "信访人撤回" in steps
    assert "您" not in steps


def test_of_a_unit_dissolved_in_mid_case_another_takes_over(yunchuan, shen, window):
    row = forward(yunchuan, registered(yunchuan))
    assert "改派…" not in page_at(shen, "petition", row.number).buttons()
    yunchuan.reception.active = False
    yunchuan.reception.save()

    page = page_at(shen, "petition", row.number)
    assert "已停用" in page.text
    assert "改派…" in page.buttons()
    form = page_at(shen, "petition-reassign", row.number)
    assert yunchuan.reception.name not in form.tags("select")[0].text
    words = {
        "competent": yunchuan.online.pk,
        "reason": "职责划入网上信访科",
        "version": form.field("version"),
    }
    done = page_of(shen.post(here("petition-reassign", row.number), words, follow=True))

    assert f"已改派{yunchuan.online.name}" in done.text
    assert "改派…" not in done.buttons()
    assert window.get(here("petition", row.number)).status_code == 403


def test_whom_a_petition_names_is_led_away_from_its_registration(yunchuan, shen):
    row = submit(yunchuan, "沈青禾把我的材料压了三个月。").row
    answer = shen.get(here("petition-register", row.number), follow=True)
    assert "来件写到您本人，请由另一位工作人员核对登记。" in answer.content.decode()
    page = page_at(signed_in(yunchuan.lu), "petition-register", row.number)
    assert "压了三个月" in page.text


def test_an_objection_takes_it_out_of_the_units_sight(yunchuan, shen, window):
    row = forward(yunchuan, registered(yunchuan))
    row.refresh_from_db()
    form = {"day": TODAY, "reason": "属区水务局职责", "version": row.revision}

    shen.post(here("petition-object", row.number), form)

    row.refresh_from_db()
    assert row.stage == PetitionStage.REGISTERED
    assert window.get(here("petition", row.number)).status_code == 403


def test_the_unit_drafts_the_office_asks_and_the_leader_signs(yunchuan, shen, window, leader):
    row = accepted(yunchuan)
    window.post(here("petition-draft", row.number, "OPINION"), WORDS)
    reply = PetitionReply.objects.get(kind=ReplyKind.OPINION)
    assert "报请签发" not in " ".join(page_at(window, "petition-reply", reply.number).buttons())

    page = page_at(shen, "petition-reply", reply.number)
    shen.post(here("petition-reply-sign", reply.number), {"hash": page.field("hash")})

    row.refresh_from_db()
    assert row.stage == PetitionStage.ACCEPTED, "one person ends nothing"
    waiting = leader.get(here("desk")).content.decode()
    assert here("petition-reply", reply.number) in waiting
    page = page_at(leader, "petition-reply", reply.number)
    leader.post(here("petition-reply-approve", reply.number), {"hash": page.field("hash")})
    row.refresh_from_db()
    assert row.stage == PetitionStage.ANSWERED


def test_the_leader_sends_it_back_and_the_unit_reads_why(yunchuan, shen, window, leader):
    row = accepted(yunchuan)
    window.post(here("petition-draft", row.number, "OPINION"), WORDS)
    reply = PetitionReply.objects.get(kind=ReplyKind.OPINION)
    digest = page_at(shen, "petition-reply", reply.number).field("hash")
    shen.post(here("petition-reply-sign", reply.number), {"hash": digest})

    form = {"reason": "请写明增开窗口的日期", "hash": digest}
    leader.post(here("petition-reply-return", reply.number), form)

    page = page_at(window, "petition-reply", reply.number)
    assert "请写明增开窗口的日期" in page.text
    assert page.links("修改…")


def test_what_a_draft_lacks_is_shown_and_refuses_nothing(yunchuan, shen):
    row = registered(yunchuan, kind=PetitionKind.QUESTION)
    poor = {"text": "您反映的问题已转交有关部门，感谢您的支持。"}

    checked = shen.post(here("petition-draft", row.number, "ANSWER"), poor | {"check": "1"})
    assert "只写明已转办" in page_of(checked).text
    assert not PetitionReply.objects.exists()

    shen.post(here("petition-draft", row.number, "ANSWER"), poor)
    reply = PetitionReply.objects.get()
    page = page_at(shen, "petition-reply", reply.number)
    assert "只写明已转办" in page.text
    assert page.button("报请签发"), "who drafted it does not sign it"
    other = page_at(signed_in(yunchuan.lu), "petition-reply", reply.number)
    assert other.button("签发")


def test_a_signed_letter_is_printed_without_a_name(yunchuan, window):
    row = accepted(yunchuan)
    reply = signed(yunchuan, row, OPINION)
    page = page_at(window, "petition-reply-letter", reply.number)
    assert "处理意见书" in page.text
    answer = window.get(here("petition-reply-letter", reply.number), {"format": "docx"})
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_every_letter_can_be_printed(yunchuan, shen, kind):
    row = accepted(yunchuan)
    signed(yunchuan, row, OPINION)
    for reply in PetitionReply.objects.all():
        url = here("petition-reply-letter", reply.number)
        assert shen.get(url, {"format": kind}).status_code == 200


def test_a_draft_is_no_letter(yunchuan, shen, window):
    row = accepted(yunchuan)
    window.post(here("petition-draft", row.number, "OPINION"), WORDS)
    reply = PetitionReply.objects.get(kind=ReplyKind.OPINION)
    assert shen.get(here("petition-reply-letter", reply.number)).status_code == 302


def test_delivery_by_post_is_recorded_by_the_unit(yunchuan, window, time):
    row = accepted(yunchuan)
    reply = signed(yunchuan, row, OPINION)
    time.forward(hours=3)
    form = {"way": "POST", "at": "2026-11-24T12:00", "proof": "挂号信 XA123"}
    answer = window.post(here("petition-reply-deliver", reply.number), form)
    assert answer.status_code == 302, page_of(answer, answer.status_code).text
    assert "挂号信 XA123" in page_at(window, "petition-reply", reply.number).text


def test_another_unit_reads_neither_petition_nor_letter_nor_file(yunchuan):
    row = accepted(yunchuan)
    reply = signed(yunchuan, row, OPINION)
    water = signed_in(yunchuan.water)
    for name, number in (
        ("petition", row.number),
        ("petition-reply", reply.number),
        ("petition-reply-letter", reply.number),
    ):
        assert water.get(here(name, number)).status_code == 403


def test_many_who_ask_the_same_are_answered_at_once(yunchuan, shen):
    rows = [registered(yunchuan, kind=PetitionKind.QUESTION) for _n in range(3)]
    claim = registered(yunchuan)
    ticked = {"number": [row.number for row in (*rows, claim)]}

    page = page_of(shen.get(here("petitions-answer"), ticked))
    assert "不一并答复" in page.panel("chosen").text
    answer = shen.post(
        here("petitions-answer"),
        ticked | {"text": "经核实，不需要先撤帖。联系电话 0471-1234567。"},
        follow=True,
    )

    assert "已拟 3 件答复，待另一人签发" in page_of(answer).text
    assert claim.number in page_of(answer).text
    assert not Petition.objects.filter(stage=PetitionStage.ANSWERED).exists()
    reply, lu = PetitionReply.objects.earliest("pk"), signed_in(yunchuan.lu)
    own = page_at(shen, "petition-reply", reply.number)
    assert not [one for one in own.buttons() if "一并签发" in one]
    page = page_at(lu, "petition-reply", reply.number)
    assert "一并签发同文的 3 件" in page.buttons()
    sent = {"hash": page.field("hash")}
    shen.post(here("petition-reply-approve-alike", reply.number), sent)
    assert not Petition.objects.filter(stage=PetitionStage.ANSWERED).exists()
    done = lu.post(here("petition-reply-approve-alike", reply.number), sent, follow=True)
    assert "已签发 3 件" in page_of(done).text
    assert Petition.objects.filter(stage=PetitionStage.ANSWERED).count() == 3


def test_a_clock_of_a_petition_leads_to_it_and_names_no_matter(yunchuan, shen, window):
    row = registered(yunchuan)
    clock = Clock.objects.get(subject_ref=row.number)
    page = page_at(shen, "clock", clock.pk)
    assert here("petition", row.number) in page
    assert "排队" not in clock.subject_label
    assert "排队" not in page.text
    assert window.get(here("clock", clock.pk)).status_code == 403


def test_the_desk_says_how_many_wait_to_be_registered(yunchuan):
    submit(yunchuan)
    submit(yunchuan)
    page = page_at(signed_in(yunchuan.lu), "desk")
    assert "2 件待登记" in page.text


def test_the_units_desk_names_what_it_handles(yunchuan, window):
    row = forward(yunchuan, registered(yunchuan))
    assert here("petition", row.number) in page_at(window, "desk")
