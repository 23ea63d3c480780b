"""Steps from one layout of the tables to the next, for Alembic. `env.py` runs them over a connection that is open."""
