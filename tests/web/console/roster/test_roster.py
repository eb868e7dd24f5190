"""The duty roster on the screens: who keeps the desk, holes, import, hand-over."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.audit.subjects import MACHINE
from huiying.policy.time.spans import Span
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
ROSTER = "/desk/roster/"
HOUR = timedelta(hours=1)
HEAD = "日期\t开始\t结束\t值班\t带班\t班次\n"


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def duty(yunchuan):
    return signed_in(yunchuan.lu)


def text(response) -> str:
    return response.content.decode()


def put(cast, officer, first, last, leader=None) -> Shift:
    wanted = PlannedShift(Span(T0 + first * HOUR, T0 + last * HOUR), officer, leader, "白班")
    return add_shifts(bureau=cast.bureau, wanted=[wanted], actor=MACHINE, now=T0)[0]


def shift_form(cast, **changes):
    return {
        "officer": cast.lu.pk,
        "leader": cast.cheng.pk,
        "name": "夜班",
        "day": "2026-11-24",
        "start": "17:30",
        "end": "08:30",
    } | changes


# Now -----------------------------------------------------------------------------------------


@pytest.mark.clause("3b")
def test_everybody_sees_on_the_desk_who_is_on_duty_and_who_leads(yunchuan):
    put(yunchuan, yunchuan.lu, -1, 8, yunchuan.cheng)
    put(yunchuan, yunchuan.shen, 8, 20)

    for officer in (yunchuan.lu, yunchuan.window, yunchuan.auditor):
        page = text(signed_in(officer).get("/desk/"))
        assert "值班 陆知远 · 带班 程望舒" in page
        assert "18:00 交班给沈青禾" in page


def test_the_desk_warns_of_an_empty_roster_and_of_holes(yunchuan, duty):
    empty = text(duty.get("/desk/"))
    put(yunchuan, yunchuan.lu, 2, 20)
    now = text(duty.get("/desk/"))
    put(yunchuan, yunchuan.shen, -1, 2)
    later = text(duty.get("/desk/"))
    put(yunchuan, yunchuan.shen, 20, 30)
    closed = text(duty.get("/desk/"))

    assert "未安排值班，当前无人值守" in empty
    assert "24 小时内有 2 段值班空缺" in now or "当前无人值班，至 12:00" in now
    assert "11-25 06:00 至 11-25 10:00 无人值班" in later
    assert "值班空缺" not in closed


def test_a_hole_is_told_to_whoever_can_close_it(yunchuan):
    told = {
        name: "未安排值班" in text(signed_in(getattr(yunchuan, name)).get("/desk/"))
        for name in ("admin", "shen", "lu", "cheng", "window", "auditor")
    }

    assert told == {
        "admin": True,
        "shen": True,
        "lu": True,
        "cheng": True,
        "window": False,
        "auditor": False,
    }


def test_the_week_costs_the_same_for_few_and_for_many(
    yunchuan, office, django_assert_max_num_queries
):
    for hour in range(0, 120, 2):
        put(yunchuan, yunchuan.lu, hour, hour + 1)

    with django_assert_max_num_queries(18):
        page = text(office.get(ROSTER))

    assert page.count("值班空缺") > 20


def test_a_shift_of_somebody_who_left_is_shown_as_nobody(yunchuan, office):
    put(yunchuan, yunchuan.lu, 0, 8)
    yunchuan.lu.is_active = False
    yunchuan.lu.save(update_fields=["is_active"])

    page = text(office.get(ROSTER))

    assert "账号停用，值班空缺" in page


@pytest.mark.parametrize("week", ["x", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_nonsense_week_is_answered_with_a_page(office, week):
    assert office.get(ROSTER, {"week": week}).status_code == 200


# Planning ------------------------------------------------------------------------------------


def preset(office) -> tuple[str, ...]:
    page = page_of(office.get(f"{ROSTER}add/"))
    return tuple(page.field(name) for name in ("day", "start", "end", "name"))


def test_the_form_of_a_shift_begins_with_the_next_one_that_nobody_keeps(yunchuan, office):
    assert preset(office) == ("2026-11-24", "17:30", "08:30", "夜班")

    put(yunchuan, yunchuan.lu, -1, 8)  # 09:00 to 18:00
    put(yunchuan, yunchuan.shen, 8, 23)
    assert preset(office) == ("2026-11-25", "09:00", "18:00", "白班")


def test_the_form_of_a_shift_names_its_fields_and_puts_nobody_on_duty_by_itself(office):
    page = page_of(office.get(f"{ROSTER}add/"))

    for label in ("值班人员", "带班领导", "班次名称", "值班日期", "值班开始", "值班结束"):
        assert label in page.text
    assert page.field("officer") == ""


def test_a_usual_name_typed_in_english_is_stored_as_everybody_knows_it(yunchuan, office):
    office.cookies["django_language"] = "en"
    name = preset(office)[3]

    office.post(f"{ROSTER}add/", shift_form(yunchuan, name=name))

    assert name == "Night shift"
    assert Shift.objects.get().name == "夜班"


@pytest.mark.clause("3b")
def test_a_night_is_planned_and_shown_under_its_day(yunchuan, office):
    response = office.post(f"{ROSTER}add/", shift_form(yunchuan))

    shift = Shift.objects.get()
    assert localtime(shift.starts_at).isoformat() == "2026-11-24T17:30:00+08:00"
    assert localtime(shift.ends_at).isoformat() == "2026-11-25T08:30:00+08:00"
    assert response.url == f"{ROSTER}?week=2026-11-23"
    page = text(office.get(response.url))
    assert "17:30 至次日 08:30" in page
    assert "程望舒" in page


def test_a_repeating_week_is_planned_at_once(yunchuan, office):
    office.post(
        f"{ROSTER}add/",
        shift_form(yunchuan, weekdays=["1", "3"], until="2026-12-08"),
    )

    days = [localtime(row.starts_at).day for row in Shift.objects.order_by("starts_at")]
    assert days == [24, 26, 1, 3, 8]


def test_one_shift_that_cannot_be_stops_all_and_keeps_what_was_typed(yunchuan, office):
    office.post(f"{ROSTER}add/", shift_form(yunchuan, day="2026-11-26"))

    response = office.post(
        f"{ROSTER}add/", shift_form(yunchuan, weekdays=["1", "3"], until="2026-12-01")
    )

    assert response.status_code == 409
    assert "11-26 17:30–11-27 08:30：与陆知远的另一班重叠" in text(response)
    assert 'value="2026-12-01"' in text(response)
    assert Shift.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weekdays": ["1"]}, "填写重复截止日期"),
        ({"until": "2026-12-01"}, "须选定星期"),
        ({"weekdays": ["1"], "until": "2026-11-01"}, "须在开始日期之后"),
        ({"weekdays": ["1"], "until": "2036-11-01"}, "最多重复一年"),
        ({"weekdays": ["6"], "until": "2026-11-25"}, "无所选星期"),
        ({"day": "2020-01-01"}, "该班次已结束"),
    ],
)
def test_what_is_wrong_with_a_shift_is_said(yunchuan, office, change, sentence):
    response = office.post(f"{ROSTER}add/", shift_form(yunchuan, **change))

    assert sentence in text(response)
    assert not Shift.objects.exists()


def test_who_cannot_keep_the_desk_is_no_choice(yunchuan, linxi, office):
    for stranger in (yunchuan.window, linxi.lu):
        response = office.post(f"{ROSTER}add/", shift_form(yunchuan, officer=stranger.pk))
        assert response.status_code == 200
    assert not Shift.objects.exists()


def test_a_running_shift_changes_hands_from_now_on(yunchuan, office):
    shift = put(yunchuan, yunchuan.lu, -2, 8)

    office.post(
        f"{ROSTER}shifts/{shift.pk}/replace/",
        {"officer": yunchuan.shen.pk, "reason": "临时开会"},
    )

    rows = Shift.objects.order_by("starts_at").values_list("officer__name", "ends_at")
    assert list(rows) == [("陆知远", T0), ("沈青禾", T0 + 8 * HOUR)]


def test_a_shift_that_has_begun_is_not_taken_off(yunchuan, office):
    running, ahead = put(yunchuan, yunchuan.lu, -2, 8), put(yunchuan, yunchuan.lu, 33, 34)

    for shift in (running, ahead):
        office.post(f"{ROSTER}shifts/{shift.pk}/remove/", follow=True)

    assert list(Shift.objects.all()) == [running]


def test_a_shift_from_the_week_before_names_its_day(yunchuan, office):
    put(yunchuan, yunchuan.lu, 8, 14)
    put(yunchuan, yunchuan.lu, 5 * 24, 7 * 24)  # from Sunday 10:00 to Tuesday 10:00

    first = text(office.get(ROSTER, {"week": "2026-11-24"}))
    second = text(office.get(ROSTER, {"week": "2026-12-01"}))

    assert "18:00 至 24:00" in first
    assert "10:00 至 12-01 10:00" in first
    assert "11-29 10:00 至 12-01 10:00" in second


# Import --------------------------------------------------------------------------------------


def look(client, **form):
    return client.post(f"{ROSTER}import/", form)


def looked(response) -> str:
    return re.search(r'name="looked" value="([0-9a-f]{16})"', text(response))[1]


def test_rows_are_looked_at_first_and_then_imported(yunchuan, office):
    rows = HEAD + "2026/11/24\t17:30\t8:30\t陆知远\tcheng@yunchuan\t夜班"

    seen = look(office, text=rows)
    assert "可导入" in text(seen)
    assert not Shift.objects.exists()

    response = look(office, text=rows, looked=looked(seen))
    shift = Shift.objects.get()
    assert response.url == ROSTER
    assert (shift.officer, shift.leader, shift.name) == (yunchuan.lu, yunchuan.cheng, "夜班")
    assert shift.ends_at - shift.starts_at == 15 * HOUR


def test_each_refused_row_says_why_and_stays_to_be_put_right(yunchuan, office):
    put(yunchuan, yunchuan.lu, 0, 1)
    rows = HEAD + "\n".join(
        [
            "2026-11-30\t08:30\t17:30\t陆知远\t\t",
            "2026-11-31\t08:30\t17:30\t陆知远\t\t",
            "2026-11-30\t25:00\t17:30\t陆知远\t\t",
            "2026-11-30\t08:30\t17:30\t无此人\t\t",
            "2026-11-30\t16:00\t24:00\t陆知远\t\t",
            "2026-11-24\t10:00\t12:00\t陆知远\t\t",
            "2026-12-01\t08:30\t17:30\t温若川\t\t",
        ]
    )

    seen = look(office, text=rows)
    after = look(office, text=rows, looked=looked(seen))

    assert "导入 1 行" in text(seen)
    for reason in ("日期格式有误", "时间格式有误", "本局无“无此人”", "不具备值班条件"):
        assert reason in text(after)
    assert text(after).count("与陆知远的另一班重叠") == 2
    assert "已排 1 班" in text(after)
    assert Shift.objects.count() == 2


def test_two_officers_of_one_name_are_told_apart_by_account(yunchuan, office):
    yunchuan.shen.name = "陆知远"
    yunchuan.shen.save(update_fields=["name"])

    seen = look(
        office,
        text=HEAD
        + "2026-11-30\t8:30\t17:30\t陆知远\t\t\n2026-11-30\t8:30\t17:30\tlu@yunchuan\t\t",
    )

    assert "请填写账号" in text(seen)
    assert "导入 1 行" in text(seen)


def test_text_that_was_changed_is_looked_at_again(yunchuan, office):
    seen = look(office, text=HEAD + "2026-11-30\t08:30\t17:30\t陆知远\t\t")

    again = look(
        office, text=HEAD + "2026-12-30\t08:30\t17:30\t陆知远\t\t", looked=looked(seen)
    )

    assert "已重新核对，尚未导入。" in text(again)
    assert not Shift.objects.exists()


def test_a_roster_changed_meanwhile_is_looked_at_again(yunchuan, office):
    rows = HEAD + "2026-11-24\t10:30\t17:30\t陆知远\t\t"
    seen = look(office, text=rows)
    put(yunchuan, yunchuan.lu, 0, 3)

    again = look(office, text=rows, looked=looked(seen))

    assert "重叠" in text(again)
    assert Shift.objects.count() == 1


def test_a_spreadsheet_is_read_with_its_dates_and_times(yunchuan, office):
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["日期", "开始", "结束", "值班员", "带班领导"])
    sheet.write_datetime(
        1, 0, T0.replace(tzinfo=None), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    for column, share in ((1, 8.5 / 24), (2, 17.5 / 24)):
        sheet.write_number(1, column, share, book.add_format({"num_format": "hh:mm"}))
    sheet.write_row(1, 3, ["陆知远", "程望舒"])
    book.close()
    file = SimpleUploadedFile("值班表.xlsx", kept.getvalue())

    page = text(office.post(f"{ROSTER}import/", {"file": file}))

    assert "导入 1 行" in page


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("日期\t开始\n2026-11-24\t08:30", "缺少“结束”列"),
        ("", "无"),
        (HEAD + "2026-11-30\t08:30\t17:30\t陆知远\t\t\n" * 1001, "一次最多 1000 行"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(office, rows, sentence):
    response = look(office, text=rows)

    assert response.status_code == 422
    assert sentence in text(response)


# Hand-over -----------------------------------------------------------------------------------


@pytest.mark.clause("3b")
def test_the_leaving_shift_writes_and_the_next_one_confirms_on_the_desk(yunchuan, duty, office):
    shift = put(yunchuan, yunchuan.lu, -8, 0.5)
    assert f"{ROSTER}shifts/{shift.pk}/hand-over/" in text(duty.get(ROSTER))

    duty.post(f"{ROSTER}shifts/{shift.pk}/hand-over/", {"text": "等区水务局反馈。"})
    put(yunchuan, yunchuan.shen, 0, 8)
    note = HandOverNote.objects.get()

    assert "等区水务局反馈。" not in text(duty.get("/desk/"))
    assert "等区水务局反馈。" in text(office.get("/desk/"))
    office.post(f"{ROSTER}notes/{note.pk}/read/")
    note.refresh_from_db()
    assert note.read_by == yunchuan.shen
    assert "沈青禾已接" in text(duty.get(ROSTER))


def test_the_shift_of_another_is_not_handed_over_and_the_text_is_kept(yunchuan, office):
    shift = put(yunchuan, yunchuan.lu, -8, 1)

    response = office.post(
        f"{ROSTER}shifts/{shift.pk}/hand-over/", {"text": "写了很久的交接。"}
    )

    assert response.status_code == 409
    assert "写了很久的交接。" in text(response)
    assert not HandOverNote.objects.exists()


def test_a_note_is_for_those_who_keep_the_desk(yunchuan, duty):
    shift = put(yunchuan, yunchuan.lu, -8, 1)
    duty.post(f"{ROSTER}shifts/{shift.pk}/hand-over/", {"text": "等区水务局反馈。"})

    for officer in (yunchuan.window, yunchuan.admin, yunchuan.auditor):
        assert "等区水务局反馈。" not in text(signed_in(officer).get(ROSTER))
