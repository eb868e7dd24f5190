"""One screen for a matter: what is due and in whose hands, the units, the tabs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.incident_parts import PART_TABS, TAB_LABELS, Tab, part_url
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


@pytest.fixture
def incident(yunchuan):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


@pytest.fixture
def notice(yunchuan, incident, now):
    return notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )


def deliver(yunchuan, notice, now):
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=now,
        officer=yunchuan.lu,
        now=now,
    )
    notice.refresh_from_db()


def page(officer, incident, **query):
    address = reverse("console:incident", args=[incident.number])
    return page_of(signed_in(officer).get(address, query))


def due(officer, incident) -> list[str]:
    """Return what the filled buttons of the page say."""
    shown = page(officer, incident)
    return [
        each.text.strip()
        for each in shown._buttons()
        if "hy-btn-main" in each.attribute("class")
    ]


# The head ------------------------------------------------------------------------------------


@pytest.mark.clause("4(3)a")
def test_the_head_names_the_first_deadline_who_has_it_and_the_telephone(yunchuan, incident):
    yunchuan.lu.phone, yunchuan.lu.phone_shared = "0000-8261001", True
    yunchuan.lu.save(update_fields=["phone", "phone_shared"])

    head = page(yunchuan.shen, incident).having('class="hy-matter-head"')[0]

    assert "通报 10:30 止" in head.text
    assert "当前经办 值班员" in head.text
    assert 'href="tel:0000-8261001"' in head


def test_a_telephone_that_its_owner_has_not_shared_is_said_to_be_that(yunchuan, incident):
    def head():
        return page(yunchuan.shen, incident).having('class="hy-matter-head"')[0]

    assert "未登记电话" in head().text
    yunchuan.lu.phone = "0000-8261001"
    yunchuan.lu.save(update_fields=["phone"])
    assert "电话未公开，须本人在“我的设置”中同意显示" in head().text
    assert "8261001" not in head()


def test_one_button_is_filled_and_it_is_the_step_that_is_due_for_the_reader(
    yunchuan, incident, now
):
    assert due(yunchuan.lu, incident) == ["通报单位…"]

    notice = notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )
    assert due(yunchuan.lu, incident) == ["登记电话或书面送达…"]
    assert due(yunchuan.water, incident) == ["打开通报"]

    deliver(yunchuan, notice, now + timedelta(minutes=5))
    assert due(yunchuan.lu, incident) == ["催办签收"]
    assert due(yunchuan.water, incident) == ["签收"]

    sign_notice(notice=notice, officer=yunchuan.water, now=now + timedelta(minutes=8))
    assert due(yunchuan.lu, incident) == ["催办反馈"]
    assert due(yunchuan.water, incident) == ["反馈"]
    assert due(yunchuan.speaker, incident) == ["起草回应"]


def test_who_keeps_out_of_a_matter_is_offered_no_step(yunchuan, incident):
    signed_in(yunchuan.lu).post(
        reverse("console:incident-recuse", args=[incident.number]),
        {"who": yunchuan.lu.pk, "reason": "亲属任职"},
    )

    shown = page(yunchuan.lu, incident)

    assert due(yunchuan.lu, incident) == []
    assert not shown.having('class="hy-acts-pop"')


def test_the_menu_holds_every_act_once_by_group(yunchuan, incident):
    menu = page(yunchuan.lu, incident).having('class="hy-acts-pop"')[0]
    groups = [group.attribute("aria-label") for group in menu.having('role="group"')]
    links = menu.links()

    assert groups == [
        "通报与口径", "定级", "归并", "核实与处置", "回应", "归口报送", "办结与回避",
    ]  # fmt: skip
    assert len(links) == len(set(links))
    assert "当前应办" in menu.text


# The units -----------------------------------------------------------------------------------


@pytest.mark.clause("4(3)b")
def test_a_unit_is_followed_from_the_notice_to_its_report(yunchuan, incident, notice, now):
    sent = page(yunchuan.lu, incident).panel("notices").row("区水务局")
    deliver(yunchuan, notice, now + timedelta(minutes=5))
    delivered = page(yunchuan.lu, incident).panel("notices").row("区水务局")
    sign_notice(notice=notice, officer=yunchuan.water, now=now + timedelta(minutes=8))
    signed = page(yunchuan.lu, incident).panel("notices").row("区水务局")

    assert "待送达" in sent.text
    assert "送达后计时" in sent.text
    assert "电话送达" in delivered.text
    assert "待签收" in delivered.text
    assert {"催办", "电话代签…"} <= set(delivered.buttons())
    assert "待反馈" in signed.text
    assert "电话代签…" not in signed.buttons()


def test_a_unit_that_is_late_is_marked_and_comes_first(yunchuan, incident, now, time):
    early = notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    deliver(yunchuan, early, now + timedelta(minutes=1))
    sign_notice(notice=early, officer=yunchuan.window, now=now + timedelta(minutes=2))
    late = notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )
    deliver(yunchuan, late, now + timedelta(minutes=3))
    time.forward(hours=5)

    rows = page(yunchuan.lu, incident).panel("notices").rows()

    assert "区水务局" in rows[0].text
    assert "hy-unit-late" in rows[0].tag
    assert "已超时" in rows[0].text


# The tabs ------------------------------------------------------------------------------------


def test_the_tabs_count_what_is_in_them_and_one_is_open(yunchuan, incident, notice):
    shown = page(yunchuan.lu, incident, tab="handling")
    tabs = shown.having('class="hy-matter-tabs"')[0].tags("a")

    assert [tab.text.split()[0] for tab in tabs] == [
        str(label) for label in TAB_LABELS.values()
    ]
    assert [tab.attribute("aria-current") for tab in tabs] == ["", "page", "", "", ""]
    assert f"帖文 {incident.size}" in " ".join(tabs[0].text.split())
    assert shown.has_panel("checks")
    assert not shown.has_panel("posts")


@pytest.mark.parametrize("tab", ["", "posts", "nonsense", "帖文"])
def test_an_unknown_tab_is_the_posts(yunchuan, incident, tab):
    assert page(yunchuan.lu, incident, tab=tab).has_panel("posts")


def test_an_address_of_a_part_opens_its_tab(yunchuan, incident):
    for part in ("posts", "checks", "grade", "answers", "events", "all-clocks", "closing"):
        shown = page_of(signed_in(yunchuan.lu).get(part_url(incident.number, part)))

        assert f'id="{part}"' in shown, part


def test_every_part_belongs_to_a_tab_that_is_shown():
    assert set(PART_TABS.values()) == set(TAB_LABELS)
    assert Tab.ALL not in TAB_LABELS


def test_a_part_that_was_not_begun_is_an_entry_of_the_menu_and_no_empty_panel(
    yunchuan, incident
):
    whole = page(yunchuan.shen, incident, tab="all")

    for part in ("dockets", "guidance", "press", "shares", "teams", "offline"):
        assert not whole.has_panel(part), part
    assert {"提出核实…", "制发口径…", "关联来件…"} <= set(whole.buttons())
