"""What the pages of the demo print: people to sign in as, and the mail that went out."""

import email
import email.policy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from portal.domain.calendar import format_moment
from portal.domain.people import Side
from portal.queries.demo import DemoPerson

OTHERS = {
    Side.MUNICIPALITY: "Anderen bij een gemeente",
    Side.PROVIDER: "Anderen bij een zorgaanbieder",
    Side.REGION: "Anderen bij de regio",
    Side.PLATFORM: "Anderen bij het beheer",
    None: "Zonder rol",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown:
    """Somebody to sign in as, and what one can do then."""

    slug: str
    name: str
    what: str
    about: str

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailShown:
    """A mail of the demo, as it would have been sent."""

    to: str
    subject: str
    sent: str
    paragraphs: tuple[str, ...]
    link: str


def shown_first(
    people: Sequence[DemoPerson], about: Mapping[str, str], first: Sequence[str]
) -> list[PersonShown]:
    """The people to begin with, in that order."""
    by_slug = {person.slug: person for person in people}
    return [_shown(by_slug[slug], about) for slug in first if slug in by_slug]


def others_by_side(
    people: Sequence[DemoPerson], about: Mapping[str, str], first: Sequence[str]
) -> list[tuple[str, list[PersonShown]]]:
    """Everybody else, per kind of organisation."""
    groups = [
        (
            title,
            [_shown(one, about) for one in people if one.side is side and one.slug not in first],
        )
        for side, title in OTHERS.items()
    ]
    return [(title, group) for title, group in groups if group]


def _shown(person: DemoPerson, about: Mapping[str, str]) -> PersonShown:
    what = " en ".join(role.lower() for role in person.roles) or "geen rol meer"
    places = ", ".join(person.places)
    return PersonShown(
        slug=person.slug,
        name=person.name,
        what=f"{what}, {places}" if places else what,
        about=about.get(person.slug, ""),
    )


def mails_in(folder: Path, *, at_most: int) -> list[MailShown]:
    """The newest mails; a file is as old as its mail."""
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_mail(path) for path in newest[:at_most]]


def _mail(path: Path) -> MailShown:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    content = message.get_content()
    # An older start may have had another port; the path is the same.
    link = next((word for word in content.split() if word.startswith("http")), "")
    site = "/".join(link.split("/")[:3])
    return MailShown(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=format_moment(parsedate_to_datetime(str(message["Date"]))),
        paragraphs=tuple(
            part.replace(link, "").strip() if link else part.strip()
            for part in content.split("\n\n")
            if part.strip() and part.strip() != link
        ),
        link=link.removeprefix(site) if link else "",
    )
