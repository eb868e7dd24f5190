"""Keyword expressions of watch topics: words with and / or / not / near, read and matched.

In:   ``供暖 和 (停暖 或 "不热") 非 广告``, ``近(物业, 停水, 8)``; a text.
Out:  a tree, or what is wrong at which position; whether the text matches.
Cost: reading is linear; of many expressions, about 10 µs a text of 200 characters (see
      ``benchmarks/watch_topics.py``). Pure.

An operator stands by itself, so 和平路 and 非法 are words. Two words side by side mean *and*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from huiying.reasons.marking import marked

MOST_CHARS: Final = 400
MOST_TERMS: Final = 30
MOST_DEPTH: Final = 8
LEAST_TERM_CHARS: Final = 2
MOST_TERM_CHARS: Final = 20
USUAL_DISTANCE: Final = 10
MOST_DISTANCE: Final = 50
MOST_GROUPS: Final = 200
_OPERATORS: Final = {
    "和": "and", "且": "and", "与": "and", "and": "and", "&": "and",
    "或": "or", "or": "or",
    "非": "not", "不含": "not", "not": "not",
}  # fmt: skip
_NEAR: Final = frozenset(("近", "相近", "near"))
_TOKEN: Final = re.compile(
    r"(?P<space>\s+)|(?P<open>[(（])|(?P<close>[)）])|(?P<comma>[,，、])"
    r"|[\"“”](?P<quoted>[^\"“”]*)[\"“”]|(?P<word>[^\s()（）,，、\"“”]+)|(?P<bad>.)"
)
_WORD: Final = re.compile(r"[\w.·%/+#-]+")


class ExpressionError(ValueError):
    """An expression that cannot be read: a sentence to translate, where, and the word there."""

    def __init__(self, sentence: str, position: int, word: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.position, self.word = sentence, position, word


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a quoted phrase, as texts are compared."""

    text: str

    def holds(self, found: frozenset[str] | set[str], text: str) -> bool:
        """Tell whether it is in a text of which the words that are in it were found."""
        del text
        return self.text in found


@dataclass(frozen=True, slots=True)
class Near:
    """Two words with at most ``distance`` characters between them, in any order."""

    first: Term
    second: Term
    distance: int

    def holds(self, found: frozenset[str] | set[str], text: str) -> bool:
        """Tell whether both are in the text, near each other."""
        if self.first.text not in found or self.second.text not in found:
            return False
        spans = [list(_spans(term.text, text)) for term in (self.first, self.second)]
        return any(
            0 <= max(a, b) - min(end_a, end_b) <= self.distance
            for a, end_a in spans[0]
            for b, end_b in spans[1]
        )


