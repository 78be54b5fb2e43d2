/* datetime.date, time and datetime. */
#include "stdlib/datetime.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "py/py.h"
#include "stdlib/module.h"

/* Microseconds since 0001-01-01, without regard to the zone. */
static int64_t stdlib_microseconds(const struct stdlib_datetime *t);

static void stdlib_from_ordinal(int64_t ordinal, int *year, int *month, int *day);

static struct py_object *stdlib_from_microseconds(struct py *py, const struct py_type *type,
                                                  int64_t us, struct py_object *zone);

static int stdlib_days_in_month(int year, int month);

static const int64_t day_us = 86400ll * 1000000;
static const int64_t epoch_ordinal = 719163; /* of 1970-01-01 */

static struct stdlib_datetime *as(const struct py_object *o)
{
    union {
        const struct py_object *in;
        struct stdlib_datetime *out;
    } as = {.in = o};

    return as.out;
}

static bool has_date(const struct py_object *o)
{
    return py_is(o, &stdlib_date_type);
}

static bool has_time(const struct py_object *o)
{
    return py_is(o, &stdlib_time_type) || py_is(o, &stdlib_datetime_type);
}

static bool is_both(const struct py_object *o)
{
    return py_is(o, &stdlib_datetime_type);
}

/* ---- the calendar ---------------------------------------------------------------------------- */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int stdlib_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int64_t stdlib_ordinal(int year, int month, int day)
{
    int64_t before = year - 1, n = before * 365 + before / 4 - before / 100 + before / 400;

    for (int m = 1; m < month; m++)
        n += stdlib_days_in_month(year, m);
    return n + day;
}

static void stdlib_from_ordinal(int64_t ordinal, int *year, int *month, int *day)
{
    int y = (int)((double)(ordinal - 1) / 365.2425) + 1, m = 1;

    while (stdlib_ordinal(y + 1, 1, 1) <= ordinal)
        y++;
    while (stdlib_ordinal(y, 1, 1) > ordinal)
        y--;
    ordinal -= stdlib_ordinal(y, 1, 1);
    while (ordinal >= stdlib_days_in_month(y, m))
        ordinal -= stdlib_days_in_month(y, m++);
    *year = y;
    *month = m;
    *day = (int)ordinal + 1;
}

static int64_t stdlib_microseconds(const struct stdlib_datetime *t)
{
    int64_t seconds = t->hour * 3600 + t->minute * 60 + t->second;
    int64_t days = t->year ? stdlib_ordinal(t->year, t->month, t->day) - 1 : 0;

    return days * day_us + seconds * 1000000 + t->microsecond;
}

static struct py_object *stdlib_from_microseconds(struct py *py, const struct py_type *type,
                                                  int64_t us, struct py_object *zone)
{
    struct stdlib_datetime t = {.zone = zone};
    int64_t day = us / day_us + 1, rest = us % day_us;

    if (us < 0 || day > 3652059)
        return py_raise(py, &py_overflow_error, "date value out of range");
    stdlib_from_ordinal(day, &t.year, &t.month, &t.day);
    t.microsecond = (int)(rest % 1000000);
    t.second = (int)(rest / 1000000 % 60);
    t.minute = (int)(rest / 60000000 % 60);
    t.hour = (int)(rest / 3600000000);
    return stdlib_datetime_new(py, type, &t);
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool in_range(struct py *py, const char *what, int value, int low, int high)
{
    if (value >= low && value <= high)
        return true;
    if (strcmp(what, "year") == 0)
        return py_raise(py, &py_value_error, "year %d is out of range", value) != NULL;
    return py_raise(py, &py_value_error, "%s must be in %d..%d", what, low, high) != NULL;
}

struct py_object *stdlib_datetime_new(struct py *py, const struct py_type *type,
                                      const struct stdlib_datetime *v)
{
    struct stdlib_datetime *t;
    bool date = py_is_subtype(type, &stdlib_date_type);

    if (date &&
        (!in_range(py, "year", v->year, 1, 9999) || !in_range(py, "month", v->month, 1, 12)))
        return NULL;
    if (date && (v->day < 1 || v->day > stdlib_days_in_month(v->year, v->month)))
        return py_raise(py, &py_value_error, "day is out of range for month");
    if (!in_range(py, "hour", v->hour, 0, 23) || !in_range(py, "minute", v->minute, 0, 59) ||
        !in_range(py, "second", v->second, 0, 59) ||
        !in_range(py, "microsecond", v->microsecond, 0, 999999))
        return NULL;
    t = arena_new_object(py_arena(py), struct stdlib_datetime);
    *t = *v;
    t->object.type = type;
    if (!date)
        t->year = t->month = t->day = 0;
    return &t->object;
}

static const char *const field_names[] = {"year",   "month",  "day",         "hour",
                                          "minute", "second", "microsecond", "tzinfo"};

static int *field(struct stdlib_datetime *t, size_t i)
{
    int *const fields[] = {&t->year,   &t->month,  &t->day,        &t->hour,
                           &t->minute, &t->second, &t->microsecond};

    return fields[i];
}

/* A zone is None or a timezone. */
static bool set_zone(struct py *py, struct stdlib_datetime *t, struct py_object *zone)
{
    if (py_is_none(zone)) {
        t->zone = NULL;
        return true;
    }
    if (!py_is(zone, &stdlib_timezone_type))
        return py_raise(py, &py_type_error,
                        "tzinfo argument must be None or of a tzinfo subclass, not type '%s'",
                        py_type_of(zone)->name) != NULL;
    t->zone = zone;
    return true;
}

/* Set the fields 'first' to 'end' that 'slots' give; 'end' 8 means with tzinfo. */
static bool set_fields(struct py *py, struct stdlib_datetime *t, struct py_object **slots,
                       size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        int64_t value;

        if (!slots[i - first])
            continue;
        if (i == 7) {
            if (!set_zone(py, t, slots[i - first]))
                return false;
            continue;
        }
        if (!py_need_int(py, slots[i - first], &value))
            return false;
        *field(t, i) = value > 100000000 || value < -100000000 ? -1 : (int)value;
    }
    return true;
}

