/*
 * Run the program as a user does and compare what it prints, exactly.
 *
 *     cli [--update] [PART-OF-A-NAME]
 *
 * The cases stand in the text files of this folder; case.h says how.  With
 * --update what they expect is rewritten: look at the difference before you
 * believe it.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "cli/case.h"
#include "cli/play.h"
#include "cli/server.h"

struct suite {
    const char *only; /* run the cases with this in their name or file's name */
    bool update;
    const char *folder; /* where everything happens */
    const char *programs;
    struct case_server server;
    int passed, failed;
    struct error *err;
};

/* The program under each of its names, in a folder for PATH. */
static bool link_programs(struct suite *suite)
{
    MEM_SCRATCH(scratch);

    return file_make_folder(suite->programs, 0777, suite->err) &&
           ((symlink(LIMBECK_PROGRAM, path_join(scratch, suite->programs, "limbeck")) == 0 &&
             symlink(LIMBECK_PROGRAM, path_join(scratch, suite->programs, "alembic")) == 0) ||
            error_errno(suite->err, "cannot link the program"));
}

/* A case that failed half-way may have left its dev cluster running. */
static void stop_servers(const struct play *play)
{
    MEM_SCRATCH(scratch);
    const char *const argv[] = {LIMBECK_PROGRAM, "dev", "destroy", NULL};
    const struct process_options options = {.folder = play->folder};

    if (file_exists(path_join(scratch, play->folder, ".limbeck")))
        process_run(scratch, argv, &options, error_new(scratch));
}

/* A case in a folder of its own, behind the file's setup. */
static bool run_case(struct suite *suite, const struct case_file *file,
                     const struct case_range *setup, const struct case_range *range,
                     struct strlist *updated)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct play play = {
        .programs = suite->programs,
        .folder = path_join(scratch, suite->folder, "case"),
        .out = path_join(scratch, suite->folder, "out"),
        .errors = path_join(scratch, suite->folder, "errors"),
        .err = err,
    };
    bool ok;

    if (!file_make_folder(play.folder, 0777, err) ||
        (case_file_names(file, "DATABASE_URL") &&
         !(play.database_url = case_server_database(scratch, &suite->server, err)))) {
        printf("    %s\n", err->message);
        return false;
    }
    ok = (!setup->name || play_case(&play, file, setup, NULL)) &&
         play_case(&play, file, range, updated);
    stop_servers(&play);
    return file_remove_folder(play.folder, error_new(scratch)) && ok;
}

static void add_range(struct strlist *lines, const struct case_file *file, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        strlist_add(lines, file->lines->items[i]);
}

static void count_case(struct suite *suite, const char *file, const char *name, bool ok)
{
    printf("%s %s: %s\n", ok ? "ok    " : "FAILED", file, name);
    *(ok ? &suite->passed : &suite->failed) += 1;
}

static bool is_wanted(const struct suite *suite, const char *file, const char *name)
{
    return strstr(name, suite->only) || strstr(file, suite->only);
}

/* Run the cases of a file; 'updated' gets all its lines as they should be. */
static void run_cases(struct suite *suite, const struct case_file *file, struct strlist *updated)
{
    struct case_range range, setup = {0};
    size_t at = 0, done = 0;

    while (case_next(file, &at, &range)) {
        bool is_setup = strcmp(range.name, "setup") == 0;

        add_range(updated, file, done, range.first);
        done = range.end;
        if (is_setup)
            setup = range;
        if (is_setup || !is_wanted(suite, path_name(file->path), range.name))
            add_range(updated, file, range.first, range.end);
        else
            count_case(suite, path_name(file->path), range.name,
                       run_case(suite, file, &setup, &range, suite->update ? updated : NULL));
    }
}

static bool run_file(struct suite *suite, const char *path)
{
    MEM_SCRATCH(scratch);
    struct case_file *file = case_file_read(scratch, path, suite->err);
    struct strlist *updated = strlist_new(scratch);
    struct buf *text = buf_new(scratch, BUF_MAX);

    if (!file)
        return false;
    run_cases(suite, file, updated);
    if (!suite->update || suite->failed)
        return true;
    for (size_t i = 0; i < updated->n; i++)
        buf_addf(text, "%s\n", updated->items[i]);
    return file_replace(path, text->text, suite->err);
}

static bool run_folder(struct suite *suite, const char *folder)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = file_names(scratch, folder, suite->err);

    for (size_t i = 0; names && i < names->n; i++)
        if (path_has_suffix(names->items[i], ".txt") &&
            !run_file(suite, path_join(scratch, folder, names->items[i])))
            return false;
    return names != NULL;
}

static bool run_suite(TALLOC_CTX *mem, struct suite *suite)
{
    suite->folder = file_temp_folder(mem, "/tmp", "limbeck-cli-", suite->err);
    if (!suite->folder)
        return false;
    /* Run by root, a dev cluster serves under an account that must get to its data. */
    if (chmod(suite->folder, 0755) != 0)
        return error_errno(suite->err, "cannot open \"%s\" to all", suite->folder);
    suite->programs = path_join(mem, suite->folder, "bin");
    return link_programs(suite) && run_folder(suite, TEST_SOURCE_DIR "/cli") &&
           file_remove_folder(suite->folder, suite->err);
}

int main(int argc, char **argv)
{
    MEM_SCRATCH(mem);
    struct suite suite = {.only = "", .err = error_new(mem)};

    setvbuf(stdout, NULL, _IOLBF, 0);
    suite.update = argc > 1 && strcmp(argv[1], "--update") == 0;
    if (argc > 1 + suite.update)
        suite.only = argv[1 + suite.update];
    if (!run_suite(mem, &suite)) {
        printf("FAILED %s\n", suite.err->message);
        suite.failed++;
    }
    talloc_free(suite.server.cluster);
    printf("%d passed, %d failed\n", suite.passed, suite.failed);
    return suite.failed > 0;
}
