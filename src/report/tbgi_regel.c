/* tbgi_regel.c - the columns of tbgi.csv, and its words */
#include "bronpost/base/text.h"
#include "bronpost/report/tbgi.h"

#include <stdio.h>

typedef struct bp_str value_fn(const struct bp_tbgi_regel *regel, char scratch[BP_TBGI_WAARDE]);

static const struct bp_str leeg = { "", 0 };

/* --- what DUO says ------------------------------------------------------------------------------------------------ */

static struct bp_str ja_nee(enum bp_ja_nee value)
{
    return value == BP_ONBEKEND ? leeg : value == BP_JA ? BP_STR("J") : BP_STR("N");
}

static struct bp_str pseudoniem(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->pseudoniem);
}

static struct bp_str leerlingnummer(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->leerlingnummer);
}

static struct bp_str volgnummer(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->volgnummer);
}

static struct bp_str brin(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->brin);
}

static struct bp_str teldatum(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    bp_datum_format(r->teldatum, scratch);
    return bp_str_of(scratch);
}

/* Without a group it is not funded; where the file has nothing at all, nothing is said. */
static struct bp_str duo_bekostigd(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    if (!r->in_bestand)
        return leeg;
    return r->duo.groep ? ja_nee(r->duo.bekostigd) : BP_STR("N");
}

static struct bp_str duo_status(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    scratch[0] = r->duo_status;
    scratch[1] = '\0';
    return bp_str_of(scratch);
}

static struct bp_str duo_fase(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(bp_fase_name(r->duo.fase));
}

static struct bp_str duo_bekostigbaar(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return ja_nee(r->duo_bekostigbaar);
}

static struct bp_str bepaald_op(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return bp_str_of(r->bepaald_op);
}

static struct bp_str duo_signalen(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return r->meldingen.len ? r->meldingen : leeg;
}

/* --- what the ledger says ----------------------------------------------------------------------------------------- */

static struct bp_str stand(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return r->hier ? bp_str_of(bp_dag_staat_name((enum bp_dag_staat)r->hier->staat)) : leeg;
}

static struct bp_str leerroute(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst.periode;
    return p ? bp_str_of(bp_route_soort_name((enum bp_route_soort)p->soort)) : leeg;
}

static struct bp_str leerroutefase(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst.periode;
    return p ? bp_str_of(bp_fase_name((enum bp_leerroutefase)p->fase)) : leeg;
}

static struct bp_str bekostigbaar(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    const struct bp_dag_periode *p = r->uitkomst.periode;
    return !p ? leeg : p->bekostigbaar ? BP_STR("J") : BP_STR("N");
}

static struct bp_str bekostigd_door(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    const struct bp_dag_registratie *door = r->uitkomst.bekostigd;
    if (!door)
        return leeg;
    (void)snprintf(scratch, BP_TBGI_WAARDE, "%s/%s", door->brin,
                   bp_sector_name((enum bp_sector)door->sector));
    return bp_str_of(scratch);
}

static struct bp_str bekostiging(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return r->hier ? bp_str_of(bp_dag_bekostiging_name(r->uitkomst.bekostiging)) : leeg;
}

static struct bp_str na_bepaling(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    (void)scratch;
    return r->na_bepaling ? BP_STR("J") : leeg;
}

static struct bp_str regel_nummer(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    if (r->line == 0)
        return leeg;
    (void)snprintf(scratch, BP_TBGI_WAARDE, "%lu", (unsigned long)r->line);
    return bp_str_of(scratch);
}

static struct bp_str signalen(const struct bp_tbgi_regel *r, char scratch[BP_TBGI_WAARDE])
{
    size_t len = 0;
    scratch[0] = '\0';
    for (size_t s = 0; s < BP_TBGI_SIGNALEN; s++) {
        if (!(r->signalen & 1u << s))
            continue;
        int n = snprintf(scratch + len, BP_TBGI_WAARDE - len, "%s%s", len ? " " : "",
                         bp_tbgi_signaal_name(s));
        len += n > 0 ? (size_t)n : 0;
    }
    return bp_str_of(scratch);
}

