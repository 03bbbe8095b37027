/* config.c - finds and reads bronpost.conf, adds environment, options and defaults */
#include "config_inside.h"
#include "ini.h"
#include "places.h"
#include "suggest.h"

#include "bronpost/base/text.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DUO_OIN   "00000001800866472000"
#define ANONYMOUS "http://www.w3.org/2005/08/addressing/anonymous"
#define MOST_JOBS 256

static const char *const contract_names[BP_CONFIG_CONTRACTEN] = { "vo", "mbo", "rio" };

static enum bp_status memory(struct bp_error *err)
{
    return bp_error_memory(err, bp_text("the configuration"));
}

void *bp_config_grow(struct bp_arena *arena, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    size_t more = *cap ? *cap * 2 : 16;
    void *grown = bp_arena_array(arena, more, size);
    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * size);
    *cap = more;
    return grown;
}

bool bp_config_origin_of(const struct bp_config_inside *c, const struct bp_config_key *key,
                         size_t item, struct bp_config_origin *out)
{
    for (size_t i = c->origin_count; i-- > 0;) { /* the last one won */
        if (c->origins[i].key == key && c->origins[i].item == item) {
            *out = c->origins[i];
            return true;
        }
    }
    return false;
}

enum bp_status bp_config_remember(struct bp_config_inside *c, const struct bp_config_key *key,
                                  size_t item, unsigned line, const char *other,
                                  struct bp_error *err)
{
    struct bp_config_origin *grown =
        bp_config_grow(c->arena, c->origins, c->origin_count, &c->origin_cap, sizeof *grown);
    if (!grown)
        return memory(err);
    c->origins = grown;
    c->origins[c->origin_count++] = (struct bp_config_origin){ key, item, line, other };
    return BP_OK;
}

/* --- sections -------------------------------------------------------------------------------------------- */

static enum bp_status unknown_section(const char *name, struct bp_error *err)
{
    const char *names[BP_SECTION_COUNT];
    for (size_t i = 0; i < BP_SECTION_COUNT; i++)
        names[i] = bp_config_section_name((enum bp_config_section)i);
    const char *near = bp_suggest(name, names, BP_SECTION_COUNT);
    if (near)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("no section is called '%s'; did you mean '%s'?"), name, near);
    return bp_error_set(err, BP_E_USAGE, NULL, N_("no section is called '%s'"), name);
}

static bool brin_ok(const char *s)
{
    return strlen(s) == 4 && bp_ascii_digit(s[0]) && bp_ascii_digit(s[1]) && bp_ascii_upper(s[2]) &&
           bp_ascii_upper(s[3]);
}

static enum bp_status begin_instelling(struct bp_config_inside *c, const char *brin,
                                       struct bp_error *err)
{
    if (!brin_ok(brin))
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("expected [instelling BRIN], a BRIN being 2 digits and 2 capitals"));
    struct bp_config_instelling *grown = bp_config_grow(
        c->arena, c->instellingen, c->facts.instelling_count, &c->instelling_cap, sizeof *grown);
    struct bp_str copy = bp_arena_str(c->arena, bp_str_of(brin));
    if (!grown || !copy.ptr)
        return memory(err);
    c->instellingen = grown;
    c->item = c->facts.instelling_count++;
    c->instellingen[c->item] = (struct bp_config_instelling){ .brin = copy };
    return BP_OK;
}

static enum bp_status begin_named(struct bp_config_inside *c, const char *const *names,
                                  size_t count, const char *argument, struct bp_error *err)
{
    const char *section = bp_config_section_name(c->section);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], argument) == 0) {
            c->item = i;
            return BP_OK;
        }
    }
    const char *near = bp_suggest(argument, names, count);
    if (near)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("no %s is called '%s'; did you mean '%s'?"),
                            section, argument, near);
    return bp_error_set(err, BP_E_USAGE, NULL, N_("no %s is called '%s'"), section, argument);
}

