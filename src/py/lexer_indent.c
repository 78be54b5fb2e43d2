/* Lines: how deep they are. */
#include "py/lexer.h"

enum { TAB = 8 };

static bool inconsistent(struct lexer *lexer)
{
    return lexer_fail_as(lexer, "TabError", lexer->at,
                         "inconsistent use of tabs and spaces in indentation");
}

/* The white space at the beginning of a line; a '\' may continue it on the next one. */
static bool measure(struct lexer *lexer, struct lexer_indent *indent)
{
    int continued = 0;

    *indent = (struct lexer_indent){0, 0};
    for (;; lexer->at++) {
        if (*lexer->at == ' ') {
            indent->column++;
            indent->alternative++;
        } else if (*lexer->at == '\t') {
            indent->column = (indent->column / TAB + 1) * TAB;
            indent->alternative++;
        } else if (*lexer->at == '\f') {
            *indent = (struct lexer_indent){0, 0};
        } else if (*lexer->at == '\\') {
            /* The line is as deep as the first of its parts that is indented. */
            continued = continued ? continued : indent->column;
            lexer->at++;
            if (!lexer_continue_line(lexer))
                return false;
            lexer->at--;
        } else {
            break;
        }
    }
    if (continued)
        *indent = (struct lexer_indent){continued, continued};
    return true;
}

static bool go_in(struct lexer *lexer, struct lexer_indent indent)
{
    if (lexer->n_indents == LEXER_INDENTS)
        return lexer_fail_as(lexer, "IndentationError", lexer->at,
                             "too many levels of indentation");
    if (indent.alternative <= lexer->indents[lexer->n_indents - 1].alternative)
        return inconsistent(lexer);
    lexer->indents[lexer->n_indents++] = indent;
    lexer->pending = 1;
    return true;
}

static const char *end_of_line(const struct lexer *lexer)
{
    const char *at = lexer->at;

    while (at < lexer->end && lexer_newline(lexer, at) == 0)
        at++;
    return at;
}

static bool go_out(struct lexer *lexer, struct lexer_indent indent)
{
    while (lexer->n_indents > 1 && indent.column < lexer->indents[lexer->n_indents - 1].column) {
        lexer->n_indents--;
        lexer->pending--;
    }
    if (indent.column != lexer->indents[lexer->n_indents - 1].column)
        return lexer_fail_as(lexer, "IndentationError", end_of_line(lexer),
                             "unindent does not match any outer indentation level");
    if (indent.alternative != lexer->indents[lexer->n_indents - 1].alternative)
        return inconsistent(lexer);
    return true;
}

/* Lines without anything but a comment have no indentation. */
static bool skip_blank(struct lexer *lexer)
{
    size_t n;

    if (*lexer->at == '#')
        lexer->at = end_of_line(lexer);
    n = lexer_newline(lexer, lexer->at);
    if (n > 0)
        lexer_begin_line(lexer, lexer->at + n);
    return n > 0;
}

bool lexer_indentation(struct lexer *lexer)
{
    struct lexer_indent indent, *top;

    do {
        if (!measure(lexer, &indent))
            return false;
    } while (skip_blank(lexer));
    if (lexer->at >= lexer->end) {
        /* Still at the beginning of a line: no further NEWLINE is due. */
        return true;
    }
    lexer->line_begins = false;
    top = &lexer->indents[lexer->n_indents - 1];
    if (indent.column > top->column)
        return go_in(lexer, indent);
    if (indent.column < top->column)
        return go_out(lexer, indent);
    return indent.alternative == top->alternative || inconsistent(lexer);
}
