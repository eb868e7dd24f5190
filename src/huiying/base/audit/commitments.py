"""What the root of a day binds of a record: each part by a digest of its own, behind a key.

In:   the key of a bureau's chain, records, topics with their counts.    Out:  leaves, roots.
Cost: about 20 µs a record.

A proof may show some parts of a record and keep others back (as in RFC 9901): whoever gets the
digest of a part, but not the salt that was hashed with it, can neither read nor guess it. Salts
are made from one secret of the chain (HMAC-SHA-256, RFC 2104), so that none is stored and one
that was handed out tells nothing of another.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from huiying.base.audit.chain import utc_text
from huiying.base.audit.merkle import Tree, leaf_digest
from huiying.policy.core.hashing import canonical_json

if TYPE_CHECKING:
    from huiying.base.audit.models import AuditRecord

PLACE, ACT, ACTOR, LABEL = "place", "act", "actor", "label"
DATA = "data."  # before the name of each value of ``data``

Parts = dict[str, Any]


def parts_of(record: AuditRecord) -> Parts:
    """Return what can be shown or kept back of a record, by name; together all its fields."""
    return {
        PLACE: {
            "bureau": record.bureau_ref,
            "seq": record.seq,
            "at": utc_text(record.at),
            "topic": record.topic,
        },
        ACT: {"verb": record.verb, "kind": record.kind, "ref": record.ref},
        ACTOR: {"ref": record.actor, "label": record.actor_label},
        LABEL: record.label,
        **{f"{DATA}{name}": value for name, value in record.data.items()},
    }


def record_secret(key: bytes, seq: int) -> bytes:
    """Return the secret from which the salts of the record ``seq`` are made."""
    return hmac.digest(key, str(seq).encode(), "sha256")


def salt_of(secret: bytes, part: str) -> str:
    """Return the salt of a part of the record with that secret."""
    return hashlib.sha256(secret + part.encode()).hexdigest()


def part_digest(salt: str, part: str, value: Any) -> str:
    """Return the digest of one part, 64 hexadecimal characters."""
    text = f"{salt}\n{part}\n{canonical_json(value)}"
    return hashlib.sha256(text.encode()).hexdigest()


def part_digests(key: bytes, record: AuditRecord) -> dict[str, str]:
    """Return the digest of each part of a record."""
    secret = record_secret(key, record.seq)
    return {
        part: part_digest(salt_of(secret, part), part, value)
        for part, value in parts_of(record).items()
    }


def record_leaf(key: bytes, record: AuditRecord) -> bytes:
    """Return the leaf of a record in the tree of its day."""
    return leaf_digest(canonical_json(part_digests(key, record)).encode())


def topic_salt(key: bytes, topic: str) -> str:
    """Return the salt of the count of a topic."""
    return hmac.digest(key, f"topic:{topic}".encode(), "sha256").hex()


def topics_tree(key: bytes, counts: Mapping[str, tuple[int, int]]) -> Tree:
    """Return the tree of all topics in their order.

    Args:
        counts: Of each topic the number of its records, and the ``seq`` of the last one.
    """
    return Tree([topic_leaf(key, topic, *counts[topic]) for topic in sorted(counts)])


def topic_leaf(key: bytes, topic: str, count: int, last: int) -> bytes:
    """Return the leaf that says how many records a topic has."""
    value = {"topic": topic, "count": count, "last": last}
    return leaf_digest(part_digest(topic_salt(key, topic), "topic", value).encode())


def root_of(day_roots: Sequence[str], topics_root: str) -> str:
    """Return the root that is published with a head: over all days up to it, and all topics."""
    days = Tree([leaf_digest(bytes.fromhex(one)) for one in day_roots]).root.hex()
    return hashlib.sha256(f"huiying root 1\n{days}\n{topics_root}".encode()).hexdigest()


def day_root_of(leaves: Iterable[bytes]) -> str:
    """Return the root of the records of one day."""
    return Tree(list(leaves)).root.hex()
