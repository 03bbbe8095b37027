#include "keurder.h"

#include "boom.h"
#include "waarden.h"

#include "bronpost/base/text.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>

struct vorm {
    uint64_t hash;
    const struct bp_plan *plan;
    size_t count;
    struct bp_boom boom; /* none when only the verdict is remembered */
    uint16_t ids[];
};

#define VORM_SLOTS ((size_t)2 * BP_VORMEN)

struct bladboom {
    struct bp_boom boom;
    size_t *types;
};

/* The first complaint of a validation: which rule, and at which node. */
struct klacht {
    int code;
    const xmlNode *node;
};

struct bp_keurder {
    const struct bp_contract *contract;
    enum bp_keuring keuring;
    xmlSchemaValidCtxtPtr valid;
    xmlParserCtxtPtr parser;
    struct klacht klacht;

    struct vorm *vormen[VORM_SLOTS];
    size_t vorm_count, vorm_max;

    struct bp_waarden *waarden; /* per type of leaf */
    struct bladboom bladbomen[BP_BLADBOMEN];
    size_t bladboom_count;

    struct bp_buf teksten; /* values of one body, each with its NUL */
    size_t *types;         /* of the leaves that are now judged */
    const struct bp_stap **stappen;
    size_t stap_cap;
};

/* --- what libxml2 found, in words of our own: its texts quote values ------------------------------------ */

static const char *rule(int code)
{
    switch (code) {
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        return bp_text("does not have the form that the schema asks for");
    case XML_SCHEMAV_CVC_LENGTH_VALID:
        return bp_text("has not the length that the schema asks for");
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
        return bp_text("is shorter than the schema allows");
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        return bp_text("is longer than the schema allows");
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        return bp_text("is not one of the values that the schema lists");
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
        return bp_text("is not of the type that the schema asks for");
    case XML_SCHEMAV_CVC_MININCLUSIVE_VALID:
    case XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID:
        return bp_text("is less than the schema allows");
    case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID:
    case XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID:
        return bp_text("is more than the schema allows");
    case XML_SCHEMAV_CVC_TOTALDIGITS_VALID:
    case XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID:
        return bp_text("has more digits than the schema allows");
    case XML_SCHEMAV_ELEMENT_CONTENT:
        return bp_text("stands where the schema does not expect it, or occurs too often");
    default:
        return bp_text("does not meet the schema");
    }
}

static enum bp_status refuse(const char *element, int code, struct bp_error *err)
{
    return bp_error_set(
        err, BP_E_XML, "BP501",
        N_("the message does not validate: element %s %s; correct it in the export and "
           "deliver again"),
        element, rule(code));
}

/* "inschrijvingPeriodeVO/vestiging", as bp_knoop.plaats does. */
static void place_of(const struct klacht *klacht, char place[256])
{
    const xmlNode *node = klacht->node;
    const xmlNode *parent = node ? node->parent : NULL;
    const char *name = node && node->name ? (const char *)node->name : "?";
    if (parent && parent->parent && parent->parent->type == XML_ELEMENT_NODE)
        (void)snprintf(place, 256, "%s/%s", (const char *)parent->name, name);
    else
        (void)snprintf(place, 256, "%s", name);
}

static enum bp_status refuse_node(const struct klacht *klacht, struct bp_error *err)
{
    char place[256];
    place_of(klacht, place);
    return refuse(place, klacht->code, err);
}

static void complain(void *ctx, xmlErrorPtr error)
{
    struct klacht *klacht = ctx;
    if (error->level < XML_ERR_ERROR || klacht->code)
        return;
    klacht->code = error->code;
    klacht->node = error->node;
}

/* BP_OK, BP_E_XML (see keurder->klacht) or BP_E_INTERNAL. */
static enum bp_status validate(struct bp_keurder *k, xmlDocPtr doc, struct bp_error *err)
{
    k->klacht = (struct klacht){ 0, NULL };
    int verdict = xmlSchemaValidateDoc(k->valid, doc);
    if (verdict == 0)
        return BP_OK;
    if (k->klacht.code == XML_ERR_NO_MEMORY)
        return bp_error_memory(err, "a message");
    if (verdict > 0)
        return BP_E_XML;
    return bp_error_set(err, BP_E_INTERNAL, NULL, N_("libxml2 could not judge a message"));
}

/* --- the bytes, parsed again ---------------------------------------------------------------------------- */

