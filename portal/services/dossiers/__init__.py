"""Dossiers that follow a ladder: opened, prepared, established, acted upon, answered, closed."""
