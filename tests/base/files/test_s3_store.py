"""Files at an S3-compatible store, a real server on this machine: kept, lost, out of reach."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from huiying.base.audit.subjects import MACHINE
from huiying.base.files import store
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file, open_for_page
from huiying.config.migrations import prepare_database
from huiying.jobs import clock
from huiying.jobs.models import Installation
from huiying.jobs.scheduler import wait_until_fit
from huiying.jobs.shared_data import (
    files_of_another,
    has_file_folder,
    lacking,
    register_installation,
)
from huiying.jobs.upkeep import check_files
from tests.base.files.keeping import kept
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BUCKET, PREFIX = "huiying-files", "yunchuan"


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def bucket(server, settings):
    host, port = server.get_host_and_port()
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    endpoint = f"http://{host}:{port}"
    settings.FILES_URL = f"s3://{BUCKET}/{PREFIX}?endpoint={endpoint}&region=us-east-1"
    there = boto3.resource(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket=BUCKET)
    yield there
    there.objects.all().delete()
    there.delete()


@pytest.fixture
def out_of_reach(bucket, settings):
    """Nobody listens where the store was."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]

    def cut():
        settings.FILES_URL = f"s3://{BUCKET}/{PREFIX}?endpoint=http://127.0.0.1:{port}&region=x"

    return cut


def names(bucket):
    return [item.key for item in bucket.objects.all()]


def test_what_is_put_lies_encrypted_under_its_hash_and_comes_back(bucket):
    blob = store.put(b"sealed bytes")

    assert names(bucket) == [f"{PREFIX}/{blob}"]
    assert store.get(blob) == b"sealed bytes"
    assert store.put(b"sealed bytes") == blob
    assert store.place() == f"s3://{BUCKET}/{PREFIX}"


def test_bytes_that_were_changed_or_removed_are_gone(bucket):
    blob = store.put(b"sealed bytes")
    bucket.Object(f"{PREFIX}/{blob}").put(Body=b"other bytes")
    assert store.get(blob) is None

    store.drop(blob)
    store.drop(blob)

    assert store.get(blob) is None
    assert names(bucket) == []


def test_a_kept_file_opens_and_an_erased_one_leaves_the_store(
    bucket, yunchuan, django_capture_on_commit_callbacks
):
    row = kept(yunchuan)
    assert open_file(row).state == FileState.WHOLE

    with django_capture_on_commit_callbacks(execute=True):
        erase_file(file=row, reason="依法销毁", topic="", actor=MACHINE, now=T0)

    assert names(bucket) == []


def test_a_kept_file_that_is_gone_is_recorded_as_missing(bucket, yunchuan, time):
    row = kept(yunchuan)

    bucket.Object(names(bucket)[0]).delete()

    assert open_file(row).state == FileState.MISSING
    assert check_files.check_files(clock.now()) == 1
    assert StoredFile.objects.get().broken_at is not None


def test_what_nobody_kept_is_swept_a_day_later_and_nothing_else(bucket, yunchuan, monkeypatch):
    register_installation()
    row, stray = kept(yunchuan), store.put(b"of an act that was broken off")

    check_files.check_files(clock.real_now())
    assert store.get(stray) is not None
    check_files.check_files(clock.real_now() + timedelta(days=2))

    assert store.get(stray) is None
    assert sorted(names(bucket)) == sorted([f"{PREFIX}/.installation", f"{PREFIX}/{row.blob}"])


def test_a_new_installation_leaves_a_bucket_alone_that_holds_the_files_of_another(
    bucket, yunchuan
):
    assert files_of_another() == ""
    register_installation()
    assert files_of_another() == "", "it is empty, and ours"
    row = kept(yunchuan)
    assert files_of_another() == ""
    Installation.objects.all().delete()  # as in the empty database of a restore

    assert "另一个安装的文件" in prepare_database()

    assert not Installation.objects.exists()
    assert sorted(names(bucket)) == sorted([f"{PREFIX}/.installation", f"{PREFIX}/{row.blob}"])
    bucket.Object(f"{PREFIX}/.installation").delete()
    assert files_of_another() == ""


def test_a_store_that_does_not_answer_has_lost_nothing(bucket, out_of_reach, yunchuan, time):
    register_installation()
    row = kept(yunchuan)
    out_of_reach()

    with pytest.raises(store.StoreAway, match=BUCKET):
        open_file(row)
    with pytest.raises(store.StoreAway):
        store.put(b"something else")
    assert open_for_page(row).state == FileState.AWAY
    assert not has_file_folder()
    assert "连不上存放文件的" in lacking()
    assert check_files.check_files(clock.now()) == 0
    assert StoredFile.objects.get().broken_at is None


def test_a_wrong_account_is_a_store_that_cannot_be_asked(bucket, settings):
    settings.FILES_URL = settings.FILES_URL.replace(BUCKET, "of-somebody-else")

    with pytest.raises(store.StoreAway):
        store.put(b"something")


def test_workers_wait_for_a_store_that_does_not_answer_yet(
    bucket, out_of_reach, settings, monkeypatch, caplog
):
    there = settings.FILES_URL
    register_installation()
    out_of_reach()
    looks = []

    def wait(_seconds):
        looks.append(settings.FILES_URL)
        if len(looks) == 2:
            settings.FILES_URL = there

    monkeypatch.setattr("huiying.jobs.scheduler.stopping.wait", wait)
    monkeypatch.setattr("django.db.connection.close", lambda: None)

    assert wait_until_fit(None) == ""
    assert len(looks) == 2
    assert len([row for row in caplog.records if "连不上" in row.message]) == 1
