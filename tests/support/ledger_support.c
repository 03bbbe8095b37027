#include "support/ledger_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void sqlite_url(struct ledger_place *place)
{
    (void)snprintf(place->url, sizeof place->url, "sqlite://%s", place->file);
}

const struct ledger_engine ledger_engines[] = {
    { "SQLite", sqlite_url },
};
const size_t ledger_engine_count = sizeof ledger_engines / sizeof ledger_engines[0];

void ledger_place_make(struct ledger_place *place, const struct ledger_engine *engine)
{
    const char *tmp = getenv("TMPDIR");
    place->engine = engine;
    int len = snprintf(place->folder, sizeof place->folder, "%s/bp-ledger-XXXXXX",
                       tmp && strlen(tmp) < 40 ? tmp : "/tmp");
    if (len < 0 || !mkdtemp(place->folder))
        abort();
    (void)snprintf(place->file, sizeof place->file, "%s/ledger.db", place->folder);
    engine->url(place);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void ledger_place_remove(struct ledger_place *place)
{
    (void)nftw(place->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

long long ledger_place_bytes(const struct ledger_place *place)
{
    struct stat st;
    return stat(place->file, &st) == 0 ? (long long)st.st_size : -1;
}

static int64_t tick(void *ctx)
{
    static int64_t now = LEDGER_START_MS;
    (void)ctx;
    return now++;
}

static void no_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    (void)ctx;
    (void)snprintf(out, BP_UUID_TEXT, "00000000-0000-4000-8000-000000000000");
}

const struct bp_env ledger_env = { tick, no_uuid, NULL };

/* splitmix64: spread like a hash, the same every time */
static uint64_t spread(uint64_t n)
{
    n += UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ n >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ n >> 27) * UINT64_C(0x94d049bb133111eb);
    return n ^ n >> 31;
}

static void fill(unsigned char *out, size_t len, uint64_t seed)
{
    for (size_t i = 0; i < len; i += 8) {
        uint64_t word = spread(seed + i * UINT64_C(0x100000001));
        memcpy(out + i, &word, len - i < 8 ? len - i : 8);
    }
}

void ledger_pupil(struct ledger_pupil *p, unsigned n, unsigned version)
{
    uint64_t a = spread(n * UINT64_C(1000003) + version), b = spread(a);
    (void)snprintf(p->volgnummer, sizeof p->volgnummer, "%u", n % 3 + 1);
    (void)snprintf(p->leerlingnummer, sizeof p->leerlingnummer, "L%07u", n);
    (void)snprintf(p->uuid, sizeof p->uuid, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32),
                   (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff), (unsigned)(b >> 52),
                   (unsigned long long)(b & UINT64_C(0xffffffffffff)));
    p->inschrijving = (struct bp_ledger_inschrijving){
        .sector = "vo",
        .brin = BP_STR("99XA"),
        .volgnummer = bp_str_of(p->volgnummer),
        .leerlingnummer = bp_str_of(p->leerlingnummer),
        .begin = BP_DATUM(2025, 8, 1),
    };
    fill(p->inschrijving.persoon, BP_LEDGER_HASH, n);
    p->bericht = (struct bp_ledger_bericht){
        .key = { .contract = "vo", .brin = BP_STR("99XA"), .volgnummer = bp_str_of(p->volgnummer) },
        .handeling = "inschrijving",
        .identificatiecode = bp_str_of(p->uuid),
        .leerlingnummer = bp_str_of(p->leerlingnummer),
        .leerroute = BP_STR("ROUTE-TECHNIEK"),
        .fase = BP_STR("VO"),
        .begin = BP_DATUM(2025, 8, 1),
        .body = { p->body, sizeof p->body },
    };
    memcpy(p->bericht.key.persoon, p->inschrijving.persoon, BP_LEDGER_HASH);
    fill(p->bericht.fingerprint, BP_LEDGER_HASH, a);
    fill((unsigned char *)p->body, sizeof p->body, b);
    /* what ledger_staged() checks: the body says whose it is */
    memcpy(p->body, p->bericht.key.persoon, BP_LEDGER_HASH);
    memcpy(p->body + BP_LEDGER_HASH, p->uuid, 36);
}

void ledger_on_every_engine(void **state)
{
    const struct ledger_case *one = *state;
    for (size_t i = 0; i < ledger_engine_count; i++) {
        struct ledger_place place;
        ledger_place_make(&place, &ledger_engines[i]);
        one->body(&place);
        ledger_place_remove(&place);
    }
}

void ledger_ok(enum bp_status st, const struct bp_error *err)
{
    if (st != BP_OK)
        fail_msg("status %d: %s", (int)st, err->detail);
}

struct bp_ledger *ledger_open(const struct ledger_place *place, enum bp_ledger_mode mode)
{
    struct bp_error err = { 0 };
    struct bp_ledger *ledger = NULL;
    ledger_ok(bp_ledger_open(place->url, mode, &ledger_env, &ledger, &err), &err);
    return ledger;
}

struct bp_ledger *ledger_open_run(const struct ledger_place *place)
{
    struct bp_error err = { 0 };
    struct bp_ledger *ledger = ledger_open(place, BP_LEDGER_WRITE);
    ledger_ok(bp_ledger_run_begin(ledger, BP_DATUM(2026, 8, 1), &err), &err);
    return ledger;
}

void ledger_stage_pupils(struct bp_ledger *ledger, unsigned from, unsigned to, unsigned version)
{
    struct bp_error err = { 0 };
    struct ledger_pupil p;
    for (unsigned n = from; n < to; n++) {
        ledger_pupil(&p, n, version);
        ledger_ok(bp_ledger_inschrijving_see(ledger, &p.inschrijving, &err), &err);
        ledger_ok(bp_ledger_stage(ledger, &p.bericht, &err), &err);
    }
}

static enum bp_status check_staged(void *ctx, const struct bp_ledger_klaar *k, struct bp_error *err)
{
    (void)err;
    assert_int_equal(k->body.len, LEDGER_BODY_BYTES);
    assert_memory_equal(k->body.ptr, k->key.persoon, BP_LEDGER_HASH);
    assert_int_equal(k->identificatiecode.len, 36);
    assert_memory_equal(k->body.ptr + BP_LEDGER_HASH, k->identificatiecode.ptr, 36);
    ++*(size_t *)ctx;
    return BP_OK;
}

size_t ledger_staged(struct bp_ledger *ledger)
{
    struct bp_error err = { 0 };
    size_t count = 0;
    ledger_ok(bp_ledger_each_staged(ledger, check_staged, &count, &err), &err);
    return count;
}
