/* `rio check`: from routes.csv to rio.csv and bodies. BRONPOST_GOLDEN_UPDATE=1 rewrites
 * tests/golden/rio/check. */
#include "support/cli_files.h"
#include "support/message_schemas.h"

#include "bronpost/base/file.h"
#include "bronpost/pipeline/rio.h"

#include <dirent.h>
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_BYTES  ((size_t)1024 * 1024)
#define DUO_BEHEREN MESSAGE_DUO "/rio-beheren-v4/DUO_RIO_Beheren_OnderwijsOrganisatie_V4.xsd"
#define HEADER                                                                                     \
    "leerroute;naam;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;leertraject;vo_brin;"  \
    "vo_vestiging;mbo_brin;vo_onderwijsaanbieder;mbo_onderwijsaanbieder;begindatum;einddatum;"     \
    "rio_aangeboden_opleiding_vo;rio_aangeboden_opleiding_mbo;samenwerkingsovereenkomst\n"
#define UUID(n) "5a1c0000-0000-4000-8000-00000000000" n

/* --- a check in a folder of its own --------------------------------------------------------------------- */

struct frozen {
    unsigned uuids;
};

static int64_t frozen_now(void *ctx)
{
    (void)ctx;
    return INT64_C(1780304400000); /* 2026-06-01T09:00:00Z */
}

static void frozen_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    struct frozen *f = ctx;
    (void)snprintf(out, BP_UUID_TEXT, "ffffffff-0000-4000-8000-%012u", ++f->uuids % 1000000u);
}

struct proef {
    struct cli_folder folder;
    struct frozen frozen;
    struct bp_env env;
    struct bp_contract *contract;
    struct bp_mandaat mandaat;
    struct bp_rio_opdracht opdracht;
    struct bp_rio_uitslag uitslag;
    struct bp_error err;
};

static void begin(struct proef *p)
{
    static const struct bp_rio_instelling senders[] = { { { "99XA", 4 }, "0000000700099XA00000" },
                                                        { { "99XB", 4 }, NULL } };
    *p = (struct proef){ .mandaat = { .alles = true } };
    cli_folder_begin(&p->folder);
    p->env = (struct bp_env){ frozen_now, frozen_uuid, &p->frozen };
    assert_int_equal(bp_contract_open("rio", "schemas/rio", NULL, &p->contract, &p->err), BP_OK);
    p->opdracht = (struct bp_rio_opdracht){
        .peildatum = BP_DATUM(2026, 6, 1),
        .bodies = true,
        .lijsten = bp_waardenlijsten_shipped(),
        .mandaat = &p->mandaat,
        .contract = p->contract,
        .verzender = "oin",
        .ontvanger = "00000001800866472000",
        .instellingen = senders,
        .instelling_count = 2,
        .env = &p->env,
    };
}

static void end(struct proef *p)
{
    bp_contract_close(p->contract);
    cli_folder_end(&p->folder);
}

static enum bp_status run(struct proef *p, const char *routes)
{
    char out[512];
    assert_true(bp_str_copy(out, sizeof out, bp_str_of(cli_path(&p->folder, "out"))));
    p->opdracht.routes = routes;
    p->opdracht.out = out;
    return bp_rio_check(&p->opdracht, &p->uitslag, &p->err);
}

static void must_run(struct proef *p, const char *rows)
{
    char text[8192];
    int len = snprintf(text, sizeof text, "%s%s", HEADER, rows);
    assert_in_range(len, 1, sizeof text - 1);
    if (run(p, cli_put(&p->folder, "routes.csv", text)) != BP_OK)
        fail_msg("%s", p->err.detail);
}

static void read_csv(struct proef *p, struct bp_buf *out)
{
    bp_buf_init(out, FILE_BYTES);
    assert_int_equal(bp_file_get(cli_path(&p->folder, "out/rio.csv"), FILE_BYTES - 1, out, &p->err),
                     BP_OK);
    bp_buf_add_char(out, '\0');
}

/* The line of rio.csv that begins so. */
static void expect_line(struct proef *p, const char *begin_of_line, const char *holds)
{
    struct bp_buf csv;
    read_csv(p, &csv);
    char *line = csv.ptr;
    while (line && strncmp(line, begin_of_line, strlen(begin_of_line)) != 0) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    if (!line)
        fail_msg("no line '%s' in\n%s", begin_of_line, csv.ptr);
    line[strcspn(line, "\n")] = '\0';
    if (!strstr(line, holds))
        fail_msg("no '%s' in\n%s", holds, line);
    bp_buf_free(&csv);
}

