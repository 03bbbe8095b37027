/* routes.csv: values, wrong rows, keys, refusals. */
#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
#define HEAD                                                                                       \
    "leerroute;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;vo_brin;vo_vestiging;"      \
    "mbo_brin;begindatum"
#define TAIL "6611;25655;99XA;99XA00;99XB;2020-08-01"
#define FULL                                                                                       \
    HEAD ";naam;leertraject;vo_onderwijsaanbieder;vo_onderwijslocatie;mbo_onderwijsaanbieder;"     \
         "mbo_onderwijslocatie;einddatum;vo_jaren;rio_aangeboden_opleiding_vo;"                    \
         "rio_aangeboden_opleiding_mbo;samenwerkingsovereenkomst"

/* Routes by key, each with its line and what is wrong with it, then the lines that have no key. */
static const char *summary(struct input_case *c)
{
    bp_buf_clear(&c->text);
    const struct bp_routes *routes = bp_routes_of(c->routes);
    for (size_t i = 0; i < routes->count; i++) {
        const struct bp_route *r = &routes->items[i];
        bp_buf_printf(&c->text, "%s%.*s:%u", i ? " " : "", (int)r->leerroute.len, r->leerroute.ptr,
                      (unsigned)r->line);
        for (size_t f = 0; f < r->fout_count; f++)
            bp_buf_printf(&c->text, "[BP%d %s]", (int)r->fouten[f].code,
                          bp_route_kolom_name(r->fouten[f].kolom));
    }
    size_t count;
    const uint32_t *lines = bp_routes_unreadable(c->routes, &count);
    for (size_t i = 0; i < count; i++)
        bp_buf_printf(&c->text, " -%u", (unsigned)lines[i]);
    bp_buf_add(&c->text, "", 1);
    return c->text.ptr;
}

