/* Inside of dict and set: their entries walked, and dicts put together. */
#ifndef PY_DICT_TYPE_H
#define PY_DICT_TYPE_H

#include "py/object.h"

enum py_dict_part { PY_DICT_KEYS, PY_DICT_VALUES, PY_DICT_ITEMS };

struct py_object *py_entry_part(struct py *py, const struct py_entry *entry,
                                enum py_dict_part part);

/* Raises RuntimeError when the dict (or set) changes its size meanwhile. */
struct py_object *py_dict_iterator(struct py *py, const struct py_dict *dict,
                                   enum py_dict_part part, bool backwards);

/* What keys(), values() and items() give. */
struct py_object *py_dict_view(struct py *py, struct py_dict *dict, enum py_dict_part part);

/* An iterator over a view from its end; NULL without raising when 'o' is none. */
struct py_object *py_view_reversed(struct py *py, struct py_object *o);

/* The entry that came last, or NULL. */
const struct py_entry *py_dict_last(struct py *py, struct py_dict *dict);

void py_dict_clear(struct py_dict *dict);

/* Take over what 'from' holds, which is not used any more. */
void py_dict_become(struct py_dict *dict, const struct py_dict *from);

bool py_dict_update(struct py *py, struct py_dict *dict, const struct py_dict *from);

/* What dict(...) and .update(...) take: a dict or pairs, and keywords. */
bool py_dict_update_from(struct py *py, struct py_dict *dict, const struct py_args *args,
                         const char *function);

/* The methods of dict, in dict_methods.c. */
extern const struct py_method py_dict_methods[];

#endif
