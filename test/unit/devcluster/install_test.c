#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "devcluster/cluster.h"
#include "harness/test.h"

/* A folder that looks like an installation of PostgreSQL 17.2 with pgvector 0.8.1. */
static char *fake(TALLOC_CTX *mem, struct error *err)
{
    char *folder = file_temp_folder(mem, "/tmp", "limbeck-test-", err);
    char *extension = path_join(mem, folder, "extension");
    char *pg_config = path_join(mem, folder, "pg_config");
    char *postgres = path_join(mem, folder, "postgres");
    char *initdb = path_join(mem, folder, "initdb");

    PASSES(file_make_folder(extension, 0755, err));
    PASSES(file_create(path_join(mem, extension, "vector.control"),
                       "comment = 'x'\ndefault_version = '0.8.1'\n", err));
    PASSES(file_create(pg_config, mem_printf(mem, "#!/bin/sh\necho %s\n", folder), err));
    PASSES(file_create(postgres, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.2 (Debian 17.2-1)'\n",
                       err));
    PASSES(file_create(initdb, "#!/bin/sh\n", err));
    chmod(pg_config, 0755);
    chmod(postgres, 0755);
    chmod(initdb, 0755);
    return folder;
}

TEST(install_is_asked_for_its_version_and_its_pgvector)
{
    char *folder = fake(mem, err);
    struct install *install = install_find(mem, folder, 0, err);

    PASSES(install != NULL);
    EQUAL_INT(install->major, 17);
    EQUAL_STR(install_pgvector(mem, install), "0.8.1");
    PASSES(file_remove_folder(folder, err));
}

TEST(install_of_another_version_says_what_to_install)
{
    char *folder = fake(mem, err);

    FAILS(install_find(mem, folder, 14, err) != NULL, ERROR_NOT_FOUND,
          "the cluster was made by PostgreSQL 14, and the server to start it with is PostgreSQL "
          "17");
    CONTAINS(err->hint, "apt install postgresql-14");
    PASSES(file_remove_folder(folder, err));
}

TEST(install_needs_initdb_and_postgres)
{
    FAILS(install_find(mem, "/usr", 0, err) != NULL, ERROR_USAGE,
          "\"/usr\" holds no initdb and postgres");
}

TEST(install_without_pgvector_has_no_version_of_it)
{
    const struct install install = {"/nowhere", 15};

    TRUE(install_pgvector(mem, &install) == NULL);
}

TEST(install_tells_unsafe_versions_of_pgvector_from_repaired_ones)
{
    static const char *const unsafe[] = {"0.5.1", "0.6.0", "0.8.0", "0.8.1", "0.8"};
    static const char *const safe[] = {"0.8.2", "0.8.10", "0.9.0", "0.10.0", "1.0.0"};

    for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
        TRUE(install_pgvector_is_unsafe(unsafe[i]));
    for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
        TRUE(!install_pgvector_is_unsafe(safe[i]));
}
