#include "contract_intern.h"

#include "bronpost/base/text.h"

#include <libxml/parser.h>
#include <stdlib.h>

#define CONTRACT_BYTES (64 * BP_MIB)

/* A namespace of our own: a schema of DUO's in the same folder would not have it. */
static const struct bp_str our_namespaces = { "urn:bronpost:provisional:", 25 };

/* --- what is reported ----------------------------------------------------------------------------------- */

struct names {
    const char **items;
    size_t count, cap;
};

static bool names_init(struct names *names, struct bp_arena *arena, size_t cap)
{
    *names = (struct names){ .items = bp_arena_array(arena, cap ? cap : 1, sizeof(const char *)),
                             .cap = cap };
    return names->items != NULL;
}

static void names_add(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return;
    if (names->count < names->cap)
        names->items[names->count++] = name;
}

static bool declared(const struct bp_knoop *k, const char *name)
{
    if (k->name && strcmp(k->name, name) == 0)
        return true;
    for (const struct bp_knoop *n = k->first; n; n = n->next)
        if (declared(n, name))
            return true;
    return false;
}

/* Only what the schema that was read declares: DUO's own files are not provisional because ours
 * are. */
static enum bp_status report_provisional(struct bp_contract *c, const char **words, size_t count,
                                         struct bp_error *err)
{
    struct names found;
    if (!names_init(&found, c->arena, count + BP_HANDELING_COUNT))
        return bp_error_memory(err, "a contract");
    const char *uri = c->operaties[bp_contract_eerste(c)].namespace_uri;
    if (!bp_str_starts_with(bp_str_of(uri), our_namespaces))
        c->feiten.wholly_provisional = false;
    for (size_t h = 0; h < BP_HANDELING_COUNT; h++) {
        if (c->heeft[h] && c->feiten.wholly_provisional)
            names_add(&found, c->operaties[h].request);
        for (size_t i = 0; c->heeft[h] && i < count; i++)
            if (declared(c->plannen[h].root, words[i]))
                names_add(&found, words[i]);
    }
    c->feiten.provisional = found.items;
    c->feiten.provisional_count = found.count;
    return BP_OK;
}

static enum bp_status report_counterparts(struct bp_contract *c, struct bp_error *err)
{
    size_t elements = 0, fields = 0;
    for (size_t h = 0; h < BP_HANDELING_COUNT; h++) {
        elements += c->plannen[h].zonder_veld_count;
        fields += c->plannen[h].zonder_element_count;
    }
    struct names without_field, without_element;
    if (!names_init(&without_field, c->arena, elements) ||
        !names_init(&without_element, c->arena, fields))
        return bp_error_memory(err, "a contract");
    for (size_t h = 0; h < BP_HANDELING_COUNT; h++) {
        for (size_t i = 0; i < c->plannen[h].zonder_veld_count; i++)
            names_add(&without_field, c->plannen[h].zonder_veld[i]);
        for (size_t i = 0; i < c->plannen[h].zonder_element_count; i++)
            names_add(&without_element, c->plannen[h].zonder_element[i]->naam);
    }
    c->feiten.elements_without_field = without_field.items;
    c->feiten.elements_without_field_count = without_field.count;
    c->feiten.fields_without_element = without_element.items;
    c->feiten.fields_without_element_count = without_element.count;
    return BP_OK;
}

/* --- opening
 * -----------------------------------------------------------------------------------------------
 */

static enum bp_status check_response(const struct bp_xsd *xsd, const struct bp_operatie *o,
                                     struct bp_error *err)
{
    struct bp_xsd_name name = { o->namespace_uri, o->response };
    if (bp_xsd_find(xsd, "element", name))
        return BP_OK;
    return bp_error_set(err, BP_E_XML, NULL,
                        N_("%s does not declare the element %s; check the schema folder"),
                        xsd->files[0].path, o->response);
}

/* What the caller named is copied. */
static const char *keep(struct bp_contract *c, const char *text)
{
    return bp_arena_str(c->arena, bp_str_of(text)).ptr;
}

