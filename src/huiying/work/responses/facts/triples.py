"""A fact as subject, attribute and value: how two are compared and how one is worded."""

from __future__ import annotations

from datetime import datetime

from huiying.engine.text.amounts import normalize_value
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.time.zone import LOCAL


def normalized(text: str) -> str:
    """Return a text as it is compared: NFKC, small letters, no spaces, no 1,000 separators.

    >>> normalized("３,２００ 户") == normalized("3200户")
    True
    """
    return normalize_value(text)


def fact_key(subject: str, attribute: str) -> str:
    """Return what all facts of one subject and attribute have in common; "" of an empty one."""
    who, what = normalized(subject), normalized(attribute)
    if not who or not what:
        return ""
    return hash_of_text(f"{who}\x1f{what}")


def fact_sentence(subject: str, attribute: str, value: str, as_of: datetime | None) -> str:
    """Return a fact as a sentence for the public, in Chinese whatever the screen speaks."""
    if as_of is None:
        return f"{subject}{attribute}：{value}。"
    at = as_of.astimezone(LOCAL)
    moment = f"{at.month}月{at.day}日{at.hour}时" + (f"{at.minute}分" if at.minute else "")
    return f"截至{moment}，{subject}{attribute}：{value}。"
