"""Why a mail was not taken is told without telling whose it was."""

import smtplib
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.adapters.mail import Mail, MailFailed, SmtpMail, compose

ADDRESS = "bob@lindehaege.voorbeeld.example"
SAID = f"5.1.1 <{ADDRESS}> is hier onbekend".encode()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, SAID)}), "(550)"),
        (smtplib.SMTPDataError(554, SAID), "554"),
        (smtplib.SMTPSenderRefused(553, SAID, ADDRESS), "553"),
        (smtplib.SMTPAuthenticationError(535, SAID), "(535)"),
    ],
)
def test_a_refusal_is_told_by_its_code_and_names_nobody(
    monkeypatch: pytest.MonkeyPatch, error: smtplib.SMTPException, told: str
) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    mail = Mail(
        key="k", to=ADDRESS, subject="s", body="b", sent_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    with pytest.raises(MailFailed) as failed:
        SmtpMail("smtp://127.0.0.1:1", "p@x.example").send(mail)
    assert told in str(failed.value)
    assert ADDRESS not in str(failed.value)


def test_the_id_of_a_mail_is_one_that_every_server_can_read() -> None:
    key = f"mail:besluit:0195f0c0-0000-7000-8000-00000000dead:12:{ADDRESS}"
    mail = Mail(
        key=key, to=ADDRESS, subject="s", body="b", sent_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    written = compose(mail, "Zorgportaal <portaal@voorbeeld.example>")["Message-ID"]
    assert written.defects == ()
    assert written.count("@") == 1
