/*
 * The syntax tree of a Python module.
 *
 * The names are those of Python's own ast module, so that its documentation
 * describes this one too.  A tree lives in the arena it was parsed into and
 * never changes.  Lists are arrays with their length beside them.
 */
#ifndef PY_AST_H
#define PY_AST_H

#include <stdbool.h>
#include <stddef.h>

enum py_expr_kind {
    PY_CONSTANT,
    PY_NAME,
    PY_ATTRIBUTE,
    PY_SUBSCRIPT,
    PY_SLICE,
    PY_CALL,
    PY_UNARY,
    PY_BINARY,
    PY_BOOLEAN, /* and, or */
    PY_COMPARE,
    PY_IF_EXP,
    PY_LAMBDA,
    PY_LIST,
    PY_TUPLE,
    PY_SET,
    PY_DICT,
    PY_LIST_COMP,
    PY_SET_COMP,
    PY_DICT_COMP,
    PY_GENERATOR,
    PY_STARRED,
    PY_JOINED_STR, /* an f-string */
    PY_FORMATTED,  /* one {...} of it */
    PY_NAMED,      /* name := value */
    PY_AWAIT,
    PY_YIELD,
    PY_YIELD_FROM
};

enum py_constant_kind {
    PY_CONSTANT_NONE,
    PY_CONSTANT_TRUE,
    PY_CONSTANT_FALSE,
    PY_CONSTANT_ELLIPSIS,
    PY_CONSTANT_INT,     /* 'text': decimal digits without underscores, or 0x... 0o... 0b... */
    PY_CONSTANT_FLOAT,   /* 'text' as strtod() reads it */
    PY_CONSTANT_COMPLEX, /* 'text' without its j */
    PY_CONSTANT_STR,     /* 'text', UTF-8, escapes resolved, adjacent literals joined */
    PY_CONSTANT_BYTES
};

enum py_operator {
    PY_ADD,
    PY_SUB,
    PY_MULT,
    PY_MATMULT,
    PY_DIV,
    PY_FLOOR_DIV,
    PY_MOD,
    PY_POW,
    PY_LSHIFT,
    PY_RSHIFT,
    PY_BIT_OR,
    PY_BIT_XOR,
    PY_BIT_AND,
    PY_AND,
    PY_OR, /* of PY_BOOLEAN */
    PY_NOT,
    PY_INVERT,
    PY_NEGATE,
    PY_PLUS, /* of PY_UNARY */
    PY_EQ,
    PY_NE,
    PY_LT,
    PY_LE,
    PY_GT,
    PY_GE, /* of PY_COMPARE */
    PY_IS,
    PY_IS_NOT,
    PY_IN,
    PY_NOT_IN
};

struct py_expr;
struct py_stmt;

struct py_exprs {
    struct py_expr **items;
    size_t n;
};

struct py_stmts {
    struct py_stmt **items;
    size_t n;
};

struct py_keyword_arg {
    const char *name; /* NULL: **value */
    struct py_expr *value;
    int line, column;
};

struct py_comprehension {
    struct py_expr *target, *iter;
    struct py_exprs ifs;
    bool is_async;
};

struct py_parameter {
    const char *name;
    struct py_expr *annotation;    /* or NULL */
    struct py_expr *default_value; /* or NULL */
};

struct py_parameters {
    struct py_parameter *items; /* positional ones, then keyword-only ones */
    size_t n_positional_only, n_positional /* with the former */, n;
    const char *rest;         /* *args, or NULL */
    const char *rest_keyword; /* **kwargs, or NULL */
    struct py_expr *rest_annotation, *rest_keyword_annotation;
};

struct py_expr {
    enum py_expr_kind kind;
    int line, column;         /* lines from 1, columns in bytes from 0, as ast has them */
    int end_line, end_column; /* behind its last byte */
    bool parenthesized;       /* it stands in parentheses of its own */
    union {
        struct {
            enum py_constant_kind kind;
            const char *text;
            size_t length;
        } constant;
        const char *name; /* PY_NAME */
        struct {
            struct py_expr *value;
            const char *name;
        } attribute;
        struct {
            struct py_expr *value, *index;
        } subscript;
        struct {
            struct py_expr *lower, *upper, *step; /* each may be NULL */
        } slice;
        struct {
            struct py_expr *function;
            struct py_exprs args; /* PY_STARRED among them */
            struct py_keyword_arg *keywords;
            size_t n_keywords;
        } call;
        struct {
            enum py_operator op;
            struct py_expr *left, *right; /* PY_UNARY: 'right' only */
        } binary;
        struct {
            enum py_operator op;
            struct py_exprs values;
        } boolean;
        struct {
            struct py_expr *left;
            enum py_operator *ops;
            struct py_exprs rights; /* as many as 'ops' */
        } compare;
        struct {
            struct py_expr *test, *body, *otherwise;
        } if_exp;
        struct {
            struct py_parameters *parameters;
            struct py_expr *body;
        } lambda;
        struct py_exprs elements; /* PY_LIST, PY_TUPLE, PY_SET, PY_JOINED_STR */
        struct {
            struct py_exprs keys; /* a key is NULL for **value */
            struct py_exprs values;
        } dict;
        struct {
            struct py_expr *element; /* of a dict: its key */
            struct py_expr *value;   /* of a dict, else NULL */
            struct py_comprehension *generators;
            size_t n;
        } comp;
        struct py_expr *value; /* PY_STARRED, PY_AWAIT, PY_YIELD (may be NULL), PY_YIELD_FROM */
        struct {
            struct py_expr *value;
            char conversion;      /* 's', 'r', 'a', or '\0' */
            struct py_expr *spec; /* a PY_JOINED_STR, or NULL */
        } formatted;
        struct {
            struct py_expr *target, *value;
        } named;
    };
};

