/* Any bytes as a registratieoverzicht: nothing crashes, and what is opened keeps its promises. */
#include "bronpost/input/overzicht.h"
#include "fuzz/fuzz.h"

static enum bp_status count_persoon(void *ctx, const struct bp_overzicht_persoon *p,
                                    struct bp_error *err)
{
    size_t *seen = ctx;
    (void)err;
    seen[BP_OVERZICHT_PER]++;
    for (size_t i = 0; i < p->inschrijving_count; i++) {
        const struct bp_overzicht_inschrijving *ins = &p->inschrijvingen[i];
        promise(ins->stand.periode_count > 0, "an enrolment has a period");
        promise(bp_datum_given(ins->stand.datum_inschrijving), "an enrolment has a begin");
        for (size_t j = 1; j < ins->stand.periode_count; j++)
            promise(bp_datum_before(ins->stand.perioden[j - 1].begin, ins->stand.perioden[j].begin),
                    "periods ascend");
        seen[BP_OVERZICHT_ISG]++;
        seen[BP_OVERZICHT_ISP] += ins->stand.periode_count;
        seen[BP_OVERZICHT_ISE] += ins->ondersteuning_count;
        seen[BP_OVERZICHT_BPV] += ins->bpv_count;
    }
    for (size_t i = 0; i < p->resultaat_count; i++)
        seen[p->resultaten[i].soort]++;
    return BP_OK;
}

static enum bp_status count_herstel(void *ctx, const struct bp_overzicht_herstel *herstel,
                                    struct bp_error *err)
{
    size_t *seen = ctx;
    (void)err;
    promise(herstel->line > 0, "a mend has a line");
    seen[BP_OVERZICHT_ISP] += herstel->soort == BP_HERSTEL_PERIODE;
    return BP_OK;
}

static void read_file(const char *path, bool uittreksel)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_overzicht *overzicht = NULL;
    const struct bp_overzicht_opties opties = { path, uittreksel };
    enum bp_status st = bp_overzicht_open(&opties, &overzicht, &err);
    promise(st == BP_OK || st == BP_E_INPUT, "an overview is read or refused");
    no_number(&err);
    for (int times = 0; st == BP_OK && times < 2; times++) {
        const struct bp_overzicht_feiten *f = bp_overzicht_feiten(overzicht);
        size_t seen[BP_OVERZICHT_SOORTEN] = { 0 };
        promise(f->totalen_kloppen || uittreksel, "totals match");
        st = bp_overzicht_each(overzicht, count_persoon, count_herstel, seen, &err);
        promise(st == BP_OK || st == BP_E_INPUT, "persons are read or refused");
        no_number(&err);
        for (size_t i = 0; st == BP_OK && i < BP_OVERZICHT_SOORTEN; i++)
            promise(seen[i] == f->records[i], "every record is shown once");
    }
    bp_overzicht_close(overzicht);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_both(data, size, read_file);
    return 0;
}
