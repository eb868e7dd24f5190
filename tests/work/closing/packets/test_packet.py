"""An evidence packet proves what happened; whatever somebody changes in it shows."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from datetime import date, timedelta

import pytest
from django.db import transaction

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.proofs import published_heads
from huiying.base.audit.record import record
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.packets.actions.request_packet import About
from huiying.work.closing.packets.models import Profile
from huiying.work.closing.packets.package import VERIFIER
from tests.base.audit.chains import rewrite_chain
from tests.work.closing.archive.steps import LATER, a_closed_matter
from tests.work.closing.packets.steps import (
    NEXT_DAY,
    entries_of,
    files_of,
    made,
    of_incident,
    published,
    relisted,
    run_alone,
    verified,
    with_entries,
    zip_with,
)

LAMPS = ["云川区北苑小区路灯不亮", "北苑小区的路灯还是不亮", "云川区北苑小区路灯坏了"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def incident(yunchuan):
    return a_closed_matter(yunchuan)


@pytest.fixture
def data(yunchuan, incident):
    return of_incident(yunchuan, incident)[1]


def test_a_packet_holds_against_the_published_heads(yunchuan, data, tmp_path):
    code, found = verified(data, tmp_path, published(yunchuan))

    assert code == 0
    assert {"files_ok", "heads_ok", "entries_ok", "topic_ok", "anchored"} <= found


def test_the_program_in_the_packet_runs_with_python_alone(yunchuan, data, tmp_path):
    heads = tmp_path / "heads.json"
    heads.write_text(published(yunchuan), encoding="utf-8")

    checked = run_alone(tmp_path, data, "--heads", "heads.json")
    english = run_alone(tmp_path, data, "--lang", "en")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith("结论：未改动，已与公布的校验值比对。\n")
    assert english.returncode == 2
    assert "not all of it was compared" in english.stdout


def test_the_program_is_written_for_python_3_8_and_imports_nothing_of_ours():
    text = VERIFIER.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imports = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }

    assert imports <= sys.stdlib_module_names
    assert "huiying." not in text


def test_a_root_in_a_letter_is_enough(yunchuan, data, tmp_path):
    root = published_heads(yunchuan.bureau.pk)[0]["root"]
    letter = f"截至昨日的根校验值：\n{root[:32]}\n{root[32:]}\n"
    digest = hashlib.sha256(data).hexdigest()

    assert verified(data, tmp_path, letter)[0] == 2  # the pages for people are not bound by it
    assert verified(data, tmp_path, f"{letter}证据包：{digest}")[0] == 0
    assert verified(data, tmp_path, "没有校验值的信")[1] >= {"no_common_day"}


def test_every_changed_byte_of_a_packet_is_found(yunchuan, data, tmp_path):
    heads = published(yunchuan)
    for place in range(100, len(data), max(len(data) // 60, 1)):
        changed = bytearray(data)
        changed[place] ^= 1

        code, _found = verified(bytes(changed), tmp_path, heads)

        files_same = _files_or_none(bytes(changed)) == files_of(data)
        assert code == 1 or files_same, f"byte {place}"


def note_on(cast, incident, now):
    with transaction.atomic():
        record(incident, "test.noted", cast.shen, now)


def _files_or_none(data):
    try:
        return files_of(data)
    except Exception:  # a broken ZIP, however it is broken
        return None


def test_a_packet_whose_tail_is_cut_is_found(data, tmp_path):
    code, found = verified(data[: len(data) * 2 // 3], tmp_path)

    assert (code, found) == (1, {"unreadable"})


def test_a_missing_and_a_further_file_of_a_packet_are_found(data, tmp_path):
    files = files_of(data)
    without = {name: body for name, body in files.items() if name != "course.html"}

    assert "file_missing" in verified(zip_with(without), tmp_path)[1]
    assert "file_extra" in verified(zip_with({**files, "new.html": b"x"}), tmp_path)[1]
    assert verified(zip_with({"readme.txt": b"x"}), tmp_path) == (1, {"not_a_packet"})


def test_a_record_that_is_changed_in_a_packet_with_a_new_list_is_found(
    yunchuan, data, tmp_path
):
    files = files_of(data)
    entries = entries_of(files)
    entries[0]["parts"]["place"]["value"]["at"] = "2026-11-24T02:00:00.000000Z"

    code, found = verified(zip_with(with_entries(files, entries)), tmp_path)

    assert code == 1
    assert "entry_wrong" in found


@pytest.mark.parametrize("left_out", [0, 3, -1])
def test_a_record_that_is_left_out_of_a_packet_is_missed_by_its_count(data, tmp_path, left_out):
    files = files_of(data)
    entries = [one for one in entries_of(files) if "head" in one]
    del entries[left_out]

    code, found = verified(zip_with(with_entries(files, entries)), tmp_path)

    assert code == 1
    assert "topic_short" in found


def test_a_page_that_is_exchanged_with_a_fitting_list_differs_from_the_published_packet(
    yunchuan, data, tmp_path
):
    files = files_of(data)
    forged = zip_with(relisted({**files, "course.html": "一切按时".encode()}))

    code, found = verified(forged, tmp_path, published(yunchuan))

    assert code == 1
    assert found >= {"entries_ok", "anchored", "packet_differs"}


def test_a_packet_without_any_record_is_not_taken_for_a_whole_one(yunchuan, data, tmp_path):
    files = relisted({**files_of(data), "topics.json": b"[]", "entries.jsonl": b""})

    code, found = verified(zip_with(files), tmp_path, published(yunchuan))

    assert code == 1
    assert "topic_open" in found


def test_two_packets_that_are_mixed_are_found(yunchuan, data, tmp_path):
    other = a_closed_matter(yunchuan, texts=LAMPS, now=LATER)
    freeze_day_heads(NEXT_DAY + timedelta(days=1))
    mixed = files_of(data)
    mixed["entries.jsonl"] = files_of(of_incident(yunchuan, other)[1])["entries.jsonl"]

    assert "file_changed" in verified(zip_with(mixed), tmp_path)[1]
    assert "entry_foreign" in verified(zip_with(relisted(mixed)), tmp_path)[1]


def test_a_chain_that_was_rewritten_makes_packets_that_differ_from_what_was_published(
    yunchuan, incident, tmp_path
):
    freeze_day_heads(NEXT_DAY)
    before = published(yunchuan)
    sent = AuditRecord.objects.get(verb="notice.sent", topic=incident.audit_topic)
    rewrite_chain(yunchuan, seq=sent.seq, heads=True, at=sent.at - timedelta(minutes=20))

    _packet, data = of_incident(yunchuan, incident)

    assert verified(data, tmp_path)[0] == 2  # in itself nothing contradicts it
    code, found = verified(data, tmp_path, before)
    assert code == 1
    assert "published_differs" in found


def test_heads_of_another_bureau_prove_nothing(yunchuan, data, tmp_path):
    other = json.dumps({"bureau": "linxi", "heads": published_heads(yunchuan.bureau.pk)})

    assert verified(data, tmp_path, other)[0] == 1


def test_heads_that_are_older_than_the_packet_do_not_list_it(yunchuan, incident, tmp_path):
    freeze_day_heads(NEXT_DAY)
    older = published(yunchuan)
    note_on(yunchuan, incident, NEXT_DAY + timedelta(hours=1))
    freeze_day_heads(NEXT_DAY + timedelta(days=1))

    _packet, data = of_incident(yunchuan, incident)

    code, found = verified(data, tmp_path, older)
    assert code == 1
    assert {"later_than_anchor", "packet_unlisted"} <= found
    assert verified(data, tmp_path, published(yunchuan))[0] == 0


def test_heads_without_roots_anchor_nothing(yunchuan, data, tmp_path):
    rows = published_heads(yunchuan.bureau.pk)
    bare = [{name: row[name] for name in ("day", "seq", "hash")} for row in rows]

    code, found = verified(data, tmp_path, json.dumps({"heads": bare}))

    assert code == 2
    assert "no_common_day" in found


def test_outsiders_read_no_person_and_no_text_of_a_record(yunchuan, incident, data):
    people = {yunchuan.shen.name, yunchuan.lu.name}
    whole = "\n".join(
        body.decode("utf-8", "replace")
        for name, body in files_of(data).items()
        if not name.startswith("releases/")
    )

    assert not [name for name in people if name in whole]
    for entry in entries_of(files_of(data)):
        assert "value" not in entry["parts"]["label"]
        actor = entry["parts"]["actor"]
        assert "digest" in actor or actor["value"]["ref"] == "machine"
    assert incident.title not in whole
    assert "发出通报" in whole


def test_the_complete_packet_shows_who_did_it_and_the_documents(yunchuan, incident, tmp_path):
    _packet, data = of_incident(yunchuan, incident, Profile.COMPLETE)
    files = files_of(data)
    shown = [one["parts"]["actor"]["value"]["label"] for one in entries_of(files)]

    assert any(yunchuan.lu.name in label for label in shown)
    assert any(name.startswith("documents/") for name in files)
    assert verified(data, tmp_path, published(yunchuan))[0] == 0


def test_a_packet_of_a_notice_says_at_which_minute_it_arrived(yunchuan, incident, tmp_path):
    notice = Notice.objects.filter(incident=incident).order_by("pk").first()

    _packet, data = made(yunchuan, About(incident=incident, notice=notice))

    page = files_of(data)["deliveries.html"].decode()
    assert notice.number in page
    assert "送达，通报时限到此为止" in page
    acts = [one["parts"]["act"] for one in entries_of(files_of(data))]
    assert {one["value"]["ref"] for one in acts if "value" in one} == {notice.number}
    assert verified(data, tmp_path, published(yunchuan))[0] == 0


def test_a_packet_of_a_period_holds_every_record_of_its_days(yunchuan, incident, tmp_path):
    freeze_day_heads(NEXT_DAY)
    days = [row["day"] for row in published_heads(yunchuan.bureau.pk)]
    about = About(first_day=date.fromisoformat(days[-1]), last_day=date.fromisoformat(days[0]))

    _packet, data = made(yunchuan, about, Profile.COMPLETE)

    files = files_of(data)
    assert verified(data, tmp_path, published(yunchuan))[0] == 0
    entries = entries_of(files)
    del entries[len(entries) // 2]
    code, found = verified(zip_with(with_entries(files, entries)), tmp_path)
    assert code == 1
    assert "period_short" in found
    trimmed = json.loads(files["heads.json"])["heads"][:-1]
    ended = trimmed[-1]["seq"]
    kept = [one for one in entries_of(files) if one["seq"] <= ended]
    shorter = with_entries(
        {**files, "heads.json": json.dumps({"heads": trimmed}).encode()}, kept
    )
    assert "period_days" in verified(zip_with(shorter), tmp_path, published(yunchuan))[1]
