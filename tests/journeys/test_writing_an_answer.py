"""Writing in a browser: saved while typing, late tabs keep their text, facts are cited."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.comment import comment_on
from huiying.work.responses.drafts.models import DraftVersion
from tests.factories import PASSWORD
from tests.journeys.test_reader import complaints, fits
from tests.polling import wait_until
from tests.work.responses import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, officer):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], form button").last.click()
    page.wait_for_load_state()
    return page


@pytest.fixture
def draft(yunchuan):
    return desk.ready(yunchuan, clock.real_now(), body="我们道歉。")


def opened(page, draft):
    page.goto(f"/desk/responses/{draft.pk}/")
    return page


def wait_for(page, words, where="body"):
    page.locator(where).filter(has_text=words).first.wait_for()


def wait_saved(page):
    wait_for(page, "自动保存", "#saved")


@pytest.mark.clause("8d")
def test_what_is_typed_is_saved_marked_and_cited_without_a_click_on_save(
    yunchuan, visit, draft, shoot
):
    page = opened(sign_in(visit(), yunchuan.window), draft)

    page.locator("#id_body").press_sequentially("此前已有200多人顺利办结。")
    wait_saved(page)
    missing = page.locator("#checks", has_text="缺事实：")
    missing.wait_for()
    shoot(page, "composer-missing")
    page.locator("[data-cite=F1]").click()
    missing.wait_for(state="detached")
    counted = page.locator("#count").inner_text()
    page.fill("#id_title", "来访登记要不要先撤帖？")
    page.locator("#id_body").press_sequentially("另有七人。[F1]")
    wait_for(page, "来访登记要不要先撤帖？", "#heading")
    expect(page.locator("#count")).not_to_have_text(counted, use_inner_text=True)

    stored = Draft.objects.get(pk=draft.pk)
    assert "[F1]" in stored.body
    assert DraftVersion.objects.filter(draft=draft, kind="AUTOMATIC").count() == 1
    page.locator("#send button").click()
    wait_for(page, "已送审")


def test_a_late_tab_says_so_and_keeps_every_character(yunchuan, visit, draft):
    first = opened(sign_in(visit(), yunchuan.window), draft)
    second = opened(sign_in(visit(), yunchuan.shen), draft)

    first.locator("#id_body").fill("先存的文字。")
    wait_saved(first)
    second.locator("#id_body").fill("晚到的页面里打的字。")
    wait_for(second, "更新该稿，本次未保存。输入内容仍在本页")

    expect(second.locator("#id_body")).to_have_value("晚到的页面里打的字。")
    assert Draft.objects.get(pk=draft.pk).body == "先存的文字。"
    second.locator("#words button").last.click()
    wait_for(second, "当前输入与已保存文字对比")
    expect(second.locator("#id_body")).to_have_value("晚到的页面里打的字。")


def test_sending_while_typing_sends_what_was_typed(yunchuan, visit, draft):
    page = opened(sign_in(visit(), yunchuan.window), draft)

    page.locator("#id_body").fill("刚打完就送审的话。")
    page.locator("#send button").dblclick()
    wait_for(page, "已送审")

    stored = Draft.objects.get(pk=draft.pk)
    assert stored.body == "刚打完就送审的话。"
    assert stored.submissions.count() == 1


def test_who_saves_while_the_page_saves_is_not_late_behind_himself(yunchuan, visit, draft):
    page, underway = opened(sign_in(visit(), yunchuan.window), draft), []

    def hold(route):
        underway.append((route, route.fetch()))

    page.route("**/autosave/", hold)
    page.locator("#id_body").fill("一边自动存，一边点存稿。")
    wait_until(lambda: page.wait_for_timeout(20) or underway)
    page.get_by_role("button", name="保存草稿").click()
    (route, answer), *_others = underway  # it is stored, and the page has not heard it yet
    route.fulfill(response=answer)
    wait_for(page, "文字已保存")

    assert Draft.objects.get(pk=draft.pk).body == "一边自动存，一边点存稿。"


def test_a_server_that_does_not_answer_loses_nothing(yunchuan, visit, draft):
    page = opened(sign_in(visit(), yunchuan.window), draft)
    page.route("**/autosave/", lambda route: route.abort())

    page.locator("#id_body").fill("断网时打的字。")
    wait_for(page, "保存失败")
    page.unroute("**/autosave/")
    page.locator("#id_body").press_sequentially("接着打。")
    wait_saved(page)

    assert Draft.objects.get(pk=draft.pk).body == "断网时打的字。接着打。"


@pytest.mark.parametrize(
    ("size", "theme"), [((1440, 900), "light"), ((390, 844), "light"), ((1440, 900), "dark")]
)
def test_axe_finds_nothing_on_the_pages_of_a_draft(yunchuan, visit, draft, shoot, size, theme):
    now = clock.real_now()
    desk.fill(draft, yunchuan.window, now, body="【事实是】\n此前已有200多人顺利办结。")
    comment_on(draft=draft, text="请补证据。", officer=yunchuan.cheng, now=now, quote="200多人")
    page = sign_in(visit(*size), yunchuan.window)
    if theme == "dark":
        page.context.add_cookies([{"name": "theme", "value": "dark", "url": page.url}])

    for address in ("", "versions/", "form/", "facts/add/"):
        page.goto(f"/desk/responses/{draft.pk}/{address}")
        assert complaints(page) == [], address
        assert fits(page), address
        shoot(page, f"composer-{size[0]}-{theme}{address.replace('/', '_')}")


def test_the_composer_works_without_script(yunchuan, chromium, live_server, draft):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="zh-CN"
    )
    page = opened(sign_in(context.new_page(), yunchuan.window), draft)

    page.locator("#id_body").fill("没有脚本也能存。")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="选形式…").click()
    page.get_by_label("进展通报", exact=False).check()
    page.locator("main form button.hy-btn-main").click()
    stored = Draft.objects.get(pk=draft.pk)
    context.close()

    assert (stored.body, stored.form) == ("没有脚本也能存。", "PROGRESS")
