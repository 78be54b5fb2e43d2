/* From the text of a value to what psycopg2 makes of it. */
#include <stdlib.h>
#include <string.h>

#include "alembic/sa_result.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"
#include "stdlib/datetime.h"
#include "stdlib/json.h"
#include "stdlib/uuid.h"

enum { MAX_NESTING = 16 };

typedef struct py_object *reader(struct py *py, const char *text);

static struct py_object *read_bool(struct py *py, const char *text)
{
    (void)py;
    return py_bool(*text == 't');
}

static struct py_object *read_int(struct py *py, const char *text)
{
    return py_int_parse(py, text, 10);
}

static struct py_object *read_float(struct py *py, const char *text)
{
    return py_float(py, strtod(text, NULL));
}

static struct py_object *read_numeric(struct py *py, const char *text)
{
    struct py_object *module = py_import(py, "decimal");
    struct py_object *class = module ? py_attr(py, module, "Decimal") : NULL;

    return class ? py_call_with(py, class, py_string(py, text)) : NULL;
}

static struct py_object *read_json(struct py *py, const char *text)
{
    return stdlib_json_parse(py, text);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct py_object *read_uuid(struct py *py, const char *text)
{
    unsigned char bytes[16] = {0};
    size_t n = 0;

    for (const char *p = text; *p && n < 32; p++)
        if (hex(*p) >= 0) {
            bytes[n / 2] = (unsigned char)(bytes[n / 2] << 4 | hex(*p));
            n++;
        }
    return stdlib_uuid_new(py, bytes);
}

static struct py_object *read_bytea(struct py *py, const char *text)
{
    size_t n = strlen(text) / 2;
    char *bytes = arena_alloc(py_arena(py), n + 1);
    size_t length = 0;

    if (strncmp(text, "\\x", 2) != 0)
        return py_bytes(py, text, strlen(text));
    for (const char *p = text + 2; p[0] && p[1]; p += 2)
        bytes[length++] = (char)((unsigned)hex(p[0]) << 4 | (unsigned)hex(p[1]));
    return py_bytes(py, bytes, length);
}

/* ---- dates and times ----------------------------------------------------------------------------
 */

static bool read_date_part(const char **p, struct stdlib_datetime *t)
{
    char *end;

    t->year = (int)strtol(*p, &end, 10);
    if (*end != '-')
        return false;
    t->month = (int)strtol(end + 1, &end, 10);
    if (*end != '-')
        return false;
    t->day = (int)strtol(end + 1, &end, 10);
    *p = end;
    return true;
}

static void read_time_part(const char **p, struct stdlib_datetime *t)
{
    char *end;
    int scale = 100000;

    t->hour = (int)strtol(*p, &end, 10);
    if (*end == ':')
        t->minute = (int)strtol(end + 1, &end, 10);
    if (*end == ':')
        t->second = (int)strtol(end + 1, &end, 10);
    if (*end == '.')
        for (end++; *end >= '0' && *end <= '9'; end++, scale /= 10)
            t->microsecond += (*end - '0') * scale;
    *p = end;
}

/* "+02", "-03:30", "+01:02:03" */
static int read_offset(const char *p)
{
    int sign = *p == '-' ? -1 : 1;
    char *end;
    int seconds = (int)strtol(p + 1, &end, 10) * 3600;

    if (*end == ':')
        seconds += (int)strtol(end + 1, &end, 10) * 60;
    if (*end == ':')
        seconds += (int)strtol(end + 1, &end, 10);
    return sign * seconds;
}

static struct py_object *out_of_range(struct py *py, const char *text)
{
    return py_raise(py, &py_value_error, "year is out of range: %s", text);
}

static struct py_object *read_moment(struct py *py, const char *text, const struct py_type *type)
{
    struct stdlib_datetime t = {0};
    const char *p = text;

    if (type != &stdlib_time_type && (!read_date_part(&p, &t) || strstr(text, "BC")))
        return out_of_range(py, text);
    if (type == &stdlib_datetime_type && *p == ' ')
        p++;
    if (type != &stdlib_date_type)
        read_time_part(&p, &t);
    if (*p == '+' || *p == '-')
        t.zone = stdlib_timezone_new(py, read_offset(p));
    return stdlib_datetime_new(py, type, &t);
}

static struct py_object *read_date(struct py *py, const char *text)
{
    return read_moment(py, text, &stdlib_date_type);
}

static struct py_object *read_time(struct py *py, const char *text)
{
    return read_moment(py, text, &stdlib_time_type);
}

static struct py_object *read_timestamp(struct py *py, const char *text)
{
    return read_moment(py, text, &stdlib_datetime_type);
}

/* "1 year 2 mons -3 days 04:05:06.7": years are 365 days and months 30, as psycopg2 counts. */
static struct py_object *read_interval(struct py *py, const char *text)
{
    int64_t days = 0, seconds = 0, us = 0;

