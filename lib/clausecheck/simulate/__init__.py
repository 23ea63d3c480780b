"""Realistic projects of any size by seed: compliant by construction, with breaches planted by name, and with messes that
change no verdict.

Nothing here imports what judges: what a project deserves is known from the procedure's text alone, so that an audit of
it proves something.
"""

from clausecheck.simulate.project import Disturbance, Project, chosen_ways, make, project
from clausecheck.simulate.shapes import Wish

__all__ = ["Disturbance", "Project", "Wish", "chosen_ways", "make", "project"]
