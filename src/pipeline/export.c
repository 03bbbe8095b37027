#include "bronpost/pipeline/export.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"
#include "bronpost/pipeline/queue.h"
#include "ondertekening.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define QUEUE_ITEMS 256
#define MOST_JOBS   256
#define VOLGNUMMER  20
#define UUID_LENGTH 36

/* One message on its way to a signer. */
struct work {
    size_t instelling;
    const char *action, *contract; /* of the assignment */
    char volgnummer[VOLGNUMMER + 1];
    char identificatiecode[UUID_LENGTH + 1];
    size_t sealed_len;
    char sealed[];
};

/* Shared by reader and signers. */
struct exporting {
    const struct bp_export_opdracht *opdracht;
    struct bp_queue *queue;
    struct ondertekening ondertekening;
    atomic_size_t written;
    pthread_mutex_t lock;
    enum bp_status status; /* of the signer that failed first */
    struct bp_error err;
    struct bp_export_uitslag *out; /* the reader's */
};

/* All of this is one signer's. */
struct signer {
    struct exporting *shared;
    pthread_t thread;
    bool started;
    struct ondertekenaar ondertekenaar;
};

/* --- names ----------------------------------------------------------------------------------------------- */

static bool hex_ok(char c)
{
    return bp_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool uuid_ok(struct bp_str s)
{
    if (s.len != UUID_LENGTH)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.ptr[i] != '-' : !hex_ok(s.ptr[i]))
            return false;
    }
    return true;
}

bool bp_export_name_ok(const char *name)
{
    struct bp_str s = bp_str_of(name);
    if (bp_str_starts_with(s, BP_STR("vo-")))
        s = (struct bp_str){ s.ptr + 3, s.len - 3 };
    else if (bp_str_starts_with(s, BP_STR("mbo-")))
        s = (struct bp_str){ s.ptr + 4, s.len - 4 };
    else
        return false;
    /* BRIN, '-', volgnummer, '-', UUID, ".xml" */
    const size_t tail = 1 + UUID_LENGTH + 4;
    if (s.len < 5 + 1 + tail || s.ptr[4] != '-')
        return false;
    struct bp_str end = { s.ptr + s.len - tail, tail };
    for (size_t i = 0; i < 4; i++)
        if (!bp_ascii_digit(s.ptr[i]) && !bp_ascii_upper(s.ptr[i]))
            return false;
    return end.ptr[0] == '-' && uuid_ok((struct bp_str){ end.ptr + 1, UUID_LENGTH }) &&
           bp_str_equal((struct bp_str){ end.ptr + 1 + UUID_LENGTH, 4 }, BP_STR(".xml"));
}

static enum bp_status remove_earlier(const char *folder, struct bp_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return bp_error_set(err, BP_E_IO, NULL, N_("the folder %s cannot be read: %s"), folder,
                            strerror(errno));
    enum bp_status st = BP_OK;
    for (struct dirent *entry; st == BP_OK && (entry = readdir(dir));)
        if (bp_export_name_ok(entry->d_name) && unlinkat(dirfd(dir), entry->d_name, 0) != 0)
            st = bp_error_set(err, BP_E_IO, NULL,
                              N_("%s/%s of an earlier export cannot be removed: %s"), folder,
                              entry->d_name, strerror(errno));
    (void)closedir(dir);
    return st;
}

/* --- signers --------------------------------------------------------------------------------------------- */

static void fail(struct exporting *shared, enum bp_status status, const struct bp_error *err)
{
    (void)pthread_mutex_lock(&shared->lock);
    if (shared->status == BP_OK) {
        shared->status = status;
        shared->err = *err;
    }
    (void)pthread_mutex_unlock(&shared->lock);
    bp_queue_close(shared->queue); /* the reader stops, the other signers empty the queue */
}

static bool failed(struct exporting *shared)
{
    (void)pthread_mutex_lock(&shared->lock);
    bool yes = shared->status != BP_OK;
    (void)pthread_mutex_unlock(&shared->lock);
    return yes;
}

static enum bp_status put_file(struct signer *s, const struct work *work, struct bp_error *err)
{
    const struct bp_export_opdracht *o = s->shared->opdracht;
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s-%s-%s-%s.xml", o->folder, work->contract,
                       o->instellingen[work->instelling].brin.ptr, work->volgnummer,
                       work->identificatiecode);
    if (len < 0 || (size_t)len >= sizeof path)
        return bp_error_set(err, BP_E_IO, NULL, N_("the folder has too long a name: %s"),
                            o->folder);
    return bp_file_put(path, bp_buf_str(&s->ondertekenaar.envelope), BP_DURABLE_LATER, err);
}

