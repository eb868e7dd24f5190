"""What is not loaded, and how it is said; nothing is half loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.models import AuditRecord
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention
from huiying.jobs.backup.encryption import make_key
from huiying.jobs.data_export import loading
from huiying.jobs.data_export.errors import CannotLoad
from huiying.jobs.data_export.loading import load_data
from huiying.jobs.data_export.writing import export_data
from tests.factories import T0, make_cast
from tests.jobs.data_export.exports import (
    empty,
    members,
    rewrite,
    rewrite_table,
    tables_in,
)
from tests.scenarios.incidents import restart_workers

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n% 1\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    restart_workers()


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The export of a bureau, once it was written."""
    return {}


@pytest.fixture
def path(db, written, tmp_path) -> Path:
    """An export of a bureau with a stored file, each test its own copy."""
    path = tmp_path / "e.zip"
    if not written:
        cast = make_cast("yunchuan", "云川区")
        keep_file(
            bureau_id=cast.bureau.pk,
            written=write_file(cast.bureau.pk, check_incoming(PDF)),
            retention=Retention.TEN_YEARS,
            now=T0,
        )
        export_data(target=path)
        written["body"] = path.read_bytes()
        empty()
    path.write_bytes(written["body"])
    return path


def refused(path: Path, **more: object) -> str:
    """Load into an empty installation; return why it was refused. Nothing stays."""
    with pytest.raises(CannotLoad) as caught:
        load_data(source=path, **more)
    assert not Bureau.objects.exists()
    assert not AuditRecord.objects.exists()
    assert "没有载入任何内容" in str(caught.value)
    return str(caught.value)


