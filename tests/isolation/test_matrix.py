"""Nobody comes in where he does not belong, sees what is not his, or changes it."""

import pytest

from tests.conftest import COUNTED
from tests.isolation.conftest import IS_FULL, Open
from tests.isolation.matrix import Matrix
from tests.isolation.routes import unknown_parameters
from tests.isolation.variants import Variant
from tests.support.app import Portal


def test_the_matrix_knows_what_every_parameter_stands_for(portal: Portal) -> None:
    assert unknown_parameters(portal.app) == []


@pytest.mark.rule("004-90")
@pytest.mark.parametrize("variant", list(Variant))
def test_nobody_passes_the_walls(
    variant: Variant, open_house: Open, request: pytest.FixtureRequest
) -> None:
    matrix = Matrix(open_house(variant), variant, is_full=IS_FULL)
    findings = matrix.run()
    request.node.user_properties.append((COUNTED, ("cellen van de isolatiematrix", matrix.cells)))
    if findings:
        pytest.fail("\n".join(str(finding) for finding in findings), pytrace=False)
