"""Everything a careful jurist would say about a ladder before it is published, all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.domain.calendar import format_date
from portal.domain.errors import Finding, Severity
from portal.domain.ladder.check_measures import check_measures
from portal.domain.ladder.check_rungs import (
    check_entries,
    check_readings,
    check_rungs,
    error,
    warning,
)
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.ladder.publication import InForce
from portal.domain.ladder.version import LadderVersion, Measure, Rung
from portal.domain.ladder.vocabulary import Role, Track
from portal.domain.ladder.words import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A ladder as far as it could be read, and what there is to say about it."""

    ladder: LadderVersion
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def is_sound(self) -> bool:
        return not self.errors


def review_data(raw: object, *, published: Sequence[InForce] = ()) -> Review:
    """Read and judge plain data. Never raises."""
    ladder, unreadable = read_ladder(raw)
    return _review(ladder, unreadable, published)


def review_ladder(ladder: LadderVersion, *, published: Sequence[InForce] = ()) -> Review:
    """Judge a ladder that stands in memory by the same rules."""
    _, unreadable = read_ladder(dump_ladder(ladder))
    return _review(ladder, unreadable, published)


def _review(
    ladder: LadderVersion, unreadable: Sequence[Finding], published: Sequence[InForce]
) -> Review:
    judged = [
        *check_codes(ladder),
        *check_rungs(ladder),
        *check_measures(ladder),
        *_check_whole(ladder),
        *_check_version(ladder, published),
    ]
    paths = [finding.path for finding in unreadable]
    judged = [finding for finding in judged if not _said_already(finding.path, paths)]
    return Review(ladder=ladder, findings=(*unreadable, *judged))


def _said_already(path: str, unreadable: Sequence[str]) -> bool:
    """Whether a problem of reading stands at this path, under it, or in the same small record."""
    record = path.rpartition(".")[0]
    beside = record if record.count(".") >= 2 else path
    return any(
        other == path or other.startswith((f"{path}.", f"{beside}.")) for other in unreadable
    )


def check_codes(ladder: LadderVersion) -> Iterator[Finding]:
    """Rungs and measures are told apart by their codes."""
    seen: dict[str, str] = {}
    lists: tuple[tuple[str, str, Sequence[Rung | Measure]], ...] = (
        ("treden", "trede", ladder.rungs),
        ("maatregelen", "maatregel", ladder.measures),
    )
    for list_name, noun, items in lists:
        for number, item in enumerate(items):
            key = item.code.strip().casefold()
            if key and key in seen:
                yield error(
                    f"{list_name}.{number}.code",
                    f"{noun} {quoted(item.name)} heeft dezelfde code als {seen[key]}: {item.code}. Geef elke een eigen code.",
                )
            seen.setdefault(key, f"{noun} {quoted(item.name)}")


def _check_whole(ladder: LadderVersion) -> Iterator[Finding]:
    for path, entries, name in (
        ("sporen", ladder.tracks, "sporen"),
        ("categorieen", ladder.categories, "categorieën"),
        ("aanleidingen", ladder.occasions, "aanleidingen"),
        ("tekortkomingen", ladder.breaches, "tekortkomingen"),
    ):
        yield from check_entries(entries, path, name)
    for number, track in enumerate(ladder.tracks):
        if track.code not in set(Track):
            yield warning(
                f"sporen.{number}.code",
                f"een dossier is proactief of reactief; het spoor {quoted(track.name)} kan niemand "
                "kiezen. Geef het een van deze twee als code; de naam mag anders.",
                "002-01",
            )
    yield from check_readings(LadderVersion, ladder.readings, "", "de ladder")
    steps: Sequence[Rung | Measure] = (*ladder.rungs, *ladder.measures)
    told = [inform.role for step in steps for inform in step.informs]
    if ladder.rungs and Role.BESTUURDER not in told:
        yield warning(
            "treden",
            "nergens staat wanneer de wethouder of bestuurder wordt ingelicht.",
            "001-02",
        )


def _check_version(ladder: LadderVersion, published: Sequence[InForce]) -> Iterator[Finding]:
    for line, later in zip(ladder.history, ladder.history[1:], strict=False):
        if line.valid_from and later.valid_from and later.valid_from < line.valid_from:
            yield warning(
                "versies",
                f"in de versietabel begint versie {later.number} eerder dan versie {line.number}.",
            )
    if not published:
        return
    if any(ladder.number == earlier.number for earlier in published):
        yield error("versie", f"er is al een versie {ladder.number}. Geef deze een ander nummer.")
    if not ladder.change.strip():
        yield error("wijziging", "schrijf op wat er in deze versie verandert.", "000-01")
    latest = max(published, key=lambda earlier: earlier.valid_from)
    if ladder.valid_from and ladder.valid_from <= latest.valid_from:
        yield error(
            "geldig_vanaf",
            f"deze versie begint op {format_date(ladder.valid_from)}, maar versie {latest.number} begint op "
            f"{format_date(latest.valid_from)}. Kies een latere dag.",
            "000-01",
        )
