"""The rules are changed on screen: draft, difference in words, 90 days tried, versions."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.rulebook.queries import book_of, draft_of, versions_of
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason
from huiying.work.collection.posts.models import HourVolume
from huiying.work.collection.posts.volume import hour_of
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of, listen, notice_clock
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RULES = "/desk/rules/"
DRAFT = f"{RULES}draft/"
TRIAL = f"{DRAFT}trial/"
RECEIPT = f"{RULES}edit/deadlines/RECEIPT_MAJOR/"
AS_IT_IS = {
    "amount": "30",
    "unit": "minutes",
    "basis": "本局内部管理规则",
    "standing": "bureau",
    "holder": "50",
    "deputy": "80",
    "leader": "100",
}


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0 + DAY)


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def other(yunchuan):
    return signed_in(yunchuan.admin)


def text_of(response):
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def change(client, revision=0, address=RECEIPT, status=302, **fields):
    response = client.post(address, AS_IT_IS | {"version": revision} | fields)
    assert response.status_code == status, text_of(response)
    return response


def adopt(client, revision=1, status=302, **fields):
    form = {"version": revision, "seen": 1, "when": "now", "reason": "局务会决定"} | fields
    response = client.post(TRIAL, form)
    assert response.status_code == status, text_of(response)
    return response


def version_page(cast, number):
    return f"{RULES}versions/{versions_of(cast.bureau.pk).get(version=number).pk}/"


def minutes(cast, at=T0 + DAY):
    return book_of(cast.bureau.pk, at).deadline("RECEIPT_MAJOR").amount


@pytest.mark.clause("2(2)a")
def test_a_rule_is_changed_shown_as_a_difference_tried_and_adopted(office, other, yunchuan):
    assert change(office, amount="20").url == DRAFT
    page = text_of(office.get(DRAFT))
    assert "重大舆情签收" in page
    assert re.search(r"30 分钟\s*20 分钟", page)
    assert minutes(yunchuan) == 30

    assert "算一遍" in text_of(office.get(TRIAL))
    adopt(other)

    assert minutes(yunchuan) == 20
    page = text_of(office.get(f"{RULES}versions/"))
    assert "局务会决定" in page
    assert "现行" in page


def test_every_row_that_can_be_edited_has_its_form_and_an_untouched_one_changes_nothing(
    office, yunchuan
):
    addresses = re.findall(
        r'href="(/desk/rules/edit/[^"]+)"', office.get(RULES).content.decode()
    )
    assert len(addresses) == len(set(addresses)) > 35

    for revision, address in enumerate(addresses):
        form = office.get(address).context["form"]
        values = {name: form[name].initial for name in form.fields}
        assert office.post(address, values | {"version": revision}).status_code == 302
    assert draft_of(yunchuan.bureau.pk).edits == {}


def test_how_many_attend_and_sign_is_a_number_of_the_book_and_is_changed_like_any_other(
    office, yunchuan
):
    path = "procedure/signatures"
    form = {"value": "3", "basis": "局务会纪要第 7 号", "standing": "bureau", "version": 0}
    shown = text_of(office.get(RULES))

    office.post(f"{RULES}edit/{path}/", form)

    assert "会商纪要签署人数" in shown
    assert "《制度》第六条“及时会商”，未规定人数" in shown
    assert draft_of(yunchuan.bureau.pk).edits[path]["value"] == 3
    assert "会商纪要签署人数" in text_of(office.get(DRAFT))
    refused = office.post(f"{RULES}edit/{path}/", form | {"value": "1", "version": 1})
    assert "须为 2 至 20 的整数" in text_of(refused)


def test_what_cannot_be_edited_is_shown_as_such_and_has_no_address(office):
    assert "拟稿人不得审定自己的稿件。" in text_of(office.get(RULES))

    for path in ("author_is_not_approver", "grade/critical_in_use", "deadlines/NOPE"):
        assert office.get(f"{RULES}edit/{path}/").status_code == 404


@pytest.mark.clause("2(2)a", "4(3)c")
def test_a_prescribed_time_cannot_be_made_longer_and_the_page_says_by_what(office, yunchuan):
    page = change(
        office,
        address=f"{RULES}edit/deadlines/NOTICE_MAJOR/",
        status=409,
        amount="45",
        basis="《制度》第四条第（三）项",
        standing="regulation",
    )

    assert "《制度》第四条第（三）项规定为 30 分钟：可缩短，不得延长。" in text_of(page)
    assert 'value="45"' in page.content.decode(), "what was typed is kept"
    assert draft_of(yunchuan.bureau.pk) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"holder": "80", "deputy": "50"}, "通知级别须逐级提高"),
        ({"holder": "50 50"}, "由小到大"),
        ({"holder": "", "deputy": "", "leader": ""}, "由小到大"),
        ({"leader": "半"}, "只写数字"),
        ({"amount": "99999999"}, "整数"),
        ({"basis": ""}, ""),
    ],
)
def test_a_number_that_is_not_sound_is_refused_at_its_field(office, yunchuan, fields, words):
    response = office.post(RECEIPT, AS_IT_IS | {"version": 0} | fields)

    assert response.status_code in (200, 409)
    assert re.search("hy-err|hy-note-bad", response.content.decode())
    assert words in text_of(response)
    assert draft_of(yunchuan.bureau.pk) is None


def test_a_draft_at_odds_with_itself_says_so_and_cannot_be_tried(office):
    change(office, address=f"{RULES}edit/deadlines/RECEIPT_SIGNIFICANT/", amount="10")

    page = text_of(office.get(DRAFT))

    assert "暂不能施行" in page
    assert "等级更高的时限不得比等级更低的更长。" in page
    assert re.search(r"签收.*2 小时.*10 分钟", page, re.DOTALL), "what was changed is seen"
    assert office.get(TRIAL).url == DRAFT


def test_a_second_editor_is_told_who_changed_the_draft_and_loses_no_text(office, yunchuan):
    change(office, amount="20")

    page = change(signed_in(yunchuan.admin), amount="25", basis="值班会商定", status=409)

    assert "修改稿已被沈青禾更新" in text_of(page)
    assert "值班会商定" in page.content.decode()
    assert draft_of(yunchuan.bureau.pk).edits["deadlines/RECEIPT_MAJOR"]["amount"] == 20


def test_a_version_takes_effect_on_its_day_and_can_be_withdrawn_before(office, other, yunchuan):
    change(office, amount="20")
    adopt(other, when="later", day="2026-12-01")

    assert minutes(yunchuan) == 30
    assert minutes(yunchuan, T0 + 7 * DAY) == 20
    assert "第 2 版已定，2026-12-01 起施行。" in text_of(office.get(RULES))
    own = office.post(f"{version_page(yunchuan, 2)}withdraw/", {"reason": "再议"})
    assert "该版本含您起草的规则" in page_of(own, 409).text
    response = other.post(f"{version_page(yunchuan, 2)}withdraw/", {"reason": "再议"})
    assert response.status_code == 302
    assert minutes(yunchuan, T0 + 7 * DAY) == 30
    assert "已撤回" in text_of(office.get(f"{RULES}versions/"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"when": "later", "day": "2026-11-25"}, "规则不溯及既往"),
        ({"when": "later"}, "请填写施行日期"),
        ({"seen": "9"}, "规则已有新版本"),
        ({"version": "9"}, "修改稿已被"),
    ],
)
def test_a_version_that_cannot_be_adopted_says_why_and_keeps_the_reason(
    office, other, yunchuan, fields, words
):
    change(office, amount="20")

    response = other.post(
        TRIAL, {"version": 1, "seen": 1, "when": "now", "reason": "局务会决定"} | fields
    )

    assert words in text_of(response)
    assert "局务会决定" in response.content.decode()
    assert minutes(yunchuan) == 30


@pytest.mark.clause("2(2)b")
def test_shorter_periods_are_tried_on_the_clocks_of_90_days(office, yunchuan):
    for number, used in ((1, 10), (2, 25), (3, 29)):
        row = notice_clock(yunchuan, "RECEIPT_MAJOR", ref=f"2026-000{number}", name="签收")
        stop_clock(
            clock=row, at=T0 + used * MINUTE, reason=Reason("clocks.signed_for"), now=T0 + DAY
        )
    change(office, amount="20")

    page = text_of(office.get(TRIAL))

    assert "3 项时限涉及修改：缩短 3 项，延长 0 项。" in page
    assert "其中 2 个由按时变为超时，0 个由超时变为按时。" in page
    assert "签收：会超时" in page
    assert "/desk/incidents/2026-0002/" in office.get(TRIAL).content.decode()


@pytest.mark.clause("2(2)b")
def test_other_grade_rules_are_tried_on_what_was_read_of_past_matters(office, yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    before = (incident.grade, list(incident.candidates.values_list("proposal", flat=True)))
    change(
        office,
        address=f"{RULES}edit/grade/numbers/voices/",
        value="2",
        standing="example",
        basis="试行",
    )
    assert "0 件会建议得更高" in text_of(office.get(TRIAL))

    change(
        office,
        1,
        address=f"{RULES}edit/grade/clauses/SIGNIFICANT_SPREAD/",
        content="0",
        highest="0",
        second="0",
        spread="1",
        standing="example",
    )
    page = office.get(TRIAL)

    assert "1 个事项中，1 件会建议得更高，0 件会更低。" in text_of(page)
    assert f"/desk/incidents/{incident.number}/" in page.content.decode()
    incident.refresh_from_db()
    stored = (incident.grade, list(incident.candidates.values_list("proposal", flat=True)))
    assert stored == before, "a trial changes nothing"


@pytest.mark.clause("2(2)b")
def test_other_numbers_of_the_gate_are_tried_on_what_is_not_closed(office, yunchuan, time):
    time.set(T0 + HOUR)
    incident = incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)
    first = hour_of(T0) - 40 * DAY
    HourVolume.objects.bulk_create(
        HourVolume(bureau=yunchuan.bureau, hour=first + n * HOUR, posts=1)
        for n in range(39 * 24)
    )
    listen(yunchuan, 40)
    change(
        office,
        address=f"{RULES}edit/gates/calm_posts/",
        value="50",
        standing="bureau",
        basis="局务会纪要",
    )

    page = office.get(TRIAL)

    assert "尚未办结的较大以上事件 1 件中，1 件将变为已平息，0 件将变为未平息。" in text_of(
        page
    )
    assert f"/desk/incidents/{incident.number}/" in page.content.decode()


def test_only_the_last_90_days_are_tried(office, yunchuan, time):
    notice_clock(yunchuan, "RECEIPT_MAJOR")
    time.set(T0 + 91 * DAY)
    change(office, amount="20")

    assert "或近 90 天未用到修改的时限" in text_of(office.get(TRIAL))


def test_who_wrote_a_rule_is_told_that_somebody_else_lets_it_take_effect(
    office, other, yunchuan
):
    change(office, amount="20")
    change(other, 1, RECEIPT.replace("MAJOR", "ORDINARY"), amount="3", unit="hours")

    for writer in (office, other):
        assert "须由另一位有权修改规则的人员施行" in text_of(writer.get(TRIAL))
        assert "须由另一位" in text_of(adopt(writer, 2, status=409))
    assert minutes(yunchuan) == 30


def test_who_sees_no_incidents_is_told_numbers_alone(yunchuan):
    row = notice_clock(yunchuan, "RECEIPT_MAJOR")
    stop_clock(clock=row, at=T0 + 25 * MINUTE, reason=Reason("clocks.signed_for"), now=T0 + DAY)
    admin = signed_in(yunchuan.admin)
    change(admin, amount="20")

    page = text_of(admin.get(TRIAL))

    assert "其中 1 个由按时变为超时" in page
    assert "云川佳园停水" not in page
    assert "无权查看事件，仅列数目。" in page


def test_any_two_versions_are_compared_in_words_and_read_in_full(office, other, yunchuan):
    change(office, amount="20")
    adopt(other)
    change(office, 2, amount="15")
    adopt(other, 3, seen=2)

    page = text_of(office.get(f"{RULES}versions/?old=2&new=3"))
    assert re.search(r"20 分钟\s*15 分钟", page)
    backwards = text_of(office.get(f"{RULES}versions/?old=3&new=2"))
    assert re.search(r"15 分钟\s*20 分钟", backwards)
    full = office.get(version_page(yunchuan, 2)).content.decode()
    assert "规则第 2 版" in full
    assert "/desk/rules/edit/" not in full
    assert office.get(f"{RULES}versions/999/").status_code == 404


def test_who_may_only_read_sees_no_way_to_change(yunchuan):
    for officer in (yunchuan.lu, yunchuan.leader, yunchuan.auditor):
        client = signed_in(officer)
        assert "/desk/rules/edit/" not in client.get(RULES).content.decode()
        for address in (RECEIPT, DRAFT, TRIAL):
            assert client.get(address).status_code == 403


PLATFORMS = f"{RULES}edit/platforms/names/"


def platforms_of(office):
    return page_of(office.get(PLATFORMS)).field("names")


def test_a_bureau_adds_a_platform_by_the_draft(office, yunchuan):
    lines = platforms_of(office)
    assert "微博 = 新浪微博" in lines

    office.post(PLATFORMS, {"names": f"{lines}\n云川圈 = 云川圈公开版 ycq", "version": "0"})

    edits = draft_of(yunchuan.bureau.pk).edits["platforms/names"]
    assert edits["云川圈"] == ["云川圈公开版", "ycq"]
    assert "云川圈公开版、ycq" in text_of(office.get(DRAFT))


@pytest.mark.parametrize("line", ["张建国", "云川圈 = 张建国", "云川圈 = @云上听雨"])
def test_a_person_is_no_platform(office, yunchuan, line):
    typed = {"names": f"{platforms_of(office)}\n{line}", "version": "0"}

    assert "名单不登记个人" in text_of(office.post(PLATFORMS, typed))
    assert draft_of(yunchuan.bureau.pk) is None


def test_an_untouched_list_of_platforms_changes_nothing(office, yunchuan):
    office.post(PLATFORMS, {"names": platforms_of(office), "version": "0"})

    assert not draft_of(yunchuan.bureau.pk).edits
