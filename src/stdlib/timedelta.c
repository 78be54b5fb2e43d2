/* datetime.timedelta and datetime.timezone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/datetime.h"
#include "stdlib/module.h"

static const int64_t day_us = 86400ll * 1000000;

static struct stdlib_timedelta *as(const struct py_object *o)
{
    union {
        const struct py_object *in;
        struct stdlib_timedelta *out;
    } as = {.in = o};

    return as.out;
}

/* a = q * b + r with 0 <= r < b. */
static int64_t floor_divide(int64_t a, int64_t b, int64_t *rest)
{
    int64_t q = a / b;

    *rest = a % b;
    if (*rest < 0) {
        *rest += b;
        q--;
    }
    return q;
}

struct py_object *stdlib_timedelta_new(struct py *py, int64_t days, int64_t seconds, int64_t us)
{
    struct stdlib_timedelta *d = arena_new_object(py_arena(py), struct stdlib_timedelta);
    int64_t rest;

    if (__builtin_add_overflow(seconds, floor_divide(us, 1000000, &rest), &seconds))
        return py_raise(py, &py_overflow_error, "Python int too large to convert to C int");
    d->object.type = &stdlib_timedelta_type;
    d->microseconds = (int)rest;
    if (__builtin_add_overflow(days, floor_divide(seconds, 86400, &rest), &days))
        return py_raise(py, &py_overflow_error, "Python int too large to convert to C int");
    d->seconds = (int)rest;
    d->days = days;
    if (days > 999999999 || days < -999999999)
        return py_raise(py, &py_overflow_error, "days=%lld; must have magnitude <= 999999999",
                        (long long)days);
    return &d->object;
}

/* Its value in microseconds where that fits into a double without loss, as most do. */
static double all_us(const struct stdlib_timedelta *d)
{
    return ((double)d->days * 86400 + d->seconds) * 1e6 + d->microseconds;
}

static struct py_object *from_double(struct py *py, double us)
{
    double days = floor(us / (double)day_us);

    if (!(fabs(days) <= 1e9))
        return py_raise(py, &py_overflow_error, "date value out of range");
    return stdlib_timedelta_new(py, (int64_t)days, 0,
                                (int64_t)nearbyint(us - days * (double)day_us));
}

/* Add 'amount' units of 'unit_us' microseconds; whole numbers exactly. */
static bool add_unit(struct py *py, struct py_object *amount, int64_t unit_us, int64_t *days,
                     int64_t *us, double *fraction)
{
    int64_t whole, part, rest;
    double number;

    if (!amount)
        return true;
    if (py_as_int(amount, &whole)) {
        int64_t per_day = unit_us >= day_us ? 1 : day_us / unit_us;

        if (unit_us >= day_us) {
            *days += whole * (unit_us / day_us);
            return true;
        }
        *days += floor_divide(whole, per_day, &rest);
        *us += rest * unit_us;
        return true;
    }
    if (!py_as_double(amount, &number))
        return py_raise(py, &py_type_error, "unsupported type for timedelta component: %s",
                        py_type_of(amount)->name) != NULL;
    if (!(fabs(number) < 1e15))
        return py_raise(py, &py_overflow_error, "cannot convert float to integer") != NULL;
    part = (int64_t)trunc(number);
    *fraction += (number - (double)part) * (double)unit_us;
    return add_unit(py, py_int(py, part), unit_us, days, us, fraction);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    static const char *const names[] = {"?days",    "?seconds", "?microseconds", "?milliseconds",
                                        "?minutes", "?hours",   "?weeks",        NULL};
    static const int64_t units[] = {
        86400ll * 1000000,    1000000, 1, 1000, 60ll * 1000000, 3600ll * 1000000,
        7 * 86400ll * 1000000};
    struct py_object *slots[7];
    int64_t days = 0, us = 0;
    double fraction = 0;

    (void)type;
    if (!py_bind(py, "timedelta", names, args, slots))
        return NULL;
    for (size_t i = 0; i < 7; i++)
        if (!add_unit(py, slots[i], units[i], &days, &us, &fraction))
            return NULL;
    return stdlib_timedelta_new(py, days, 0, us + (int64_t)nearbyint(fraction));
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    const struct stdlib_timedelta *d = as(self);
    char text[64], fraction[16] = "";

    if (d->microseconds)
        snprintf(fraction, sizeof(fraction), ".%06d", d->microseconds);
    snprintf(text, sizeof(text), "%d:%02d:%02d%s", d->seconds / 3600, d->seconds / 60 % 60,
             d->seconds % 60, fraction);
    if (d->days == 0)
        return py_string(py, text);
    return py_stringf(py, "%lld day%s, %s", (long long)d->days, llabs(d->days) == 1 ? "" : "s",
                      text);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct stdlib_timedelta *d = as(self);
    char text[128] = "";
    size_t n = 0;

    if (d->days)
        n += (size_t)snprintf(text, sizeof(text), "days=%lld", (long long)d->days);
    if (d->seconds)
        n +=
            (size_t)snprintf(text + n, sizeof(text) - n, "%sseconds=%d", n ? ", " : "", d->seconds);
    if (d->microseconds)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%smicroseconds=%d", n ? ", " : "",
                              d->microseconds);
    return py_stringf(py, "datetime.timedelta(%s)", n ? text : "0");
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    const struct stdlib_timedelta *d = as(self);

    (void)py;
    *value = (uint64_t)d->days * 31 + (uint64_t)d->seconds * 17 + (uint64_t)d->microseconds;
    return true;
}

