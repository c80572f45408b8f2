"""What a run leaves behind: the content of ``model.tar.gz``."""

from .folder import write
from .packages import check_possible, how_to_export, missing_packages

__all__ = ["check_possible", "how_to_export", "missing_packages", "write"]
