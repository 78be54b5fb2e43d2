#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "harness/server.h"
#include "harness/test.h"

static const char *setting(TALLOC_CTX *mem, struct db *db, const char *name, struct error *err)
{
    struct db_result *r = db_query_row(mem, db, "SELECT current_setting($1)", DB_PARAMS(name), err);

    PASSES(r != NULL);
    return db_text(r, 0, 0);
}

TEST(connect_knows_where_it_is)
{
    const char *conninfo = server_database(mem);
    struct db *db = db_open(mem, conninfo, "who I am", 30, err);

    PASSES(db != NULL);
    CONTAINS(conninfo, mem_printf(mem, "host=%s port=%s user=%s dbname='%s'", db_host(db),
                                  db_port(db), db_user(db), db_name(db)));
    EQUAL_STR(setting(mem, db, "application_name", err), "who I am");
    EQUAL_INT(db_backend_pid(db),
              db_int(db_query_row(mem, db, "SELECT pg_backend_pid()", DB_NO_PARAMS, err), 0, 0));
    TRUE(db_alive(db));
}

TEST(connect_speaks_utf_8_whatever_the_environment_says)
{
    const char *conninfo = server_database(mem);
    struct db *db;

    setenv("PGCLIENTENCODING", "LATIN1", 1);
    db = db_open(mem, mem_printf(mem, "%s application_name=given", conninfo), "tests", 30, err);
    unsetenv("PGCLIENTENCODING");
    PASSES(db != NULL);
    EQUAL_STR(setting(mem, db, "client_encoding", err), "UTF8");
    EQUAL_STR(setting(mem, db, "application_name", err), "given");
}

TEST(connect_to_a_missing_database_says_how_to_make_it)
{
    const char *conninfo = server_database(mem);

    TRUE(!db_open(mem, mem_printf(mem, "%s dbname=nix", conninfo), "tests", 30, err));
    CONTAINS(err->message, "cannot connect to database \"nix\" through \"/tmp/");
    CONTAINS(err->message, ": database \"nix\" does not exist");
    EQUAL_INT(err->code, ERROR_DATABASE);
    EQUAL_STR(err->sqlstate, SQLSTATE_NO_SUCH_DATABASE);
    CONTAINS(err->hint, "CREATE DATABASE");
}

TEST(connect_without_a_free_place_says_so)
{
    const char *conninfo = server_database(mem);
    struct db *db = db_open(mem, conninfo, "tests", 30, err);

    PASSES(db != NULL);
    PASSES(db_exec(db, "CREATE ROLE crowd LOGIN CONNECTION LIMIT 0", err));
    TRUE(!db_open(mem, mem_printf(mem, "%s user=crowd", conninfo), "tests", 30, err));
    CONTAINS(err->message, ": too many connections for role \"crowd\"");
    EQUAL_STR(err->sqlstate, SQLSTATE_TOO_MANY_CONNECTIONS);
    PASSES(db_exec(db, "DROP ROLE crowd", err));
}

TEST(connect_with_a_malformed_string_shows_no_part_of_a_password)
{
    FAILS(db_open(mem, "host=h password=geheim wort", "tests", 30, err) != NULL, ERROR_USAGE,
          "the connection string is malformed");
    FAILS(db_open(mem, "postgresql://u:ge:heim@h:wort/d", "tests", 30, err) != NULL, ERROR_USAGE,
          "the connection string is malformed");
    CONTAINS(err->hint, "%XX");
    FAILS(db_open(mem, "postgresql://u:ge@heim@h/d", "tests", 30, err) != NULL, ERROR_USAGE,
          "the connection string is malformed");
    FAILS(db_open(mem, "hots=h", "tests", 30, err) != NULL, ERROR_USAGE,
          "the connection string is malformed: invalid connection option \"hots\"");
}

TEST(connect_to_a_port_where_nobody_listens_is_refused)
{
    TRUE(!db_open(mem, "postgresql://u:geheim@127.0.0.1:1/d", "tests", 30, err));
    EQUAL_STR(err->message, "cannot connect to database \"d\" at 127.0.0.1:1: connection refused");
    EQUAL_STR(err->sqlstate, SQLSTATE_CANNOT_CONNECT);
    CONTAINS(err->hint, "No server listens there");
}

/* A socket of localhost on which somebody listens who is no PostgreSQL. */
static int listener(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    EQUAL_INT(bind(fd, (const struct sockaddr *)&address, length), 0);
    EQUAL_INT(listen(fd, 5), 0);
    EQUAL_INT(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

TEST(connect_to_one_who_never_answers_ends_with_its_time)
{
    int port;
    int fd = listener(&port);

    FAILS(db_open(mem, mem_printf(mem, "host=127.0.0.1 port=%d dbname=d", port), "tests", 1, err) !=
              NULL,
          ERROR_DATABASE,
          mem_printf(mem, "cannot connect to database \"d\" at 127.0.0.1:%d: no answer within 1 s",
                     port));
    EQUAL_STR(err->sqlstate, SQLSTATE_CANNOT_CONNECT);
    FAILS(db_open(mem, mem_printf(mem, "host=127.0.0.1 port=%d dbname=d connect_timeout=1", port),
                  "tests", 600, err) != NULL,
          ERROR_DATABASE,
          mem_printf(mem, "cannot connect to database \"d\" at 127.0.0.1:%d: no answer within 1 s",
                     port));
    close(fd);
}

static void answer(int fd, const char *text)
{
    char asked[1024];
    int one = accept(fd, NULL, NULL);

    if (read(one, asked, sizeof(asked)) > 0 && write(one, text, strlen(text)) < 0)
        _exit(1);
    close(one);
    _exit(0);
}

TEST(connect_to_another_kind_of_server_says_so)
{
    int port;
    int fd = listener(&port);
    pid_t pid = fork();

    if (pid == 0)
        answer(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
    TRUE(!db_open(mem,
                  mem_printf(mem,
                             "host=127.0.0.1 port=%d sslmode=disable gssencmode=disable "
                             "dbname=d",
                             port),
                  "tests", 30, err));
    CONTAINS(err->message, "expected authentication request from server, but received H");
    EQUAL_STR(err->sqlstate, SQLSTATE_CANNOT_CONNECT);
    waitpid(pid, NULL, 0);
    close(fd);
}

TEST(connect_ends_with_a_signal)
{
    int port, accepted, status = -1;
    int fd = listener(&port);
    pid_t pid = fork();

    if (pid == 0) {
        interrupt_install();
        if (db_open(err, mem_printf(err, "host=127.0.0.1 port=%d", port), "tests", 600, err))
            _exit(1);
        _exit(err->code == ERROR_INTERRUPTED ? 0 : 2);
    }
    accepted = accept(fd, NULL, NULL);
    TRUE(accepted >= 0);
    kill(pid, SIGINT);
    waitpid(pid, &status, 0);
    EQUAL_INT(status, 0);
    close(accepted);
    close(fd);
}
