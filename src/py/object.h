/*
 * Python values, and the one protocol by which everything is done with them.
 *
 * A value is an object that begins with a pointer to its type.  A type is a
 * table of functions: what is NULL in it comes from its base, and in the end
 * from 'object'.  Native types ("int", "list", SQLAlchemy's "Column") are
 * constant tables; classes that a script defines are tables made at run time,
 * whose names stand in 'dict'.  Whoever adds a kind of value adds a table.
 *
 * Ownership: everything lives in the evaluator's arena and dies with it.
 *
 * Errors: a function that returns NULL (or false) has raised: the exception
 * is pending in 'py', and the caller passes NULL on, or handles it with
 * py_catch().  A refusal (py_refuse) travels the same way and no "except" of
 * a script catches it.
 */
#ifndef PY_OBJECT_H
#define PY_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "py/ast.h" /* enum py_operator */

struct error;
struct py;
struct py_args;
struct py_dict;
struct py_type;

struct py_object {
    const struct py_type *type;
};

/* A function of C that scripts can call; 'self' is NULL for a plain function. */
typedef struct py_object *py_native(struct py *py, struct py_object *self,
                                    const struct py_args *args);

struct py_method {
    const char *name;
    py_native *call;
    enum {
        PY_METHOD,
        PY_CLASS_METHOD, /* 'self' is the type */
        PY_STATIC_METHOD,
        PY_PROPERTY,
        PY_CLASS_VALUE /* what it gives for the type, without being called: timezone.utc */
    } kind;
};

struct py_type {
    struct py_object object; /* a type is a value; constant tables leave its type NULL */
    const char *name;
    const char *module;               /* NULL: builtins */
    const struct py_type *base;       /* NULL: object */
    const struct py_method *methods;  /* ends with a NULL name */
    struct py_dict *dict;             /* of a class that a script defines, else NULL */
    const struct py_type *const *mro; /* the same: ends with NULL, begins with itself */
    const struct py_type *metatype;   /* EnumType and the like; NULL: type */

    /*
     * Scripts may derive from it, and from types based on it: its functions
     * expect an instance of such a class wherever they take one of the type,
     * and find the value in ->native.  A metatype says the same.
     */
    bool is_base;

    /* Calling the type makes a value of it ('type' may be a class derived from this one). */
    struct py_object *(*make)(struct py *py, const struct py_type *type,
                              const struct py_args *args);

    struct py_object *(*repr)(struct py *py, struct py_object *self); /* gives a str */
    struct py_object *(*str)(struct py *py, struct py_object *self);  /* NULL: repr */
    struct py_object *(*format)(struct py *py, struct py_object *self, const char *spec);
    bool (*hash)(struct py *py, struct py_object *self, uint64_t *hash);
    bool (*truth)(struct py *py, struct py_object *self, bool *truth);
    bool (*length)(struct py *py, struct py_object *self, size_t *length);

    /* Each gives NULL without raising when it does not know the name. */
    struct py_object *(*attr)(struct py *py, struct py_object *self, const char *name);
    bool (*set_attr)(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value /* NULL: del */);

    struct py_object *(*item)(struct py *py, struct py_object *self, struct py_object *key);
    bool (*set_item)(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value /* NULL: del */);
    bool (*contains)(struct py *py, struct py_object *self, struct py_object *value, bool *found);

    /* iter() gives an iterator; next() gives NULL without raising at the end. */
    struct py_object *(*iter)(struct py *py, struct py_object *self);
    struct py_object *(*next)(struct py *py, struct py_object *self);

    struct py_object *(*call)(struct py *py, struct py_object *self, const struct py_args *args);

    /*
     * What an attribute of a class gives when it is asked for by an instance
     * ('o'; NULL: by the class itself): __get__.  NULL here: the value itself.
     */
    struct py_object *(*bind)(struct py *py, struct py_object *self, struct py_object *o,
                              const struct py_type *type);

    /*
     * Arithmetic and comparison.  'self' is the left operand unless
     * 'reflected'; comparisons are mirrored instead.  py_not_implemented()
     * lets the other operand try, as in Python.  The result of a comparison is any value:
     * SQLAlchemy's columns make expressions of them.
     */
    struct py_object *(*binary)(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected);
    struct py_object *(*unary)(struct py *py, enum py_operator op, struct py_object *self);

