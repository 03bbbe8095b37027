/* reconcile_stand.c - a message body back to the stand that it states */
#include "bronpost/base/text.h"
#include "bronpost/pipeline/reconcile.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#define PERIODEN ((size_t)1000)

enum vorm { TEKST, DATUM, JANEE };

struct blad {
    const char *element;
    enum vorm vorm;
    size_t offset;
};

#define STAND(e, v, m)                                                                             \
    {                                                                                              \
        e, v, offsetof(struct bp_stand, m)                                                         \
    }
#define PERIODE(e, v, m)                                                                           \
    {                                                                                              \
        e, v, offsetof(struct bp_stand_periode, m)                                                 \
    }

static const struct blad van_stand[] = {
    STAND("inschrijvingvolgnummer", TEKST, inschrijvingvolgnummer),
    STAND("datumInschrijving", DATUM, datum_inschrijving),
    STAND("datumUitschrijvingGepland", DATUM, datum_uitschrijving_gepland),
    STAND("datumUitschrijvingWerkelijk", DATUM, datum_uitschrijving),
    STAND("datumUitschrijving", DATUM, datum_uitschrijving), /* in vo there is only this one */
    STAND("redenUitschrijving", TEKST, reden_uitschrijving),
};

static const struct blad van_periode[] = {
    PERIODE("datumBegin", DATUM, begin),
    PERIODE("opleidingcode", TEKST, opleidingcode),
    PERIODE("leertraject", TEKST, leertraject),
    PERIODE("niveau", TEKST, niveau),
    PERIODE("onderwijsaanbieder", TEKST, onderwijsaanbieder),
    PERIODE("onderwijslocatie", TEKST, onderwijslocatie),
    PERIODE("leerroute", TEKST, leerroute),
    PERIODE("leerroutefase", TEKST, leerroutefase),
    PERIODE("indicatieBekostigbaar", JANEE, bekostigbaar),
};

static enum bp_status not_ours(struct bp_error *err)
{
    return bp_error_set(err, BP_E_LEDGER, NULL,
                        N_("the ledger holds a message that this program did not write"));
}

static struct bp_str name_of(const xmlNode *node)
{
    return bp_str_of((const char *)node->name);
}

/* The text of a leaf: our messages write it in one piece. */
static struct bp_str text_of(const xmlNode *node)
{
    const xmlNode *text = node->children;
    return text && text->type == XML_TEXT_NODE ? bp_str_of((const char *)text->content)
                                               : (struct bp_str){ "", 0 };
}

static enum bp_status take(const struct blad *blad, const xmlNode *node, void *out,
                           struct bp_arena *arena, struct bp_error *err)
{
    struct bp_str text = text_of(node);
    char *at = (char *)out + blad->offset;
    struct bp_datum day;
    if (blad->vorm == DATUM) {
        if (!bp_datum_parse_iso(text, &day))
            return not_ours(err);
        memcpy(at, &day, sizeof day);
    } else if (blad->vorm == JANEE) {
        bool yes = bp_str_equal(text, BP_STR("true")) || bp_str_equal(text, BP_STR("1"));
        memcpy(at, &yes, sizeof yes);
    } else {
        struct bp_str kept = bp_arena_str(arena, text);
        if (!kept.ptr)
            return bp_error_memory(err, N_("a message"));
        memcpy(at, &kept, sizeof kept);
    }
    return BP_OK;
}

/* The leaves of `parent` that the table knows. */
static enum bp_status take_all(const xmlNode *parent, const struct blad *bladen, size_t count,
                               void *out, struct bp_arena *arena, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (const xmlNode *node = parent->children; st == BP_OK && node; node = node->next) {
        size_t i = 0;
        if (node->type != XML_ELEMENT_NODE)
            continue;
        while (i < count && !bp_str_equal(name_of(node), bp_str_of(bladen[i].element)))
            i++;
        if (i < count)
            st = take(&bladen[i], node, out, arena, err);
    }
    return st;
}

static bool is_periode(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE &&
           bp_str_starts_with(name_of(node), BP_STR("inschrijvingPeriode"));
}

static enum bp_status take_perioden(const xmlNode *root, struct bp_arena *arena,
                                    struct bp_stand *out, struct bp_error *err)
{
    size_t count = 0, at = 0;
    for (const xmlNode *node = root->children; node; node = node->next)
        count += is_periode(node);
    if (count > PERIODEN)
        return not_ours(err);
    struct bp_stand_periode *perioden = bp_arena_array(arena, count, sizeof *perioden);
    enum bp_status st = perioden ? BP_OK : bp_error_memory(err, N_("a message"));
    for (const xmlNode *node = root->children; st == BP_OK && node; node = node->next) {
        if (!is_periode(node))
            continue;
        st = take_all(node, van_periode, sizeof van_periode / sizeof *van_periode, &perioden[at++],
                      arena, err);
        if (st == BP_OK && !bp_datum_given(perioden[at - 1].begin))
            st = not_ours(err);
    }
    out->perioden = perioden;
    out->periode_count = count;
    return st;
}

enum bp_status bp_stand_of_body(struct bp_str body, struct bp_arena *arena, struct bp_stand *out,
                                struct bp_error *err)
{
    int len;
    *out = (struct bp_stand){ .periode_count = 0 };
    if (!bp_size_to_int(body.len, &len))
        return not_ours(err);
    xmlDoc *doc = xmlReadMemory(body.ptr, len, "body.xml", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    enum bp_status st = root ? BP_OK : not_ours(err);
    if (st == BP_OK)
        st = take_all(root, van_stand, sizeof van_stand / sizeof *van_stand, out, arena, err);
    if (st == BP_OK)
        st = take_perioden(root, arena, out, err);
    xmlFreeDoc(doc);
    if (st == BP_OK && !bp_str_filled(out->inschrijvingvolgnummer))
        st = not_ours(err);
    /* A verwijdering states a number only; an inschrijving has a begin and periods. */
    if (st == BP_OK && bp_datum_given(out->datum_inschrijving) != (out->periode_count > 0))
        st = not_ours(err);
    return st;
}
