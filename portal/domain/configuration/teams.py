"""Teams: the desks that deliveries arrive at, one of which catches whatever fits nowhere."""

from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import EMAIL, SLUG, LongText, Text
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One team or desk of the municipality; `slug` is what rules and people refer to."""

    slug: str
    name: str
    purpose: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """All desks; `fallback` is the slug of the one that always takes what is left over."""

    fallback: str
    desks: tuple[Desk, ...]

    def desk(self, slug: str) -> Desk | None:
        return next((desk for desk in self.desks if desk.slug == slug), None)


def judge(teams: Teams) -> list[Finding]:
    """The fallback desk is one of the desks."""
    if teams.desk(teams.fallback) is not None:
        return []
    return [
        Finding(
            "vangnet",
            f"Het vangnetteam “{teams.fallback}” staat niet bij de teams. "
            f"Kies een van: {', '.join(desk.slug for desk in teams.desks)}.",
        )
    ]


TEAMS = Section(
    slug="teams",
    title="Teams",
    purpose="De teams die werk krijgen, en het team dat opvangt wat nergens anders past.",
    judge=judge,
    shape=Record(
        type_=Teams,
        keys=(
            Key(
                name="vangnet",
                attribute="fallback",
                label="Vangnetteam",
                hint="Krijgt alles waarvoor geen regel past. Zo blijft er nooit iets liggen.",
                shape=SLUG,
            ),
            Key(
                name="team",
                attribute="desks",
                label="Teams",
                shape=Rows(
                    row_name="team",
                    identity=("slug",),
                    named_by=("naam",),
                    min_rows=1,
                    max_rows=40,
                    of=Record(
                        type_=Desk,
                        keys=(
                            Key(
                                name="slug",
                                attribute="slug",
                                label="Korte naam",
                                hint="Kleine letters en streepjes; verandert later niet meer.",
                                shape=SLUG,
                            ),
                            Key(
                                name="naam",
                                attribute="name",
                                label="Naam",
                                hint="Zo heet het team op alle pagina's en in mails.",
                                shape=Text(),
                            ),
                            Key(
                                name="waarvoor",
                                attribute="purpose",
                                label="Waarvoor",
                                hint="In een zin: wat dit team behandelt.",
                                shape=LongText(max_length=500),
                            ),
                            Key(
                                name="email",
                                attribute="email",
                                label="E-mailadres",
                                hint="Hierheen gaat het bericht dat er iets klaarligt, zonder inhoud.",
                                shape=EMAIL,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
