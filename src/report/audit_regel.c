/* audit_regel.c - the columns of an audit, and its words */
#include "bronpost/base/text.h"
#include "bronpost/report/audit.h"

#include <stdio.h>

typedef struct bp_str value_fn(const struct bp_audit_regel *regel, char scratch[BP_AUDIT_WAARDE]);

static const struct bp_str leeg = { "", 0 };

static struct bp_str datum(struct bp_datum d, char scratch[BP_AUDIT_WAARDE])
{
    bp_datum_format(d, scratch);
    return bp_str_of(scratch);
}

static struct bp_str moment(int64_t ms, char scratch[BP_AUDIT_WAARDE])
{
    if (ms == 0)
        return leeg;
    bp_moment_format(ms, scratch);
    return bp_str_of(scratch);
}

static struct bp_str pseudoniem(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->pseudoniem);
}

static struct bp_str leerlingnummer(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->leerlingnummer);
}

static struct bp_str volgnummer(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->volgnummer);
}

static struct bp_str brin(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->registratie->brin);
}

static struct bp_str sector(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(bp_sector_name((enum bp_sector)r->registratie->sector));
}

static struct bp_str stand(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(bp_dag_staat_name((enum bp_dag_staat)r->registratie->staat));
}

static struct bp_str leerroute(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst->periode;
    return p ? bp_str_of(bp_route_soort_name((enum bp_route_soort)p->soort)) : leeg;
}

static struct bp_str leerroutefase(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst->periode;
    return p ? bp_str_of(bp_fase_name((enum bp_leerroutefase)p->fase)) : leeg;
}

static struct bp_str datum_inschrijving(const struct bp_audit_regel *r,
                                        char scratch[BP_AUDIT_WAARDE])
{
    return datum(r->registratie->begin, scratch);
}

static struct bp_str datum_uitschrijving(const struct bp_audit_regel *r,
                                         char scratch[BP_AUDIT_WAARDE])
{
    return datum(r->registratie->einde, scratch);
}

static struct bp_str bekostigbaar(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst->periode;
    return !p ? leeg : p->bekostigbaar ? BP_STR("J") : BP_STR("N");
}

static struct bp_str bekostigd_door(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    const struct bp_dag_registratie *door = r->uitkomst->bekostigd;
    if (!door)
        return leeg;
    (void)snprintf(scratch, BP_AUDIT_WAARDE, "%s/%s", door->brin,
                   bp_sector_name((enum bp_sector)door->sector));
    return bp_str_of(scratch);
}

static struct bp_str bekostiging(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(bp_dag_bekostiging_name(r->uitkomst->bekostiging));
}

static struct bp_str toestand(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->toestand);
}

static struct bp_str identificatiecode(const struct bp_audit_regel *r,
                                       char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->identificatiecode);
}

static struct bp_str herkomst(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->herkomst);
}

static struct bp_str klaargezet(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    return moment(r->klaargezet_ms, scratch);
}

static struct bp_str verzonden(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    return moment(r->aangeboden_ms, scratch);
}

static struct bp_str beantwoord(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    return moment(r->beantwoord_ms, scratch);
}

static struct bp_str signalen(const struct bp_audit_regel *r, char scratch[BP_AUDIT_WAARDE])
{
    size_t len = 0;
    scratch[0] = '\0';
    for (size_t s = 0; s < BP_DAG_SIGNALEN; s++) {
        if (!(r->uitkomst->signalen & 1u << s))
            continue;
        int n = snprintf(scratch + len, BP_AUDIT_WAARDE - len, "%s%s", len ? " " : "",
                         bp_dag_signaal_name(s));
        len += n > 0 ? (size_t)n : 0;
    }
    return bp_str_of(scratch);
}

static const struct {
    const char *name;
    value_fn *value;
} kolommen[BP_AUDIT_KOLOMMEN] = {
    [BP_AUDIT_PSEUDONIEM] = { "pseudoniem", pseudoniem },
    [BP_AUDIT_LEERLINGNUMMER] = { "leerlingnummer", leerlingnummer },
    [BP_AUDIT_VOLGNUMMER] = { "inschrijvingvolgnummer", volgnummer },
    [BP_AUDIT_BRIN] = { "brin", brin },
    [BP_AUDIT_SECTOR] = { "sector", sector },
    [BP_AUDIT_STAND] = { "stand", stand },
    [BP_AUDIT_LEERROUTE] = { "leerroute", leerroute },
    [BP_AUDIT_LEERROUTEFASE] = { "leerroutefase", leerroutefase },
    [BP_AUDIT_DATUM_INSCHRIJVING] = { "datum_inschrijving", datum_inschrijving },
    [BP_AUDIT_DATUM_UITSCHRIJVING] = { "datum_uitschrijving", datum_uitschrijving },
    [BP_AUDIT_BEKOSTIGBAAR] = { "bekostigbaar", bekostigbaar },
    [BP_AUDIT_BEKOSTIGD_DOOR] = { "bekostigd_door", bekostigd_door },
    [BP_AUDIT_BEKOSTIGING] = { "bekostiging", bekostiging },
    [BP_AUDIT_TOESTAND] = { "toestand", toestand },
    [BP_AUDIT_IDENTIFICATIECODE] = { "identificatiecode", identificatiecode },
    [BP_AUDIT_HERKOMST] = { "herkomst", herkomst },
    [BP_AUDIT_KLAARGEZET] = { "klaargezet", klaargezet },
    [BP_AUDIT_VERZONDEN] = { "verzonden", verzonden },
    [BP_AUDIT_BEANTWOORD] = { "beantwoord", beantwoord },
    [BP_AUDIT_SIGNALEN] = { "signalen", signalen },
};

