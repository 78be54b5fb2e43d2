/*
 * The naming convention of an Alembic project: what its models hand to
 * MetaData(naming_convention=...), found from "target_metadata" of env.py.
 */
#ifndef SCRIPT_NAMING_PY_H
#define SCRIPT_NAMING_PY_H

struct env_py;
struct py_slice;

/*
 * Set the fields 'naming...' of 'env', if there is one; 'slice' is that of
 * env.py.  From there on names are followed through the imports of the
 * project's own modules.
 */
void naming_py_find(struct env_py *env, const struct py_slice *slice);

#endif