static enum bp_status begin_known(struct bp_config_inside *c, const char *argument, unsigned line,
                                  struct bp_error *err)
{
    const char *lists[BP_LIJST_COUNT];
    enum bp_status st = BP_OK;
    c->item = 0;
    switch (c->section) {
    case BP_SECTION_INSTELLING:
        return begin_instelling(c, argument, err);
    case BP_SECTION_CONTRACT:
        return begin_named(c, contract_names, BP_CONFIG_CONTRACTEN, argument, err);
    case BP_SECTION_WAARDENLIJST:
        for (size_t i = 0; i < BP_LIJST_COUNT; i++)
            lists[i] = bp_lijst_name((enum bp_lijst)i);
        st = begin_named(c, lists, BP_LIJST_COUNT, argument, err);
        if (st == BP_OK)
            c->lijsten[c->item].line = line;
        return st;
    case BP_SECTION_ELEMENTCODES:
        c->elementcodes_line = line;
        break;
    case BP_SECTION_LEDGER:
        c->ledger_named = true;
        break;
    case BP_SECTION_DUO:
    case BP_SECTION_COUNT:
        break;
    }
    if (*argument)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("section %s takes no name: [%s]"),
                            bp_config_section_name(c->section), bp_config_section_name(c->section));
    return BP_OK;
}

static enum bp_status begin_section(void *ctx, const char *name, unsigned line,
                                    struct bp_error *err)
{
    struct bp_config_inside *c = ctx;
    char kind[64];
    size_t head = strcspn(name, " \t");
    struct bp_str argument = bp_str_trim(bp_str_of(name + head));
    if (!bp_str_copy(kind, sizeof kind, (struct bp_str){ name, head }))
        return unknown_section(name, err);
    size_t i = 0;
    while (i < BP_SECTION_COUNT &&
           strcmp(kind, bp_config_section_name((enum bp_config_section)i)) != 0)
        i++;
    if (i == BP_SECTION_COUNT)
        return unknown_section(kind, err);
    c->section = (enum bp_config_section)i;
    c->in_section = true;
    for (size_t s = 0; s < c->section_count; s++)
        if (c->sections[s].section == c->section &&
            bp_str_equal(bp_str_of(c->sections[s].argument), argument))
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("section [%s] stands there twice, first on line %u"), name,
                                c->sections[s].line);
    struct bp_config_read *grown =
        bp_config_grow(c->arena, c->sections, c->section_count, &c->section_cap, sizeof *grown);
    const char *kept = bp_arena_str(c->arena, argument).ptr;
    if (!grown || !kept)
        return memory(err);
    c->sections = grown;
    c->sections[c->section_count++] = (struct bp_config_read){ c->section, kept, line };
    return begin_known(c, kept, line, err);
}

static enum bp_status take_value(void *ctx, const char *name, const char *value, unsigned line,
                                 struct bp_error *err)
{
    return bp_config_take(ctx, name, value, line, err);
}

/* --- finding and reading --------------------------------------------------------------------------------- */

/* The file to read, or NULL. What is named must be there; what is looked for need not. */
static const char *find_file(const struct bp_config_opties *opties)
{
    static const char *const usual[] = { "./bronpost.conf", "/etc/bronpost/bronpost.conf" };
    const char *named = getenv("BRONPOST_CONF");
    if (opties->path)
        return opties->path;
    if (named && *named)
        return named;
    for (size_t i = 0; i < 2; i++)
        if (access(usual[i], F_OK) == 0)
            return usual[i];
    return NULL;
}

/* What the keys of one institution must be together. */
static enum bp_status check_instelling(const struct bp_config_instelling *in, struct bp_error *err)
{
    if (!in->sectoren)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("[instelling %s]: sector is missing: vo, mbo, or both: vo mbo"),
                            in->brin.ptr);
    if (in->sleutel && !in->certificaat)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("[instelling %s]: sleutel without certificaat; name both"),
                            in->brin.ptr);
    if (in->wachtwoord_bestand && in->wachtwoord_omgeving)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("[instelling %s]: wachtwoord_bestand and wachtwoord_omgeving; name one"),
            in->brin.ptr);
    return BP_OK;
}

static unsigned instelling_line(const struct bp_config_inside *c, struct bp_str brin)
{
    for (size_t i = 0; i < c->section_count; i++)
        if (c->sections[i].section == BP_SECTION_INSTELLING &&
            bp_str_equal(bp_str_of(c->sections[i].argument), brin))
            return c->sections[i].line;
    return 0;
}

static enum bp_status read_file(struct bp_config_inside *c, const char *path, struct bp_error *err)
{
    const struct bp_ini_handlers handlers = { begin_section, take_value, c };
    enum bp_status st = bp_ini_read(path, &handlers, err);
    for (size_t i = 0; st == BP_OK && i < c->facts.instelling_count; i++) {
        st = check_instelling(&c->instellingen[i], err);
        if (st != BP_OK)
            bp_error_at(err, path, instelling_line(c, c->instellingen[i].brin), 0);
    }
    return st;
}

