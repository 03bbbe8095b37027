/* schrijver.c - the writer: takes pieces in the order of the input, asks the ledger, writes files
 *
 * One thread, so that the ledger has one writer and the files have one order, whatever the number of workers.
 */
#include "bronpost/base/text.h"
#include "intern.h"
#include "overgenomen.h"

#include <stdio.h>
#include <stdlib.h>

struct bekende { /* was the institution known before this run? */
    char brin[24];
    enum bp_sector sector;
    bool bekend;
};

struct schrijver {
    const struct taak *taak;
    struct resultaat *resultaat;
    struct massa *massa;
    struct telwerk *telwerk;
    struct bev_lijst *bevindingen;
    struct bp_leerlingen_lezer *lezer;
    struct bp_buf line;
    struct bekende bekenden[64];
    size_t bekende_count;
    struct bp_rapport totaal; /* the counts */
};

static const char kop[] = "rij;leerlingnummer;brin;sector;inschrijvingvolgnummer;regel;leerroute;"
                          "leerroutefase;datum_inschrijving;datum_uitschrijving;perioden;"
                          "bekostigd_door;status";

struct schrijver *schrijver_new(const struct taak *taak, struct resultaat *resultaat,
                                struct bp_error *err)
{
    struct schrijver *s = calloc(1, sizeof *s);
    if (!s) {
        (void)bp_error_memory(err, N_("the writer"));
        return NULL;
    }
    s->taak = taak;
    s->resultaat = resultaat;
    bp_buf_init(&s->line, 4 * BP_MIB);
    s->telwerk = telwerk_new(taak);
    s->bevindingen = bev_lijst_new();
    s->massa = massa_new(taak, err);
    if (!s->telwerk || !s->bevindingen || !s->massa)
        (void)bp_error_memory(err, N_("the writer"));
    else
        s->lezer = bp_leerlingen_lezer_new(taak->leerlingen, err);
    bp_buf_printf(&s->line, "%s;bestand\n", kop);
    if (!s->lezer ||
        resultaat_write(resultaat, UIT_REGISTRATIES, bp_buf_str(&s->line), err) != BP_OK)
        goto fail;
    bp_buf_clear(&s->line);
    bp_buf_printf(&s->line, "%s;partner_brin;school_naam;route_naam\n", kop);
    if (resultaat_write(resultaat, UIT_PARTNER, bp_buf_str(&s->line), err) == BP_OK)
        return s;
fail:
    schrijver_free(s);
    return NULL;
}

void schrijver_free(struct schrijver *s)
{
    if (!s)
        return;
    bp_leerlingen_lezer_free(s->lezer);
    massa_free(s->massa);
    bev_lijst_free(s->bevindingen);
    telwerk_free(s->telwerk);
    bp_buf_free(&s->line);
    free(s);
}

/* --- one registration ----------------------------------------------------------------------------------- */

static enum bp_status schrijf_registratie(struct schrijver *s, struct bp_str regel,
                                          const char *status, const char *bestand,
                                          struct bp_error *err)
{
    bp_buf_clear(&s->line);
    bp_buf_add_str(&s->line, regel);
    bp_buf_add_text(&s->line, status);
    bp_buf_add_char(&s->line, ';');
    bp_buf_add_text(&s->line, bestand);
    bp_buf_add_char(&s->line, '\n');
    return resultaat_write(s->resultaat, UIT_REGISTRATIES, bp_buf_str(&s->line), err);
}

static enum bp_status geef_aan_partner(struct schrijver *s, const struct ins_uit *ins,
                                       const struct reg_uit *reg, struct bp_error *err)
{
    const struct bp_instelling *school = bp_mandaat_find(s->taak->opdracht->mandaat, ins->brin);
    bp_buf_clear(&s->line);
    bp_buf_add_str(&s->line, reg->regel);
    bp_buf_add_text(&s->line, "partner;");
    bp_csv_cell(&s->line, reg->brin);
    bp_buf_add_char(&s->line, ';');
    if (school)
        bp_csv_cell(&s->line, school->naam);
    bp_buf_add_char(&s->line, ';');
    bp_csv_cell(&s->line, reg->naam_route);
    bp_buf_add_char(&s->line, '\n');
    enum bp_status st = resultaat_write(s->resultaat, UIT_PARTNER, bp_buf_str(&s->line), err);
    s->totaal.partner++;
    if (!telwerk_registratie(s->telwerk, reg, TELT_PARTNER))
        return bp_error_memory(err, N_("the report"));
    return st == BP_OK ? schrijf_registratie(s, reg->regel, "partner", "", err) : st;
}

