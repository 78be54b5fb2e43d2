#include "config/env_py.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"

enum { MAX_FILE = 1 << 20, MAX_NAMES = 8 };

/* The quoted name at the beginning of 'text', if it is one. */
static char *quoted_name(TALLOC_CTX *mem, const char *text)
{
    size_t n;
    char quote;

    text += strspn(text, " \t\r\n");
    quote = *text;
    if (quote != '"' && quote != '\'')
        return NULL;
    n = strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && text[1 + n] == quote ? mem_strndup(mem, text + 1, n) : NULL;
}

static bool is_address(const char *name)
{
    return strstr(name, "URL") || strstr(name, "URI") || strstr(name, "DSN");
}

/* Behind a call that reads the variable named next, if one begins here; else NULL. */
static const char *behind_call(const char *text)
{
    static const char *const calls[] = {"environ[", "environ.get(", "getenv("};

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (strncmp(text, calls[i], strlen(calls[i])) == 0)
            return text + strlen(calls[i]);
    return NULL;
}

static void scan(struct strlist *addresses, struct strlist *others, const char *text)
{
    MEM_SCRATCH(scratch);

    for (const char *p = text; *p; p++) {
        const char *argument = behind_call(p);
        char *name = argument ? quoted_name(scratch, argument) : NULL;
        struct strlist *list = name && is_address(name) ? addresses : others;

        if (name && list->n < MAX_NAMES && !strlist_has(list, name))
            strlist_add(list, name);
    }
}

struct strlist *env_py_variables(TALLOC_CTX *mem, const char *path)
{
    MEM_SCRATCH(scratch);
    struct strlist *addresses = strlist_new(mem), *others = strlist_new(scratch);
    struct file_text *file = file_read(scratch, path, MAX_FILE, error_new(scratch));

    if (file)
        scan(addresses, others, file->bytes);
    for (size_t i = 0; i < others->n; i++)
        strlist_add(addresses, others->items[i]);
    return addresses;
}