static enum bp_status judge_bytes(struct bp_keurder *k, struct bp_str body, struct bp_error *err)
{
    int len;
    if (!bp_size_to_int(body.len, &len))
        return bp_error_set(err, BP_E_XML, "BP501",
                            N_("a message of %zu bytes is too big to be validated"), body.len);
    xmlDocPtr doc = xmlCtxtReadMemory(k->parser, body.ptr, len, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc)
        return bp_error_set(err, BP_E_INTERNAL, NULL, N_("a message that was made is not XML"));
    enum bp_status st = validate(k, doc, err);
    if (st == BP_E_XML)
        st = refuse_node(&k->klacht, err);
    xmlFreeDoc(doc);
    return st;
}

/* --- texts for a tree ----------------------------------------------------------------------------------- */

/* Copies the values of `count` steps behind one another and hangs them in the tree. */
static bool hang(struct bp_keurder *k, struct bp_boom *boom, const struct bp_stap *const *stappen)
{
    bp_buf_clear(&k->teksten);
    for (size_t i = 0; i < boom->count; i++) {
        bp_buf_add_str(&k->teksten, stappen[i]->value);
        bp_buf_add_char(&k->teksten, '\0');
    }
    if (k->teksten.failed)
        return false;
    xmlChar *at = (xmlChar *)k->teksten.ptr;
    for (size_t i = 0; i < boom->count; i++) {
        boom->texts[i]->content = at;
        at += stappen[i]->value.len + 1;
    }
    return true;
}

static bool room(struct bp_keurder *k, size_t count)
{
    if (count <= k->stap_cap)
        return true;
    size_t *types = malloc(count * sizeof *types);
    const struct bp_stap **stappen = malloc(count * sizeof *stappen);
    if (!types || !stappen) {
        free(types);
        free(stappen);
        return false;
    }
    free(k->types);
    free(k->stappen);
    k->types = types;
    k->stappen = stappen;
    k->stap_cap = count;
    return true;
}

/* --- leaves on their own -------------------------------------------------------------------------------- */

static void bladboom_free(struct bladboom *b)
{
    bp_boom_free(&b->boom);
    free(b->types);
    *b = (struct bladboom){ .types = NULL };
}

static struct bp_boom *find_bladboom(struct bp_keurder *k, size_t count)
{
    for (size_t i = 0; i < k->bladboom_count; i++) {
        struct bladboom *b = &k->bladbomen[i];
        if (b->boom.count == count && memcmp(b->types, k->types, count * sizeof *b->types) == 0)
            return &b->boom;
    }
    /* Full: the last one makes room, so that the common ones in front stay. */
    if (k->bladboom_count == BP_BLADBOMEN)
        bladboom_free(&k->bladbomen[--k->bladboom_count]);
    struct bladboom *b = &k->bladbomen[k->bladboom_count];
    b->types = malloc(count * sizeof *b->types);
    if (!b->types || !bp_boom_of_bladen(&b->boom, k->types, count)) {
        free(b->types);
        b->types = NULL;
        return NULL;
    }
    memcpy(b->types, k->types, count * sizeof *b->types);
    k->bladboom_count++;
    return &b->boom;
}

/* Judges the first `count` of k->stappen, whose types stand in k->types. */
static enum bp_status judge_leaves(struct bp_keurder *k, size_t count, struct bp_error *err)
{
    if (count == 0)
        return BP_OK;
    struct bp_boom *boom = find_bladboom(k, count);
    if (!boom || !hang(k, boom, k->stappen))
        return bp_error_memory(err, "a message");
    enum bp_status st = validate(k, boom->doc, err);
    if (st != BP_E_XML)
        return st;
    const xmlNode *n = xmlDocGetRootElement(boom->doc)->children;
    for (size_t i = 0; i < count && n; i++, n = n->next)
        if (n == k->klacht.node)
            return refuse(k->stappen[i]->knoop->plaats, k->klacht.code, err);
    return refuse("?", k->klacht.code, err);
}

static enum bp_status judge_value(struct bp_keurder *k, const struct bp_stap *stap,
                                  struct bp_error *err)
{
    struct bp_waarde waarde;
    struct bp_waarden *set = &k->waarden[stap->knoop->type];
    bool short_enough = bp_waarde_make(&waarde, stap->value);
    if (short_enough && bp_waarden_has(set, &waarde))
        return BP_OK;
    k->stappen[0] = stap;
    k->types[0] = stap->knoop->type;
    enum bp_status st = judge_leaves(k, 1, err);
    if (st == BP_OK && short_enough)
        bp_waarden_add(set, &waarde);
    return st;
}

