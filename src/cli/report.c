#include "cli/report.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "cli/message.h"
#include "text/json.h"

int report_exit_code(const struct error *err)
{
    switch (err->code) {
    case ERROR_NONE:
        return EXIT_CODE_DONE;
    case ERROR_USAGE:
        return EXIT_CODE_USAGE;
    case ERROR_BUSY:
        return EXIT_CODE_BUSY;
    case ERROR_INTERRUPTED:
        return 128 + (interrupt_signal() ? interrupt_signal() : 2);
    default:
        return EXIT_CODE_FAILED;
    }
}

bool report_wants_colour(int fd)
{
    const char *no_color = getenv("NO_COLOR");

    return isatty(fd) && !(no_color && *no_color);
}

static void print_message(const struct report *report, const char *label, const char *message)
{
    if (report->colour)
        fprintf(report->errors, "\033[1;31m%s\033[0m %s\n", label, message);
    else
        fprintf(report->errors, "%s %s\n", label, message);
}

static void print_line(const struct report *report, const char *label, const char *text)
{
    if (text)
        fprintf(report->errors, "%s  %s\n", label, text);
}

static void report_as_alembic(const struct report *report, const struct error *err)
{
    MEM_SCRATCH(scratch);

    if (!report->quiet) {
        message_write(report->out, mem_printf(scratch, "FAILED: %s", err->message), report->width);
        fputc('\n', report->out);
        fflush(report->out);
    }
    if (report->quiet || !report->one_stream)
        print_message(report, "ERROR [alembic.util.messaging]", err->message);
}

/* The words for programs; a new code without one is a warning of the compiler. */
static const char *code_name(enum error_code code)
{
    switch (code) {
    case ERROR_NONE:
        break;
    case ERROR_USAGE:
        return "usage";
    case ERROR_NOT_FOUND:
        return "not_found";
    case ERROR_CONFLICT:
        return "conflict";
    case ERROR_INVALID:
        return "invalid";
    case ERROR_DATABASE:
        return "database";
    case ERROR_BUSY:
        return "busy";
    case ERROR_REMOTE:
        return "remote";
    case ERROR_SYSTEM:
        return "system";
    case ERROR_INTERRUPTED:
        return "interrupted";
    }
    return "none";
}

static void report_as_json(const struct report *report, const struct error *err)
{
    MEM_SCRATCH(scratch);
    struct json *json = json_to_file(scratch, report->out);

    json_object(json, NULL);
    json_object(json, "error");
    json_string(json, "code", code_name(err->code));
    json_string(json, "message", err->message);
    json_string(json, "sqlstate", *err->sqlstate ? err->sqlstate : NULL);
    json_string(json, "detail", err->detail);
    json_string(json, "where", err->where);
    json_string(json, "hint", err->hint);
    if (report->last_words)
        json_string(json, "standing", report->last_words);
    json_end(json);
    json_end(json);
}

void report_failure(const struct report *report, const struct error *err)
{
    MEM_SCRATCH(scratch);

    fflush(report->out);
    if (report->json)
        report_as_json(report, err);
    if (report->is_alembic && !report->json)
        report_as_alembic(report, err);
    else
        print_message(report, mem_printf(scratch, "%s:", report->program), err->message);
    print_line(report, "DETAIL:", err->detail);
    print_line(report, "WHERE:", err->where);
    print_line(report, "HINT:", err->hint);
    if (report->last_words)
        fprintf(report->errors, "%s\n", report->last_words);
}
