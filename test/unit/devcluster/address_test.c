#include <string.h>

#include "base/mem.h"
#include "devcluster/cluster.h"
#include "harness/test.h"

static char folder[] = "/tmp/limbeck-1000-0123456789abcdef";

/* One that nobody started: addresses are text. */
static const struct devcluster by_socket = {.socket = folder, .port = 5432};

TEST(address_by_socket_is_a_connection_string)
{
    EQUAL_STR(devcluster_conninfo(mem, &by_socket, NULL),
              "host=/tmp/limbeck-1000-0123456789abcdef port=5432 user=postgres dbname='limbeck'");
    EQUAL_STR(devcluster_conninfo(mem, &by_socket, "it's a \\"),
              "host=/tmp/limbeck-1000-0123456789abcdef port=5432 user=postgres dbname='it\\'s a "
              "\\\\'");
}

TEST(address_by_socket_is_a_url_of_each_driver)
{
    EQUAL_STR(devcluster_url(mem, &by_socket, NULL, "libpq", err),
              "postgresql://postgres@/limbeck?host=/tmp/limbeck-1000-0123456789abcdef&port=5432");
    EQUAL_STR(devcluster_url(mem, &by_socket, "a b?é", "psycopg", err),
              "postgresql+psycopg://postgres@/a%20b%3F%C3%A9?host=/tmp/"
              "limbeck-1000-0123456789abcdef&port=5432");
    EQUAL_STR(devcluster_url(mem, &by_socket, NULL, "asyncpg", err),
              "postgresql+asyncpg://postgres@/limbeck?host=/tmp/"
              "limbeck-1000-0123456789abcdef&port=5432");
    FAILS(devcluster_url(mem, &by_socket, NULL, "jdbc", err) != NULL, ERROR_USAGE,
          "jdbc goes by TCP, and the cluster has no port open");
    CONTAINS(err->hint, "limbeck dev start --port auto");
    FAILS(devcluster_url(mem, &by_socket, NULL, "odbc", err) != NULL, ERROR_USAGE,
          "there is no driver \"odbc\"");
}
