/* submit.c - the coordinator: asks the ledger, hands out, and settles what came back
 *
 * One step of the ledger settles everything that came back and claims what may go out next: with many in
 * flight a commit serves several messages, with one in flight it serves the one that went before and the
 * one that follows. */
#include "bronpost/pipeline/submit.h"

#include "bronpost/base/log.h"
#include "bronpost/base/text.h"
#include "lichaam.h"
#include "submit_intern.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MOST_JOBS   256
#define LOOK_MS     200 /* how often stop() is asked */
#define TEKST_BYTES 400

static int64_t now_of(const struct submit *s)
{
    return s->opdracht->env->now_ms(s->opdracht->env->ctx);
}

/* --- trouble -------------------------------------------------------------------------------------------- */

static void halt(struct kanaal *k, enum bp_submit_reden reden, const struct bp_oordeel *oordeel)
{
    if (k->gestopt)
        return;
    k->gestopt = true;
    k->halt.reden = reden;
    if (oordeel) {
        (void)bp_str_copy(k->halt.code, sizeof k->halt.code, bp_str_of(oordeel->code));
        (void)bp_str_copy(k->halt.waarom, sizeof k->halt.waarom, bp_str_of(oordeel->waarom));
    }
    kanaal_leeg(k);
}

/* Several in flight meet the same trouble: it counts once, and sends all of them to wait. */
static void count_trouble(struct kanaal *k, const struct zending *z)
{
    const struct bp_submit_opdracht *o = k->submit->opdracht;
    if (z->begonnen_ms < k->storing_ms)
        return;
    k->storing_ms = now_of(k->submit);
    k->storingen++;
    k->niet_voor_ms =
        k->storing_ms + besluit_wachttijd(o->wacht_ms, k->storingen, stap_kans(o->env));
    if (k->storingen >= o->pogingen)
        halt(k, BP_SUBMIT_ONBEREIKBAAR, &z->oordeel);
}

static void weigh_trouble(struct kanaal *k, const struct zending *z, const struct besluit *b)
{
    struct submit *s = k->submit;
    switch (b->stoor) {
    case STOOR_NIET:
        k->storingen = 0;
        break;
    case STOOR_KANAAL:
        count_trouble(k, z);
        break;
    case STOOR_CONFIGURATIE:
        halt(k, BP_SUBMIT_CONFIGURATIE, &z->oordeel);
        break;
    case STOOR_INSTELLING:
        for (size_t i = 0; i < s->kanaal_count; i++)
            if (s->kanalen[i].instelling == k->instelling)
                halt(&s->kanalen[i], BP_SUBMIT_GEWEIGERD, &z->oordeel);
        break;
    }
}

/* --- settling ------------------------------------------------------------------------------------------- */

static void count(struct submit *s, const struct bp_ledger_uitkomst *u, const struct zending *z)
{
    struct bp_submit_uitslag *out = s->uitslag;
    const struct bp_oordeel *oordeel = &z->oordeel;
    bool done = true;
    if (u->toestand == BP_TOESTAND_ONTVANGEN)
        out->ontvangen++;
    else if (u->toestand == BP_TOESTAND_AFGEKEURD)
        out->afgekeurd++;
    else if (u->toestand == BP_TOESTAND_MISLUKT)
        out->mislukt++;
    else
        done = false;
    out->opnieuw += !done && !u->teruggegeven;
    out->hernummerd += bp_str_filled(u->identificatiecode);
    s->klaar += done;
    if (z->terug != TERUG_BEOORDEELD || !oordeel->klok_bekend)
        return;
    int64_t other = llabs(oordeel->klok_verschil_ms);
    if (!out->klok_bekend || other > llabs(out->klok_verschil_ms))
        out->klok_verschil_ms = oordeel->klok_verschil_ms;
    out->klok_bekend = true;
}

