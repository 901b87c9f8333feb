"""Whoever changes something behind the portal's back, as superuser and on disk, is found.

A story with every kind and every act is told once; each test changes one thing, verification
names it, and everything is put back.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.adapters.signing import Signer
from portal.domain.evidence import (
    GENESIS,
    canonical_bytes,
    commitment,
    head_message,
    instant_text,
    length_prefixed,
    sha256_hex,
)
from portal.domain.evidence.events import committed_payload
from portal.domain.evidence.rows import DIGESTS, ROWS_SHA256, facet_digest, proof_digest
from portal.services.heads import restore_signed_heads, sign_new_heads
from portal.services.verifying import Flaw
from tests.support.app import Portal
from tests.support.submitting import submit
from tests.support.told import Told, tell

# On one worker: what it tells and walks is told and walked once.
pytestmark = pytest.mark.xdist_group("gerommel")

STRANGER = Signer(bytes(reversed(range(32))))


@pytest.fixture(scope="module")
def told(own_portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The story, once for all tests of this file."""
    own_portal.database.reset()
    yield tell(own_portal, tmp_path_factory.mktemp("kopie"))
    own_portal.database.reset()


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that changes something, and what verification says of it.

    `{x}` in the statement is filled from `FIND`; `at` gives the number in the chain.
    """

    name: str
    statement: str
    code: str
    words: str
    at: str = ""


DELIVERY = "(SELECT id FROM delivery WHERE is_closed ORDER BY id LIMIT 1)"
ROUTED = "(SELECT id FROM delivery WHERE routed_at IS NOT NULL ORDER BY id LIMIT 1)"
# The last entry of a chain that answers for a facet.
LAST = (
    "SELECT max(e.ledger_seq) FROM event e, jsonb_object_keys(e.proof->'rijen') k"
    " WHERE k LIKE '{key}' GROUP BY e.tenant_id"
)


def row(
    name: str, table: str, assignment: str, words: str, *, facet: str = "rij", where: str = ""
) -> Change:
    """One column of one row gets another value."""
    condition = where or f"id = (SELECT id FROM {table} ORDER BY id LIMIT 1)"
    return Change(name, f"UPDATE {table} SET {assignment} WHERE {condition}", "row_changed", words)


CHANGES = [
    # What was handed in.
    row("the payload of a submission", "submission", "payload = payload || '{\"x\": 1}'", "indiening"),
    row("answers that no municipality sees", "submission", "own_answers = '{\"x\": 1}'", "indiening"),
    row("the time of receipt", "submission", "received_at = received_at - interval '1 day'", "indiening"),
    row("the time of receipt by a microsecond", "submission", "received_at = received_at + interval '1 microsecond'", "indiening"),
    row("the digest of a submission", "submission", "body_sha256 = repeat('0', 64)", "indiening"),
    row("the reference of a submission", "submission", "reference = 'CS-2026-XXXX-XXXX'", "CS-2026-XXXX-XXXX"),
    row("who submitted", "submission", "submitted_by_name = 'Iemand anders'", "indiening"),
    row("the account that submitted", "submission", "submitted_by = (SELECT id FROM account WHERE slug = 'frank')", "indiening"),
    row("the key of a submission", "submission", "key = gen_random_uuid()", "indiening"),
    row("when a letter arrived", "submission", "arrived_at = arrived_at - interval '3 days'", "indiening", where="arrived_at IS NOT NULL"),
    row("how a notice arrived", "submission", "channel = 'telefoon'", "indiening", where="channel = 'brief'"),
    # The part of a municipality.
    row("the answers for one municipality", "delivery", "answers = '{}'", "zaak", where="answers <> '{}'"),
    row("the mark of a late request", "delivery", "marks = '{}'", "zaak", where="marks ? 'te_laat'"),
    row("the reference of a delivery", "delivery", "reference = 'VP-2026-XXXX-XXXX'", "VP-2026-XXXX-XXXX"),
    row("the subject of a delivery", "delivery", "subject = subject || '.'", "zaak"),
    row("the provider's name", "delivery", "provider_name = 'Zorg Anders'", "zaak"),
    row("the day that a stop begins", "delivery", "starts_on = starts_on + 1", "zaak", where="starts_on IS NOT NULL"),
    row("the time of receipt at a municipality", "delivery", "received_at = received_at + interval '1 hour'", "zaak"),
    row("the state of a delivery", "delivery", "state = 'in_behandeling', is_closed = false, closed_at = NULL", "zaak", where="state = 'afgerond'"),
    row("the outcome", "delivery", "outcome = 'geweigerd'", "zaak", where="outcome IS NOT NULL"),
    row("which content counts", "delivery", "content_number = 1", "zaak", where="content_number = 2"),
    row("the version of a delivery", "delivery", "version = version + 1", "zaak"),
    row("that a delivery was disputed", "delivery", "disputed_at = NULL", "zaak", where="disputed_at IS NOT NULL"),
    row("the desk", "delivery", "desk = 'ander-team'", "team of behandelaar", where=f"id = {ROUTED}"),
    row("who has it", "delivery", "assignee_name = 'Iemand anders'", "team of behandelaar", where="assignee_name IS NOT NULL"),
    row("why it went to a desk", "delivery", "routing = '{}'", "team of behandelaar", where=f"id = {ROUTED}"),
    row("when it was routed", "delivery", "routed_at = routed_at - interval '1 hour'", "team of behandelaar", where=f"id = {ROUTED}"),
    row("when it was delivered", "delivery", "delivered_at = NULL", "team of behandelaar", where=f"id = {ROUTED}"),
    row("who saw it first", "delivery", "first_seen_by = 'Niemand'", "wie haar het eerst zag", where="first_seen_by IS NOT NULL"),
    row("that it was ever seen", "delivery", "first_seen_at = NULL, first_seen_by = NULL", "wie haar het eerst zag", where="first_seen_by IS NOT NULL"),
    # What was done with it.
    row("a later version of the content", "delivery_content", "payload = '{}'", "aanvulling"),
    row("the explanation with an answer", "delivery_content", "explanation = 'Anders'", "aanvulling"),
    row("when an answer came", "delivery_content", "received_at = received_at - interval '1 day'", "aanvulling"),
    row("a question", "completion_request", "question = 'Iets anders?'", "de vraag"),
    row("the day to answer by", "completion_request", "answer_by = answer_by + 30", "de vraag"),
    row("when a question was answered", "completion_request", "answered_at = NULL", "het antwoord", where="answered_at IS NOT NULL"),
    row("a decision's outcome", "decision", "outcome = 'anders'", "besluit"),
    row("a decision's reasons", "decision", "reason = 'Omdat het moet.'", "besluit"),
    row("a decision's products", "decision", "details = '{}'", "besluit", where="details <> '{}'"),
    row("when was decided", "decision", "decided_at = decided_at - interval '1 day'", "besluit"),
    row("who decided", "decision", "decided_by_name = 'Iemand anders'", "besluit"),
    row("the day that a stop starts for a product", "client_stop", "from_on = from_on - 7", "cliëntenstop"),
    row("that a stop was lifted", "client_stop", "lifted_on = NULL", "cliëntenstop", where="lifted_on IS NOT NULL"),
    row("the wish to lift", "lift_request", "reason = 'Anders'", "verzoek om opheffing"),
    row("a note", "note", "body = 'Niets bijzonders'", "notitie"),
    row("who wrote a note", "note", "author_name = 'Iemand anders'", "notitie"),
    row("the record of a talk", "task", "record = record || '{\"verslag\": \"Niet gesproken\"}'", "taak", where="record IS NOT NULL"),
    row("that a task must be done", "task", "mandatory = false", "taak"),
    row("when a task was closed", "task", "closed_at = closed_at - interval '1 day'", "taak", where="closed_at IS NOT NULL"),
    row("how a term came about", "deadline", "clock = clock || '{\"x\": 1}'", "termijn"),
    row("that a term was met", "deadline", "state = 'vervallen'", "termijn", where="state = 'gehaald'"),
    row("when a term ended", "deadline", "ended_at = ended_at - interval '1 day'", "termijn", where="ended_at IS NOT NULL"),
    # Files and documents.
    row("the name of a file", "attachment", "file_name = 'anders.pdf'", "anders.pdf"),
    row("the digest of a file", "attachment", "sha256 = repeat('0', 64)", "bijlage"),
    row("the size of a file", "attachment", "size_bytes = size_bytes + 1", "bijlage"),
    row("where a file is stored", "attachment", "storage_key = (SELECT storage_key FROM document LIMIT 1)", "bijlage"),
    row("who may see a file", "attachment", "tenant_id = NULL, delivery_id = NULL", "bijlage", where="tenant_id IS NOT NULL AND NOT internal AND num_nonnulls(dossier_id, reply_id) = 0"),
    row("the digest of a stored document", "document", "sha256 = repeat('0', 64)", "document"),
    row("which file is the receipt", "document", "storage_key = (SELECT storage_key FROM document ORDER BY id DESC LIMIT 1)", "document"),
    row("when a receipt was made", "document", "rendered_at = rendered_at + interval '1 day'", "document"),
    # Rows that come and go.
    Change("a decision is removed", "DELETE FROM decision WHERE id = (SELECT id FROM decision ORDER BY id LIMIT 1)", "row_gone", "besluit"),
    Change("a note is removed", "DELETE FROM note", "row_gone", "notitie"),
    Change("a delivery is removed", f"DELETE FROM delivery WHERE id = {DELIVERY}", "row_gone", "zaak"),
    Change("a submission is removed", "DELETE FROM submission WHERE id = (SELECT id FROM submission ORDER BY id LIMIT 1)", "row_gone", "indiening"),
    Change("an attachment is removed", "DELETE FROM attachment WHERE id = (SELECT id FROM attachment ORDER BY id LIMIT 1)", "row_gone", "bijlage"),
    Change("a file is hung back on a draft", "UPDATE attachment SET submission_id = NULL, delivery_id = NULL, dossier_id = NULL, reply_id = NULL, tenant_id = NULL, internal = false, draft_key = gen_random_uuid()", "row_gone", "bijlage"),
    Change("a receipt is removed", "DELETE FROM document WHERE id = (SELECT id FROM document ORDER BY id LIMIT 1)", "row_gone", "document"),
    Change("a decision is added", "INSERT INTO decision (tenant_id, provider_id, delivery_id, number, outcome, details, reason, decided_by, decided_by_name) SELECT tenant_id, provider_id, delivery_id, 9, outcome, details, reason, decided_by, decided_by_name FROM decision LIMIT 1", "row_unknown", "besluit"),
    Change("a note is added", "INSERT INTO note (tenant_id, delivery_id, body, author_id, author_name) SELECT tenant_id, delivery_id, 'Erbij', author_id, author_name FROM note WHERE delivery_id IS NOT NULL LIMIT 1", "row_unknown", "notitie"),
    Change("a submission is added", "INSERT INTO submission (provider_id, key, reference, kind, payload_version, payload, own_answers, body_sha256, submitted_by, submitted_by_name) SELECT provider_id, gen_random_uuid(), 'CS-2026-ERBIJ', kind, 1, '{}', '{}', '', submitted_by, '' FROM submission LIMIT 1", "row_unknown", "CS-2026-ERBIJ"),
    Change("a delivery that was never seen is seen", "UPDATE delivery SET first_seen_at = now(), first_seen_by = 'Alice' WHERE first_seen_at IS NULL", "row_unknown", "wie haar het eerst zag"),
    Change("a delivery is hung on a dossier", "UPDATE delivery SET for_dossier_id = gen_random_uuid()", "row_unknown", "het dossier erbij"),
    Change("the date on the work list", "UPDATE delivery SET due_on = due_on + 30 WHERE due_on IS NOT NULL", "due_differs", "werklijst"),
    Change("nobody is to deliver any more", "DELETE FROM outbox WHERE effect = 'bezorgen'", "effect_gone", "bezorgen"),
    Change("nobody is to make the receipt", "DELETE FROM outbox WHERE effect = 'ontvangstbewijs'", "effect_gone", "ontvangstbewijs"),
    # The time line.
    Change("what an event says", "UPDATE event SET data = data || '{\"stand\": \"afgerond\"}' WHERE type = 'bezorgen'", "commitment", "inhoud"),
    Change("the name of who acted", "UPDATE event SET actor_name = 'Iemand anders' WHERE type = 'besluiten'", "commitment", "inhoud"),
    Change("the account of who acted", "UPDATE event SET actor_id = (SELECT id FROM account WHERE slug = 'lea') WHERE type = 'besluiten'", "other_event", "persoon"),
    Change("what an event is called", "UPDATE event SET type = 'intrekken' WHERE type = 'bezorgen'", "other_event", "soort"),
    Change("which delivery an event is about", f"UPDATE event SET delivery_id = {DELIVERY} WHERE delivery_id <> {DELIVERY}", "other_event", "zaak"),
    Change("whose event it is", "UPDATE event SET provider_id = (SELECT id FROM provider WHERE slug = 'rijders-van-oost')", "commitment", "inhoud"),
    Change("an internal event is shown to the provider", "UPDATE event SET audience = 'gedeeld' WHERE type = 'notitie'", "commitment", "inhoud"),
    Change("a shared event is hidden", "UPDATE event SET audience = 'intern' WHERE type = 'besluiten'", "commitment", "inhoud"),
    Change("when an event happened", "UPDATE event SET happened_at = happened_at - interval '1 day' WHERE type = 'bezorgen'", "event_time", "tijdstip"),
    Change("a salt", "UPDATE event SET salt = 'anders' WHERE type = 'ontvangen'", "commitment", "inhoud"),
    Change("the digests beside an event", "UPDATE event SET proof = jsonb_set(proof, '{rijen}', '{}') WHERE type = 'ontvangen'", "proof", "controlegetallen"),
    Change("an event is removed", "DELETE FROM event WHERE type = 'notitie'", "event_missing", "weggehaald"),
    Change("an event is added", "ALTER TABLE event DISABLE TRIGGER ALL; INSERT INTO event (tenant_id, provider_id, delivery_id, audience, type, actor_name, data, proof, salt, ledger_seq) SELECT tenant_id, provider_id, delivery_id, audience, 'besluiten', 'Alice', '{}', '{}', salt, 9999 FROM event LIMIT 1; ALTER TABLE event ENABLE TRIGGER ALL", "event_without_entry", "er later bij gezet"),
    # The chain.
    Change("the type of an entry", "UPDATE ledger_entry SET type = 'intrekken' WHERE seq = 3", "entry_hash", "regel 3", at="3"),
    Change("the object of an entry", "UPDATE ledger_entry SET object = 'delivery:x' WHERE seq = 2", "entry_hash", "regel 2", at="2"),
    Change("the commitment of an entry", "UPDATE ledger_entry SET commitment = repeat('0', 64) WHERE seq = 2", "entry_hash", "regel 2", at="2"),
    Change("when an entry was recorded", "UPDATE ledger_entry SET recorded_at = recorded_at + interval '1 second' WHERE seq = 2", "entry_hash", "regel 2", at="2"),
    Change("when an entry says it was received", "UPDATE ledger_entry SET received_at = received_at - interval '1 day' WHERE seq = 1", "entry_hash", "regel 1", at="1"),
    Change("the actor of an entry", "UPDATE ledger_entry SET actor = 'portaal' WHERE seq = 1", "entry_hash", "regel 1", at="1"),
    Change("the version of an entry", "UPDATE ledger_entry SET version = 'v0' WHERE seq = 2", "version", "v0", at="2"),
    Change("the hash of an entry", "UPDATE ledger_entry SET entry_hash = repeat('0', 64) WHERE seq = 2", "entry_hash", "regel 2", at="2"),
    Change("what came before an entry", "UPDATE ledger_entry SET prev_hash = repeat('0', 64) WHERE seq = 2", "prev_hash", "sluit niet aan", at="2"),
    Change("an entry is taken out of the middle", "DELETE FROM ledger_entry WHERE seq = 2", "gap", "ontbreekt", at="3"),
    Change("the first entry is taken out", "DELETE FROM ledger_entry WHERE seq = 1", "gap", "ontbreekt", at="2"),
    Change("the head of a chain", "UPDATE ledger_head SET entry_hash = repeat('0', 64)", "head_differs", "kop"),
    Change("the head of a chain is moved back", "UPDATE ledger_head SET seq = seq - 1", "head_differs", "kop"),
    Change("the head of a chain is removed", "DELETE FROM ledger_head", "head_differs", "kop"),
    # Signatures.
    Change("a signature", "UPDATE head_signature SET signature = decode(repeat('00', 64), 'hex')", "signature", "handtekening"),
    Change("the key of a signature", "UPDATE head_signature SET key_id = repeat('0', 16)", "signature", "niet bekend"),
    Change("the hash that was signed", "UPDATE head_signature SET entry_hash = repeat('0', 64)", "signature", "handtekening"),
    Change("a signed head is removed", "DELETE FROM head_signature", "only_in_journal", "journaal"),
]  # fmt: skip


def found(told: Told, code: str, words: str) -> list[Flaw]:
    """The flaws of that kind that use those words."""
    return [
        flaw
        for flaw in told.verify().flaws
        if flaw.code == code and words in f"{flaw.what} {flaw.why}"
    ]


def without_guards(told: Told, statement: str) -> int:
    """Change the tables with every constraint and trigger asleep; how many rows it hit."""
    admin = told.portal.database.admin
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        return admin.execute(statement).rowcount


def test_there_are_more_than_enough_changes() -> None:
    assert len({change.name for change in CHANGES}) == len(CHANGES) >= 100


def test_an_untouched_database_is_sound(told: Told) -> None:
    result = told.verify()
    assert result.flaws == []
    assert result.is_sound
    kept = told.portal.database.one("SELECT count(*) FROM ledger_entry")
    assert sum(chain.entries for chain in result.chains) == kept > 80
    assert sum(chain.heads for chain in result.chains) >= 6
    assert result.files >= 15


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_in_the_tables_is_found_and_named(told: Told, change: Change) -> None:
    with told.tampered():
        assert without_guards(told, change.statement) != 0
        flaws = found(told, change.code, change.words)
        assert flaws
        if change.at:
            assert {flaw.seq for flaw in flaws} == {int(change.at)}


# Attacks by somebody who knows how everything is computed.


def chain_of(told: Told, slug: str) -> Any:
    return told.portal.database.one("SELECT id FROM tenant WHERE slug = %s", slug)


def compute_anew(told: Told, tenant_id: Any) -> None:
    """Every commitment and hash of a chain, out of the events as they are now, and its head."""
    database, before, seq = told.portal.database, GENESIS, 0
    rows = database.rows(
        "SELECT l.seq, l.recorded_at, l.received_at, e.salt, e.provider_id, e.delivery_id,"
        " e.dossier_id, e.type, e.audience, e.actor_id, e.actor_name, e.data"
        " FROM ledger_entry l JOIN event e ON e.tenant_id = l.tenant_id AND e.ledger_seq = l.seq"
        " WHERE l.tenant_id = %s ORDER BY l.seq",
        tenant_id,
    )
    for seq, recorded, received, salt, provider, delivery, dossier, type_, *rest in rows:
        audience, actor_id, actor_name, data = rest
        committed = commitment(
            bytes(salt),
            canonical_bytes(
                committed_payload(
                    provider_id=provider, delivery_id=delivery, dossier_id=dossier, type_=type_,
                    audience=audience, actor_id=actor_id, actor_name=actor_name, data=data,
                )
            ),
        )  # fmt: skip
        actor = str(actor_id) if actor_id else "portaal"
        owner = f"dossier:{dossier}" if dossier else f"delivery:{delivery}"
        parts = ["v1", str(tenant_id), str(seq), type_, owner, committed]
        parts += [instant_text(received), instant_text(recorded), actor, before]
        hashed = sha256_hex(length_prefixed(*parts))
        database.admin.execute(
            "UPDATE ledger_entry SET type = %s, object = %s, commitment = %s, actor = %s,"
            " prev_hash = %s, entry_hash = %s WHERE tenant_id = %s AND seq = %s",
            (type_, owner, committed, actor, before, hashed, tenant_id, seq),
        )
        before = hashed
    database.admin.execute(
        "UPDATE ledger_head SET seq = %s, entry_hash = %s WHERE tenant_id = %s",
        (seq, before, tenant_id),
    )


def sign_as(told: Told, signer: Signer, tenant_id: Any) -> None:
    """A signature of one's own under the head of a chain, in the database and in the journal."""
    database = told.portal.database
    seq, hashed = database.rows(
        "SELECT seq, entry_hash FROM ledger_head WHERE tenant_id = %s", tenant_id
    )[0]
    signature = signer.sign(head_message(tenant=str(tenant_id), seq=seq, entry_hash=hashed))
    database.admin.execute(
        "INSERT INTO head_signature VALUES (%s, %s, %s, %s, %s, now())",
        (tenant_id, seq, hashed, signer.key_id, signature),
    )
    line = {
        "tenant": str(tenant_id),
        "seq": seq,
        "hash": hashed,
        "key": signer.key_id,
        "signature": base64.b64encode(signature).decode(),
        "at": "2026-09-07T13:00:00+00:00",
    }
    write_journal(told, [*read_journal(told), line])