    /* "with": leave() is given the pending exception or NULL, and says whether it is swallowed. */
    struct py_object *(*enter)(struct py *py, struct py_object *self);
    bool (*leave)(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed);
};

struct py_keyword {
    const char *name;
    struct py_object *value;
};

struct py_args {
    struct py_object *const *values;
    size_t n;
    const struct py_keyword *keywords;
    size_t n_keywords;
};

static const struct py_args py_nothing __attribute__((unused)) = {.n = 0};

/* ---- what can be done with any value -------------------------------------------------------- */

struct py_object *py_attr(struct py *py, struct py_object *o, const char *name);
struct py_object *py_attr_or_null(struct py *py, struct py_object *o,
                                  const char *name); /* NULL without raising when there is none */
bool py_set_attr(struct py *py, struct py_object *o, const char *name, struct py_object *value);
struct py_object *py_call(struct py *py, struct py_object *callable, const struct py_args *args);
struct py_object *py_call_with(struct py *py, struct py_object *callable, struct py_object *arg);
struct py_object *py_call_method(struct py *py, struct py_object *o, const char *name,
                                 const struct py_args *args);
struct py_object *py_item(struct py *py, struct py_object *o, struct py_object *key);
bool py_set_item(struct py *py, struct py_object *o, struct py_object *key,
                 struct py_object *value);
struct py_object *py_binary(struct py *py, enum py_operator op, struct py_object *left,
                            struct py_object *right); /* also comparisons, in, is */
struct py_object *py_unary(struct py *py, enum py_operator op, struct py_object *o);
bool py_equal(struct py *py, struct py_object *a, struct py_object *b, bool *equal);
bool py_less(struct py *py, struct py_object *a, struct py_object *b, bool *less);
bool py_truth(struct py *py, struct py_object *o, bool *truth);
bool py_hash(struct py *py, struct py_object *o, uint64_t *hash);
bool py_length(struct py *py, struct py_object *o, size_t *length);
struct py_object *py_repr(struct py *py, struct py_object *o);
struct py_object *py_str(struct py *py, struct py_object *o);
struct py_object *py_format(struct py *py, struct py_object *o, const char *spec);

struct py_object *py_ascii(struct py *py, struct py_object *o); /* repr(), escaped */

/* The texts of repr() and str(), or NULL when they raised. */
const char *py_repr_text(struct py *py, struct py_object *o);
const char *py_str_text(struct py *py, struct py_object *o);

/* iter(o), and next() of what it gave, which is NULL without raising at the end. */
struct py_object *py_iter(struct py *py, struct py_object *o);
struct py_object *py_next(struct py *py, struct py_object *iterator);

/*
 * Call 'each' for every item of an iterable until it returns false, which it
 * does after raising, or to stop early after setting '*stop'.  False when
 * anything raised.
 */
typedef bool py_each(struct py *py, struct py_object *item, void *data, bool *stop);
bool py_iterate(struct py *py, struct py_object *iterable, py_each *each, void *data);

/* All items of an iterable, as an array in the arena. */
struct py_object **py_items(struct py *py, struct py_object *iterable, size_t *n);

/* ---- types ---------------------------------------------------------------------------------- */

extern const struct py_type py_object_type, py_type_type, py_none_type, py_not_implemented_type,
    py_bool_type, py_int_type, py_float_type, py_str_type, py_bytes_type, py_list_type,
    py_tuple_type, py_dict_type, py_set_type, py_frozenset_type, py_range_type, py_slice_type,
    py_iterator_type, py_enumerate_type, py_zip_type, py_map_type, py_filter_type, py_reversed_type,
    py_native_type, py_function_type, py_module_type, py_instance_type, py_generator_type,
    py_property_type;

static inline const struct py_type *py_type_of(const struct py_object *o)
{
    return o->type ? o->type : &py_type_type;
}
bool py_is(const struct py_object *o, const struct py_type *type); /* isinstance() */
bool py_is_subtype(const struct py_type *type, const struct py_type *of);
const struct py_type *py_as_type(struct py_object *o); /* 'o' as a type, or NULL when it is none */
struct py_object *py_type_object(const struct py_type *type);

