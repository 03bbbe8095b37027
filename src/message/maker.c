#include "bronpost/message/maker.h"

#include "contract_intern.h"
#include "keurder.h"
#include "spoor.h"
#include "tekens.h"

#include "bronpost/base/text.h"

#include <stdlib.h>

struct bp_maker {
    const struct bp_contract *contract;
    struct bp_keurder *keurder;
    struct bp_spoor spoor;
};

/* One message under construction. */
struct werk {
    const struct bp_plan *plan;
    struct bp_spoor *spoor;
    struct bp_buf *body;
    struct bp_buf *stand; /* NULL: not wanted */
    struct bp_error *err;
};

struct bp_maker *bp_maker_new(const struct bp_contract *contract, enum bp_keuring keuring,
                              struct bp_error *err)
{
    struct bp_maker *maker = calloc(1, sizeof *maker);
    if (!maker) {
        (void)bp_error_memory(err, "a message maker");
        return NULL;
    }
    maker->contract = contract;
    maker->keurder = bp_keurder_new(contract, keuring, err);
    if (!maker->keurder) {
        free(maker);
        return NULL;
    }
    return maker;
}

void bp_maker_free(struct bp_maker *maker)
{
    if (!maker)
        return;
    bp_keurder_free(maker->keurder);
    bp_spoor_free(&maker->spoor);
    free(maker);
}

/* --- what goes wrong before libxml2 is asked ------------------------------------------------------------ */

static enum bp_status missing(struct werk *w, const struct bp_knoop *k)
{
    return bp_error_set(
        w->err, BP_E_XML, "BP501",
        N_("element %s is missing: the schema demands it and the registration has no "
           "value for it; fill it in the export and deliver again"),
        k->plaats);
}

static enum bp_status no_element(struct werk *w, const struct bp_veld *veld)
{
    return bp_error_set(
        w->err, BP_E_XML, "BP501",
        N_("the schema in force has no element %s, which this registration needs; nothing "
           "is sent without it: install the schema that has it"),
        veld->element);
}

/* Never send a message that leaves out what the registration states. */
static enum bp_status check_stated(struct werk *w, enum bp_groep groep,
                                   const struct bp_kader *kader)
{
    for (size_t i = 0; i < w->plan->zonder_element_count; i++) {
        const struct bp_veld *veld = w->plan->zonder_element[i];
        if (veld->groep == groep && bp_veld_gevuld(veld, kader))
            return no_element(w, veld);
    }
    return BP_OK;
}

/* --- the walk ------------------------------------------------------------------------------------------- */

static enum bp_status walk(struct werk *w, const struct bp_knoop *around,
                           const struct bp_kader *kader);

static enum bp_status leaf(struct werk *w, const struct bp_knoop *k, const struct bp_kader *kader)
{
    struct bp_stap *stap = bp_spoor_add(w->spoor, k);
    if (!stap)
        return bp_error_memory(w->err, "a message");
    if (!k->veld || !bp_veld_waarde(k->veld, kader, stap->text, &stap->value)) {
        w->spoor->count--;
        return k->verplicht ? missing(w, k) : BP_OK;
    }
    bp_buf_add_str(w->body, k->open);
    if (!bp_tekens_add(w->body, stap->value))
        return bp_error_set(
            w->err, BP_E_XML, "BP501",
            N_("element %s: the value holds a character that XML cannot carry; take it "
               "out of the export and deliver again"),
            k->plaats);
    bp_buf_add_str(w->body, k->close);
    if (w->stand && !k->veld->kop) {
        bp_buf_add_str(w->stand, k->stand);
        (void)bp_tekens_add_line(w->stand, stap->value);
        bp_buf_add_char(w->stand, '\n');
    }
    return BP_OK;
}

/* A leaf that the schema repeats. */
static enum bp_status leaves(struct werk *w, const struct bp_knoop *k, const struct bp_kader *kader)
{
    size_t count = bp_veld_aantal(k->veld, kader);
    enum bp_status st = count == 0 && k->verplicht ? missing(w, k) : BP_OK;
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        struct bp_kader inside = bp_veld_binnen(k->veld, kader, i);
        st = leaf(w, k, &inside);
    }
    return st;
}