def read_journal(told: Told) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.journal.read_text().splitlines()]


def write_journal(told: Told, lines: list[dict[str, Any]]) -> None:
    told.journal.write_text("".join(json.dumps(line) + "\n" for line in lines))


def forget_signatures(told: Told, tenant_id: Any, *, in_journal: bool) -> None:
    told.portal.database.admin.execute(
        "DELETE FROM head_signature WHERE tenant_id = %s", (tenant_id,)
    )
    if in_journal:
        write_journal(told, [x for x in read_journal(told) if x["tenant"] != str(tenant_id)])


def cut_tail(told: Told, tenant_id: Any, entries: int) -> int:
    """The last entries with their events, and a head that fits; the first number that is gone."""
    last = told.portal.database.one("SELECT seq FROM ledger_head WHERE tenant_id = %s", tenant_id)
    for table, column in (("event", "ledger_seq"), ("ledger_entry", "seq")):
        without_guards(
            told,
            f"DELETE FROM {table} WHERE tenant_id = '{tenant_id}' AND {column} > {last - entries}",
        )
    without_guards(
        told,
        "UPDATE ledger_head h SET seq = l.seq, entry_hash = l.entry_hash FROM ledger_entry l"
        f" WHERE h.tenant_id = '{tenant_id}' AND l.tenant_id = h.tenant_id"
        f" AND l.seq = {last - entries}",
    )
    return int(last) - entries + 1


