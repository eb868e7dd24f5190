"""A 重大 matter goes the whole heavy way in browsers; an ordinary one shows none of it.

Called together, one view against; minutes signed by two on their phones; the proposal approved;
the work assigned, taken up, looked at on the spot; a claim verified as partly true; closed by
the gate with two waivers that a leader signs; reviewed.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.policy.closing.cases import CaseKind
from huiying.policy.grading.grades import Grade
from huiying.policy.time.zone import LOCAL
from tests.journeys.acts import open_act
from tests.journeys.test_guidance_on_the_phone import fits, sign_in
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = (390, 844)


def press(page, label):
    """Click a button by its words; wait for the page that follows."""
    named = re.compile(f"^{re.escape(label)}( |$)")
    with page.expect_navigation():
        page.get_by_role("button", name=named).first.click()


def ask(page, label, *ticks, **words):
    """Open the form of an act by its words, fill it in, send it."""
    open_act(page, label)
    form = page.locator("dialog[open] form[method=post]")
    form.wait_for()
    for tick in ticks:
        form.locator("label", has_text=tick).first.click()
    for name, text in words.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    with page.expect_navigation():
        form.locator("button.hy-btn-main").click()


def in_hours(hours):
    at = (clock.real_now() + timedelta(hours=hours)).astimezone(LOCAL)
    return at.strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def grave(yunchuan, db):
    restart_workers()
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=clock.real_now())


@pytest.fixture
def ordinary(yunchuan, db):
    restart_workers()
    return incident_of(yunchuan, QUEUE, now=clock.real_now())


def meet(office, agency, leaders, shoot):
    """会商: called, attended, one view against, minutes signed by two."""
    ask(
        office,
        "召集会商…",
        "顾怀川",
        "程望舒",
        "区水务局",
        meets_at=in_hours(1),
        place="三楼会议室",
    )
    for _guest in range(3):
        press(office, "登记出席")
    agency.goto(office.url)
    ask(agency, "记意见…", "不同意见", text="婴幼儿和皮肤敏感的人，恢复前也不要用来洗澡。")
    office.reload()
    ask(
        office,
        "写纪要…",
        nature="检修造成的供水质量事件",
        trend="早高峰提及最多，恢复后回落",
        risks="高层恢复慢，可能再次集中反映",
        proposal="先送水，再说明；同一条口径",
    )
    press(office, "送签")
    for leader in leaders:
        leader.goto("/desk/")
        leader.get_by_role("link", name="审阅").first.click()
        leader.wait_for_load_state()
        expect(leader.get_by_text("恢复前也不要用来洗澡").first).to_be_visible()  # the dissent
        assert fits(leader)
        shoot(leader, "heavy-minutes-phone")
        press(leader, "签署这份纪要")


def tell(office, agency, page, shoot):
    """通报: the unit signs on the phone and reports what it did, with material."""
    office.goto(page)
    ask(office, "通报单位…", "区水务局", guidance="请立即查明原因，先安排送水。")
    agency.goto("/desk/notices/")
    agency.locator("tr[data-row] a.hy-btn", has_text="签收").first.click()
    press(agency, "签收，由区水务局办理")
    shoot(agency, "heavy-signed")
    ask(
        agency,
        "反馈核实与处置情况…",
        "属实",
        facts="夜间换阀门冲起铁锈。",
        handled="已设三处送水点，逐栋排放存水。",
        evidence="检修工单、送水记录",
        no_file_reason="工单在区水务局归档，已抄送原件编号。",
    )
    assert fits(agency)


def handle(office, agency, duty, shoot):
    """网下办理: reported on the phone, looked at on the spot by another, accepted."""
    agency.goto("/desk/tasks/")
    agency.locator("main").get_by_role("link", name=re.compile("A2026-|十点前设")).first.click()
    agency.wait_for_load_state()
    ask(agency, "反馈…", text="三处送水点九点五十设好，存水已逐栋排放。")
    assert fits(agency)
    shoot(agency, "heavy-report-phone")
    duty.goto(agency.url)
    ask(duty, "现场核查…", "已办到", text="到三个小区看过，水已经清。")
    office.goto(agency.url)
    ask(office, "验收办结…", text="按时办成。")


def close(office, leader, page, shoot):
    """办结: what is not met needs a leader's signature; then a review with a lesson."""
    office.goto(page)
    for _condition in range(2):  # not answered in public yet; what is usual is unknown
        ask(office, "请求豁免…", reason="现场已当面说明，书面说明随后另发。")
        leader.goto(office.url)
        assert fits(leader)
        press(leader, "豁免这一条")
        office.goto(page)
    shoot(office, "heavy-gate")
    ask(office, "办结…")
    office.goto(page)
    ask(
        office,
        "撰写复盘…",
        kind=CaseKind.SERVICE,
        happened="换阀门冲起铁锈，三个小区发黄。",
        went_well="送水快。",
        went_badly="检修前没有告示。",
    )
    shoot(office, "heavy-review")