/* --- environment, options, defaults ---------------------------------------------------------------------- */

/* `taken`: bits of the contracts that have one. */
static enum bp_status take_schemas(struct bp_config_inside *c, const char *said, unsigned *taken,
                                   struct bp_error *err)
{
    const char *equals = strchr(said, '=');
    struct bp_str name = { said, equals ? (size_t)(equals - said) : 0 };
    for (size_t i = 0; equals && equals[1] && i < BP_CONFIG_CONTRACTEN; i++) {
        if (!bp_str_equal(name, bp_str_of(contract_names[i])))
            continue;
        if (*taken & 1u << i)
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("--schemas %s= is there twice; keep one: the folder may hold "
                                   "folders with the XSDs"),
                                contract_names[i]);
        *taken |= 1u << i;
        c->contracten[i].schemas = bp_arena_str(c->arena, bp_str_of(equals + 1)).ptr;
        return c->contracten[i].schemas
                   ? bp_config_remember(c, bp_config_key_find(BP_SECTION_CONTRACT, "schemas"), i, 0,
                                        "--schemas", err)
                   : memory(err);
    }
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("--schemas: expected vo=FOLDER, mbo=FOLDER or rio=FOLDER, found '%s'"),
                        said);
}

/* Beside the ledger when that is a file, else in the folder of the state. */
static const char *key_file_of(const struct bp_config_inside *c, const char *state)
{
    static const char name[] = "installatie.sleutel";
    const char *url = c->facts.ledger_url;
    if (strncmp(url, "sqlite:", 7) != 0)
        return bp_arena_printf(c->arena, "%s/%s", state, name).ptr;
    const char *path = url + 7;
    if (path[0] == '/' && path[1] == '/') /* sqlite:///var/lib/x.db */
        path += 2;
    const char *slash = strrchr(path, '/');
    return bp_arena_printf(c->arena, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, name).ptr;
}

static enum bp_status settle_ledger(struct bp_config_inside *c, const char *state,
                                    struct bp_error *err)
{
    struct bp_config *f = &c->facts;
    const char *said = getenv("BRONPOST_LEDGER");
    if (said && *said) {
        enum bp_status st = bp_config_remember(c, bp_config_key_find(BP_SECTION_LEDGER, "url"), 0,
                                               0, "BRONPOST_LEDGER", err);
        f->ledger_url = bp_arena_str(c->arena, bp_str_of(said)).ptr;
        if (st != BP_OK || !f->ledger_url)
            return memory(err);
        c->ledger_named = true;
    }
    f->ledger_configured = c->ledger_named;
    if (!f->ledger_url && !*state)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("no place for the ledger: set HOME, or name it in [ledger] url"));
    if (!f->ledger_url)
        f->ledger_url = bp_arena_printf(c->arena, "sqlite://%s/ledger.db", state).ptr;
    if (f->ledger_url && !f->key_file)
        f->key_file = key_file_of(c, state);
    return f->ledger_url && f->key_file ? BP_OK : memory(err);
}

/* The cores that this process may use. */
static unsigned usable_cores(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > MOST_JOBS ? MOST_JOBS : (unsigned)count;
}

static enum bp_status settle_lists(struct bp_config_inside *c, struct bp_error *err)
{
    const struct bp_waardenlijsten *shipped = bp_waardenlijsten_shipped();
    struct bp_waardenlijsten *lists = &c->facts.lijsten;
    *lists = *shipped;
    for (size_t i = 0; i < BP_LIJST_COUNT; i++)
        if (c->lijsten[i].line)
            lists->lijsten[i] =
                (struct bp_waardenlijst){ c->lijsten[i].items, c->lijsten[i].count };
    if (c->elementcode_count == 0)
        return BP_OK;
    /* In front: the first pattern that fits decides. */
    size_t count = c->elementcode_count + shipped->elementcode_count;
    struct bp_elementcode *codes = bp_arena_array(c->arena, count, sizeof *codes);
    if (!codes)
        return memory(err);
    memcpy(codes, c->elementcodes, c->elementcode_count * sizeof *codes);
    if (shipped->elementcode_count)
        memcpy(codes + c->elementcode_count, shipped->elementcodes,
               shipped->elementcode_count * sizeof *codes);
    lists->elementcodes = codes;
    lists->elementcode_count = count;
    return BP_OK;
}

