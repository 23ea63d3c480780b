# papermill gives no types:
# mypy: allow-untyped-calls, allow-subclassing-any
"""The engine `clausecheck-warm` of papermill: each notebook runs in a copy of this process, which has loaded what it needs.

papermill loads this file whenever it is imported itself, wherever clausecheck is installed: nothing heavy stands here.
"""

from typing import Any

from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

ENGINE = "clausecheck-warm"


class WarmEngine(NBClientEngine):
    """As papermill's own engine in all but where the code runs: a copy of this process, with a namespace of its own, that no
    port leads to. Where no copy can be made safely, papermill's own engine runs the notebook, and the log says why."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Runs a notebook, as papermill asks an engine to. Raises as papermill's own engine."""
        from .fork import made_ready  # noqa: PLC0415 - not for who only imports papermill

        if why := made_ready(nb_man.nb, kernel_name):
            logger.warning(f"{ENGINE}: {why}")
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        from .run import run_in_copy  # noqa: PLC0415 - likewise

        return run_in_copy(nb_man, kernel_name, **options)


def register() -> str:
    """Makes the engine known to papermill where no entry point did; returns its name."""
    papermill_engines.register(ENGINE, WarmEngine)
    return ENGINE