/* The shape is known to be valid: only values are left. */
static enum bp_status judge_values(struct bp_keurder *k, const struct bp_spoor *spoor,
                                   struct bp_error *err)
{
    size_t once = 0;
    for (size_t i = 0; i < spoor->count; i++) {
        const struct bp_stap *stap = &spoor->items[i];
        if (!stap->value.ptr || stap->knoop->veld->eenmalig)
            continue;
        enum bp_status st = judge_value(k, stap, err);
        if (st != BP_OK)
            return st;
    }
    for (size_t i = 0; i < spoor->count; i++) {
        const struct bp_stap *stap = &spoor->items[i];
        if (!stap->value.ptr || !stap->knoop->veld->eenmalig)
            continue;
        k->stappen[once] = stap;
        k->types[once++] = stap->knoop->type;
    }
    return judge_leaves(k, once, err);
}

/* --- shapes
 * ------------------------------------------------------------------------------------------------
 */

static bool same_shape(const struct vorm *v, uint64_t hash, const struct bp_plan *plan,
                       const struct bp_spoor *spoor)
{
    if (v->hash != hash || v->plan != plan || v->count != spoor->count)
        return false;
    for (size_t i = 0; i < v->count; i++)
        if (v->ids[i] != spoor->items[i].knoop->id)
            return false;
    return true;
}

/* The slot of the shape, or the empty one where it would go. */
static struct vorm **slot(struct bp_keurder *k, const struct bp_plan *plan,
                          const struct bp_spoor *spoor, uint64_t hash)
{
    size_t at = (size_t)hash % VORM_SLOTS;
    while (k->vormen[at] && !same_shape(k->vormen[at], hash, plan, spoor))
        at = (at + 1) % VORM_SLOTS;
    return &k->vormen[at];
}

/* A new shape; NULL when there is no room for it, or no memory. */
static struct vorm *add_shape(struct bp_keurder *k, struct vorm **where, const struct bp_plan *plan,
                              const struct bp_spoor *spoor, uint64_t hash)
{
    if (k->vorm_count == k->vorm_max || spoor->count > BP_VORM_STAPPEN)
        return NULL;
    struct vorm *v = malloc(sizeof *v + spoor->count * sizeof v->ids[0]);
    if (!v)
        return NULL;
    *v = (struct vorm){ .hash = hash, .plan = plan, .count = spoor->count };
    for (size_t i = 0; i < spoor->count; i++)
        v->ids[i] = spoor->items[i].knoop->id;
    k->vorm_count++;
    *where = v;
    return v;
}

static enum bp_status judge_standing(struct bp_keurder *k, const struct bp_plan *plan,
                                     const struct bp_spoor *spoor, struct bp_str body,
                                     struct bp_error *err)
{
    uint64_t hash = bp_spoor_hash(spoor);
    struct vorm **where = slot(k, plan, spoor, hash);
    struct vorm *v = *where;
    if (!v)
        v = add_shape(k, where, plan, spoor, hash);
    if (!v)
        return judge_bytes(k, body, err);
    if (!v->boom.doc && !bp_boom_of_spoor(&v->boom, plan, spoor))
        return bp_error_memory(err, "a message");
    size_t leaves = 0;
    for (size_t i = 0; i < spoor->count; i++)
        if (spoor->items[i].value.ptr)
            k->stappen[leaves++] = &spoor->items[i];
    if (!hang(k, &v->boom, k->stappen))
        return bp_error_memory(err, "a message");
    enum bp_status st = validate(k, v->boom.doc, err);
    return st == BP_E_XML ? refuse_node(&k->klacht, err) : st;
}

static enum bp_status judge_remembered(struct bp_keurder *k, const struct bp_plan *plan,
                                       const struct bp_spoor *spoor, struct bp_str body,
                                       struct bp_error *err)
{
    uint64_t hash = bp_spoor_hash(spoor);
    struct vorm **where = slot(k, plan, spoor, hash);
    if (*where)
        return judge_values(k, spoor, err);
    enum bp_status st = judge_bytes(k, body, err);
    if (st == BP_OK)
        (void)add_shape(k, where, plan, spoor, hash);
    return st;
}

