"""The demonstration waits for its visitor, pauses, changes its pace and starts anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.config.commands import demo
from huiying.jobs import clock
from huiying.jobs.demo import controls, runner
from tests.factories import T0
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(settings, tmp_path, yunchuan):
    """A demonstration that was just set up."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.CLOCK_FILE = tmp_path / "clock.json"
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save()
    controls.wait_for_visitor(T0)
    return yunchuan


def pace(client, rate):
    return client.post("/demo/pace/", {"rate": rate})


def test_a_demonstration_that_was_set_up_stands_still(stage, monkeypatch):
    class Player:
        start = T0 - timedelta(days=2)

        class scenario:  # noqa: N801 - as the attribute of a player
            live_from = timedelta(days=2)

        def play_until(self, moment, *, on_progress=None):
            pass

        def ask_sources(self, now):
            pass

        def save(self):
            pass

    controls.set_pace(controls.RATE)
    monkeypatch.setattr(runner, "new_player", lambda **_: Player())
    monkeypatch.setattr(runner, "freeze_day_heads", lambda _moment: None)

    runner.prepare()

    assert (clock.rate(), clock.now()) == (0.0, T0)
    assert controls.is_waiting()


def test_nobody_acts_before_the_newcomer_has_chosen_a_role(client, stage):
    assert "其他人员开始办理" in page_of(client.get("/demo/"))
    assert (clock.rate(), clock.now()) == (0.0, T0)

    client.post(f"/demo/enter/{stage.lu.username}/")

    assert clock.rate() == controls.RATE
    assert "您选择角色进入后" not in page_of(client.get("/demo/"))


def test_a_visitor_pauses_and_another_role_does_not_go_on(client, stage):
    client.post(f"/demo/enter/{stage.lu.username}/")

    assert pace(client, "0").status_code == 302
    client.post(f"/demo/enter/{stage.water.username}/")

    assert clock.rate() == 0.0
    assert clock.now() == clock.now()


@pytest.mark.parametrize("rate", ["1", "30", "120"])
def test_a_visitor_chooses_how_fast_it_goes(client, stage, rate):
    before = clock.now()

    pace(client, rate)

    assert clock.rate() == float(rate)
    assert clock.now() >= before
    pressed = page_of(client.get("/demo/")).split('aria-pressed="true"')
    assert len(pressed) == 2


@pytest.mark.parametrize("rate", ["", "-1", "1e9", "nan"])
def test_a_pace_that_is_not_offered_changes_nothing(client, stage, rate):
    assert pace(client, rate).status_code == 400
    assert clock.rate() == 0.0


def test_a_reset_asks_the_server_to_start_anew_and_leads_back(client, stage):
    assert not controls.is_reset_requested()

    page = client.post("/demo/reset/")

    assert controls.is_reset_requested()
    assert "正在重新布置" in page_of(page)
    assert page.headers["Refresh"].endswith("url=/demo/")


def test_the_command_starts_anew_without_the_last_demonstration(monkeypatch):
    started = []
    monkeypatch.setattr(demo.os, "execve", lambda *call: started.append(call))
    monkeypatch.setattr(demo.sys, "argv", ["huiying", "demo", "--keep", "--port", "8001"])

    demo.again({"HUIYING_DATA_DIR": "var"})

    ((_program, words, environment),) = started
    assert words[1:] == ["huiying", "demo", "--port", "8001"]
    assert environment == {"HUIYING_DATA_DIR": "var"}


@pytest.mark.parametrize("address", ["/demo/pace/", "/demo/reset/"])
def test_outside_the_demonstration_there_are_no_controls(client, address):
    assert client.post(address).status_code == 404
