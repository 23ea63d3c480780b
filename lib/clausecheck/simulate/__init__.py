"""Realistic projects of any size by seed: compliant by construction, with breaches planted by name, and with messes that
change no verdict.

Nothing here imports what judges: what a project deserves is known from the procedure's text alone, so that an audit of
it proves something.
"""
