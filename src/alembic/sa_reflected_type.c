/* From what format_type() says to a type of SQLAlchemy. */
#include <stdlib.h>
#include <string.h>

#include "alembic/sa_inspect.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

/* "numeric(10,2)[]" in its parts. */
struct spelled {
    char *name; /* without what stands in parentheses */
    int64_t args[2];
    size_t n;
    bool is_array;
};

static struct spelled take_apart(struct py *py, const char *format)
{
    struct spelled s = {.name = arena_strdup(py_arena(py), format)};
    const char *open = strchr(format, '(');
    size_t length = strlen(s.name);

    while (length > 2 && strcmp(s.name + length - 2, "[]") == 0) {
        s.is_array = true;
        s.name[length -= 2] = '\0';
    }
    if (open && *format != '"') {
        char *end;
        const char *close = strchr(open, ')');
        size_t before = (size_t)(open - format);

        s.args[s.n++] = strtoll(open + 1, &end, 10);
        if (*end == ',')
            s.args[s.n++] = strtoll(end + 1, &end, 10);
        if (close && (size_t)(close - format) < strlen(s.name))
            memmove(s.name + before, close + 1, strlen(close + 1) + 1);
        length = strlen(s.name);
        while (length > 2 && strcmp(s.name + length - 2, "[]") == 0)
            s.name[length -= 2] = '\0';
    }
    return s;
}

static const struct {
    const char *format, *class;
} names[] = {
    {"integer", "INTEGER"},
    {"bigint", "BIGINT"},
    {"smallint", "SMALLINT"},
    {"character varying", "VARCHAR"},
    {"character", "CHAR"},
    {"\"char\"", "VARCHAR"},
    {"name", "VARCHAR"},
    {"text", "TEXT"},
    {"numeric", "NUMERIC"},
    {"float", "FLOAT"},
    {"real", "REAL"},
    {"double precision", "DOUBLE_PRECISION"},
    {"timestamp", "TIMESTAMP"},
    {"timestamp with time zone", "TIMESTAMP"},
    {"timestamp without time zone", "TIMESTAMP"},
    {"time with time zone", "TIME"},
    {"time without time zone", "TIME"},
    {"time", "TIME"},
    {"date", "DATE"},
    {"bytea", "BYTEA"},
    {"boolean", "BOOLEAN"},
    {"uuid", "UUID"},
    {"json", "JSON"},
    {"jsonb", "JSONB"},
    {"jsonpath", "JSONPATH"},
    {"bit", "BIT"},
    {"bit varying", "BIT"},
    {"inet", "INET"},
    {"cidr", "CIDR"},
    {"citext", "CITEXT"},
    {"macaddr", "MACADDR"},
    {"macaddr8", "MACADDR8"},
    {"money", "MONEY"},
    {"oid", "OID"},
    {"regclass", "REGCLASS"},
    {"tsvector", "TSVECTOR"},
    {"tsquery", "TSQUERY"},
    {"hstore", "HSTORE"},
    {"int4range", "INT4RANGE"},
    {"int8range", "INT8RANGE"},
    {"numrange", "NUMRANGE"},
    {"daterange", "DATERANGE"},
    {"tsrange", "TSRANGE"},
    {"tstzrange", "TSTZRANGE"},
    {"vector", "VECTOR"},
    {"halfvec", "HALFVEC"},
    {"sparsevec", "SPARSEVEC"},
};

static struct sa_type *interval(struct py *py, const char *name)
{
    struct sa_type *type = sa_type_new(py, "INTERVAL");

    if (name[8] == ' ')
        type->text = arena_strdup(py_arena(py), name + 9);
    return type;
}

static struct sa_type *enumeration(struct py *py, const struct py_dict *from)
{
    struct sa_type *type = sa_type_new(py, "ENUM");
    struct sa_enum *e = arena_new_object(py_arena(py), struct sa_enum);
    const struct py_list *labels = py_as_sequence(py_dict_at(from, "labels"));
    const char **texts = arena_new_array(py_arena(py), const char *, (labels ? labels->n : 0) + 1);

    for (size_t i = 0; labels && i < labels->n; i++)
        texts[e->n++] = py_text(labels->items[i]);
    e->labels = texts;
    e->name = sa_plain_name(py_text(py_dict_at(from, "name")));
    e->schema = py_text(py_dict_at(from, "schema"));
    e->native = e->create_type = e->is_postgresql = true;
    type->enumeration = e;
    return type;
}

static void take_arguments(struct sa_type *type, const struct spelled *s)
{
    bool zoned = strstr(s->name, "with time zone") != NULL;

    type->timezone = zoned;
    type->varying = strcmp(s->name, "bit varying") == 0;
    if (strcmp(s->name, "double precision") == 0)
        type->precision = 53;
    if (s->n == 0)
        return;
    if (strcmp(s->name, "numeric") == 0 && s->n == 2) {
        type->precision = s->args[0];
        type->scale = s->args[1];
    } else if (strncmp(s->name, "time", 4) == 0 || strncmp(s->name, "interval", 8) == 0) {
        type->precision = s->args[0];
    } else {
        type->length = s->args[0];
    }
}

static struct sa_type *named(struct py *py, const struct spelled *s)
{
    if (strcmp(s->name, "interval") == 0 || strncmp(s->name, "interval ", 9) == 0)
        return interval(py, s->name);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i].format, s->name) == 0)
            return sa_type_new(py, names[i].class);
    return sa_type_new_of(py, &sa_null_type);
}

struct sa_type *sa_reflected_type(struct py *py, const struct py_dict *column)
{
    struct py_object *e = py_dict_at(column, "enum"), *domain = py_dict_at(column, "domain");
    struct py_object *collation = py_dict_at(column, "collation");
    const char *format = py_text(py_dict_at(column, "type"));
    struct spelled s = take_apart(py, domain && py_text(domain) ? py_text(domain) : format);
    struct sa_type *type;

    if (e && py_as_dict(e)) {
        type = enumeration(py, py_as_dict(e));
    } else {
        type = named(py, &s);
        take_arguments(type, &s);
    }
    if (collation && py_text(collation))
        type->collation = py_text(collation);
    if (s.is_array) {
        struct sa_type *array = sa_type_new(py, "ARRAY");

        array->item = type;
        return array;
    }
    return type;
}
