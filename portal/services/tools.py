"""The outside systems that a use case may need, handed in so that tests can bring twins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.adapters.mail import MailSender
from portal.adapters.passwords import Passwords
from portal.adapters.pdf import Typesetter
from portal.adapters.signing import Signer
from portal.adapters.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Mail, files, documents, signatures, passwords, and the clock of this machine."""

    mail: MailSender
    storage: Storage
    typesetter: Typesetter
    signer: Signer
    passwords: Passwords
    base_url: str
    utc_now: Callable[[], datetime]