static struct py_object *date_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct stdlib_datetime t = {.year = 0};
    struct py_object *slots[3];

    if (!py_bind(py, "date", (const char *const[]){"year", "month", "day", NULL}, args, slots) ||
        !set_fields(py, &t, slots, 0, 3))
        return NULL;
    return stdlib_datetime_new(py, type, &t);
}

static struct py_object *time_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct stdlib_datetime t = {.year = 0};
    struct py_object *slots[6];

    if (!py_bind(py, "time",
                 (const char *const[]){"?hour", "?minute", "?second", "?microsecond", "?tzinfo",
                                       "?fold", NULL},
                 args, slots) ||
        !set_fields(py, &t, slots, 3, 8))
        return NULL;
    return stdlib_datetime_new(py, type, &t);
}

static struct py_object *datetime_make(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    struct stdlib_datetime t = {.year = 0};
    struct py_object *slots[9];

    if (!py_bind(py, "datetime",
                 (const char *const[]){"year", "month", "day", "?hour", "?minute", "?second",
                                       "?microsecond", "?tzinfo", "?fold", NULL},
                 args, slots) ||
        !set_fields(py, &t, slots, 0, 8))
        return NULL;
    return stdlib_datetime_new(py, type, &t);
}

static struct py_object *replace(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct stdlib_datetime t = *as(self);
    size_t first = has_date(self) ? 0 : 3, end = has_time(self) ? 8 : 3;
    const char *names[10] = {NULL};
    struct py_object *slots[9];
    static const char *const optional[] = {"?year",   "?month",  "?day",         "?hour",
                                           "?minute", "?second", "?microsecond", "?tzinfo"};

    for (size_t i = first; i < end; i++)
        names[i - first] = optional[i];
    if (!py_bind(py, "replace", names, args, slots) || !set_fields(py, &t, slots, first, end))
        return NULL;
    return stdlib_datetime_new(py, self->type, &t);
}

/* ---- clocks ---------------------------------------------------------------------------------- */

/* How far the machine's zone is ahead of UTC at that time. */
static int local_offset(int64_t unix_seconds)
{
    time_t t = unix_seconds;
    struct tm tm;

    return localtime_r(&t, &tm) ? (int)tm.tm_gmtoff : 0;
}

/* Python's "local mean": the offset that holds at the wall-clock time 'us'. */
static int offset_at_local(int64_t us)
{
    int64_t wall = us / 1000000 - (epoch_ordinal - 1) * 86400;
    int offset = local_offset(wall);

    return local_offset(wall - offset);
}

static struct py_object *from_unix(struct py *py, const struct py_type *type, int64_t unix_us,
                                   struct py_object *zone, bool local)
{
    int64_t seconds = unix_us / 1000000 - (unix_us % 1000000 < 0);
    int offset = zone ? stdlib_timezone_offset(zone) : local ? local_offset(seconds) : 0;

