"""联络 on screen (Art. 9): talk at regular times, share facts, take in what comes back."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.models import Message
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.rulebook.queries import versions_of
from huiying.policy.procedure.findings import Finding
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.liaison.actions.share_facts import LINK_LIFETIME, LINK_PATH
from huiying.work.casework.liaison.models import Lead, LeadState, LiaisonDesk, Share
from huiying.work.casework.verification.models import DocketState
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_verified_docket
from tests.scenarios.incidents import CLAIM, WATER, docket_of, incident_of, restart_workers
from tests.scenarios.liaison import LEAD, add_agency_channel, contact_of, make_talk
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time, settings):
    settings.PUBLIC_URL = "https://huiying.example/"
    restart_workers()
    time.forward(minutes=10)


def test_a_talk_on_the_board_has_no_opinion_grade(yunchuan):
    make_talk(yunchuan)

    board = words(signed_in(yunchuan.lu).get(to("board")))

    assert "送来检修计划" in board
    assert "未定级" not in board


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def words(response, status: int = 200) -> str:
    return page_of(response, status).text


def panel(response, name: str) -> str:
    return page_of(response).panel(name).text


def address() -> str:
    """Return the address in the newest message about a share."""
    body = Message.objects.filter(about_kind="share").latest("pk").body
    return re.search(r"https?://[^/]+(/s/\S+/)", body)[1]


def share_it(yunchuan, incident) -> Share:
    add_agency_channel(yunchuan)
    form = {"unit": yunchuan.waterworks.pk, "purpose": "请核对停水范围。"}
    signed_in(yunchuan.lu).post(to("share-start", incident.number), form)
    return Share.objects.get()


# Offices and talks ----------------------------------------------------------------------------


@pytest.mark.clause("9a", "9b")
def test_an_office_is_kept_and_talked_with_at_regular_times(yunchuan, time, now):
    lu = signed_in(yunchuan.lu)
    form = {"unit": yunchuan.waterworks.pk, "office": "水质科", "duty_line": "0591-8880"}
    lu.post(to("liaison-add"), form)
    desk = LiaisonDesk.objects.get()
    time.set(now + timedelta(days=85))
    board = panel(lu.get(to("desk")), "board")
    talk = {
        "at": "2027-02-17T09:00",
        "manner": "MEETING",
        "summary": "商定检修提前两天告知。",
        "news": "下月更换主管阀门。",
        "words": "送来检修计划",
        "owner": yunchuan.waterworks.pk,
        "due": "2027-02-20",
        "version": desk.revision,
    }
    lu.post(to("liaison-talk", desk.number), talk)

    page = words(lu.get(to("liaison-desk", desk.number)))

    assert "定期联络" in board
    assert "与区水务局水质科联络" in board
    assert "商定检修提前两天告知" in page
    assert "下月更换主管阀门" in page
    assert "送来检修计划" in page
    clocks = Clock.objects.filter(kind="liaison").order_by("pk")
    assert [row.state for row in clocks] == [ClockState.MET, ClockState.RUNNING]


def test_a_talk_that_is_not_held_is_on_the_board_and_late(yunchuan, time, now):
    desk = contact_of(yunchuan)
    time.set(now + timedelta(days=100))

    board = words(signed_in(yunchuan.lu).get(to("desk")))
    explained = words(signed_in(yunchuan.lu).get(to("clock", desk.clock_id)))

    assert "与区水务局水质科联络" in board
    assert desk.number in board
    assert "《制度》第九条" in explained
    assert (
        to("liaison-desk", desk.number)
        in signed_in(yunchuan.lu).get(to("desk")).content.decode()
    )


def test_a_follow_up_stays_on_the_desk_until_it_is_done(yunchuan, time, now):
    desk = make_talk(yunchuan)
    item = desk.talks.get().follow_ups.get()
    lu = signed_in(yunchuan.lu)
    time.set(now + timedelta(days=5))

    before = panel(lu.get(to("desk")), "board")
    lu.post(to("follow-up-done", desk.number, item.pk), {"note": "计划已收到"})

    assert "超时" in before
    assert "送来检修计划" in before
    item.refresh_from_db()
    assert (item.clock.state, item.clock.stopped_at) == ("MET", now + timedelta(days=5))
    assert "送来检修计划" not in words(lu.get(to("desk")))
    assert "计划已收到" in words(lu.get(to("liaison-desk", desk.number)))


def test_a_section_of_the_bureau_is_no_partner_agency(yunchuan):
    form = {"unit": yunchuan.reception.pk, "office": "窗口", "duty_line": "0591-8880"}

    page = signed_in(yunchuan.lu).post(to("liaison-add"), form)

    assert not LiaisonDesk.objects.exists()
    assert "区水务局" in words(page)
    assert "来访接待科" not in page_of(page).tags("select")[0]


def test_an_office_that_is_kept_no_longer_has_no_clock(yunchuan):
    desk = contact_of(yunchuan)
    form = {"office": "水质科", "duty_line": "0591-8881", "version": desk.revision}

    signed_in(yunchuan.lu).post(to("liaison-edit", desk.number), form)

    desk.refresh_from_db()
    assert not desk.active
    assert desk.clock is None
    assert "已停用" in words(signed_in(yunchuan.lu).get(to("liaison")))


def test_a_form_made_from_an_older_state_changes_nothing(yunchuan):
    desk = contact_of(yunchuan)
    form = {"office": "调度室", "duty_line": "0591-1", "version": 99, "active": "on"}

    page = words(signed_in(yunchuan.lu).post(to("liaison-edit", desk.number), form), status=409)

    assert "联络单位已被他人更新，本次操作未执行" in page
    assert (
        "调度室"
        in signed_in(yunchuan.lu).post(to("liaison-edit", desk.number), form).content.decode()
    )
    desk.refresh_from_db()
    assert desk.office == "水质科"


# Facts shared, leads that come back -----------------------------------------------------------


def test_the_path_of_the_message_is_an_address_of_the_product():
    assert reverse("shares:share", args=["TOKEN"]) == LINK_PATH.format(token="TOKEN")


@pytest.mark.clause("5g", "9b")
def test_an_agency_gets_the_facts_and_what_it_hands_in_becomes_a_post_without_author(
    yunchuan, water
):
    make_verified_docket(yunchuan, water, Finding.FALSE)
    share = share_it(yunchuan, water)
    stranger, lu = Client(), signed_in(yunchuan.lu)

    seen = words(stranger.get(address()))
    got = words(stranger.post(address(), {"post": "水质科值班", "text": LEAD}))
    lead = Lead.objects.get()
    waiting = panel(lu.get(to("desk")), "waiting")
    lu.post(to("lead-take", lead.number))

    assert CLAIM in seen
    assert "不属实" in seen
    assert "已收到线索" in got
    assert "交来线索" in waiting
    lead.refresh_from_db()
    assert lead.state == LeadState.TAKEN
    post = Post.objects.get(pk=lead.post_id)
    assert post.voice is None
    assert "望湖路二次供水泵房" in post.text
    page = words(lu.get(to("share", share.number)))
    assert "已录入" in page
    assert "与共享时的校验值一致" in page


def test_the_agency_sees_no_post_no_grade_and_nobody(yunchuan, water):
    share_it(yunchuan, water)

    page = words(Client().get(address()))

    assert "小区几百户没有干净水" not in page
    assert "重大" not in page
    assert "陆知远" not in page
    assert "请勿转发" in page


def test_what_was_shared_stays_as_it_was(yunchuan, water):
    share = share_it(yunchuan, water)
    make_verified_docket(yunchuan, water, Finding.FALSE)
    Incident.objects.filter(pk=water.pk).update(title="改过的名称")

    page = words(Client().get(address()))

    assert CLAIM not in page
    assert "改过的名称" not in page
    assert share.content["title"] in page


def test_looking_acts_upon_nothing_and_a_forwarded_link_shows_and_is_counted(yunchuan, water):
    share = share_it(yunchuan, water)
    first, second = Client(), Client()

    pages = [first.get(address()), second.get(address()), second.get(address())]

    assert {page.status_code for page in pages} == {200}
    assert not Lead.objects.exists()
    share.refresh_from_db()
    assert share.opened == 3
    assert AuditRecord.objects.filter(verb="share.opened").count() == 1
    assert "3 次" in words(signed_in(yunchuan.lu).get(to("shares")))


def test_a_link_that_was_taken_back_tells_what_to_do(yunchuan, water):
    share = share_it(yunchuan, water)
    opened = address()
    signed_in(yunchuan.lu).post(to("share-revoke", share.number), {"reason": "转错了人"})

    page = words(Client().get(opened), status=410)
    post = Client().post(opened, {"post": "值班", "text": LEAD})

    assert "已收回" in page
    assert "值班电话" in page
    assert post.status_code == 410
    assert not Lead.objects.exists()
    assert "转错了人" in words(signed_in(yunchuan.lu).get(to("share", share.number)))


def test_a_link_that_has_ended_tells_what_to_do(yunchuan, water, time, now):
    share_it(yunchuan, water)
    later = now + LINK_LIFETIME + timedelta(hours=1)
    time.set(later)

    page = words(Client().get(address()), status=410)

    assert "过期" in page
    assert "申请重新共享。已提交内容不受影响" in page
    assert "已到期" in words(signed_in(yunchuan.lu).get(to("shares")))


def test_a_forged_link_says_nothing_of_any_matter(yunchuan, water):
    share_it(yunchuan, water)

    page = words(Client().get("/s/not-a-token/"), status=404)

    assert water.title not in page


def test_a_claim_that_the_agency_was_asked_is_answered_by_the_same_link(yunchuan, water):
    docket = docket_of(yunchuan, water)
    share_it(yunchuan, water)
    page = Client().get(address())
    form = {
        "post": "水质科值班",
        "finding": "FALSE",
        "facts": "没有此事。",
        "words": "检修工单",
        "expires": "2026-12-24",
        "version": docket.revision,
    }

    got = words(Client().post(f"{address()}claims/{docket.number}/", form))

    assert docket.claim in words(page)
    assert "已收到答复" in got
    docket.refresh_from_db()
    assert docket.state == DocketState.FOUND
    assert Client().get(f"{address()}claims/{docket.number}/").status_code == 410


def test_a_claim_that_another_agency_was_asked_is_not_answered_by_this_link(yunchuan, water):
    docket = docket_of(yunchuan, water, unit=yunchuan.online)
    share_it(yunchuan, water)

    page = Client().get(address())

    assert docket.claim not in words(page)
    assert Client().get(f"{address()}claims/{docket.number}/").status_code == 410


def test_a_lead_names_a_post_and_personal_data_is_masked(yunchuan, water):
    share_it(yunchuan, water)
    named = Client().post(address(), {"post": "联系人张伟", "text": LEAD})
    Client().post(address(), {"post": "值班室", "text": f"{LEAD}打 13812345678 问"})

    assert "不得写人名" in words(named, status=409)
    assert "13812345678" not in Lead.objects.get().text


def test_a_lead_is_set_aside_with_a_reason_and_decided_once(yunchuan, water):
    share = share_it(yunchuan, water)
    Client().post(address(), {"post": "值班室", "text": LEAD})
    lead, lu = Lead.objects.get(), signed_in(yunchuan.lu)
    before = Post.objects.count()
    lu.post(to("lead-aside", lead.number), {"reason": "与本事件无关"})

    again = words(lu.post(to("lead-take", lead.number), follow=True))

    assert "该线索已处理（" in again
    assert Post.objects.count() == before
    assert "与本事件无关" in words(lu.get(to("share", share.number)))


def test_an_agency_without_a_channel_is_said_so(yunchuan, water):
    form = {"unit": yunchuan.waterworks.pk, "purpose": "请核对。"}

    page = words(signed_in(yunchuan.lu).post(to("share-start", water.number), form), status=409)

    assert "无可用消息渠道" in page


def test_the_register_is_narrowed_and_says_what_it_hides(yunchuan, water):
    share = share_it(yunchuan, water)
    lu = signed_in(yunchuan.lu)

    every = words(lu.get(to("shares")))
    none = words(lu.get(to("shares"), {"state": "BACK"}))
    refused = words(lu.get(to("shares"), {"q": "13812345678"}))

    assert share.number in every
    assert "筛选隐藏了 1 份" in none
    assert share.number not in none
    assert share.number not in refused


def test_the_register_goes_out_as_a_file(yunchuan, water):
    share = share_it(yunchuan, water)
    Client().post(address(), {"post": "值班室", "text": "=1+1 是公式吗"})
    Share.objects.filter(pk=share.pk).update(purpose="=cmd|calc")

    answer = signed_in(yunchuan.auditor).get(to("shares-export"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"].startswith("text/csv")
    assert len(rows) == 3
    assert rows[2][0] == share.number
    assert rows[2][10] == "值班室"
    assert rows[1][3] == "'=cmd|calc"


def test_the_incident_shows_its_shares_to_who_sees_all_matters_alone(yunchuan, water):
    share = share_it(yunchuan, water)

    page = panel(signed_in(yunchuan.shen).get(part_url(water.number, "shares")), "shares")

    assert share.number in page
    assert "区水务局" in page
    assert signed_in(yunchuan.water).get(to("share", share.number)).status_code == 403


# Training -------------------------------------------------------------------------------------


@pytest.mark.clause("9c")
def test_a_training_is_kept_beside_the_version_of_the_rules_that_came_of_it(yunchuan, now):
    adopt_default(bureau=yunchuan.bureau, now=now, actor=MACHINE)
    version = versions_of(yunchuan.bureau.pk)[0].version
    form = {
        "held_on": "2026-11-20",
        "topic": "突发舆情第一小时",
        "given_by": "区委网信办",
        "attended": "综合办公室、来访接待科",
        "people": 12,
        "learned": "先说已经知道的。",
        "rules": version,
        "changed": "较大舆情通报改为 1 小时。",
    }
    office = signed_in(yunchuan.shen)

    office.post(to("training-add"), form)

    page = words(office.get(to("trainings")))
    assert "突发舆情第一小时" in page
    assert "较大舆情通报改为 1 小时" in page
    assert f"规则第 {version} 版" in page
