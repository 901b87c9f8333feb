"""The dossiers of the demo, each act through the service that a page would call."""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import select

from portal.adapters.database import ScopedSession, unit_of_work
from portal.domain.calendar import local_date
from portal.domain.configuration.cases import OF_PROVIDER, Case, CaseDeed
from portal.domain.ladder.dossier import Outcome
from portal.domain.ladder.preparing import report_of
from portal.domain.ladder.roles import best_role
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice
from portal.domain.scopes import AccountId, ProviderId, ProviderScope, TenantScope
from portal.domain.submissions.kinds.verbeterplan import KIND
from portal.models.dossier import Dossier, DossierWork, Letter
from portal.models.ladder import Mandate
from portal.models.provider import Contract
from portal.models.submission import Delivery
from portal.queries.provider_facts import facts_of
from portal.services.demo_acts import STORY, Stage
from portal.services.demo_papers import store_paper
from portal.services.dossiers import afterwards, answering, establishing, noting, plans, preparing
from portal.services.dossiers.acting import carry_out
from portal.services.dossiers.asked import open_of
from portal.services.dossiers.opening import NewDossier, open_dossier
from portal.services.dossiers.preparing import Doer
from portal.services.dossiers.talks import report_talk
from portal.services.drafts import attach
from portal.services.mandates import grant_mandate
from portal.services.submitting import FileFacts, file_submission


def open_case(stage: Stage, case: Case) -> None:
    """Somebody of the municipality opens the dossier."""
    scope = stage.tenant_scope(case.municipality, case.by)
    with unit_of_work(stage.connection, scope) as session:
        contract_id = session.scalars(
            select(Contract.id).where(
                Contract.tenant_id == scope.tenant_id,
                Contract.provider_id == stage.providers[case.provider].id,
                Contract.domain == case.domain,
            )
        ).first()
        if contract_id is None:
            raise LookupError(f"{case.slug}: geen overeenkomst in dit domein")
        open_dossier(
            session,
            scope,
            NewDossier(
                contract_id=contract_id,
                title=case.title,
                track=case.track,
                categories=list(case.categories),
                what_happened=case.what_happened,
                source=case.source,
                confidentiality=case.confidentiality,
            ),
            actor=stage.actor(case.by),
        )


def act_in_case(stage: Stage, case: Case, deed: CaseDeed) -> None:
    """Somebody does something in it."""
    if deed.deed in OF_PROVIDER:
        _as_provider(stage, case, deed)
    else:
        _as_municipality(stage, case, deed)


def _as_municipality(stage: Stage, case: Case, deed: CaseDeed) -> None:
    scope = stage.tenant_scope(case.municipality, deed.by)
    with unit_of_work(stage.connection, scope) as session:
        _Desk(stage, case, deed, session, scope).do()