static enum bp_status compile(struct bp_contract *c, const struct bp_xsd *xsd, struct bp_error *err)
{
    struct bp_bladtypen *typen = calloc(1, sizeof *typen);
    if (!typen)
        return bp_error_memory(err, "a contract");
    enum bp_status st = BP_OK;
    for (size_t h = 0; st == BP_OK && h < BP_HANDELING_COUNT; h++) {
        if (!c->heeft[h])
            continue;
        const struct bp_planvraag vraag = { .xsd = xsd,
                                            .velden = c->record == BP_RECORD_AANGEBODEN
                                                          ? &bp_velden_aangeboden
                                                          : &bp_velden_registratie,
                                            .typen = typen,
                                            .request = c->operaties[h].request,
                                            .sectoren = c->sectoren,
                                            .handeling = (enum bp_handeling)h };
        st = bp_plan_compile(c->arena, &vraag, &c->plannen[h], err);
        if (st != BP_OK)
            break;
        c->operaties[h].namespace_uri = c->plannen[h].root->uri;
        st = check_response(xsd, &c->operaties[h], err);
    }
    if (st == BP_OK) {
        c->bladtype_count = typen->count;
        c->schema = bp_schema_compile(xsd, typen, err);
        st = c->schema ? BP_OK : err ? err->status : BP_E_XML;
    }
    free(typen);
    return st;
}

/* The files of the folder that declare the operations. */
static enum bp_status open_schemas(struct bp_contract *c, const char *schemas, struct bp_xsd *xsd,
                                   struct bp_error *err)
{
    enum bp_handeling first = bp_contract_eerste(c);
    enum bp_status st = bp_xsd_open(xsd, c->arena, schemas, c->operaties[first].request, err);
    for (size_t h = 0; st == BP_OK && h < BP_HANDELING_COUNT; h++) {
        bool found = true;
        if (c->heeft[h] && h != (size_t)first)
            st = bp_xsd_also(xsd, schemas, c->operaties[h].request, &found, err);
        if (st == BP_OK && !found && c->optioneel[h])
            c->heeft[h] = false;
    }
    return st;
}

static enum bp_status open_worker(struct bp_contract *c, const char *name, const char *description,
                                  const char *schemas, struct bp_error *err)
{
    const char **words;
    size_t word_count;
    c->feiten.name = keep(c, name);
    c->feiten.schema_dir = keep(c, schemas);
    const char *path = bp_arena_printf(c->arena, "%s/contract.ini", description).ptr;
    if (!c->feiten.name || !c->feiten.schema_dir || !path)
        return bp_error_memory(err, "a contract");
    enum bp_status st = bp_description_read(c, path, &words, &word_count, err);
    if (st != BP_OK)
        return st;
    struct bp_xsd xsd;
    st = open_schemas(c, schemas, &xsd, err);
    if (st != BP_OK)
        return st;
    st = compile(c, &xsd, err);
    bp_xsd_close(&xsd);
    if (st == BP_OK)
        st = report_provisional(c, words, word_count, err);
    return st == BP_OK ? report_counterparts(c, err) : st;
}

enum bp_status bp_contract_open(const char *name, const char *description_dir,
                                const char *schema_dir, struct bp_contract **out,
                                struct bp_error *err)
{
    struct bp_error own;
    *out = NULL;
    xmlInitParser(); /* main did so before the first thread; a second time costs nothing */
    struct bp_contract *c = calloc(1, sizeof *c);
    if (!c || !(c->arena = bp_arena_new(CONTRACT_BYTES))) {
        free(c);
        return bp_error_memory(err, "a contract");
    }
    enum bp_status st = open_worker(c, name, description_dir,
                                    schema_dir ? schema_dir : description_dir, err ? err : &own);
    if (st != BP_OK) {
        bp_contract_close(c);
        return st;
    }
    *out = c;
    return BP_OK;
}

void bp_contract_close(struct bp_contract *contract)
{
    if (!contract)
        return;
    xmlSchemaFree(contract->schema);
    bp_arena_free(contract->arena);
    free(contract);
}

const struct bp_contract_feiten *bp_contract_feiten(const struct bp_contract *contract)
{
    return &contract->feiten;
}

const struct bp_operatie *bp_contract_operatie(const struct bp_contract *contract,
                                               enum bp_handeling handeling)
{
    return contract->heeft[handeling] ? &contract->operaties[handeling] : NULL;
}
