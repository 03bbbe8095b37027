/* submit_kanaal.c - signers, and the channels that send what they signed */
#include "bronpost/base/text.h"
#include "lichaam.h"
#include "submit_intern.h"

#include <stdlib.h>

#define ANSWER_BYTES (8 * BP_MIB)
#define ASK_AGAIN_MS 1000
/* A signature that is older than this is made anew: DUO wants it to be a few minutes old at most. */
#define FRESH_MS 60000

void lijst_init(struct lijst *lijst)
{
    lijst->first = NULL;
    lijst->last = &lijst->first;
}

void lijst_add(struct lijst *lijst, struct zending *zending)
{
    zending->next = NULL;
    *lijst->last = zending;
    lijst->last = &zending->next;
}

struct zending *lijst_take(struct lijst *lijst)
{
    struct zending *first = lijst->first;
    if (first)
        lijst_remove(lijst, first);
    return first;
}

void lijst_remove(struct lijst *lijst, struct zending *zending)
{
    struct zending **at = &lijst->first;
    while (*at != zending)
        at = &(*at)->next;
    *at = zending->next;
    if (!zending->next)
        lijst->last = at;
    zending->next = NULL;
}

void zending_free(struct zending *zending)
{
    bp_buf_free(&zending->sealed);
    bp_buf_free(&zending->envelope);
    bp_buf_free(&zending->antwoord);
    free(zending->content_type);
    free(zending->why);
    free(zending);
}

void geef_terug(struct submit *submit, struct zending *zending, enum terug terug)
{
    zending->terug = terug;
    (void)pthread_mutex_lock(&submit->lock);
    lijst_add(&submit->terug, zending);
    (void)pthread_cond_signal(&submit->gebeurd);
    (void)pthread_mutex_unlock(&submit->lock);
}

static int64_t now_of(const struct submit *submit)
{
    const struct bp_env *env = submit->opdracht->env;
    return env->now_ms(env->ctx);
}

static const struct bp_operatie *operatie_of(const struct zending *z)
{
    const struct bp_submit_opdracht *o = z->kanaal->submit->opdracht;
    return bp_contract_operatie(o->contracten[z->kanaal->contract].contract, z->handeling);
}

/* --- signers -------------------------------------------------------------------------------------------- */

static enum bp_status sign(struct tekenaar *t, struct zending *z)
{
    const struct te_ondertekenen te = { .instelling = z->kanaal->instelling,
                                        .action = operatie_of(z)->soap_action,
                                        .identificatiecode = bp_str_of(z->identificatiecode),
                                        .sealed = bp_buf_str(&z->sealed),
                                        .message_id = z->message_id };
    z->ondertekend_ms = now_of(t->submit);
    enum bp_status st = ondertekenaar_maak(&t->ondertekenaar, &te, &z->err);
    if (st != BP_OK)
        return st;
    struct bp_str body = bp_buf_str(&t->ondertekenaar.body);
    if (!bp_str_copy(z->verzender, sizeof z->verzender,
                     lichaam_waarde(body, "verzendendeInstantie")) ||
        !bp_str_copy(z->ontvanger, sizeof z->ontvanger,
                     lichaam_waarde(body, "ontvangendeInstantie")) ||
        !bp_str_equal(lichaam_waarde(body, "identificatiecodeBedrijfsdocument"),
                      bp_str_of(z->identificatiecode)))
        return bp_error_set(&z->err, BP_E_LEDGER, NULL,
                            N_("the ledger holds a message that this program did not write"));
    bp_buf_clear(&z->envelope);
    bp_buf_add_str(&z->envelope, bp_buf_str(&t->ondertekenaar.envelope));
    return z->envelope.failed ? bp_error_memory(&z->err, N_("a message")) : BP_OK;
}

/* Check 10 of edukoppeling.md section 8: the answer by the contract's own schemas. */
static enum bp_status keur_antwoord(void *ctx, struct bp_str body, struct bp_error *err)
{
    const struct bp_submit_contract *contract = ctx;
    return bp_contract_validate(contract->contract, body, err);
}

