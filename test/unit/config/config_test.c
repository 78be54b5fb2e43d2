#include "config/config.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/stanza.h"
#include "harness/test.h"

/* One case: a project in a folder of its own, and what the command line says. */
struct project {
    const char *folder;
    const char *cwd;
    struct strlist *files, *environment;
    struct config_request request;
};

static void write_file(const char *path, const struct buf *text)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);

    PASSES(file_make_folder(path_folder(scratch, path), 0700, err));
    PASSES(file_create(path, text->text, err));
}

/* "@ PATH" begins a file, whose lines follow; "@ PATH/" is a folder. */
static void write_files(const struct project *project, const struct stanza *stanza)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);

    for (size_t i = 0; i < stanza->n_lines; i++) {
        struct stanza part = *stanza;
        const char *path = path_join(scratch, project->folder, stanza->lines[i].text);
        size_t n = 0;

        if (stanza->lines[i].tag != '@')
            continue;
        while (i + 1 + n < stanza->n_lines && strchr(">~", stanza->lines[i + 1 + n].tag))
            n++;
        part.lines = stanza->lines + i + 1;
        part.n_lines = n;
        if (path_has_suffix(path, "/"))
            PASSES(file_make_folder(path, 0700, err));
        else
            write_file(path, stanza_input(scratch, &part));
    }
}

/* "- -c FILE", "- --dev", ..., "- cd FOLDER" and "- NAME=value". */
static void read_options(TALLOC_CTX *mem, struct project *project, const struct stanza *stanza)
{
    project->files = strlist_new(mem);
    project->environment = strlist_new(mem);
    for (size_t i = 0; i < stanza->n_lines; i++) {
        const char *word = stanza->lines[i].text;
        const char *value = strchr(word, ' ');

        if (stanza->lines[i].tag != '-')
            continue;
        if (strncmp(word, "-c ", 3) == 0)
            strlist_add(project->files, value + 1);
        else if (strncmp(word, "-n ", 3) == 0)
            project->request.section = value + 1;
        else if (strncmp(word, "--url ", 6) == 0)
            project->request.url = value + 1;
        else if (strcmp(word, "--dev") == 0)
            project->request.dev = true;
        else if (strncmp(word, "cd ", 3) == 0)
            project->cwd = path_join(mem, project->folder, value + 1);
        else
            strlist_add(project->environment, word);
    }
    project->request.folder = project->cwd;
    project->request.files = project->files->items;
    project->request.environment = project->environment->items;
}

/* 'text' with the project's folder as DIR. */
static const char *short_text(TALLOC_CTX *mem, const struct project *project, const char *text)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    size_t n = strlen(project->folder);

    while (text && *text) {
        if (strncmp(text, project->folder, n) == 0) {
            buf_add(out, "DIR");
            text += n;
        } else {
            buf_addc(out, *text++);
        }
    }
    return text ? buf_take(mem, out) : "-";
}

enum field_kind { FIELD_TEXT, FIELD_LIST, FIELD_MAP, FIELD_INT, FIELD_BOOL };

#define FIELD(name, kind)                                                                          \
    {                                                                                              \
#name, kind, offsetof(struct config, name)                                                 \
    }

static const struct {
    const char *name;
    enum field_kind kind;
    size_t offset;
} fields[] = {
    FIELD(file, FIELD_TEXT),
    FIELD(folder, FIELD_TEXT),
    FIELD(is_alembic, FIELD_BOOL),
    FIELD(place, FIELD_TEXT),
    FIELD(script_location, FIELD_TEXT),
    FIELD(script_location_given, FIELD_TEXT),
    FIELD(versions, FIELD_LIST),
    FIELD(recursive_versions, FIELD_BOOL),
    FIELD(sourceless, FIELD_BOOL),
    FIELD(sys_path, FIELD_LIST),
    FIELD(file_template, FIELD_TEXT),
    FIELD(truncate_slug_length, FIELD_INT),
    FIELD(timezone, FIELD_TEXT),
    FIELD(output_encoding, FIELD_TEXT),
    FIELD(revision_environment, FIELD_BOOL),
    FIELD(script_format, FIELD_TEXT),
    FIELD(rev_id, FIELD_TEXT),
    FIELD(version_table, FIELD_TEXT),
    FIELD(version_table_schema, FIELD_TEXT),
    FIELD(version_table_pk, FIELD_BOOL),
    FIELD(url, FIELD_TEXT),
    FIELD(url_source, FIELD_TEXT),
    FIELD(url_env, FIELD_TEXT),
    FIELD(migration_url, FIELD_TEXT),
    FIELD(password_command, FIELD_TEXT),
    FIELD(naming, FIELD_MAP),
    FIELD(types, FIELD_MAP),
    FIELD(defines, FIELD_MAP),
    FIELD(ensure, FIELD_BOOL),
    FIELD(transaction, FIELD_INT),
    FIELD(transactional_ddl, FIELD_BOOL),
    FIELD(journal, FIELD_BOOL),
    FIELD(lock_timeout_ms, FIELD_INT),
    FIELD(statement_timeout_ms, FIELD_INT),
    FIELD(lock_retries, FIELD_INT),
    FIELD(lock_wait_s, FIELD_INT),
};

