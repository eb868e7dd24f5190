"""From a claim to a public clarification and its correction, each person in a browser.

The responder writes, two agencies confirm on their phones (one of them twice, after an edit
voided what it had confirmed), the reviewer and the deputy tick the check-lists, the speaker
publishes, a reader finds both versions marked. An agency, a reviewer and a reader also read
their part in English on the phone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from huiying.base.accounts.core.models import UnitKind
from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.jobs import clock
from tests.factories import PASSWORD
from tests.journeys.test_reader import PHONE, fits
from tests.journeys.test_writing_an_answer import sign_in
from tests.work.responses import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLAIM = "接访大厅的饮用水有毒，喝了会拉肚子。"
TITLE = "接访大厅的饮用水能喝吗？"
BODY = (
    "【事实是】\n11月23日在大厅取样2处，全部合格。[F1]\n"
    "【网上的说法】\n网上说大厅的饮用水有毒。[F1]\n"
    "【为什么不对】\n区水务局和区卫健局一同取样，没有发现有毒物质。[F1]\n"
    "【再说一遍】\n大厅的水可以正常饮用。"
)
MORE = "报告可到大厅查看。"
SPAN = {"title": TITLE, "claim": CLAIM, "summary": "能喝。两处取样全部合格。[F1]"}


@pytest.fixture
def health(yunchuan, settings):
    """A second agency beside the water agency; both have a mailbox."""
    settings.PUBLIC_URL = "https://huiying.example/"
    now, admin = clock.real_now(), yunchuan.admin.audit_actor()
    unit = add_unit(
        bureau=yunchuan.bureau,
        name="区卫健局",
        kind=UnitKind.AGENCY,
        duties="饮用水卫生。",
        actor=admin,
        now=now,
    )
    add_officer(
        bureau=yunchuan.bureau,
        username="health@yunchuan",
        name="许知夏",
        password=PASSWORD,
        roles=frozenset({Role.SECTION_OFFICER}),
        unit=unit,
        actor=admin,
        now=now,
    )
    for body, name in ((yunchuan.waterworks, "shuiwu"), (unit, "weijian")):
        add_channel(
            bureau=yunchuan.bureau,
            unit=body,
            kind="SMTP",
            name=f"{body.name}邮箱",
            target=f"duty@{name}.example",
            actor=admin,
            now=now,
        )
    return unit


def said(page, words):
    expect(page.locator("body")).to_contain_text(words)


def act(page, label, **words):
    """Open the form of an act by its words, fill it in, send it."""
    page.get_by_role("link", name=label, exact=True).first.click()
    form = page.locator("dialog[open] form[method=post], main form[method=post]").last
    expect(form).to_be_visible()
    for name, text in words.items():
        form.locator(f"[name={name}]").fill(text)
    with page.expect_navigation():
        form.locator("button.hy-btn-main").click()


def press(page, label):
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(label)).first.click()


def mailed(unit):
    """The address in the newest mail to an agency."""
    body = (
        Message.objects.filter(about_kind="confirmation", channel__unit=unit).latest("pk").body
    )
    return re.search(r"https?://[^/]+(/k/\S+/)", body)[1]


def confirm(page, unit, shoot=None):
    page.goto(mailed(unit))
    said(page, "拟公开的全文")
    assert fits(page)
    page.locator("input[name=answer][value=yes]").check()
    page.fill("[name=post]", "办公室值班")
    press(page, "答复")
    said(page, "已确认本稿")


def review(page, button, shoot):
    """Read the text on the phone, tick every check-list, sign."""
    page.goto("/desk/")
    page.get_by_role("link", name="审阅").first.click()
    said(page, "逐项核对")
    assert fits(page)
    for tick in page.locator("input[name=tick]").all():
        tick.check()
    shoot(page, "public-review-phone")
    press(page, button)


def begin(page, number):
    """From the incident to a draft in the form of a clarification, with its fact."""
    page.goto(f"/desk/incidents/{number}/")
    page.locator("a[href*='/responses/start/']").first.click()
    said(page, "回应经审定后才会公开")
    page.locator("form button.hy-btn-main").last.click()
    said(page, "已开始起草。未公开任何内容。")
    page.get_by_role("link", name="选形式…").first.click()
    page.get_by_label("澄清", exact=False).check()
    with page.expect_navigation():
        page.locator("dialog[open] button.hy-btn-main").click()
    act(
        page,
        "加事实…",
        subject="大厅饮用水",
        attribute="取样合格",
        value="2处",
        statement="11月23日在接访大厅取样2处，全部合格。",
        evidence="区疾控中心检测报告",
    )


def write(page, *, finding="", **words):
    for name, text in words.items():
        page.fill(f"#words [name={name}]", text)
    if finding:
        page.select_option("#words [name=finding]", finding)
    page.get_by_role("button", name="保存草稿").click()
    said(page, "文字已保存")


def ask_agencies(page, *units):
    for unit in units:
        panel = page.locator("#confirmations > div", has_text=unit.name)
        panel.get_by_role("link", name="请对方确认…").click()
        with page.expect_navigation():
            page.locator("dialog[open] button.hy-btn-main").click()
        said(page, f"已请{unit.name}确认")


def publish(page):
    """Open the form that says what goes out, and send it."""
    page.locator("#send a").click()
    with page.expect_navigation():
        page.locator("dialog[open] button.hy-btn-main").click()


@pytest.mark.clause("4(3)e", "8c")
def test_a_rumour_is_answered_once_two_agencies_confirmed_the_very_words(
    yunchuan, health, visit, shoot
):
    incident = desk.incident_of(yunchuan)
    writer = sign_in(visit(), yunchuan.window)
    outside, reader = visit(*PHONE), visit(*PHONE)
    begin(writer, incident.number)
    write(writer, **SPAN, body=BODY, finding="FALSE")

    # Both confirm; one word more, and both are void and are asked again.
    ask_agencies(writer, yunchuan.waterworks, health)
    for unit in (yunchuan.waterworks, health):
        confirm(outside, unit)
    shoot(outside, "public-confirmed-phone")
    write(writer, body=BODY + MORE)
    said(writer, "区卫健局对前一稿的确认作废")
    shoot(writer, "public-voided")
    ask_agencies(writer, yunchuan.waterworks, health)
    confirm(outside, yunchuan.waterworks)
    press(writer, "^送审$")
    said(writer, "已送审")

    # One confirmation is missing: approved, and it still does not go out.
    review(sign_in(visit(*PHONE), yunchuan.cheng), "^同意", shoot)
    speaker = sign_in(visit(), yunchuan.speaker)
    speaker.goto(writer.url)
    said(speaker, "等区卫健局确认")
    expect(speaker.locator("#send a")).to_have_count(0)
    confirm(outside, health)
    speaker.reload()
    publish(speaker)
    said(speaker, "第 1 版已发布")

    # The reader sees it on the phone.
    reader.goto("/")
    reader.get_by_role("link", name=TITLE).first.click()
    said(reader, "不属实")
    said(reader, MORE)
    assert fits(reader)
    shoot(reader, "public-reader-phone")


@pytest.fixture
def out(yunchuan):
    """A published answer that says six, and a draft that an agency is asked about."""
    return desk.published(yunchuan, clock.real_now())


def english(visit, officer=None):
    page = visit(*PHONE, language="en-GB")
    return sign_in(page, officer) if officer else page


@pytest.mark.clause("2(3)d")
def test_a_correction_goes_out_in_english_on_the_phone_and_marks_both_versions(
    yunchuan, out, visit, shoot
):
    writer = english(visit, yunchuan.window)
    writer.goto(f"/desk/responses/answers/{out.answer.number}/correct/")
    note = "受影响的是8人，不是7人。"
    writer.fill("[name=note]", note)
    press(writer, "^Draft a correction")
    writer.fill("#words [name=summary]", "不需要。受影响的有8人。[F1]")
    assert fits(writer)
    shoot(writer, "public-english-writer")
    press(writer, "^Save and submit")

    deputy = english(visit, yunchuan.cheng)
    deputy.goto("/desk/")
    deputy.locator("a[href*='/desk/approvals/']").first.click()
    expect(deputy.locator("input[name=tick]").first).to_be_visible()
    assert fits(deputy)
    shoot(deputy, "public-english-deputy")
    for tick in deputy.locator("input[name=tick]").all():
        tick.check()
    press(deputy, "^Approve")
    speaker = english(visit, yunchuan.speaker)
    speaker.goto(writer.url)
    publish(speaker)
    said(speaker, "Version 2")

    reader = english(visit)
    reader.goto(f"/b/yunchuan/answers/{out.answer.number}/")
    said(reader, note)
    reader.get_by_role("link", name="See the full text of then").first.click()
    said(reader, "You are reading version 1")
    assert fits(reader)
    shoot(reader, "public-english-reader-old")


def test_a_selected_sentence_becomes_a_fact_and_the_draft_is_seen_as_by_its_reader(
    yunchuan, visit, shoot
):
    draft = desk.ready(yunchuan, clock.real_now(), body="昨夜更换了主管阀门。\n我们道歉。")
    page = sign_in(visit(), yunchuan.window)
    page.goto(f"/desk/responses/{draft.pk}/")

    page.locator("#preview .hy-hl-bad").select_text()
    page.keyboard.press("f")
    expect(page.locator("dialog[open] [name=statement]")).to_have_value("昨夜更换了主管阀门。")
    page.locator("dialog[open] [name=evidence]").fill("抢修工单")
    with page.expect_navigation():
        page.locator("dialog[open] button.hy-btn-main").click()
    said(page, "事实已加上")
    shoot(page, "composer-f-key")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="公开页预览").click()
    reader = opened.value
    reader.wait_for_load_state()
    said(reader, "预览")
    said(reader, "抢修工单")
    assert fits(reader)
    shoot(reader, "composer-reader-preview")
