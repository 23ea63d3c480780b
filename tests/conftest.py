"""What holds for all tests: a busy machine is no failure, and what takes minutes is left to the proofs."""

import os
from collections import Counter

import pytest
from hypothesis import settings

settings.register_profile("clausecheck", deadline=None)
settings.load_profile("clausecheck")

FULL = "TEST_FULL"
"""The environment variable with which benchmarks/prove has every test run."""
FAST = "TEST_FAST"
"""The one with which tests/fast has few of each kind run."""
FEW = 2
"""So many of the cases of one rule, and of the parameters of any other test."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if FULL not in os.environ:
        for item in items:
            if item.get_closest_marker("full_size"):
                item.add_marker(pytest.mark.skip(reason="takes long; benchmarks/prove runs it"))
    if FAST in os.environ:
        alike = Counter[str]()
        left = [item for item in items if _beyond_few(item, alike)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def _beyond_few(item: pytest.Item, alike: Counter[str]) -> bool:
    """Whether enough like this one were chosen already: of a test, and within it of the rule or reading it names."""
    test, bracket, parameters = item.nodeid.partition("[")
    kind = test + bracket + parameters[:5] if parameters[5:6] in (":", " ") else test
    alike[kind] += 1
    return alike[kind] > FEW