static const struct {
    const char *name;
    struct bp_str csv;
    const char *want;
} rows[] = {
    { "header only is fine", BYTES(HEAD "\n"), "" },
    { "right", BYTES(HEAD "\nR1;GLR;BB;2;" TAIL "\n"), "R1:2" },
    { "sorted by key, bytewise",
      BYTES(HEAD "\nb;GLR;BB;2;" TAIL "\nB;DLR;KB;3;" TAIL "\na;REGULIER;TL;4;" TAIL "\n"),
      "B:3 a:4 b:2" },
    { "the same row twice is one route",
      BYTES(HEAD "\nR1;GLR;BB;2;" TAIL "\nR2;GLR;BB;2;" TAIL "\n R1 ;GLR;\"BB\";2;" TAIL "\n"),
      "R1:2 R2:3" },
    { "a wrong row twice is one wrong route",
      BYTES(HEAD "\nR1;GLR;BB;x;" TAIL "\nR1;GLR;BB;x;" TAIL "\n"), "R1:2[BP104 niveau]" },
    { "a lost zero of the vo code",
      BYTES(HEAD "\nR1;GLR;BB;2;23;25655;99XA;99XA00;99XB;2020-08-01\n"), "R1:2" },
    { "soort unknown", BYTES(HEAD "\nR1;XLR;BB;2;" TAIL "\n"), "R1:2[BP110 soort]" },
    { "soort in small letters", BYTES(HEAD "\nR1;glr;BB;2;" TAIL "\n"), "R1:2[BP104 soort]" },
    { "leerweg unknown", BYTES(HEAD "\nR1;DLR;HAVO;2;" TAIL "\n"), "R1:2[BP110 leerweg]" },
    { "level 0", BYTES(HEAD "\nR1;DLR;BB;0;" TAIL "\n"), "R1:2[BP104 niveau]" },
    { "level 1", BYTES(HEAD "\nR1;REGULIER;BB;1;" TAIL "\n"), "R1:2" },
    { "level 4", BYTES(HEAD "\nR1;DLR;TL;4;" TAIL "\n"), "R1:2" },
    { "level 5", BYTES(HEAD "\nR1;DLR;BB;5;" TAIL "\n"), "R1:2[BP104 niveau]" },
    { "checks of the route itself", BYTES(HEAD "\nR1;GLR;BB;3;" TAIL "\n"), "R1:2[BP203 niveau]" },
    { "codes of the wrong form",
      BYTES(HEAD "\nR1;DLR;BB;2;66111;2565;99XA;99XA00;99XB;2020-08-01\n"),
      "R1:2[BP104 opleidingcode_vo][BP104 opleidingcode_mbo]" },
    { "a date that is none", BYTES(HEAD "\nR1;DLR;BB;2;6611;25655;99XA;99XA00;99XB;2021-02-29\n"),
      "R1:2[BP105 begindatum]" },
    { "required and empty", BYTES(HEAD "\nR1;DLR;BB;2;6611;25655;99XA;99XA00;;2020-08-01\n"),
      "R1:2[BP106 mbo_brin]" },
    { "a short row: the rest is empty", BYTES(HEAD "\nR1;DLR;BB;2;6611;25655;99XA;99XA00\n"),
      "R1:2[BP106 mbo_brin][BP106 begindatum]" },
    { "the lowest codes are kept", BYTES(HEAD "\nR1;;;;;;;;;morgen\n"),
      "R1:2[BP105 begindatum][BP106 soort][BP106 leerweg][BP106 niveau]" },
    { "a row that cannot be read, with its key", BYTES(HEAD "\nR1;D\"LR;BB;2;" TAIL "\n"),
      "R1:2[BP100 leerroute]" },
    { "a row that cannot be read, without",
      BYTES(HEAD "\nR\"1;DLR;BB;2;" TAIL "\nR2;DLR;BB;2;" TAIL "\n"), "R2:3 -2" },
    { "too many cells", BYTES(HEAD "\nR1;DLR;BB;2;" TAIL ";x\n"), "R1:2[BP100 leerroute]" },
    { "no key", BYTES(HEAD "\n;DLR;BB;2;" TAIL "\n"), " -2" },
    { "a key of 41", BYTES(HEAD "\n01234567890123456789012345678901234567890;DLR;BB;2;" TAIL "\n"),
      " -2" },
    { "leertraject not valid on begindatum",
      BYTES(HEAD ";leertraject\nR1;DLR;BB;2;6611;25655;99XA;99XA00;99XB;2023-08-01;BOL_DT\n"
                 "R2;DLR;BB;2;6611;25655;99XA;99XA00;99XB;2023-07-31;BOL_DT\n"),
      "R1:2[BP110 leertraject] R2:3" },
    { "vo_jaren",
      BYTES(HEAD ";vo_jaren\nR1;DLR;BB;2;" TAIL ";0\nR2;DLR;BB;2;" TAIL ";1\nR3;DLR;BB;2;" TAIL
                 ";10\n"),
      "R1:2[BP104 vo_jaren] R2:3 R3:4[BP104 vo_jaren]" },
    { "a UUID that is none",
      BYTES(HEAD ";rio_aangeboden_opleiding_vo\nR1;DLR;BB;2;" TAIL
                 ";3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a0\n"
                 "R2;DLR;BB;2;" TAIL ";3F6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01\n"),
      "R1:2[BP104 rio_aangeboden_opleiding_vo] R2:3" },
    { "blank lines, CRLF, commas, sep=",
      BYTES("sep=,\r\nleerroute,soort,leerweg,niveau,opleidingcode_vo,opleidingcode_mbo,vo_"
            "brin,vo_vestiging,"
            "mbo_brin,begindatum\r\n\r\nR1,GLR,BB,2,6611,25655,99XA,99XA00,99XB,1-8-2020\r\n"),
      "R1:4" },
};

static void test_rows_and_what_is_wrong_with_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct input_case c;
        input_begin(&c);
        if (!input_routes(&c, rows[i].csv))
            fail_msg("%s: refused: %s", rows[i].name, c.err.detail);
        const char *got = summary(&c);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s:\n  got  %s\n  want %s", rows[i].name, got, rows[i].want);
        input_end(&c);
    }
}

