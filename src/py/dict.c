/*
 * The table under dicts and sets: entries in the order in which they came, and
 * slots that find them by hash.  What scripts see of it are the methods, which
 * stand elsewhere.
 */
#include <string.h>

#include "py/dict_type.h"
#include "py/hash.h"
#include "py/interp.h"

enum { FIRST_SLOTS = 8 };

static struct py_dict *make(struct py *py, const struct py_type *type)
{
    struct py_dict *dict = arena_new_object(py->arena, struct py_dict);

    dict->object.type = type;
    return dict;
}

struct py_dict *py_dict_new(struct py *py)
{
    return make(py, &py_dict_type);
}

struct py_dict *py_set_new(struct py *py)
{
    return make(py, &py_set_type);
}

void py_dict_clear(struct py_dict *dict)
{
    dict->n = dict->n_entries = dict->first = 0;
    if (dict->n_slots > 0)
        memset(dict->slots, 0, dict->n_slots * sizeof(*dict->slots));
}

void py_dict_become(struct py_dict *dict, const struct py_dict *from)
{
    struct py_object object = dict->object;

    *dict = *from;
    dict->object = object;
}

static size_t first_slot(const struct py_dict *dict, uint64_t hash)
{
    return (size_t)((hash * 0x9e3779b97f4a7c15u) >> 20) & (dict->n_slots - 1);
}

static void index_entry(struct py_dict *dict, size_t entry)
{
    size_t slot = first_slot(dict, dict->entries[entry].hash);

    while (dict->slots[slot])
        slot = (slot + 1) & (dict->n_slots - 1);
    dict->slots[slot] = (uint32_t)entry + 1;
}

/* Leave deleted entries out and make room for as many again. */
static bool rebuild(struct py *py, struct py_dict *dict)
{
    size_t n_slots = FIRST_SLOTS, kept = 0;
    struct py_entry *old = dict->entries;

    while (n_slots < (dict->n + 1) * 2 + dict->n)
        n_slots *= 2;
    if (!py_may_have(py, n_slots * sizeof(struct py_entry)))
        return false;
    dict->size = n_slots * 2 / 3;
    dict->entries = arena_new_array(py->arena, struct py_entry, dict->size);
    dict->slots = arena_new_array(py->arena, uint32_t, n_slots);
    dict->n_slots = n_slots;
    for (size_t i = 0; i < dict->n_entries; i++)
        if (old[i].key)
            dict->entries[kept++] = old[i];
    dict->n_entries = kept;
    dict->first = 0;
    for (size_t i = 0; i < kept; i++)
        index_entry(dict, i);
    return true;
}

const struct py_entry *py_dict_last(struct py *py, struct py_dict *dict)
{
    size_t i = dict->n_entries;

    while (i > 0 && !dict->entries[i - 1].key)
        i--;
    if (i == 0)
        return NULL;
    if (dict->n_entries - i <= dict->n)
        return &dict->entries[i - 1];
    /* Or the deleted ones would be passed again and again. */
    return rebuild(py, dict) ? &dict->entries[dict->n_entries - 1] : NULL;
}

/* A text key that is exactly a str is compared without asking anybody. */
static bool same_text(const struct py_object *a, const struct py_object *b)
{
    const struct py_string *x = (const struct py_string *)a, *y = (const struct py_string *)b;

    return x->length == y->length && memcmp(x->text, y->text, x->length) == 0;
}

static bool same_key(struct py *py, struct py_object *a, struct py_object *b, bool *same)
{
    if (a == b) {
        *same = true;
        return true;
    }
    if (a->type == &py_str_type && b->type == &py_str_type) {
        *same = same_text(a, b);
        return true;
    }
    return py_equal(py, a, b, same);
}

