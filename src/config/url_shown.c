/* URLs as they are shown to people: without the password. */
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "config/url.h"

/* As Python's urllib.parse.quote() has it, with the signs in 'safe' as they are. */
static void add_quoted(struct buf *out, const char *text, const char *safe)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool is_letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

        if (is_letter || strchr("_.-~", *text) || strchr(safe, *text))
            buf_addc(out, *text);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static void add_form(struct buf *out, const char *text)
{
    MEM_SCRATCH(scratch);
    struct buf *quoted = buf_new(scratch, BUF_MAX);

    add_quoted(quoted, text, " ");
    for (const char *p = quoted->text; *p; p++)
        buf_addc(out, *p == ' ' ? '+' : *p);
}

/* SQLAlchemy sorts by key; those of one key stay in their order. */
static struct url_parameter *sorted_parameters(TALLOC_CTX *mem, const struct url *url)
{
    struct url_parameter *sorted = mem_array(mem, struct url_parameter, url->n_parameters);

    for (size_t i = 0; i < url->n_parameters; i++) {
        size_t to = i;

        for (; to > 0 && strcmp(sorted[to - 1].key, url->parameters[i].key) > 0; to--)
            sorted[to] = sorted[to - 1];
        sorted[to] = url->parameters[i];
    }
    return sorted;
}

static void add_hosts_shown(struct buf *out, const struct url *url)
{
    bool is_ipv6 = url->hosts && strchr(url->hosts, ':');

    if (is_ipv6)
        buf_addf(out, "[%s]", url->hosts);
    else if (url->hosts)
        add_quoted(out, url->hosts, ",");
    if (url->ports)
        buf_addf(out, ":%s", url->ports);
}

char *url_shown(TALLOC_CTX *mem, const struct url *url)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);
    struct url_parameter *parameters = sorted_parameters(scratch, url);

    buf_addf(out, "%s://", url->scheme);
    if (url->user) {
        add_quoted(out, url->user, " +");
        buf_add(out, url->password ? ":***@" : "@");
    }
    add_hosts_shown(out, url);
    if (url->database)
        buf_addf(out, "/%s", url->database);
    for (size_t i = 0; i < url->n_parameters; i++) {
        buf_addc(out, i == 0 ? '?' : '&');
        add_form(out, parameters[i].key);
        buf_addc(out, '=');
        if (strstr(parameters[i].key, "password"))
            buf_add(out, "***");
        else
            add_form(out, parameters[i].value);
    }
    return buf_take(mem, out);
}