static enum bp_status settle_mandate(struct bp_config_inside *c, struct bp_error *err)
{
    size_t count = c->facts.instelling_count;
    struct bp_instelling *items = bp_arena_array(c->arena, count, sizeof *items);
    if (!items)
        return memory(err);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct bp_instelling){ .brin = c->instellingen[i].brin,
                                           .naam = bp_str_of(c->instellingen[i].naam),
                                           .sectoren = c->instellingen[i].sectoren };
    /* Without a file everything counts as mandated; a file without an institution mandates nothing. */
    c->facts.mandaat = (struct bp_mandaat){ items, count, c->facts.path == NULL };
    c->facts.instellingen = c->instellingen;
    return BP_OK;
}

static enum bp_status settle(struct bp_config_inside *c, const struct bp_config_opties *opties,
                             struct bp_error *err)
{
    struct bp_places places;
    unsigned taken = 0;
    bp_places_here(&places);
    enum bp_status st = settle_ledger(c, places.state, err);
    for (size_t i = 0; st == BP_OK && i < opties->schemas_count; i++)
        st = take_schemas(c, opties->schemas[i], &taken, err);
    c->facts.jobs = opties->jobs ? opties->jobs : usable_cores();
    c->jobs_origin = opties->jobs ? "--jobs" : NULL;
    c->facts.data_dir = bp_arena_str(c->arena, bp_str_of(places.data)).ptr;
    const char *data = getenv("BRONPOST_DATA");
    c->data_origin = data && *data ? "BRONPOST_DATA" : NULL;
    c->facts.contracten = c->contracten;
    c->facts.contract_count = BP_CONFIG_CONTRACTEN;
    /* RIO knows organisations by their OIN, DUO among them. */
    if (!c->contracten[2].ontvanger)
        c->contracten[2].ontvanger = c->facts.duo_oin;
    if (!c->facts.rio_raadplegen)
        c->facts.rio_raadplegen = c->contracten[2].endpoint;
    if (st == BP_OK && !c->facts.data_dir)
        st = memory(err);
    if (st == BP_OK)
        st = settle_lists(c, err);
    if (st == BP_OK)
        st = settle_mandate(c, err);
    return st;
}

static struct bp_config_inside *inside_new(const char *path)
{
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    struct bp_config_inside *c = arena ? bp_arena_alloc(arena, sizeof *c) : NULL;
    if (!c) {
        bp_arena_free(arena);
        return NULL;
    }
    c->arena = arena;
    c->facts = (struct bp_config){ .path = path,
                                   .duo_oin = DUO_OIN,
                                   .duo_address = ANONYMOUS,
                                   .pogingen = 5,
                                   .wacht_ms = 2000,
                                   .tijd_ms = 90000 };
    for (size_t i = 0; i < BP_CONFIG_CONTRACTEN; i++)
        c->contracten[i] = (struct bp_config_contract){ .name = contract_names[i],
                                                        .verzender = "brin",
                                                        .ontvanger = "DUO" };
    c->contracten[2].verzender = "oin";
    c->contracten[2].ontvanger = NULL; /* DUO's OIN, once [duo] was read */
    return c;
}

enum bp_status bp_config_load(const struct bp_config_opties *opties, struct bp_config **out,
                              struct bp_error *err)
{
    const char *path = find_file(opties);
    *out = NULL;
    struct bp_config_inside *c = inside_new(path);
    if (!c)
        return memory(err);
    enum bp_status st = path ? read_file(c, path, err) : BP_OK;
    if (st == BP_OK)
        st = settle(c, opties, err);
    if (st != BP_OK) {
        bp_arena_free(c->arena);
        return st;
    }
    *out = &c->facts;
    return BP_OK;
}

void bp_config_free(struct bp_config *config)
{
    if (config)
        bp_arena_free(((struct bp_config_inside *)config)->arena);
}

const struct bp_config_instelling *bp_config_instelling(const struct bp_config *config,
                                                        struct bp_str brin)
{
    for (size_t i = 0; i < config->instelling_count; i++)
        if (bp_str_equal(config->instellingen[i].brin, brin))
            return &config->instellingen[i];
    return NULL;
}

const struct bp_config_contract *bp_config_contract(const struct bp_config *config,
                                                    const char *name)
{
    for (size_t i = 0; i < config->contract_count; i++)
        if (strcmp(config->contracten[i].name, name) == 0)
            return &config->contracten[i];
    return NULL;
}
