"""What an audit leaves behind: one folder per project and period with findings, manifest and annotated workbooks."""

from .findings_json import read_fails
from .folder import move_in, output_folder, write_outputs
from .notices import record_notice
from .renewed import enlist

__all__ = ["enlist", "move_in", "output_folder", "read_fails", "record_notice", "write_outputs"]
