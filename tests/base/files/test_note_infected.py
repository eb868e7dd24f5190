"""What the scanner found is on the record, and nothing of the file."""

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.files.actions.note_infected import note_infected
from tests.factories import T0

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("signed_in", [True, False])
def test_it_says_what_was_found_and_who_sent_it_if_that_is_known(yunchuan, signed_in):
    officer = yunchuan.lu if signed_in else None

    note_infected(bureau=yunchuan.bureau, officer=officer, name="Eicar", now=T0)

    row = AuditRecord.objects.get(verb="file.infected")
    assert row.data == {"found": "Eicar"}
    assert (row.actor == f"officer:{yunchuan.lu.pk}") is signed_in
