#include "harness/stanza.h"
#include "harness/test.h"
#include "py/py.h"
#include "unit/py/program.h"

static void check_case_under_small_limits(TALLOC_CTX *mem, const struct stanza *stanza)
{
    const struct py_limits limits = {.steps = 200000, .bytes = 16 << 20, .text = 1 << 20};

    program_check_within(mem, stanza, &limits);
}

TEST(py_eval_ends_hostile_programs)
{
    stanza_each("unit/py/eval_limits.txt", check_case_under_small_limits);
}

TEST(py_eval_statements_do_what_cpython_does)
{
    stanza_each("unit/py/eval_statements.txt", program_check);
}

TEST(py_eval_expressions_are_worth_what_cpython_says)
{
    stanza_each("unit/py/eval_expressions.txt", program_check);
}

TEST(py_eval_functions_take_and_give_as_in_cpython)
{
    stanza_each("unit/py/eval_functions.txt", program_check);
}

TEST(py_eval_classes_are_those_of_cpython)
{
    stanza_each("unit/py/eval_classes.txt", program_check);
}

TEST(py_eval_exceptions_are_raised_and_caught_as_in_cpython)
{
    stanza_each("unit/py/eval_exceptions.txt", program_check);
}

TEST(py_eval_generators_stop_and_go_on_as_in_cpython)
{
    stanza_each("unit/py/eval_generators.txt", program_check);
}

TEST(py_eval_builtins_answer_as_in_cpython)
{
    stanza_each("unit/py/eval_builtins.txt", program_check);
}

TEST(py_eval_imports_find_what_cpython_finds)
{
    stanza_each("unit/py/eval_imports.txt", program_check);
}

TEST(py_eval_goes_on_without_what_it_cannot_evaluate)
{
    stanza_each("unit/py/eval_poison.txt", program_check);
}
