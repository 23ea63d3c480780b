"""The same logs, however they are laid out, spelt and saved, are the same records."""

from pathlib import Path

import pytest
from layouts import LAYOUTS
from logbooks import project, values_read

from clausecheck.logs import read_logs


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_reads_as_the_same_values(tmp_path: Path, layout: str) -> None:
    content = project()
    LAYOUTS[layout](tmp_path, content)
    logs = read_logs([tmp_path])
    assert list(logs.faults) == []
    read = values_read(logs)
    for table, records in content.items():
        assert read[table] == records, table
