"""The first account of an installation."""

import click

from portal.adapters.clock import utc_now
from portal.cli.console import runtime_or_exit
from portal.domain.errors import RuleBroken
from portal.services.first_account import make_first_admin


@click.group()
def account() -> None:
    """Accounts."""


@account.command("first-admin")
@click.option("--email", prompt="E-mailadres", help="Van de eerste regiobeheerder.")
@click.option("--name", prompt="Naam", help="Van de eerste regiobeheerder.")
def first_admin(email: str, name: str) -> None:
    """Maak het eerste account: een regiobeheerder, met een link die één keer werkt."""
    runtime = runtime_or_exit()
    try:
        token = make_first_admin(runtime.engine, email=email, name=name, now=utc_now())
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    click.echo("Geef deze link aan de regiobeheerder; hij werkt één keer, een dag lang:")
    click.echo(f"{runtime.settings.base_url}/link/{token}")
