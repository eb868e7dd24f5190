"""The table of media on screen: one field a tier, kept in the draft of the rules."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.rulebook.queries import book_of, draft_of
from huiying.policy.rulebook.book import default_book
from tests.factories import T0
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MEDIA = "/desk/rules/edit/media_tiers/"


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def table(**changed):
    """Return the form as it is shown, with some fields typed anew."""
    tiers = default_book().media_tiers
    shown = {
        tier: "\n".join(entry for entry, of in tiers.items() if of == tier)
        for tier in ("national", "provincial", "city", "local")
    }
    return shown | {"version": "0"} | changed


def send(client, status=409, **changed):
    response = client.post(MEDIA, table(**changed))
    assert response.status_code == status
    return html.unescape(response.content.decode())


def drafted(cast):
    draft = draft_of(cast.bureau.pk)
    return draft.edits if draft else {}


def test_the_form_shows_the_table_in_force_one_entry_a_line(office):
    page = office.get(MEDIA).content.decode()

    assert "people.com.cn\n" in page
    assert "人民日报" in page
    assert "区县和本地" in page


def test_what_is_saved_is_shown_as_a_difference_and_holds_when_another_adopts_it(
    office, yunchuan
):
    send(office, 302, local=" 云川日报 \n\nDaily.Yunchuan.example", city="")
    page = html.unescape(office.get("/desk/rules/draft/").content.decode())
    assert "媒体“云川日报”的层级" in page
    assert f'href="{MEDIA}"' in page

    adopted = signed_in(yunchuan.admin).post(
        "/desk/rules/draft/trial/", {"version": 1, "seen": 1, "when": "now", "reason": "局务会"}
    )

    assert adopted.status_code == 302
    tiers = book_of(yunchuan.bureau.pk, T0.replace(year=2099)).media_tiers
    assert tiers["云川日报"] == tiers["daily.yunchuan.example"] == "local"
    assert "city" not in tiers.values()


def test_an_untouched_table_changes_nothing(office, yunchuan):
    send(office, 302)

    assert drafted(yunchuan) == {}


def test_an_entry_at_two_tiers_is_refused(office, yunchuan):
    page = send(office, status=200, city="people.com.cn")

    assert "“people.com.cn”同时列在两个层级。" in page
    assert drafted(yunchuan) == {}


def test_an_entry_that_is_no_host_and_no_name_is_refused_at_its_field(office, yunchuan):
    page = send(office, city="云川 晚报")

    assert "“云川 晚报”：须为小写的域名" in page
    assert page.index("云川 晚报”") > page.index("市级")
    assert drafted(yunchuan) == {}


def test_all_entries_that_cannot_be_read_are_named_at_once(office):
    page = send(office, city="云川 晚报\nhttps://news.example/\n好", local="a b")

    for entry in ("云川 晚报", "https://news.example/", "好", "a b"):
        assert f"“{entry}”：" in page


def test_a_form_of_an_older_draft_is_refused_and_keeps_what_was_typed(office, yunchuan):
    send(office, status=302, local="云川日报")

    page = send(office, city="云川晚报")

    assert "修改稿已被" in page
    assert "云川晚报" in page
    assert "云川晚报" not in drafted(yunchuan)["media_tiers"]


def test_the_first_version_was_made_by_the_system_in_the_words_of_the_page(
    office, yunchuan, now
):
    adopt_default(bureau=yunchuan.bureau, now=now)
    address = reverse("console:rules-versions")
    chinese = office.get(address).content.decode()
    office.cookies["django_language"] = "en"
    english = office.get(address).content.decode()

    assert "· 系统" in chinese
    assert "系统" not in english
    assert "· System" in english


def test_who_may_only_read_sees_no_way_to_change(yunchuan):
    for officer in (yunchuan.lu, yunchuan.leader, yunchuan.auditor):
        client = signed_in(officer)
        assert MEDIA not in client.get("/desk/rules/").content.decode()
        assert client.get(MEDIA).status_code == 403
        assert client.post(MEDIA, table()).status_code == 403


def test_a_person_is_no_medium(office, yunchuan):
    page = send(office, local="张建国")

    assert "“张建国”疑似个人姓名、账号或号码" in page
    assert drafted(yunchuan) == {}
