/*
 * Template databases: what takes long to make is made once, and then copied
 * in a fraction of a second.
 *
 * A template has a key, such as the checksum of everything it was made from.
 * Whoever wants one and finds it missing fills an empty database, which then
 * becomes the template; others who want the same wait meanwhile.  What a
 * killed process leaves half-filled is dropped by the next one.
 *
 *     struct template *t = template_begin(mem, admin, key, err);
 *     ok = t && (template_is_ready(t) ||
 *                (fill(template_database(t)) && template_finish(t, err))) &&
 *          database_create(admin, "clone", template_database(t), err);
 */
#ifndef DEVCLUSTER_TEMPLATE_H
#define DEVCLUSTER_TEMPLATE_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;
struct template;

/*
 * The template for 'key' on the server of 'admin'.  All callers must come
 * through the same database, as their locks only meet there.  Freed without
 * template_finish(), it stays unmade.
 */
struct template *template_begin(TALLOC_CTX *mem, struct db *admin, const char *key,
                                struct error *err);

/* Is it there?  If not, template_database() is empty and the caller's to fill. */
bool template_is_ready(const struct template *template);
const char *template_database(const struct template *template);

/*
 * What was filled becomes the template; connections to it are ended.  Of the
 * older ones the last few stay, for people who switch between branches.
 */
bool template_finish(struct template *template, struct error *err);

#endif
