#!/usr/bin/env python3
"""Check an evidence packet (证据包) with Python 3.8 or newer alone, on any machine.

    python3 verify_packet.py PACKET.zip
    python3 verify_packet.py PACKET.zip --heads heads.json
    python3 verify_packet.py PACKET.zip --heads heads.json --lang en

``--heads`` takes what the bureau published (每日记录指纹): heads.json as it was saved, or any
text that holds the roots. Without it the packet is only checked in itself. Nothing is fetched:
what is compared with is in the hands of who checks.

Exit codes: 0 nothing was changed, the records stand under published roots, and the file has the
hash that was published of it; 1 something was changed, or is missing; 2 nothing contradicts it,
and not everything was compared with what was published.

What this program cannot know: what the bureau never recorded, and whether a document that no
record names by its hash is older than the packet.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

MANIFEST, HEADS, ENTRIES, TOPICS = "manifest.json", "heads.json", "entries.jsonl", "topics.json"
PIECE = 1 << 20
HEX = re.compile(r"[0-9a-f]{64}")

WORDS = {
    "unreadable": (
        "无法读取：{why}",
        "Cannot be read: {why}",
    ),
    "form_wrong": (
        "{where} 的内容不是证据包应有的形式：有多余、缺少或自相矛盾的字段。",
        "{where} has a field too many, too few or one that contradicts another.",
    ),
    "subject_wrong": (
        "清单所写的内容（{ref}）与包内的记录不符。",
        "What the list says it is about ({ref}) is not what the records are about.",
    ),
    "not_a_packet": (
        "不是证据包，或清单损坏。",
        "Not an evidence packet, or its list is broken.",
    ),
    "file_missing": (
        "缺少文件 {path}。",
        "The file {path} is missing.",
    ),
    "file_extra": (
        "多出文件 {path}，清单中没有。",
        "The file {path} is not in the list.",
    ),
    "file_twice": (
        "文件 {path} 出现两次。",
        "The file {path} is there twice.",
    ),
    "file_changed": (
        "文件 {path} 被改过。",
        "The file {path} was changed.",
    ),
    "files_ok": (
        "{n} 个文件与清单一致。",
        "{n} files are as listed.",
    ),
    "root_wrong": (
        "{day} 的根校验值与每日数据不符。",
        "The root of {day} does not follow from its days.",
    ),
    "link_wrong": (
        "{day} 的每日校验值被改过。",
        "The head of {day} was changed.",
    ),
    "order_wrong": (
        "每日校验值的次序不对。",
        "The heads are not in their order.",
    ),
    "heads_ok": (
        "{n} 天的每日校验值前后一致。",
        "{n} heads of days hold together.",
    ),
    "entry_wrong": (
        "第 {seq} 条记录被改过，或不属于该日。",
        "Record {seq} was changed, or is of another day.",
    ),
    "entry_order": (
        "第 {seq} 条记录重复或次序不对。",
        "Record {seq} is there twice or out of order.",
    ),
    "entry_foreign": (
        "第 {seq} 条记录属于另一事项或另一个局。",
        "Record {seq} is of another matter or bureau.",
    ),
    "entries_ok": (
        "{n} 条记录逐条证实。",
        "{n} records are proven one by one.",
    ),
    "topic_wrong": (
        "事项 {topic} 的记录条数无法证实。",
        "The number of records of {topic} is not proven.",
    ),
    "topic_short": (
        "事项 {topic} 至 {day} 共 {count} 条记录，包内只有 {n} 条。",
        "{topic} has {count} records up to {day}; the packet has {n}.",
    ),
    "topic_open": (
        "事项 {topic} 至 {day} 没有列出条数：此前没有记录，或记录被略去。",
        "No count of {topic} up to {day}: it had no records by then, or they were left out.",
    ),
    "topic_ok": (
        "事项 {topic} 至 {day} 的 {count} 条记录齐全。",
        "All {count} records of {topic} up to {day} are there.",
    ),
    "period_wrong": (
        "期间 {first} 至 {last} 不成立：截止日早于起始日，或其中没有一条公布过的记录。",
        "The period {first} to {last} is none: it ends before it begins, or has no record.",
    ),
    "period_short": (
        "该期间的记录不全：缺第 {seq} 条。",
        "The period is not complete: record {seq} is missing.",
    ),
    "period_days": (
        "公布的 {day} 在该期间内，包内没有这一天。",
        "{day} was published and is in the period; the packet does not have it.",
    ),
    "period_ok": (
        "该期间的记录齐全，第 {first} 至 {last} 条。",
        "All records of the period are there, {first} to {last}.",
    ),
    "bound": (
        "{n} 个文件的校验值写在已证实的记录里。",
        "{n} files are named by their hash in proven records.",
    ),
    "other_bureau": (
        "公布的校验值属于另一个局（{slug}）。",
        "The published heads are of another bureau ({slug}).",
    ),
    "published_differs": (
        "自 {day} 起与公布的校验值不一致：记录被重写，或不是该局的。",
        "From {day} on it differs from what was published: rewritten, or another bureau's.",
    ),
    "anchored": (
        "与公布的 {day} 的根校验值一致。",
        "Agrees with the published root of {day}.",
    ),
    "packet_same": (
        "整个文件与公布的 {number} 校验值一致。",
        "The whole file has the hash that was published of {number}.",
    ),
    "packet_differs": (
        "整个文件与公布的 {number} 校验值不一致，说明页和文件可能被换过。",
        "The file differs from the published hash of {number}: pages may have been exchanged.",
    ),
    "packet_open": (
        "公布的内容中没有 {number} 的校验值，只有记录本身得到证实，说明页和文件没有。",
        "No hash of {number} was published there: the records are proven, the pages are not.",
    ),
    "packet_unlisted": (
        "公布的内容中没有 {number}：该编号未经公布，或 heads.json 早于该证据包，请重新下载。",
        "{number} was never published, or heads.json is older than the packet: take it anew.",
    ),
    "not_compared": (
        "未与公布的校验值比对（--heads）。",
        "Not compared with published heads (--heads).",
    ),
    "no_common_day": (
        "公布的校验值中没有可比对的根。",
        "What was published holds no root to compare.",
    ),
    "later_than_anchor": (
        "{n} 条记录晚于所给的公布日，未比对。请用更新的 heads.json。",
        "{n} records are later than what was given. Use a newer heads.json.",
    ),
    "not_frozen": (
        "另有 {n} 条记录晚于最后一个公布日，只随整个文件的校验值得到证实（旧版证据包）。",
        "{n} records are later than the last head: the hash of the file alone binds them.",
    ),
    "entry_unsealed": (
        "{n} 条记录不在任何公布日之下，不能证明。旧版证据包请连同 heads.json 核对。",
        "{n} records stand under no head and are not proven. Check an old packet with --heads.",
    ),
    "verdict_0": (
        "结论：未改动，已与公布的校验值比对。",
        "Verdict: unchanged, and compared with what was published.",
    ),
    "verdict_1": (
        "结论：有改动或缺失，不能采信。",
        "Verdict: changed or incomplete. Do not rely on it.",
    ),
    "verdict_2": (
        "结论：未见改动，但未全部与公布的校验值比对。",
        "Verdict: no change found, and not all of it was compared.",
    ),
}


class Findings:
    """What was found: problems, what is left open, what holds."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.lines: list[tuple[str, str, dict[str, Any]]] = []

    def wrong(self, code: str, **named: Any) -> None:
        """Note what was changed or is missing."""
        self.lines.append(("✗", code, named))

    def left_open(self, code: str, **named: Any) -> None:
        """Note what was not compared."""
        self.lines.append(("!", code, named))

    def holds(self, code: str, **named: Any) -> None:
        """Note what was proven."""
        self.lines.append(("✓", code, named))

    def note(self, code: str, **named: Any) -> None:
        """Note what is to be known."""
        self.lines.append(("·", code, named))

    @property
    def codes(self) -> set[str]:
        """What was found, by codes."""
        return {code for _mark, code, _named in self.lines}

    @property
    def exit_code(self) -> int:
        """What the program ends with."""
        marks = {mark for mark, _code, _named in self.lines}
        return 1 if "✗" in marks else 2 if "!" in marks else 0


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _leaf(data: bytes) -> bytes:
    return _sha256(b"\x00" + data)


