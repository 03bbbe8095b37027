/* massa.c - what the ledger knew of the enrolments of this export: BP601 and BP602
 *
 * A run lets the ledger remember what it sees; a dry run changes nothing, so it keeps a set of its own.
 */
#include "bronpost/base/text.h"
#include "intern.h"

#include <stdlib.h>

struct paar { /* an institution and sector that occurs in the export */
    char brin[24];
    enum bp_sector sector;
    size_t bekend;
};

struct massa {
    const struct taak *taak;
    struct paar *paren;
    size_t paar_count, paar_cap;
    uint64_t *seen; /* a dry run: hashes of keys, open addressing, 0 is empty */
    size_t seen_count, seen_cap;
    struct massa_telling telling;
    size_t al_gemist; /* missing in the last run already: no part of the whole any more */
    massa_gemist_fn *gemist;
    void *gemist_ctx;
};

struct massa *massa_new(const struct taak *taak, struct bp_error *err)
{
    struct massa *massa = calloc(1, sizeof *massa);
    if (!massa)
        (void)bp_error_memory(err, N_("the known enrolments"));
    else
        massa->taak = taak;
    return massa;
}

void massa_free(struct massa *massa)
{
    if (!massa)
        return;
    free(massa->paren);
    free(massa->seen);
    free(massa);
}

static uint64_t key_hash(const char *sector, struct bp_str brin, struct bp_str volgnummer,
                         const unsigned char *persoon)
{
    uint64_t h;
    memcpy(&h, persoon, sizeof h); /* an HMAC: its first bytes are as good as any hash */
    const struct bp_str parts[] = { bp_str_of(sector), brin, volgnummer };
    for (size_t p = 0; p < 3; p++) {
        for (size_t i = 0; i < parts[p].len; i++)
            h = (h ^ (unsigned char)parts[p].ptr[i]) * UINT64_C(1099511628211);
        h = (h ^ 0xff) * UINT64_C(1099511628211);
    }
    h ^= h >> 29;
    return h ? h : 1;
}

static bool seen_has(const struct massa *massa, uint64_t hash)
{
    if (massa->seen_cap == 0)
        return false;
    size_t at = hash % massa->seen_cap;
    while (massa->seen[at] && massa->seen[at] != hash)
        at = (at + 1) % massa->seen_cap;
    return massa->seen[at] == hash;
}

static void seen_put(uint64_t *table, size_t cap, uint64_t hash)
{
    size_t at = hash % cap;
    while (table[at] && table[at] != hash)
        at = (at + 1) % cap;
    table[at] = hash;
}

static bool seen_add(struct massa *massa, uint64_t hash)
{
    if (4 * (massa->seen_count + 1) > 3 * massa->seen_cap) {
        size_t cap = massa->seen_cap ? 2 * massa->seen_cap : 4096;
        uint64_t *table = calloc(cap, sizeof *table);
        if (!table)
            return false;
        for (size_t i = 0; i < massa->seen_cap; i++)
            if (massa->seen[i])
                seen_put(table, cap, massa->seen[i]);
        free(massa->seen);
        massa->seen = table;
        massa->seen_cap = cap;
    }
    seen_put(massa->seen, massa->seen_cap, hash);
    massa->seen_count++;
    return true;
}

bool massa_heeft(const struct massa *massa, struct bp_str brin, enum bp_sector sector)
{
    for (size_t i = 0; i < massa->paar_count; i++)
        if (massa->paren[i].sector == sector && bp_str_equal(bp_str_of(massa->paren[i].brin), brin))
            return true;
    return false;
}