static void test_all_columns_arrive(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(input_routes(
        &c, BP_STR(FULL ";klas\nR\xE9;DLR;KB;3;" TAIL ";Zorg \x80;BBL;199A001;199X001;199A002;"
                        "199X002;2030-07-31;3;3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01;"
                        "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a02;1-7-2020;1a\n")));
    const struct bp_route *r = bp_routes_find(bp_routes_of(c.routes), BP_STR("R\xC3\xA9"));
    assert_non_null(r);
    assert_int_equal(r->fout_count, 0);
    const struct {
        struct bp_str got;
        const char *want;
    } texts[] = {
        { r->naam, "Zorg \xE2\x82\xAC" },
        { r->leerweg, "KB" },
        { r->opleidingcode_vo, "6611" },
        { r->opleidingcode_mbo, "25655" },
        { r->leertraject, "BBL" },
        { r->vo_brin, "99XA" },
        { r->vo_vestiging, "99XA00" },
        { r->mbo_brin, "99XB" },
        { r->vo_onderwijsaanbieder, "199A001" },
        { r->vo_onderwijslocatie, "199X001" },
        { r->mbo_onderwijsaanbieder, "199A002" },
        { r->mbo_onderwijslocatie, "199X002" },
        { r->rio_vo, "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a01" },
        { r->rio_mbo, "3f6c1c52-7f0e-4f5a-9f3b-2f4f0b6f1a02" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!bp_str_equal(texts[i].got, bp_str_of(texts[i].want)))
            fail_msg("text %zu is not %s", i, texts[i].want);
    assert_int_equal(r->soort, BP_ROUTE_DLR);
    assert_int_equal(r->niveau, 3);
    assert_int_equal(r->vo_jaren, 3);
    assert_int_equal(bp_datum_key(r->begindatum), 20200801);
    assert_int_equal(bp_datum_key(r->einddatum), 20300731);
    assert_int_equal(bp_datum_key(r->samenwerkingsovereenkomst), 20200701);
    size_t count;
    const struct bp_str *unknown = bp_routes_unknown_columns(c.routes, &count);
    assert_int_equal(count, 1);
    assert_true(bp_str_equal(unknown[0], BP_STR("klas")));
    input_end(&c);
}

static void test_defaults(void **state)
{
    (void)state;
    struct input_case c;
    input_begin(&c);
    assert_true(
        input_routes(&c, BP_STR(HEAD "\nR1;GLR;BB;2;23;25655;99XA;99XA00;99XB;2020-08-01\n")));
    const struct bp_route *r = &bp_routes_of(c.routes)->items[0];
    assert_true(bp_str_equal(r->leertraject, BP_STR("BOL")));
    assert_true(bp_str_equal(r->opleidingcode_vo, BP_STR("0023")));
    assert_int_equal(r->vo_jaren, 2);
    assert_false(bp_datum_given(r->einddatum));
    input_end(&c);
}

static void test_refused_as_a_whole(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct bp_str csv;
        const char *says;
        size_t row;
    } cases[] = {
        { "empty", BYTES(""), "empty", 0 },
        { "a required column missing", BYTES("leerroute;soort\nR1;DLR\n"), "leerweg", 0 },
        { "a column twice", BYTES(HEAD ";Soort\n"), "twice", 1 },
        { "one key twice with different content",
          BYTES(HEAD "\nR1;GLR;BB;2;" TAIL "\n\nR1;DLR;BB;2;" TAIL "\n"), "line 2", 4 },
        { "one key twice, one of them unreadable",
          BYTES(HEAD "\nR1;GLR;BB;2;" TAIL "\nR1;G\"LR;BB;2;" TAIL "\n"), "line 2", 3 },
        { "a NUL byte", BYTES(HEAD "\nR1;\0;BB;2;" TAIL "\n"), "NUL", 2 },
        { "cut off", BYTES(HEAD "\nR1;GLR;BB"), "3 of 10", 2 },
        { "the end inside quotes", BYTES(HEAD "\nR1;\"GLR;BB;2;" TAIL "\n"), "quoted", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct input_case c;
        input_begin(&c);
        if (input_routes(&c, cases[i].csv))
            fail_msg("%s: not refused", cases[i].name);
        if (c.err.status != BP_E_INPUT || !strstr(c.err.detail, cases[i].says) ||
            c.err.row != cases[i].row)
            fail_msg("%s: status %d, row %zu, '%s'", cases[i].name, (int)c.err.status, c.err.row,
                     c.err.detail);
        assert_null(c.routes);
        input_end(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_and_what_is_wrong_with_them),
        cmocka_unit_test(test_all_columns_arrive),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_refused_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
