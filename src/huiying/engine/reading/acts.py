"""Find words that report an act of an authority, or call for obstruction or violence.

In:   a text as stored.
Out:  the first such words, or "" when there are none.
Cost: about 1 µs for a text without such a word; pure.
"""

from __future__ import annotations

import re
from typing import Final

# A thing done by an authority; and calls for obstruction or violence:
# peaceful petitioning is no such call, and a court that takes a suit is no such act.
_ACT = re.compile(
    r"(?:已|被|予以|作出|宣布|决定)[^，。！？；\n]{0,6}"
    r"(?:停职|免职|撤职|立案(?:调查|侦查|查处|审查)|刑拘|行政处罚|停业整顿)"
    r"|(?:成立|组建|派出)[^，。！？；\n]{0,10}(?:调查组|工作组)"
)


# What somebody demands, asks for, announces or misses is not done.
_REQUEST = re.compile(
    r"应(?:当|该|$)|请|要求|希望|建议|呼吁|恳|盼|能否|是否|没有|尚未|如果"
    r"|尽快|尽早|早日|赶紧|赶快|抓紧|必须|务必|怎么还|什么时候|何时|为什么不|为何不"
    r"|(?:[不要将拟会]|打算|准备|计划)$"
)


_REQUEST_CHARS: Final = 24  # characters of the same sentence in which it is asked


_SENTENCE_ENDS = re.compile(r"[。！？；\n]")


_QUESTION = re.compile(r"[^。！；\n]{0,24}[？?]")


_CALL = re.compile(
    r"(?:大家|一起|集体|都去|号召|约好)[^。！？\n]{0,12}(?:堵门|堵路|围堵|冲进|砸了|打砸|揍)"
    r"|(?:今晚|明天|明早)[^。！？\n]{0,12}(?:堵门|堵路|围堵|打砸)"
)


_HINT = re.compile("[职案拘罚顿组堵冲砸揍]")  # every such act and every such call holds one


def find_act_or_call(text: str) -> str:
    """Return the words that tell of an authority's act or call for violence; "" = none."""
    if not _HINT.search(text):
        return ""
    for found in _ACT.finditer(text):
        before = text[max(0, found.start() - _REQUEST_CHARS) : found.start()]
        request = _REQUEST.search(_SENTENCE_ENDS.split(before)[-1])
        if not request and not _QUESTION.match(text, found.end()):
            return found[0]
    called = _CALL.search(text)
    return called[0] if called else ""
