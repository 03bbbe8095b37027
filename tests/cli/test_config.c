/* bronpost.conf: what is read, what is refused and where, and what wins */
#include "../../src/cli/config.h"

#include "support/cli_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const variables[] = { "BRONPOST_CONF", "BRONPOST_LEDGER", "BRONPOST_DATA" };

static int begin(void **state)
{
    struct cli_folder *folder = malloc(sizeof *folder);
    assert_non_null(folder);
    for (size_t i = 0; i < 3; i++)
        (void)unsetenv(variables[i]);
    cli_folder_begin(folder);
    *state = folder;
    return 0;
}

static int end(void **state)
{
    cli_folder_end(*state);
    free(*state);
    return 0;
}

static enum bp_status load(const char *path, struct bp_config **out, struct bp_error *err)
{
    const struct bp_config_opties opties = { .path = path };
    *err = (struct bp_error){ 0 };
    return bp_config_load(&opties, out, err);
}

/* Loads a text that must be right. */
static struct bp_config *loaded(const struct cli_folder *folder, const char *text)
{
    struct bp_config *config;
    struct bp_error err;
    if (load(cli_put(folder, "bronpost.conf", text), &config, &err) != BP_OK)
        fail_msg("line %zu: %s", err.row, err.detail);
    return config;
}

static const char whole[] = "# comment\n"
                            "; another\n"
                            "[ledger]\n"
                            "url = sqlite:state/ledger.db\n"
                            "sleutel = keys/own.key\n"
                            "[instelling 99XA]\n"
                            "naam = Vmbo De Voorbeeldschool; locatie #1: Noord\n"
                            "sector = vo\n"
                            "oin = 0000000700099XA00000\n"
                            "certificaat = 99XA.pem\n"
                            "sleutel = /etc/bronpost/99XA.key\n"
                            "wachtwoord_bestand = 99XA.pass\n"
                            "\n"
                            "[instelling 99XB]\n"
                            "sector = vo mbo\n"
                            "wachtwoord_omgeving = PASS_99XB\n"
                            "[duo]\n"
                            "oin = 00000099866472000000\n"
                            "adres = https://duo.example/vo\n"
                            "vo = https://localhost:8443/vo-webservices/\n"
                            "mbo = https://localhost:8443/mbo/\n"
                            "rio = http://localhost:8443/rio\n"
                            "vertrouw = anchors.pem\n"
                            "gelijktijdig = 6\n"
                            "proxy = http://proxy.example:3128\n"
                            "[contract vo]\n"
                            "schemas = xsd/vo\n"
                            "verzender = oin\n"
                            "ontvanger = 00000001800866472000\n"
                            "[waardenlijst leertraject]\n"
                            "BOL =\n"
                            "ODT = 2019-01-01\n"
                            "BOL_DT = 1998-08-01 2023-07-31\n"
                            "[elementcodes]\n"
                            "99.1 = BB\n"
                            "9999 = TL\n";

