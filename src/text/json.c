#include "text/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Only a program that lost count nests deeper. */
enum { MAX_DEPTH = 1000 };

struct json {
    FILE *file; /* one of these two */
    struct buf *buf;
    struct buf *open; /* the brackets that will close what is open, outermost first */
    bool is_first;    /* nothing stands in the innermost object or array yet */
};

static struct json *json_new(TALLOC_CTX *mem, FILE *file, struct buf *buf)
{
    struct json *json = mem_new(mem, struct json);

    json->file = file;
    json->buf = buf;
    json->open = buf_new(json, MAX_DEPTH);
    return json;
}

struct json *json_to_file(TALLOC_CTX *mem, FILE *out)
{
    return json_new(mem, out, NULL);
}

struct json *json_to_buf(TALLOC_CTX *mem, struct buf *out)
{
    return json_new(mem, NULL, out);
}

static void putn(struct json *json, const char *bytes, size_t n)
{
    if (json->file)
        fwrite(bytes, 1, n, json->file);
    else
        buf_addn(json->buf, bytes, n);
}

static void put(struct json *json, const char *text)
{
    putn(json, text, strlen(text));
}

static void put_escaped(struct json *json, unsigned char c)
{
    static const char *const escapes[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f",
        ['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\"};
    static const char digits[] = "0123456789abcdef";

    if (escapes[c])
        put(json, escapes[c]);
    else
        putn(json, (char[]){'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]}, 6);
}

static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void put_quoted(struct json *json, const char *text)
{
    size_t left = strlen(text);

    put(json, "\"");
    while (left > 0) {
        uint32_t code_point;
        size_t n = utf8_decode(text, left, &code_point);

        if (n == 0)
            put(json, "\xef\xbf\xbd");
        else if (needs_escape((unsigned char)*text))
            put_escaped(json, (unsigned char)*text);
        else
            putn(json, text, n);
        text += n ? n : 1;
        left -= n ? n : 1;
    }
    put(json, "\"");
}

/* What stands in front of every value. */
static void begin(struct json *json, const char *key)
{
    size_t depth = json->open->length;

    assert((key != NULL) == (depth > 0 && json->open->text[depth - 1] == '}'));
    if (depth > 0 && !json->is_first)
        put(json, ",");
    json->is_first = false;
    if (!key)
        return;
    put_quoted(json, key);
    put(json, ":");
}

/* What stands behind it. */
static void end(struct json *json)
{
    if (json->open->length == 0)
        put(json, "\n");
}

static void open_bracket(struct json *json, const char *key, const char *bracket, char closing)
{
    begin(json, key);
    put(json, bracket);
    buf_addc(json->open, closing);
    assert(!json->open->full);
    json->is_first = true;
}

void json_object(struct json *json, const char *key)
{
    open_bracket(json, key, "{", '}');
}

void json_array(struct json *json, const char *key)
{
    open_bracket(json, key, "[", ']');
}

void json_end(struct json *json)
{
    assert(json->open->length > 0);
    putn(json, json->open->text + json->open->length - 1, 1);
    buf_cut(json->open, json->open->length - 1);
    json->is_first = false;
    end(json);
}

static void put_word(struct json *json, const char *key, const char *word)
{
    begin(json, key);
    put(json, word);
    end(json);
}

void json_string(struct json *json, const char *key, const char *text)
{
    if (!text) {
        json_null(json, key);
        return;
    }
    begin(json, key);
    put_quoted(json, text);
    end(json);
}

void json_strings(struct json *json, const char *key, const char *const *strings)
{
    json_array(json, key);
    for (size_t i = 0; strings && strings[i]; i++)
        json_string(json, NULL, strings[i]);
    json_end(json);
}

void json_int(struct json *json, const char *key, int64_t value)
{
    MEM_SCRATCH(scratch);

    put_word(json, key, mem_printf(scratch, "%" PRId64, value));
}

void json_bool(struct json *json, const char *key, bool value)
{
    put_word(json, key, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
    put_word(json, key, "null");
}
