"""Which file of a pack holds what, and the names that the files give to things."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.configuration import references
from portal.domain.configuration.case_section import CASES
from portal.domain.configuration.cast import CAST
from portal.domain.configuration.contracts import CONTRACTS
from portal.domain.configuration.providers import PROVIDERS
from portal.domain.configuration.references import Known
from portal.domain.configuration.region import REGION
from portal.domain.configuration.scalars import SLUG
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import BY_SLUG, SECTIONS
from portal.domain.configuration.shape import as_mapping, as_rows
from portal.domain.configuration.story_section import STORY
from portal.domain.configuration.teams import TEAMS
from portal.domain.errors import Finding, Severity

Files = Mapping[str, object]
"""Plain data by path below the packs' folder: `"midden-ijssel-oost-veluwe/epe/teams.toml"`."""

REGION_FILE = "regio.toml"
DEMO_FOLDER = "demo"
TEMPLATES_FOLDER = "sjablonen"
DEMO_SECTIONS: tuple[Section[Any], ...] = (PROVIDERS, CONTRACTS, CAST, STORY, CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFinding:
    """A remark about one file."""

    file: str
    finding: Finding

    @property
    def sentence(self) -> str:
        """File, key and reason, as `portal tenants check` prints it."""
        key = f" · {self.finding.path}" if self.finding.path else ""
        return f"{self.file}{key}: {self.finding.sentence}"

    @property
    def is_error(self) -> bool:
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a pack: the region's folder, its municipalities, the section of each file."""

    folder: str
    municipalities: tuple[str, ...]
    sections: Mapping[str, Section[Any]]
    has_demo: bool

    def path_of(self, municipality: str, section: Section[Any]) -> str:
        return f"{self.folder}/{municipality}/{section.slug}.toml"

    def municipality_of(self, path: str) -> str:
        """The municipality that a file belongs to, or ""."""
        parts = path.split("/")
        return parts[1] if len(parts) == 3 and parts[0] == self.folder else ""


def region_folders(files: Files) -> list[str]:
    """Folders with a region file."""
    return sorted(
        path.split("/")[0]
        for path in files
        if path.count("/") == 1 and path.endswith(f"/{REGION_FILE}")
    )


def layout_of(files: Files) -> tuple[Layout, list[PackFinding]]:
    """What each file is, and a finding for each one that is out of place or missing."""
    folders = region_folders(files)
    folder = folders[0] if folders else ""
    sections: dict[str, Section[Any]] = {}
    findings = [] if len(folders) == 1 else [one_region(folders)]
    for path in sorted(files):
        section = section_of(path, folder)
        if section is not None:
            sections[path] = section
        elif not path.startswith(f"{TEMPLATES_FOLDER}/"):
            findings.append(PackFinding(file=path, finding=Finding("", where_to(path))))
    layout = Layout(
        folder=folder,
        municipalities=tuple(
            sorted({path.split("/")[1] for path in sections if path.count("/") == 2})
        ),
        sections=sections,
        has_demo=any(path.startswith(f"{DEMO_FOLDER}/") for path in sections),
    )
    return layout, findings + missing(layout)


def one_region(folders: list[str]) -> PackFinding:
    """The finding for no region, or for more than one."""
    if not folders:
        sentence = f"Er is geen regio. Maak een map met daarin {REGION_FILE}."
    else:
        sentence = f"Er zijn meer regio's: {', '.join(folders)}. Houd er één over."
    return PackFinding(file=REGION_FILE, finding=Finding("", sentence))


def section_of(path: str, folder: str) -> Section[Any] | None:
    """The section that a file holds by its place and name."""
    match path.split("/"):
        case [place, name] if place == folder and name == REGION_FILE:
            return REGION
        case [place, name] if place == DEMO_FOLDER:
            return next((one for one in DEMO_SECTIONS if name == f"{one.slug}.toml"), None)
        case [place, municipality, name] if place == folder and is_slug(municipality):
            return BY_SLUG.get(name.removesuffix(".toml"))
    return None


def is_slug(text: str) -> bool:
    return SLUG.read(text, label="", path="")[0] is not None


def where_to(path: str) -> str:
    """The sentence for a file that is none of the pack's."""
    names = ", ".join(f"{section.slug}.toml" for section in SECTIONS)
    demo = ", ".join(f"{section.slug}.toml" for section in DEMO_SECTIONS)
    if path.startswith(f"{DEMO_FOLDER}/"):
        return f"Dit bestand hoort hier niet. In de map {DEMO_FOLDER} staan: {demo}."
    return f"Dit bestand hoort hier niet. In de map van een gemeente staan: {names}."


def missing(layout: Layout) -> list[PackFinding]:
    """A finding per file that has to be there and is not."""
    wanted = [
        (layout.path_of(municipality, section), section)
        for municipality in layout.municipalities
        for section in SECTIONS
        if section.default is None
    ]
    if layout.has_demo:
        wanted += [
            (f"{DEMO_FOLDER}/{section.slug}.toml", section)
            for section in DEMO_SECTIONS
            if section.default is None
        ]
    return [
        PackFinding(
            file=path,
            finding=Finding("", f"Dit bestand ontbreekt: “{section.title}” moet ingevuld zijn."),
        )
        for path, section in wanted
        if path not in layout.sections
    ]


def named_in(raw: object, rows: str, name: str) -> frozenset[str]:
    """The names that rows of plain data have, whatever else is wrong with them."""
    found = (row.get(name) for row in as_rows(as_mapping(raw).get(rows)))
    return frozenset(one for one in found if isinstance(one, str))


def ladders_in(files: Files) -> frozenset[str]:
    """The codes of the ladder templates: the templates that have rungs."""
    templates = (
        as_mapping(raw) for path, raw in files.items() if path.startswith(f"{TEMPLATES_FOLDER}/")
    )
    codes = (template.get("code") for template in templates if "treden" in template)
    return frozenset(code for code in codes if isinstance(code, str))


def desks_in(files: Files, layout: Layout) -> dict[str, frozenset[str]]:
    """The desks of each municipality."""
    return {
        municipality: named_in(files.get(layout.path_of(municipality, TEAMS)), "team", "slug")
        for municipality in layout.municipalities
    }


def members_in(files: Files) -> dict[str, dict[str, frozenset[str]]] | None:
    """E-mail addresses per municipality and desk, or None where the pack has no people."""
    raw = files.get(f"{DEMO_FOLDER}/{CAST.slug}.toml")
    if raw is None:
        return None
    members: dict[str, dict[str, set[str]]] = {}
    for person in as_rows(as_mapping(raw).get("persoon")):
        for role in as_rows(person.get("rol")):
            municipality, desks = role.get("gemeente"), role.get("team")
            if isinstance(municipality, str) and isinstance(desks, list):
                at = members.setdefault(municipality, {})
                for desk in desks:
                    at.setdefault(str(desk), set()).add(str(person.get("email")))
    return {
        municipality: {desk: frozenset(emails) for desk, emails in desks.items()}
        for municipality, desks in members.items()
    }


def names_in(files: Files, layout: Layout) -> dict[str, frozenset[str]]:
    """All names of the pack that do not belong to one municipality, per target."""
    region = files.get(f"{layout.folder}/{REGION_FILE}")
    slug = as_mapping(region).get("slug")
    providers = files.get(f"{DEMO_FOLDER}/{PROVIDERS.slug}.toml")
    people = files.get(f"{DEMO_FOLDER}/{CAST.slug}.toml")
    return {
        references.REGION: frozenset({slug} if isinstance(slug, str) else ()),
        references.PRODUCT: named_in(region, "product", "code"),
        references.STANDARD: named_in(region, "standaard", "code"),
        references.LADDER: ladders_in(files),
        references.MUNICIPALITY: frozenset(layout.municipalities),
        references.PROVIDER: named_in(providers, "aanbieder", "slug"),
        references.PERSON: named_in(people, "persoon", "slug"),
    }


def known_per_file(files: Files, layout: Layout) -> dict[str, Known]:
    """What each file may refer to: a municipality's own file also to its own desks."""
    names = names_in(files, layout)
    desks, members = desks_in(files, layout), members_in(files)
    known = {}
    for path in layout.sections:
        municipality = layout.municipality_of(path)
        own = {references.DESK: desks[municipality]} if municipality else {}
        known[path] = Known(
            names=names | own,
            desk_members=members.get(municipality, {}) if members is not None else None,
        )
    return known