    return stdlib_from_microseconds(
        py, type, unix_us + (int64_t)offset * 1000000 + (epoch_ordinal - 1) * day_us, zone);
}

static struct py_object *now(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *zone;
    struct stdlib_datetime checked;

    if (!py_bind(py, "now", (const char *const[]){"?tz", NULL}, args, &zone) ||
        (zone && !set_zone(py, &checked, zone)))
        return NULL;
    return from_unix(py, py_as_type(self), clock_unix_us(), zone && !py_is_none(zone) ? zone : NULL,
                     true);
}

static struct py_object *today(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *t = from_unix(py, &stdlib_datetime_type, clock_unix_us(), NULL, true);
    struct stdlib_datetime day;

    (void)args;
    if (!t || py_is_subtype(py_as_type(self), &stdlib_datetime_type))
        return t;
    day = (struct stdlib_datetime){.year = as(t)->year, .month = as(t)->month, .day = as(t)->day};
    return stdlib_datetime_new(py, py_as_type(self), &day);
}

static struct py_object *utcnow(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return from_unix(py, py_as_type(self), clock_unix_us(), NULL, false);
}

static bool unix_argument(struct py *py, struct py_object *o, int64_t *us)
{
    double seconds;

    if (!py_as_double(o, &seconds))
        return py_raise(py, &py_type_error, "'%s' object cannot be interpreted as an integer",
                        py_type_of(o)->name) != NULL;
    if (!(fabs(seconds) < 1e12))
        return py_raise(py, &py_value_error, "year is out of range") != NULL;
    *us = (int64_t)floor(seconds) * 1000000 + (int64_t)nearbyint((seconds - floor(seconds)) * 1e6);
    return true;
}

static struct py_object *fromtimestamp(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *slots[2];
    struct stdlib_datetime checked;
    int64_t us;

    if (!py_bind(py, "fromtimestamp", (const char *const[]){"timestamp", "?tz", NULL}, args,
                 slots) ||
        !unix_argument(py, slots[0], &us) || (slots[1] && !set_zone(py, &checked, slots[1])))
        return NULL;
    return from_unix(py, py_as_type(self), us, slots[1] && !py_is_none(slots[1]) ? slots[1] : NULL,
                     true);
}

static struct py_object *utcfromtimestamp(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    struct py_object *timestamp;
    int64_t us;

    if (!py_bind(py, "utcfromtimestamp", (const char *const[]){"timestamp", NULL}, args,
                 &timestamp) ||
        !unix_argument(py, timestamp, &us))
        return NULL;
    return from_unix(py, py_as_type(self), us, NULL, false);
}

/* Microseconds since 1970 UTC; a naive time is one of the machine's zone. */
static int64_t unix_us(const struct stdlib_datetime *t)
{
    int64_t us = stdlib_microseconds(t);
    int offset = t->zone ? stdlib_timezone_offset(t->zone) : offset_at_local(us);

    return us - (epoch_ordinal - 1) * day_us - (int64_t)offset * 1000000;
}

static struct py_object *timestamp(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)args;
    return py_float(py, (double)unix_us(as(self)) / 1e6);
}

static struct py_object *astimezone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    int64_t us = unix_us(as(self));
    struct stdlib_datetime checked;
    struct py_object *zone;

    if (!py_bind(py, "astimezone", (const char *const[]){"?tz", NULL}, args, &zone) ||
        (zone && !set_zone(py, &checked, zone)))
        return NULL;
    if (!zone || py_is_none(zone))
        zone = stdlib_timezone_new(py, local_offset(us / 1000000));
    return from_unix(py, &stdlib_datetime_type, us, zone, false);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static size_t date_text(const struct stdlib_datetime *t, char *text, size_t size)
{
    return (size_t)snprintf(text, size, "%04d-%02d-%02d", t->year, t->month, t->day);
}

/* 'spec': how far to go, from "hours" to "microseconds", or "auto". */
static bool time_text(struct py *py, const struct stdlib_datetime *t, const char *spec, char *text,
                      size_t size)
{
    static const char *const specs[] = {"hours",        "minutes",      "seconds",
                                        "milliseconds", "microseconds", "auto"};
    size_t n, level = 0;

    while (level < 6 && strcmp(specs[level], spec) != 0)
        level++;
    if (level == 6)
        return py_raise(py, &py_value_error, "Unknown timespec value") != NULL;
    if (level == 5)
        level = t->microsecond ? 4 : 2;
    n = (size_t)snprintf(text, size, "%02d", t->hour);
    if (level > 0)
        n += (size_t)snprintf(text + n, size - n, ":%02d", t->minute);
    if (level > 1)
        n += (size_t)snprintf(text + n, size - n, ":%02d", t->second);
    if (level == 3)
        n += (size_t)snprintf(text + n, size - n, ".%03d", t->microsecond / 1000);
    if (level == 4)
        n += (size_t)snprintf(text + n, size - n, ".%06d", t->microsecond);
    if (t->zone)
        stdlib_offset_text(stdlib_timezone_offset(t->zone), text + n);
    return true;
}