static const struct {
    const char *name;
    value_fn *value;
} kolommen[BP_TBGI_KOLOMMEN] = {
    [BP_TBGI_LEERLING] = { "pseudoniem", pseudoniem },
    [BP_TBGI_LEERLINGNUMMER] = { "leerlingnummer", leerlingnummer },
    [BP_TBGI_INSCHRIJVINGVOLGNUMMER] = { "inschrijvingvolgnummer", volgnummer },
    [BP_TBGI_BRIN] = { "brin", brin },
    [BP_TBGI_TELDATUM] = { "teldatum", teldatum },
    [BP_TBGI_DUO_BEKOSTIGD] = { "duo_bekostigd", duo_bekostigd },
    [BP_TBGI_DUO_STATUS] = { "duo_status", duo_status },
    [BP_TBGI_DUO_LEERROUTEFASE] = { "duo_leerroutefase", duo_fase },
    [BP_TBGI_DUO_BEKOSTIGBAAR] = { "duo_bekostigbaar", duo_bekostigbaar },
    [BP_TBGI_DUO_BEPAALD_OP] = { "duo_bepaald_op", bepaald_op },
    [BP_TBGI_STAND] = { "stand", stand },
    [BP_TBGI_LEERROUTE] = { "leerroute", leerroute },
    [BP_TBGI_LEERROUTEFASE] = { "leerroutefase", leerroutefase },
    [BP_TBGI_BEKOSTIGBAAR] = { "bekostigbaar", bekostigbaar },
    [BP_TBGI_BEKOSTIGD_DOOR] = { "bekostigd_door", bekostigd_door },
    [BP_TBGI_BEKOSTIGING] = { "bekostiging", bekostiging },
    [BP_TBGI_NA_BEPALING] = { "na_bepaling", na_bepaling },
    [BP_TBGI_REGEL] = { "regel", regel_nummer },
    [BP_TBGI_DUO_SIGNALEN] = { "duo_signalen", duo_signalen },
    [BP_TBGI_SIGNAALNAMEN] = { "signalen", signalen },
};

const char *bp_tbgi_kolom_name(enum bp_tbgi_kolom kolom)
{
    return kolommen[kolom].name;
}

struct bp_str bp_tbgi_waarde(const struct bp_tbgi_regel *regel, enum bp_tbgi_kolom kolom,
                             char scratch[BP_TBGI_WAARDE])
{
    return kolommen[kolom].value(regel, scratch);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *title, *todo;
} signaal_texts[BP_TBGI_SIGNALEN] = {
    { N_("DUO funds the mbo enrolment although it has phase VO"),
      N_("In the vo-fase the vo school is funded. Check with that school in which phase the "
         "student was on the counting date, mend the side that is wrong and register again; when "
         "both are right, ask DUO.") },
    { N_("DUO does not fund the mbo enrolment although it has phase MBO"),
      N_("In the mbo-fase the mbo is funded. duo_bekostigbaar and duo_signalen may say why not; "
         "mend the registration, or ask DUO.") },
    { N_("DUO has another leerroutefase than the ledger"),
      N_("With na_bepaling DUO may not have had our stand yet: wait for the next file. Else "
         "compare with bronpost reconcile and register the right phase again.") },
    { N_("DUO funds it, and by the ledger it would not be funded"),
      N_("bekostiging says what the ledger comes to. Find out who is right; when the student "
         "should not be funded here, mend the registration before DUO's decision is final "
         "(duo_status D), or report it to DUO.") },
    { N_("DUO does not fund it, and by the ledger it would be funded"),
      N_("Without duo_bepaald_op DUO had no open enrolment on the counting date. Else "
         "duo_bekostigbaar and duo_signalen may say why; mend the registration before DUO's "
         "decision is final (duo_status D), or ask DUO.") },
    { N_("in DUO's file, and not in the ledger"),
      N_("It was registered by other means, or under another inschrijvingvolgnummer or personal "
         "number: look it up in DUO's file by its line (regel); bronpost adopt takes over what "
         "stands at DUO.") },
    { N_("open and fundable in the ledger, and not in DUO's file"),
      N_("With na_bepaling it was sent too late for this file. Else see with bronpost reconcile "
         "whether DUO has it, and ask DUO why it does not count.") },
    { N_("DUO has a signal of its own on it"),
      N_("duo_signalen shows code and description as DUO wrote them; the parameters stand in DUO's "
         "file at that line (regel). Mend what it is about, or object at DUO.") },
};

const char *bp_tbgi_signaal_title(size_t nummer)
{
    return signaal_texts[nummer].title;
}

const char *bp_tbgi_signaal_todo(size_t nummer)
{
    return signaal_texts[nummer].todo;
}
