"""The request's session: Flask-SQLAlchemy's, with a scope."""

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Engine

from portal.adapters.database import ScopedSession, unit_of_work
from portal.models.base import Base


class WebSession(FlaskSession, ScopedSession):
    """A scoped unit of work that ends with the request."""


db = SQLAlchemy(model_class=Base, session_options={"class_": WebSession, "expire_on_commit": False})


def engine() -> Engine:
    """The engine of the running app, for work outside the request's own session."""
    return db.engine


__all__ = ["WebSession", "db", "engine", "unit_of_work"]