static enum bp_status settle(struct submit *s, struct zending *z, struct bp_error *err)
{
    struct kanaal *k = z->kanaal;
    const struct bp_submit_contract *contract = &s->opdracht->contracten[k->contract];
    const struct omstandigheid o = {
        .handeling = z->handeling,
        .poging = z->poging,
        .onbeantwoord = z->onbeantwoord,
        .fout_beantwoord = z->fout_beantwoord,
        .weigering_is_ontvangst = bp_contract_feiten(contract->contract)->uuid_refusal_is_receipt,
        .configuratie = z->resultaat.configuratie,
    };
    struct besluit b = { .toestand = BP_TOESTAND_KLAARGEZET };
    struct bp_ledger_uitkomst u = { .bericht = z->bericht };
    char tekst[TEKST_BYTES];
    enum bp_status st = BP_OK;
    if (z->terug == TERUG_BEOORDEELD) {
        b = besluit_neem(&z->oordeel, &o);
        const char *said = *z->oordeel.fout_tekst ? z->oordeel.fout_tekst : z->oordeel.waarom;
        lichaam_zonder_nummers(bp_str_of(said), tekst, sizeof tekst);
        u.code = bp_str_of(z->oordeel.code);
        u.tekst = bp_str_of(tekst);
        weigh_trouble(k, z, &b);
    } else if (z->onderweg) {
        b.toestand = BP_TOESTAND_ONZEKER;
    } else {
        u.teruggegeven = true;
    }
    u.toestand = b.toestand;
    u.fout = b.fout;
    if (b.wacht)
        u.niet_voor_ms = now_of(s) + besluit_wachttijd(s->opdracht->wacht_ms, z->poging,
                                                       stap_kans(s->opdracht->env));
    if (b.hernummer) {
        st = hernummer_maak(&s->hernummer, s->opdracht->kluis, s->opdracht->env,
                            bp_str_of(z->identificatiecode), bp_buf_str(&z->sealed), err);
        u.identificatiecode = bp_str_of(s->hernummer.uuid);
        u.body = bp_buf_str(&s->hernummer.sealed);
    }
    if (st == BP_OK)
        st = bp_ledger_settle(s->opdracht->ledger, &u, err);
    if (st == BP_OK)
        count(s, &u, z);
    return st;
}

/* What came out of one exchange may set free what waited for it, in every contract of the institution. */
static void ask_again(struct submit *s, size_t instelling)
{
    for (size_t i = 0; i < s->kanaal_count; i++)
        if (s->kanalen[i].instelling == instelling)
            s->kanalen[i].vraag_na_ms = 0;
}

/* --- claiming ------------------------------------------------------------------------------------------- */

struct claiming {
    struct kanaal *kanaal;
    struct zending *zending;
};

static enum bp_status take_zending(void *ctx, const struct bp_ledger_zending *from,
                                   struct bp_error *err)
{
    struct claiming *c = ctx;
    struct zending *z = calloc(1, sizeof *z);
    if (!z)
        return bp_error_memory(err, N_("a message"));
    z->kanaal = c->kanaal;
    z->bericht = from->bericht;
    z->handeling = strcmp(from->handeling, "verwijdering") == 0 ? BP_HANDELING_VERWIJDERING
                                                                : BP_HANDELING_INSCHRIJVING;
    z->poging = from->poging;
    z->onbeantwoord = from->onbeantwoord;
    z->fout_beantwoord = from->fout_beantwoord;
    (void)bp_str_copy(z->identificatiecode, sizeof z->identificatiecode, from->identificatiecode);
    bp_buf_init(&z->sealed, ENVELOPE_BYTES);
    bp_buf_init(&z->envelope, ENVELOPE_BYTES);
    bp_buf_add_str(&z->sealed, from->body);
    c->zending = z;
    return z->sealed.failed ? bp_error_memory(err, N_("a message")) : BP_OK;
}

/* In flight, and as many signed ones behind them: answers tend to come together, and every place that is
 * free then is filled at once. */
static unsigned room_of(const struct submit *s, const struct kanaal *k)
{
    return 2 * s->opdracht->contracten[k->contract].gelijktijdig;
}

static bool limit_reached(const struct submit *s)
{
    return s->opdracht->limit && s->begonnen >= s->opdracht->limit;
}

static bool may_claim(const struct submit *s, const struct kanaal *k, int64_t now)
{
    return !k->gestopt && k->uit < room_of(s, k) && now >= k->niet_voor_ms && now >= k->vraag_na_ms;
}

