"""Gives a municipality its first ladders: the chosen start templates as published version 1."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import ladder_templates
from portal.domain.errors import RuleBroken
from portal.domain.ladder.parse import dump_ladder
from portal.domain.ladder.review import review_data
from portal.models.ladder import LadderVersion
from portal.models.provider import Contract

FROM_TEMPLATE = "Startsjabloon {}"


def publish_templates(
    session: ScopedSession,
    tenant_id: UUID,
    codes: Iterable[str],
    *,
    in_force_from: date,
    author_id: UUID | None,
    author_name: str,
    now: datetime,
) -> list[str]:
    """Publish each template of which this municipality has no version yet; the codes of those.

    Repeatable: a ladder that is there, in whatever version, is left alone.
    """
    known = set(
        session.scalars(
            select(LadderVersion.ladder).where(LadderVersion.tenant_id == tenant_id).distinct()
        )
    )
    templates = ladder_templates()
    wanted = [code for code in dict.fromkeys(codes) if code in templates and code not in known]
    for code in wanted:
        found = review_data(templates[code])
        if not found.is_sound:
            raise RuleBroken(
                f"Het sjabloon {code} klopt niet: {found.errors[0].sentence}", code="unsound"
            )
        session.add(
            LadderVersion(
                tenant_id=tenant_id,
                ladder=code,
                number=1,
                state="gepubliceerd",
                document=dump_ladder(found.ladder),
                based_on=FROM_TEMPLATE.format(found.ladder.name),
                note="De eerste versie, gelijk aan het startsjabloon.",
                created_by=author_id,
                created_by_name=author_name,
                created_at=now,
                changed_by_name=author_name,
                changed_at=now,
                published_by=author_id,
                published_by_name=author_name,
                published_at=now,
                in_force_from=in_force_from,
            )
        )
    session.flush()
    return wanted


def ladders_of_contracts(session: ScopedSession, tenant_id: UUID) -> tuple[set[str], date | None]:
    """The ladders that contracts name themselves, and the first day of the oldest contract."""
    named = set(
        session.scalars(
            select(Contract.ladder)
            .where(Contract.tenant_id == tenant_id, Contract.ladder.is_not(None))
            .distinct()
        )
    )
    oldest = session.scalar(
        select(func.min(Contract.starts_on)).where(Contract.tenant_id == tenant_id)
    )
    return {code for code in named if code}, oldest
