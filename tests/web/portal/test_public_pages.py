"""Anybody reads what was published, as it was published, and nothing else."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.db import DatabaseError, connection
from django.urls import reverse

from huiying.base.accounts.organisation.actions.set_up import add_bureau
from huiying.base.audit.chain import record_hash
from huiying.base.audit.models import AuditHead
from huiying.base.audit.subjects import MACHINE
from huiying.jobs.upkeep.record_check import freeze_heads
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.actions.correct import correct_release
from tests.factories import T0
from tests.module_rows import module_rows
from tests.web.page import page_of
from tests.work.responses import desk

ATOM = "{http://www.w3.org/2005/Atom}"
STAFF_WORDS = ("舆情等级", "重大", "较大", "预警", "定级", "舆情", "尽快")


def one_out(yunchuan, now=T0):
    """The first version of an answer, in public."""
    return desk.published(yunchuan, now)


standing_rows, rows, yunchuan, out = module_rows(one_out)


def every_address(slug, number, version=1):
    return [
        "/",
        f"/b/{slug}/",
        f"/b/{slug}/answers/",
        f"/b/{slug}/answers/?q=登记",
        f"/b/{slug}/answers/{number}/",
        f"/b/{slug}/answers/{number}/v/{version}/",
        f"/b/{slug}/answers/{number}/v/{version}/content.json",
        f"/b/{slug}/feed.atom",
        f"/b/{slug}/record/",
        f"/b/{slug}/record/heads.json",
        f"/b/{slug}/about/",
        f"/b/{slug}/feed.json",
        f"/b/{slug}/sitemap.xml",
        f"/b/{slug}/open/",
        f"/b/{slug}/open/figures.csv",
        f"/b/{slug}/open/figures.json",
        f"/b/{slug}/duties/",
        f"/b/{slug}/limits/",
        f"/b/{slug}/privacy/",
        f"/b/{slug}/accessibility/",
    ]


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.clause("2(1)a")
def test_the_only_bureau_is_the_home_page_and_links_its_feed(client, out):
    page = " ".join(text_of(client, "/").split())
    assert out.content["title"] in page
    feed = reverse("portal:feed", args=["yunchuan"])
    assert f'type="application/atom+xml" title="云川区信访局的公开回应" href="{feed}"' in page


def test_several_bureaus_with_answers_are_offered_as_a_choice(client, out, linxi, now):
    assert "云川区信访局" in text_of(client, "/")
    assert "临溪区信访局" not in text_of(client, "/")
    desk.published(linxi, now)
    page = text_of(client, "/")
    assert "/b/yunchuan/" in page
    assert "/b/linxi/" in page


def test_an_installation_without_a_bureau_has_a_home_page(client, db):
    assert "暂时还没有公开回应" in text_of(client, "/")


def test_a_bureau_without_answers_has_every_list_page(client, yunchuan):
    for address in every_address("yunchuan", "x")[:4] + every_address("yunchuan", "x")[7:]:
        assert client.get(address).status_code == 200, address


def test_a_sandbox_is_not_public(client, yunchuan):
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])
    assert client.get("/b/yunchuan/").status_code == 404


@pytest.mark.clause("2(3)d", "4(3)e", "8b", "8d")
def test_an_answer_shows_claim_finding_evidence_unit_and_role(client, out):
    page = text_of(client, f"/b/yunchuan/answers/{out.answer.number}/")
    for words in (
        "来访登记要先撤掉网上的帖子吗？",
        "去信访局登记，要先把网上的帖子撤了。",
        "部分属实",
        "3号窗口要求7位群众先撤网帖，未予登记。",
        "窗口排队与登记记录",
        "云川区信访局来访接待科",
        "副组长",
        "2026年第1号",
        "2026年11月24日",
        out.content_hash,
    ):
        assert words in page


def test_an_answer_on_paper_says_where_it_stands(client, out):
    address = reverse("portal:answer", args=["yunchuan", out.answer.number])
    page = page_of(client.get(address))
    printed = page.having('class="hy-onpaper')[0]

    assert f"http://testserver{address}" in printed
    assert '<section class="hy-noprint">' in page, "links to follow are no use on paper"


def test_the_button_that_prints_waits_for_its_script(client, out):
    address = reverse("portal:answer", args=["yunchuan", out.answer.number])
    page = client.get(address).content.decode()
    button = re.search(r"<button[^>]*data-print[^>]*>", page)

    assert button
    assert " hidden" in button[0], "without script it would do nothing"
    assert "huiying/js/print" in page


def test_public_pages_name_no_officer_and_use_no_staff_word(client, yunchuan, out, now):
    release = desk.corrected(yunchuan, out, now + timedelta(hours=1))
    number = release.answer.number
    addresses = [
        *every_address("yunchuan", number, 2),
        f"/b/yunchuan/answers/{number}/changes/2/",
    ]
    names = [
        getattr(yunchuan, who).name for who in ("lu", "shen", "cheng", "speaker", "window")
    ]
    for address in addresses:
        page = text_of(client, address)
        for word in (*names, *STAFF_WORDS, out.answer.incident.number + " "):
            assert word not in page, (address, word)


def test_nothing_of_an_unpublished_draft_leaks_on_any_public_address(client, yunchuan, now):
    secret = desk.SENTENCE
    incident = desk.incident_of(yunchuan)
    draft = desk.approved(
        yunchuan,
        now,
        incident=incident,
        title=secret,
        claim=secret,
        summary=secret,
        body=secret,
    )
    number = draft.answer.number
    for address in every_address("yunchuan", number):
        response = client.get(address)
        assert secret not in response.content.decode(), address
    for address in every_address("yunchuan", number)[4:7]:
        assert client.get(address).status_code == 404, address
    assert "显示 0 条" in text_of(client, f"/b/yunchuan/answers/?q={secret}")


def test_nothing_of_a_correction_shows_before_it_is_published(client, yunchuan, out, now):
    draft = correct_release(
        answer=out.answer, note="更正" + desk.SENTENCE, officer=yunchuan.shen, now=now
    )
    desk.fill(draft, yunchuan.shen, now, title=desk.SENTENCE, correction_note=desk.SENTENCE)
    for address in every_address("yunchuan", out.answer.number):
        assert desk.SENTENCE not in client.get(address).content.decode(), address
    assert client.get(f"/b/yunchuan/answers/{out.answer.number}/v/2/").status_code == 404
    assert client.get(f"/b/yunchuan/answers/{out.answer.number}/changes/2/").status_code == 404


@pytest.mark.clause("2(3)d")
def test_a_correction_is_visible_and_the_first_version_stays_readable(
    client, yunchuan, out, now
):
    number = out.answer.number
    before = Release.objects.get(pk=out.pk).content
    desk.corrected(
        yunchuan, out, now + timedelta(hours=2), body="给6位群众带来不便，我们道歉。[F1]"
    )
    page = text_of(client, f"/b/yunchuan/answers/{number}/")
    assert "第 2 版更正：受影响的是7人，不是6人。" in page
    assert "更正为第 2 版" in page
    old = text_of(client, f"/b/yunchuan/answers/{number}/v/1/")
    assert "您看的是第 1 版" in old
    assert "给7位群众带来不便" in old
    assert Release.objects.get(pk=out.pk).content == before
    changes = text_of(client, f"/b/yunchuan/answers/{number}/changes/2/")
    assert re.search(r"<del>.*?7</del>", changes, re.DOTALL)
    assert re.search(r"<ins>.*?6</ins>", changes, re.DOTALL)


def test_the_published_bytes_have_the_published_hash(client, out):
    address = f"/b/yunchuan/answers/{out.answer.number}/v/1/content.json"
    body = client.get(address).content
    assert hashlib.sha256(body).hexdigest() == out.content_hash


def test_the_feed_is_well_formed_and_holds_the_newest_version(client, yunchuan, out, now):
    later = now + timedelta(hours=2)
    desk.corrected(yunchuan, out, later, title="改过的 <b>标题</b> & 更多？")
    response = client.get("/b/yunchuan/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    root = fromstring(response.content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 1
    entry = entries[0]
    assert entry.findtext(f"{ATOM}title") == "改过的 <b>标题</b> & 更多？"
    assert entry.findtext(f"{ATOM}updated") == later.isoformat()
    assert entry.findtext(f"{ATOM}published") == now.isoformat()
    assert root.findtext(f"{ATOM}updated") == later.isoformat()
    link = entry.find(f"{ATOM}link").get("href")
    assert link.endswith(f"/b/yunchuan/answers/{out.answer.number}/")
    assert "更正：受影响的是7人" in entry.findtext(f"{ATOM}summary")


def test_an_empty_feed_is_well_formed_and_does_not_move(client, yunchuan):
    first, second = (client.get("/b/yunchuan/feed.atom").content for _ in range(2))
    assert first == second
    assert fromstring(first).tag == f"{ATOM}feed"


ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"


def test_texts_are_escaped_everywhere(client, yunchuan, now):
    release = desk.published(
        yunchuan,
        now,
        title=ATTACK,
        claim=ATTACK,
        summary="<script>alert(3)</script>。[F1]",
        body=ATTACK + "[F1]",
    )
    number = release.answer.number
    second = desk.corrected(yunchuan, release, now, note=ATTACK, body=ATTACK + "改[F1]")
    addresses = [*every_address("yunchuan", number), f"/b/yunchuan/answers/{number}/changes/2/"]
    for address in addresses:
        if address.endswith((".json", ".csv")):
            assert "text/html" not in client.get(address)["Content-Type"]
            continue
        page = text_of(client, address)
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
    feed = fromstring(client.get("/b/yunchuan/feed.atom").content)
    summary = feed.find(f"{ATOM}entry").findtext(f"{ATOM}summary")
    assert "<script>" not in summary
    assert second.version == 2


@pytest.mark.parametrize(
    "query", ['"><script>alert(1)</script>', "' OR 1=1 --", "%", "*", "a" * 5000, "\x00"]
)
def test_a_hostile_search_is_only_text(client, out, query):
    response = client.get("/b/yunchuan/answers/", {"q": query, "finding": query, "page": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_right_to_left_writing_and_emoji_are_shown_as_written(client, yunchuan, now):
    words = "مرحبا 👨‍👩‍👧 يا"
    release = desk.published(yunchuan, now, title=words, body=words + "\u202eevil\u202c")
    page = text_of(client, f"/b/yunchuan/answers/{release.answer.number}/")
    assert f'dir="auto">{words}</h1>' in page
    assert "\u202e" not in page
    assert words in fromstring(client.get("/b/yunchuan/feed.atom").content).findtext(
        f"{ATOM}entry/{ATOM}title"
    )


@pytest.mark.parametrize(
    "query", ["13800000000", "11010119900307123X", "@云川小王", "0871-61234567"]
)
def test_a_search_for_a_person_is_answered_with_the_reason_why_not(client, out, query):
    page = client.get("/b/yunchuan/answers/", {"q": query}).content.decode()
    assert "不按人查找" in page
    assert out.content["title"] not in page
    assert query not in page


def test_search_and_filter_say_what_is_shown(client, yunchuan, out, now):
    second = desk.incident_of(yunchuan, number="2026-0002")
    desk.published(
        yunchuan, now, incident=second, title="周五起来访须预约吗？", finding="FALSE"
    )
    both = text_of(client, "/b/yunchuan/answers/")
    assert "共 2 条，显示 2 条" in both
    found = text_of(client, "/b/yunchuan/answers/?q=须预约")
    assert "共 2 条，显示 1 条" in found
    assert out.content["title"] not in found
    false = text_of(client, "/b/yunchuan/answers/?finding=FALSE")
    assert "共 2 条，显示 1 条" in false
    assert "周五起来访须预约吗？" in false
    assert "没有找到" in text_of(client, "/b/yunchuan/answers/?q=须预约&finding=TRUE")


def test_the_newest_version_alone_is_found(client, yunchuan, out, now):
    desk.corrected(yunchuan, out, now, body="改成了新的说法。")
    assert "显示 1 条" in text_of(client, "/b/yunchuan/answers/?q=新的说法")
    assert "显示 0 条" in text_of(client, "/b/yunchuan/answers/?q=误解了规定")


def test_lists_are_paged(client, yunchuan, now):
    for count in range(11):
        incident = desk.incident_of(yunchuan, number=f"2026-1{count:03d}")
        desk.published(yunchuan, now, incident=incident, title=f"第{count}个问题？")
    first = text_of(client, "/b/yunchuan/answers/")
    assert first.count("<article") == 10
    assert text_of(client, "/b/yunchuan/answers/?page=2").count("<article") == 1


def test_an_unchanged_page_is_not_sent_again_and_a_correction_is(client, yunchuan, out, now):
    for address in every_address("yunchuan", out.answer.number):
        first = client.get(address)
        assert first["Cache-Control"] == "public, no-cache"
        assert "Cookie" in first["Vary"]
        assert not first.cookies, address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304, address
        assert again["ETag"] == first["ETag"]
    address = f"/b/yunchuan/answers/{out.answer.number}/"
    etag = client.get(address)["ETag"]
    desk.corrected(yunchuan, out, now)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_another_language_is_another_copy(client, out):
    address = f"/b/yunchuan/answers/{out.answer.number}/"
    etag = client.get(address)["ETag"]
    response = client.get(f"{address}?lang=en", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()
    assert response.cookies["django_language"].value == "en"
    assert '<html lang="en"' in text_of(client, address)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": address})
    assert '<html lang="zh-Hans"' in text_of(client, address)
    assert client.get(f"{address}?lang=xx").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_addresses_only_read(client, out, method):
    for address in [*every_address("yunchuan", out.answer.number), "/healthz", "/robots.txt"]:
        assert getattr(client, method)(address).status_code == 405, address
    assert client.head(f"/b/yunchuan/answers/{out.answer.number}/").status_code == 200


def test_one_bureau_never_shows_the_answers_of_another(client, out, linxi, now):
    number = out.answer.number
    assert client.get(f"/b/linxi/answers/{number}/").status_code == 404
    assert client.get(f"/b/nobody/answers/{number}/").status_code == 404
    assert out.content["title"] not in text_of(client, "/b/linxi/answers/?q=登记")
    assert out.content["title"] not in text_of(client, "/b/linxi/feed.atom")


def test_the_daily_heads_are_public_and_agree(client, yunchuan, out, time, now):
    tomorrow = now + timedelta(days=1)
    time.set(tomorrow)
    freeze_heads(tomorrow)
    last = AuditHead.objects.get(bureau_ref=yunchuan.bureau.pk)
    (head,) = client.get("/b/yunchuan/record/heads.json").json()["heads"]
    assert (head["day"], head["seq"], head["hash"]) == ("2026-11-24", last.seq, last.hash)
    fields = {
        "number": head["number"],
        "bureau": head["bureau_number"],
        **{name: head[name] for name in ("day", "seq", "hash", "root")},
    }
    assert head["link"] == record_hash(head["previous"], fields), "a reader can compute it"
    assert last.hash in text_of(client, "/b/yunchuan/record/")


def test_a_day_that_is_not_over_has_no_head_yet(client, out, time, now):
    time.set(now + timedelta(hours=1))
    freeze_heads(now + timedelta(hours=1))
    assert client.get("/b/yunchuan/record/heads.json").json()["heads"] == []


def test_about_says_what_to_do_in_danger_and_how_corrections_work(client, yunchuan):
    page = text_of(client, "/b/yunchuan/about/")
    for words in ("有人身危险请拨打110、119、120", "怎么更正", "隐私", "无障碍"):
        assert words in page
    assert "不记录您是谁、看了什么" in text_of(client, "/b/yunchuan/privacy/")


def test_citations_become_the_numbers_of_the_evidence(client, yunchuan, now):
    release = desk.published(
        yunchuan, now, body="有7位群众受影响。[F1]给大家带来不便，我们道歉。"
    )
    page = text_of(client, f"/b/yunchuan/answers/{release.answer.number}/")
    assert 'href="#proof-1"' in page
    assert 'id="proof-1"' in page
    assert "[F1]" not in page


def test_healthz_answers_ok(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_says_503_when_the_database_is_gone(client, db, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", gone)
        assert client.get("/healthz").status_code == 503


def test_robots_may_read_the_answers_and_not_the_desk(client, db):
    text = text_of(client, "/robots.txt")
    assert "Disallow: /desk/" in text
    assert "Allow: /" in text


def test_pages_take_a_constant_number_of_queries(
    client, yunchuan, out, now, django_assert_max_num_queries
):
    for count in range(6):
        incident = desk.incident_of(yunchuan, number=f"2026-1{count:03d}")
        desk.published(yunchuan, now, incident=incident)
    number = out.answer.number
    for address in every_address("yunchuan", number):
        with django_assert_max_num_queries(13):
            client.get(address)


def test_bureaus_made_later_do_not_hide_the_home_page(client, out, now):
    add_bureau(slug="empty", name="空局", district="空区", actor=MACHINE, now=now)
    assert out.content["title"] in text_of(client, "/")
