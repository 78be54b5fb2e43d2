#include "harness/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

enum { CHUNK = 65536 };

/* One client connection and its partner at the server. */
struct line {
    int client, server;
    unsigned char header[5]; /* of the message that is being read */
    size_t header_length;
    size_t body_left;
    bool started;  /* the start-up packet is behind us */
    bool awaiting; /* message 'at' was forwarded, its answer is to come */
    bool answered; /* some of it has come */
};

struct relay {
    const struct relay_options *options;
    pid_t client;
    int raw; /* how the client ended, as waitpid() says it */
    bool ended;
    struct buf *types; /* of the messages so far */
    bool cut;
};

static bool address_of(struct sockaddr_un *address, const char *path)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(address->sun_path))
        return false;
    memcpy(address->sun_path, path, strlen(path) + 1);
    return true;
}

static int listen_at(const char *path)
{
    struct sockaddr_un address;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    unlink(path);
    if (fd >= 0 && address_of(&address, path) &&
        bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 8) == 0)
        return fd;
    return -1;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && address_of(&address, path) &&
        connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    return -1;
}

static bool send_all(int fd, const unsigned char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        bytes += sent;
        n -= (size_t)sent;
    }
    return true;
}

static void cut_line(struct relay *relay)
{
    kill(relay->client, SIGKILL);
    relay->cut = true;
}

/* A header is whole: count the message, and cut before it if it is the one. */
static bool begin_message(struct relay *relay, struct line *line)
{
    size_t at = line->started ? 1 : 0;
    uint32_t length = (uint32_t)line->header[at] << 24 | (uint32_t)line->header[at + 1] << 16 |
                      (uint32_t)line->header[at + 2] << 8 | line->header[at + 3];

    line->body_left = length - 4;
    if (!line->started) {
        line->started = true;
        return true;
    }
    buf_addc(relay->types, (char)line->header[0]);
    if (relay->types->length != relay->options->at)
        return true;
    if (relay->options->cut == RELAY_BEFORE) {
        cut_line(relay);
        return false;
    }
    line->awaiting = relay->options->cut == RELAY_AFTER;
    return true;
}

/* A query, a sync, a flush. */
bool relay_is_answered(char type)
{
    return type == 'Q' || type == 'S' || type == 'H';
}

/* Forward what the client sent, message by message; false when the line was cut. */
static bool forward_client(struct relay *relay, struct line *line, const unsigned char *bytes,
                           size_t n)
{
    while (n > 0) {
        size_t wanted = line->started ? 5 : 4, take;

        if (line->body_left == 0 && line->header_length < wanted) {
            line->header[line->header_length++] = *bytes++;
            n--;
            if (line->header_length < wanted)
                continue;
            if (!begin_message(relay, line) || !send_all(line->server, line->header, wanted))
                return false;
        }
        take = n < line->body_left ? n : line->body_left;
        if (!send_all(line->server, bytes, take))
            return false;
        bytes += take;
        n -= take;
        line->body_left -= take;
        if (line->body_left == 0 && line->header_length == wanted) {
            if (line->awaiting && wanted == 5 && !relay_is_answered((char)line->header[0])) {
                cut_line(relay);
                return false;
            }
            line->header_length = 0;
        }
    }
    return true;
}

static bool pump_client(struct relay *relay, struct line *line)
{
    unsigned char bytes[CHUNK];
    ssize_t n = read(line->client, bytes, sizeof(bytes));

    return n > 0 && forward_client(relay, line, bytes, (size_t)n);
}

/* The answer is whole when the server says nothing more for a moment; only its start is needed. */
static bool pump_server(struct relay *relay, struct line *line)
{
    unsigned char bytes[CHUNK];
    ssize_t n = read(line->server, bytes, sizeof(bytes));

    if (n <= 0)
        return false;
    if (line->awaiting) {
        cut_line(relay);
        return false;
    }
    return send_all(line->client, bytes, (size_t)n);
}

static void drain(int fd)
{
    unsigned char bytes[CHUNK];

    shutdown(fd, SHUT_WR);
    while (read(fd, bytes, sizeof(bytes)) > 0)
        continue;
}

static void close_line(struct line *line)
{
    drain(line->server);
    close(line->client);
    close(line->server);
    line->client = -1;
}

static pid_t start_client(const struct relay_options *o)
{
    pid_t pid = fork();
    int out;

    if (pid != 0)
        return pid;
    out = open(o->output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execv(o->argv[0], (char *const *)(uintptr_t)o->argv);
    _exit(127);
}

static bool accept_line(struct relay *relay, int listener, struct line *line)
{
    *line = (struct line){.client = accept4(listener, NULL, NULL, SOCK_CLOEXEC)};
    line->server = connect_to(relay->options->server);
    return line->client >= 0 && line->server >= 0;
}

/* One connection at a time: the client under test opens no second one beside it. */
static bool serve(struct relay *relay, int listener)
{
    struct line line = {.client = -1, .server = -1};

    while (!relay->cut && !relay->ended) {
        struct pollfd fds[] = {
            {.fd = line.client < 0 ? listener : -1, .events = POLLIN},
            {.fd = line.client, .events = POLLIN},
            {.fd = line.client < 0 ? -1 : line.server, .events = POLLIN},
        };

        if (poll(fds, 3, 50) < 0 && errno != EINTR)
            return false;
        if ((fds[0].revents & POLLIN) && !accept_line(relay, listener, &line))
            return false;
        if ((fds[2].revents && !pump_server(relay, &line)) ||
            (line.client >= 0 && fds[1].revents && !pump_client(relay, &line)))
            close_line(&line);
        if (line.client < 0)
            relay->ended = waitpid(relay->client, &relay->raw, WNOHANG) == relay->client;
    }
    if (line.client >= 0)
        close_line(&line);
    return true;
}

bool relay_run(TALLOC_CTX *mem, const struct relay_options *options, struct relay_result *result,
               struct error *err)
{
    MEM_SCRATCH(scratch);
    struct relay relay = {.options = options, .types = buf_new(scratch, BUF_MAX)};
    char *path = mem_printf(scratch, "%s/.s.PGSQL.%d", options->folder, options->port);
    int listener = listen_at(path);
    bool ok;

    if (listener < 0)
        return error_errno(err, "cannot listen at \"%s\"", path);
    relay.client = start_client(options);
    ok = relay.client > 0 && serve(&relay, listener);
    if (!relay.ended && relay.client > 0)
        waitpid(relay.client, &relay.raw, 0);
    close(listener);
    unlink(path);
    result->status = WIFSIGNALED(relay.raw) ? 128 + WTERMSIG(relay.raw) : WEXITSTATUS(relay.raw);
    result->messages = relay.types->length;
    result->types = buf_take(mem, relay.types);
    return ok || error_set(err, ERROR_SYSTEM, "the relay broke");
}
