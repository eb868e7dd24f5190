"""A citizen on the phone: sends, follows, adds, rates and asks for a review; with and without
script, in the languages of the region; every page is clean for axe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.core.models import Petition
from tests.journeys.test_reader import PHONE, RULES
from tests.scenarios.handled_petitions import answered
from tests.scenarios.petitions import ACCUSING_TEXT, submit
from tests.work.responses import desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.clause("2(3)c"),
]
ASKED = "上周五去来访大厅登记，窗口说要先把网上的帖子撤了才给登记，是不是真有这个规定？"
SEND, STATUS = "/b/yunchuan/submit/", "/b/yunchuan/status/"


@pytest.fixture
def without_script(chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="zh-CN",
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def complaints(page):
    return [
        (rule["id"], node["html"][:140], node["failureSummary"][:160])
        for rule in Axe().run(page, options=RULES).response["violations"]
        for node in rule["nodes"]
    ]


def fits(page):
    page.wait_for_load_state()
    page.locator("main").wait_for()  # not between two pages
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def send(page, text, kind="QUESTION"):
    page.goto(SEND)
    page.check(f'input[value="{kind}"]')
    page.fill("#id_text", text)
    page.get_by_role("button", name="提交", exact=True).click()


def test_without_script_an_answer_is_offered_then_it_is_sent_and_followed(
    without_script, yunchuan
):
    release = desk.published(yunchuan, clock.real_now() - timedelta(hours=2))
    page = without_script

    send(page, ASKED)
    expect(page.get_by_text("可能已经答过")).to_be_visible()
    expect(page.get_by_role("link", name=release.content["title"])).to_be_visible()
    expect(page.locator("#id_text")).to_have_value(ASKED)
    page.get_by_role("button", name="仍要提交").click()

    code = page.locator("#code").inner_text()
    page.goto(STATUS)
    page.fill("#id_code", code.lower())
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="我们已经收到，还没有登记。")).to_be_visible()
    assert code not in page.url
    assert fits(page)

    page.get_by_role("link", name="补充", exact=True).click()
    page.fill("#id_text", "昨天又去了一次，还是这样。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.get_by_text("补充的内容收到了。")).to_be_visible()

    page.get_by_role("link", name="撤回", exact=True).click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_role("heading", name="您已经撤回，我们不再办理。")).to_be_visible()

    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("已经退出。")).to_be_visible()


def test_with_script_answers_come_while_one_types_and_a_draft_stays_on_the_phone(
    visit, yunchuan, shoot
):
    release = desk.published(yunchuan, clock.real_now() - timedelta(hours=2))
    page = visit(*PHONE)
    page.goto(SEND)
    page.fill("#id_text", ASKED)
    expect(page.locator("#found").get_by_role("link")).to_have_text(release.content["title"])
    shoot(page, "citizen-form")

    page.get_by_role("button", name="先存在本机").click()
    page.goto(SEND)
    expect(page.locator("#id_text")).to_have_value(ASKED)
    expect(page.get_by_role("button", name="删除本机草稿")).to_be_visible()

    page.check('input[value="QUESTION"]')
    page.locator("#id_text").press("End")
    page.locator("#id_text").type("请答复。")
    expect(page.locator("#found").get_by_role("link")).to_be_visible()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    shoot(page, "citizen-receipt")
    expect(page.get_by_role("button", name="复制")).to_be_visible()  # the script has run
    page.goto(SEND)
    expect(page.locator("#id_text")).to_have_value("")
    assert Petition.objects.count() == 1


def test_an_answer_is_rated_and_a_review_asked_for_on_the_phone(visit, yunchuan, shoot):
    now = clock.real_now()
    receipt = submit(yunchuan, kind=PetitionKind.CLAIM, now=now - timedelta(days=3))
    answered(yunchuan, receipt.row, now - timedelta(days=3))
    page = visit(*PHONE)
    page.goto(STATUS)
    page.fill("#id_code", receipt.code)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="已经答复。")).to_be_visible()
    shoot(page, "citizen-answered")
    assert complaints(page) == []

    page.get_by_role("link", name="评价", exact=True).click()
    shoot(page, "citizen-rate")
    assert complaints(page) == []
    page.get_by_role("group", name="对云川区信访局的工作").get_by_label("基本满意").check()
    page.get_by_role("group", name="对来访接待科的办理").get_by_label("不满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您对办理的评价：不满意。")).to_be_visible()

    page.get_by_role("link", name="申请复查、复核").click()
    shoot(page, "citizen-review")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="您申请的复查正在进行。")).to_be_visible()
    shoot(page, "citizen-reviewed")


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_of_sending_is_clean_for_axe_and_fits(visit, yunchuan, width, shoot):
    page = visit(width, 900)
    page.emulate_media(color_scheme="dark" if width == 390 else "light")
    found = {}

    def look(name):
        shoot(page, f"citizen-{name}-{width}")
        assert fits(page), name
        if wrong := complaints(page):
            found[name] = wrong

    page.goto(SEND)
    look("form")
    page.evaluate("document.querySelectorAll('[required]').forEach(e => e.required = false)")
    page.get_by_role("button", name="提交", exact=True).click()
    look("errors")
    page.goto(STATUS)
    look("code")
    page.fill("#id_code", "ABCD-EFGH-JKMN")
    page.get_by_role("button", name="查看").click()
    look("wrong-code")
    for name, text in {
        "mongolian": "ᠨᠢᠭᠡ ᠰᠠᠷ\u180eᠠ ᠶᠢᠨ ᠬᠤᠭᠤᠴᠠᠭ\u180eᠠ " * 12,
        "uyghur": "سۇ ئۈزۈلۈپ قالدى " * 12,
        "tibetan": "བོད་ཡིག་གི་ཡི་གེ། " * 12,
    }.items():
        send(page, text, "SUGGESTION")
        look(f"receipt-{name}")
        page.get_by_role("button", name="现在就看进展").click()
        page.get_by_text("您写的内容（姓名、电话已隐去）").click()
        look(f"status-{name}")
    for name in ("supplement", "withdraw"):
        page.goto(f"{STATUS}{name}/")
        look(name)
    send(page, ACCUSING_TEXT, "ACCUSATION")
    page.get_by_role("button", name="现在就看进展").click()
    look("accusation")
    assert found == {}