static enum bp_status group(struct werk *w, const struct bp_knoop *k, const struct bp_kader *kader)
{
    size_t count = bp_veld_aantal(k->veld, kader);
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < count; i++) {
        struct bp_kader inside = bp_veld_binnen(k->veld, kader, i);
        if (!bp_spoor_add(w->spoor, k))
            return bp_error_memory(w->err, "a message");
        st = check_stated(w, k->veld->opent, &inside);
        bp_buf_add_str(w->body, k->open);
        if (w->stand)
            bp_buf_add_str(w->stand, k->stand);
        if (st == BP_OK)
            st = walk(w, k, &inside);
        bp_buf_add_str(w->body, k->close);
        if (w->stand)
            bp_buf_add_str(w->stand, k->stand_close);
    }
    return st;
}

/* True when the registration has something to say in this part of the plan. */
static bool filled(const struct bp_knoop *k, const struct bp_kader *kader)
{
    if (k->name)
        return k->veld && bp_veld_gevuld(k->veld, kader);
    for (const struct bp_knoop *n = k->first; n; n = n->next)
        if (filled(n, kader))
            return true;
    return false;
}

/* The first element in it, to name in a message. */
static const struct bp_knoop *first_element(const struct bp_knoop *k)
{
    while (!k->name && k->first)
        k = k->first;
    return k;
}

static enum bp_status particle(struct werk *w, const struct bp_knoop *k,
                               const struct bp_kader *kader)
{
    if (k->soort == BP_KNOOP_BLAD)
        return k->veld && k->veld->vorm ? leaves(w, k, kader) : leaf(w, k, kader);
    if (!filled(k, kader)) {
        const struct bp_knoop *named = first_element(k);
        return k->verplicht && named->name ? missing(w, named) : BP_OK;
    }
    return k->soort == BP_KNOOP_GROEP ? group(w, k, kader) : walk(w, k, kader);
}

/* Of a choice the alternative that the registration fills; two of them cannot both be said. */
static enum bp_status choice(struct werk *w, const struct bp_knoop *keuze,
                             const struct bp_kader *kader)
{
    const struct bp_knoop *chosen = NULL;
    for (const struct bp_knoop *n = keuze->first; n; n = n->next) {
        if (!filled(n, kader))
            continue;
        if (chosen)
            return bp_error_set(
                w->err, BP_E_XML, "BP501",
                N_("elements %s and %s are both filled and the schema takes one of them; "
                   "empty one in the export and deliver again"),
                first_element(chosen)->plaats, first_element(n)->plaats);
        chosen = n;
    }
    return chosen ? particle(w, chosen, kader) : BP_OK;
}

static enum bp_status walk(struct werk *w, const struct bp_knoop *around,
                           const struct bp_kader *kader)
{
    if (around->soort == BP_KNOOP_KEUZE)
        return choice(w, around, kader);
    enum bp_status st = BP_OK;
    for (const struct bp_knoop *n = around->first; st == BP_OK && n; n = n->next)
        st = particle(w, n, kader);
    return st;
}

/* --- a message ------------------------------------------------------------------------------------------ */

/* Both or neither: a schema would let one of them pass. */
static enum bp_status check_routes(struct werk *w, const struct bp_registratie *r)
{
    for (size_t i = 0; i < r->periode_count; i++)
        if (r->perioden[i].leerroute != BP_ROUTE_REGULIER && r->perioden[i].fase == BP_FASE_GEEN)
            return bp_error_set(
                w->err, BP_E_XML, "BP501",
                N_("a period states leerroute without leerroutefase; they go together: "
                   "check the route of this student"));
    return BP_OK;
}

static enum bp_status write_message(struct werk *w, const struct bp_kader *kader)
{
    const struct bp_knoop *root = w->plan->root;
    enum bp_status st = check_stated(w, BP_GROEP_VERZOEK, kader);
    bp_buf_add_str(w->body, root->open);
    if (st == BP_OK)
        st = walk(w, root, kader);
    bp_buf_add_str(w->body, root->close);
    if (st == BP_OK && (w->body->failed || (w->stand && w->stand->failed)))
        st = bp_error_memory(w->err, "a message");
    return st;
}

