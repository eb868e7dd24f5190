"""调整归属: put one post, or its group of copies, where it belongs.

In:   a post of an incident, who arranges.    Out:  a form with why the post is there; the post
      in another incident, in triage, or in no incident.
Cost: a handful of queries; the incidents that can be chosen are at most 200.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _word
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_label
from huiying.jobs import clock
from huiying.web.console.assessment.post_matter import placement_reasons
from huiying.web.console.incidents.acts import other_incidents
from huiying.web.console.incidents.forms import MovePostsForm
from huiying.web.console.shared.acts import ActText, Outcome, about, carry_out, return_url
from huiying.web.console.shared.declared_acts import By
from huiying.web.console.shared.forms import unchosen
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.candidates.access import placed_post_for
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.incidents.actions.take_out import take_out_posts
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.incidents.queries import with_copies
from huiying.work.incidents.placements.models import Placement

TRIAGE = "triage"  # a number of an incident looks otherwise
NO_INCIDENT = MovePostsForm.NO_INCIDENT
OTHER = "OTHER"
GROUNDS = {
    "WORDS": _("只是用词相近，所述不是同一件事"),
    "ELSEWHERE": _("所述的时间、地点或单位不同"),
    "NO_MATTER": _("与信访事项和本局工作无关"),
    OTHER: _("其他，另行写明"),
}


class PlacementForm(forms.Form):
    """Where a post belongs, and why; one post or all its copies."""

    conditional = ("note",)

    target = forms.ChoiceField(label=_("改为归入"))
    scope = forms.ChoiceField(label=_("范围"), widget=forms.RadioSelect, initial="ALL")
    ground = forms.ChoiceField(
        label=_("理由"), widget=forms.RadioSelect, choices=list(GROUNDS.items())
    )
    note = forms.CharField(
        label=_("写明理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("选“其他”的必填。"),
    )

    def __init__(
        self, *args: Any, targets: list[tuple[str, str]], copies: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = unchosen(  # type: ignore[attr-defined]
            [
                (NO_INCIDENT, _word("不属于任何事件")),
                (TRIAGE, _word("另列为待研判舆情")),
                *targets,
            ]
        )
        if copies == 1:
            del self.fields["scope"]
            return
        all_of_them = ngettext("全部 %(count)s 条重复帖文", "全部 %(count)s 条重复帖文", copies)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            ("ALL", all_of_them % {"count": copies}),
            ("ONE", _word("仅这一条")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for words where no ground was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("ground") == OTHER and not cleaned.get("note"):
            self.add_error("note", _word("请写明理由。"))
        return cleaned

    def reason(self) -> str:
        """Return the reason as it is stored: in Chinese, the ground and what was added."""
        chosen, note = self.cleaned_data["ground"], self.cleaned_data["note"]
        parts = [house_label(GROUNDS[chosen])] if chosen != OTHER else []
        return "；".join([*parts, *([note] if note else [])])


@form_page
def placement(request: OfficerRequest, post_id: int) -> HttpResponse:
    """Show why a post is where it is, and put it elsewhere."""
    row = placed_post_for(request.user, post_id, to=Capability.ARRANGE)
    incident = _incident_of(row, request.user)
    copies = with_copies(incident, [post_id])
    text = ActText(
        title=_("调整帖文归属"),
        lead=_("现归入：%(matter)s") % {"matter": about(incident)},
        safe=_("调整后系统不再自动归回，原归属、调整人和理由保留。"),
        about=row.post.title or row.post.text[:60],
        submit=_("调整归属"),
        back=return_url(request, reverse("console:copies", args=[row.group_id])),
        facts=placement_reasons(row),
    )
    form = PlacementForm(
        request.POST or None,
        targets=other_incidents(request, incident),
        copies=len(copies),
        initial={"scope": "ONE" if "alone" in request.GET else "ALL"},
    )

    def act() -> Outcome:
        everything = form.cleaned_data.get("scope", "ALL") == "ALL"
        chosen = copies if everything else [post_id]
        return _move(incident, chosen, form, request.user), text.back

    return carry_out(request, form, text, incident.revision, act, topic=incident.audit_topic)


def _incident_of(row: Placement, officer: Officer) -> Incident:
    """Return the incident of a post as one that the officer may arrange.

    Raises:
        Http404: If the post belongs to none.
    """
    found = matters_of_events(row.bureau_id, {row.event_id}).incidents.get(row.event_id)
    if found is None:
        raise Http404
    return incident_for(officer, found.number, to=Capability.ARRANGE)


def _move(incident: Incident, chosen: list[int], form: PlacementForm, officer: Officer) -> str:
    target, by = form.cleaned_data["target"], By(officer, clock.now(), None)
    reason = form.reason()
    if target == NO_INCIDENT:
        moved = take_out_posts(source=incident, post_ids=chosen, reason=reason, **by.stamp)
        return _word("已将 %(count)s 条帖文移出事件，不再归入任何事件。") % {"count": moved}
    if target == TRIAGE:
        split_posts(incident=incident, post_ids=chosen, reason=reason, **by.stamp)
        return _word("已移出事件，另列为待研判舆情。")
    into = incident_for(officer, target, to=Capability.ARRANGE)
    moved = move_posts(source=incident, target=into, post_ids=chosen, reason=reason, **by.stamp)
    return _word("已将 %(count)s 条帖文移到：%(matter)s") % {
        "count": moved,
        "matter": about(into),
    }
