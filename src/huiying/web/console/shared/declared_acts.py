"""Declare an act of the console: of which row, by whom, with which words and form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Generic, TypedDict, TypeVar

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.last_change import LastChange
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version

Row = TypeVar("Row")
F = TypeVar("F", bound=Form)
View = Callable[..., HttpResponse]


class Stamp(TypedDict):
    """Who acts and when, as keywords of an action."""

    officer: Officer
    now: datetime


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when, and the revision of the row that the page was made from."""

    officer: Officer
    now: datetime
    revision: int | None

    @property
    def known_revision(self) -> int:
        """Return the revision for an act that needs one: without it the page is too old."""
        return -1 if self.revision is None else self.revision

    @property
    def stamp(self) -> Stamp:
        """Return officer and moment, to be passed on as ``**by.stamp``."""
        return {"officer": self.officer, "now": self.now}


def _revision_of(row: object) -> int:
    return int(getattr(row, "revision", 0))


@dataclass(frozen=True, kw_only=True)
class Target(Generic[Row]):
    """What acts are about: how they get the row, how a page names it, where they return to.

    Attributes:
        row: Access function, of officer, ``to`` and the address; to obtain is to be allowed.
        back: Address or URL name of the page that the act was asked from.
        about: The matter, over the form.
        version: Revision of what the act changes, hidden in the form.
        topic: Of the record ("incident:2026-0412"); a stale form then names its last change.
        last_change: Says who was faster, when the record of a topic is too wide for it.
    """

    row: Callable[..., Row]
    back: str | Callable[[Row], str]
    about: Callable[[Row], str] | None = None
    version: Callable[[Row], int] = _revision_of
    topic: Callable[[Row], str] | None = None
    last_change: Callable[[Row], LastChange] | None = None


@dataclass(frozen=True)
class Act(Generic[Row, F]):
    """One act with a form; it decorates the function that performs it, and makes it a view.

    The function takes the row, the filled form and ``By``. It returns what was done as one
    sentence, with an address if it goes on to another page than ``back``. A text may be a
    function of the row.

    Attributes:
        to: What the officer must be allowed.
        title, lead, safe, submit: What happens, how, what stays as it is, the button.
        danger: What is done cannot be undone.
        options: Further arguments of the form: choices, initial values.
    """

    target: Target[Row]
    to: Capability
    _: KW_ONLY
    title: Text | Callable[[Row], Text]
    lead: Text | Callable[[Row], Text] = ""
    safe: Text | Callable[[Row], Text] = ""
    form: Callable[..., F]
    options: Callable[[Row, OfficerRequest], Mapping[str, object]] | None = None
    submit: Text | Callable[[Row], Text]
    danger: bool | Callable[[Row], bool] = False

    def __call__(self, perform: Callable[[Row, F, By], Text | Outcome]) -> View:
        """Return the view of an act."""
        target = self.target

        @form_page
        @wraps(perform)
        def view(request: OfficerRequest, **address: Any) -> HttpResponse:
            row = target.row(request.user, to=self.to, **address)
            text, by = self._text(row), _by(request)
            options = self.options(row, request) if self.options else {}
            form = self.form(request.POST or None, files=request.FILES or None, **options)
            return carry_out(
                request,
                form,
                text,
                target.version(row),
                lambda: _outcome(perform(row, form, by), text.back),
                topic=target.topic(row) if target.topic else "",
                last_change=target.last_change(row) if target.last_change else None,
            )

        return view

    def _text(self, row: Row) -> ActText:
        return ActText(
            title=_resolve(self.title, row),
            submit=_resolve(self.submit, row),
            about=self.target.about(row) if self.target.about else "",
            lead=_resolve(self.lead, row),
            safe=_resolve(self.safe, row),
            back=resolve_url(_resolve(self.target.back, row)),
            danger=self.danger(row) if callable(self.danger) else self.danger,
        )


@dataclass(frozen=True)
class ButtonAct(Generic[Row]):
    """One act of a button alone, without a form; a refusal is a message on the page ``back``.

    The function takes the row, ``By`` and what was posted; it returns as that of an ``Act``.
    """

    target: Target[Row]
    to: Capability

    def __call__(self, perform: Callable[[Row, By, QueryDict], Text | Outcome]) -> View:
        """Return the view of an act."""

        @require_POST
        @wraps(perform)
        def view(request: OfficerRequest, **address: Any) -> HttpResponse:
            row = self.target.row(request.user, to=self.to, **address)
            back = resolve_url(_resolve(self.target.back, row))
            try:
                done = perform(row, _by(request), request.POST)
            except Refused as error:
                return redirect_refused(request, error, back)
            return redirect_done(request, *_outcome(done, back))

        return view


def _resolve(text: Text | Callable[[Row], Text], row: Row) -> str:
    return str(text(row) if callable(text) else text)


def _by(request: OfficerRequest) -> By:
    return By(request.user, clock.now(), submitted_version(request))


def _outcome(done: Text | Outcome, back: str) -> Outcome:
    return done if isinstance(done, tuple) else (done, back)
