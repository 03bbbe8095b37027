/* overzicht_persoon.c - the records of one person put together: by volgnummer, whatever their order */
#include "overzicht_intern.h"

#include "bronpost/base/text.h"

/* Far beyond anybody: a file in which one number has more is damaged, and putting together is quadratic. */
#define PERSOON_RECORDS ((size_t)5000)

void bp_ovz_persoon_begin(struct bp_ovz_verzameling *v, struct bp_persoonsnummer persoon,
                          uint32_t line)
{
    struct bp_arena *arena = v->arena;
    bp_arena_reset(arena);
    *v = (struct bp_ovz_verzameling){ .arena = arena, .persoon = persoon, .first_line = line };
}

enum bp_status bp_ovz_persoon_add(struct bp_ovz_verzameling *v, const struct record *record,
                                  struct bp_ovz_herstellen *herstellen, struct bp_error *err)
{
    struct bp_ovz_lijst *lijst = &v->lijsten[record->soort];
    if (++v->records > PERSOON_RECORDS) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("more than %zu records of one person: the file is damaged, ask DUO "
                              "for the overview again"),
                           PERSOON_RECORDS);
        return bp_ovz_refuse(err, record->line, 0);
    }
    struct bp_ovz_knoop *knoop = bp_arena_alloc(v->arena, sizeof *knoop);
    if (!knoop)
        return bp_error_memory(err, N_("the records of one person"));
    if (lijst->last)
        lijst->last->next = knoop;
    else
        lijst->first = knoop;
    lijst->last = knoop;
    lijst->count++;
    return bp_ovz_parse(record, v->arena, &knoop->inhoud, herstellen, err);
}

/* --- what belongs to an enrolment ---------------------------------------------------------------------------- */

/* The three record types that name an enrolment begin with its volgnummer. */
static struct bp_str volgnummer_of(const struct bp_ovz_knoop *knoop)
{
    return knoop->inhoud.isp.volgnummer;
}
_Static_assert(offsetof(struct bp_ovz_isp, volgnummer) == 0 &&
                   offsetof(struct bp_ovz_ise, volgnummer) == 0 &&
                   offsetof(struct bp_ovz_bpv, volgnummer) == 0,
               "volgnummer_of() reads any of them");

static size_t count_of(const struct bp_ovz_lijst *lijst, struct bp_str volgnummer)
{
    size_t count = 0;
    for (const struct bp_ovz_knoop *k = lijst->first; k; k = k->next)
        count += bp_str_equal(volgnummer_of(k), volgnummer);
    return count;
}

/* Periods ascend by begin; of two with the same begin the later record counts. */
static void place(struct bp_stand_periode *perioden, size_t *count,
                  const struct bp_stand_periode *new, bool *twice)
{
    size_t at = *count;
    while (at > 0 && bp_datum_before(new->begin, perioden[at - 1].begin))
        at--;
    *twice = at > 0 && bp_datum_equal(new->begin, perioden[at - 1].begin);
    if (*twice) {
        perioden[at - 1] = *new;
        return;
    }
    memmove(&perioden[at + 1], &perioden[at], (*count - at) * sizeof *perioden);
    perioden[at] = *new;
    (*count)++;
}

struct bouw {
    struct bp_ovz_verzameling *v;
    bp_overzicht_herstel_fn *herstel;
    void *ctx;
    size_t verdeeld[BP_OVERZICHT_SOORTEN]; /* records that found their enrolment */
    struct bp_error *err;
};

static enum bp_status take_perioden(struct bouw *b, struct bp_overzicht_inschrijving *ins)
{
    const struct bp_ovz_lijst *lijst = &b->v->lijsten[BP_OVERZICHT_ISP];
    struct bp_str volgnummer = ins->stand.inschrijvingvolgnummer;
    size_t most = count_of(lijst, volgnummer), count = 0;
    struct bp_stand_periode *perioden = bp_arena_array(b->v->arena, most, sizeof *perioden);
    enum bp_status st = BP_OK;
    if (most == 0) {
        (void)bp_error_set(b->err, BP_E_INPUT, NULL,
                           N_("this enrolment (ISG) has no period (ISP): the file is damaged, ask "
                              "DUO for the overview again"));
        return bp_ovz_refuse(b->err, ins->line, 0);
    }
    if (!perioden)
        return bp_error_memory(b->err, N_("the records of one person"));
    for (const struct bp_ovz_knoop *k = lijst->first; st == BP_OK && k; k = k->next) {
        bool twice = false;
        if (!bp_str_equal(volgnummer_of(k), volgnummer))
            continue;
        place(perioden, &count, &k->inhoud.isp.periode, &twice);
        const struct bp_overzicht_herstel mend = { BP_HERSTEL_PERIODE, k->inhoud.isp.periode.line,
                                                   "ISP", "periode_begin" };
        if (twice && b->herstel)
            st = b->herstel(b->ctx, &mend, b->err);
    }
    b->verdeeld[BP_OVERZICHT_ISP] += most;
    ins->stand.perioden = perioden;
    ins->stand.periode_count = count;
    return st;
}

static enum bp_status take_ondersteuning(struct bouw *b, struct bp_overzicht_inschrijving *ins)
{
    const struct bp_ovz_lijst *lijst = &b->v->lijsten[BP_OVERZICHT_ISE];
    struct bp_str volgnummer = ins->stand.inschrijvingvolgnummer;
    size_t count = count_of(lijst, volgnummer), at = 0;
    struct bp_overzicht_ondersteuning *items = bp_arena_array(b->v->arena, count, sizeof *items);
    if (!items)
        return bp_error_memory(b->err, N_("the records of one person"));
    for (const struct bp_ovz_knoop *k = lijst->first; k; k = k->next)
        if (bp_str_equal(volgnummer_of(k), volgnummer))
            items[at++] = k->inhoud.ise.ondersteuning;
    b->verdeeld[BP_OVERZICHT_ISE] += count;
    ins->ondersteuning = items;
    ins->ondersteuning_count = count;
    return BP_OK;
}

