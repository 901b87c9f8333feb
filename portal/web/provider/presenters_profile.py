"""What the page of the organisation's own data prints."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.domain.calendar import format_date, local_date
from portal.domain.configuration.domains import DOMAIN_CHOICES
from portal.domain.contact_data import ARTICLE, confirm_by, is_confirmation_due
from portal.queries.provider_profile import ContractRow, ProfileRow
from portal.web.chrome import DataItem, Link, Tone
from portal.web.provider.places import at
from portal.web.provider.presenters_form import Alert

DOMAINS = {choice.value: choice.label for choice in DOMAIN_CHOICES}


def fixed_items(profile: ProfileRow) -> tuple[DataItem, ...]:
    """What the region keeps."""
    return (
        DataItem(key="Naam", value=profile.name),
        DataItem(key="KvK-nummer", value=profile.kvk),
        DataItem(key="AGB-code", value=profile.agb),
    )


def own_items(profile: ProfileRow) -> tuple[DataItem, ...]:
    """What the organisation keeps itself."""
    return (
        DataItem(key="Algemeen e-mailadres", value=profile.email),
        DataItem(key="Telefoonnummer", value=profile.phone),
        DataItem(key="Bezoekadres", lines=_address(profile.visiting_address)),
        DataItem(key="Postadres", lines=_address(profile.postal_address)),
        DataItem(
            key="Contactpersoon",
            lines=(
                profile.contact["naam"],
                profile.contact["telefoon"],
                profile.contact["email"],
            ),
        ),
    )


def typed_from(profile: ProfileRow) -> dict[str, str]:
    """The form as it stands."""
    groups = {
        "bezoekadres": profile.visiting_address,
        "postadres": profile.postal_address,
        "contactpersoon": profile.contact,
    }
    inner = {f"{g}_{name}": text for g, texts in groups.items() for name, text in texts.items()}
    return {"email": profile.email, "telefoon": profile.phone, **inner}


def confirmed_words(profile: ProfileRow) -> str:
    """When somebody last looked, and when somebody has to look again."""
    if profile.confirmed_at is None:
        return "Deze gegevens heeft nog niemand bevestigd."
    confirmed_on = local_date(profile.confirmed_at)
    return (
        f"Bevestigd op {format_date(confirmed_on)}. Controleer ze weer uiterlijk "
        f"{format_date(confirm_by(confirmed_on))}: één keer per jaar."
    )


def confirmation_alerts(profile: ProfileRow, today: date) -> tuple[Alert, ...]:
    """A reminder, once the data has to be looked at."""
    confirmed_on = local_date(profile.confirmed_at) if profile.confirmed_at else None
    if not is_confirmation_due(confirmed_on, today):
        return ()
    return (
        Alert(
            "Kloppen de gegevens van uw organisatie nog?",
            (
                "Gemeenten moeten u altijd kunnen bereiken. Controleer daarom elk jaar uw adressen en "
                f"uw contactpersoon ({ARTICLE}).",
            ),
            Tone.INFO,
            Link("Gegevens controleren", at("profile")),
        ),
    )


def contract_lines(contracts: Sequence[ContractRow], today: date) -> tuple[DataItem, ...]:
    """Per municipality the contracts, those that ran before among them."""
    by_name: dict[str, list[str]] = {}
    for contract in contracts:
        by_name.setdefault(contract.municipality, []).append(_contract(contract, today))
    return tuple(
        DataItem(key=f"Gemeente {name}", lines=tuple(lines)) for name, lines in by_name.items()
    )


def _contract(contract: ContractRow, today: date) -> str:
    period = f"{format_date(contract.starts_on)} tot en met {format_date(contract.ends_on)}"
    if contract.ends_on < today:
        period += ", afgelopen"
    return f"{DOMAINS.get(contract.domain, contract.domain)}, nummer {contract.number}, {period}"


def _address(address: Mapping[str, str]) -> tuple[str, ...]:
    return (address["straat"], f"{address['postcode']} {address['plaats']}")
