"""`make bench`: measures in turns on a scratch portal, prints a table and writes JSON."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.adapters.ports import take_port
from tests.bench.ground import Ground, ground
from tests.bench.routing import measure_routing
from tests.bench.submitting import measure_submitting
from tests.bench.worklist import LARGE, measure_work_list

RESULTS = Path(__file__).parents[2] / "bench/results"


@dataclass(frozen=True)
class Line:
    """One goal: what was measured, against what, and the ratio between them."""

    what: str
    measured: float
    against: float
    unit: str
    ratio: float
    goal: str
    met: bool


def submitting(here: Ground, port: int) -> Iterator[Line]:
    found = measure_submitting(here, port)
    for what, portal, bare in (
        ("indiening aanvaard", found.portal_ms, found.bare_ms),
        ("met bijlage van 50 kB", found.portal_attachment_ms, found.bare_attachment_ms),
    ):
        yield Line(what, portal, bare, "ms", portal / bare, "≤ 2,0 ×", portal / bare <= 2.0)


def routing(here: Ground, port: int) -> Iterator[Line]:
    found = measure_routing(here)
    yield Line(
        "bezorgd, tegen één taak per rij", found.drained, found.by_job, "rijen/s",
        found.ratio, "≥ 25 ×", found.ratio >= 25,
    )  # fmt: skip


def work_list(here: Ground, port: int, rows: int) -> Iterator[Line]:
    found = measure_work_list(here, port, rows)
    for what, large, small in (
        (f"Mijn werk bij {rows} zaken, tegen 1000", found.large_ms, found.small_ms),
        ("hetzelfde, vijf bladzijden verder", found.large_deep_ms, found.small_deep_ms),
    ):
        yield Line(what, large, small, "ms", large / small, "≤ 1,3 ×", large / small <= 1.3)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "only", nargs="*", help="indienen, bezorgen, werklijst; zonder keuze alle drie"
    )
    parser.add_argument(
        "--rows", type=int, default=LARGE, help="hoeveel zaken de grote gemeente heeft"
    )
    given = parser.parse_args()
    parts: dict[str, Callable[[Ground, int], Iterator[Line]]] = {
        "indienen": submitting,
        "bezorgen": routing,
        "werklijst": lambda here, port: work_list(here, port, given.rows),
    }
    unknown = set(given.only) - set(parts)
    if unknown:
        parser.error(f"onbekend: {', '.join(sorted(unknown))}")
    lines = []
    for name, measure in parts.items():
        if given.only and name not in given.only:
            continue
        _say(f"{name} …")
        # Each on a portal of its own: what one leaves behind does not slow the next.
        with closing(take_port(8700)) as taken, ground(taken.number) as here:
            for line in measure(here, taken.number):
                _say(_told(line))
                lines.append(line)
    RESULTS.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC)
    to = RESULTS / f"{moment:%Y%m%dT%H%M%SZ}.json"
    written = {
        "at": moment.isoformat(),
        "python": platform.python_version(),
        "lines": [asdict(x) for x in lines],
    }
    to.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _say(f"geschreven: {to.relative_to(RESULTS.parents[1])}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _told(line: Line) -> str:
    verdict = "gehaald" if line.met else "niet gehaald"
    return (
        f"  {line.what:<44} {line.measured:>9.1f} {line.unit:<8} tegen {line.against:>8.1f}"
        f"   {line.ratio:>6.2f} ×   doel {line.goal:<8} {verdict}"
    )


if __name__ == "__main__":
    main()
