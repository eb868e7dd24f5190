"""Text that is stored or sent: always Chinese, whatever the language of the officer who acts.

In:   a Chinese sentence of the catalogue, or the label of a choice.    Out:  it, in Chinese.
Cost: none.

Who acts may read English, and what he is answered is English; the record and the letter to a
unit are read by others. What a page shows in its reader's language is stored as a code instead
(``reasons/reason.py``).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import override

HOUSE_LANGUAGE = "zh-hans"


def house_text(sentence: str) -> str:
    """Return the sentence as it stands here; the catalogue collects it by this name."""
    return sentence


def house_label(label: str | Promise) -> str:
    """Return a choice's label in Chinese."""
    with override(HOUSE_LANGUAGE):
        return str(label)
