"""Loads packs: region, municipalities, and for the demo providers, contracts and people.

Repeatable: what is there already and the same is left alone, what differs is brought up to
date, nothing is removed. Goes through the region's own role of the database, one municipality
at a time, so no wall is ever taken down for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.start_templates import statutory_rates
from portal.domain.configuration import cast as people_data
from portal.domain.configuration.addresses import ADDRESS
from portal.domain.configuration.contracts import Contracts
from portal.domain.configuration.pack import Municipality, Pack
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.providers import CONTACT, Providers
from portal.domain.configuration.sections import SECTIONS
from portal.domain.people import Side
from portal.domain.scopes import AuthScope, RegionScope, TenantId
from portal.models.configuration import DeskMember, SettingVersion
from portal.models.dossier import InterestRate
from portal.models.people import Account, Membership, RegionGrant
from portal.models.provider import Contract, ContractProduct, Provider
from portal.models.region import Tenant
from portal.services.configuring import put_section
from portal.services.ladder_templates import ladders_of_contracts, publish_templates
from portal.services.loading_region import load_region

LOADER = "Inrichting van het portaal"


@contextmanager
def _region(engine: Engine, tenant_id: UUID | None = None) -> Iterator[ScopedSession]:
    scope = RegionScope(None, tenant_id=TenantId(tenant_id) if tenant_id else None)
    with unit_of_work(engine, scope) as session:
        yield session


def load_pack(engine: Engine, pack: Pack, *, today: date, now: datetime) -> list[str]:
    """Load everything in a pack; gives a line per thing that changed."""
    changed: list[str] = []
    with _region(engine) as session:
        region_id = load_region(session, pack.region, changed)
        _load_tenants(session, pack, region_id, changed)
        _load_rates(session, changed)
        if pack.demo:
            _load_providers(session, pack.demo.providers, changed)
    tenants, providers = ids_by_slug(engine)
    for municipality in pack.municipalities:
        with _region(engine, tenants[municipality.slug]) as session:
            _load_sections(session, municipality, tenants[municipality.slug], now, changed)
    if pack.demo is not None:
        for slug, tenant_id in tenants.items():
            with _region(engine, tenant_id) as session:
                _load_contracts(
                    session, pack.demo.contracts, slug, tenant_id, providers, today, changed
                )
    for municipality in pack.municipalities:
        with _region(engine, tenants[municipality.slug]) as session:
            _load_ladders(session, municipality, tenants[municipality.slug], today, now, changed)
    if pack.demo is None:
        return changed
    accounts = _load_people(
        engine, pack.demo.cast, tenants, providers, region_id, today, now, changed
    )
    for slug, tenant_id in tenants.items():
        with _region(engine, tenant_id) as session:
            _load_desks(session, pack.demo.cast, slug, tenant_id, accounts, today)
    return changed


def ids_by_slug(engine: Engine) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """Ids of municipalities and of providers, by slug."""
    with _region(engine) as session:
        tenants = {row.slug: row.id for row in session.execute(select(Tenant.slug, Tenant.id))}
        providers = {
            row.slug: row.id for row in session.execute(select(Provider.slug, Provider.id))
        }
    return tenants, providers


def _load_tenants(session: ScopedSession, pack: Pack, region_id: UUID, changed: list[str]) -> None:
    known = {tenant.slug: tenant for tenant in session.scalars(select(Tenant))}
    for municipality in pack.municipalities:
        name = municipality.sections["profiel"].name
        row = known.get(municipality.slug)
        if row is None:
            session.add(Tenant(region_id=region_id, slug=municipality.slug, name=name))
            changed.append(f"gemeente {name}")
        elif row.name != name:
            row.name = name
            changed.append(f"gemeente {name}")
    session.flush()


def _load_rates(session: ScopedSession, changed: list[str]) -> None:
    """A rate that is known stays as it is: what was calculated with it was right."""
    known = set(session.scalars(select(InterestRate.from_on)))
    for from_on, basis_points, source in statutory_rates():
        if from_on not in known:
            session.add(InterestRate(from_on=from_on, basis_points=basis_points, source=source))
            changed.append(f"wettelijke rente vanaf {from_on.isoformat()}")
    session.flush()


def _load_sections(
    session: ScopedSession,
    municipality: Municipality,
    tenant_id: UUID,
    now: datetime,
    changed: list[str],
) -> None:
    """A section that somebody changed in the portal since is not overwritten."""
    authored = set(
        session.scalars(
            select(SettingVersion.section).where(
                SettingVersion.tenant_id == tenant_id, SettingVersion.author_id.is_not(None)
            )
        )
    )
    for section in SECTIONS:
        if section.slug in authored:
            continue
        document = section.dump(municipality.sections[section.slug])
        if put_section(
            session, tenant_id, section.slug, document, author_id=None, author_name=LOADER,
            note="Bij de inrichting van het portaal.", now=now,
        ):  # fmt: skip
            changed.append(f"{municipality.slug}: {section.title}")


def _load_providers(session: ScopedSession, providers: Providers, changed: list[str]) -> None:
    known = {provider.slug: provider for provider in session.scalars(select(Provider))}
    for given in providers.providers:
        if given.slug in known:
            continue
        session.add(
            Provider(
                slug=given.slug,
                name=given.name,
                kvk=given.kvk,
                agb=given.agb,
                email=given.email,
                phone=given.phone,
                visiting_address=ADDRESS.write(given.visiting_address),
                postal_address=ADDRESS.write(given.postal_address),
                contact=CONTACT.write(given.contact),
            )
        )
        changed.append(f"aanbieder {given.name}")
    session.flush()


def _load_contracts(
    session: ScopedSession,
    contracts: Contracts,
    slug: str,
    tenant_id: UUID,
    providers: dict[str, UUID],
    today: date,
    changed: list[str],
) -> None:
    known = set(session.scalars(select(Contract.number).where(Contract.tenant_id == tenant_id)))
    for given in contracts.contracts:
        if given.municipality != slug or given.number in known:
            continue
        contract = Contract(
            tenant_id=tenant_id,
            provider_id=providers[given.provider],
            number=given.number,
            domain=given.domain,
            starts_on=given.starts.on(today),
            ends_on=given.ends.on(today),
            standard=given.standard,
            ladder=given.ladder or None,
        )
        session.add(contract)
        session.flush()
        session.add_all(
            ContractProduct(
                contract_id=contract.id,
                product_code=code,
                tenant_id=tenant_id,
                provider_id=contract.provider_id,
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
            )
            for code in given.products
        )
        changed.append(f"overeenkomst {given.number}")
    session.flush()


def _load_ladders(
    session: ScopedSession,
    municipality: Municipality,
    tenant_id: UUID,
    today: date,
    now: datetime,
    changed: list[str],
) -> None:
    """The chosen start templates as published version 1, in force as long as contracts run."""
    chosen = municipality.sections[PROFILE.slug].ladders
    named, oldest = ladders_of_contracts(session, tenant_id)
    published = publish_templates(
        session, tenant_id, [chosen.wmo, chosen.jeugd, *sorted(named)],
        in_force_from=min(oldest or today, today), author_id=None, author_name=LOADER, now=now,
    )  # fmt: skip
    changed += [f"{municipality.slug}: ladder {code}" for code in published]


def _load_people(
    engine: Engine,
    cast: people_data.Cast,
    tenants: dict[str, UUID],
    providers: dict[str, UUID],
    region_id: UUID,
    today: date,
    now: datetime,
    changed: list[str],
) -> dict[str, UUID]:
    accounts: dict[str, UUID] = {}
    with unit_of_work(engine, AuthScope()) as session:
        known = {account.email: account for account in session.scalars(select(Account))}
        for given in cast.people:
            account = known.get(given.email.lower())
            if account is None:
                account = Account(
                    email=given.email.lower(), name=given.name, slug=given.slug, created_at=now
                )
                session.add(account)
                session.flush()
                for role in given.memberships:
                    side, target = _target(role, tenants, providers, region_id)
                    session.add(
                        Membership(
                            account_id=account.id,
                            side=side.value,
                            role=role.role.value,
                            from_on=role.starts.on(today),
                            until_on=role.ends.on(today) if role.ends else None,
                            created_at=now,
                            **target,
                        )
                    )
                changed.append(f"account {given.name}")
            accounts[given.slug] = account.id
        session.flush()
    return accounts


def _target(
    role: people_data.Membership,
    tenants: dict[str, UUID],
    providers: dict[str, UUID],
    region_id: UUID,
) -> tuple[Side, dict[str, UUID]]:
    if role.municipality:
        return Side.MUNICIPALITY, {"tenant_id": tenants[role.municipality]}
    if role.provider:
        return Side.PROVIDER, {"provider_id": providers[role.provider]}
    if role.region:
        return Side.REGION, {"region_id": region_id}
    return Side.PLATFORM, {}


def _load_desks(
    session: ScopedSession,
    cast: people_data.Cast,
    slug: str,
    tenant_id: UUID,
    accounts: dict[str, UUID],
    today: date,
) -> None:
    seats = [
        {"tenant_id": tenant_id, "desk": desk, "account_id": accounts[person.slug]}
        for person in cast.people
        for role in person.memberships
        if role.municipality == slug
        for desk in role.desks
    ]
    if seats:
        session.execute(insert(DeskMember).values(seats).on_conflict_do_nothing())
    grants = [
        {
            "tenant_id": tenant_id,
            "account_id": accounts[person.slug],
            "may_write": grant.may_write,
            "from_on": grant.starts.on(today),
            "until_on": grant.ends.on(today),
        }
        for person in cast.people
        for grant in person.grants
        if grant.municipality == slug
    ]
    if grants:
        session.execute(insert(RegionGrant).values(grants).on_conflict_do_nothing())
