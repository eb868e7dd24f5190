"""Refuse an expression that watches a person, also when a name stands in pieces.

In:   an expression as typed.    Out:  nothing, or a refusal.
Cost: about 2 ms for each word and each pair of short words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Final

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.search.personal import personal_kind, personal_kind_of_place
from huiying.engine.masking.written_otherwise import is_nickname_search, is_pinyin_name
from huiying.engine.text.keyword_expressions import (
    ExpressionError,
    Node,
    positive_groups,
    read_expression,
    terms_of,
)

LONGEST_NAME: Final = 4
MOST_PIECES: Final = 6
_BETWEEN: Final = re.compile(
    r"[\W_]+|(?<!\w)(?:和|且|与|或|非|近|相近|and|or|not|near)(?!\w)|\d+", re.IGNORECASE
)


def readable(expression: str, district: str) -> Node:
    """Return the tree of an expression that watches no person.

    Raises:
        Refused: If it names one, whole or in pieces; or cannot be read, with the position.
    """
    _refuse_pieces(expression, district)
    try:
        node = read_expression(expression)
    except ExpressionError as error:
        values = {
            "sentence": _(error.sentence),
            "position": error.position + 1,
            "word": error.word,
        }
        if error.word:
            raise Refused(_("第 %(position)s 个字“%(word)s”：%(sentence)s") % values) from error
        raise Refused(_("第 %(position)s 个字：%(sentence)s") % values) from error
    for phrase in _phrases(node):
        if personal_kind_of_place(phrase, district) is not None:
            raise _person()
    for group in positive_groups(node):
        together = " ".join(group)
        if is_pinyin_name(together) or is_nickname_search(together):
            raise _person()
    return node


def _refuse_pieces(expression: str, district: str) -> None:
    """Refuse an account or number anywhere, and short pieces that read as a name together."""
    if personal_kind(expression) in ("handle", "number", "account"):
        raise _person()
    pieces = [piece for piece in _BETWEEN.sub(" ", expression).split() if piece]
    short = [piece for piece in pieces if len(piece) < LONGEST_NAME - 1][:MOST_PIECES]
    for phrase in _joined(short):
        if any(len(piece) == 1 for piece in short) and personal_kind_of_place(phrase, district):
            raise _person()


def _phrases(node: Node) -> set[str]:
    """Return every word, and what short words of one way to match read together."""
    found = set(terms_of(node))
    for group in positive_groups(node):
        short = [term for term in dict.fromkeys(group) if len(term) < LONGEST_NAME]
        found.update(_joined(short[:MOST_PIECES]))
    return found


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """Yield what two or more pieces read together in any order, as long as a name can be."""
    pieces = list(pieces)
    for count in range(2, LONGEST_NAME + 1):
        for chosen in permutations(pieces, count):
            for phrase in ("".join(chosen), _overlapping(chosen)):
                if len(phrase) <= LONGEST_NAME:
                    yield phrase


def _overlapping(pieces: Sequence[str]) -> str:
    """Return pieces as one, each put where the one before it ends with its first letter."""
    whole = pieces[0]
    for piece in pieces[1:]:
        whole += piece[1:] if whole[-1] == piece[0] else piece
    return whole


def _person() -> Refused:
    return Refused(
        _(
            "关注主题只写事项和地点，不写人：表达式含姓名、账号或号码，拆开书写的也不"
            "可以。请改用事项、地点或单位名称。"
        )
    )
