#include "db/refusal.h"

#include "harness/test.h"

static const struct refusal_address tcp = {"127.0.0.1", "5433", "blocks", "ada"};
static const struct refusal_address local = {"/run/postgresql", "5432", "blocks", "ada"};
static const struct refusal_address nowhere = {"", "", "", ""};

TEST(refusal_by_the_system_is_one_line_with_a_hint)
{
    FAILS(refusal_read(&tcp,
                       "connection to server at \"127.0.0.1\", port 5433 failed: Connection "
                       "refused\n\tIs the server running on that host and accepting TCP/IP "
                       "connections?\n",
                       err),
          ERROR_DATABASE,
          "cannot connect to database \"blocks\" at 127.0.0.1:5433: connection refused");
    EQUAL_STR(err->sqlstate, "08001");
    CONTAINS(err->hint, "No server listens there");
}

TEST(refusal_names_the_socket)
{
    FAILS(
        refusal_read(&local,
                     "connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: "
                     "No such file or directory\n\tIs the server running locally and accepting "
                     "connections on that socket?\n",
                     err),
        ERROR_DATABASE,
        "cannot connect to database \"blocks\" through \"/run/postgresql/.s.PGSQL.5432\": no such "
        "file or directory");
    CONTAINS(err->hint, "No server has its socket there");
}

TEST(refusal_of_several_addresses_says_each_reason_once)
{
    FAILS(refusal_read(&tcp,
                       "connection to server at \"localhost\" (::1), port 5433 failed: Connection "
                       "refused\n\tIs the server running on that host and accepting TCP/IP "
                       "connections?\n"
                       "connection to server at \"localhost\" (127.0.0.1), port 5433 failed: "
                       "Connection refused\n\tIs the server running on that host and accepting "
                       "TCP/IP connections?\n"
                       "could not translate host name \"nix\" to address: Name or service not "
                       "known\n",
                       err),
          ERROR_DATABASE,
          "cannot connect to database \"blocks\" at 127.0.0.1:5433: connection refused; could not "
          "translate host name \"nix\" to address: Name or service not known");
}

TEST(refusal_by_the_server_keeps_its_sqlstate)
{
    FAILS(refusal_read(&tcp,
                       "connection to server at \"127.0.0.1\", port 5433 failed: FATAL:  28P01: "
                       "password authentication failed for user \"ada\"\n"
                       "LOCATION:  auth_failed, auth.c:334\n",
                       err),
          ERROR_DATABASE,
          "cannot connect to database \"blocks\" at 127.0.0.1:5433: password authentication failed "
          "for user \"ada\"");
    EQUAL_STR(err->sqlstate, "28P01");
    CONTAINS(err->hint, "Check user and password");
}

TEST(refusal_passes_on_the_servers_detail_and_hint)
{
    FAILS(refusal_read(&tcp,
                       "connection to server at \"127.0.0.1\", port 5433 failed: FATAL:  57P03: "
                       "the database system is not accepting connections\n"
                       "DETAIL:  Hot standby mode is disabled.\n"
                       "HINT:  Ask somebody.\n",
                       err),
          ERROR_DATABASE,
          "cannot connect to database \"blocks\" at 127.0.0.1:5433: the database system is not "
          "accepting connections");
    EQUAL_STR(err->detail, "Hot standby mode is disabled.");
    EQUAL_STR(err->hint, "Ask somebody.");
}

TEST(refusal_hints_fit_the_cause)
{
    static const struct {
        const char *text, *hint;
    } cases[] = {
        {"x failed: fe_sendauth: no password supplied", "The server asks for a password"},
        {"FATAL:  28000: role \"nix\" does not exist", "CREATE ROLE"},
        {"FATAL:  28000: Peer authentication failed for user \"a\"", "operating system's account"},
        {"FATAL:  28000: no pg_hba.conf entry for host \"::1\"", "pg_hba.conf does not let"},
        {"FATAL:  3D000: database \"nix\" does not exist", "CREATE DATABASE"},
        {"FATAL:  53300: sorry, too many clients already", "max_connections"},
        {"FATAL:  57P03: the database system is starting up", "try again in a moment"},
        {"FATAL:  42501: permission denied for database \"b\"", "GRANT CONNECT"},
        {"server does not support SSL, but SSL was required", "sslmode=disable"},
        {"SSL error: certificate verify failed", "sslrootcert"},
        {"could not translate host name \"nix\" to address: x", "Check the host name"},
        {"Unix-domain socket path \"/x\" is too long (maximum 107 bytes)", "107 bytes"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        error_clear(err);
        TRUE(!refusal_read(&tcp, cases[i].text, err));
        CONTAINS(err->hint, cases[i].hint);
    }
}

TEST(refusal_before_any_address_is_known_names_none)
{
    FAILS(refusal_read(&nowhere, "definition of service \"nix\" not found\n", err), ERROR_DATABASE,
          "cannot connect: definition of service \"nix\" not found");
    FAILS(refusal_read(&nowhere, "", err), ERROR_DATABASE, "cannot connect: no reason given");
}

TEST(refusal_puts_an_ipv6_address_in_brackets)
{
    const struct refusal_address to = {"::1", "5432", "blocks", "ada"};

    FAILS(refusal_timed_out(&to, 7, err), ERROR_DATABASE,
          "cannot connect to database \"blocks\" at [::1]:5432: no answer within 7 s");
    EQUAL_STR(err->sqlstate, "08001");
}