def _node(left: bytes, right: bytes) -> bytes:
    return _sha256(b"\x01" + left + right)


def climb(start: bytes, index: int, size: int, path: list[str]) -> bytes:
    """Return the root above a leaf (RFC 9162)."""
    found, steps = start, iter(path)
    while size > 1:
        if index ^ 1 < size:
            other = bytes.fromhex(next(steps))
            found = _node(other, found) if index % 2 else _node(found, other)
        index, size = index // 2, (size + 1) // 2
    if next(steps, None) is not None:
        raise ValueError("the path is too long")
    return found


def growing_roots(leaves: list[bytes]) -> list[bytes]:
    """Return the root over the first leaf, over the first two, and so on."""
    peaks: list[tuple[int, bytes]] = []  # of whole trees: height, root
    roots = []
    for one in leaves:
        height, root = 0, one
        while peaks and peaks[-1][0] == height:
            height, root = height + 1, _node(peaks.pop()[1], root)
        peaks.append((height, root))
        whole = peaks[-1][1]
        for _height, peak in reversed(peaks[:-1]):
            whole = _node(peak, whole)
        roots.append(whole)
    return roots


def _part_digest(salt: str, part: str, value: Any) -> str:
    return _sha256(f"{salt}\n{part}\n{_canonical(value)}".encode()).hex()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names are there once: readers differ in which of two they take."""
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name is there twice")
    return named


def _read(data: bytes) -> Any:
    return json.loads(data.decode(), object_pairs_hook=_once)


def check(path: str, published: str | None, found: Findings) -> None:
    """Check a packet; what was found is in ``found``."""
    try:
        with zipfile.ZipFile(path) as package:
            manifest = _check_files(package, found)
            if manifest is None:
                return
            listed_heads = _read(package.read(HEADS))
            topics = _read(package.read(TOPICS))
            lines = package.read(ENTRIES).split(b"\n")
        entries = [_read(line) for line in lines if line]
        if not _check_form(manifest, listed_heads, topics, entries, found):
            return
        heads = listed_heads["heads"]
        _check_heads(heads, manifest["bureau"]["number"], found)
        proven = _check_entries(entries, heads, manifest, found)
        if manifest["about"]["kind"] == "period":
            _check_period(manifest["about"], proven, heads, found)
        else:
            _check_subject(manifest["about"], proven, found)
            _check_topics(manifest["about"]["topics"], topics, proven, heads, found)
        _check_bound(manifest, proven, found)
        _compare(heads, proven, manifest, published, found)
        _compare_file(path, manifest, published, found)
        _check_unsealed(entries, found)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        found.wrong("unreadable", why=error)
    except Exception:
        found.wrong("not_a_packet")


FIELDS = {
    "manifest": {
        "schema", "packet", "profile", "recipient", "made_at", "bureau", "about", "files",
    },
    "bureau": {"slug", "name", "number"},
    "period": {"kind", "first", "last"},
    "incident": {"kind", "ref", "topics"},
    "notice": {"kind", "ref", "topics"},
    "head": {
        "day", "seq", "hash", "number", "bureau_number", "previous", "link", "day_root",
        "topics_root", "root",
    },
    "topic": {"topic", "count", "last", "salt", "index", "size", "path"},
}  # fmt: skip
FILE_FIELDS, MORE_FILE_FIELDS = {"path", "what", "origin", "size", "sha256"}, {"rows", "note"}


def _check_form(
    manifest: Any, heads: Any, topics: Any, entries: list[Any], found: Findings
) -> bool:
    """Tell whether every field is one that a packet has, before any of them is believed.

    What is not read is not compared, and what is there twice is read in two ways: so nothing
    may be there that no check looks at.
    """
    about = manifest.get("about", {})
    parts = [
        (MANIFEST, _has(manifest, "manifest") and _has(manifest["bureau"], "bureau")),
        (MANIFEST, about.get("kind") in ("period", "incident", "notice")),
        (MANIFEST, _has(about, about.get("kind", ""))),
        (MANIFEST, all(_is_file(one) for one in manifest.get("files", [{}]))),
        (HEADS, set(heads) == {"heads"} and all(_has(one, "head") for one in heads["heads"])),
        (TOPICS, all(_has(one, "topic") for one in topics)),
        (ENTRIES, all(_is_entry(one) for one in entries)),
    ]
    for where in sorted({where for where, holds in parts if not holds}):
        found.wrong("form_wrong", where=where)
    return all(holds for _where, holds in parts)


def _has(one: Any, kind: str) -> bool:
    return isinstance(one, dict) and set(one) == FIELDS.get(kind)


def _is_file(one: Any) -> bool:
    return isinstance(one, dict) and FILE_FIELDS <= set(one) <= FILE_FIELDS | MORE_FILE_FIELDS


def _is_entry(one: Any) -> bool:
    """Tell whether a record has its place, and of each part the value or its digest alone."""
    if not isinstance(one, dict) or not isinstance(one.get("parts"), dict):
        return False
    if set(one) not in ({"seq", "parts"}, {"seq", "parts", "head", "path"}):
        return False
    return "value" in one["parts"].get("place", {}) and all(
        map(_is_part, one["parts"].values())
    )


def _is_part(part: Any) -> bool:
    if not isinstance(part, dict):
        return False
    hashes = [part.get(name) for name in ("salt", "digest") if name in part]
    return set(part) in ({"salt", "value"}, {"digest"}) and all(
        isinstance(one, str) and HEX.fullmatch(one) for one in hashes
    )


def _check_unsealed(entries: list[dict[str, Any]], found: Findings) -> None:
    """Believe no record under no head, but where the whole file has its published hash."""
    unsealed = sum("head" not in entry for entry in entries)
    if unsealed and "packet_same" in found.codes:
        found.note("not_frozen", n=unsealed)
    elif unsealed:
        found.wrong("entry_unsealed", n=unsealed)


def _check_files(package: zipfile.ZipFile, found: Findings) -> dict[str, Any] | None:
    """Compare every file with the list; None when there is no list."""
    names = package.namelist()
    if MANIFEST not in names:
        found.wrong("not_a_packet")
        return None
    manifest: dict[str, Any] = _read(package.read(MANIFEST))
    paths = [one["path"] for one in manifest["files"] if one["path"]]
    for name in sorted(_twice(names) | _twice(paths)):
        found.wrong("file_twice", path=name)
    listed = {one["path"]: one for one in manifest["files"] if one["path"]}
    for name in sorted({HEADS, ENTRIES, TOPICS, *listed} - set(names)):
        found.wrong("file_missing", path=name)
    for name in sorted(set(names) - set(listed) - {MANIFEST}):
        found.wrong("file_extra", path=name)
    for name in sorted(set(names) & set(listed)):
        size, digest = _read_through(package, name)
        if (size, digest) != (listed[name]["size"], listed[name]["sha256"]):
            found.wrong("file_changed", path=name)
    if found.exit_code == 0:
        found.holds("files_ok", n=len(listed))
    missing = {HEADS, ENTRIES, TOPICS} - set(names)
    return None if missing else manifest


def _twice(names: list[str]) -> set[str]:
    return {one for one in names if names.count(one) > 1}


def _read_through(package: zipfile.ZipFile, name: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    try:
        with package.open(name) as file:
            while True:
                piece = file.read(PIECE)
                if not piece:
                    return size, digest.hexdigest()
                size += len(piece)
                digest.update(piece)
    except Exception:
        return -1, ""


def _check_heads(heads: list[dict[str, Any]], bureau: int, found: Findings) -> None:
    """Compute each root and each link anew; those that follow each other are one chain."""
    before = len(found.lines)
    ends = [head["seq"] for head in heads]
    days = [head["day"] for head in heads]
    if ends != sorted(set(ends)) or days != sorted(set(days)):
        found.wrong("order_wrong")
    roots = growing_roots([_leaf(bytes.fromhex(head["day_root"])) for head in heads])
    _check_chain(heads, bureau, found)
    for head, days_root in zip(heads, roots):  # noqa: B905 - Python 3.8
        if head["root"]:
            text = f"huiying root 1\n{days_root.hex()}\n{head['topics_root']}"
            if _sha256(text.encode()).hex() != head["root"]:
                found.wrong("root_wrong", day=head["day"])
        if head["link"] != _link_of(head):
            found.wrong("link_wrong", day=head["day"])
    if len(found.lines) == before:
        found.holds("heads_ok", n=len(heads))


def _check_chain(heads: list[dict[str, Any]], bureau: int, found: Findings) -> None:
    """Compare whose the heads are, and each with the one before where none lies between."""
    before: dict[str, Any] = {}
    for head in heads:
        follows = before and head["number"] == before["number"] + 1
        if head["bureau_number"] != bureau or (follows and head["previous"] != before["link"]):
            found.wrong("link_wrong", day=head["day"])
        before = head


def _link_of(head: dict[str, Any]) -> str:
    fields = {
        "number": head["number"],
        "bureau": head["bureau_number"],
        "day": head["day"],
        "seq": head["seq"],
        "hash": head["hash"],
    }
    if head["root"]:
        fields["root"] = head["root"]
    return _sha256(f"{head['previous']}\n{_canonical(fields)}".encode()).hex()


def _check_entries(
    entries: list[dict[str, Any]],
    heads: list[dict[str, Any]],
    manifest: dict[str, Any],
    found: Findings,
) -> list[dict[str, Any]]:
    """Prove each record; return those that stand under a head."""
    spans, after = {}, 0
    for head in heads:
        spans[head["number"]] = (after, head["seq"], head["day_root"])
        after = head["seq"]
    proven, last = [], 0
    for entry in entries:
        seq = entry["seq"]
        if seq <= last:
            found.wrong("entry_order", seq=seq)
        last = seq
        if _is_foreign(entry, manifest):
            found.wrong("entry_foreign", seq=seq)
        elif _is_under(entry, spans):
            proven.append(entry)
        elif "head" in entry or seq <= after:
            found.wrong("entry_wrong", seq=seq)
    if proven:
        found.holds("entries_ok", n=len(proven))
    return proven


def _is_foreign(entry: dict[str, Any], manifest: dict[str, Any]) -> bool:
    """Tell whether a record stands elsewhere than the packet says."""
    place, topics = entry["parts"]["place"]["value"], manifest["about"].get("topics")
    if place["seq"] != entry["seq"] or place["bureau"] != manifest["bureau"]["number"]:
        return True
    return topics is not None and place["topic"] not in topics


def _is_under(entry: dict[str, Any], spans: dict[int, tuple[int, int, str]]) -> bool:
    """Tell whether the parts of a record lead to the root of its day, at its place."""
    if entry.get("head") not in spans:
        return False
    after, end, day_root = spans[entry["head"]]
    index, size = entry["seq"] - after - 1, end - after
    if not 0 <= index < size:
        return False
    digests = {
        name: _part_digest(part["salt"], name, part["value"])
        if "value" in part
        else part["digest"]
        for name, part in entry["parts"].items()
    }
    start = _leaf(_canonical(digests).encode())
    try:
        return climb(start, index, size, entry["path"]).hex() == day_root
    except (StopIteration, ValueError):
        return False


def _rooted(heads: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((head for head in reversed(heads) if head["root"]), None)


def _check_subject(
    about: dict[str, Any], proven: list[dict[str, Any]], found: Findings
) -> None:
    """Compare what the list says it is about with what proven records say."""
    if about["kind"] == "notice":
        acts = [entry["parts"].get("act", {}).get("value") or {} for entry in proven]
        fits = any(
            (act.get("kind"), act.get("ref")) == ("notice", about["ref"]) for act in acts
        )
    else:
        fits = f"incident:{about['ref']}" in about["topics"]
    if not fits or len(set(about["topics"])) < len(about["topics"]):
        found.wrong("subject_wrong", ref=about["ref"])


def _check_topics(
    wanted: list[str],
    topics: list[dict[str, Any]],
    proven: list[dict[str, Any]],
    heads: list[dict[str, Any]],
    found: Findings,
) -> None:
    """Compare the number of records of each topic with what the newest root says."""
    newest = _rooted(heads)
    if newest is None:
        return
    counted = {one["topic"]: one for one in topics}
    for topic in wanted:
        here = [one for one in proven if one["parts"]["place"]["value"]["topic"] == topic]
        mine = [one["seq"] for one in here if one["seq"] <= newest["seq"]]
        one = counted.get(topic)
        if one is None and not mine:
            found.left_open("topic_open", topic=topic, day=newest["day"])
            continue
        if one is None:
            found.wrong("topic_wrong", topic=topic)
            continue
        value = {"topic": topic, "count": one["count"], "last": one["last"]}
        start = _leaf(_part_digest(one["salt"], "topic", value).encode())
        root = climb(start, one["index"], one["size"], one["path"]).hex()
        if root != newest["topics_root"]:
            found.wrong("topic_wrong", topic=topic)
        elif len(mine) != one["count"] or max(mine, default=0) != one["last"]:
            found.wrong("topic_short", n=len(mine), day=newest["day"], **value)
        else:
            found.holds("topic_ok", day=newest["day"], **value)


def _check_period(
    about: dict[str, Any],
    proven: list[dict[str, Any]],
    heads: list[dict[str, Any]],
    found: Findings,
) -> None:
    """Compare the records of a period with the heads at its two ends: none may be missing."""
    first = max((head["seq"] for head in heads if head["day"] < about["first"]), default=0) + 1
    last = max((head["seq"] for head in heads if head["day"] <= about["last"]), default=0)
    there = {entry["seq"] for entry in proven}
    if about["last"] < about["first"] or last < first:
        found.wrong("period_wrong", first=about["first"], last=about["last"])
        return
    for seq in sorted(there - set(range(first, last + 1))):
        found.wrong("entry_foreign", seq=seq)
    missing = next((seq for seq in range(first, last + 1) if seq not in there), None)
    if missing is not None:
        found.wrong("period_short", seq=missing)
    else:
        found.holds("period_ok", first=first, last=last)


def _check_bound(
    manifest: dict[str, Any], proven: list[dict[str, Any]], found: Findings
) -> None:
    """Count the files whose hash a proven record names."""
    named: set[str] = set()
    for entry in proven:
        for part in entry["parts"].values():
            if "value" in part:
                named.update(HEX.findall(_canonical(part["value"])))
    n = sum(one["sha256"] in named for one in manifest["files"] if one["path"])
    if n:
        found.holds("bound", n=n)


def _compare(
    heads: list[dict[str, Any]],
    proven: list[dict[str, Any]],
    manifest: dict[str, Any],
    published: str | None,
    found: Findings,
) -> None:
    """Compare the heads with what was published of them."""
    if published is None:
        found.left_open("not_compared")
        return
    anchored = None
    for head, agrees in _agreements(heads, manifest, published, found):
        if not agrees:
            found.wrong("published_differs", day=head["day"])
            return
        anchored = head
    if anchored is None:
        found.left_open("no_common_day")
        return
    found.holds("anchored", day=anchored["day"])
    later = sum(entry["seq"] > anchored["seq"] for entry in proven)
    if later:
        found.left_open("later_than_anchor", n=later)


def _agreements(
    heads: list[dict[str, Any]], manifest: dict[str, Any], published: str, found: Findings
) -> list[tuple[dict[str, Any], bool]]:
    """Return the heads of which something was published, and whether each is the same.

    A head agrees by its root alone: only the root binds the records.
    """
    data = _published_data(published)
    if data is None:  # a letter, a page, a printed brief
        text = _without_spaces(published)
        return [(head, True) for head in heads if head["root"] and head["root"] in text]
    if data.get("bureau", manifest["bureau"]["slug"]) != manifest["bureau"]["slug"]:
        found.wrong("other_bureau", slug=data["bureau"])
        return []
    by_day = {row["day"]: row for row in data["heads"]}
    last = manifest["about"].get("last", "")
    for day in sorted(set(by_day) - {head["day"] for head in heads}):
        if day <= last:
            found.wrong("period_days", day=day)
    both = [(head, by_day[head["day"]]) for head in heads if head["day"] in by_day]
    same = [(head, _is_as_published(head, row), row) for head, row in both]
    return [(head, agrees) for head, agrees, row in same if row.get("root") or not agrees]


def _compare_file(
    path: str, manifest: dict[str, Any], published: str | None, found: Findings
) -> None:
    """Compare the whole file with the hash that was published of the packet.

    Records are proven by themselves; the pages for people are not.
    """
    if published is None:
        return
    number, digest = manifest["packet"], _file_digest(path)
    data = _published_data(published)
    if data is None:
        text = _without_spaces(published)
        named = digest if digest in text else number if number.lower() in text else ""
    else:
        named = data.get("packets", {}).get(number, "")
    if not named and data is not None and "packets" in data:
        found.wrong("packet_unlisted", number=number)
    elif not named:
        found.left_open("packet_open", number=number)
    elif named == digest:
        found.holds("packet_same", number=number)
    else:
        found.wrong("packet_differs", number=number)


def _file_digest(path: str) -> str:
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        for piece in iter(lambda: file.read(PIECE), b""):
            digest.update(piece)
    return digest.hexdigest()


def _published_data(published: str) -> dict[str, Any] | None:
    """Return what was published as JSON; None when it is another text."""
    try:
        data = json.loads(published)
    except ValueError:
        return None
    return data if isinstance(data, dict) and "heads" in data else None


def _without_spaces(text: str) -> str:
    return "".join(text.split()).lower()


def _is_as_published(head: dict[str, Any], row: dict[str, Any]) -> bool:
    return all(
        row.get(name, head[name]) == head[name] for name in ("hash", "root", "seq", "link")
    )


def main(arguments: list[str] | None = None) -> int:
    """Check a packet and say what was found; return the exit code."""
    parser = argparse.ArgumentParser(description="核对证据包 / Check an evidence packet")
    parser.add_argument("packet", help="ZIP")
    parser.add_argument("--heads", help="heads.json: 从公开网站保存 / saved from the portal")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    given = parser.parse_args(arguments)
    found = Findings()
    published = None
    if given.heads:
        try:
            published = Path(given.heads).read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError) as error:
            found.left_open("unreadable", why=error)
    check(given.packet, published, found)
    language = ("zh", "en").index(given.lang)
    for mark, code, named in found.lines:
        sys.stdout.write(f"{mark} {WORDS[code][language].format(**named)}\n")
    sys.stdout.write(f"{WORDS[f'verdict_{found.exit_code}'][language]}\n")
    return found.exit_code


if __name__ == "__main__":
    sys.exit(main())
