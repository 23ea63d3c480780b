"""What an audit leaves behind: one folder per project and period with findings, manifest and annotated workbooks."""

from .folder import move_in, output_folder, write_outputs

__all__ = ["move_in", "output_folder", "write_outputs"]