static void test_every_key_reaches_its_place(void **state)
{
    const struct cli_folder *folder = *state;
    struct bp_config *c = loaded(folder, whole);
    assert_string_equal(c->ledger_url + 7, cli_path(folder, "state/ledger.db"));
    assert_true(c->ledger_configured);
    assert_string_equal(c->key_file, cli_path(folder, "keys/own.key"));
    assert_int_equal(c->instelling_count, 2);
    const struct bp_config_instelling *a = &c->instellingen[0], *b = &c->instellingen[1];
    assert_string_equal(a->brin.ptr, "99XA");
    assert_int_equal(a->sectoren, BP_SECTOR_VO);
    assert_string_equal(a->oin, "0000000700099XA00000");
    assert_string_equal(a->certificaat, cli_path(folder, "99XA.pem"));
    assert_string_equal(a->sleutel, "/etc/bronpost/99XA.key");
    assert_string_equal(a->wachtwoord_bestand, cli_path(folder, "99XA.pass"));
    assert_null(a->wachtwoord_omgeving);
    assert_int_equal(b->sectoren, BP_SECTOR_VO | BP_SECTOR_MBO);
    assert_string_equal(b->wachtwoord_omgeving, "PASS_99XB");
    assert_null(b->naam);
    assert_string_equal(c->duo_oin, "00000099866472000000");
    assert_string_equal(c->duo_address, "https://duo.example/vo");
    assert_string_equal(bp_config_contract(c, "rio")->endpoint, "http://localhost:8443/rio");
    assert_string_equal(c->vertrouw, cli_path(folder, "anchors.pem"));
    assert_string_equal(c->proxy, "http://proxy.example:3128");
    assert_int_equal(c->gelijktijdig, 6);
    const struct bp_config_contract *vo = bp_config_contract(c, "vo"),
                                    *mbo = bp_config_contract(c, "mbo");
    assert_string_equal(vo->endpoint, "https://localhost:8443/vo-webservices/");
    assert_string_equal(mbo->endpoint, "https://localhost:8443/mbo/");
    assert_string_equal(vo->schemas, cli_path(folder, "xsd/vo"));
    assert_string_equal(vo->verzender, "oin");
    assert_string_equal(vo->ontvanger, "00000001800866472000");
    assert_string_equal(mbo->verzender, "brin");
    assert_string_equal(mbo->ontvanger, "DUO");
    const struct bp_config_contract *rio = bp_config_contract(c, "rio");
    assert_string_equal(rio->verzender, "oin");
    assert_string_equal(rio->ontvanger, c->duo_oin);
    assert_null(bp_config_contract(c, "po"));
    bp_config_free(c);
}

/* Debian's libinih would cut the value at " ;" and the name at ":". */
static void test_semicolon_hash_and_colon_inside_a_value_survive(void **state)
{
    struct bp_config *c = loaded(*state, "[instelling 99XA]\nsector = vo\n"
                                         "naam = A ; b # c: d = e\n");
    assert_string_equal(c->instellingen[0].naam, "A ; b # c: d = e");
    bp_config_free(c);
}

static void test_indented_lines_bom_and_crlf_are_ordinary(void **state)
{
    struct bp_config *c = loaded(*state, "\xEF\xBB\xBF[instelling 99XA]\r\n  sector = mbo\r\n"
                                         "\tnaam = Een\r\n   # comment\r\n");
    assert_int_equal(c->instellingen[0].sectoren, BP_SECTOR_MBO);
    assert_string_equal(c->instellingen[0].naam, "Een");
    bp_config_free(c);
}

static void test_last_line_needs_no_line_end(void **state)
{
    struct bp_config *c = loaded(*state, "[instelling 99XA]\nsector = mbo");
    assert_int_equal(c->instellingen[0].sectoren, BP_SECTOR_MBO);
    bp_config_free(c);
}

static void test_mandate_is_the_institutions_of_the_file(void **state)
{
    struct bp_config *c = loaded(*state, "[instelling 99XA]\nsector = vo\nnaam = Een\n");
    assert_false(c->mandaat.alles);
    assert_int_equal(c->mandaat.count, 1);
    assert_true(bp_str_equal(c->mandaat.items[0].brin, BP_STR("99XA")));
    assert_true(bp_str_equal(c->mandaat.items[0].naam, BP_STR("Een")));
    assert_non_null(bp_config_instelling(c, BP_STR("99XA")));
    assert_null(bp_config_instelling(c, BP_STR("99XB")));
    bp_config_free(c);
    c = loaded(*state, "");
    assert_false(c->mandaat.alles);
    assert_int_equal(c->mandaat.count, 0);
    bp_config_free(c);
}

