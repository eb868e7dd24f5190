"""The rule book: every number with its basis, in any version."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.rulebook.access import version_for
from huiying.base.rulebook.actions.set_media import set_media
from huiying.base.rulebook.queries import book_of, draft_of, version_book, waiting_version
from huiying.jobs import clock
from huiying.policy.closing.gate import GATE_FIELDS
from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import MEDIA_TIERS, NUMBER_FIELDS
from huiying.policy.grading.promotion import PROMOTION_FIELDS
from huiying.policy.procedure.heavy_path import PROCEDURE_FIELDS
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.data import InvalidRuleBook
from huiying.policy.rulebook.validation import NOT_EDITABLE
from huiying.policy.time.ladder import LADDER_FIELDS
from huiying.web.console.rulebook.changes import clause_words
from huiying.web.console.rulebook.media_form import MediaForm
from huiying.web.console.shared.acts import ActText, redirect_done, show_form, show_refusal
from huiying.web.console.shared.rulebook_words import (
    CHANNELS,
    DESK_VOICES,
    NUMBERS,
    STANDING,
    problem_text,
    translate_rule,
)
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version


@require_GET
def rules(request: OfficerRequest) -> HttpResponse:
    """Show deadlines, grade table, media tiers, delivery proofs and what cannot be edited."""
    require(request.user, Capability.SEE_RULES)
    now = clock.now()
    book = book_of(request.user.bureau_id, now)
    draft = draft_of(request.user.bureau_id)
    context = _page(book) | {
        "in_force": True,
        "may_change": may(request.user, Capability.MANAGE_RULES),
        "drafted": len(draft.edits) if draft else 0,
        "drafted_by": draft.edited_by.name if draft else "",
        "waiting": waiting_version(request.user.bureau_id, now),
    }
    return render(request, "console/rulebook/rulebook.html", context)


@require_GET
def version(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one version as it was adopted."""
    row = version_for(request.user, pk, to=Capability.SEE_RULES)
    book = version_book(row.bureau_id, row.version)
    context = _page(book) if book else {}
    return render(request, "console/rulebook/rulebook.html", context | {"in_force": False})


def _page(book: RuleBook) -> dict[str, Any]:
    return {
        "version": book.version,
        "effective_from": book.effective_from,
        "deadlines": _deadlines(book),
        "clauses": _clauses(book),
        "numbers": _numbers(book),
        "needs": [translate_rule(word) for word in book.grade.basic_needs.values()],
        "critical_in_use": book.grade.critical_in_use,
        "tiers": _tiers(book),
        "proofs": _proofs(book),
        "fixed": [translate_rule(rule.sentence) for rule in NOT_EDITABLE],
        "unconfirmed": sum(
            rule.standing == Standing.TO_CONFIRM for rule in book.deadlines.values()
        ),
    }


@form_page
def media(request: OfficerRequest) -> HttpResponse:
    """Change the table of media: a new version of the rule book takes effect at once."""
    require(request.user, Capability.MANAGE_RULES)
    now = clock.now()
    book = book_of(request.user.bureau_id, now)
    back = reverse("console:rules") + "#h-media"
    text = ActText(
        title=_("修改媒体层级"),
        lead=_("媒体分按最高的层级计。子域名随上级域名；名称要与来源、渠道或版块的全名一致。"),
        safe=_("保存后成为规则书的新版本，写入记录。已定的等级不变。"),
        submit=_("保存为新版本"),
        back=back,
    )
    form = MediaForm(request.POST or None, tiers=book.media_tiers)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, book.version)
    tiers = form.tiers
    try:
        adopted = set_media(
            bureau=request.user.bureau,
            tiers=tiers,
            shown_version=submitted_version(request),
            actor=request.user.audit_actor(),
            now=now,
        )
    except Refused as error:
        return show_refusal(request, form, text, book.version, error)
    except InvalidRuleBook as error:
        for problem in error.problems:
            entry = problem.path.partition("/")[2]
            form.add_error(tiers.get(entry), f"“{entry}”：{problem_text(problem)}")
        return show_form(request, form, text, book.version, status=409)
    if adopted is None:
        return redirect_done(request, _("没有改动。"), back)
    return redirect_done(
        request, _("已保存，成为规则书第 %(n)s 版。") % {"n": adopted.version}, back
    )


def _standing(standing: Standing) -> dict[str, str]:
    return {"standing": standing.value, "standing_words": _(STANDING[standing])}


def _deadlines(book: RuleBook) -> list[dict[str, Any]]:
    return [
        {
            "path": f"deadlines/{rule.code}",
            "name": translate_rule(rule.name),
            "amount": rule.amount,
            "unit": translate_rule(rule.unit.label),
            "basis": translate_rule(rule.basis),
            "steps": [
                {"percent": round(rung.share * 100), "tell": translate_rule(rung.tell.label)}
                for rung in rule.steps
            ],
            **_standing(rule.standing),
        }
        for rule in book.deadlines.values()
    ]


def _clauses(book: RuleBook) -> list[dict[str, Any]]:
    return [
        {
            "path": f"grade/clauses/{clause.code}",
            "grade": int(clause.grade),
            "words": clause_words(asdict(clause)),
            "basis": translate_rule(clause.basis),
            **_standing(clause.standing),
        }
        for clause in book.grade.clauses
    ]


def _numbers(book: RuleBook) -> list[dict[str, Any]]:
    grading = [
        (f"grade/numbers/{name}", NUMBERS[name], getattr(book.grade, name))
        for name in NUMBER_FIELDS
    ]
    desk = [
        (
            f"promotion/numbers/{name}",
            DESK_VOICES if name == "voices" else NUMBERS[name],
            getattr(book.promotion, name),
        )
        for name in PROMOTION_FIELDS
    ]
    ladder = [
        (f"ladder/{name}", NUMBERS[name], getattr(book.ladder, name)) for name in LADDER_FIELDS
    ]
    procedure = [
        (f"procedure/{name}", NUMBERS[name], getattr(book.procedure, name))
        for name in PROCEDURE_FIELDS
    ]
    gates = [
        (f"gates/{name}", NUMBERS[name], getattr(book.gates, name)) for name in GATE_FIELDS
    ]
    return [_number(*row) for row in (*grading, *desk, *ladder, *procedure, *gates)]


def _number(path: str, words: str, number: Number) -> dict[str, Any]:
    return {
        "path": path,
        "words": _(words),
        "value": f"{number.value:g}",
        "basis": translate_rule(number.basis),
        **_standing(number.standing),
    }


def _tiers(book: RuleBook) -> list[dict[str, Any]]:
    return [
        {
            "path": f"grade/media_scores/{tier}",
            "name": translate_rule(MEDIA_TIERS.get(tier, tier)),
            "score": f"{number.value:g}",
            "hosts": sorted(host for host, of in book.media_tiers.items() if of == tier),
            "basis": translate_rule(number.basis),
            **_standing(number.standing),
        }
        for tier, number in book.grade.media_scores.items()
    ]


def _proofs(book: RuleBook) -> list[dict[str, Any]]:
    return [
        {
            "path": f"delivery_proofs/{channel}",
            "channel": _(CHANNELS[channel]) if channel in CHANNELS else channel,
            "proofs": [translate_rule(proof.label) for proof in sorted(proofs)],
        }
        for channel, proofs in book.delivery_proofs.items()
    ]
