/* Any bytes as a TBG-i: nothing crashes, no number is shown, and what is opened keeps its promises. */
#include "bronpost/message/tbgi.h"
#include "fuzz/fuzz.h"

struct seen {
    const struct bp_tbgi_feiten *feiten;
    size_t inschrijvingen, zonder_groep;
    size_t groepen[BP_TELDATA], bekostigd[BP_TELDATA], niet[BP_TELDATA];
};

static void look_at_groep(struct seen *seen, const struct bp_tbgi_groep *g)
{
    size_t dag = 0;
    while (dag < seen->feiten->dag_count &&
           !bp_datum_equal(seen->feiten->dagen[dag].teldatum.dag, g->dag))
        dag++;
    promise(dag < seen->feiten->dag_count, "a counting date is one of the file's");
    promise(g->stand.groep, "a group is one");
    promise(g->stand.fase_bekend || g->stand.fase == BP_FASE_GEEN, "no phase without its element");
    promise(strlen(g->bepaald) == 0 || strlen(g->bepaald) == BP_TBGI_MOMENT - 1, "a whole moment");
    for (size_t m = 0; m < g->melding_count; m++) {
        promise(g->meldingen[m].code.len + g->meldingen[m].omschrijving.len > 0, "a signal");
        for (size_t i = 0; i < g->meldingen[m].omschrijving.len; i++)
            promise((unsigned char)g->meldingen[m].omschrijving.ptr[i] >= ' ',
                    "what DUO writes must not steer a terminal");
    }
    seen->groepen[dag]++;
    seen->bekostigd[dag] += g->stand.bekostigd == BP_JA;
    seen->niet[dag] += g->stand.bekostigd == BP_NEE;
}

static enum bp_status look(void *ctx, const struct bp_tbgi_inschrijving *ins, struct bp_error *err)
{
    struct seen *seen = ctx;
    (void)err;
    promise(ins->line > 0, "an enrolment has a line");
    promise(*ins->volgnummer != '\0', "an enrolment has a volgnummer");
    promise(strcmp(ins->brin, seen->feiten->brin) == 0, "one institution");
    promise(bp_datum_given(ins->begin), "an enrolment has a begin");
    for (size_t i = 0; i < ins->groep_count; i++)
        look_at_groep(seen, &ins->groepen[i]);
    seen->inschrijvingen++;
    seen->zonder_groep += ins->groep_count == 0;
    return BP_OK;
}

static void read_file(const char *path, bool uittreksel)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_tbgi *tbgi = NULL;
    const struct bp_tbgi_opties opties = { path, uittreksel };
    enum bp_status st = bp_tbgi_open(&opties, &tbgi, &err);
    promise(st == BP_OK || st == BP_E_INPUT, "a file is read or refused");
    no_number(&err);
    if (st != BP_OK)
        return;
    const struct bp_tbgi_feiten *f = bp_tbgi_feiten(tbgi);
    struct seen seen = { .feiten = f };
    promise(bp_tbgi_each(tbgi, look, &seen, &err) == BP_OK, "what opened is read");
    promise(seen.inschrijvingen == f->inschrijvingen, "every enrolment is shown once");
    promise(seen.zonder_groep == f->zonder_groep, "those without a group");
    for (size_t d = 0; d < f->dag_count; d++) {
        promise(seen.groepen[d] == f->dagen[d].groepen, "every group is shown once");
        promise(seen.bekostigd[d] == f->dagen[d].bekostigd, "funded");
        promise(seen.niet[d] == f->dagen[d].niet_bekostigd, "not funded");
        promise(f->dagen[d].groepen ==
                    f->dagen[d].bekostigd + f->dagen[d].niet_bekostigd + f->dagen[d].onbeslist,
                "the sum");
    }
    bp_tbgi_close(tbgi);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_both(data, size, read_file);
    return 0;
}
