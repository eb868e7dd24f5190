"""回应人员: a public roster by own consent; a reply is a release on an official account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.errors import Refused
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.responses.outlets.models import OfficialAccount
from huiying.work.responses.responders.actions.join_roster import consent
from huiying.work.responses.responders.models import Reply, Responder, ResponderState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.sample_bureau import responder_of
from tests.web.clients import signed_in
from tests.work.responses import desk
from tests.work.responses.responders.steps import listed

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ROSTER = "/b/yunchuan/responders/"
PLACE = "https://forum.yunchuan.example/t/77"


@pytest.fixture(autouse=True)
def later(time, now):
    time.set(now + timedelta(hours=1))


standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def asked(cast, who="window"):
    signed_in(cast.shen).post(
        at("responder-ask"),
        {
            "who": getattr(cast, who).pk,
            "work_name": "小秦",
            "unit": cast.reception.pk,
            "role": "来访接待回应岗",
            "covers": "来访、登记",
        },
    )
    return Responder.objects.latest("pk")


def account_of(cast):
    signed_in(cast.shen).post(
        at("account-add"),
        {
            "outlet": "OTHER",
            "platform": "云川论坛",
            "name": "云川区信访局",
            "address": "https://forum.yunchuan.example/office",
        },
    )
    account = OfficialAccount.objects.get()
    signed_in(cast.speaker).post(at("account-confirm", account.pk))
    return account


def reply(officer, release, account, now, **changes):
    form = {
        "release": release.pk,
        "account": account.pk,
        "address": PLACE,
        "posted_at": (now + timedelta(hours=8, minutes=30)).strftime("%Y-%m-%dT%H:%M"),
        **changes,
    }
    return signed_in(officer).post(at("reply-record"), form)


@pytest.mark.clause("2(3)a")
def test_readers_find_how_to_reach_the_bureau_and_on_which_accounts_it_answers(
    client, yunchuan, settings
):
    settings.CONTACT = "0000-8261000"
    before = page(client, ROSTER)
    account_of(yunchuan)
    accounts, about = page(client, ROSTER), page(client, "/b/yunchuan/about/")

    assert "本局没有在外部平台使用账号" in before
    assert "本局没有在外部平台使用账号" not in accounts
    assert 'href="https://forum.yunchuan.example/office"' in accounts
    assert "本局不用别的账号" in accounts
    for way in ("电话或邮箱：0000-8261000", "写信", "来访接待大厅"):
        assert way in about


@pytest.mark.clause("2(3)b")
def test_nobody_is_named_before_he_consents_himself(client, yunchuan):
    line = asked(yunchuan)
    assert "小秦" not in page(client, ROSTER)
    window = signed_in(yunchuan.window)
    assert "是否同意由您决定" in page(window, at("responders"))

    stranger = signed_in(yunchuan.shen).post(at("responder-consent", line.number))
    assert stranger.status_code == 403
    window.post(at("responder-consent", line.number), {"version": line.revision})

    public = page(client, ROSTER)
    for words in ("小秦", "来访接待科", "来访接待回应岗", "来访、登记"):
        assert words in public
    line.refresh_from_db()
    assert line.consented_at is not None


def test_who_declines_is_never_named(client, yunchuan):
    line = asked(yunchuan)

    signed_in(yunchuan.window).post(
        at("responder-decline", line.number), {"version": line.revision}
    )

    line.refresh_from_db()
    assert line.state == ResponderState.DECLINED
    assert "小秦" not in page(client, ROSTER)
    assert client.get(f"{ROSTER}{line.number}/").status_code == 404


@pytest.mark.clause("2(3)b")
def test_a_reply_shows_text_account_time_and_place(client, yunchuan, out, now):
    account = account_of(yunchuan)
    line = responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)

    assert reply(yunchuan.window, out, account, now).status_code == 302

    answer = page(client, f"/b/yunchuan/answers/{out.answer.number}/")
    assert "云川论坛 云川区信访局" in answer
    assert "云川区信访局来访接待科 小苏" in answer
    assert PLACE in answer
    mine = page(client, f"{ROSTER}{line.number}/")
    assert out.content["title"] in mine
    assert PLACE in mine


@pytest.mark.clause("2(3)b")
def test_who_leaves_is_gone_at_once_and_past_answers_keep_the_unit(client, yunchuan, out, now):
    account = account_of(yunchuan)
    line = responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)
    reply(yunchuan.window, out, account, now)
    etag = client.get(ROSTER)["ETag"]

    window = signed_in(yunchuan.window)
    window.post(at("responder-leave", line.number), {"version": line.revision})

    assert client.get(ROSTER, headers={"If-None-Match": etag}).status_code == 200
    assert "小苏" not in page(client, ROSTER)
    assert client.get(f"{ROSTER}{line.number}/").status_code == 404
    answer = page(client, f"/b/yunchuan/answers/{out.answer.number}/")
    assert "小苏" not in answer
    assert "云川区信访局来访接待科" in answer
    assert PLACE in answer
    assert reply(yunchuan.window, out, account, now).status_code == 403


def test_an_account_that_is_switched_off_takes_its_holder_off_the_roster(client, yunchuan, now):
    responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)
    yunchuan.window.is_active = False
    yunchuan.window.save(update_fields=["is_active"])

    assert "小苏" not in page(client, ROSTER)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"address": "https://elsewhere.example/t/1"}, "网址不属于该账号的网站"),
        ({"address": "javascript:alert(1)"}, "读者能打开的网址"),
        ({"address": "http://[::1"}, "读者能打开的网址"),
        ({"posted_at": "2026-11-24T09:00"}, "审定发布之后"),
        ({"posted_at": "2026-12-24T09:00"}, "现在之前"),
    ],
)
def test_a_reply_that_cannot_be_true_is_not_recorded(yunchuan, out, now, changes, words):
    account = account_of(yunchuan)
    responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)

    response = reply(yunchuan.window, out, account, now, **changes)

    assert response.status_code == 409
    assert words in response.content.decode()
    assert not Reply.objects.exists()


def test_who_keeps_out_of_the_matter_records_no_reply_on_it(yunchuan, out, now):
    account, who = account_of(yunchuan), yunchuan.window
    responder_of(yunchuan, who, yunchuan.reception, now=now)
    recuse(incident=out.answer.incident, who=who, reason="亲属", officer=who, now=now)

    assert reply(who, out, account, now).status_code == 403
    assert not Reply.objects.exists()


@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_a_year_that_cannot_be_is_told(yunchuan, out, now, year):
    account = account_of(yunchuan)
    responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)

    response = reply(yunchuan.window, out, account, now, posted_at=f"{year}-01-01T00:00")

    assert response.status_code == 200
    assert "1900 年到 2099 年" in response.content.decode()


def test_the_same_words_stand_once_on_an_account(yunchuan, out, now):
    account = account_of(yunchuan)
    responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)
    reply(yunchuan.window, out, account, now)

    again = reply(yunchuan.window, out, account, now, address=f"{PLACE}8")

    assert again.status_code == 409
    assert Reply.objects.count() == 1


def test_old_words_and_retired_accounts_are_not_offered(yunchuan, out, now):
    account = account_of(yunchuan)
    responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)
    second = desk.corrected(yunchuan, out, now + timedelta(minutes=1))
    assert reply(yunchuan.window, out, account, now).status_code == 200  # the form again

    signed_in(yunchuan.shen).post(at("account-retire", account.pk))

    assert reply(yunchuan.window, second, account, now).status_code == 200
    assert not Reply.objects.exists()
    assert "已停用" in page(signed_in(yunchuan.shen), at("accounts"))


def test_an_officer_stands_on_the_roster_once(yunchuan, now):
    line = asked(yunchuan)

    second = signed_in(yunchuan.shen).post(
        at("responder-ask"),
        {
            "who": yunchuan.window.pk,
            "work_name": "另一个名字",
            "unit": yunchuan.reception.pk,
            "role": "岗",
            "covers": "事",
        },
    )

    assert second.status_code == 409
    assert Responder.objects.count() == 1
    with pytest.raises(Refused):
        consent(responder=line, revision=99, officer=yunchuan.window, now=now)


def test_another_bureau_neither_sees_nor_uses_them(client, yunchuan, linxi, out, now):
    account = account_of(yunchuan)
    line = responder_of(yunchuan, yunchuan.window, yunchuan.reception, now=now)
    responder_of(linxi, linxi.window, linxi.reception, now=now)

    assert reply(linxi.window, out, account, now).status_code == 200
    assert not Reply.objects.exists()
    assert client.get(f"/b/linxi/responders/{line.number}x/").status_code == 404
    assert "云川论坛" not in page(client, "/b/linxi/responders/")


def test_an_account_stands_in_public_when_another_person_confirmed_it(client, yunchuan):
    office, speaker = signed_in(yunchuan.shen), signed_in(yunchuan.speaker)
    office.post(at("account-add"), {"outlet": "WEIBO", "name": "云川", "address": PLACE})
    account = OfficialAccount.objects.get()
    confirm = at("account-confirm", account.pk)

    assert "等另一人确认" in page(office, at("accounts"))
    assert confirm not in page(office, at("accounts"))
    assert confirm in page(speaker, at("accounts"))
    assert "登记人不得自行确认" in office.post(confirm, follow=True).content.decode()
    assert PLACE not in page(client, ROSTER)

    speaker.post(confirm)

    assert PLACE in page(client, ROSTER)
    assert "等另一人确认" not in page(office, at("accounts"))


def test_the_roster_keeps_the_name_of_the_unit_that_was_consented_to(client, yunchuan):
    line = listed(yunchuan, yunchuan.window, T0)
    was = yunchuan.reception.name
    yunchuan.reception.name = "别的名称"
    yunchuan.reception.save()

    for address in (ROSTER, f"{ROSTER}{line.number}/"):
        assert was in page(client, address)
        assert "别的名称" not in page(client, address)
