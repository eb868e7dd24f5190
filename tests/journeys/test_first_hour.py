"""The first hour: from an empty bureau to its first published answer, every form counted.

Everybody signs in by the way that a real installation asks for: a one-time link, a password
and a second factor of the own. Whoever adds a form to the way makes this test fail, and says
why in ``FORMS``; docs/experiments/2026-11-fewer-forms.md has what each form costs.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.jobs import clock
from huiying.jobs.stream.worker import forget_workers, worker_of
from huiying.jobs.upkeep.setup_bureau import appoint, first_invitation_path, set_up_bureau
from tests.journeys.acts import show_act
from tests.journeys.test_post_to_answer import add_push_source, push
from tests.journeys.walk import Walk
from tests.web.clients import current_code

PASSWORD = "a-long-enough-pass"
OWN = "a-pass-of-my-own-9"
PEOPLE = """\
账号\t姓名\t单位\t职务\t值班电话\t角色\t单位性质\t单位职责
lu\t陆知远\t综合办公室\t值班员\t\t值班员\t科室\t综合协调
song\t宋微澜\t综合办公室\t发言人\t\t新闻发言人
qin\t秦以安\t来访接待科\t科长\t\t承办人员\t科室\t来访登记、窗口排队、叫号、接待秩序。
cheng\t程望舒\t\t副局长\t\t副组长
"""
FORMS = {  # who submits how many forms
    "admin": 5,  # sign-in, second factor; people looked at, people added; a source
    "gu": 2,  # his link; the list of roles
    "lu": 2,  # his link; incident, grade and notice
    "qin": 2,  # his link; signature and report
    "song": 4,  # his link; the draft is begun; words and submission; publication
    "cheng": 2,  # his link; the approval
}
WHO = (("lu", 1440, 900), ("qin", 390, 844), ("song", 1440, 900), ("cheng", 390, 844))

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(visit):
    return Walk(visit)


@pytest.fixture
def bureau(db, settings):
    settings.SECOND_FACTOR = "SIGNERS"  # as an installation that nobody loosened
    forget_workers()
    return set_up_bureau(
        slug="yunchuan",
        name="云川区信访局",
        district="云川区",
        username="admin",
        person="方知行",
        password=PASSWORD,
    )


def send(form):
    """Press the filled button of a form, and wait for where it leads."""
    page = form.page
    with page.expect_navigation():
        form.locator("button.hy-btn-main").last.click()
    page.wait_for_load_state()


def main_form(page, field):
    return page.locator(f"form:has([name={field}])").last


def fill_factor(page):
    """Type what the authenticator app shows for the secret on the page."""
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", current_code(secret.replace(" ", "")))


def come_by_link(page, link, shoot=None):
    """Open the one-time link, choose a password and, if asked, a second factor: one form."""
    page.goto(link)
    for field in ("password", "again"):
        page.fill(f"input[name={field}]", OWN)
    if page.locator("#authenticator_secret").count():
        fill_factor(page)
        if shoot:
            shoot(page, "first-hour-invitation")
        send(main_form(page, "again"))
        page.get_by_role("link", name="已保存，打开值班台").click()
        page.wait_for_load_state()
    else:
        send(main_form(page, "again"))
    assert urlsplit(page.url).path == "/desk/"


def dialog_of(page, link):
    show_act(page.locator(link)).click()
    form = page.locator("dialog[open] form[method=post]").last
    form.wait_for()
    return form


def set_up(walk, shoot):
    """The administrator: sign-in with a second factor, one table of people, a source."""
    admin = walk.person("admin")
    admin.goto("/accounts/login/")
    admin.fill("input[name=login]", "admin")
    admin.fill("input[name=password]", PASSWORD)
    send(main_form(admin, "login"))
    admin.get_by_role("link", name="启用验证器").click()
    fill_factor(admin)
    send(main_form(admin, "code"))
    admin.get_by_role("link", name="已保存，打开值班台").click()
    shoot(admin, "first-hour-checklist")
    admin.locator("a[href*='officers/import']").first.click()
    expect(admin.locator("textarea[name=text]")).to_have_value(re.compile("分管副局长"))
    shoot(admin, "first-hour-template")
    admin.fill("textarea[name=text]", PEOPLE)
    send(main_form(admin, "text"))
    expect(admin.get_by_text("随人员添加单位：综合办公室、来访接待科。")).to_be_visible()
    shoot(admin, "first-hour-people")
    send(main_form(admin, "text"))
    shoot(admin, "first-hour-links")
    links = {
        row.locator("td").nth(0).inner_text().strip(): row.locator("input").input_value()
        for row in admin.locator("tbody tr").all()
    }
    return links, add_push_source(admin)


def place_posts(bureau, live_server, token):
    push(live_server.url, token)
    worker_of(bureau.pk).turn(now=clock.now())


def register_and_notify(lu, shoot):
    """One form: the incident, its grade, the notice to the proposed unit."""
    form = dialog_of(lu, "#candidates a[href$='/confirm/']")
    form.locator("input[name=title]").fill("来访登记排队两小时")
    expect(form.get_by_label("来访接待科", exact=True)).to_be_checked()
    form.locator("textarea[name=guidance]").fill("请核实排队情况和叫号。")
    shoot(lu, "first-hour-confirm")
    send(form)
    expect(lu.get_by_text(re.compile("已发起通报：来访接待科.+等待送达")).first).to_be_visible()


def sign_and_report(qin, shoot):
    """One form: the unit signs for the notice and reports what it found."""
    qin.locator("#h-sign").locator("xpath=ancestor::section").locator("a").first.click()
    qin.wait_for_load_state()
    shoot(qin, "first-hour-notice-phone")
    form = dialog_of(qin, "a[href*='/report/']")
    form.locator("input[name=finding][value=TRUE]").check()
    form.locator("textarea[name=facts]").fill(
        "当日三号窗口只有一人值守，平均等候一小时五十分。"
    )
    form.locator("textarea[name=handled]").fill("已加开一个窗口，并公布高峰时段。")
    form.locator("textarea[name=evidence]").fill("来访接待科当日叫号记录")
    shoot(qin, "first-hour-report-phone")
    send(form)
    expect(qin.get_by_text("已签收并反馈。")).to_be_visible()


def write_and_submit(song, shoot):
    """Two forms: a draft with what the unit reported; its words and the submission."""
    song.locator("main a[href*='/responses/start/']").first.click()
    song.wait_for_load_state()
    shoot(song, "first-hour-start")
    send(main_form(song, "take"))
    shoot(song, "first-hour-draft")
    expect(song.locator("[name=body]")).to_have_value(re.compile(r"一人值守，.+\[F1\]"))
    song.fill("[name=title]", "来访登记为什么排队两小时？")
    song.fill("[name=summary]", "确实排了近两小时，我们已加开一个窗口。[F1] [F2]")
    with song.expect_navigation():
        song.get_by_role("button", name="保存并送审").click()
    expect(song.get_by_text("已送审，待组长或副组长审定。")).to_be_visible()


def approve(cheng, shoot):
    cheng.locator("a", has_text="审阅").first.click()
    cheng.wait_for_load_state()
    for tick in cheng.locator("input[name=tick]").all():
        tick.check()
    with cheng.expect_navigation():
        cheng.locator("form[action$='/approve/'] button").click()
    shoot(cheng, "first-hour-approved-phone")
    expect(cheng.get_by_role("link", name="全部审完，返回值班台")).to_be_visible()


def publish(song):
    song.goto("/desk/")
    song.locator("a", has_text="发布回应").first.click()
    song.wait_for_load_state()
    send(dialog_of(song, "a[href$='/publish/']"))


@pytest.mark.clause("4(3)a", "5a", "6a", "7a", "8d")
def test_six_persons_need_seventeen_forms_to_the_first_answer(
    bureau, walk, live_server, shoot, visit
):
    leader = appoint(slug="yunchuan", username="gu", person="顾怀川", role=Role.LEADER)
    leader_link = f"{live_server.url}{first_invitation_path(leader)}"
    links, token = set_up(walk, shoot)
    gu = walk.person("gu")
    come_by_link(gu, leader_link, shoot)
    gu.locator("a[href='/desk/people/roles/']").first.click()
    people = {who: walk.person(who, *size) for who, *size in WHO}
    for who, page in people.items():
        come_by_link(page, links[who])
    gu.reload()
    for box in main_form(gu, "request").locator("input[name=request]").all():
        box.check()
    send(main_form(gu, "request"))
    place_posts(bureau, live_server, token)

    for who, page in people.items():
        page.goto("/desk/")
        {
            "lu": lambda page: register_and_notify(page, shoot),
            "qin": lambda page: sign_and_report(page, shoot),
            "song": lambda page: write_and_submit(page, shoot),
            "cheng": lambda page: approve(page, shoot),
        }[who](page)
    publish(people["song"])

    reader = visit()
    reader.goto("/")
    expect(
        reader.get_by_role("link", name=re.compile("来访登记为什么排队")).first
    ).to_be_visible()
    if path := os.environ.get("HUIYING_FORMS", ""):  # the table of the experiment
        walk.write(path)
    forms = walk.count("form")
    assert forms == FORMS, walk.steps
    assert forms.total() == 17
    assert verify(bureau_id=bureau.pk).holds
    verbs = {*AuditRecord.objects.values_list("verb", flat=True)}
    assert {"notice.sent", "notice.signed", "notice.reported", "draft.started"} <= verbs
    assert {"draft.fact_added", "draft.edited", "draft.submitted", "draft.approved"} <= verbs
