"""The forms of a public answer: its name, its outline, and what it must hold.

Article 8 asks for facts in time. Whoever cannot answer yet says what is known, what is not, and
when the next word comes (先行回应); it names the matter and is no answer, so the incident goes
on waiting for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from huiying.reasons.marking import marked

Part = Literal["next_word", "date", "contact", "commitment", "apology"]


class AnswerForm(StrEnum):
    """What kind of answer a draft is; empty on a draft means: none was chosen."""

    HOLDING = "HOLDING"
    CLARIFICATION = "CLARIFICATION"
    PROGRESS = "PROGRESS"
    BRIEF = "BRIEF"
    APOLOGY = "APOLOGY"

    @property
    def label(self) -> str:
        """The Chinese name of the form."""
        return _FORMS[self].label

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its outline, in order."""
        return _FORMS[self].headings

    @property
    def must_hold(self) -> tuple[Part, ...]:
        """What blocks its submission when it is missing."""
        return _FORMS[self].must_hold

    @property
    def outline(self) -> str:
        """The headings as an empty text, each on a line of its own."""
        return "\n\n".join(f"【{heading}】" for heading in self.headings)

    @property
    def answers(self) -> bool:
        """A holding statement names the matter; every other form answers it."""
        return self is not AnswerForm.HOLDING


@dataclass(frozen=True, slots=True)
class _Form:
    label: str
    headings: tuple[str, ...]
    must_hold: tuple[Part, ...] = ()


_FORMS = {
    AnswerForm.HOLDING: _Form(
        marked("先行回应"),
        ("已经知道的", "还不知道的", "正在做的", "下一次什么时候说"),
        ("next_word",),
    ),
    AnswerForm.CLARIFICATION: _Form(
        marked("澄清"),
        ("事实是", "网上的说法", "错在哪里", "请记住的事实"),
    ),
    AnswerForm.PROGRESS: _Form(
        marked("进展通报"),
        ("办到哪一步", "还没有办的", "下一步和时间"),
        ("date",),
    ),
    AnswerForm.BRIEF: _Form(
        marked("答问"),
        ("问题一", "问题二", "问题三"),
    ),
    AnswerForm.APOLOGY: _Form(
        marked("致歉与更正"),
        ("我们错在哪里", "向受影响的人道歉", "怎样改正、什么时候完成"),
        ("apology", "commitment"),
    ),
}
