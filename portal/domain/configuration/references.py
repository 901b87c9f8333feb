"""Names that refer to something elsewhere: a desk, a product, a provider."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.configuration.groups import Record, Rows, below
from portal.domain.configuration.scalars import SLUG, Each, Text
from portal.domain.configuration.shape import Read, Shape, is_absent, quoted
from portal.domain.errors import Finding

DESK, PRODUCT, LADDER = "team", "product", "escalatieladder"
REGION, MUNICIPALITY, PROVIDER, STANDARD = "zorgregio", "gemeente", "aanbieder", "versie"
PERSON = "persoon"
SEAT = "medewerker"  # somebody at a desk, by e-mail address
LONGEST_LIST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref(Shape[str]):
    """The name of a thing of some sort, `target`; whether it exists is asked apart."""

    target: str
    text: Text = field(default=SLUG)

    def read(self, raw: object, *, label: str, path: str) -> Read[str]:
        return self.text.read(raw, label=label, path=path)

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What exists: names per target, and who sits at which desk.

    A target that is not there is not checked; nor is a person where `desk_members` is None.
    """

    names: Mapping[str, frozenset[str]]
    desk_members: Mapping[str, frozenset[str]] | None = None

    def works_at(self, email: str, desk: str) -> bool:
        """Whether a person sits at a desk."""
        return self.desk_members is None or email in self.desk_members.get(desk, frozenset())


def references_in(shape: Shape[Any], raw: object, path: str = "") -> Iterator[tuple[str, Ref, str]]:
    """Every name in plain data that refers to something, whatever else is wrong around it."""
    match shape:
        case Ref() if isinstance(raw, str) and not is_absent(raw):
            yield path, shape, raw
        case Record() if isinstance(raw, Mapping):
            for key in shape.keys:
                yield from references_in(key.shape, raw.get(key.name), below(path, key.name))
        case Rows() | Each() if isinstance(raw, list | tuple):
            for number, row in enumerate(raw):
                yield from references_in(shape.of, row, f"{path}.{number}")


def unknown_references(shape: Shape[Any], raw: object, known: Known) -> list[Finding]:
    """A finding per name that refers to nothing."""
    return [
        Finding(
            path, f"Er is geen {ref.target} {quoted(name)}. {suggestion(known.names[ref.target])}"
        )
        for path, ref, name in references_in(shape, raw)
        if ref.target in known.names and name not in known.names[ref.target]
    ]


def suggestion(names: frozenset[str]) -> str:
    """What one can choose from, when that is not too much to read."""
    if not names:
        return "Voeg die eerst toe."
    if len(names) > LONGEST_LIST:
        return "Kijk of de naam goed geschreven is."
    return f"Kies een van: {', '.join(sorted(names))}."
