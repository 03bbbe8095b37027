/* rio_vraag.c - what RIO has under a code */
#include "rio_lijn.h"

#include "bronpost/base/text.h"

bool rio_niet_er(const struct bp_rio_antwoord *antwoord)
{
    for (size_t i = 0; i < antwoord->fout_count; i++)
        if (!bp_str_equal(antwoord->fouten[i].code, BP_STR("A01020")))
            return false;
    return !antwoord->goedgekeurd && antwoord->fout_count > 0;
}

static enum bp_status failed(struct rio_lijn *l, struct rio_gezien *out, const char *why,
                             struct bp_error *err)
{
    out->zicht = RIO_ZICHT_MISLUKT;
    out->reden = bp_arena_str(l->arena, bp_str_of(why));
    return out->reden.ptr ? BP_OK : rio_geheugen(err);
}

/* A verified answer. *again: RIO itself met trouble. */
static enum bp_status take_answer(struct rio_lijn *l, struct rio_gezien *out, bool *again,
                                  struct bp_error *err)
{
    struct bp_rio_antwoord a;
    struct bp_error why;
    enum bp_status st = bp_rio_antwoord_read(l->arena, bp_buf_str(&l->antwoord), &a, &why);
    if (st == BP_E_XML)
        return failed(l, out, why.detail, err);
    if (st != BP_OK)
        return rio_geheugen(err);
    *again = bp_rio_antwoord_herhaalbaar(&a);
    if (*again) {
        rio_lijn_hapert(l, a.fouten[0].code);
        return BP_OK;
    }
    rio_lijn_weeg(l, STOOR_NIET);
    if (a.goedgekeurd && !a.opleiding)
        return failed(l, out,
                      bp_text("RIO has something else than a programme of vo or mbo under this "
                              "code; look it up in RIO's own screens and correct the code in "
                              "routes.csv"),
                      err);
    out->opleiding = a.opleiding;
    out->fouten = a.fouten;
    out->fout_count = a.fout_count;
    out->zicht = a.goedgekeurd     ? RIO_ZICHT_ER
                 : rio_niet_er(&a) ? RIO_ZICHT_NIET_ER
                                   : RIO_ZICHT_GEWEIGERD;
    return BP_OK;
}

/* Asked once. *again: trouble, that may be over with the next attempt; *fout: DUO answered with a fault. */
static enum bp_status ask(struct rio_lijn *l, struct bp_str code, unsigned poging,
                          struct rio_gezien *out, bool *again, bool *fout, struct bp_error *err)
{
    char uuid[BP_UUID_TEXT], message_id[BP_UUID_TEXT];
    l->v->env->uuid(l->v->env->ctx, uuid);
    l->v->env->uuid(l->v->env->ctx, message_id);
    enum bp_status st = rio_lijn_bouw(l, BP_HANDELING_OPVRAGING, code, uuid, err);
    if (st == BP_OK)
        st = rio_lijn_wissel(l, BP_HANDELING_OPVRAGING, bp_buf_str(&l->body), message_id, err);
    if (st != BP_OK)
        return st;
    if (l->oordeel.uitslag == BP_OORDEEL_ONTVANGEN)
        return take_answer(l, out, again, err);
    const struct omstandigheid o = { .handeling = BP_HANDELING_OPVRAGING,
                                     .poging = poging,
                                     .fout_beantwoord = *fout,
                                     .configuratie = l->configuratie };
    struct besluit b = besluit_neem(&l->oordeel, &o);
    rio_lijn_weeg(l, b.stoor);
    *fout = *fout || b.fout;
    *again = b.toestand != BP_TOESTAND_MISLUKT && b.toestand != BP_TOESTAND_AFGEKEURD;
    return *again || l->gestopt ? BP_OK : failed(l, out, l->oordeel.waarom, err);
}

enum bp_status rio_vraag(struct rio_lijn *l, struct bp_str code, struct rio_gezien *out,
                         struct bp_error *err)
{
    bool again = true, fout = false;
    enum bp_status st = BP_OK;
    *out = (struct rio_gezien){ .zicht = RIO_ZICHT_GEEN };
    for (unsigned poging = 1; again && poging <= l->pogingen && !rio_lijn_stopt(l); poging++) {
        if (poging > 1)
            rio_lijn_wacht(l);
        if (rio_lijn_stopt(l))
            break;
        again = false;
        st = ask(l, code, poging, out, &again, &fout, err);
        again = again && st == BP_OK;
    }
    return st;
}