def flipped(body: bytes) -> bytes:
    """Return bytes of which one in the middle is another."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


# Damaged --------------------------------------------------------------------------------------


def test_a_byte_that_changed_in_the_file_is_found_by_the_hash_beside_it(path):
    path.with_name("e.zip.sha256").write_text(f"{'0' * 64}  e.zip\n")

    assert "校验值不符" in refused(path)


@pytest.mark.parametrize(
    "name", ["tables/accounts_unit.jsonl", "README.txt", "stored-files.jsonl"]
)
def test_a_byte_that_changed_in_a_member_is_found_and_the_member_named(path, name):
    rewrite(path, {name: flipped(members(path)[name])})

    assert name in refused(path)


def test_a_stored_file_with_another_byte_is_named(path):
    [name] = [one for one in members(path) if one.startswith("files/")]
    rewrite(path, {name: flipped(members(path)[name])})

    assert name.removeprefix("files/")[:12] in refused(path)


@pytest.mark.parametrize("name", ["tables/accounts_unit.jsonl", "manifest.json", "fields.csv"])
def test_a_missing_member_is_named(path, name):
    rewrite(path, {name: None})

    assert f"缺少文件 {name}" in refused(path)


def test_a_missing_stored_file_is_named(path):
    [name] = [one for one in members(path) if one.startswith("files/")]
    rewrite(path, {name: None})

    assert f"缺少文件 {name}" in refused(path)


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_half_a_file_is_said(path, part):
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * part)])

    assert "不是完整的 .zip" in refused(path)


def test_a_byte_that_changed_under_the_compression_is_said(path):
    body = bytearray(path.read_bytes())
    start = body.index(b"tables/accounts_unit.jsonl") + 60
    body[start] ^= 0xFF
    path.write_bytes(body)

    assert re.search("损坏|改动", refused(path))


# Changed on purpose, with a manifest that was made right ---------------------------------


def test_a_record_that_was_rewritten_breaks_its_chain(path):
    body = tables_in(path)["audit_auditrecord"]
    rewrite_table(path, "audit_auditrecord", body.replace(b"file.kept", b"file.lost"))

    assert "审计链" in refused(path)


def test_a_record_that_was_taken_out_is_missed(path):
    lines = tables_in(path)["audit_auditrecord"].splitlines(keepends=True)
    rewrite_table(path, "audit_auditrecord", b"".join(lines[:-1]))

    assert "审计链" in refused(path)


def test_a_chain_that_was_shortened_with_its_head_is_not_that_of_the_manifest(path):
    lines = tables_in(path)["audit_auditrecord"].splitlines(keepends=True)
    before = json.loads(lines[-2])
    head = {key: before[key] for key in ("bureau_ref", "seq", "hash")}
    rewrite_table(path, "audit_auditrecord", b"".join(lines[:-1]))
    rewrite_table(path, "audit_audithead", json.dumps(head).encode() + b"\n")

    assert "审计链的末端与清单不符" in refused(path)


def test_a_row_that_others_refer_to_is_missed(path):
    lines = tables_in(path)["accounts_unit"].splitlines(keepends=True)
    rewrite_table(path, "accounts_unit", b"".join(lines[1:]))

    assert "引用" in refused(path)


def test_invalid_utf_8_is_named_by_file_and_line(path):
    lines = tables_in(path)["accounts_unit"].splitlines(keepends=True)
    lines[1] = (
        lines[1].replace("室".encode(), b"\xe5\xae")
        if "室".encode() in lines[1]
        else (lines[1].replace(b'"name":"', b'"name":"\xff'))
    )
    rewrite_table(path, "accounts_unit", b"".join(lines))

    assert "tables/accounts_unit.jsonl 第 2 行不是 UTF-8" in refused(path)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b'"id":', b'"number":', "字段 id"),
        (b'"name":"', b'"name":7,"x":"', "格式"),
        (b"{", b"[", "格式"),
    ],
)
def test_a_line_that_is_no_row_is_named_and_not_shown(path, old, new, word):
    lines = tables_in(path)["accounts_unit"].splitlines(keepends=True)
    lines[0] = lines[0].replace(old, new, 1)
    rewrite_table(path, "accounts_unit", b"".join(lines))

    said = refused(path)
    assert "tables/accounts_unit.jsonl 第 1 行读不懂" in said
    assert word in said
    assert "办公室" not in said


def test_a_value_that_the_database_does_not_take_is_named_by_table_and_keys(path):
    body = tables_in(path)["accounts_unit"]
    first = json.loads(body.splitlines()[0])["id"]
    rewrite_table(path, "accounts_unit", re.sub(rb'"id":\d+', b'"id":%d' % first, body))

    assert f"表 accounts_unit 主键 {first} 至 {first}" in refused(path)


# Of another installation ----------------------------------------------------------------


def test_another_version_is_said_with_both(path):
    rewrite(path, {}, product_version="9.9.9")

    assert "9.9.9" in refused(path)


def test_another_format_is_said(path):
    rewrite(path, {}, format="huiying-export-2")

    assert "huiying-export-2" in refused(path)


def test_a_field_that_this_version_does_not_have_is_said(path):
    said = json.loads(members(path)["manifest.json"])
    said["tables"][0]["columns"]["later"] = "CharField"
    rewrite(path, {}, tables=said["tables"])

    assert f"表 {said['tables'][0]['name']} 的字段不同" in refused(path)


def test_without_the_key_of_the_installation_nothing_is_loaded(path, settings):
    settings.SECRET_KEY = "another key of more than fifty characters, of another house"

    assert "secret.key" in refused(path)


def test_an_older_key_that_still_opens_something_is_asked_for_too(path, settings):
    own = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [own]

    assert load_data(source=path).rows, "the new key beside the old one is enough"


def test_data_that_are_there_stay_as_they_are(path):
    make_cast("linxi", "林溪区")

    with pytest.raises(CannotLoad, match="已有数据"):
        load_data(source=path)

    assert [one.slug for one in Bureau.objects.all()] == ["linxi"]


def test_a_wrong_private_key_is_said(path, tmp_path, settings):
    load_data(source=path)
    settings.BACKUP_RECIPIENTS = [make_key(tmp_path / "right.txt")]
    export_data(target=tmp_path / "e.zip.age")
    make_key(tmp_path / "wrong.txt")
    empty()

    assert "私钥打不开" in refused(tmp_path / "e.zip.age", key=tmp_path / "wrong.txt")
    assert "--key" in refused(tmp_path / "e.zip.age")


def test_what_breaks_off_in_the_middle_leaves_an_empty_installation(path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "rebuild_post_index", killed)
    with pytest.raises(KeyboardInterrupt):
        load_data(source=path)
    monkeypatch.undo()

    assert not Bureau.objects.exists()
    assert load_data(source=path).rows
