"""A submission accepted, against a bare Flask app that commits two inserts: in turns, medians."""

import statistics
from dataclasses import dataclass
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from portal.adapters.database import unit_of_work
from portal.domain.scopes import ProviderId, ProviderScope
from portal.services.drafts import Seen, save_step
from portal.web.fields import raw_pairs
from tests.bench.bare import TABLES
from tests.bench.ground import Ground
from tests.bench.web import Browser, hidden_on, server, token_on
from tests.support.forms import plan

SAMPLES, WARM_UP = 150, 20
ATTACHMENT = b"%PDF-1.7\n" + b"x" * 50_000
HOME = "/aanbieder/lindehaege/indienen/verbeterplan"


@dataclass(frozen=True)
class SubmitResult:
    """Medians in milliseconds."""

    portal_ms: float
    bare_ms: float
    portal_attachment_ms: float
    bare_attachment_ms: float

    @property
    def ratio(self) -> float:
        return self.portal_ms / self.bare_ms

    @property
    def attachment_ratio(self) -> float:
        return self.portal_attachment_ms / self.bare_attachment_ms


def measure_submitting(ground: Ground, port: int) -> SubmitResult:
    """Confirming a filled-in form, in turns with the bare app; then the same with a file.

    With a file the portal needs two requests, the upload and the confirmation; their sum counts.
    """
    ground.admin.execute(TABLES)
    bare_environment = {"BARE_URL": ground.admin_url}
    times: dict[str, list[float]] = {"portal": [], "bare": [], "portal_file": [], "bare_file": []}
    with (
        server("portal.app:from_env", port, ground.environment),
        server("tests.bench.bare:make", port + 1, bare_environment),
    ):
        bob, bare = Browser(port), Browser(port + 1)
        bob.post("/demo/aanmelden", {"persoon": "bob", "csrf_token": token_on(bob.get("/demo"))})
        for turn in range(WARM_UP + SAMPLES):
            sample = {
                "portal": _portal(ground, bob, None),
                "bare": _bare(bare, None),
                "portal_file": _portal(ground, bob, ATTACHMENT),
                "bare_file": _bare(bare, ATTACHMENT),
            }
            if turn >= WARM_UP:
                for name, seconds in sample.items():
                    times[name].append(seconds)
    medians = {name: 1000 * statistics.median(found) for name, found in times.items()}
    return SubmitResult(
        medians["portal"], medians["bare"], medians["portal_file"], medians["bare_file"]
    )


def _portal(ground: Ground, bob: Browser, attachment: bytes | None) -> float:
    key = uuid4()
    provider, account = ground.admin.execute(
        "SELECT p.id, a.id FROM provider p, account a WHERE p.slug = 'lindehaege' AND a.slug = 'bob'"
    ).fetchone() or (None, None)
    assert provider
    assert account
    scope = ProviderScope(ProviderId(provider), account)
    with unit_of_work(ground.engine, scope) as session:
        for step, typed in plan("brummen", "epe").items():
            pairs = raw_pairs(MultiDict(typed))
            save_step(
                session,
                scope,
                key=key,
                kind="verbeterplan",
                step=step,
                typed=pairs,
                title="",
                seen=Seen(0, ""),
            )
    seconds = 0.0
    if attachment is not None:
        token = token_on(bob.get(f"{HOME}/{key}/bijlagen"))
        spent, status, _ = bob.upload(
            f"{HOME}/{key}/bijlagen", {"csrf_token": token}, "bijlagen", "plan.pdf", attachment
        )
        assert status == 303, status
        seconds += spent
    page = bob.get(f"{HOME}/{key}/controleren")
    fields = {"csrf_token": token_on(page), "samenvatting": hidden_on(page, "samenvatting")}
    spent, status, location = bob.post(f"{HOME}/{key}/controleren", fields)
    assert status == 303, (status, location)
    return seconds + spent


def _bare(browser: Browser, attachment: bytes | None) -> float:
    fields = {"titel": "Tijdig rapporteren", "inhoud": "x" * 400, "gemeente": "brummen"}
    if attachment is None:
        spent, status, _ = browser.post("/indienen", fields)
    else:
        spent, status, _ = browser.upload("/indienen", fields, "bijlage", "plan.pdf", attachment)
    assert status == 303, status
    return spent
