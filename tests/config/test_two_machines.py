"""Two machines on one database: the second works only with the key and files of the first."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.installation import Installation
from tests.new_database import MAKE, own_database
from tests.polling import LONG

KEEP = """
from datetime import UTC, datetime
from huiying.base.accounts.models import Bureau
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention
from tests.scenarios.tasks import PICTURE
bureau = Bureau.objects.get().pk
written = write_file(bureau, check_incoming(PICTURE))
keep_file(bureau_id=bureau, written=written, retention=Retention.THIRTY_YEARS,
          now=datetime(2026, 11, 24, tzinfo=UTC))
"""
ROWS = "编号,标题,内容,时间\n1,停水,佳园停水三天,2026-11-20 08:00\n"


class Machine(Installation):
    """A machine with a data folder of its own and a database that others use too."""

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self.address, self.secret = address, ""

    def environment(self) -> dict[str, str]:
        root = Path(__file__).resolve().parents[2]
        return {
            **super().environment(),
            "HUIYING_DATABASE_URL": self.address,
            "HUIYING_SECRET_KEY": self.secret,
            "PYTHONPATH": f"{root / 'src'}:{root}",
        }

    def workers(self) -> tuple[int, str]:
        words = [sys.executable, "-P", "-m", "huiying.jobs", "nothing"]
        done = subprocess.run(  # noqa: S603 - our own command
            words,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("machines")
    with django_db_blocker.unblock(), own_database(folder) as environment:
        subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)  # noqa: S603
        machine = Machine(folder / "first", environment["HUIYING_TEST_DATABASE_URL"])
        code, said = machine.setup("yunchuan", "fang")
        assert code == 0, said
        code, said = machine.run("manage", "shell", "-v0", "-c", KEEP)
        assert code == 0, said
        yield machine


@pytest.fixture
def second(first, tmp_path):
    return Machine(tmp_path / "second", first.address)


def attempts(machine: Machine, tmp_path: Path) -> dict[str, tuple[int, str]]:
    """Let a machine do what it should not do without the data."""
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS, encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    return {
        "up": machine.run("up", "--port", port),
        "import": machine.run("import", rows),
        "workers": machine.workers(),
        "backup": machine.run("backup", tmp_path / "half.tar.gz"),
    }


def test_a_machine_without_the_key_makes_none_and_does_nothing(second, tmp_path):
    done = attempts(second, tmp_path)

    assert {name: code for name, (code, _said) in done.items()} == dict.fromkeys(done, 2)
    assert "Traceback" not in done["workers"][1]
    assert all("没有另造一个" in said for _code, said in done.values()), done
    assert not (second.folder / "secret.key").exists()


def test_a_machine_with_the_key_and_without_the_files_does_nothing(first, second, tmp_path):
    shutil.copy(first.folder / "secret.key", second.folder)

    done = attempts(second, tmp_path)

    assert {name: code for name, (code, _said) in done.items()} == dict.fromkeys(done, 2)
    assert all("没有这个安装的文件" in said for _code, said in done.values()), done
    assert not (tmp_path / "half.tar.gz").exists()


def test_a_machine_with_key_and_files_works(first, second, tmp_path):
    shutil.copy(first.folder / "secret.key", second.folder)
    (second.folder / "files").symlink_to(first.folder / "files")
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS, encoding="utf-8")

    code, said = second.run("import", rows)
    _code, health = second.run("doctor")

    assert code == 0, said
    assert "密钥和文件目录都是这个安装的" in health


def test_what_is_lost_for_good_is_accepted_by_name_and_work_goes_on(first, second, tmp_path):
    _code, unchanged = first.run("doctor", "--adopt")
    second.secret = "a new key of more than fifty random characters, 云川 临溪"
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS, encoding="utf-8")

    _code, said = second.run("doctor", "--adopt")
    code, _imported = second.run("import", rows)

    assert "今后以这台机器" not in unchanged
    assert "记为缺失的文件 1 个" in said
    assert code == 0
    assert first.run("import", rows)[0] == 2
