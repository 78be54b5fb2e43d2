#include "py/scopes.h"

#include <stdint.h>

#include "base/arena.h"
#include "py/interp.h"
#include "py/scope.h"

/* By the address of the node; open addressing. */
struct py_scopes {
    struct slot {
        const void *node;
        const struct py_scope *scope;
    } * slots;
    size_t n, n_slots; /* a power of 2 */
};

static struct slot *find(struct slot *slots, size_t n_slots, const void *node)
{
    size_t i = ((uintptr_t)node >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32;

    while (slots[i & (n_slots - 1)].node && slots[i & (n_slots - 1)].node != node)
        i++;
    return &slots[i & (n_slots - 1)];
}

static void grow(struct py *py, struct py_scopes *scopes)
{
    size_t n_slots = scopes->n_slots ? 2 * scopes->n_slots : 64;
    struct slot *slots = arena_new_array(py->arena, struct slot, n_slots);

    for (size_t i = 0; i < scopes->n_slots; i++)
        if (scopes->slots[i].node)
            *find(slots, n_slots, scopes->slots[i].node) = scopes->slots[i];
    scopes->slots = slots;
    scopes->n_slots = n_slots;
}

static const struct py_scope *make(struct py *py, enum py_scope_kind kind, const void *node)
{
    const struct py_stmt *stmt = node;

    switch (kind) {
    case PY_SCOPE_FUNCTION:
        return py_scope_of_function(py->arena, stmt->function.parameters, &stmt->function.body);
    case PY_SCOPE_LAMBDA:
        return py_scope_of_lambda(py->arena, node);
    case PY_SCOPE_COMPREHENSION:
        return py_scope_of_comprehension(py->arena, node);
    case PY_SCOPE_BODY:
        return py_scope_of_body(py->arena, node);
    }
    return NULL;
}

const struct py_scope *py_scope_of(struct py *py, enum py_scope_kind kind, const void *node)
{
    struct slot *slot;

    if (!py->scopes)
        py->scopes = arena_new_object(py->arena, struct py_scopes);
    if (2 * py->scopes->n >= py->scopes->n_slots)
        grow(py, py->scopes);
    slot = find(py->scopes->slots, py->scopes->n_slots, node);
    if (!slot->node) {
        py->scopes->n++;
        slot->node = node;
        slot->scope = make(py, kind, node);
    }
    return slot->scope;
}