static struct py_object *iso(struct py *py, struct py_object *self, const char *separator,
                             const char *spec)
{
    char date[32] = "", time[64] = "";

    if (has_date(self))
        date_text(as(self), date, sizeof(date));
    if (has_time(self) && !time_text(py, as(self), spec, time, sizeof(time) - 16))
        return NULL;
    return py_stringf(py, "%s%s%s", date, is_both(self) ? separator : "", time);
}

static struct py_object *isoformat(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *slots[2] = {NULL, NULL};

    if (is_both(self)) {
        if (!py_bind(py, "isoformat", (const char *const[]){"?sep", "?timespec", NULL}, args,
                     slots))
            return NULL;
    } else if (has_time(self) && !py_bind(py, "isoformat", (const char *const[]){"?timespec", NULL},
                                          args, slots + 1)) {
        return NULL;
    }
    return iso(py, self, slots[0] && py_text(slots[0]) ? py_text(slots[0]) : "T",
               slots[1] && py_text(slots[1]) ? py_text(slots[1]) : "auto");
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    return iso(py, self, " ", "auto");
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct stdlib_datetime *t = as(self);
    char text[128] = "";
    size_t n = 0;

    if (has_date(self))
        n += (size_t)snprintf(text, sizeof(text), "%d, %d, %d", t->year, t->month, t->day);
    if (has_time(self))
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%d, %d", n ? ", " : "", t->hour,
                              t->minute);
    if (has_time(self) && (t->second || t->microsecond))
        n += (size_t)snprintf(text + n, sizeof(text) - n, ", %d", t->second);
    if (t->microsecond)
        snprintf(text + n, sizeof(text) - n, ", %d", t->microsecond);
    return py_stringf(py, "datetime.%s(%s%s%s)", self->type->name, text, t->zone ? ", tzinfo=" : "",
                      t->zone ? py_repr_text(py, t->zone) : "");
}

static struct py_object *format(struct py *py, struct py_object *self, const char *spec)
{
    return *spec ? stdlib_strftime(py, as(self), spec) : str(py, self);
}

static struct py_object *call_strftime(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *spec;
    const char *text;

    if (!py_bind(py, "strftime", (const char *const[]){"format", NULL}, args, &spec) ||
        !(text = stdlib_text(py, "strftime", spec)))
        return NULL;
    return stdlib_strftime(py, as(self), text);
}

static struct py_object *call_strptime(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *slots[2];
    const char *text, *spec;

    (void)self;
    if (!py_bind(py, "strptime", (const char *const[]){"date_string", "format", NULL}, args,
                 slots) ||
        !(text = stdlib_text(py, "strptime", slots[0])) ||
        !(spec = stdlib_text(py, "strptime", slots[1])))
        return NULL;
    return stdlib_strptime(py, text, spec);
}

static struct py_object *call_fromisoformat(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    struct py_object *value;
    const char *text;

    if (!py_bind(py, "fromisoformat", (const char *const[]){"date_string", NULL}, args, &value))
        return NULL;
    if (!(text = py_text(value)))
        return py_raise(py, &py_type_error, "fromisoformat: argument must be str");
    return stdlib_fromisoformat(py, py_as_type(self), text);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    size_t first = has_date(self) ? 0 : 3, end = has_time(self) ? 8 : 3;

    for (size_t i = first; i < end; i++)
        if (strcmp(field_names[i], name) == 0)
            return i == 7 ? as(self)->zone ? as(self)->zone : py_none()
                          : py_int(py, *field(as(self), i));
    return NULL;
}

static struct py_object *call_date(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct stdlib_datetime t = {
        .year = as(self)->year, .month = as(self)->month, .day = as(self)->day};

    (void)args;
    return stdlib_datetime_new(py, &stdlib_date_type, &t);
}

static struct py_object *call_time(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct stdlib_datetime t = *as(self);

    (void)args;
    t.zone = NULL;
    return stdlib_datetime_new(py, &stdlib_time_type, &t);
}

