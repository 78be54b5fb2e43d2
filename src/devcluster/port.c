#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "devcluster/cluster.h"

enum { MAX_FILE = 4096 };

static char *read_base_file(TALLOC_CTX *mem, const struct devcluster *cluster, const char *name)
{
    MEM_SCRATCH(scratch);
    struct file_text *file =
        file_read(scratch, path_join(scratch, cluster->base, name), MAX_FILE, error_new(scratch));

    return file ? mem_strndup(mem, file->bytes, strcspn(file->bytes, "\n")) : NULL;
}

/* Bind 'port', or any if it is 0; which one it was, or 0 if it is taken. */
static int try_port(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok;

    if (fd < 0)
        return 0;
    /* As the server does it: connections that end slowly do not count. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    ok = bind(fd, (const struct sockaddr *)&address, length) == 0 &&
         getsockname(fd, (struct sockaddr *)&address, &length) == 0;
    close(fd);
    return ok ? ntohs(address.sin_port) : 0;
}

/* "auto 41234" or "5433" */
static int remembered(const struct devcluster *cluster, bool *is_auto)
{
    MEM_SCRATCH(scratch);
    char *text = read_base_file(scratch, cluster, "port");

    *is_auto = text && strncmp(text, "auto ", 5) == 0;
    return text ? (int)strtol(*is_auto ? text + 5 : text, NULL, 10) : 0;
}

int port_remembered(const struct devcluster *cluster)
{
    bool is_auto;

    return remembered(cluster, &is_auto);
}

/*
 * The last port first: it stands in people's settings.  A number that was
 * wished for is not tried: the server says best why it cannot have it.
 */
bool port_choose(const struct devcluster *cluster, int *port, struct error *err)
{
    bool is_auto;
    int last = remembered(cluster, &is_auto);
    int wish = cluster->options.port;

    *port = 0;
    if (wish == DEVCLUSTER_CLOSE_PORT || (wish == DEVCLUSTER_NO_PORT && last == 0))
        return true;
    if (wish == DEVCLUSTER_AUTO_PORT || (wish == DEVCLUSTER_NO_PORT && is_auto)) {
        *port = last ? try_port(last) : 0;
        *port = *port ? *port : try_port(0);
        return *port || error_errno(err, "cannot find a free TCP port on localhost");
    }
    *port = wish > 0 ? wish : last;
    return true;
}

/* For the owner of the folder only, whoever that is. */
static bool write_base_file(const struct devcluster *cluster, const char *name, const char *text,
                            struct error *err)
{
    MEM_SCRATCH(scratch);
    char *path = path_join(scratch, cluster->base, name);
    mode_t mask = umask(077);
    bool ok = file_replace(path, text, err);

    umask(mask);
    return ok && place_give(cluster, path, err);
}

/* Only what a start has worked with; "auto" is part of it, so that a taken port may change. */
bool port_remember(const struct devcluster *cluster, int port, struct error *err)
{
    MEM_SCRATCH(scratch);
    bool was_auto;
    int last = remembered(cluster, &was_auto);
    int wish = cluster->options.port;
    bool is_auto = wish == DEVCLUSTER_AUTO_PORT || (wish == DEVCLUSTER_NO_PORT && was_auto);
    char *path = path_join(scratch, cluster->base, "port");

    if (port == last && is_auto == was_auto)
        return true;
    if (port == 0)
        return !file_exists(path) || file_remove(path, err);
    return write_base_file(cluster, "port",
                           mem_printf(scratch, is_auto ? "auto %d\n" : "%d\n", port), err);
}

/*
 * Letters and digits only: it stands in URLs as it is.  32 of them divide 256,
 * so each comes as often as the others: 24 give 120 bits.
 */
static char *new_password(TALLOC_CTX *mem)
{
    static const char digits[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* 32 */
    unsigned char random[24];
    char *password;

    if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
        return NULL;
    password = mem_strndup(mem, (const char *)random, 0);
    password = mem_resize(mem, password, sizeof(random) + 1);
    for (size_t i = 0; i < sizeof(random); i++)
        password[i] = digits[random[i] % (sizeof(digits) - 1)];
    password[sizeof(random)] = '\0';
    return password;
}

char *password_read(TALLOC_CTX *mem, const struct devcluster *cluster, bool make, struct error *err)
{
    char *password = read_base_file(mem, cluster, "password");

    if (password || !make)
        return password;
    password = new_password(mem);
    if (!password)
        error_errno(err, "cannot make a password");
    return password && write_base_file(cluster, "password", password, err) ? password : NULL;
}