static enum bp_status claim_one(struct submit *s, struct kanaal *k, struct lijst *claimed,
                                struct bp_error *err)
{
    const struct bp_submit_opdracht *o = s->opdracht;
    struct claiming c = { .kanaal = k };
    char message_id[BP_UUID_TEXT];
    enum bp_ledger_claim got = BP_CLAIM_GEEN;
    o->env->uuid(o->env->ctx, message_id);
    const struct bp_ledger_vraag vraag = { .contract = o->contracten[k->contract].name,
                                           .brin = o->instellingen[k->instelling].brin,
                                           .pogingen = o->pogingen,
                                           .alleen_begonnen = limit_reached(s),
                                           .message_id = bp_str_of(message_id) };
    enum bp_status st =
        bp_ledger_claim(o->ledger, &vraag, take_zending, &c, &got, &k->vraag_na_ms, err);
    if (st != BP_OK) {
        if (c.zending)
            zending_free(c.zending);
        return st;
    }
    if (got == BP_CLAIM_GEEN)
        k->vraag_na_ms = INT64_MAX;
    if (got != BP_CLAIM_ZENDING)
        return BP_OK;
    memcpy(c.zending->message_id, message_id, sizeof message_id);
    s->begonnen += c.zending->poging == 1;
    k->uit++;
    s->uit++;
    lijst_add(claimed, c.zending);
    return BP_OK;
}

static enum bp_status claim_all(struct submit *s, struct lijst *claimed, struct bp_error *err)
{
    enum bp_status st = BP_OK;
    int64_t now = now_of(s);
    for (size_t i = 0; st == BP_OK && i < s->kanaal_count; i++)
        while (st == BP_OK && may_claim(s, &s->kanalen[i], now))
            st = claim_one(s, &s->kanalen[i], claimed, err);
    return st;
}

/* --- the loop ------------------------------------------------------------------------------------------- */

static bool asked_to_stop(struct submit *s)
{
    const struct bp_submit_opdracht *o = s->opdracht;
    if (!s->uitslag->gestopt && o->stop && o->stop(o->stop_ctx)) {
        s->uitslag->gestopt = true;
        for (size_t i = 0; i < s->kanaal_count; i++) {
            s->kanalen[i].gestopt = true; /* and no halt: nothing is wrong with it */
            kanaal_leeg(&s->kanalen[i]);
        }
    }
    return s->uitslag->gestopt;
}

static bool wants_to_stop(void *ctx)
{
    return asked_to_stop(ctx);
}

static enum bp_status begin_step(struct submit *s, struct bp_error *err)
{
    return stap_begin(s->opdracht->ledger, s->opdracht->env, wants_to_stop, s, err);
}

static void forget(struct submit *s, struct lijst *lijst)
{
    for (struct zending *z; (z = lijst_take(lijst));) {
        z->kanaal->uit--;
        s->uit--;
        zending_free(z);
    }
}

/* Settles what came back, claims what may go. What is in `terug` afterwards is not settled. */
static enum bp_status step(struct submit *s, struct lijst *terug, struct bp_error *err)
{
    struct lijst claimed;
    lijst_init(&claimed);
    enum bp_status st = begin_step(s, err);
    for (struct zending *z = terug->first; st == BP_OK && z; z = z->next)
        st = settle(s, z, err);
    for (struct zending *z = terug->first; z; z = z->next)
        ask_again(s, z->kanaal->instelling);
    if (st == BP_OK && !asked_to_stop(s))
        st = claim_all(s, &claimed, err);
    st = stap_end(s->opdracht->ledger, st, err);
    forget(s, st == BP_OK ? terug : &claimed);
    for (struct zending *z; (z = lijst_take(&claimed));)
        if (!bp_queue_put(s->te_tekenen, z)) /* never closed while the loop runs */
            geef_terug(s, z, TERUG_NIET_VERZONDEN);
    if (st == BP_OK && s->opdracht->progress)
        s->opdracht->progress(s->opdracht->progress_ctx, s->klaar);
    return st;
}

/* When there is something to do without anything coming back; INT64_MAX: never. */
static int64_t next_moment(const struct submit *s)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < s->kanaal_count; i++) {
        const struct kanaal *k = &s->kanalen[i];
        if (k->gestopt || k->uit >= room_of(s, k) || k->vraag_na_ms == INT64_MAX)
            continue;
        int64_t at = k->vraag_na_ms > k->niet_voor_ms ? k->vraag_na_ms : k->niet_voor_ms;
        next = at < next ? at : next;
    }
    return next;
}

