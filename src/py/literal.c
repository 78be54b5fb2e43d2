#include "py/literal.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/parse.h"

struct literal {
    struct parser *p;
    const struct py_token *token;
    struct buf *text;
    const char *body; /* of the piece that is being read */
    bool bytes;
};

struct literal *literal_new(TALLOC_CTX *mem, struct parser *p, const struct py_token *token)
{
    struct literal *l = mem_new(mem, struct literal);

    l->p = p;
    l->token = token ? token : &p->token;
    l->text = buf_new(l, BUF_MAX);
    return l;
}

void literal_at(struct literal *l, const struct py_token *token)
{
    l->token = token;
}

size_t literal_length(const struct literal *l)
{
    return l->text->length;
}

void literal_take(struct literal *l, const char **text, size_t *length)
{
    *length = l->text->length;
    *text = arena_strndup(l->p->arena, l->text->text, *length);
    buf_clear(l->text);
}

/* Errors of escapes are shown at the token behind the string. */
static const struct py_token *behind(struct literal *l)
{
    parse_peek(l->p);
    return &l->p->furthest;
}

/* Positions count as CPython's decoder does, which has each other character as \\Uxxxxxxxx. */
static size_t position(const struct literal *l, const char *at)
{
    size_t n = 0;

    for (const char *c = l->body; c < at; c++) {
        if ((unsigned char)*c < 0x80)
            n++;
        else if ((unsigned char)*c >= 0xc0)
            n += 10;
    }
    return n;
}

/* Python takes it, limbeck does not. */
static bool __attribute__((format(printf, 2, 3))) refuse(struct literal *l, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;

    if (l->p->error.type)
        return false;
    va_start(ap, fmt);
    parse_raise(l->p, l->token, "%s", mem_vprintf(scratch, fmt, ap));
    va_end(ap);
    l->p->refuses = true;
    return false;
}

static bool wrong_escape(struct literal *l, const char *from, const char *to, const char *what)
{
    return parse_raise(l->p, behind(l),
                       "(unicode error) 'unicodeescape' codec can't decode bytes in position "
                       "%zu-%zu: %s",
                       position(l, from), position(l, to), what);
}

static unsigned digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (unsigned)((c | 0x20) - 'a' + 10);
    return 16;
}

/* 'from' to 'to' is the escape that says so. */
static bool add_code_point(struct literal *l, uint32_t code_point, const char *from, const char *to)
{
    char bytes[4];
    size_t n = utf8_encode(code_point, bytes);

    if (code_point > 0x10ffff)
        return wrong_escape(l, from, to, "illegal Unicode character");
    if (n == 0)
        return refuse(l, "half of a surrogate pair (\\u%04x) is no character here", code_point);
    buf_addn(l->text, bytes, n);
    return true;
}

/* \x, \u and \U: exactly 'n' digits at 'at'. */
static bool add_hex(struct literal *l, const char **at, const char *end, unsigned n)
{
    const char *from = *at - 2;
    uint32_t value = 0;

    for (unsigned i = 0; i < n; i++, ++*at) {
        unsigned d = *at < end ? digit(**at) : 16;

        if (d == 16 && l->bytes)
            return parse_raise(l->p, behind(l), "(value error) invalid \\x escape at position %zu",
                               position(l, from));
        if (d == 16)
            return wrong_escape(l, from, *at - 1,
                                n == 2   ? "truncated \\xXX escape"
                                : n == 4 ? "truncated \\uXXXX escape"
                                         : "truncated \\UXXXXXXXX escape");
        value = value * 16 + d;
    }
    if (!l->bytes)
        return add_code_point(l, value, from, *at - 1);
    buf_addc(l->text, (char)value);
    return true;
}

/* Up to three octal digits. */
static bool add_octal(struct literal *l, const char **at, const char *end)
{
    const char *from = *at - 1;
    uint32_t value = 0;

    for (int i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++, ++*at)
        value = value * 8 + (uint32_t)(**at - '0');
    if (!l->bytes)
        return add_code_point(l, value, from, *at - 1);
    buf_addc(l->text, (char)value);
    return true;
}

static char simple_escape(char c)
{
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    const char *found = c ? strchr(from, c) : NULL;

    return found ? to[found - from] : '\0';
}

/* Behind a '\'. */
static bool add_escape(struct literal *l, const char **at, const char *end)
{
    char c = **at, simple = simple_escape(c);

    if (c >= '0' && c <= '7')
        return add_octal(l, at, end);
    ++*at;
    if (simple) {
        buf_addc(l->text, simple);
        return true;
    }
    switch (c) {
    case '\r':
        if (*at < end && **at == '\n')
            ++*at;
        return true;
    case '\n':
        return true;
    case 'x':
        return add_hex(l, at, end, 2);
    case 'u':
    case 'U':
        if (!l->bytes)
            return add_hex(l, at, end, c == 'u' ? 4 : 8);
        break;
    case 'N':
        if (!l->bytes)
            return refuse(l, "\\N{...} is not supported: write the character itself, or \\u");
        break;
    default:
        break;
    }
    buf_addc(l->text, '\\');
    --*at; /* what stands behind it is text */
    return true;
}

/* Line ends are \n, whatever they are in the file. */
static const char *add_newline(struct literal *l, const char *at, const char *end)
{
    buf_addc(l->text, '\n');
    return at + (at + 1 < end && at[0] == '\r' && at[1] == '\n' ? 2 : 1);
}

/* Bytes that say what they are. */
static size_t plain_length(const char *at, const char *end, bool raw, bool doubled)
{
    const char *c = at;

    while (c < end && *c != '\r' && (raw || *c != '\\') && (!doubled || (*c != '{' && *c != '}')))
        c++;
    return (size_t)(c - at);
}

static bool add(struct literal *l, const char *at, const char *end, bool raw, bool doubled)
{
    l->body = at;
    while (at < end) {
        size_t n = plain_length(at, end, raw, doubled);

        buf_addn(l->text, at, n);
        at += n;
        if (at == end)
            break;
        if (*at == '\r') {
            at = add_newline(l, at, end);
        } else if (*at != '\\') {
            buf_addc(l->text, *at);
            at += 2;
        } else {
            at++;
            if (at == end)
                buf_addc(l->text, '\\');
            else if (!add_escape(l, &at, end))
                return false;
        }
    }
    return true;
}

static bool is_ascii(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

bool literal_add_string(struct literal *l, const struct py_token *token, bool bytes)
{
    const char *at = token->text, *end = at + token->length;
    bool raw = false;
    size_t quotes;

    for (; *at != '"' && *at != '\''; at++)
        raw = raw || (*at | 0x20) == 'r';
    quotes = end - at >= 6 && at[1] == at[0] && at[2] == at[0] ? 3 : 1;
    at += quotes;
    end -= quotes;
    l->token = token;
    l->bytes = bytes;
    if (bytes && !is_ascii(at, (size_t)(end - at)))
        return parse_raise(l->p, token, "bytes can only contain ASCII literal characters");
    return add(l, at, end, raw, false);
}

bool literal_add_piece(struct literal *l, const char *text, size_t length, bool raw, bool doubled)
{
    return add(l, text, text + length, raw, doubled);
}

bool literal_add_plain(struct literal *l, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        if (*text == '\r') {
            text = add_newline(l, text, end);
        } else {
            buf_addc(l->text, *text++);
        }
    }
    return true;
}
