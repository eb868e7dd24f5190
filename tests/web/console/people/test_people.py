"""Units, officers, channels and the rule book on the screens of the set-up."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel, Message
from huiying.base.outbox.queries import own_channels
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs import clock
from huiying.jobs.delivery.outgoing import address_of
from tests.factories import PASSWORD
from tests.role_grants import sign_requests
from tests.web.clients import add_second_factor, signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
PEOPLE = "/desk/people/"
NEW = {"username": "xu@yunchuan", "name": "许南乔", "roles": ["duty_officer"]}


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def last_record(cast):
    return AuditRecord.objects.filter(bureau_ref=cast.bureau.pk).order_by("seq").last()


# Units ---------------------------------------------------------------------------------------


def test_the_list_shows_units_and_officers_of_this_bureau_alone(admin, yunchuan, linxi):
    page = page_of(admin.get(PEOPLE))

    assert "区水务局" in page
    assert "温若川" in page
    assert "water@yunchuan" in page
    assert "@linxi" not in page


def test_the_list_costs_the_same_for_few_and_for_many(
    admin, yunchuan, django_assert_max_num_queries
):
    Officer.objects.bulk_create(
        Officer(bureau=yunchuan.bureau, username=f"o{n}", name=f"某{n}") for n in range(60)
    )
    with django_assert_max_num_queries(17):
        page = page_of(admin.get(PEOPLE))

    assert "共 70 条" in page


def test_officers_are_found_by_name_unit_and_role(admin, yunchuan):
    by_name = page_of(admin.get(PEOPLE, {"q": "温若"}))
    by_unit = page_of(admin.get(PEOPLE, {"unit": yunchuan.reception.pk}))
    by_role = page_of(admin.get(PEOPLE, {"role": "auditor"}))

    assert "water@yunchuan" in by_name
    assert "window@yunchuan" not in by_name
    assert "window@yunchuan" in by_unit
    assert "water@yunchuan" not in by_unit
    assert "auditor@yunchuan" in by_role
    assert "lu@yunchuan" not in by_role


@pytest.mark.parametrize(
    "query", [{"unit": "x"}, {"unit": "9" * 30}, {"role": "king"}, {"page": "-3"}, {"q": "%"}]
)
def test_a_nonsense_filter_is_answered_with_a_page(admin, query):
    assert admin.get(PEOPLE, query).status_code == 200


def test_a_unit_is_added_and_recorded(admin, yunchuan):
    response = admin.post(
        f"{PEOPLE}units/add/", {"name": "督查科", "kind": "SECTION", "duties": "督办积案。"}
    )

    unit = Unit.objects.get(name="督查科")
    assert response.url == PEOPLE
    assert unit.bureau == yunchuan.bureau
    assert last_record(yunchuan).verb == "unit.added"


def test_a_unit_name_is_used_once(admin):
    response = admin.post(f"{PEOPLE}units/add/", {"name": "区水务局", "kind": "AGENCY"})

    assert response.status_code == 409
    assert "本局已有" in page_of(response, 409)
    assert Unit.objects.filter(name="区水务局").count() == 1


def test_a_unit_is_put_out_of_use(admin, yunchuan):
    admin.post(
        f"{PEOPLE}units/{yunchuan.online.pk}/",
        {"name": "网上信访科", "kind": "SECTION", "duties": "网上信访。"},
    )

    yunchuan.online.refresh_from_db()
    assert not yunchuan.online.active
    assert yunchuan.online.kind == "SECTION"
    assert "已停用" in page_of(admin.get(PEOPLE))


# Officers ------------------------------------------------------------------------------------


LINK = r'value="http://testserver(/accounts/invitation/[^"]+)"'
LINKS = f"{PEOPLE}officers/links/"
CHOSEN = {"password": "only-i-know-this", "again": "only-i-know-this"}


def issue(client, address, form):
    """Send a form of an officer; return the page with the link, to which its answer leads."""
    return client.post(f"{PEOPLE}officers/{address}", form, follow=True)


def test_a_new_officer_chooses_his_password_by_a_link_that_works_once(admin, yunchuan):
    response = issue(admin, "add/", {**NEW, "unit": yunchuan.office.pk})

    link = re.search(LINK, page_of(response))[1]
    assert "no-store" in response.headers["Cache-Control"]
    assert link not in page_of(admin.get(PEOPLE))
    door = Client()
    assert "许南乔，请设置口令" in page_of(door.get(link))
    assert "许南乔，请设置口令" in page_of(Client().get(link))  # opening it does nothing
    assert door.post(link, CHOSEN).url == "/desk/"
    assert last_record(yunchuan).actor_label == "许南乔"
    sign_requests(yunchuan.leader, now=clock.now())
    assert door.get("/desk/").status_code == 200
    used = door.post(link, {"password": "another-one-here", "again": "another-one-here"})
    assert used.status_code == 410
    assert "链接仅可使用一次" in page_of(used, 410)
    signed = Client().post(
        "/accounts/login/", {"login": "xu@yunchuan", "password": "only-i-know-this"}
    )
    assert signed.status_code == 302
    officer = Officer.objects.get(username="xu@yunchuan")
    assert officer.unit == yunchuan.office
    assert roles_of(officer) == {Role.DUTY_OFFICER}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "only-i-know-this", "again": "something else"}, "两次输入不一致。"),
        ({"password": "1234567890", "again": "1234567890"}, "常见"),
        ({"password": "", "again": ""}, "请填写这一项。"),
        ({"password": "short-one", "again": "short-one"}, "口令至少 12 个字符，现为 9 个。"),
    ],
)
def test_a_bad_choice_is_said_and_the_link_still_holds(admin, typed, said):
    link = re.search(LINK, page_of(issue(admin, "add/", NEW)))[1]

    refused = Client().post(link, typed)

    assert said in page_of(refused)
    assert Client().post(link, CHOSEN).status_code == 302


def test_a_newer_link_and_a_closed_account_void_the_older_one(admin, yunchuan):
    url = f"{yunchuan.window.pk}/password/"
    first = re.search(LINK, page_of(issue(admin, url, {"password": ""})))[1]
    second = re.search(LINK, page_of(issue(admin, url, {"password": ""})))[1]

    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    Officer.objects.filter(pk=yunchuan.window.pk).update(is_active=False)
    assert Client().get(second).status_code == 410


def test_only_who_issued_a_link_sees_it_and_not_for_long(admin, yunchuan, monkeypatch):
    admin.post(f"{PEOPLE}officers/add/", NEW)
    others = [
        page_of(signed_in(yunchuan.admin).get(LINKS)),
        page_of(signed_in(yunchuan.lu).get(LINKS), 403),
    ]
    waits = "刚生成的一次性链接" in page_of(admin.get(PEOPLE))

    shown = page_of(admin.get(LINKS))
    left = page_of(admin.get(PEOPLE))
    later = datetime.now(UTC) + timedelta(seconds=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    gone = page_of(admin.get(LINKS))

    assert not any(re.search(LINK, page) for page in others)
    assert waits
    assert re.search(LINK, shown)
    assert "刚才发出的一次性链接" not in left
    assert not re.search(LINK, gone)
    officer = Officer.objects.get(username="xu@yunchuan")
    assert f"{PEOPLE}officers/{officer.pk}/password/" in gone


def test_a_link_that_was_used_is_not_replaced_by_looking_again(admin):
    link = re.search(LINK, page_of(issue(admin, "add/", NEW)))[1]
    Client().post(link, CHOSEN)

    assert not re.search(LINK, page_of(admin.get(LINKS)))


def test_who_gives_himself_a_new_password_sees_his_link_before_he_is_out(admin, yunchuan):
    response = admin.post(f"{PEOPLE}officers/{yunchuan.admin.pk}/password/", {"password": ""})

    assert Client().get(re.search(LINK, page_of(response))[1]).status_code == 200


def test_a_link_that_was_tampered_with_opens_nothing(admin, yunchuan):
    url = f"{yunchuan.window.pk}/password/"
    link = re.search(LINK, page_of(issue(admin, url, {"password": ""})))[1]
    _empty, _accounts, _invitation, key, token, _end = link.split("/")

    for forged in (
        f"/accounts/invitation/{key}/{token[:-1]}x/",
        f"/accounts/invitation/MQ/{token}/",
        f"/accounts/invitation/!!/{token}/",
        f"/accounts/invitation/{'9' * 60}/{token}/",
    ):
        assert Client().post(forged, CHOSEN).status_code == 410


def test_no_administrator_types_the_password_of_an_officer(admin, yunchuan):
    admin.post(f"{PEOPLE}officers/add/", {**NEW, "password": PASSWORD})

    assert 'name="password"' not in page_of(admin.get(f"{PEOPLE}officers/add/"))
    assert not Officer.objects.get(username="xu@yunchuan").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "LU@yunchuan"}, "已被使用"),
        ({"username": "有 空格"}, "合法"),
        ({"roles": []}, "请填写这一项"),
        ({"roles": ["king"]}, "king"),
        ({"name": ""}, "请填写这一项"),
    ],
)
def test_what_is_wrong_with_a_new_officer_is_said(admin, change, sentence):
    response = admin.post(f"{PEOPLE}officers/add/", {**NEW, **change})

    assert response.status_code in {200, 409}
    assert sentence in page_of(response, response.status_code)
    assert not Officer.objects.filter(name="许南乔").exists()


def test_a_unit_of_another_bureau_is_no_choice(admin, linxi):
    response = admin.post(f"{PEOPLE}officers/add/", {**NEW, "unit": linxi.office.pk})

    assert response.status_code == 200
    assert not Officer.objects.filter(username="xu@yunchuan").exists()


def test_an_officer_is_changed_and_the_record_holds_no_personal_data(admin, yunchuan):
    response = admin.post(
        f"{PEOPLE}officers/{yunchuan.lu.pk}/",
        {
            "name": "陆致远",
            "title": "值班长",
            "phone": "0000-8261001",
            "unit": yunchuan.reception.pk,
            "roles": ["duty_officer", "member"],
            "active": "on",
        },
    )

    officer = Officer.objects.get(pk=yunchuan.lu.pk)
    assert response.url == PEOPLE
    assert (officer.name, officer.phone) == ("陆致远", "0000-8261001")
    assert officer.unit == yunchuan.reception
    assert roles_of(officer) == {Role.DUTY_OFFICER}, "who is moved gets more roles by two"
    records = AuditRecord.objects.filter(ref=f"officer:{officer.pk}")
    assert [r.verb for r in records.order_by("seq")][-2:] == [
        "officer.changed",
        "officer.roles_requested",
    ]
    written = "".join(f"{record.label}{record.data}" for record in records)
    assert "陆致远" not in written
    assert "8261001" not in written
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_saving_without_a_change_writes_no_record(admin, yunchuan):
    before = AuditRecord.objects.count()

    admin.post(
        f"{PEOPLE}officers/{yunchuan.lu.pk}/",
        {
            "name": "陆知远",
            "unit": yunchuan.office.pk,
            "roles": ["duty_officer"],
            "active": "on",
        },
    )

    assert AuditRecord.objects.count() == before


def test_the_last_administrator_cannot_be_taken_away_on_the_screen(admin, yunchuan):
    page = page_of(admin.get(PEOPLE))
    response = admin.post(
        f"{PEOPLE}officers/{yunchuan.admin.pk}/",
        {"name": "改了名", "roles": ["administrator"]},
    )

    assert "本局仅有一位系统管理员" in page
    assert response.status_code == 409
    assert "这是唯一的系统管理员" in page_of(response, 409)
    yunchuan.admin.refresh_from_db()
    assert yunchuan.admin.name == "方知行"


def test_an_officer_who_is_switched_off_is_out_at_once(admin, yunchuan):
    client = signed_in(yunchuan.lu)

    admin.post(
        f"{PEOPLE}officers/{yunchuan.lu.pk}/",
        {"name": "陆知远", "roles": ["duty_officer"], "unit": yunchuan.office.pk},
    )

    assert client.get("/desk/rules/").status_code == 302


def test_a_reset_ends_the_old_password_at_once_and_is_recorded(admin, yunchuan):
    response = issue(admin, f"{yunchuan.window.pk}/password/", {"password": ""})

    assert re.search(LINK, page_of(response))
    yunchuan.window.refresh_from_db()
    assert not yunchuan.window.check_password(PASSWORD)
    assert last_record(yunchuan).verb == "officer.password_set"
    assert last_record(yunchuan).data == {}


def test_a_lost_second_factor_is_taken_away_with_a_record(admin, yunchuan):
    add_second_factor(yunchuan.window)

    admin.post(f"{PEOPLE}officers/{yunchuan.window.pk}/second-factor/")

    assert not is_mfa_enabled(yunchuan.window)
    assert last_record(yunchuan).verb == "officer.second_factor_removed"


def test_asking_for_an_act_changes_nothing(admin, yunchuan):
    add_second_factor(yunchuan.lu)

    for act in ("", "password/", "second-factor/"):
        assert admin.get(f"{PEOPLE}officers/{yunchuan.lu.pk}/{act}").status_code == 200

    assert is_mfa_enabled(yunchuan.lu)


# Channels ------------------------------------------------------------------------------------

CHANNELS = "/desk/channels/"
TARGET = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-very-secret"


@pytest.fixture
def channel(yunchuan, now):
    return add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="WECOM",
        name="值班群",
        target=TARGET,
        actor=MACHINE,
        now=now,
    )


def test_an_empty_list_says_what_follows_from_it(admin):
    assert "值班台无系统外消息渠道" in page_of(admin.get(CHANNELS))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("SMTP", "duty@yunchuan.example"),
        ("WEBHOOK", "https://hook.yunchuan.example/in"),
        ("WECOM", TARGET),
    ],
)
def test_a_channel_is_added_for_a_unit_or_the_desk(admin, yunchuan, kind, target):
    form = {"kind": kind, "target": target}
    admin.post(f"{CHANNELS}add/", {**form, "name": "甲"})
    admin.post(f"{CHANNELS}add/", {**form, "name": "乙", "unit": yunchuan.waterworks.pk})

    units = dict(Channel.objects.values_list("name", "unit__name"))
    assert units == {"甲": None, "乙": "区水务局"}
    assert last_record(yunchuan).verb == "channel.added"
    assert target not in str(last_record(yunchuan).data)


@pytest.mark.parametrize(
    ("kind", "target"),
    [("SMTP", "不是邮箱"), ("WEBHOOK", "file:///etc/passwd"), ("APPRISE", "json://10.0.0.1/")],
)
def test_a_target_of_the_wrong_form_is_refused(admin, kind, target):
    response = admin.post(f"{CHANNELS}add/", {"name": "甲", "kind": kind, "target": target})

    assert response.status_code == 409
    assert not Channel.objects.exists()


def test_a_stored_target_is_never_shown_again(admin, channel):
    pages = page_of(admin.get(CHANNELS)) + page_of(admin.get(f"{CHANNELS}{channel.pk}/"))

    assert "0a1b2c3d" not in pages
    assert "https://qyapi.weixin.qq.com…" in pages


def test_an_empty_target_keeps_the_stored_one(admin, channel):
    admin.post(f"{CHANNELS}{channel.pk}/", {"name": "夜班群", "target": "", "active": "on"})

    channel.refresh_from_db()
    assert (channel.name, channel.target, channel.active) == ("夜班群", TARGET, True)


def test_a_trial_is_queued_and_its_result_is_shown(admin, channel, yunchuan):
    admin.post(f"{CHANNELS}{channel.pk}/test/")

    message = Message.objects.get()
    assert message.subject == "测试：值班群"
    assert "排队中" in page_of(admin.get(CHANNELS))
    assert last_record(yunchuan).verb == "channel.tried"
    Message.objects.update(state="DEAD", last_error="对方拒绝")
    assert "对方拒绝" in page_of(admin.get(CHANNELS))


def test_a_channel_that_is_off_sends_no_trial(admin, channel):
    Channel.objects.update(active=False)

    page = page_of(admin.post(f"{CHANNELS}{channel.pk}/test/", follow=True))

    assert "渠道已停用" in page
    assert not Message.objects.exists()


def test_a_trial_is_not_sent_by_a_link(admin, channel):
    assert admin.get(f"{CHANNELS}{channel.pk}/test/").status_code == 405


# Who may -------------------------------------------------------------------------------------


def test_only_the_administrator_manages_people_and_channels(yunchuan, channel):
    addresses = [
        PEOPLE,
        f"{PEOPLE}units/add/",
        f"{PEOPLE}units/{yunchuan.office.pk}/",
        f"{PEOPLE}officers/add/",
        f"{PEOPLE}officers/{yunchuan.lu.pk}/password/",
        CHANNELS,
        f"{CHANNELS}{channel.pk}/",
    ]
    for officer in (yunchuan.lu, yunchuan.shen, yunchuan.leader, yunchuan.auditor):
        client = signed_in(officer)
        assert [client.get(address).status_code for address in addresses] == [403] * 7


def test_nothing_of_another_bureau_exists(linxi, yunchuan, channel):
    client = signed_in(linxi.admin)
    for address in (
        f"{PEOPLE}units/{yunchuan.office.pk}/",
        f"{PEOPLE}officers/{yunchuan.lu.pk}/",
        f"{PEOPLE}officers/{yunchuan.lu.pk}/password/",
        f"{PEOPLE}officers/{yunchuan.lu.pk}/second-factor/",
        f"{CHANNELS}{channel.pk}/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404
    assert client.post(f"{CHANNELS}{channel.pk}/test/").status_code == 404
    assert not Message.objects.exists()


# The rule book -------------------------------------------------------------------------------


@pytest.mark.clause("2(2)a", "4(3)c")
def test_the_rule_book_shows_every_deadline_with_basis_and_standing(yunchuan, now):
    adopt_default(bureau=yunchuan.bureau, now=now)
    page = page_of(signed_in(yunchuan.lu).get("/desk/rules/"))

    row = page.row("重大负面舆情通报")
    assert "<b>30</b> 分钟" in row
    assert "《制度》第四条第（三）项" in row
    assert ">制度<" in row
    unset = page.row("较大舆情通报")
    assert "本局暂定，待确认" in unset
    receipt = page.row("重大舆情签收")
    assert "本局规则（非法定）" in receipt


def test_the_rule_book_shows_what_nobody_can_change(yunchuan):
    page = page_of(signed_in(yunchuan.auditor).get("/desk/rules/"))

    assert "拟稿人不得审定自己的稿件" in page
    assert "示例值（本局可调整）" in page
    assert "people.com.cn" in page
    assert "已点击链接确认" in page


def test_the_rule_book_cannot_be_changed_here(yunchuan):
    assert signed_in(yunchuan.leader).post("/desk/rules/", {"x": "1"}).status_code == 405


# One's own profile ---------------------------------------------------------------------------

OWN = "/desk/settings/"


def test_everybody_changes_his_own_name_and_phone_and_nothing_else(yunchuan):
    client = signed_in(yunchuan.lu)

    client.post(
        OWN, {"name": "陆致远", "phone": "0000-8261001", "roles": ["leader"], "title": "局长"}
    )

    officer = Officer.objects.get(pk=yunchuan.lu.pk)
    assert (officer.name, officer.phone, officer.title) == ("陆致远", "0000-8261001", "")
    assert roles_of(officer) == {Role.DUTY_OFFICER}
    assert last_record(yunchuan).data == {"fields": ["name", "phone"]}


def test_an_empty_name_changes_nothing(yunchuan):
    response = signed_in(yunchuan.lu).post(OWN, {"name": " ", "keys_off": "on"})

    assert response.status_code == 200
    assert not Officer.objects.get(pk=yunchuan.lu.pk).keys_off


def test_the_chosen_language_holds_and_the_top_bar_still_wins(yunchuan):
    client = signed_in(yunchuan.lu)
    assert "值班台" in page_of(client.get("/desk/"))

    client.post(OWN, {"name": "陆知远", "language": "en"})
    assert "Duty desk" in page_of(client.get("/desk/"))
    assert 'lang="en"' in page_of(client.get("/desk/"))
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/desk/"})

    assert "Duty desk" not in page_of(client.get("/desk/"))
    assert "值班台" in page_of(signed_in(yunchuan.shen).get("/desk/"))


def test_single_keys_are_switched_off_for_oneself(yunchuan):
    signed_in(yunchuan.lu).post(OWN, {"name": "陆知远", "keys_off": "on"})

    assert 'data-keys="off"' in page_of(signed_in(yunchuan.lu).get("/desk/"))
    assert 'data-keys="off"' not in page_of(signed_in(yunchuan.shen).get("/desk/"))


def sent_code(officer) -> str:
    return re.search(r"[0-9]{6}", Message.objects.get(channel__officer=officer).body)[0]


def test_quiet_hours_are_kept(yunchuan):
    client = signed_in(yunchuan.lu)
    choice = {"quiet_from": "22:00", "quiet_until": "07:00", "major_only": "on"}

    client.post(OWN, {"name": "陆知远", **choice})

    officer = Officer.objects.get(pk=yunchuan.lu.pk)
    assert (officer.quiet.start, officer.quiet.end) == (time(22), time(7))
    assert officer.quiet.major_only


@pytest.mark.parametrize(
    ("kind", "address"),
    [("SMTP", "lu@yunchuan.example"), ("SMS", "13800000001"), ("WECOM", "lu.zhiyuan")],
)
def test_an_own_channel_is_used_once_its_code_came_back_and_lies_sealed(
    yunchuan, kind, address
):
    client = signed_in(yunchuan.lu)
    desk = {"bureau": yunchuan.bureau, "target": "https://gate.example/", "secret": "s" * 16}
    for way in ("SMS", "WECOM"):
        Channel.objects.create(kind=way, name=f"值班台 {way}", **desk)

    client.post(f"{OWN}channel/", {"kind": kind, "address": address})
    waits = page_of(client.get(OWN))
    unused = own_channels([yunchuan.lu]).exists()
    client.post(f"{OWN}channel/verify/", {"code": sent_code(yunchuan.lu)})
    row = own_channels([yunchuan.lu]).get()
    target, secret, recipient = address_of(row)
    stored = [str(value) for value in Channel.objects.filter(pk=row.pk).values_list()[0]]

    assert "未验证，未启用" in waits
    assert not unused
    assert "已验证，使用中" in page_of(client.get(OWN))
    assert address in {target, recipient}
    assert bool(secret) == (kind != "SMTP")
    assert not any(address in value for value in stored)
    assert address not in page_of(signed_in(yunchuan.admin).get(CHANNELS))
    client.post(f"{OWN}channel/forget/")
    assert not own_channels([yunchuan.lu]).exists()
    row.refresh_from_db()
    assert address_of(row)[0] == ""


def test_a_wrong_code_is_counted_and_an_old_one_is_refused(yunchuan, time):
    client = signed_in(yunchuan.lu)
    client.post(f"{OWN}channel/", {"kind": "SMTP", "address": "lu@yunchuan.example"})
    code = sent_code(yunchuan.lu)
    wrong = "000000" if code != "000000" else "000001"
    first = client.post(f"{OWN}channel/verify/", {"code": wrong})
    moment = clock.now()
    time.set(moment + timedelta(minutes=16))
    late = client.post(f"{OWN}channel/verify/", {"code": code})
    time.set(moment)
    for _attempt in range(4):
        client.post(f"{OWN}channel/verify/", {"code": wrong})
    spent = client.post(f"{OWN}channel/verify/", {"code": code})

    assert "验证码有误" in page_of(first, 409)
    assert "已过期或试错太多次" in page_of(late, 409)
    assert "已过期或试错太多次" in page_of(spent, 409)
    assert not own_channels([yunchuan.lu]).exists()


def test_a_try_is_counted_before_its_code_is_looked_at(yunchuan):
    client = signed_in(yunchuan.lu)
    client.post(f"{OWN}channel/", {"kind": "SMTP", "address": "lu@yunchuan.example"})

    client.post(f"{OWN}channel/verify/", {"code": sent_code(yunchuan.lu)})

    row = own_channels([yunchuan.lu]).get()
    assert row.code_tries == 1


def test_codes_are_sent_a_few_times_an_hour_so_that_none_is_guessed(yunchuan, time):
    client, moment = signed_in(yunchuan.lu), clock.now()
    for turn in range(6):
        time.set(moment + timedelta(minutes=turn))
        page = client.post(f"{OWN}channel/", {"kind": "SMTP", "address": "lu@yunchuan.example"})

    assert page.status_code == 409
    assert "最多发 5 次" in page_of(page, 409)
    assert Message.objects.filter(channel__officer=yunchuan.lu).count() == 5


def test_a_way_that_the_bureau_does_not_have_is_refused(yunchuan):
    client = signed_in(yunchuan.lu)

    page = client.post(f"{OWN}channel/", {"kind": "SMS", "address": "13800000001"})

    assert page.status_code == 409
    assert "本局值班台尚无短信" in page_of(page, 409)


def test_half_a_quiet_time_changes_nothing(yunchuan):
    answer = signed_in(yunchuan.lu).post(OWN, {"name": "改了名", "quiet_from": "22:00"})

    assert "免打扰的起止时间" in page_of(answer)
    assert Officer.objects.get(pk=yunchuan.lu.pk).name == "陆知远"