def flaws_of(told: Told, slug: str) -> list[tuple[str, int | None]]:
    """Code and number of what was found in one chain, the first number first."""
    [chain] = [chain for chain in told.verify().chains if chain.slug == slug]
    return [(flaw.code, flaw.seq) for flaw in chain.flaws]


def test_a_tail_that_was_cut_off_is_found(told: Told) -> None:
    with told.tampered():
        first = cut_tail(told, chain_of(told, "brummen"), 3)
        assert ("cut_off", first) in flaws_of(told, "brummen")


def test_a_cut_tail_is_found_by_the_journal_alone(told: Told) -> None:
    with told.tampered():
        tenant_id = chain_of(told, "epe")
        forget_signatures(told, tenant_id, in_journal=False)
        first = cut_tail(told, tenant_id, 1)
        assert ("cut_off", first) in flaws_of(told, "epe")


def test_a_cut_tail_is_found_when_only_the_journal_was_cut_too(told: Told) -> None:
    with told.tampered(on_disk=True):
        tenant_id = chain_of(told, "epe")
        write_journal(told, [x for x in read_journal(told) if x["tenant"] != str(tenant_id)])
        first = cut_tail(told, tenant_id, 1)
        codes = flaws_of(told, "epe")
        assert ("cut_off", first) in codes
        assert ("not_in_journal", first) in codes


