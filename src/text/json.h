/*
 * Writing JSON: one value after another, commas and quotes taken care of.
 *
 *     struct json *json = json_to_file(mem, out);
 *
 *     json_object(json, NULL);
 *     json_string(json, "revision", "8f3c");
 *     json_array(json, "parents");
 *     json_string(json, NULL, "0001");
 *     json_end(json);
 *     json_end(json);
 *
 * gives {"revision":"8f3c","parents":["0001"]} and a line end, since a line
 * ends where an outermost value does.  'key' is NULL inside an array and
 * outermost, and a name inside an object.
 */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <talloc.h>

struct buf;
struct json;

/* A writer to 'out', which must outlive it; errors of the stream are for its owner to look up. */
struct json *json_to_file(TALLOC_CTX *mem, FILE *out);
struct json *json_to_buf(TALLOC_CTX *mem, struct buf *out);

void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);

/* Close the innermost object or array that is open. */
void json_end(struct json *json);

/* 'text', or null when it is NULL; what is not UTF-8 becomes U+FFFD, byte by byte. */
void json_string(struct json *json, const char *key, const char *text);

/* An array of the strings up to the NULL that ends them; 'strings' may be NULL, an empty one. */
void json_strings(struct json *json, const char *key, const char *const *strings);
void json_int(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

#endif
