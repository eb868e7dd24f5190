"""What becomes of a dossier while it is made, whoever else had it."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.db.job_rows import JobFailure, JobState, claim_job
from huiying.jobs import clock
from huiying.work.closing.dossiers.actions.make import (
    drop_dossier,
    fail_dossier,
    finish_dossier,
)
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed
from tests.work.closing.dossiers.steps import requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def filing(yunchuan):
    return filed(yunchuan, a_closed_matter(yunchuan))


def claimed(dossier, holder="one"):
    now = clock.real_now()
    return claim_job(dossier, holder=holder, machine="here", real_now=now)


def finished(dossier, holder):
    dossier.holder = holder
    return finish_dossier(
        dossier,
        sha256="f" * 64,
        size=1,
        data_key=b"key",
        missing=0,
        now=LATER,
        real_now=clock.real_now(),
    )


def test_of_two_processes_one_makes_it(yunchuan, filing):
    dossier = requested(yunchuan, filing)

    assert claimed(dossier, "one")
    assert not claimed(dossier, "other")
    assert not finished(dossier, "other")
    assert finished(dossier, "one")
    assert AuditRecord.objects.filter(verb="dossier.made").count() == 1


def test_what_was_given_up_is_not_finished_any_more(yunchuan, filing):
    dossier = requested(yunchuan, filing)
    claimed(dossier)
    failure = {"failure": JobFailure.BROKEN_OFF, "now": LATER}

    for _time in range(2):
        fail_dossier(dossier, **failure, real_now=clock.real_now())

    assert not finished(dossier, "one")
    assert AuditRecord.objects.filter(verb="dossier.failed").count() == 1


def test_it_is_dropped_once_and_its_key_is_gone(yunchuan, filing):
    dossier = requested(yunchuan, filing)
    claimed(dossier)
    finished(dossier, "one")

    for _time in range(2):
        drop_dossier(dossier, now=LATER)

    dossier.refresh_from_db()
    assert (dossier.state, dossier.data_key) == (JobState.DROPPED, None)
    assert AuditRecord.objects.filter(verb="dossier.dropped").count() == 1
