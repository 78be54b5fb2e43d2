#include "cmd/template.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "templates/alembic.ini.h"
#include "templates/env.py.h"
#include "templates/env_async.py.h"
#include "templates/pyproject.toml.h"
#include "templates/script.py.mako.h"

static const char container_url[] = "postgresql://postgres:postgres@localhost:5432/pgvector_db";
static const char alembic_url[] =
    "postgresql+psycopg2://postgres:postgres@localhost:5432/pgvector_db";
static const char alembic_async_url[] =
    "postgresql+asyncpg://postgres:postgres@localhost:5432/pgvector_db";

const struct template templates[] = {
    {"sql", "SQL scripts, and a private PostgreSQL that limbeck starts for the project.", "dev",
     false, NULL, false},
    {"compose", "SQL scripts, and a PostgreSQL with pgvector in a container (compose.yaml).",
     container_url, true, NULL, false},
    {"generic", "Python scripts in Alembic's layout, with pgvector and pgai.", alembic_url, false,
     templates_env_py, false},
    {"async", "The same, with an env.py for asynchronous drivers.", alembic_async_url, false,
     templates_env_async_py, false},
    {"pyproject", "Python scripts in Alembic's layout, its settings in pyproject.toml.",
     alembic_url, false, templates_env_py, true},
    {NULL, NULL, NULL, false, NULL, false},
};

const char *template_default(bool as_alembic)
{
    return as_alembic ? "generic" : "sql";
}

const struct template *template_find(const char *name)
{
    for (const struct template *t = templates; t->name; t++)
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}

const char template_compose[] =
    "services:\n"
    "  database:\n"
    "    image: pgvector/pgvector:pg17\n"
    "    environment:\n"
    "      POSTGRES_USER: postgres\n"
    "      POSTGRES_PASSWORD: postgres\n"
    "      POSTGRES_DB: pgvector_db\n"
    "    ports:\n"
    "      - \"127.0.0.1:5432:5432\"\n"
    "    volumes:\n"
    "      - database:/var/lib/postgresql/data\n"
    "    # Parallel index builds share memory: more than the 64 MB that containers have.\n"
    "    shm_size: 1g\n"
    "    healthcheck:\n"
    "      test: [\"CMD-SHELL\", \"pg_isready -U postgres -d pgvector_db\"]\n"
    "      interval: 5s\n"
    "      timeout: 5s\n"
    "      retries: 10\n"
    "    deploy:\n"
    "      resources:\n"
    "        limits:\n"
    "          cpus: \"0.50\"\n"
    "          memory: 512M\n"
    "        reservations:\n"
    "          cpus: \"0.25\"\n"
    "          memory: 256M\n"
    "\n"
    "volumes:\n"
    "  database:\n";

/* A TOML string: a path may hold quotes and backslashes. */
static void add_toml_string(struct buf *text, const char *value)
{
    buf_addc(text, '"');
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_addc(text, '\\');
        buf_addc(text, *value);
    }
    buf_add(text, "\"\n");
}

char *template_toml(TALLOC_CTX *mem, const struct template *template, const char *location)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "# The folder of the migration scripts, seen from this file.\n"
                  "script_location = ");
    add_toml_string(text, location);
    buf_add(text,
            "\n# The database.  \"dev\" is this project's own PostgreSQL, started when it is\n"
            "# needed; any other is a URL.  LIMBECK_URL and --url go before it.\n"
            "url = ");
    add_toml_string(text, template->url);
    return buf_take(mem, text);
}

/* 'text' with 'value' in place of the first 'name'. */
static char *fill_in(TALLOC_CTX *mem, const char *text, const char *name, const char *value)
{
    const char *at = strstr(text, name);

    return at ? mem_printf(mem, "%.*s%s%s", (int)(at - text), text, value, at + strlen(name))
              : mem_strdup(mem, text);
}

char *template_ini(TALLOC_CTX *mem, const struct template *template, const char *location)
{
    MEM_SCRATCH(scratch);
    const char *database = strstr(templates_alembic_ini, "# The database");
    const char *text = templates_alembic_ini;

    if (location)
        text = fill_in(scratch, text, "${script_location}", location);
    else
        text = mem_printf(scratch,
                          "# Read by Alembic and by limbeck, with pyproject.toml.\n\n"
                          "[alembic]\n%s",
                          database);
    return fill_in(mem, text, "${url}", template->url);
}

char *template_pyproject(TALLOC_CTX *mem, const char *location)
{
    return fill_in(mem, templates_pyproject_toml, "${script_location}", location);
}

const char *template_script(void)
{
    return templates_script_py_mako;
}

static bool has_line(const char *text, const char *line)
{
    size_t n = strlen(line);

    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\r\n");

        if (length == n && strncmp(at, line, n) == 0)
            return true;
        at += length + strspn(at + length, "\r\n");
    }
    return false;
}

char *template_gitignore(TALLOC_CTX *mem, const char *old)
{
    static const char *const wanted[] = {".limbeck/", ".env", NULL};
    struct buf *text = buf_new(mem, BUF_MAX);
    bool complete = true;

    buf_add(text, old);
    if (text->length > 0 && text->text[text->length - 1] != '\n')
        buf_addc(text, '\n');
    for (const char *const *line = wanted; *line; line++) {
        if (has_line(old, *line))
            continue;
        buf_addf(text, "%s\n", *line);
        complete = false;
    }
    return complete ? (talloc_free(text), NULL) : buf_take(mem, text);
}
