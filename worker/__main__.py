"""`python -m worker` starts the worker, `python -m worker.clock` the clock."""

import sys

from worker.main import main

sys.exit(main())
