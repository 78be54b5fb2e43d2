#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

static const struct {
    const char *text, *json;
} names[] = {
    [LOG_ERROR] = {"ERROR", "error"},
    [LOG_WARNING] = {"WARNI", "warning"},
    [LOG_INFO] = {"INFO ", "info"},
    [LOG_DEBUG] = {"DEBUG", "debug"},
};

static struct {
    enum log_level level;
    bool json;
} settings = {LOG_INFO, false};

void log_setup(enum log_level level, bool json)
{
    settings.level = level;
    settings.json = json;
}

static void print_json_string(const char *s)
{
    putc('"', stderr);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c < 0x20)
            fprintf(stderr, "\\u%04x", c);
        else
            fprintf(stderr, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    putc('"', stderr);
}

void log_write(enum log_level level, const char *logger, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;
    char *message;

    if (level > settings.level)
        return;
    va_start(ap, fmt);
    message = mem_vprintf(scratch, fmt, ap);
    va_end(ap);
    if (!settings.json) {
        fprintf(stderr, "%s [%s] %s\n", names[level].text, logger, message);
        return;
    }
    fprintf(stderr, "{\"level\": \"%s\", \"logger\": ", names[level].json);
    print_json_string(logger);
    fputs(", \"message\": ", stderr);
    print_json_string(message);
    fputs("}\n", stderr);
}
