"""The `portal` command."""

import click

from portal.cli.demo import demo
from portal.cli.doctor import doctor
from portal.cli.people import account
from portal.cli.processes import clock, migrate, serve, signing_key, worker
from portal.cli.routes import routes
from portal.cli.rules import rules
from portal.cli.tenants import tenants
from portal.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Portaal waarin gemeenten van een zorgregio hun contracten met zorgaanbieders handhaven.

    Instellingen komen uit de omgeving: DATABASE_URL, REDIS_URL, SECRET_KEY, SIGNING_KEY,
    BASE_URL, MAIL_URL, MAIL_FROM, STORAGE_DIR, en MIGRATION_URL voor wie de tabellen beheert.
    Staan er eigen proxy's voor het portaal, zet dan hun aantal in TRUSTED_PROXIES.
    """


for command in (
    account, clock, demo, doctor, migrate, routes, rules, serve, signing_key, tenants, verify,
    worker,
):  # fmt: skip
    main.add_command(command)

__all__ = ["main"]
