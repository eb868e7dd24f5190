"""导入 and 人工录入: files with column mapping, progress and refused rows; one post by hand.

In:   requests with IMPORT_POSTS or ENTER_POSTS.    Out:  pages; one act each.
Cost: a few queries; an upload is written once and read twice.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.jobs.stream.file_holders import remember_file
from huiying.reasons.rendering import render as render_reason
from huiying.reasons.rendering import render_all
from huiying.web.console.imports.column_help import post_columns
from huiying.web.console.imports.files import (
    OpenedFile,
    check_rows,
    name_for_import,
    open_file,
    preview_stored,
    save_upload,
)
from huiying.web.console.imports.forms import EnterForm, MappingForm, UploadForm
from huiying.web.console.imports.results import progress_context
from huiying.web.console.shared.acts import Outcome, redirect_refused
from huiying.web.console.shared.column_help import EXAMPLE, example_file
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.errors.disk_full import STATUS as FULL
from huiying.web.shared.place_names import platform_choices
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.readers import Layout
from huiying.work.collection.imports.access import import_for
from huiying.work.collection.imports.actions.pause import pause_import, resume_import
from huiying.work.collection.imports.actions.receive_upload import (
    choose_layout,
    move_upload,
    receive_upload,
)
from huiying.work.collection.imports.actions.start import AlreadyImported, start_import
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.imports.queries import imports_of
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.sources.actions.add_source import file_source_of
from huiying.work.collection.sources.labels import FILE
from huiying.work.collection.sources.queries import sources_of

log = logging.getLogger("huiying.web")

TO = Capability.IMPORT_POSTS
PAGE = 20


@require_GET
def imports(request: OfficerRequest) -> HttpResponse:
    """List the imports and offer another."""
    require(request.user, TO)
    if EXAMPLE in request.GET:
        return example_file(post_columns(request.user.bureau_id, clock.now()), "posts")
    return _list(request, UploadForm())


@require_POST
def upload(request: OfficerRequest) -> HttpResponse:
    """Save a file and ask which column holds what."""
    require(request.user, TO)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, status=400)
    try:
        job = _received(request, form)
    except UnreadableFile as error:
        form.add_error("file", render_reason(error.reason, _))
        return _list(request, form, status=400)
    except OSError as error:
        log.error("an upload was not stored: %s", error)
        form.add_error(
            "file", _("文件未保存，可能存储空间不足。未导入任何内容，请联系系统管理员。")
        )
        return _list(request, form, status=FULL)
    except AlreadyImported as already:
        return redirect_refused(
            request, already, reverse("console:import", args=[already.job.pk])
        )
    return redirect("console:import", pk=job.pk)


def _received(request: OfficerRequest, form: UploadForm) -> ImportJob:
    values, now = form.cleaned_data, clock.now()
    path, digest = save_upload(values["file"])
    try:
        opened = open_file(path)
    except UnreadableFile:
        path.unlink(missing_ok=True)
        raise
    source = file_source_of(
        bureau=request.user.bureau,
        name=values["source"],
        actor=request.user.audit_actor(),
        now=now,
    )
    path = name_for_import(path, source.pk, digest, history=values["history"])
    try:
        job = receive_upload(
            bureau=request.user.bureau,
            source=source,
            path=path,
            digest=digest,
            file_name=values["file"].name,
            guessed=opened.guessed(),
            history=values["history"],
            by=request.user,
            now=now,
            other_sheets=opened.other_sheets,
            replace=values["replace"],
        )
    except AlreadyImported:
        path.unlink(missing_ok=True)
        raise
    if job.sheet and not job.has_run and job.state == "UPLOADED":
        job = _read_as(job, job.layout)
    remember_file(job)
    return job


def _read_as(job: ImportJob, layout: Layout) -> ImportJob:
    """Read an uploaded file in another way, and guess its columns anew.

    Raises:
        UnreadableFile: If it cannot be read so.
        AlreadyImported: If that sheet was imported before.
    """
    path = Path(job.path)
    opened = open_file(path, layout)
    if layout.sheet and open_file(path).sheet == layout.sheet:
        layout = replace(layout, sheet="")
    job = choose_layout(job=job, layout=layout, guessed=opened.guessed())
    return move_upload(
        job=job,
        path=name_for_import(
            path, job.source_id, job.digest, history=job.history, sheet=job.sheet
        ),
    )


@require_GET
def one_import(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one import: its columns, its progress, or what came of it."""
    job = import_for(request.user, pk, to=TO)
    if job.state == "UPLOADED":
        return _columns_page(request, job)
    return render(request, "console/imports/import.html", progress_context(job))


