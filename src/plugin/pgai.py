"""op.create_vectorizer() and op.drop_vectorizer() of pgai, and its configuration classes.

Each class stands for a call of one of the functions of schema ai; what is not
given is left out, so that the function's own default counts.
"""

import json
from datetime import timedelta

from alembic import op
from sqlalchemy import text


def literal(value):
    return "'" + str(value).replace("'", "''") + "'"


def argument(value):
    """A value in SQL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "ARRAY[" + ",".join("E" + literal(v) for v in value) + "]"
    if isinstance(value, timedelta):
        return f"'{int(value.total_seconds())} seconds'"
    if isinstance(value, dict):
        return literal(json.dumps(value)) + "::jsonb"
    return literal(value)


class Configuration:
    parameter = ""
    function = ""
    fields = ()

    def __init__(self, *args, **keywords):
        if len(args) > len(self.fields):
            raise TypeError(f"{type(self).__name__}() takes {len(self.fields)} arguments")
        self.given = dict(zip(self.fields, args))
        for name, value in keywords.items():
            if name not in self.fields:
                raise TypeError(f"{type(self).__name__}() got an unexpected keyword argument '{name}'")
            self.given[name] = value

    def to_sql_argument(self):
        given = ", ".join(f"{name}=> {argument(value)}"
                          for name, value in self.given.items() if value is not None)
        return f", {self.parameter} => ai.{self.function}({given})"


class ChunkingCharacterTextSplitterConfig(Configuration):
    parameter, function = "chunking", "chunking_character_text_splitter"
    fields = ("chunk_size", "chunk_overlap", "separator", "is_separator_regex")


class ChunkingNoneConfig(Configuration):
    parameter, function = "chunking", "chunking_none"


class ChunkingRecursiveCharacterTextSplitterConfig(Configuration):
    parameter, function = "chunking", "chunking_recursive_character_text_splitter"
    fields = ("chunk_size", "chunk_overlap", "separators", "is_separator_regex")


class DestinationColumnConfig(Configuration):
    parameter, function = "destination", "destination_column"
    fields = ("embedding_column",)


class DestinationTableConfig(Configuration):
    parameter, function = "destination", "destination_table"
    fields = ("destination", "target_schema", "target_table", "view_schema", "view_name")


class EmbeddingLitellmConfig(Configuration):
    parameter, function = "embedding", "embedding_litellm"
    fields = ("model", "dimensions", "api_key_name", "extra_options")


class EmbeddingOllamaConfig(Configuration):
    parameter, function = "embedding", "embedding_ollama"
    fields = ("model", "dimensions", "base_url", "options", "keep_alive")


class EmbeddingOpenaiConfig(Configuration):
    parameter, function = "embedding", "embedding_openai"
    fields = ("model", "dimensions", "chat_user", "api_key_name", "base_url")


class EmbeddingVoyageaiConfig(Configuration):
    parameter, function = "embedding", "embedding_voyageai"
    fields = ("model", "dimensions", "input_type", "api_key_name")


class FormattingPythonTemplateConfig(Configuration):
    parameter, function = "formatting", "formatting_python_template"
    fields = ("template",)


class IndexingDefaultConfig(Configuration):
    parameter, function = "indexing", "indexing_default"


class IndexingDiskannConfig(Configuration):
    parameter, function = "indexing", "indexing_diskann"
    fields = ("min_rows", "storage_layout", "num_neighbors", "search_list_size", "max_alpha",
              "num_dimensions", "num_bits_per_dimension", "create_when_queue_empty")


class IndexingHnswConfig(Configuration):
    parameter, function = "indexing", "indexing_hnsw"
    fields = ("min_rows", "opclass", "m", "ef_construction", "create_when_queue_empty")


class IndexingNoneConfig(Configuration):
    parameter, function = "indexing", "indexing_none"


class LoadingColumnConfig(Configuration):
    parameter, function = "loading", "loading_column"
    fields = ("column_name", "retries")


class LoadingUriConfig(Configuration):
    parameter, function = "loading", "loading_uri"
    fields = ("column_name", "retries")


class ParsingAutoConfig(Configuration):
    parameter, function = "parsing", "parsing_auto"


class ParsingDoclingConfig(Configuration):
    parameter, function = "parsing", "parsing_docling"


class ParsingNoneConfig(Configuration):
    parameter, function = "parsing", "parsing_none"


class ParsingPymupdfConfig(Configuration):
    parameter, function = "parsing", "parsing_pymupdf"


class ProcessingDefaultConfig(Configuration):
    parameter, function = "processing", "processing_default"
    fields = ("batch_size", "concurrency")


class SchedulingDefaultConfig(Configuration):
    parameter, function = "scheduling", "scheduling_default"


class SchedulingNoneConfig(Configuration):
    parameter, function = "scheduling", "scheduling_none"


class SchedulingTimescaledbConfig(Configuration):
    parameter, function = "scheduling", "scheduling_timescaledb"
    fields = ("schedule_interval", "initial_start", "fixed_schedule", "timezone")


PARAMETERS = ("name", "destination", "loading", "parsing", "embedding", "chunking", "indexing",
              "formatting", "scheduling", "processing", "queue_schema", "queue_table", "grant_to",
              "enqueue_existing")


def run(statement):
    op.execute(text(statement.replace(":", "\\:")))


def create_vectorizer(source, **given):
    parts = ["SELECT ai.create_vectorizer(", f"{literal(source)}::regclass"]
    for name in given:
        if name not in PARAMETERS:
            raise TypeError(f"create_vectorizer() got an unexpected keyword argument '{name}'")
    for name in PARAMETERS:
        value = given.get(name)
        if isinstance(value, Configuration):
            parts.append(value.to_sql_argument())
        elif value is not None:
            parts.append(f", {name} => {argument(value)}")
    run("\n".join(parts + [")"]))


def drop_vectorizer(name=None, id=None, drop_all=True):
    if name is None and id is None:
        raise ValueError("Either vectorizer_id or name must be provided")
    which = literal(name) if id is None else int(id)
    run(f"SELECT ai.drop_vectorizer({which}, drop_all=>{argument(bool(drop_all))})")
