"""Contracts of the demo: provider × municipality × domain, with period and products."""

from dataclasses import dataclass

from portal.domain.configuration.domains import DOMAIN
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.load_days import LOAD_DAY, LoadDay, ends_too_early
from portal.domain.configuration.references import (
    LADDER,
    MUNICIPALITY,
    PRODUCT,
    PROVIDER,
    STANDARD,
    Ref,
)
from portal.domain.configuration.region import PRODUCT_CODE, Region
from portal.domain.configuration.scalars import Each, Text
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One agreement; both days included. Without a `ladder` the municipality's own applies."""

    provider: str
    municipality: str
    domain: str
    number: str
    standard: str
    starts: LoadDay
    ends: LoadDay
    products: tuple[str, ...]
    ladder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts:
    """All contracts."""

    contracts: tuple[Contract, ...]


def judge_contract(contract: Contract) -> list[Finding]:
    """A contract does not end before it starts."""
    if not ends_too_early(contract.starts, contract.ends):
        return []
    return [
        Finding(
            "tot_en_met", "De overeenkomst eindigt voordat zij begint. Verander een van de dagen."
        )
    ]


def judge_domains(value: Contracts, region: Region) -> list[Finding]:
    """The contract text and the products belong to the contract's own domain."""
    findings: list[Finding] = []
    for number, contract in enumerate(value.contracts):
        path = f"overeenkomst.{number}"
        standard = region.standard(contract.standard)
        if standard is not None and standard.domain != contract.domain:
            sentence = f"De versie “{contract.standard}” is voor een ander contractdomein."
            findings.append(Finding(f"{path}.standaard", sentence))
        for code in contract.products:
            product = region.product(code)
            if product is not None and product.domain != contract.domain:
                sentence = f"Het product “{code}” hoort bij een ander contractdomein."
                findings.append(Finding(f"{path}.producten", sentence))
    return findings


CONTRACTS = Section(
    slug="overeenkomsten",
    title="Overeenkomsten",
    purpose="Welke aanbieder voor welke gemeente mag werken, en met welke producten.",
    shape=Record(
        type_=Contracts,
        keys=(
            Key(
                name="overeenkomst",
                attribute="contracts",
                label="Overeenkomsten",
                shape=Rows(
                    row_name="overeenkomst",
                    identity=("gemeente", "nummer"),
                    min_rows=1,
                    max_rows=20_000,
                    of=Record(
                        type_=Contract,
                        judge=judge_contract,
                        keys=(
                            Key(
                                name="aanbieder",
                                attribute="provider",
                                label="Aanbieder",
                                shape=Ref(target=PROVIDER),
                            ),
                            Key(
                                name="gemeente",
                                attribute="municipality",
                                label="Gemeente",
                                shape=Ref(target=MUNICIPALITY),
                            ),
                            Key(
                                name="domein",
                                attribute="domain",
                                label="Contractdomein",
                                shape=DOMAIN,
                            ),
                            Key(
                                name="nummer",
                                attribute="number",
                                label="Nummer",
                                shape=Text(max_length=40),
                            ),
                            Key(
                                name="standaard",
                                attribute="standard",
                                label="Versie van de overeenkomst",
                                shape=Ref(target=STANDARD),
                            ),
                            Key(name="van", attribute="starts", label="Van", shape=LOAD_DAY),
                            Key(
                                name="tot_en_met",
                                attribute="ends",
                                label="Tot en met",
                                shape=LOAD_DAY,
                            ),
                            Key(
                                name="producten",
                                attribute="products",
                                label="Producten",
                                shape=Each(of=Ref(target=PRODUCT, text=PRODUCT_CODE)),
                            ),
                            Key(
                                name="ladder",
                                attribute="ladder",
                                label="Escalatieladder",
                                shape=Ref(target=LADDER),
                                default="",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
