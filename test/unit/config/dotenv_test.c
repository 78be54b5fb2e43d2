#include "config/dotenv.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"

static const char *variable(const char *name, void *data)
{
    (void)data;
    return strcmp(name, "HOME") == 0 ? "/root" : strcmp(name, "EMPTY") == 0 ? "" : NULL;
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct map *map = map_new(mem);
    struct buf *values = buf_new(mem, BUF_MAX);
    size_t bad_line = dotenv_parse(map, stanza_input(mem, stanza)->text, variable, NULL);

    for (size_t i = 0; i < map->n; i++) {
        buf_addf(values, "%s=", map->entries[i].key);
        stanza_escape(values, map->entries[i].value);
        buf_addc(values, '\n');
    }
    EQUAL_STR(values->text, stanza_text(mem, stanza, '='));
    EQUAL_STR(bad_line ? mem_printf(mem, "%zu", bad_line) : NULL, stanza_value(stanza, '!'));
}

TEST(dotenv_files_hold_variables)
{
    stanza_each("unit/config/dotenv_cases.txt", check_case);
}

/* Twice as long with every line. */
TEST(dotenv_gives_up_on_text_that_multiplies)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    struct map *map = map_new(mem);

    buf_add(text, "A=xx\n");
    for (int i = 0; i < 40; i++)
        buf_add(text, "A=${A}${A}\n");
    EQUAL_INT(dotenv_parse(map, text->text, variable, NULL), 21);
    EQUAL_INT(strlen(map_at(map, "A")), 1 << 20);
}
