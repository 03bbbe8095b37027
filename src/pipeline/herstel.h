/* herstel.h - the mends of an overview in words, for every command that reads one. Private to pipeline
 * PURPOSE    what was mended in one field, and what the form of the file as a whole needed
 * OWNERSHIP  texts are message ids that live for ever
 * SOURCE     domain/registratieoverzicht.md section 3
 * ERRORS     what the callback answers
 * THREADS    any
 */
#ifndef BRONPOST_PIPELINE_HERSTEL_H
#define BRONPOST_PIPELINE_HERSTEL_H

#include "bronpost/input/overzicht.h"

/* What was done, as a message id. */
const char *herstel_tekst(enum bp_overzicht_herstel_soort soort);

/* Shows what holds of the file as a whole. `record` "": of all types; `aantal` 0: not a number of something. */
typedef enum bp_status herstel_fn(void *ctx, const char *record, const char *wat, size_t aantal,
                                  struct bp_error *err);
enum bp_status herstel_van_bestand(const struct bp_overzicht_feiten *feiten, herstel_fn *fn,
                                   void *ctx, struct bp_error *err);

#endif
