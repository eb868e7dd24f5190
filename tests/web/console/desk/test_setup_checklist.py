"""A bureau in twenty minutes: the check-list, and units and officers from a spreadsheet."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.models import Channel, SignedLink
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.jobs.backup import archive
from huiying.jobs.upkeep.setup_bureau import appoint
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.policy.time.spans import Span
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import PASSWORD, T0
from tests.role_grants import sign_requests
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
UNITS = "/desk/people/units/import/"
OFFICERS = "/desk/people/officers/import/"
UNIT_ROWS = "单位名称\t性质\t职责\n"
ROWS = "账号\t姓名\t单位\t职务\t值班电话\t角色\n"
HEADINGS = ROWS.rstrip() + "\t单位性质\t单位职责\n"
STEP = re.compile(r'<li class="hy-(yes|no)">.*?</span>([^<]+)<br>', re.DOTALL)


@pytest.fixture(autouse=True)
def _at_t0(time, settings, tmp_path):
    time.set(T0)
    settings.DATA_DIR = tmp_path


@pytest.fixture
def empty(db):
    """The administrator of a bureau with nothing in it."""
    bureau = add_bureau(
        slug="qingshan", name="青山区信访局", district="青山区", actor=MACHINE, now=T0
    )
    return add_officer(
        bureau=bureau,
        username="admin@qingshan",
        name="方知行",
        password=PASSWORD,
        roles=frozenset({Role.ADMINISTRATOR}),
        bootstrap=True,
        actor=MACHINE,
        now=T0,
    )


def steps(officer) -> dict[str, bool]:
    page = page_of(signed_in(officer).get("/desk/"))
    return {label.strip(): mark == "yes" for mark, label in STEP.findall(page)}


def import_rows(client, address, rows):
    seen = client.post(address, {"text": rows})
    found = re.search(r'name="looked" value="([0-9a-f]{16})"', page_of(seen))
    if not found:
        return seen
    return client.post(address, {"text": rows, "looked": found[1]}, follow=True)


# The check-list ------------------------------------------------------------------------------


def test_an_empty_bureau_is_told_every_step(empty):
    found = steps(empty)

    assert len(found) == 12
    assert "登记上级机关" in found
    assert "填写公开的来访地址、接待时间和电话" in found
    assert not any(found.values())


def test_each_step_is_done_when_the_fact_is_there(empty, tmp_path):
    client, bureau = signed_in(empty), empty.bureau
    second = appoint(
        slug="qingshan",
        username="second@qingshan",
        person="韩照临",
        role=Role.ADMINISTRATOR,
        password=PASSWORD,
    )
    import_rows(client, UNITS, UNIT_ROWS + "综合办公室\t科室\t值班、会商。")
    import_rows(
        client,
        OFFICERS,
        ROWS
        + "lu1\t陆知远\t综合办公室\t\t\t值班员\n"
        + "gu1\t顾怀川\t\t局长\t\t组长\n"
        + "su1\t苏见微\t\t\t\t新闻发言人\n"
        + "qin1\t秦以安\t综合办公室\t\t\t承办人员",
    )
    sign_requests(second)
    Superior.objects.create(
        bureau=bureau, name="市信访局", kind="PETITIONS", matters="重大事件", way="电话"
    )
    add_source(bureau=bureau, name="论坛", kind="PUSH", channel="论坛", actor=MACHINE, now=T0)
    data = to_data(default_book())
    for rule in data["deadlines"].values():
        rule["standing"] = "bureau" if rule["standing"] == "to_confirm" else rule["standing"]
    adopt_book(bureau=bureau, data=data, now=T0, actor=MACHINE)
    lu = Officer.objects.get(username="lu1")
    add_shifts(
        bureau=bureau,
        wanted=[PlannedShift(Span(T0, T0.replace(day=26)), lu)],
        actor=MACHINE,
        now=T0,
    )
    SignedLink.objects.create(
        bureau=bureau,
        digest="0" * 64,
        purpose="practice",
        about_ref="practice",
        made_at=T0,
        expires_at=T0,
        used_at=T0,
    )
    public = reverse("console:contact-details")
    details = {"address": "春晖路 1 号", "hours": "9:00 至 17:00", "office_line": "12345"}
    version = page_of(client.get(public)).field("version")
    client.post(public, {**details, "version": version})
    waiting = steps(empty)
    Channel.objects.create(
        bureau=bureau, kind="SMTP", name="值班", target="a@b.example", last_ok_at=T0
    )
    left = steps(empty)
    archive.back_up(target=tmp_path / "first.tar.gz")

    assert [label for label, done in waiting.items() if not done] == [
        "添加消息渠道并发送测试",
        "通过 30 分钟通报自检",
        "完成首次备份",
    ]
    assert [label for label, done in left.items() if not done] == ["完成首次备份"]
    assert steps(empty) == {}, "nothing is left, so the list is gone"


def test_a_unit_without_duties_a_hole_and_a_channel_never_tried_are_not_done(yunchuan):
    Unit.objects.filter(pk=yunchuan.online.pk).update(duties="")
    Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班", target="a@b.example"
    )
    found = steps(yunchuan.admin)
    page = page_of(signed_in(yunchuan.admin).get("/desk/"))

    assert not found["补齐单位和职责"]
    assert "未填写职责：网上信访科" in page
    assert "渠道已添加，测试尚未成功" in page
    assert "待本局确认：较大舆情通报" in page
    assert found["粘贴人员和单位名单，授予角色"]


def test_the_check_list_is_the_administrators(yunchuan):
    assert steps(yunchuan.shen) == {}


# Units ---------------------------------------------------------------------------------------


def test_units_come_from_a_sheet_and_what_is_wrong_stays(yunchuan):
    page = page_of(
        import_rows(
            signed_in(yunchuan.admin),
            UNITS,
            UNIT_ROWS
            + "督查科\t\t督办积案。\n区水务局\t外单位\t\n区住建局\t大机关\t\n"
            + "督查科\t科室\t\n\t科室\t无名",
        )
    )

    added = Unit.objects.get(name="督查科")
    assert (added.kind, added.duties) == ("SECTION", "督办积案。")
    assert page.count("本局已有") == 2
    assert "性质“大机关”无法识别" in page
    assert "请填写单位名称" in page
    assert not Unit.objects.filter(name="区住建局").exists()
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_units_are_pasted_from_a_chat_without_headings_or_tabs(yunchuan):
    """Name, kind, telephone, post, duties; spaces between them, and in the duties too."""
    import_rows(
        signed_in(yunchuan.admin),
        UNITS,
        "区住建局 外单位 0000-8262006 办公室值班 房屋安全 物业监管\n"
        "区交警大队 外单位 0000-8262011 值班室 道路交通秩序",
    )

    found = Unit.objects.get(name="区住建局")
    assert (found.kind, found.phone, found.contact) == ("AGENCY", "0000-8262006", "办公室值班")
    assert found.duties == "房屋安全 物业监管"
    assert Unit.objects.filter(name="区交警大队").exists()


@pytest.mark.parametrize("mark", [",", "，", "|", "\t"])
def test_whatever_stands_between_the_cells_they_are_read(yunchuan, mark):
    line = mark.join(["区城管局", "外单位", "0000-8262010", "办公室值班", "市容环境"])

    import_rows(signed_in(yunchuan.admin), UNITS, line)

    assert Unit.objects.get(name="区城管局").duties == "市容环境"


def test_the_check_list_says_how_long_the_rest_takes(empty):
    page = page_of(signed_in(empty).get("/desk/"))

    assert "剩余约 17 分钟" in page


# Officers ------------------------------------------------------------------------------------


def test_imported_officers_choose_their_passwords_by_links_that_are_shown_once(yunchuan):
    admin = signed_in(yunchuan.admin)
    rows = ROWS + "xu1\t许南乔\t综合办公室\t科员\t0000-1\t值班员、领导小组办公室"

    answer = import_rows(admin, OFFICERS, rows)

    link = re.search(r'value="http://testserver(/accounts/invitation/[^"]+)"', page_of(answer))[
        1
    ]
    assert "no-store" in answer.headers["Cache-Control"]
    sign_requests(yunchuan.leader)
    officer = Officer.objects.get(username="xu1")
    assert (officer.name, officer.title, officer.phone) == ("许南乔", "科员", "0000-1")
    assert officer.unit == yunchuan.office
    assert roles_of(officer) == {Role.DUTY_OFFICER, Role.OFFICE}
    Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    signed = Client().post("/accounts/login/", {"login": "xu1", "password": PASSWORD})
    assert signed.status_code == 302
    again = import_rows(admin, OFFICERS, rows)
    assert "账号“xu1”已被使用" in page_of(again)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("有 空格\t许南乔\t\t\t\t值班员", "账号限用字母"),
        ("\t许南乔\t\t\t\t值班员", "账号未填写"),
        ("LU@yunchuan\t许南乔\t\t\t\t值班员", "已被使用"),
        ("xu1\t\t\t\t\t值班员", "请填写姓名"),
        ("xu1\t许南乔\t停用科\t\t\t值班员", "单位“停用科”已停用"),
        ("xu1\t许南乔\t某单位\t\t\t值班员\t大机关\t", "性质“大机关”无法识别"),
        ("xu1\t许南乔\t" + "长" * 81 + "\t\t\t值班员", "单位名称最多 80 字"),
        ("xu1\t许南乔\t\t\t\t国王", "角色“国王”无法识别"),
        ("xu1\t许南乔\t\t\t\t", "无法识别"),
        ("xu1\t许南乔\t\t\t\t系统管理员", "单独添加"),
        ("xu1\t" + "长" * 41 + "\t\t\t\t值班员", "超过字数限制"),
    ],
)
def test_what_is_wrong_with_a_row_of_officers_is_said(yunchuan, row, sentence):
    Unit.objects.create(bureau=yunchuan.bureau, name="停用科", kind="SECTION", active=False)
    rows = HEADINGS + row
    page = page_of(import_rows(signed_in(yunchuan.admin), OFFICERS, rows))

    assert sentence in page
    assert not Officer.objects.filter(username="xu1").exists()


def test_units_that_are_not_there_yet_come_with_their_people(yunchuan):
    """The row that names the duties makes the unit; the other rows belong to it too."""
    admin = signed_in(yunchuan.admin)
    rows = (
        HEADINGS
        + "xu1\t许南乔\t督查科\t\t\t承办人员\t\t\n"
        + "xu2\t许北乔\t督查科\t科长\t\t承办人员\t科室\t督办积案。\n"
        + "xu3\t许东乔\t区住建局\t\t\t承办人员\t外单位\t房屋安全。"
    )
    assert "随人员添加单位：督查科、区住建局。" in page_of(admin.post(OFFICERS, {"text": rows}))
    assert not Unit.objects.filter(name="督查科").exists(), "nothing is added by looking"

    import_rows(admin, OFFICERS, rows)

    unit = Unit.objects.get(name="督查科")
    assert (unit.kind, unit.duties) == ("SECTION", "督办积案。")
    assert Unit.objects.get(name="区住建局").kind == "AGENCY"
    assert {row.username for row in Officer.objects.filter(unit=unit)} == {"xu1", "xu2"}
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_unit_that_is_there_stays_as_it_is(yunchuan):
    before = yunchuan.office.duties

    rows = HEADINGS + "xu1\t许南乔\t综合办公室\t\t\t值班员\t外单位\t别的职责"
    import_rows(signed_in(yunchuan.admin), OFFICERS, rows)

    yunchuan.office.refresh_from_db()
    assert (yunchuan.office.kind, yunchuan.office.duties) == ("SECTION", before)


def test_a_bureau_without_units_begins_with_the_rows_of_a_common_one(empty):
    page = page_of(signed_in(empty).get(f"{OFFICERS}?template=1"))
    desk = page_of(signed_in(empty).get("/desk/"))

    rows = page.field("text")
    assert "综合办公室" in rows
    assert "新闻发言人" in rows
    assert f"{OFFICERS}?template=1" in desk
    refused = page_of(signed_in(empty).post(OFFICERS, {"text": rows}))
    assert "账号未填写" in refused, "rows without a name add nobody"
    assert "随人员添加单位" not in refused
    assert Officer.objects.count() == 1


def test_the_first_step_that_is_left_has_the_only_filled_button(empty):
    desk = page_of(signed_in(empty).get("/desk/"))

    assert desk.panel("setup").count("hy-btn-main") == 1


def test_an_account_is_not_imported_twice_in_one_sheet(yunchuan):
    rows = ROWS + "xu1\t许南乔\t\t\t\t值班员\nXU1\t许北乔\t\t\t\t值班员"

    import_rows(signed_in(yunchuan.admin), OFFICERS, rows)

    assert Officer.objects.filter(username__iexact="xu1").count() == 1


def test_only_an_administrator_imports_people(yunchuan):
    for address in (UNITS, OFFICERS):
        assert signed_in(yunchuan.shen).get(address).status_code == 403
