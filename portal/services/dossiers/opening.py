"""Opens a dossier: from a signal, a delivery, a finding, or by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select, text

from portal.adapters.database import ScopedSession
from portal.adapters.start_templates import contract_rules
from portal.domain.calendar import local_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.stored import store_state
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, DossierAccess
from portal.models.provider import Contract, Provider
from portal.models.submission import Delivery
from portal.queries.ladders import in_force_for_contract
from portal.services.deliveries import required_text
from portal.services.dossiers.holding import Held, hold, keep, parties_of
from portal.services.recording import Actor

SOURCES = {
    "signaal": "Een signaal of klacht",
    "bezorging": "Iets dat de aanbieder indiende",
    "bevinding": "Een bevinding van een toezichthouder",
    "eigen": "Eigen waarneming of planning",
}
CONFIDENTIAL = ("bibob", "fraude")

_NEXT_NUMBER = text(
    "INSERT INTO dossier_counter (tenant_id, year, last) VALUES (:tenant, :year, 1)"
    " ON CONFLICT (tenant_id, year) DO UPDATE SET last = dossier_counter.last + 1"
    " RETURNING last"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier:
    """What is known when a dossier is opened. The same `key` again opens no second one."""

    key: UUID = field(default_factory=uuid4)
    contract_id: UUID
    title: str
    track: str
    categories: Sequence[str]
    what_happened: str
    source: str
    confidentiality: str = "gewoon"
    delivery_id: UUID | None = None
    named: Sequence[tuple[UUID, str]] = ()


def open_dossier(
    session: ScopedSession, scope: TenantScope, given: NewDossier, *, actor: Actor
) -> Held:
    """Open a dossier under the ladder that the contract names, pinned to the version in force.

    Rules 002-01 (two tracks), 002-02 (categories), 002-03 and 003-03 (where it starts from).
    Raises RuleBroken ("key_reused") when this form was sent before and said something else.
    """
    contract = session.execute(
        select(Contract, Provider.name)
        .join(Provider, Provider.id == Contract.provider_id)
        .where(Contract.tenant_id == scope.tenant_id, Contract.id == given.contract_id)
    ).one_or_none()
    if contract is None:
        raise NotThere
    _check_delivery(session, scope, given.delivery_id, contract.Contract.provider_id)
    # Of this person at this municipality: nobody can guess somebody else's.
    dossier_id = uuid5(given.key, f"{scope.tenant_id}:{actor.account_id}")
    earlier = _opened_before(session, scope, dossier_id, given)
    if earlier is not None:
        return earlier
    today = local_date(session.legal_now)
    in_force = in_force_for_contract(session, scope, given.contract_id, today)
    if in_force is None:
        raise RuleBroken(
            "Er is voor deze overeenkomst nog geen escalatieladder in werking. Vraag het de "
            "functioneel beheerder.",
            code="no_ladder",
            path="overeenkomst",
        )
    known = {category.code for category in in_force.ladder.categories}
    if known and not given.categories:
        raise RuleBroken(
            "Kies minstens één categorie.", code="category", rule="002-02", path="categorieen"
        )
    if not set(given.categories) <= known:
        raise RuleBroken("Kies categorieën uit de lijst.", code="category", path="categorieen")
    number = session.execute(
        _NEXT_NUMBER, {"tenant": scope.tenant_id, "year": today.year}
    ).scalar_one()
    row = Dossier(
        id=dossier_id,
        tenant_id=scope.tenant_id,
        provider_id=contract.Contract.provider_id,
        contract_id=given.contract_id,
        ladder_version_id=in_force.id,
        number=f"D-{today.year}-{number:04d}",
        title=required_text(given.title, "titel"),
        provider_name=contract.name,
        track=given.track,
        categories=list(given.categories),
        what_happened=required_text(given.what_happened, "wat"),
        source=given.source,
        source_delivery_id=given.delivery_id,
        confidentiality=given.confidentiality,
        state={},
        owner_id=actor.account_id,
        owner_name=actor.name,
        opened_by=actor.account_id,
        opened_by_name=actor.name,
    )
    state = DossierState(
        ladder=in_force.ladder,
        opened_on=today,
        contract=contract_rules(contract.Contract.standard),
        fraud=given.confidentiality == "fraude",
        finding=given.source == "bevinding",
    )
    row.state = store_state(state)
    session.add(row)
    session.flush()
    state = DossierState(
        ladder=state.ladder,
        opened_on=today,
        contract=state.contract,
        parties=parties_of(row),
        fraud=state.fraud,
        finding=state.finding,
    )
    for account_id, name in given.named if given.confidentiality in CONFIDENTIAL else ():
        let_in(session, row, account_id=account_id, name=name, by=actor)
    return keep(
        session,
        Held(row, state, today),
        state,
        event="dossier_geopend",
        actor=actor,
        data={
            "nummer": row.number,
            "bron": given.source,
            "spoor": given.track,
            "ladder": in_force.ladder.name,
            "ladderversie": in_force.ladder.number,
        },
    )


def _opened_before(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, given: NewDossier
) -> Held | None:
    """What an earlier press of the same button opened; a second one waits here for the first."""
    session.execute(select(func.pg_advisory_xact_lock(dossier_id.int % 2**63)))
    row = session.scalar(
        select(Dossier).where(Dossier.tenant_id == scope.tenant_id, Dossier.id == dossier_id)
    )
    if row is None:
        return None
    asked = (
        given.contract_id, given.title.strip(), given.track, list(given.categories),
        given.what_happened.strip(), given.source, given.delivery_id, given.confidentiality,
    )  # fmt: skip
    opened = (
        row.contract_id, row.title, row.track, row.categories,
        row.what_happened, row.source, row.source_delivery_id, row.confidentiality,
    )  # fmt: skip
    if asked != opened:
        raise RuleBroken(
            f"Met dit formulier hebt u dossier {row.number} al geopend, met een andere inhoud. Open "
            "dat dossier, of begin opnieuw bij “Dossier openen”.",
            code="key_reused",
        )
    return hold(session, scope, dossier_id)


def let_in(session: ScopedSession, row: Dossier, *, account_id: UUID, name: str, by: Actor) -> None:
    """Name somebody who may see a confidential dossier."""
    session.add(
        DossierAccess(
            tenant_id=row.tenant_id,
            provider_id=row.provider_id,
            dossier_id=row.id,
            account_id=account_id,
            account_name=name,
            granted_by_name=by.name,
        )
    )
    session.flush()


def _check_delivery(
    session: ScopedSession, scope: TenantScope, delivery_id: UUID | None, provider_id: UUID
) -> None:
    if delivery_id is None:
        return
    owner = session.scalar(
        select(Delivery.provider_id).where(
            Delivery.tenant_id == scope.tenant_id, Delivery.id == delivery_id
        )
    )
    if owner != provider_id:
        raise NotThere