enum py_stmt_kind {
    PY_EXPR_STMT,
    PY_ASSIGN,
    PY_ANN_ASSIGN,
    PY_AUG_ASSIGN,
    PY_FUNCTION_DEF,
    PY_CLASS_DEF,
    PY_RETURN,
    PY_DELETE,
    PY_IF,
    PY_FOR,
    PY_WHILE,
    PY_WITH,
    PY_MATCH,
    PY_RAISE,
    PY_TRY,
    PY_ASSERT,
    PY_IMPORT,
    PY_IMPORT_FROM,
    PY_GLOBAL,
    PY_NONLOCAL,
    PY_PASS,
    PY_BREAK,
    PY_CONTINUE,
    PY_TYPE_ALIAS
};

struct py_alias {
    const char *name;   /* dotted; "*" */
    const char *asname; /* or NULL */
};

struct py_with_item {
    struct py_expr *context, *target; /* 'target' may be NULL */
};

struct py_handler {
    struct py_expr *type; /* or NULL */
    const char *name;     /* or NULL */
    struct py_stmts body;
    int line;
};

enum py_pattern_kind {
    PY_MATCH_VALUE,    /* 'value'; also None, True, False, compared with 'is' */
    PY_MATCH_SEQUENCE, /* 'patterns', PY_MATCH_STAR among them */
    PY_MATCH_MAPPING,  /* 'keys' and 'patterns'; 'name' of **rest, or NULL */
    PY_MATCH_CLASS,    /* 'value' with 'patterns': positional ones, then one for each of 'names' */
    PY_MATCH_STAR,     /* 'name', or NULL for *_ */
    PY_MATCH_AS,       /* patterns[0] or none, 'name' or NULL for _ */
    PY_MATCH_OR        /* 'patterns' */
};

struct py_pattern {
    enum py_pattern_kind kind;
    struct py_expr *value;
    struct py_pattern **patterns;
    size_t n;
    struct py_exprs keys;
    const char **names; /* of keyword patterns, the last 'n_names' of 'patterns' */
    size_t n_names;
    const char *name;
    int line, column;
};

struct py_case {
    struct py_pattern *pattern;
    struct py_expr *guard; /* or NULL */
    struct py_stmts body;
};

struct py_stmt {
    enum py_stmt_kind kind;
    int line, column, end_line;
    union {
        struct py_expr *value; /* PY_EXPR_STMT; PY_RETURN (may be NULL) */
        struct {
            struct py_exprs targets;
            struct py_expr *value;
        } assign;
        struct {
            struct py_expr *target, *annotation, *value; /* 'value' may be NULL */
        } ann_assign;
        struct {
            struct py_expr *target, *value;
            enum py_operator op;
        } aug_assign;
        struct {
            const char *name;
            struct py_parameters *parameters;
            struct py_stmts body;
            struct py_exprs decorators;
            struct py_expr *returns; /* or NULL */
            bool is_async;
            bool is_generator; /* a yield stands in its body */
        } function;
        struct {
            const char *name;
            struct py_exprs bases;
            struct py_keyword_arg *keywords;
            size_t n_keywords;
            struct py_stmts body;
            struct py_exprs decorators;
        } class_def;
        struct py_exprs targets; /* PY_DELETE */
        struct {
            struct py_expr *test;
            struct py_stmts body, otherwise; /* PY_IF, PY_WHILE; elif is an PY_IF in 'otherwise' */
        } test;
        struct {
            struct py_expr *target, *iter;
            struct py_stmts body, otherwise;
            bool is_async;
        } loop;
        struct {
            struct py_with_item *items;
            size_t n;
            struct py_stmts body;
            bool is_async;
        } with;
        struct {
            struct py_expr *subject;
            struct py_case *cases;
            size_t n;
        } match;
        struct {
            struct py_expr *exception, *cause; /* each may be NULL */
        } raise;
        struct {
            struct py_stmts body, otherwise, finally;
            struct py_handler *handlers;
            size_t n;
            bool is_star; /* except* */
        } attempt;
        struct {
            struct py_expr *test, *message; /* 'message' may be NULL */
        } assertion;
        struct {
            const char *module; /* of PY_IMPORT_FROM; NULL for "from . import x" */
            int level;          /* leading dots */
            struct py_alias *names;
            size_t n;
        } import;
        struct {
            const char **names;
            size_t n;
        } scope; /* PY_GLOBAL, PY_NONLOCAL */
        struct {
            const char *name;
            struct py_expr *value;
        } type_alias;
    };
};

struct py_tree {
    const char *path;
    struct py_stmts body;
    const char *docstring; /* or NULL */
};

#endif
