/*
 * Comprehensions and generator expressions.
 *
 * Both are the same loops; a comprehension runs them to the end, a generator
 * expression is asked for one element after the other.
 */
#include "base/arena.h"
#include "py/eval.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/scopes.h"

/* The loops of one comprehension, as far as they have come. */
struct loops {
    const struct py_expr *expr;
    struct py_object **iterators; /* one for each "for"; NULL: not begun */
    size_t level;                 /* of the innermost one that has begun */
    struct py_frame frame;        /* in which it was written, with the variables of its own */
};

static bool passes(struct py *py, const struct py_exprs *ifs, bool *pass)
{
    *pass = true;
    for (size_t i = 0; *pass && i < ifs->n; i++)
        if (!py_eval_truth(py, ifs->items[i], pass))
            return false;
    return true;
}

static bool begin(struct py *py, struct loops *loops, const struct py_frame *around)
{
    const struct py_expr *expr = loops->expr;
    struct py_object *first = py_eval(py, expr->comp.generators[0].iter);

    if (!first)
        return false;
    loops->iterators = arena_new_array(py->arena, struct py_object *, expr->comp.n);
    loops->iterators[0] = py_iter(py, first);
    loops->frame = *around;
    loops->frame.blocks = NULL;
    loops->frame.n_blocks = loops->frame.size = 0;
    loops->frame.env = py_env_new(py, py_scope_of(py, PY_SCOPE_COMPREHENSION, expr), around->env);
    return loops->iterators[0] != NULL;
}

/* Go on to the next round of the innermost loop; false at the end, or when something raised. */
static bool next_round(struct py *py, struct loops *loops)
{
    const struct py_comprehension *generators = loops->expr->comp.generators;

    for (;;) {
        const struct py_comprehension *generator = &generators[loops->level];
        struct py_object *item =
            py_step(py, 1) ? py_next(py, loops->iterators[loops->level]) : NULL;
        bool pass;

        if (!item && (py_raised(py) || loops->level == 0))
            return false;
        if (!item) {
            loops->level--;
            continue;
        }
        if (!py_assign(py, generator->target, item) || !passes(py, &generator->ifs, &pass))
            return false;
        if (!pass)
            continue;
        if (loops->level == loops->expr->comp.n - 1)
            return true;
        item = py_eval(py, generators[loops->level + 1].iter);
        loops->iterators[loops->level + 1] = item ? py_iter(py, item) : NULL;
        if (!loops->iterators[++loops->level])
            return false;
    }
}

static bool add_element(struct py *py, const struct py_expr *expr, struct py_object *to)
{
    struct py_object *element = py_eval(py, expr->comp.element), *value = NULL;

    if (!element)
        return false;
    if (expr->kind == PY_LIST_COMP)
        return py_list_add(py, (struct py_list *)to, element);
    if (expr->kind == PY_DICT_COMP) {
        value = py_eval(py, expr->comp.value);
        if (!value)
            return false;
    }
    return py_dict_put(py, (struct py_dict *)to, element, value);
}

static struct py_object *new_result(struct py *py, enum py_expr_kind kind)
{
    if (kind == PY_LIST_COMP)
        return &py_list_new(py)->object;
    return kind == PY_DICT_COMP ? &py_dict_new(py)->object : &py_set_new(py)->object;
}

struct py_object *py_eval_comprehension(struct py *py, const struct py_expr *expr)
{
    struct py_object *result = new_result(py, expr->kind);
    struct py_frame *around = py->frame;
    struct loops loops = {.expr = expr};
    bool ok = begin(py, &loops, around);

    if (!ok)
        return NULL;
    /* It is over before the frame around it is: a "try" there is one around it, too. */
    loops.frame.blocks = around->blocks;
    loops.frame.n_blocks = around->n_blocks;
    py->frame = &loops.frame;
    while (ok && next_round(py, &loops))
        ok = add_element(py, expr, result);
    py->frame = around;
    return py_raised(py) ? NULL : result;
}

/* ---- generator expressions ------------------------------------------------------------------ */

struct generator_expression {
    struct py_object object;
    struct loops loops;
    struct py_place place;
    bool is_running, is_done;
};

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct generator_expression *generator = (struct generator_expression *)self;
    struct py_frame *caller = py->frame;
    struct py_place here = py->here;
    struct py_object *element = NULL;

    if (generator->is_running)
        return py_raise(py, &py_value_error, "generator already executing");
    if (generator->is_done || !py_enter(py, ""))
        return NULL;
    generator->is_running = true;
    generator->loops.frame.caller = caller;
    py->frame = &generator->loops.frame;
    py->here = generator->place;
    if (next_round(py, &generator->loops))
        element = py_eval(py, generator->loops.expr->comp.element);
    generator->is_done = !element;
    generator->is_running = false;
    py->frame = caller;
    py->here = here;
    py_leave(py);
    return element;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static const struct py_type generator_expression_type = {
    .name = "generator",
    .iter = iter,
    .next = next,
};

struct py_object *py_eval_generator(struct py *py, const struct py_expr *expr)
{
    struct generator_expression *generator =
        arena_new_object(py->arena, struct generator_expression);

    generator->object.type = &generator_expression_type;
    generator->loops.expr = expr;
    generator->place = (struct py_place){py->here.path, expr->line};
    return begin(py, &generator->loops, py->frame) ? &generator->object : NULL;
}
