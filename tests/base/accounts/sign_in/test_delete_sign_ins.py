"""What is left of sign-ins goes: sessions that ran out, and old addresses."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session

from huiying.base.accounts.sign_in.actions.delete_sign_ins import delete_old_sign_ins
from huiying.base.accounts.sign_in.queries import RETENTION
from huiying.jobs import clock
from huiying.jobs.scheduler import JOBS
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db


def test_a_session_that_ran_out_is_forgotten_and_one_that_runs_goes_on(yunchuan):
    officer, other = signed_in(yunchuan.lu), signed_in(yunchuan.shen)
    key = other.session.session_key
    gone = clock.real_now() - timedelta(minutes=1)
    Session.objects.filter(session_key=key).update(expire_date=gone)

    assert delete_old_sign_ins(clock.real_now()) == 1

    assert not Session.objects.filter(session_key=key).exists()
    assert officer.get("/desk/").status_code == 200


def test_from_where_somebody_signed_in_is_kept_for_half_a_year(db):
    now = clock.real_now()
    for name, age in (("old", RETENTION + timedelta(days=1)), ("new", RETENTION)):
        row = AccessLog.objects.create(username=name, path_info="/")
        AccessLog.objects.filter(pk=row.pk).update(attempt_time=now - age)

    assert delete_old_sign_ins(now) == 1

    assert list(AccessLog.objects.values_list("username", flat=True)) == ["new"]


def test_the_scheduler_has_it_done(yunchuan):
    (job,) = (job for job in JOBS if job.name == "sign-ins")
    signed_in(yunchuan.lu)
    Session.objects.update(expire_date=clock.real_now() - timedelta(minutes=1))

    job.work(clock.now())

    assert not Session.objects.exists()
