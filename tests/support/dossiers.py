"""Dossiers for tests: opened, prepared and acted upon through the real services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.domain.ladder.demands import Refusal
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice
from portal.services.dossiers.acting import carry_out
from portal.services.dossiers.establishing import add_evidence, look_along, sign, use_mandate
from portal.services.dossiers.holding import hold
from portal.services.dossiers.opening import NewDossier, open_dossier
from portal.services.dossiers.preparing import (
    Doer,
    hold_work,
    save_work,
    start_work,
    what_stops,
)
from portal.services.recording import Actor
from tests.support.app import Page, Portal, Visitor

ROLES = {
    "alice": Role.CONTRACTMANAGER,
    "dora": Role.CONTRACTMANAGER,
    "eva": Role.CONTRACTMANAGER,
    "jan": Role.JURIST,
    "lea": Role.LEIDINGGEVENDE,
    "tess": Role.TOEZICHTHOUDER,
}

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages over januari tot en met maart kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen na het einde van de maand.",
}


@dataclass
class Case:
    """A dossier in a test, and the ways to bring it further."""

    portal: Portal
    municipality: str
    id: UUID
    manager: str

    def doer(self, slug: str) -> Doer:
        account = self.portal.database.account(slug)
        return Doer(actor=Actor(slug.capitalize(), account), role=ROLES[slug])

    def scope(self, slug: str) -> Any:
        return self.portal.database.tenant(self.municipality, slug)

    def prepare(self, choice: Choice, code: str, **answers: Any) -> UUID:
        """Start preparing and fill it in."""
        scope, doer = self.scope(self.manager), self.doer(self.manager)
        with self.portal.database.scoped(scope) as session:
            work = start_work(session, scope, self.id, choice=choice, code=code, actor=doer.actor)
            save_work(
                session, scope, work.id, version=work.version, answers=answers, actor=doer.actor
            )  # fmt: skip
            return work.id

    def version_of(self, work_id: UUID) -> int:
        found: int = self.portal.database.one(
            "SELECT version FROM dossier_work WHERE id = %s", work_id
        )
        return found

    def sign(self, work_id: UUID, by: str) -> None:
        with self.portal.database.scoped(self.scope(by)) as session:
            sign(
                session, self.scope(by), work_id, version=self.version_of(work_id),
                doer=self.doer(by),
            )  # fmt: skip

    def look_along(self, work_id: UUID, by: str) -> None:
        with self.portal.database.scoped(self.scope(by)) as session:
            look_along(
                session, self.scope(by), work_id, version=self.version_of(work_id),
                doer=self.doer(by),
            )  # fmt: skip

    def evidence(self, about: str, text: str = "Steekproef van maart") -> None:
        scope = self.scope(self.manager)
        with self.portal.database.scoped(scope) as session:
            add_evidence(
                session, scope, self.id, about=about, text=text, files=[],
                doer=self.doer(self.manager),
            )  # fmt: skip

    def mandate(self, work_id: UUID, subject: str) -> None:
        """Record a mandate in the register, and lean on it."""
        database = self.portal.database
        mandate_id = database.one(
            "INSERT INTO mandate (tenant_id, account_id, account_name, subject, document, from_on,"
            " recorded_by_name, recorded_at) SELECT t.id, a.id, a.name, %s, 'Mandaatbesluit 2026',"
            " '2026-01-01', 'Frank', now() FROM tenant t, account a"
            " WHERE t.slug = %s AND a.slug = %s RETURNING id",
            subject, self.municipality, self.manager,
        )  # fmt: skip
        scope = self.scope(self.manager)
        with database.scoped(scope) as session:
            use_mandate(
                session, scope, work_id, mandate_id=mandate_id, doer=self.doer(self.manager)
            )

    def stops(self, work_id: UUID) -> list[Refusal]:
        """What still stands in the way."""
        scope = self.scope(self.manager)
        with self.portal.database.scoped(scope) as session:
            prepared = hold_work(session, scope, work_id)
            return what_stops(session, scope, prepared.held, prepared.work, self.doer(self.manager))

    def carry_out(self, work_id: UUID) -> None:
        scope = self.scope(self.manager)
        with self.portal.database.scoped(scope) as session:
            carry_out(
                session, scope, work_id, version=self.version_of(work_id),
                doer=self.doer(self.manager), tools=self.portal.tools,
            )  # fmt: skip

    def send_notice(self, days: int = 20, **changes: Any) -> None:
        """An ingebrekestelling under Bijlage 4, signed along and sent."""
        answers = {**NOTICE, "reden": "Ernstig", "termijn": in_days(self.portal, days), **changes}
        work = self.prepare(Choice.STAP, "3", **answers)
        self.sign(work, "jan")
        self.carry_out(work)

    def ask_plan(self, days: int = 14, **changes: Any) -> None:
        """Ask for a verbeterplan under Bijlage 4."""
        answers = {
            "brief_tekst": "Wij vragen u om een verbeterplan.",
            "reden": "Ernstig",
            "termijn": in_days(self.portal, days),
            **changes,
        }
        self.carry_out(self.prepare(Choice.STAP, "2", **answers))

    def impose(self, code: str, subject: str, **answers: Any) -> None:
        """Weigh a measure in the shortest way, have it looked at, and impose it."""
        factors = {
            f"factor_{each.code}": "Gewogen." for each in self.state().ladder.measure_rules.factors
        }
        given = {
            "bewijsmaat": "Blijkt uit drie steekproeven.",
            "motivering": "Cliënten wachten te lang.",
            "rechtvaardiging": "Er was geen rechtvaardiging.",
            "brief_tekst": "Wij leggen een maatregel op.",
            "reden": "Ernstig",
            **factors,
            **answers,
        }
        work = self.prepare(Choice.MAATREGEL, code, **given)
        self.evidence(code)
        self.mandate(work, subject)
        self.look_along(work, "lea")
        self.carry_out(work)

    @property
    def version(self) -> int:
        found: int = self.portal.database.one("SELECT version FROM dossier WHERE id = %s", self.id)
        return found

    def state(self) -> Any:
        scope = self.scope(self.manager)
        with self.portal.database.scoped(scope) as session:
            return hold(session, scope, self.id).state


def open_case(
    portal: Portal,
    municipality: str = "brummen",
    manager: str = "alice",
    provider: str = "lindehaege",
    **changes: Any,
) -> Case:
    """Open a dossier with the smallest that it asks."""
    scope = portal.database.tenant(municipality, manager)
    contract_id = contract_of(portal, municipality, provider, changes.pop("domain", "wmo"))
    given = NewDossier(
        **{
            "contract_id": contract_id,
            "title": "Rapportages komen te laat",
            "track": "reactief",
            "categories": changes.pop("categories", ["administratief"]),
            "what_happened": "Drie maanden achter elkaar kwam de rapportage te laat.",
            "source": "eigen",
            **changes,
        }
    )
    actor = Actor(manager.capitalize(), scope.account_id)
    with portal.database.scoped(scope) as session:
        held = open_dossier(session, scope, given, actor=actor)
        return Case(portal, municipality, held.row.id, manager)


def contract_of(portal: Portal, municipality: str, provider: str, domain: str = "wmo") -> UUID:
    """The contract of a provider with a municipality."""
    found: UUID = portal.database.one(
        "SELECT c.id FROM contract c JOIN provider p ON p.id = c.provider_id"
        " JOIN tenant t ON t.id = c.tenant_id"
        " WHERE t.slug = %s AND p.slug = %s AND c.domain = %s",
        municipality, provider, domain,
    )  # fmt: skip
    return found


def publish_copy(portal: Portal) -> None:
    """A second version of Brummen's ladder is in force now: older dossiers may move to it."""
    portal.database.admin.execute(
        "INSERT INTO ladder_version (tenant_id, ladder, number, state, document, based_on, note,"
        " created_by_name, created_at, changed_by_name, changed_at, published_at, in_force_from,"
        " published_by_name)"
        " SELECT v.tenant_id, v.ladder, 9, v.state, jsonb_set(v.document, '{versie}', '\"2026\"'),"
        " v.based_on, v.note, v.created_by_name, v.created_at, v.changed_by_name, v.changed_at,"
        " legal_now(), (legal_now() AT TIME ZONE 'Europe/Amsterdam')::date, 'Fien'"
        " FROM ladder_version v JOIN tenant t ON t.id = v.tenant_id"
        " WHERE t.slug = 'brummen' AND v.ladder = 'bijlage-4' AND v.number = 1"
    )


