#include "config/url.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

enum { MAX_LENGTH = 64 << 10, MAX_PORT = 65535, MAX_PARAMETERS = 200 };

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Part of the text. */
struct span {
    const char *at;
    size_t length;
};

static size_t scheme_length(const char *text)
{
    size_t n = strspn(text, LETTERS DIGITS "_+.-");

    return n > 0 && strncmp(text + n, "://", 3) == 0 ? n : 0;
}

bool url_is_one(const char *text)
{
    return scheme_length(text) > 0;
}

static bool fail(struct error *err, const char *what)
{
    error_set(err, ERROR_USAGE, "%s", what);
    return error_hint(err, "An address looks like postgresql://user:password@host:5432/database; "
                           "the signs @ : / ? and %% of a password are written %%40 %%3A %%2F "
                           "%%3F and %%25.");
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_escape(struct span text, size_t i)
{
    return text.at[i] == '%' && i + 2 < text.length && hex_value(text.at[i + 1]) >= 0 &&
           hex_value(text.at[i + 2]) >= 0;
}

/* With each %XX replaced; a '%' that begins none stays, as Python leaves it. */
static char *decoded(TALLOC_CTX *mem, struct span text)
{
    struct buf *out = buf_new(mem, MAX_LENGTH);

    for (size_t i = 0; i < text.length; i++) {
        if (is_escape(text, i)) {
            buf_addc(out, (char)(hex_value(text.at[i + 1]) * 16 + hex_value(text.at[i + 2])));
            i += 2;
        } else {
            buf_addc(out, text.at[i]);
        }
    }
    return buf_take(mem, out);
}

static char *decoded_form(TALLOC_CTX *mem, struct span text)
{
    MEM_SCRATCH(scratch);
    char *copy = mem_strndup(scratch, text.at, text.length);

    for (char *p = copy; *p; p++)
        if (*p == '+')
            *p = ' ';
    return decoded(mem, (struct span){copy, text.length});
}

/*
 * The '@' behind user and password, or NULL.  '/' and '?' may stand in a
 * password, so "h:5432/db?options=a@b" has to be told from one.
 */
static const char *find_at(const char *authority)
{
    size_t n = strcspn(authority, ":/?");
    const char *at = authority[n] == ':' ? strchr(authority + n, '@') : NULL;
    const char *query = strchr(authority, '?');
    size_t port = authority[n] == ':' ? strspn(authority + n + 1, DIGITS) : 0;

    if (at && (!query || at < query || !strchr("/?", authority[n + 1 + port])))
        return at;
    return memrchr(authority, '@', n);
}

static void read_user(struct url *url, const char *authority, const char *at)
{
    const char *colon = memchr(authority, ':', (size_t)(at - authority));
    const char *end = colon ? colon : at;

    url->user = decoded(url, (struct span){authority, (size_t)(end - authority)});
    if (colon)
        url->password = decoded(url, (struct span){colon + 1, (size_t)(at - colon) - 1});
}

static bool is_port(const char *text)
{
    size_t n = strlen(text);
    long port = n > 0 && n <= 5 && strspn(text, DIGITS) == n ? strtol(text, NULL, 10) : 0;

    return n == 0 || (port > 0 && port <= MAX_PORT);
}

/* "host", "host:port" or "[address]:port". */
static bool read_host(TALLOC_CTX *mem, struct span text, struct strlist *hosts,
                      struct strlist *ports, struct error *err)
{
    char *item = mem_strndup(mem, text.at, text.length);
    bool is_bracketed = *item == '[';
    size_t n = strcspn(item, is_bracketed ? "]" : ":");
    const char *rest = item + n + is_bracketed;
    const char *port;

    if (is_bracketed && !item[n])
        return fail(err, "the \"[\" in the database address is not closed");
    if (*rest && *rest != ':')
        return fail(err, "something stands between host and port in the database address");
    if (memchr(item, '@', n))
        return fail(err, "the database address has an \"@\" too many");
    port = *rest ? rest + 1 : "";
    if (strchr(port, ':') && !is_bracketed)
        return fail(err, "the database address has a \":\" too many, or an address of IPv6 "
                         "without brackets");
    if (!is_port(port))
        return fail(err, "the port in the database address is not a number from 1 to 65535");
    strlist_add(hosts, decoded(mem, (struct span){item + is_bracketed, n - is_bracketed}));
    strlist_add(ports, port);
    return true;
}

static const char *joined(struct url *url, const struct strlist *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (*list->items[i])
            return strlist_join(url, list, ",");
    return NULL;
}

/* Several hosts with commas between them are libpq's; SQLAlchemy has them in the query. */
static bool read_hosts(struct url *url, struct span text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *hosts = strlist_new(scratch), *ports = strlist_new(scratch);
    char *rest = mem_strndup(scratch, text.at, text.length), *item;

    while ((item = strsep(&rest, ",")))
        if (!read_host(scratch, (struct span){item, strlen(item)}, hosts, ports, err))
            return false;
    url->hosts = joined(url, hosts);
    url->ports = joined(url, ports);
    return true;
}

/* Python's parse_qsl leaves out what has no value, and so do we. */
static bool read_query(struct url *url, const char *query, struct error *err)
{
    url->parameters = mem_array(url, struct url_parameter, MAX_PARAMETERS);
    while (*query) {
        size_t n = strcspn(query, "&");
        const char *equals = memchr(query, '=', n);

        if (equals && equals + 1 < query + n) {
            if (url->n_parameters == MAX_PARAMETERS)
                return fail(err, "the database address has too many parameters");
            url->parameters[url->n_parameters++] = (struct url_parameter){
                decoded_form(url, (struct span){query, (size_t)(equals - query)}),
                decoded_form(url, (struct span){equals + 1, n - (size_t)(equals - query) - 1})};
        }
        query += n + (query[n] == '&');
    }
    return true;
}

static bool has_unfit_bytes(const char *text)
{
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f || (*p == '%' && p[1] == '0' && p[2] == '0'))
            return true;
    return false;
}

struct url *url_parse(TALLOC_CTX *mem, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct url *url = mem_new(scratch, struct url);
    size_t n = scheme_length(text);
    const char *authority = text + n + 3, *at;

    if (strlen(text) > MAX_LENGTH)
        return fail(err, "the database address is too long"), NULL;
    if (n == 0)
        return fail(err, "the database address is not a URL"), NULL;
    if (has_unfit_bytes(text))
        return fail(err, "the database address has a control character in it"), NULL;
    url->scheme = mem_strndup(url, text, n);
    at = find_at(authority);
    if (at) {
        read_user(url, authority, at);
        authority = at + 1;
    }
    n = strcspn(authority, "/?");
    if (!read_hosts(url, (struct span){authority, n}, err))
        return NULL;
    authority += n;
    if (*authority == '/') {
        n = strcspn(++authority, "?");
        url->database = decoded(url, (struct span){authority, n});
        authority += n;
    }
    if (*authority == '?' && !read_query(url, authority + 1, err))
        return NULL;
    return talloc_steal(mem, url);
}
