"""Who does nothing for a while is signed out; what a page asks by itself keeps nobody in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huiying.jobs import clock
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
SETTINGS = "/desk/settings/"
SESSION = "/desk/session/"
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ALONE = {"Huiying-Unattended": "true"}


class Minutes:
    """The machine's clock, which stands until it is told to go on."""

    def __init__(self, patch) -> None:
        self.now = START
        patch.setattr(clock, "real_now", lambda: self.now)

    def __call__(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def after(monkeypatch, settings):
    settings.IDLE_SECONDS = 30 * 60
    return Minutes(monkeypatch)


def test_after_half_an_hour_without_an_act_the_session_has_ended(yunchuan, after):
    lu = signed_in(yunchuan.lu)
    lu.get(SETTINGS)

    after(30)
    answer = lu.get(SETTINGS)

    assert answer.url == f"/accounts/login/?next={SETTINGS}"
    assert not lu.session.get("_auth_user_id")
    assert "超过 30 分钟未操作，已自动退出。" in page_of(lu.get(answer.url)).text


def test_who_acts_stays(yunchuan, after):
    lu = signed_in(yunchuan.lu)

    for _hour in range(6):
        assert lu.get(SETTINGS).status_code == 200
        after(29)


def test_what_a_page_asks_for_by_itself_keeps_nobody_in(yunchuan, after):
    lu = signed_in(yunchuan.lu)
    lu.get(SETTINGS)

    for _poll in range(3):
        after(9)
        assert lu.get(SETTINGS, headers=ALONE).status_code == 200
    after(3)

    assert lu.get(SETTINGS, headers=ALONE).status_code == 302


def test_the_wall_board_that_no_hand_touches_stands(yunchuan, after):
    lu = signed_in(yunchuan.lu)

    for _poll in range(8):
        answer = lu.get("/desk/board/", headers={"HX-Request": "true"})
        assert answer.status_code == 200
        after(20)


def test_a_form_that_is_sent_afterwards_does_nothing(yunchuan, after):
    lu = signed_in(yunchuan.lu)
    lu.get(SETTINGS)

    after(31)
    answer = lu.post(
        "/desk/settings/sign-ins/end/", headers={"Referer": f"http://testserver{SETTINGS}"}
    )

    assert answer.url == f"/accounts/login/?next={SETTINGS}"
    assert "本次操作未执行" in page_of(lu.get(answer.url)).text


def test_the_page_is_told_how_long_is_left_and_may_stay(yunchuan, after):
    lu = signed_in(yunchuan.lu)
    lu.get(SETTINGS)

    after(29)
    told = lu.get(SESSION, headers=ALONE).json()
    stayed = lu.post(SESSION).json()

    assert (told, stayed) == ({"left": 60}, {"left": 1800})
    after(29)
    assert lu.get(SETTINGS).status_code == 200


def test_no_session_is_longer_than_half_a_day_however_much_is_done(yunchuan, after):
    lu = signed_in(yunchuan.lu)

    answers = []
    for _quarter in range(50):
        answers.append(lu.get(SETTINGS).status_code)
        after(15)

    assert answers.index(302) == 12 * 4


def test_zero_switches_it_off(yunchuan, after, settings):
    settings.IDLE_SECONDS = 0
    lu = signed_in(yunchuan.lu)
    page = page_of(lu.get(SETTINGS))

    after(600)

    assert lu.get(SETTINGS).status_code == 200
    assert not page.having("data-session")


def test_a_page_offers_to_stay_before_the_end(yunchuan, after):
    page = page_of(signed_in(yunchuan.lu).get(SETTINGS))

    assert 'data-seconds="1800"' in str(page)
    assert f'data-officer="{yunchuan.lu.pk}"' in str(page)