static void test_value_lists_are_replaced_and_elementcodes_come_in_front(void **state)
{
    const struct bp_waardenlijsten *shipped = bp_waardenlijsten_shipped();
    struct bp_config *c = loaded(*state, whole);
    const struct bp_waardenlijst *list = &c->lijsten.lijsten[BP_LIJST_LEERTRAJECT];
    assert_int_equal(list->count, 3);
    assert_true(bp_str_equal(list->items[0].waarde, BP_STR("BOL")));
    assert_false(bp_datum_given(list->items[0].from));
    assert_true(bp_datum_equal(list->items[1].from, BP_DATUM(2019, 1, 1)));
    assert_false(bp_datum_given(list->items[1].to));
    assert_true(bp_datum_equal(list->items[2].to, BP_DATUM(2023, 7, 31)));
    assert_ptr_equal(c->lijsten.lijsten[BP_LIJST_NIVEAU].items,
                     shipped->lijsten[BP_LIJST_NIVEAU].items);
    assert_int_equal(c->lijsten.elementcode_count, shipped->elementcode_count + 2);
    assert_string_equal(c->lijsten.elementcodes[0].pattern, "99.1");
    assert_string_equal(c->lijsten.elementcodes[0].leerweg, "BB");
    assert_string_equal(c->lijsten.elementcodes[1].leerweg, "TL");
    assert_memory_equal(&c->lijsten.elementcodes[2], shipped->elementcodes,
                        sizeof *shipped->elementcodes);
    bp_config_free(c);
}

static const struct {
    const char *name, *text;
    size_t line;
    const char *says; /* part of the message */
} refused[] = {
    { "unknown section", "[ledgr]\n", 1, "'ledger'" },
    { "unknown section far from any", "[zzzzzzzz]\n", 1, "zzzzzzzz" },
    { "unknown key, nearest named", "[ledger]\nurk = x\n", 2, "'url'" },
    { "unknown key of another section", "[ledger]\ncertificaat = x\n", 2, "certificaat" },
    { "key of the right section, wrong case", "[ledger]\nURL = sqlite:x\n", 2, "URL" },
    { "value before a section", "url = sqlite:x\n", 1, "section" },
    { "no equals sign", "[ledger]\nurl sqlite:x\n", 2, "name = value" },
    { "a colon is no equals sign", "[ledger]\nsleutel: x\n", 2, "name = value" },
    { "no name", "[ledger]\n= x\n", 2, "name = value" },
    { "indented text is no continuation", "[ledger]\nurl = sqlite:x\n  yes\n", 3, "name = value" },
    { "section not closed", "[ledger\n", 1, "[name]" },
    { "text after a section", "[ledger] # x\n", 1, "[name]" },
    { "empty section name", "[ ]\n", 1, "[name]" },
    { "section with a very long name",
      "[instelling 99XA 99XA 99XA 99XA 99XA 99XA 99XA 99XA 99XA]\n", 1, "[name]" },
    { "ledger takes no name", "[ledger x]\n", 1, "[ledger]" },
    { "same section twice", "[ledger]\n[duo]\n[ledger]\n", 3, "line 1" },
    { "same institution twice", "[instelling 99XA]\nsector = vo\n[instelling  99XA]\n", 3,
      "line 1" },
    { "same key twice", "[ledger]\nurl = sqlite:a\nurl = sqlite:b\n", 3, "line 2" },
    { "empty value", "[ledger]\nurl =\n", 2, "no value" },
    { "brin of three characters", "[instelling 99X]\n", 1, "BRIN" },
    { "brin in small letters", "[instelling 99xa]\n", 1, "BRIN" },
    { "institution without brin", "[instelling]\n", 1, "BRIN" },
    { "institution without sector", "\n[instelling 99XA]\nnaam = x\n[duo]\n", 2, "sector" },
    { "institution without any key", "[instelling 99XA]\n", 1, "sector" },
    { "sector that is none", "[instelling 99XA]\nsector = po\n", 2, "vo mbo" },
    { "sectors with a comma", "[instelling 99XA]\nsector = vo, mbo\n", 2, "vo mbo" },
    { "key without certificate", "[instelling 99XA]\nsector = vo\nsleutel = x\n", 1,
      "certificaat" },
    { "two passphrases",
      "[instelling 99XA]\nsector=vo\nwachtwoord_bestand=x\nwachtwoord_omgeving=Y\n", 1,
      "wachtwoord" },
    { "oin of 19", "[duo]\noin = 0000000180086647200\n", 2, "OIN" },
    { "oin of 21", "[duo]\noin = 000000018008664720000\n", 2, "OIN" },
    { "oin with a small letter", "[duo]\noin = 0000000700099xA00000\n", 2, "OIN" },
    { "endpoint without scheme", "[duo]\nvo = localhost:8443\n", 2, "https://" },
    { "gelijktijdig 0", "[duo]\ngelijktijdig = 0\n", 2, "1 to 64" },
    { "gelijktijdig 65", "[duo]\ngelijktijdig = 65\n", 2, "1 to 64" },
    { "gelijktijdig no number", "[duo]\ngelijktijdig = 4x\n", 2, "1 to 64" },
    { "unknown contract", "[contract vbo]\n", 1, "'vo'" },
    { "unknown value list", "[waardenlijst leertrajekt]\n", 1, "'leertraject'" },
    { "value with a strange sign", "[waardenlijst leertraject]\nB+L =\n", 2, "B+L" },
    { "validity that is no date", "[waardenlijst leertraject]\nBOL = 2019\n", 2, "2026-08-01" },
    { "validity on a day that does not exist", "[waardenlijst leertraject]\nBOL = 2019-02-29\n", 2,
      "2026-08-01" },
    { "validity that ends before it begins",
      "[waardenlijst leertraject]\nBOL = 2019-01-02 2019-01-01\n", 2, "BOL" },
    { "three dates", "[waardenlijst leertraject]\nBOL = 2019-01-01 2020-01-01 2021-01-01\n", 2,
      "BOL" },
    { "elementcode of three", "[elementcodes]\n991 = BB\n", 2, "pattern" },
    { "elementcode with a letter", "[elementcodes]\n99A1 = BB\n", 2, "pattern" },
    { "elementcode with another leerweg", "[elementcodes]\n9911 = HAVO\n", 2, "BB, KB, GL, TL" },
    { "control character", "[ledger]\nurl = sqlite:\x01x\n", 2, "control" },
};

