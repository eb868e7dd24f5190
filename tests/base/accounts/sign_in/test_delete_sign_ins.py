"""What is left of sign-ins goes: sessions that ran out, and old addresses."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session

from huiying.base.accounts.sign_in.actions.delete_sign_ins import RETENTION
from huiying.jobs import clock
from huiying.jobs.scheduler import JOBS
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return next(job for job in JOBS if job.name == "sign-ins")


def test_a_session_that_ran_out_is_forgotten_and_one_that_runs_goes_on(yunchuan, job):
    officer, other = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    key = other.session.session_key
    gone = clock.real_now() - timedelta(minutes=1)
    Session.objects.filter(session_key=key).update(expire_date=gone)

    job.work(clock.now())

    assert not Session.objects.filter(session_key=key).exists()
    assert officer.get("/desk/").status_code == 200


def test_from_where_somebody_signed_in_is_kept_for_half_a_year(db, job):
    rows = [AccessLog.objects.create(username=name, path_info="/") for name in ("old", "new")]
    AccessLog.objects.filter(pk=rows[0].pk).update(
        attempt_time=clock.real_now() - RETENTION - timedelta(days=1)
    )

    job.work(clock.now())

    assert list(AccessLog.objects.values_list("username", flat=True)) == ["new"]
