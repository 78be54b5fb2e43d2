#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"

struct mapped_text {
    struct file_text text; /* first: the caller's view */
    void *map;
    size_t map_length;
};

static int unmap(struct mapped_text *mapped)
{
    munmap(mapped->map, mapped->map_length);
    return 0;
}

static int open_for_reading(const char *path, struct stat *st, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        int number = errno;

        error_errno(err, "cannot read \"%s\"", path);
        if (number == ENOENT)
            err->code = ERROR_NOT_FOUND;
        return -1;
    }
    if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
        return fd;
    close(fd);
    error_set(err, ERROR_INVALID, "cannot read \"%s\": it is not a regular file", path);
    return -1;
}

/* A small file is cheaper to read than to map. */
static bool read_small(struct file_text *text, TALLOC_CTX *mem, int fd, size_t length)
{
    char *bytes = mem_resize(mem, (char *)NULL, length + 1);
    size_t done = 0;

    while (done < length) {
        ssize_t n = read(fd, bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    bytes[done] = '\0';
    text->bytes = bytes;
    text->length = done;
    return true;
}

/* One page of zeros behind the file's end gives the '\0' whatever its length. */
static bool map_large(struct mapped_text *mapped, int fd, size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t whole = (length + page) / page * page;
    void *map = mmap(NULL, whole, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (map == MAP_FAILED)
        return false;
    mapped->map = map;
    mapped->map_length = whole;
    talloc_set_destructor(mapped, unmap);
    /* cppcheck-suppress leakReturnValNotUsed; MAP_FIXED maps over 'map' */
    if (mmap(map, length, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
        return false;
    mapped->text.bytes = map;
    mapped->text.length = length;
    return true;
}

struct file_text *file_read(TALLOC_CTX *mem, const char *path, size_t max, struct error *err)
{
    struct mapped_text *mapped;
    struct stat st;
    int fd = open_for_reading(path, &st, err);
    size_t length = fd < 0 ? 0 : (size_t)st.st_size;
    bool ok;

    if (fd < 0)
        return NULL;
    if (length > max) {
        close(fd);
        error_set(err, ERROR_INVALID, "\"%s\" has %zu bytes, more than the %zu that are read", path,
                  length, max);
        return NULL;
    }
    mapped = mem_new(mem, struct mapped_text);
    ok = length < (size_t)1 << 20 ? read_small(&mapped->text, mapped, fd, length)
                                  : map_large(mapped, fd, length);
    if (!ok)
        error_errno(err, "cannot read \"%s\"", path);
    close(fd);
    if (ok)
        return &mapped->text;
    talloc_free(mapped);
    return NULL;
}

static bool write_all(int fd, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t n = write(fd, text, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text += n;
        left -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static bool write_new(const char *path, const char *text, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok;

    if (fd < 0) {
        int number = errno;

        error_errno(err, "cannot create \"%s\"", path);
        if (number == EEXIST)
            err->code = ERROR_CONFLICT;
        return false;
    }
    ok = write_all(fd, text);
    if (!ok)
        error_errno(err, "cannot write \"%s\"", path);
    if (close(fd) != 0 && ok)
        ok = error_errno(err, "cannot write \"%s\"", path);
    return ok;
}

/* A name in the same folder, for a file that will be linked or renamed to 'path'. */
static char *name_beside(TALLOC_CTX *mem, const char *path)
{
    return mem_printf(mem, "%s/.%s.%d.tmp", path_folder(mem, path), path_name(path), (int)getpid());
}

bool file_create(const char *path, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *beside = name_beside(scratch, path);
    bool ok = write_new(beside, text, err);

    /* link() fails when the name is taken: nobody sees half a file or loses one. */
    if (ok && link(beside, path) != 0) {
        int number = errno;

        ok = error_errno(err, "cannot create \"%s\"", path);
        if (number == EEXIST)
            err->code = ERROR_CONFLICT;
    }
    unlink(beside);
    return ok;
}

bool file_replace(const char *path, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *beside = name_beside(scratch, path);
    struct stat st;

    if (!write_new(beside, text, err))
        return false;
    if (stat(path, &st) == 0)
        chmod(beside, st.st_mode & 07777);
    if (rename(beside, path) == 0)
        return true;
    error_errno(err, "cannot write \"%s\"", path);
    unlink(beside);
    return false;
}

bool file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_remove(const char *path, struct error *err)
{
    return unlink(path) == 0 || error_errno(err, "cannot remove \"%s\"", path);
}

bool file_make_folder(const char *path, unsigned mode, struct error *err)
{
    MEM_SCRATCH(scratch);

    if (file_is_folder(path))
        return true;
    if (mkdir(path, (mode_t)mode) == 0 || (errno == EEXIST && file_is_folder(path)))
        return true;
    if (errno != ENOENT || strcmp(path_folder(scratch, path), path) == 0)
        return error_errno(err, "cannot create folder \"%s\"", path);
    if (!file_make_folder(path_folder(scratch, path), 0777, err))
        return false;
    return mkdir(path, (mode_t)mode) == 0 || file_is_folder(path) ||
           error_errno(err, "cannot create folder \"%s\"", path);
}

bool file_remove_folder(const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = file_names(scratch, path, err);

    if (!names)
        return false;
    for (size_t i = 0; i < names->n; i++) {
        char *inside = path_join(scratch, path, names->items[i]);
        struct stat st;

        if (lstat(inside, &st) == 0 && S_ISDIR(st.st_mode)) {
            if (!file_remove_folder(inside, err))
                return false;
        } else if (!file_remove(inside, err)) {
            return false;
        }
    }
    return rmdir(path) == 0 || error_errno(err, "cannot remove folder \"%s\"", path);
}

struct strlist *file_names(TALLOC_CTX *mem, const char *folder, struct error *err)
{
    DIR *dir = opendir(folder);
    struct strlist *names;
    struct dirent *entry;

    if (!dir) {
        int number = errno;

        error_errno(err, "cannot read folder \"%s\"", folder);
        if (number == ENOENT)
            err->code = ERROR_NOT_FOUND;
        return NULL;
    }
    names = strlist_new(mem);
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            strlist_add(names, entry->d_name);
    closedir(dir);
    strlist_sort(names);
    return names;
}

char *file_temp_folder(TALLOC_CTX *mem, const char *parent, const char *prefix, struct error *err)
{
    char *path = mem_printf(mem, "%s/%sXXXXXX", parent, prefix);

    if (mkdtemp(path))
        return path;
    error_errno(err, "cannot create a folder in \"%s\"", parent);
    talloc_free(path);
    return NULL;
}

char *path_join(TALLOC_CTX *mem, const char *folder, const char *name)
{
    size_t n = strlen(folder), slash = n > 0 && folder[n - 1] != '/';
    char *path;

    if (n == 0 || name[0] == '/')
        return mem_strdup(mem, name);
    path = mem_array(mem, char, n + slash + strlen(name) + 1);
    memcpy(path, folder, n);
    path[n] = '/';
    memcpy(path + n + slash, name, strlen(name));
    return path;
}

char *path_folder(TALLOC_CTX *mem, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return mem_strdup(mem, ".");
    return mem_strndup(mem, path, slash == path ? 1 : (size_t)(slash - path));
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

bool path_has_suffix(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);

    return n >= m && strcmp(path + n - m, suffix) == 0;
}

char *path_absolute(TALLOC_CTX *mem, const char *path)
{
    MEM_SCRATCH(scratch);
    char here[PATH_MAX];
    char *full = path[0] == '/' || !getcwd(here, sizeof(here)) ? mem_strdup(scratch, path)
                                                               : path_join(scratch, here, path);
    struct strlist *parts = strlist_new(scratch);
    char *rest = full;

    while (*rest) {
        size_t n = strcspn(rest, "/");

        if (n == 2 && strncmp(rest, "..", 2) == 0) {
            if (parts->n > 0)
                parts->items[--parts->n] = NULL;
        } else if (n > 0 && !(n == 1 && *rest == '.')) {
            strlist_addn(parts, rest, n);
        }
        rest += n + (rest[n] == '/');
    }
    return mem_printf(mem, "/%s", strlist_join(scratch, parts, "/"));
}

char *path_real(TALLOC_CTX *mem, const char *path)
{
    char real[PATH_MAX];

    return realpath(path, real) ? mem_strdup(mem, real) : NULL;
}

struct file_lock {
    int fd;
};

static int unlock(struct file_lock *lock)
{
    close(lock->fd);
    return 0;
}

struct file_lock *file_lock(TALLOC_CTX *mem, const char *path, int wait_ms, struct error *err)
{
    int fd = file_is_folder(path) ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                                  : open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int64_t until = clock_ms() + wait_ms;
    struct file_lock *lock;

    if (fd < 0) {
        error_errno(err, "cannot open lock file \"%s\"", path);
        return NULL;
    }
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        bool stop = errno != EWOULDBLOCK
                        ? !error_errno(err, "cannot lock \"%s\"", path)
                        : clock_ms() >= until &&
                              !error_set(err, ERROR_BUSY, "another process holds \"%s\"", path);
        if (stop || !interrupt_sleep(20, err)) {
            close(fd);
            return NULL;
        }
    }
    lock = mem_new(mem, struct file_lock);
    lock->fd = fd;
    talloc_set_destructor(lock, unlock);
    return lock;
}

int file_lock_fd(const struct file_lock *lock)
{
    return lock->fd;
}
