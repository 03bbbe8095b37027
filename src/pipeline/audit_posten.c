/* audit_posten.c - what the ledger proves of each registration, opened and kept as far as a day needs it */
#include "audit_intern.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/reconcile.h"
#include "stand_dag.h"

#include <stdlib.h>

/* Ceilings, not needs. */
#define ARENA_BYTES ((size_t)16 * 1024 * BP_MIB)
#define BODY_BYTES  (8 * BP_MIB)

#define PROGRESS_EVERY 1000

static enum bp_status no_memory(struct bp_error *err)
{
    return bp_error_memory(err, N_("the stands of the ledger"));
}

enum bp_status posten_init(struct posten *posten, const struct bp_audit_opdracht *opdracht,
                           struct bp_error *err)
{
    *posten = (struct posten){ .opdracht = opdracht };
    bp_buf_init(&posten->body, BODY_BYTES);
    posten->arena = bp_arena_new(ARENA_BYTES);
    posten->los = bp_arena_new(2 * BODY_BYTES);
    return posten->arena && posten->los ? BP_OK : no_memory(err);
}

void posten_free(struct posten *posten)
{
    bp_arena_free(posten->arena);
    bp_arena_free(posten->los);
    bp_buf_free(&posten->body);
    free(posten->items);
    *posten = (struct posten){ .count = 0 };
}

static struct post *new_post(struct posten *posten)
{
    if (posten->count == posten->cap) {
        size_t cap = posten->cap ? posten->cap * 2 : 256;
        struct post *items = realloc(posten->items, cap * sizeof *items);
        if (!items)
            return NULL;
        posten->items = items;
        posten->cap = cap;
    }
    posten->items[posten->count] = (struct post){ .leerlingnummer = "" };
    return &posten->items[posten->count++];
}

static enum bp_dag_staat staat_of(const struct bp_ledger_bewijs *bewijs)
{
    if (!bewijs->bij_duo)
        return BP_DAG_NIET_BIJ_DUO;
    if (strcmp(bewijs->handeling, "verwijdering") == 0)
        return BP_DAG_VERWIJDERD;
    return bewijs->body.len ? BP_DAG_BIJ_DUO : BP_DAG_ONBEKEND;
}

/* --- periods -------------------------------------------------------------------------------------------------- */

static bool same(const struct bp_dag_periode *a, const struct bp_dag_periode *b)
{
    return a->soort == b->soort && a->fase == b->fase && a->bekostigbaar == b->bekostigbaar;
}

/* Periods that change nothing of what a day asks for are one. */
static bool keep_perioden(struct posten *posten, const struct bp_stand *stand,
                          struct bp_dag_registratie *out)
{
    uint32_t count = 0;
    struct bp_dag_periode *all = bp_arena_array(posten->los, stand->periode_count, sizeof *all);
    if (!all)
        return false;
    for (size_t i = 0; i < stand->periode_count; i++) {
        const struct bp_dag_periode new = stand_dag_periode(&stand->perioden[i]);
        if (count == 0 || !same(&all[count - 1], &new))
            all[count++] = new;
    }
    struct bp_dag_periode *kept = bp_arena_array(posten->arena, count, sizeof *kept);
    if (!kept)
        return false;
    if (count)
        memcpy(kept, all, count * sizeof *kept);
    out->perioden = kept;
    out->periode_count = count;
    return true;
}

static enum bp_status keep_body(struct posten *posten, const struct bp_ledger_bewijs *bewijs,
                                struct bp_dag_registratie *out, struct bp_error *err)
{
    struct bp_stand stand;
    enum bp_status st = bp_kluis_unseal(posten->opdracht->kluis, bewijs->identificatiecode,
                                        bewijs->body, &posten->body, err);
    if (st == BP_OK)
        st = bp_stand_of_body(bp_buf_str(&posten->body), posten->los, &stand, err);
    if (st == BP_OK) {
        out->begin = stand.datum_inschrijving;
        out->einde = stand.datum_uitschrijving;
        st = keep_perioden(posten, &stand, out) ? BP_OK : no_memory(err);
    }
    bp_arena_reset(posten->los);
    bp_buf_clear(&posten->body);
    return st;
}