static bool truth(struct py *py, struct py_object *self, bool *value)
{
    const struct stdlib_timedelta *d = as(self);

    (void)py;
    *value = d->days || d->seconds || d->microseconds;
    return true;
}

static int order(const struct stdlib_timedelta *a, const struct stdlib_timedelta *b)
{
    if (a->days != b->days)
        return a->days < b->days ? -1 : 1;
    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    return (a->microseconds > b->microseconds) - (a->microseconds < b->microseconds);
}

static struct py_object *scaled(struct py *py, enum py_operator op,
                                const struct stdlib_timedelta *d, struct py_object *by)
{
    int64_t whole;
    double number;

    if (op == PY_MULT && py_as_int(by, &whole) && llabs(whole) < 1000000000)
        return stdlib_timedelta_new(py, d->days * whole, (int64_t)d->seconds * whole,
                                    (int64_t)d->microseconds * whole);
    if (!py_as_double(by, &number))
        return py_not_implemented();
    if (op == PY_MULT)
        return from_double(py, all_us(d) * number);
    if (op != PY_DIV && op != PY_FLOOR_DIV)
        return py_not_implemented();
    if (number == 0)
        return py_raise(py, &py_zero_division_error, "division by zero");
    return from_double(py, op == PY_DIV ? all_us(d) / number : floor(all_us(d) / number));
}

static struct py_object *compared(enum py_operator op, int o)
{
    switch (op) {
    case PY_EQ:
        return py_bool(o == 0);
    case PY_NE:
        return py_bool(o != 0);
    case PY_LT:
        return py_bool(o < 0);
    case PY_LE:
        return py_bool(o <= 0);
    case PY_GT:
        return py_bool(o > 0);
    case PY_GE:
        return py_bool(o >= 0);
    default:
        return py_not_implemented();
    }
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct stdlib_timedelta *a = as(reflected ? other : self);
    const struct stdlib_timedelta *b = as(reflected ? self : other);

    if (!py_is(other, &stdlib_timedelta_type))
        return op == PY_MULT || !reflected ? scaled(py, op, as(self), other) : py_not_implemented();
    switch (op) {
    case PY_ADD:
        return stdlib_timedelta_new(py, a->days + b->days, a->seconds + b->seconds,
                                    a->microseconds + b->microseconds);
    case PY_SUB:
        return stdlib_timedelta_new(py, a->days - b->days, a->seconds - b->seconds,
                                    a->microseconds - b->microseconds);
    case PY_DIV:
    case PY_FLOOR_DIV:
        if (all_us(b) == 0)
            return py_raise(py, &py_zero_division_error, "division by zero");
        return op == PY_DIV ? py_float(py, all_us(a) / all_us(b))
                            : py_int(py, (int64_t)floor(all_us(a) / all_us(b)));
    case PY_MOD:
        if (all_us(b) == 0)
            return py_raise(py, &py_zero_division_error, "division by zero");
        return from_double(py, all_us(a) - floor(all_us(a) / all_us(b)) * all_us(b));
    default:
        return compared(op, order(a, b));
    }
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    const struct stdlib_timedelta *d = as(self);

    if (op == PY_NEGATE)
        return stdlib_timedelta_new(py, -d->days, -d->seconds, -d->microseconds);
    return op == PY_PLUS ? self : py_not_implemented();
}

static struct py_object *total_seconds(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    (void)args;
    return py_float(py, all_us(as(self)) / 1e6);
}

static struct py_object *days(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_int(py, as(self)->days);
}

static struct py_object *seconds(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_int(py, as(self)->seconds);
}

static struct py_object *microseconds(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)args;
    return py_int(py, as(self)->microseconds);
}

