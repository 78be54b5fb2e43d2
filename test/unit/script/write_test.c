#include "script/write.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"
#include "script/file_name.h"
#include "script/local_time.h"
#include "script/script.h"
#include "script/slug.h"

/* 2025-11-21 05:50:48.000123 UTC */
static const int64_t now_us = 1763704248000123;

static const char *const parents[] = {"p1", "p2", NULL};
static const char *const labels[] = {"l1", NULL};

TEST(slug_has_the_words_of_the_message)
{
    EQUAL_STR(script_slug(mem, "Add the Blocks table!", 40), "add_the_blocks_table");
    EQUAL_STR(script_slug(mem, "  a-b.c/d  ", 40), "a_b_c_d");
    EQUAL_STR(script_slug(mem, "", 40), "");
    EQUAL_STR(script_slug(mem, "ÄÖ Größe ИМЯ 表", 40), "äö_größe_имя_表");
    EQUAL_STR(script_slug(mem, "a_b__c", 40), "a_b__c");
    EQUAL_STR(script_slug(mem, "a\xff b", 40), "a_b");
}

TEST(slug_is_cut_behind_a_whole_word)
{
    EQUAL_STR(script_slug(mem, "create the blocks table with its embedding column", 40),
              "create_the_blocks_table_with_its_");
    EQUAL_STR(script_slug(mem, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 40),
              "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_");
    EQUAL_STR(script_slug(mem, "abc def ghi", 8), "abc_def_");
    EQUAL_STR(script_slug(mem, "abc def ghi", 7), "abc_");
    EQUAL_STR(script_slug(mem, "abc def ghi", 3), "abc_");
    EQUAL_STR(script_slug(mem, "один два три", 6), "один_");
}

static char *named(TALLOC_CTX *mem, const char *template, struct error *err)
{
    const struct local_time time = {.epoch = 1763704248,
                                    .year = 2025,
                                    .month = 3,
                                    .day = 7,
                                    .hour = 4,
                                    .minute = 5,
                                    .second = 9};

    return script_file_name(mem, template, "ae10", "add_größe", ".sql", &time, err);
}