class _Desk:
    """One act of somebody of the municipality."""

    def __init__(
        self,
        stage: Stage,
        case: Case,
        deed: CaseDeed,
        session: ScopedSession,
        scope: TenantScope,
    ) -> None:
        self.stage, self.case, self.deed = stage, case, deed
        self.session, self.scope = session, scope
        self.row = _dossier(session, stage, case)
        self.doer = Doer(actor=stage.actor(deed.by), role=self._role())

    def _role(self) -> Role:
        held = self.stage.roles(self.deed.by, self.case.municipality)
        return best_role(held, ()) or Role.CONTRACTMANAGER

    def do(self) -> None:
        deed, session, scope, doer = self.deed, self.session, self.scope, self.doer
        id_, version = self.row.id, self.row.version
        match deed.deed:
            case "voorbereiden":
                self._prepare()
            case "bewijs":
                establishing.add_evidence(
                    session, scope, id_, about=deed.code, text=deed.text, files=[], doer=doer
                )
            case "vragen":
                self._ask_along()
            case "meetekenen":
                work = self._work()
                establishing.sign(session, scope, work.id, version=work.version, doer=doer)
            case "meekijken":
                work = self._work()
                establishing.look_along(session, scope, work.id, version=work.version, doer=doer)
            case "mandaat_geven":
                self._grant()
            case "mandaat":
                self._use_mandate()
            case "inlichten":
                establishing.inform(
                    session, scope, id_, about=deed.code, role=Role(deed.role), how=deed.text,
                    doer=doer,
                )  # fmt: skip
            case "zetten":
                work = self._work()
                carry_out(
                    session, scope, work.id, version=work.version, doer=doer,
                    tools=self.stage.tools,
                )  # fmt: skip
            case "verslag":
                self._report()
            case "notitie":
                noting.write_note(session, scope, id_, body=deed.text, actor=doer.actor)
            case "plan_beoordelen":
                plans.assess_plan(
                    session, scope, id_, version=version, delivery_id=self._plan(),
                    outcome=deed.outcome, reason=deed.text, answer_by=self._day(), doer=doer,
                )  # fmt: skip
            case "actie_klaar":
                afterwards.meet_milestone(
                    session, scope, id_, version=version, code=deed.code, note=deed.text, doer=doer
                )
            case "beoordelen":
                afterwards.judge_step(
                    session, scope, id_, version=version, number=deed.number,
                    outcome=Outcome(deed.outcome), note=deed.text, doer=doer,
                )  # fmt: skip
            case "sluiten":
                afterwards.close_dossier(
                    session, scope, id_, version=version, result=deed.text, doer=doer
                )
            case _:
                raise LookupError(f"het verhaal kent {deed.deed!r} niet in een dossier")

    def _prepare(self) -> None:
        deed = self.deed
        work = preparing.start_work(
            self.session, self.scope, self.row.id, choice=Choice(deed.kind or Choice.STAP),
            code=deed.code, actor=self.doer.actor,
        )  # fmt: skip
        preparing.save_work(
            self.session, self.scope, work.id, version=work.version,
            answers=deed.answers_on(self.stage.loaded_at), actor=self.doer.actor,
        )  # fmt: skip

    def _ask_along(self) -> None:
        work = self._work()
        prepared = preparing.hold_work(self.session, self.scope, work.id)
        needs = establishing.needs_of(self.session, self.scope, prepared, self.doer)
        establishing.ask_along(
            self.session, self.scope, work.id, version=work.version,
            asked=dict.fromkeys(open_of(needs)), doer=self.doer,
        )  # fmt: skip

    def _grant(self) -> None:
        today = local_date(self.session.legal_now)
        grant_mandate(
            self.session, self.scope, self.doer.actor,
            account_id=self.stage.people[self.deed.to].id, subjects=[self.deed.code],
            document=self.deed.text, from_on=today, until_on=None, today=today,
            now=self.session.legal_now,
        )  # fmt: skip

    def _use_mandate(self) -> None:
        mandate_id = self.session.scalars(
            select(Mandate.id)
            .where(
                Mandate.tenant_id == self.scope.tenant_id,
                Mandate.account_id == self.doer.actor.account_id,
            )
            .order_by(Mandate.from_on.desc(), Mandate.id.desc())
        ).first()
        if mandate_id is None:
            raise LookupError(f"{self.case.slug}: {self.deed.by} heeft geen mandaat")
        establishing.use_mandate(
            self.session, self.scope, self._work().id, mandate_id=mandate_id, doer=self.doer
        )

    def _report(self) -> None:
        report = report_of(self.deed.answers_on(self.stage.loaded_at))
        if report is None:
            raise LookupError(f"{self.case.slug}: het verslag is niet af")
        report_talk(
            self.session, self.scope, self.row.id, version=self.row.version,
            number=self.deed.number or 1, report=report, doer=self.doer,
        )  # fmt: skip

    def _work(self) -> DossierWork:
        return self.session.scalars(
            select(DossierWork).where(
                DossierWork.tenant_id == self.scope.tenant_id,
                DossierWork.dossier_id == self.row.id,
                DossierWork.code == self.deed.code,
                DossierWork.state == preparing.CONCEPT,
            )
        ).one()

    def _plan(self) -> UUID:
        return self.session.scalars(
            select(Delivery.id)
            .where(
                Delivery.tenant_id == self.scope.tenant_id,
                Delivery.for_dossier_id == self.row.id,
            )
            .order_by(Delivery.received_at.desc())
        ).first() or _missing(self.case)

    def _day(self) -> date | None:
        return self.deed.day.on(local_date(self.stage.loaded_at)) if self.deed.day else None


def _as_provider(stage: Stage, case: Case, deed: CaseDeed) -> None:
    provider = stage.providers[case.provider]
    scope = ProviderScope(ProviderId(provider.id), AccountId(stage.people[deed.by].id))
    actor = stage.actor(deed.by)
    key = uuid5(STORY, f"{case.slug}:{stage.loaded_at.isoformat()}:{deed.moment}")
    with unit_of_work(stage.connection, stage.tenant_scope(case.municipality, case.by)) as session:
        row = _dossier(session, stage, case)
        letters: dict[int, UUID] = {
            letter.number: letter.id
            for letter in session.execute(
                select(Letter.number, Letter.id).where(
                    Letter.tenant_id == row.tenant_id, Letter.dossier_id == row.id
                )
            )
        }
    with unit_of_work(stage.connection, scope) as session:
        papers = [
            store_paper(stage.tools, paper, sender=provider.name, made_at=session.legal_now)
            for paper in deed.papers
        ]
        match deed.deed:
            case "brief_openen":
                answering.open_letter(session, scope, letters[deed.number], actor=actor)
            case "antwoorden":
                answering.reply(
                    session, scope, row.id, key=key, kind=deed.kind, body=deed.text,
                    letter_id=letters.get(deed.number), milestone=deed.code or None,
                    files=[paper.as_values() for paper in papers], actor=actor,
                )  # fmt: skip
            case _:
                files = [
                    FileFacts(
                        id=attach(session, scope, key=key, values=dict(paper.as_values())),
                        name=paper.file_name,
                        sha256=paper.sha256,
                        size_bytes=paper.size_bytes,
                    )
                    for paper in papers
                ]
                file_submission(
                    session, scope, kind=KIND, key=key,
                    answers=deed.answers_on(stage.loaded_at), files=files,
                    facts=facts_of(session, scope, local_date(session.legal_now), kind=KIND.slug),
                    actor=actor, provider_name=provider.name, for_dossier_id=row.id,
                )  # fmt: skip


def _dossier(session: ScopedSession, stage: Stage, case: Case) -> Dossier:
    """The dossier of this case: the one with its title, of this municipality and provider."""
    return session.scalars(
        select(Dossier).where(
            Dossier.tenant_id == stage.tenants[case.municipality],
            Dossier.provider_id == stage.providers[case.provider].id,
            Dossier.title == case.title,
        )
    ).one()


def _missing(case: Case) -> UUID:
    raise LookupError(f"{case.slug}: er is geen plan ingediend")