static const struct py_method methods[] = {
    {.name = "days", .call = days, .kind = PY_PROPERTY},
    {.name = "microseconds", .call = microseconds, .kind = PY_PROPERTY},
    {.name = "seconds", .call = seconds, .kind = PY_PROPERTY},
    {.name = "total_seconds", .call = total_seconds},
    {.name = NULL},
};

const struct py_type stdlib_timedelta_type = {
    .name = "timedelta",
    .module = "datetime",
    .methods = methods,
    .make = make,
    .repr = repr,
    .str = str,
    .hash = hash,
    .truth = truth,
    .binary = binary,
    .unary = unary,
};

/* ---- timezone -------------------------------------------------------------------------------- */

struct zone {
    struct py_object object;
    int offset_seconds;
    const char *name; /* or NULL */
};

struct py_object *stdlib_timezone_new(struct py *py, int offset_seconds)
{
    struct zone *zone = arena_new_object(py_arena(py), struct zone);

    *zone = (struct zone){{&stdlib_timezone_type}, offset_seconds, NULL};
    return &zone->object;
}

int stdlib_timezone_offset(const struct py_object *zone)
{
    return ((const struct zone *)zone)->offset_seconds;
}

void stdlib_offset_text(int offset, char text[16])
{
    int size = abs(offset);

    if (size % 60)
        snprintf(text, 16, "%c%02d:%02d:%02d", offset < 0 ? '-' : '+', size / 3600 % 100,
                 size / 60 % 60, size % 60);
    else
        snprintf(text, 16, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 3600 % 100,
                 size / 60 % 60);
}

static struct py_object *zone_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct py_object *slots[2], *zone;
    const struct stdlib_timedelta *d;

    (void)type;
    if (!py_bind(py, "timezone", (const char *const[]){"offset", "?name", NULL}, args, slots))
        return NULL;
    if (!py_is(slots[0], &stdlib_timedelta_type))
        return py_raise(py, &py_type_error,
                        "timezone() argument 1 must be datetime.timedelta, not %s",
                        py_type_of(slots[0])->name);
    d = as(slots[0]);
    if (d->days < -1 || d->days > 0 || (d->days == -1 && d->seconds == 0))
        return py_raise(py, &py_value_error,
                        "offset must be a timedelta strictly between -timedelta(hours=24) and "
                        "timedelta(hours=24), not %s.",
                        py_repr_text(py, slots[0]));
    zone = stdlib_timezone_new(py, (int)(d->days * 86400) + d->seconds);
    ((struct zone *)zone)->name = slots[1] ? py_text(slots[1]) : NULL;
    return zone;
}

static struct py_object *zone_str(struct py *py, struct py_object *self)
{
    const struct zone *zone = (const struct zone *)self;
    char offset[16];

    if (zone->name)
        return py_string(py, zone->name);
    stdlib_offset_text(zone->offset_seconds, offset);
    return zone->offset_seconds ? py_stringf(py, "UTC%s", offset) : py_string(py, "UTC");
}

static struct py_object *zone_repr(struct py *py, struct py_object *self)
{
    const struct zone *zone = (const struct zone *)self;

    if (zone->offset_seconds == 0 && !zone->name)
        return py_string(py, "datetime.timezone.utc");
    return py_stringf(py, "datetime.timezone(%s)",
                      py_repr_text(py, stdlib_timedelta_new(py, 0, zone->offset_seconds, 0)));
}

static struct py_object *zone_binary(struct py *py, enum py_operator op, struct py_object *self,
                                     struct py_object *other, bool reflected)
{
    (void)py;
    (void)reflected;
    if ((op != PY_EQ && op != PY_NE) || !py_is(other, &stdlib_timezone_type))
        return py_not_implemented();
    return py_bool((stdlib_timezone_offset(self) == stdlib_timezone_offset(other)) ==
                   (op == PY_EQ));
}

static struct py_object *utcoffset(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)args;
    return stdlib_timedelta_new(py, 0, stdlib_timezone_offset(self), 0);
}

static struct py_object *tzname(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return zone_str(py, self);
}

static struct py_object *utc(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return stdlib_timezone_new(py, 0);
}

static const struct py_method zone_methods[] = {
    {.name = "tzname", .call = tzname},
    {.name = "utc", .call = utc, .kind = PY_CLASS_VALUE},
    {.name = "utcoffset", .call = utcoffset},
    {.name = NULL},
};

const struct py_type stdlib_timezone_type = {
    .name = "timezone",
    .module = "datetime",
    .methods = zone_methods,
    .make = zone_make,
    .repr = zone_repr,
    .str = zone_str,
    .binary = zone_binary,
};
