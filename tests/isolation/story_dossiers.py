"""The part of the story that plays in dossiers and in how a municipality is set up."""

import io
from datetime import timedelta
from uuid import UUID, uuid4

from portal.adapters.uploads import take_in
from portal.adapters.word import example_template
from portal.domain.calendar import local_date
from portal.domain.ladder.dossier import Report
from portal.domain.ladder.walking import Choice
from portal.services import drafts
from portal.services.dossiers import noting, plans, talks
from portal.services.dossiers.afterwards import close_dossier
from portal.services.dossiers.establishing import add_evidence, ask_along
from portal.services.mandates import grant_mandate
from tests.isolation.canaries import About
from tests.isolation.story import MAX_BYTES, STAFF, Storyteller, Told
from tests.support.dossiers import Case, in_days, open_case, publish_copy
from tests.support.ladder_editor import Editor, begin

PLAY = ("brummen", "lindehaege")
ELSEWHERE = (("apeldoorn", "veldkracht"), ("epe", "lindehaege"))
# Numbers count per municipality; these begin where nobody else's are.
COUNTED_FROM = {"apeldoorn": 40, "epe": 70}
MANDATES = ("clientenstop", "dwangsom", "korting")


def tell_of_dossiers(teller: Storyteller) -> None:
    """Dossiers in every state, and drafts of ladders and settings."""
    for municipality, last in COUNTED_FROM.items():
        teller.database.admin.execute(
            "INSERT INTO dossier_counter (tenant_id, year, last)"
            " SELECT id, %s, %s FROM tenant WHERE slug = %s",
            (teller.now.year, last, municipality),
        )
    story = DossierStory(teller)
    story.mandates()
    story.set_up()
    story.letter_template()
    story.walked()
    story.planned()
    story.measured()
    story.prepared()
    story.closed()
    story.confidential()
    for municipality, provider in ELSEWHERE:
        story.elsewhere(municipality, provider)
    story.new_version()
    teller.work()
    teller.later()