@require_POST
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Start an import with the chosen columns, or show again what they would give."""
    job = import_for(request.user, pk, to=TO)
    if job.state != "UPLOADED":
        return redirect("console:import", pk=job.pk)
    try:
        opened = open_file(Path(job.path), job.layout)
        wanted = _wanted_layout(request, job, opened)
        if wanted == job.layout:
            return _start_or_preview(request, job, opened)
        job = _read_as(job, wanted)
    except AlreadyImported as already:
        return redirect_refused(
            request, already, reverse("console:import", args=[already.job.pk])
        )
    except (UnreadableFile, OSError) as error:
        return _unreadable(request, error)
    return redirect("console:import", pk=job.pk)


def _start_or_preview(
    request: OfficerRequest, job: ImportJob, opened: OpenedFile
) -> HttpResponse:
    form = MappingForm(request.POST, columns=opened.columns, sheets=opened.sheets)
    if not form.is_valid() or "preview" in request.POST:
        return _columns_page(request, job, form, opened)
    try:
        _start(request, job, form.mapping())
    except Refused as error:
        return redirect_refused(request, error, reverse("console:import", args=[job.pk]))
    return redirect("console:import", pk=job.pk)


def _wanted_layout(request: OfficerRequest, job: ImportJob, opened: OpenedFile) -> Layout:
    """Return how the form asks to read the file."""
    sheet = request.POST.get("sheet", opened.sheet)
    return Layout(
        job.sheet if sheet == opened.sheet else sheet, "no_header" not in request.POST
    )


def _start(request: OfficerRequest, job: ImportJob, mapping: Mapping) -> None:
    start_import(
        bureau=request.user.bureau,
        source=job.source,
        path=Path(job.path),
        digest=job.digest,
        layout=job.layout,
        mapping=mapping,
        history=job.history,
        by=request.user,
        actor=request.user.audit_actor(),
        now=clock.now(),
        replace=job.has_run,
    )


@require_POST
def pause(request: OfficerRequest, pk: int) -> HttpResponse:
    """Stop an import; what was taken stays."""
    job = import_for(request.user, pk, to=TO)
    pause_import(job=job)
    return redirect("console:import", pk=job.pk)


@require_POST
def go_on(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a paused import go on."""
    job = import_for(request.user, pk, to=TO)
    resume_import(job=job)
    return redirect("console:import", pk=job.pk)


@require_GET
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The progress alone, asked for again and again while it runs."""
    job = import_for(request.user, pk, to=TO)
    return render(request, "console/imports/_progress.html", progress_context(job))


BUREAU = Target(row=own_bureau, back="console:desk")


def _enter_options(bureau: Bureau) -> dict[str, Any]:
    now = clock.now()
    return {
        "initial": {"noticed_at": localtime(now)},
        "channels": platform_choices(bureau.pk, now),
    }


@Act(
    BUREAU,
    Capability.ENTER_POSTS,
    title=gettext_lazy("人工录入"),
    lead=gettext_lazy(
        "录入后数秒内进入待研判，等级由系统建议、人工研判。"
        "与已登记事件或已研判舆情同属一事的，归入该事件或该组。"
    ),
    safe=gettext_lazy("相同内容只收录一次。属检举控告的，按检举控告接收，不进入待研判。"),
    form=EnterForm,
    options=lambda bureau, _request: _enter_options(bureau),
    submit=gettext_lazy("录入这条"),
)
def enter(bureau: Bureau, form: EnterForm, by: By) -> Outcome:
    """Enter one post by hand."""
    enter_post(bureau=bureau, actor=by.officer.audit_actor(), now=by.now, **form.cleaned_data)
    sentence = _("已录入。数秒后可在待研判中查看；与已登记事件同属一事的，在该事件中查看。")
    return sentence, reverse("console:post-enter")


def _unreadable(request: OfficerRequest, error: UnreadableFile | OSError) -> HttpResponse:
    back = reverse("console:imports")
    if isinstance(error, OSError):
        return redirect_refused(request, error, back)
    return redirect_refused(request, Refused(render_reason(error.reason, _)), back)


def _list(request: OfficerRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    rows = imports_of(request.user.bureau_id)
    context = {
        "form": form,
        "columns": post_columns(request.user.bureau_id, clock.now()),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "names": sources_of(request.user.bureau_id)
        .filter(kind=FILE)
        .values_list("name", flat=True),
    }
    return render(request, "console/imports/imports.html", context, status=status)


def _columns_page(
    request: OfficerRequest,
    job: ImportJob,
    form: MappingForm | None = None,
    opened: OpenedFile | None = None,
) -> HttpResponse:
    path, mapping = Path(job.path), Mapping.from_dict(job.mapping)
    if form is not None:
        mapping = Mapping.from_dict({name: form.data.get(name) for name in form.fields})
    try:
        opened = opened or open_file(path, job.layout)
        if form is None and mapping.missing_from(opened.columns):
            mapping = opened.guessed()
        check = check_rows(path, job.layout, mapping, job.source, clock.now())
    except (UnreadableFile, OSError) as error:
        return _unreadable(request, error)
    typed = {"sheet": opened.sheet, "no_header": not job.has_header}
    context = {
        "job": job,
        "form": form
        or MappingForm(
            initial=mapping.as_dict() | typed, columns=opened.columns, sheets=opened.sheets
        ),
        "rows": preview_stored(opened, mapping, job.source, clock.now()),
        "file_notes": render_all(opened.notes, _),
        "check": check,
    }
    return render(request, "console/imports/columns.html", context)
