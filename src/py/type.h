/* Types among themselves: who derives from whom, and where a slot or a name comes from. */
#ifndef PY_TYPE_H
#define PY_TYPE_H

#include <assert.h>

#include "py/object.h"

/* A type and, one after the other, those it derives from. */
struct py_ancestry {
    const struct py_type *const *mro; /* of the rest, or NULL */
    const struct py_type *type;       /* the current one; NULL: the end */
};

struct py_ancestry py_ancestry_of(const struct py_type *type);
void py_ancestry_next(struct py_ancestry *ancestry);

/* The first non-NULL 'member' from 'of' upwards, or NULL. */
#define PY_SLOT(of, member)                                                                        \
    ({                                                                                             \
        struct py_ancestry ancestry_ = py_ancestry_of(of);                                         \
        while (ancestry_.type && !ancestry_.type->member)                                          \
            py_ancestry_next(&ancestry_);                                                          \
        ancestry_.type ? ancestry_.type->member : NULL;                                            \
    })

/* The same where the type is known to have one: it was chosen for it. */
#define KNOWN_SLOT(of, member)                                                                     \
    ({                                                                                             \
        __typeof__((of)->member) known_ = PY_SLOT(of, member);                                     \
        assert(known_);                                                                            \
        known_;                                                                                    \
    })

/*
 * What 'name' means in a type, for instance 'o' (NULL: for the type itself):
 * methods come bound.  NULL without raising when there is no such name.
 */
struct py_object *py_type_lookup(struct py *py, const struct py_type *type, struct py_object *o,
                                 const char *name);

/*
 * The method that a slot of 'type' itself makes, bound to 'o' unless that is
 * NULL: "__len__".  NULL without raising when there is none.
 */
struct py_object *py_slot_method(struct py *py, const struct py_type *type, struct py_object *o,
                                 const char *name);

/* What "__int__" and the like mean for 'o': those of a class are for its instances, not for it. */
struct py_object *py_special(struct py *py, struct py_object *o, const char *name);

/* What native functions see of an instance of a script's class; NULL when that is nothing. */
struct py_object *py_native_of(struct py_object *o);

/* True or False: what a comparison makes of an order below, of or above 0. */
struct py_object *py_by_order(enum py_operator op, int order);

/* Can iter() make something of it? */
bool py_iterable(const struct py_object *o);

#endif
