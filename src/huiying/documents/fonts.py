"""Which fonts a document is set in, and which of its characters none of them can print.

The licensed fonts that GB/T 9704-2012 documents are set in are named first and never shipped;
an open font stands in for what the server does not have. A font is found when it is installed
on the server. The list is read once a process (about 0.2 s).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
WITHOUT_GLYPH = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
SHOWN = 20
"""Characters without a glyph that a warning names."""


@dataclass(frozen=True)
class Role:
    """A typeface of the standard: its name, its licensed families, open ones, its use."""

    name: str
    word: str
    use: str
    licensed: tuple[str, ...]
    open: tuple[str, ...]


ROLES = {
    role.name: role
    for role in (
        Role(
            "title",
            "小标宋",
            "标题和发文机关标志",
            ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
            SERIF,
        ),
        Role(
            "fangsong",
            "仿宋",
            "正文",
            ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
            SERIF,
        ),
        Role(
            "kai",
            "楷体",
            "二级标题",
            ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"),
            ("LXGW WenKai", *SERIF),
        ),
        Role("hei", "黑体", "一级标题", ("SimHei", "黑体", "STHeiti"), SANS),
        Role("song", "宋体", "页码", ("SimSun", "宋体", "STSong"), SERIF),
    )
}


@lru_cache(maxsize=1)
def installed() -> typst.Fonts:
    """Return the fonts of the server, read once a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def families(fonts: typst.Fonts | None = None) -> dict[str, list[str]]:
    """Return, by role, the installed families in the order in which they are tried."""
    by_name = {name.casefold(): name for name in (fonts or installed()).families()}
    return {
        role.name: [
            by_name[name.casefold()]
            for name in (*role.licensed, *role.open)
            if name.casefold() in by_name
        ]
        for role in ROLES.values()
    }


def font_warnings(fonts: typst.Fonts | None = None) -> list[str]:
    """Return one Chinese sentence for each typeface whose licensed font is missing."""
    sentences = []
    chosen = families(fonts)
    for role in ROLES.values():
        first = next(iter(chosen[role.name]), "")
        if first.casefold() in {name.casefold() for name in role.licensed}:
            continue
        instead = f"用“{first}”代替" if first else "也没有可以代替的中文字体，汉字无法显示"
        sentences.append(f"服务器没有安装{role.word}字体（{role.use}），{instead}。")
    return sentences


def missing_characters(text: str, fonts: typst.Fonts | None = None) -> list[str]:
    """Return the characters of the text that no installed font can print, each once.

    The chosen fonts are asked first; all others only about what is still missing, as the page
    falls back to them.
    """
    wanted = {one for one in text if unicodedata.category(one) not in WITHOUT_GLYPH}
    fonts = fonts or installed()
    preferred = {name for names in families(fonts).values() for name in names}
    faces = sorted(fonts.fonts(), key=lambda face: face.family not in preferred)
    for face in faces:
        if not wanted:
            break
        wanted -= _covered(face.path or "", face.index)
    return sorted(wanted - set("\ufe0e\ufe0f"))


def character_warnings(text: str, fonts: typst.Fonts | None = None) -> list[str]:
    """Return a Chinese sentence that names the characters without a glyph, or nothing."""
    missing = missing_characters(text, fonts)
    if not missing:
        return []
    named = "、".join(f"{one}（U+{ord(one):04X}）" for one in missing[:SHOWN])
    more = f"等 {len(missing)} 个字" if len(missing) > SHOWN else ""
    return [f"没有字体能显示：{named}{more}。文字保留在文件中，印出为空框。"]


@lru_cache(maxsize=512)
def _covered(path: str, index: int) -> frozenset[str]:
    """Return the characters of a font file; a file that cannot be read covers none."""
    if not Path(path).is_file():
        return frozenset()
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (OSError, TTLibError, KeyError, AssertionError):
        return frozenset()