enum bp_status bp_keurder_judge(struct bp_keurder *keurder, const struct bp_plan *plan,
                                const struct bp_spoor *spoor, struct bp_str body,
                                struct bp_error *err)
{
    if (keurder->keuring == BP_KEURING_VOLUIT)
        return judge_bytes(keurder, body, err);
    if (!room(keurder, spoor->count))
        return bp_error_memory(err, "a message");
    if (keurder->keuring == BP_KEURING_ONTHOUDEN && plan->scheidbaar)
        return judge_remembered(keurder, plan, spoor, body, err);
    return judge_standing(keurder, plan, spoor, body, err);
}

/* --- life
 * --------------------------------------------------------------------------------------------------
 */

static bool separable(const struct bp_contract *contract)
{
    for (size_t h = 0; h < BP_HANDELING_COUNT; h++)
        if (contract->heeft[h] && !contract->plannen[h].scheidbaar)
            return false;
    return true;
}

struct bp_keurder *bp_keurder_new(const struct bp_contract *contract, enum bp_keuring keuring,
                                  struct bp_error *err)
{
    struct bp_keurder *k = calloc(1, sizeof *k);
    if (!k) {
        (void)bp_error_memory(err, "a message maker");
        return NULL;
    }
    k->contract = contract;
    k->keuring = keuring;
    /* Trees are big, and a plan that is not separable stands as trees also when remembering is
     * asked for. */
    k->vorm_max = keuring == BP_KEURING_ONTHOUDEN && separable(contract) ? BP_VORMEN : BP_BOMEN;
    bp_buf_init(&k->teksten, 64 * BP_MIB);
    k->valid = xmlSchemaNewValidCtxt(contract->schema);
    k->parser = xmlNewParserCtxt();
    k->waarden =
        calloc(contract->bladtype_count ? contract->bladtype_count : 1, sizeof *k->waarden);
    if (!k->valid || !k->parser || !k->waarden) {
        bp_keurder_free(k);
        (void)bp_error_memory(err, "a message maker");
        return NULL;
    }
    xmlSchemaSetValidStructuredErrors(k->valid, complain, &k->klacht);
    return k;
}

void bp_keurder_free(struct bp_keurder *keurder)
{
    if (!keurder)
        return;
    for (size_t i = 0; i < VORM_SLOTS; i++) {
        if (keurder->vormen[i])
            bp_boom_free(&keurder->vormen[i]->boom);
        free(keurder->vormen[i]);
    }
    for (size_t i = 0; keurder->waarden && i < keurder->contract->bladtype_count; i++)
        bp_waarden_free(&keurder->waarden[i]);
    for (size_t i = 0; i < keurder->bladboom_count; i++)
        bladboom_free(&keurder->bladbomen[i]);
    xmlSchemaFreeValidCtxt(keurder->valid);
    xmlFreeParserCtxt(keurder->parser);
    free(keurder->waarden);
    free(keurder->types);
    free(keurder->stappen);
    bp_buf_free(&keurder->teksten);
    free(keurder);
}

/* --- a document of somebody else ------------------------------------------------------------------------------ */

enum bp_status bp_contract_validate(const struct bp_contract *contract, struct bp_str document,
                                    struct bp_error *err)
{
    int len;
    if (!bp_size_to_int(document.len, &len))
        return bp_error_set(err, BP_E_XML, NULL, N_("it is too big to be validated"));
    xmlDocPtr doc = xmlReadMemory(document.ptr, len, NULL, NULL,
                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc || doc->intSubset) {
        xmlFreeDoc(doc);
        return bp_error_set(err, BP_E_XML, NULL, N_("it is not XML, or has a document type"));
    }
    xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(contract->schema);
    struct klacht klacht = { 0, NULL };
    enum bp_status st = BP_OK;
    if (!valid) {
        st = bp_error_memory(err, N_("a validation"));
    } else {
        xmlSchemaSetValidStructuredErrors(valid, complain, &klacht);
        int verdict = xmlSchemaValidateDoc(valid, doc);
        char place[256];
        place_of(&klacht, place);
        if (verdict < 0)
            st = bp_error_set(err, BP_E_INTERNAL, NULL, N_("libxml2 could not judge a message"));
        else if (verdict > 0)
            st = bp_error_set(err, BP_E_XML, NULL, N_("element %s %s"), place, rule(klacht.code));
    }
    xmlSchemaFreeValidCtxt(valid);
    xmlFreeDoc(doc);
    return st;
}
