/* What scripts see of the rows of a statement; the rows are those of a made-up server. */
#include "alembic/context.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "harness/test.h"
#include "py/parser.h"
#include "stdlib/stdlib.h"

struct server {
    struct buf *log, *said;
    const struct alembic_rows *rows;
    bool notes, fails;
};

static bool execute(void *data, const char *sql, struct py_place place, struct error *err)
{
    struct server *server = data;

    (void)place, (void)err;
    buf_addf(server->log, "execute %s\n", sql);
    return true;
}

static struct alembic_rows *query(void *data, TALLOC_CTX *mem, const char *sql,
                                  struct py_place place, struct error *err)
{
    struct server *server = data;
    struct alembic_rows *rows = mem_new(mem, struct alembic_rows);

    (void)place;
    buf_addf(server->log, "query %s\n", sql);
    if (server->notes) {
        error_set(err, ERROR_BUSY, "evaluate again when live");
        return NULL;
    }
    if (server->fails) {
        error_set(err, ERROR_DATABASE, "duplicate key value violates unique constraint \"t_pkey\"");
        memcpy(err->sqlstate, "23505", 6);
        error_detail(err, "Key (id)=(1) already exists.");
        return NULL;
    }
    *rows = *server->rows;
    return rows;
}

static void say(void *data, const char *logger, const char *level, const char *text)
{
    struct server *server = data;

    (void)logger, (void)level;
    buf_addf(server->said, "%s\n", text);
}

/* Evaluate a body of upgrade(): what it printed, or what went wrong. */
static const char *run(TALLOC_CTX *mem, struct server *server, const char *body)
{
    const struct alembic_sink sink = {
        .execute = execute, .query = query, .data = server, .notes = server->notes};
    struct alembic_context context = {.sink = &sink};
    const struct py_host host = {.say = say, .data = server};
    struct error *err = error_new(mem);
    struct py *py = py_new(mem, &host, &(struct py_limits){0});
    const char *text = mem_printf(mem,
                                  "import sqlalchemy as sa\nfrom alembic import op\n"
                                  "def upgrade():\n    bind = op.get_bind()\n"
                                  "    q = sa.text('SELECT')\n%s",
                                  body);
    struct py_tree *tree = py_parse(py_arena(py), "case.py", text, strlen(text), err);
    struct py_module *module;

    server->log = buf_new(mem, BUF_MAX);
    server->said = buf_new(mem, BUF_MAX);
    stdlib_add_modules(py);
    alembic_add_modules(py);
    py_set_data(py, &context);
    module = tree ? py_load(py, tree, "case", err) : NULL;
    if (!module || !py_run(py, py_dict_at(module->dict, "upgrade"), &(struct py_args){0}, err))
        return err->message;
    return server->said->text;
}

static const char *const names[] = {"id", "name"};
static const uint32_t types[] = {23, 25};
static const char *const values[] = {"1", "a", "2", NULL};
static const struct alembic_rows two = {2, 2, names, types, values, 2};
static const struct alembic_rows none = {0, 2, names, types, values, 0};
static const struct alembic_rows no_rows = {.affected = 3};

TEST(alembic_rows_are_tuples_with_names)
{
    struct server server = {.rows = &two};

    (void)err;
    EQUAL_STR(run(mem, &server,
                  "    for row in bind.execute(q):\n"
                  "        id, name = row\n"
                  "        print(row, row.id, row[1], row._mapping['name'], row._asdict(), "
                  "len(row), row == (id, name))\n"),
              "(1, 'a') 1 a a {'id': 1, 'name': 'a'} 2 True\n"
              "(2, None) 2 None None {'id': 2, 'name': None} 2 True\n");
    EQUAL_STR(server.log->text, "query SELECT\n");
}