static int weekday_of(const struct stdlib_datetime *t)
{
    return (int)((stdlib_ordinal(t->year, t->month, t->day) + 6) % 7);
}

static struct py_object *weekday(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_int(py, weekday_of(as(self)));
}

static struct py_object *isoweekday(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)args;
    return py_int(py, weekday_of(as(self)) + 1);
}

static struct py_object *toordinal(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    const struct stdlib_datetime *t = as(self);

    (void)args;
    return py_int(py, stdlib_ordinal(t->year, t->month, t->day));
}

static struct py_object *utcoffset(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)args;
    return as(self)->zone ? stdlib_timedelta_new(py, 0, stdlib_timezone_offset(as(self)->zone), 0)
                          : py_none();
}

static struct py_object *combine(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3];
    struct stdlib_datetime t;

    if (!py_bind(py, "combine", (const char *const[]){"date", "time", "?tzinfo", NULL}, args,
                 slots))
        return NULL;
    if (!has_date(slots[0]) || !py_is(slots[1], &stdlib_time_type))
        return py_raise(py, &py_type_error, "combine() takes a date and a time");
    t = *as(slots[1]);
    t.year = as(slots[0])->year;
    t.month = as(slots[0])->month;
    t.day = as(slots[0])->day;
    if (slots[2] && !set_zone(py, &t, slots[2]))
        return NULL;
    return stdlib_datetime_new(py, py_as_type(self), &t);
}

/* ---- operators ------------------------------------------------------------------------------- */

static int64_t comparable(const struct stdlib_datetime *t)
{
    return stdlib_microseconds(t) -
           (t->zone ? (int64_t)stdlib_timezone_offset(t->zone) * 1000000 : 0);
}

static struct py_object *compare(struct py *py, enum py_operator op, struct py_object *a,
                                 struct py_object *b)
{
    int64_t x = comparable(as(a)), y = comparable(as(b));

    if (!as(a)->zone != !as(b)->zone)
        return op == PY_EQ || op == PY_NE
                   ? py_bool(op == PY_NE)
                   : py_raise(py, &py_type_error, "can't compare offset-naive and offset-aware %ss",
                              a->type->name);
    switch (op) {
    case PY_EQ:
        return py_bool(x == y);
    case PY_NE:
        return py_bool(x != y);
    case PY_LT:
        return py_bool(x < y);
    case PY_LE:
        return py_bool(x <= y);
    case PY_GT:
        return py_bool(x > y);
    default:
        return py_bool(x >= y);
    }
}

static struct py_object *add_delta(struct py *py, struct py_object *self,
                                   const struct stdlib_timedelta *d, int sign)
{
    int64_t us = d->seconds * 1000000ll + d->microseconds;

    if (!has_date(self))
        return py_not_implemented();
    if (d->days > 4000000 || d->days < -4000000)
        return py_raise(py, &py_overflow_error, "date value out of range");
    us = is_both(self) ? us : 0; /* a date takes whole days only */
    return stdlib_from_microseconds(py, self->type,
                                    stdlib_microseconds(as(self)) + sign * (d->days * day_us + us),
                                    as(self)->zone);
}

static struct py_object *subtract(struct py *py, struct py_object *a, struct py_object *b)
{
    if (!as(a)->zone != !as(b)->zone)
        return py_raise(py, &py_type_error,
                        "can't subtract offset-naive and offset-aware datetimes");
    return stdlib_timedelta_new(py, 0, 0, comparable(as(a)) - comparable(as(b)));
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    bool same_kind = (has_date(self) || has_time(self)) && has_date(self) == has_date(other) &&
                     has_time(self) == has_time(other);

    if (py_is(other, &stdlib_timedelta_type)) {
        if (op == PY_ADD || (op == PY_SUB && !reflected))
            return add_delta(py, self, (const struct stdlib_timedelta *)other,
                             op == PY_ADD ? 1 : -1);
        return py_not_implemented();
    }
    if (!same_kind || reflected)
        return py_not_implemented();
    if (op == PY_SUB && has_date(self))
        return subtract(py, self, other);
    return op >= PY_EQ && op <= PY_GE ? compare(py, op, self, other) : py_not_implemented();
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    (void)py;
    *value = (uint64_t)comparable(as(self)) * 31 + has_time(self);
    return true;
}

static struct py_object *extreme(struct py *py, struct py_object *self, bool highest)
{
    struct stdlib_datetime t = {.year = 1, .month = 1, .day = 1};

