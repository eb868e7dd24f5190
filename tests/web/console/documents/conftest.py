import pytest

from tests.chinese_fonts import need_chinese_fonts


@pytest.fixture(autouse=True)
def _chinese_fonts():
    need_chinese_fonts()
