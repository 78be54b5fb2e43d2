#include "cli/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"

enum { MAX_OUTPUT = 64 << 20 };

static bool is_expectation(const char *line)
{
    return *line == '=' || *line == '!' || *line == '?';
}

static const char *line_text(const char *line)
{
    return line[1] == ' ' ? line + 2 : line + 1;
}

/* Make the file that the '+' line 'at' names; returns the line behind its text. */
static size_t make_file(const struct play *play, const struct case_file *file, size_t at,
                        size_t end, bool *ok)
{
    MEM_SCRATCH(scratch);
    char *path = path_join(scratch, play->folder, line_text(file->lines->items[at++]));
    struct buf *text = buf_new(scratch, BUF_MAX);

    for (; at < end && file->lines->items[at][0] == '|'; at++)
        buf_addf(text, "%s\n", line_text(file->lines->items[at]));
    *ok = file_make_folder(path_folder(scratch, path), 0777, play->err) &&
          file_replace(path, text->text, play->err);
    return at;
}

/* The lines of an output, each with 'tag' in front. */
static bool add_lines(const struct play *play, const char *path, const char *tag,
                      struct strlist *lines)
{
    MEM_SCRATCH(scratch);
    struct file_text *text = file_read(scratch, path, MAX_OUTPUT, play->err);

    if (!text)
        return false;
    for (const char *at = text->bytes; *at;) {
        size_t n = strcspn(at, "\n");

        strlist_addf(lines, "%s%s%.*s", tag, n ? " " : "", (int)n, at);
        if (at[n] == '\0')
            strlist_addf(lines, "%s {no line end}", tag);
        at += n + (at[n] == '\n');
    }
    return true;
}

/* What 'command' printed and how it ended, as lines of a case; NULL when it could not be run. */
static struct strlist *run_line(TALLOC_CTX *mem, const struct play *play, const char *command)
{
    struct strlist *lines = strlist_new(mem);
    const char *const argv[] = {
        "sh", "-c", "eval \"$1\" >\"$2\" 2>\"$3\"", "sh", command, play->out, play->errors, NULL};
    const char *const environment[] = {
        mem_printf(lines, "PATH=%s:%s", play->programs, getenv("PATH")),
        mem_printf(lines, "HOME=%s", play->folder),
        play->database_url ? mem_printf(lines, "DATABASE_URL=%s", play->database_url)
                           : "DATABASE_URL",
        "LC_ALL=C.UTF-8",
        "TZ=UTC",
        "ALEMBIC_CONFIG",
        "LIMBECK_URL",
        "PGHOST",
        "PGDATABASE",
        "PGSERVICE",
        "EDITOR",
        "VISUAL",
        NULL,
    };
    const struct process_options options = {.folder = play->folder, .setenv = environment};
    struct process_result *result = process_run(lines, argv, &options, play->err);

    if (!result || !add_lines(play, play->out, "=", lines) ||
        !add_lines(play, play->errors, "!", lines))
        return NULL;
    if (result->status != 0)
        strlist_addf(lines, "? %d", result->status);
    return lines;
}

static bool lines_match(const struct play *play, const struct case_file *file, size_t first,
                        const struct strlist *actual)
{
    for (size_t i = 0; i < actual->n; i++)
        if (first + i >= file->lines->n ||
            !case_line_matches(file->lines->items[first + i], actual->items[i], play->folder))
            return false;
    return true;
}

static void show_difference(const struct play *play, const struct case_file *file, size_t first,
                            size_t end, const struct strlist *actual)
{
    MEM_SCRATCH(scratch);

    printf("    %s:%zu: %s\n", file->path, first, file->lines->items[first - 1]);
    for (size_t i = first; i < end; i++)
        printf("    expected  %s\n", file->lines->items[i]);
    for (size_t i = 0; i < actual->n; i++)
        printf("    actual    %s\n", case_line_shown(scratch, actual->items[i], play->folder));
}

/* Run the '$' line 'at'; returns the line behind its expectations. */
static size_t play_command(const struct play *play, const struct case_file *file, size_t at,
                           size_t end, bool *ok, struct strlist *updated)
{
    MEM_SCRATCH(scratch);
    struct strlist *actual = run_line(scratch, play, line_text(file->lines->items[at++]));
    size_t behind = at;

    while (behind < end && is_expectation(file->lines->items[behind]))
        behind++;
    if (!actual) {
        *ok = false;
        return end;
    }
    *ok = actual->n == behind - at && lines_match(play, file, at, actual);
    if (!*ok && !updated)
        show_difference(play, file, at, behind, actual);
    for (size_t i = 0; updated && i < actual->n; i++)
        strlist_add(updated, *ok ? file->lines->items[at + i]
                                 : case_line_shown(scratch, actual->items[i], play->folder));
    *ok = *ok || updated;
    return behind;
}

static bool play_lines(const struct play *play, const struct case_file *file,
                       const struct case_range *range, struct strlist *updated)
{
    bool all_ok = true;

    for (size_t at = range->first; at < range->end;) {
        const char *line = file->lines->items[at];
        size_t first = at;
        bool ok = true;

        if (*line == '+')
            at = make_file(play, file, at, range->end, &ok);
        else if (*line == '$' || !*line || *line == '#')
            at++;
        else
            return error_set(play->err, ERROR_INVALID, "%s:%zu: what is \"%s\"?", file->path,
                             at + 1, line);
        for (size_t i = first; updated && i < at; i++)
            strlist_add(updated, file->lines->items[i]);
        if (*line == '$')
            at = play_command(play, file, first, range->end, &ok, updated);
        if (play->err->message)
            return false;
        all_ok = all_ok && ok;
    }
    return all_ok;
}

bool play_case(const struct play *play, const struct case_file *file,
               const struct case_range *range, struct strlist *updated)
{
    bool ok = play_lines(play, file, range, updated);

    if (play->err->message)
        printf("    %s\n", play->err->message);
    return ok;
}