static struct bp_ledger_key sleutel(const struct ins_uit *ins, const struct reg_uit *reg)
{
    struct bp_ledger_key key = { .contract = bp_sector_name(reg->sector),
                                 .brin = reg->brin,
                                 .volgnummer = reg->volgnummer };
    memcpy(key.persoon, ins->persoon, sizeof key.persoon);
    return key;
}

static enum bp_status zet_klaar(struct schrijver *s, const struct ins_uit *ins,
                                const struct reg_uit *reg, struct bp_error *err)
{
    struct bp_ledger_bericht bericht = {
        .key = sleutel(ins, reg),
        .handeling = "inschrijving",
        .identificatiecode = bp_str_of(reg->identificatiecode),
        .leerlingnummer = ins->leerlingnummer,
        .leerroute = reg->leerroute,
        .fase = reg->fase,
        .begin = reg->begin,
        .einde = reg->einde,
        .body = reg->sealed,
    };
    memcpy(bericht.fingerprint, reg->fingerprint, sizeof bericht.fingerprint);
    s->totaal.klaargezet++;
    return bp_ledger_stage(s->taak->opdracht->ledger, &bericht, err);
}

/* Was the institution in the ledger before this run? Asked before the first of its registrations is staged. */
static enum bp_status instelling_bekend(struct schrijver *s, const struct reg_uit *reg,
                                        bool *bekend, struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    *bekend = false;
    if (!o->ledger)
        return BP_OK;
    for (size_t i = 0; i < s->bekende_count; i++) {
        if (s->bekenden[i].sector == reg->sector &&
            bp_str_equal(bp_str_of(s->bekenden[i].brin), reg->brin)) {
            *bekend = s->bekenden[i].bekend;
            return BP_OK;
        }
    }
    enum bp_status st =
        bp_ledger_knows_instelling(o->ledger, reg->brin, bp_sector_name(reg->sector), bekend, err);
    size_t room = sizeof s->bekenden / sizeof s->bekenden[0];
    if (st == BP_OK && s->bekende_count < room) {
        struct bekende *b = &s->bekenden[s->bekende_count];
        *b = (struct bekende){ .sector = reg->sector, .bekend = *bekend };
        s->bekende_count += bp_str_copy(b->brin, sizeof b->brin, reg->brin);
    }
    return st;
}

/* BP304 and BP305: lines where the ledger knows the institution, else counts. `said` keeps them to one each. */
static enum bp_status meld_laat(struct schrijver *s, struct stuk *stuk, const struct ins_uit *ins,
                                const struct reg_uit *reg, unsigned *said, struct bp_error *err)
{
    bool bekend;
    enum bp_status st = instelling_bekend(s, reg, &bekend, err);
    const struct {
        bool found;
        enum bp_code code;
        size_t *count;
    } rules[] = {
        { reg->laat, BP304, &s->totaal.laat_aangemeld },
        { reg->na_teldatum, BP305, &s->totaal.laat_teldatum },
    };
    for (unsigned i = 0; st == BP_OK && i < 2; i++) {
        if (!rules[i].found || (*said >> i & 1))
            continue;
        *said |= 1u << i;
        if (bekend)
            st = regel_signaal(stuk, ins->first_line, rules[i].code, BP_KOLOM_DATUM_INSCHRIJVING,
                               ins->leerlingnummer, err);
        else
            (*rules[i].count)++;
    }
    return st;
}

static enum bp_status schrijf_body(struct schrijver *s, const struct ins_uit *ins,
                                   const struct reg_uit *reg, char name[128], struct bp_error *err)
{
    (void)snprintf(name, 128, "%s-%.*s-%.*s-%u.xml", bp_sector_name(reg->sector),
                   (int)(reg->brin.len < 8 ? reg->brin.len : 8), reg->brin.ptr,
                   (int)(reg->volgnummer.len < 40 ? reg->volgnummer.len : 40), reg->volgnummer.ptr,
                   ins->first_line);
    return resultaat_body(s->resultaat, name, reg->body, err);
}

