"""Run by Alembic: the steps that are due, over the connection that `upgrading` hands on, in its transaction."""

from alembic import context

from clausecheck.ledger.schema import TABLES, VERSIONS

context.configure(connection=context.config.attributes["connection"], target_metadata=TABLES, version_table=VERSIONS)
context.run_migrations()
