"""Mail over a real server: it has to be the one that it says it is."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.adapters.mail import Mail, MailFailed, SmtpMail
from portal.adapters.ports import take_port

NOW = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
MAIL = Mail(key="k", to="bob@x.example", subject="s", body="een link", sent_at=NOW)


class Mailbox:
    """What a server took in."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of a server on this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.voorbeeld.example")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificaat") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def serving(certificate: Path, way: str) -> Iterator[tuple[str, Mailbox]]:
    """A mail server; gives its address for the settings."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    box, held = Mailbox(), take_port(0)
    held.close()
    given = {"ssl_context": context} if way == "smtps" else {"tls_context": context}
    controller = Controller(box, hostname="127.0.0.1", port=held.number, **given)
    controller.start()
    try:
        url = f"{way}://127.0.0.1:{held.number}"
        yield (url if way == "smtps" else f"{url}?starttls=1"), box
    finally:
        controller.stop()


@pytest.mark.parametrize("way", ["smtps", "smtp"])
def test_a_server_that_anybody_could_have_put_there_gets_no_mail(
    certificate: Path, way: str
) -> None:
    with serving(certificate, way) as (url, box):
        with pytest.raises(MailFailed, match="CERTIFICATE_VERIFY_FAILED"):
            SmtpMail(url, "portaal@voorbeeld.example").send(MAIL)
        assert box.taken == []


@pytest.mark.parametrize("way", ["smtps", "smtp"])
def test_a_server_that_is_trusted_gets_the_mail(
    certificate: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate, way) as (url, box):
        SmtpMail(url, "portaal@voorbeeld.example").send(MAIL)
        assert b"een link" in box.taken[0]
