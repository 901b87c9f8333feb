"""Findings about a whole document, put where they belong: at a question, or with their place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from portal.domain.errors import Finding, NotThere
from portal.web.admin.places import Place, place_in
from portal.web.admin.records import Listing, Part, Plain, RecordPlan, question_path


def on_the_page(
    findings: Iterable[Finding],
    place: Place,
    parts: Sequence[Part],
    plan: RecordPlan,
    document: Plain,
) -> list[Finding]:
    """The findings as a page's form takes them; those about other places name theirs."""
    return [_here(finding, place, parts, plan, document) for finding in findings]


def _here(
    finding: Finding, place: Place, parts: Sequence[Part], plan: RecordPlan, document: Plain
) -> Finding:
    below = place.below(finding.path)
    path = question_path(parts, below) if below else None
    if path is not None:
        return replace(finding, path=path)
    if below is not None:
        return replace(finding, path="")
    where = place_of(plan, document, finding.path)
    named = f"{where.title}: {finding.sentence}" if where.steps else finding.sentence
    return replace(finding, path="", sentence=named)


def place_of(plan: RecordPlan, document: Plain, path: str) -> Place:
    """The record with a page of its own that a finding is about."""
    place = place_in(plan, document, "")
    words = path.split(".")
    while len(words) > 1:
        part = place.plan.part(words[0])
        if not isinstance(part, Listing) or not part.has_pages or not words[1].isdecimal():
            break
        address = "/".join(filter(None, (place.address, words[0], str(int(words[1]) + 1))))
        try:
            place = place_in(plan, document, address)
        except NotThere:
            break
        words = words[2:]
    return place
