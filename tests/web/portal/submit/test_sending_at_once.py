"""Many at the same moment on connections of their own: nothing is lost, nothing is doubled."""

from __future__ import annotations

import pytest

from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.scenarios.petitions import ACCUSING_TEXT
from tests.web.portal.submit.sender import TEXT, Sender, code_of

pytestmark = pytest.mark.clause("2(3)c")
MANY, TIMES = 12, 4


def pressed(kind, text):
    """A form that an impatient browser is about to send several times."""
    sender = Sender()
    hidden = sender.form()
    return lambda: code_of(sender.send(text, kind=kind, hidden=hidden))


def test_what_many_send_at_once_is_all_taken_in(crowd, yunchuan):  # noqa: F811
    forms = [(one, one.form()) for one in (Sender(f"203.0.113.{n}") for n in range(MANY))]

    codes = crowd(
        *(
            lambda sender=sender, hidden=hidden: code_of(sender.send(hidden=hidden))
            for sender, hidden in forms
        )
    )

    assert len(set(codes)) == MANY
    assert crowd(Petition.objects.count) == [MANY]


@pytest.mark.parametrize(
    ("kind", "text", "model"),
    [("QUESTION", TEXT, Petition), ("ACCUSATION", ACCUSING_TEXT, Accusation)],
)
def test_one_form_that_arrives_several_times_at_once_gives_one_receipt(
    crowd,  # noqa: F811
    yunchuan,
    kind,
    text,
    model,
):
    codes = crowd(*[pressed(kind, text)] * TIMES)

    assert len(set(codes)) == 1
    assert crowd(model.objects.count) == [1]
