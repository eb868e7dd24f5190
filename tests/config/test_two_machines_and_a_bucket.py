"""Two machines that share a database, a key and a bucket share no folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from contextlib import closing

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.config.test_two_machines import KEEP, Machine
from tests.new_database import MAKE, own_database

ACCOUNT = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
READ = """
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import open_file
print("read:", open_file(StoredFile.objects.get()).state)
"""


class MachineWithBucket(Machine):
    """A machine whose files lie in a bucket."""

    bucket = ""

    def environment(self) -> dict[str, str]:
        return {
            **super().environment(),
            "HUIYING_FILES_URL": self.bucket,
            "HUIYING_FILES_KEY": "key",
            "HUIYING_FILES_SECRET": "secret",
        }

    def shell(self, words: str) -> str:
        code, said = self.run("manage", "shell", "-v0", "-c", words)
        assert code == 0, said
        return said


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def first(tmp_path_factory, endpoint, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("bucket")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **ACCOUNT)
    client.create_bucket(Bucket="of-two-machines")
    with django_db_blocker.unblock(), own_database(folder) as environment:
        subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)  # noqa: S603
        address = environment["HUIYING_TEST_DATABASE_URL"]
        machine = MachineWithBucket(folder / "first", address)
        machine.bucket = f"s3://of-two-machines/a?endpoint={endpoint}&region=us-east-1"
        code, said = machine.setup("yunchuan", "fang")
        assert code == 0, said
        machine.shell(KEEP)
        yield machine


@pytest.fixture
def second(first, tmp_path):
    machine = MachineWithBucket(tmp_path / "second", first.address)
    machine.bucket = first.bucket
    machine.folder.mkdir(exist_ok=True)
    shutil.copy(first.folder / "secret.key", machine.folder)
    return machine


def test_what_one_machine_keeps_the_other_reads(first, second):
    assert not (first.folder / "files").exists()

    assert "read: WHOLE" in second.shell(READ)


def test_a_machine_with_another_bucket_or_none_does_nothing(second):
    for bucket in ("", second.bucket.replace("/a?", "/b?")):
        second.bucket = bucket
        code, said = second.run("backup", second.folder / "half.tar.gz")

        assert code == 2
        assert "没有这个安装的文件" in said


def test_a_machine_that_cannot_reach_the_bucket_says_so_and_does_nothing(second):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    second.bucket = f"s3://of-two-machines/a?endpoint=http://127.0.0.1:{port}&region=x"

    code, said = second.run("backup", second.folder / "half.tar.gz")

    assert code == 2
    assert "连不上存放文件的 s3://of-two-machines/a" in said
