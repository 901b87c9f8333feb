"""Which version of a delivery a form was made for."""

from collections.abc import Mapping

NEVER = 0


def sent_version(form: Mapping[str, str]) -> int:
    """The number in the form; one that never was, where there is none."""
    sent = form.get("versie", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else NEVER
