"""A dossier is handed out once it is there, and that is on record."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.closing.dossiers.actions.hand_out import hand_out
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed
from tests.work.closing.dossiers.steps import made, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def filing(yunchuan):
    return filed(yunchuan, a_closed_matter(yunchuan))


def test_before_it_is_made_nothing_is_handed_out(yunchuan, filing):
    dossier = requested(yunchuan, filing)

    with pytest.raises(Refused, match="尚未生成"):
        hand_out(dossier=dossier, officer=yunchuan.shen, now=LATER)
    assert not AuditRecord.objects.filter(verb="dossier.handed_out").exists()


def test_each_handing_out_is_a_record_of_its_own(yunchuan, filing):
    dossier, _package = made(yunchuan, filing)

    for officer in (yunchuan.shen, yunchuan.lu):
        hand_out(dossier=dossier, officer=officer, now=LATER)

    rows = AuditRecord.objects.filter(verb="dossier.handed_out").order_by("seq")
    assert [row.actor_label for row in rows] == [yunchuan.shen.name, yunchuan.lu.name]
    assert {row.data["hash"] for row in rows} == {dossier.sha256}
