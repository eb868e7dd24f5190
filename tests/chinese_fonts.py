"""Whether this machine can print Chinese; what measures printed pages needs that."""

import os

import pytest

from huiying.documents.fonts import families


def need_chinese_fonts() -> None:
    """Skip a test on a machine without Chinese fonts, or fail where they are required."""
    chosen = families()
    if chosen["fangsong"] and chosen["hei"]:
        return
    if "fonts" in os.environ.get("HUIYING_REQUIRE", ""):
        pytest.fail("Chinese fonts are required and were not found")
    pytest.skip("no Chinese fonts were found: install fonts-noto-cjk")
