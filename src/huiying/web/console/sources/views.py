"""来源: list of sources with their health; add, change, pause, preview."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text, redirect_done, redirect_refused
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.one_time_display import read_token_of_digest, store_token
from huiying.web.console.sources.emergency import emergency_note
from huiying.web.console.sources.forms import PauseForm, SourceForm
from huiying.web.console.sources.health_strip import source_strip
from huiying.web.console.sources.rows import demo_standstill, source_rows
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.preview import Preview, preview
from huiying.work.collection.posts.queries import posts_of_source
from huiying.work.collection.sources.access import source_for
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.edit_source import edit_source
from huiying.work.collection.sources.actions.pause_source import resume_source
from huiying.work.collection.sources.actions.rotate_token import (
    rotate_token,
)
from huiying.work.collection.sources.labels import (
    ADDED_BY_OFFICERS,
    PAGE,
    PUSH,
    health_choices,
    kind_choices,
    kind_label,
)
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.queries import (
    listed_sources,
    slow_sources,
    source_health_strip,
)
from huiying.work.incidents.incidents.actions.stop_source import stop_source
from huiying.work.incidents.incidents.queries import open_incidents_fed_by

BACK = "console:sources"
WEEK = timedelta(days=7)
TO = Capability.MANAGE_SOURCES


@require_GET
def sources(request: OfficerRequest) -> HttpResponse:
    """List the sources with a sentence for each; ``kind`` and ``health`` narrow."""
    officer = request.user
    require(officer, Capability.SEE_SOURCES)
    kind, health = request.GET.get("kind", ""), request.GET.get("health", "")
    now = clock.now()
    strip = source_health_strip(officer.bureau_id, now)
    shown = listed_sources(officer.bureau_id, kind=kind, health=health)
    context = {
        "strip": source_strip(officer, strip, shown_bad=0),
        "rows": source_rows(officer.bureau_id, shown, now),
        "slow": list(slow_sources(officer.bureau_id)[:3]),
        "may_manage": may(officer, TO),
        "standstill": demo_standstill(),
        "emergency": emergency_note(officer),
        **filters_of(kind, health, shown=len(shown), total=len(strip.rows)),
    }
    return render(request, "console/sources/sources.html", context)


@never_cache
@form_page
def add(request: OfficerRequest, kind: str) -> HttpResponse:
    """Add a source; a push source leads to its token."""
    require(request.user, TO)
    kind = _kind(kind)
    form = _form(request, kind)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, kind)
    try:
        source = add_source(
            bureau=request.user.bureau,
            kind=kind,
            actor=request.user.audit_actor(),
            now=clock.now(),
            **form.cleaned_data,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _form_page(request, form, kind, status=409)
    if kind == PUSH:
        return _with_token(request, source)
    message = _("已添加“%(name)s”，数秒后首次采集。") % {"name": source.name}
    return redirect_done(request, message, reverse(BACK))


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a source."""
    source = source_for(request.user, pk, to=TO)
    form = _form(request, source.kind, initial=_start(source))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, source.kind, source=source)
    try:
        edit_source(
            source=source,
            revision=submitted_version(request) or 0,
            facts=form.facts(),
            actor=request.user.audit_actor(),
            by=request.user,
            now=clock.now(),
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _form_page(request, form, source.kind, source=source, status=409)
    return redirect_done(
        request, _("已保存“%(name)s”。") % {"name": source.name}, reverse(BACK)
    )


@require_POST
def try_out(request: OfficerRequest, kind: str) -> HttpResponse:
    """Show what would be collected; nothing is stored."""
    require(request.user, TO)
    kind = _kind(kind)
    form = _form(request, kind)
    form.is_valid()
    typed = {
        name: str(form.data.get(name, ""))
        for name in ("address", "link_pattern", "link_selector")
    }
    tried = preview(kind=kind, now=clock.now(), **typed)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/sources/_preview.html", {"preview": tried})
    form.errors.clear()  # a try-out asks for the address only
    return _form_page(request, form, kind, preview=tried)


SOURCE = Target(row=source_for, back=BACK, about=lambda source: source.name)


def _loss_words(source: Source) -> str:
    """Say what is no longer seen when a source is paused."""
    since = clock.now() - WEEK
    words = {
        "posts": posts_of_source(source, since=since),
        "incidents": open_incidents_fed_by(source, since=since),
    }
    return (
        _(
            "停用后不再采集该来源的新帖文，也不再由此发出警报。"
            "近 7 天采集 %(posts)s 条，涉及未办结事件 %(incidents)s 件。"
        )
        % words
    )


@Act(
    SOURCE,
    TO,
    title=gettext_lazy("停用来源"),
    lead=_loss_words,
    safe=gettext_lazy(
        "已采集帖文保留；停用期间记为未采集，可随时启用。近 7 日涉及未办结事件或待研判舆情"
        "的，以及不再使用的，须由另一位系统管理员或组长签署；其余立即停用，同时通知组长、"
        "办公室和值班人员。"
    ),
    form=PauseForm,
    submit=gettext_lazy("停用来源"),
    danger=True,
)
def pause(source: Source, form: PauseForm, by: By) -> Text:
    """Stop collecting from a source, with a reason."""
    asked = stop_source(source=source, **form.cleaned_data, **by.stamp)
    if asked is not None:
        return _("已申请，须由另一位系统管理员或组长签署；签署前照常采集。")
    return _("“%(name)s”已停用，已采集帖文保留。") % {"name": source.name}


@require_POST
def resume(request: OfficerRequest, pk: int) -> HttpResponse:
    """Collect from a source again."""
    source = source_for(request.user, pk, to=TO)
    resume_source(source=source, actor=request.user.audit_actor(), now=clock.now())
    return redirect_done(
        request, _("“%(name)s”已启用。") % {"name": source.name}, reverse(BACK)
    )


@never_cache
@require_POST
def new_token(request: OfficerRequest, pk: int) -> HttpResponse:
    """Replace the token of a push source and lead to the new one."""
    source = source_for(request.user, pk, to=TO)
    try:
        return _with_token(request, source)
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))


