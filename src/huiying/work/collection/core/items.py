"""Check one raw item of a source: return an item, or a refusal.

In:   a ``RawItem``: texts as they came, from a feed, page, file, push or hand.
Out:  an ``Item`` ready to be stored (with warnings), or a ``Refusal`` with the reason.
Cost: O(characters), about 20 µs for a post of 230 characters.

Nothing is guessed: a date that cannot be is unknown, an address that is no web address
is left out, and each of these is said in a warning.
"""

import hashlib
import re
from collections.abc import Mapping as Row
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, urlsplit, urlunsplit

from huiying.policy.release.secrecy import document_classification_mark
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.moments import parse_moment
from huiying.work.collection.core.plain_text import MAX_RAW_CHARS, one_line, plain_text
from huiying.work.collection.core.post_address import address_identity
from huiying.work.collection.core.problem import short_code

CLASSIFIED = "classified"
MAX_TEXT_CHARS = 200_000
MAX_TITLE_CHARS = 300
MAX_CHANNEL_CHARS = 40
MAX_COMMUNITY_CHARS = 60
MAX_AUTHOR_CHARS = 200
MAX_URL_CHARS = 1_000
MAX_HOST_CHARS = 120
MAX_KEY_CHARS = 200
MAX_COUNT = 2_000_000_000
REACH = ("reads", "reposts", "comments", "likes")
"""阅读、转发、评论、点赞: the numbers that sources give with a post."""

# An address that is well written already: nothing of it would be changed.
_CLEAN_ADDRESS = re.compile(
    rf"https?://(?P<host>[a-z0-9.-]{{1,{MAX_HOST_CHARS}}})"
    r"(?:/[A-Za-z0-9._~/%=&+,:@!$*-]*)?(?:\?[A-Za-z0-9._~/%=&+,:@!$*-]+)?"
)
_COUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([万亿]?)\+?")
_COUNT_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class RawItem:
    """What a source sent, as text and unchecked; "" means not given."""

    title: str = ""
    text: str = ""
    external_key: str = ""  # the source's own key; computed when absent
    url: str = ""
    published_at: str = ""
    author: str = ""
    channel: str = ""
    community: str = ""
    numbers: Row[str, str] = field(default_factory=dict)  # of ``REACH``: likes: "1.2万"
    notes: tuple[Reason, ...] = ()  # what its reader says of it