TEST(file_name_is_formatted_as_python_does_it)
{
    static const char *const cases[][2] = {
        {"%(rev)s_%(slug)s", "ae10_add_größe.sql"},
        {"%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s",
         "2025_03_07_0405-ae10.sql"},
        {"%(year)d/%(month)02d/%(slug)s", "2025/03/add_größe.sql"},
        {"100%%_%(epoch)d", "100%_1763704248.sql"},
        {"%(slug).6s|%(slug)12s|%(slug)-12s|", "add_gr|   add_größe|add_größe   |.sql"},
        {"%(year)s %(month)4d %(month)-4d| %(month)04d %(month)4.2d %(month)i %(second)u",
         "2025    3 3   | 0003   03 3 9.sql"},
        {"%(year).2s %(rev)08s %(month)-04d|", "20     ae10 3   |.sql"},
        {"", ".sql"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        EQUAL_STR(named(mem, cases[i][0], err), cases[i][1]);
}

TEST(file_name_refuses_what_it_cannot_fill_in)
{
    static const char *const templates[] = {
        "%(branch)s", "%s", "%(rev", "%(rev)", "%(rev)d", "%(year)f", "%(year)300d", "%",
    };

    for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++)
        FAILS(named(mem, mem_printf(mem, "a%s/", templates[i]), err) != NULL, ERROR_USAGE,
              mem_printf(mem, "file_template cannot have \"%s\"", templates[i]));
    EQUAL_STR(err->hint, "It can have %(rev)s, %(slug)s, %(epoch)d, %(year)d, %(month).2d, "
                         "%(day).2d, %(hour).2d, %(minute).2d and %(second).2d; a percent sign is "
                         "written %%.");
}

static char *time_in(TALLOC_CTX *mem, const char *zone, int64_t us, struct error *err)
{
    struct local_time time;

    return local_time(&time, us, zone, err) ? local_time_text(mem, &time) : NULL;
}

TEST(local_time_is_that_of_the_zone)
{
    EQUAL_STR(time_in(mem, "Europe/Berlin", now_us, err), "2025-11-21 06:50:48.000123+01:00");
    EQUAL_STR(time_in(mem, "Europe/Berlin", 1752000000000000, err),
              "2025-07-08 20:40:00.000000+02:00");
    EQUAL_STR(time_in(mem, "America/St_Johns", now_us, err), "2025-11-21 02:20:48.000123-03:30");
    EQUAL_STR(time_in(mem, "utc", now_us, err), "2025-11-21 05:50:48.000123+00:00");
    EQUAL_STR(time_in(mem, "UTC", now_us, err), "2025-11-21 05:50:48.000123+00:00");
}

TEST(local_time_without_a_zone_is_that_of_the_machine)
{
    char *before = mem_strdup(mem, getenv("TZ"));

    setenv("TZ", "Asia/Tokyo", 1);
    EQUAL_STR(time_in(mem, NULL, now_us, err), "2025-11-21 14:50:48.000123");
    EQUAL_STR(time_in(mem, "UTC", now_us, err), "2025-11-21 05:50:48.000123+00:00");
    EQUAL_STR(time_in(mem, "", now_us, err), "2025-11-21 14:50:48.000123");
    EQUAL_STR(getenv("TZ"), "Asia/Tokyo");
    before ? setenv("TZ", before, 1) : unsetenv("TZ");
}

TEST(local_time_refuses_zones_that_are_not_there)
{
    static const char *const zones[] = {
        "europe/berlin",           "Mars/Base", "Europe", "../zoneinfo/UTC",
        "/usr/share/zoneinfo/UTC", "zone.tab"};

    for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
        FAILS(time_in(mem, zones[i], now_us, err) != NULL, ERROR_USAGE,
              mem_printf(mem, "Can't locate timezone: %s", zones[i]));
}

static struct script_naming naming_in(const char *folder)
{
    return (struct script_naming){
        .folder = folder, .template = "%(rev)s_%(slug)s", .timezone = "UTC"};
}

TEST(script_write_makes_a_script_that_reads_back)
{
    char *top = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    const struct script_draft draft = {
        .id = "ae10", .down = parents, .labels = labels, .depends = labels, .message = "Add it"};
    struct script_naming naming = naming_in(top);
    struct script_written *written = script_write(mem, &draft, &naming, now_us, err);
    struct script *script;

    PASSES(written != NULL);
    EQUAL_STR(written->path, path_join(mem, top, "ae10_add_it.sql"));
    TRUE(!written->new_folder);
    EQUAL_STR(file_read(mem, written->path, 10000, err)->bytes,
              "-- limbeck: revision = ae10\n"
              "-- limbeck: down_revision = p1, p2\n"
              "-- limbeck: branch_labels = l1\n"
              "-- limbeck: depends_on = l1\n"
              "-- limbeck: message = Add it\n"
              "-- Create Date: 2025-11-21 05:50:48.000123+00:00\n"
              "\n"
              "-- limbeck: upgrade\n"
              "-- SQL that makes the change; each statement ends with a semicolon.\n"
              "\n"
              "-- limbeck: downgrade\n"
              "-- SQL that takes it back; a script without this section cannot be taken back.\n");
    script = script_read(mem, written->path, err);
    PASSES(script != NULL);
    EQUAL_STR(script->header.message, "Add it");
    EQUAL_STR(strings_join(mem, script->header.down, " "), "p1 p2");
    TRUE(script->sides[SCRIPT_DOWNGRADE].present);
    PASSES(file_remove_folder(top, err));
}

static const char *read_back(TALLOC_CTX *mem, const char *message)
{
    const struct script_draft draft = {.id = "a", .message = message};
    char *text = script_render(mem, &draft, "today");
    struct error *err = error_new(mem);
    struct script *script = script_parse(mem, "s.sql", text, strlen(text), err);

    PASSES(script != NULL);
    EQUAL_STR(script->header.id, "a");
    return script->header.message;
}

TEST(script_render_keeps_every_message_on_one_line)
{
    EQUAL_STR(read_back(mem, NULL), "empty message");
    EQUAL_STR(read_back(mem, ""), "");
    EQUAL_STR(read_back(mem, "\n one\n-- limbeck: upgrade\r\n\ttwo\x7f\n"),
              "one -- limbeck: upgrade two");
    EQUAL_STR(read_back(mem, "it's \"quoted\"; $$ /* -- é = \\"),
              "it's \"quoted\"; $$ /* -- é = \\");
    EQUAL_STR(read_back(mem, "a\xe2\x80\xa8z\xc2\x85w"), "a z w");
}

TEST(script_write_makes_folders_and_overwrites_nothing)
{
    char *top = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    const struct script_draft draft = {.id = "ae10", .message = "x"};
    struct script_naming naming = naming_in(top);
    struct script_written *written;

    naming.template = "%(year)d/%(month).2d/%(rev)s";
    written = script_write(mem, &draft, &naming, now_us, err);
    PASSES(written != NULL);
    EQUAL_STR(written->new_folder, path_join(mem, top, "2025/11"));
    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_CONFLICT,
          mem_printf(mem, "cannot create \"%s/2025/11/ae10.sql\": File exists", top));
    EQUAL_STR(err->hint, "Choose another message or another id.");
    PASSES(file_remove_folder(top, err));
}

/* In a child: 0 if it made the script, 1 if another one had. */
static int race(const char *top)
{
    MEM_SCRATCH(scratch);
    const struct script_draft draft = {.id = "ae10", .message = "x"};
    struct script_naming naming = naming_in(top);
    struct error *err = error_new(scratch);

    if (script_write(scratch, &draft, &naming, now_us, err))
        return 0;
    return err->code == ERROR_CONFLICT ? 1 : 2;
}

TEST(script_write_lets_one_of_many_win)
{
    char *top = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    int made = 0, refused = 0, status;

    for (int i = 0; i < 8; i++)
        if (fork() == 0)
            _exit(race(top));
    for (int i = 0; i < 8; i++) {
        TRUE(wait(&status) > 0 && WIFEXITED(status));
        made += WEXITSTATUS(status) == 0;
        refused += WEXITSTATUS(status) == 1;
    }
    EQUAL_INT(made, 1);
    EQUAL_INT(refused, 7);
    EQUAL_INT(file_names(mem, top, err)->n, 1);
    PASSES(file_remove_folder(top, err));
}

TEST(script_write_refuses_what_would_not_read_back)
{
    static const char *const bad[] = {"a,b", NULL};
    struct script_naming naming = naming_in("/nowhere");
    struct script_draft draft = {.id = "a b"};

    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_USAGE,
          "\"a b\" cannot be a revision id");
    draft.id = "../a";
    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_USAGE,
          "\"../a\" cannot be a revision id");
    draft.id = "a";
    draft.labels = bad;
    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_USAGE,
          "\"a,b\" cannot be a label");
    draft.labels = NULL;
    draft.message = "\xff";
    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_USAGE,
          "the message is not valid UTF-8");
    draft.message = "";
    draft.id = "__init__";
    FAILS(script_write(mem, &draft, &naming, now_us, err) != NULL, ERROR_USAGE,
          "a script cannot be called \"__init___.sql\"");
}