static void test_what_is_wrong_is_refused_with_its_line(void **state)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct bp_config *config;
        struct bp_error err;
        const char *path = cli_put(*state, "bronpost.conf", refused[i].text);
        if (load(path, &config, &err) != BP_E_USAGE)
            fail_msg("%s: was taken", refused[i].name);
        if (err.row != refused[i].line || !strstr(err.detail, refused[i].says))
            fail_msg("%s: line %zu, '%s'", refused[i].name, err.row, err.detail);
        assert_string_equal(err.file, path);
        assert_null(config);
    }
}

/* libinih's limit is 200 bytes; a line that is cut would be half a path. */
static void test_longest_line_is_read_and_one_byte_more_is_refused(void **state)
{
    char text[512], value[256];
    struct bp_config *config = NULL;
    struct bp_error err;
    for (size_t len = 150; len < 210; len++) {
        memset(value, 'x', len);
        value[len] = '\0';
        (void)snprintf(text, sizeof text, "[instelling 99XA]\nsector = vo\nnaam = %s\n", value);
        enum bp_status st = load(cli_put(*state, "bronpost.conf", text), &config, &err);
        size_t line = strlen("naam = ") + len;
        if (st != (line <= 197 ? BP_OK : BP_E_USAGE))
            fail_msg("a line of %zu bytes: %s", line, err.detail);
        if (st == BP_OK)
            assert_string_equal(config->instellingen[0].naam, value);
        else
            assert_int_equal(err.row, 3);
        bp_config_free(config);
    }
}

