"""A reader finds an answer on the phone and in English; every page is clean for axe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from huiying.work.responses.responders.models import Responder
from tests.scenarios.sample_bureau import responder_of
from tests.work.responses import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = (390, 844)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def out(yunchuan):
    """Three answers: one corrected, one false claim, one filed with the first."""
    now = clock.real_now()
    release = desk.published(yunchuan, now - timedelta(hours=2))
    release = desk.corrected(yunchuan, release, now - timedelta(hours=1))
    responder_of(yunchuan, yunchuan.speaker, yunchuan.office, now=now)
    set_answer_topic(answer=release.answer, topic="来访登记", officer=yunchuan.shen, now=now)
    other = desk.incident_of(yunchuan, number="2026-0002")
    desk.published(yunchuan, now, incident=other, title="周五起来访须预约吗？", finding="FALSE")
    return release


def pages(number, line):
    root = "/b/yunchuan/"
    return [
        root,
        f"{root}answers/",
        f"{root}answers/?q=没有这样的词",
        f"{root}answers/?q=13800000000",
        f"{root}answers/{number}/",
        f"{root}answers/{number}/v/1/",
        f"{root}answers/{number}/changes/2/",
        f"{root}responders/",
        f"{root}responders/{line}/",
        f"{root}open/",
        f"{root}record/",
        f"{root}about/",
        f"{root}duties/",
        f"{root}limits/",
        f"{root}privacy/",
        f"{root}accessibility/",
    ]


def complaints(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (rule["id"], node["html"][:160], node["failureSummary"][:200])
        for rule in found
        for node in rule["nodes"]
    ]


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.clause("2(1)a")
def test_a_reader_finds_the_answer_on_the_phone(out, visit, shoot):
    page = visit(*PHONE)
    page.goto("/")
    assert fits(page)
    shoot(page, "reader-1-home-phone")
    page.fill("input[name=q]", "先撤")
    page.get_by_role("button", name="搜索").click()
    page.wait_for_load_state()
    page.get_by_role("link", name="来访登记要先撤掉网上的帖子吗？").click()
    page.wait_for_load_state()
    expect(page.get_by_text("第 2 版更正：受影响的是7人，不是6人。")).to_be_visible()
    assert fits(page)
    shoot(page, "reader-2-answer-phone")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="打印").click()
    expect(page).to_have_title("printed")
    page.get_by_role("link", name="主题：来访登记").click()
    page.wait_for_load_state()
    expect(page.get_by_text("共 2 条，显示 1 条")).to_be_visible()
    assert page.context.cookies() == []


def test_a_reader_reads_the_frame_in_english(out, visit, shoot):
    page = visit(language="en-GB")
    page.goto("/b/yunchuan/")
    expect(page.get_by_role("heading", name="Latest answers")).to_be_visible()
    page.get_by_role("link", name="How we are doing").first.click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", name="How these figures are counted")).to_be_visible()
    shoot(page, "reader-3-open-english")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [
        ((1440, 900), "zh-CN", "light"),
        (PHONE, "zh-CN", "dark"),
        ((320, 640), "en-GB", "light"),
    ],
)
def test_axe_finds_nothing_on_any_public_page(out, visit, shoot, size, language, theme):
    page = visit(*size, language=language)
    page.goto("/b/yunchuan/")
    if theme == "dark":
        page.locator("[data-theme-form] button").click()
    for address in pages(out.answer.number, Responder.objects.get().number):
        page.goto(address)
        assert complaints(page) == [], address
        assert fits(page), address
        shoot(page, f"reader-{size[0]}-{language[:2]}-{theme}{address.replace('/', '_')[:60]}")


def test_the_pages_work_without_script(out, chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/")
    page.fill("input[name=q]", "预约")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("link", name="周五起来访须预约吗？")).to_be_visible()
    page.get_by_role("link", name="办理公开").first.click()
    expect(page.get_by_role("heading", name="这些数怎么算")).to_be_visible()
    expect(page.get_by_role("link", name="数字（CSV）")).to_be_visible()
    context.close()
