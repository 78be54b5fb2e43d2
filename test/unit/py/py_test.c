#include "py/py.h"

#include <string.h>

#include "base/buf.h"
#include "harness/test.h"
#include "py/parser.h"

static struct py_object *attr(struct py *py, const char *module, const char *name)
{
    return strcmp(name, "here") == 0 ? py_stringf(py, "here in %s", module) : NULL;
}

static const struct py_builtin_module modules[] = {
    {"one.two", attr}, {"wild.*", attr}, {NULL, NULL}};
static const char *const ambient[] = {"wild.sub", NULL};

static void say(void *data, const char *logger, const char *level, const char *text)
{
    (void)logger;
    (void)level;
    buf_addf(data, "%s\n", text);
}

/* An interpreter that has loaded a program; what it prints goes to 'printed'. */
static struct py *loaded(TALLOC_CTX *mem, const char *text, struct buf *printed,
                         struct py_module **module, struct error *err)
{
    const struct py_host host = {.say = say, .data = printed};
    struct py *py = py_new(mem, &host, NULL);
    struct py_tree *tree = py_parse(py_arena(py), "case.py", text, strlen(text), err);

    py_add_modules(py, modules, ambient);
    PASSES(tree != NULL);
    *module = py_load(py, tree, "case", err);
    return py;
}

static const char *printed(TALLOC_CTX *mem, const char *text, struct error *err)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    struct py_module *module;

    loaded(mem, text, out, &module, err);
    return out->text;
}

TEST(py_knows_the_modules_that_it_was_given)
{
    EQUAL_STR(printed(mem,
                      "import one.two, wild.a.b as b\n"
                      "from one import two as t\n"
                      "from wild.x import here\n"
                      "print(one.two.here, b.here, t.here, here)\n"
                      "print(hasattr(t, 'missing'))\n",
                      err),
              "here in one.two here in wild.a.b here in one.two here in wild.x\nFalse\n");
}

TEST(py_resolves_modules_that_a_script_forgot_to_import)
{
    EQUAL_STR(printed(mem, "print(wild.sub.here)\n", err), "here in wild.sub\n");
    TRUE(!err->message);
    printed(mem, "print(one.two.here)\n", err);
    EQUAL_STR(err->message, "case.py:1: NameError: name 'one' is not defined");
}

TEST(py_takes_all_names_of_a_module_that_it_was_given)
{
    EQUAL_STR(printed(mem, "from one.two import *\nprint(here)\n", err), "here in one.two\n");
}

/* The interpreter after upgrade() of a program was called. */
static struct py *outcome(TALLOC_CTX *mem, const char *text, struct error *err)
{
    struct py_module *module;
    struct py *py = loaded(mem, text, buf_new(mem, BUF_MAX), &module, err);

    py_run(py, py_dict_at(module->dict, "upgrade"), &py_nothing, err);
    return py;
}

TEST(py_run_tells_an_exception_from_a_refusal)
{
    TRUE(!py_was_refusal(outcome(mem, "def upgrade(): {}['k']\n", err)));
    EQUAL_STR(err->message, "case.py:1: KeyError: 'k'");
    error_clear(err);
    TRUE(py_was_refusal(outcome(mem, "def upgrade(): input()\n", err)));
    EQUAL_STR(err->message, "case.py:1: input() is not supported");
}

TEST(py_run_says_how_the_script_got_there)
{
    outcome(mem,
            "def helper(x):\n"
            "    return int(x)\n"
            "class C:\n"
            "    def m(self): return helper('x')\n"
            "def upgrade():\n"
            "    return C().m()\n",
            err);
    EQUAL_STR(err->where, "case.py:6 in upgrade\ncase.py:4 in m\ncase.py:2 in helper");
}

TEST(py_run_shows_the_further_lines_of_a_text_as_detail)
{
    outcome(mem, "def upgrade(): raise ValueError('one\\ntwo\\nthree')\n", err);
    EQUAL_STR(err->message, "case.py:1: ValueError: one");
    EQUAL_STR(err->detail, "two\nthree");
}

TEST(py_run_leaves_the_interpreter_fit_for_the_next_run)
{
    struct py_module *module;
    struct py *py = loaded(mem,
                           "def bad(): raise ValueError('v')\n"
                           "def good(): return 'fine'\n",
                           buf_new(mem, BUF_MAX), &module, err);
    struct py_object *result;

    TRUE(!py_run(py, py_dict_at(module->dict, "bad"), &py_nothing, err));
    result = py_run(py, py_dict_at(module->dict, "good"), &py_nothing, err);
    TRUE(result != NULL);
    EQUAL_STR(py_text(result), "fine");
}