def _with_token(request: OfficerRequest, source: Source) -> HttpResponse:
    token = rotate_token(source=source, actor=request.user.audit_actor(), now=clock.now())
    store_token(request, f"source {source.pk}", token)
    return redirect("console:source-token-shown", source.pk)


@never_cache
@require_GET
def shown_token(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the token of a push source to who made it, once, unless it was replaced."""
    source = source_for(request.user, pk, to=TO)
    if source.kind != PUSH:
        raise Http404
    context = {
        "source": source,
        "token": read_token_of_digest(request, f"source {source.pk}", source.token_digest),
        "push_url": request.build_absolute_uri(reverse("api:v1:push-posts")),
        "described_url": reverse("api:v1:openapi-json"),
    }
    return render(request, "console/sources/token.html", context)


def _form(request: OfficerRequest, kind: str, **more: Any) -> SourceForm:
    return SourceForm(
        request.POST or None,
        kind=kind,
        bureau_id=request.user.bureau_id,
        now=clock.now(),
        **more,
    )


def _form_page(
    request: OfficerRequest,
    form: SourceForm,
    kind: str,
    *,
    source: Source | None = None,
    status: int = 200,
    preview: Preview | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "kind_word": kind_label(kind),
        "is_page": kind == PAGE,
        "may_try": kind != PUSH and "address" in form.fields,
        "source": source,
        "preview_url": reverse("console:source-preview", args=[kind.lower()])
        if kind in ADDED_BY_OFFICERS
        else "",
        "preview": preview,
    }
    return render(request, "console/sources/form.html", context, status=status)


def _start(source: Source) -> dict[str, object]:
    names = (
        "name",
        "channel",
        "community",
        "link_pattern",
        "link_selector",
        "interval_minutes",
        "intake",
    )
    start: dict[str, object] = {name: getattr(source, name) for name in names}
    places = known_places_of(source.bureau_id, clock.now())
    start |= {"channel": places.shown_platform(source.channel)}
    return start | {"address": source.address.url if source.address else ""}


def _kind(kind: str) -> str:
    if kind.upper() not in ADDED_BY_OFFICERS:
        raise Http404
    return kind.upper()


def filters_of(kind: str, health: str, *, shown: int, total: int) -> dict[str, object]:
    """Return the choices of the filter and what it hides."""
    hidden = total - shown
    return {
        "kind": kind,
        "health": health,
        "kinds": kind_choices(),
        "healths": [*health_choices(), ("OFF", _("停用"))],
        "hides": Hides(
            _("按名称排序，显示 %(shown)s 个来源，共 %(total)s 个。")
            % {"shown": shown, "total": total},
            _("未显示 %(count)s 个") % {"count": hidden} if hidden else "",
            reverse("console:sources") if kind or health else "",
            _("全部显示"),
        ),
    }
