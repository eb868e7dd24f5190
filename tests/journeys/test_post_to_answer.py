"""The whole way: from an empty bureau to an answer that the public reads.

The administrator sets the bureau up on the screens; posts are pushed; the duty officer, the
section, the spokesperson and the leader each do their part in a browser of their own; a reader
finds the answer.
"""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import verify
from huiying.jobs import clock
from huiying.jobs.stream.worker import forget_workers, worker_of
from huiying.jobs.upkeep.setup_bureau import appoint, set_up_bureau
from tests.journeys.acts import show_act
from tests.polling import LONG
from tests.web.clients import current_code

PASSWORD = "a-long-enough-pass"
TEXTS = [
    "来访登记在三号窗口排了两个小时没人叫号",
    "三号窗口来访登记又排长队,两个小时没叫到号",
    "来访登记三号窗口排队两小时,能不能多开一个窗口",
    "三号窗口的来访登记,今天排队又是两个小时",
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bureau(db):
    forget_workers()
    made = set_up_bureau(
        slug="yunchuan",
        name="云川区信访局",
        district="云川区",
        username="admin",
        person="方知行",
        password=PASSWORD,
    )
    appoint(
        slug="yunchuan",
        username="gu",
        person="顾怀川",
        role=Role.LEADER,
        password=PASSWORD,
    )
    return made


def sign_in(page, name):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], form button").last.click()
    page.wait_for_load_state()
    if "/password/change/" in page.url:  # somebody else had set it
        page.fill("input[name=oldpassword]", PASSWORD)
        for field in ("password1", "password2"):
            page.fill(f"input[name={field}]", f"{PASSWORD}-of-my-own")
        page.locator("form:has(input[name=oldpassword]) button.hy-btn-main").click()
        page.wait_for_load_state()
    return page


def sign_roles(page, shoot):
    """Give the second signature to every role that waits for it."""
    page.goto("/desk/")
    page.locator("a[href='/desk/people/roles/']").first.click()
    page.wait_for_load_state()
    for box in page.locator("input[name=request]").all():
        box.check()
    shoot(page, "01-sign-roles")
    page.locator("form:has(input[name=request]) button.hy-btn-main").click()
    page.wait_for_load_state()


def set_second_factor(page):
    """An administrator sees nothing else before a second factor is set."""
    page.goto("/desk/people/")
    assert "/accounts/2fa/" in page.url
    page.goto("/accounts/2fa/totp/activate/")
    text = page.locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", current_code(text.replace(" ", "")))
    page.locator("form:has(input[name=code]) button").last.click()
    page.wait_for_load_state()


def add_unit(page, name, kind, duties):
    page.goto("/desk/people/units/add/")
    page.fill("input[name=name]", name)
    page.select_option("select[name=kind]", kind)
    page.fill("textarea[name=duties]", duties)
    page.locator("form:has(input[name=name]) button.hy-btn-main").click()
    page.wait_for_load_state()
    assert name in page.content()


def add_officer(page, username, name, role, unit=""):
    page.goto("/desk/people/officers/add/")
    page.fill("input[name=username]", username)
    page.fill("input[name=name]", name)
    if unit:
        page.select_option("select[name=unit]", label=unit)
    page.check(f"input[name=roles][value={role}]")
    page.locator("form:has(input[name=username]) button.hy-btn-main").click()
    page.wait_for_load_state()
    return page.locator("input[value*='/accounts/invitation/']").input_value()


def take_over(page, link):
    """Choose one's password by the one-time link; what signs then also confirms the account."""
    page.goto(link)
    for field in ("password", "again"):
        page.fill(f"input[name={field}]", PASSWORD)
    if page.locator("#authenticator_secret").count():
        text = page.locator("#authenticator_secret").input_value()
        page.fill("input[name=code]", current_code(text.replace(" ", "")))
    page.locator("form:has(input[name=again]) button.hy-btn-main").click()
    page.wait_for_load_state()


def add_push_source(page):
    page.goto("/desk/sources/add/push/")
    page.fill("input[name=name]", "云川论坛")
    page.select_option("select[name=channel]", "论坛")
    page.locator("form:has(input[name=name]) button.hy-btn-main").click()
    page.wait_for_load_state()
    return re.search(
        r"hy_[A-Za-z0-9_-]{20,}|[A-Za-z0-9_-]{40,}", page.locator("main").inner_text()
    )[0]