/* For the 'hash' slot of what cannot be a key: raises "unhashable type: 'list'". */
bool py_unhashable(struct py *py, struct py_object *self, uint64_t *hash);

/* ---- none, bool, numbers -------------------------------------------------------------------- */

struct py_object *py_none(void);
struct py_object *py_ellipsis(void);
struct py_object *py_not_implemented(void);
struct py_object *py_bool(bool value);
struct py_object *py_int(struct py *py, int64_t value);
struct py_object *py_int_parse(struct py *py, const char *digits, int base); /* of any size */
struct py_object *py_float(struct py *py, double value);

bool py_is_none(const struct py_object *o);
/* The value of an int or bool; false without raising when it is none or does not fit. */
bool py_as_int(const struct py_object *o, int64_t *value);
/* The same, raising TypeError or OverflowError: "'str' object cannot be interpreted as ...". */
bool py_need_int(struct py *py, struct py_object *o, int64_t *value);
/* The value of a float, an int or a bool. */
bool py_as_double(const struct py_object *o, double *value);

/* ---- text ----------------------------------------------------------------------------------- */

struct py_string {
    struct py_object object;
    const char *text; /* UTF-8, ends with '\0', which is not counted; may hold others */
    size_t length;    /* bytes */
    size_t n;         /* code points */
};

