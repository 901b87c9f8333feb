"""The runtime of this worker process, made at the first use."""

import os
from functools import cache

from portal.adapters.logs import init_logs
from portal.services.runtime import Runtime, make_runtime
from portal.settings import Settings


@cache
def runtime() -> Runtime:
    """One engine and one set of tools per process."""
    init_logs()
    return make_runtime(Settings.from_env(os.environ))
