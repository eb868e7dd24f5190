"""Compare the text on a channel with the release.

In:   a release, a pasted text.    Out:  a verdict with the differences by sentence.
Cost: that of ``engine.differences``.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.engine.text.differences import Line, Piece, compare
from huiying.policy.core.hashing import hash_of_text
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import paragraphs, sentences, without_codes
from huiying.work.responses.outlets.models import Agreement
from huiying.work.responses.releases.package import package_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text says what was released, with the differences by sentence."""

    agreement: Agreement
    lines: tuple[Line, ...] = ()
    left: int = 0  # sentences that an excerpt leaves out, which is no difference


def verdict_on(release: Release, text: str) -> Verdict:
    """Compare what a channel says with what was released, sentence by sentence."""
    if not text.strip():
        return Verdict(Agreement.NOT_SEEN)
    released, carried = _normalized(package_of(release).plain), _normalized(text)
    lines = compare(released, carried).lines
    if all(line.kind == "same" for line in lines):
        return Verdict(Agreement.SAME, lines)
    whole, part = _sentences(released), _sentences(carried)
    if not set(part) <= set(whole):
        return Verdict(Agreement.DIFFERS, lines)
    same = tuple(Line("same", (Piece("same", sentence),)) for sentence in part)
    return Verdict(Agreement.EXCERPT, same, left=len(whole) - len(part))


def _sentences(text: str) -> list[str]:
    return [found for line in text.split("\n") for found in sentences(line)]


def _normalized(text: str) -> str:
    """Return a text without what an editor adds: blank lines, indents, facts' codes."""
    return "\n".join(line.strip("　 \t") for line in paragraphs(without_codes(text)))


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a text as it was pasted; "" for none."""
    return hash_of_text(text) if text else ""