TEST(alembic_results_give_rows_in_every_way_of_sqlalchemy)
{
    struct server server = {.rows = &two};

    (void)err;
    EQUAL_STR(run(mem, &server,
                  "    print(bind.execute(q).fetchall(), bind.execute(q).fetchone())\n"
                  "    print(bind.execute(q).first(), bind.execute(q).scalar())\n"
                  "    print(bind.execute(q).scalars().all(), bind.execute(q).scalars(1).all())\n"
                  "    print(bind.execute(q).mappings().all(), bind.execute(q).fetchmany(1))\n"
                  "    print(bind.execute(q).rowcount, bind.execute(q).keys())\n"),
              "[(1, 'a'), (2, None)] (1, 'a')\n"
              "(1, 'a') 1\n"
              "[1, 2] ['a', None]\n"
              "[{'id': 1, 'name': 'a'}, {'id': 2, 'name': None}] [(1, 'a')]\n"
              "2 ['id', 'name']\n");
}

TEST(alembic_results_raise_when_there_is_not_one_row)
{
    struct server server = {.rows = &two};

    (void)err;
    EQUAL_STR(run(mem, &server, "    bind.execute(q).one()\n"),
              "case.py:6: MultipleResultsFound: Multiple rows were found when exactly one was "
              "required");
    EQUAL_STR(run(mem, &server, "    bind.execute(q).first().missing\n"),
              "case.py:6: AttributeError: Could not locate column in row for column 'missing'");
    server.rows = &none;
    EQUAL_STR(run(mem, &server, "    bind.execute(q).scalar_one()\n"),
              "case.py:6: NoResultFound: No row was found when one was required");
    EQUAL_STR(run(mem, &server, "    print(bind.execute(q).scalar(), bind.execute(q).first())\n"),
              "None None\n");
}

TEST(alembic_results_without_rows_say_how_many_were_affected)
{
    struct server server = {.rows = &no_rows};

    (void)err;
    EQUAL_STR(run(mem, &server, "    print(bind.execute(q).rowcount)\n"), "3\n");
    EQUAL_STR(run(mem, &server, "    bind.execute(q).fetchall()\n"),
              "case.py:6: ResourceClosedError: This result object does not return rows. It has "
              "been closed automatically.");
}

TEST(alembic_results_nobody_looks_at_are_only_noted)
{
    struct server server = {.rows = &two, .notes = true};

    (void)err;
    EQUAL_STR(run(mem, &server, "    bind.execute(q)\n    r = bind.execute(q)\n    print(1)\n"),
              "1\n");
    EQUAL_STR(server.log->text, "execute SELECT\nexecute SELECT\n");
    EQUAL_STR(run(mem, &server, "    print(bind.execute(q).scalar())\n"),
              "case.py:6: evaluate again when live");
    EQUAL_STR(server.log->text, "execute SELECT\nquery SELECT\n");
}

TEST(alembic_errors_of_the_server_are_those_of_sqlalchemy)
{
    struct server server = {.fails = true};

    (void)err;
    EQUAL_STR(run(mem, &server,
                  "    try:\n        bind.execute(q)\n"
                  "    except sa.exc.IntegrityError as e:\n"
                  "        print(type(e.orig).__name__, e.orig.pgcode, e.statement)\n"
                  "        print(e)\n"),
              "UniqueViolation 23505 SELECT\n"
              "(psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "
              "\"t_pkey\"\nDETAIL:  Key (id)=(1) already exists.\n\n[SQL: SELECT]\n"
              "(Background on this error at: https://sqlalche.me/e/20/gkpj)\n");
}

TEST(alembic_results_of_several_commands_are_those_of_the_last)
{
    struct server server = {.rows = &two};

    (void)err;
    EQUAL_STR(run(mem, &server,
                  "    print(bind.execute(sa.text('CREATE TABLE t(); SELECT 1')).scalar())\n"
                  "    bind.execute(sa.text('COMMIT'))\n"),
              "1\n");
    EQUAL_STR(server.log->text, "execute CREATE TABLE t()\nquery SELECT 1\nexecute COMMIT\n");
}
