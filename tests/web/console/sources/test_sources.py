"""来源: the list in sentences, add, try out, change, pause; the token is shown once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.personnel.models import SettingChange
from huiying.jobs import clock
from huiying.jobs.demo.controls import note_end
from huiying.reasons.reason import reason
from huiying.web.console.sources.health_strip import source_strip
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome, record_outcome
from huiying.work.collection.sources.actions.rotate_token import rotate_token, token_digest
from huiying.work.collection.sources.models import FetchAddress, Health, Source
from huiying.work.collection.sources.queries import source_health_strip
from tests.scenarios.incidents import incident_of, source_of
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.fetch.local_site import local_site

LIST = reverse("console:sources")
WORDS = {"name": "云川新闻", "channel": "新闻网站", "interval_minutes": "10"}


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def made(cast, now, **facts):
    wanted = {"name": "云川论坛", "kind": "FEED", "channel": "论坛"}
    wanted |= {"address": "https://forum.yunchuan.example/feed"}
    return add_source(bureau=cast.bureau, actor=MACHINE, now=now, **wanted | facts)


def add(client, kind, **typed):
    return client.post(reverse("console:source-add", args=[kind]), WORDS | typed)


@pytest.mark.parametrize("health", [Health.HEALTHY, Health.NOT_MODIFIED, Health.EMPTY])
def test_a_source_that_nobody_asked_for_long_does_not_seem_well(
    office, yunchuan, now, time, health
):
    record_outcome(source=made(yunchuan, now), outcome=FetchOutcome(health), now=now)

    time.set(now + timedelta(minutes=50))
    still_well = page_of(office.get(LIST))
    time.set(now + timedelta(hours=3, minutes=12))
    silent = page_of(office.get(LIST))

    assert "未按时采集" not in still_well.text
    assert "“云川论坛”已 3 小时 12 分未采集，应每 10 分钟采集一次。" in silent.text
    assert "降级 1" in silent.panel("health").text
    assert "3 小时 12 分未采集" in page_of(office.get(reverse("console:desk"))).text


def test_a_push_source_is_silent_when_nothing_comes(office, yunchuan, now, time):
    incident_of(yunchuan)

    time.set(now + timedelta(days=2))

    assert "未按时采集" not in page_of(office.get(LIST)).text


def test_the_demonstration_says_that_it_stands_or_is_over(
    office, yunchuan, settings, tmp_path, monkeypatch
):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    running = page_of(office.get(LIST))
    monkeypatch.setattr(clock, "rate", lambda: 0.0)
    paused = page_of(office.get(LIST))
    note_end()
    over = page_of(office.get(LIST))

    assert "演示已暂停" not in running.text
    assert "已播放完" not in running.text
    assert "演示已暂停，时间和新帖均已停止" in paused.text
    assert "演示的帖文已播放完，不再有新帖" in over.text


@pytest.mark.parametrize(
    ("health", "word"),
    [
        (Health.UNKNOWN, "尚未采集"),
        (Health.HEALTHY, "最近一次采集"),
        (Health.NOT_MODIFIED, "对方无更新"),
        (Health.EMPTY, "可以打开"),
        (Health.DEGRADED, "只收到一部分：系统内部出错"),
        (Health.FAILED, "连续 1 次采集失败"),
    ],
)
def test_every_state_is_a_sentence_on_the_list(office, yunchuan, now, time, health, word):
    source = made(yunchuan, now)
    if health != Health.UNKNOWN:
        record_outcome(
            source=source,
            outcome=FetchOutcome(health, reason("collection.fetch.internal")),
            now=now,
        )

    assert word in office.get(LIST).content.decode()


def test_what_a_site_answered_is_english_on_an_english_page(office, yunchuan, now):
    source = made(yunchuan, now, name="Forum")
    record_outcome(
        source=source,
        outcome=FetchOutcome(
            Health.FAILED, reason("collection.fetch.server_error", number=503)
        ),
        now=now,
    )
    office.cookies["django_language"] = "en"

    page = office.get(LIST).content.decode()
    assert "The site itself failed (503)" in page
    assert "网站自身出错" not in page


def test_the_list_says_what_its_filter_hides(office, yunchuan, now):
    made(yunchuan, now)
    made(yunchuan, now, name="推送", kind="PUSH")

    page = office.get(LIST, {"kind": "PUSH"}).content.decode()
    assert "显示 1 个来源，共 2 个" in page
    assert "未显示 1 个" in page
    assert "全部显示" in page


def test_the_list_costs_the_same_number_of_queries_for_many(
    office, yunchuan, now, django_assert_max_num_queries
):
    for n in range(30):
        made(yunchuan, now, name=f"来源{n}")

    with django_assert_max_num_queries(15):
        office.get(LIST)


def test_a_slow_source_is_warned_about(office, yunchuan, now):
    made(yunchuan, now, interval_minutes=60)

    assert "30 分钟内通报" in office.get(LIST).content.decode()


def test_the_desk_strip_counts_and_names_the_worst_first(yunchuan, now):
    for name, health in (
        ("甲", Health.DEGRADED),
        ("乙", Health.FAILED),
        ("丙", Health.HEALTHY),
    ):
        source = made(yunchuan, now, name=name)
        record_outcome(
            source=source,
            outcome=FetchOutcome(health, reason("collection.fetch.internal")),
            now=now,
        )

    strip = source_strip(yunchuan.lu, source_health_strip(yunchuan.bureau.pk, now), shown_bad=3)
    assert (strip.total, strip.failed, strip.degraded) == (3, 1, 1)
    assert ["乙" in strip.bad[0].what, "甲" in strip.bad[1].what] == [True, True]
    assert strip.bad[0].url == ""  # the duty officer sees, and does not manage


@pytest.mark.clause("5a")
def test_a_feed_is_added_and_due_at_once(office):
    response = add(office, "feed", address="https://news.yunchuan.example/feed")

    assert response.status_code == 302
    source = Source.objects.get()
    assert (source.kind, source.address.url) == ("FEED", "https://news.yunchuan.example/feed")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("ftp://news.yunchuan.example/", "http"),
        ("https://user:pw@news.yunchuan.example/", "用户名"),
        ("https://news.yunchuan.example:9000/", "9000"),
        ("不是网址", "不是完整网址"),
    ],
)
def test_an_address_that_may_not_be_collected_is_refused(office, address, word):
    response = add(office, "feed", address=address)

    assert response.status_code == 409
    assert word in response.content.decode()
    assert Source.objects.count() == 0


@pytest.mark.parametrize("typed", [{"link_pattern": "("}, {"link_selector": "a[["}])
def test_a_link_rule_that_cannot_be_read_is_refused(office, typed):
    response = add(office, "page", address="https://news.yunchuan.example/", **typed)

    assert response.status_code == 409
    assert Source.objects.count() == 0


def test_a_name_can_be_used_once_in_a_bureau_and_again_in_another(office, yunchuan, linxi, now):
    made(linxi, now, name="云川新闻")
    assert add(office, "feed", address="https://a.example/feed").status_code == 302
    response = add(office, "feed", address="https://a.example/feed")

    assert response.status_code == 409
    assert "换一个名称" in response.content.decode()
    assert FetchAddress.objects.filter(url="https://a.example/feed").count() == 1


def test_the_token_of_a_push_source_is_shown_once_with_an_example(office):
    response = office.get(add(office, "push").url)

    page = response.content.decode()
    source = Source.objects.get()
    token = response.context["token"]
    assert "curl -X POST http://testserver/api/v1/posts" in page
    assert source.token_digest == token_digest(token)
    assert "no-store" in response.headers["Cache-Control"]
    for address in (LIST, reverse("console:source-edit", args=[source.pk])):
        assert token not in office.get(address).content.decode()


def test_a_new_token_replaces_the_old_one(office, yunchuan, now):
    source = made(yunchuan, now, kind="PUSH")
    anew = reverse("console:source-token", args=[source.pk])
    first, second = (office.post(anew, follow=True).context["token"] for _time in range(2))

    source.refresh_from_db()
    assert first != second
    assert source.token_digest == token_digest(second)


def test_only_who_made_a_token_sees_it_and_not_for_long(office, yunchuan, now, monkeypatch):
    source = made(yunchuan, now, kind="PUSH")
    address = office.post(reverse("console:source-token", args=[source.pk])).url
    session = Session.objects.get(pk=office.session.session_key).get_decoded()
    others = signed_in(yunchuan.shen).get(address).content.decode()

    token = office.get(address).context["token"]
    later = clock.real_now() + timedelta(seconds=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    gone = office.get(address).content.decode()

    assert token.startswith("hy_")
    assert "hy_" not in others + gone
    assert "不再显示" in gone
    assert token not in str(session)


def test_a_token_that_was_replaced_is_not_shown(office, yunchuan, now):
    source = made(yunchuan, now, kind="PUSH")
    address = office.post(reverse("console:source-token", args=[source.pk])).url
    rotate_token(source=source, actor=MACHINE, now=now)

    assert office.get(address).context["token"] == ""


def test_a_feed_has_no_token(office, yunchuan, now):
    source = made(yunchuan, now)

    office.post(reverse("console:source-token", args=[source.pk]))
    source.refresh_from_db()
    assert source.token_digest == ""


def test_a_source_is_changed_and_a_stale_form_is_refused(office, yunchuan, now):
    source = made(yunchuan, now)
    address = reverse("console:source-edit", args=[source.pk])
    typed = WORDS | {"address": source.address.url, "version": "0"}

    assert office.post(address, typed | {"name": "新名称"}).status_code == 302
    late = office.post(address, typed | {"name": "晚了"})

    source.refresh_from_db()
    assert (source.name, source.revision) == ("新名称", 1)
    assert late.status_code == 409
    assert "已被他人更新" in late.content.decode()


def test_a_source_is_paused_and_resumed(office, yunchuan, now):
    source = made(yunchuan, now)
    until = timezone.localtime(clock.now() + timedelta(days=2))
    typed = {"reason": "网站停机维护两天", "until": f"{until:%Y-%m-%dT%H:%M}"}
    office.post(reverse("console:source-pause", args=[source.pk]), typed)
    source.refresh_from_db()
    assert not source.active
    assert "已停用至" in office.get(LIST).content.decode()
    desk = signed_in(yunchuan.lu).get(reverse("console:desk")).content.decode()
    assert "停用来源“" in desk, "until somebody has seen it"
    assert "其间不采集、不告警" in desk, "until it is resumed"

    office.post(reverse("console:source-resume", args=[source.pk]))
    source.refresh_from_db()
    assert source.active


@pytest.mark.clause("5f")
def test_who_stops_a_source_reads_what_is_no_longer_seen_and_says_why(office, yunchuan, time):
    incident_of(yunchuan)
    source = source_of(yunchuan, "来源论坛")
    address = reverse("console:source-pause", args=[source.pk])

    page = office.get(address).content.decode()
    office.post(address, {"reason": "  "})
    source.refresh_from_db()

    assert "近 7 天采集 4 条，涉及未办结事件 1 件" in page
    assert source.active
    assert "至少 8 个字" in office.post(address, {"reason": "x"}).content.decode()
    office.post(address, {"reason": "网站已关停，不再更新"})
    source.refresh_from_db()
    assert source.active, "it feeds an incident that runs"

    asked = SettingChange.objects.get()
    signs = signed_in(yunchuan.leader)
    page = reverse("console:setting-change", args=[asked.signoff_id])
    shown = signs.get(page)
    assert "网站已关停，不再更新" in shown.content.decode()
    assert page in signs.get(reverse("console:desk")).content.decode()
    hashed = shown.context["form"].initial["hash"]
    assert signs.post(page, {"decision": "yes", "hash": hashed}).status_code == 302
    source.refresh_from_db()
    assert not source.active
    [row] = AuditRecord.objects.filter(verb="source.paused")
    assert row.data["reason"] == "网站已关停，不再更新"
    assert (row.data["before"]["active"], row.data["after"]["active"]) == (True, False)


def test_a_page_is_tried_out_and_nothing_is_stored(office, settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        site.pages["/list"] = "<a href=/a/1.html>第一篇</a><a href=/b>别的</a>".encode()
        site.pages["/a/1.html"] = (
            "<html><article><h1>供水恢复</h1><p>请打13800000000。" + "今晚恢复。" * 20
        ).encode()
        typed = {"address": site.url("/list"), "link_pattern": "/a/"}
        address = reverse("console:source-preview", args=["page"])
        part = office.post(address, typed, headers={"HX-Request": "true"}).content.decode()
        whole = office.post(address, typed).content.decode()

    assert "找到 1 条" in part
    assert "今晚恢复" in part
    assert "13800000000" not in part
    assert "<html" not in part
    assert "找到 1 条" in whole
    assert "<html" in whole
    assert Source.objects.count() == Post.objects.count() == 0


def test_a_try_out_says_why_it_brings_nothing(office, settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        page = office.post(
            reverse("console:source-preview", args=["feed"]), {"address": site.url("/none")}
        ).content.decode()
        inside = office.post(
            reverse("console:source-preview", args=["feed"]),
            {"address": "http://10.0.0.1/feed"},
        ).content.decode()

    assert "网址不存在" in page
    assert "内部网络" in inside


@pytest.mark.parametrize("role", ["lu", "leader", "speaker"])
def test_who_may_see_sources_may_not_change_them(yunchuan, now, role):
    client = signed_in(getattr(yunchuan, role))
    source = made(yunchuan, now)

    assert client.get(LIST).status_code == 200
    assert client.get(reverse("console:source-add", args=["feed"])).status_code == 403
    assert client.post(reverse("console:source-pause", args=[source.pk])).status_code == 403
    assert client.post(reverse("console:source-preview", args=["feed"])).status_code == 403


def test_another_bureaus_source_does_not_exist(office, linxi, now):
    source = made(linxi, now, name="临溪论坛")

    assert "临溪论坛" not in office.get(LIST).content.decode()
    for name in ("source-edit", "source-pause", "source-resume", "source-token"):
        assert office.post(reverse(f"console:{name}", args=[source.pk])).status_code == 404


def test_an_auditor_does_not_see_sources(yunchuan):
    assert signed_in(yunchuan.auditor).get(LIST).status_code == 403


def test_a_kind_that_is_not_added_by_hand_has_no_form(office):
    assert office.get(reverse("console:source-add", args=["file"])).status_code == 404
