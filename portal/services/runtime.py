"""Puts the pieces together once per process, out of the settings."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from portal.adapters.clock import utc_now
from portal.adapters.database import make_engine
from portal.adapters.mail import make_sender
from portal.adapters.passwords import Passwords
from portal.adapters.pdf import Typesetter
from portal.adapters.signing import Signer
from portal.adapters.storage import Storage
from portal.services.tools import Tools
from portal.settings import Settings

LETTERS = Path(__file__).parents[2] / "templates" / "letters"


@dataclass(frozen=True, slots=True)
class Runtime:
    """What worker, clock and command line work with."""

    settings: Settings
    engine: Engine
    tools: Tools


def make_tools(settings: Settings) -> Tools:
    """The outside systems that the settings name."""
    return Tools(
        mail=make_sender(settings.mail_url, settings.mail_from),
        storage=Storage(settings.storage / "bestanden"),
        typesetter=Typesetter(LETTERS),
        signer=Signer(settings.signing_key),
        passwords=Passwords(cheap=settings.testing),
        base_url=settings.base_url,
        utc_now=utc_now,
    )


def make_runtime(settings: Settings) -> Runtime:
    """Everything for a process without web pages."""
    return Runtime(settings, make_engine(settings.database_url), make_tools(settings))
