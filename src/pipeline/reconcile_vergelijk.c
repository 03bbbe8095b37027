/* reconcile_vergelijk.c - two stands of one enrolment beside each other; pure */
#include "bronpost/pipeline/reconcile.h"

enum vorm { TEKST, DATUM, JANEE };

struct veld {
    const char *name;
    enum vorm vorm;
    size_t offset;
    size_t isp;        /* number of the field in the ISP record; 0: not of a period */
    bool duo_mag_leeg; /* DUO may leave it empty */
};

static const struct veld van_stand[] = {
    { "datum_inschrijving", DATUM, offsetof(struct bp_stand, datum_inschrijving), 0, false },
    { "datum_uitschrijving_gepland", DATUM, offsetof(struct bp_stand, datum_uitschrijving_gepland),
      0, false },
    { "datum_uitschrijving", DATUM, offsetof(struct bp_stand, datum_uitschrijving), 0, false },
    { "reden_uitschrijving", TEKST, offsetof(struct bp_stand, reden_uitschrijving), 0, false },
};

#define PERIODE(m, v, isp, leeg)                                                                   \
    {                                                                                              \
#m, v, offsetof(struct bp_stand_periode, m), isp, leeg                                     \
    }
static const struct veld van_periode[] = {
    PERIODE(opleidingcode, TEKST, 6, false),
    PERIODE(leertraject, TEKST, 7, false),
    PERIODE(niveau, TEKST, 8, true),
    PERIODE(bekostigbaar, JANEE, 9, false),
    PERIODE(onderwijsaanbieder, TEKST, 11, false),
    PERIODE(onderwijslocatie, TEKST, 12, false),
    PERIODE(leerroute, TEKST, 13, false),
    PERIODE(leerroutefase, TEKST, 14, false),
};

/* The contract wants the first period on the day of enrolment; DUO need not have it so. */
static const struct veld eerste_begin = { "periode_begin", DATUM,
                                          offsetof(struct bp_stand_periode, begin), 0, false };

/* What is too long is cut: it is shown, and compared before. */
static void as_text(const struct veld *veld, const void *of, char out[BP_VERSCHIL_TEKST])
{
    const char *at = (const char *)of + veld->offset;
    struct bp_str text = { "", 0 };
    struct bp_datum day;
    bool yes;
    out[0] = '\0';
    switch (veld->vorm) {
    case DATUM:
        memcpy(&day, at, sizeof day);
        bp_datum_format(day, out);
        return;
    case JANEE:
        memcpy(&yes, at, sizeof yes);
        text = yes ? BP_STR("J") : BP_STR("N");
        break;
    case TEKST:
        memcpy(&text, at, sizeof text);
        break;
    }
    if (text.len >= BP_VERSCHIL_TEKST)
        text.len = BP_VERSCHIL_TEKST - 1;
    (void)bp_str_copy(out, BP_VERSCHIL_TEKST, text);
}

static bool equal(const struct veld *veld, const void *a, const void *b)
{
    const char *pa = (const char *)a + veld->offset, *pb = (const char *)b + veld->offset;
    struct bp_str ta, tb;
    struct bp_datum da, db;
    bool ya, yb;
    switch (veld->vorm) {
    case TEKST:
        memcpy(&ta, pa, sizeof ta);
        memcpy(&tb, pb, sizeof tb);
        return bp_str_equal(ta, tb);
    case DATUM:
        memcpy(&da, pa, sizeof da);
        memcpy(&db, pb, sizeof db);
        return bp_datum_equal(da, db);
    case JANEE:
        break;
    }
    memcpy(&ya, pa, sizeof ya);
    memcpy(&yb, pb, sizeof yb);
    return ya == yb;
}

static bool agree(const struct veld *veld, const void *duo, const void *hier)
{
    struct bp_str text = { "", 0 };
    if (veld->duo_mag_leeg)
        memcpy(&text, (const char *)duo + veld->offset, sizeof text);
    return (veld->duo_mag_leeg && text.len == 0) || equal(veld, duo, hier);
}

static void add(struct bp_verschillen *out, const struct veld *veld, struct bp_datum op,
                const void *duo, const void *hier)
{
    if (out->count < BP_VERSCHILLEN) {
        struct bp_verschil *v = &out->items[out->count];
        *v = (struct bp_verschil){ .veld = veld->name, .op = op };
        as_text(veld, duo, v->duo);
        as_text(veld, hier, v->hier);
    }
    out->count++;
}

/* --- periods: day by day, as far as something begins ---------------------------------------------------------- */

/* The last period begun on or before d; NULL before the first. */
static const struct bp_stand_periode *op(const struct bp_stand *stand, struct bp_datum d)
{
    const struct bp_stand_periode *found = NULL;
    for (size_t i = 0; i < stand->periode_count; i++)
        if (!bp_datum_before(d, stand->perioden[i].begin))
            found = &stand->perioden[i];
    return found;
}

/* The first begin of either side after d; no date when there is none. */
static struct bp_datum next_begin(const struct bp_stand *a, const struct bp_stand *b,
                                  struct bp_datum d)
{
    const struct bp_stand *both[] = { a, b };
    struct bp_datum next = BP_DATUM_NONE;
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < both[s]->periode_count; i++) {
            struct bp_datum begin = both[s]->perioden[i].begin;
            if (bp_datum_before(d, begin) &&
                (!bp_datum_given(next) || bp_datum_before(begin, next)))
                next = begin;
        }
    }
    return next;
}

/* A difference is told on its first day, and again when one of the two values changes. */
static bool goes_on(const struct veld *veld, const struct bp_stand_periode *duo,
                    const struct bp_stand_periode *hier, const struct bp_stand_periode *duo_was,
                    const struct bp_stand_periode *hier_was)
{
    return duo_was && hier_was && !agree(veld, duo_was, hier_was) && equal(veld, duo, duo_was) &&
           equal(veld, hier, hier_was);
}

void bp_stand_vergelijk(const struct bp_stand *duo, const struct bp_stand *hier, size_t isp_velden,
                        struct bp_verschillen *out)
{
    const struct bp_stand_periode *duo_was = NULL, *hier_was = NULL;
    out->count = 0;
    for (size_t i = 0; i < sizeof van_stand / sizeof *van_stand; i++)
        if (!agree(&van_stand[i], duo, hier))
            add(out, &van_stand[i], BP_DATUM_NONE, duo, hier);
    /* Enrolled on the same day: then days that only one side has a period for are a difference of their own. */
    if (duo->periode_count && hier->periode_count &&
        bp_datum_equal(duo->datum_inschrijving, hier->datum_inschrijving) &&
        !equal(&eerste_begin, duo->perioden, hier->perioden))
        add(out, &eerste_begin, BP_DATUM_NONE, duo->perioden, hier->perioden);
    for (struct bp_datum d = next_begin(duo, hier, BP_DATUM_NONE); bp_datum_given(d);
         d = next_begin(duo, hier, d)) {
        const struct bp_stand_periode *a = op(duo, d), *b = op(hier, d);
        for (size_t i = 0; a && b && i < sizeof van_periode / sizeof *van_periode; i++) {
            const struct veld *veld = &van_periode[i];
            if (veld->isp <= isp_velden && !agree(veld, a, b) &&
                !goes_on(veld, a, b, duo_was, hier_was))
                add(out, veld, d, a, b);
        }
        duo_was = a;
        hier_was = b;
    }
}