    for (const char *p = text; *p;) {
        char *end;
        int64_t n = strtol(p, &end, 10);
        bool negative = *p == '-';

        if (end == p)
            break;
        if (*end == ':') {
            struct stdlib_datetime t = {0};
            const char *clock = *p == '-' || *p == '+' ? p + 1 : p;

            read_time_part(&clock, &t);
            seconds = (negative ? -1 : 1) * (t.hour * 3600LL + t.minute * 60LL + t.second);
            us = negative ? -t.microsecond : t.microsecond;
            break;
        }
        while (*end == ' ')
            end++;
        days += n * (*end == 'y' ? 365 : *end == 'm' ? 30 : 1);
        p = end + strcspn(end, " ");
        p += strspn(p, " ");
    }
    return stdlib_timedelta_new(py, days, seconds, us);
}

/* ---- by type ------------------------------------------------------------------------------------
 */

static const struct {
    uint32_t type, array;
    reader *read;
} readers[] = {
    {16, 1000, read_bool},        {20, 1016, read_int},         {21, 1005, read_int},
    {23, 1007, read_int},         {26, 1028, read_int},         {700, 1021, read_float},
    {701, 1022, read_float},      {1700, 1231, read_numeric},   {114, 199, read_json},
    {3802, 3807, read_json},      {2950, 2951, read_uuid},      {17, 1001, read_bytea},
    {1082, 1182, read_date},      {1083, 1183, read_time},      {1266, 1270, read_time},
    {1114, 1115, read_timestamp}, {1184, 1185, read_timestamp}, {1186, 1187, read_interval},
    {25, 1009, py_string},        {1043, 1015, py_string},      {1042, 1014, py_string},
    {19, 1003, py_string},        {18, 1002, py_string},
};

static struct py_object *read_element(struct py *py, const char **p, reader *read)
{
    const char *start = *p;
    char *text;
    size_t n = 0;

    if (*start != '"') {
        n = strcspn(start, ",}");
        *p = start + n;
        if (n == 4 && strncasecmp(start, "NULL", 4) == 0)
            return py_none();
        return read(py, arena_strndup(py_arena(py), start, n));
    }
    text = arena_alloc(py_arena(py), strlen(start));
    for (start++; *start && *start != '"'; start++) {
        if (*start == '\\' && start[1])
            start++;
        text[n++] = *start;
    }
    *p = *start ? start + 1 : start;
    return read(py, text);
}

/* {1,2,{3,NULL},"a,b"} */
static struct py_object *read_array(struct py *py, const char **p, reader *read, int depth)
{
    struct py_list *list = py_list_new(py);

    if (depth > MAX_NESTING)
        return py_raise(py, &py_recursion_error, "an array is nested too deeply");
    if (**p == '[') /* "[2:3]={1,2}" says where it begins */
        *p += strcspn(*p, "{");
    if (**p != '{')
        return py_raise(py, &py_value_error, "array does not start with '{'");
    ++*p;
    while (**p && **p != '}') {
        struct py_object *item =
            **p == '{' ? read_array(py, p, read, depth + 1) : read_element(py, p, read);

        if (!py_step(py, 1) || !item || !py_list_add(py, list, item))
            return NULL;
        *p += **p == ',';
    }
    *p += **p == '}';
    return &list->object;
}

static struct py_object *by_type(struct py *py, const char *text, uint32_t type)
{
    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
        if (readers[i].type == type)
            return readers[i].read(py, text);
        if (readers[i].array == type)
            return read_array(py, &text, readers[i].read, 0);
    }
    return py_string(py, text);
}

/* What the type of the selected column makes of it. */
static struct py_object *by_column(struct py *py, const struct sa_type *type,
                                   struct py_object *value)
{
    const struct sa_enum *e = type->enumeration;
    double number;

    if (e && e->members && py_text(value)) {
        for (size_t i = 0; i < e->n; i++)
            if (strcmp(e->labels[i], py_text(value)) == 0)
                return e->members[i];
        return py_raise(py, &py_lookup_error,
                        "'%s' is not among the defined enum values. Enum name: %s.", py_text(value),
                        e->name.text ? e->name.text : "None");
    }
    if (type->rule->kind == SA_UUID && !type->as_uuid)
        return py_str(py, value);
    if (type->rule->kind == SA_FLOAT && !py_is(value, &py_float_type)) {
        struct py_object *text = py_str(py, value);

        number = text ? strtod(py_text(text), NULL) : 0;
        return text ? py_float(py, number) : NULL;
    }
    if (type->rule->kind == SA_NUMERIC && py_as_double(value, &number)) {
        struct py_object *text = py_str(py, value);

        return text ? read_numeric(py, py_text(text)) : NULL;
    }
    return value;
}

struct py_object *sa_row_value(struct py *py, const char *text, uint32_t type,
                               struct sa_clause *column)
{
    struct py_object *value;
    const struct sa_type *of = column ? sa_type_of_clause(py, column) : NULL;

    if (column && !of)
        return NULL;
    if (!text)
        return py_none();
    value = by_type(py, text, type);
    return value && of ? by_column(py, sa_type_real(of), value) : value;
}
