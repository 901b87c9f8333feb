"""Letters: assembled out of the municipality's words and what was filled in, fixed, and sent.

Sent through the portal, so that it is certain when a letter was there (`sent_at`) and when it
was opened; the mail says only that something waits (004-46).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, format_long_date, format_moment
from portal.domain.configuration.letters import LETTERS
from portal.domain.configuration.profile import PROFILE
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.decided import decided
from portal.domain.ladder.dossier import FactKind
from portal.domain.ladder.letter_kinds import LetterKind, letter_kind
from portal.domain.ladder.vocabulary import PartKind, Role
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierWork, Letter
from portal.models.people import Account
from portal.models.provider import Contract, Provider
from portal.queries.configuration import sections_in_force
from portal.queries.dossier_openings import contract_products
from portal.queries.interest_rates import interest_rates
from portal.services.dossiers.holding import Held, Looked
from portal.services.dossiers.preparing import Doer
from portal.services.effects_wanted import Effect, want
from portal.services.tools import Tools

TERM_HEADING = "Uw termijn"
MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A letter before it is fixed: what it says beside the municipality's own words.

    `parts` are (code, name, text). The portal itself writes `decided`, of a measure, and `term`,
    the last day, where no part of the ladder says it.
    """

    kind: LetterKind
    subject: str
    body: str
    parts: tuple[tuple[str, str, str], ...]
    decided: tuple[str, str] | None = None
    term: tuple[str, str] | None = None
    reply_by: date | None = None
    signers: tuple[tuple[str, str], ...]


def send_prepared_letter(
    session: ScopedSession,
    scope: TenantScope,
    held: Held,
    work: DossierWork,
    act: TakeStep | ImposeMeasure | ActAtOnce,
    doer: Doer,
    tools: Tools,
) -> str | None:
    """Send the letter that goes with an act; its number in the dossier, or None without one."""
    if act.letter is None:
        return None
    draft = drafted(session, scope, held, act, doer)
    letter = send_letter(session, scope, held, draft, doer, tools)
    return str(letter.number)


def drafted(
    session: ScopedSession,
    scope: TenantScope,
    held: Looked,
    act: TakeStep | ImposeMeasure | ActAtOnce,
    doer: Doer,
) -> LetterDraft:
    """The letter of an act as it stands, for the preview as well."""
    letter = act.letter
    assert letter is not None
    parts = parts_of(held, act)
    ends_on = letter.ends_on
    return LetterDraft(
        kind=letter_kind(held.state, act),
        subject=held.row.title,
        body=letter.body,
        parts=tuple(
            (
                part.code,
                part.name,
                _term_words(ends_on, act)
                if part.kind is PartKind.TERMIJN
                else letter.parts.get(part.code, ""),
            )
            for part in parts
        ),
        decided=_decided(session, scope, held, act),
        term=_term(act, parts),
        reply_by=ends_on if isinstance(act, TakeStep) else None,
        signers=_signers(session, held, _code_of(act), doer),
    )


def send_letter(
    session: ScopedSession,
    scope: TenantScope,
    held: Held,
    draft: LetterDraft,
    doer: Doer,
    tools: Tools,
) -> Letter:
    """Fix a letter as a PDF, store it with its hash, and put it there for the provider."""
    row = held.row
    number = 1 + (
        session.scalar(
            select(func.count())
            .select_from(Letter)
            .where(Letter.tenant_id == row.tenant_id, Letter.dossier_id == row.id)
        )
        or 0
    )
    content = letter_data(session, scope, held, draft, number=number)
    pdf = tools.typesetter.render("brief", content, rendered_at=session.legal_now)
    stored = tools.storage.put(io.BytesIO(pdf), max_bytes=MAX_BYTES)
    row.shared_at = row.shared_at or session.legal_now
    letter = Letter(
        tenant_id=row.tenant_id,
        provider_id=row.provider_id,
        dossier_id=row.id,
        number=number,
        kind=draft.kind.value,
        title=content["onderwerp"],
        content=content,
        storage_key=stored.key,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        reply_by=draft.reply_by,
        sent_by=doer.actor.account_id,
        sent_by_name=doer.actor.name,
    )
    session.add(letter)
    session.flush()
    want(
        session,
        [
            Effect(
                effect="mail_dossier",
                key=f"mail:brief:{letter.id}",
                tenant_id=row.tenant_id,
                provider_id=row.provider_id,
                data={"dossier": str(row.id), "event": "brief"},
            )
        ],
    )
    return letter


