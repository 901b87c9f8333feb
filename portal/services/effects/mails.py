"""Mails: they say that something waits and where, never what (art. 1.17.5, rule 004-46).

A mail may arrive twice when a process dies between sending and noting it; its Message-ID is
the same then, so that a mail program shows it once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession, enter_again
from portal.adapters.mail import Mail
from portal.domain.calendar import format_date, format_moment, local_date
from portal.domain.configuration.placeholders import fill
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.teams import TEAMS, Desk
from portal.domain.configuration.texts import TEXTS
from portal.domain.scopes import AuthScope, ProviderScope, TenantScope
from portal.domain.submissions.registry import all_kinds
from portal.models.configuration import DeskMember
from portal.models.dossier import Dossier, DossierAccess
from portal.models.people import Account
from portal.models.provider import Provider
from portal.models.region import Region, Tenant
from portal.models.submission import Delivery, Submission
from portal.queries.configuration import section_of
from portal.queries.provider_contacts import provider_addresses
from portal.queries.staff import staff
from portal.services.effects.mail_texts import (
    DEFAULTS,
    DOSSIER_WORDS,
    RECEIPT,
    WordsOfMail,
    account_mail,
)
from portal.services.effects_wanted import Effect, want
from portal.services.links import VALID_FOR, Purpose, make_link
from portal.services.outbox import Row
from portal.services.sessions import hash_token
from portal.services.tools import Tools

# In a row: whom of several the mail is for, as a digest of the address.
TO = "aan"


def mail_municipality(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """To whoever has the delivery, else to the mailbox of its desk.

    What a confidential dossier asked for is for the people of the dossier, and for no mailbox.
    """
    for row in rows:
        scope = cast(TenantScope, row.scope)
        found = session.execute(
            select(
                Delivery.reference, Delivery.kind, Delivery.desk, Delivery.assignee_id,
                Delivery.received_at, Tenant.slug, Dossier.id.label("confidential"),
                Dossier.owner_id,
            )
            .join(Tenant, Tenant.id == Delivery.tenant_id)
            .outerjoin(
                Dossier,
                (Dossier.tenant_id == Delivery.tenant_id)
                & (Dossier.id == Delivery.for_dossier_id)
                & (Dossier.confidentiality != "gewoon"),
            )
            .where(
                Delivery.tenant_id == scope.tenant_id,
                Delivery.id == UUID(row.data["delivery"]),
            )
        ).one()  # fmt: skip
        desk = section_of(session, scope, scope.tenant_id, TEAMS).desk(found.desk or "")
        whose = found.owner_id if found.confidential else found.assignee_id
        to = _addresses(session, scope, whose, desk=desk, confidential=found.confidential)
        if to:
            link = f"{tools.base_url}/g/{found.slug}/zaken/{found.reference}"
            words = _words(session, scope, scope.tenant_id, row.data["event"])
            values = _values(session, scope, scope.tenant_id, found, link)
            values["team"] = desk.name if desk else "het team"
            send_each(session, tools, row, to, words, values)


def _addresses(
    session: ScopedSession,
    scope: TenantScope,
    whose: UUID | None,
    *,
    desk: Desk | None,
    confidential: UUID | None,
) -> list[str]:
    """Whoever has it, works here and is not away; else the mailbox of the desk.

    `confidential` is the dossier that only some may see: then all of them instead of the desk.
    """
    here = {
        person.account_id: person.email
        for person in staff(session, scope, local_date(session.legal_now))
    }
    if whose in here and not _is_away(session, scope, whose):
        return [here[whose]]
    if confidential is None:
        return [desk.email] if desk and desk.email else []
    named = session.scalars(
        select(DossierAccess.account_id)
        .where(DossierAccess.dossier_id == confidential)
        .union(select(Dossier.opened_by).where(Dossier.id == confidential))
    )
    return sorted(here[account_id] for account_id in named if account_id in here)


def _is_away(session: ScopedSession, scope: TenantScope, account_id: UUID) -> bool:
    """Whether somebody is absent from every desk that he or she sits at."""
    return bool(
        session.scalar(
            select(func.bool_and(DeskMember.absent)).where(
                DeskMember.tenant_id == scope.tenant_id, DeskMember.account_id == account_id
            )
        )
    )


def mail_provider(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """To whoever submitted, else to the provider's administrators."""
    for row in rows:
        scope = cast(ProviderScope, row.scope)
        found = session.execute(
            select(
                Delivery.reference, Delivery.kind, Delivery.tenant_id, Delivery.received_at,
                Submission.submitted_by,
            )
            .join(Submission, Submission.id == Delivery.submission_id)
            .where(
                Delivery.provider_id == scope.provider_id,
                Delivery.id == UUID(row.data["delivery"]),
            )
        ).one()  # fmt: skip
        link = provider_link(session, scope, tools, found.reference)
        words = _words(session, scope, found.tenant_id, row.data["event"])
        values = _values(session, scope, found.tenant_id, found, link)
        addresses = provider_addresses(session, scope, found.submitted_by)
        send_each(session, tools, row, addresses, words, values)


