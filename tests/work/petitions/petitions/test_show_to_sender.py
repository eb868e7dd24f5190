"""Who sent a petition reads what is kept of him, with the query code alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiying import web
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.files import ciphers
from huiying.base.files.ciphers import KEY_BYTES
from huiying.work.petitions.petitions.actions.show_to_sender import show_to_sender
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.petitions import QUEUE_TEXT, submit
from tests.work.petitions.erasure.steps import MORE, settled_with_all

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def show(cast, code):
    return show_to_sender(petition=find_by_code(cast.bureau, code), now=T0)


def test_the_original_what_was_added_and_which_files_are_shown(yunchuan):
    petition, code = settled_with_all(yunchuan)

    own = show(yunchuan, code)

    assert own.original.text == QUEUE_TEXT
    assert own.original.phone == "13800138000"
    assert own.additions == ((T0, MORE),)
    assert own.files == tuple(petition.files.values_list("file__number", flat=True))


def test_that_it_was_shown_is_recorded_without_a_word_of_it(yunchuan):
    receipt = submit(yunchuan)
    show(yunchuan, receipt.code)
    row = AuditRecord.objects.get(verb="petition.shown_to_sender")
    assert row.ref == receipt.row.number
    assert "李晓雪" not in str(AuditRecord.objects.values())


def test_no_page_of_officers_opens_an_original_this_way():
    """An officer says why, whoever he is."""
    pages = Path(web.__file__).parent / "console"
    users = [
        one.name for one in pages.rglob("*.py") if "actions.show_to_sender" in one.read_text()
    ]
    assert users == []


def test_with_another_secret_nothing_is_shown_and_it_says_so(yunchuan, monkeypatch):
    code = submit(yunchuan).code
    monkeypatch.setattr(ciphers, "_derived", lambda *given: bytes(KEY_BYTES[given[2]]))
    with pytest.raises(Refused, match="无法打开"):
        show(yunchuan, code)
