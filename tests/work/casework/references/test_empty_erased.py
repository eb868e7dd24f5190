"""An incident names an erased petition by its number, and says that it was erased."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.empty_erased import empty_erased_references
from huiying.work.casework.references.models import Reference
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of
from tests.web.page import page_of
from tests.work.petitions.erasure.steps import erased, settled_with_all

pytestmark = pytest.mark.django_db
LABEL = "南门大厅排队三小时"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def reference(yunchuan):
    """An incident that a settled petition is bound to, with who sent it."""
    petition, _code = settled_with_all(yunchuan)
    row = bind_reference(
        incident=incident_of(yunchuan, QUEUE),
        origin="HOTLINE",
        outside_number="20261120-7",
        label=LABEL,
        identity="李晓雪 13800138000",
        officer=yunchuan.shen,
        now=T0,
    )
    Reference.objects.filter(pk=row.pk).update(petition=petition)
    row.refresh_from_db()
    return row


def shown(client, cast) -> str:
    client.force_login(cast.shen)
    return page_of(client.get(reverse("console:references"), {"state": "all"})).text


def test_until_it_is_erased_nothing_is_emptied(yunchuan, reference, client):
    assert empty_erased_references(T0) == 0
    assert LABEL in shown(client, yunchuan)


def test_at_once_no_page_shows_what_it_was_about(yunchuan, reference, client):
    erased(yunchuan, reference.petition)

    text = shown(client, yunchuan)

    assert LABEL not in text
    assert "已依法删除" in text


def test_label_and_sender_go_and_the_number_stays(yunchuan, reference):
    erased(yunchuan, reference.petition)

    assert empty_erased_references(T0) == 1
    assert empty_erased_references(T0) == 0

    row = Reference.objects.values().get()
    assert row["label"] == ""
    assert row["identity"] is row["identity_key"] is None
    assert row["outside_number"] == "20261120-7"
    assert AuditRecord.objects.filter(verb="reference.emptied").count() == 1
