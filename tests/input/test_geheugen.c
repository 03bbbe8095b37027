/* Every allocation fails once: opening, reading and handing back end with an error, and nothing leaks. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The sanitizers bring an allocator of their own, which cannot be replaced. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_ALLOCATOR 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_ALLOCATOR 0
#endif
#endif
#ifndef OWN_ALLOCATOR
#define OWN_ALLOCATOR 1
#endif

static struct {
    bool counting;
    size_t asked, fail_at; /* fail_at 0: never */
    long live;
} memory;

#if OWN_ALLOCATOR
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *old);

static bool refused(void)
{
    return memory.counting && ++memory.asked == memory.fail_at;
}

static void *count(void *block)
{
    memory.live += memory.counting && block;
    return block;
}

void *malloc(size_t size)
{
    return refused() ? NULL : count(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return refused() ? NULL : count(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
    if (refused())
        return NULL;
    void *block = __libc_realloc(old, size);
    memory.live += memory.counting && block && !old;
    return block;
}

void free(void *old)
{
    memory.live -= memory.counting && old;
    __libc_free(old);
}
#endif

static const char routes_csv[] = "leerroute;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_"
                                 "mbo;vo_brin;vo_vestiging;mbo_brin;"
                                 "begindatum\nR1;GLR;BB;x;6611;25655;99XA;99XA00;99XB;2020-08-01\n";

/* A small batch from the first call to the last. */
static enum bp_status run(struct input_case *c, const char *profiel_path, const char *routes_path,
                          const char *path)
{
    struct bp_profiel *profiel = NULL;
    struct bp_route_bestand *routes = NULL;
    struct bp_leerlingen *leerlingen = NULL;
    struct bp_leerlingen_lezer *lezer = NULL;
    struct bp_arena *arena = bp_arena_new(BP_MIB);
    struct bp_buf back;
    struct bp_gelezen *items;
    size_t count_items;
    const struct bp_str cells[4] = { BP_STR("4"), BP_STR("BP100"), BP_STR("brin"),
                                     BP_STR("a;\xE2\x82\xAC") };
    bp_buf_init(&back, BP_MIB);
    c->err = (struct bp_error){ .status = BP_OK };
    enum bp_status st = arena ? BP_OK : bp_error_memory(&c->err, "a test");
    if (st == BP_OK)
        st = bp_profiel_open(profiel_path, &profiel, &c->err);
    if (st == BP_OK)
        st = bp_routes_open(routes_path, c->opties.lijsten, &routes, &c->err);
    if (st == BP_OK) {
        struct bp_leerlingen_opties opties = c->opties;
        opties.path = path;
        opties.profiel = profiel;
        opties.routes = bp_routes_of(routes);
        st = bp_leerlingen_open(&opties, &leerlingen, &c->err);
    }
    if (st == BP_OK) {
        lezer = bp_leerlingen_lezer_new(leerlingen, &c->err);
        st = lezer ? BP_OK : c->err.status;
    }
    for (size_t i = 0; st == BP_OK && i < bp_leerlingen_feiten(leerlingen)->inschrijvingen; i++)
        st = bp_leerlingen_read_persoon(lezer, i, arena, &items, &count_items, &c->err);
    if (st == BP_OK)
        st = bp_leerlingen_write_header(lezer, &back, &c->err);
    if (st == BP_OK)
        st = bp_leerlingen_write_row(lezer, 4, cells, &back, &c->err);
    bp_buf_free(&back);
    bp_arena_free(arena);
    bp_leerlingen_lezer_free(lezer);
    bp_leerlingen_close(leerlingen);
    bp_routes_close(routes);
    bp_profiel_close(profiel);
    return st;
}

static void test_every_allocation_fails_once(void **state)
{
    (void)state;
    if (!OWN_ALLOCATOR)
        skip();
    struct input_case c;
    char profiel[128], routes[128], path[128];
    input_begin(&c);
    (void)snprintf(profiel, sizeof profiel, "%s",
                   input_put(&c, "profiel.ini",
                             BP_STR("[profile]\ncharset = windows-1252\n[columns]\nbsn = Nr\n"
                                    "[values.niveau]\nvier = MBO-4\n[constants]\nbrin = 99XA\n")));
    (void)snprintf(routes, sizeof routes, "%s", input_put(&c, "routes.csv", bp_str_of(routes_csv)));
    (void)snprintf(
        path, sizeof path, "%s",
        input_put(&c, "leerlingen.csv",
                  BP_STR("leerlingnummer;Nr;inschrijvingvolgnummer;datum_inschrijving;niveau\n"
                         "L\xE9;" INPUT_BSN ";V1;2025-08-01;vier\n"
                         "L\xE9;;V1;2025-08-01;\n"
                         "L2;" INPUT_BSN2 ";V1;\"2025\"x;\n")));
    assert_int_equal(run(&c, profiel, routes, path),
                     BP_OK); /* what iconv keeps for good is there now */
    size_t at = 0;
    enum bp_status st;
    do {
        memory.counting = true;
        memory.asked = 0;
        memory.live = 0;
        memory.fail_at = ++at;
        st = run(&c, profiel, routes, path);
        memory.counting = false;
        if (memory.live != 0)
            fail_msg("allocation %zu failed and %ld blocks were left", at, memory.live);
        /* A converter that could not be made is a set that is not known: iconv does not tell them apart. */
        if (st != BP_OK && (st != c.err.status || (st != BP_E_MEMORY && st != BP_E_USAGE)))
            fail_msg("allocation %zu failed: status %d, '%s'", at, (int)st, c.err.detail);
    } while (memory.asked >= at);
    assert_int_equal(st, BP_OK);
    assert_true(at > 50);
    input_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
