"""No template needs the policy against inline script and style to be loosened."""

from __future__ import annotations

import re

from huiying.web.middleware import POLICY
from tests.architecture.source_files import name_of, python_files, room_of, templates

TAG = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)
HANDLER = re.compile(r"\son[a-z]+\s*=")
DATA = 'type="application/json"'


def found(html: str) -> list[str]:
    html = re.sub(r"{% comment %}.*?{% endcomment %}", "", html, flags=re.DOTALL)
    bad = []
    for tag in TAG.findall(html):
        if re.search(r"\sstyle\s*=", tag) or HANDLER.search(tag) or "javascript:" in tag:
            bad.append(tag)
        if re.match(r"<style\b", tag, re.IGNORECASE):
            bad.append(tag)
        if re.match(r"<script\b", tag, re.IGNORECASE) and "src=" not in tag and DATA not in tag:
            bad.append(tag)
        if re.search(r"\shx-on[:\-]|\shx-vals=[\"']js:", tag):
            bad.append(tag)
    return bad


def test_no_template_has_inline_script_or_style():
    bad = {name_of(path): found(path.read_text(encoding="utf-8")) for path in templates()}

    assert len(bad) > 60, "the walk found few templates: it looks in the wrong place"
    assert {name: tags for name, tags in bad.items() if tags} == {}


def test_nothing_comes_from_another_site():
    foreign = re.compile(
        r"(?:src|srcset)=[\"']\s*(?:https?:)?//|<link[^>]+href=[\"']\s*(?:https?:)?//"
    )

    assert [name_of(p) for p in templates() if foreign.search(p.read_text("utf-8"))] == []


def test_the_search_finds_what_it_must():
    assert found('<p style="x">') == ['<p style="x">']
    assert len(found("<style>p{}</style><script>1</script><a onclick='x()'>")) == 3
    assert (
        found('<script src="a.js"></script><script type="application/json">{}</script>') == []
    )


def test_tags_made_by_code_have_no_style_either():
    for path in python_files():
        if room_of(path) == "web":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"<[a-z]+[^>\n]*\sstyle=", text), name_of(path)


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY
