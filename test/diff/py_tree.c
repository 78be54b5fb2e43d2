/*
 * Print the syntax trees of Python files: see py_tree.py, which compares them
 * with CPython's.  One node a line, two spaces deeper than what it is part of.
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "py/parser.h"

static const char *const expr_names[] = {
    "Constant",  "Name",           "Attribute", "Subscript", "Slice",    "Call",         "UnaryOp",
    "BinOp",     "BoolOp",         "Compare",   "IfExp",     "Lambda",   "List",         "Tuple",
    "Set",       "Dict",           "ListComp",  "SetComp",   "DictComp", "GeneratorExp", "Starred",
    "JoinedStr", "FormattedValue", "NamedExpr", "Await",     "Yield",    "YieldFrom",
};

static const char *const stmt_names[] = {
    "Expr",   "Assign",   "AnnAssign", "AugAssign", "FunctionDef", "ClassDef",
    "Return", "Delete",   "If",        "For",       "While",       "With",
    "Match",  "Raise",    "Try",       "Assert",    "Import",      "ImportFrom",
    "Global", "Nonlocal", "Pass",      "Break",     "Continue",    "TypeAlias",
};

static const char *const op_names[] = {
    "Add",   "Sub",    "Mult",   "MatMult", "Div", "FloorDiv", "Mod",    "Pow",  "LShift", "RShift",
    "BitOr", "BitXor", "BitAnd", "And",     "Or",  "Not",      "Invert", "USub", "UAdd",   "Eq",
    "NotEq", "Lt",     "LtE",    "Gt",      "GtE", "Is",       "IsNot",  "In",   "NotIn",
};

static const char *const constant_names[] = {
    "None", "True", "False", "Ellipsis", "int", "float", "complex", "str", "bytes",
};

static const char *const pattern_names[] = {
    "MatchValue", "MatchSequence", "MatchMapping", "MatchClass", "MatchStar", "MatchAs", "MatchOr",
};

static int depth;
static int in_fstring; /* CPython 3.11 has no useful places of what is in one */

static void begin(void)
{
    for (int i = 0; i < depth; i++)
        fputs("  ", stdout);
}

static void line(const char *text)
{
    begin();
    puts(text);
}

static void text_line(const char *label, const char *text)
{
    begin();
    printf("%s %s\n", label, text ? text : "-");
}

static void bytes(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c < ' ' || c >= 0x7f || c == '\\')
            printf("\\x%02x", c);
        else
            putchar(c);
    }
}

static void expr(const struct py_expr *e);
static void stmts(const char *label, const struct py_stmts *list);

static void part(const char *label, const struct py_expr *e)
{
    line(label);
    depth++;
    if (e)
        expr(e);
    depth--;
}

static void parts(const char *label, const struct py_exprs *list)
{
    line(label);
    depth++;
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i])
            expr(list->items[i]);
        else
            line("none");
    depth--;
}

static void keywords(const struct py_keyword_arg *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        begin();
        printf("keyword %s ", list[i].name ? list[i].name : "-");
        if (in_fstring)
            puts("-");
        else
            printf("%d:%d\n", list[i].line, list[i].column);
        depth++;
        expr(list[i].value);
        depth--;
    }
}

static void parameters(const struct py_parameters *p)
{
    begin();
    printf("parameters %zu %zu %zu\n", p->n_positional_only, p->n_positional, p->n);
    depth++;
    for (size_t i = 0; i < p->n; i++) {
        text_line("parameter", p->items[i].name);
        part("annotation", p->items[i].annotation);
        part("default", p->items[i].default_value);
    }
    text_line("rest", p->rest);
    part("annotation", p->rest_annotation);
    text_line("rest_keyword", p->rest_keyword);
    part("annotation", p->rest_keyword_annotation);
    depth--;
}

static void comprehension(const struct py_expr *e)
{
    part("element", e->comp.element);
    if (e->kind == PY_DICT_COMP)
        part("value", e->comp.value);
    for (size_t i = 0; i < e->comp.n; i++) {
        text_line("for", e->comp.generators[i].is_async ? "async" : "sync");
        part("target", e->comp.generators[i].target);
        part("iter", e->comp.generators[i].iter);
        parts("ifs", &e->comp.generators[i].ifs);
    }
}

static void constant(const struct py_expr *e)
{
    begin();
    printf("%s ", constant_names[e->constant.kind]);
    bytes(e->constant.text, e->constant.length);
    putchar('\n');
}

