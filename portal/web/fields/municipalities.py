"""Questions that are answered per municipality, under the name `<question>-<gemeente>`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.web.chrome import SummaryLine
from portal.web.fields import typed
from portal.web.fields.choices import Option, OptionSource, options
from portal.web.fields.question import FormData, Question, first_text, texts

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)


@dataclass(slots=True)
class Group:
    """The part of one municipality; `typed` only where it is a line of text."""

    id: str
    name: str
    label: str
    options: list[Option] = field(default_factory=list)
    typed: str = ""
    condition: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def first_id(self) -> str:
        return next((option.id for option in self.options), self.id)


class PerMunicipality(Question):
    """One answer per municipality, under the name `<question>-<gemeente>`."""

    def __init__(self, label: str, *, names: Mapping[str, str], **question: Any) -> None:
        self.names = names
        self.group_errors: dict[str, list[str]] = {}
        super().__init__(label, **question)

    def slugs(self, formdata: FormData) -> list[str]:
        """The municipalities offered, then others that something was sent for."""
        start = f"{self.name}-"
        sent = (key.removeprefix(start) for key in formdata if str(key).startswith(start))
        strange = sorted({slug for slug in sent if SLUG.fullmatch(slug)} - self.names.keys())
        return [*self.names, *strange]

    def add_error(self, rest: Sequence[str], sentence: str) -> None:
        if rest and any(group.id == f"{self.id}-{rest[0]}" for group in self.groups):
            self.group_errors.setdefault(rest[0], [sentence])
        else:
            super().add_error(rest, sentence)

    @property
    def summary(self) -> list[SummaryLine]:
        return super().summary + [
            SummaryLine(group.first_id, sentence)
            for group in self.groups
            for sentence in group.errors
        ]

    @property
    def groups(self) -> list[Group]:
        raise NotImplementedError

    @property
    def first_id(self) -> str:
        return next((group.first_id for group in self.groups), str(self.id))


class Products(PerMunicipality):
    """Products to tick, municipality by municipality."""

    kind = "products"

    def __init__(
        self, label: str, *, products: Mapping[str, Sequence[OptionSource]], **question: Any
    ) -> None:
        self.products = products
        self.chosen: dict[str, list[str]] = {}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.group_errors = {}
        self.chosen = {
            slug: list(
                dict.fromkeys(
                    filter(None, map(typed.one_line, texts(formdata, f"{self.name}-{slug}")))
                )
            )
            for slug in self.slugs(formdata)
        }

    def fill(self, answer: Any) -> None:
        given = answer if isinstance(answer, dict) else {}
        self.chosen = {
            slug: [code for code in codes if isinstance(code, str) and code]
            for slug, codes in given.items()
            if isinstance(slug, str) and isinstance(codes, list)
        }

    def convert(self) -> Any:
        return {slug: codes for slug, codes in self.chosen.items() if codes} or None

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                id=f"{self.id}-{slug}",
                name=f"{self.name}-{slug}",
                label=self.names.get(slug, slug),
                options=options(
                    f"{self.id}-{slug}", self.products.get(slug, ()), self.chosen.get(slug, [])
                ),
                errors=self.group_errors.get(slug, []),
            )
            for slug in dict.fromkeys(
                [*self.names, *(slug for slug, codes in self.chosen.items() if codes)]
            )
        ]

    @property
    def is_blank(self) -> bool:
        return not any(self.chosen.values())


class LeftOut(PerMunicipality):
    """A reason for every municipality that another question does not name."""

    kind = "left_out"

    def __init__(self, label: str, *, of: str, **question: Any) -> None:
        self.of = of
        self.typed: dict[str, str] = {}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.group_errors = {}
        self.typed = {
            slug: typed.one_line(first_text(formdata, f"{self.name}-{slug}"))
            for slug in self.slugs(formdata)
        }

    def fill(self, answer: Any) -> None:
        given = answer if isinstance(answer, dict) else {}
        self.typed = {
            slug: reason
            for slug, reason in given.items()
            if isinstance(slug, str) and isinstance(reason, str)
        }

    def convert(self) -> Any:
        return {slug: reason for slug, reason in self.typed.items() if reason} or None

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                id=f"{self.id}-{slug}",
                name=f"{self.name}-{slug}",
                label=self.names.get(slug, slug),
                typed=self.typed.get(slug, ""),
                condition=f"{self.of}!={slug}",
                errors=self.group_errors.get(slug, []),
            )
            for slug in dict.fromkeys(
                [*self.names, *(slug for slug, reason in self.typed.items() if reason)]
            )
        ]

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())