static void judge(struct zending *z)
{
    const struct kanaal *k = z->kanaal;
    const struct bp_submit_opdracht *o = k->submit->opdracht;
    const struct bp_operatie *operatie = operatie_of(z);
    struct bp_submit_contract contract = o->contracten[k->contract];
    char message_id[9 + BP_UUID_TEXT] = "urn:uuid:";
    memcpy(message_id + 9, z->message_id, BP_UUID_TEXT);
    const struct bp_verwacht verwacht = {
        .message_id = bp_str_of(message_id),
        .action = bp_str_of(operatie->soap_action),
        .eigen_oin = o->instellingen[k->instelling].oin,
        .duo_oin = o->duo_oin,
        .identificatiecode = bp_str_of(z->identificatiecode),
        .verzender = bp_str_of(z->verzender),
        .ontvanger = bp_str_of(z->ontvanger),
        .element = bp_str_of(operatie->response),
        .namespace_uri = bp_str_of(operatie->namespace_uri),
        .bewijs = BP_BEWIJS_ONTVANGSTBEVESTIGING,
        .vertrouwen = o->vertrouwen,
        .now_ms = now_of(k->submit),
        .tolerantie_ms = o->tolerantie_ms,
        .keuring = keur_antwoord,
        .keuring_ctx = &contract,
    };
    bp_oordeel_make(&z->resultaat, &verwacht, NULL, &z->oordeel);
}

static void *sign_all(void *ctx)
{
    struct tekenaar *t = ctx;
    struct zending *z;
    while ((z = bp_queue_take(t->submit->te_tekenen))) {
        struct kanaal *k = z->kanaal;
        if (z->onderweg) {
            judge(z);
            geef_terug(t->submit, z, TERUG_BEOORDEELD);
            continue;
        }
        z->status = sign(t, z);
        if (z->status != BP_OK) {
            geef_terug(t->submit, z, TERUG_MISLUKT);
            continue;
        }
        (void)pthread_mutex_lock(&t->submit->lock);
        bool leeg = k->leeg;
        if (!leeg)
            lijst_add(&k->klaar, z);
        (void)pthread_mutex_unlock(&t->submit->lock);
        if (leeg)
            geef_terug(t->submit, z, TERUG_NIET_VERZONDEN);
        else
            bp_transport_wake(k->transport);
    }
    return NULL;
}

enum bp_status tekenaar_start(struct tekenaar *t, struct submit *submit, struct bp_error *err)
{
    *t = (struct tekenaar){ .submit = submit };
    enum bp_status st = ondertekenaar_begin(&t->ondertekenaar, &submit->ondertekening, err);
    if (st != BP_OK)
        return st;
    t->started = pthread_create(&t->thread, NULL, sign_all, t) == 0;
    return t->started ? BP_OK
                      : bp_error_set(err, BP_E_MEMORY, NULL,
                                     N_("no thread could be started; try --jobs 1"));
}

void tekenaar_end(struct tekenaar *t)
{
    if (t->started)
        (void)pthread_join(t->thread, NULL);
    if (t->submit)
        ondertekenaar_end(&t->ondertekenaar);
}

/* --- channels ------------------------------------------------------------------------------------------- */

/* The transport asks for something to send. */
static enum bp_next next(void *ctx, struct bp_exchange *exchange, unsigned *wait_ms)
{
    struct kanaal *k = ctx;
    struct submit *s = k->submit;
    (void)pthread_mutex_lock(&s->lock);
    struct zending *z = k->leeg ? NULL : lijst_take(&k->klaar);
    bool fresh = z && now_of(s) - z->ondertekend_ms < FRESH_MS;
    if (fresh) {
        z->begonnen_ms = now_of(s);
        z->onderweg = true;
        lijst_add(&k->onderweg, z);
    }
    bool einde = k->einde;
    (void)pthread_mutex_unlock(&s->lock);
    if (fresh) {
        *exchange = (struct bp_exchange){ .envelope = bp_buf_str(&z->envelope),
                                          .soap_action = operatie_of(z)->soap_action,
                                          .ctx = z };
        return BP_NEXT_SEND;
    }
    if (z &&
        !bp_queue_put(s->te_tekenen, z)) /* never waits: the queue has room for all that is out */
        geef_terug(s, z, TERUG_NIET_VERZONDEN);
    *wait_ms = ASK_AGAIN_MS;
    return einde ? BP_NEXT_END : BP_NEXT_WAIT;
}

