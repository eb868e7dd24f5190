"""The context of the draft page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.confirmations.rows import confirmation_panel
from huiying.web.console.disclosure.rows import disclosure_panel
from huiying.web.console.drafts.annotations import annotation_context, reason_url
from huiying.web.console.drafts.list_rows import correction_act
from huiying.web.console.drafts.unit_reports import draft_reports
from huiying.web.console.mechanism.rows import mechanism_panel
from huiying.web.console.releases.gates import (
    premises,
    review_rows,
    send_to_review,
    what_is_missing,
)
from huiying.web.console.releases.links import public_url
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import CheckRow, NoteRow
from huiying.web.console.verification.panel import draft_dockets
from huiying.web.shared.answers import FactRow, VersionRow
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import sentences
from huiying.work.responses.checks.all_checks import all_checks
from huiying.work.responses.checks.check import Check
from huiying.work.responses.core.models import Draft, DraftState, Fact, Release
from huiying.work.responses.drafts.actions.edit import may_autosave
from huiying.work.responses.drafts.rewriting import may_rewrite
from huiying.work.responses.releases.queries import releases_of

OPEN = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


def draft_context(draft: Draft, officer: Officer, now: datetime) -> dict[str, object]:
    """Return everything the page of a draft shows, but the form."""
    answer, incident = draft.answer, draft.answer.incident
    drafts = draft.state in OPEN and may(officer, Capability.DRAFT)
    editable = drafts and may_rewrite(draft, officer)
    writing = draft.state == DraftState.WRITING
    checks = all_checks(draft, now) if writing else []
    blocking = [check for check in checks if check.state == "blocked"]
    releases = list(releases_of(answer))
    facts = [fact_row(draft, fact, editable=editable) for fact in draft.facts.all()]
    mechanism = mechanism_panel(draft, officer)
    return {
        "incident": incident,
        "first_clock": clock_facts(incident.response_clock, now)
        if incident.response_clock
        else None,
        "draft": _draft_facts(draft, editable=editable),
        "comment_only": drafts and not editable,
        "send": _send(draft, officer, len(blocking), editable=editable),
        "other_acts": _other_acts(draft, officer, releases),
        "correct": correction_act(
            draft, officer, newest=releases[0].version if releases else 0
        ),
        "missing": _missing(blocking),
        "facts": facts,
        "facts_line": _facts_line(facts),
        "fact_acts": [act_button(_("加事实…"), "console:draft-fact-add", draft.pk, key="A")]
        if editable
        else [],
        "quote_url": reverse("console:draft-fact-add", args=[draft.pk]),
        "dockets": draft_dockets(draft, officer, now) if editable else [],
        "reports": draft_reports(draft) if editable else [],
        "checks": [check_row(draft, check, editable=editable) for check in checks],
        "checks_line": _checks_line(checks),
        "reviews": review_rows(draft, releases),
        "reviews_note": _(
            "一般一人、较大两人、重大三人审核，互不重复且未参与起草；修改后重新审核。"
        ),
        "premises": premises(draft, mechanism.gate if mechanism else None),
        "mechanism": mechanism,
        "confirmations": confirmation_panel(draft, officer, now),
        "disclosure": disclosure_panel(draft, officer),
        "versions": [_version_row(release, officer) for release in releases],
        **annotation_context(draft, officer, now, editable=editable, live=draft.state in OPEN),
    }


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft on its page.

    Attributes:
        words: Characters of its body.
        editable: The officer may write on it; ``action`` saves.
        submit: The address that saves and asks for approval at once; "" = it was asked for.
        autosave: The address that saves what is typed; "" = nothing is saved unasked.
        locks: An edit ends the review; ``voids``: it voids what agencies confirmed.
    """

    title: str
    version: int
    revision: int
    state_word: str
    words: int
    saved_at: datetime
    editable: bool
    action: str
    submit: str
    autosave: str
    lease: str
    locks: bool
    voids: bool


def _draft_facts(draft: Draft, *, editable: bool) -> DraftFacts:
    return DraftFacts(
        title=draft.title or _("尚无标题"),
        version=draft.version,
        revision=draft.revision,
        state_word=str(DraftState(draft.state).label),
        words=len("".join(draft.body.split())),
        saved_at=draft.edited_at,
        editable=editable,
        action=reverse("console:draft-edit", args=[draft.pk]),
        submit=reverse("console:draft-submit", args=[draft.pk])
        if draft.state == DraftState.WRITING
        else "",
        autosave=reverse("console:draft-autosave", args=[draft.pk])
        if editable and may_autosave(draft)
        else "",
        lease=reverse("console:draft-lease", args=[draft.pk]),
        locks=draft.state != DraftState.WRITING,
        voids=not may_autosave(draft),
    )


@dataclass(frozen=True, slots=True)
class DraftFactRow(FactRow):
    """A fact of a draft with the addresses of its acts; "" = not offered."""

    change_url: str = ""
    remove_url: str = ""


