#include "script/write.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "script/file_name.h"
#include "script/local_time.h"
#include "script/py_template.h"
#include "script/script_dir.h"
#include "script/slug.h"

enum { USUAL_SLUG_LENGTH = 40 };

static const char empty_sections[] =
    "-- limbeck: upgrade\n"
    "-- SQL that makes the change; each statement ends with a semicolon.\n"
    "\n"
    "-- limbeck: downgrade\n"
    "-- SQL that takes it back; a script without this section cannot be taken back.\n";

/* Control characters and the line ends of Unicode. */
static bool breaks_line(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* A directive is one line: what would break it becomes a space. */
static char *one_line(TALLOC_CTX *mem, const char *message)
{
    struct buf *line = buf_new(mem, BUF_MAX);
    size_t n = strlen(message), step;
    bool gap = false;

    for (size_t at = 0; at < n; at += step) {
        uint32_t c = 0;

        step = utf8_decode(message + at, n - at, &c);
        step = step ? step : 1;
        if (breaks_line(c)) {
            gap = true;
            continue;
        }
        if (gap && line->length > 0 && c != ' ')
            buf_addc(line, ' ');
        gap = false;
        buf_addn(line, message + at, step);
    }
    return buf_take(mem, line);
}

static void add_list(struct buf *text, const char *key, const char *const *values)
{
    MEM_SCRATCH(scratch);

    if (strings_count(values) > 0)
        buf_addf(text, "-- limbeck: %s = %s\n", key, strings_join(scratch, values, ", "));
}

char *script_render(TALLOC_CTX *mem, const struct script_draft *draft, const char *create_date)
{
    MEM_SCRATCH(scratch);
    struct buf *text = buf_new(scratch, BUF_MAX);

    buf_addf(text, "-- limbeck: revision = %s\n", draft->id);
    add_list(text, "down_revision", draft->down);
    add_list(text, "branch_labels", draft->labels);
    add_list(text, "depends_on", draft->depends);
    buf_addf(text, "-- limbeck: message = %s\n",
             one_line(scratch, draft->message ? draft->message : "empty message"));
    buf_addf(text, "-- Create Date: %s\n\n%s", create_date, empty_sections);
    return buf_take(mem, text);
}

static bool check_words(const char *const *words, const char *what, struct error *err)
{
    for (size_t i = 0; words && words[i]; i++) {
        size_t n = strlen(words[i]);

        if (n == 0 || strcspn(words[i], " \t\r\n\v\f\"'(),") < n || !utf8_valid(words[i], n, NULL))
            return error_set(err, ERROR_USAGE, "\"%s\" cannot be %s", words[i], what);
    }
    return true;
}

static bool check_draft(const struct script_draft *draft, struct error *err)
{
    const char *const ids[] = {draft->id, NULL};

    if (!check_words(ids, "a revision id", err) || !check_words(draft->labels, "a label", err))
        return false;
    if (strchr(draft->id, '/'))
        return error_set(err, ERROR_USAGE, "\"%s\" cannot be a revision id", draft->id);
    if (draft->message && !utf8_valid(draft->message, strlen(draft->message), NULL))
        return error_set(err, ERROR_USAGE, "the message is not valid UTF-8");
    return true;
}

static char *choose_path(TALLOC_CTX *mem, const struct script_draft *draft,
                         const struct script_naming *naming, const struct local_time *time,
                         struct error *err)
{
    int max = naming->truncate_slug_length > 0 ? naming->truncate_slug_length : USUAL_SLUG_LENGTH;
    char *slug = script_slug(mem, draft->message ? draft->message : "", max);
    char *name = script_file_name(mem, naming->template, draft->id, slug,
                                  naming->py ? ".py" : ".sql", time, err);

    if (!name)
        return NULL;
    if (script_dir_takes(path_name(name)))
        return path_join(mem, naming->folder, name);
    error_set(err, ERROR_USAGE, "a script cannot be called \"%s\"", name);
    error_hint(err, "Names that start with \".#\" or \"__init__\" are ignored.");
    return NULL;
}

static bool create(struct script_written *written, const char *text, struct error *err)
{
    const char *folder = path_folder(written, written->path);

    if (!file_is_folder(folder)) {
        if (!file_make_folder(folder, 0777, err))
            return false;
        written->new_folder = folder;
    }
    if (file_create(written->path, text, err))
        return true;
    if (err->code == ERROR_CONFLICT)
        error_hint(err, "Choose another message or another id.");
    return false;
}

struct script_written *script_write(TALLOC_CTX *mem, const struct script_draft *draft,
                                    const struct script_naming *naming, int64_t now_us,
                                    struct error *err)
{
    MEM_SCRATCH(scratch);
    struct script_written *written = mem_new(scratch, struct script_written);
    struct local_time time;
    char *text, *date;

    if (!check_draft(draft, err) || !local_time(&time, now_us, naming->timezone, err))
        return NULL;
    written->path = choose_path(written, draft, naming, &time, err);
    if (!written->path)
        return NULL;
    date = local_time_text(scratch, &time);
    text = naming->py ? py_template_render(scratch, naming->py, draft, date, err)
                      : script_render(scratch, draft, date);
    if (!text)
        return NULL;
    return create(written, text, err) ? talloc_steal(mem, written) : NULL;
}
