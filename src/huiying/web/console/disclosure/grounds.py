"""The legal grounds in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.policy.release.disclosure import LAW, Ground
from huiying.policy.release.sealing import SealGround

# What policy says in Chinese, for the catalogue alone.
LISTED = (
    gettext_noop("国家秘密"),
    gettext_noop("法律、行政法规禁止公开"),
    gettext_noop("可能危及国家安全"),
    gettext_noop("可能危及公共安全"),
    gettext_noop("可能危及经济安全"),
    gettext_noop("可能危及社会稳定"),
    gettext_noop("商业秘密，公开会损害第三方"),
    gettext_noop("个人隐私，公开会损害第三方"),
    gettext_noop("内部事务信息"),
    gettext_noop("过程性信息"),
    gettext_noop("行政执法案卷信息"),
    gettext_noop("第十四条"),
    gettext_noop("第十五条"),
    gettext_noop("第十六条"),
    gettext_noop("《政府信息公开条例》"),
    gettext_noop("《保守国家秘密法》"),
    gettext_noop("《个人信息保护法》第四十七条"),
    gettext_noop("《未成年人保护法》第一百零三条"),
    gettext_noop("生效的裁判文书"),
    gettext_noop("含有依法不得公开的国家秘密"),
    gettext_noop("含有应当删除的个人信息"),
    gettext_noop("能认出未成年人"),
    gettext_noop("法院判决或裁定不得公开"),
)


def ground_words(ground: Ground) -> str:
    """Return a ground with its article, and whether the law leaves a choice."""
    rule = ground.rule
    values = {"law": _(LAW), "article": _(rule.article), "label": _(rule.label)}
    if rule.must:
        return _("%(law)s%(article)s：%(label)s") % values
    return _("%(law)s%(article)s：%(label)s（可以不公开）") % values


def ground_choices() -> list[tuple[str, str]]:
    """Return the grounds of withholding for a form."""
    return [(str(ground), ground_words(ground)) for ground in Ground]


def seal_words(ground: SealGround) -> str:
    """Return a ground of sealing with its law."""
    return _("%(law)s：%(label)s") % {
        "law": _(ground.words.law),
        "label": _(ground.words.label),
    }


def seal_choices() -> list[tuple[str, str]]:
    """Return the grounds of sealing for a form."""
    return [(str(ground), seal_words(ground)) for ground in SealGround]
