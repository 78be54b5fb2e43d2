#include "stdlib/stdlib.h"

#include "harness/stanza.h"
#include "harness/test.h"
#include "unit/py/program.h"

TEST(stdlib_collections_are_those_of_cpython)
{
    stanza_each("unit/stdlib/collections.txt", program_check);
}

TEST(stdlib_contextlib_enters_and_leaves_as_cpython)
{
    stanza_each("unit/stdlib/contextlib.txt", program_check);
}

TEST(stdlib_dataclasses_are_those_of_cpython)
{
    stanza_each("unit/stdlib/dataclasses.txt", program_check);
}

TEST(stdlib_datetime_counts_and_writes_as_cpython)
{
    stanza_each("unit/stdlib/datetime.txt", program_check);
}

TEST(stdlib_decimal_is_that_of_cpython)
{
    stanza_each("unit/stdlib/decimal.txt", program_check);
}

TEST(stdlib_enum_is_that_of_cpython)
{
    stanza_each("unit/stdlib/enum.txt", program_check);
}

TEST(stdlib_itertools_is_that_of_cpython)
{
    stanza_each("unit/stdlib/itertools.txt", program_check);
}

TEST(stdlib_json_writes_reads_and_complains_as_cpython)
{
    stanza_each("unit/stdlib/json.txt", program_check);
}

TEST(stdlib_named_tuples_are_those_of_cpython)
{
    stanza_each("unit/stdlib/namedtuple.txt", program_check);
}

TEST(stdlib_os_gives_the_environment_and_takes_paths_apart)
{
    stanza_each("unit/stdlib/os.txt", program_check);
}

TEST(stdlib_re_finds_what_cpython_finds)
{
    stanza_each("unit/stdlib/re.txt", program_check);
}

TEST(stdlib_texts_and_numbers_are_those_of_cpython)
{
    stanza_each("unit/stdlib/texts.txt", program_check);
}

TEST(stdlib_typing_is_there_and_means_nothing)
{
    stanza_each("unit/stdlib/typing.txt", program_check);
}

TEST(stdlib_uuid_is_that_of_cpython)
{
    stanza_each("unit/stdlib/uuid.txt", program_check);
}
