"""Take a community off the list: from now on its posts count as *other*, the earlier ones too.

In:   a community.    Out:  off the list; sources without it; a pass over earlier posts begins.
Cost: four writes; the posts follow by a job (``settle_places``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.work.collection.communities.models import Community
from huiying.work.collection.communities.queries import communities_of
from huiying.work.collection.posts.actions.settle_places import begin_pass
from huiying.work.collection.sources.models import Source


@transaction.atomic
def retire_community(*, community: Community, actor: Actor, now: datetime) -> None:
    """Take a community off its bureau's list.

    Raises:
        Refused: If somebody did so meanwhile.
    """
    listed = communities_of(community.bureau_id).filter(pk=community.pk)
    if listed.update(retired_at=now) != 1:
        raise Refused(_("“%(name)s”已不在名单中。") % {"name": community.name})
    Source.objects.filter(bureau_id=community.bureau_id, community=community.name).update(
        community=""
    )
    begin_pass(community.bureau_id)
    record(community, "community.retired", actor, now)
