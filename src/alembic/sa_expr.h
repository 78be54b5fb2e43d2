/*
 * SQL expressions: operators with operands, values, functions.
 *
 * An expression never changes once it is made.  Parentheses are put in while
 * it is made, as SQLAlchemy does it: sa_group() wraps an operand that binds
 * no stronger than the operator around it.
 */
#ifndef ALEMBIC_SA_EXPR_H
#define ALEMBIC_SA_EXPR_H

#include "alembic/sa.h"

enum sa_op {
    SA_OP_NONE,
    SA_OP_AND,
    SA_OP_OR,
    SA_OP_NOT,
    SA_OP_ASBOOL, /* and_() of a single element */
    SA_OP_ADD,
    SA_OP_SUB,
    SA_OP_MUL,
    SA_OP_TRUEDIV,
    SA_OP_FLOORDIV,
    SA_OP_MOD,
    SA_OP_NEG,
    SA_OP_BIT_AND,
    SA_OP_BIT_OR,
    SA_OP_BIT_XOR,
    SA_OP_BIT_NOT,
    SA_OP_LSHIFT,
    SA_OP_RSHIFT,
    SA_OP_EQ,
    SA_OP_NE,
    SA_OP_LT,
    SA_OP_LE,
    SA_OP_GT,
    SA_OP_GE,
    SA_OP_IS,
    SA_OP_IS_NOT,
    SA_OP_DISTINCT_FROM,
    SA_OP_NOT_DISTINCT_FROM,
    SA_OP_LIKE,
    SA_OP_NOT_LIKE,
    SA_OP_ILIKE,
    SA_OP_NOT_ILIKE,
    SA_OP_LIKE_PART, /* startswith(), contains() ... */
    SA_OP_NOT_LIKE_PART,
    SA_OP_ILIKE_PART,
    SA_OP_NOT_ILIKE_PART,
    SA_OP_IN,
    SA_OP_NOT_IN,
    SA_OP_BETWEEN,
    SA_OP_NOT_BETWEEN,
    SA_OP_CONCAT,
    SA_OP_MATCH,
    SA_OP_REGEXP,
    SA_OP_NOT_REGEXP,
    SA_OP_COLLATE,
    SA_OP_COMMA,
    SA_OP_ITEM,
    SA_OP_JSON_ITEM,
    SA_OP_JSON_PATH,
    SA_OP_ANY,
    SA_OP_ALL,
    SA_OP_EXISTS,
    SA_OP_DISTINCT,
    SA_OP_DESC,
    SA_OP_ASC,
    SA_OP_NULLS_FIRST,
    SA_OP_NULLS_LAST,
    SA_OP_FILTER,
    SA_OP_CUSTOM,
    SA_N_OPS
};

struct sa_operator {
    enum sa_op op;
    const char *text;    /* " = " */
    int precedence;      /* SQLAlchemy's: more binds more */
    enum sa_op negation; /* NOT of it, or SA_OP_NONE */
    bool is_comparison;  /* it gives a boolean and NOT needs no parentheses */
    bool is_associative; /* no parentheses within itself */
    bool is_eager;       /* in parentheses within any other operator */
};

const struct sa_operator *sa_operator(enum sa_op op);

/* Does 'op' need parentheses inside 'against' (NULL: whatever is around it)? */
bool sa_needs_parentheses(const struct sa_operator *op, const struct sa_operator *against);

struct sa_operation {
    struct sa_clause clause;
    const struct sa_operator *op;
    enum { SA_INFIX, SA_PREFIX, SA_SUFFIX, SA_PARENTHESES } form;
    struct sa_clause **operands;
    size_t n;
    bool can_negate;         /* by the operator's negation */
    bool ungrouped;          /* never in parentheses: the bounds of BETWEEN */
    const char *escape;      /* of LIKE */
    const char *flags;       /* of a regular expression */
    struct sa_clause *first; /* the operands of == as they were given, for bool() */
    struct sa_clause *second;
};

extern const struct py_type sa_operation_type, sa_unary_type, sa_boolean_list_type,
    sa_grouping_type;

struct sa_operation *sa_operation_new(struct py *py, const struct sa_operator *op,
                                      struct sa_clause *const *operands, size_t n);
struct sa_clause *sa_infix(struct py *py, const struct sa_operator *op, struct sa_clause *left,
                           struct sa_clause *right, struct sa_type *type);
struct sa_clause *sa_prefix(struct py *py, const struct sa_operator *op, struct sa_clause *operand,
                            struct sa_type *type);
struct sa_clause *sa_suffix(struct py *py, const struct sa_operator *op, struct sa_clause *operand);
struct sa_clause *sa_parentheses(struct py *py, struct sa_clause *clause);

