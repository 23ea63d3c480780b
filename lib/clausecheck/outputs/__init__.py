"""What an audit leaves behind: one folder per project and period with findings, manifest and annotated workbooks."""

from .folder import output_folder, write_outputs

__all__ = ["output_folder", "write_outputs"]
