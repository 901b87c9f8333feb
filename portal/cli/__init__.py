"""The `portal` command."""

import os

import click

from portal.cli.demo import demo, environment_of_demo
from portal.cli.doctor import doctor
from portal.cli.people import account
from portal.cli.processes import clock, migrate, serve, signing_key, worker
from portal.cli.routes import routes
from portal.cli.rules import rules
from portal.cli.tenants import tenants
from portal.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--demo", "on_demo", is_flag=True, help="Werk met de demo die nu draait.")
def main(on_demo: bool) -> None:
    """Portaal waarin gemeenten van een zorgregio hun overeenkomsten met zorgaanbieders handhaven.

    Instellingen komen uit de omgeving: DATABASE_URL, REDIS_URL, SECRET_KEY, SIGNING_KEY,
    BASE_URL, MAIL_URL, MAIL_FROM, en MIGRATION_URL voor wie de tabellen beheert. STORAGE_DIR
    zegt waar bestanden staan, anders /var/lib/zorgportaal. Staan er eigen proxy's voor het
    portaal, zet dan hun aantal in TRUSTED_PROXIES.
    """
    if on_demo:
        os.environ.update(environment_of_demo())


for command in (
    account, clock, demo, doctor, migrate, routes, rules, serve, signing_key, tenants, verify,
    worker,
):  # fmt: skip
    main.add_command(command)

__all__ = ["main"]
