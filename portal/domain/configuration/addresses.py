"""An address as it stands on a letter."""

from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record
from portal.domain.configuration.scalars import POSTCODE, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A street with its number, or a post box."""

    street: str
    postcode: str
    place: str


ADDRESS = Record(
    type_=Address,
    keys=(
        Key(
            name="straat",
            attribute="street",
            label="Straat en huisnummer, of postbus",
            shape=Text(max_length=120),
        ),
        Key(name="postcode", attribute="postcode", label="Postcode", shape=POSTCODE),
        Key(name="plaats", attribute="place", label="Plaats", shape=Text(max_length=80)),
    ),
)