/* What came back by `until_ms`, or all that comes back within LOOK_MS. */
static void wait_for(struct submit *s, int64_t until_ms, struct lijst *out)
{
    int64_t wait = until_ms == INT64_MAX ? LOOK_MS : until_ms - now_of(s);
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    wait = wait < 0 ? 0 : wait > LOOK_MS ? LOOK_MS : wait;
    until.tv_nsec += (long)wait * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_mutex_lock(&s->lock);
    while (!s->terug.first && wait > 0 &&
           pthread_cond_timedwait(&s->gebeurd, &s->lock, &until) == 0)
        continue;
    *out = s->terug;
    if (!out->first)
        out->last = &out->first;
    lijst_init(&s->terug);
    (void)pthread_mutex_unlock(&s->lock);
}

/* Our own fault, in a signer or a transport: what is in flight is finished, then that is what sending ends
 * with. */
static enum bp_status note_fault(struct submit *s, const struct lijst *terug, struct bp_error *err)
{
    enum bp_status fault = BP_OK;
    for (const struct zending *z = terug->first; fault == BP_OK && z; z = z->next) {
        if (z->terug != TERUG_MISLUKT)
            continue;
        fault = z->status;
        *err = z->err;
    }
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; fault == BP_OK && i < s->kanaal_count; i++) {
        fault = s->kanalen[i].kapot.status;
        *err = s->kanalen[i].kapot;
    }
    (void)pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; fault != BP_OK && i < s->kanaal_count; i++)
        halt(&s->kanalen[i], BP_SUBMIT_CONFIGURATIE, NULL);
    return fault;
}

static enum bp_status loop(struct submit *s, struct bp_error *err)
{
    enum bp_status fault = BP_OK, st = BP_OK;
    struct bp_error why = { .status = BP_OK }, other;
    struct lijst terug;
    lijst_init(&terug);
    while (st == BP_OK) {
        (void)asked_to_stop(s);
        int64_t next = next_moment(s);
        if (s->uit == 0 && next == INT64_MAX)
            break;
        wait_for(s, next, &terug);
        if (fault == BP_OK)
            fault = note_fault(s, &terug, &why);
        if (terug.first || next_moment(s) <= now_of(s))
            st = step(s, &terug, &other);
    }
    forget(s, &terug);
    if (err && (fault != BP_OK || st != BP_OK))
        *err = fault != BP_OK ? why : other;
    return fault != BP_OK ? fault : st;
}

/* --- before and after ----------------------------------------------------------------------------------- */

static enum bp_status add_halt(struct submit *s, const struct bp_submit_halt *halt,
                               struct bp_error *err)
{
    struct bp_submit_uitslag *out = s->uitslag;
    struct bp_submit_halt *grown = realloc(out->halten, (out->halt_count + 1) * sizeof *grown);
    if (!grown)
        return bp_error_memory(err, bp_text("the list of institutions"));
    out->halten = grown;
    out->halten[out->halt_count++] = *halt;
    return BP_OK;
}

/* contract_count: none that is sent here. */
static size_t contract_of(const struct bp_submit_opdracht *o, const char *name)
{
    size_t c = 0;
    while (c < o->contract_count && strcmp(o->contracten[c].name, name) != 0)
        c++;
    return c;
}

/* A queue becomes a channel, or a reason why not. */
static enum bp_status take_queue(void *ctx, const struct bp_ledger_wachtrij *queue,
                                 struct bp_error *err)
{
    struct submit *s = ctx;
    const struct bp_submit_opdracht *o = s->opdracht;
    struct bp_submit_halt halt = { .berichten = queue->count };
    size_t in = 0, c = contract_of(o, queue->contract);
    while (in < o->instelling_count && !bp_str_equal(o->instellingen[in].brin, queue->brin))
        in++;
    if (c == o->contract_count) /* rio: `rio submit` sends those */
        return BP_OK;
    (void)bp_str_copy(halt.brin, sizeof halt.brin, queue->brin);
    (void)bp_str_copy(halt.contract, sizeof halt.contract, bp_str_of(queue->contract));
    if (in == o->instelling_count || !bp_str_filled(s->ondertekening.from[in]))
        halt.reden = BP_SUBMIT_GEEN_IDENTITEIT;
    else if (!o->contracten[c].endpoint)
        halt.reden = BP_SUBMIT_GEEN_ENDPOINT;
    else if (o->contracten[c].gelaten)
        halt.reden = BP_SUBMIT_GELATEN;
    else {
        struct kanaal *k = &s->kanalen[s->kanaal_count++];
        *k = (struct kanaal){ .submit = s, .instelling = in, .contract = c, .halt = halt };
        lijst_init(&k->klaar);
        lijst_init(&k->onderweg);
        return BP_OK;
    }
    return add_halt(s, &halt, err);
}

