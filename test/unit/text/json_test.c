#include "text/json.h"

#include <stdlib.h>

#include "base/buf.h"
#include "harness/test.h"

TEST(json_puts_commas_between_values_and_a_line_end_behind_the_outermost)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    struct json *json = json_to_buf(mem, out);

    json_object(json, NULL);
    json_string(json, "revision", "8f3c");
    json_array(json, "steps");
    json_object(json, NULL);
    json_int(json, "n", INT64_MIN);
    json_end(json);
    json_object(json, NULL);
    json_end(json);
    json_array(json, NULL);
    json_end(json);
    json_bool(json, NULL, true);
    json_end(json);
    json_null(json, "label");
    json_end(json);
    EQUAL_STR(out->text,
              "{\"revision\":\"8f3c\",\"steps\":[{\"n\":-9223372036854775808},{},[],true],"
              "\"label\":null}\n");
}

TEST(json_ends_the_line_after_each_outermost_value)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    struct json *json = json_to_buf(mem, out);

    json_int(json, NULL, 1);
    json_bool(json, NULL, false);
    json_array(json, NULL);
    json_end(json);
    EQUAL_STR(out->text, "1\nfalse\n[]\n");
}

TEST(json_escapes_what_json_wants_escaped_and_leaves_other_text_alone)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    json_string(json_to_buf(mem, out), NULL,
                "a\"b\\c/\b\t\n\f\r\x01\x1f\x7f \xc3\xa9 \xf0\x9f\x98\x80");
    EQUAL_STR(out->text,
              "\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0001\\u001f\x7f \xc3\xa9 \xf0\x9f\x98\x80\"\n");
}

TEST(json_replaces_bytes_that_are_not_utf8)
{
    struct buf *out = buf_new(mem, BUF_MAX);

    json_string(json_to_buf(mem, out), NULL,
                "a\xff"
                "b\xc3");
    EQUAL_STR(out->text, "\"a\xef\xbf\xbd"
                         "b\xef\xbf\xbd\"\n");
}

TEST(json_escapes_keys_too)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    struct json *json = json_to_buf(mem, out);

    json_object(json, NULL);
    json_strings(json, "a\"b", (const char *const[]){"x", "y", NULL});
    json_strings(json, "", NULL);
    json_string(json, "z", NULL);
    json_end(json);
    EQUAL_STR(out->text, "{\"a\\\"b\":[\"x\",\"y\"],\"\":[],\"z\":null}\n");
}

TEST(json_writes_to_a_stream_as_to_a_buffer)
{
    char *text;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    struct json *json = json_to_file(mem, out);

    json_object(json, NULL);
    json_string(json, "a", "b");
    json_end(json);
    fclose(out);
    EQUAL_STR(text, "{\"a\":\"b\"}\n");
    free(text);
}
