#include "config/duration.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool duration_parse(const char *text, int *ms)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {
        {"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000},
    };
    size_t n = strspn(text, "0123456789");
    const char *unit = text + n + strspn(text + n, " ");
    int64_t number;

    if (n == 0 || n > 9)
        return false;
    number = strtoll(text, NULL, 10);
    if (number == 0 && !*unit) {
        *ms = 0;
        return true;
    }
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(unit, units[i].name) != 0 || number > INT_MAX / units[i].ms)
            continue;
        *ms = (int)(number * units[i].ms);
        return true;
    }
    return false;
}
