#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "db/connection.h"

/* All values are text: numbers and booleans are few, and text is the same from every version. */
struct db_result {
    PGresult *pg;
};

static int clear_result(struct db_result *result)
{
    PQclear(result->pg);
    return 0;
}

struct db_result *db_result_adopt(TALLOC_CTX *mem, PGresult *pg)
{
    struct db_result *result = mem_new(mem, struct db_result);

    result->pg = pg;
    talloc_set_destructor(result, clear_result);
    return result;
}

size_t db_rows(const struct db_result *result)
{
    return (size_t)PQntuples(result->pg);
}

size_t db_columns(const struct db_result *result)
{
    return (size_t)PQnfields(result->pg);
}

const char *db_column_name(const struct db_result *result, size_t column)
{
    assert(column < db_columns(result));
    return PQfname(result->pg, (int)column);
}

uint32_t db_column_type(const struct db_result *result, size_t column)
{
    assert(column < db_columns(result));
    return PQftype(result->pg, (int)column);
}

const char *db_text(const struct db_result *result, size_t row, size_t column)
{
    assert(row < db_rows(result) && column < db_columns(result));
    if (PQgetisnull(result->pg, (int)row, (int)column))
        return NULL;
    return PQgetvalue(result->pg, (int)row, (int)column);
}

bool db_is_true(const struct db_result *result, size_t row, size_t column)
{
    const char *text = db_text(result, row, column);

    return text && text[0] == 't';
}

int64_t db_int(const struct db_result *result, size_t row, size_t column)
{
    const char *text = db_text(result, row, column);

    return text ? strtoll(text, NULL, 10) : 0;
}

const char *db_tag(const struct db_result *result)
{
    return PQcmdStatus(result->pg);
}

int64_t db_affected(const struct db_result *result)
{
    return strtoll(PQcmdTuples(result->pg), NULL, 10);
}
