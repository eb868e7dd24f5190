"""Secrets that are sealed lie sealed in a backup, and open after a restore with its key."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection

from huiying.base.files.sealed_text import PREFIX
from huiying.base.outbox.models import Channel
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.restoring import restore
from tests.factories import make_cast
from tests.web.clients import add_second_factor, current_code, stop_authenticators

pytestmark = pytest.mark.django_db(transaction=True)
TARGET, SECRET = "https://hook.example/in?key=of-the-robot", "the-key-of-the-channel"
OWN, OTHER = "secret-of-the-house", "secret-of-a-new-machine"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    settings.SECRET_KEY = OWN
    stop_authenticators(monkeypatch)


@pytest.fixture
def seed(db):
    cast = make_cast("yunchuan", "云川区")
    Channel.objects.create(
        bureau=cast.bureau, kind="WEBHOOK", name="群", target=TARGET, secret=SECRET
    )
    return add_second_factor(cast.admin)


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, secret FROM outbox_channel")
        return " ".join(cursor.fetchone())


def restored_on_another_machine(path, settings) -> None:
    """Restore where another key is in force until the next start."""
    call_command("flush", interactive=False, verbosity=0)
    settings.SECRET_KEY = OTHER
    restore(source=path)
    assert settings.SECRET_KEY == OTHER
    settings.SECRET_KEY = (settings.DATA_DIR / "secret.key").read_text()


def rows_of(path) -> bytes:
    with tarfile.open(path) as archive:
        return archive.extractfile("rows.jsonl").read()


def with_rows(path, rows: bytes) -> None:
    with tarfile.open(path) as archive:
        parts = {info.name: archive.extractfile(info).read() for info in archive}
    manifest = json.loads(parts["manifest.json"])
    manifest["rows_sha256"] = hashlib.sha256(rows).hexdigest()
    parts |= {"rows.jsonl": rows, "manifest.json": json.dumps(manifest).encode()}
    with tarfile.open(path, "w:gz") as archive:
        for name, body in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))


def test_a_backup_holds_no_secret_in_plain_words_and_a_restore_opens_them(
    seed, tmp_path, settings
):
    back_up(target=tmp_path / "b.tar.gz")
    rows = rows_of(tmp_path / "b.tar.gz").decode()

    restored_on_another_machine(tmp_path / "b.tar.gz", settings)

    channel = Channel.objects.get()
    assert not any(secret in rows for secret in (SECRET, "of-the-robot", seed))
    assert (channel.target, channel.secret) == (TARGET, SECRET)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(current_code(seed))


def test_secrets_of_a_backup_that_was_made_before_are_sealed_with_its_key(
    seed, tmp_path, settings
):
    path = tmp_path / "b.tar.gz"
    back_up(target=path)
    lines = []
    for line in rows_of(path).splitlines():
        (row,) = json.loads(line)
        if row["model"] == "outbox.channel":
            row["fields"] |= {"target": TARGET, "secret": SECRET}
        if row["model"] == "mfa.authenticator":
            row["fields"]["data"] = {"secret": seed}
        lines.append(json.dumps([row], ensure_ascii=False).encode() + b"\n")
    with_rows(path, b"".join(lines))

    restored_on_another_machine(path, settings)

    channel = Channel.objects.get()
    assert SECRET not in stored()
    assert "of-the-robot" not in stored()
    assert Authenticator.objects.get(type="totp").data["secret"].startswith(PREFIX)
    assert (channel.target, channel.secret) == (TARGET, SECRET)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(current_code(seed))
