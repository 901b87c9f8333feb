"""Commands that look and tell: doctor, routes, rules, verify."""

import click


@click.command()
def doctor() -> None:
    """x"""


@click.command()
def routes() -> None:
    """x"""


@click.command()
def rules() -> None:
    """x"""


@click.command()
def verify() -> None:
    """x"""
