/* Pieces lie in the text, in order; a statement split again is that statement. */
#include <assert.h>
#include <stdint.h>

#include "base/mem.h"
#include "sql/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An arbitrary choice that needs no state. */
static bool ends(const char *comment, size_t length)
{
    return length > 2 && comment[2] == '!';
}

static void check_statement(const struct split_piece *statement)
{
    struct split split;
    struct split_piece again;

    split_init(&split, statement->text, statement->length);
    assert(split_next(&split, &again));
    assert(again.kind == SPLIT_STATEMENT);
    assert(again.text == statement->text && again.length == statement->length);
    assert(!split_next(&split, &again) && again.kind == SPLIT_END);
}

/* Only semicolons, white space and block comments stand between pieces. */
static void check_gap(const char *from, const char *to)
{
    struct split split;
    struct split_piece piece;

    split_init(&split, from, (size_t)(to - from));
    while (split_next(&split, &piece))
        assert(piece.kind == SPLIT_COMMENT);
    assert(piece.kind == SPLIT_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    const char *text = mem_strndup(scratch, size ? (const char *)data : "", size);
    const char *behind = text, *end = text + size;
    struct split split;
    struct split_piece piece;
    int line = 1;

    split_init(&split, text, size);
    split.ends = ends;
    do {
        split_next(&split, &piece);
        assert(piece.text >= behind && piece.text + piece.length <= end);
        assert(split.at >= (size_t)(piece.text + piece.length - text) && split.at <= size);
        assert(piece.line == line + split_count_lines(behind, (size_t)(piece.text - behind)));
        if (piece.kind != SPLIT_ERROR)
            check_gap(behind, piece.text);
        if (piece.kind == SPLIT_STATEMENT)
            check_statement(&piece);
        behind = piece.text + piece.length;
        line = piece.line + split_count_lines(piece.text, piece.length);
    } while (piece.kind != SPLIT_END && piece.kind != SPLIT_ERROR);
    assert(behind == end);
    return 0;
}
