/* tbgi.c - the file as a whole: looked through once when it is opened, read enrolment by enrolment afterwards
 *
 * Which counting dates a file has is known at its end only, and an enrolment without a group for one of them is not funded
 * there: so it is read twice. */
#include "bronpost/message/tbgi.h"

#include "tbgi_lezer.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * BP_KIB)

struct bp_tbgi {
    struct bp_tbgi_opties opties;
    int fd;
    struct stat seen; /* when it was opened */
    struct bp_tbgi_feiten feiten;
};

/* --- bytes -------------------------------------------------------------------------------------------------------- */

static enum bp_status open_file(struct bp_tbgi *t, struct bp_error *err)
{
    t->fd = open(t->opties.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (t->fd < 0 || fstat(t->fd, &t->seen) != 0)
        return bp_error_set(err, BP_E_INPUT, NULL, N_("cannot be opened: %s"), strerror(errno));
    if (!S_ISREG(t->seen.st_mode))
        return bp_error_set(err, BP_E_INPUT, NULL,
                            N_("not an ordinary file: save the export to a file first"));
    return BP_OK;
}

static enum bp_status check_unchanged(const struct bp_tbgi *t, struct bp_error *err)
{
    struct stat now;
    if (fstat(t->fd, &now) == 0 && now.st_size == t->seen.st_size &&
        now.st_mtim.tv_sec == t->seen.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == t->seen.st_mtim.tv_nsec)
        return BP_OK;
    return bp_error_set(err, BP_E_INPUT, NULL,
                        N_("the file changed while it was being read; wait until it is complete "
                           "and start again"));
}

/* All bytes through the reader. */
static enum bp_status feed(const struct bp_tbgi *t, struct tbgi_lezer *lezer, char *chunk,
                           struct bp_error *err)
{
    enum bp_status st = BP_OK;
    ssize_t got = 1;
    for (off_t at = 0; st == BP_OK && got > 0; at += got) {
        do {
            got = pread(t->fd, chunk, CHUNK, at);
        } while (got < 0 && errno == EINTR);
        if (got < 0)
            return bp_error_set(err, BP_E_INPUT, NULL, N_("cannot be read: %s"), strerror(errno));
        st = tbgi_lezer_bytes(lezer, chunk, (size_t)got, got == 0, err);
    }
    return st;
}

static enum bp_status read_through(struct bp_tbgi *t, bp_tbgi_fn *fn, void *ctx, size_t *diplomas,
                                   struct bp_error *err)
{
    const struct tbgi_lezing lezing = { t->opties.uittreksel, fn, ctx };
    char *chunk = malloc(CHUNK);
    struct tbgi_lezer *lezer = chunk ? tbgi_lezer_new(&lezing, err) : NULL;
    enum bp_status st = lezer ? feed(t, lezer, chunk, err) : bp_error_memory(err, N_("a TBG-i"));
    if (lezer && st == BP_OK)
        *diplomas = tbgi_lezer_diplomas(lezer);
    if (st == BP_OK)
        st = check_unchanged(t, err);
    if (chunk)
        explicit_bzero(chunk, CHUNK);
    free(chunk);
    tbgi_lezer_free(lezer);
    if (st == BP_E_INPUT)
        bp_error_at(err, t->opties.path, err->row, 0);
    return st;
}

/* --- the first look ------------------------------------------------------------------------------------------------ */

static struct bp_tbgi_dag *dag_of(struct bp_tbgi_feiten *f, const struct bp_teldatum *teldatum)
{
    for (size_t i = 0; i < f->dag_count; i++)
        if (bp_datum_equal(f->dagen[i].teldatum.dag, teldatum->dag))
            return &f->dagen[i];
    if (f->dag_count == BP_TELDATA)
        return NULL;
    struct bp_tbgi_dag *dag = &f->dagen[f->dag_count++];
    *dag = (struct bp_tbgi_dag){ .teldatum = *teldatum };
    return dag;
}

static enum bp_status take_groep(struct bp_tbgi_feiten *f, const struct bp_tbgi_groep *groep,
                                 struct bp_error *err)
{
    struct bp_teldatum teldata[BP_TELDATA];
    size_t which = 0;
    bp_teldata(groep->dag, teldata);
    while (which < BP_TELDATA && !bp_datum_equal(teldata[which].dag, groep->dag))
        which++;
    if (which == BP_TELDATA)
        return tbgi_damaged(err, groep->line,
                            N_("a counting date that is neither 1 October nor 1 February"));
    struct bp_tbgi_dag *dag = dag_of(f, &teldata[which]);
    if (!dag || bp_datum_schoolyear(f->dagen[0].teldatum.dag) != bp_datum_schoolyear(groep->dag))
        return tbgi_damaged(err, groep->line, N_("counting dates of more than one study year"));
    dag->groepen++;
    dag->bekostigd += groep->stand.bekostigd == BP_JA;
    dag->niet_bekostigd += groep->stand.bekostigd == BP_NEE;
    dag->onbeslist += groep->stand.bekostigd == BP_ONBEKEND;
    dag->definitief += groep->status == 'D';
    if (strcmp(dag->bepaald, groep->bepaald) < 0)
        memcpy(dag->bepaald, groep->bepaald, sizeof dag->bepaald);
    return BP_OK;
}

static enum bp_status take(void *ctx, const struct bp_tbgi_inschrijving *ins, struct bp_error *err)
{
    struct bp_tbgi_feiten *f = ctx;
    enum bp_status st = BP_OK;
    for (size_t i = 0; st == BP_OK && i < ins->groep_count; i++)
        st = take_groep(f, &ins->groepen[i], err);
    memcpy(f->brin, ins->brin, sizeof f->brin);
    f->inschrijvingen++;
    f->zonder_groep += ins->groep_count == 0;
    return st;
}

static void sort_dagen(struct bp_tbgi_feiten *f)
{
    if (f->dag_count < BP_TELDATA ||
        bp_datum_before(f->dagen[0].teldatum.dag, f->dagen[1].teldatum.dag))
        return;
    struct bp_tbgi_dag first = f->dagen[0];
    f->dagen[0] = f->dagen[1];
    f->dagen[1] = first;
}

enum bp_status bp_tbgi_open(const struct bp_tbgi_opties *opties, struct bp_tbgi **out,
                            struct bp_error *err)
{
    struct bp_error own = { .status = BP_OK };
    struct bp_tbgi *t = calloc(1, sizeof *t);
    *out = NULL;
    err = err ? err : &own;
    if (!t)
        return bp_error_memory(err, N_("a TBG-i"));
    t->opties = *opties;
    enum bp_status st = open_file(t, err);
    if (st == BP_OK)
        st = read_through(t, take, &t->feiten, &t->feiten.diplomas, err);
    if (st == BP_OK) {
        sort_dagen(&t->feiten);
        *out = t;
        return BP_OK;
    }
    bp_error_at(err, opties->path, err->row, 0);
    bp_tbgi_close(t);
    return st;
}

void bp_tbgi_close(struct bp_tbgi *t)
{
    if (!t)
        return;
    if (t->fd >= 0)
        (void)close(t->fd);
    free(t);
}

const struct bp_tbgi_feiten *bp_tbgi_feiten(const struct bp_tbgi *t)
{
    return &t->feiten;
}

enum bp_status bp_tbgi_each(struct bp_tbgi *t, bp_tbgi_fn *fn, void *ctx, struct bp_error *err)
{
    size_t diplomas;
    struct bp_error own = { .status = BP_OK };
    return read_through(t, fn, ctx, &diplomas, err ? err : &own);
}