/* --- fixtures ------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *routes;
    size_t gereed, afgekeurd, partner, geen;
} fixtures[] = {
    { "vo-school", "fixtures/vo-school/routes.csv", 10, 4, 0, 2 },
    { "bestuur", "fixtures/bestuur/routes.csv", 6, 0, 0, 0 },
    { "assen", "fixtures/leerlabs/assen/routes.csv", 10, 4, 0, 0 },
    { "oost", "fixtures/leerlabs/oost/routes.csv", 8, 0, 0, 0 },
    { "apeldoorn", "fixtures/leerlabs/apeldoorn/routes.csv", 2, 0, 0, 0 },
    { "ottoland", "fixtures/leerlabs/ottoland/routes.csv", 6, 0, 0, 0 },
    { "noord-brabant", "fixtures/leerlabs/noord-brabant/routes.csv", 0, 0, 0, 0 },
    { "midden-limburg", "fixtures/leerlabs/midden-limburg/routes.csv", 8, 0, 0, 0 },
};

static void assert_golden(const char *name, struct bp_str made)
{
    char path[128];
    struct bp_error err;
    struct bp_buf want;
    (void)snprintf(path, sizeof path, "tests/golden/rio/check/%s.csv", name);
    const char *update = getenv("BRONPOST_GOLDEN_UPDATE");
    if (update && *update) {
        assert_int_equal(bp_file_put(path, made, BP_DURABLE_LATER, &err), BP_OK);
        return;
    }
    bp_buf_init(&want, FILE_BYTES);
    if (bp_file_get(path, FILE_BYTES, &want, &err) != BP_OK)
        fail_msg("%s", err.detail);
    if (!bp_str_equal(made, bp_buf_str(&want)))
        fail_msg("%s is not what is made now:\n%.*s", path, (int)made.len, made.ptr);
    bp_buf_free(&want);
}

/* Valid by DUO's own schema, where that is here; answers how many there are. */
static size_t look_at_bodies(struct proef *p, xmlSchemaPtr duo)
{
    char folder[512], path[1024];
    size_t count = 0;
    assert_true(bp_str_copy(folder, sizeof folder, bp_str_of(cli_path(&p->folder, "out/bodies"))));
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        if (duo && !message_schema_accepts(duo, doc))
            fail_msg("%s is refused by DUO's schema", e->d_name);
        xmlFreeDoc(doc);
        count++;
    }
    (void)closedir(dir);
    return count;
}

static void test_the_routes_of_the_fixtures(void **state)
{
    (void)state;
    xmlSchemaPtr duo = access(DUO_BEHEREN, R_OK) == 0 ? message_schema_read(DUO_BEHEREN) : NULL;
    if (!duo)
        print_message("DUO's own schemas are not here: bodies are judged by ours only\n");
    for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++) {
        struct proef p;
        struct bp_buf csv;
        begin(&p);
        if (run(&p, fixtures[i].routes) != BP_OK)
            fail_msg("%s: %s", fixtures[i].name, p.err.detail);
        const struct bp_rio_uitslag *u = &p.uitslag;
        if (u->gereed != fixtures[i].gereed || u->afgekeurd != fixtures[i].afgekeurd ||
            u->partner != fixtures[i].partner || u->geen_leerroute != fixtures[i].geen)
            fail_msg("%s: %zu ready, %zu rejected, %zu partner, %zu none", fixtures[i].name,
                     u->gereed, u->afgekeurd, u->partner, u->geen_leerroute);
        assert_int_equal(look_at_bodies(&p, duo), u->berichten);
        assert_int_equal(u->berichten, u->gereed); /* no two share a code */
        read_csv(&p, &csv);
        assert_golden(fixtures[i].name, (struct bp_str){ csv.ptr, csv.len - 1 });
        bp_buf_free(&csv);
        end(&p);
    }
    xmlSchemaFree(duo);
}

