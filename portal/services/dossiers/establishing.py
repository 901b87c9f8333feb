"""Establishes what an act needs before it can be done: evidence, signatures, mandate, second eyes."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotAllowed, NotThere, RuleBroken
from portal.domain.ladder.dossier import Fact, FactKind
from portal.domain.ladder.vocabulary import Role
from portal.domain.scopes import TenantScope
from portal.models.ladder import Mandate
from portal.models.submission import Attachment
from portal.services.deliveries import required_text
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.preparing import Doer, Prepared, hold_work

EVENTS = {
    FactKind.BEWIJS: "bewijs_toegevoegd",
    FactKind.ONDERTEKEND: "medeondertekend",
    FactKind.MEEGEKEKEN: "meegekeken",
    FactKind.MANDAAT: "mandaat_vastgelegd",
    FactKind.INGELICHT: "ingelicht",
}


def sign(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, version: int, doer: Doer
) -> None:
    """Sign along as the lawyer, or in another role that the ladder names (002-07, 002-08).

    Only for the content that is on the page: `version` is that of the preparation.
    """
    prepared = hold_work(session, scope, work_id, version=version)
    _not_twice(prepared, FactKind.ONDERTEKEND, doer)
    if prepared.work.started_by == doer.actor.account_id:
        raise NotAllowed(
            "U hebt dit zelf voorbereid. Een ander moet meetekenen.", code="own_work", rule="002-07"
        )
    _establish(session, prepared.held, FactKind.ONDERTEKEND, prepared.work.code, doer)


def look_along(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, version: int, doer: Doer
) -> None:
    """Be the second pair of eyes on a measure or an immediate act."""
    prepared = hold_work(session, scope, work_id, version=version)
    if prepared.work.started_by == doer.actor.account_id:
        raise NotAllowed(
            "U hebt dit zelf voorbereid. Een ander moet meekijken.", code="own_work", rule="004-99"
        )
    _not_twice(prepared, FactKind.MEEGEKEKEN, doer)
    _establish(session, prepared.held, FactKind.MEEGEKEKEN, prepared.work.code, doer)


def use_mandate(
    session: ScopedSession, scope: TenantScope, work_id: UUID, *, mandate_id: UUID, doer: Doer
) -> None:
    """Lean on a mandate of the register that holds today (001-19, 004-119)."""
    prepared = hold_work(session, scope, work_id)
    mandate = session.scalar(
        select(Mandate).where(Mandate.tenant_id == scope.tenant_id, Mandate.id == mandate_id)
    )
    if mandate is None:
        raise NotThere
    today = prepared.held.today
    if mandate.from_on > today or (mandate.until_on is not None and mandate.until_on < today):
        raise RuleBroken(
            "Dit mandaat geldt vandaag niet. Kies een ander.", code="mandate", rule="004-119",
            path="mandaat",
        )  # fmt: skip
    _establish(
        session, prepared.held, FactKind.MANDAAT, prepared.work.code, doer,
        text=f"{mandate.document} ({mandate.account_name})", until=mandate.until_on,
    )  # fmt: skip


def inform(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    about: str,
    role: Role,
    how: str,
    doer: Doer,
) -> None:
    """Note that somebody was informed, such as the wethouder (001-02)."""
    held = hold(session, scope, dossier_id)
    _establish(
        session, held, FactKind.INGELICHT, about, Doer(actor=doer.actor, role=role),
        text=required_text(how, "hoe"),
    )  # fmt: skip


def add_evidence(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    about: str,
    text: str,
    files: list[dict[str, str | int]],
    doer: Doer,
) -> None:
    """Add evidence for an act, or for the dossier as a whole when `about` is empty."""
    held = hold(session, scope, dossier_id)
    text = required_text(text, "omschrijving")
    for stored in files:
        session.add(
            Attachment(
                provider_id=held.row.provider_id,
                tenant_id=held.row.tenant_id,
                dossier_id=dossier_id,
                internal=True,
                uploaded_by=doer.actor.account_id,
                **stored,
            )
        )
    session.flush()
    if about:
        _establish(session, held, FactKind.BEWIJS, about, doer, text=text)
        return
    keep(
        session, held, held.state, event="bewijs_toegevoegd", actor=doer.actor,
        data={"tekst": text, "bestanden": len(files)},
    )  # fmt: skip


def _establish(
    session: ScopedSession,
    held: Held,
    kind: FactKind,
    about: str,
    doer: Doer,
    *,
    text: str = "",
    until: date | None = None,
) -> Held:
    fact = Fact(
        kind=kind, about=about, by=doer.id, on=held.today, role=doer.role, text=text, until=until
    )
    state = replace(held.state, facts=(*held.state.facts, fact))
    return keep(
        session, held, state, event=EVENTS[kind], actor=doer.actor,
        data={"code": about, "rol": doer.role.value, "tekst": text},
    )  # fmt: skip


def _not_twice(prepared: Prepared, kind: FactKind, doer: Doer) -> None:
    held = prepared.held
    if any(f.by == doer.id for f in held.state.facts_about(prepared.work.code, kind, held.today)):
        raise RuleBroken("U hebt dit al gedaan.", code="not_now")
