"""The page of the report of ``huiying analyze``: style and frame, as strings.

In:   nothing.
Out:  templates for ``str.format`` (braces of the style are doubled by ``frame``).
Cost: none. The page asks nobody for anything: no script, no font, no address.
"""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--bg:#f4f5f7;--surface:#fff;--line:#dfe3e8;--text:#1b232c;
--text-2:#434e5a;--text-3:#5c6773;--accent:#1c5f95;--grid:#e6e9ed;--mute:#76818d}
@media (prefers-color-scheme:dark){:root{--bg:#11161b;--surface:#191f26;--line:#2b343e;
--text:#e4e9ee;--text-2:#b7c1cb;--text-3:#98a4b0;--accent:#74b4e6;--grid:#29323b;--mute:#8b97a3}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/22px "PingFang SC",
"HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;
text-autospace:normal}
main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:20px;line-height:28px;margin:0 0 4px;font-weight:600;overflow-wrap:anywhere}
h2{font-size:16px;line-height:24px;margin:0 0 8px;font-weight:600}
.meta{color:var(--text-3);margin:0 0 16px}
.facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0 0 16px;padding:0}
.facts div{min-width:96px}
.facts dt{color:var(--text-3);font-size:12px;line-height:18px}
.facts dd{margin:0;font-size:20px;line-height:28px;font-variant-numeric:tabular-nums}
section{background:var(--surface);border:1px solid var(--line);border-radius:6px;
padding:16px;margin:0 0 16px}
figure{margin:0;overflow-x:auto}
.late{direction:rtl}.late>*{direction:ltr}
svg{display:block;width:100%;height:auto;min-width:560px}
svg text{fill:var(--text-2);font-size:12px}
svg .bar{fill:var(--accent)}svg .copy{fill:var(--mute)}svg .grid{stroke:var(--grid)}
figcaption,.note{color:var(--text-3);font-size:12px;line-height:18px;margin-top:8px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:640px}
th,td{text-align:left;vertical-align:top;padding:8px;border-top:1px solid var(--line)}
th{color:var(--text-3);font-size:12px;font-weight:400;border-top:0;white-space:nowrap}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.t{min-width:240px;overflow-wrap:anywhere}td.t b{font-weight:600}
td.t span{display:block;color:var(--text-3);font-size:12px;line-height:18px}
details{color:var(--text-3);font-size:12px;line-height:18px;overflow-wrap:anywhere}
blockquote{margin:0 0 4px}
summary{cursor:pointer;min-height:24px}
.main{list-style:none;margin:0;padding:0}
.main li{display:grid;grid-template-columns:minmax(0,1fr) 240px;gap:8px 24px;padding:10px 0;
border-top:1px solid var(--line)}
.main li:first-child{border-top:0;padding-top:0}
h3{font-size:15px;line-height:22px;margin:0;font-weight:600;overflow-wrap:anywhere}
.main .meta{margin:0 0 2px;font-size:12px;line-height:18px}
.main blockquote{color:var(--text-2)}
.main .spark{align-self:end}
svg.spark{min-width:0;max-width:240px}
.times{color:var(--text-3);font-variant-numeric:tabular-nums;white-space:nowrap}
.left{margin:0;padding:0 0 0 20px}.left .note{margin:0}
details.fold{background:var(--surface);border:1px solid var(--line);border-radius:6px;
padding:0 16px;margin:0 0 8px;color:inherit;font-size:inherit;line-height:inherit}
details.fold[open]{padding-bottom:16px}
.fold>summary{padding:10px 0}.fold>summary h2{display:inline;margin:0}
@media (max-width:600px){.main li{grid-template-columns:minmax(0,1fr)}}
@media (max-width:600px){table{min-width:0}th,td{padding:8px 4px}td.t{min-width:208px}}
@media print{:root{--bg:#fff;--surface:#fff;--text:#000;--text-2:#222;--text-3:#333;
--line:#999;--grid:#ccc;--accent:#333;--mute:#888}main{max-width:none;padding:0}
section{break-inside:avoid-page;border:0;padding:0}section.long{break-inside:auto}
tr,.main li{break-inside:avoid}details.fold{border:0;padding:0}svg{min-width:0}}
"""

FRAME: Final = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="meta">由程序按用词、名称和重复情况归并，须由人核实；不作真伪或严重程度判断。</p>
<dl class="facts">{facts}</dl>
{sections}
</main>
</body>
</html>
"""
