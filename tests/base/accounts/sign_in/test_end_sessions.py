"""Sessions end: one that its officer does not know, all others, the oldest beyond the limit."""

from __future__ import annotations

import pytest
from django.test import Client

from huiying.base.accounts.sign_in.actions.end_sessions import (
    MOST_SESSIONS,
    end_oldest_sessions,
    end_other_sessions,
    end_session,
)
from huiying.base.accounts.sign_in.queries import sessions_of
from huiying.base.audit.models import AuditRecord
from tests.factories import PASSWORD, T0

pytestmark = pytest.mark.django_db


def signed_in(officer):
    """A browser in which an officer signed in by the form."""
    client = Client()
    done = client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})
    assert done.status_code == 302
    return client


def works(client):
    return client.get("/desk/").status_code == 200


def test_a_session_that_is_ended_is_signed_out_and_on_record(yunchuan):
    here, lost = signed_in(yunchuan.lu), signed_in(yunchuan.lu)
    (row,) = [
        one for one in sessions_of(yunchuan.lu) if one.session_key == lost.session.session_key
    ]

    assert end_session(officer=yunchuan.lu, pk=row.pk, now=T0) == 1
    assert end_session(officer=yunchuan.lu, pk=row.pk, now=T0) == 0

    assert (works(here), works(lost)) == (True, False)
    assert AuditRecord.objects.filter(verb="officer.sessions_ended").count() == 1


def test_a_session_of_a_colleague_is_not_ended(yunchuan):
    other = signed_in(yunchuan.shen)
    (row,) = sessions_of(yunchuan.shen)

    assert end_session(officer=yunchuan.lu, pk=row.pk, now=T0) == 0

    assert works(other)


def test_all_others_end_and_this_one_goes_on(yunchuan):
    clients = [signed_in(yunchuan.lu) for _ in range(3)]
    keep = clients[1].session.session_key

    assert end_other_sessions(officer=yunchuan.lu, keep=keep, now=T0) == 2

    assert [works(one) for one in clients] == [False, True, False]


def test_the_oldest_beyond_the_limit_end_when_somebody_signs_in(yunchuan):
    clients = [signed_in(yunchuan.lu) for _ in range(MOST_SESSIONS + 2)]

    assert [works(one) for one in clients] == [False] * 2 + [True] * MOST_SESSIONS
    assert AuditRecord.objects.filter(verb="officer.sessions_ended").count() == 2
    assert end_oldest_sessions(officer=yunchuan.lu, now=T0) == 0
