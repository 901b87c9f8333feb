"""The questions of the region's pages."""

from collections.abc import Mapping

from portal.domain.configuration.addresses import Address
from portal.domain.configuration.domains import DOMAIN_CHOICES
from portal.domain.configuration.providers import ContactPerson, Provider
from portal.domain.contracts import MAX_NUMBER, Book
from portal.domain.submissions.fields import (
    Answers,
    Choice,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    Field,
    FilesField,
    LongTextField,
    PatternField,
    ShownIf,
    TextField,
    YesNoField,
)

POSTCODE_ADVICE = "een postcode is vier cijfers en twee letters, zoals 7311 AB."


def _digits(name: str, label: str, advice: str) -> PatternField:
    return PatternField(
        name=name, label=label, hint=f"{advice} Spaties en punten mogen.", pattern="[0-9]{8}",
        advice=advice, inputmode="numeric", missing=f"Vul de {label} in." if name == "agb"
        else f"Vul het {label} in.",
    )  # fmt: skip


def phone_field(name: str, label: str) -> PatternField:
    """A Dutch telephone number, however it is spaced."""
    return PatternField(
        name=name,
        label=label,
        pattern=r"(0|\+31)[0-9]{9}",
        advice="een telefoonnummer heeft tien cijfers.",
        ignore=" -.()",
        inputmode="tel",
        missing=f"Vul “{label}” in.",
    )


def address_fields(prefix: str, label: str, shown_if: ShownIf | None = None) -> tuple[Field, ...]:
    """Street, postcode and place, under a prefix."""
    return (
        TextField(
            name=f"{prefix}_straat",
            label=f"{label}: straat en huisnummer" + (", of postbus" if prefix == "post" else ""),
            max_length=120,
            shown_if=shown_if,
        ),
        PatternField(
            name=f"{prefix}_postcode",
            label=f"{label}: postcode",
            pattern="[1-9][0-9]{3}[A-Z]{2}",
            advice=POSTCODE_ADVICE,
            upper=True,
            shown_if=shown_if,
        ),
        TextField(
            name=f"{prefix}_plaats", label=f"{label}: plaats", max_length=80, shown_if=shown_if
        ),
    )


PROVIDER: tuple[Field, ...] = (
    TextField(
        name="naam",
        label="Naam van de aanbieder",
        hint="Zoals de aanbieder in het handelsregister staat.",
        missing="Vul de naam van de aanbieder in.",
        max_length=120,
    ),
    _digits("kvk", "KvK-nummer", "Een KvK-nummer heeft acht cijfers."),
    _digits("agb", "AGB-code", "Een AGB-code heeft acht cijfers."),
    EmailField(
        name="email",
        label="Algemeen e-mailadres",
        article="artikel 3.1.5",
        missing="Vul het algemene e-mailadres in.",
    ),
    phone_field("telefoon", "Telefoonnummer"),
    *address_fields("bezoek", "Bezoekadres"),
    YesNoField(
        name="post_gelijk",
        label="Is het postadres hetzelfde als het bezoekadres?",
        missing="Kies ja of nee.",
    ),
    *address_fields("post", "Postadres", ShownIf("post_gelijk", (False,))),
    TextField(
        name="contact_naam",
        label="Contactpersoon: naam",
        article="artikel 3.1.5",
        missing="Vul de naam van de contactpersoon in.",
        max_length=120,
    ),
    phone_field("contact_telefoon", "Contactpersoon: telefoonnummer"),
    EmailField(name="contact_email", label="Contactpersoon: e-mailadres"),
)


def provider_of(answers: Answers) -> Provider:
    """The answers as a provider; its slug is made later."""
    visiting = read_address(answers, "bezoek")
    return Provider(
        slug="",
        name=answers["naam"],
        kvk=answers["kvk"],
        agb=answers["agb"],
        email=answers["email"].lower(),
        phone=answers["telefoon"],
        visiting_address=visiting,
        postal_address=visiting if answers["post_gelijk"] else read_address(answers, "post"),
        contact=ContactPerson(
            name=answers["contact_naam"],
            phone=answers["contact_telefoon"],
            email=answers["contact_email"].lower(),
        ),
    )


