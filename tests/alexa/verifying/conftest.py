"""One certificate authority for all tests of the verifier."""

from __future__ import annotations

import pytest

from tests.alexa.verifying.authority import Authority


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
