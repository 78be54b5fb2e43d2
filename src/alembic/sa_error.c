#include "alembic/sa.h"

#include <string.h>

#include "alembic/names.h"
#include "base/error.h"

static const struct py_type sa_no_referenced_table_error;

static const struct py_type sa_no_referenced_column_error;

static const struct py_type sa_no_reference_error;

static const struct py_type sa_error;

static const struct py_type sa_dbapi_error;

static const struct py_type sa_database_error;

#define SA_ERROR(id, class, base_type)                                                             \
    const struct py_type id = {.name = class, .module = "sqlalchemy.exc", .base = &base_type}

static SA_ERROR(sa_error, "SQLAlchemyError", py_exception);
SA_ERROR(sa_argument_error, "ArgumentError", sa_error);
SA_ERROR(sa_duplicate_column_error, "DuplicateColumnError", sa_argument_error);
SA_ERROR(sa_column_not_found_error, "ConstraintColumnNotFoundError", sa_argument_error);
SA_ERROR(sa_object_not_executable_error, "ObjectNotExecutableError", sa_argument_error);
SA_ERROR(sa_no_foreign_keys_error, "NoForeignKeysError", sa_argument_error);
SA_ERROR(sa_compile_error, "CompileError", sa_error);
SA_ERROR(sa_unsupported_error, "UnsupportedCompilationError", sa_compile_error);
SA_ERROR(sa_identifier_error, "IdentifierError", sa_error);
SA_ERROR(sa_invalid_request_error, "InvalidRequestError", sa_error);
static SA_ERROR(sa_no_reference_error, "NoReferenceError", sa_invalid_request_error);
static SA_ERROR(sa_no_referenced_table_error, "NoReferencedTableError", sa_no_reference_error);
static SA_ERROR(sa_no_referenced_column_error, "NoReferencedColumnError", sa_no_reference_error);
SA_ERROR(sa_no_such_table_error, "NoSuchTableError", sa_invalid_request_error);
SA_ERROR(sa_no_inspection_error, "NoInspectionAvailable", sa_invalid_request_error);
SA_ERROR(sa_no_such_column_error, "NoSuchColumnError", sa_invalid_request_error);
SA_ERROR(sa_no_result_error, "NoResultFound", sa_invalid_request_error);
SA_ERROR(sa_multiple_results_error, "MultipleResultsFound", sa_invalid_request_error);
SA_ERROR(sa_resource_closed_error, "ResourceClosedError", sa_invalid_request_error);
SA_ERROR(sa_statement_error, "StatementError", sa_error);
static SA_ERROR(sa_dbapi_error, "DBAPIError", sa_statement_error);
static SA_ERROR(sa_database_error, "DatabaseError", sa_dbapi_error);
SA_ERROR(sa_data_error, "DataError", sa_database_error);
SA_ERROR(sa_operational_error, "OperationalError", sa_database_error);
SA_ERROR(sa_integrity_error, "IntegrityError", sa_database_error);
SA_ERROR(sa_internal_error, "InternalError", sa_database_error);
SA_ERROR(sa_programming_error, "ProgrammingError", sa_database_error);
SA_ERROR(sa_not_supported_error, "NotSupportedError", sa_database_error);

const struct py_type alembic_command_error = {
    .name = "CommandError", .module = "alembic.util.exc", .base = &py_exception};

/* As psycopg2 sorts the classes of SQLSTATE. */
const struct py_type *sa_error_of_state(const char *sqlstate)
{
    static const struct {
        const char *prefix;
        const struct py_type *type;
    } classes[] = {
        {"0A", &sa_not_supported_error}, {"20", &sa_programming_error},
        {"21", &sa_programming_error},   {"22", &sa_data_error},
        {"23", &sa_integrity_error},     {"24", &sa_internal_error},
        {"25", &sa_internal_error},      {"26", &sa_programming_error},
        {"27", &sa_operational_error},   {"28", &sa_operational_error},
        {"2B", &sa_internal_error},      {"2D", &sa_internal_error},
        {"2F", &sa_internal_error},      {"34", &sa_operational_error},
        {"38", &sa_internal_error},      {"39", &sa_internal_error},
        {"3B", &sa_internal_error},      {"3D", &sa_programming_error},
        {"3F", &sa_programming_error},   {"40", &sa_operational_error},
        {"42", &sa_programming_error},   {"44", &sa_programming_error},
        {"53", &sa_operational_error},   {"54", &sa_operational_error},
        {"55", &sa_operational_error},   {"57", &sa_operational_error},
        {"58", &sa_operational_error},   {"F0", &sa_internal_error},
        {"HV", &sa_operational_error},   {"P0", &sa_internal_error},
        {"XX", &sa_internal_error},
    };

    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (strncmp(sqlstate, classes[i].prefix, 2) == 0)
            return classes[i].type;
    return &sa_database_error;
}

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id                                                                     \
    }

const struct alembic_export sa_error_names[] = {
    CLASS("SQLAlchemyError", sa_error),
    CLASS("ArgumentError", sa_argument_error),
    CLASS("DuplicateColumnError", sa_duplicate_column_error),
    CLASS("ConstraintColumnNotFoundError", sa_column_not_found_error),
    CLASS("ObjectNotExecutableError", sa_object_not_executable_error),
    CLASS("CompileError", sa_compile_error),
    CLASS("UnsupportedCompilationError", sa_unsupported_error),
    CLASS("IdentifierError", sa_identifier_error),
    CLASS("InvalidRequestError", sa_invalid_request_error),
    CLASS("NoReferenceError", sa_no_reference_error),
    CLASS("NoReferencedTableError", sa_no_referenced_table_error),
    CLASS("NoReferencedColumnError", sa_no_referenced_column_error),
    CLASS("NoSuchTableError", sa_no_such_table_error),
    CLASS("NoInspectionAvailable", sa_no_inspection_error),
    CLASS("NoForeignKeysError", sa_no_foreign_keys_error),
    CLASS("NoSuchColumnError", sa_no_such_column_error),
    CLASS("NoResultFound", sa_no_result_error),
    CLASS("MultipleResultsFound", sa_multiple_results_error),
    CLASS("ResourceClosedError", sa_resource_closed_error),
    CLASS("StatementError", sa_statement_error),
    CLASS("DBAPIError", sa_dbapi_error),
    CLASS("DatabaseError", sa_database_error),
    CLASS("DataError", sa_data_error),
    CLASS("OperationalError", sa_operational_error),
    CLASS("IntegrityError", sa_integrity_error),
    CLASS("InternalError", sa_internal_error),
    CLASS("ProgrammingError", sa_programming_error),
    CLASS("NotSupportedError", sa_not_supported_error),
    {.name = NULL},
};

const struct alembic_export alembic_util_names[] = {
    CLASS("CommandError", alembic_command_error),
    {.name = NULL},
};
