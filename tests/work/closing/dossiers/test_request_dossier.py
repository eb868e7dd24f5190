"""A dossier is asked for: of what stands in the archive, one at a time."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.work.closing.archive.actions.take_out import take_out
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed
from tests.work.closing.dossiers.steps import requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def filing(yunchuan):
    return filed(yunchuan, a_closed_matter(yunchuan))


def test_while_one_is_made_another_is_refused(yunchuan, filing):
    requested(yunchuan, filing)

    with pytest.raises(Refused, match="正在生成"):
        requested(yunchuan, filing)


def test_of_what_left_the_archive_no_dossier_is_made(yunchuan, filing):
    take_out(incident=filing.incident, reason="又有人反映", officer=yunchuan.lu, now=LATER)

    with pytest.raises(Refused, match="已不在档"):
        requested(yunchuan, filing)