@dataclass(frozen=True, slots=True)
class Item:
    """A checked item. ``author`` lives in memory only: it is hashed, never stored."""

    external_key: str  # 1 to 200 characters
    earlier_key: str  # as it counted before tracking was left out of it; "" if the same
    title: str  # one line, <= 300 characters
    text: str  # plain, <= 200,000 characters; "" only if title is not
    url: str  # http(s) without credentials, or ""
    host: str  # lower case, or ""
    published_at: datetime | None  # UTC; None = unknown
    author: str
    channel: str
    community: str
    numbers: Row[str, int] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()
    content_key: str = ""  # stands for a key of the source that another post has already


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one item was not taken; its neighbours are."""

    field: str
    reason: Reason

    @property
    def code(self) -> str:
        """The code without its room."""
        return short_code(self.reason)


def check_item(
    raw: RawItem, *, collected_at: datetime, key_secret: bytes = b""
) -> Item | Refusal:
    """Return ``raw`` as an item with its warnings, or the reason to refuse it.

    Args:
        raw: As the source sent it.
        collected_at: Aware; published moments after it are unknown.
        key_secret: Up to 64 bytes, the same for a source for ever.  With it a computed key
            is a keyed hash, so that nobody can test guesses of a masked phone number or
            name against the stored key.
    """
    warnings: list[Reason | None] = [*raw.notes]
    whole_title = one_line(raw.title, MAX_RAW_CHARS)
    whole_text = plain_text(raw.text)
    if not whole_title and not whole_text:
        return Refusal("text", reason("collection.item.empty"))
    if document_classification_mark(whole_title) or document_classification_mark(whole_text):
        return Refusal("text", reason("collection.item.classified"))
    if len(whole_title) > MAX_TITLE_CHARS:
        warnings.append(_cut_title(len(whole_title)))
    real_chars = max(len(whole_text), len(raw.text) if len(raw.text) > MAX_RAW_CHARS else 0)
    if real_chars > MAX_TEXT_CHARS:
        warnings.append(_cut_text(real_chars))
    url, host = web_address(raw.url)
    if raw.url.strip() and not url:
        warnings.append(reason("collection.item.url_dropped"))
    published_at, warning = parse_moment(raw.published_at, collected_at=collected_at)
    warnings.append(warning)
    words = (whole_title, whole_text, raw.published_at.strip())
    own, parts = stored_key(raw.external_key), (address_identity(url), *words)
    key = own or _digest(key_secret, *parts)
    earlier = earlier_stored_key(raw.external_key) or _digest(key_secret, url, *words)
    return Item(
        external_key=key,
        earlier_key="" if earlier == key else earlier,
        content_key=_digest(key_secret, own, *parts) if own else "",
        title=whole_title[:MAX_TITLE_CHARS],
        text=whole_text[:MAX_TEXT_CHARS],
        url=url,
        host=host,
        published_at=published_at,
        author=one_line(raw.author, MAX_AUTHOR_CHARS),
        channel=one_line(raw.channel, MAX_CHANNEL_CHARS),
        community=one_line(raw.community, MAX_COMMUNITY_CHARS),
        numbers=_counts(raw.numbers),
        warnings=tuple(warning for warning in warnings if warning is not None),
    )


def web_address(text: str) -> tuple[str, str]:
    """Return a web address without credentials and its host, or two empty texts.

    >>> web_address("https://user:pass@Example.org/a?b=1")
    ('https://example.org/a?b=1', 'example.org')
    >>> web_address("javascript:alert(1)")
    ('', '')
    """
    bare = text.strip()
    if len(bare) > MAX_URL_CHARS:
        return "", ""
    if known := _CLEAN_ADDRESS.fullmatch(bare):
        return bare, known["host"]
    if not bare.isprintable() or re.search(r"[\s<>\"\\]", bare):
        return "", ""
    try:
        parts = urlsplit(bare)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in {"http", "https"} or not 0 < len(host) <= MAX_HOST_CHARS:
        return "", ""
    bracketed = f"[{host}]" if ":" in host else host
    place = f"{bracketed}:{port}" if port else bracketed
    clean = SplitResult(parts.scheme.lower(), place, parts.path, parts.query, parts.fragment)
    return urlunsplit(clean), host


def parse_count(text: str) -> int | None:
    """Return a count as sources write it, None when it is none.

    >>> parse_count("1.2万"), parse_count("1,024"), parse_count("很多")
    (12000, 1024, None)
    """
    match = _COUNT.fullmatch(text.strip().replace(",", "")[:32])
    if match is None:
        return None
    return min(round(float(match[1]) * _COUNT_UNITS[match[2]]), MAX_COUNT)


def _counts(numbers: Row[str, str]) -> dict[str, int]:
    counted = {name: parse_count(text) for name, text in numbers.items()}
    return {name: count for name, count in counted.items() if count is not None}


def _cut_title(chars: int) -> Reason:
    limit = f"{MAX_TITLE_CHARS:,}"
    return reason("collection.item.title_cut", chars=f"{chars:,}", limit=limit)


def _cut_text(chars: int) -> Reason:
    limit = f"{MAX_TEXT_CHARS:,}"
    return reason("collection.item.text_cut", chars=f"{chars:,}", limit=limit)


def stored_key(key: str) -> str:
    """Return a source's own key as it counts: at most 200 characters; "" for none.

    An address counts without session and tracking: they do not make another post of it.
    """
    return _bounded_key(address_identity(key.strip()) if _is_address(key) else key.strip())


def earlier_stored_key(key: str) -> str:
    """Return a source's own key as it counted before tracking was left out of it."""
    return _bounded_key(key.strip())


def _is_address(key: str) -> bool:
    return key.strip()[:8].lower().startswith(("http://", "https://"))


def _bounded_key(key: str) -> str:
    clean = plain_text(key)
    # Cutting would make two long keys one; a hash keeps them apart.
    if clean == key and len(key) <= MAX_KEY_CHARS:
        return key
    return _digest(b"", key)


def _digest(secret: bytes, *parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return "hash:" + hashlib.blake2b(joined, digest_size=20, key=secret).hexdigest()
