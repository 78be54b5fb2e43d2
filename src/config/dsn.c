#include "config/dsn.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/strlist.h"
#include "config/url.h"

/* libpq's keywords and their values, each keyword once, the last value given. */
struct keywords {
    struct dsn_pair *items;
    size_t n;
};

static void set(struct keywords *keywords, const char *key, const char *value)
{
    for (size_t i = 0; i < keywords->n; i++) {
        if (strcmp(keywords->items[i].keyword, key) == 0) {
            keywords->items[i].value = value;
            return;
        }
    }
    keywords->items[keywords->n++] = (struct dsn_pair){key, value};
}

static void set_some(struct keywords *keywords, const char *key, const char *value)
{
    if (value && *value)
        set(keywords, key, value);
}

static bool check_scheme(const char *scheme, struct error *err)
{
    size_t n = strcspn(scheme, "+");

    if (strncmp(scheme, "postgresql", n) == 0 && n == strlen("postgresql"))
        return true;
    if (strncmp(scheme, "postgres", n) == 0 && n == strlen("postgres"))
        return true; /* SQLAlchemy refuses it since 1.4; everybody else takes it */
    error_set(err, ERROR_USAGE, "\"%s\" is not the address of a PostgreSQL database", scheme);
    return error_hint(err, "An address looks like "
                           "postgresql://user:password@host:5432/database.");
}

static bool is_driver(const struct url *url, const char *driver)
{
    const char *plus = strchr(url->scheme, '+');

    return plus && strcmp(plus + 1, driver) == 0;
}

/* Settings of asyncpg itself, which libpq would refuse. */
static bool is_asyncpg_only(const char *key)
{
    static const char *const keys[] = {"async_fallback",
                                       "command_timeout",
                                       "direct_tls",
                                       "max_cacheable_statement_size",
                                       "max_cached_statement_lifetime",
                                       "prepared_statement_cache_size",
                                       "prepared_statement_name_func",
                                       "statement_cache_size",
                                       NULL};

    return strings_have(keys, key);
}

