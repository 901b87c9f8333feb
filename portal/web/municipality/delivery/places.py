"""The addresses of one delivery."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything about a delivery is."""

    gemeente: str
    reference: str

    @property
    def page(self) -> str:
        return self.act("delivery_page")

    @property
    def open_dossier(self) -> str:
        """Begin a dossier about what was handed in."""
        return url_for("dossiers.choose_contract", gemeente=self.gemeente, zaak=self.reference)

    def in_dossier(self, number: str) -> str:
        """Where the plan that a dossier asked for is assessed."""
        return url_for(
            "dossiers.assess_plan",
            gemeente=self.gemeente, nummer=number, kenmerk=self.reference,
        )  # fmt: skip

    def act(self, endpoint: str) -> str:
        """The page or button of one act."""
        return url_for(f"municipality.{endpoint}", gemeente=self.gemeente, kenmerk=self.reference)

    def version(self, number: int) -> str:
        return url_for(
            "municipality.delivery_version",
            gemeente=self.gemeente, kenmerk=self.reference, nummer=number,
        )  # fmt: skip

    def task(self, task_id: UUID) -> str:
        return url_for(
            "municipality.close_task",
            gemeente=self.gemeente, kenmerk=self.reference, taak=task_id,
        )  # fmt: skip

    def file(self, file_id: UUID) -> str:
        return url_for("municipality.file", gemeente=self.gemeente, bestand=file_id)

    def provider(self, slug: str) -> str:
        return url_for("municipality.provider_page", gemeente=self.gemeente, slug=slug)
