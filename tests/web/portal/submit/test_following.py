"""Following by a query code: the state in plain words, acts of its holder, no oracle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.base.audit.models import AuditRecord
from huiying.jobs import clock
from huiying.policy.petitions.kinds import (
    PetitionChannel,
    PetitionKind,
    PetitionStage,
    ReplyKind,
)
from huiying.web.shared.time_words import day_text
from huiying.work.petitions.accusations.models import Accusation, AccusationSupplement
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.erasure.actions.erase import erase_petition
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.petitions.actions.submit import submit_petition
from huiying.work.petitions.ratings.models import Rating
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply
from tests.scenarios.handled_petitions import DAY, answered, forwarded
from tests.scenarios.petitions import (
    ACCUSING_TEXT,
    OPINION,
    diverted,
    original,
    submit,
)
from tests.web.portal.submit.sender import Sender, code_of
from tests.work.petitions.code_replacements.steps import new_code_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def sender(yunchuan, time):
    return Sender()


@pytest.fixture
def receipt(yunchuan, now):
    return submit(yunchuan, now=now)


@pytest.fixture
def inside(sender, receipt):
    sender.enter(receipt.code)
    return sender


# The code -------------------------------------------------------------------------------------


def test_a_code_leads_to_its_state_and_stands_in_no_address(sender, receipt):
    response = sender.enter(receipt.code.lower().replace("-", " "))
    assert response.status_code == 302
    assert response["Location"] == sender.url("status")
    page = sender.status()
    assert receipt.row.number in page
    assert "我们已经收到，还没有登记" in page
    assert "前转给有权处理的单位" in page
    assert "《信访工作条例》第二十二条" in page
    assert receipt.code not in page


def test_the_cookie_is_closed_to_scripts_and_other_sites_and_holds_no_code(sender, receipt):
    cookie = sender.enter(receipt.code).cookies["followed"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == sender.url("status")
    assert receipt.code.replace("-", "") not in cookie.value


def test_half_an_hour_without_a_page_ends_it(inside, time, monkeypatch):
    assert "我们已经收到" in inside.status()
    later = clock.real_now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert "我们已经收到" not in inside.status()
    assert inside.client.get(inside.url("withdraw")).status_code == 302


def test_leaving_ends_it_at_once(inside):
    response = inside.act("leave", hidden=inside.form("status"))
    assert response.status_code == 302
    assert "已经退出" in inside.client.get(response["Location"]).content.decode()
    assert "我们已经收到" not in inside.status()


def test_a_cookie_of_one_bureau_opens_nothing_in_another(inside, linxi):
    inside.client.cookies["followed"]["path"] = "/"
    other = inside.client.get("/b/linxi/status/").content.decode()
    assert "我们已经收到" not in other


def test_a_changed_cookie_opens_nothing(inside):
    inside.client.cookies["followed"] = "x" + inside.client.cookies["followed"].value
    assert "我们已经收到" not in inside.status()


def test_a_replaced_code_ends_what_is_open_by_the_old_one(inside, receipt, yunchuan, now):
    code = new_code_of(yunchuan, receipt.row, now=now)
    assert "我们已经收到" not in inside.status()
    inside.enter(code)
    assert "补发了新的查询码，旧的作废" in inside.status()


def wrong_codes(cast, other_cast, now):
    erased = submit(cast, now=now)
    erase_petition(petition=erased.row, officer=None, now=now)
    return {
        "wrong": "ABCD-EFGH-JKMN",
        "erased": erased.code,
        "of another bureau": submit(other_cast, now=now).code,
        "of another bureau's accusation": submit(other_cast, ACCUSING_TEXT, now=now).code,
    }


def test_every_code_that_leads_nowhere_is_answered_alike_at_the_same_cost(
    yunchuan, linxi, time, now
):
    answers = {}
    for place, (name, code) in enumerate(wrong_codes(yunchuan, linxi, now).items()):
        sender = Sender(f"203.0.113.{place}")
        hidden = sender.form("status")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = sender.client.post(sender.url("status"), {**hidden, "code": code})
        page = (
            response.content.decode()
            .replace(code, "")
            .replace(hidden["csrfmiddlewaretoken"], "")
        )
        kept = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
        answers[name] = response.status_code, tuple(kept), len(queries)
    assert len(set(answers.values())) == 1, answers.keys()
    assert "没有查到" in "".join(kept)


def test_guessing_is_stopped_and_then_a_right_code_has_to_wait_too(sender, receipt):
    for _time in range(10):
        assert sender.enter("ABCD-EFGH-JKMN").status_code == 422
    stopped = sender.enter(receipt.code)
    assert stopped.status_code == 429
    assert "输错的次数太多" in stopped.content.decode()
    assert Sender("198.51.100.9").enter(receipt.code).status_code == 302


@pytest.mark.parametrize("typed", ["", "12", "😀" * 12, "x" * 61, "<b>", "ＡＢＣＤ"])
def test_what_cannot_be_a_code_is_a_clear_error(sender, typed):
    response = sender.enter(typed)
    assert response.status_code == 422
    assert "<b>" not in response.content.decode().split("<main")[1].split("value=")[-1]


# The state ------------------------------------------------------------------------------------


def test_who_handles_it_and_each_dated_step_are_shown(sender, yunchuan, receipt, time):
    forwarded(yunchuan, receipt.row)
    time.forward(days=1)
    sender.enter(receipt.code)
    page = sender.status()
    assert "已经转给来访接待科" in page
    assert "由来访接待科办理" in page
    assert "前告诉您是否受理" in page
    assert "11月24日" in page


def test_a_period_that_ran_out_is_said_to_have(inside, time):
    time.forward(days=20)
    inside.client.get(inside.url("status"))
    assert "已经过了这个日期" in inside.status()


def test_the_page_shows_the_masked_text_alone(inside):
    page = inside.status()
    assert "排队三小时" in page
    assert "李晓雪" not in page
    assert "13800138000" not in page


@pytest.mark.parametrize(
    ("text", "lang", "direction"),
    [
        ("ᠨᠢᠭᠡ ᠰᠠᠷ᠎ᠠ ᠶᠢᠨ ᠬᠤᠭᠤᠴᠠᠭ᠎ᠠ", "mn-Mong", "ltr"),
        ("བོད་ཡིག་གི་ཡི་གེ།", "bo", "ltr"),
        ("سۇ ئۈزۈلۈپ قالدى", "ug", "rtl"),
    ],
)
def test_other_scripts_are_shown_as_they_are_read(sender, text, lang, direction):
    sender.enter(code_of(sender.send(text)))
    page = sender.status()
    assert f'lang="{lang}" dir="{direction}">{text}' in page


def test_an_accusation_shows_that_it_came_and_was_transferred_and_nothing_else(
    sender, yunchuan, now
):
    receipt = submit(yunchuan, ACCUSING_TEXT, kind=None, now=now)
    sender.enter(receipt.code)
    page = sender.status()
    assert "前转送有权处理的机关" in page
    assert receipt.row.number not in page
    Accusation.objects.filter(pk=receipt.row.pk).update(
        transferred_at=now, transferred_to="区纪委监委"
    )
    page = sender.status()
    assert "已转送有权处理的机关" in page
    assert "区纪委监委" not in page
    for name in ("withdraw", "rate", "review"):
        assert sender.client.get(sender.url(name)).status_code == 404


# Acts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["supplement", "withdraw", "rate", "review"])
def test_without_a_code_every_act_leads_to_where_it_is_asked_for(sender, name):
    response = sender.client.get(sender.url(name))
    assert response["Location"].startswith(sender.url("status"))


def test_a_supplement_is_added_and_said_to_be(inside):
    response = inside.act("supplement", text="昨天又去了一次，还没修好。")
    page = inside.client.get(response["Location"]).content.decode()
    assert "补充的内容收到了" in page
    assert "您补充了材料" in page
    assert Supplement.objects.count() == 1


def test_a_supplement_pressed_twice_is_added_once(inside):
    hidden = inside.form("supplement")
    for _time in range(2):
        response = inside.act("supplement", hidden=hidden, text="又去了一次。")
    assert response.status_code == 302
    assert Supplement.objects.count() == 1


def test_a_supplement_that_accuses_goes_apart_and_leaves_no_trace_at_the_petition(
    inside, receipt
):
    steps = receipt.row.steps.count()
    response = inside.act("supplement", text=ACCUSING_TEXT)
    assert code_of(response) != receipt.code
    assert Accusation.objects.count() == 1
    assert not Supplement.objects.exists()
    assert receipt.row.steps.count() == steps


def test_a_supplement_to_an_accusation_stays_with_it(sender, yunchuan, now):
    sender.enter(submit(yunchuan, ACCUSING_TEXT, kind=None, now=now).code)
    response = sender.act("supplement", text="上周三又收了一次。")
    assert response.status_code == 302
    assert AccusationSupplement.objects.count() == 1


def test_what_was_typed_is_kept_when_a_supplement_comes_too_late(inside, receipt):
    hidden = inside.form("supplement")
    Petition.objects.filter(pk=receipt.row.pk).update(stage=PetitionStage.ANSWERED)
    response = inside.act("supplement", hidden=hidden, text="我还想补充一句。")
    page = response.content.decode()
    assert response.status_code == 409
    assert "不能再补充" in page
    assert "我还想补充一句" in page


def test_withdrawing_asks_first_and_then_ends_it(inside, receipt):
    assert "要撤回吗" in inside.client.get(inside.url("withdraw")).content.decode()
    response = inside.act("withdraw")
    page = inside.client.get(response["Location"]).content.decode()
    assert "您已经撤回，我们不再办理" in page
    assert inside.url("withdraw") not in page


def test_a_withdrawal_while_a_unit_handles_it_ends_the_period(inside, receipt, yunchuan):
    forwarded(yunchuan, receipt.row)
    inside.act("withdraw")
    receipt.row.refresh_from_db()
    assert receipt.row.stage == PetitionStage.WITHDRAWN


def test_what_is_diverted_is_said_to_be_transferred_with_its_period(
    inside, receipt, yunchuan, time
):
    due = receipt.row.clock.due_at
    diverted(yunchuan, receipt.row, now=time.now)

    page = inside.status()

    assert "转办中" in page
    assert "检举" not in page
    assert day_text(due) in page
    assert inside.url("withdraw") not in page
    assert inside.url("supplement") in page


def test_from_two_places_the_second_is_told_and_changes_nothing(inside, receipt):
    elsewhere = Sender("198.51.100.9")
    elsewhere.enter(receipt.code)
    hidden = inside.form("withdraw")
    elsewhere.act("supplement", text="从另一台电脑补充。")

    response = inside.act("withdraw", hidden=hidden)

    assert response.status_code == 409
    assert "您刚才的操作没有生效" in response.content.decode()
    receipt.row.refresh_from_db()
    assert receipt.row.stage == PetitionStage.RECEIVED


@pytest.fixture
def after_the_answer(sender, yunchuan, receipt, time):
    answered(yunchuan, receipt.row)
    time.forward(days=2)
    sender.enter(receipt.code)
    return sender


def test_an_answer_is_rated_bureau_and_unit_apart_and_changed(after_the_answer, receipt):
    response = after_the_answer.act("rate", of_bureau="SATISFIED", of_unit="NOT", reason="没修")
    page = after_the_answer.client.get(response["Location"]).content.decode()
    assert "您对本局工作的评价：满意" in page
    assert "您对办理的评价：不满意" in page
    after_the_answer.act("rate", of_bureau="NOT", of_unit="NOT")
    assert Rating.objects.get().of_bureau == "NOT"


def test_signed_letters_are_shown_and_noted_as_opened_once(after_the_answer, receipt, yunchuan):
    page = after_the_answer.status()
    assert "受理告知书" in page
    assert "信访处理意见书：支持" in page
    assert OPINION.facts in page
    assert OPINION.ways in page
    after_the_answer.status()
    opened = AuditRecord.objects.filter(verb="petition_reply.opened")
    assert opened.count() == receipt.row.replies.count() == 2


def test_a_draft_is_shown_to_nobody_outside(inside, yunchuan, receipt, now):
    draft_reply(
        petition=forwarded(yunchuan, receipt.row),
        draft=ReplyDraft(ReplyKind.ACCEPTANCE, text="还没有签发的话"),
        officer=yunchuan.lu,
        now=now,
    )
    assert "还没有签发的话" not in inside.status()


def test_a_rating_without_a_choice_is_no_rating(after_the_answer):
    response = after_the_answer.act("rate", of_bureau="GREAT")
    assert response.status_code == 422
    assert not Rating.objects.exists()


def test_there_is_nothing_to_rate_before_the_answer(inside):
    assert inside.client.get(inside.url("rate")).status_code == 404
    assert inside.url("rate") not in inside.status()


def test_a_review_is_asked_for_within_its_days(after_the_answer, receipt):
    assert after_the_answer.url("review") in after_the_answer.status()
    response = after_the_answer.act("review")
    page = after_the_answer.client.get(response["Location"]).content.decode()
    assert "您申请的复查正在进行" in page
    assert "来访接待科的上一级机关" in page
    assert after_the_answer.url("review") not in page


def test_after_thirty_days_no_review_is_offered(after_the_answer, time):
    time.forward(days=45)
    assert after_the_answer.url("review") not in after_the_answer.status()


def test_an_officer_who_recorded_it_can_hand_over_the_code(sender, yunchuan, now):
    receipt = submit_petition(
        bureau=yunchuan.bureau,
        submission=Submission(original(), PetitionKind.CLAIM, PetitionChannel.VISIT, now - DAY),
        now=now,
        officer=yunchuan.lu,
    )
    sender.enter(receipt.code)
    assert receipt.row.number in sender.status()


# What is kept of him --------------------------------------------------------------------------


def test_who_sent_it_reads_his_own_words_once_and_that_is_recorded(inside, receipt):
    assert "李晓雪" not in inside.status(), "the page of the state shows the masked text"
    asked = inside.client.get(inside.url("own")).content.decode()
    assert "13800138000" not in asked, "a look over the shoulder is warned of first"

    shown = inside.act("own").content.decode()

    assert "李晓雪" in shown
    assert "13800138000" in shown
    assert AuditRecord.objects.filter(verb="petition.shown_to_sender").count() == 1


def test_nobody_outside_reads_them(sender, receipt):
    hidden = sender.form("status")
    assert sender.act("own", hidden).status_code == 302
    assert not AuditRecord.objects.filter(verb="petition.shown_to_sender").exists()


def test_erasure_can_be_asked_for_once_the_matter_is_over(inside, receipt):
    assert "可以申请删除" in inside.status()
    response = inside.act("erase")
    assert response.status_code == 409, "it is handled still"
    assert "先撤回" in response.content.decode()

    inside.act("withdraw")
    response = inside.act("erase")

    assert "删除申请收到了" in inside.client.get(response["Location"]).content.decode()
    assert PetitionErasure.objects.get().petition == receipt.row


def test_an_accusation_has_neither_of_these_pages(sender, yunchuan, now):
    sender.enter(submit(yunchuan, ACCUSING_TEXT, kind=None, now=now).code)
    for name in ("own", "erase"):
        assert sender.client.get(sender.url(name)).status_code == 404
