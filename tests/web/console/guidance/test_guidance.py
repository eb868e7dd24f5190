"""指导解疑释惑 (Art. 4(3)): one line for all units, in versions, signed again on change."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import (
    Agreement,
    Guidance,
    GuidanceReceipt,
    NoticeState,
    OutsideAnswer,
)
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FIRST = {
    "agreed_line": "水发黄是换阀门冲起铁锈，正在排放。",
    "brief": "问：能喝吗？ 答：恢复前请先不要饮用。",
    "unknown": "什么时候恢复还不知道，十点前告知。",
}
SECOND = {
    **FIRST,
    "agreed_line": "水发黄是换阀门冲起铁锈，今天中午前恢复。",
    "unknown": "",
    "change_note": "恢复时间查明了。",
}


class Hands:
    """The doors by which people come in."""

    def __init__(self, cast):
        self.desk, self.unit = signed_in(cast.lu), signed_in(cast.water)

    def page(self, response, status=200):
        assert response.status_code == status
        return " ".join(response.content.decode().split())

    def write(self, incident, words, version, status=200):
        address = reverse("console:guidance-write", args=[incident.number])
        form = {**words, "version": version}
        return self.page(self.desk.post(address, form, follow=True), status)

    def incident(self, incident):
        return self.page(self.desk.get(f"/desk/incidents/{incident.number}/?tab=all"))

    def notice(self, notice):
        return self.page(self.unit.get(reverse("console:notice", args=[notice.number])))

    def press(self, page, words):
        """Press the button of a form as it stands on the page, with its hidden fields."""
        for form in re.findall(r'<form method="post".*?</form>', page, re.DOTALL):
            if words in form:
                fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
                action = re.search(r'action="([^"]+)"', form)[1]
                return self.page(self.unit.post(action, dict(fields), follow=True))
        raise AssertionError(words)


@pytest.fixture
def hands(yunchuan, time):
    restart_workers()
    time.forward(minutes=3)
    return Hands(yunchuan)


standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def tell(cast, incident, now, unit=None):
    return notify_unit(
        incident=incident,
        unit=unit or cast.waterworks,
        guidance="先查泵房。",
        officer=cast.lu,
        now=now,
    )


@pytest.mark.clause("4(3)d")
def test_the_line_goes_out_with_the_notice_and_is_signed_with_it(
    hands, yunchuan, incident, now, time
):
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    hands.write(incident, FIRST, 0)
    notice = tell(yunchuan, incident, time.now)

    page = hands.notice(notice)
    after = hands.press(page, "签收，由区水务局办理")

    for words in FIRST.values():
        assert words in page
        assert words in Message.objects.get().body
    assert "温若川已签收这一版" in after
    receipt = notice.guidance_receipts.get()
    assert (receipt.signed_by, receipt.signed_at) == (yunchuan.water, time.now)
    assert receipt.clock is None, "the receipt clock of the notice covers it"
    assert "签收的是第 1 版" in hands.incident(incident)


@pytest.mark.clause("4(3)d")
def test_a_new_version_is_told_to_every_unit_and_signed_again_with_a_clock_of_its_own(
    hands, yunchuan, incident, time
):
    hands.write(incident, FIRST, 0)
    notice = tell(yunchuan, incident, time.now)
    hands.press(hands.notice(notice), "签收，由区水务局办理")
    time.forward(minutes=20)

    hands.write(incident, SECOND, 1)

    waits = notice.guidance_receipts.get(guidance__version=2)
    assert (waits.clock.name, waits.clock.amount) == ("口径签收", "30 分钟")
    assert waits.clock.state == ClockState.RUNNING
    assert waits.clock.holder_unit == yunchuan.waterworks
    assert "待签收新版" in hands.incident(incident)
    mine = hands.page(hands.unit.get("/desk/notices/"))
    assert "口径已修订，待签收" in mine
    assert "签收" in mine
    page = hands.notice(notice)
    assert "本单位已签收第 1 版，现有更新版本。" in page
    assert "恢复时间查明了。" in page
    assert "<ins>" in page

    time.forward(minutes=4)
    after = hands.press(page, "签收第 2 版口径")

    assert "口径已签收。" in after
    assert "口径有新版" not in hands.page(hands.unit.get("/desk/notices/"))
    waits.refresh_from_db()
    assert waits.signed_at == time.now
    assert Clock.objects.get(pk=waits.clock_id).state == ClockState.MET
    assert "签收的是第 2 版" in hands.incident(incident)
    verbs = list(AuditRecord.objects.values_list("verb", flat=True))
    assert (verbs.count("guidance.issued"), verbs.count("guidance.signed")) == (2, 2)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_old_versions_stay_readable_word_for_word(hands, yunchuan, incident):
    hands.write(incident, FIRST, 0)
    hands.write(incident, SECOND, 1)
    address = reverse("console:guidance", args=[incident.number])

    page = hands.page(hands.desk.get(address))

    assert page.index("第 2 版") < page.index("第 1 版")
    for words in (FIRST["agreed_line"], FIRST["unknown"], SECOND["agreed_line"]):
        assert words in page


@pytest.mark.clause("4(3)d")
def test_what_a_unit_said_stands_beside_the_version_then_in_force_and_a_person_says_it_departs(
    hands, yunchuan, incident, time
):
    hands.write(incident, FIRST, 0)
    notice = tell(yunchuan, incident, time.now)
    hands.press(hands.notice(notice), "签收，由区水务局办理")
    time.forward(minutes=10)
    hands.write(incident, SECOND, 1)
    time.forward(minutes=10)
    form = {
        "unit": yunchuan.waterworks.pk,
        "place": "区水务局公众号",
        "at": "2026-11-24 10:05",  # between the first version and the second
        "text": "本次发黄与检修无关。",
        "link": "https://water.yunchuan.example/1",
        "compared": "departs",
        "departs_how": "",
        "version": 0,
    }
    address = reverse("console:answered-outside", args=[incident.number])

    asked = hands.page(hands.desk.post(address, form), 409)
    assert "请填写与口径的差异。" in asked
    assert "本次发黄与检修无关。" in asked, "what was typed stays"
    form["departs_how"] = "口径说是换阀门所致。"
    page = hands.page(hands.desk.post(address, form, follow=True))

    row = OutsideAnswer.objects.get()
    assert (row.guidance.version, row.agreement) == (1, Agreement.DEPARTS)
    assert "有 1 条对外答复与当时口径存在差异。" in page
    assert "对照第 1 版（现已改版）" in page
    assert 'href="https://water.yunchuan.example/1"' in page


def test_the_unit_records_its_own_answer_on_its_notice(hands, yunchuan, incident, time):
    notice = tell(yunchuan, incident, time.now)
    hands.press(hands.notice(notice), "签收，由区水务局办理")
    address = reverse("console:notice-answered", args=[notice.number])

    page = hands.page(
        hands.unit.post(
            address,
            {"place": "小区公告栏", "text": "正在抢修。", "compared": "same"},
            follow=True,
        )
    )

    assert "已登记对外答复。" in page
    row = OutsideAnswer.objects.get()
    assert (row.unit, row.guidance, row.agreement) == (
        yunchuan.waterworks,
        None,
        Agreement.NO_LINE,
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": " "}, "请填写这一项"),
        ({"at": "2026-11-24 23:00"}, "答复时间不得晚于当前时间。"),
        ({"link": "javascript:alert(1)"}, "链接须以 https:// 或 http:// 开头。"),
    ],
)
def test_an_answer_that_cannot_be_is_asked_again(hands, yunchuan, incident, change, why, time):
    tell(yunchuan, incident, time.now)
    form = {
        "unit": yunchuan.waterworks.pk,
        "place": "公众号",
        "text": "说明。",
        "compared": "same",
        **change,
    }

    page = hands.desk.post(
        reverse("console:answered-outside", args=[incident.number]), form
    ).content.decode()

    assert why in page
    assert not OutsideAnswer.objects.exists()


def test_a_stale_page_signs_no_version_that_was_never_shown(hands, yunchuan, incident, time):
    hands.write(incident, FIRST, 0)
    notice = tell(yunchuan, incident, time.now)
    page = hands.notice(notice)
    hands.write(incident, SECOND, 1)

    refused = hands.press(page, "签收，由区水务局办理")

    assert "口径已修订为第 2 版，本次未签收。" in refused
    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED
    assert not GuidanceReceipt.objects.filter(signed_at__isnull=False).exists()


def test_two_writers_at_once_make_one_version_and_nothing_typed_is_lost(hands, incident):
    hands.write(incident, FIRST, 0)
    hands.write(incident, SECOND, 1)

    again = hands.write(incident, {**SECOND, "agreed_line": "另一个人的话。"}, 1, status=409)

    assert "口径已被他人更新为第 2 版" in again
    assert "另一个人的话。" in again
    assert Guidance.objects.count() == 2


def test_a_version_that_changes_nothing_or_does_not_say_why_is_refused(hands, incident):
    hands.write(incident, FIRST, 0)

    same = hands.write(incident, {**FIRST, "change_note": "再发一遍"}, 1, status=409)
    silent = hands.write(incident, {**SECOND, "change_note": ""}, 1)

    assert "文字无变化，无需制发新版。" in same
    assert "修改内容和理由" in silent
    assert Guidance.objects.count() == 1


def test_a_version_that_was_overtaken_leaves_no_clock_behind(hands, yunchuan, incident, time):
    notice = tell(yunchuan, incident, time.now)
    hands.press(hands.notice(notice), "签收，由区水务局办理")
    hands.write(incident, FIRST, 0)
    time.forward(minutes=5)
    hands.write(incident, SECOND, 1)

    first, second = notice.guidance_receipts.order_by("guidance__version")

    assert first.clock.state == ClockState.CANCELLED
    assert second.clock.state == ClockState.RUNNING


def test_a_unit_that_sent_the_notice_back_is_told_no_more(hands, yunchuan, incident, time):
    notice = tell(yunchuan, incident, time.now)
    return_notice(notice=notice, reason="不归我们", officer=yunchuan.water, now=time.now)

    hands.write(incident, FIRST, 0)

    assert not notice.guidance_receipts.exists()
    assert AuditRecord.objects.get(verb="guidance.issued").data["told"] == 0


def test_after_a_merge_the_units_of_both_go_by_the_guidance_of_the_one_that_stays(
    hands, yunchuan, incident, time
):
    other = incident_of(yunchuan, QUEUE)
    notice = tell(yunchuan, other, time.now)
    merge_incidents(
        source=other,
        target=incident,
        reason="同一件事",
        officer=yunchuan.lu,
        now=time.now,
    )
    hands.write(incident, FIRST, 0)

    page = hands.notice(notice)
    hands.press(page, "签收，由区水务局办理")

    assert FIRST["agreed_line"] in page
    assert notice.guidance_receipts.get().signed_at == time.now
    assert "签收的是第 1 版" in hands.incident(incident)


def test_only_officers_of_the_unit_sign(hands, yunchuan, incident, time):
    issue_guidance(
        incident=incident,
        text=GuidanceInput(FIRST["agreed_line"]),
        officer=yunchuan.lu,
        now=time.now,
    )
    notice = tell(yunchuan, incident, time.now)
    sign_notice(notice=notice, officer=yunchuan.water, now=time.now)
    address = reverse("console:guidance-sign", args=[notice.number])

    assert signed_in(yunchuan.window).post(address, {"version": 1}).status_code == 403
    twice = hands.page(hands.unit.post(address, {"version": 1}, follow=True))

    assert "本版口径已签收，本次操作未执行。" in twice
