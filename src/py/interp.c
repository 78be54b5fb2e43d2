#include "py/interp.h"

#include "base/mem.h"
#include "base/process.h"

static const struct py_limits usual_limits = {
    .steps = 50000000,
    .bytes = (size_t)512 << 20,
    .text = (size_t)64 << 20,
    .depth = 200,
};

struct py *py_new(TALLOC_CTX *mem, const struct py_host *host, const struct py_limits *limits)
{
    struct py *py = mem_new(mem, struct py);

    py->arena = arena_new(py);
    py->host = *host;
    py->limits = limits ? *limits : usual_limits;
    if (!py->limits.steps)
        py->limits.steps = usual_limits.steps;
    if (!py->limits.bytes)
        py->limits.bytes = usual_limits.bytes;
    if (!py->limits.text)
        py->limits.text = usual_limits.text;
    if (!py->limits.depth)
        py->limits.depth = usual_limits.depth;
    py->modules = py_dict_new(py);
    return py;
}

void py_set_data(struct py *py, void *data)
{
    py->data = data;
}

void *py_data(const struct py *py)
{
    return py->data;
}

struct arena *py_arena(struct py *py)
{
    return py->arena;
}

const struct py_host *py_world(const struct py *py)
{
    return &py->host;
}

struct py_place py_here(const struct py *py)
{
    return py->here;
}

/* Nothing goes on after this. */
static bool stop(struct py *py)
{
    py->spent = true;
    if (py->steps > py->limits.steps)
        return py_refuse(py, "the script takes more than %llu steps",
                         (unsigned long long)py->limits.steps) != NULL;
    if (arena_bytes(py->arena) > py->limits.bytes)
        return py_refuse(py, "the script needs more than %zu MiB of memory",
                         py->limits.bytes >> 20) != NULL;
    return py_refuse(py, "interrupted") != NULL;
}

bool py_step(struct py *py, uint64_t cost)
{
    py->steps += cost;
    if (py->steps > py->limits.steps || arena_bytes(py->arena) > py->limits.bytes ||
        interrupt_pending())
        return stop(py);
    return true;
}

bool py_may_have(struct py *py, size_t size)
{
    if (size > py->limits.text)
        return py_refuse(py, "a value of %zu bytes or items is larger than the limit of %zu", size,
                         py->limits.text) != NULL;
    return py_step(py, size >> 8);
}

bool py_enter(struct py *py, const char *where)
{
    if (py->depth >= py->limits.depth)
        return py_raise(py, &py_recursion_error, "maximum recursion depth exceeded%s", where) !=
               NULL;
    py->depth++;
    return true;
}

void py_leave(struct py *py)
{
    py->depth--;
}