struct py_object *py_string(struct py *py, const char *text);
struct py_object *py_stringn(struct py *py, const char *text, size_t length);
/* The same of 'length' bytes of UTF-8 and a '\0' that stand in the arena, without a copy. */
struct py_object *py_string_adopt(struct py *py, const char *text, size_t length);
struct py_object *py_stringf(struct py *py, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Its text, or NULL when 'o' is no str; also for members of class X(str, Enum). */
const char *py_text(const struct py_object *o);
const struct py_string *py_as_string(const struct py_object *o);

struct py_bytes {
    struct py_object object;
    const char *bytes;
    size_t length;
};
struct py_object *py_bytes(struct py *py, const char *bytes, size_t length);

/* ---- containers ----------------------------------------------------------------------------- */

/* A list or a tuple; a tuple's items do not change. */
struct py_list {
    struct py_object object;
    struct py_object **items;
    size_t n, size;
};

struct py_list *py_list_new(struct py *py);
bool py_list_add(struct py *py, struct py_list *list, struct py_object *item);
struct py_object *py_tuple(struct py *py, struct py_object *const *items, size_t n);
/* 'o' as a list or tuple, or NULL. */
const struct py_list *py_as_sequence(const struct py_object *o);

/* Entries in insertion order; 'key' is NULL where one was deleted.  A set has no values. */
struct py_entry {
    struct py_object *key, *value;
    uint64_t hash;
};

struct py_dict {
    struct py_object object;
    struct py_entry *entries;
    size_t n_entries; /* with deleted ones */
    size_t size;
    uint32_t *slots;
    size_t n_slots;
    size_t n;     /* len() */
    size_t first; /* all entries before it were deleted */
};

struct py_dict *py_dict_new(struct py *py);
struct py_dict *py_set_new(struct py *py); /* iteration is in the order of insertion, too */
bool py_dict_put(struct py *py, struct py_dict *dict, struct py_object *key,
                 struct py_object *value);
bool py_dict_remove(struct py *py, struct py_dict *dict, struct py_object *key, bool *was_there);
/* '*value' is NULL when the key is not there.  False when hashing or comparing raised. */
bool py_dict_find(struct py *py, const struct py_dict *dict, struct py_object *key,
                  struct py_object **value);
/* The same by text, which cannot raise. */
bool py_dict_put_text(struct py *py, struct py_dict *dict, const char *key,
                      struct py_object *value);
struct py_object *py_dict_at(const struct py_dict *dict, const char *key);
bool py_dict_remove_text(struct py_dict *dict, const char *key);
/* 'o' as a dict (also OrderedDict, defaultdict, Counter), or NULL. */
struct py_dict *py_as_dict(struct py_object *o);

/* start:stop:step, each may be None. */
struct py_object *py_slice(struct py *py, struct py_object *start, struct py_object *stop,
                           struct py_object *step);

/* ---- functions, modules, instances ---------------------------------------------------------- */

struct py_object *py_native_function(struct py *py, const char *name, py_native *call,
                                     struct py_object *self);

struct py_module {
    struct py_object object;
    const char *name; /* dotted */
    struct py_dict *dict;
};

/* An instance of a class that a script defines. */
struct py_instance {
    struct py_object object;
    struct py_dict *attrs;
    struct py_object
        *native; /* the value underneath, for class X(str), class X(Exception); or NULL */
};

/*
 * Take the arguments of a call apart.  'names' is the signature and ends with
 * NULL: "table_name" must be given, "?schema" may be (its slot is NULL when it
 * is not), "/" and "*" are as in Python, "*rest" takes the other positional
 * ones as a tuple, "**rest" the other keywords as a dict.  'slots' has one for
 * each name but "/" and "*", in order.  Raises TypeError in CPython's words:
 * "create_index() missing 1 required positional argument: 'columns'".
 */
bool py_bind(struct py *py, const char *function, const char *const *names,
             const struct py_args *args, struct py_object **slots);

/* ---- exceptions and refusals ---------------------------------------------------------------- */

extern const struct py_type py_base_exception, py_exception, py_type_error, py_value_error,
    py_key_error, py_index_error, py_attribute_error, py_name_error, py_unbound_local_error,
    py_runtime_error, py_not_implemented_error, py_recursion_error, py_assertion_error,
    py_arithmetic_error, py_zero_division_error, py_overflow_error, py_lookup_error,
    py_import_error, py_module_not_found_error, py_os_error, py_file_not_found_error,
    py_permission_error, py_stop_iteration, py_unicode_error, py_unicode_encode_error,
    py_unicode_decode_error, py_timeout_error, py_system_exit, py_generator_exit;

struct py_exception {
    struct py_object object;
    struct py_object *args;            /* a tuple */
    struct py_object *cause, *context; /* or NULL */
    struct py_dict *attrs;             /* what was set on it, or NULL */
    const struct error *error;         /* what the world answered (a server's complaint), or NULL */
    const char *path;                  /* where it was raised; NULL: not yet known */
    int line;
};

/* Make an exception pending; return NULL, so that 'return py_raise(...)' reads well. */
void *py_raise(struct py *py, const struct py_type *type, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void *py_raise_object(struct py *py, struct py_object *exception);

/* The same for what a server or a file said: uncaught, py_run() hands 'err' on with the place. */
void *py_raise_error(struct py *py, const struct py_type *type, const struct error *err);

/* KeyError and the like, whose argument is a value and no text. */
void *py_raise_value(struct py *py, const struct py_type *type, struct py_object *arg);

/* Is an exception (or a refusal) pending? */
bool py_raised(const struct py *py);

/* Take the pending exception if it is one of 'type'; NULL when it is not.  Never a refusal. */
struct py_object *py_catch(struct py *py, const struct py_type *type);

/*
 * This program does not do what the script asks for, and says so: the whole
 * evaluation ends.  The text completes "FILE:LINE: ".
 */
void *py_refuse(struct py *py, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What they return is NULL: the analyzer sees no further than a declaration. */
#ifdef __clang_analyzer__
#define py_raise(...) ((void)(py_raise)(__VA_ARGS__), (void *)0)
#define py_raise_object(...) ((void)(py_raise_object)(__VA_ARGS__), (void *)0)
#define py_raise_error(...) ((void)(py_raise_error)(__VA_ARGS__), (void *)0)
#define py_raise_value(...) ((void)(py_raise_value)(__VA_ARGS__), (void *)0)
#define py_refuse(...) ((void)(py_refuse)(__VA_ARGS__), (void *)0)
#endif

/*
 * A value that could not be evaluated and that remembers why ("import of
 * app.models (line 7)").  It can be bound and passed; whatever looks into it
 * refuses, outside of functions by making more poison.
 */
struct py_object *py_poison(struct py *py, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *py_poison_origin(const struct py_object *o); /* NULL: 'o' is none */

#endif
