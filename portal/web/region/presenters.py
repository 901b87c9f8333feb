"""What the region's pages print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from portal.domain.calendar import format_date, local_date
from portal.domain.contracts import DOMAIN_NAMES, Book, ContractTerms
from portal.domain.people import RegionAccess
from portal.domain.submissions.lifecycle import NAMES_FOR_MUNICIPALITY, TONES, State
from portal.domain.submissions.registry import all_kinds
from portal.queries.region import Administrator, Counts, OrganisationRow, ProviderFacts
from portal.queries.region_contracts import ContractRow
from portal.queries.region_insight import DeliverySeen, Seen, StopSeen
from portal.web.chrome import Column, DataItem, Link, Status, TaskRow, Tile, Tone

SOON = timedelta(days=30)


def columns(*labels: str) -> tuple[Column, ...]:
    """The head of a table."""
    return tuple(Column(label=label) for label in labels)


ACCESS_COLUMNS = columns("Gemeente", "U mag", "Tot en met", "Stand")
CONTRACT_COLUMNS = columns("Nummer", "Aanbieder", "Domein", "Looptijd", "Producten", "Stand")
PLANNED_COLUMNS = columns("Nummer", "Gemeente", "Aanbieder", "Domein", "Looptijd", "Producten")
PRODUCT_COLUMNS = columns("Code", "Naam", "Domein", "Wijzigen")
STANDARD_COLUMNS = columns("Code", "Naam", "Domein")
DELIVERY_COLUMNS = columns("Kenmerk", "Soort", "Ontvangen", "Stand")
STOP_COLUMNS = columns("Product", "Vanaf", "Tot en met")


# -- the start page


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """A municipality that lets the person in."""

    name: str
    may: str
    until: str
    status: Status


def register_tiles(counts: Counts) -> tuple[Tile, ...]:
    """What a regiobeheerder keeps."""
    return (
        Tile(
            title="Organisaties",
            href=url_for("region.organisations"),
            figure=str(counts.providers),
            text=f"aanbieders en {counts.municipalities} gemeenten, met hun beheerders",
        ),
        Tile(
            title="Overeenkomsten",
            href=url_for("region.contracts"),
            text="Per gemeente bekijken, toevoegen, laten eindigen, of inlezen uit een werkblad",
        ),
        Tile(
            title="Productenboek",
            href=url_for("region.products"),
            figure=str(counts.products),
            text="producten en de versies van de overeenkomst",
        ),
    )


def access_line(access: RegionAccess, today: date) -> AccessLine:
    """Access that ends soon stands out."""
    soon = access.until_on - today <= SOON
    return AccessLine(
        name=access.place_name,
        may="Meekijken en meewerken" if access.may_write else "Meekijken",
        until=format_date(access.until_on),
        status=Status("Loopt binnenkort af", Tone.WARNING) if soon else Status("Loopt", Tone.OK),
    )


# -- organisations


def organisation_row(
    row: OrganisationRow, administrators: Sequence[Administrator], href: str
) -> TaskRow:
    """An organisation with who administers it."""
    return TaskRow(
        title=row.name,
        href=href,
        reference=row.detail,
        facts=(administrators_words(administrators),),
        status=administrators_status(administrators),
    )


def administrators_words(administrators: Sequence[Administrator]) -> str:
    """Who they are, and who has not chosen a password yet."""
    if not administrators:
        return "Nog geen beheerder"
    return ", ".join(
        person.name if person.can_sign_in else f"{person.name} (uitgenodigd)"
        for person in administrators
    )


def administrators_status(administrators: Sequence[Administrator]) -> Status:
    """Whether the organisation can help itself."""
    if any(person.can_sign_in for person in administrators):
        return Status("Heeft een beheerder", Tone.OK)
    if administrators:
        return Status("Wacht op de beheerder", Tone.INFO)
    return Status("Nodig een beheerder uit", Tone.WARNING)


def provider_facts(provider: ProviderFacts) -> tuple[DataItem, ...]:
    """The data that article 3.1.5 asks to keep current (004-69)."""
    return (
        DataItem(key="KvK-nummer", value=provider.kvk),
        DataItem(key="AGB-code", value=provider.agb),
        DataItem(key="Algemeen e-mailadres", value=provider.email),
        DataItem(key="Telefoonnummer", value=provider.phone),
        DataItem(key="Bezoekadres", lines=_address(provider.visiting_address)),
        DataItem(key="Postadres", lines=_address(provider.postal_address)),
        DataItem(
            key="Contactpersoon",
            lines=tuple(
                filter(None, (provider.contact.get(k, "") for k in ("naam", "telefoon", "email")))
            ),
        ),
    )


def _address(address: Mapping[str, str]) -> tuple[str, ...]:
    return (
        address.get("straat", ""),
        f"{address.get('postcode', '')} {address.get('plaats', '')}".strip(),
    )


# -- contracts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A line of a list of contracts."""

    number: str
    municipality: str
    provider: str
    domain: str
    period: str
    products: str
    status: Status
    end: Link | None = None


