"""Plays the story of the demo without a database, and says where it could not have happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.domain.calendar import local_date
from portal.domain.configuration.cast import Cast
from portal.domain.configuration.contracts import Contract, Contracts
from portal.domain.configuration.questions import Questions
from portal.domain.configuration.region import Region
from portal.domain.configuration.story import SEEN, Deed, Entry, Story
from portal.domain.errors import Finding, RuleBroken, errors_in
from portal.domain.people import Role, Side
from portal.domain.policies import Permission, may
from portal.domain.submissions.extra_questions import OwnQuestions
from portal.domain.submissions.kind import Facts, Kind, OnDecision, RunningContract
from portal.domain.submissions.lifecycle import ACTS, State, check_act, state_after
from portal.domain.submissions.lifecycle import Side as Actor
from portal.domain.submissions.registry import all_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the story takes place in; `municipality_names` is slug to name."""

    region: Region
    municipality_names: dict[str, str]
    contracts: Contracts
    cast: Cast
    loaded_at: datetime
    questions: Mapping[str, Questions] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_date(self.loaded_at)

    def running(self, provider: str, on: date) -> tuple[RunningContract, ...]:
        """The contracts of a provider that run on a day."""
        return tuple(
            self.as_running(contract)
            for contract in self.contracts.contracts
            if contract.provider == provider
            and contract.starts.on(self.today) <= on <= contract.ends.on(self.today)
        )

    def facts(self, entry: Entry, on: date) -> Facts:
        """What the rules know of a provider on a day; who records for it answers nothing extra."""
        contracts = self.running(entry.provider, on)
        asked = () if entry.elsewhere else dict.fromkeys(one.tenant for one in contracts)
        return Facts(
            today=on,
            contracts=contracts,
            extra=tuple(
                OwnQuestions(
                    tenant=slug,
                    tenant_name=self.municipality_names[slug],
                    fields=self.questions.get(slug, Questions()).fields(entry.kind, today=on),
                )
                for slug in asked
            ),
        )

    def as_running(self, contract: Contract) -> RunningContract:
        products = (self.region.product(code) for code in contract.products)
        return RunningContract(
            tenant=contract.municipality,
            tenant_name=self.municipality_names[contract.municipality],
            domain=contract.domain,
            number=contract.number,
            products={product.code: product.name for product in products if product},
        )

    def roles_at(self, person: str, side: Side, place: str, on: date) -> frozenset[Role]:
        """The roles somebody holds at one organisation on a day."""
        found = self.cast.person(person)
        if found is None:
            return frozenset()
        return frozenset(
            one.role
            for one in found.memberships
            if one.side is side
            and place in {one.municipality, one.provider}
            and one.starts.on(self.today) <= on
            and (one.ends is None or on <= one.ends.on(self.today))
        )


@dataclass(slots=True)
class Part:
    """One municipality's part of a submission while the story is played."""

    state: State = State.AT_DESK
    last_at: datetime | None = None
    tasks_open: int = 0
    consented: bool = False
    answers: dict[str, object] = field(default_factory=dict)


def judge_story(story: Story, world: World) -> list[Finding]:
    """Every place where the story breaks a rule of the portal, were it told at `loaded_at`."""
    findings: list[Finding] = []
    for number, entry in enumerate(story.entries):
        findings += judge_entry(entry, world, f"indiening.{number}")
    return findings


def judge_entry(entry: Entry, world: World, path: str) -> list[Finding]:
    """The submission could come in, and everything after it could happen in its order."""
    kind, received_at = all_kinds()[entry.kind], entry.moment.at(world.loaded_at)
    received_on = local_date(received_at)
    answers = entry.answers_on(world.loaded_at)
    facts = world.facts(entry, received_on)
    about = [
        Finding(f"{path}.antwoorden.{finding.path}", finding.sentence)
        for finding in errors_in(kind.judge(answers, facts))
    ]
    about += judge_sender(entry, world, received_on, path)
    if about:
        return about
    parts = {
        slug: Part(
            last_at=received_at,
            tasks_open=len(kind.tasks),
            answers=dict(kind.divide(answers).per_municipality.get(slug, {})),
        )
        for slug in kind.municipalities(answers)
    }
    for place, deed in enumerate(entry.deeds):
        where = f"{path}.daarna.{place}"
        part = parts.get(deed.municipality)
        if part is None:
            about.append(Finding(f"{where}.gemeente", "Deze gemeente kreeg de indiening niet."))
            continue
        about += [
            Finding(f"{where}.{key}", sentence)
            for key, sentence in judge_scene(entry, deed, kind, part, world)
        ]
    return about