/* What a message is about: a record of the kind that the contract has, in this sector (rio: of either). */
struct opdracht {
    enum bp_handeling handeling;
    enum bp_record soort;
    unsigned sector;
    const void *record;
};

static enum bp_status make(struct bp_maker *maker, const struct opdracht *o,
                           const struct bp_bericht_kop *kop, struct bp_buf *body,
                           struct bp_buf *stand, struct bp_error *err)
{
    const struct bp_contract *c = maker->contract;
    bp_buf_clear(body);
    if (stand)
        bp_buf_clear(stand);
    if (!c->heeft[o->handeling] || o->soort != c->record || !(o->sector & c->sectoren))
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            N_("contract %s was asked for a message that it does not have"),
                            c->feiten.name);
    struct bp_kader kader = { .bron = { [BP_BRON_KOP] = kop, [BP_BRON_REGISTRATIE] = o->record } };
    struct werk w = { &c->plannen[o->handeling], &maker->spoor, body, stand, err };
    maker->spoor.count = 0;
    enum bp_status st =
        o->handeling == BP_HANDELING_INSCHRIJVING ? check_routes(&w, o->record) : BP_OK;
    if (st == BP_OK)
        st = write_message(&w, &kader);
    if (st == BP_OK)
        st = bp_keurder_judge(maker->keurder, w.plan, &maker->spoor, bp_buf_str(body), err);
    if (st != BP_OK) { /* nobody gets to send what is not proved */
        bp_buf_clear(body);
        if (stand)
            bp_buf_clear(stand);
    }
    return st;
}

enum bp_status bp_maker_inschrijving(struct bp_maker *maker,
                                     const struct bp_registratie *registratie,
                                     const struct bp_bericht_kop *kop, struct bp_buf *body,
                                     struct bp_buf *stand, struct bp_error *err)
{
    const struct opdracht o = { BP_HANDELING_INSCHRIJVING, BP_RECORD_INSCHRIJVING,
                                registratie->sector, registratie };
    return make(maker, &o, kop, body, stand, err);
}

enum bp_status bp_maker_verwijdering(struct bp_maker *maker,
                                     const struct bp_registratie *registratie,
                                     const struct bp_bericht_kop *kop, struct bp_buf *body,
                                     struct bp_error *err)
{
    const struct opdracht o = { BP_HANDELING_VERWIJDERING, BP_RECORD_INSCHRIJVING,
                                registratie->sector, registratie };
    return make(maker, &o, kop, body, NULL, err);
}

enum bp_status bp_maker_aanlevering(struct bp_maker *maker, const struct bp_aangeboden *aangeboden,
                                    const struct bp_bericht_kop *kop, struct bp_buf *body,
                                    struct bp_buf *stand, struct bp_error *err)
{
    const struct opdracht o = { BP_HANDELING_AANLEVERING, BP_RECORD_AANGEBODEN, aangeboden->sector,
                                aangeboden };
    return make(maker, &o, kop, body, stand, err);
}

enum bp_status bp_maker_aangeboden_code(struct bp_maker *maker, enum bp_handeling handeling,
                                        struct bp_str code, const struct bp_bericht_kop *kop,
                                        struct bp_buf *body, struct bp_error *err)
{
    const struct bp_aangeboden aangeboden = { .code = code };
    const struct opdracht o = { handeling, BP_RECORD_AANGEBODEN, BP_SECTOR_VO | BP_SECTOR_MBO,
                                &aangeboden };
    return make(maker, &o, kop, body, NULL, err);
}

enum bp_status bp_maker_relatie(struct bp_maker *maker, const struct bp_opleidingsrelatie *relatie,
                                const struct bp_bericht_kop *kop, struct bp_buf *body,
                                struct bp_error *err)
{
    const struct opdracht o = { BP_HANDELING_RELATIE, BP_RECORD_AANGEBODEN,
                                BP_SECTOR_VO | BP_SECTOR_MBO, relatie };
    return make(maker, &o, kop, body, NULL, err);
}