def read_address(answers: Answers, prefix: str) -> Address:
    """What was answered to `address_fields`."""
    postcode = answers[f"{prefix}_postcode"]
    return Address(
        street=answers[f"{prefix}_straat"],
        postcode=f"{postcode[:4]} {postcode[4:]}",
        place=answers[f"{prefix}_plaats"],
    )


def contract(book: Book) -> tuple[Field, ...]:
    """A new contract; version and products follow the domain."""
    of_domain: list[Field] = []
    for domain in DOMAIN_CHOICES:
        only = ShownIf("domein", (domain.value,))
        of_domain += [
            ChoiceField(
                name=f"versie_{domain.value}",
                label="Versie van de overeenkomst",
                missing="Kies een versie van de overeenkomst.",
                shown_if=only,
                choices=_choices(book.standards, domain.value),
            ),
            ChoicesField(
                name=f"producten_{domain.value}",
                label="Producten",
                missing="Kies minstens één product.",
                shown_if=only,
                choices=_choices(book.products, domain.value),
            ),
        ]
    return (
        TextField(
            name="nummer",
            label="Nummer van de overeenkomst",
            hint="Uniek binnen de gemeente.",
            missing="Vul het nummer van de overeenkomst in.",
            max_length=MAX_NUMBER,
        ),
        ChoiceField(
            name="domein",
            label="Contractdomein",
            missing="Kies Wmo of Jeugd.",
            choices=DOMAIN_CHOICES,
        ),
        *of_domain,
        DateField(name="van", label="Van", missing="Vul de eerste dag in."),
        DateField(
            name="tot_en_met",
            label="Tot en met",
            hint="De laatste dag van de overeenkomst.",
            missing="Vul de laatste dag in.",
        ),
    )


CONTRACT_END: tuple[Field, ...] = (
    DateField(
        name="laatste_dag",
        label="Laatste dag",
        hint="Vanaf de dag erna kan de aanbieder hier niet meer indienen.",
        missing="Vul de laatste dag in.",
    ),
    LongTextField(
        name="reden",
        label="Reden",
        hint="Voor wie dit later terugleest. De aanbieder ziet dit niet.",
        missing="Schrijf op waarom de overeenkomst eindigt.",
        max_length=1_000,
        lines=3,
    ),
)

CONTRACT_FILE: tuple[Field, ...] = (
    FilesField(
        name="bestand",
        label="CSV-bestand",
        hint="Sla het werkblad op als CSV. Hoogstens 1 MB.",
        required=False,
        max_files=1,
    ),
    LongTextField(
        name="regels",
        label="Of plak de regels hier",
        hint="Met de kolomnamen in de eerste regel.",
        required=False,
        max_length=1_000_000,
        lines=10,
    ),
)

PRODUCT_NAME = TextField(
    name="naam", label="Naam", missing="Vul de naam van het product in.", max_length=200
)
PRODUCT: tuple[Field, ...] = (
    PatternField(
        name="code",
        label="Code",
        hint="Hoofdletters en cijfers, zoals W101. De code kan later niet meer veranderen.",
        pattern=r"[A-Z0-9][A-Z0-9.-]{0,19}",
        advice="gebruik hoofdletters, cijfers, punten en streepjes, hoogstens twintig.",
        ignore=" ",
        upper=True,
        missing="Vul de code in.",
    ),
    ChoiceField(
        name="domein",
        label="Contractdomein",
        missing="Kies Wmo of Jeugd.",
        choices=DOMAIN_CHOICES,
    ),
    PRODUCT_NAME,
)


def _choices(things: Mapping[str, tuple[str, str]], domain: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(code, f"{name} ({code})") for code, (of, name) in things.items() if of == domain
    )