/* What is known of an institution is counted before the first of its enrolments is remembered. */
static enum bp_status ken_paar(struct massa *massa, struct bp_str brin, enum bp_sector sector,
                               struct bp_error *err)
{
    for (size_t i = 0; i < massa->paar_count; i++)
        if (massa->paren[i].sector == sector && bp_str_equal(bp_str_of(massa->paren[i].brin), brin))
            return BP_OK;
    if (massa->paar_count == massa->paar_cap) {
        size_t cap = massa->paar_cap ? 2 * massa->paar_cap : 8;
        struct paar *paren = realloc(massa->paren, cap * sizeof *paren);
        if (!paren)
            return bp_error_memory(err, N_("the known enrolments"));
        massa->paren = paren;
        massa->paar_cap = cap;
    }
    struct paar *paar = &massa->paren[massa->paar_count];
    *paar = (struct paar){ .sector = sector };
    if (!bp_str_copy(paar->brin, sizeof paar->brin, brin))
        return BP_OK; /* not the form of a brin: rejected, and known nowhere */
    massa->paar_count++;
    const struct bp_opdracht *o = massa->taak->opdracht;
    return bp_ledger_inschrijving_known(o->ledger, brin, bp_sector_name(sector), o->peildatum,
                                        &paar->bekend, err);
}

enum bp_status massa_zie(struct massa *massa, const struct ins_uit *ins, bool geregistreerd,
                         struct bp_error *err)
{
    const struct bp_opdracht *o = massa->taak->opdracht;
    if (!o->ledger || !ins->sleutel_bekend)
        return BP_OK;
    enum bp_status st = ken_paar(massa, ins->brin, ins->herkomst, err);
    if (st != BP_OK)
        return st;
    struct bp_ledger_inschrijving seen = {
        .sector = bp_sector_name(ins->herkomst),
        .brin = ins->brin,
        .volgnummer = ins->volgnummer,
        .leerlingnummer = ins->leerlingnummer,
        .begin = ins->begin,
        .einde = ins->einde,
        .afgekeurd = ins->afgekeurd,
    };
    memcpy(seen.persoon, ins->persoon, sizeof seen.persoon);
    enum bp_ledger_verschil verschil;
    st = bp_ledger_inschrijving_compare(o->ledger, &seen, &verschil, err);
    if (st != BP_OK || (verschil == BP_VERSCHIL_NIEUW && !geregistreerd))
        return st; /* what was never registered is not missed when it goes */
    massa->telling.beeindigd += verschil == BP_VERSCHIL_BEEINDIGD;
    massa->telling.ander_begin += verschil == BP_VERSCHIL_ANDER_BEGIN;
    if (o->klaarzetten)
        return bp_ledger_inschrijving_see(o->ledger, &seen, err);
    uint64_t hash = key_hash(seen.sector, seen.brin, seen.volgnummer, seen.persoon);
    return seen_add(massa, hash) ? BP_OK : bp_error_memory(err, N_("the known enrolments"));
}

static enum bp_status gemist(void *ctx, const struct bp_ledger_inschrijving_key *key,
                             struct bp_error *err)
{
    struct massa *massa = ctx;
    if (!massa->taak->opdracht->klaarzetten &&
        seen_has(massa, key_hash(key->sector, key->brin, key->volgnummer, key->persoon)))
        return BP_OK;
    /* BP601 counts what vanished since the last run; BP602 goes on naming all that is missing. */
    if (key->al_gemist)
        massa->al_gemist++;
    else
        massa->telling.verdwenen++;
    return massa->gemist(massa->gemist_ctx, key, err);
}

enum bp_status massa_sluit(struct massa *massa, struct massa_telling *telling, massa_gemist_fn *fn,
                           void *ctx, struct bp_error *err)
{
    const struct bp_opdracht *o = massa->taak->opdracht;
    massa->gemist = fn;
    massa->gemist_ctx = ctx;
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < massa->paar_count; i++) {
        const struct paar *paar = &massa->paren[i];
        massa->telling.bekend += paar->bekend;
        st = bp_ledger_inschrijving_each_known(o->ledger, bp_str_of(paar->brin),
                                               bp_sector_name(paar->sector), o->peildatum, gemist,
                                               massa, err);
    }
    massa->telling.bekend -= massa->al_gemist;
    *telling = massa->telling;
    return st;
}
