"""What the portal is compared with: a bare Flask app that commits two inserts."""

import os

import psycopg
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

app = Flask("kaal")
_connections: list[psycopg.Connection] = []


def make() -> Flask:
    """For the web server."""
    return app


def connection() -> psycopg.Connection:
    if not _connections:
        _connections.append(psycopg.connect(os.environ["BARE_URL"]))
    return _connections[0]


@app.post("/indienen")
def submit() -> Response:
    """Two inserts and a commit; an attachment goes along as bytes."""
    attachment = request.files.get("bijlage")
    with connection().transaction():
        row = (
            connection()
            .execute(
                "INSERT INTO kale_indiening (titel, inhoud) VALUES (%s, %s) RETURNING id",
                (request.form["titel"], request.form["inhoud"]),
            )
            .fetchone()
        )
        assert row is not None
        connection().execute(
            "INSERT INTO kale_aflevering (indiening_id, gemeente, bijlage) VALUES (%s, %s, %s)",
            (row[0], request.form["gemeente"], attachment.read() if attachment else None),
        )
    return redirect(f"/indieningen/{row[0]}", 303)


TABLES = """
CREATE TABLE kale_indiening (id bigserial PRIMARY KEY, titel text, inhoud text,
  ontvangen timestamptz DEFAULT now());
CREATE TABLE kale_aflevering (id bigserial PRIMARY KEY, indiening_id bigint
  REFERENCES kale_indiening, gemeente text, bijlage bytea);
"""