def test_a_chain_that_was_computed_anew_is_found(told: Told) -> None:
    """Nothing is wrong with a single hash of it: the signed head is another one."""
    with told.tampered():
        tenant_id = chain_of(told, "brummen")
        without_guards(
            told,
            "UPDATE event SET actor_name = 'Iemand anders' WHERE type = 'besluiten'"
            f" AND tenant_id = '{tenant_id}'",
        )
        compute_anew(told, tenant_id)
        signed = told.portal.database.one(
            "SELECT max(seq) FROM head_signature WHERE tenant_id = %s", tenant_id
        )
        assert flaws_of(told, "brummen") == [("head", signed)]


def test_times_shifted_through_a_whole_chain_are_found(told: Told) -> None:
    with told.tampered():
        tenant_id = chain_of(told, "zutphen")
        for statement in (
            "UPDATE ledger_entry SET recorded_at = recorded_at - interval '1 day',"
            " received_at = received_at - interval '1 day' WHERE tenant_id = '{}'",
            "UPDATE event SET happened_at = happened_at - interval '1 day' WHERE tenant_id = '{}'",
        ):
            without_guards(told, statement.format(tenant_id))
        compute_anew(told, tenant_id)
        signed = told.portal.database.one(
            "SELECT max(seq) FROM head_signature WHERE tenant_id = %s", tenant_id
        )
        assert ("head", signed) in flaws_of(told, "zutphen")


