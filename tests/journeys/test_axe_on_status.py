"""axe on the status page: while all is well, and while nothing works."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs import clock
from huiying.jobs.models import BackupRun, JobState
from huiying.work.collection.sources.models import Health, Source
from tests.journeys.test_axe_on_answers import looked_at
from tests.journeys.test_writing_an_answer import sign_in
from tests.scenarios.incidents import source_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_on_the_status_page_and_the_desk_shows_its_mark(
    yunchuan, visit, shoot
):
    page = visit()
    sign_in(page, yunchuan.lu)
    source = source_of(yunchuan)
    found = {}
    for name, health in (("well", Health.HEALTHY), ("broken", Health.FAILED)):
        Source.objects.filter(pk=source.pk).update(kind="FEED", health=health)
        at = clock.real_now() - timedelta(days=0 if health == Health.HEALTHY else 9)
        JobState.objects.update_or_create(pk="ladder", defaults={"began_at": at})
        BackupRun.objects.create(requested_at=at, started_at=at, finished_at=at)
        assert page.goto(reverse("console:status")).ok
        found[name] = looked_at(page, f"status-{name}", shoot)
    page.goto(reverse("console:desk"))
    mark = page.locator("#running", has_text="已中断")
    mark.wait_for()
    mark.get_by_role("link").click()
    page.wait_for_url(f"**{reverse('console:status')}")

    assert found == {"well": [], "broken": []}
