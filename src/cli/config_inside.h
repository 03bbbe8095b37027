/* config_inside.h - what loading, keys and printing of the configuration share; private to config*.c
 * PURPOSE    one table of keys, so that reading, checking and showing know the same ones
 * OWNERSHIP  everything lives in the arena of the configuration
 * THREADS    none: while loading one owner, afterwards read-only
 */
#ifndef BRONPOST_CLI_CONFIG_INSIDE_H
#define BRONPOST_CLI_CONFIG_INSIDE_H

#include "config.h"

#include "bronpost/base/arena.h"

#define BP_CONFIG_CONTRACTEN 3 /* in the order vo, mbo, rio */

enum bp_config_section {
    BP_SECTION_LEDGER,
    BP_SECTION_DUO,
    BP_SECTION_CONTRACT,
    BP_SECTION_INSTELLING,
    BP_SECTION_WAARDENLIJST,
    BP_SECTION_ELEMENTCODES,
    BP_SECTION_COUNT
};

enum bp_config_kind {
    BP_KIND_TEXT,
    BP_KIND_PATH,     /* relative to the file */
    BP_KIND_URL,      /* of a ledger: a path of SQLite's is relative to the file */
    BP_KIND_ENDPOINT, /* http:// or https:// */
    BP_KIND_OIN,
    BP_KIND_SECTOREN,
    BP_KIND_NUMBER,
    BP_KIND_MS,  /* milliseconds */
    BP_KIND_YES, /* yes or no, ja or nee */
};

struct bp_config_key {
    enum bp_config_section section;
    const char *name;
    enum bp_config_kind kind;
    size_t offset; /* in struct bp_config, or in the struct of one institution or contract */
};

const struct bp_config_key *bp_config_keys(size_t *count);
const char *bp_config_section_name(enum bp_config_section section);

/* Where a value came from: a line of the file, or something else by name. */
struct bp_config_origin {
    const struct bp_config_key *key;
    size_t item; /* of which institution or contract; 0 elsewhere */
    unsigned line;
    const char *other; /* "BRONPOST_LEDGER", "--schemas"; NULL: the line */
};

/* One [section] that was read; each may stand there once. */
struct bp_config_read {
    enum bp_config_section section;
    const char *argument; /* "99XA"; "" where a section has none */
    unsigned line;
};

struct bp_config_lijst {
    struct bp_waarde_geldig *items;
    size_t count, cap;
    unsigned line; /* 0: shipped */
};

struct bp_config_inside {
    struct bp_config facts; /* first: a pointer to one is a pointer to the other */
    struct bp_arena *arena;
    struct bp_config_origin *origins;
    size_t origin_count, origin_cap;
    struct bp_config_read *sections;
    size_t section_count, section_cap;
    struct bp_config_instelling *instellingen;
    size_t instelling_cap;
    struct bp_config_contract contracten[BP_CONFIG_CONTRACTEN];
    struct bp_config_lijst lijsten[BP_LIJST_COUNT];
    struct bp_elementcode *elementcodes; /* the file's own */
    size_t elementcode_count, elementcode_cap;
    unsigned elementcodes_line;

    /* while the file is read */
    bool in_section;
    enum bp_config_section section;
    size_t item; /* institution, contract or list */
    bool ledger_named;
    const char *jobs_origin, *data_origin; /* NULL: a default */
};

/* A value of the section that is being read. */
enum bp_status bp_config_take(struct bp_config_inside *c, const char *name, const char *value,
                              unsigned line, struct bp_error *err);

/* Where a value is from; false: nobody said it, it is a default. */
bool bp_config_origin_of(const struct bp_config_inside *c, const struct bp_config_key *key,
                         size_t item, struct bp_config_origin *out);
enum bp_status bp_config_remember(struct bp_config_inside *c, const struct bp_config_key *key,
                                  size_t item, unsigned line, const char *other,
                                  struct bp_error *err);
const struct bp_config_key *bp_config_key_find(enum bp_config_section section, const char *name);

/* Room for one more at the end of an array in the arena; NULL when memory is out. */
void *bp_config_grow(struct bp_arena *arena, void *items, size_t count, size_t *cap, size_t size);

/* `path` as seen from the folder of the file; NULL when memory is out. */
const char *bp_config_resolve(const struct bp_config_inside *c, const char *path);

#endif
