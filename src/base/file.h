/* Files, folders and paths. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct strlist;

/* The bytes of a file, mapped; ends with a '\0' that 'length' does not count. */
struct file_text {
    const char *bytes;
    size_t length;
};

/*
 * The whole of 'path', a child of 'mem'.  Fails with ERROR_NOT_FOUND when it
 * is missing, ERROR_INVALID when it is no regular file or longer than 'max'
 * bytes, and ERROR_SYSTEM otherwise.
 */
struct file_text *file_read(TALLOC_CTX *mem, const char *path, size_t max, struct error *err);

/* Make a file that does not exist yet; ERROR_CONFLICT when it does. */
bool file_create(const char *path, const char *text, struct error *err);

/* Replace or make a file in one step: a reader sees the old text or the new one, also after a
 * crash. */
bool file_replace(const char *path, const char *text, struct error *err);

bool file_exists(const char *path);
bool file_is_folder(const char *path);
bool file_remove(const char *path, struct error *err);

/* Make a folder and the parents it lacks. */
bool file_make_folder(const char *path, unsigned mode, struct error *err);

/* Remove a folder and all that is in it; does not follow symbolic links. */
bool file_remove_folder(const char *path, struct error *err);

/* The names in a folder, sorted, without "." and ".."; ERROR_NOT_FOUND when it is missing. */
struct strlist *file_names(TALLOC_CTX *mem, const char *folder, struct error *err);

/* A new empty folder "<parent>/<prefix>XXXXXX" with mode 0700. */
char *file_temp_folder(TALLOC_CTX *mem, const char *parent, const char *prefix, struct error *err);

/* 'folder'/'name', or 'name' alone if it is absolute or 'folder' is empty. */
char *path_join(TALLOC_CTX *mem, const char *folder, const char *name);

/* What stands before the last '/': "." if there is none. */
char *path_folder(TALLOC_CTX *mem, const char *path);

/* What stands behind the last '/'; part of 'path'. */
const char *path_name(const char *path);

bool path_has_suffix(const char *path, const char *suffix);

/* Absolute and without "." and ".." parts; nothing need exist, links stay as they are. */
char *path_absolute(TALLOC_CTX *mem, const char *path);

/* The real path, all links followed; NULL when it does not exist. */
char *path_real(TALLOC_CTX *mem, const char *path);

/*
 * An advisory lock (flock) on a file that is made for it, or on a folder that
 * is there; it lasts until the struct is freed or the process ends.  Waits up to 'wait_ms' and
 * fails with ERROR_BUSY after that.
 */
struct file_lock;
struct file_lock *file_lock(TALLOC_CTX *mem, const char *path, int wait_ms, struct error *err);

/* A process that inherits this descriptor holds the lock too, for as long as it runs. */
int file_lock_fd(const struct file_lock *lock);

#endif
