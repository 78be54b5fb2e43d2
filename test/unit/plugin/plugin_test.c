#include "plugin/plugin.h"

#include <string.h>

#include "harness/test.h"

TEST(plugin_has_the_source_of_a_package_once_and_names_it_elsewhere)
{
    bool is_package = false;

    CONTAINS(plugin_source("alembic_utils", &is_package), "class PGFunction(");
    TRUE(is_package);
    EQUAL_STR(plugin_source("alembic_utils.pg_function", &is_package),
              "from alembic_utils import *\n");
    EQUAL_STR(plugin_source("pgai", &is_package), "");
    EQUAL_STR(plugin_source("pgai.alembic", &is_package),
              "from pgai.vectorizer.configuration import *\n");
    CONTAINS(plugin_source("pgai.vectorizer.configuration", &is_package), "def create_vectorizer(");
    TRUE(!is_package);
}

TEST(plugin_knows_no_package_whose_name_only_begins_alike)
{
    bool is_package;

    TRUE(!plugin_source("pgaix", &is_package));
    TRUE(!plugin_source("alembic", &is_package));
}
