"""The form of the media table: one field a tier, one host or name a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.grading.grades import MEDIA_TIERS
from huiying.web.console.shared.rulebook_words import translate_rule

MOST_CHARS = 40_000
HINT = gettext_lazy("一行一个：网站的域名，或媒体的全名。")


class MediaForm(forms.Form):
    """All media of a bureau by tier."""

    def __init__(self, *args: Any, tiers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tier, name in MEDIA_TIERS.items():
            entries = sorted(entry for entry, of in tiers.items() if of == tier)
            self.fields[tier] = forms.CharField(
                label=translate_rule(name),
                required=False,
                max_length=MOST_CHARS,
                initial="\n".join(entries),
                help_text=HINT,
                widget=forms.Textarea(
                    attrs={"rows": min(max(len(entries), 3), 12), "spellcheck": "false"}
                ),
            )

    @property
    def tiers(self) -> dict[str, str]:
        """The table as it was typed, hosts in lower case."""
        return {
            entry: tier for tier in MEDIA_TIERS for entry in _lines(self.cleaned_data[tier])
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an entry that stands at two tiers."""
        values = super().clean() or self.cleaned_data
        tiers: dict[str, str] = {}
        for tier in MEDIA_TIERS:
            for entry in _lines(values.get(tier, "")):
                if tiers.setdefault(entry, tier) != tier:
                    message = _("“%(entry)s”写在了两个层级里。") % {"entry": entry}
                    self.add_error(tier, message)
        return values


def _lines(text: str) -> list[str]:
    return [line.strip().lower() for line in text.splitlines() if line.strip()]
