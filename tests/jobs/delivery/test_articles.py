"""公众号 articles: the recorded contract, and the way from an approved text to an address."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.jobs import clock
from huiying.jobs.delivery import articles, wechat
from huiying.work.responses.outlets.actions.manage_accounts import add_account
from huiying.work.responses.outlets.models import (
    AccountKey,
    Agreement,
    Carried,
    Outlet,
    PlanLine,
    PlanState,
    Posting,
    PostingState,
)
from tests.factories import T0
from tests.jobs.peers import Hook, Platform, serving
from tests.module_rows import module_rows
from tests.polling import expire_timeouts
from tests.scenarios.press import wechat_of
from tests.scenarios.tasks import make_png
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

RECORD = json.loads(
    (Path(__file__).parent / "contracts" / "articles" / "wechat.json").read_text("utf-8")
)
CALLS = {call["name"]: call for call in RECORD["calls"]}
BY_CALL = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
DOCS = Path(__file__).parents[3] / "docs" / "channels.md"
SECRET = "s3cr3t-of-the-account"


def ask(call) -> wechat.WechatAnswer:
    body = call["body"]
    return {
        "sign_in": lambda: wechat.sign_in("wx1234567890abcdef", SECRET),
        "add_draft": lambda: wechat.add_draft("ACCESS_TOKEN", body["articles"][0]),
        "submit": lambda: wechat.submit("ACCESS_TOKEN", "MEDIA_ID"),
        "status_of": lambda: wechat.status_of("ACCESS_TOKEN", "100000001"),
    }[call["name"]]()


# The contract -------------------------------------------------------------------------------


@BY_CALL
def test_the_request_is_the_documented_one_and_its_answer_is_understood(call, settings):
    with serving(Hook(200, answer=call["answer"])) as peer:
        settings.WECHAT_API = peer.root
        said = ask(call)

    ((address, headers, body),) = peer.got
    assert said.ok
    assert address == call["address"]
    assert json.loads(body) == call["body"]
    assert b"\\u" not in body  # the platform wants characters, not escapes
    assert headers["Content-Type"] == "application/json; charset=utf-8"


@BY_CALL
def test_a_refusal_says_what_to_do_and_holds_no_secret(call, settings):
    for refusal in call["refused"]:
        with serving(Hook(200, answer=refusal["body"])) as peer:
            settings.WECHAT_API = peer.root
            said = ask(call)

        assert refusal["says"] in said.outcome.error
        assert (said.outcome.final, said.outcome.maybe) == (refusal["final"], False)
        assert said.data == {}
        for secret in (SECRET, "ACCESS_TOKEN", "203.0.113.7", peer.root):
            assert secret not in said.outcome.error


@pytest.mark.parametrize("answer", [None, [], {"hello": 1}])
def test_what_is_not_the_platform_may_have_been_taken_and_is_never_success(answer, settings):
    with serving(Hook(200, answer=answer)) as peer:
        settings.WECHAT_API = peer.root
        said = wechat.submit("ACCESS_TOKEN", "MEDIA_ID")

    assert not said.ok
    assert said.outcome.maybe


ODD = [None, True, "", [], {}, ["x"], 1.5, "长" * 600, "a\x00b"]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@BY_CALL
def test_a_field_of_another_shape_is_no_success(call, odd, settings):
    answer = dict.fromkeys(call["answer"], odd) | {"errcode": 0}
    with serving(Hook(200, answer=answer)) as peer:
        settings.WECHAT_API = peer.root
        said = ask(call)

    assert not said.ok
    assert "不是公众号平台" in said.outcome.error


@pytest.mark.parametrize("code", ["0", "40001", True, None, [], {}, 1.0], ids=repr)
def test_a_code_of_another_shape_is_no_success(code, settings):
    with serving(Hook(200, answer={"errcode": code, "publish_id": "1"})) as peer:
        settings.WECHAT_API = peer.root
        said = wechat.submit("ACCESS_TOKEN", "MEDIA_ID")

    assert not said.ok
    assert said.outcome.maybe


@pytest.mark.parametrize("body", [b"<html>", b"\xff\xfe", b"[" * 60_000, b"9" * 9_000])
def test_what_is_no_json_is_no_success(body, settings):
    with serving(Hook(200)) as peer:
        peer.answer = body
        settings.WECHAT_API = peer.root
        said = wechat.submit("ACCESS_TOKEN", "MEDIA_ID")

    assert not said.ok
    assert said.outcome.maybe


def test_the_page_of_channels_names_the_interface_and_claims_no_trial():
    row = next(line for line in DOCS.read_text("utf-8").splitlines() if "freepublish" in line)

    assert RECORD["documentation"] in row
    assert ("| no |" in row) == (not RECORD["tried_on_the_service"])


# The way of an article ----------------------------------------------------------------------


@pytest.fixture
def platform(settings, tmp_path, time, now):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, "https://yunchuan.example"
    time.set(now + timedelta(minutes=5))
    answers = {call["address"].split("?")[0]: call["answer"] for call in CALLS.values()}
    answers["/cgi-bin/material/add_material"] = {"media_id": "COVER", "url": ""}
    with serving(Platform(answers)) as peer:
        settings.WECHAT_API = peer.root
        yield peer


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def told_with_an_account(cast):
    """An answer that is out, and an account that has no keys yet."""
    return desk.published(cast, T0), wechat_of(cast, now=T0)


standing_rows, rows, yunchuan, told = module_rows(told_with_an_account)


@pytest.fixture
def line(yunchuan, told, platform) -> PlanLine:
    release, account = told
    signed_in(yunchuan.admin).post(
        to("channel-account", account.pk),
        {
            "appid": "wx1234567890abcdef",
            "secret": SECRET,
            "active": "on",
            "cover": SimpleUploadedFile("cover.png", make_png()),
        },
    )
    signed_in(yunchuan.shen).post(
        to("plan-add", release.answer.number),
        {
            "account": account.pk,
            "owner": yunchuan.office.pk,
            "planned_at": "2026-11-24T12:30",
        },
    )
    return PlanLine.objects.get()


def worked(times=1):
    for _ in range(times):
        Posting.objects.update(next_try_at=clock.now())
        articles.turn(clock.now())
    return Posting.objects.latest("pk")


def drafted(cast, line) -> Posting:
    signed_in(cast.shen).post(to("article-start", line.pk))
    found = worked()
    assert found.state == PostingState.DRAFTED, found.error
    return found


def publish(cast, found):
    found.refresh_from_db()
    address = to("article-publish", found.pk)
    return signed_in(cast.speaker).post(address, {"version": found.revision}, follow=True)


@pytest.mark.clause("8e")
@pytest.mark.django_db
def test_a_person_publishes_and_the_platform_says_when_it_is_out(yunchuan, line, platform):
    found = drafted(yunchuan, line)
    waiting = page_of(signed_in(yunchuan.speaker).get(to("desk"))).text
    worked(3)  # however often the worker looks: a draft stays a draft
    asked = [path for path, _body in platform.asked]
    publish(yunchuan, found)
    submitted = worked()
    before = page_of(signed_in(yunchuan.shen).get(to("plan-line", line.pk))).text
    done = worked()

    assert "/cgi-bin/freepublish/submit" not in asked
    assert "公众号草稿等发布" in waiting
    assert submitted.state == PostingState.SUBMITTED
    assert "平台处理中，尚未发布" in before
    assert done.state == PostingState.PUBLISHED
    row = Carried.objects.get()
    assert (row.link, row.agreement) == ("https://mp.weixin.example/s/1", Agreement.SAME)
    assert row.recorded_by == yunchuan.speaker
    line.refresh_from_db()
    assert line.state == PlanState.CARRIED
    [article] = platform.bodies("/cgi-bin/draft/add")[0]["articles"]
    assert article["thumb_media_id"] == "COVER"
    assert article["content_source_url"].startswith("https://yunchuan.example/b/yunchuan/")
    assert len(platform.bodies("/cgi-bin/freepublish/submit")) == 1
    [cover] = [body for path, body in platform.asked if path.endswith("/add_material")]
    assert b'name="media"; filename="cover.png"' in cover
    assert make_png() in cover


@pytest.mark.django_db
def test_a_time_out_after_acceptance_is_in_doubt_and_is_never_sent_twice(
    yunchuan, line, platform, monkeypatch
):
    found = drafted(yunchuan, line)
    publish(yunchuan, found)
    expire_timeouts(monkeypatch, platform.fallen_silent)
    platform.silent_at.add("/cgi-bin/freepublish/submit")
    worked(3)

    page = page_of(signed_in(yunchuan.shen).get(to("plan", line.answer.number))).text
    assert len(platform.bodies("/cgi-bin/freepublish/submit")) == 1
    assert "结果待核，先核实再发" in page
    assert not Carried.objects.exists()
    again = page_of(publish(yunchuan, found)).text
    assert "不能办理此操作" in again

    platform.silent_at.clear()  # somebody looked: it is not there, so it may be sent again
    line.refresh_from_db()
    signed_in(yunchuan.shen).post(
        to("plan-absent", line.pk), {"why": "账号和后台都没有", "version": line.revision}
    )
    publish(yunchuan, found)
    assert worked(2).state == PostingState.PUBLISHED
    assert Carried.objects.count() == 1


@pytest.mark.django_db
def test_a_process_that_died_with_its_request_out_leaves_a_doubt(yunchuan, line, platform):
    found = drafted(yunchuan, line)
    publish(yunchuan, found)
    Posting.objects.update(claimed_at=clock.now() - timedelta(minutes=10))

    assert worked().state == PostingState.UNKNOWN
    assert platform.bodies("/cgi-bin/freepublish/submit") == []


@pytest.mark.django_db
def test_an_article_of_a_clock_that_was_set_back_waits_for_nothing(yunchuan, line, platform):
    publish(yunchuan, drafted(yunchuan, line))
    worked()
    later = clock.now() + timedelta(hours=8)
    Posting.objects.update(next_try_at=later, claimed_at=later)

    articles.turn(clock.now())

    assert Posting.objects.get().state == PostingState.PUBLISHED


@pytest.mark.django_db
def test_what_is_corrected_before_it_is_submitted_does_not_go_out(
    yunchuan, line, platform, now
):
    found = drafted(yunchuan, line)
    publish(yunchuan, found)
    desk.corrected(yunchuan, found.release, now + timedelta(minutes=1))

    stopped = worked()

    assert (stopped.state, stopped.error) == (
        PostingState.FAILED,
        "该版本已更正，未发送。",
    )
    assert platform.bodies("/cgi-bin/freepublish/submit") == []
    second = drafted(yunchuan, line)  # a correction is an article of its own, marked as one
    [article] = platform.bodies("/cgi-bin/draft/add")[-1]["articles"]
    assert second.release.version == 2
    assert article["title"].startswith("更正：")
    assert "更正说明" in article["content"].splitlines()[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "said"), [(4, "平台审核未通过"), (6, "被平台停用"), (3, "常规失败")]
)
def test_what_the_platform_refuses_later_is_not_published(
    yunchuan, line, platform, status, said
):
    publish(yunchuan, drafted(yunchuan, line))
    platform.answers["/cgi-bin/freepublish/get"] = {
        "publish_id": "100000001",
        "publish_status": status,
    }
    found = worked(2)

    assert found.state == PostingState.FAILED
    assert said in page_of(signed_in(yunchuan.shen).get(to("plan", line.answer.number))).text
    assert "公众号未发出" in page_of(signed_in(yunchuan.shen).get(to("desk"))).text
    assert not Carried.objects.exists()


@pytest.mark.django_db
def test_a_refused_draft_is_tried_again_until_it_cannot_help(yunchuan, line, platform):
    platform.answers["/cgi-bin/draft/add"] = {"errcode": -1, "errmsg": "busy"}
    signed_in(yunchuan.shen).post(to("article-start", line.pk))

    assert worked().state == PostingState.DRAFTING
    assert worked(4).state == PostingState.FAILED


@pytest.mark.django_db
def test_only_who_may_publish_publishes_and_a_version_is_asked_for_once(
    yunchuan, line, platform
):
    found = drafted(yunchuan, line)

    office = signed_in(yunchuan.shen)
    assert office.post(to("article-publish", found.pk), {}).status_code == 403
    twice = page_of(office.post(to("article-start", line.pk), follow=True)).text
    dropped = page_of(
        office.post(to("plan-drop", line.pk), {"why": "不发", "version": 0}), 409
    ).text

    assert "不重复建草稿" in twice
    assert "先放弃草稿" in dropped
    assert Posting.objects.count() == 1


@pytest.mark.django_db
def test_without_keys_nothing_is_offered_and_a_sandbox_sends_nothing(yunchuan, line, platform):
    signed_in(yunchuan.shen).post(to("article-start", line.pk))
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])
    worked()
    AccountKey.objects.update(active=False)

    assert platform.asked == []
    Posting.objects.all().delete()
    page = page_of(signed_in(yunchuan.shen).get(to("plan-line", line.pk))).text
    assert "公众号文章" not in page


@pytest.mark.django_db
def test_the_secret_is_sealed_and_shown_nowhere(yunchuan, line):
    key = AccountKey.objects.get()
    admin = signed_in(yunchuan.admin)
    pages = admin.get(to("channels")).content + admin.get(
        to("channel-account", line.account_id)
    ).content  # fmt: skip

    assert SECRET.encode() not in bytes(key.secret) + bytes(key.data_key) + pages
    assert SECRET not in str(list(AuditRecord.objects.values_list()))
    assert "wx1234567890abcdef" in pages.decode()
    admin.post(  # an empty secret keeps the old one
        to("channel-account", line.account_id), {"appid": "wx1234567890abcdef", "active": "on"}
    )
    key.refresh_from_db()
    assert articles.secret_of(key) == SECRET


@pytest.mark.django_db
@pytest.mark.parametrize("cut", ["switched off", "refused", "busy"])
def test_what_the_platform_took_is_never_called_failed_because_it_cannot_be_asked(
    yunchuan, line, platform, cut
):
    publish(yunchuan, drafted(yunchuan, line))
    assert worked().state == PostingState.SUBMITTED
    if cut == "switched off":
        AccountKey.objects.update(active=False)
    code = {"refused": 40164, "busy": -1}.get(cut)
    if code is not None:
        platform.answers["/cgi-bin/stable_token"] = {"errcode": code, "errmsg": "no"}
    found = worked(6)

    state = PostingState.SUBMITTED if cut == "busy" else PostingState.UNKNOWN
    assert found.state == state
    AccountKey.objects.update(active=True)
    signed_in(yunchuan.shen).post(to("article-start", line.pk))
    assert Posting.objects.count() == 1  # a second draft could be published twice


@pytest.mark.django_db
def test_an_article_that_is_under_way_keeps_its_account(yunchuan, line, platform, now):
    drafted(yunchuan, line)
    other = add_account(
        outlet=Outlet.WECHAT,
        name="云川发布",
        address="https://mp.weixin.example/fabu",
        officer=yunchuan.shen,
        now=now,
    )
    line.refresh_from_db()
    form = {
        "account": other.pk,
        "owner": yunchuan.office.pk,
        "planned_at": "2026-11-24T12:30",
        "version": line.revision,
    }
    refused = page_of(signed_in(yunchuan.shen).post(to("plan-edit", line.pk), form), 409).text

    was = line.account_id
    line.refresh_from_db()
    assert line.account_id == was
    assert "请先放弃草稿" in refused


@pytest.mark.django_db
@pytest.mark.parametrize("status", [None, False, "x", [], {}, [0]], ids=repr)
def test_a_status_of_another_shape_is_asked_for_again(yunchuan, line, platform, status):
    publish(yunchuan, drafted(yunchuan, line))
    assert worked().state == PostingState.SUBMITTED
    platform.answers["/cgi-bin/freepublish/get"] = {"publish_status": status}

    found = worked()

    assert found.state == PostingState.SUBMITTED
    assert found.claimed_at is None


@pytest.mark.django_db
def test_a_credential_of_another_shape_is_said_and_tried_again(yunchuan, line, platform):
    platform.answers["/cgi-bin/stable_token"] = {"access_token": ["x"]}
    signed_in(yunchuan.shen).post(to("article-start", line.pk))

    found = worked()

    assert found.state == PostingState.DRAFTING
    assert "不是公众号平台" in found.error
    assert found.claimed_at is None


@pytest.mark.django_db
def test_a_draft_is_not_made_for_another_account_than_was_seen(yunchuan, line, platform, now):
    other = add_account(
        outlet=Outlet.WECHAT,
        name="云川发布",
        address="https://mp.weixin.example/fabu",
        officer=yunchuan.shen,
        now=now,
    )
    seen = line.revision
    change = {"account": other.pk, "owner": yunchuan.office.pk, "version": seen}
    shen = signed_in(yunchuan.shen)
    shen.post(to("plan-edit", line.pk), change | {"planned_at": "2026-11-24T12:30"})
    AccountKey.objects.update(account=other)

    page = page_of(shen.post(to("article-start", line.pk), {"version": seen}, follow=True)).text

    line.refresh_from_db()
    assert line.account_id == other.pk
    assert "发布渠道已被他人办理" in page
    assert not Posting.objects.exists()
