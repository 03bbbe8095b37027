/* text.h - texts in Dutch and English
 * PURPOSE    one door to gettext, and templates whose arguments are strings
 * OWNERSHIP  translated texts are gettext's, valid until the program ends
 * ERRORS     a text without a translation comes back in English
 * THREADS    bp_text_init() in main before the first thread; the rest any
 *
 * A template holds {1} to {9}; each stands for the argument of that number, or for nothing when it is
 * absent. Not printf: a translator's slip must never read memory.
 */
#ifndef BRONPOST_BASE_TEXT_H
#define BRONPOST_BASE_TEXT_H

#include "bronpost/base/buf.h"

/* Marks a text for translation where it is a static initialiser. */
#define N_(msgid) msgid

/* `directory` holds nl/LC_MESSAGES/bronpost.mo; `language` is "nl" or "en". */
void bp_text_init(const char *directory, const char *language);

/* "nl" or "en": what bp_text_init() was given. */
const char *bp_text_language(void);

/* The translation of a literal English text. */
const char *bp_text(const char *msgid) __attribute__((format_arg(1)));

/* Appends `template` (already translated) with its arguments filled in. */
void bp_text_fill(struct bp_buf *out, const char *template, const struct bp_str *args,
                  size_t arg_count);

#endif