/* 'clause' as an operand of 'against': itself, or in parentheses. */
struct sa_clause *sa_group(struct py *py, struct sa_clause *clause,
                           const struct sa_operator *against);
struct sa_clause *sa_negated(struct py *py, struct sa_clause *clause);

/* and_() and or_() of clauses that are conditions already. */
struct sa_clause *sa_conjunction(struct py *py, enum sa_op op, struct sa_clause *const *clauses,
                                 size_t n);

/* The operator 'op' between an expression and a script's value. */
struct py_object *sa_operate(struct py *py, enum sa_op op, struct sa_clause *left,
                             struct py_object *other, bool reflected);

/* ---- values --------------------------------------------------------------------------------- */

/* bindparam("name", value): a value, or the place of one that execute() is given. */
struct sa_bind {
    struct sa_clause clause;
    const char *name;        /* or the base of one that is made up */
    bool unique;             /* its name is made up */
    struct py_object *value; /* NULL: to be given */
    bool expanding;          /* a list: (1, 2, 3) */
    enum sa_op in;           /* SA_OP_NOT_IN: an empty list matches everything */
    bool is_json_path;
};

extern const struct py_type sa_bind_type;

/* 'base' NULL: "param"; 'type' NULL: that of the value. */
struct sa_clause *sa_bind_new(struct py *py, const char *base, struct py_object *value,
                              struct sa_type *type);
struct sa_bind *sa_as_bind(struct sa_clause *clause);

/* The type of an expression; never NULL unless it raised. */
struct sa_type *sa_type_of_clause(struct py *py, struct sa_clause *clause);
enum sa_kind sa_kind_of(struct py *py, struct sa_clause *clause);
struct sa_type *sa_boolean_value(struct py *py);

/* null(), true(), false(); always the same objects. */
struct sa_clause *sa_null(void), *sa_true(void), *sa_false(void);

/* ---- what scripts hand to expressions ------------------------------------------------------- */

/* The other operand: an expression, a select() as a scalar, or a value that is bound. */
struct sa_clause *sa_operand(struct py *py, struct py_object *o, struct sa_clause *beside,
                             const struct sa_operator *op);
/* An expression or a value ("literal"), bound under 'base'. */
struct sa_clause *sa_expression(struct py *py, struct py_object *o, const char *base);
/* A condition of where() and and_(). */
struct sa_clause *sa_condition(struct py *py, struct py_object *o);
/* One of the columns of select(). */
struct sa_clause *sa_select_item(struct py *py, struct py_object *o);
/* An element of order_by() and group_by(): also the name of a label or column. */
struct sa_clause *sa_order_item(struct py *py, struct py_object *o);

/* The name a column has in a result, or NULL when it has none: columns and labels. */
const char *sa_clause_name(const struct sa_clause *clause);

/* ---- labels, functions ---------------------------------------------------------------------- */

struct sa_label {
    struct sa_clause clause;
    const char *name; /* NULL: made up ("anon_1") */
    struct sa_clause *element;
};

extern const struct py_type sa_label_type, sa_function_type;

struct sa_label *sa_as_label(const struct sa_clause *clause);
struct sa_clause *sa_label_new(struct py *py, const char *name, struct sa_clause *element);

struct sa_function {
    struct sa_clause clause;
    const char *name;             /* the last part */
    const char *const *packages;  /* those in front of it; ends with NULL */
    struct sa_clause **arguments; /* already in parentheses where needed */
    size_t n;
    const char *text; /* CURRENT_TIMESTAMP and the like; else NULL */
};

struct sa_clause *sa_function_new(struct py *py, const char *name,
                                  struct sa_clause *const *arguments, size_t n);
struct sa_clause *sa_cast(struct py *py, struct sa_clause *clause, struct sa_type *type);

/* ---- compiling ------------------------------------------------------------------------------ */

struct sa_from;

/* What a statement keeps while it is written; sa_compiler's 'statement'. */
struct sa_statement {
    const struct py_dict *params; /* of execute(), or NULL */
    struct py_dict *counters;     /* "anon" -> 3, for names that are made up */
    struct py_dict *names;        /* the object -> its made-up name */
    const struct sa_scope *scope; /* the FROMs around the one at work */
    struct py_list *ctes;         /* that were met, each once */
    bool in_operator;             /* within an operator: JSON subscripts need parentheses */
};

/* The state of the statement, made at first use. */
struct sa_statement *sa_statement_of(struct sa_compiler *c);

/* "count_1": the same for the same object. */
const char *sa_made_up_name(struct sa_compiler *c, const void *object, const char *base);

/* a, b, c */
bool sa_compile_list(struct sa_compiler *c, struct sa_clause *const *clauses, size_t n,
                     const char *separator);

#endif