/* Does DUO have this stand, as far as we know? A run remembers what it recognised, so that the next one need not compare. */
static enum bp_status is_ongewijzigd(struct schrijver *s, const struct bp_ledger_key *key,
                                     const struct bp_ledger_stand *stand, const struct reg_uit *reg,
                                     bool *ongewijzigd, struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    *ongewijzigd = stand->known &&
                   memcmp(stand->fingerprint, reg->fingerprint, sizeof stand->fingerprint) == 0;
    if (*ongewijzigd || !stand->overgenomen)
        return BP_OK;
    enum bp_status st = overgenomen_gelijk(o->ledger, o->kluis, key, reg->body, ongewijzigd, err);
    if (st == BP_OK && *ongewijzigd && o->klaarzetten)
        st = bp_ledger_erken(o->ledger, key, reg->fingerprint, err);
    return st;
}

/* What the ledger knows of it; without a ledger nothing. */
static enum bp_status zoek_stand(struct schrijver *s, const struct ins_uit *ins,
                                 const struct reg_uit *reg, struct bp_ledger_stand *stand,
                                 bool *ongewijzigd, struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    const struct bp_ledger_key key = sleutel(ins, reg);
    *stand = (struct bp_ledger_stand){ .known = false };
    *ongewijzigd = false;
    if (!o->ledger)
        return BP_OK;
    enum bp_status st = bp_ledger_lookup(o->ledger, &key, stand, err);
    return st == BP_OK ? is_ongewijzigd(s, &key, stand, reg, ongewijzigd, err) : st;
}

static enum bp_status verwerk_registratie(struct schrijver *s, struct stuk *stuk,
                                          const struct ins_uit *ins, const struct reg_uit *reg,
                                          unsigned *said, struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    if (reg->partner)
        return geef_aan_partner(s, ins, reg, err);
    struct bp_ledger_stand stand;
    bool ongewijzigd;
    enum bp_status st = zoek_stand(s, ins, reg, &stand, &ongewijzigd, err);
    s->totaal.berichten++;
    if (st == BP_OK && ongewijzigd) {
        s->totaal.ongewijzigd++;
        if (!telwerk_registratie(s->telwerk, reg, TELT_ONGEWIJZIGD))
            return bp_error_memory(err, N_("the report"));
        return schrijf_registratie(s, reg->regel, "ongewijzigd", "", err);
    }
    if (st == BP_OK && !stand.known)
        st = meld_laat(s, stuk, ins, reg, said, err);
    char bestand[128] = "";
    if (st == BP_OK && o->bodies)
        st = schrijf_body(s, ins, reg, bestand, err);
    if (st == BP_OK && o->klaarzetten)
        st = zet_klaar(s, ins, reg, err);
    s->totaal.te_registreren++;
    if (st == BP_OK && !telwerk_registratie(s->telwerk, reg, TELT_TE_REGISTREREN))
        st = bp_error_memory(err, N_("the report"));
    return st == BP_OK ? schrijf_registratie(s, reg->regel, "te_registreren", bestand, err) : st;
}

/* --- one piece ------------------------------------------------------------------------------------------ */

static enum bp_status verwerk_inschrijving(struct schrijver *s, struct stuk *stuk,
                                           const struct ins_uit *ins, struct bp_error *err)
{
    struct bp_rapport *t = &s->totaal;
    t->rows += ins->rij_count;
    t->inschrijvingen++;
    t->inschrijvingen_afgekeurd += ins->afgekeurd;
    t->rio_onbekend += ins->rio_geteld && !ins->afgekeurd;
    *(ins->afgekeurd ? &t->rows_rejected : &t->rows_registered) += ins->rij_count;
    telwerk_student(s->telwerk, ins);
    enum bp_status st = BP_OK;
    unsigned said = 0;
    bool geregistreerd = false;
    for (size_t i = 0; st == BP_OK && i < ins->reg_count; i++) {
        const struct reg_uit *reg = &stuk->regs[ins->reg_from + i];
        geregistreerd = geregistreerd || !reg->partner;
        st = verwerk_registratie(s, stuk, ins, reg, &said, err);
    }
    if (st == BP_OK && ins->buiten_bereik.ptr) {
        t->buiten_bereik++;
        bp_buf_clear(&s->line);
        bp_buf_add_str(&s->line, ins->buiten_bereik);
        bp_buf_add_char(&s->line, '\n');
        st = resultaat_write(s->resultaat, UIT_REGISTRATIES, bp_buf_str(&s->line), err);
    }
    return st == BP_OK ? massa_zie(s->massa, ins, geregistreerd, err) : st;
}