def test_a_chain_that_was_computed_anew_and_signed_by_a_stranger_is_found(told: Told) -> None:
    with told.tampered(on_disk=True):
        tenant_id = chain_of(told, "brummen")
        without_guards(
            told, f"UPDATE event SET actor_name = 'Iemand anders' WHERE tenant_id = '{tenant_id}'"
        )
        compute_anew(told, tenant_id)
        forget_signatures(told, tenant_id, in_journal=True)
        sign_as(told, STRANGER, tenant_id)
        codes = {code for code, _ in flaws_of(told, "brummen")}
        assert codes == {"signature", "journal_signature", "unsigned"}


def test_a_chain_without_any_signature_left_is_found(told: Told) -> None:
    with told.tampered(on_disk=True):
        tenant_id = chain_of(told, "brummen")
        forget_signatures(told, tenant_id, in_journal=True)
        assert flaws_of(told, "brummen") == [("unsigned", 1)]


def test_a_submission_that_was_taken_away_without_a_trace_is_found(told: Told) -> None:
    """Entries, events, delivery, terms, effects, receipt, and the head set back: all of it."""
    database, tools = told.portal.database, told.portal.tools
    with told.tampered(on_disk=True):
        filed = submit(database, "verbeterplan", "brummen")
        told.portal.work()
        sign_new_heads(database.engine, tools)
        assert told.verify().is_sound
        delivery = database.one(
            "SELECT id FROM delivery WHERE submission_id = %s", filed.submission_id
        )
        tenant_id = chain_of(told, "brummen")
        entries = database.one("SELECT count(*) FROM event WHERE delivery_id = %s", delivery)
        for statement in (
            f"DELETE FROM deadline WHERE delivery_id = '{delivery}'",
            f"DELETE FROM task WHERE delivery_id = '{delivery}'",
            f"DELETE FROM delivery WHERE id = '{delivery}'",
            f"DELETE FROM document WHERE object_id = '{filed.submission_id}'",
            f"DELETE FROM submission WHERE id = '{filed.submission_id}'",
            f"DELETE FROM outbox WHERE data::text LIKE '%{delivery}%'",
        ):
            without_guards(told, statement)
        first = cut_tail(told, tenant_id, entries)
        assert flaws_of(told, "brummen")[0] == ("cut_off", first)
        forget_signatures(told, tenant_id, in_journal=False)
        assert ("cut_off", first) in flaws_of(told, "brummen")


