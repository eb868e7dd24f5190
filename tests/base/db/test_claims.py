"""A row is changed only as it was seen: of two at once one succeeds."""

import pytest
from django.db.models import TextChoices

from huiying.base.db.claims import RowClaim, claim_row
from huiying.base.errors import Refused, Stale
from huiying.work.incidents.core.models import Incident
from tests.scenarios.incidents import candidate_of, incident_of


def test_who_saw_the_newest_revision_changes_the_row(yunchuan):
    incident = incident_of(yunchuan)
    seen = incident.revision

    assert claim_row(incident, seen, {"title": "停水"})

    assert (incident.title, incident.revision) == ("停水", seen + 1)


def test_who_saw_an_older_revision_changes_nothing(yunchuan):
    incident = incident_of(yunchuan)
    other = Incident.objects.get(pk=incident.pk)
    claim_row(other, None, {"title": "停水"})

    assert not claim_row(incident, None, {"title": "断电"})

    other.refresh_from_db()
    assert other.title == "停水"


def test_a_row_that_does_not_fulfil_the_condition_is_not_changed(yunchuan):
    assert not claim_row(incident_of(yunchuan), None, {"title": "停水"}, stage="CLOSED")


class State(TextChoices):
    NEW = "NEW", "新"
    MERGED = "MERGED", "已并入"


claim = RowClaim(State, "现在是“%(state)s”", "刚被改过")


def test_a_state_that_does_not_allow_the_act_is_named(yunchuan):
    row = candidate_of(yunchuan)

    with pytest.raises(Refused, match="现在是“新”") as refusal:
        claim(row, ("MERGED",), None)

    assert not isinstance(refusal.value, Stale)


def test_a_row_that_somebody_changed_first_is_stale(yunchuan):
    row = candidate_of(yunchuan)

    with pytest.raises(Stale, match="刚被改过"):
        claim(row, ("NEW",), row.revision - 1)
