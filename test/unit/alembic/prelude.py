import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.sql import column, func, literal_column, quoted_name, table, text

try:
    import citext
    import fastapi_users_db_sqlalchemy
    import fastapi_users_db_sqlalchemy.generics
    import geoalchemy2
    import pgvector.sqlalchemy
    import pgvector.sqlalchemy.bit
    import pgvector.sqlalchemy.halfvec
    import pgvector.sqlalchemy.sparsevec
    import pgvector.sqlalchemy.vector
    import sqlalchemy_jsonfield
    import sqlalchemy_utils
    import sqlmodel
    import sqlmodel.sql.sqltypes
except ImportError:
    pass


