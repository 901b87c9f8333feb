"""The first accounts of an installation."""

from collections.abc import Callable

import click

from portal.adapters.clock import utc_now
from portal.cli.console import runtime_or_exit
from portal.domain.errors import RuleBroken
from portal.domain.submissions.fields import EmailField
from portal.services.first_account import make_first_admin, make_operator

ADDRESS = EmailField(name="email", label="E-mailadres")


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    sentence = ADDRESS.judge(value.strip())
    if sentence:
        raise click.BadParameter(sentence)
    return value.strip()


EMAIL = click.option(
    "--email", prompt="E-mailadres", callback=_address, help="Het e-mailadres van deze persoon."
)
NAME = click.option("--name", prompt="Naam", help="De naam zoals anderen die zien.")


@click.group()
def account() -> None:
    """Eerste accounts. Wie er daarna bij komt, wordt in het portaal zelf uitgenodigd."""


@account.command("first-admin")
@EMAIL
@NAME
def first_admin(email: str, name: str) -> None:
    """Maak het eerste account: een regiobeheerder, met een link die één keer werkt.

    Kan alleen zolang geen enkele regiobeheerder kan aanmelden. De regiobeheerder nodigt daarna
    van elke gemeente en aanbieder de eerste beheerder uit.
    """
    _make(make_first_admin, email, name, "de regiobeheerder")


@account.command("operator")
@EMAIL
@NAME
def operator(email: str, name: str) -> None:
    """Maak een operator: houdt het portaal draaiend en ziet geen inhoud."""
    _make(make_operator, email, name, "de operator")


def _make(make: Callable[..., str], email: str, name: str, who: str) -> None:
    runtime = runtime_or_exit()
    try:
        token = make(runtime.engine, email=email, name=name, now=utc_now())
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"Geef deze link aan {who}; hij werkt één keer, een dag lang:")
    click.echo(f"{runtime.settings.base_url}/link/{token}")
