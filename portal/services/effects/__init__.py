"""What the outbox can bring about: one handler per effect, found by its name."""

from collections.abc import Mapping

from portal.services.effects.mails import (
    mail_account,
    mail_dossier,
    mail_dossier_municipality,
    mail_municipality,
    mail_provider,
    mail_receipt,
)
from portal.services.effects.plans import note_plan, note_withdrawal
from portal.services.effects.provider_acts import catch_up
from portal.services.effects.receipts import make_receipt_documents
from portal.services.effects.reminders import remind
from portal.services.effects.routing import route
from portal.services.effects.signature_mails import mail_asked_along
from portal.services.outbox import Handler, heartbeat_row

HANDLERS: Mapping[str, Handler] = {
    "bezorgen": route,
    "bijwerken": catch_up,
    "herinneren": remind,
    "mail_aanbieder": mail_provider,
    "mail_account": mail_account,
    "mail_dossier": mail_dossier,
    "mail_dossier_gemeente": mail_dossier_municipality,
    "mail_gemeente": mail_municipality,
    "mail_meetekenen": mail_asked_along,
    "mail_ontvangst": mail_receipt,
    "plan_ingetrokken": note_withdrawal,
    "plan_ontvangen": note_plan,
    "ontvangstbewijs": make_receipt_documents,
    "hartslag": heartbeat_row,
}

__all__ = ["HANDLERS"]