/* What came, kept beyond the call; judged by whoever has time. Without memory for it nobody knows what it
 * said. */
static void done(void *ctx, void *exchange_ctx, const struct bp_transport_resultaat *resultaat)
{
    struct kanaal *k = ctx;
    struct zending *z = exchange_ctx;
    bp_buf_init(&z->antwoord, ANSWER_BYTES);
    bp_buf_add_str(&z->antwoord, resultaat->body);
    z->content_type = strdup(resultaat->content_type);
    z->why = strdup(resultaat->why);
    z->resultaat = *resultaat;
    z->resultaat.body = bp_buf_str(&z->antwoord);
    z->resultaat.content_type = z->content_type;
    z->resultaat.why = z->why;
    bool kept = !z->antwoord.failed && z->content_type && z->why;
    if (!kept)
        z->status = bp_error_memory(&z->err, N_("a message"));
    (void)pthread_mutex_lock(&k->submit->lock);
    lijst_remove(&k->onderweg, z);
    (void)pthread_mutex_unlock(&k->submit->lock);
    if (!kept || !bp_queue_put(k->submit->te_tekenen,
                               z)) /* never waits: there is room for all that is out */
        geef_terug(k->submit, z, kept ? TERUG_NIET_VERZONDEN : TERUG_MISLUKT);
}

/* The loop failed: nobody knows of what was in flight whether it arrived. */
static void give_up(struct kanaal *k, const struct bp_error *err)
{
    struct zending *z;
    (void)pthread_mutex_lock(&k->submit->lock);
    k->leeg = true;
    k->kapot = *err;
    while ((z = lijst_take(&k->onderweg)) || (z = lijst_take(&k->klaar))) {
        z->err = *err;
        z->status = err->status;
        z->terug = TERUG_MISLUKT;
        lijst_add(&k->submit->terug, z);
    }
    (void)pthread_cond_signal(&k->submit->gebeurd);
    (void)pthread_mutex_unlock(&k->submit->lock);
}

static void *send_all(void *ctx)
{
    struct kanaal *k = ctx;
    struct bp_error err = { .status = BP_OK };
    const struct bp_transport_handlers handlers = { .next = next, .done = done, .ctx = k };
    if (bp_transport_loop(k->transport, &handlers, &err) != BP_OK)
        give_up(k, &err);
    return NULL;
}

enum bp_status kanaal_start(struct kanaal *k, struct bp_error *err)
{
    const struct bp_submit_opdracht *o = k->submit->opdracht;
    const struct bp_submit_contract *c = &o->contracten[k->contract];
    const struct bp_transport_opties opties = {
        .endpoint = c->endpoint,
        .identiteit = o->instellingen[k->instelling].identiteit,
        .vertrouw = o->vertrouw,
        .crl = o->crl,
        .proxy = o->proxy,
        .gelijktijdig = c->gelijktijdig,
        .connect_ms = o->connect_ms,
        .total_ms = o->total_ms,
        .stil_ms = o->stil_ms,
        .answer_bytes = ANSWER_BYTES,
    };
    enum bp_status st = bp_transport_open(&opties, &k->transport, err);
    if (st != BP_OK)
        return st;
    k->started = pthread_create(&k->thread, NULL, send_all, k) == 0;
    return k->started ? BP_OK
                      : bp_error_set(err, BP_E_MEMORY, NULL,
                                     N_("no thread could be started; try --jobs 1"));
}

void kanaal_leeg(struct kanaal *k)
{
    struct zending *z;
    (void)pthread_mutex_lock(&k->submit->lock);
    k->leeg = true;
    while ((z = lijst_take(&k->klaar))) {
        z->terug = TERUG_NIET_VERZONDEN;
        lijst_add(&k->submit->terug, z);
    }
    (void)pthread_mutex_unlock(&k->submit->lock);
}

void kanaal_end(struct kanaal *k)
{
    (void)pthread_mutex_lock(&k->submit->lock);
    k->einde = k->leeg = true;
    (void)pthread_mutex_unlock(&k->submit->lock);
    if (k->started) {
        bp_transport_wake(k->transport);
        (void)pthread_join(k->thread, NULL);
    }
    bp_transport_close(k->transport);
    k->transport = NULL;
}
