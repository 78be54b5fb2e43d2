/* strftime(), strptime() and fromisoformat(), in the C locale. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/datetime.h"
#include "stdlib/module.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};

/* A date for what has none: Python takes 1900-01-01. */
static struct stdlib_datetime with_date(const struct stdlib_datetime *t)
{
    struct stdlib_datetime dated = *t;

    if (!t->year) {
        dated.year = 1900;
        dated.month = dated.day = 1;
    }
    return dated;
}

static void add_date(struct buf *out, const struct stdlib_datetime *t, char code)
{
    int64_t ordinal = stdlib_ordinal(t->year, t->month, t->day);
    int weekday = (int)((ordinal + 6) % 7);

    switch (code) {
    case 'a':
        buf_addf(out, "%.3s", days[weekday]);
        break;
    case 'A':
        buf_add(out, days[weekday]);
        break;
    case 'b':
    case 'h':
        buf_addf(out, "%.3s", months[t->month - 1]);
        break;
    case 'B':
        buf_add(out, months[t->month - 1]);
        break;
    case 'd':
        buf_addf(out, "%02d", t->day);
        break;
    case 'e':
        buf_addf(out, "%2d", t->day);
        break;
    case 'j':
        buf_addf(out, "%03d", (int)(ordinal - stdlib_ordinal(t->year, 1, 1)) + 1);
        break;
    case 'm':
        buf_addf(out, "%02d", t->month);
        break;
    case 'u':
        buf_addf(out, "%d", weekday + 1);
        break;
    case 'w':
        buf_addf(out, "%d", (weekday + 1) % 7);
        break;
    case 'y':
        buf_addf(out, "%02d", t->year % 100);
        break;
    default: /* 'Y' */
        buf_addf(out, "%d", t->year);
    }
}

static void add_time(struct py *py, struct buf *out, const struct stdlib_datetime *t, char code)
{
    char offset[16] = "";

    switch (code) {
    case 'f':
        buf_addf(out, "%06d", t->microsecond);
        break;
    case 'H':
        buf_addf(out, "%02d", t->hour);
        break;
    case 'I':
        buf_addf(out, "%02d", (t->hour + 11) % 12 + 1);
        break;
    case 'M':
        buf_addf(out, "%02d", t->minute);
        break;
    case 'p':
        buf_add(out, t->hour < 12 ? "AM" : "PM");
        break;
    case 'S':
        buf_addf(out, "%02d", t->second);
        break;
    case 'z':
        if (t->zone)
            stdlib_offset_text(stdlib_timezone_offset(t->zone), offset);
        for (const char *c = offset; *c; c++)
            if (*c != ':')
                buf_addc(out, *c);
        break;
    default: /* 'Z' */
        buf_add(out, t->zone ? py_str_text(py, t->zone) : "");
    }
}

struct py_object *stdlib_strftime(struct py *py, const struct stdlib_datetime *given,
                                  const char *format)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);
    const struct stdlib_datetime t = with_date(given);

    for (; *format; format++) {
        if (*format != '%' || !format[1]) {
            buf_addc(out, *format);
            continue;
        }
        format++;
        if (*format == '%')
            buf_addc(out, '%');
        else if (strchr("aAbhBdejmuwyY", *format))
            add_date(out, &t, *format);
        else if (strchr("fHIMpSzZ", *format))
            add_time(py, out, &t, *format);
        else
            return py_refuse(py, "strftime(): \"%%%c\" is not known", *format);
    }
    return py_string(py, out->text);
}

/* ---- strptime() ------------------------------------------------------------------------------ */

struct parsing {
    const char *at;
    struct stdlib_datetime t;
    bool pm, has_pm, has_zone;
    int zone_seconds;
};

static bool digits(struct parsing *p, int min, int max, int *value)
{
    int n = 0;

    *value = 0;
    while (n < max && isdigit((unsigned char)p->at[n]))
        *value = *value * 10 + (p->at[n++] - '0');
    p->at += n;
    return n >= min;
}

static bool name(struct parsing *p, const char *const *names, int n, size_t length, int *value)
{
    for (int i = 0; i < n; i++) {
        size_t size = length ? length : strlen(names[i]);

        if (strncasecmp(p->at, names[i], size) == 0) {
            p->at += size;
            *value = i + 1;
            return true;
        }
    }
    return false;
}

static bool fraction(struct parsing *p, int *microseconds)
{
    int n = 0, value = 0;

    for (; n < 6 && isdigit((unsigned char)p->at[n]); n++)
        value = value * 10 + (p->at[n] - '0');
    p->at += n;
    for (int i = n; i < 6; i++)
        value *= 10;
    *microseconds = value;
    return n > 0;
}

