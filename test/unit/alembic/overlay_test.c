#include "alembic/overlay.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "harness/test.h"

static bool exists(void *data, const char *module)
{
    return strcmp(module, data) == 0;
}

static struct map *map_of(TALLOC_CTX *mem, const char *key, const char *value)
{
    struct map *map = map_new(mem);

    map_put(map, key, mem_strdup(mem, value));
    return map;
}

static char *source_of(TALLOC_CTX *mem, const struct map *types, const struct map *defines,
                       const char *present, const char *module)
{
    const struct alembic_overlay overlay = {types, defines, exists, mem_strdup(mem, present)};

    return alembic_overlay_source(mem, &overlay, module);
}

TEST(overlay_makes_a_type_of_what_the_configuration_says)
{
    (void)err;
    EQUAL_STR(source_of(mem, map_of(mem, "app.types.GUID", "UUID"), NULL, "", "app.types"),
              "import limbeck as _limbeck\nGUID = _limbeck.column_type(\"UUID\")\n");
}

TEST(overlay_says_nothing_of_other_modules)
{
    const struct map *types = map_of(mem, "app.types.GUID", "UUID");

    (void)err;
    TRUE(source_of(mem, types, NULL, "", "app.typesetting") == NULL);
    TRUE(source_of(mem, types, NULL, "", "other") == NULL);
    TRUE(source_of(mem, types, NULL, "", "app.types.GUID") == NULL);
}

TEST(overlay_lets_packages_above_be_imported)
{
    (void)err;
    EQUAL_STR(source_of(mem, map_of(mem, "app.types.GUID", "UUID"), NULL, "", "app"), "");
}

TEST(overlay_quotes_what_goes_into_a_text)
{
    (void)err;
    EQUAL_STR(source_of(mem, map_of(mem, "a.T", "x\"\\\ny"), NULL, "", "a"),
              "import limbeck as _limbeck\nT = _limbeck.column_type(\"x\\\"\\\\\\ny\")\n");
}

TEST(overlay_sets_an_attribute_of_an_object_in_a_module)
{
    const struct map *defines = map_of(mem, "app.config.settings.SIZE", "768");

    (void)err;
    EQUAL_STR(
        source_of(mem, NULL, defines, "app.config", "app.config"),
        "import limbeck as _limbeck\ntry:\n    settings\nexcept NameError:\n    settings = None\n"
        "settings = _limbeck.defined(settings, \"SIZE\", (768))\n");
    EQUAL_STR(source_of(mem, NULL, defines, "app.config.settings", "app.config.settings"),
              "import limbeck as _limbeck\nSIZE = (768)\n");
}
