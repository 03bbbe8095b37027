#include "submit_intern.h"

#define MOST_WAIT_MS 60000

/* The identificatiecode was refused because DUO has seen it before. */
static struct besluit besluit_dubbel(const struct bp_oordeel *oordeel,
                                     const struct omstandigheid *o)
{
    if (!o->onbeantwoord && !o->fout_beantwoord) /* we never sent it: whose message is that? */
        return (struct besluit){ .toestand = BP_TOESTAND_MISLUKT, .fout = true };
    /* Decision 5: an unsigned fault never says for good that DUO has it. Sending the stand again does no
     * harm. And an attempt that was answered with a fault proves that the code was seen, not that the
     * message was taken in. */
    if (o->onbeantwoord && o->weigering_is_ontvangst && oordeel->getekend)
        return (struct besluit){ .toestand = BP_TOESTAND_ONTVANGEN };
    return (struct besluit){ .toestand = BP_TOESTAND_KLAARGEZET, .fout = true, .hernummer = true };
}

/* DUO names a value of the message: functional, and final when DUO signed it. */
static bool functional(const struct bp_oordeel *oordeel)
{
    return oordeel->getekend && strcmp(oordeel->code, "DK0050") == 0;
}

/* "HTTP 404": refused before anybody looked at the message. */
static bool by_status_alone(const struct bp_oordeel *oordeel)
{
    return strncmp(oordeel->code, "HTTP ", 5) == 0;
}

static struct besluit besluit_afgewezen(const struct bp_oordeel *oordeel,
                                        const struct omstandigheid *o)
{
    if (oordeel->dubbel)
        return besluit_dubbel(oordeel, o);
    if (oordeel->verse_tijdstempel && (o->poging == 1 || !o->fout_beantwoord))
        return (struct besluit){ .toestand = BP_TOESTAND_KLAARGEZET, .fout = true };
    return (struct besluit){ .toestand =
                                 functional(oordeel) ? BP_TOESTAND_AFGEKEURD : BP_TOESTAND_MISLUKT,
                             .fout = true,
                             .stoor = oordeel->stopt ? STOOR_INSTELLING : STOOR_NIET };
}

struct besluit besluit_neem(const struct bp_oordeel *oordeel, const struct omstandigheid *o)
{
    struct besluit again = { .toestand = oordeel->misschien_aangekomen ? BP_TOESTAND_ONZEKER
                                                                       : BP_TOESTAND_KLAARGEZET,
                             .fout = oordeel->fout != NULL,
                             .wacht = true,
                             .stoor = STOOR_KANAAL };
    if (oordeel->uitslag == BP_OORDEEL_ONTVANGEN)
        return (struct besluit){ .toestand = BP_TOESTAND_ONTVANGEN };
    if (o->configuratie || (oordeel->uitslag == BP_OORDEEL_AFGEWEZEN && by_status_alone(oordeel))) {
        again.stoor = STOOR_CONFIGURATIE;
        return again;
    }
    if (oordeel->uitslag == BP_OORDEEL_AFGEWEZEN)
        return besluit_afgewezen(oordeel, o);
    if (oordeel->uitslag == BP_OORDEEL_ONGELDIG)
        again.toestand = BP_TOESTAND_ONZEKER;
    return again;
}

int64_t besluit_wachttijd(unsigned wacht_ms, unsigned n, unsigned chance)
{
    int64_t wait = wacht_ms;
    for (unsigned i = 1; i < n && wait < MOST_WAIT_MS; i++)
        wait *= 2;
    if (wait > MOST_WAIT_MS)
        wait = MOST_WAIT_MS;
    return wait - wait / 2 + (wait / 2) * (int64_t)(chance & 0xffff) / 0xffff;
}