@dataclass(frozen=True, slots=True)
class And:
    """All of several."""

    parts: tuple[Node, ...]

    def holds(self, found: frozenset[str] | set[str], text: str) -> bool:
        """Tell whether all hold."""
        return all(part.holds(found, text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of several."""

    parts: tuple[Node, ...]

    def holds(self, found: frozenset[str] | set[str], text: str) -> bool:
        """Tell whether one holds."""
        return any(part.holds(found, text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    part: Node

    def holds(self, found: frozenset[str] | set[str], text: str) -> bool:
        """Tell whether it does not hold."""
        return not self.part.holds(found, text)


Node = Term | Near | And | Or | Not
Key = TypeVar("Key", bound=Hashable)


def fold_text(text: str) -> str:
    """Return a text as words are looked for in it: width, case and spaces do not count.

    >>> fold_text("Ｗi-Fi 不 热")
    'wi-fi不热'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_expression(text: str) -> Node:
    """Return the tree of an expression.

    Raises:
        ExpressionError: If it cannot be read, or would also match a text without any of its
            words.

    >>> read_expression("供暖 和 非 广告")
    And(parts=(Term(text='供暖'), Not(part=Term(text='广告'))))
    """
    if len(text) > MOST_CHARS:
        raise ExpressionError(marked("表达式过长，请拆分为几个主题。"), MOST_CHARS)
    node = _Reader(text).whole()
    if len(terms_of(node)) > MOST_TERMS:
        raise ExpressionError(marked("词语过多，请拆分为几个主题。"), 0)
    if node.holds(frozenset(), ""):
        raise ExpressionError(
            marked("只有排除词，会匹配几乎所有帖文。请至少写一个须包含的词。"), 0
        )
    return node


def terms_of(node: Node) -> set[str]:
    """Return every word of an expression."""
    match node:
        case Term(text):
            return {text}
        case Near(first, second, _distance):
            return {first.text, second.text}
        case Not(part):
            return terms_of(part)
        case And(parts) | Or(parts):
            return set().union(*(terms_of(part) for part in parts))


def positive_groups(node: Node) -> list[tuple[str, ...]]:
    """Return the words that a match holds together, one group for each way to match.

    At most ``MOST_GROUPS``; what is excluded is in none.

    >>> positive_groups(read_expression("(王二 或 李二) 和 小明"))
    [('王二', '小明'), ('李二', '小明')]
    """
    return list(dict.fromkeys(_groups(node, wanted=True)))[:MOST_GROUPS]


def without_exclusions(node: Node) -> Node | None:
    """Return an expression without what it excludes; None if nothing is left."""
    match node:
        case Not():
            return None
        case And(parts):
            kept = [one for part in parts if (one := without_exclusions(part)) is not None]
            return And(tuple(kept)) if kept else None
        case Or(parts):
            kept = [one for part in parts if (one := without_exclusions(part)) is not None]
            return Or(tuple(kept)) if kept else None
        case _:
            return node


class ExpressionSet(Generic[Key]):
    """Many expressions that are matched against a text at once."""

    def __init__(self, nodes: Mapping[Key, Node]) -> None:
        self._nodes = dict(nodes)
        self._by_first: dict[str, list[tuple[str, list[Key]]]] = {}
        keys_of: dict[str, list[Key]] = {}
        for key, node in nodes.items():
            for term in terms_of(node):
                keys_of.setdefault(term, []).append(key)
        for term, keys in keys_of.items():
            self._by_first.setdefault(term[0], []).append((term, keys))
        words = "|".join(sorted(map(re.escape, keys_of)))
        # One search tells the many texts that hold no word at all; the letters with which
        # words begin are looked for only in the others.
        self._any_word = re.compile(words or r"(?!)")
        letters = "".join(map(re.escape, self._by_first))
        self._first_letter = re.compile(f"[{letters}]" if letters else r"(?!)")

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._nodes)

    def matching(self, folded: str) -> list[Key]:
        """Return which match a text that was folded, in the order of the expressions."""
        found: set[str] = set()
        touched: set[Key] = set()
        if self._any_word.search(folded) is None:
            return []
        for first in set(self._first_letter.findall(folded)):
            for term, keys in self._by_first[first]:
                if term in folded:
                    found.add(term)
                    touched.update(keys)
        nodes = self._nodes.items()
        return [key for key, node in nodes if key in touched and node.holds(found, folded)]


def _spans(term: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + 1)


def _groups(node: Node, *, wanted: bool) -> list[tuple[str, ...]]:
    match node:
        case Term(text):
            return [(text,)] if wanted else [()]
        case Near(first, second, _distance):
            return [(first.text, second.text)] if wanted else [()]
        case Not(part):
            return _groups(part, wanted=not wanted)
        case And(parts) | Or(parts):
            each = [_groups(part, wanted=wanted) for part in parts]
            if isinstance(node, And) is wanted:
                return _products(each)
            return [group for groups in each for group in groups][:MOST_GROUPS]


def _products(each: Iterable[Sequence[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    groups: list[tuple[str, ...]] = [()]
    for choices in each:
        groups = [group + choice for group in groups for choice in choices][:MOST_GROUPS]
    return groups


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # open, close, comma, and, or, not, near, term, end
    text: str
    at: int


class _Reader:
    """Reads one expression: or < and < not < words and brackets."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise ExpressionError(marked("请填写表达式。"), 0)
        node = self._any()
        if self.token.kind == "close":
            raise self._error(marked("多一个右括号。"))
        if self.token.kind != "end":
            raise self._error(marked("此处无法识别。"))
        return node

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def _take(self) -> _Token:
        token = self.token
        self.next += 1
        return token

    def _error(self, sentence: str) -> ExpressionError:
        return ExpressionError(sentence, self.token.at, self.token.text)

    def _any(self) -> Node:
        parts = [self._all()]
        while self.token.kind == "or":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while self.token.kind in ("and", "not", "open", "near", "term"):
            if self.token.kind == "and":
                self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Node:
        token = self.token
        if token.kind == "not":
            self._take()
            return Not(self._one())
        if token.kind == "open":
            return self._bracket()
        if token.kind == "near":
            return self._near()
        if token.kind == "term":
            return _term(self._take())
        if token.kind == "end":
            raise self._error(marked("表达式不完整，此处缺少词语。"))
        raise self._error(marked("此处应为词语。"))

    def _bracket(self) -> Node:
        self._take()
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self._error(marked("括号层数过多。"))
        node = self._any()
        self._expect("close", marked("缺少右括号。"))
        self.depth -= 1
        return node

    def _near(self) -> Near:
        self._take()
        self._expect("open", marked("“近”后须写括号，如：近(物业,停水,8)。"))
        first = self._near_term()
        self._expect("comma", marked("“近”的两个词之间须用逗号分开。"))
        second = self._near_term()
        distance = USUAL_DISTANCE
        if self.token.kind == "comma":
            self._take()
            if not self.token.text.isdecimal() or not 0 < int(self.token.text) <= MOST_DISTANCE:
                raise self._error(marked("相隔字数须为 1 至 50 的整数。"))
            distance = int(self._take().text)
        self._expect("close", marked("缺少右括号。"))
        return Near(first, second, distance)

    def _near_term(self) -> Term:
        if self.token.kind != "term":
            raise self._error(marked("“近”只能写两个词，不能写条件。"))
        return _term(self._take())

    def _expect(self, kind: str, sentence: str) -> None:
        if self.token.kind != kind:
            raise self._error(sentence)
        self._take()


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, at = str(match.lastgroup), match.start()
        if kind == "space":
            continue
        word = match.group(kind)
        if kind == "quoted":
            yield _Token("term", word, at)
        elif kind == "word":
            behind = text[match.end() :].lstrip()[:1]
            if word.casefold() in _NEAR and behind in ("(", "（"):
                yield _Token("near", word, at)
            else:
                yield _Token(_OPERATORS.get(word.casefold(), "term"), word, at)
        elif kind == "bad":
            raise ExpressionError(marked("引号没有成对。"), at, word)
        else:
            yield _Token(kind, word, at)
    yield _Token("end", "", len(text))


def _term(token: _Token) -> Term:
    folded = fold_text(token.text)
    if not _WORD.fullmatch(folded):
        raise ExpressionError(
            marked("词语中有不支持的符号；不支持通配符。"), token.at, token.text
        )
    if len(folded) < LEAST_TERM_CHARS:
        raise ExpressionError(marked("词语至少两个字。"), token.at, token.text)
    if len(folded) > MOST_TERM_CHARS:
        raise ExpressionError(marked("词语最多二十个字。"), token.at, token.text)
    return Term(folded)
