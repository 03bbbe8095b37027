/* bericht.c - the message of one registration: built, proved valid, fingerprinted, sealed */
#include "bronpost/base/text.h"
#include "intern.h"

#define BODY_MAX (8 * BP_MIB)

enum bp_status bouwplaats_open(struct bouwplaats *b, const struct taak *taak, struct bp_error *err)
{
    const struct bp_opdracht *o = taak->opdracht;
    *b = (struct bouwplaats){ .taak = taak };
    bp_buf_init(&b->body, BODY_MAX);
    bp_buf_init(&b->stand, BODY_MAX);
    bp_buf_init(&b->sealed, BODY_MAX + BP_KIB);
    b->vo = bp_maker_new(o->vo.contract, o->keuring, err);
    if (b->vo)
        b->mbo = bp_maker_new(o->mbo.contract, o->keuring, err);
    return b->mbo ? BP_OK : (err ? err->status : BP_E_MEMORY);
}

void bouwplaats_close(struct bouwplaats *b)
{
    bp_maker_free(b->vo);
    bp_maker_free(b->mbo);
    bp_buf_free(&b->body);
    bp_buf_free(&b->stand);
    bp_buf_free(&b->sealed);
}

static uint32_t line_van(const struct bp_inschrijving *inschrijving,
                         const struct bp_registratie *reg)
{
    return reg->periode_count ? reg->perioden[reg->periode_count - 1].line
                              : inschrijving->rijen[0].line;
}

/* Fingerprint and sealed body: what the ledger compares and keeps. */
static enum bp_status verzegel(struct bouwplaats *b, struct bp_arena *arena, struct reg_uit *uit,
                               struct bp_error *err)
{
    const struct bp_opdracht *o = b->taak->opdracht;
    enum bp_status st =
        bp_kluis_fingerprint(o->kluis, bp_buf_str(&b->stand), uit->fingerprint, err);
    if (st != BP_OK || !o->klaarzetten)
        return st;
    st = bp_kluis_seal(o->kluis, bp_str_of(uit->identificatiecode), bp_buf_str(&b->body),
                       &b->sealed, err);
    if (st != BP_OK)
        return st;
    uit->sealed = bp_arena_str(arena, bp_buf_str(&b->sealed));
    return uit->sealed.ptr ? BP_OK : bp_error_memory(err, N_("a message"));
}

enum bp_status bouw_bericht(struct bouwplaats *b, struct bp_inschrijving *inschrijving,
                            const struct bp_registratie *reg, struct bp_arena *arena,
                            struct reg_uit *uit, struct bp_error *err)
{
    const struct bp_opdracht *o = b->taak->opdracht;
    bool vo = reg->sector == BP_SECTOR_VO;
    const struct bp_verwerk_contract *contract = vo ? &o->vo : &o->mbo;
    char moment[BP_MOMENT_TEXT];
    o->env->uuid(o->env->ctx, uit->identificatiecode);
    bp_moment_format(o->env->now_ms(o->env->ctx), moment);
    bool own_brin = strcmp(contract->verzender, "brin") == 0;
    struct bp_bericht_kop kop = {
        .identificatiecode = bp_str_of(uit->identificatiecode),
        .verzender = own_brin ? reg->brin : bp_str_of(contract->verzender),
        .ontvanger = bp_str_of(contract->ontvanger),
        .datum_tijd = bp_str_of(moment),
    };
    struct bp_error why;
    enum bp_status st = bp_maker_inschrijving(vo ? b->vo : b->mbo, reg, &kop, &b->body,
                                              o->ledger ? &b->stand : NULL, &why);
    if (st == BP_E_XML) {
        struct bp_bevinding *found =
            bp_inschrijving_find(inschrijving, line_van(inschrijving, reg), BP501, BP_KOLOM_GEEN,
                                 N_("{1} message of {2}: {3}"));
        struct bp_bevindingen *list = &inschrijving->bevindingen;
        bp_bevinding_arg(list, found, 1, bp_str_of(bp_sector_name(reg->sector)));
        bp_bevinding_arg(list, found, 2, reg->brin);
        bp_bevinding_arg(list, found, 3, bp_str_of(why.detail));
        return list->failed ? bp_error_memory(err, N_("the findings")) : BP_OK;
    }
    if (st != BP_OK) {
        if (err)
            *err = why;
        return st;
    }
    /* The writer compares it with a stand that was adopted from DUO's overview, which is of mbo alone. */
    if (o->bodies || (o->ledger && !vo)) {
        uit->body = bp_arena_str(arena, bp_buf_str(&b->body));
        if (!uit->body.ptr)
            return bp_error_memory(err, N_("a message"));
    }
    return o->ledger ? verzegel(b, arena, uit, err) : BP_OK;
}
