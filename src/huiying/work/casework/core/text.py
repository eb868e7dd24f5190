"""Check officers' texts before they are stored: masked, limited, refused if not allowed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.engine.masking.mask import mask

WEB_SCHEMES = ("http://", "https://")


MAX_LINK = 500


def checked_text(text: str, most: int, missing: str = "") -> str:
    """Return a text of people without personal data.

    Args:
        most: Characters that are kept at most; a longer text is refused.
        missing: The sentence when nothing is left; "" = it may be empty.

    Raises:
        Refused: If it is empty and must not be, too long, or marked as classified.
    """
    refuse_classified(text)
    words = masked_text(text.replace("\r\n", "\n").strip())
    if not words and missing:
        raise Refused(missing)
    if len(words) > most:
        raise Refused(_("最多 %(most)s 字，现在 %(here)s 字。")
                           % {"most": most, "here": len(words)})  # fmt: skip
    return words


def office_name(text: str, most: int = 80) -> str:
    """Return the name of an office or a post.

    Raises:
        Refused: If it is empty, too long or names a person.
    """
    words = " ".join(text.split())
    if not words:
        raise Refused(_("请写明科室或岗位。"))
    if len(words) > most:
        raise Refused(_("科室或岗位最多 %(most)s 字。") % {"most": most})
    if mask(words).text != words:
        raise Refused(_("请写科室或岗位，不得写人名。"))
    return words


def web_address(text: str) -> str:
    """Return an address of the web, or nothing.

    Raises:
        Refused: If it is no address, or too long.
    """
    link = text.strip()
    if link and (not link.startswith(WEB_SCHEMES) or " " in link or len(link) > MAX_LINK):
        raise Refused(_("网址须以 http:// 或 https:// 开头，最多 500 字。"))
    return link


MAX_LINE, MAX_TEXT, MAX_TITLE = 400, 4_000, 200


def mask_text(text: str, most: int) -> str:
    """Return a text without what identifies a person, at most so long."""
    return masked_text(text.replace("\r\n", "\n").strip())[:most]