    if (highest)
        t = (struct stdlib_datetime){.year = 9999,
                                     .month = 12,
                                     .day = 31,
                                     .hour = 23,
                                     .minute = 59,
                                     .second = 59,
                                     .microsecond = 999999};
    if (!py_is_subtype(py_as_type(self), &stdlib_datetime_type) &&
        py_is_subtype(py_as_type(self), &stdlib_date_type))
        t.hour = t.minute = t.second = t.microsecond = 0;
    return stdlib_datetime_new(py, py_as_type(self), &t);
}

static struct py_object *lowest(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return extreme(py, self, false);
}

static struct py_object *highest(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return extreme(py, self, true);
}

static const struct py_method date_methods[] = {
    {.name = "fromisoformat", .call = call_fromisoformat, .kind = PY_CLASS_METHOD},
    {.name = "isoformat", .call = isoformat},
    {.name = "isoweekday", .call = isoweekday},
    {.name = "max", .call = highest, .kind = PY_CLASS_VALUE},
    {.name = "min", .call = lowest, .kind = PY_CLASS_VALUE},
    {.name = "replace", .call = replace},
    {.name = "strftime", .call = call_strftime},
    {.name = "today", .call = today, .kind = PY_CLASS_METHOD},
    {.name = "toordinal", .call = toordinal},
    {.name = "weekday", .call = weekday},
    {.name = NULL},
};

static const struct py_method time_methods[] = {
    {.name = "fromisoformat", .call = call_fromisoformat, .kind = PY_CLASS_METHOD},
    {.name = "isoformat", .call = isoformat},
    {.name = "max", .call = highest, .kind = PY_CLASS_VALUE},
    {.name = "min", .call = lowest, .kind = PY_CLASS_VALUE},
    {.name = "replace", .call = replace},
    {.name = "strftime", .call = call_strftime},
    {.name = NULL},
};

static const struct py_method datetime_methods[] = {
    {.name = "astimezone", .call = astimezone},
    {.name = "combine", .call = combine, .kind = PY_CLASS_METHOD},
    {.name = "date", .call = call_date},
    {.name = "fromtimestamp", .call = fromtimestamp, .kind = PY_CLASS_METHOD},
    {.name = "now", .call = now, .kind = PY_CLASS_METHOD},
    {.name = "strptime", .call = call_strptime, .kind = PY_CLASS_METHOD},
    {.name = "time", .call = call_time},
    {.name = "timestamp", .call = timestamp},
    {.name = "utcfromtimestamp", .call = utcfromtimestamp, .kind = PY_CLASS_METHOD},
    {.name = "utcnow", .call = utcnow, .kind = PY_CLASS_METHOD},
    {.name = "utcoffset", .call = utcoffset},
    {.name = NULL},
};

const struct py_type stdlib_date_type = {
    .name = "date",
    .module = "datetime",
    .methods = date_methods,
    .make = date_make,
    .repr = repr,
    .str = str,
    .format = format,
    .hash = hash,
    .attr = attr,
    .binary = binary,
};

const struct py_type stdlib_time_type = {
    .name = "time",
    .module = "datetime",
    .methods = time_methods,
    .make = time_make,
    .repr = repr,
    .str = str,
    .format = format,
    .hash = hash,
    .attr = attr,
    .binary = binary,
};

const struct py_type stdlib_datetime_type = {
    .name = "datetime",
    .module = "datetime",
    .base = &stdlib_date_type,
    .methods = datetime_methods,
    .make = datetime_make,
};

/* ---- the module ------------------------------------------------------------------------------ */

static struct py_object *utc(struct py *py)
{
    return stdlib_timezone_new(py, 0);
}

static struct py_object *min_year(struct py *py)
{
    return py_int(py, 1);
}

static struct py_object *max_year(struct py *py)
{
    return py_int(py, 9999);
}

const struct stdlib_name stdlib_datetime[] = {
    {.name = "MAXYEAR", .make = max_year},
    {.name = "MINYEAR", .make = min_year},
    {.name = "UTC", .make = utc},
    {.name = "date", .type = &stdlib_date_type},
    {.name = "datetime", .type = &stdlib_datetime_type},
    {.name = "time", .type = &stdlib_time_type},
    {.name = "timedelta", .type = &stdlib_timedelta_type},
    {.name = "timezone", .type = &stdlib_timezone_type},
    {.name = "tzinfo", .type = &stdlib_timezone_type},
    {.name = NULL},
};
