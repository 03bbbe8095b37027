/* A stand beside what RIO has, the whole way: made from a route, delivered, looked up, kept; the second time there
 * is nothing to send. */
#include "support/pki_folder.h"
#include "support/rehearsal_rio.h"
#include "support/rio_voorbeelden.h"

#include "bronpost/security/soap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const enum bp_sector sectors[] = { BP_SECTOR_VO, BP_SECTOR_MBO };

static const char *code_of(enum bp_sector sector)
{
    return sector == BP_SECTOR_VO ? RIO_CODE_VO : RIO_CODE_MBO;
}

static struct bp_aangeboden made(struct bp_arena *arena, enum bp_sector sector)
{
    const struct bp_route route = rio_route();
    const struct bp_route *const one[] = { &route };
    const struct bp_aangeboden *a =
        bp_aangeboden_make(arena, one, 1, sector, bp_str_of(code_of(sector)));
    assert_non_null(a);
    return *a;
}

/* What the route makes beside what RIO answers, and whether it has to go. The answer stays open: the stand borrows
 * from it. */
static struct bp_aangeboden kept(const struct rehearsal *r, enum bp_sector sector,
                                 struct rio_uitwisseling *u, bool *changes)
{
    struct rehearsal_verzoek v;
    rio_aangeboden_code(&v, BP_HANDELING_OPVRAGING, code_of(sector));
    rio_wissel_uit(r, &v, u);
    assert_string_equal(u->uitkomst, "true");
    struct bp_aangeboden a = made(u->arena, sector);
    assert_true(bp_aangeboden_keep(u->arena, &a, u->antwoord.opleiding));
    *changes = bp_aangeboden_changes(&a, u->antwoord.opleiding);
    return a;
}

static void test_our_own_stand_comes_back_as_ours(void **state)
{
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < COUNT(sectors); i++) {
        struct bp_arena *arena = bp_arena_new(BP_MIB);
        struct rio_uitwisseling u;
        bool changes;
        struct bp_aangeboden ours = made(arena, sectors[i]);
        rio_lever_aan(&r, &ours, "true");
        rio_is(&r, &ours);
        struct bp_aangeboden a = kept(&r, sectors[i], &u, &changes);
        assert_false(changes);
        rio_is(&r, &a); /* the same text of the stand, and so the same fingerprint as ours */
        rio_uitwisseling_free(&u);
        bp_arena_free(arena);
    }
    rehearsal_end(&r);
}

static void test_what_the_school_set_in_rio_is_sent_along_once(void **state)
{
    struct rehearsal r;
    (void)state;
    rehearsal_start(&r, NULL);
    for (size_t i = 0; i < COUNT(sectors); i++) {
        struct rio_voorbeeld v;
        struct rio_uitwisseling first, second;
        bool changes;
        rio_voorbeeld_alles(&v, sectors[i]);
        v.perioden[0].eigen_naam = BP_STR("Een naam van de school");
        rio_lever_aan(&r, &v.opleiding, "true");
        struct bp_aangeboden a = kept(&r, sectors[i], &first, &changes);
        assert_true(changes); /* the name is of routes.csv */
        assert_int_equal(a.periode_count, 3);
        assert_true(bp_str_equal(a.toelatingseisen, v.opleiding.toelatingseisen));
        rio_lever_aan(&r, &a, "true");
        rio_is(&r, &a);
        struct bp_aangeboden again = kept(&r, sectors[i], &second, &changes);
        assert_false(changes);
        rio_is(&r, &again);
        rio_uitwisseling_free(&second);
        rio_uitwisseling_free(&first);
    }
    rehearsal_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_our_own_stand_comes_back_as_ours),
        cmocka_unit_test(test_what_the_school_set_in_rio_is_sent_along_once),
    };
    (void)pki_folder();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    assert_int_equal(bp_soap_library_init(NULL), BP_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bp_soap_library_cleanup();
    curl_global_cleanup();
    return failed;
}