def push(server, token):
    body = {
        "items": [
            {"external_id": f"t{number}", "text": text, "author": f"网友{number}"}
            for number, text in enumerate(TEXTS)
        ]
    }
    request = urllib.request.Request(  # noqa: S310
        f"{server}/api/v1/posts",
        json.dumps(body).encode(),
        {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": "first",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=LONG) as answer:  # noqa: S310
        return json.load(answer)


def dialog(page, link):
    """Open an act's form and return it: a dialog with script, a page without."""
    show_act(page.locator(link)).click()
    form = page.locator("dialog[open] form[method=post], main form[method=post]").last
    form.wait_for()
    return form


@pytest.mark.clause("2(3)d", "4(1)", "4(2)a", "4(3)a", "5a", "6a", "7a", "8d")
def test_from_a_pushed_post_to_the_published_answer(bureau, visit, live_server, shoot):
    # The administrator sets up units, people and a source; the check-list shrinks.
    admin = sign_in(visit(), "admin")
    set_second_factor(admin)
    admin.goto("/desk/")
    shoot(admin, "01-empty-desk")
    expect(admin.get_by_text("启用准备")).to_be_visible()
    add_unit(admin, "综合办公室", "SECTION", "综合协调")
    add_unit(admin, "来访接待科", "SECTION", "来访登记、窗口排队、叫号、接待秩序。")
    links = [
        add_officer(admin, "lu", "陆知远", "duty_officer", "综合办公室"),
        add_officer(admin, "qin", "秦以安", "section_officer", "来访接待科"),
        add_officer(admin, "song", "宋微澜", "spokesperson", "综合办公室"),
        add_officer(admin, "cheng", "程望舒", "deputy"),
    ]
    for link in links:
        take_over(visit(), link)
    admin.goto("/desk/people/")
    shoot(admin, "01-roles-that-wait")
    sign_roles(sign_in(visit(), "gu"), shoot)
    token = add_push_source(admin)

    # Posts are pushed and placed.
    answer = push(live_server.url, token)
    assert [item["status"] for item in answer["results"]] == ["accepted"] * 4
    worker_of(bureau.pk).turn(now=clock.now())

    # The duty officer confirms the candidate and notifies the proposed unit.
    lu = sign_in(visit(), "lu")
    lu.goto("/desk/")
    shoot(lu, "02-desk-with-candidate")
    form = dialog(lu, "#candidates a[href$='/confirm/']")
    form.locator("input[name=title]").fill("来访登记排队两小时")
    form.locator("textarea[name=reason]").fill("按制度第六条定级")
    form.locator("label", has_text="暂不通报").click()
    form.locator("button.hy-btn-main").click()
    lu.wait_for_url("**/desk/incidents/**")
    assert "2026-" in lu.url or re.search(r"/\d{4}-0001/", lu.url)
    form = dialog(lu, "a[href$='/notify/']")
    expect(form.locator("label", has_text="来访接待科")).to_have_count(1)
    form.locator("label", has_text="来访接待科").click()
    form.locator("textarea[name=guidance]").fill("请核实排队情况和叫号。")
    form.locator("button.hy-btn-main").click()
    lu.wait_for_load_state()
    shoot(lu, "03-incident-notified")
    expect(lu.get_by_text(re.compile("已发起通报：来访接待科.+等待送达")).first).to_be_visible()

    # The section opens it on a phone: that is delivery; signs, and reports back.
    qin = sign_in(visit(390, 844), "qin")
    qin.goto("/desk/")
    shoot(qin, "04-section-desk-phone")
    qin.locator("#h-sign").locator("xpath=ancestor::section").locator(
        "a", has_text="签收"
    ).first.click()
    qin.wait_for_load_state()
    shoot(qin, "05-receipt-phone")
    qin.locator("button", has_text="签收").first.click()
    qin.wait_for_load_state()
    form = dialog(qin, "a[href$='/report/']")
    form.locator("input[name=finding][value=TRUE]").check()
    form.locator("textarea[name=facts]").fill("当日三号窗口只有一人值守,平均等候一小时五十分。")
    form.locator("textarea[name=handled]").fill("已加开一个窗口,并公布高峰时段。")
    form.locator("button.hy-btn-main").click()
    qin.wait_for_load_state()

    # The spokesperson writes an answer of facts with evidence and submits it.
    song = sign_in(visit(), "song")
    song.goto("/desk/incidents/")
    song.get_by_role("link", name="来访登记排队两小时").click()
    show_act(song.locator("main a[href*='/responses/start/']")).click()
    song.wait_for_load_state()
    if "/start/" in song.url:
        song.uncheck("[name=take]")  # tests/journeys/test_first_hour.py begins with the reports
        song.locator("form button.hy-btn-main").last.click()
        song.wait_for_load_state()
    song.fill("[name=title]", "来访登记为什么排队两小时?")
    song.fill("[name=claim]", "三号窗口登记排队两小时")
    song.locator("[name=finding]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') e.value = 'TRUE'; }"
    )
    radio = song.locator("input[name=finding][value=TRUE]")
    if radio.count():
        radio.check()
    song.fill("[name=summary]", "确实排了近两小时,我们已加开一个窗口。[F1]")
    song.fill(
        "[name=body]",
        "您反映的情况属实。[F1]当日三号窗口只有一人值守。[F1]\n\n即日起加开一个窗口。[F1]",
    )
    song.locator("form[action$='/edit/'] button, button[form]").first.click()
    song.wait_for_load_state()
    form = dialog(song, "a[href$='/facts/add/']")
    form.locator("[name=statement]").fill("当日三号窗口一人值守,平均等候一小时五十分。")
    form.locator("[name=evidence]").fill("来访接待科当日叫号记录")
    form.locator("button.hy-btn-main").click()
    song.wait_for_load_state()
    shoot(song, "06-draft")
    song.locator("form[action$='/submit/'] button").click()
    song.wait_for_load_state()

    # The author cannot approve; the deputy does, on a phone.
    cheng = sign_in(visit(390, 844), "cheng")
    cheng.goto("/desk/")
    cheng.locator("a", has_text="审阅").first.click()
    cheng.wait_for_load_state()
    shoot(cheng, "07-approve-phone")
    for tick in cheng.locator("input[name=tick]").all():
        tick.check()
    cheng.locator("form[action$='/approve/'] button").click()
    cheng.wait_for_load_state()

    # The spokesperson publishes; nothing is published by itself.
    reader = visit()
    reader.goto("/")
    assert "来访登记为什么排队两小时" not in reader.content()
    song.reload()
    song.goto("/desk/responses/")
    song.get_by_role("link", name=re.compile("来访登记为什么排队")).first.click()
    song.wait_for_load_state()
    form = song.locator("form[action$='/publish/'] button")
    if form.count() == 0:
        form = dialog(song, "a[href$='/publish/']").locator("button.hy-btn-main")
    form.first.click()
    song.wait_for_load_state()

    # A reader finds it on the home page, by search, and in the feed.
    reader.goto("/")
    shoot(reader, "08-portal-home")
    feed = reader.locator("link[rel=alternate][type='application/atom+xml']").get_attribute(
        "href"
    )
    reader.locator("input[name=q]").first.fill("排队")
    reader.locator("form:has(input[name=q]) button").first.click()
    reader.wait_for_load_state()
    reader.get_by_role("link", name=re.compile("来访登记为什么排队")).first.click()
    reader.wait_for_load_state()
    shoot(reader, "09-answer")
    expect(reader.get_by_text("来访接待科当日叫号记录")).to_be_visible()
    assert "属实" in reader.content()
    assert "陆知远" not in reader.content()
    response = reader.request.get(feed)
    assert "来访登记为什么排队两小时" in response.text()

    # The incident shows its answer, the clocks stopped, and the record holds.
    lu.goto(f"{lu.url.partition('#')[0]}?tab=answers")
    shoot(lu, "10-incident-answered")
    expect(lu.get_by_text("来访登记为什么排队两小时").first).to_be_visible()
    assert verify(bureau_id=Bureau.objects.get().pk).holds
