/* Durations as people write them: "500ms", "3s", "2min", "1h", "1d". */
#ifndef CONFIG_DURATION_H
#define CONFIG_DURATION_H

#include <stdbool.h>

/*
 * Milliseconds in 'text'.  False when it has no unit (only 0 needs none), has
 * anything else in it, or is more than an int holds.
 */
bool duration_parse(const char *text, int *ms);

#endif