enum { N_FIELDS = sizeof(fields) / sizeof(fields[0]) };

static const char *map_text(TALLOC_CTX *mem, const struct map *map)
{
    struct strlist *entries = strlist_new(mem);

    for (size_t i = 0; map && i < map->n; i++)
        strlist_addf(entries, "%s: %s", map->entries[i].key, (const char *)map->entries[i].value);
    return map ? strlist_join(mem, entries, " | ") : "-";
}

static const char *field_text(TALLOC_CTX *mem, const struct project *project,
                              const struct config *config, const char *name)
{
    const char *at = NULL;
    size_t i = 0;

    while (i < N_FIELDS && strcmp(fields[i].name, name) != 0)
        i++;
    if (i == N_FIELDS)
        FAIL("no such field: %s", name);
    at = (const char *)config + fields[i].offset;
    switch (fields[i].kind) {
    case FIELD_TEXT:
        return short_text(mem, project, *(const char *const *)at);
    case FIELD_LIST:
        return short_text(mem, project, strings_join(mem, *(const char *const *const *)at, " | "));
    case FIELD_MAP:
        return map_text(mem, *(const struct map *const *)at);
    case FIELD_BOOL:
        return *(const bool *)at ? "true" : "false";
    default:
        return mem_printf(mem, "%d", *(const int *)at);
    }
}

/* "= FIELD VALUE" lines; "-" is NULL. */
static void check_fields(TALLOC_CTX *mem, const struct project *project,
                         const struct config *config, const struct stanza *stanza)
{
    for (size_t i = 0; i < stanza->n_lines; i++) {
        const char *text = stanza->lines[i].text;
        const char *name = mem_strndup(mem, text, strcspn(text, " "));

        if (stanza->lines[i].tag == '=')
            EQUAL_STR(mem_printf(mem, "%s %s", name, field_text(mem, project, config, name)), text);
    }
}

/* "!" is the message and "?" the hint, of loading or else of a command that needs a database. */
static void check_error(TALLOC_CTX *mem, const struct project *project, const struct stanza *stanza,
                        const struct error *err)
{
    EQUAL_STR(short_text(mem, project, err->message), stanza_value(stanza, '!'));
    EQUAL_INT(err->code, ERROR_USAGE);
    if (stanza_value(stanza, '?'))
        EQUAL_STR(short_text(mem, project, err->hint), stanza_value(stanza, '?'));
}

static void check_project(TALLOC_CTX *mem, const struct project *project,
                          const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct config *config = config_load(mem, &project->request, err);

    if (config) {
        check_fields(mem, project, config, stanza);
        if (!stanza_value(stanza, '!'))
            return;
        TRUE(config->url == NULL);
        TRUE(!config_no_database(config, err));
    } else if (!stanza_value(stanza, '!')) {
        FAIL("%s", err->message);
    }
    check_error(mem, project, stanza, err);
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct error *err = error_new(mem);
    struct project project = {.folder = file_temp_folder(mem, "/tmp", "limbeck-config-", err)};

    PASSES(project.folder != NULL);
    project.cwd = project.folder;
    write_files(&project, stanza);
    read_options(mem, &project, stanza);
    check_project(mem, &project, stanza);
    PASSES(file_remove_folder(project.folder, err));
}

TEST(config_is_what_the_files_say)
{
    stanza_each("unit/config/config_cases.txt", check_case);
}
