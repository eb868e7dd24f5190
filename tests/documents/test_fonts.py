"""Fonts: the licensed ones first, an open one named where they are missing."""

import typst

from huiying.documents import Paragraph, to_docx, to_pdf
from huiying.documents.fonts import (
    ROLES,
    character_warnings,
    families,
    font_warnings,
    missing_characters,
)
from tests.documents.pages import a_document, text_of

UNASSIGNED = "\U000323af"  # no font has it


class Installed:
    """Fonts of a server, by the names of their families."""

    def __init__(self, *names):
        self.names = names

    def families(self):
        return list(self.names)

    def fonts(self):
        return []


def test_a_licensed_font_wins_over_an_open_one():
    chosen = families(Installed("Noto Serif CJK SC", "FangSong_GB2312", "FZXiaoBiaoSong-B05S"))

    assert chosen["fangsong"] == ["FangSong_GB2312", "Noto Serif CJK SC"]
    assert chosen["title"][0] == "FZXiaoBiaoSong-B05S"


def test_names_of_fonts_are_compared_without_case():
    assert families(Installed("simhei"))["hei"] == ["simhei"]


def test_a_missing_licensed_font_is_named_with_what_stands_in():
    sentences = font_warnings(Installed("Noto Serif CJK SC", "SimHei"))

    assert len(sentences) == 4
    assert (
        "服务器没有安装小标宋字体（标题和发文机关标志），用“Noto Serif CJK SC”代替。"
        in sentences
    )
    assert not any("黑体" in sentence for sentence in sentences)


def test_a_server_without_any_chinese_font_is_told():
    assert all("汉字无法显示" in one for one in font_warnings(Installed("DejaVu Sans")))


def test_a_server_with_all_licensed_fonts_gets_no_warning():
    assert font_warnings(Installed(*(role.licensed[0] for role in ROLES.values()))) == []


def test_rare_characters_stay_in_the_file_and_those_without_a_glyph_are_named():
    rendered = to_pdf(a_document(body=(Paragraph(f"𠮷某{UNASSIGNED}某"),)))

    assert "𠮷" in text_of(rendered)
    assert any(f"{UNASSIGNED}（U+323AF）" in one for one in rendered.warnings)
    assert not any("𠮷" in one for one in rendered.warnings)
    assert any("U+323AF" in one for one in to_docx(a_document(title=UNASSIGNED)).warnings)


def test_many_missing_characters_are_counted():
    text = "".join(chr(0x323B0 + at) for at in range(30))

    [sentence] = character_warnings(text)

    assert "等 30 个字" in sentence


def test_an_emoji_is_kept_with_its_joiners():
    family = "👨\u200d👩\u200d👧"
    rendered = to_pdf(a_document(body=(Paragraph(f"谢谢{family}\ufe0f"),)))

    assert "谢谢" in text_of(rendered)
    assert "\u200d" not in missing_characters(family)


def test_the_fonts_of_the_machine_are_read():
    assert isinstance(families(), dict)
    assert set(families()) == set(ROLES)
    assert isinstance(typst.Fonts(include_embedded_fonts=False).families(), list)
