"""The judge is no test module, and says what it found all the same."""

import pytest

pytest.register_assert_rewrite("tests.faults.running")
