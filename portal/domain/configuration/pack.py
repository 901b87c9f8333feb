"""A whole pack, region, municipalities and demo, from plain data per file and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.configuration.case_section import CASES
from portal.domain.configuration.cases import Cases
from portal.domain.configuration.cast import CAST, Cast, judge_desks
from portal.domain.configuration.contracts import CONTRACTS, Contracts, judge_domains
from portal.domain.configuration.layout import (
    DEMO_FOLDER,
    DEMO_SECTIONS,
    REGION_FILE,
    Files,
    Layout,
    PackFinding,
    desks_in,
    known_per_file,
    layout_of,
)
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.providers import PROVIDERS, Providers
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.configuration.region import REGION, Region
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import SECTIONS
from portal.domain.configuration.story import Story
from portal.domain.configuration.story_check import World, judge_story
from portal.domain.configuration.story_section import STORY
from portal.domain.errors import Finding, Severity
from portal.domain.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One municipality: its slug and the value of every section, by the section's slug."""

    slug: str
    sections: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo adds to a region."""

    providers: Providers
    contracts: Contracts
    cast: Cast
    story: Story
    cases: Cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A region with its municipalities, and the demo where there is one."""

    folder: str
    region: Region
    municipalities: tuple[Municipality, ...]
    demo: Demo | None = None

    def municipality(self, slug: str) -> Municipality | None:
        return next((one for one in self.municipalities if one.slug == slug), None)


def read_pack(files: Files) -> tuple[Pack | None, list[PackFinding]]:
    """The pack and every finding in every file; the pack is None as soon as one is an error."""
    layout, findings = layout_of(files)
    known = known_per_file(files, layout)
    values: dict[str, Any] = {}
    for path, section in layout.sections.items():
        values[path], about = section.review(files[path], known[path])
        findings += in_file(path, about)
    findings += judge_demo(values, desks_in(files, layout), layout)
    findings.sort(key=lambda one: one.file)
    if any(one.is_error for one in findings):
        return None, findings
    return assemble(values, layout), findings


def check_story(pack: Pack, *, loaded_at: datetime) -> list[PackFinding]:
    """Where the story of the demo could not have happened, were it loaded at this moment."""
    if pack.demo is None:
        return []
    world = World(
        region=pack.region,
        municipality_names={
            one.slug: one.sections[PROFILE.slug].name for one in pack.municipalities
        },
        contracts=pack.demo.contracts,
        cast=pack.demo.cast,
        loaded_at=loaded_at,
        questions={one.slug: one.sections[QUESTIONS.slug] for one in pack.municipalities},
    )
    return in_file(demo_file(STORY), judge_story(pack.demo.story, world))


def in_file(path: str, findings: Iterable[Finding]) -> list[PackFinding]:
    return [PackFinding(file=path, finding=finding) for finding in findings]


def demo_file(section: Section[Any]) -> str:
    return f"{DEMO_FOLDER}/{section.slug}.toml"


def judge_demo(
    values: Mapping[str, Any], desks: Mapping[str, frozenset[str]], layout: Layout
) -> list[PackFinding]:
    """How the files of the demo agree with the region and with each other."""
    region = values.get(f"{layout.folder}/{REGION_FILE}")
    contracts, cast = values.get(demo_file(CONTRACTS)), values.get(demo_file(CAST))
    findings: list[PackFinding] = []
    if contracts is not None and region is not None:
        findings += in_file(demo_file(CONTRACTS), judge_domains(contracts, region))
    if cast is not None:
        findings += in_file(demo_file(CAST), judge_desks(cast, desks))
        findings += in_file(demo_file(CAST), judge_crew(cast, desks))
    return findings


def judge_crew(cast: Cast, desks: Mapping[str, frozenset[str]]) -> list[Finding]:
    """Every desk has people, and every municipality somebody who can configure it."""
    findings = []
    for municipality, slugs in desks.items():
        crewed = cast.desk_members(municipality)
        for desk in sorted(slugs - crewed.keys()):
            sentence = f"In het team “{desk}” van {municipality} zit niemand."
            findings.append(Finding("persoon", sentence, severity=Severity.WARNING))
        if not cast.holders(Role.FUNCTIONAL_ADMIN, municipality):
            sentence = f"{municipality} heeft geen functioneel beheerder."
            findings.append(Finding("persoon", sentence, severity=Severity.WARNING))
    return findings


def assemble(values: Mapping[str, Any], layout: Layout) -> Pack:
    """The pack out of the values of its files; a section without a file has its default."""
    return Pack(
        folder=layout.folder,
        region=values[f"{layout.folder}/{REGION_FILE}"],
        municipalities=tuple(
            Municipality(
                slug=slug,
                sections={
                    section.slug: values.get(layout.path_of(slug, section), section.default)
                    for section in SECTIONS
                },
            )
            for slug in layout.municipalities
        ),
        demo=Demo(
            providers=values[demo_file(PROVIDERS)],
            contracts=values[demo_file(CONTRACTS)],
            cast=values[demo_file(CAST)],
            story=values.get(demo_file(STORY), STORY.default),
            cases=values.get(demo_file(CASES), CASES.default),
        )
        if layout.has_demo
        else None,
    )


def pack_files(pack: Pack) -> dict[str, dict[str, Any]]:
    """Plain data per file; `read_pack` gives the same pack back.

    A section that says nothing of its own gets no file.
    """
    files = {f"{pack.folder}/{REGION_FILE}": REGION.dump(pack.region)}
    for municipality in pack.municipalities:
        for section in SECTIONS:
            written = section.dump(municipality.sections[section.slug])
            if written:
                files[f"{pack.folder}/{municipality.slug}/{section.slug}.toml"] = written
    if pack.demo is not None:
        demo = pack.demo
        values = (demo.providers, demo.contracts, demo.cast, demo.story, demo.cases)
        for section, value in zip(DEMO_SECTIONS, values, strict=True):
            if written := section.dump(value):
                files[demo_file(section)] = written
    return files