def open_in_browser(
    portal: Portal,
    visitor: Visitor,
    municipality: str = "brummen",
    provider: str = "lindehaege",
    **changes: Any,
) -> str:
    """Open a dossier by its form; the address of its page."""
    contract = contract_of(portal, municipality, provider, changes.pop("domain", "wmo"))
    fields = {
        "titel": "Rapportages komen te laat",
        "spoor": "reactief",
        "wat": "Drie maanden achter elkaar kwam de rapportage te laat.",
        "bron": "eigen",
        **changes,
    }
    path = f"/g/{municipality}/dossiers/nieuw/{contract}"
    boxes = visitor.get(path).tree.xpath("//input[@name='categorieen']/@value")
    if boxes:
        fields.setdefault("categorieen", boxes[-2:-1])
    page = visitor.submit(path, fields)
    assert page.status == 303, page.errors
    return page.location


def fill_page(visitor: Visitor, path: str, **answers: Any) -> Page:
    """Fill in one page of a preparation and send it."""
    page = visitor.submit(path, answers, action=path.rpartition("/")[2])
    assert page.status == 303, page.errors
    return page


def date_parts(name: str, on: date) -> dict[str, str]:
    """A date in its three boxes."""
    return {
        f"{name}-dag": str(on.day),
        f"{name}-maand": str(on.month),
        f"{name}-jaar": str(on.year),
    }


def in_days_on(portal: Portal, days: int) -> date:
    """A local day from now."""
    return portal.clock().date() + timedelta(days=days)


def in_days(portal: Portal, days: int) -> str:
    """A local day from now, as an answer."""
    return (portal.clock().date() + timedelta(days=days)).isoformat()