/* --- texts ---------------------------------------------------------------------------------------------------- */

static bool keep_text(struct posten *posten, struct bp_str text, const char **out)
{
    *out = text.len ? bp_arena_str(posten->arena, text).ptr : "";
    return *out != NULL;
}

/* One overview stands behind many registrations in a row: it is kept once. */
static bool keep_herkomst(struct posten *posten, struct bp_str herkomst, const char **out)
{
    const char *former = posten->count > 1 ? posten->items[posten->count - 2].herkomst : "";
    if (bp_str_equal(herkomst, bp_str_of(former))) {
        *out = former;
        return true;
    }
    return keep_text(posten, herkomst, out);
}

static enum bp_status keep_texts(struct posten *posten, const struct bp_ledger_bewijs *bewijs,
                                 struct post *post, struct bp_error *err)
{
    const struct bp_str geen = { "", 0 };
    bool asked = posten->opdracht->leerlingnummers, joined = posten->opdracht->tbgi;
    return keep_herkomst(posten, bewijs->herkomst, &post->herkomst) &&
                   keep_text(posten, asked ? bewijs->leerlingnummer : geen,
                             &post->leerlingnummer) &&
                   keep_text(posten, asked || joined ? bewijs->key.volgnummer : geen,
                             &post->volgnummer)
               ? BP_OK
               : no_memory(err);
}

enum bp_status posten_neem(void *ctx, const struct bp_ledger_bewijs *bewijs, struct bp_error *err)
{
    struct posten *posten = ctx;
    const struct bp_audit_opdracht *o = posten->opdracht;
    bool vo = strcmp(bewijs->key.contract, "vo") == 0;
    if (!vo && strcmp(bewijs->key.contract, "mbo") != 0)
        return BP_OK; /* RIO has no enrolments */
    struct post *post = new_post(posten);
    if (!post)
        return no_memory(err);
    struct bp_dag_registratie *reg = &post->registratie;
    memcpy(post->persoon, bewijs->key.persoon, sizeof post->persoon);
    post->toestand = (uint8_t)bewijs->toestand;
    post->klaargezet_ms = bewijs->klaargezet_ms;
    post->aangeboden_ms = bewijs->aangeboden_ms;
    post->beantwoord_ms = bewijs->beantwoord_ms;
    reg->sector = vo ? BP_SECTOR_VO : BP_SECTOR_MBO;
    reg->staat = (uint8_t)staat_of(bewijs);
    if (!bp_str_copy(reg->brin, sizeof reg->brin, bewijs->key.brin) ||
        bewijs->identificatiecode.len != POST_UUID)
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            N_("the ledger holds a message that this program did not write"));
    memcpy(post->identificatiecode, bewijs->identificatiecode.ptr, POST_UUID);
    enum bp_status st = keep_texts(posten, bewijs, post, err);
    if (st == BP_OK && bewijs->body.len)
        st = keep_body(posten, bewijs, reg, err);
    if (o->progress && posten->count % PROGRESS_EVERY == 0)
        o->progress(o->progress_ctx, posten->count, 0);
    return st;
}

/* --- order ---------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    const struct post *x = a, *y = b;
    int order = memcmp(x->persoon, y->persoon, sizeof x->persoon);
    if (order == 0)
        order = (x->registratie.sector > y->registratie.sector) -
                (x->registratie.sector < y->registratie.sector);
    if (order == 0)
        order = strcmp(x->registratie.brin, y->registratie.brin);
    return order ? order
                 : memcmp(x->identificatiecode, y->identificatiecode, sizeof x->identificatiecode);
}

void posten_sort(struct posten *posten)
{
    if (posten->count)
        qsort(posten->items, posten->count, sizeof *posten->items, compare);
}

size_t posten_van_persoon(const struct posten *posten, size_t at)
{
    size_t n = 1;
    while (at + n < posten->count &&
           memcmp(posten->items[at].persoon, posten->items[at + n].persoon, POST_PERSOON) == 0)
        n++;
    return n;
}
