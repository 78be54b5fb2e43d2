#include "script/py_literal.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/parser.h"
#include "script/source.h"

/* No header comes near to these; a script that doubles a text and doubles it again does. */
enum { DEPTH_MAX = 100, STEPS_MAX = 10000, TEXT_MAX = 1 << 16 };

struct assignment {
    const char *text; /* in the source */
    size_t length;
    int line;
};

struct py_literals {
    const struct source *source;
    struct arena *arena;
    struct assignment *assignments;
    size_t n, size;
    int steps;
};

/* Where a value is looked up: only what was assigned before counts. */
struct scope {
    struct py_literals *literals;
    size_t before;
    int depth;
};

struct py_literals *py_literals_new(TALLOC_CTX *mem, const struct source *source)
{
    struct py_literals *literals = mem_new(mem, struct py_literals);

    literals->source = source;
    literals->arena = arena_new(literals);
    return literals;
}

const char *py_literals_copy(struct py_literals *literals, const char *text, const char *end)
{
    return arena_strndup(literals->arena, text, (size_t)(end - text));
}

void py_literals_add(struct py_literals *literals, const char *text, const char *end, int line)
{
    if (literals->n == literals->size) {
        literals->size = literals->size ? 2 * literals->size : 16;
        literals->assignments = mem_resize(literals, literals->assignments, literals->size);
    }
    literals->assignments[literals->n++] = (struct assignment){text, (size_t)(end - text), line};
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

/* Does the name stand in the text as a word of its own?  Whether it is a target, parsing tells. */
static bool mentions(const struct assignment *a, const char *name)
{
    size_t n = strlen(name);
    const char *end = a->text + a->length, *at = a->text;

    while ((at = memmem(at, (size_t)(end - at), name, n))) {
        if ((at == a->text || !is_word(at[-1])) && (at + n == end || !is_word(at[n])))
            return true;
        at += n;
    }
    return false;
}

static struct py_tree *parse(struct py_literals *literals, const struct assignment *a)
{
    MEM_SCRATCH(scratch);
    const char *text = arena_strndup(literals->arena, a->text, a->length);

    return py_parse(literals->arena, literals->source->path, text, a->length, error_new(scratch));
}

static bool is_name(const struct py_expr *e, const char *name)
{
    return e->kind == PY_NAME && strcmp(e->name, name) == 0;
}

/* What 'target' = 'value' gives to 'name', also in a, b = 1, 2. */
static const struct py_expr *given(const struct py_expr *target, const struct py_expr *value,
                                   const char *name)
{
    if (is_name(target, name))
        return value;
    if (!value || (target->kind != PY_TUPLE && target->kind != PY_LIST) ||
        (value->kind != PY_TUPLE && value->kind != PY_LIST) ||
        target->elements.n != value->elements.n)
        return NULL;
    for (size_t i = 0; i < target->elements.n; i++)
        if (is_name(target->elements.items[i], name))
            return value->elements.items[i];
    return NULL;
}

static const struct py_expr *value_of(const struct py_tree *tree, const char *name)
{
    const struct py_stmt *stmt = tree->body.n > 0 ? tree->body.items[0] : NULL;
    const struct py_expr *found = NULL;

    if (!stmt)
        return NULL;
    if (stmt->kind == PY_ANN_ASSIGN && stmt->ann_assign.value)
        return given(stmt->ann_assign.target, stmt->ann_assign.value, name);
    for (size_t i = 0; stmt->kind == PY_ASSIGN && !found && i < stmt->assign.targets.n; i++)
        found = given(stmt->assign.targets.items[i], stmt->assign.value, name);
    return found;
}

static void read(const struct scope *scope, const struct py_expr *e, struct py_literal *value);

/* The value that 'name' has before an assignment; false when it has none, or nobody can tell. */
static bool look_up(const struct scope *scope, const char *name, struct py_literal *value)
{
    for (size_t i = scope->before; i-- > 0;) {
        const struct assignment *a = &scope->literals->assignments[i];
        struct py_tree *tree = mentions(a, name) ? parse(scope->literals, a) : NULL;
        const struct py_expr *e = tree ? value_of(tree, name) : NULL;
        const struct scope inner = {scope->literals, i, scope->depth + 1};

        if (!e)
            continue;
        read(&inner, e, value);
        value->line = a->line;
        return true;
    }
    return false;
}

static void read_constant(const struct py_expr *e, struct py_literal *value)
{
    if (e->constant.kind == PY_CONSTANT_NONE)
        value->kind = PY_LITERAL_NONE;
    if (e->constant.kind != PY_CONSTANT_STR || strlen(e->constant.text) != e->constant.length)
        return;
    value->kind = PY_LITERAL_TEXT;
    value->text = e->constant.text;
}

static const char *joined(struct arena *arena, const char *a, const char *b)
{
    size_t length = strlen(a), more = strlen(b);
    char *text = arena_alloc(arena, length + more + 1);

    memcpy(text, a, length);
    memcpy(text + length, b, more);
    return text;
}

/* Texts one behind the other; what is none makes the whole unreadable. */
static void join(const struct scope *scope, struct py_expr *const *items, size_t n,
                 struct py_literal *value)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++) {
        struct py_literal part = {.kind = PY_LITERAL_OTHER};

        read(scope, items[i], &part);
        if (part.kind != PY_LITERAL_TEXT || strlen(text) + strlen(part.text) > TEXT_MAX)
            return;
        text = joined(scope->literals->arena, text, part.text);
    }
    value->kind = PY_LITERAL_TEXT;
    value->text = text;
}

