"""The bureau that the benchmarks measure is made by the product's acts, and is settled."""

from __future__ import annotations

import pytest
from benchmarks import bench_petitions, fill
from benchmarks.fill import Size
from benchmarks.installation import open_incidents, open_notices, people
from benchmarks.public_answers import correct, fill_answers

from huiying.jobs import clock
from huiying.work.collection.posts.queries import count_open_names
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.proof import doubts_about

pytestmark = pytest.mark.django_db


def test_its_people_incidents_and_notices_are_made_by_the_acts_that_officers_use():
    now = clock.now()
    who = people(now)

    notices = open_notices(who, 3, now)

    assert Incident.objects.filter(bureau=who.bureau).count() == len(notices) == 3


def test_no_post_waits_for_its_second_look_which_would_be_measured_as_a_slow_page():
    now = clock.now()
    who = people(now)
    open_incidents(who, 2, now)

    fill.fill_posts(who, Size(posts=20, incidents=2, records=0), now)

    assert count_open_names() == 0


def test_its_answers_are_as_recorded_so_that_the_portal_shows_them():
    now = clock.now()
    who = people(now)

    newest = fill_answers(who, 3, now)[0]
    correct(who, newest)

    releases = Release.objects.filter(bureau=who.bureau).select_related("answer")
    assert len(releases) == 4
    assert doubts_about(who.bureau.pk, releases) == {}


@pytest.mark.any_database
def test_each_page_of_petitions_that_is_measured_shows_what_it_is_measured_for():
    now = clock.now()
    who, count = people(now), 500  # as many hours: some are late
    bench_petitions._fill(who, count, now)
    client = bench_petitions._client()

    for name, url in bench_petitions._pages(count).items():
        page = client.get(url)
        assert page.status_code == 200, name
        assert "XF2026-" in page.content.decode(), name


@pytest.mark.any_database
def test_47_who_ask_the_same_are_answered_at_once():
    people(clock.now())

    assert bench_petitions._tell_many(clock.now())["told"] == bench_petitions.SAME
