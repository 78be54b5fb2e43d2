#include "sql/split.h"

#include "sql/token.h"

/* The words that decide whether BEGIN opens a body are looked for among the first four. */
enum { FIRST_WORDS = 4 };

/* A place in the text. */
struct place {
    const char *at;
    int line;
};

/* What is known of the statement that is being read. */
struct reading {
    struct place start;                        /* 'at' is NULL before its first token */
    const char *end;                           /* behind its last token */
    struct place open_parenthesis, open_begin; /* the outermost that are open */
    size_t parentheses, begins;
    char words[FIRST_WORDS]; /* their initials, or '\0' for words that do not count */
    size_t n_words;
};

int split_count_lines(const char *text, size_t length)
{
    int n = 0;

    for (size_t i = 0; i < length; i++)
        n += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return n;
}

static bool is_column_1(const struct split *split, const char *at)
{
    return at == split->text || at[-1] == '\n' || at[-1] == '\r';
}

static bool give(const struct split *split, struct split_piece *piece, enum split_kind kind,
                 struct place from, const char *behind)
{
    *piece = (struct split_piece){
        .kind = kind,
        .text = from.at,
        .length = (size_t)(behind - from.at),
        .line = from.line,
        .column_1 = is_column_1(split, from.at),
    };
    return kind != SPLIT_END && kind != SPLIT_ERROR;
}

static bool give_unclosed(struct split *split, struct split_piece *piece, struct place from,
                          const char *what)
{
    const char *end = split->text + split->length;

    give(split, piece, SPLIT_ERROR, from, end);
    piece->unclosed = what;
    split->at = split->length;
    return false;
}

static void pass(struct split *split, const struct sql_token *token)
{
    split->at = (size_t)(token->text + token->length - split->text);
    split->line += split_count_lines(token->text, token->length);
}

static void count_word(struct reading *r, const struct sql_token *word, struct place here)
{
    static const char *const leading[] = {"create", "function", "procedure", "or", "replace"};
    const char *w = r->words;

    for (size_t i = 0; r->n_words < FIRST_WORDS && i < sizeof(leading) / sizeof(*leading); i++)
        if (sql_token_is_word(word, leading[i]))
            r->words[r->n_words] = leading[i][0];
    if (r->n_words < FIRST_WORDS)
        r->n_words++;
    if (w[0] == 'c' && w[1] == 'o' && w[2] == 'r')
        w += 2;
    if (r->words[0] != 'c' || (w[1] != 'f' && w[1] != 'p') || r->parentheses > 0)
        return;
    if (sql_token_is_word(word, "begin") || (r->begins > 0 && sql_token_is_word(word, "case"))) {
        if (r->begins++ == 0)
            r->open_begin = here;
    } else if (r->begins > 0 && sql_token_is_word(word, "end")) {
        r->begins--;
    }
}

static void count_token(struct reading *r, const struct sql_token *token, struct place here)
{
    if (!r->start.at)
        r->start = here;
    r->end = token->text + token->length;
    if (token->kind == SQL_TOKEN_WORD)
        count_word(r, token, here);
    else if (sql_token_is_byte(token, '(') && r->parentheses++ == 0)
        r->open_parenthesis = here;
    else if (sql_token_is_byte(token, ')') && r->parentheses > 0)
        r->parentheses--;
}

/* The statement ends, or should. */
static bool finish(struct split *split, const struct reading *r, struct split_piece *piece)
{
    if (r->parentheses > 0)
        return give_unclosed(split, piece, r->open_parenthesis, "parenthesis");
    if (r->begins > 0)
        return give_unclosed(split, piece, r->open_begin, "BEGIN");
    give(split, piece, SPLIT_STATEMENT, r->start, r->end);
    piece->has_body = r->open_begin.at != NULL;
    return true;
}

/* A "--" comment: a piece, or the end of the piece before it, or nothing. */
static bool comment_is_piece(struct split *split, const struct reading *r,
                             const struct sql_token *token, struct split_piece *piece)
{
    struct place here = {token->text, split->line};

    if (!r->start.at) {
        pass(split, token);
        return give(split, piece, SPLIT_COMMENT, here, token->text + token->length);
    }
    if (split->ends && r->parentheses == 0 && r->begins == 0 && is_column_1(split, token->text) &&
        split->ends(token->text, token->length))
        return finish(split, r, piece);
    pass(split, token);
    return false;
}

static bool give_backslash(struct split *split, struct split_piece *piece, struct place here)
{
    struct sql_token line = {.text = here.at};
    const char *end = split->text + split->length;

    while (here.at + line.length < end && here.at[line.length] != '\n' &&
           here.at[line.length] != '\r')
        line.length++;
    pass(split, &line);
    return give(split, piece, SPLIT_BACKSLASH, here, here.at + line.length);
}

bool split_next(struct split *split, struct split_piece *piece)
{
    const char *end = split->text + split->length;
    struct reading r = {.n_words = 0};

    for (;;) {
        struct sql_token token = sql_token_at(split->text + split->at, end);
        struct place here = {token.text, split->line};

        if (token.kind == SQL_TOKEN_UNCLOSED)
            return give_unclosed(split, piece, here, token.unclosed);
        if (token.kind == SQL_TOKEN_END || sql_token_is_byte(&token, '\\')) {
            if (r.start.at)
                return finish(split, &r, piece);
            if (token.kind == SQL_TOKEN_END)
                return give(split, piece, SPLIT_END, here, here.at);
            return give_backslash(split, piece, here);
        }
        if (token.kind == SQL_TOKEN_LINE_COMMENT) {
            if (comment_is_piece(split, &r, &token, piece))
                return true;
            continue;
        }
        pass(split, &token);
        if (token.kind == SQL_TOKEN_SPACE || token.kind == SQL_TOKEN_BLOCK_COMMENT)
            continue;
        if (!sql_token_is_byte(&token, ';') || r.parentheses > 0 || r.begins > 0)
            count_token(&r, &token, here);
        else if (r.start.at)
            return finish(split, &r, piece);
    }
}

void split_init(struct split *split, const char *text, size_t length)
{
    *split = (struct split){.text = text, .length = length, .line = 1};
}