def contract_line(row: ContractRow, today: date, *, end_href: str) -> ContractLine:
    """A contract of one municipality, with the way to let it end."""
    terms = row.terms
    is_over = terms.ends_on <= max(today, terms.starts_on)
    return ContractLine(
        number=terms.number,
        municipality="",
        provider=row.provider_name,
        domain=DOMAIN_NAMES[terms.domain],
        period=_period(terms),
        products=", ".join(sorted(terms.products)),
        status=_contract_status(terms, today),
        end=None if is_over else Link(f"{terms.number} laten eindigen", end_href),
    )


def planned_line(
    terms: ContractTerms, municipalities: Mapping[str, str], providers: Mapping[str, str]
) -> ContractLine:
    """A contract that a file would add."""
    return ContractLine(
        number=terms.number,
        municipality=municipalities[terms.municipality],
        provider=providers[terms.provider],
        domain=DOMAIN_NAMES[terms.domain],
        period=_period(terms),
        products=", ".join(sorted(terms.products)),
        status=Status("Nieuw", Tone.INFO),
    )


def _period(terms: ContractTerms) -> str:
    return f"{format_date(terms.starts_on)} tot en met {format_date(terms.ends_on)}"


def _contract_status(terms: ContractTerms, today: date) -> Status:
    if today < terms.starts_on:
        return Status("Begint later", Tone.INFO)
    return Status("Loopt", Tone.OK) if today <= terms.ends_on else Status("Voorbij")


# -- the product book


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """A product, or a version of the contract."""

    code: str
    name: str
    domain: str
    change: Link | None = None


def book_lines(book: Book) -> tuple[tuple[BookLine, ...], tuple[BookLine, ...]]:
    """Products with the way to rename them, and versions of the contract."""
    products = tuple(
        BookLine(
            code=code,
            name=name,
            domain=DOMAIN_NAMES[domain],
            change=Link(f"{code} hernoemen", url_for("region.product", code=code)),
        )
        for code, (domain, name) in sorted(book.products.items())
    )
    standards = tuple(
        BookLine(code=code, name=name, domain=DOMAIN_NAMES[domain])
        for code, (domain, name) in book.standards.items()
    )
    return products, standards


# -- looking into municipalities


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """A delivery in a list."""

    reference: str
    kind: str
    received: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A cliëntenstop in a list."""

    product: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInside:
    """What one municipality has of one provider."""

    name: str
    deliveries: tuple[DeliveryLine, ...]
    stops: tuple[StopLine, ...]


def seen_inside_each(seen: Seen, access: Sequence[RegionAccess]) -> tuple[SeenInside, ...]:
    """A provider's page: a part for each municipality where something came in."""
    parts = tuple(
        SeenInside(
            name=one.place_name,
            deliveries=tuple(
                _delivery_line(d) for d in seen.deliveries if d.tenant_id == one.tenant_id
            ),
            stops=tuple(_stop_line(s) for s in seen.stops if s.tenant_id == one.tenant_id),
        )
        for one in access
    )
    return tuple(part for part in parts if part.deliveries)


def _delivery_line(seen: DeliverySeen) -> DeliveryLine:
    state = State(seen.state)
    return DeliveryLine(
        reference=seen.reference,
        kind=all_kinds()[seen.kind].name,
        received=format_date(local_date(seen.received_at)),
        status=Status(NAMES_FOR_MUNICIPALITY[state], Tone(TONES[state])),
    )


def _stop_line(seen: StopSeen) -> StopLine:
    return StopLine(
        product=f"{seen.product_name} ({seen.product_code})",
        since=format_date(seen.from_on),
        until=format_date(seen.until_on) if seen.until_on else "tot nader bericht",
    )