const char *bp_audit_kolom_name(enum bp_audit_kolom kolom)
{
    return kolommen[kolom].name;
}

struct bp_str bp_audit_waarde(const struct bp_audit_regel *regel, enum bp_audit_kolom kolom,
                              char scratch[BP_AUDIT_WAARDE])
{
    return kolommen[kolom].value(regel, scratch);
}

/* --- words ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *title, *todo;
} signaal_texts[BP_DAG_SIGNALEN] = {
    { N_("more than one registration would be funded"),
      N_("Counted on that day, DUO would fund the student more than once (on 1 February only mbo "
         "counts): have the schools agree which registration ends, or is not fundable.") },
    { N_("nobody in this ledger would be funded"),
      N_("The administration says fundable, but the registration that DUO funds in this phase is "
         "in this ledger and not registered on that day: find out why, and have that school "
         "register it. When another school, whose registrations are not in this ledger, has the "
         "student, nothing is wrong.") },
    { N_("vo and mbo name another leerroute"),
      N_("DUO checks that both sides say the same for the same day (BP401): have the two schools "
         "agree, and register again.") },
    { N_("vo and mbo name another leerroutefase"),
      N_("The phase decides who is funded (BP401): have the two schools agree on the switch date, "
         "and register again.") },
    { N_("still registered in vo after the third route year"),
      N_("The vmbo exam may be spread up to the third route year: end the vo registration when the "
         "work in vo is done.") },
};

const char *bp_audit_signaal_title(size_t nummer)
{
    return signaal_texts[nummer].title;
}

const char *bp_audit_signaal_todo(size_t nummer)
{
    return signaal_texts[nummer].todo;
}

const char *bp_audit_groep_name(enum bp_audit_groep groep)
{
    static const char *const names[BP_AUDIT_GROEPEN] = {
        [BP_AUDIT_REGULIER] = "regulier",    [BP_AUDIT_DLR_VO] = "dlr_vo_fase",
        [BP_AUDIT_DLR_MBO] = "dlr_mbo_fase", [BP_AUDIT_GLR_VO] = "glr_vo_fase",
        [BP_AUDIT_GLR_MBO] = "glr_mbo_fase",
    };
    return names[groep];
}

enum bp_audit_groep bp_audit_groep_of(const struct bp_dag_periode *periode)
{
    if (periode->soort == BP_ROUTE_REGULIER)
        return BP_AUDIT_REGULIER;
    if (periode->soort == BP_ROUTE_DLR)
        return periode->fase == BP_FASE_MBO ? BP_AUDIT_DLR_MBO : BP_AUDIT_DLR_VO;
    return periode->fase == BP_FASE_MBO ? BP_AUDIT_GLR_MBO : BP_AUDIT_GLR_VO;
}

static struct bp_datum begin_of(const struct bp_audit_rapport *r)
{
    return r->schakels ? bp_moment_to_dutch_day(r->begin_ms) : BP_DATUM_NONE;
}

bool bp_audit_niets_bekend(const struct bp_audit_rapport *r)
{
    return r->schakels == 0 ||
           (bp_datum_given(r->bekend_op) && bp_datum_before(r->bekend_op, begin_of(r)));
}

const char *bp_audit_begin(const struct bp_audit_rapport *r, struct bp_datum dag,
                           char begin[BP_DATUM_TEXT])
{
    bp_datum_format(begin_of(r), begin);
    if (r->schakels == 0)
        return N_("The ledger is empty: it knows of nothing yet.");
    if (bp_audit_niets_bekend(r))
        return N_("This ledger begins on {1}: before that day it knew of nothing.");
    if (bp_datum_before(dag, begin_of(r)))
        return N_("This ledger begins on {1}: who had left before that day may be missing here, "
                  "unless DUO's overview of that time was adopted.");
    return NULL;
}

bool bp_audit_toekomst(const struct bp_audit_rapport *rapport)
{
    bool then = bp_datum_given(rapport->bekend_op);
    return bp_datum_before(then ? rapport->bekend_op : rapport->vandaag, rapport->dag);
}
