#include "sql/split.h"

#include <string.h>

#include "base/buf.h"
#include "harness/stanza.h"
#include "harness/test.h"

static const char tags[] = {
    [SPLIT_STATEMENT] = 's', [SPLIT_COMMENT] = 'c', [SPLIT_BACKSLASH] = '\\', [SPLIT_ERROR] = 'e'};

/* In the cases a comment "-- end" stands for one that ends statements. */
static bool is_end(const char *comment, size_t length)
{
    return length == 6 && memcmp(comment, "-- end", 6) == 0;
}

static void add_piece(TALLOC_CTX *mem, struct buf *out, const struct split_piece *piece)
{
    buf_addf(out, "%c %d%s ", tags[piece->kind], piece->line, piece->column_1 ? "" : "+");
    if (piece->kind == SPLIT_ERROR)
        buf_addf(out, "%s: ", piece->unclosed);
    stanza_escape(out, talloc_strndup(mem, piece->text, piece->length));
    buf_addc(out, '\n');
}

static void check_case(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *input = stanza_input(mem, stanza);
    struct buf *expected = buf_new(mem, BUF_MAX), *actual = buf_new(mem, BUF_MAX);
    struct split split;
    struct split_piece piece;

    for (size_t i = 0; i < stanza->n_lines; i++)
        if (strchr("sc\\e", stanza->lines[i].tag))
            buf_addf(expected, "%c %s\n", stanza->lines[i].tag, stanza->lines[i].text);
    split_init(&split, input->text, input->length);
    split.ends = is_end;
    while (split_next(&split, &piece))
        add_piece(mem, actual, &piece);
    if (piece.kind == SPLIT_ERROR)
        add_piece(mem, actual, &piece);
    EQUAL_STR(actual->text, expected->text);
}

TEST(split_finds_what_psql_finds)
{
    stanza_each("unit/sql/split.txt", check_case);
}

TEST(split_takes_nul_bytes_and_what_is_no_utf8)
{
    static const char text[] = "a\0b;\xff\xfe;";
    struct split split;
    struct split_piece piece;

    split_init(&split, text, sizeof(text) - 1);
    TRUE(split_next(&split, &piece));
    EQUAL_INT(piece.length, 3);
    TRUE(split_next(&split, &piece));
    EQUAL_INT(piece.length, 2);
    TRUE(!split_next(&split, &piece));
    EQUAL_INT(piece.kind, SPLIT_END);
}

TEST(split_counts_lines_of_every_kind)
{
    EQUAL_INT(split_count_lines("a\nb\r\nc\rd", 8), 3);
    EQUAL_INT(split_count_lines("", 0), 0);
}