def test_entries_swapped_between_two_municipalities_are_found(told: Told) -> None:
    with told.tampered():
        one, other = chain_of(told, "brummen"), chain_of(told, "epe")
        for table, number in (("ledger_entry", "seq"), ("event", "ledger_seq")):
            for (from_, at), (to, then) in (
                ((one, 2), (other, -2)),
                ((other, 2), (one, 2)),
                ((other, -2), (other, 2)),
            ):
                without_guards(
                    told,
                    f"UPDATE {table} SET tenant_id = '{to}', {number} = {then}"
                    f" WHERE tenant_id = '{from_}' AND {number} = {at}",
                )
        assert flaws_of(told, "brummen")[0] == ("prev_hash", 2)
        assert flaws_of(told, "epe")[0] == ("prev_hash", 2)


def test_a_change_with_its_proof_and_its_event_is_found_by_the_chain(told: Told) -> None:
    """Row, digests and event agree with each other; the chain committed to something else."""
    with told.tampered():
        database = told.portal.database
        lie_about_a_note(told)
        tenant_id, seq, slug = database.rows(
            "SELECT e.tenant_id, e.ledger_seq, t.slug FROM event e JOIN tenant t"
            " ON t.id = e.tenant_id WHERE e.type = 'notitie' AND e.delivery_id IS NOT NULL"
            " ORDER BY e.id LIMIT 1"
        )[0]
        assert flaws_of(told, slug) == [("commitment", seq)]
        compute_anew(told, tenant_id)
        assert {code for code, _ in flaws_of(told, slug)} == {"head"}


