/* What the user may have meant. */
#ifndef TEXT_NEAREST_H
#define TEXT_NEAREST_H

/*
 * The word of 'words' (ending with NULL) that 'word' is a misspelling or the
 * beginning of, or NULL when none is near.
 */
const char *nearest_word(const char *word, const char *const *words);

#endif