static void test_nul_byte_is_refused(void **state)
{
    struct bp_config *config;
    struct bp_error err;
    const char *path = cli_path(*state, "nul.conf");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite("[ledger]\nurl = sqlite:x\0y\n", 1, 26, file), 26);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(load(path, &config, &err), BP_E_USAGE);
    assert_int_equal(err.row, 2);
}

static void test_file_that_is_named_must_be_there(void **state)
{
    struct bp_config *config;
    struct bp_error err;
    assert_int_equal(load(cli_path(*state, "none.conf"), &config, &err), BP_E_USAGE);
    assert_int_equal(load(((struct cli_folder *)*state)->path, &config, &err),
                     BP_E_USAGE); /* a folder */
    assert_int_equal(setenv("BRONPOST_CONF", cli_path(*state, "none.conf"), 1), 0);
    assert_int_equal(load(NULL, &config, &err), BP_E_USAGE);
}

static void test_option_wins_over_variable_over_file_in_the_folder(void **state)
{
    struct bp_config *config;
    struct bp_error err;
    char before[512];
    assert_non_null(getcwd(before, sizeof before));
    (void)cli_put(*state, "bronpost.conf", "[instelling 99XC]\nsector=vo\n");
    const char *named = cli_put(*state, "a.conf", "[instelling 99XA]\nsector=vo\n");
    const char *variable = cli_put(*state, "b.conf", "[instelling 99XB]\nsector=vo\n");
    assert_int_equal(chdir(((struct cli_folder *)*state)->path), 0);
    assert_int_equal(load(NULL, &config, &err), BP_OK);
    assert_string_equal(config->instellingen[0].brin.ptr, "99XC");
    assert_string_equal(config->path, "./bronpost.conf");
    bp_config_free(config);
    assert_int_equal(setenv("BRONPOST_CONF", variable, 1), 0);
    assert_int_equal(load(NULL, &config, &err), BP_OK);
    assert_string_equal(config->instellingen[0].brin.ptr, "99XB");
    bp_config_free(config);
    assert_int_equal(load(named, &config, &err), BP_OK);
    assert_string_equal(config->instellingen[0].brin.ptr, "99XA");
    bp_config_free(config);
    assert_int_equal(chdir(before), 0);
}

static void test_variable_for_the_ledger_wins_and_its_key_lies_beside_it(void **state)
{
    assert_int_equal(setenv("BRONPOST_LEDGER", "sqlite:///srv/l/x.db", 1), 0);
    struct bp_config *c = loaded(*state, "[ledger]\nurl = sqlite:here.db\n");
    assert_string_equal(c->ledger_url, "sqlite:///srv/l/x.db");
    assert_string_equal(c->key_file, "/srv/l/installatie.sleutel");
    bp_config_free(c);
}

static void test_key_file_lies_beside_the_ledger_by_default(void **state)
{
    static const struct {
        const char *url, *key;
    } cases[] = {
        { "sqlite:///srv/l/x.db", "/srv/l/installatie.sleutel" },
        { "sqlite:/srv/x.db", "/srv/installatie.sleutel" },
    };
    for (size_t i = 0; i < 2; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "[ledger]\nurl = %s\n", cases[i].url);
        struct bp_config *c = loaded(*state, text);
        assert_string_equal(c->key_file, cases[i].key);
        bp_config_free(c);
    }
    struct bp_config *c = loaded(*state, "[ledger]\nurl = sqlite:x.db\n");
    assert_string_equal(c->key_file, cli_path(*state, "installatie.sleutel"));
    bp_config_free(c);
}

