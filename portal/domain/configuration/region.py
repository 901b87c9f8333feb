"""The region: its name, the product book, and the contract standards in use."""

import re
from dataclasses import dataclass
from datetime import date

from portal.domain.configuration.domains import DOMAIN
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import SLUG, Day, Text
from portal.domain.configuration.section import Section

PRODUCT_CODE = Text(
    max_length=20,
    pattern=re.compile(r"[A-Z0-9][A-Z0-9.-]*"),
    advice="Een productcode bestaat uit hoofdletters en cijfers.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A form of support that municipalities of the region can buy."""

    code: str
    domain: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A version of the contract text; its grounds and articles are the ones that apply."""

    code: str
    domain: str
    name: str
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A cooperation of municipalities that buy care together."""

    slug: str
    name: str
    standards: tuple[Standard, ...]
    products: tuple[Product, ...]

    def product(self, code: str) -> Product | None:
        return next((product for product in self.products if product.code == code), None)

    def standard(self, code: str) -> Standard | None:
        return next((standard for standard in self.standards if standard.code == code), None)


REGION = Section(
    slug="regio",
    title="Zorgregio",
    purpose="De regio, haar productenboek en de versies van de overeenkomst.",
    shape=Record(
        type_=Region,
        keys=(
            Key(name="slug", attribute="slug", label="Korte naam", shape=SLUG),
            Key(name="naam", attribute="name", label="Naam", shape=Text()),
            Key(
                name="standaard",
                attribute="standards",
                label="Versies van de overeenkomst",
                shape=Rows(
                    row_name="versie",
                    identity=("code",),
                    min_rows=1,
                    of=Record(
                        type_=Standard,
                        keys=(
                            Key(name="code", attribute="code", label="Code", shape=SLUG),
                            Key(
                                name="domein",
                                attribute="domain",
                                label="Contractdomein",
                                shape=DOMAIN,
                            ),
                            Key(name="naam", attribute="name", label="Naam", shape=Text()),
                            Key(name="vanaf", attribute="from_on", label="Vanaf", shape=Day()),
                        ),
                    ),
                ),
            ),
            Key(
                name="product",
                attribute="products",
                label="Producten",
                shape=Rows(
                    row_name="product",
                    identity=("code",),
                    min_rows=1,
                    max_rows=500,
                    of=Record(
                        type_=Product,
                        keys=(
                            Key(name="code", attribute="code", label="Code", shape=PRODUCT_CODE),
                            Key(
                                name="domein",
                                attribute="domain",
                                label="Contractdomein",
                                shape=DOMAIN,
                            ),
                            Key(name="naam", attribute="name", label="Naam", shape=Text()),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