static void read_list(const struct scope *scope, const struct py_exprs *elements,
                      struct py_literal *value)
{
    const char **list = arena_new_array(scope->literals->arena, const char *, elements->n + 1);

    for (size_t i = 0; i < elements->n; i++) {
        struct py_literal item = {.kind = PY_LITERAL_OTHER};

        read(scope, elements->items[i], &item);
        if (item.kind != PY_LITERAL_TEXT)
            return;
        list[i] = item.text;
    }
    value->kind = PY_LITERAL_LIST;
    value->list = list;
}

static void read(const struct scope *scope, const struct py_expr *e, struct py_literal *value)
{
    const struct scope inner = {scope->literals, scope->before, scope->depth + 1};

    value->kind = PY_LITERAL_OTHER;
    if (scope->depth > DEPTH_MAX || ++scope->literals->steps > STEPS_MAX)
        return;
    if (e->kind == PY_CONSTANT)
        read_constant(e, value);
    else if (e->kind == PY_NAME)
        look_up(&inner, e->name, value);
    else if (e->kind == PY_TUPLE || e->kind == PY_LIST || e->kind == PY_SET)
        read_list(&inner, &e->elements, value);
    else if (e->kind == PY_JOINED_STR)
        join(&inner, e->elements.items, e->elements.n, value);
    else if (e->kind == PY_FORMATTED && !e->formatted.conversion && !e->formatted.spec)
        read(&inner, e->formatted.value, value);
    else if (e->kind == PY_BINARY && e->binary.op == PY_ADD)
        join(&inner, (struct py_expr *const[]){e->binary.left, e->binary.right}, 2, value);
}

static bool is_mentioned(const struct py_literals *literals, const char *name)
{
    for (size_t i = 0; i < literals->n; i++)
        if (mentions(&literals->assignments[i], name))
            return true;
    return false;
}

/* Not one assignment of it can be read: does Python understand the script at all? */
static bool check_syntax(struct py_literals *literals, struct error *err)
{
    const struct source *s = literals->source;

    return py_parse(literals->arena, s->path, s->text, s->length, err) != NULL;
}

bool py_literals_find(struct py_literals *literals, const char *name, struct py_literal *value,
                      struct error *err)
{
    const struct scope all = {literals, literals->n, 0};

    *value = (struct py_literal){.kind = PY_LITERAL_ABSENT};
    literals->steps = 0;
    return look_up(&all, name, value) || !is_mentioned(literals, name) ||
           check_syntax(literals, err);
}

const char *py_literals_docstring(struct py_literals *literals, const char *line)
{
    const struct assignment a = {line, line ? strlen(line) : 0, 1};
    struct py_tree *tree = line ? parse(literals, &a) : NULL;

    return tree ? tree->docstring : NULL;
}
