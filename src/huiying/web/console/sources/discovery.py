"""网站试采: name a few websites, see what each offers, add what is ticked in one step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.place_names import platform_choices
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.posts.discovery import Offer, discover
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.queries import collected_addresses

MOST_SITES = 5
MOST_OFFERS = 40
NAME_CHARS = 80
FIELDS = ("kind", "address", "name", "link_pattern", "channel")


class SitesForm(forms.Form):
    """The websites to look at, one a line."""

    sites = forms.CharField(
        label=gettext_lazy("网站网址"),
        max_length=3_000,
        widget=forms.Textarea(
            attrs={"rows": 4, "placeholder": "https://", "spellcheck": "false"}
        ),
        help_text=gettext_lazy(
            "每行一个，最多 5 个，如本区政府网站、本地新闻网站、公开论坛的首页或栏目页。"
        ),
    )

    def clean_sites(self) -> list[str]:
        """Return the distinct addresses, a scheme added where none was typed."""
        lines = (line.strip() for line in self.cleaned_data["sites"].splitlines())
        sites = list(
            dict.fromkeys(
                line if "://" in line else f"https://{line}" for line in lines if line
            )
        )
        if len(sites) > MOST_SITES:
            raise forms.ValidationError(
                _("一次最多 %(most)s 个网站，现有 %(count)s 个。请分次试采。")
                % {"most": MOST_SITES, "count": len(sites)}
            )
        return sites


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One place that can become a source; ``index`` names its fields in the form."""

    index: int
    kind: str
    address: str
    name: str
    link_pattern: str
    channel: str
    ticked: bool
    found: int = 0
    example: str = ""
    problem: str = ""

    @property
    def channel_field(self) -> str:
        """The name of the field of its platform."""
        return f"{self.index}-channel"


@never_cache
@form_page
def find_sources(request: OfficerRequest) -> HttpResponse:
    """Ask for websites, show what they offer, and add the ticked ones."""
    require(request.user, Capability.MANAGE_SOURCES)
    if request.method == "POST" and "add" in request.POST:
        return _add(request)
    form = SitesForm(request.POST or None)
    rows: list[OfferRow] = []
    if request.method == "POST" and form.is_valid():
        rows = _rows(request, _offers(form.cleaned_data["sites"]))
    return _page(request, form, rows)


def _offers(sites: list[str]) -> list[Offer]:
    """Look at the websites beside one another: each has a distance to keep of its own."""
    language = translation.get_language()

    def look(site: str) -> list[Offer]:
        with translation.override(language):
            return discover(site)

    with ThreadPoolExecutor(max_workers=MOST_SITES) as pool:
        found = [offer for offers in pool.map(look, sites) for offer in offers]
    return list({offer.address: offer for offer in found}.values())[:MOST_OFFERS]


def _rows(request: OfficerRequest, offers: list[Offer]) -> list[OfferRow]:
    known = collected_addresses(request.user.bureau_id)
    platforms = [
        value for value, _name in platform_choices(request.user.bureau_id, clock.now())
    ]
    return [
        OfferRow(
            index,
            offer.kind,
            offer.address,
            offer.name[:NAME_CHARS],
            offer.link_pattern,
            _platform(offer.address, platforms),
            ticked=not offer.problem and offer.address not in known,
            found=offer.found,
            example=offer.example,
            problem=_("已是本局来源。") if offer.address in known else offer.problem,
        )
        for index, offer in enumerate(offers)
    ]


def _platform(address: str, platforms: list[str]) -> str:
    """Return the platform of the list that an address speaks for; else the last one, 其他."""
    wanted = "政府网站" if ".gov.cn" in address else "新闻网站"
    return wanted if wanted in platforms else platforms[-1]


def _typed(data: QueryDict) -> list[OfferRow]:
    rows = []
    for index in range(MOST_OFFERS):
        if f"{index}-address" in data:
            kind, address, name, pattern, channel = (
                str(data.get(f"{index}-{field}", "")) for field in FIELDS
            )
            ticked = f"{index}-ticked" in data
            rows.append(OfferRow(index, kind, address, name, pattern, channel, ticked))
    return rows


def _add(request: OfficerRequest) -> HttpResponse:
    added, left = 0, []
    for row in _typed(request.POST):
        problem = _add_one(request, row) if row.ticked else ""
        if problem:
            left.append(replace(row, problem=problem))
        added += row.ticked and not problem
    if added and not left:
        words = _("已添加 %(count)s 个来源，数秒后首次采集。") % {"count": added}
        return redirect_done(request, words, reverse("console:sources"))
    note = (
        _("已添加 %(added)s 个，%(left)s 个未添加，原因见表。")
        % {"added": added, "left": len(left)}
        if left
        else _("未勾选任何一项，未添加来源。")
    )
    return _page(request, SitesForm(), left or _typed(request.POST), note=note, status=409)


def _add_one(request: OfficerRequest, row: OfferRow) -> str:
    """Add one source; return why not, or ""."""
    facts = {name: getattr(row, name) for name in FIELDS}
    try:
        if row.kind not in ("FEED", "PAGE"):
            raise Refused(_("请重新试采。"))
        add_source(
            bureau=request.user.bureau,
            actor=request.user.audit_actor(),
            now=clock.now(),
            **facts,
        )
    except Refused as error:
        return str(error)
    return ""


def _page(
    request: OfficerRequest,
    form: SitesForm,
    rows: list[OfferRow],
    *,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "channels": platform_choices(request.user.bureau_id, clock.now()),
        "note": note,
    }
    return render(request, "console/sources/find.html", context, status=status)
