#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "devcluster/devcluster.h"
#include "harness/server.h"
#include "harness/test.h"

static struct devcluster *opened(TALLOC_CTX *mem, const char *folder, int port, struct error *err)
{
    const struct devcluster_options options = {.folder = folder, .port = port, .throwaway = true};
    struct devcluster *cluster = devcluster_open(mem, &options, err);

    PASSES(cluster != NULL);
    return cluster;
}

static bool connects(TALLOC_CTX *mem, const char *conninfo, struct error *err)
{
    struct db *db = db_open(mem, conninfo, "tests", 30, err);
    bool ok = db && db_exec(db, "SELECT 1", err);

    talloc_free(db);
    return ok;
}

TEST(port_that_is_chosen_freely_is_kept_and_asks_for_the_password)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = opened(mem, folder, DEVCLUSTER_AUTO_PORT, err);
    int port;
    char *url;

    PASSES(devcluster_start(cluster, err));
    port = devcluster_tcp_port(cluster);
    TRUE(port > 0);
    url = devcluster_url(mem, cluster, NULL, "libpq", err);
    PASSES(connects(mem, url, err));
    TRUE(!connects(mem, mem_printf(mem, "host=127.0.0.1 port=%d user=postgres", port), err));
    CONTAINS(err->message, "no password supplied");
    TRUE(
        !connects(mem, mem_printf(mem, "postgresql://postgres:x@127.0.0.1:%d/limbeck", port), err));
    EQUAL_STR(err->sqlstate, SQLSTATE_INVALID_PASSWORD);
    PASSES(connects(mem, devcluster_conninfo(mem, cluster, NULL), err));

    PASSES(devcluster_stop(cluster, err));
    cluster = opened(mem, folder, DEVCLUSTER_NO_PORT, err);
    PASSES(devcluster_start(cluster, err));
    EQUAL_INT(devcluster_tcp_port(cluster), port);
    EQUAL_STR(devcluster_url(mem, cluster, NULL, "libpq", err), url);

    PASSES(devcluster_stop(cluster, err));
    cluster = opened(mem, folder, DEVCLUSTER_CLOSE_PORT, err);
    PASSES(devcluster_start(cluster, err));
    EQUAL_INT(devcluster_tcp_port(cluster), 0);
    PASSES(devcluster_destroy(cluster, err));
}

/* A port of localhost on which somebody listens. */
static int taken_port(int *fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);

    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EQUAL_INT(bind(*fd, (const struct sockaddr *)&address, length), 0);
    EQUAL_INT(listen(*fd, 1), 0);
    EQUAL_INT(getsockname(*fd, (struct sockaddr *)&address, &length), 0);
    return ntohs(address.sin_port);
}

TEST(port_that_is_taken_says_so)
{
    const char *folder = server_folder(mem);
    int fd;
    int port = taken_port(&fd);
    struct devcluster *cluster = opened(mem, folder, port, err);

    FAILS(devcluster_start(cluster, err), ERROR_SYSTEM,
          "the PostgreSQL server did not start: could not create any TCP/IP sockets");
    CONTAINS(err->where, mem_printf(mem, "port %d", port));
    CONTAINS(err->hint, "Another program listens on that port");
    close(fd);
    PASSES(devcluster_start(cluster, err));
    EQUAL_INT(devcluster_tcp_port(cluster), port);
    PASSES(devcluster_destroy(cluster, err));
}

TEST(port_is_not_changed_under_people_who_are_connected)
{
    const char *folder = server_folder(mem);
    struct devcluster *cluster = opened(mem, folder, DEVCLUSTER_NO_PORT, err);

    PASSES(devcluster_start(cluster, err));
    FAILS(devcluster_start(opened(mem, folder, DEVCLUSTER_AUTO_PORT, err), err), ERROR_CONFLICT,
          "the cluster runs already, without a TCP port");
    CONTAINS(err->hint, "limbeck dev stop");
    PASSES(devcluster_destroy(cluster, err));
}