def judge_sender(entry: Entry, world: World, on: date, path: str) -> list[Finding]:
    """Who hands in works for the provider; who records, for the municipality."""
    elsewhere = entry.elsewhere
    if elsewhere is None:
        roles = world.roles_at(entry.by, Side.PROVIDER, entry.provider, on)
        allowed = may(roles, Permission.SUBMIT)
    else:
        roles = world.roles_at(entry.by, Side.MUNICIPALITY, elsewhere.municipality, on)
        allowed = may(roles, Permission.RECORD_ELSEWHERE)
        if elsewhere.arrived.at(world.loaded_at) > entry.moment.at(world.loaded_at):
            return [
                Finding(f"{path}.elders.binnen", "Het kwam later binnen dan het is vastgelegd.")
            ]
    if allowed:
        return []
    return [Finding(f"{path}.door", f"{entry.by} mag dit op die dag niet indienen of vastleggen.")]


def judge_scene(
    entry: Entry, deed: Deed, kind: Kind, part: Part, world: World
) -> Iterator[tuple[str, str]]:
    """Key and sentence for everything that stands in the way of one deed; then it is done."""
    at = deed.moment.at(world.loaded_at)
    if part.last_at is not None and at < part.last_at:
        yield "op", "Dit gebeurt eerder dan wat ervoor staat."
    if at > world.loaded_at:
        yield "op", "Dit gebeurt pas na het laden."
    part.last_at = at
    if not may_do(entry, deed, world, local_date(at)):
        yield "door", f"{deed.by} mag dit op die dag bij deze gemeente niet doen."
    if deed.deed == SEEN:
        return
    try:
        act = check_act(deed.deed, state=part.state, stops_clients=kind.stops_clients)
    except RuleBroken as refused:
        yield "wat", refused.sentence
        return
    yield from judge_content(entry, deed, kind, part, world)
    part.state = state_after(act, part.state)


def may_do(entry: Entry, deed: Deed, world: World, on: date) -> bool:
    """The person works on the side that does this, in a role that may."""
    if deed.deed != SEEN and ACTS[deed.deed].side is Actor.PROVIDER:
        return may(world.roles_at(deed.by, Side.PROVIDER, entry.provider, on), Permission.SUBMIT)
    roles = world.roles_at(deed.by, Side.MUNICIPALITY, deed.municipality, on)
    return may(roles, Permission.SEE_WORK if deed.deed == SEEN else Permission.HANDLE)


def judge_content(
    entry: Entry, deed: Deed, kind: Kind, part: Part, world: World
) -> Iterator[tuple[str, str]]:
    """What the deed says is what the portal would accept."""
    on = local_date(deed.moment.at(world.loaded_at))
    day = deed.day.on(world.today) if deed.day else None
    match deed.deed:
        case "aanvulling_vragen" if day is not None and day <= on:
            yield "dag", "De aanvulling moet binnen zijn op een dag na de vraag."
        case "aanvullen":
            answers = entry.answers_after(deed, world.loaded_at)
            facts = world.facts(entry, on)
            for finding in errors_in(kind.judge(answers, facts)):
                yield f"antwoorden.{finding.path}", finding.sentence
            part.answers = dict(kind.divide(answers).per_municipality.get(deed.municipality, {}))
        case "taak_afronden":
            if day is not None and day > on:
                yield "dag", "Het overleg ligt later dan het verslag."
            if part.tasks_open == 0:
                yield "wat", "Er is geen taak meer om af te ronden."
            part.tasks_open = max(0, part.tasks_open - 1)
        case "besluiten":
            yield from judge_decision(deed, kind, part, world, on)
        case "opheffing_vragen" if not part.consented:
            yield "wat", "Er is bij deze gemeente geen stop om op te heffen."
        case "betwisten" if entry.elsewhere is None:
            yield "wat", "Betwisten kan alleen wat een gemeente heeft vastgelegd."
        case "overdragen":
            yield from judge_desk(deed, world)


def judge_decision(
    deed: Deed, kind: Kind, part: Part, world: World, on: date
) -> Iterator[tuple[str, str]]:
    """The outcome exists, tasks are done, and every product has its answer."""
    if kind.outcome(deed.outcome) is None:
        yield "uitkomst", f"“{deed.outcome}” is geen besluit bij deze soort."
    if part.tasks_open:
        yield "wat", "Eerst moet de verplichte taak zijn afgerond."
    details = deed.details(world.loaded_at)
    for finding in kind.check_details(deed.outcome, details, part.answers, OnDecision(today=on)):
        yield f"product.{finding.path}", finding.sentence
    part.consented = any(product.from_day for product in deed.products)


def judge_desk(deed: Deed, world: World) -> Iterator[tuple[str, str]]:
    """Somebody works at the desk; a named person does."""
    members = world.cast.desk_members(deed.municipality).get(deed.desk, frozenset())
    person = world.cast.person(deed.to) if deed.to else None
    if not members:
        yield "team", f"In het team “{deed.desk}” werkt niemand."
    elif deed.to and (person is None or person.email not in members):
        yield "aan", f"{deed.to} werkt niet bij het team “{deed.desk}”."
