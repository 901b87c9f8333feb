"""The packs in tenants/: without a single remark, and the same files when exported."""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.adapters.packs import read_files, write_files
from portal.domain.configuration.pack import Pack, check_story, pack_files, read_pack
from portal.domain.configuration.story import CHANNELS, DEEDS
from portal.domain.submissions.lifecycle import ACTS, CLOSED, State, state_after
from portal.domain.submissions.registry import all_kinds

TENANTS = Path(__file__).parents[2] / "tenants"


@pytest.fixture(scope="module")
def pack() -> Pack:
    files, unreadable = read_files(TENANTS)
    pack, findings = read_pack(files)
    assert [finding.sentence for finding in unreadable + findings] == []
    assert pack is not None
    return pack


def test_all_files_are_exported_with_the_same_meaning(pack: Pack) -> None:
    files, _ = read_files(TENANTS)
    own = {path: data for path, data in files.items() if not path.startswith("sjablonen/")}
    assert pack_files(pack) == own


def test_export_over_the_files_changes_no_byte(pack: Pack, tmp_path: Path) -> None:
    shutil.copytree(TENANTS, tmp_path / "tenants")
    done = write_files(tmp_path / "tenants", pack_files(pack))
    assert (done.changed, done.left_over) == ((), ())
    for path in TENANTS.rglob("*.toml"):
        copied = tmp_path / "tenants" / path.relative_to(TENANTS)
        assert copied.read_bytes() == path.read_bytes()


def test_export_into_an_empty_folder_reads_back_as_the_same_pack(
    pack: Pack, tmp_path: Path
) -> None:
    write_files(tmp_path, pack_files(pack))
    files, _ = read_files(tmp_path)
    templates = {
        path: data for path, data in read_files(TENANTS)[0].items() if path.startswith("sjablonen/")
    }
    assert read_pack(files | templates) == (pack, [])


@pytest.mark.rule("004-03")
def test_region_has_its_eight_municipalities(pack: Pack) -> None:
    assert [one.slug for one in pack.municipalities] == [
        "apeldoorn",
        "brummen",
        "epe",
        "hattem",
        "heerde",
        "lochem",
        "voorst",
        "zutphen",
    ]


def test_municipalities_of_the_sources_start_from_their_own_ladder(pack: Pack) -> None:
    chosen = {one.slug: one.sections["profiel"].ladders.wmo for one in pack.municipalities}
    assert (chosen["brummen"], chosen["apeldoorn"], chosen["epe"]) == (
        "bijlage-4",
        "bijlage-9",
        "bijlage-e",
    )
    assert set(chosen.values()) == {"bijlage-4", "bijlage-9", "bijlage-e"}


@pytest.mark.parametrize("section", ["teams", "routering", "termijnen", "teksten", "thema"])
def test_no_two_municipalities_are_set_up_the_same(pack: Pack, section: str) -> None:
    values = [one.sections[section] for one in pack.municipalities]
    assert all(value not in values[:number] for number, value in enumerate(values))
    assert all(3 <= len(one.sections["teams"].desks) <= 5 for one in pack.municipalities)


def test_the_cast_of_the_demo_is_there(pack: Pack) -> None:
    assert pack.demo is not None
    first = [person.slug for person in pack.demo.cast.people[:12]]
    assert first == [
        "alice",
        "bob",
        "charlie",
        "dora",
        "eva",
        "frank",
        "jan",
        "tess",
        "lea",
        "rita",
        "rens",
        "oscar",
    ]
    bob = pack.demo.cast.person("bob")
    assert bob is not None
    own = {
        contract.municipality
        for contract in pack.demo.contracts.contracts
        if contract.provider == bob.memberships[0].provider
    }
    assert own == {"brummen", "epe", "apeldoorn"}
    rita = pack.demo.cast.person("rita")
    assert rita is not None
    assert {grant.municipality for grant in rita.grants} == {"brummen", "apeldoorn", "epe"}


def test_every_provider_has_somebody_who_can_submit(pack: Pack) -> None:
    assert pack.demo is not None
    can = {
        membership.provider
        for person in pack.demo.cast.people
        for membership in person.memberships
        if membership.role == "indiener"
    }
    assert can == {provider.slug for provider in pack.demo.providers.providers}


@pytest.mark.parametrize("path", sorted(TENANTS.rglob("*.toml")), ids=lambda path: path.name)
def test_nothing_in_the_packs_could_be_a_real_address(path: Path) -> None:
    for word in path.read_text("utf-8").split():
        if "@" in word or "https://" in word:
            assert ".voorbeeld.example" in word, word


@pytest.mark.parametrize(
    "loaded_at",
    [
        datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        datetime(2027, 3, 28, 22, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 0, 30, tzinfo=UTC),
    ],
)
def test_story_of_the_demo_could_have_happened_whenever_it_is_loaded(
    pack: Pack, loaded_at: datetime
) -> None:
    assert [one.sentence for one in check_story(pack, loaded_at=loaded_at)] == []


def test_story_leaves_work_in_every_state_and_every_municipality(pack: Pack) -> None:
    assert pack.demo is not None
    entries = pack.demo.story.entries
    assert len(entries) >= 60
    kinds = Counter(entry.kind for entry in entries)
    assert min(kinds.values()) >= 10
    assert set(kinds) == set(all_kinds())
    last: Counter[tuple[str, State]] = Counter()
    for entry in entries:
        kind, answers = (
            all_kinds()[entry.kind],
            entry.answers_on(datetime(2026, 11, 22, tzinfo=UTC)),
        )
        for municipality in kind.municipalities(answers):
            state = State.AT_DESK
            for deed in entry.deeds:
                if deed.municipality == municipality and deed.deed in ACTS:
                    state = state_after(ACTS[deed.deed], state)
            last[municipality, state] += 1
    assert {state for _, state in last} == set(State) - {State.RECEIVED}
    open_work = Counter(municipality for municipality, state in last if state not in CLOSED)
    assert set(open_work) == {one.slug for one in pack.municipalities}
    assert {deed.deed for entry in entries for deed in entry.deeds} == set(DEEDS)
    assert {entry.elsewhere.channel for entry in entries if entry.elsewhere} == set(CHANNELS)
    assert any(entry.recurs for entry in entries)
