#include "herstel.h"

#include "bronpost/base/text.h"

const char *herstel_tekst(enum bp_overzicht_herstel_soort soort)
{
    static const char *const teksten[] = {
        [BP_HERSTEL_NULLEN] = N_("leading zeros restored"),
        [BP_HERSTEL_PERIODE] = N_("a second period with the same begin: this one counts"),
        [BP_HERSTEL_DATUM] = N_("a date as 1-8-2026 among dates as 2026-08-01"),
    };
    return teksten[soort];
}

enum bp_status herstel_van_bestand(const struct bp_overzicht_feiten *f, herstel_fn *fn, void *ctx,
                                   struct bp_error *err)
{
    const struct {
        bool is;
        const char *record, *wat;
        size_t aantal;
    } regels[] = {
        { f->separator != '|', "", N_("another separator than DUO's |"), 0 },
        { f->datums_dutch > 0, "", N_("dates as 1-8-2026 instead of 2026-08-01"), 0 },
        { f->aangevuld, "", N_("all records made equally wide with empty fields"), 0 },
        { f->andere_orde, "", N_("records in another order than DUO's"), 0 },
        { f->lege_regels > 0, "", N_("blank lines"), f->lege_regels },
        { f->records[BP_OVERZICHT_ISP] > 0 && f->isp_velden < BP_OVERZICHT_ISP_VELDEN, "ISP",
          N_("the last columns were cut off: what stood in them is not known, and not compared"),
          BP_OVERZICHT_ISP_VELDEN - f->isp_velden },
    };
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < sizeof regels / sizeof *regels; i++)
        if (regels[i].is)
            st = fn(ctx, regels[i].record, regels[i].wat, regels[i].aantal, err);
    for (unsigned s = 0; st == BP_OK && s < BP_OVERZICHT_SOORTEN; s++)
        if (s != BP_OVERZICHT_ISP && (f->afgeknipt >> s & 1))
            st = fn(ctx, bp_overzicht_soort_name((enum bp_overzicht_soort)s),
                    N_("the last columns were cut off: what stood in them is not known"), 0, err);
    return st;
}