def verify(duty, agency, cast, shoot):
    """核实: asked, answered on the phone as partly true, confirmed by another pair of eyes."""
    ask(
        duty,
        "提出核实…",
        "疑虑",
        claim="用发黄的水洗澡，皮肤会发红起疹",
        unit=str(cast.waterworks.pk),
    )
    docket = duty.url
    agency.goto(docket)
    ask(
        agency,
        "答复核实结论…",
        "部分属实",
        facts="发红七人，均为一过性刺激；没有发现起疹。",
        words="门诊记录汇总",
        expires=in_hours(24 * 30)[:10],
    )
    assert fits(agency)
    shoot(agency, "heavy-docket-phone")
    duty.goto(docket)
    press(duty, "复核通过")


@pytest.mark.clause("5e", "6d", "6e", "6f", "6g", "7a")
def test_a_grave_matter_goes_the_whole_way(yunchuan, grave, visit, shoot):
    office = sign_in(visit(), yunchuan.shen)
    agency = sign_in(visit(*PHONE), yunchuan.water)
    leader, deputy = (
        sign_in(visit(*PHONE), yunchuan.leader),
        sign_in(visit(*PHONE), yunchuan.cheng),
    )
    page = f"/desk/incidents/{grave.number}/"

    office.goto(page)
    meet(office, agency, [leader, deputy], shoot)
    office.goto(page)
    ask(office, "拟制处置意见…", measures="两小时内设送水点，逐栋排放。", risks="高层恢复慢。")
    press(office, "报审")
    leader.goto("/desk/")
    leader.get_by_role("link", name="审阅").first.click()
    leader.wait_for_load_state()
    assert fits(leader)
    press(leader, "批准这份处置意见")

    office.goto(office.url)
    ask(
        office,
        "交办…",
        to=f"unit:{yunchuan.waterworks.pk}",
        task="十点前设三处送水点，逐栋排放存水。",
        due=in_hours(4),
    )
    agency.goto(f"{page}?tab=review")
    press(agency, "签收")
    assert fits(agency)
    shoot(agency, "heavy-task-phone")

    duty = sign_in(visit(), yunchuan.lu)
    duty.goto(page)
    verify(duty, agency, yunchuan, shoot)
    office.goto(f"{page}?tab=handling")
    shoot(office, "heavy-incident")
    expect(office.get_by_text("部分属实").first).to_be_visible()
    tell(office, agency, page, shoot)
    handle(office, agency, duty, shoot)
    close(office, leader, page, shoot)


def test_an_ordinary_matter_shows_none_of_it(yunchuan, ordinary, visit):
    office = sign_in(visit(), yunchuan.shen)

    office.goto(f"/desk/incidents/{ordinary.number}/")

    for word in ("召集会商…", "拟制处置意见…", "报审", "交办…"):
        expect(office.locator("main").get_by_text(word, exact=True)).to_have_count(0)