static void test_only_mandated_sides_are_judged(void **state)
{
    static const struct bp_instelling mine[] = { { { "99XA", 4 }, { NULL, 0 }, BP_SECTOR_VO } };
    (void)state;
    struct proef p;
    begin(&p);
    p.mandaat = (struct bp_mandaat){ mine, 1, false };
    assert_int_equal(run(&p, "fixtures/vo-school/routes.csv"), BP_OK);
    assert_int_equal(p.uitslag.gereed, 5);
    assert_int_equal(p.uitslag.afgekeurd, 2);
    assert_int_equal(p.uitslag.partner, 7);
    assert_int_equal(p.uitslag.geen_leerroute, 2);
    assert_int_equal(look_at_bodies(&p, NULL), 5);
    expect_line(&p, "2;PIE-BB2-D;PIE: basis naar mbo 2, doorlopend;mbo;99XB;;partner;",
                "The partner school registers this side itself");
    end(&p);
}

/* --- one route ------------------------------------------------------------------------------------------ */

#define ROW(key, vo, mbo, begin, end, rio_vo, rio_mbo)                                             \
    key ";Naam;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;" vo ";" mbo ";" begin ";" end ";" rio_vo     \
        ";" rio_mbo ";2020-01-01\n"

static void test_a_route_without_a_code_gets_one_for_this_check(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("NIEUW", "199A001", "199A002", "2026-08-01", "", "", UUID("2"))
                     ROW("LAAT", "199A001", "199A002", "2026-05-31", "", "", UUID("4"))
                         ROW("OP_DE_DAG", "199A001", "199A002", "2026-06-01", "", "", UUID("5")));
    assert_int_equal(p.uitslag.nieuwe_codes, 3);
    expect_line(&p, "2;NIEUW;Naam;vo;99XA;aanleveren;gereed;;;New code, for this check only",
                ";ffffffff-0000-4000-8000-000000000001;nieuw;rio-vo-99XA-NIEUW.xml");
    expect_line(&p, "2;NIEUW;Naam;mbo;99XB;aanleveren;gereed;;;",
                ";" UUID("2") ";routes.csv;rio-mbo-99XB-NIEUW.xml");
    expect_line(&p, "3;LAAT;Naam;vo;", "The route began on 2026-05-31 and should have been");
    struct bp_buf csv;
    read_csv(&p, &csv);
    assert_null(strstr(csv.ptr, "began on 2026-06-01"));
    assert_null(strstr(csv.ptr, "began on 2026-08-01"));
    bp_buf_free(&csv);
    assert_int_equal(p.uitslag.zonder_oin, 3); /* 99XB has none in the configuration */
    end(&p);
}