static void compare(const struct py_expr *e)
{
    part("left", e->compare.left);
    for (size_t i = 0; i < e->compare.rights.n; i++)
        line(op_names[e->compare.ops[i]]);
    parts("rights", &e->compare.rights);
}

static void operands(const struct py_expr *e)
{
    line(op_names[e->binary.op]);
    if (e->kind == PY_BINARY)
        part("left", e->binary.left);
    part("right", e->binary.right);
}

static void inside(const struct py_expr *e)
{
    switch (e->kind) {
    case PY_CONSTANT:
        constant(e);
        break;
    case PY_NAME:
        text_line("id", e->name);
        break;
    case PY_ATTRIBUTE:
        part("value", e->attribute.value);
        text_line("attr", e->attribute.name);
        break;
    case PY_SUBSCRIPT:
        part("value", e->subscript.value);
        part("slice", e->subscript.index);
        break;
    case PY_SLICE:
        part("lower", e->slice.lower);
        part("upper", e->slice.upper);
        part("step", e->slice.step);
        break;
    case PY_CALL:
        part("func", e->call.function);
        parts("args", &e->call.args);
        keywords(e->call.keywords, e->call.n_keywords);
        break;
    case PY_UNARY:
    case PY_BINARY:
        operands(e);
        break;
    case PY_BOOLEAN:
        line(op_names[e->boolean.op]);
        parts("values", &e->boolean.values);
        break;
    case PY_COMPARE:
        compare(e);
        break;
    case PY_IF_EXP:
        part("test", e->if_exp.test);
        part("body", e->if_exp.body);
        part("orelse", e->if_exp.otherwise);
        break;
    case PY_LAMBDA:
        parameters(e->lambda.parameters);
        part("body", e->lambda.body);
        break;
    case PY_LIST:
    case PY_TUPLE:
    case PY_SET:
    case PY_JOINED_STR:
        parts("elements", &e->elements);
        break;
    case PY_DICT:
        parts("keys", &e->dict.keys);
        parts("values", &e->dict.values);
        break;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR:
        comprehension(e);
        break;
    case PY_STARRED:
    case PY_AWAIT:
    case PY_YIELD:
    case PY_YIELD_FROM:
        part("value", e->value);
        break;
    case PY_FORMATTED:
        part("value", e->formatted.value);
        begin();
        printf("conversion %d\n", e->formatted.conversion ? e->formatted.conversion : -1);
        part("spec", e->formatted.spec);
        break;
    case PY_NAMED:
        part("target", e->named.target);
        part("value", e->named.value);
        break;
    }
}

static void expr(const struct py_expr *e)
{
    begin();
    if (in_fstring)
        printf("%s\n", expr_names[e->kind]);
    else
        printf("%s %d:%d-%d:%d\n", expr_names[e->kind], e->line, e->column, e->end_line,
               e->end_column);
    in_fstring += e->kind == PY_JOINED_STR;
    depth++;
    inside(e);
    depth--;
    in_fstring -= e->kind == PY_JOINED_STR;
}

static void pattern(const struct py_pattern *p)
{
    begin();
    printf("%s %d:%d\n", pattern_names[p->kind], p->line, p->column);
    depth++;
    if (p->value)
        part("value", p->value);
    if (p->kind == PY_MATCH_MAPPING || p->kind == PY_MATCH_STAR || p->kind == PY_MATCH_AS)
        text_line("name", p->name);
    parts("keys", &p->keys);
    for (size_t i = 0; i < p->n_names; i++)
        text_line("keyword", p->names[i]);
    for (size_t i = 0; i < p->n; i++)
        pattern(p->patterns[i]);
    depth--;
}

static void aliases(const struct py_stmt *s)
{
    for (size_t i = 0; i < s->import.n; i++) {
        begin();
        printf("alias %s %s\n", s->import.names[i].name,
               s->import.names[i].asname ? s->import.names[i].asname : "-");
    }
}

static void function(const struct py_stmt *s)
{
    text_line(s->function.is_async ? "async" : "sync", s->function.name);
    line(s->function.is_generator ? "generator" : "plain");
    parameters(s->function.parameters);
    stmts("body", &s->function.body);
    parts("decorators", &s->function.decorators);
    part("returns", s->function.returns);
}

static void class_def(const struct py_stmt *s)
{
    text_line("name", s->class_def.name);
    parts("bases", &s->class_def.bases);
    keywords(s->class_def.keywords, s->class_def.n_keywords);
    stmts("body", &s->class_def.body);
    parts("decorators", &s->class_def.decorators);
}

