"""延期 on screen: a unit asks, another person decides, the ledger counts from the new time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.clocks import ladder
from huiying.work.casework.extensions.applications import extension_hash, extensions_of
from huiying.work.casework.extensions.models import Extension
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.extensions.steps import WHY, asked, decided, major_and_taken

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_warm(settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path


standing_rows, rows, yunchuan, both = module_rows(major_and_taken)


@pytest.fixture
def task(both):
    return both[1]


def test_a_unit_asks_for_more_time_and_a_leader_gives_it_on_screen(yunchuan, task, time):
    time.forward(hours=1)
    water, cheng = signed_in(yunchuan.water), signed_in(yunchuan.cheng)
    url, due = f"/desk/clocks/{task.clock.pk}/", task.clock.due_at
    local = (due + 2 * DAY + 8 * HOUR).strftime("%Y-%m-%dT%H:%M")

    form = {"until": local, "reason": WHY}
    told = page_of(water.post(f"{url}extend/", form, follow=True)).text
    row = Extension.objects.get(clock=task.clock)
    desk = page_of(cheng.get("/desk/")).text
    page = f"/desk/clocks/extensions/{row.number}/"
    refused = water.post(f"{page}grant/", {"hash": extension_hash(row)})
    cheng.post(f"{page}grant/", {"hash": extension_hash(row)})

    assert "等另一个人决定" in told
    assert f"{row.number} 延期：交办任务" in desk
    assert refused.status_code == 403
    row.refresh_from_db()
    assert row.clock.due_at == row.due_after > row.due_before == due
    seen = page_of(water.get(url)).text
    assert WHY in seen
    assert "程望舒" in seen
    incident = signed_in(yunchuan.shen).get(
        f"/desk/incidents/{task.clock.subject_ref}/?tab=all"
    )
    assert "同意“交办任务”延到" in page_of(incident).text


def test_decided_before_it_ran_out_the_ledger_counts_from_the_new_time(yunchuan, task):
    clock = task.clock
    decided(asked(yunchuan, clock), yunchuan.leader)
    old = T0 + DAY + HOUR
    ladder.turn(old)

    assert update_ledger(bureau_id=yunchuan.bureau.pk, now=old) == Breach.objects.count()
    assert not Breach.objects.filter(clock=clock).exists()
    ladder.turn(T0 + 4 * DAY)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=T0 + 4 * DAY)
    breach = Breach.objects.get(clock=clock)
    page = page_of(signed_in(yunchuan.leader).get(f"/desk/ledger/{breach.number}/")).text
    assert breach.due_at == T0 + 3 * DAY
    assert f"{extensions_of(clock.pk)[0].number} 延期" in page