enum bp_status schrijver_neem(struct schrijver *s, struct stuk *stuk, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < stuk->ins_count; i++)
        st = verwerk_inschrijving(s, stuk, &stuk->ins[i], err);
    for (size_t i = 0; st == BP_OK && i < stuk->bev_count; i++)
        if (!bev_lijst_add(s->bevindingen, &stuk->bevs[i]))
            st = bp_error_memory(err, N_("the findings"));
    return st;
}

/* --- the end -------------------------------------------------------------------------------------------- */

static enum bp_status schrijf_bevinding(struct schrijver *s, const struct bev_uit *b,
                                        struct bp_error *err)
{
    char line[24], met[24];
    (void)snprintf(line, sizeof line, "%u", b->line);
    (void)snprintf(met, sizeof met, "%u", b->met_line);
    struct bp_buf uitleg;
    bp_buf_init(&uitleg, BP_MIB);
    if (b->met_line) {
        struct bp_str arg = bp_str_of(met);
        bp_text_fill(&uitleg, bp_text("rejected with line {1}"), &arg, 1);
    } else {
        bp_buf_add_str(&uitleg, b->uitleg);
    }
    const struct bp_code_info *info = b->met_line ? NULL : bp_code_info(b->code);
    const struct bp_str cells[4] = { bp_str_of(line), bp_str_of(info ? info->name : ""),
                                     bp_str_of(bp_kolom_name(b->kolom)), bp_buf_str(&uitleg) };
    bp_buf_clear(&s->line);
    enum bp_status st = bp_leerlingen_write_row(s->lezer, b->line, cells, &s->line, err);
    if (st == BP_OK)
        st = resultaat_write(s->resultaat, b->afkeuring ? UIT_AFGEKEURD : UIT_SIGNALEN,
                             bp_buf_str(&s->line), err);
    bp_buf_free(&uitleg);
    return st;
}

static enum bp_status schrijf_bevindingen(struct schrijver *s, struct bp_error *err)
{
    bp_buf_clear(&s->line);
    enum bp_status st = bp_leerlingen_write_header(s->lezer, &s->line, err);
    if (st == BP_OK)
        st = resultaat_write(s->resultaat, UIT_AFGEKEURD, bp_buf_str(&s->line), err);
    if (st == BP_OK)
        st = resultaat_write(s->resultaat, UIT_SIGNALEN, bp_buf_str(&s->line), err);
    bev_lijst_sort(s->bevindingen);
    for (size_t i = 0; st == BP_OK && i < bev_lijst_count(s->bevindingen); i++) {
        struct bev_uit b = bev_lijst_at(s->bevindingen, i);
        s->totaal.signalen += !b.afkeuring;
        st = schrijf_bevinding(s, &b, err);
    }
    return st;
}

static enum bp_status meld_gemist(void *ctx, const struct bp_ledger_inschrijving_key *key,
                                  struct bp_error *err)
{
    struct schrijver *s = ctx;
    const struct bp_str args[] = { key->brin, bp_str_of(key->sector), key->leerlingnummer,
                                   key->volgnummer };
    telwerk_code(s->telwerk, BP602, 1);
    return telwerk_opmerking(s->telwerk,
                             N_("BP602: {1} {2}, leerlingnummer {3}, volgnummer {4}: known in the "
                                "ledger, missing "
                                "from the export; nothing is removed by itself"),
                             args, 4)
               ? BP_OK
               : bp_error_memory(err, N_("the report"));
}

