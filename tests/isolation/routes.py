"""The routes of an app, out of its own url map."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask

from tests.isolation.parameters import DESKS, Known, Of, Seen, parameter


@dataclass(frozen=True, slots=True)
class Route:
    """A rule of the url map; `desk` is its parameter that names an organisation."""

    rule: str
    endpoint: str
    methods: frozenset[str]
    access: str
    desk: str | None
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return self.rule

    @property
    def first(self) -> str:
        return self.rule.strip("/").partition("/")[0]

    @property
    def is_desk(self) -> bool:
        """Whether it belongs to an organisation's own pages."""
        return self.first in ("g", "aanbieder", "regio", "platform")

    @property
    def is_known(self) -> bool:
        """Whether it is told what every parameter stands for."""
        return all(self.stands_for(name) is not None for name in self.arguments)

    @property
    def is_linked(self) -> bool:
        """Whether only the pages of a desk tell which of these paths are its own."""
        meanings = [self.stands_for(name) for name in self.arguments]
        return any(
            isinstance(one, Seen) or (isinstance(one, Of) and one.linked) for one in meanings
        )

    def path(self, desk: str, values: Mapping[str, str]) -> str:
        """The path with these values in it."""
        path = self.rule
        for name, value in {**values, **({self.desk: desk} if self.desk else {})}.items():
            path = re.sub(rf"<(?:[^<>]*:)?{name}>", lambda _, v=value: quote(v, safe=""), path)
        assert "<" not in path, path
        return path

    def stands_for(self, name: str) -> Of | Known | Seen | None:
        return parameter(self.rule, name)


def routes_of(app: Flask) -> Iterator[Route]:
    """All of them but the files of the front end."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        # In the order of the path.
        names = sorted(rule.arguments, key=lambda name: rule.rule.index(f"{name}>"))
        first = rule.rule.strip("/").partition("/")[0]
        desk = next((name for name in names if DESKS.get(name) == first), None)
        yield Route(
            rule=rule.rule,
            endpoint=rule.endpoint,
            methods=frozenset(rule.methods or ()) & {"GET", "POST"},
            access=str(getattr(view, "access", "")),
            desk=desk,
            arguments=tuple(name for name in names if name != desk),
        )


def unknown_parameters(app: Flask) -> list[str]:
    """What the matrix must be told before it can try a route."""
    return [
        f"{route.rule}: zeg in tests/isolation/parameters.py waar <{name}> voor staat"
        for route in routes_of(app)
        for name in route.arguments
        if route.stands_for(name) is None
    ]
