/* Scripts from elsewhere, evaluated under small limits. */
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "py/parser.h"
#include "py/py.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCRATCH(scratch);
    const struct py_limits limits = {.steps = 20000, .bytes = 8 << 20, .text = 1 << 16};
    const struct py_host host = {0};
    const struct py_args none = {0};
    struct error *err = error_new(scratch);
    struct py *py = py_new(scratch, &host, &limits);
    const char *text = mem_strndup(scratch, (const char *)data, size);
    struct py_tree *tree = py_parse(py_arena(py), "fuzz.py", text, size, err);
    struct py_module *module = tree ? py_load(py, tree, "fuzz", err) : NULL;
    struct py_object *upgrade = module ? py_dict_at(module->dict, "upgrade") : NULL;

    if (upgrade)
        py_run(py, upgrade, &none, err);
    return 0;
}
