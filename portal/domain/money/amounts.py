"""Amounts are whole cents; euros appear only in words."""


def euros(cents: int) -> str:
    """ "€ 2.500,00"; below zero "-€ 2.500,00"."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}€ {whole:,}".replace(",", ".") + f",{rest:02d}"
