"""A backup of an installation whose files lie in a bucket: it holds them, and says when not."""

from __future__ import annotations

import pytest

from huiying.base.files import store
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.rehearsal import rehearse
from huiying.jobs.shared_data import register_installation
from tests.base.files.keeping import kept
from tests.base.files.test_s3_store import bucket, out_of_reach, server
from tests.factories import T0, make_cast

__all__ = ["bucket", "out_of_reach", "server"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(bucket, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    cast = make_cast("yunchuan", "云川区")
    adopt_default(bureau=cast.bureau, now=T0)
    register_installation()
    return cast


def test_it_is_restored_without_the_bucket(house, tmp_path, bucket):
    row, before = kept(house), sorted(item.key for item in bucket.objects.all())
    path = tmp_path / "b.tar.gz"

    done = back_up(target=path)
    found = rehearse(path)

    assert done.missing == 0
    assert found.good, found.wrong
    assert found.files == 1
    assert sorted(item.key for item in bucket.objects.all()) == before, "nothing was added"
    store.drop(row.blob)
    assert back_up(target=path, replace=True).missing == 1


def test_none_is_written_while_the_bucket_does_not_answer(house, tmp_path, out_of_reach):
    kept(house)
    path = tmp_path / "b.tar.gz"
    out_of_reach()

    with pytest.raises(CannotBackUp, match="连不上存放文件的"):
        back_up(target=path)

    assert not path.exists()
