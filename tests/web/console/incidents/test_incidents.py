"""The incident on screen: where it stands, who did what, and every act that moves it on."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.organisation.actions.set_up import add_unit
from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.clocks.models import Clock
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.reasons.reason import reason, to_data
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.models import Notice, ProofKind
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.clocks import start_emergency_clocks
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.grading import sign_waiting
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(name: str, incident) -> str:
    return reverse(f"console:{name}", args=[incident.number])


def whole(incident) -> str:
    """Return the page with every tab open, as it is printed."""
    return f"{to('incident', incident)}?tab=all"


def told(cast, incident, unit, now):
    return notify_unit(
        incident=incident, unit=unit, guidance="请核实。", officer=cast.lu, now=now
    )


def delivered(cast, incident, unit, now):
    notice = told(cast, incident, unit, now)
    record_delivery(
        notice=notice, kind=ProofKind.PHONE, who="值班室", at=now, officer=cast.lu, now=now
    )


# The page -------------------------------------------------------------------------------------


@pytest.mark.clause("6a")
def test_the_four_fields_never_look_alike(lu, yunchuan):
    page = page_of(lu.get(whole(incident_of(yunchuan))))

    fields = page.having('id="levels"')[0].text
    for name, value in (
        ("突发事件级别", "未列为突发事件"),
        ("预警级别", "未发布预警"),
        ("应急响应级别", "未启动应急响应"),
    ):
        assert re.search(rf"{name} +{value}", fields), name
    assert "一般" in page.tags("h1")[0].text
    assert "陆知远确认 · 第 1 次定级" in page.panel("grade").text


@pytest.mark.clause("2(1)b", "6a")
def test_the_grade_is_explained_by_proposal_signature_cards_and_rule(lu, yunchuan):
    said = page_of(lu.get(whole(incident_of(yunchuan)))).panel("grade").text

    for part in (
        "舆情内容",
        "公众反应",
        "媒体介入",
        "系统建议",
        "陆知远",
        "按制度定级",
        "规则第",
    ):
        assert part in said
    assert "批评本局或领导，不计入等级" in said


def test_the_path_says_where_it_is_and_offers_the_next_step(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    before = page_of(lu.get(whole(incident))).panel("path").text
    told(yunchuan, incident, yunchuan.reception, now + timedelta(minutes=5))
    after = page_of(lu.get(whole(incident))).panel("path").text

    assert "通报单位…" in before
    assert "通报单位…" not in after
    assert "等来访接待科签收" in after


def test_an_act_has_one_name_and_one_filled_button_on_a_page(lu, yunchuan):
    page = page_of(lu.get(to("incident", incident_of(yunchuan))))

    link = r'<a[^>]*class="([^"]*)"[^>]*href="[^"]*/notify/"[^>]*>\s*([^<]+)<'
    links = re.findall(link, page)
    assert {name.strip() for _looks, name in links} == {"通报单位…"}
    assert sum("hy-btn-main" in looks for looks, _name in links) == 1


@pytest.mark.clause("2(2)a", "4(3)c")
def test_every_clock_says_start_end_basis_and_who_used_the_time(lu, yunchuan, now):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR)

    said = page_of(lu.get(whole(incident))).panel("all-clocks").text

    assert "通报 · 30 分钟" in said
    assert "回应 · 48 小时" in said
    assert re.search(r"起 .*10:00", said)
    assert re.search(r"止 .*10:30", said)
    assert "依据 《制度》第四条第（三）项" in said
    assert re.search(r"用时 .*值班员", said)


@pytest.mark.clause("4(3)b")
def test_a_notice_shows_how_it_was_proven_to_arrive(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    at = now + timedelta(minutes=5)
    notice = told(yunchuan, incident, yunchuan.waterworks, at)
    before = page_of(lu.get(whole(incident))).panel("notices").text
    lu.post(
        reverse("console:notice-delivered", args=[notice.number]),
        {"kind": "phone", "who": "办公室值班", "at": ""},
    )
    after = page_of(lu.get(whole(incident))).panel("notices")

    assert "区水务局" in before
    assert "待送达" in before
    assert "待送达" not in after
    assert "办公室值班（陆知远登记）" in html.unescape(after)
    assert "电话送达" in after
    assert "待签收" in after


def test_a_notice_on_the_phone_says_until_when_what_to_do_and_who_else_was_told(
    yunchuan, now, time
):
    incident = incident_of(yunchuan)
    notice = told(yunchuan, incident, yunchuan.reception, now)
    told(yunchuan, incident, yunchuan.office, now)
    unit, address = signed_in(yunchuan.window), reverse("console:notice", args=[notice.number])

    before = page_of(unit.get(address)).text
    time.set(now + timedelta(hours=40))
    late = page_of(unit.get(address)).text
    unit.post(reverse("console:notice-sign", args=[notice.number]), {"version": 9})
    unit.post(reverse("console:notice-sign", args=[notice.number]))
    after = page_of(unit.get(address)).text

    assert re.search(r"请在 11-24 \d\d:\d\d 前签收", before)
    assert "请在" not in late
    assert "补签如实记录 ·" in late
    assert "请先签收，核实后反馈结论、事实和处置情况" in before
    assert f"同时通报 {yunchuan.office.name}" in before
    assert "前签收" not in after
    assert "办理要求 请反馈核实结论、事实和处置情况" in after


def test_copies_are_one_line_with_their_number_and_none_is_dropped(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    for number in range(3):
        submit_posts(
            yunchuan, QUEUE[0], now=now + timedelta(minutes=number), channel=f"平台{number}"
        )
    run_stream(yunchuan, now=now + timedelta(minutes=4))
    incident.refresh_from_db()

    page = page_of(lu.get(whole(incident)))
    said = page.panel("posts").text

    assert f"{incident.groups} 组 / {incident.size} 条" in said
    assert "×4" in said
    assert said.count("来访登记排队太久") == 1
    assert "等 4" in said
    group = Placement.objects.filter(event_id=incident.events.get().event_id).first().group_id
    copies = page_of(lu.get(reverse("console:copies", args=[group])))
    assert copies.count('<tr id="post-') == 4
    assert "网友" not in page + copies, "who wrote is not shown"


def test_the_timeline_tells_who_did_what_and_of_people_alone_when_asked(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    told(yunchuan, incident, yunchuan.reception, now + timedelta(minutes=5))

    every = page_of(lu.get(whole(incident))).panel("events").text
    people = page_of(lu.get(to("incident", incident), {"human": "1"})).panel("events").text

    assert "陆知远登记为事件，定为一般" in every
    assert "陆知远通报来访接待科" in every
    assert "陆知远登记为事件" in people
    assert len(people) <= len(every)
    assert "审计链第" in every


def test_what_was_done_five_times_in_a_minute_is_one_line_with_its_number(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    for _time in range(5):
        append(
            bureau_id=yunchuan.bureau.pk,
            actor=yunchuan.lu.audit_actor(),
            verb="draft.fact_added",
            subject=Subject("draft", "7", topic=incident.audit_topic),
            now=now + timedelta(minutes=6),
        )

    said = page_of(lu.get(whole(incident))).panel("events").text

    assert said.count("添加一条事实") == 1
    assert "添加一条事实 ×5" in said
    assert "经过 6" in said, "the number of records stays"


def test_the_record_of_people_alone_is_one_click_away_and_back(lu, yunchuan):
    incident = incident_of(yunchuan)
    page = page_of(lu.get(whole(incident)))
    panel = page.panel("events")
    back = page_of(lu.get(panel.link("human=1")))

    assert "仅看人工操作" in panel
    assert "查看全部" in back.panel("events").text


def recorded(cast, incident, verb: str, at, actor, label: str = "") -> None:
    """Put a record on the timeline of an incident, as its act would."""
    append(
        bureau_id=cast.bureau.pk,
        actor=actor,
        verb=verb,
        subject=Subject("draft", "7", label, topic=incident.audit_topic),
        now=at,
    )


def test_what_a_machine_did_in_between_parts_no_equal_steps_of_people_alone(lu, yunchuan, now):
    incident, at = incident_of(yunchuan), now + timedelta(minutes=6)
    officer = yunchuan.lu.audit_actor()
    recorded(yunchuan, incident, "draft.fact_added", at, officer)
    recorded(yunchuan, incident, "clock.reminded", at, MACHINE, "审定")
    recorded(yunchuan, incident, "draft.fact_added", at, officer)

    every = page_of(lu.get(whole(incident))).panel("events").text
    people = page_of(lu.get(to("incident", incident), {"human": "1"})).panel("events").text

    assert every.count("添加一条事实") == 2, "the order of what happened stays"
    assert people.count("添加一条事实") == 1
    assert "添加一条事实 ×2" in people


def test_the_last_steps_stand_open_and_the_earlier_ones_behind_one_click(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    for minute in range(2, 14):
        at = now + timedelta(minutes=minute)
        recorded(yunchuan, incident, "draft.fact_added", at, yunchuan.lu.audit_actor())

    page = page_of(lu.get(whole(incident)))
    panel = page.panel("events")
    earlier = panel.tags("details")[0]
    last = panel.replace(earlier, "")

    assert last.count("<li") == 8
    assert "登记为事件" not in last
    assert "登记为事件" in earlier
    assert "更早的 5 步" in earlier.text


def test_an_english_reader_reads_which_clock_a_reminder_is_about(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    recorded(yunchuan, incident, "clock.reminded", now, MACHINE, "审定")
    lu.cookies["django_language"] = "en"

    said = page_of(lu.get(whole(incident))).panel("events").text

    assert "of the time of “Approval” has passed" in said


def test_the_first_screen_begins_the_groups_and_the_tab_holds_twenty_a_page(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    event = incident.events.get().event_id
    others = [
        f"{one}门前{two}队等登记的第{one}{two}天"
        for one in "东南西北前"
        for two in "排站守等看"
    ]
    keys = submit_posts(yunchuan, *others, now=now)
    run_stream(yunchuan, now=now)
    for key in keys:  # each a group of its own
        Placement.objects.filter(post_id=key).update(event_id=event, group_id=key)

    begin = page_of(lu.get(to("incident", incident))).panel("posts")
    [every] = begin.links("查看全部")
    tab = page_of(lu.get(every.partition("#")[0])).panel("posts")
    second = page_of(lu.get(to("incident", incident), {"page": "2"})).panel("posts")

    assert begin.count('<tr id="group-') == 3
    assert tab.count('<tr id="group-') == 20
    assert second.count('<tr id="group-') >= 5
    assert "#posts" in tab.link("page=2")


def test_an_answered_matter_leads_to_the_gate_of_its_closing(yunchuan, now):
    incident = incident_of(yunchuan)
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.ANSWERED)
    page = page_of(signed_in(yunchuan.shen).get(whole(incident)))
    path = page.panel("path")

    assert 'href="#closing"' in path
    assert 'id="closing"' in page


def test_a_page_with_much_takes_as_many_queries_as_one_with_little(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    address = to("incident", incident)
    delivered(yunchuan, incident, yunchuan.reception, now)
    submit_posts(yunchuan, *QUEUE, now=now, channel="平台")
    run_stream(yunchuan, now=now)
    few = bulk_rows.queries(lu, address)

    for number in range(4):
        unit = add_unit(
            bureau=yunchuan.bureau,
            name=f"第{number}科",
            kind="SECTION",
            duties="接待",
            actor=MACHINE,
            now=now,
        )
        delivered(yunchuan, incident, unit, now + timedelta(minutes=number))
        submit_posts(
            yunchuan, *QUEUE, now=now + timedelta(minutes=number), channel=f"平台{number}"
        )
        run_stream(yunchuan, now=now + timedelta(minutes=number))

    incident.refresh_from_db()
    assert incident.size == 6 * len(QUEUE)
    assert bulk_rows.queries(lu, address) <= few


def test_a_page_does_not_ask_for_what_is_not_there(lu, yunchuan):
    incident = incident_of(yunchuan)

    assert bulk_rows.queries(lu, to("incident", incident)) <= 29


# Regrade --------------------------------------------------------------------------------------


@pytest.mark.clause("4(3)c")
def test_an_upgrade_starts_a_new_notice_clock_and_shows_the_old_one(lu, yunchuan):
    incident = incident_of(yunchuan)
    page = page_of(lu.get(to("regrade", incident)))
    assert "当前等级为一般" in page

    lu.post(
        to("regrade", incident),
        {
            "grade": 3,
            "ground": "UNREAD",
            "reason": "有人送医",
            "version": incident.revision,
        },
    )
    sign_waiting(incident, now=clock.now())

    assert incident.grade == Grade.MAJOR
    assert Clock.objects.filter(subject_ref=incident.number, kind="notice").count() == 2
    said = page_of(lu.get(whole(incident))).text
    assert "第 2 次定级" in said
    assert "“有人送医”" in said


def test_a_stale_or_empty_regrade_changes_nothing_and_keeps_the_reason(lu, yunchuan):
    incident = incident_of(yunchuan)
    seen = incident.revision
    signed_in(yunchuan.shen).post(
        to("regrade", incident),
        {"grade": 2, "ground": "UNREAD", "reason": "媒体来电", "version": seen},
    )
    sign_waiting(incident, now=clock.now())

    stale = page_of(
        lu.post(to("regrade", incident), {"grade": 3, "reason": "我的理由", "version": seen}),
        409,
    )
    empty = page_of(
        lu.post(to("regrade", incident), {"grade": 3, "reason": "", "version": seen})
    )

    assert stale.field("reason") == "我的理由"
    assert "最近更新" in stale
    assert f'name="version" value="{seen + 1}"' in stale, "the next try is about what is shown"
    assert "<html" in empty
    incident.refresh_from_db()
    assert incident.grade == Grade.SIGNIFICANT


def test_a_line_of_the_list_counts_every_clock_and_hides_no_breach(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    page = page_of(lu.get(reverse("console:incidents"))).text
    assert "另 1 项时限" in page

    started = start_emergency_clocks(incident, now=now)
    Clock.objects.filter(subject_ref=incident.number).exclude(pk=started.pk).update(
        state="MET", stopped_at=now + timedelta(hours=72), breached_at=now + timedelta(hours=48)
    )
    page = page_of(lu.get(reverse("console:incidents"))).text
    assert "权威信息发布" in page, "of all its clocks the one that ends first"
    assert "曾超时 3 次" in page

    Clock.objects.filter(pk=started.pk).update(state="MET", stopped_at=now)
    page = page_of(lu.get(reverse("console:incidents"))).text
    assert "无计时中的时限" not in page, "never beside a breach"


# Notify ---------------------------------------------------------------------------------------


@pytest.mark.clause("4(1)")
def test_the_unit_is_proposed_with_the_words_of_its_duties(lu, yunchuan):
    incident = incident_of(yunchuan, WATER)

    page = page_of(lu.get(to("notify", incident), headers=HX))

    assert "系统建议区水务局：职责中提到" in page
    assert "自来水" in page
    assert re.search(rf'value="{yunchuan.waterworks.pk}"[^>]*checked', page)
    assert not Notice.objects.exists()


@pytest.mark.clause("4(3)b")
def test_a_notice_is_sent_once_and_waits_for_its_proof(lu, yunchuan):
    incident = incident_of(yunchuan, WATER)
    form = {"unit": yunchuan.waterworks.pk, "guidance": "先查泵房。", "version": 0}

    page = page_of(lu.post(to("notify", incident), form, follow=True))
    twice = page_of(lu.post(to("notify", incident), form), 409)
    incident.refresh_from_db()
    fresh = {**form, "guidance": "又写一遍", "version": incident.revision}
    again = page_of(lu.post(to("notify", incident), fresh), 409)

    notice = Notice.objects.get()
    assert f"已发起通报：区水务局（通报 {notice.number}），等待送达。" in page
    assert notice.guidance == "先查泵房。"
    assert notice.notice_clock.state == "RUNNING", "sending is not delivery"
    assert "事件已被他人更新，本次操作未执行" in twice, "a double click sends one notice"
    assert "已通报区水务局，无需重复" in again
    assert again.field("guidance") == "又写一遍"


def test_a_unit_of_another_bureau_is_not_offered_nor_taken(lu, yunchuan, linxi):
    incident = incident_of(yunchuan, WATER)

    response = lu.post(to("notify", incident), {"unit": linxi.waterworks.pk, "guidance": ""})

    assert response.status_code in {200, 404}
    assert not Notice.objects.exists()


# Arrange --------------------------------------------------------------------------------------


def choices(page: str) -> list[str]:
    return re.findall(r'name="posts" value="(\d+)"', page)


def test_posts_are_chosen_by_numbers_of_64_bits_that_travel_as_text(lu, yunchuan):
    incident = incident_of(yunchuan)

    page = page_of(lu.get(to("incident-split", incident)))

    keys = {str(key) for key in Placement.objects.values_list("post_id", flat=True)}
    assert set(choices(page)) == keys
    assert all(int(key) > 2**53 for key in keys), "numbers that scripts cannot hold"


def test_split_posts_stand_on_the_desk_as_a_candidate(lu, yunchuan):
    incident = incident_of(yunchuan)
    chosen = choices(page_of(lu.get(to("incident-split", incident))))[:2]

    page = lu.post(
        to("incident-split", incident),
        {"posts": chosen, "reason": "说的是另一个窗口"},
        follow=True,
    )

    assert "已拆分，新的待研判舆情列于值班台。" in page_of(page)
    incident.refresh_from_db()
    assert incident.size == len(QUEUE) - 2
    fresh = Candidate.objects.get(incident=None)
    assert Placement.objects.filter(event_id=fresh.event_id).count() == 2
    assert f'id="candidate-{fresh.event_id}"' in page_of(lu.get("/desk/"))


def test_a_line_with_copies_is_split_off_with_all_its_copies(lu, yunchuan, now):
    incident = incident_of(yunchuan)
    for number in range(3):
        submit_posts(
            yunchuan, QUEUE[0], now=now + timedelta(minutes=number), channel=f"平台{number}"
        )
    run_stream(yunchuan, now=now + timedelta(minutes=4))
    page = page_of(lu.get(to("incident-split", incident)))
    assert "×4" in page
    line = choices(page)[0]

    lu.post(to("incident-split", incident), {"posts": [line], "reason": "转发的旧帖"})

    group = Placement.objects.get(post_id=int(line)).group_id
    events = Placement.objects.filter(group_id=group).values_list("event_id", flat=True)
    assert len(events) == 4
    assert len(set(events)) == 1, "copies of one text stay together"
    incident.refresh_from_db()
    assert incident.size == len(QUEUE) - 1


def test_nothing_chosen_everything_chosen_and_no_reason_are_refused(lu, yunchuan):
    incident = incident_of(yunchuan)
    every = choices(page_of(lu.get(to("incident-split", incident))))

    nothing = lu.post(to("incident-split", incident), {"reason": "理由"})
    no_reason = lu.post(to("incident-split", incident), {"posts": every[:1], "reason": " "})
    whole = lu.post(to("incident-split", incident), {"posts": every, "reason": "我的理由"})
    strange = lu.post(to("incident-split", incident), {"posts": ["1"], "reason": "理由"})

    assert page_of(nothing).field("reason") == "理由"
    assert page_of(no_reason).count("checked") == 1
    assert page_of(whole, 409).field("reason") == "我的理由"
    assert "不能全选" in page_of(whole, 409)
    assert strange.status_code == 200
    incident.refresh_from_db()
    assert incident.size == len(QUEUE)


def test_replies_that_share_a_title_are_told_apart_by_their_text(lu, yunchuan):
    source = incident_of(yunchuan)
    Post.objects.filter(bureau=yunchuan.bureau).update(title="回复：来访登记排队")

    lines = page_of(lu.get(to("incident-move", source))).text

    assert "回复：来访登记排队 · " in lines
    for text in Post.objects.values_list("text", flat=True):
        assert text[:20] in lines


def test_posts_are_moved_to_another_incident(lu, yunchuan, now):
    source = incident_of(yunchuan)
    target = incident_of(yunchuan, WATER, now=now + timedelta(minutes=1))
    chosen = choices(page_of(lu.get(to("incident-move", source))))[0]

    page = lu.post(
        to("incident-move", source),
        {"posts": [chosen], "target": target.number, "reason": "说的是水"},
        follow=True,
    )

    assert "已将 1 条帖文移到：" in page_of(page).text
    target.refresh_from_db()
    assert target.size == len(WATER) + 1
    assert "人工归组" in page_of(lu.get(whole(target))).panel("posts").text


def test_merged_incidents_point_to_each_other_and_keep_their_clocks(lu, yunchuan, now):
    source = incident_of(yunchuan)
    target = incident_of(yunchuan, WATER, now=now + timedelta(minutes=1))

    lu.post(to("incident-merge", source), {"target": target.number, "reason": "同一件事"})

    source.refresh_from_db()
    assert source.stage == Stage.MERGED
    old, new = page_of(lu.get(whole(source))), page_of(lu.get(whole(target)))
    assert f"已并入 {target.number}" in old
    assert f"{source.number} {source.title} 已并入本事件。" in new
    assert "通报 · 24 小时" in new.panel("all-clocks").text
    assert {row.subject_ref for row in Clock.objects.all()} == {target.number}
    for act in ("incident-merge", "incident-split", "incident-move", "regrade", "notify"):
        assert to(act, source) not in old
    again = lu.post(to("incident-merge", source), {"target": target.number, "reason": "再并"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    "act", ["regrade", "notify", "incident-merge", "incident-split", "incident-move"]
)
def test_an_act_is_a_page_without_script_and_a_form_in_the_dialog(lu, yunchuan, act):
    incident = incident_of(yunchuan)

    page, dialog = (
        page_of(lu.get(to(act, incident))),
        page_of(lu.get(to(act, incident), headers=HX)),
    )

    form = f'action="{to(act, incident)}"'
    assert "<html" in page
    assert "<html" not in dialog
    assert form in page
    assert form in dialog


# The list and the search box ------------------------------------------------------------------


def test_the_list_filters_sorts_and_says_what_it_hides(lu, yunchuan, now):
    incident_of(yunchuan)
    incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now + timedelta(minutes=1))

    address = reverse("console:incidents")
    every = page_of(lu.get(address))
    major = page_of(lu.get(address, {"grade": "3"}))
    graver = page_of(lu.get(address, {"sort": "grade"}))

    assert "共 2 件，显示 2 件。" in every
    assert "筛选隐藏" not in every
    assert "共 2 件，显示 1 件。" in major
    assert "筛选隐藏 1 件" in major
    assert graver.index("2026-0002") < graver.index("2026-0001")


def test_another_stage_keeps_the_other_filters_and_begins_at_the_first_page(lu, yunchuan):
    incident_of(yunchuan)

    page = lu.get(reverse("console:incidents"), {"grade": "1", "page": "1"}).content.decode()

    links = re.findall(r'href="(\?[^"]*stage=[^"]*)"', page)
    assert links
    assert all("grade=1" in link and "page=" not in link for link in links)


@pytest.mark.parametrize(
    "query", [{"grade": "x"}, {"page": "999"}, {"sort": "?"}, {"stage": "NONE"}, {"q": "%_'"}]
)
def test_a_nonsense_filter_is_answered_with_the_list(lu, yunchuan, query):
    assert lu.get(reverse("console:incidents"), query).status_code == 200


def test_a_number_in_the_search_box_leads_to_its_incident(lu, yunchuan):
    incident = incident_of(yunchuan)
    search = reverse("console:search")

    found = lu.get(search, {"q": f" {incident.number} "})
    missing = lu.get(search, {"q": "2026-0999"})

    assert found.url == to("incident", incident)
    assert "未找到：事件" in page_of(missing)


def test_words_in_the_search_box_find_incidents_and_posts(lu, yunchuan):
    incident = incident_of(yunchuan)

    page = page_of(lu.get(reverse("console:search"), {"q": "三号窗口"}))

    assert to("incident", incident) in page
    assert "来访登记" in page.panel("posts").text


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("13800001234", "电话或证件号码"),
        ("138 0000 1234", "电话或证件号码"),
        ("１３８００００１２３４", "电话或证件号码"),
        ("110101199003070011", "电话或证件号码"),
        ("@某网友", "账号或昵称"),
        ("13800001234 排队", "电话或证件号码"),
    ],
)
def test_a_person_is_not_searched_and_the_page_says_why(lu, yunchuan, phrase, why):
    incident_of(yunchuan)

    for address in ("console:search", "console:incidents", "console:posts"):
        page = page_of(lu.get(reverse(address), {"q": phrase}))
        assert "本系统按事件查找" in page, address
        assert why in page, address
        assert "2026-0001" not in page, address


def test_a_section_officer_finds_only_what_concerns_his_unit(yunchuan, now):
    mine = incident_of(yunchuan, WATER)
    other = incident_of(yunchuan, QUEUE, now=now + timedelta(minutes=1))
    told(yunchuan, mine, yunchuan.waterworks, now + timedelta(minutes=5))
    water = signed_in(yunchuan.water)

    every = page_of(water.get(reverse("console:incidents")))
    number = water.get(reverse("console:search"), {"q": other.number})
    page = page_of(water.get(whole(mine)))

    assert mine.number in every
    assert other.number not in every
    assert other.title not in page_of(number)
    assert water.get(whole(other)).status_code == 403
    assert "帖文原文仅限值班员和领导小组办公室查看。" in page
    assert "自来水发黄有铁锈味" not in page.panel("posts").text


@pytest.mark.clause("6a")
def test_cards_and_the_sentence_beside_them_are_of_the_same_moment(yunchuan, lu, time):
    incident = incident_of(yunchuan, WATER)
    signed = {card["dimension"]: card["score"] for card in incident.decisions.last().cards}
    assert signed["media"] is None  # no medium is among the sources
    same = page_of(lu.get(to("incident", incident) + "?tab=review")).panel("grade").text
    assert "计入此后帖文" not in same
    candidate = incident.candidates.get()
    media = reason("policy.media", tier="省级", score=2)
    meets = reason(
        "policy.meets_none",
        scores=(reason("policy.score", card="媒体介入", score=2),),
        grade="一般",
    )
    candidate.proposal["cards"][2] |= {"score": 2, "reasons": [to_data(media)]}
    candidate.proposal["reasons"] = [to_data(meets)]
    candidate.save(update_fields=["proposal"])

    page = page_of(lu.get(to("incident", incident) + "?tab=review")).panel("grade").text

    before, since = page.split("计入此后帖文，系统现建议")
    assert "媒体介入 无数据" in before
    assert "媒体介入 未知" in before
    assert "媒体介入 2 分" not in before
    assert "媒体介入 2 分" in since
