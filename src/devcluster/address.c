#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "devcluster/cluster.h"

/* A value of a connection string. */
static void add_value(struct buf *conninfo, const char *value)
{
    buf_addc(conninfo, '\'');
    for (; *value; value++) {
        if (*value == '\'' || *value == '\\')
            buf_addc(conninfo, '\\');
        buf_addc(conninfo, *value);
    }
    buf_addc(conninfo, '\'');
}

/* We ourselves go by the socket: it is there with and without a port, and asks for no password. */
char *devcluster_conninfo(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name)
{
    struct buf *conninfo = buf_new(mem, BUF_MAX);

    buf_addf(conninfo, "host=%s port=%d user=" CLUSTER_ROLE " dbname=", devcluster_socket(cluster),
             devcluster_port(cluster));
    add_value(conninfo, name ? name : DEVCLUSTER_DATABASE);
    return buf_take(mem, conninfo);
}

/* A slash may stay: names stand in the path's last part or in a parameter. */
static void add_encoded(struct buf *url, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

    for (; *text; text++) {
        if (strchr(plain, *text))
            buf_addc(url, *text);
        else
            buf_addf(url, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

static void add_tcp(struct buf *url, const struct devcluster *cluster, const char *name,
                    const char *password)
{
    buf_addf(url, "://" CLUSTER_ROLE ":%s@127.0.0.1:%d/", password, cluster->tcp_port);
    add_encoded(url, name);
}

/* As a parameter: in the place of the host a folder's slashes would begin the path. */
static void add_socket(struct buf *url, const struct devcluster *cluster, const char *name)
{
    buf_add(url, "://" CLUSTER_ROLE "@/");
    add_encoded(url, name);
    buf_add(url, "?host=");
    add_encoded(url, cluster->socket);
    buf_addf(url, "&port=%d", cluster->port);
}

/* Java's driver takes nobody's name before the "@", and knows no sockets. */
static void add_jdbc(struct buf *url, const struct devcluster *cluster, const char *name,
                     const char *password)
{
    buf_addf(url, "://127.0.0.1:%d/", cluster->tcp_port);
    add_encoded(url, name);
    buf_addf(url, "?user=" CLUSTER_ROLE "&password=%s", password);
}

static const struct {
    const char *driver, *scheme;
    void (*add)(struct buf *url, const struct devcluster *cluster, const char *name,
                const char *password);
    bool by_tcp_only;
} drivers[] = {
    {"libpq", "postgresql", add_tcp, false},
    {"psycopg", "postgresql+psycopg", add_tcp, false},
    {"asyncpg", "postgresql+asyncpg", add_tcp, false},
    {"jdbc", "jdbc:postgresql", add_jdbc, true},
};

static bool say_no_tcp(const char *driver, struct error *err)
{
    error_set(err, ERROR_USAGE, "%s goes by TCP, and the cluster has no port open", driver);
    return error_hint(err, "Open one: limbeck dev stop, then limbeck dev start --port auto.");
}

char *devcluster_url(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name,
                     const char *driver, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *password =
        cluster->tcp_port ? password_read(scratch, cluster, false, error_new(scratch)) : NULL;
    struct buf *url = buf_new(scratch, BUF_MAX);

    for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
        if (strcmp(drivers[i].driver, driver) != 0)
            continue;
        if (!password && drivers[i].by_tcp_only)
            return say_no_tcp(driver, err), NULL;
        buf_add(url, drivers[i].scheme);
        if (password)
            drivers[i].add(url, cluster, name ? name : DEVCLUSTER_DATABASE, password);
        else
            add_socket(url, cluster, name ? name : DEVCLUSTER_DATABASE);
        return buf_take(mem, url);
    }
    error_set(err, ERROR_USAGE, "there is no driver \"%s\"", driver);
    error_hint(err, "It is one of libpq, psycopg, asyncpg and jdbc.");
    return NULL;
}