/* An institution of which the export has nothing is judged by nobody: its own export may come on its own. */
static enum bp_status meld_afwezig(struct schrijver *s, const struct bp_instelling *instelling,
                                   enum bp_sector sector, struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    size_t known = 0;
    if ((instelling->sectoren & (unsigned)sector) == 0 ||
        massa_heeft(s->massa, instelling->brin, sector))
        return BP_OK;
    enum bp_status st = bp_ledger_inschrijving_known(
        o->ledger, instelling->brin, bp_sector_name(sector), o->peildatum, &known, err);
    if (st != BP_OK || known == 0)
        return st;
    char count[24];
    (void)snprintf(count, sizeof count, "%zu", known);
    const struct bp_str args[] = { instelling->brin, bp_str_of(bp_sector_name(sector)),
                                   bp_str_of(count) };
    return telwerk_opmerking(
               s->telwerk,
               N_("{1} {2}: the export has nothing of this institution; its {3} known enrolments "
                  "were not judged"),
               args, 3)
               ? BP_OK
               : bp_error_memory(err, N_("the report"));
}

static enum bp_status weeg_massa(struct schrijver *s, struct bp_uitslag *uitslag,
                                 struct bp_error *err)
{
    const struct bp_opdracht *o = s->taak->opdracht;
    if (!o->ledger)
        return BP_OK;
    struct massa_telling t;
    enum bp_status st = massa_sluit(s->massa, &t, meld_gemist, s, err);
    for (size_t i = 0; st == BP_OK && i < o->mandaat->count; i++) {
        st = meld_afwezig(s, &o->mandaat->items[i], BP_SECTOR_VO, err);
        if (st == BP_OK)
            st = meld_afwezig(s, &o->mandaat->items[i], BP_SECTOR_MBO, err);
    }
    if (st != BP_OK)
        return st;
    uitslag->bekend = t.bekend;
    uitslag->verdwenen = t.verdwenen;
    uitslag->beeindigd = t.beeindigd;
    uitslag->ander_begin = t.ander_begin;
    if (o->confirm || !bp_levering_mass_change(t.verdwenen + t.beeindigd + t.ander_begin, t.bekend))
        return BP_OK;
    uitslag->massa_stop = true;
    telwerk_code(s->telwerk, BP601, 1);
    (void)schrijver_stop(uitslag, err);
    struct bp_str arg = bp_str_of(err->detail);
    if (!telwerk_opmerking(s->telwerk, "BP601: {1}", &arg, 1))
        return bp_error_memory(err, N_("the report"));
    return o->klaarzetten ? BP_E_STOP : BP_OK;
}

enum bp_status schrijver_stop(const struct bp_uitslag *u, struct bp_error *err)
{
    return bp_error_set(
        err, BP_E_STOP, "BP601",
        N_("mass change: of %zu known enrolments %zu are missing, %zu ended and %zu have another "
           "begin; nothing is staged. Check that the export is complete, then use --confirm"),
        u->bekend, u->verdwenen, u->beeindigd, u->ander_begin);
}

enum bp_status schrijver_sluit(struct schrijver *s, struct bp_uitslag *uitslag,
                               struct bp_error *err)
{
    enum bp_status st = weeg_massa(s, uitslag, err);
    if (st == BP_OK)
        st = schrijf_bevindingen(s, err);
    if (st != BP_OK)
        return st;
    uitslag->rapport = s->totaal;
    st = telwerk_rapport(s->telwerk, s->bevindingen, uitslag, err);
    struct bp_buf page;
    bp_buf_init(&page, 64 * BP_MIB);
    if (st == BP_OK)
        st = bp_rapport_json(&uitslag->rapport, &page, err);
    if (st == BP_OK)
        st = resultaat_write(s->resultaat, UIT_JSON, bp_buf_str(&page), err);
    bp_buf_clear(&page);
    if (st == BP_OK)
        st = bp_rapport_html(&uitslag->rapport, &page, err);
    if (st == BP_OK)
        st = resultaat_write(s->resultaat, UIT_HTML, bp_buf_str(&page), err);
    bp_buf_free(&page);
    if (st == BP_OK && s->taak->opdracht->klaarzetten)
        bp_ledger_run_counts(s->taak->opdracht->ledger, s->totaal.klaargezet,
                             s->totaal.ongewijzigd);
    return st;
}