static enum bp_status sign_one(struct signer *s, const struct work *work, struct bp_error *err)
{
    const struct bp_export_opdracht *o = s->shared->opdracht;
    char message_id[BP_UUID_TEXT];
    o->env->uuid(o->env->ctx, message_id);
    const struct te_ondertekenen te = { .instelling = work->instelling,
                                        .action = work->action,
                                        .identificatiecode = bp_str_of(work->identificatiecode),
                                        .sealed = { work->sealed, work->sealed_len },
                                        .message_id = message_id };
    enum bp_status st = ondertekenaar_maak(&s->ondertekenaar, &te, err);
    return st == BP_OK ? put_file(s, work, err) : st;
}

static void *sign_all(void *ctx)
{
    struct signer *s = ctx;
    struct work *work;
    while ((work = bp_queue_take(s->shared->queue))) {
        struct bp_error err = { 0 };
        enum bp_status st = failed(s->shared) ? BP_OK : sign_one(s, work, &err);
        if (st != BP_OK)
            fail(s->shared, st, &err);
        else
            (void)atomic_fetch_add(&s->shared->written, 1);
        free(work);
    }
    return NULL;
}

static enum bp_status signer_start(struct signer *s, struct exporting *shared, struct bp_error *err)
{
    *s = (struct signer){ .shared = shared };
    enum bp_status st = ondertekenaar_begin(&s->ondertekenaar, &shared->ondertekening, err);
    if (st != BP_OK)
        return st;
    if (pthread_create(&s->thread, NULL, sign_all, s) != 0)
        return bp_error_set(err, BP_E_MEMORY, NULL, N_("no thread could be started; try --jobs 1"));
    s->started = true;
    return BP_OK;
}

/* --- reader ---------------------------------------------------------------------------------------------- */

static enum bp_status leave(struct exporting *e, struct bp_str brin, struct bp_error *err)
{
    struct bp_export_uitslag *out = e->out;
    for (size_t i = 0; i < out->gelaten_count; i++) {
        if (bp_str_equal(bp_str_of(out->gelaten[i].brin), brin)) {
            out->gelaten[i].berichten++;
            return BP_OK;
        }
    }
    struct bp_export_gelaten *grown =
        realloc(out->gelaten, (out->gelaten_count + 1) * sizeof *grown);
    if (!grown)
        return bp_error_memory(err, bp_text("the list of institutions"));
    out->gelaten = grown;
    struct bp_export_gelaten *new = &out->gelaten[out->gelaten_count++];
    new->berichten = 1;
    (void)bp_str_copy(new->brin, sizeof new->brin, brin);
    return BP_OK;
}

static const struct bp_export_contract *contract_of(const struct exporting *e, const char *name)
{
    for (size_t i = 0; i < e->opdracht->contract_count; i++)
        if (strcmp(e->opdracht->contracten[i].name, name) == 0)
            return &e->opdracht->contracten[i];
    return NULL;
}

static enum bp_status work_new(const struct exporting *e, const struct bp_ledger_klaar *bericht,
                               struct work **out, struct bp_error *err)
{
    const struct bp_export_contract *contract = contract_of(e, bericht->key.contract);
    enum bp_handeling handeling = strcmp(bericht->handeling, "verwijdering") == 0
                                      ? BP_HANDELING_VERWIJDERING
                                      : BP_HANDELING_INSCHRIJVING;
    if (!contract || !contract->soap_action[handeling])
        return bp_error_set(err, BP_E_LEDGER, NULL, N_("contract %s has no operation for a %s"),
                            bericht->key.contract, bericht->handeling);
    if (!uuid_ok(bericht->identificatiecode) || bericht->body.len > ENVELOPE_BYTES)
        return bp_error_set(err, BP_E_LEDGER, NULL,
                            N_("the ledger holds a message that this program did not write"));
    struct work *work = malloc(sizeof *work + bericht->body.len);
    if (!work)
        return bp_error_memory(err, bp_text("a message"));
    *work = (struct work){ .action = contract->soap_action[handeling],
                           .contract = contract->name,
                           .sealed_len = bericht->body.len };
    /* Letters and digits by the rules of the input; anything else must not reach the file system. */
    for (size_t i = 0; i < bericht->key.volgnummer.len && i < VOLGNUMMER; i++)
        work->volgnummer[i] =
            bp_ascii_alnum(bericht->key.volgnummer.ptr[i]) ? bericht->key.volgnummer.ptr[i] : '_';
    (void)bp_str_copy(work->identificatiecode, sizeof work->identificatiecode,
                      bericht->identificatiecode);
    memcpy(work->sealed, bericht->body.ptr, bericht->body.len);
    *out = work;
    return BP_OK;
}

