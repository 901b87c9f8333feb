"""`portal verify`: proves that nothing recorded was changed."""

import click


@click.command()
def verify() -> None:
    """x"""
