"""办理公开: true figures, small ones hidden, the same on the page, in CSV and in JSON."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.petitions.kinds import Satisfaction
from huiying.reasons.reason import Reason
from huiying.web.portal.page_cache import PAGE_CACHE
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer
from tests.factories import T0
from tests.scenarios.handled_petitions import answered as petition_answered
from tests.web.portal.test_public_pages import STAFF_WORDS
from tests.work.responses import desk


@pytest.fixture(autouse=True)
def later(time, now):
    time.set(now + timedelta(days=5))


def answered(cast, now, hours):
    """Incidents that were answered so many hours after their discovery."""
    for number, length in enumerate(hours):
        incident = desk.incident_of(cast, number=f"2026-{number + 1000:04d}")
        started = incident.response_clock.starts_at
        stop_clock(
            clock=incident.response_clock,
            at=started + timedelta(hours=length),
            reason=Reason("clocks.published"),
            now=started + timedelta(hours=length),
        )


def data(client):
    return client.get("/b/yunchuan/open/figures.json").json()


@pytest.mark.clause("2(1)c")
def test_times_to_answer_are_shown_with_what_was_late(client, yunchuan, now):
    answered(yunchuan, now, [3] * 6 + [20] * 8 + [40] * 5 + [60] * 7)

    page = client.get("/b/yunchuan/open/").content.decode()

    body = data(client)
    assert body["figures"]["first_answer.total"] == 26
    assert body["figures"]["first_answer.quick"] == 6
    assert body["figures"]["first_answer.late"] == 7
    assert body["figures"]["answer.late"] == 7
    assert body["median_hours_to_first_answer"] == 20.0
    assert "共 26 件" in page
    assert page.count("<rect") == 4
    for word in STAFF_WORDS:
        assert word not in page


def test_small_cells_are_hidden_and_cannot_be_subtracted(client, yunchuan, now):
    answered(yunchuan, now, [3] * 9 + [20] * 6 + [60] * 2)

    figures = data(client)["figures"]

    assert figures["first_answer.total"] == 17
    assert figures["first_answer.late"] is None
    assert figures["first_answer.day"] is None  # else 17 - 9 - 6 would give the late ones away
    assert figures["first_answer.quick"] == 9
    assert (figures["answer.in_time"], figures["answer.late"]) == (None, None)
    page = client.get("/b/yunchuan/open/").content.decode()
    assert page.count(">不公布<") == 1, "what is too small is one row"
    assert "5 至 24 小时、超过时限" in page
    assert "hy-bar-hidden" in page


def test_with_little_data_there_is_no_median(client, yunchuan, now):
    answered(yunchuan, now, [3, 4])

    body = data(client)

    assert body["median_hours_to_first_answer"] is None
    assert body["figures"]["first_answer.total"] is None
    page = client.get("/b/yunchuan/open/").content.decode()
    assert page.count("现在还不能公布的") == 1, "one sentence, not a page of empty cells"
    assert "首次公开回应的件数、用时和中位" in page
    assert "不公布</td>" not in page
    assert "<rect" not in page


def test_what_waits_beyond_its_time_is_counted(client, yunchuan, now):
    for number in range(6):
        desk.incident_of(yunchuan, number=f"2026-{number + 2000:04d}")

    assert data(client)["figures"]["first_answer.waiting_beyond_time"] == 6


def test_the_table_holds_what_the_page_and_the_json_hold(client, yunchuan, now):
    answered(yunchuan, now, [3] * 6 + [60] * 7)

    response = client.get("/b/yunchuan/open/figures.csv")

    text = response.content.decode("utf-8-sig")
    rows = {
        f"{row['table']}.{row['name']}": row["count"]
        for row in csv.DictReader(io.StringIO(text))
    }
    wanted = {
        name: "" if value is None else str(value)
        for name, value in data(client)["figures"].items()
    }
    assert rows == wanted
    assert "attachment" in response["Content-Disposition"]


def test_another_bureau_has_figures_of_its_own(client, yunchuan, linxi, now):
    answered(yunchuan, now, [3] * 6)

    body = client.get("/b/linxi/open/figures.json").json()

    assert body["figures"]["first_answer.total"] == 0
    assert body["satisfaction"] is None


@pytest.mark.clause("2(3)c")
def test_how_petitions_were_handled_is_published_from_five_on_and_of_no_officer(
    client, yunchuan
):
    for _one in range(4):
        rated(yunchuan)
    assert client.get("/b/yunchuan/open/figures.json").json()["satisfaction"] is None
    for _one in range(3):
        rated(yunchuan)
    PAGE_CACHE.clear()

    body = client.get("/b/yunchuan/open/figures.json").json()
    page = client.get("/b/yunchuan/open/").content.decode()

    assert body["satisfaction"] == 100
    assert body["figures"]["petitions_decided.in_time"] == 7
    assert body["figures"]["rating_of_units.not"] == 7
    assert "按期办结" in page
    assert "100%" in page
    assert yunchuan.reception.name not in page


def rated(cast):
    words = RatingWords(Satisfaction.SATISFIED, Satisfaction.NOT)
    rate_answer(petition=petition_answered(cast), words=words, now=T0 + timedelta(days=2))
