"""What one app has beside Flask: settings, tools, the wake-up. No globals."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from portal.adapters.queue import WakeUp
from portal.adapters.sealing import Sealer
from portal.domain.calendar import local_date
from portal.services.tools import Tools
from portal.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalState:
    """Hangs on the app as `extensions["portal"]`."""

    settings: Settings
    tools: Tools
    wake_up: WakeUp
    sealer: Sealer


def state() -> PortalState:
    """The running app's."""
    found: PortalState = current_app.extensions["portal"]
    return found


def now() -> datetime:
    """This request's moment, for pages and sessions; never the legal time."""
    return state().tools.utc_now()


def today() -> date:
    """The local date of this request."""
    return local_date(now())