/* The entry of 'key', or NULL in '*found'.  A script can make keys collide: they cost steps. */
static bool find(struct py *py, const struct py_dict *dict, struct py_object *key, uint64_t hash,
                 struct py_entry **found)
{
    *found = NULL;
    if (dict->n == 0)
        return true;
    for (size_t slot = first_slot(dict, hash); dict->slots[slot];
         slot = (slot + 1) & (dict->n_slots - 1)) {
        struct py_entry *entry = &dict->entries[dict->slots[slot] - 1];
        bool same = false;

        py->steps++;
        if (!entry->key || entry->hash != hash)
            continue;
        if (!same_key(py, entry->key, key, &same))
            return false;
        if (same) {
            *found = entry;
            return true;
        }
    }
    return true;
}

static bool add(struct py *py, struct py_dict *dict, struct py_object *key, uint64_t hash,
                struct py_object *value)
{
    if (dict->n_entries == dict->size && !rebuild(py, dict))
        return false;
    dict->entries[dict->n_entries++] = (struct py_entry){key, value, hash};
    index_entry(dict, dict->n_entries - 1);
    dict->n++;
    return true;
}

bool py_dict_put(struct py *py, struct py_dict *dict, struct py_object *key,
                 struct py_object *value)
{
    struct py_entry *entry;
    uint64_t hash;

    if (!py_step(py, 1) || !py_hash(py, key, &hash) || !find(py, dict, key, hash, &entry))
        return false;
    if (!entry)
        return add(py, dict, key, hash, value);
    entry->value = value;
    return true;
}

bool py_dict_find(struct py *py, const struct py_dict *dict, struct py_object *key,
                  struct py_object **value)
{
    struct py_entry *entry;
    uint64_t hash;

    *value = NULL;
    if (!py_hash(py, key, &hash) || !find(py, dict, key, hash, &entry))
        return false;
    if (entry)
        *value = entry->value ? entry->value : entry->key; /* a set has no values */
    return true;
}

/* Its slot stays taken until the table is built anew: others may stand behind it. */
static void delete (struct py_dict *dict, struct py_entry *entry)
{
    entry->key = entry->value = NULL;
    dict->n--;
    if (dict->n == 0)
        py_dict_clear(dict);
    while (dict->first < dict->n_entries && !dict->entries[dict->first].key)
        dict->first++;
}

bool py_dict_remove(struct py *py, struct py_dict *dict, struct py_object *key, bool *was_there)
{
    struct py_entry *entry;
    uint64_t hash;

    if (!py_hash(py, key, &hash) || !find(py, dict, key, hash, &entry))
        return false;
    *was_there = entry != NULL;
    if (entry)
        delete (dict, entry);
    return true;
}

/* ---- by text --------------------------------------------------------------------------------- */

static struct py_entry *find_text(const struct py_dict *dict, const char *key)
{
    size_t n = strlen(key);
    uint64_t hash = py_hash_bytes(key, n);

    if (dict->n == 0)
        return NULL;
    for (size_t slot = first_slot(dict, hash); dict->slots[slot];
         slot = (slot + 1) & (dict->n_slots - 1)) {
        struct py_entry *entry = &dict->entries[dict->slots[slot] - 1];
        const struct py_string *s = entry->key ? py_as_string(entry->key) : NULL;

        if (s && entry->hash == hash && s->length == n && memcmp(s->text, key, n) == 0)
            return entry;
    }
    return NULL;
}

struct py_object *py_dict_at(const struct py_dict *dict, const char *key)
{
    struct py_entry *entry = find_text(dict, key);

    return entry ? entry->value : NULL;
}

bool py_dict_put_text(struct py *py, struct py_dict *dict, const char *key, struct py_object *value)
{
    struct py_entry *entry = find_text(dict, key);

    if (!entry)
        return add(py, dict, py_string(py, key), py_hash_bytes(key, strlen(key)), value);
    entry->value = value;
    return true;
}

bool py_dict_remove_text(struct py_dict *dict, const char *key)
{
    struct py_entry *entry = find_text(dict, key);

    if (entry)
        delete (dict, entry);
    return entry != NULL;
}

struct py_dict *py_as_dict(struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((struct py_instance *)o)->native;
    return o && py_is(o, &py_dict_type) ? (struct py_dict *)o : NULL;
}
