/*
 * What the engine says while it works.  It prints nothing itself: whoever
 * runs it hands it these.
 */
#ifndef MIGRATE_LISTENER_H
#define MIGRATE_LISTENER_H

struct db_notice;
struct graph_step;

struct migrate_listener {
    /* A step begins. */
    void (*step)(const struct graph_step *step, void *data);

    /* The server said something while the script at 'path' ran. */
    void (*notice)(const char *path, const struct db_notice *notice, void *data);

    /* Something the user should know although nothing failed: one line, like a message. */
    void (*warning)(const char *text, void *data);

    /* What is being waited for, or has just been done on the side: one line. */
    void (*info)(const char *text, void *data);

    /*
     * A statement that waits by design has been running for a while in backend
     * 'pid'; called again every few seconds.  The working connection is busy.
     */
    void (*waiting)(int pid, void *data);

    void *data;
};

#endif
