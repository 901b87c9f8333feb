"""The declarative base and the column shapes that every table shares."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import Computed, DateTime, ForeignKey, MetaData, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

Id = Annotated[UUID, mapped_column(primary_key=True, server_default=text("uuidv7()"))]
# Filled by the database; no application role may supply or change it.
LegalTime = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=text("legal_now()"))
]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
# What a list is sorted by: `due_on`, with the last of all days for none. Stored, since row-level
# security keeps an expression out of an index and the planner knows nothing of it.
SortOn = Annotated[
    date, mapped_column(Computed("coalesce(due_on, '9999-12-31'::date)", persisted=True))
]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
TenantId = Annotated[UUID, mapped_column(ForeignKey("tenant.id"))]
ProviderId = Annotated[UUID, mapped_column(ForeignKey("provider.id"))]
AccountId = Annotated[UUID, mapped_column(ForeignKey("account.id"))]


class Base(DeclarativeBase):
    """Parent of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