static enum bp_status hand_out(void *ctx, const struct bp_ledger_klaar *bericht,
                               struct bp_error *err)
{
    struct exporting *e = ctx;
    const struct bp_export_opdracht *o = e->opdracht;
    size_t at = 0;
    while (at < o->instelling_count && !bp_str_equal(o->instellingen[at].brin, bericht->key.brin))
        at++;
    if (at == o->instelling_count || !bp_str_filled(e->ondertekening.from[at]))
        return leave(e, bericht->key.brin, err);
    struct work *work = NULL;
    enum bp_status st = work_new(e, bericht, &work, err);
    if (st != BP_OK)
        return st;
    work->instelling = at;
    if (!bp_queue_put(e->queue, work)) { /* a signer failed: its error is the one that counts */
        free(work);
        return bp_error_set(err, BP_E_INTERNAL, NULL, N_("exporting was broken off"));
    }
    if (o->progress)
        o->progress(o->progress_ctx, atomic_load(&e->written));
    return BP_OK;
}

/* Starts the signers, reads the ledger, waits for the signers. */
static enum bp_status pump(struct exporting *e, struct signer *signers, unsigned jobs,
                           struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (unsigned i = 0; st == BP_OK && i < jobs; i++)
        st = signer_start(&signers[i], e, err);
    if (st == BP_OK)
        st = bp_ledger_each_staged(e->opdracht->ledger, hand_out, e, err);
    bp_queue_close(e->queue);
    for (unsigned i = 0; i < jobs; i++) {
        if (signers[i].started)
            (void)pthread_join(signers[i].thread, NULL);
        if (signers[i].shared)
            ondertekenaar_end(&signers[i].ondertekenaar);
    }
    for (struct work *work; (work = bp_queue_take(e->queue));) /* when no signer was started */
        free(work);
    if (e->status != BP_OK) {
        if (err)
            *err = e->err;
        st = e->status;
    }
    return st;
}

enum bp_status bp_export_run(const struct bp_export_opdracht *opdracht,
                             struct bp_export_uitslag *out, struct bp_error *err)
{
    unsigned jobs = opdracht->jobs < 1           ? 1
                    : opdracht->jobs > MOST_JOBS ? MOST_JOBS
                                                 : opdracht->jobs;
    *out = (struct bp_export_uitslag){ 0 };
    struct exporting e = { .opdracht = opdracht,
                           .out = out,
                           .queue = bp_queue_new(QUEUE_ITEMS),
                           .ondertekening = { .kluis = opdracht->kluis,
                                              .env = opdracht->env,
                                              .instellingen = opdracht->instellingen,
                                              .instelling_count = opdracht->instelling_count } };
    struct bp_arena *arena = bp_arena_new(16 * BP_MIB);
    struct signer *signers = calloc(jobs, sizeof *signers);
    (void)pthread_mutex_init(&e.lock, NULL);
    enum bp_status st = e.queue && arena && signers
                            ? ondertekening_adres(&e.ondertekening, arena, opdracht->duo_address,
                                                  opdracht->duo_oin, err)
                            : bp_error_memory(err, bp_text("exporting"));
    if (st == BP_OK)
        st = remove_earlier(opdracht->folder, err);
    if (st == BP_OK)
        st = pump(&e, signers, jobs, err);
    if (st == BP_OK)
        st = bp_directory_sync(opdracht->folder, err);
    out->geschreven = atomic_load(&e.written);
    (void)pthread_mutex_destroy(&e.lock);
    free(signers);
    bp_arena_free(arena);
    bp_queue_free(e.queue);
    return st;
}

void bp_export_uitslag_free(struct bp_export_uitslag *uitslag)
{
    free(uitslag->gelaten);
    *uitslag = (struct bp_export_uitslag){ 0 };
}
