"""`portal routes`: every address of the portal, and who may come there."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask import Flask
from rich.table import Table

from portal.app import create_app
from portal.cli.console import console
from portal.settings import Settings
from portal.web.access import DESKS

NOT_OURS = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One address. `desk` is the side it belongs to, empty for pages of nobody in particular."""

    path: str
    methods: list[str]
    desk: str
    permission: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Geef JSON.")
@click.option("--demo/--zonder-demo", default=None, help="Ook de pagina's die alleen de demo kent.")
def routes(as_json: bool, demo: bool | None) -> None:
    """Toon elke pagina: pad, methoden, balie en de toestemming die zij vraagt."""
    with_demo = os.environ.get("PORTAL_DEMO") == "1" if demo is None else demo
    lines = sorted(routes_of(unconnected_app(demo=with_demo)), key=lambda line: line.path)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("pad", "methoden", "balie", "toestemming"):
        table.add_column(heading)
    for line in lines:
        table.add_row(line.path, " ".join(line.methods), line.desk or "-", line.permission)
    console.print(table)
    console.print()
    console.print(f"{len(lines)} adressen.")


def routes_of(app: Flask) -> Iterator[RouteLine]:
    """Every rule of the url map with what its view says about access."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        side = DESKS.get(rule.rule.split("/", 2)[1])
        yield RouteLine(
            path=rule.rule,
            methods=sorted((rule.methods or set()) - NOT_OURS),
            desk=side[0].value if side else "",
            permission=str(getattr(view, "access", "")),
        )


def unconnected_app(*, demo: bool) -> Flask:
    """The app as it is registered, with settings that reach nothing."""
    return create_app(
        Settings(
            database_url="postgresql:///",
            redis_url="redis://127.0.0.1:0",
            secret_key="-" * 32,
            signing_key=bytes(32),
            base_url="http://127.0.0.1",
            mail_url=f"file://{os.devnull}",
            mail_from="portaal@voorbeeld.example",
            storage=Path(os.devnull),
            demo=demo,
        )
    )
