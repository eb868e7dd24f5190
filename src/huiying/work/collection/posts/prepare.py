"""Prepare raw items for storage: checked, cleaned, masked, with the digest of their key.

In:   raw items and what all of one batch share.    Out:  prepared posts and refusals, in order.
Cost: about 0.1 ms an item; pure, so that a process pool can run it.

The author, and a platform or community that is in no list, are read here, hashed by the caller,
and never stored.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiying.engine.masking.mask import LABELS, mask
from huiying.engine.reading.accusations import accusation_words
from huiying.policy.rulebook.platforms import OTHER, fold_name
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.core.items import (
    MAX_TITLE_CHARS,
    Item,
    RawItem,
    Refusal,
    check_item,
    earlier_stored_key,
    stored_key,
)
from huiying.work.collection.core.post_address import public_address

log = logging.getLogger("huiying.collect")

INTERNAL = "internal"  # the code of an item that we failed at
DIGEST_BYTES = 16
LEAST_AUTHOR_CHARS = 2
UNNAMED = frozenset(("", OTHER, "其他"))


@dataclass(frozen=True, slots=True)
class BatchContext:
    """What all items of a batch share."""

    collected_at: datetime
    key_secret: bytes  # 32 bytes, the same for a source for ever
    channel: str  # of the source, counted where an item names none
    community: str
    own_channel: bool  # the item's channel counts before the source's
    places: KnownPlaces
    unlisted: str = ""  # stands for the source's platform where it is in no list
    keys_restart: bool = False  # a key may come again for another post, as in files
    delivered: bool = False  # people send it to the bureau itself: an inbox, a hotline
    by_hand: bool = False  # what has no address is what somebody told an officer


@dataclass(frozen=True, slots=True)
class DeliveredText:
    """What somebody sent to the bureau, unmasked; it is sealed before it is stored."""

    title: str
    text: str
    key: str  # the source's own, such as the number of a ticket; "" for none
    accuses: bool


@dataclass(frozen=True, slots=True)
class PreparedPost:
    """A post ready to be stored. ``author`` and unlisted names go no further than a hash."""

    digest: bytes  # 16 bytes, of the external key
    earlier_digest: bytes  # of the key as it counted before; b"" if the same
    title: str  # masked, <= 300 characters
    text: str  # masked
    url: str
    host: str
    channel: str  # listed, or ``OTHER``
    community: str  # listed, ``OTHER``, or "" for none
    unlisted_channel: str  # folded; "" of a listed one
    unlisted_community: str
    published_at: datetime | None
    author: str
    warnings: tuple[Reason, ...]
    content_digest: bytes = b""  # of key and content, where keys may come again; else b""
    reach: Mapping[str, int] = field(default_factory=dict)  # of ``REACH``
    original: DeliveredText | None = None  # of what was sent to the bureau itself

    @property
    def accuses(self) -> bool:
        """Tell whether it is an accusation (检举控告): it becomes no post."""
        return self.original is not None and self.original.accuses


def key_secret_of(secret_key: str, source_id: int) -> bytes:
    """Return the secret that hashes the keys of one source, so that none can be guessed."""
    label = f"external keys of source {source_id}".encode()
    return hmac.new(secret_key.encode(), label, hashlib.sha256).digest()


def prepare_items(
    items: Sequence[RawItem], shared: BatchContext
) -> list[PreparedPost | Refusal]:
    """Prepare a batch; one bad item never stops it, also one that we fail at."""
    return [_prepared_or_refused(raw, shared) for raw in items]


def key_digests(keys: Sequence[str], shared: BatchContext) -> list[bytes]:
    """Return the digests that posts with these external keys would be stored under."""
    return [_digest(stored_key(key), shared) for key in keys]


def earlier_digests(keys: Sequence[str], shared: BatchContext) -> list[bytes]:
    """Return the digests that posts with these external keys were stored under before."""
    return [_digest(earlier_stored_key(key), shared) for key in keys]


def _prepared_or_refused(raw: RawItem, shared: BatchContext) -> PreparedPost | Refusal:
    try:
        return _prepare(raw, shared)
    except Exception:
        # Without the text: a log is no place for what people wrote.
        log.exception("an item of %s characters could not be prepared", len(raw.text))
        return Refusal("", reason("collection.item.internal"))


def _digest(key: str, shared: BatchContext) -> bytes:
    return hashlib.blake2b(
        key.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES, key=shared.key_secret
    ).digest()


def _prepare(raw: RawItem, shared: BatchContext) -> PreparedPost | Refusal:
    item = check_item(raw, collected_at=shared.collected_at, key_secret=shared.key_secret)
    if isinstance(item, Refusal):
        return item
    channel, unlisted_channel = _platform(item, shared)
    community, unlisted_community = _community(item.community or shared.community, shared)
    content = (
        _digest(item.content_key, shared) if shared.keys_restart and item.content_key else b""
    )
    original = _delivered(raw, item, shared)
    if original is not None and original.accuses and content:
        # Nothing of it may be compared later: its content alone tells it from others.
        digest, content = content, b""
    else:
        digest = _digest(item.external_key, shared)
    return PreparedPost(
        digest=digest,
        earlier_digest=_digest(item.earlier_key, shared) if item.earlier_key else b"",
        title=_masked(item.title, item)[:MAX_TITLE_CHARS],
        text=_masked(item.text, item),
        url=public_address(item.url),
        host=item.host,
        channel=channel,
        community=community,
        unlisted_channel=unlisted_channel,
        unlisted_community=unlisted_community,
        published_at=item.published_at,
        author=item.author,
        warnings=(*item.warnings, *_unlisted_warnings(item, channel, community, shared)),
        content_digest=content,
        reach=item.numbers,
        original=original,
    )


def _delivered(raw: RawItem, item: Item, shared: BatchContext) -> DeliveredText | None:
    """Return what was sent to the bureau itself; None of what somebody said in public."""
    told = shared.by_hand and not item.url
    if not shared.delivered and not told:
        return None
    accuses = bool(accusation_words(f"{item.title}\n{item.text}"))
    if not (shared.delivered or accuses):
        return None  # what an officer entered stays a post; petitions have a form
    return DeliveredText(item.title, item.text, raw.external_key.strip(), accuses)


def notes_of(raw: RawItem, shared: BatchContext) -> tuple[Reason, ...] | Refusal:
    """Return what would be said of an item when it is stored, without masking it."""
    item = check_item(raw, collected_at=shared.collected_at, key_secret=shared.key_secret)
    if isinstance(item, Refusal):
        return item
    channel, _unlisted = _platform(item, shared)
    community, _unlisted = _community(item.community or shared.community, shared)
    return (*item.warnings, *_unlisted_warnings(item, channel, community, shared))


def _platform(item: Item, shared: BatchContext) -> tuple[str, str]:
    """Return the listed platform of an item, or ``OTHER`` and what is counted instead."""
    own = item.channel if shared.own_channel else ""
    if fold_name(own) in UNNAMED:
        listed = shared.places.platform(shared.channel)
        return (listed, "") if listed else (OTHER, shared.unlisted)
    listed = shared.places.platform(own)
    return (listed, "") if listed else (OTHER, fold_name(own))


def _community(name: str, shared: BatchContext) -> tuple[str, str]:
    """Return the listed community of a name, ``OTHER`` and what is counted, or two empties."""
    if fold_name(name) in UNNAMED:
        return "", ""
    listed = shared.places.community(name)
    return (listed, "") if listed else (OTHER, fold_name(name))


def _unlisted_warnings(
    item: Item, channel: str, community: str, shared: BatchContext
) -> list[Reason]:
    """Say that a name of the item is in no list; the name itself is not repeated."""
    found = []
    if shared.own_channel and channel == OTHER and fold_name(item.channel) not in UNNAMED:
        found.append(reason("collection.item.channel_other"))
    if community == OTHER and item.community:
        found.append(reason("collection.item.community_other"))
    return found


def _masked(text: str, item: Item) -> str:
    if not text:
        return ""
    if len(item.author) >= LEAST_AUTHOR_CHARS and item.author in text:
        text = _without_signature(text, item.author)
    return mask(text).text


def _without_signature(text: str, author: str) -> str:
    """Replace the author's own handle where it signs: in front of a colon, or at the end.

    Elsewhere it may be the name of a place or a paper that the post is about.
    """
    handle = re.escape(author)
    label = LABELS["account"]
    text = re.sub(rf"^{handle}(?=\s?[:：])", label, text)
    return re.sub(rf"(?<=[\s。！？!?—-]){handle}(?=\s*$)", label, text)
