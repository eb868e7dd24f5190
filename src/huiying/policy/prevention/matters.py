"""A risk names a matter: the words that make a risk of people are refused.

In:   a text.    Out:  the word that names people who petition as a risk, or nothing.
Cost: one search.

To write down who complains is no prevention: it turns the register into a list of persons. What
goes wrong, where and when is enough to see to it.
"""

import re
from typing import Final

_PEOPLE: Final = (
    r"(?:上访|信访|维权|缠访|闹访|越级访|群访|集访|进京访|非访)(?:老户|大户|户|群体|人群|对象"
    r"|骨干|积极分子|代表|专业户|钉子户)",
    r"(?:上访|缠访|闹访|越级上访|进京|非访|维权|滋事|闹事|涉稳|重点|敏感|稳控|管控)人(?:员|士|群)?",
    r"缠访|闹访|访闹|无理上访|无理取闹|老上访",
    r"(?:重点|特殊|利益诉求|涉稳|敏感)群体",
    r"挑头|带头人|煽动者|组织者|串联者|幕后|发帖人|群主|网民本人",
)
_FOUND: Final = re.compile("|".join(_PEOPLE))


def people_named(text: str) -> str:
    """Return the first words by which a text makes people the risk; "" = none.

    >>> people_named("供热开栓后反映集中")
    ''
    >>> people_named("盯住上访老户")
    '上访老户'
    """
    found = _FOUND.search(text)
    return found.group() if found else ""