static void with(const struct py_stmt *s)
{
    line(s->with.is_async ? "async" : "sync");
    for (size_t i = 0; i < s->with.n; i++) {
        part("context", s->with.items[i].context);
        part("target", s->with.items[i].target);
    }
    stmts("body", &s->with.body);
}

static void match(const struct py_stmt *s)
{
    part("subject", s->match.subject);
    for (size_t i = 0; i < s->match.n; i++) {
        line("case");
        depth++;
        pattern(s->match.cases[i].pattern);
        part("guard", s->match.cases[i].guard);
        stmts("body", &s->match.cases[i].body);
        depth--;
    }
}

static void attempt(const struct py_stmt *s)
{
    line(s->attempt.is_star ? "star" : "plain");
    stmts("body", &s->attempt.body);
    for (size_t i = 0; i < s->attempt.n; i++) {
        begin();
        printf("handler %s %d\n", s->attempt.handlers[i].name ? s->attempt.handlers[i].name : "-",
               s->attempt.handlers[i].line);
        part("type", s->attempt.handlers[i].type);
        stmts("body", &s->attempt.handlers[i].body);
    }
    stmts("orelse", &s->attempt.otherwise);
    stmts("finalbody", &s->attempt.finally);
}

static void inside_stmt(const struct py_stmt *s)
{
    switch (s->kind) {
    case PY_EXPR_STMT:
    case PY_RETURN:
        part("value", s->value);
        break;
    case PY_ASSIGN:
        parts("targets", &s->assign.targets);
        part("value", s->assign.value);
        break;
    case PY_ANN_ASSIGN:
        part("target", s->ann_assign.target);
        part("annotation", s->ann_assign.annotation);
        part("value", s->ann_assign.value);
        break;
    case PY_AUG_ASSIGN:
        part("target", s->aug_assign.target);
        line(op_names[s->aug_assign.op]);
        part("value", s->aug_assign.value);
        break;
    case PY_FUNCTION_DEF:
        function(s);
        break;
    case PY_CLASS_DEF:
        class_def(s);
        break;
    case PY_DELETE:
        parts("targets", &s->targets);
        break;
    case PY_IF:
    case PY_WHILE:
        part("test", s->test.test);
        stmts("body", &s->test.body);
        stmts("orelse", &s->test.otherwise);
        break;
    case PY_FOR:
        line(s->loop.is_async ? "async" : "sync");
        part("target", s->loop.target);
        part("iter", s->loop.iter);
        stmts("body", &s->loop.body);
        stmts("orelse", &s->loop.otherwise);
        break;
    case PY_WITH:
        with(s);
        break;
    case PY_MATCH:
        match(s);
        break;
    case PY_RAISE:
        part("exc", s->raise.exception);
        part("cause", s->raise.cause);
        break;
    case PY_TRY:
        attempt(s);
        break;
    case PY_ASSERT:
        part("test", s->assertion.test);
        part("msg", s->assertion.message);
        break;
    case PY_IMPORT:
        aliases(s);
        break;
    case PY_IMPORT_FROM:
        text_line("module", s->import.module);
        begin();
        printf("level %d\n", s->import.level);
        aliases(s);
        break;
    case PY_GLOBAL:
    case PY_NONLOCAL:
        for (size_t i = 0; i < s->scope.n; i++)
            text_line("name", s->scope.names[i]);
        break;
    case PY_TYPE_ALIAS:
        text_line("name", s->type_alias.name);
        part("value", s->type_alias.value);
        break;
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
        break;
    }
}

static void stmts(const char *label, const struct py_stmts *list)
{
    line(label);
    depth++;
    for (size_t i = 0; i < list->n; i++) {
        const struct py_stmt *s = list->items[i];

        begin();
        printf("%s %d:%d-%d\n", stmt_names[s->kind], s->line, s->column, s->end_line);
        depth++;
        inside_stmt(s);
        depth--;
    }
    depth--;
}

static void print_file(const char *path)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct file_text *file = file_read(scratch, path, BUF_MAX, err);
    struct py_tree *tree;
    struct arena *arena = arena_new(scratch);

    printf("=== %s\n", path);
    tree = file ? py_parse(arena, path, file->bytes, file->length, err) : NULL;
    if (tree)
        stmts("Module", &tree->body);
    else
        printf("error %s\n%s\n", err->message, err->where ? err->where : "");
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        print_file(argv[i]);
    return 0;
}