def lie_about_a_note(told: Told) -> None:
    database = told.portal.database
    event_id, note_id, data, proof = database.rows(
        "SELECT e.id, n.id, e.data, e.proof FROM event e JOIN note n ON"
        " n.delivery_id = e.delivery_id WHERE e.type = 'notitie' ORDER BY e.id LIMIT 1"
    )[0]
    database.admin.execute("UPDATE note SET body = 'Alles is goed' WHERE id = %s", (note_id,))
    names = (
        "tenant_id", "delivery_id", "dossier_id", "body", "author_id", "author_name", "written_at",
    )  # fmt: skip
    values = database.rows(f"SELECT {', '.join(names)} FROM note WHERE id = %s", note_id)[0]
    proof[DIGESTS][f"note.rij:{note_id}"] = facet_digest(dict(zip(names, values, strict=True)))
    data |= {"notitie": "Alles is goed", ROWS_SHA256: proof_digest(proof)}
    database.admin.execute(
        "UPDATE event SET data = %s, proof = %s WHERE id = %s",
        (json.dumps(data), json.dumps(proof), event_id),
    )


# What lies on disk.

Spoil = Callable[[Path], object]


def flip(path: Path) -> None:
    """One bit, so that size and times stay what they were."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


SPOILS: dict[str, Spoil] = {
    "one bit differs": flip,
    "the end is cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "it is gone": lambda path: path.unlink(),
    "it is empty": lambda path: path.write_bytes(b""),
    "it is a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("table", ["attachment", "document"])
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_file_on_disk_that_is_another_is_found(told: Told, table: str, spoil: Spoil) -> None:
    key = told.portal.database.one(f"SELECT storage_key FROM {table} ORDER BY id LIMIT 1")
    with told.tampered(on_disk=True):
        spoil(told.portal.tools.storage.path(key))
        [problem] = {(flaw.code, flaw.what.split()[0]) for flaw in told.verify().flaws}
        assert problem == ("file", {"attachment": "bijlage", "document": "document"}[table])


def test_a_stored_pdf_replaced_with_its_row_is_found(told: Told) -> None:
    with told.tampered(on_disk=True):
        database, storage = told.portal.database, told.portal.tools.storage
        document_id, key = database.rows(
            "SELECT id, storage_key FROM document WHERE kind = 'ontvangstbewijs' ORDER BY id"
        )[0]
        forged = storage.path(key).read_bytes().replace(b"2026", b"2025")
        storage.path(key).write_bytes(forged)
        database.admin.execute(
            "UPDATE document SET sha256 = %s, size_bytes = %s WHERE id = %s",
            (sha256_hex(forged), len(forged), document_id),
        )
        assert {flaw.code for flaw in told.verify().flaws} == {"row_changed"}


# The journal outside the database.


@pytest.mark.parametrize(
    ("name", "spoil", "code"),
    [
        ("removed", lambda lines: [], "not_in_journal"),
        ("a line is gone", lambda lines: lines[1:], "not_in_journal"),
        ("a hash", lambda lines: [{**lines[0], "hash": "0" * 64}, *lines[1:]], "journal_signature"),
        ("a number", lambda lines: [{**lines[0], "seq": 1}, *lines[1:]], "journal_signature"),
        (
            "a key",
            lambda lines: [{**lines[0], "key": STRANGER.key_id}, *lines[1:]],
            "journal_signature",
        ),
        (
            "a municipality",
            lambda lines: [{**lines[0], "tenant": lines[1]["tenant"]}, *lines[1:]],
            "journal_signature",
        ),
        (
            "a signature",
            lambda lines: [{**lines[0], "signature": "AAAA"}, *lines[1:]],
            "journal_signature",
        ),
        ("no line at all", lambda lines: [{}, *lines[1:]], "journal_line"),
    ],
)
def test_a_change_in_the_journal_is_found(
    told: Told,
    name: str,
    spoil: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    code: str,
) -> None:
    with told.tampered(on_disk=True):
        write_journal(told, spoil(read_journal(told)))
        assert code in {flaw.code for flaw in told.verify().flaws}


def test_a_journal_line_that_is_no_json_is_found(told: Told) -> None:
    with told.tampered(on_disk=True):
        told.journal.write_text("geknoei\n" + told.journal.read_text())
        assert [flaw.code for flaw in told.verify().flaws] == ["journal_line"]


def test_an_old_key_counts_as_long_as_its_public_half_is_given(told: Told) -> None:
    with told.tampered(on_disk=True):
        tenant_id = chain_of(told, "brummen")
        forget_signatures(told, tenant_id, in_journal=True)
        sign_as(told, STRANGER, tenant_id)
        assert not told.verify().is_sound
        assert told.verify(STRANGER.public_key).is_sound


def test_the_clock_puts_back_what_a_crash_kept_out_of_the_database(told: Told) -> None:
    engine, tools = told.portal.database.engine, told.portal.tools
    with told.tampered(on_disk=True):
        told.portal.database.admin.execute("DELETE FROM head_signature")
        assert not told.verify().is_sound
        assert restore_signed_heads(engine, tools) == len(read_journal(told))
        assert sign_new_heads(engine, tools) == 0
        assert told.verify().is_sound


def test_the_clock_puts_nothing_back_that_a_stranger_signed(told: Told) -> None:
    with told.tampered(on_disk=True):
        told.portal.database.admin.execute("DELETE FROM head_signature")
        write_journal(told, [])
        sign_as(told, STRANGER, chain_of(told, "brummen"))
        told.portal.database.admin.execute("DELETE FROM head_signature")
        assert restore_signed_heads(told.portal.database.engine, told.portal.tools) == 0


def test_what_was_put_back_is_sound_again(told: Told) -> None:
    assert told.verify().flaws == []