/* "Z", "+0200", "+02:00", "+02:00:30". */
static bool zone(struct parsing *p)
{
    int sign = *p->at == '-' ? -1 : 1, hours, minutes, seconds = 0;

    p->has_zone = true;
    if (*p->at == 'Z' || *p->at == 'z') {
        p->at++;
        return true;
    }
    if (*p->at != '+' && *p->at != '-')
        return false;
    p->at++;
    if (!digits(p, 2, 2, &hours))
        return false;
    p->at += *p->at == ':';
    if (!digits(p, 2, 2, &minutes))
        return false;
    if (*p->at == ':' || isdigit((unsigned char)*p->at)) {
        p->at += *p->at == ':';
        if (!digits(p, 2, 2, &seconds))
            return false;
    }
    p->zone_seconds = sign * (hours * 3600 + minutes * 60 + seconds);
    return hours < 24 && minutes < 60;
}

static bool directive(struct parsing *p, char code)
{
    static const char *const halves[] = {"AM", "PM"};
    struct stdlib_datetime *t = &p->t;
    int ignored;

    switch (code) {
    case 'Y':
        return digits(p, 4, 4, &t->year);
    case 'y':
        if (!digits(p, 2, 2, &t->year))
            return false;
        t->year += t->year <= 68 ? 2000 : 1900;
        return true;
    case 'm':
        return digits(p, 1, 2, &t->month);
    case 'd':
    case 'e':
        return digits(p, 1, 2, &t->day);
    case 'H':
    case 'I':
        return digits(p, 1, 2, &t->hour);
    case 'M':
        return digits(p, 1, 2, &t->minute);
    case 'S':
        return digits(p, 1, 2, &t->second);
    case 'f':
        return fraction(p, &t->microsecond);
    case 'b':
        return name(p, months, 12, 3, &t->month);
    case 'B':
        return name(p, months, 12, 0, &t->month);
    case 'a':
        return name(p, days, 7, 3, &ignored);
    case 'A':
        return name(p, days, 7, 0, &ignored);
    case 'p':
        p->has_pm = name(p, halves, 2, 2, &ignored);
        p->pm = p->has_pm && ignored == 2;
        return p->has_pm;
    case 'z':
        return zone(p);
    case '%':
        return *p->at++ == '%';
    default:
        return false;
    }
}

static struct py_object *made(struct py *py, const struct py_type *type, struct parsing *p)
{
    if (p->has_pm)
        p->t.hour = p->t.hour % 12 + (p->pm ? 12 : 0);
    if (p->has_zone)
        p->t.zone = stdlib_timezone_new(py, p->zone_seconds);
    return stdlib_datetime_new(py, type, &p->t);
}

struct py_object *stdlib_strptime(struct py *py, const char *text, const char *format)
{
    struct parsing p = {.at = text, .t = {.year = 1900, .month = 1, .day = 1}};
    const char *f = format;
    bool ok = true;

    for (; ok && *f; f++) {
        if (isspace((unsigned char)*f)) {
            while (isspace((unsigned char)*p.at))
                p.at++;
        } else if (*f == '%' && f[1]) {
            if (!strchr("YymdeHIMSfbBaApz%", *++f))
                return py_refuse(py, "strptime(): \"%%%c\" is not known", *f);
            ok = directive(&p, *f);
        } else {
            ok = *p.at++ == *f;
        }
    }
    if (!ok)
        return py_raise(py, &py_value_error, "time data %s does not match format %s",
                        py_repr_text(py, py_string(py, text)),
                        py_repr_text(py, py_string(py, format)));
    if (*p.at)
        return py_raise(py, &py_value_error, "unconverted data remains: %s", p.at);
    return made(py, &stdlib_datetime_type, &p);
}

/* ---- fromisoformat() ------------------------------------------------------------------------- */

static bool iso_date(struct parsing *p)
{
    bool dashed;

    if (!digits(p, 4, 4, &p->t.year))
        return false;
    dashed = *p->at == '-';
    p->at += dashed;
    if (!digits(p, 2, 2, &p->t.month) || (dashed && *p->at++ != '-'))
        return false;
    return digits(p, 2, 2, &p->t.day);
}

static bool iso_time(struct parsing *p)
{
    int *const fields[] = {&p->t.minute, &p->t.second};

    if (!digits(p, 2, 2, &p->t.hour))
        return false;
    for (int i = 0; i < 2 && (*p->at == ':' || isdigit((unsigned char)*p->at)); i++) {
        p->at += *p->at == ':';
        if (!digits(p, 2, 2, fields[i]))
            return false;
    }
    if (*p->at == '.' || *p->at == ',') {
        p->at++;
        if (!fraction(p, &p->t.microsecond))
            return false;
        while (isdigit((unsigned char)*p->at))
            p->at++;
    }
    return !*p->at || zone(p);
}

struct py_object *stdlib_fromisoformat(struct py *py, const struct py_type *type, const char *text)
{
    bool date = py_is_subtype(type, &stdlib_date_type);
    bool time = !date || py_is_subtype(type, &stdlib_datetime_type);
    struct parsing p = {.at = text};
    bool ok = !date || iso_date(&p);

    if (ok && date && time && *p.at)
        ok = *p.at++ && iso_time(&p);
    else if (ok && !date)
        ok = iso_time(&p);
    if (!ok || *p.at)
        return py_raise(py, &py_value_error, "Invalid isoformat string: %s",
                        py_repr_text(py, py_string(py, text)));
    return made(py, type, &p);
}
