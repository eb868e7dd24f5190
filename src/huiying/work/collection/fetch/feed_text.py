"""Make the text of a feed safe to read: repaired, bounded, without a half entry.

In:   decoded text that may be malformed, hostile or cut off.
Out:  a fault that forbids reading, or text whose last entry is whole.
Cost: O(characters): one strict parse, a second one of a feed that was cut off.

Nothing is expanded or fetched here. A feed that ends inside an entry is closed before that
entry: half of a text must not be stored as if it were the whole.
"""

import re
from collections.abc import Iterator
from typing import Literal
from xml.sax import ContentHandler, SAXException

import defusedxml.sax
from defusedxml import DefusedXmlException

MAX_ENTRIES = 1_000
MAX_DEPTH = 200
SURROGATES = range(0xD800, 0xE000)
HEAD_CHARS = 20_000  # the root element stands within these

_DECLARATION = re.compile(r"^\s*<\?xml.{0,300}?\?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE(?!\s+html)[^<>\[]{0,1000}>", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)(?=[\s>])")
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_ROOT = re.compile(r"<((?:\w+:)?(?:rss|RDF|feed))(?=[\s>])")
# What looks like markup in here is text; of what is not closed, all up to the end.
_QUOTED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
# Emoji written as the two halves that JavaScript counts, "&#55357;&#56832;", end the reading of
# the whole feed, as does "&#0;"; other references stay as they are.
_BAD_REFERENCE = re.compile(
    r"&#(?:x0*(d[89a-f][0-9a-f]{2}|[0-8bcef]|1[0-9a-f]|fff[ef])"
    r"|0*(5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
# What a program may not contain; one of them would end the reading of the whole feed.
_BAD_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Fault = Literal["", "entities", "too_deep", "broken"]


def clean_feed(text: str) -> str:
    """Return ``text`` without declaration, plain DOCTYPE and characters that XML forbids."""
    # An old, plain DOCTYPE only names a DTD; it is taken away so that nobody fetches it.
    repaired = _repaired(_DOCTYPE.sub("", text, count=1))
    return _DECLARATION.sub("", _BAD_CONTROL.sub("", repaired))


def has_feed_root(text: str) -> bool:
    """Return whether ``text`` begins like a feed and not like a page."""
    head = text[:HEAD_CHARS]
    return _ROOT.search(head) is not None and "<!doctype html" not in head.lower()


def _repaired(text: str) -> str:
    """Return ``text`` without references to what is no character; two halves make one."""
    text, count = _BAD_REFERENCE.subn(_half, text)
    if not count:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _half(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number in SURROGATES else ""


class _DepthGuard(ContentHandler):
    """Stop at elements nested deeper than any feed."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 - SAX's name
        """Go one level down.

        Raises:
            _TooDeepError: At more than 200 levels.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's name
        """Come one level up."""
        self.depth -= 1


class _TooDeepError(Exception):
    pass


def feed_fault(text: str) -> Fault:
    """Return what is wrong with the XML, without building or expanding anything."""
    try:
        defusedxml.sax.parseString(
            text.encode("utf-8", "replace"), _DepthGuard(), forbid_entities=True
        )
    except DefusedXmlException:
        return "entities"
    except _TooDeepError:
        return "too_deep"
    except (SAXException, ValueError):
        # Broken XML is read leniently later on, and the lenient reader knows entities
        # too: then the bare word is enough to refuse.
        return "entities" if _ENTITY.search(text) else "broken"
    return ""


def end_after_whole_entries(text: str) -> str | None:
    """Return a feed that breaks off closed after its last whole entry, None if it ends itself.

    >>> end_after_whole_entries("<rss><channel><item>1</item><item>2</it")
    '<rss><channel><item>1</item></channel></rss>'
    """
    markup = _without_quoted(text)
    root = _ROOT.search(markup)
    end = max((match.end() for match in _ENTRY_END.finditer(markup)), default=0)
    if root is None or markup.find(f"</{root[1]}", end) >= 0:
        return None
    if text.rstrip().endswith(f"</{root[1]}>"):
        return None  # something in between is not closed, but the end is there
    first = _ENTRY.search(markup)
    return _closed(text[: end or (first.start() if first else len(text))])


def end_after_most_entries(text: str) -> str | None:
    """Return the feed closed after its first 1,000 entries, None if it has no more."""
    for count, match in enumerate(_ENTRY.finditer(text)):
        if count == MAX_ENTRIES:
            return _closed(text[: match.start()])
    return None


def count_entries(text: str) -> int:
    """Return how many entries begin in a feed, also in what is quoted."""
    return sum(1 for _entry in _ENTRY.finditer(text))


def single_entries(text: str) -> Iterator[str]:
    """Yield each entry as a feed of its own; quoting that one leaves open ends with it."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        entry = text[start:following]
        end = _ENTRY_END.search(_without_quoted(entry)) or _ENTRY_END.search(entry)
        yield _closed(text[: starts[0]] + (entry[: end.end()] if end else entry))


def _without_quoted(text: str) -> str:
    """Return ``text``, of the same length, with CDATA and comments blank."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def _closed(start: str) -> str:
    root = _ROOT.search(start)
    inside = "<channel" in start and "</channel" not in start
    return f"{start}{'</channel>' if inside else ''}</{root[1] if root else 'rss'}>"