def letter_data(
    session: ScopedSession, scope: TenantScope, held: Looked, draft: LetterDraft, *, number: int
) -> dict[str, Any]:
    """Everything the typesetter prints, in words."""
    profile, letters = sections_in_force(session, scope, PROFILE, LETTERS)
    found = session.execute(
        select(Provider.name, Provider.postal_address, Contract.number)
        .join(Contract, Contract.provider_id == Provider.id)
        .where(Contract.tenant_id == scope.tenant_id, Contract.id == held.row.contract_id)
    ).one()
    words = letters.letter(draft.kind.value)
    values = {
        "gemeente": profile.name,
        "officiele_naam": profile.official_name,
        "telefoon": profile.phone,
        "email": profile.email,
        "openingstijden": profile.opening_hours,
        "kenmerk": held.row.number,
        "datum": format_date(held.today),
        "aanbieder": found.name,
        "overeenkomst": found.number,
    }
    filled = words.filled(values)
    return {
        "gemeente": {
            "naam": profile.official_name,
            "adres": _address(profile.postal_address),
            "telefoon": profile.phone,
            "email": profile.email,
        },
        "aanbieder": {"naam": found.name, "adres": _address(found.postal_address)},
        "datum": format_date(held.today),
        "kenmerk": f"{held.row.number}-{number}",
        "overeenkomst": found.number,
        "onderwerp": filled.title,
        "aanhef": filled.opening,
        "inleiding": draft.body.strip() or "",
        "delen": [
            *({"kop": head, "tekst": text} for head, text in filter(None, (draft.decided,))),
            *(
                {"kop": name, "tekst": "\n\n".join(filter(None, (filled.introduction(code), text)))}
                for code, name, text in draft.parts
            ),
            *({"kop": head, "tekst": text} for head, text in filter(None, (draft.term,))),
        ],
        "slot": filled.closing,
        "groet": filled.signature,
        "ondertekenaars": [{"naam": name, "rol": role} for name, role in draft.signers],
        "verzonden": format_moment(session.legal_now),
    }


def parts_of(held: Looked, act: TakeStep | ImposeMeasure | ActAtOnce) -> tuple[LetterPart, ...]:
    """The parts that the ladder requires in the letter of this act."""
    if isinstance(act, TakeStep):
        rung = held.state.ladder.rung(act.rung)
        return rung.parts if rung else ()
    if isinstance(act, ImposeMeasure):
        measure = held.state.measure(act.code)
        return measure.parts if measure else ()
    return ()


def _decided(
    session: ScopedSession,
    scope: TenantScope,
    held: Looked,
    act: TakeStep | ImposeMeasure | ActAtOnce,
) -> tuple[str, str] | None:
    if isinstance(act, TakeStep):
        return None
    names = contract_products(session, scope, held.row.contract_id) if act.products else {}
    bears = isinstance(act, ImposeMeasure) and act.interest_from
    return decided(held.state, act, names, interest_rates(session) if bears else ())


def _code_of(act: TakeStep | ImposeMeasure | ActAtOnce) -> str:
    match act:
        case TakeStep():
            return act.rung
        case ImposeMeasure():
            return act.code
        case ActAtOnce():
            return act.ground


def _signers(
    session: ScopedSession, held: Looked, code: str, doer: Doer
) -> tuple[tuple[str, str], ...]:
    """Who sends it, and who signed along."""
    signed = held.state.facts_about(code, FactKind.ONDERTEKEND, held.today)
    names = (
        {}
        if not signed
        else {
            str(id_): name
            for id_, name in session.execute(
                select(Account.id, Account.name).where(Account.id.in_([fact.by for fact in signed]))
            )
        }
    )
    along = tuple(
        (names.get(fact.by, ""), (fact.role or Role.JURIST).label.capitalize()) for fact in signed
    )
    return ((doer.actor.name, doer.role.label.capitalize()), *along)


def _term(
    act: TakeStep | ImposeMeasure | ActAtOnce, parts: Sequence[LetterPart]
) -> tuple[str, str] | None:
    """A term of which the provider does not read the last day is none (004-62)."""
    ends_on = act.letter.ends_on if act.letter else None
    is_said = any(part.kind is PartKind.TERMIJN for part in parts)
    if ends_on is None or is_said or not isinstance(act, TakeStep):
        return None
    return TERM_HEADING, _term_words(ends_on, act)


def _term_words(ends_on: date | None, act: TakeStep | ImposeMeasure | ActAtOnce) -> str:
    if ends_on is None:
        return ""
    if isinstance(act, TakeStep):
        return f"U hebt de tijd tot en met {format_long_date(ends_on)}."
    return f"Dat is {format_date(ends_on)}."


def _address(address: Any) -> list[str]:
    if isinstance(address, dict):
        street = address.get("straat") or address.get("street") or ""
        postcode = address.get("postcode") or ""
        place = address.get("plaats") or address.get("place") or ""
    else:
        street, postcode, place = address.street, address.postcode, address.place
    return [line for line in (street, f"{postcode} {place}".strip()) if line]
