"""How Alembic reaches the database.

limbeck runs the same scripts without this file: it reads alembic.ini (or
pyproject.toml), and here only what is written out as constants.
"""

import asyncio
import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import pool, text
from sqlalchemy.ext.asyncio import create_async_engine

config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

# The types of pgvector, for autogenerate and reflection.
try:
    import pgvector.sqlalchemy  # noqa: F401
except ImportError:
    pass

# op.create_vectorizer() and op.drop_vectorizer() of pgai.
try:
    from pgai.alembic import register_operations

    register_operations()
except ImportError:
    pass

# from myapp.models import Base
# target_metadata = Base.metadata
target_metadata = None


def database_url():
    """DATABASE_URL if it is set, else sqlalchemy.url of the configuration."""
    return os.environ.get("DATABASE_URL") or config.get_main_option("sqlalchemy.url")


def include_object(object, name, type_, reflected, compare_to):
    """Leave the tables of vectorizers alone."""
    if type_ != "table" or target_metadata is None:
        return True
    return name not in target_metadata.info.get("pgai_managed_tables", ())


def run_migrations_offline():
    """Print the SQL: alembic upgrade head --sql."""
    context.configure(
        url=database_url(),
        target_metadata=target_metadata,
        include_object=include_object,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations(connection):
    """Run the scripts on a connection that Alembic can use."""
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_migrations_online():
    """Run the scripts through an asynchronous driver."""
    engine = create_async_engine(database_url(), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        await connection.commit()
        await connection.run_sync(run_migrations)
    await engine.dispose()


if context.is_offline_mode():
    run_migrations_offline()
else:
    asyncio.run(run_migrations_online())
