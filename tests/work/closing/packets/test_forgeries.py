"""A program forges packets in every way that it knows; the verifier takes none for genuine."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import date

import pytest

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.proofs import published_heads
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.packets.actions.request_packet import About
from huiying.work.closing.packets.models import Profile
from huiying.work.closing.packets.package import (
    OUTDATED_VERIFIERS,
    VERIFIER,
    VERIFIER_DIGEST,
)
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import (
    NEXT_DAY,
    entries_of,
    files_of,
    made,
    published,
    relisted,
    verified,
    zip_with,
)

pytestmark = pytest.mark.django_db
OTHER = "2026-01-01T00:00:00.000000Z"
KINDS = ("outside", "complete", "notice", "period")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def packets(yunchuan):
    """A packet of each kind, as files."""
    incident = a_closed_matter(yunchuan)
    freeze_day_heads(NEXT_DAY)
    days = [date.fromisoformat(row["day"]) for row in published_heads(yunchuan.bureau.pk)]
    notice = Notice.objects.filter(incident=incident).order_by("pk").first()
    asked = {
        "outside": (About(incident=incident), Profile.OUTSIDE),
        "complete": (About(incident=incident), Profile.COMPLETE),
        "notice": (About(incident=incident, notice=notice), Profile.OUTSIDE),
        "period": (About(first_day=min(days), last_day=max(days)), Profile.COMPLETE),
    }
    return {kind: made(yunchuan, *one)[1] for kind, one in asked.items()}


class Forged:
    """A packet as its parts, which a forgery changes; it writes a fitting list."""

    def __init__(self, data: bytes) -> None:
        self.files = files_of(data)
        self.entries = entries_of(self.files)
        self.manifest = json.loads(self.files["manifest.json"])
        self.heads = json.loads(self.files["heads.json"])
        self.topics = json.loads(self.files["topics.json"])

    def written(self) -> bytes:
        lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in self.entries)
        files = {
            **self.files,
            "entries.jsonl": lines.encode(),
            "heads.json": json.dumps(self.heads).encode(),
            "topics.json": json.dumps(self.topics).encode(),
            "manifest.json": json.dumps(self.manifest).encode(),
        }
        return zip_with(relisted(files))

    def places(self):
        return [entry["parts"]["place"] for entry in self.entries]


def both_digest_and_value(one):
    """Each part with its true digest and any value: the hole that let all of it pass."""
    for entry in one.entries:
        for name, part in entry["parts"].items():
            true = part.get("digest") or _digest(part["salt"], name, part["value"])
            value = part.get("value", "编造")
            if name == "place":
                value = {**value, "at": OTHER}
            entry["parts"][name] = {"salt": "0" * 64, "value": value, "digest": true}


def _digest(salt, name, value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{name}\n{text}".encode()).hexdigest()


def moments_are_moved(one):
    for place in one.places():
        place["value"]["at"] = OTHER


def a_hidden_part_is_shown(one):
    for entry in one.entries:
        for name, part in entry["parts"].items():
            if name != "place":
                entry["parts"][name] = {"salt": "a" * 64, "value": "编造"}
                del part
                return


def a_salt_is_exchanged(one):
    one.entries[0]["parts"]["place"]["salt"] = "b" * 64


def a_salt_is_no_salt(one):
    one.entries[0]["parts"]["place"]["salt"] = "x"


def a_part_is_dropped(one):
    entry = one.entries[0]["parts"]
    del entry[next(name for name in entry if name != "place")]


def a_part_is_added(one):
    one.entries[0]["parts"]["more"] = {"salt": "a" * 64, "value": "编造"}


def a_part_is_renamed(one):
    entry = one.entries[0]["parts"]
    entry["label2"] = entry.pop(next(name for name in entry if name != "place"))


def a_record_has_a_field_more(one):
    one.entries[0]["note"] = "编造"


def a_record_is_left_out(one):
    del one.entries[len(one.entries) // 2]


def a_third_of_the_records_is_left_out(one):
    one.entries = one.entries[: len(one.entries) * 2 // 3]


def no_record_is_left(one):
    one.entries = []


def records_change_places(one):
    one.entries[0], one.entries[1] = one.entries[1], one.entries[0]


def a_record_is_there_twice(one):
    one.entries.insert(1, copy.deepcopy(one.entries[0]))


def a_record_is_invented_after_the_last_head(one):
    last = copy.deepcopy(one.entries[-1])
    last["seq"] = one.heads["heads"][-1]["seq"] + 1
    last["parts"]["place"]["value"]["seq"] = last["seq"]
    del last["head"], last["path"]
    one.entries.append(last)


def a_path_is_cut(one):
    long = next(entry for entry in one.entries if entry["path"])
    long["path"] = long["path"][:-1]


def another_number(one):
    one.manifest["packet"] = "ZJ2026-9999"


def another_bureau(one):
    one.manifest["bureau"]["number"] += 1


def another_recipient(one):
    one.manifest["recipient"] = "别的法院"


def another_profile(one):
    one.manifest["profile"] = "COMPLETE" if one.manifest["profile"] != "COMPLETE" else "OUTSIDE"


def another_moment_of_making(one):
    one.manifest["made_at"] = "2026-01-01T00:00:00+08:00"


def a_reversed_period(one):
    one.manifest["about"] = {"kind": "period", "first": "2026-12-31", "last": "2026-01-01"}
    one.entries = one.entries[: len(one.entries) * 2 // 3]


def an_empty_period(one):
    one.manifest["about"] = {"kind": "period", "first": "2020-01-01", "last": "2020-01-02"}
    one.entries = []


def another_incident(one):
    topics = one.manifest["about"].get("topics", ["incident:2026-0001"])
    one.manifest["about"] = {"kind": "incident", "ref": "2026-9999", "topics": topics}


def another_notice(one):
    topics = one.manifest["about"].get("topics", ["incident:2026-0001"])
    one.manifest["about"] = {"kind": "notice", "ref": "T2026-9999", "topics": topics}


def no_topic(one):
    one.manifest["about"] = {"kind": "incident", "ref": "2026-0001", "topics": []}


def an_unknown_kind(one):
    one.manifest["about"] = {**one.manifest["about"], "kind": "all"}


def a_manifest_has_a_field_more(one):
    one.manifest["verified"] = True


def a_head_has_a_field_more(one):
    one.heads["heads"][0]["note"] = "编造"


def a_head_is_exchanged(one):
    one.heads["heads"][0]["hash"] = "c" * 64


def a_head_is_left_out(one):
    del one.heads["heads"][-1]


def a_head_of_another_bureau(one):
    one.heads["heads"][0]["bureau_number"] += 1


def a_root_is_exchanged(one):
    one.heads["heads"][-1]["root"] = "d" * 64


def roots_are_taken_away(one):
    for head in one.heads["heads"]:
        head["root"] = ""


def a_count_is_lowered(one):
    if not one.topics:
        one.topics = [
            {"topic": "x", "count": 1, "last": 1, "salt": "", "index": 0, "size": 1, "path": []}
        ]
        one.topics[0]["more"] = 1
    else:
        one.topics[0]["count"] -= 1


def a_page_says_something_else(one):
    one.files["course.html"] = "一切按时".encode()


def the_program_is_exchanged(one):
    one.files["verify_packet.py"] = b"print('ok')"


def a_list_of_files_has_a_field_more(one):
    one.manifest["files"][0]["proven"] = True


FORGERIES = [
    both_digest_and_value, moments_are_moved, a_hidden_part_is_shown, a_salt_is_exchanged,
    a_salt_is_no_salt, a_part_is_dropped, a_part_is_added, a_part_is_renamed,
    a_record_has_a_field_more, a_record_is_left_out, a_third_of_the_records_is_left_out,
    no_record_is_left, records_change_places, a_record_is_there_twice,
    a_record_is_invented_after_the_last_head, a_path_is_cut, another_number, another_bureau,
    another_recipient, another_profile, another_moment_of_making, a_reversed_period,
    an_empty_period, another_incident, another_notice, no_topic, an_unknown_kind,
    a_manifest_has_a_field_more, a_head_has_a_field_more, a_head_is_exchanged,
    a_head_is_left_out, a_head_of_another_bureau, a_root_is_exchanged, roots_are_taken_away,
    a_count_is_lowered, a_page_says_something_else, the_program_is_exchanged,
    a_list_of_files_has_a_field_more,
]  # fmt: skip
PAGES_ALONE = {
    another_number, another_recipient, another_profile, another_moment_of_making,
    a_page_says_something_else, the_program_is_exchanged, a_head_is_left_out,
}  # fmt: skip
"""What no record of the matter names: only the published hash of the whole file tells."""


def test_no_forgery_passes_as_genuine_or_as_not_compared(yunchuan, packets, tmp_path):
    heads, tried, passed = published(yunchuan), 0, []
    for kind in KINDS:
        assert verified(packets[kind], tmp_path, heads)[0] == 0, kind
        for forge in FORGERIES:
            for number in ("", "ZJ2026-9998"):  # its own number, and one that nobody listed
                one = Forged(packets[kind])
                forge(one)
                one.manifest["packet"] = number or one.manifest["packet"]
                code, _found = verified(one.written(), tmp_path, heads)
                tried += 1
                if code != 1:
                    passed.append((kind, forge.__name__, number, code))

    assert tried >= 60
    assert passed == []


def test_without_anything_to_compare_what_records_bind_is_found_all_the_same(packets, tmp_path):
    passed = []
    for kind in KINDS:
        for forge in FORGERIES:
            one = Forged(packets[kind])
            forge(one)
            code, _found = verified(one.written(), tmp_path)
            assert code != 0, (kind, forge.__name__)
            if code == 2 and forge not in PAGES_ALONE:
                passed.append((kind, forge.__name__))

    assert passed == []


def test_a_name_that_is_there_twice_is_no_name(packets, tmp_path):
    files = files_of(packets["outside"])
    twice = files["manifest.json"].replace(b'"profile"', b'"packet": "X", "packet"', 1)

    assert verified(zip_with({**files, "manifest.json": twice}), tmp_path)[0] == 1


def test_a_letter_that_names_the_packet_with_another_hash_contradicts_it(
    yunchuan, packets, tmp_path
):
    root = published_heads(yunchuan.bureau.pk)[0]["root"]
    number = json.loads(files_of(packets["outside"])["manifest.json"])["packet"]

    code, found = verified(packets["outside"], tmp_path, f"{root} {number} {'e' * 64}")

    assert code == 1
    assert "packet_differs" in found


def test_a_program_that_was_handed_out_before_is_named_once_it_changed():
    now = hashlib.sha256(VERIFIER.read_bytes()).hexdigest()

    assert now == VERIFIER_DIGEST, "put the old digest first in OUTDATED_VERIFIERS"
    assert now not in OUTDATED_VERIFIERS
