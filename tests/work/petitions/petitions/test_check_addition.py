"""What was added later: read by an officer, or shared by one, before a unit sees it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention
from huiying.work.petitions.core.models import PetitionFile, Supplement
from huiying.work.petitions.petitions.actions.check_addition import (
    check_supplement,
    share_file,
)
from huiying.work.petitions.petitions.queries import files_of
from tests.base.files.samples import jpeg
from tests.factories import T0, make_cast
from tests.scenarios.petitions import forward, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def yunchuan(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_cast("yunchuan", "云川区")


def supplement(petition, text="又排了两小时。"):
    return Supplement.objects.create(
        bureau_id=petition.bureau_id, petition=petition, text=text, at=T0
    )


def photo(petition):
    bureau_id = petition.bureau_id
    written = write_file(bureau_id, check_incoming(jpeg()))
    file = keep_file(
        bureau_id=bureau_id, written=written, retention=Retention.TEN_YEARS, now=T0
    )
    return PetitionFile.objects.create(bureau_id=bureau_id, petition=petition, file=file, at=T0)


def test_a_supplement_is_read_once_and_its_text_is_as_the_officer_left_it(yunchuan):
    row = supplement(registered(yunchuan))
    check_supplement(supplement=row, text="又排队。", officer=yunchuan.lu, now=T0)
    row.refresh_from_db()
    assert (row.text, row.text_checked_by) == ("又排队。", yunchuan.lu)
    with pytest.raises(Stale):
        check_supplement(supplement=row, text="又排队。", officer=yunchuan.lu, now=T0)


def test_an_accusing_or_empty_supplement_is_not_let_through(yunchuan):
    row = supplement(registered(yunchuan))
    for text in ("举报接待科科长收红包", " "):
        with pytest.raises(Refused):
            check_supplement(supplement=row, text=text, officer=yunchuan.lu, now=T0)


def test_a_unit_opens_a_file_only_after_an_officer_shared_it(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    row = photo(petition)
    assert not files_of(petition, yunchuan.window)

    share_file(row=row, officer=yunchuan.shen, now=T0)

    assert list(files_of(petition, yunchuan.window)) == [row]
    with pytest.raises(Stale):
        share_file(row=row, officer=yunchuan.shen, now=T0)


def test_a_file_of_an_unread_petition_is_shared_with_nobody(yunchuan):
    row = photo(submit(yunchuan).row)
    with pytest.raises(Refused, match="请先登记"):
        share_file(row=row, officer=yunchuan.shen, now=T0)


def test_a_unit_neither_reads_nor_shares(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    with pytest.raises(PermissionDenied):
        share_file(row=photo(petition), officer=yunchuan.window, now=T0)
    with pytest.raises(PermissionDenied):
        check_supplement(
            supplement=supplement(petition), text="改", officer=yunchuan.window, now=T0
        )
