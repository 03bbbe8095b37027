#include "ondertekening.h"

#include "bronpost/base/text.h"

#include <stdio.h>
#include <stdlib.h>

#define FROM_ADDRESS "http://www.w3.org/2005/08/addressing/anonymous"

static struct bp_str address(struct bp_arena *arena, struct bp_str base, struct bp_str oin)
{
    return bp_arena_printf(arena, "%.*s?oin=%.*s", (int)base.len, base.ptr, (int)oin.len, oin.ptr);
}

enum bp_status ondertekening_adres(struct ondertekening *o, struct bp_arena *arena,
                                   struct bp_str duo_address, struct bp_str duo_oin,
                                   struct bp_error *err)
{
    struct bp_str *from = bp_arena_array(arena, o->instelling_count, sizeof *from);
    o->to = address(arena, duo_address, duo_oin);
    bool complete = from && o->to.ptr;
    for (size_t i = 0; complete && i < o->instelling_count; i++) {
        if (!bp_str_filled(o->instellingen[i].oin) || !o->instellingen[i].identiteit)
            continue;
        from[i] = address(arena, bp_str_of(FROM_ADDRESS), o->instellingen[i].oin);
        complete = from[i].ptr != NULL;
    }
    o->from = from;
    return complete ? BP_OK : bp_error_memory(err, bp_text("the addresses"));
}

enum bp_status ondertekenaar_begin(struct ondertekenaar *s, const struct ondertekening *wat,
                                   struct bp_error *err)
{
    *s = (struct ondertekenaar){ .wat = wat };
    bp_buf_init(&s->body, ENVELOPE_BYTES);
    bp_buf_init(&s->envelope, ENVELOPE_BYTES);
    s->signers = calloc(wat->instelling_count + 1, sizeof *s->signers);
    return s->signers ? BP_OK : bp_error_memory(err, bp_text("a signer"));
}

void ondertekenaar_end(struct ondertekenaar *s)
{
    for (size_t i = 0; s->signers && i < s->wat->instelling_count; i++)
        bp_signer_free(s->signers[i]);
    free(s->signers);
    s->signers = NULL;
    bp_buf_free(&s->body);
    bp_buf_free(&s->envelope);
}

enum bp_status ondertekenaar_teken(struct ondertekenaar *s, const struct te_ondertekenen *te,
                                   struct bp_str body, struct bp_error *err)
{
    const struct ondertekening *o = s->wat;
    struct bp_signer **signer = &s->signers[te->instelling];
    char message_id[9 + BP_UUID_TEXT];
    if (!*signer && !(*signer = bp_signer_new(o->instellingen[te->instelling].identiteit, err)))
        return err->status;
    (void)snprintf(message_id, sizeof message_id, "urn:uuid:%s", te->message_id);
    int64_t now = o->env->now_ms(o->env->ctx);
    const struct bp_envelope_kop kop = { .to = o->to,
                                         .action = bp_str_of(te->action),
                                         .message_id = bp_str_of(message_id),
                                         .from = o->from[te->instelling],
                                         .created_ms = now,
                                         .expires_ms = now + BP_EXPORT_GELDIG_MS };
    return bp_envelope_sign(*signer, &kop, body, &s->envelope, err);
}

enum bp_status ondertekenaar_maak(struct ondertekenaar *s, const struct te_ondertekenen *te,
                                  struct bp_error *err)
{
    enum bp_status st =
        bp_kluis_unseal(s->wat->kluis, te->identificatiecode, te->sealed, &s->body, err);
    return st == BP_OK ? ondertekenaar_teken(s, te, bp_buf_str(&s->body), err) : st;
}
