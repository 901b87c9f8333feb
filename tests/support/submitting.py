"""Smallest valid submissions, for tests that are about something else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_facts import facts_of
from portal.services.recording import Actor
from portal.services.submitting import Filed, FileFacts, file_submission
from tests.support.database import TestDatabase

PROVIDER_OF = {"bob": "lindehaege", "charlie": "thuisbasis-oost"}


def answers_for(kind: str, *municipalities: str, **changes: Any) -> dict[str, Any]:
    """Answers that hold on any day before 2030."""
    base: dict[str, dict[str, Any]] = {
        "verbeterplan": {
            "onderwerp": "Tijdig rapporteren",
            "aanleiding": "eigen",
            "toelichting": "De rapportages komen te laat.",
            "gemeenten": list(municipalities),
            "acties": [
                {
                    "id": "a1",
                    "wat": "Wekelijks nalopen wat openstaat",
                    "resultaat": "Alles binnen tien dagen klaar",
                    "eigenaar": "Teammanager",
                    "bewijs": "Lijst per maand",
                    "datum": "2030-06-01",
                }
            ],
        },
        "clientenstop": {
            "producten": {slug: ["W101"] for slug in municipalities},
            "oorsprong": "wens",
            "ingangsdatum": "2030-06-01",
            "einde": "nader_bericht",
            "reden": "Te weinig personeel.",
            "overlegd": False,
            "geen_overleg": "Het speelt sinds gisteren.",
        },
        "continuiteitsmelding": {
            "gronden": ["b_liquiditeit"],
            "omstandigheden": "De bank heeft het krediet opgezegd.",
            "bekend_sinds": "2026-01-05",
            "gebeld": False,
            "gevolgen": "Nog geen.",
            "gemeenten": list(municipalities),
        },
    }
    return {**base[kind], **changes}


def submit(
    database: TestDatabase,
    kind: str,
    *municipalities: str,
    by: str = "bob",
    key: UUID | None = None,
    **changes: Any,
) -> Filed:
    """File a submission as somebody of the cast, through the real service."""
    with database.scoped(database.provider(PROVIDER_OF[by], by)) as session:
        return file_in(session, kind, *municipalities, by=by, key=key, **changes)


def file_in(
    session: ScopedSession,
    kind: str,
    *municipalities: str,
    by: str = "bob",
    key: UUID | None = None,
    files: Sequence[FileFacts] = (),
    for_dossier_id: UUID | None = None,
    **changes: Any,
) -> Filed:
    """The same in a transaction that somebody else commits."""
    scope = session.scope
    assert isinstance(scope, ProviderScope)
    answers = answers_for(kind, *municipalities, **changes)
    today = local_date(session.legal_now)
    facts = facts_of(session, scope, today, kind=kind)
    if kind == "continuiteitsmelding" and "niet_naar" not in changes:
        left_out = {s: "Geen cliënten" for s in facts.municipalities if s not in municipalities}
        if left_out:
            answers["niet_naar"] = left_out
    return file_submission(
        session,
        scope,
        kind=all_kinds()[kind],
        key=key or uuid4(),
        answers=answers,
        files=files,
        facts=facts,
        actor=Actor(by.capitalize(), scope.account_id),
        provider_name=PROVIDER_OF[by],
        for_dossier_id=for_dossier_id,
    )
