"""The one catalogue of reasons: each code and its Chinese sentence.

A code is "<room>.<what>"; its sentence names its parameters as ``%(name)s``. The English
sentence is in the message catalogue. A test finds codes without a sentence, sentences without
a code, parameters that do not fit, and missing translations.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from huiying.reasons.catalogue import (
    alarms,
    clocks,
    collection,
    drills,
    engine,
    incidents,
    policy,
    record,
)

SENTENCES: Final = MappingProxyType[str, str](
    {
        **alarms.SENTENCES,
        **clocks.SENTENCES,
        **collection.SENTENCES,
        **drills.SENTENCES,
        **engine.SENTENCES,
        **incidents.SENTENCES,
        **policy.SENTENCES,
        **record.SENTENCES,
    }
)