def mail_receipt(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """One mail per submission, whatever the number of municipalities."""
    for row in rows:
        scope = cast(ProviderScope, row.scope)
        found = session.execute(
            select(
                Submission.reference, Submission.kind, Submission.received_at,
                Submission.submitted_by,
            ).where(
                Submission.provider_id == scope.provider_id,
                Submission.id == UUID(row.data["submission"]),
            )
        ).one()  # fmt: skip
        values = {
            "kenmerk": found.reference,
            "soort": all_kinds()[found.kind].name.lower(),
            "datum": format_moment(found.received_at),
            "link": provider_link(session, scope, tools, found.reference),
        }
        addresses = provider_addresses(session, scope, found.submitted_by)
        send_each(session, tools, row, addresses, RECEIPT, values)


def mail_account(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """An invitation or a new password; the link is made here, so that its token stands nowhere
    but in the mail."""
    enter_again(session, AuthScope())
    for row in rows:
        account = session.get(Account, UUID(row.data["account"]))
        if account is None or account.blocked_at is not None:
            continue
        purpose = Purpose(row.data["purpose"])
        if purpose is Purpose.INVITATION and account.password_hash is not None:
            continue
        now = tools.utc_now()
        values = {
            "link": f"{tools.base_url}/aanmelden",
            "naam": account.name,
            "organisatie": _place_name(session, row.data.get("place")),
            "tot": "",
        }
        if purpose in VALID_FOR:
            token = make_link(session, account_id=account.id, purpose=purpose, now=now)
            values["link"] = f"{tools.base_url}/link/{token}"
            # Sent a second time it holds another link: not the same mail, only the later one works.
            row = replace(row, effect_key=f"{row.effect_key}:{hash_token(token).hex()}")
            values["tot"] = format_moment(now + VALID_FOR[purpose])
        _send(tools, row, account.email, account_mail(purpose), values)


def _place_name(session: ScopedSession, place: str | None) -> str:
    """The organisation behind an id, as a mail names it."""
    if place is None:
        return "het Zorgportaal"
    tenant = session.scalar(select(Tenant.name).where(Tenant.id == UUID(place)))
    if tenant is not None:
        return f"gemeente {tenant}"
    name = session.scalar(select(Provider.name).where(Provider.id == UUID(place)))
    return name or session.scalars(select(Region.name).where(Region.id == UUID(place))).one()


def provider_link(
    session: ScopedSession, scope: ProviderScope, tools: Tools, reference: str
) -> str:
    """Where the provider reads about a submission."""
    slug = session.scalar(select(Provider.slug).where(Provider.id == scope.provider_id))
    return f"{tools.base_url}/aanbieder/{slug}/indieningen/{reference}"


def _words(
    session: ScopedSession, scope: TenantScope | ProviderScope, tenant_id: UUID, event: str
) -> WordsOfMail:
    own = section_of(session, scope, tenant_id, TEXTS).mail(event)
    return WordsOfMail(own.subject, own.text) if own else DEFAULTS[event]


def _values(
    session: ScopedSession,
    scope: TenantScope | ProviderScope,
    tenant_id: UUID,
    found: Any,
    link: str,
) -> dict[str, str]:
    profile = section_of(session, scope, tenant_id, PROFILE)
    return {
        "gemeente": profile.name,
        "officiele_naam": profile.official_name,
        "telefoon": profile.phone,
        "email": profile.email,
        "openingstijden": profile.opening_hours,
        "kenmerk": found.reference,
        "soort": all_kinds()[found.kind].name.lower(),
        "datum": format_date(local_date(found.received_at)),
        "team": "het team",
        "link": link,
    }


def send_each(
    session: ScopedSession,
    tools: Tools,
    row: Row,
    addresses: Sequence[str],
    words: WordsOfMail,
    values: dict[str, str],
) -> None:
    """The same mail to everybody; of several people each gets a row of the outbox.

    So an address that is refused keeps nobody else's mail back, and has nobody written to again.
    """
    marks = {to: hashlib.sha256(to.encode()).hexdigest()[:16] for to in addresses}
    if len(marks) > 1 and TO not in row.data:
        want(
            session,
            [
                Effect(
                    effect=row.effect,
                    key=f"{row.effect_key}:{mark}",
                    tenant_id=row.tenant_id,
                    provider_id=row.provider_id,
                    data={**row.data, TO: mark},
                )
                for mark in marks.values()
            ],
        )
        return
    for to, mark in marks.items():
        if row.data.get(TO, mark) == mark:
            _send(tools, row, to, words, values)


def _send(tools: Tools, row: Row, to: str, words: WordsOfMail, values: dict[str, str]) -> None:
    tools.mail.send(
        Mail(
            key=f"{row.effect_key}:{to}",
            to=to,
            subject=fill(words.subject, values),
            body=fill(words.body, values),
            sent_at=tools.utc_now(),
        )
    )


def mail_dossier(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """To the provider's administrators: a letter waits in a dossier."""
    for row in rows:
        scope = cast(ProviderScope, row.scope)
        found = session.execute(
            select(Dossier.number, Tenant.name, Tenant.slug.label("place"), Provider.slug)
            .join(Tenant, Tenant.id == Dossier.tenant_id)
            .join(Provider, Provider.id == Dossier.provider_id)
            .where(
                Dossier.provider_id == scope.provider_id,
                Dossier.id == UUID(row.data["dossier"]),
            )
        ).one()
        values = {
            "gemeente": found.name,
            "kenmerk": found.number,
            "link": f"{tools.base_url}/aanbieder/{found.slug}/dossiers/{found.place}/{found.number}",
        }
        addresses = provider_addresses(session, scope, None)
        send_each(session, tools, row, addresses, DOSSIER_WORDS[row.data["event"]], values)


def mail_dossier_municipality(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """To whoever owns the dossier, else to the mailbox of the fallback desk.

    A confidential one is for the people who may see it, and for no mailbox.
    """
    for row in rows:
        scope = cast(TenantScope, row.scope)
        found = session.execute(
            select(
                Dossier.id, Dossier.number, Dossier.owner_id, Dossier.confidentiality, Tenant.slug,
                Tenant.name,
            )
            .join(Tenant, Tenant.id == Dossier.tenant_id)
            .where(Dossier.tenant_id == scope.tenant_id, Dossier.id == UUID(row.data["dossier"]))
        ).one()  # fmt: skip
        confidential = found.id if found.confidentiality != "gewoon" else None
        teams = section_of(session, scope, scope.tenant_id, TEAMS)
        desk = teams.desk(teams.fallback)
        to = _addresses(session, scope, found.owner_id, desk=desk, confidential=confidential)
        values = {
            "gemeente": found.name,
            "kenmerk": found.number,
            "link": f"{tools.base_url}/g/{found.slug}/dossiers/{found.number}",
        }
        send_each(session, tools, row, to, DOSSIER_WORDS[row.data["event"]], values)