static enum bp_status take_bpv(struct bouw *b, struct bp_overzicht_inschrijving *ins)
{
    const struct bp_ovz_lijst *lijst = &b->v->lijsten[BP_OVERZICHT_BPV];
    struct bp_str volgnummer = ins->stand.inschrijvingvolgnummer;
    size_t count = count_of(lijst, volgnummer), at = 0;
    struct bp_overzicht_bpv *items = bp_arena_array(b->v->arena, count, sizeof *items);
    if (!items)
        return bp_error_memory(b->err, N_("the records of one person"));
    for (const struct bp_ovz_knoop *k = lijst->first; k; k = k->next)
        if (bp_str_equal(volgnummer_of(k), volgnummer))
            items[at++] = k->inhoud.bpv.bpv;
    b->verdeeld[BP_OVERZICHT_BPV] += count;
    ins->bpv = items;
    ins->bpv_count = count;
    return BP_OK;
}

static enum bp_status inschrijvingen(struct bouw *b, struct bp_overzicht_persoon *out)
{
    const struct bp_ovz_lijst *lijst = &b->v->lijsten[BP_OVERZICHT_ISG];
    struct bp_overzicht_inschrijving *items =
        bp_arena_array(b->v->arena, lijst->count, sizeof *items);
    enum bp_status st = items ? BP_OK : bp_error_memory(b->err, N_("the records of one person"));
    size_t at = 0;
    for (const struct bp_ovz_knoop *k = lijst->first; st == BP_OK && k; k = k->next) {
        struct bp_overzicht_inschrijving *ins = &items[at];
        *ins = k->inhoud.isg;
        for (size_t i = 0; i < at; i++) {
            if (!bp_str_equal(items[i].stand.inschrijvingvolgnummer,
                              ins->stand.inschrijvingvolgnummer))
                continue;
            (void)bp_error_set(
                b->err, BP_E_INPUT, NULL,
                N_("this person has an enrolment (ISG) with this volgnummer already, "
                   "on line %lu: the file is damaged, ask DUO for the overview again"),
                (unsigned long)items[i].line);
            return bp_ovz_refuse(b->err, ins->line, 4);
        }
        at++;
        st = take_perioden(b, ins);
        if (st == BP_OK)
            st = take_ondersteuning(b, ins);
        if (st == BP_OK)
            st = take_bpv(b, ins);
    }
    out->inschrijvingen = items;
    out->inschrijving_count = lijst->count;
    return st;
}

/* A record whose enrolment is not there: something is lost. */
static enum bp_status check_orphans(const struct bouw *b)
{
    static const struct {
        enum bp_overzicht_soort soort;
        const char *name;
    } soorten[] = { { BP_OVERZICHT_ISP, "ISP" },
                    { BP_OVERZICHT_ISE, "ISE" },
                    { BP_OVERZICHT_BPV, "BPV" } };
    for (size_t s = 0; s < sizeof soorten / sizeof *soorten; s++) {
        const struct bp_ovz_lijst *lijst = &b->v->lijsten[soorten[s].soort];
        if (lijst->count == b->verdeeld[soorten[s].soort])
            continue;
        (void)bp_error_set(b->err, BP_E_INPUT, NULL,
                           N_("of this person a record %s names an enrolment (ISG) that is not in "
                              "the file: it is damaged, ask DUO for the overview again"),
                           soorten[s].name);
        return bp_ovz_refuse(b->err, b->v->first_line, 0);
    }
    return BP_OK;
}

static enum bp_status resultaten(struct bouw *b, struct bp_overzicht_persoon *out)
{
    size_t count = 0, at = 0;
    for (unsigned s = BP_OVERZICHT_DIP; s < BP_OVERZICHT_SOORTEN; s++)
        count += b->v->lijsten[s].count;
    struct bp_overzicht_resultaat *items = bp_arena_array(b->v->arena, count, sizeof *items);
    if (!items)
        return bp_error_memory(b->err, N_("the records of one person"));
    for (unsigned s = BP_OVERZICHT_DIP; s < BP_OVERZICHT_SOORTEN; s++)
        for (const struct bp_ovz_knoop *k = b->v->lijsten[s].first; k; k = k->next)
            items[at++] = k->inhoud.resultaat;
    out->resultaten = items;
    out->resultaat_count = count;
    return BP_OK;
}

enum bp_status bp_ovz_persoon_sluit(struct bp_ovz_verzameling *v, struct bp_overzicht_persoon *out,
                                    bp_overzicht_herstel_fn *herstel, void *ctx,
                                    struct bp_error *err)
{
    struct bouw b = { .v = v, .herstel = herstel, .ctx = ctx, .err = err };
    const struct bp_ovz_lijst *per = &v->lijsten[BP_OVERZICHT_PER];
    if (per->count != 1) {
        (void)bp_error_set(err, BP_E_INPUT, NULL,
                           N_("the person of this record has %zu records PER, there must be one: "
                              "the file is damaged, ask DUO for the overview again"),
                           per->count);
        return bp_ovz_refuse(err, v->first_line, 0);
    }
    *out = (struct bp_overzicht_persoon){ .line = per->first->inhoud.per.line,
                                          .persoon = v->persoon,
                                          .geboortedatum = per->first->inhoud.per.geboortedatum,
                                          .geslacht = per->first->inhoud.per.geslacht };
    enum bp_status st = inschrijvingen(&b, out);
    if (st == BP_OK)
        st = check_orphans(&b);
    return st == BP_OK ? resultaten(&b, out) : st;
}
