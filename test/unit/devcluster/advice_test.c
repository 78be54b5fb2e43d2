#include "devcluster/cluster.h"

#include "harness/test.h"

TEST(advice_gives_the_servers_reason_its_last_lines_and_what_to_do)
{
    FAILS(advice_fail(
              err, "the server did not start",
              "2026-01-02 03:04:05.678 UTC [7] LOG:  starting PostgreSQL 15.20\n"
              "2026-01-02 03:04:05.678 UTC [7] LOG:  could not bind IPv4 address \"127.0.0.1\": "
              "Address already in use\n"
              "2026-01-02 03:04:05.678 UTC [7] HINT:  Is another postmaster already running?\n"
              "2026-01-02 03:04:05.678 UTC [7] FATAL:  could not create any TCP/IP sockets\n",
              "/p/server.log"),
          ERROR_SYSTEM, "the server did not start: could not create any TCP/IP sockets");
    EQUAL_STR(err->detail, "The server's log is \"/p/server.log\".");
    CONTAINS(err->where, "Address already in use\n");
    CONTAINS(err->hint, "Another program listens on that port");
}

TEST(advice_shows_no_more_than_the_last_eight_lines)
{
    TRUE(!advice_fail(err, "x", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n\n", NULL));
    EQUAL_STR(err->where, "3\n4\n5\n6\n7\n8\n9\n10");
    EQUAL_STR(err->message, "x: it gave no reason");
    EQUAL_STR(err->detail, NULL);
}

TEST(advice_without_output_has_only_a_message)
{
    FAILS(advice_fail(err, "x", "", NULL), ERROR_SYSTEM, "x: it gave no reason");
    EQUAL_STR(err->where, NULL);
    EQUAL_STR(err->hint, NULL);
}

TEST(advice_knows_the_common_causes)
{
    static const struct {
        const char *output, *message, *hint;
    } cases[] = {
        {"initdb: error: could not write to file \"x\": No space left on device\n",
         "x: could not write to file \"x\": No space left on device", "The disk is full"},
        {"creating configuration files ... ok\nrunning bootstrap script ... 2026-01-02 UTC [7] "
         "FATAL:  could not extend file \"base/1/2691\": wrote only 4096 of 8192 bytes\n"
         "2026-01-02 UTC [7] HINT:  Check free disk space.\n"
         "2026-01-02 UTC [7] PANIC:  cannot abort transaction 1, it was already committed\n",
         "x: could not extend file \"base/1/2691\": wrote only 4096 of 8192 bytes",
         "The disk is full"},
        {"FATAL:  could not map anonymous shared memory: Cannot allocate memory\n",
         "x: could not map anonymous shared memory: Cannot allocate memory", "free memory"},
        {"FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use\n",
         "x: pre-existing shared memory block (key 1, ID 2) is still in use", "end them"},
        {"FATAL:  lock file \"postmaster.pid\" already exists\n",
         "x: lock file \"postmaster.pid\" already exists", "another container"},
        {"FATAL:  database files are incompatible with server\n",
         "x: database files are incompatible with server", "another version"},
        {"LOG:  unrecognized configuration parameter \"a\" in file \"b\" line 1\n"
         "FATAL:  configuration file \"b\" contains errors\n",
         "x: configuration file \"b\" contains errors", "Take the setting out"},
        {"FATAL:  could not access file \"x\": No such file or directory\n",
         "x: could not access file \"x\": No such file or directory", "not installed"},
        {"PANIC:  could not locate a valid checkpoint record\nFATAL:  y\n",
         "x: could not locate a valid checkpoint record", "damaged"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        error_clear(err);
        TRUE(!advice_fail(err, "x", cases[i].output, NULL));
        EQUAL_STR(err->message, cases[i].message);
        CONTAINS(err->hint, cases[i].hint);
    }
}
