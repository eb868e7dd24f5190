"""Each curl command of docs/api.md is run as it stands there, and answers what is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from tests.factories import T0
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.incidents import QUEUE, incident_of, source_of
from tests.scenarios.integration import make_read_token
from tests.scenarios.liaison import make_agency_token, make_share
from tests.web.api.documented import differences, examples

pytestmark = pytest.mark.django_db
SCOPES = ["incidents:read", "registers:read", "releases:read", "petitions:counts"]


@pytest.fixture
def variables(yunchuan, time):
    time.set(T0 + timedelta(hours=3))
    incident = incident_of(yunchuan, QUEUE)
    make_solved_notice(yunchuan, incident)
    make_release(yunchuan, incident)
    incident.refresh_from_db()
    make_share(yunchuan, incident)
    source = source_of(yunchuan)
    return {
        "$HOST": "",
        "$READ_TOKEN": make_read_token(yunchuan, SCOPES, T0)[1],
        "$SOURCE_TOKEN": rotate_token(source=source, actor=MACHINE, now=T0),
        "$AGENCY_TOKEN": make_agency_token(yunchuan),
    }


def test_every_example_of_the_page_answers_as_it_is_shown(variables):
    found, wrong = examples(), []
    for one in found:
        address, shown = one.address, dict(one.headers)
        for name, value in variables.items():
            address = address.replace(name, value)
            shown = {key: text.replace(name, value) for key, text in shown.items()}
        answer = Client().generic(
            one.method, address, one.body, shown.get("Content-Type", ""), headers=shown
        )
        if answer.status_code not in {200, 201}:
            wrong.append(f"{one.address}: {answer.status_code} {answer.content.decode()}")
        elif one.answer is not None:
            wrong += differences(one.answer, answer.json(), one.address)

    assert not wrong, "\n".join(wrong)
    assert len(found) >= 8