/* What was refused or failed, in steps of a size that keeps nobody waiting. */
struct retry {
    int64_t bericht;
    char code[BP_UUID_TEXT];
    struct bp_buf sealed;
};

static enum bp_status take_refused(void *ctx, const struct bp_ledger_geweigerd *from,
                                   struct bp_error *err)
{
    struct retry *r = ctx;
    r->bericht = from->bericht;
    (void)bp_str_copy(r->code, sizeof r->code, from->identificatiecode);
    bp_buf_clear(&r->sealed);
    bp_buf_add_str(&r->sealed, from->body);
    return r->sealed.failed ? bp_error_memory(err, N_("a message")) : BP_OK;
}

static enum bp_status retry_failed(struct submit *s, struct bp_error *err)
{
    struct retry r = { .bericht = 0 };
    struct hernummer *h = &s->hernummer;
    bool found = true;
    enum bp_status st = BP_OK;
    bp_buf_init(&r.sealed, ENVELOPE_BYTES);
    while (st == BP_OK && found) {
        st = begin_step(s, err);
        for (unsigned i = 0; st == BP_OK && found && i < 64; i++) {
            st = bp_ledger_next_geweigerd(s->opdracht->ledger, r.bericht, &found, take_refused, &r,
                                          err);
            if (st != BP_OK || !found)
                break;
            st = hernummer_maak(h, s->opdracht->kluis, s->opdracht->env, bp_str_of(r.code),
                                bp_buf_str(&r.sealed), err);
            if (st == BP_OK)
                st = bp_ledger_again(s->opdracht->ledger, r.bericht, bp_str_of(h->uuid),
                                     bp_buf_str(&h->sealed), err);
            s->uitslag->teruggezet += st == BP_OK;
        }
        st = stap_end(s->opdracht->ledger, st, err);
    }
    bp_buf_free(&r.sealed);
    return st;
}

static enum bp_status count_left(void *ctx, const struct bp_ledger_wachtrij *queue,
                                 struct bp_error *err)
{
    struct submit *s = ctx;
    (void)err;
    if (contract_of(s->opdracht, queue->contract) == s->opdracht->contract_count)
        return BP_OK;
    s->uitslag->wacht += queue->count;
    s->uitslag->uitgesteld += queue->geprobeerd;
    for (size_t i = 0; i < s->uitslag->halt_count; i++) {
        struct bp_submit_halt *halt = &s->uitslag->halten[i];
        if (bp_str_equal(bp_str_of(halt->brin), queue->brin) &&
            strcmp(halt->contract, queue->contract) == 0)
            halt->berichten = queue->count;
    }
    return BP_OK;
}

static enum bp_status open_kanalen(struct submit *s, struct bp_error *err)
{
    const struct bp_submit_opdracht *o = s->opdracht;
    size_t room = 1;
    s->kanalen =
        bp_arena_array(s->arena, o->instelling_count * o->contract_count + 1, sizeof *s->kanalen);
    enum bp_status st =
        s->kanalen ? BP_OK : bp_error_memory(err, bp_text("the list of institutions"));
    if (st == BP_OK)
        st = bp_ledger_each_wachtrij(o->ledger, take_queue, s, err);
    for (size_t i = 0; st == BP_OK && i < s->kanaal_count; i++)
        room += room_of(s, &s->kanalen[i]);
    if (st == BP_OK && !(s->te_tekenen = bp_queue_new(room)))
        st = bp_error_memory(err, bp_text("sending"));
    for (size_t i = 0; st == BP_OK && i < s->kanaal_count; i++)
        st = kanaal_start(&s->kanalen[i], err);
    return st;
}