class DossierStory:
    """Dossiers, told to the same portal."""

    def __init__(self, teller: Storyteller) -> None:
        self.teller, self.portal = teller, teller.portal

    # — helpers —

    def opened(
        self, municipality: str, provider: str, *readers: str, manager: str = "", **more: object
    ) -> Case:
        """A dossier whose words are for these readers."""
        case = open_case(
            self.portal,
            municipality,
            manager or STAFF[municipality],
            provider,
            **{
                "title": self.teller.line(About.CASE, "titel", *readers),
                "what_happened": self.teller.text(About.INTERNAL, "wat er gebeurde", *readers[:1]),
                **more,
            },
        )
        self.teller.later()
        return case

    def note(self, case: Case, reader: str) -> None:
        with self.portal.database.scoped(case.scope(case.manager)) as session:
            noting.write_note(
                session, case.scope(case.manager), case.id,
                body=self.teller.text(About.INTERNAL, "dossiernotitie", reader),
                actor=case.doer(case.manager).actor,
            )  # fmt: skip
        self.teller.later()

    def evidence(self, case: Case, reader: str, about: str = "") -> None:
        file = take_in(
            self.portal.storage,
            io.BytesIO(self.teller.text(About.INTERNAL, "bewijsinhoud", reader).encode()),
            name=f"{self.teller.story.aviary.mint(About.INTERNAL, 'bewijsnaam', [reader])}.txt",
            max_bytes=MAX_BYTES,
        )
        with self.portal.database.scoped(case.scope(case.manager)) as session:
            add_evidence(
                session, case.scope(case.manager), case.id, about=about,
                text=self.teller.text(About.INTERNAL, "bewijs", reader),
                files=[file.as_values()], doer=case.doer(case.manager),
            )  # fmt: skip
        self.teller.later()

    def letter(self, what: str, *readers: str) -> dict[str, str]:
        """The words of a notice of default."""
        return {
            "brief_tekst": self.teller.text(About.CASE, f"{what}: brief", *readers),
            "brief_onregelmatigheden": self.teller.text(About.CASE, f"{what}: gebreken", *readers),
            "brief_verbeteringen": self.teller.text(About.CASE, f"{what}: beter", *readers),
            "reden": self.teller.text(About.INTERNAL, f"{what}: reden", *readers[:1]),
        }

    def reply(self, case: Case, provider: str, *readers: str) -> None:
        """An answer of the provider with a file."""
        key = uuid4()
        with self.teller.provider(provider) as (session, scope, actor):
            name = f"{self.teller.story.aviary.mint(About.CASE, 'antwoordbestand', readers)}.txt"
            content = self.teller.text(About.CASE, "antwoordinhoud", *readers).encode()
            stored = take_in(
                self.portal.storage, io.BytesIO(content), name=name, max_bytes=MAX_BYTES
            )
            file = drafts.attach(session, scope, key=key, values=stored.as_values())
        self.portal.database.admin.execute(
            "WITH r AS (INSERT INTO dossier_reply (tenant_id, provider_id, dossier_id, key, kind, body,"
            " submitted_by, submitted_by_name) SELECT d.tenant_id, d.provider_id, d.id, %s, 'antwoord',"
            " %s, %s, %s FROM dossier d WHERE d.id = %s RETURNING *)"
            " UPDATE attachment a SET draft_key = NULL, dossier_id = r.dossier_id, reply_id = r.id,"
            " tenant_id = r.tenant_id FROM r WHERE a.id = %s",
            (
                key,
                self.teller.text(About.CASE, "antwoord", *readers),
                actor.account_id,
                actor.name,
                case.id,
                file,
            ),
        )

    # — how the municipality is set up —

    def mandates(self) -> None:
        for municipality, admin in (("brummen", "frank"), ("apeldoorn", "daan")):
            scope = self.portal.database.tenant(municipality, admin)
            today = local_date(self.teller.now)
            with self.portal.database.scoped(scope) as session:
                grant_mandate(
                    session, scope, self.teller.actor(admin),
                    account_id=self.portal.database.account(STAFF[municipality]),
                    subjects=MANDATES, from_on=today, until_on=None, today=today,
                    document=self.teller.line(
                        About.CONFIGURATION, "mandaatbesluit", f"g/{municipality}"
                    ),
                    now=self.teller.now,
                )  # fmt: skip
            self.teller.later()

    def set_up(self) -> None:
        """A draft ladder in two municipalities."""
        for municipality, admin, start in (
            ("brummen", "frank", "versie:bijlage-4:1"),
            ("apeldoorn", "daan", "versie:bijlage-9:1"),
        ):
            visitor = self.portal.visitor(admin)
            editor = begin(visitor, f"/g/{municipality}/beheer", start)
            editor.add(
                "treden", code="2b", soorten=["gesprek", "verbeterplan"], wie=["contractmanager"], plaats="2",
                naam=self.teller.line(About.CONFIGURATION, "trede", f"g/{municipality}")[:60],
                uitleg=self.teller.text(About.CONFIGURATION, "uitleg", f"g/{municipality}"),
            )  # fmt: skip
            self.teller.later()
        self._second_draft("ladder-voorgelegd", is_published=False)
        self._second_draft("ladder-later", is_published=True)

    def _second_draft(self, code: str, *, is_published: bool) -> None:
        """A new ladder that Fien proposed; Frank publishes it from a later day, or has yet to look."""
        base = "/g/brummen/beheer"
        draft = begin(
            self.portal.visitor("fien"), base, "sjabloon:bijlage-4", nieuw="ja", code=code,
            naam=code.capitalize(),
        )  # fmt: skip
        why = self.teller.line(About.CONFIGURATION, "waarom", "g/brummen")
        sent = draft.propose(local_date(self.teller.now) + timedelta(days=200), why)
        assert sent.status == 303, sent.errors
        if is_published:
            published = Editor(self.portal.visitor("frank"), draft.home).publish()
            assert published.status == 303, published.words
        self.teller.later()

    def letter_template(self) -> None:
        """Brummen lays its letters out in a document of its own."""
        visitor, page = (
            self.portal.visitor("frank"),
            "/g/brummen/beheer/instellingen/brieven/sjabloon",
        )
        file = (io.BytesIO(example_template()), "brief.docx")
        sent = visitor.post(page, {**visitor.get(page).form("/sjabloon"), "sjabloon": file})
        assert sent.status == 303, sent.errors
        self.teller.later()

    def new_version(self) -> None:
        """A second version of a ladder is in force now: older dossiers may move to it."""
        publish_copy(self.portal)

    # — dossiers —

    def walked(self) -> None:
        """A talk that was reported, a notice of default that was sent and answered."""
        here, home = "g/brummen", "aanbieder/lindehaege"
        case = self.opened(*PLAY, here, home)
        work = case.prepare(Choice.STAP, "1", reden=self.teller.text(About.INTERNAL, "reden", here))
        case.carry_out(work)
        self.teller.later()
        with self.portal.database.scoped(case.scope("alice")) as session:
            talks.report_talk(
                session, case.scope("alice"), case.id, version=case.version, number=1,
                report=Report(
                    held_on=local_date(self.teller.now),
                    level="management",
                    municipality=self.teller.line(About.CASE, "namens gemeente", here, home),
                    provider=self.teller.line(About.CASE, "namens aanbieder", here, home),
                    discussed=self.teller.text(About.INTERNAL, "besproken", here),
                    agreements=self.teller.text(About.CASE, "afspraken", here, home),
                ),
                doer=case.doer("alice"),
            )  # fmt: skip
        self.teller.later()
        notice = case.prepare(
            Choice.STAP, "3", termijn=in_days(self.portal, 20), **self.letter("ibs", here, home)
        )
        case.sign(notice, "jan")
        case.carry_out(notice)
        self.teller.later()
        self.note(case, here)
        self.evidence(case, here, about="4")
        self.reply(case, "lindehaege", here, home)

    def planned(self) -> None:
        """Plans that were asked for: one is not there yet, one waits, one was accepted."""
        here, home = "g/brummen", "aanbieder/lindehaege"
        for state in ("gevraagd", "ontvangen", "aanvaard"):
            case = self.opened(*PLAY, here, home)
            work = case.prepare(
                Choice.STAP, "2", termijn=in_days(self.portal, 30),
                brief_tekst=self.teller.text(About.CASE, "vraag om plan", here, home),
                reden=self.teller.text(About.INTERNAL, "reden", here),
            )  # fmt: skip
            case.carry_out(work)
            self.teller.later()
            if state == "gevraagd":
                continue
            told = self.teller.submit("verbeterplan", "lindehaege", ("brummen",))
            delivery = self._for_dossier(told, case)
            self.teller.work()
            self.teller.later()
            if state == "aanvaard":
                self._accept(case, delivery, here, home)

    def _for_dossier(self, told: Told, case: Case) -> UUID:
        [delivery] = told.deliveries.values()
        self.portal.database.admin.execute(
            "UPDATE delivery SET for_dossier_id = %s WHERE id = %s", (case.id, delivery)
        )
        with self.portal.database.scoped(case.scope("alice")) as session:
            assert plans.receive_plan(session, case.scope("alice"), case.id, delivery_id=delivery)
        return delivery

    def _accept(self, case: Case, delivery: UUID, here: str, home: str) -> None:
        with self.portal.database.scoped(case.scope("alice")) as session:
            plans.assess_plan(
                session, case.scope("alice"), case.id, version=case.version, delivery_id=delivery,
                outcome=plans.ACCEPTED, answer_by=None, doer=case.doer("alice"),
                reason=self.teller.text(About.CASE, "plan goed", here, home),
            )  # fmt: skip
        self.teller.later()

    def _measure(self, case: Case, code: str, *readers: str, **more: object) -> UUID:
        factors = {
            f"factor_{factor.code}": self.teller.text(About.INTERNAL, "gewogen", *readers[:1])
            for factor in case.state().ladder.measure_rules.factors
        }
        return case.prepare(
            Choice.MAATREGEL, code,
            **{
                "bewijsmaat": self.teller.text(About.INTERNAL, "bewijsmaat", *readers[:1]),
                "motivering": self.teller.text(About.INTERNAL, "motivering", *readers[:1]),
                "rechtvaardiging": self.teller.text(About.INTERNAL, "excuus", *readers[:1]),
                "brief_tekst": self.teller.text(About.CASE, "maatregelbrief", *readers),
                "reden": self.teller.text(About.INTERNAL, "reden", *readers[:1]),
                **factors,
                **more,
            },
        )  # fmt: skip

    def measured(self) -> None:
        """A stop and a penalty were imposed."""
        here, home = "g/brummen", "aanbieder/lindehaege"
        case = self.opened(*PLAY, here, home)
        for code, subject, more in (
            ("5a", "clientenstop", {"producten": ["W101"], "vanaf": in_days(self.portal, 1)}),
            ("5c", "dwangsom", {"gebeurtenis_op": in_days(self.portal, 0)}),
            (
                "3.19.1-korting",
                "korting",
                {
                    "percentage": "3",
                    "vanaf": in_days(self.portal, 1),
                    "tot_en_met": in_days(self.portal, 60),
                },
            ),
        ):
            work = self._measure(case, code, here, home, **more)
            self.evidence(case, here, about=code)
            case.mandate(work, subject)
            case.look_along(work, "lea")
            case.carry_out(work)
            self.teller.later()

    def prepared(self) -> None:
        """A notice waits for the lawyer, a measure for evidence, a mandate and a second pair of eyes."""
        here = "g/brummen"
        case = self.opened(*PLAY, here)
        notice = case.prepare(
            Choice.STAP, "3", termijn=in_days(self.portal, 20), **self.letter("concept", here)
        )
        measure = self._measure(case, "5a", here, producten=["W101"], vanaf=in_days(self.portal, 1))
        for work, what in ((notice, "jurist"), (measure, "tweede")):
            with self.portal.database.scoped(case.scope("alice")) as session:
                ask_along(
                    session, case.scope("alice"), work, version=case.version_of(work),
                    asked={what: None}, doer=case.doer("alice"),
                )  # fmt: skip
            self.teller.later()
        easy = self.opened("brummen", "thuisbasis-oost", here)
        easy.prepare(Choice.STAP, "1", reden=self.teller.text(About.INTERNAL, "reden", here))

    def closed(self) -> None:
        here = "g/brummen"
        case = self.opened(*PLAY, here)
        with self.portal.database.scoped(case.scope("alice")) as session:
            close_dossier(
                session, case.scope("alice"), case.id, version=case.version,
                result=self.teller.text(About.CASE, "resultaat", here), doer=case.doer("alice"),
            )  # fmt: skip
        self.teller.later()

    def confidential(self) -> None:
        """One that Alice opened and Lea may see, one that nobody of the cast may."""
        lea = self.portal.database.account("lea")
        for manager, named, readers in (
            ("alice", [(lea, "Lea")], ("@alice", "@lea")),
            ("anton", [], ()),
        ):
            case = self.opened(
                *PLAY, *(readers or ("",)), manager=manager, confidentiality="fraude", named=named,
                title=self.teller.line(About.SECRET, "geheime titel", *readers),
                what_happened=self.teller.text(About.SECRET, "geheim", *readers),
            )  # fmt: skip
            self.teller.secret.add(case.id)

    def elsewhere(self, municipality: str, provider: str) -> None:
        """A dossier of another municipality, with the same things in it."""
        here, home = f"g/{municipality}", f"aanbieder/{provider}"
        case = self.opened(municipality, provider, here, home, categories=[])
        ladder = case.state().ladder
        case.prepare(Choice.STAP, ladder.rungs[0].code)
        self.teller.later()
        self.note(case, here)
        self.evidence(case, here)
        self.portal.database.admin.execute(
            "UPDATE dossier SET shared_at = legal_now() WHERE id = %s", (case.id,)
        )
        self.reply(case, provider, here, home)
