"""What holds for all tests: a busy machine is no failure, and what takes minutes is left to the proofs."""

import os

import pytest
from hypothesis import settings

settings.register_profile("clausecheck", deadline=None)
settings.load_profile("clausecheck")

FULL = "TEST_FULL"
"""The environment variable with which benchmarks/prove has every test run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if FULL not in os.environ:
        for item in items:
            if item.get_closest_marker("full_size"):
                item.add_marker(pytest.mark.skip(reason="takes long; benchmarks/prove runs it"))
