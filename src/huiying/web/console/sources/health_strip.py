"""The health strip of the duty desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.collection.sources.health import Condition
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.queries import HealthStrip


def health_words(name: str, word: str) -> str:
    """Say how one source is."""
    return _("%(what)s：%(words)s") % {"what": name, "words": word}


def strip_context(officer: Officer, strip: HealthStrip, *, shown_bad: int) -> dict[str, Any]:
    """Return the context of a strip."""
    return {
        "cells": [
            {"state": c.mark, "name": health_words(s.name, c.word)} for s, c in strip.rows
        ],
        "summary": _(
            "正常 %(ok)s，未更新 %(same)s，空 %(empty)s，降级 %(degraded)s，失败 %(failed)s，"
            "停用或还没有收集 %(off)s"
        )
        % {mark: strip.counts[mark] for mark in MARKS},
        "bad": [_bad(officer, source, c) for source, c in strip.bad[:shown_bad]],
        "total": len(strip.rows),
        "failed": strip.counts["failed"],
        "degraded": strip.counts["degraded"],
        "url": reverse("console:sources") if may(officer, Capability.SEE_SOURCES) else "",
    }


MARKS = ("ok", "same", "empty", "degraded", "failed", "off")


def _bad(officer: Officer, source: Source, condition: Condition) -> dict[str, str]:
    may_edit = may(officer, Capability.MANAGE_SOURCES)
    return {
        "level": condition.level,
        "what": condition.what,
        "safe": f"{condition.safe}{condition.do}",
        "url": reverse("console:source-edit", args=[source.pk]) if may_edit else "",
        "url_label": _("核对这个来源"),
    }