def fact_row(draft: Draft, fact: Fact, *, editable: bool) -> DraftFactRow:
    """Return a fact of a draft."""
    args = [draft.pk, fact.pk]
    parts = [fact.subject, fact.attribute, fact.value] if fact.subject else []
    return DraftFactRow(
        code=f"F{fact.order}",
        text=fact.statement,
        parts=" · ".join(parts),
        as_of=fact.as_of,
        evidence=fact.evidence,
        bare=not fact.evidence,
        url=fact.link,
        change_url=reverse("console:draft-fact-change", args=args) if editable else "",
        remove_url=reverse("console:draft-fact-remove", args=args) if editable else "",
    )


def _facts_line(facts: list[DraftFactRow]) -> str:
    bare = sum(fact.bare for fact in facts)
    if bare:
        return _("%(all)s 条，%(bare)s 条缺证据") % {"all": len(facts), "bare": bare}
    return ngettext("%(all)s 条", "%(all)s 条", len(facts)) % {"all": len(facts)}


def check_row(draft: Draft, check: Check, *, editable: bool) -> CheckRow:
    """Return a check of a draft."""
    return CheckRow(
        state=check.state,
        text=check.text,
        hint=check.hint,
        url=f"#{check.place}" if check.place else "",
        url_label=_("定位"),
        ask_url=reason_url(draft, *check.reason_for) if editable and check.reason_for else "",
    )


def _checks_line(checks: list[Check]) -> str:
    passed = sum(check.state == "passed" for check in checks)
    if not checks:
        return ""
    return _("%(passed)s 项通过 · %(left)s 项待核") % {
        "passed": passed,
        "left": len(checks) - passed,
    }


def _missing(blocking: list[Check]) -> NoteRow | None:
    """Return what stands against submitting a draft: what, why, and the next step."""
    if not blocking:
        return None
    what = ngettext(
        "尚有 %(count)s 项未通过，暂不能送审。",
        "尚有 %(count)s 项未通过，暂不能送审。",
        len(blocking),
    )
    why = sentences(*(check.text for check in blocking))
    step = blocking[0].hint
    if len(blocking) > 1:
        step = _("请在“检查”栏逐项“定位”修改，全部通过后即可送审。")
    return NoteRow(
        what % {"count": len(blocking)}, sentences(why, _("下一步：%(step)s") % {"step": step})
    )


def _send(draft: Draft, officer: Officer, blocking: int, *, editable: bool) -> ActButton | None:
    """Return the next act: who may not do it yet sees the lock and its key.

    On a page where the words can be written, their form has the filled button that submits.
    """
    publish_words = _("发布第 %(number)s 版") % {"number": draft.version}
    if draft.state == DraftState.WRITING:
        found = act_button(
            _("送审"),
            "console:draft-submit",
            draft.pk,
            method="post",
            main=not editable,
            version=draft.revision,
        )
        locked = _("还差 %(count)s 项") % {"count": blocking} if blocking else ""
        if not may(officer, Capability.DRAFT):
            locked = _("由起草人送审")
        return replace(found, locked=locked)
    if draft.state == DraftState.SUBMITTED:
        return send_to_review(draft, officer, publish_words)
    if draft.state == DraftState.APPROVED:
        if missing := what_is_missing(draft):
            return ActButton(publish_words, locked=missing)
        if not may(officer, Capability.PUBLISH):
            return ActButton(publish_words, locked=_("由新闻发言人发布"))
        return act_button(publish_words, "console:draft-publish", draft.pk, main=True)
    return None


def _other_acts(draft: Draft, officer: Officer, releases: list[Release]) -> list[ActButton]:
    found = []
    if draft.version > 1:
        url = reverse("console:draft-changes", args=[draft.pk])
        found.append(act_button(_("对比上一版"), url, method="get"))
    url = reverse("console:draft-reader", args=[draft.pk])
    found.append(ActButton(_("公开页预览"), url, phone=True))
    found.append(act_button(_("发布计划"), "console:plan", draft.answer.number, method="get"))
    writer = may(officer, Capability.DRAFT)
    if draft.state in OPEN and writer and may_rewrite(draft, officer):
        found.append(act_button(_("终止起草…"), "console:draft-drop", draft.pk))
    if releases and writer:
        found.append(act_button(_("归类…"), "console:answer-file", draft.answer.number))
    if releases:
        url = public_url(officer.bureau.slug, draft.answer.number)
        found.append(act_button(_("公众页"), url, method="get"))
    return found


def _version_row(release: Release, officer: Officer) -> VersionRow:
    args = [officer.bureau.slug, release.answer.number, release.version]
    return VersionRow(
        number=release.version,
        at=release.published_at,
        note=release.note,
        current=False,
        url=reverse("portal:version", args=args),
        diff_url=reverse("portal:changes", args=args) if release.version > 1 else "",
        file_url=reverse("console:document-answer", args=args[1:]),
    )
