/* time: clocks and sleep(). */
#include <time.h>

#include "base/clock.h"
#include "py/py.h"
#include "stdlib/module.h"

static struct py_object *time_time(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_float(py, (double)clock_unix_us() / 1e6);
}

static struct py_object *time_ns(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_int(py, clock_unix_us() * 1000);
}

static struct py_object *monotonic(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct timespec now;

    (void)self;
    (void)args;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return py_float(py, (double)now.tv_sec + (double)now.tv_nsec / 1e9);
}

static struct py_object *time_sleep(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct py_host *world = py_world(py);
    struct py_object *value;
    double seconds;

    (void)self;
    if (!py_bind(py, "sleep", (const char *const[]){"secs", NULL}, args, &value))
        return NULL;
    if (!py_as_double(value, &seconds))
        return py_raise(py, &py_type_error, "'%s' object cannot be interpreted as an integer",
                        py_type_of(value)->name);
    if (seconds < 0)
        return py_raise(py, &py_value_error, "sleep length must be non-negative");
    if (world->sleep)
        world->sleep(world->data, seconds);
    return py_step(py, 1) ? py_none() : NULL;
}

const struct stdlib_name stdlib_time[] = {
    {.name = "monotonic", .call = monotonic}, {.name = "perf_counter", .call = monotonic},
    {.name = "sleep", .call = time_sleep},    {.name = "time", .call = time_time},
    {.name = "time_ns", .call = time_ns},     {.name = NULL},
};
