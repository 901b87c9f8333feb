"""The dossiers of a municipality: everything under /g/<gemeente>/dossiers."""

from flask import Blueprint

blueprint = Blueprint("dossiers", __name__, url_prefix="/g/<gemeente>/dossiers")
