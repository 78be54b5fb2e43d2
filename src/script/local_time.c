#include "script/local_time.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

static bool is_zone_file(const char *path)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    struct file_text *file = file_read(scratch, path, 1 << 20, ignored);

    return file && file->length > 4 && memcmp(file->bytes, "TZif", 4) == 0;
}

/* What TZ must be for 'name', or NULL. */
static char *find_zone(TALLOC_CTX *mem, const char *name)
{
    const char *folder = getenv("TZDIR");
    char *path = path_join(mem, folder && *folder ? folder : "/usr/share/zoneinfo", name);

    if (strcmp(name, "UTC") == 0)
        return mem_strdup(mem, "UTC0"); /* also where no database is installed */
    if (*name == '/' || strstr(name, "..") || !is_zone_file(path))
        return NULL;
    return mem_printf(mem, ":%s", path);
}

static char *upper(TALLOC_CTX *mem, const char *name)
{
    char *copy = mem_strdup(mem, name);

    for (char *c = copy; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

/* The C library knows one time zone at a time; there is one thread to notice. */
static void in_zone(struct tm *parts, time_t seconds, const char *zone)
{
    MEM_SCRATCH(scratch);
    char *before = mem_strdup(scratch, getenv("TZ"));

    setenv("TZ", zone, 1);
    tzset();
    localtime_r(&seconds, parts);
    if (before)
        setenv("TZ", before, 1);
    else
        unsetenv("TZ");
    tzset();
}

bool local_time(struct local_time *time, int64_t now_us, const char *zone_name, struct error *err)
{
    MEM_SCRATCH(scratch);
    time_t seconds = (time_t)(now_us / 1000000);
    bool zoned = zone_name && *zone_name;
    char *zone = zoned ? find_zone(scratch, zone_name) : NULL;
    struct tm parts;

    if (zoned && !zone)
        zone = find_zone(scratch, upper(scratch, zone_name));
    if (zoned && !zone) {
        error_set(err, ERROR_USAGE, "Can't locate timezone: %s", zone_name);
        return error_hint(err, "Write a name of the time zone database, such as UTC or "
                               "Europe/Berlin.");
    }
    tzset();
    if (zone)
        in_zone(&parts, seconds, zone);
    else
        localtime_r(&seconds, &parts);
    *time = (struct local_time){
        .epoch = seconds,
        .year = parts.tm_year + 1900,
        .month = parts.tm_mon + 1,
        .day = parts.tm_mday,
        .hour = parts.tm_hour,
        .minute = parts.tm_min,
        .second = parts.tm_sec,
        .microsecond = (int)(now_us % 1000000),
        .zoned = zoned,
        .offset_minutes = (int)(parts.tm_gmtoff / 60),
    };
    return true;
}

char *local_time_text(TALLOC_CTX *mem, const struct local_time *time)
{
    char *text = mem_printf(mem, "%04d-%02d-%02d %02d:%02d:%02d.%06d", time->year, time->month,
                            time->day, time->hour, time->minute, time->second, time->microsecond);
    int minutes = abs(time->offset_minutes);

    if (!time->zoned)
        return text;
    return mem_printf(mem, "%s%c%02d:%02d", text, time->offset_minutes < 0 ? '-' : '+',
                      minutes / 60, minutes % 60);
}
