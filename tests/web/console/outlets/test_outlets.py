"""发布计划 on screen (Art. 8): many channels, one text, and a correction on all of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.queries import FileState, open_file
from huiying.policy.release.sealing import SealGround
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from huiying.work.responses.outlets.models import (
    Agreement,
    Carried,
    OfficialAccount,
    PlanLine,
    PlanState,
)
from huiying.work.responses.releases.package import package_of
from huiying.work.responses.responders.actions.record_reply import record_reply
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.sample_bureau import responder_of
from tests.scenarios.tasks import PICTURE, make_png
from tests.web.clients import signed_in
from tests.web.page import Page, page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "https://mp.weixin.example/s/1"


@pytest.fixture(autouse=True)
def _today(time):
    time.forward(hours=1)


standing_rows, rows, yunchuan, release = module_rows(lambda cast: desk.published(cast, T0))


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def words(response, status: int = 200) -> str:
    return page_of(response, status).text


def place(client, *, outlet="WECHAT", name="云川信访") -> OfficialAccount:
    address = "" if outlet == "NEWSPAPER" else "https://mp.weixin.example/yunchuan"
    client.post(to("account-add"), {"outlet": outlet, "name": name, "address": address})
    return OfficialAccount.objects.get(name=name)


def planned(client, cast, release, *, outlet="WECHAT", account="云川信访") -> PlanLine:
    form = {
        "account": place(client, outlet=outlet, name=account).pk,
        "owner": cast.office.pk,
        "planned_at": "2026-11-24T10:30",
    }
    answer = client.post(to("plan-add", release.answer.number), form)
    assert answer.status_code == 302, words(answer, answer.status_code)
    return PlanLine.objects.latest("pk")


def carry(client, line, text="", status=302, **changes):
    line.refresh_from_db()
    form = {"at": "2026-11-24T10:40", "link": LINK, "text": text, "version": line.revision}
    answer = client.post(to("plan-carried", line.pk), form | changes)
    assert answer.status_code == status, words(answer, answer.status_code)
    return answer


@pytest.mark.clause("8e")
def test_an_answer_goes_out_on_many_channels_and_each_is_proven(yunchuan, release, office):
    number = release.answer.number
    wechat = planned(office, yunchuan, release)
    planned(office, yunchuan, release, outlet="NEWSPAPER", account="云川日报")

    before = words(office.get(to("plan", number)))
    carry(office, wechat, package_of(release).plain)

    page = words(office.get(to("plan", number)))
    assert "已过计划时间" in before
    assert "本局公开网页" in page
    assert "微信公众号" in page
    assert "云川日报" in page
    assert "一致" in page
    assert "10:40" in page
    assert LINK in office.get(to("plan", number)).content.decode()


@pytest.mark.clause("8e")
def test_a_correction_marks_every_channel_that_still_says_the_old_version(
    yunchuan, release, office, now
):
    number = release.answer.number
    wechat = planned(office, yunchuan, release)
    paper = planned(office, yunchuan, release, outlet="NEWSPAPER", account="云川日报")
    for line in (wechat, paper):
        carry(office, line, package_of(release).plain)
    second = desk.corrected(yunchuan, release, now + timedelta(minutes=50))

    marked = words(office.get(to("plan", number)))
    waiting = words(office.get(to("desk")))
    carry(office, wechat, package_of(second).plain, at="2026-11-24T10:55")
    half = words(office.get(to("plan", number)))
    carry(office, paper, package_of(second).plain, at="2026-11-24T10:55")

    done = words(office.get(to("plan", number)))
    assert "2 个渠道仍为旧版" in marked
    assert "仍为旧版，须更正" in waiting
    assert "微信公众号 云川信访" in waiting
    assert "报纸 云川日报" in waiting
    assert "1 个渠道仍为旧版" in half
    assert "仍为旧版" not in done
    assert "还是第 1 版" not in words(office.get(to("desk")))
    assert [row.release.version for row in wechat.carried.all()] == [2, 1]


def test_a_word_more_is_a_difference_and_shown_in_its_sentence(yunchuan, release, office):
    line = planned(office, yunchuan, release)
    text = package_of(release).plain.replace("7位群众", "17位群众")

    told = words(office.get(carry(office, line, text).url))

    assert Carried.objects.get().agreement == Agreement.DIFFERS
    assert "不一致" in told
    page = office.get(to("plan-line", line.pk)).content.decode()
    assert "<ins>" in page
    assert "有发布渠道的文字与发布版本不一致" in words(
        office.get(to("plan", release.answer.number))
    )


def test_an_excerpt_whose_every_sentence_was_released_is_no_difference(
    yunchuan, release, office
):
    line = planned(office, yunchuan, release)
    summary = release.content["summary"]

    carry(office, line, f"\n　　{summary}\n\n")

    assert Carried.objects.get().agreement == Agreement.EXCERPT
    page = office.get(to("plan-line", line.pk))
    assert "句未刊登" in words(page)
    assert "<del>" not in page.content.decode()


def test_without_the_words_nothing_is_said_about_them(yunchuan, release, office):
    line = planned(office, yunchuan, release)

    carry(office, line, link="", proof="云川日报 11 月 24 日二版")

    assert "文字未核对" in words(office.get(to("plan", release.answer.number)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"link": "", "proof": ""}, "写明凭证"),
        ({"at": "2026-11-25T10:40"}, "发出时间不得晚于当前时间"),
        ({"at": "2026-11-23T10:40"}, "早于第 1 版发布"),
    ],
)
def test_what_was_carried_needs_proof_and_a_moment_that_can_be(
    yunchuan, release, office, wrong, said
):
    line = planned(office, yunchuan, release)

    page = words(carry(office, line, "输入内容仍在本页", status=409, **wrong), 409)

    assert said in page
    assert "输入内容仍在本页" in page
    assert not Carried.objects.exists()


def test_a_channel_in_doubt_is_looked_at_before_anything_is_sent_again(
    yunchuan, release, office
):
    line = planned(office, yunchuan, release)
    office.post(to("plan-doubt", line.pk), {"why": "提交后超时", "version": line.revision})

    page = words(office.get(to("plan", release.answer.number)))
    desk_page = words(office.get(to("desk")))
    line.refresh_from_db()
    office.post(
        to("plan-absent", line.pk),
        {"why": "如“账号后台和手机端均无”", "version": line.revision},
    )

    assert "结果待核，先核实再发" in page
    assert "提交后超时" in page
    assert "登记已发…" not in page.replace("登记已发布…", "")
    assert "结果待核，先核实再发" in desk_page
    line.refresh_from_db()
    assert line.state == PlanState.PLANNED
    assert "登记已发…" in words(office.get(to("plan", release.answer.number)))


def test_two_officers_do_not_both_record_one_channel(yunchuan, release, office):
    line = planned(office, yunchuan, release)
    carry(office, line, version=0)

    page = words(carry(office, line, status=409, version=0), 409)

    assert "发布渠道已被他人办理" in page
    assert Carried.objects.count() == 1


def test_nothing_is_carried_before_it_is_released_and_a_plan_may_come_first(
    yunchuan, office, now
):
    draft = desk.ready(yunchuan, now)
    line = planned(office, yunchuan, draft)

    page = words(carry(office, line, status=409), 409)

    assert "尚未发布" in page
    assert "发布计划" in words(office.get(to("draft", draft.pk)))
    assert "已过计划时间" not in words(office.get(to("desk")))
    assert office.get(to("package", draft.answer.number)).status_code == 404


def test_one_account_stands_once_in_a_plan_and_can_be_given_up(yunchuan, release, office):
    line = planned(office, yunchuan, release)
    form = {
        "account": line.account_id,
        "owner": yunchuan.office.pk,
        "planned_at": "2026-11-24T10:30",
    }

    again = words(office.post(to("plan-add", release.answer.number), form), 409)
    office.post(to("plan-drop", line.pk), {"why": "改由区政府号发", "version": 0})

    assert "已经在计划里" in again
    assert "改由区政府号发" in words(office.get(to("plan", release.answer.number)))
    assert planned(office, yunchuan, release).pk != line.pk


def test_the_package_holds_the_release_and_nothing_from_outside(yunchuan, now, office):
    release = desk.published(yunchuan, now, title='"><script>alert(1)</script>要撤帖吗？')
    package = package_of(release)

    page = office.get(to("package", release.answer.number)).content.decode()

    assert "<script>alert" not in package.html
    assert not re.search(r"<(?!/?(section|p|h2)>)", package.html)
    assert "http" not in package.plain + package.html
    assert "[F1]" not in package.plain
    assert release.content["body"].split("\n")[0] in package.plain
    assert "&lt;section&gt;" in page
    assert "<script>alert" not in page


def test_a_title_that_does_not_fit_is_said(yunchuan, now, office):
    release = desk.published(yunchuan, now, title="来访登记" * 10)

    assert "标题超过 32 字" in words(office.get(to("package", release.answer.number)))


def test_the_plan_is_written_by_who_speaks_for_the_bureau_alone(yunchuan, release):
    window = signed_in(yunchuan.window)

    page = window.get(to("plan", release.answer.number))

    assert page.status_code == 200
    assert "加渠道" not in words(page)
    assert window.post(to("plan-add", release.answer.number), {}).status_code == 403


# One list of official accounts --------------------------------------------------------------


def test_plans_and_replies_refer_to_one_list(yunchuan, release, office):
    planned(office, yunchuan, release)
    planned(office, yunchuan, release, outlet="NEWSPAPER", account="云川日报")

    page = page_of(office.get(to("accounts")))
    chosen = words(signed_in(yunchuan.speaker).get(to("plan-add", release.answer.number)))

    assert "微信公众号 云川信访" in chosen
    assert "报纸 云川日报" in chosen
    media = page.panel("media")
    assert "云川信访 等另一人确认 微信公众号" in Page(page.replace(media, "")).text
    assert "云川日报 等另一人确认 报纸" in media.text
    with pytest.raises(Refused):  # nobody replies on a newspaper in the bureau's name
        record_reply(
            release=release,
            account=OfficialAccount.objects.get(name="云川日报"),
            address="https://paper.example/1",
            posted_at=release.published_at,
            officer=responder_of(
                yunchuan, yunchuan.window, yunchuan.reception, now=release.published_at
            ).officer,
            now=release.published_at,
        )


def test_a_retired_account_is_planned_no_more_and_its_line_stays(yunchuan, release, office):
    line = planned(office, yunchuan, release)
    office.post(to("account-retire", line.account_id))

    fresh = words(office.get(to("plan-add", release.answer.number)))
    kept = words(office.get(to("plan-edit", line.pk)))

    assert "微信公众号 云川信访" not in fresh
    assert "微信公众号 云川信访" in kept
    assert "云川信访" in words(office.get(to("plan", release.answer.number)))


def test_an_own_account_without_an_address_is_not_listed(office):
    page = words(office.post(to("account-add"), {"outlet": "WEIBO", "name": "云川信访"}), 409)

    assert "网址须以" in page
    assert not OfficialAccount.objects.exists()


# A picture as proof -------------------------------------------------------------------------


@pytest.fixture
def _disk(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def shot(data: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile("某某的手机.png", data, content_type="text/html")


@pytest.mark.usefixtures("_disk")
def test_a_picture_is_proof_and_is_held_to_its_hash_each_time(yunchuan, release, office):
    line = planned(office, yunchuan, release)
    carry(office, line, link="", file=shot())

    row = Carried.objects.get()
    page = words(office.get(to("plan-line", line.pk)))
    got = office.get(to("plan-file", line.pk, row.pk))
    store.drop(row.file.blob)
    after = words(office.get(to("plan-line", line.pk)))

    assert row.file.sha256[:16] in page
    assert "与登记时的校验值一致" in page
    assert got.content == make_png()  # without what the camera wrote
    assert "attachment" in got["Content-Disposition"]
    assert "文件缺失" in after
    gone = office.get(to("plan-file", line.pk, row.pk), follow=True)
    assert "该文件无法打开" in words(gone)


@pytest.mark.usefixtures("_disk")
def test_a_page_that_calls_itself_a_picture_is_refused_and_nothing_is_lost(
    yunchuan, release, office
):
    line = planned(office, yunchuan, release)

    form = {"at": "2026-11-24T10:40", "text": "输入内容仍在本页", "file": shot(b"<script>")}
    page = words(office.post(to("plan-carried", line.pk), form))

    assert "仅接收 JPG、PNG 图片和 PDF、OFD、DOCX、XLSX 文件（不含宏）" in page
    assert "输入内容仍在本页" in page
    assert not Carried.objects.exists()


@pytest.mark.usefixtures("_disk")
def test_sealed_words_do_not_live_on_in_a_picture(yunchuan, release, office, now):
    line = planned(office, yunchuan, release)
    carry(office, line, link="", file=shot())

    seal = ask_seal(
        release=release,
        ground=SealGround.PERSONAL,
        reason="含当事人电话",
        officer=yunchuan.speaker,
        now=now,
    )
    decide_seal(seal=seal, approve=True, reason="", officer=yunchuan.cheng, now=now)

    row = Carried.objects.get()
    assert open_file(row.file).state == FileState.ERASED
    assert "已销毁" in words(office.get(to("plan-line", line.pk)))
