"""Establishes what an act needs before it can be done: evidence, signatures, mandate, second eyes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotAllowed, NotThere, RuleBroken
from portal.domain.ladder.demands import Need
from portal.domain.ladder.dossier import Fact, FactKind
from portal.domain.ladder.signing import mandate_subjects
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import demands_of
from portal.domain.scopes import TenantScope
from portal.models.ladder import Mandate
from portal.models.submission import Attachment
from portal.services.deliveries import required_text
from portal.services.dossiers.asked import open_of, still_asked, token
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.preparing import SIGNED, Doer, Prepared, act_of, hold_work
from portal.services.effects_wanted import Effect, want
from portal.services.recording import Actor

EVENTS = {
    FactKind.BEWIJS: "bewijs_toegevoegd",
    FactKind.ONDERTEKEND: "medeondertekend",
    FactKind.MEEGEKEKEN: "meegekeken",
    FactKind.MANDAAT: "mandaat_vastgelegd",
    FactKind.INGELICHT: "ingelicht",
}


def ask_along(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    asked: Mapping[str, UUID | None],
    doer: Doer,
) -> None:
    """Ask others to sign or look along: what is asked -> somebody, or None for whoever may.

    They find it on their start page, and get a mail that something waits.
    """
    prepared = hold_work(session, scope, work_id, version=version)
    work, held = prepared.work, prepared.held
    waiting = open_of(needs_of(session, scope, prepared, doer))
    wanted = {what: person for what, person in asked.items() if what in waiting}
    if not wanted:
        raise RuleBroken("Niemand hoeft nog mee te tekenen of mee te kijken.", code="not_now")
    work.asked_of = [token(what, person) for what, person in wanted.items()]
    work.asked_at, work.asked_by_name = session.legal_now, doer.actor.name
    keep(
        session, held, held.state, event="meetekenen_gevraagd", actor=doer.actor,
        data={"code": work.code, "aan": list(wanted)},
    )  # fmt: skip
    want(
        session,
        [
            Effect(
                effect="mail_meetekenen",
                key=f"mail:meetekenen:{work.id}:{held.row.version}",
                tenant_id=held.row.tenant_id,
                data={"dossier": str(held.row.id), "work": str(work.id)},
            )
        ],
    )


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
    if doer.role.value not in open_of(needs_of(session, scope, prepared, doer)):
        raise RuleBroken(
            f"Bij deze stap is geen handtekening van een {doer.role.label} (meer) nodig.",
            code="not_now",
            rule="002-07",
        )
    held = _establish(session, prepared.held, FactKind.ONDERTEKEND, prepared.work.code, doer)
    _no_longer_asked(session, scope, replace(prepared, held=held), doer)


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
    held = _establish(session, prepared.held, FactKind.MEEGEKEKEN, prepared.work.code, doer)
    _no_longer_asked(session, scope, replace(prepared, held=held), doer)


def give_back(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    reason: str,
    asked_as: Collection[str],
    doer: Doer,
) -> None:
    """Not sign or look, and say why; whoever prepares reads it and asks again later."""
    prepared = hold_work(session, scope, work_id, version=version)
    work, held = prepared.work, prepared.held
    reason = required_text(reason, "opmerking")
    work.asked_of = [word for word in work.asked_of if word not in asked_as]
    keep(
        session, held, held.state, event="teruggegeven", actor=doer.actor,
        data={"code": work.code, "reden": reason},
    )  # fmt: skip


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
    today, state = prepared.held.today, prepared.held.state
    act = act_of(session, scope, prepared.held, prepared.work, doer)
    if mandate.account_id != doer.actor.account_id or mandate.subject not in mandate_subjects(
        act, state
    ):
        raise RuleBroken(
            "Dit mandaat is van een ander, of voor iets anders. Kies een mandaat dat past.",
            code="mandate",
            rule="004-119",
            path="mandaat",
        )
    if mandate.from_on > today or (mandate.until_on is not None and mandate.until_on < today):
        raise RuleBroken(
            "Dit mandaat geldt vandaag niet. Kies een ander.", code="mandate", rule="004-119",
            path="mandaat",
        )  # fmt: skip
    _establish(
        session, prepared.held, FactKind.MANDAAT, prepared.work.code, doer,
        text=f"{mandate.document} ({mandate.account_name})", until=mandate.until_on,
        subject=mandate.subject,
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
    added = [
        Attachment(
            provider_id=held.row.provider_id,
            tenant_id=held.row.tenant_id,
            dossier_id=dossier_id,
            internal=True,
            uploaded_by=doer.actor.account_id,
            **stored,
        )
        for stored in files
    ]
    session.add_all(added)
    session.flush()
    ids = [str(file.id) for file in added]
    if about:
        _establish(session, held, FactKind.BEWIJS, about, doer, text=text, files=ids)
        return
    keep(
        session, held, held.state, event=EVENTS[FactKind.BEWIJS], actor=doer.actor,
        data={"code": "", "tekst": text, "bestanden": ids},
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
    subject: str = "",
    files: Sequence[str] = (),
) -> Held:
    fact = Fact(
        kind=kind, about=about, by=doer.id, on=held.today, role=doer.role, text=text, until=until,
        subject=subject, words=held.state.words if kind in SIGNED else "",
    )  # fmt: skip
    state = replace(held.state, facts=(*held.state.facts, fact))
    return keep(
        session, held, state, event=EVENTS[kind], actor=doer.actor,
        data={"code": about, "rol": doer.role.value, "tekst": text}
        | ({"bestanden": list(files)} if files else {}),
    )  # fmt: skip


def needs_of(
    session: ScopedSession, scope: TenantScope, prepared: Prepared, doer: Doer
) -> list[Need]:
    """What the act asks when whoever prepared it does it."""
    work = prepared.work
    starter = Doer(actor=Actor(work.started_by_name, work.started_by), role=doer.role)
    act = act_of(session, scope, prepared.held, work, starter)
    return demands_of(prepared.held.state, act)[1]


def _no_longer_asked(
    session: ScopedSession, scope: TenantScope, prepared: Prepared, doer: Doer
) -> None:
    prepared.work.asked_of = still_asked(
        prepared.work.asked_of, needs_of(session, scope, prepared, doer)
    )
    session.flush()


def _not_twice(prepared: Prepared, kind: FactKind, doer: Doer) -> None:
    held = prepared.held
    if any(f.by == doer.id for f in held.state.facts_about(prepared.work.code, kind, held.today)):
        raise RuleBroken("U hebt dit al gedaan.", code="not_now")