/* asyncpg's "ssl" takes the words of libpq's sslmode; others take truth values. */
static const char *sslmode(const char *ssl, struct error *err)
{
    static const struct {
        const char *word, *mode;
    } words[] = {
        {"disable", "disable"}, {"allow", "allow"},         {"prefer", "prefer"},
        {"require", "require"}, {"verify-ca", "verify-ca"}, {"verify-full", "verify-full"},
        {"true", "require"},    {"on", "require"},          {"1", "require"},
        {"false", "disable"},   {"off", "disable"},         {"0", "disable"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(ssl, words[i].word) == 0)
            return words[i].mode;
    error_set(err, ERROR_USAGE, "the database address has ssl=%s, which is no way to use TLS", ssl);
    error_hint(err, "It can be disable, allow, prefer, require, verify-ca or verify-full.");
    return NULL;
}

/* "host=h1:5432&host=h2:5433" or "host=h1,h2&port=5432,5433", never both. */
struct query_hosts {
    struct strlist *hosts, *ports;
    bool has_port_beside; /* some host is "name:port" */
};

/* Is it a name and a port?  A folder of sockets may hold a colon. */
static bool has_port(const char *host)
{
    size_t n = strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    return host[n] == ':' && strspn(host + n + 1, "0123456789") == strlen(host + n + 1);
}

static struct query_hosts read_query_hosts(TALLOC_CTX *mem, const struct url *url)
{
    struct query_hosts query = {strlist_new(mem), strlist_new(mem), false};

    for (size_t i = 0; i < url->n_parameters; i++) {
        const char *value = url->parameters[i].value;
        const char *colon = has_port(value) ? strchr(value, ':') : NULL;

        if (strcmp(url->parameters[i].key, "host") != 0)
            continue;
        if (colon) {
            query.has_port_beside = true;
            strlist_addn(query.hosts, value, (size_t)(colon - value));
        } else {
            strlist_add(query.hosts, value);
        }
        strlist_add(query.ports, colon ? colon + 1 : "");
    }
    return query;
}

static const char *query_port(const struct url *url)
{
    const char *port = NULL;

    for (size_t i = 0; i < url->n_parameters; i++)
        if (strcmp(url->parameters[i].key, "port") == 0)
            port = url->parameters[i].value;
    return port;
}

/* The query's host and port win over those in front of it. */
static bool add_hosts(TALLOC_CTX *mem, struct keywords *keywords, const struct url *url,
                      struct error *err)
{
    struct query_hosts query = read_query_hosts(mem, url);
    const char *port = query_port(url);
    bool is_split = query.has_port_beside || query.hosts->n > 1;

    if (is_split && port) {
        error_set(err, ERROR_USAGE, "the database address names hosts in two ways");
        return error_hint(err, "Write ?host=h1:5432&host=h2:5433 or ?host=h1,h2&port=5432,5433.");
    }
    set_some(keywords, "host", url->hosts);
    set_some(keywords, "port", url->ports);
    set_some(keywords, "host", strlist_join(mem, query.hosts, ","));
    set_some(keywords, "port", is_split ? strlist_join(mem, query.ports, ",") : port);
    return true;
}

static bool add_parameter(struct keywords *keywords, const struct url *url,
                          const struct url_parameter *parameter, struct error *err)
{
    const char *key = parameter->key, *value = parameter->value;
    bool is_asyncpg = is_driver(url, "asyncpg");

    if (strcmp(key, "host") == 0 || strcmp(key, "port") == 0)
        return true;
    if (is_asyncpg && is_asyncpg_only(key))
        return true;
    if (strcmp(key, "ssl") == 0) {
        value = sslmode(value, err);
        key = "sslmode";
    } else if (strcmp(key, "timeout") == 0 && (is_asyncpg || is_driver(url, "pg8000"))) {
        key = "connect_timeout";
    } else if (strcmp(key, "database") == 0) {
        key = "dbname";
    }
    if (value)
        set(keywords, key, value);
    return value != NULL;
}

/* Bare words stay as they are, so that what is printed can be read. */
static void add_value(struct buf *dsn, const char *value)
{
    if (*value && !strpbrk(value, " '\\\t\n\r\f\v")) {
        buf_add(dsn, value);
        return;
    }
    buf_addc(dsn, '\'');
    for (; *value; value++) {
        if (*value == '\'' || *value == '\\')
            buf_addc(dsn, '\\');
        buf_addc(dsn, *value);
    }
    buf_addc(dsn, '\'');
}

static bool is_keyword(const char *key)
{
    return *key && strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(key);
}

char *dsn_from_pairs(TALLOC_CTX *mem, const struct dsn_pair *pairs, size_t n)
{
    struct buf *dsn = buf_new(mem, BUF_MAX);

    for (size_t i = 0; i < n; i++) {
        buf_addf(dsn, "%s%s=", i > 0 ? " " : "", pairs[i].keyword);
        add_value(dsn, pairs[i].value);
    }
    return buf_take(mem, dsn);
}

static bool check_keywords(const struct keywords *keywords, struct error *err)
{
    for (size_t i = 0; i < keywords->n; i++)
        if (!is_keyword(keywords->items[i].keyword))
            return error_set(err, ERROR_USAGE,
                             "the database address has a parameter that libpq does not know");
    return true;
}

static char *from_parts(TALLOC_CTX *mem, const struct url *url, struct error *err)
{
    enum { N_PARTS = 5 };
    MEM_SCRATCH(scratch);
    struct keywords keywords = {
        .items = mem_array(scratch, struct dsn_pair, url->n_parameters + N_PARTS)};

    if (!add_hosts(scratch, &keywords, url, err))
        return NULL;
    set_some(&keywords, "user", url->user);
    set_some(&keywords, "password", url->password);
    set_some(&keywords, "dbname", url->database);
    for (size_t i = 0; i < url->n_parameters; i++)
        if (!add_parameter(&keywords, url, &url->parameters[i], err))
            return NULL;
    return check_keywords(&keywords, err) ? dsn_from_pairs(mem, keywords.items, keywords.n) : NULL;
}

static bool refuse(const char *text, struct error *err)
{
    error_set(err, ERROR_USAGE, "the database address is neither a URL nor \"keyword=value ...\"");
    if (*text == '"' || *text == '\'')
        return error_hint(err, "Leave out the quotes around it.");
    if (strncmp(text, "jdbc:", 5) == 0)
        return error_hint(err, "Leave out \"jdbc:\", and write user and password in front of the "
                               "host: postgresql://user:password@host:5432/database.");
    return error_hint(err, "An address looks like "
                           "postgresql://user:password@host:5432/database.");
}

char *dsn_from_url(TALLOC_CTX *mem, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct url *url;

    if (!url_is_one(text)) {
        bool is_libpq = strchr(text, '=') && *text != '"' && *text != '\'' && *text != '=' &&
                        strncmp(text, "jdbc:", 5) != 0;

        return is_libpq || refuse(text, err) ? mem_strdup(mem, text) : NULL;
    }
    url = url_parse(scratch, text, err);
    return url && check_scheme(url->scheme, err) ? from_parts(mem, url, err) : NULL;
}

char *dsn_shown(TALLOC_CTX *mem, const char *text)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    struct url *url = url_is_one(text) ? url_parse(scratch, text, ignored) : NULL;

    return url ? url_shown(mem, url) : secret_masked(mem, text);
}
