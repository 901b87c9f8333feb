"""Smallest valid submissions, for tests that are about something else."""

from typing import Any
from uuid import UUID, uuid4

from portal.domain.calendar import local_date
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_facts import facts_of
from portal.services.recording import Actor
from portal.services.submitting import Filed, file_submission
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
    scope = database.provider(PROVIDER_OF[by], by)
    answers = answers_for(kind, *municipalities, **changes)
    with database.scoped(scope) as session:
        today = local_date(session.legal_now)
        if kind == "continuiteitsmelding" and "niet_naar" not in changes:
            known = facts_of(session, scope, today).municipalities
            left_out = {s: "Geen cliënten" for s in known if s not in municipalities}
            if left_out:
                answers["niet_naar"] = left_out
        return file_submission(
            session,
            scope,
            kind=all_kinds()[kind],
            key=key or uuid4(),
            answers=answers,
            files=[],
            facts=facts_of(session, scope, today, kind=kind),
            actor=Actor(by.capitalize(), scope.account_id),
            provider_name=PROVIDER_OF[by],
        )