static void end_all(struct submit *s, struct tekenaar *tekenaars, unsigned jobs)
{
    if (s->te_tekenen)
        bp_queue_close(s->te_tekenen);
    for (unsigned i = 0; i < jobs; i++)
        tekenaar_end(&tekenaars[i]);
    for (size_t i = 0; i < s->kanaal_count; i++) {
        kanaal_end(&s->kanalen[i]);
        while (s->kanalen[i].klaar.first) /* after an error */
            zending_free(lijst_take(&s->kanalen[i].klaar));
    }
    while (s->terug.first)
        zending_free(lijst_take(&s->terug));
    for (struct zending *z; s->te_tekenen && (z = bp_queue_take(s->te_tekenen));)
        zending_free(z);
    bp_queue_free(s->te_tekenen);
}

/* Everything is open and the lock is ours. */
static enum bp_status send_all(struct submit *s, struct bp_error *err)
{
    unsigned jobs = s->opdracht->jobs;
    struct tekenaar *tekenaars = bp_arena_array(s->arena, jobs, sizeof *tekenaars);
    enum bp_status st = tekenaars ? BP_OK : bp_error_memory(err, bp_text("sending"));
    if (st == BP_OK && s->opdracht->retry_failed)
        st = retry_failed(s, err);
    if (st == BP_OK)
        st = open_kanalen(s, err);
    for (unsigned i = 0; st == BP_OK && s->kanaal_count && i < jobs; i++)
        st = tekenaar_start(&tekenaars[i], s, err);
    if (st == BP_OK)
        st = loop(s, err);
    end_all(s, tekenaars, tekenaars ? jobs : 0);
    struct bp_error other;
    for (size_t i = 0; i < s->kanaal_count; i++)
        if (s->kanalen[i].gestopt && !s->uitslag->gestopt && st == BP_OK)
            st = add_halt(s, &s->kanalen[i].halt, err);
    for (size_t i = 0; i < s->uitslag->halt_count; i++)
        s->uitslag->halten[i].berichten = 0;
    enum bp_status counted = bp_ledger_each_wachtrij(s->opdracht->ledger, count_left, s, &other);
    if (st == BP_OK && counted != BP_OK) {
        st = counted;
        if (err)
            *err = other;
    }
    return st;
}

static void log_uitslag(const struct bp_submit_uitslag *u)
{
    bp_log(BP_LOG_INFO,
           "submit received=%zu refused=%zu failed=%zu retried=%zu renumbered=%zu resumed=%zu "
           "waiting=%zu",
           u->ontvangen, u->afgekeurd, u->mislukt, u->opnieuw, u->hernummerd, u->hervat, u->wacht);
}

enum bp_status bp_submit_run(const struct bp_submit_opdracht *opdracht,
                             struct bp_submit_uitslag *out, struct bp_error *err)
{
    struct bp_submit_opdracht o = *opdracht;
    o.jobs = o.jobs < 1 ? 1 : o.jobs > MOST_JOBS ? MOST_JOBS : o.jobs;
    o.pogingen = o.pogingen < 1 ? 1 : o.pogingen;
    *out = (struct bp_submit_uitslag){ 0 };
    struct submit s = { .opdracht = &o,
                        .uitslag = out,
                        .arena = bp_arena_new(64 * BP_MIB),
                        .ondertekening = { .kluis = o.kluis,
                                           .env = o.env,
                                           .instellingen = o.instellingen,
                                           .instelling_count = o.instelling_count } };
    pthread_condattr_t monotonic;
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&s.lock, NULL);
    (void)pthread_cond_init(&s.gebeurd, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    lijst_init(&s.terug);
    hernummer_begin(&s.hernummer);
    enum bp_status st =
        s.arena ? ondertekening_adres(&s.ondertekening, s.arena, o.duo_address, o.duo_oin, err)
                : bp_error_memory(err, bp_text("sending"));
    if (st == BP_OK)
        st = bp_ledger_submit_begin(o.ledger, STAP_GRACE_MS, &out->hervat, err);
    if (st == BP_OK) {
        st = send_all(&s, err);
        bp_ledger_submit_end(o.ledger);
        log_uitslag(out);
    }
    hernummer_end(&s.hernummer);
    (void)pthread_cond_destroy(&s.gebeurd);
    (void)pthread_mutex_destroy(&s.lock);
    bp_arena_free(s.arena);
    return st;
}

void bp_submit_uitslag_free(struct bp_submit_uitslag *uitslag)
{
    free(uitslag->halten);
    *uitslag = (struct bp_submit_uitslag){ 0 };
}