static void test_the_sender_is_the_oin_the_brin_or_a_fixed_text(void **state)
{
    static const struct {
        const char *verzender, *vo, *mbo;
    } cases[] = {
        { "oin", ">0000000700099XA00000<", ">99XB<" },
        { "brin", ">99XA<", ">99XB<" },
        { "00000007000000000000", ">00000007000000000000<", ">00000007000000000000<" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct proef p;
        struct bp_buf body;
        begin(&p);
        p.opdracht.verzender = cases[i].verzender;
        must_run(&p, ROW("R", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2")));
        assert_int_equal(p.uitslag.zonder_oin, i == 0);
        bp_buf_init(&body, FILE_BYTES);
        assert_int_equal(
            bp_file_get(cli_path(&p.folder, "out/bodies/rio-vo-99XA-R.xml"), 8192, &body, &p.err),
            BP_OK);
        bp_buf_add_char(&body, '\0');
        assert_non_null(strstr(body.ptr, cases[i].vo));
        bp_buf_clear(&body);
        assert_int_equal(
            bp_file_get(cli_path(&p.folder, "out/bodies/rio-mbo-99XB-R.xml"), 8192, &body, &p.err),
            BP_OK);
        bp_buf_add_char(&body, '\0');
        assert_non_null(strstr(body.ptr, cases[i].mbo));
        assert_non_null(strstr(body.ptr, ">00000001800866472000<"));
        bp_buf_free(&body);
        end(&p);
    }
}

static void test_what_rio_would_refuse_has_its_code_column_and_advice(void **state)
{
    static const struct {
        const char *row, *begin, *holds;
    } cases[] = {
        { ROW("A", "199A001", "199A002", "2020-07-31", "", UUID("1"), UUID("2")), "2;A;Naam;vo;",
          ";afgekeurd;K01051;begindatum;" },
        { ROW("A", "199A001", "199A002", "2026-08-01", "2026-07-31", UUID("1"), UUID("2")),
          "2;A;Naam;mbo;", ";afgekeurd;N09010;einddatum;" },
        { ROW("A", "199A001", "199A002", "2026-08-01", "2100-01-02", UUID("1"), UUID("2")),
          "2;A;Naam;vo;",
          ";afgekeurd;K01050;einddatum;\"K01050 einddatum: RIO takes a last day of intake from "
          "2025-01-01 to 2100-01-01" },
        { ROW("A", "199A001", "199A002", "2026-08-01", "", UUID("1"),
              UUID("2")) "B;Naam;DLR;BB;2;6611;99001;;99XZ;99XZ00;99XB;199A001;199A009;2026-08-01;"
                         ";" UUID("1") ";" UUID("3") ";2020-01-01\n",
          "3;B;Naam;vo;99XZ;", ";afgekeurd;N09450;vo_brin;" },
        { ROW("A", "", "199A002", "2026-08-01", "", UUID("1"), UUID("2")), "2;A;Naam;vo;",
          ";afgekeurd;BP106;vo_onderwijsaanbieder;" },
        { ROW("A", "199A001", "", "2026-08-01", "", UUID("1"), UUID("2")), "2;A;Naam;vo;",
          ";afgekeurd;BP106;mbo_onderwijsaanbieder;" },
        { ROW("A", "199X001", "199A002", "2026-08-01", "", UUID("1"), UUID("2")), "2;A;Naam;vo;",
          ";afgekeurd;BP104;vo_onderwijsaanbieder;" },
        { ROW("A", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("1")), "2;A;Naam;mbo;",
          ";afgekeurd;N09450;rio_aangeboden_opleiding_mbo;" },
        { ROW("A", "199A001", "199A002", "2026-08-01", "", "geen-uuid", UUID("2")), "2;A;Naam;vo;",
          ";afgekeurd;BP104;rio_aangeboden_opleiding_vo;" },
        { "A;Naam;DLR;BB;2;6611;99001;BOL_DT;99XA;99XA00;99XB;199A001;199A002;2022-08-01;;;;"
          "2020-01-01\n",
          "2;A;Naam;mbo;", ";afgekeurd;N09030;leertraject;" },
        { "A;Naam;DLR;BB;2;6611;99001;BOLL;99XA;99XA00;99XB;199A001;199A002;2022-08-01;;;;"
          "2020-01-01\n",
          "2;A;Naam;mbo;", ";afgekeurd;N09030;leertraject;" },
        { "A;Naam;DLR;BB;5;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2022-08-01;;;;"
          "2020-01-01\n",
          "2;A;Naam;mbo;", ";afgekeurd;N09060;niveau;" },
        { "A;Naam;DLRR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2022-08-01;;;;"
          "2020-01-01\n",
          "2;A;Naam;vo;", ";afgekeurd;BP110;soort;" },
        { ";Naam;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;199A001;199A002;2022-08-01;;;;2020-01-01\n",
          "2;;;;;;afgekeurd;BP106;leerroute;", "The row has no key" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct proef p;
        begin(&p);
        must_run(&p, cases[i].row);
        expect_line(&p, cases[i].begin, cases[i].holds);
        assert_int_equal(p.uitslag.afgekeurd + p.uitslag.onleesbaar > 0, 1);
        end(&p);
    }
}

/* It goes on: nothing that is stated is wrong, and the user hears what is not. */
static void test_what_rejects_is_said_before_what_goes_on(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("A", "199A001", "199A002", "2019-08-01", "", UUID("1"), UUID("2")));
    expect_line(&p, "2;A;Naam;vo;", ";afgekeurd;K01051;begindatum;\"K01051 begindatum: ");
    expect_line(&p, "2;A;Naam;vo;", " BP214 samenwerkingsovereenkomst: ");
    assert_int_equal(p.uitslag.met_signaal, 2);
    end(&p);
}

static void test_an_intake_that_closed_before_rio_can_be_told_is_a_signal(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("A", "199A001", "199A002", "2022-08-01", "2024-12-31", UUID("1"), UUID("2")));
    expect_line(&p, "2;A;Naam;vo;", ";gereed;K01050;einddatum;");
    expect_line(&p, "2;A;Naam;mbo;",
                "K01050 einddatum: the intake closed on 2024-12-31, and RIO takes a last day of "
                "intake from 2025-01-01 on");
    assert_int_equal(p.uitslag.gereed, 2);
    end(&p);
}

/* --- routes that share a code --------------------------------------------------------------------------- */

static void test_routes_that_share_a_code_are_one_message(void **state)
{
    (void)state;
    struct proef p;
    struct bp_buf body;
    begin(&p);
    must_run(&p, ROW("LATER", "199A003", "199A002", "2027-08-01", "", UUID("3"), UUID("2"))
                     ROW("EERST", "199A001", "199A002", "2026-08-01", "", UUID("1"),
                         "5A1C0000-0000-4000-8000-000000000002"));
    assert_int_equal(p.uitslag.gereed, 4);
    assert_int_equal(p.uitslag.berichten, 3);
    assert_int_equal(look_at_bodies(&p, NULL), 3);
    expect_line(&p, "2;LATER;Naam;mbo;", ";rio-mbo-99XB-EERST.xml");
    expect_line(&p, "3;EERST;Naam;mbo;", ";rio-mbo-99XB-EERST.xml");
    bp_buf_init(&body, FILE_BYTES);
    assert_int_equal(
        bp_file_get(cli_path(&p.folder, "out/bodies/rio-mbo-99XB-EERST.xml"), 8192, &body, &p.err),
        BP_OK);
    bp_buf_add_char(&body, '\0');
    const char *first = strstr(body.ptr, ">199A001<"), *second = strstr(body.ptr, ">199A003<");
    assert_true(first && second && first < second);
    bp_buf_free(&body);
    end(&p);
}

static void test_a_partner_twice_under_one_code_is_refused_on_both_lines(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("EEN", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2"))
                     ROW("TWEE", "199A001", "199A002", "2026-08-01", "", UUID("3"), UUID("2")));
    expect_line(&p, "2;EEN;Naam;mbo;", ";afgekeurd;N10060;vo_onderwijsaanbieder;");
    expect_line(&p, "3;TWEE;Naam;mbo;", ";afgekeurd;N10060;vo_onderwijsaanbieder;");
    expect_line(&p, "3;TWEE;Naam;vo;", ";gereed;");
    assert_int_equal(p.uitslag.berichten, 2);
    end(&p);
}

/* As many as a service bureau may have; memory grows with the file, not with its square. */
static void test_thousands_of_routes(void **state)
{
    enum { ROUTES = 8000 };
    (void)state;
    struct proef p;
    struct bp_buf text;
    begin(&p);
    p.opdracht.bodies = false;
    bp_buf_init(&text, 4 * FILE_BYTES);
    bp_buf_add_text(&text, HEADER);
    for (unsigned i = 0; i < ROUTES; i++)
        bp_buf_printf(&text, "R%u" ROW("", "199A001", "199A002", "2026-08-01", "", "", ""), i);
    bp_buf_add_char(&text, '\0');
    if (run(&p, cli_put(&p.folder, "routes.csv", text.ptr)) != BP_OK)
        fail_msg("%s", p.err.detail);
    assert_int_equal(p.uitslag.gereed, 2 * ROUTES);
    bp_buf_free(&text);
    end(&p);
}

/* Each route its own programme at vo; at mbo each is shared by the two halves of the file, a year apart. */
static void test_thousands_of_routes_with_codes(void **state)
{
    enum { ROUTES = 2000 };
    (void)state;
    struct proef p;
    struct bp_buf text;
    begin(&p);
    p.opdracht.bodies = false;
    bp_buf_init(&text, 4 * FILE_BYTES);
    bp_buf_add_text(&text, HEADER);
    for (unsigned i = 0; i < ROUTES; i++)
        bp_buf_printf(&text,
                      "R%u;Naam;DLR;BB;2;6611;99001;;99XA;99XA00;99XB;%s;199A002;%s;;"
                      "5a1c0000-0000-4000-8000-%012u;5a1c0000-0000-4000-9000-%012u;2020-01-01\n",
                      i, i < ROUTES / 2 ? "199A001" : "199A003",
                      i < ROUTES / 2 ? "2026-08-01" : "2027-08-01", i, i % (ROUTES / 2));
    bp_buf_add_char(&text, '\0');
    if (run(&p, cli_put(&p.folder, "routes.csv", text.ptr)) != BP_OK)
        fail_msg("%s", p.err.detail);
    assert_int_equal(p.uitslag.gereed, 2 * ROUTES);
    assert_int_equal(p.uitslag.berichten, ROUTES + ROUTES / 2);
    assert_int_equal(p.uitslag.nieuwe_codes, 0);
    bp_buf_free(&text);
    end(&p);
}

/* --- files ---------------------------------------------------------------------------------------------- */

static bool there(struct proef *p, const char *name)
{
    return access(cli_path(&p->folder, name), F_OK) == 0;
}

static void test_a_key_never_leads_out_of_the_folder(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("../../a b", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2"))
                     ROW("a~b", "199A001", "199A002", "2026-08-01", "", UUID("3"), UUID("4"))
                         ROW("=1+1", "199A001", "199A002", "2026-08-01", "", UUID("5"), UUID("6")));
    assert_true(there(&p, "out/bodies/rio-vo-99XA-..~2F..~2Fa~20b.xml"));
    assert_true(there(&p, "out/bodies/rio-vo-99XA-a~7Eb.xml"));
    assert_true(there(&p, "out/bodies/rio-vo-99XA-~3D1~2B1.xml"));
    assert_int_equal(look_at_bodies(&p, NULL), 6);
    expect_line(&p, "4;'=1+1;", ";gereed;"); /* no spreadsheet runs it */
    end(&p);
}

static void test_an_older_result_never_stays_beside_a_newer_one(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    must_run(&p, ROW("OUD", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2")));
    (void)cli_put(&p.folder, "out/bodies/vo-99XA-V0001-2.xml", "of another command");
    must_run(&p, ROW("NIEUW", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2")));
    assert_false(there(&p, "out/bodies/rio-vo-99XA-OUD.xml"));
    assert_true(there(&p, "out/bodies/rio-vo-99XA-NIEUW.xml"));
    p.opdracht.bodies = false;
    must_run(&p, ROW("NIEUW", "199A001", "199A002", "2026-08-01", "", UUID("1"), UUID("2")));
    assert_false(there(&p, "out/bodies/rio-vo-99XA-NIEUW.xml"));
    expect_line(&p, "2;NIEUW;Naam;vo;", ";routes.csv;");
    /* Refused as a whole: nothing of before may be taken for its result. */
    assert_int_equal(run(&p, cli_put(&p.folder, "routes.csv", "leerroute;naam\n")), BP_E_INPUT);
    assert_false(there(&p, "out/rio.csv"));
    assert_true(there(&p, "out/bodies/vo-99XA-V0001-2.xml"));
    end(&p);
}

static void test_the_input_is_never_overwritten(void **state)
{
    (void)state;
    struct proef p;
    begin(&p);
    const char *path = cli_put(&p.folder, "out/rio.csv", HEADER);
    assert_int_equal(run(&p, path), BP_E_USAGE);
    assert_true(there(&p, "out/rio.csv"));
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_routes_of_the_fixtures),
        cmocka_unit_test(test_only_mandated_sides_are_judged),
        cmocka_unit_test(test_a_route_without_a_code_gets_one_for_this_check),
        cmocka_unit_test(test_the_sender_is_the_oin_the_brin_or_a_fixed_text),
        cmocka_unit_test(test_what_rio_would_refuse_has_its_code_column_and_advice),
        cmocka_unit_test(test_what_rejects_is_said_before_what_goes_on),
        cmocka_unit_test(test_an_intake_that_closed_before_rio_can_be_told_is_a_signal),
        cmocka_unit_test(test_routes_that_share_a_code_are_one_message),
        cmocka_unit_test(test_a_partner_twice_under_one_code_is_refused_on_both_lines),
        cmocka_unit_test(test_thousands_of_routes),
        cmocka_unit_test(test_thousands_of_routes_with_codes),
        cmocka_unit_test(test_a_key_never_leads_out_of_the_folder),
        cmocka_unit_test(test_an_older_result_never_stays_beside_a_newer_one),
        cmocka_unit_test(test_the_input_is_never_overwritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