static void test_schemas_option_wins_over_the_file(void **state)
{
    const char *path = cli_put(*state, "bronpost.conf", "[contract vo]\nschemas = a\n");
    struct bp_config_opties opties = { .path = path,
                                       .schemas = { "vo=/b", "mbo=c" },
                                       .schemas_count = 2 };
    struct bp_config *config;
    struct bp_error err = { 0 };
    assert_int_equal(bp_config_load(&opties, &config, &err), BP_OK);
    assert_string_equal(bp_config_contract(config, "vo")->schemas, "/b");
    assert_string_equal(bp_config_contract(config, "mbo")->schemas,
                        "c"); /* seen from the working directory */
    bp_config_free(config);
    static const char *const wrong[] = { "vo", "vo=", "po=x", "=x", "v=x" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        opties =
            (struct bp_config_opties){ .path = path, .schemas = { wrong[i] }, .schemas_count = 1 };
        if (bp_config_load(&opties, &config, &err) != BP_E_USAGE)
            fail_msg("%s was taken", wrong[i]);
    }
    opties = (struct bp_config_opties){ .path = path,
                                        .schemas = { "rio=a", "vo=b", "rio=c" },
                                        .schemas_count = 3 };
    assert_int_equal(bp_config_load(&opties, &config, &err), BP_E_USAGE);
    assert_non_null(strstr(err.detail, "--schemas rio= is there twice"));
}

static void test_print_shows_values_with_their_origin_and_no_password(void **state)
{
    static const char text[] = "[ledger]\nurl = postgresql://bron:geheim@db.example/x\n"
                               "[duo]\nproxy = http://u:p%40ss@proxy:1\n";
    struct bp_error err = { 0 };
    struct bp_buf out;
    bp_buf_init(&out, 1 << 20);
    struct bp_config *c = loaded(*state, text);
    for (int json = 0; json < 2; json++) {
        bp_buf_clear(&out);
        assert_int_equal(bp_config_print(c, json, &out, &err), BP_OK);
        bp_buf_add_char(&out, '\0');
        assert_non_null(strstr(out.ptr, "postgresql://bron:***@db.example/x"));
        assert_non_null(strstr(out.ptr, "http://u:***@proxy:1"));
        assert_non_null(strstr(out.ptr, "bronpost.conf:2"));
        assert_non_null(strstr(out.ptr, "default"));
        assert_null(strstr(out.ptr, "geheim"));
        assert_null(strstr(out.ptr, "p%40ss"));
    }
    bp_config_free(c);
    bp_buf_free(&out);
}

/* Whatever stands in a file: refused or taken, never worse (the sanitizers look on). */
static void test_mutilated_files_do_no_harm(void **state)
{
    uint32_t seed = 12345;
    size_t taken = 0, refusals = 0;
    char text[sizeof whole];
    for (int round = 0; round < 2000; round++) {
        struct bp_config *config;
        struct bp_error err;
        memcpy(text, whole, sizeof whole);
        for (int change = 0; change < 1 + round % 4; change++) {
            seed = seed * 1664525 + 1013904223;
            text[(seed >> 8) % (sizeof whole - 1)] = (char)(seed >> 24 ? seed >> 24 : 'x');
        }
        if (load(cli_put(*state, "bronpost.conf", text), &config, &err) == BP_OK)
            taken++;
        else
            refusals++;
        bp_config_free(config);
    }
    assert_true(taken > 100 && refusals > 100);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_every_key_reaches_its_place),
        CASE(test_semicolon_hash_and_colon_inside_a_value_survive),
        CASE(test_indented_lines_bom_and_crlf_are_ordinary),
        CASE(test_last_line_needs_no_line_end),
        CASE(test_mandate_is_the_institutions_of_the_file),
        CASE(test_value_lists_are_replaced_and_elementcodes_come_in_front),
        CASE(test_what_is_wrong_is_refused_with_its_line),
        CASE(test_longest_line_is_read_and_one_byte_more_is_refused),
        CASE(test_nul_byte_is_refused),
        CASE(test_file_that_is_named_must_be_there),
        CASE(test_option_wins_over_variable_over_file_in_the_folder),
        CASE(test_variable_for_the_ledger_wins_and_its_key_lies_beside_it),
        CASE(test_key_file_lies_beside_the_ledger_by_default),
        CASE(test_schemas_option_wins_over_the_file),
        CASE(test_print_shows_values_with_their_origin_and_no_password),
        CASE(test_mutilated_files_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
