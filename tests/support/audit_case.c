#include "support/audit_case.h"

#include "bronpost/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#define NOON INT64_C(43200000)

static struct bp_error err;

static void ok(enum bp_status st)
{
    if (st != BP_OK)
        fail_msg("status %d: %s", (int)st, err.detail);
}

/* --- clock and numbers ---------------------------------------------------------------------------------------- */

static int64_t clock_ms;

static int64_t tick(void *ctx)
{
    (void)ctx;
    return clock_ms++;
}

static void no_uuid(void *ctx, char out[BP_UUID_TEXT])
{
    (void)ctx;
    (void)snprintf(out, BP_UUID_TEXT, "00000000-0000-4000-8000-000000000000");
}

static struct bp_datum day_of(const char *text)
{
    struct bp_datum d = BP_DATUM_NONE;
    if (text && strcmp(text, "-") != 0 && !bp_datum_parse_iso(bp_str_of(text), &d))
        fail_msg("no day: %s", text);
    return d;
}

void audit_case_moment(struct audit_case *c, const char *day, int64_t ms)
{
    int64_t moment = bp_datum_to_days(day_of(day)) * INT64_C(86400000) + ms;
    (void)c;
    assert_true(moment > clock_ms || clock_ms == 0);
    clock_ms = moment;
}

void audit_case_day(struct audit_case *c, const char *day)
{
    audit_case_moment(c, day, NOON);
}

const char *audit_case_uuid(unsigned n)
{
    static char texts[4][BP_UUID_TEXT];
    static size_t next;
    char *text = texts[next++ % 4];
    (void)snprintf(text, BP_UUID_TEXT, "3f6c1c52-7f0e-4f5a-9f3b-%012u", n);
    return text;
}

void audit_case_begin(struct audit_case *c)
{
    *c = (struct audit_case){ .env = { tick, no_uuid, NULL } };
    clock_ms = 0;
    audit_case_day(c, "2026-09-03");
    cli_folder_begin(&c->folder);
    bp_buf_init(&c->text, 16 * BP_MIB);
    (void)snprintf(c->file, sizeof c->file, "%s/ledger.db", c->folder.path);
    (void)snprintf(c->url, sizeof c->url, "sqlite://%s", c->file);
    ok(bp_ledger_open(c->url, BP_LEDGER_WRITE, &c->env, &c->ledger, &err));
    /* A key of its own, always the same: so are the pseudonyms, and the order of persons. */
    const char *key = cli_put(&c->folder, "installatie.sleutel",
                              "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
    assert_int_equal(chmod(key, 0600), 0);
    ok(bp_kluis_open(key, false, &c->kluis, &err));
}

void audit_case_end(struct audit_case *c)
{
    bp_audit_close(c->audit);
    bp_ledger_close(c->ledger);
    bp_kluis_close(c->kluis);
    bp_buf_free(&c->text);
    cli_folder_end(&c->folder);
}

/* --- bodies --------------------------------------------------------------------------------------------------- */

static void element(struct bp_buf *out, const char *name, const char *value)
{
    bp_buf_printf(out, "<m:%s>%s</m:%s>", name, value, name);
}

static void add_period(struct bp_buf *out, const char *contract, const char *word)
{
    const char *sector = strcmp(contract, "vo") == 0 ? "VO" : "MBO";
    char begin[11];
    (void)snprintf(begin, sizeof begin, "%.10s", word);
    assert_true(strlen(word) >= 13);
    bp_buf_printf(out, "<m:inschrijvingPeriode%s>", sector);
    element(out, "datumBegin", begin);
    element(out, "indicatieBekostigbaar", word[13] == 'n' ? "false" : "true");
    if (word[11] != '-') {
        element(out, "leerroute", word[11] == 'D' ? "DLR" : "GLR");
        element(out, "leerroutefase", word[12] == 'M' ? "MBO" : "VO");
    }
    bp_buf_printf(out, "</m:inschrijvingPeriode%s>", sector);
}

static void build_body(struct bp_buf *out, const struct audit_reg *reg, const char *stand)
{
    char copy[400], *rest = NULL;
    const bool vo = strcmp(reg->contract, "vo") == 0;
    bp_buf_add_text(out, "<m:aanleveren_Request xmlns:m=\"urn:t\">");
    element(out, "burgerservicenummer", reg->bsn);
    element(out, "inschrijvingvolgnummer", reg->volgnummer);
    if (stand) {
        assert_true(bp_str_copy(copy, sizeof copy, bp_str_of(stand)));
        element(out, "datumInschrijving", strtok_r(copy, " ", &rest));
        const char *einde = strtok_r(NULL, " ", &rest);
        assert_non_null(einde);
        if (strcmp(einde, "-") != 0)
            element(out, vo ? "datumUitschrijving" : "datumUitschrijvingWerkelijk", einde);
        for (const char *word; (word = strtok_r(NULL, " ", &rest));)
            add_period(out, reg->contract, word);
    }
    bp_buf_add_text(out, "</m:aanleveren_Request>");
}

static void with_message(struct audit_case *c, const struct audit_reg *reg, const char *stand,
                         const char *herkomst)
{
    struct bp_persoonsnummer persoon = { .soort = BP_PERSOON_BSN };
    struct bp_buf body, sealed;
    char leerlingnummer[8];
    const char *uuid = audit_case_uuid(++c->identificatie);
    bp_buf_init(&body, BP_MIB);
    bp_buf_init(&sealed, BP_MIB);
    build_body(&body, reg, stand);
    memcpy(persoon.digits, reg->bsn, sizeof persoon.digits);
    (void)snprintf(leerlingnummer, sizeof leerlingnummer, "L%s", reg->bsn + 5);
    struct bp_ledger_bericht bericht = {
        .key = { .contract = reg->contract,
                 .brin = bp_str_of(reg->brin),
                 .volgnummer = bp_str_of(reg->volgnummer) },
        .handeling = stand ? "inschrijving" : "verwijdering",
        .identificatiecode = bp_str_of(uuid),
        .leerlingnummer = bp_str_of(leerlingnummer),
        .begin = BP_DATUM(2023, 8, 1),
    };
    ok(bp_kluis_persoon(c->kluis, persoon, bericht.key.persoon, &err));
    ok(bp_kluis_fingerprint(c->kluis, bp_buf_str(&body), bericht.fingerprint, &err));
    ok(bp_kluis_seal(c->kluis, bericht.identificatiecode, bp_buf_str(&body), &sealed, &err));
    bericht.body = bp_buf_str(&sealed);
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(herkomst ? bp_ledger_adopt(c->ledger, &bericht, bp_str_of(herkomst), &err)
                : bp_ledger_stage(c->ledger, &bericht, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    bp_buf_free(&body);
    bp_buf_free(&sealed);
}

void audit_case_stage(struct audit_case *c, const struct audit_reg *reg, const char *stand)
{
    with_message(c, reg, stand, NULL);
}

void audit_case_adopt(struct audit_case *c, const struct audit_reg *reg, const char *stand,
                      const char *herkomst)
{
    with_message(c, reg, stand, herkomst);
}

/* --- sending -------------------------------------------------------------------------------------------------- */

#define QUEUES 16

struct queues {
    struct {
        char brin[5], contract[4];
    } items[QUEUES];
    size_t count;
};

static enum bp_status take_queue(void *ctx, const struct bp_ledger_wachtrij *w, struct bp_error *e)
{
    struct queues *q = ctx;
    (void)e;
    assert_true(q->count < QUEUES);
    (void)bp_str_copy(q->items[q->count].brin, sizeof q->items[0].brin, w->brin);
    (void)bp_str_copy(q->items[q->count++].contract, sizeof q->items[0].contract,
                      bp_str_of(w->contract));
    return BP_OK;
}

static enum bp_status take_number(void *ctx, const struct bp_ledger_zending *z, struct bp_error *e)
{
    (void)e;
    *(int64_t *)ctx = z->bericht;
    return BP_OK;
}

/* The next message of the queue, to its end; false: none waits. */
static bool send_one(struct audit_case *c, const char *brin, const char *contract,
                     enum bp_toestand becomes)
{
    enum bp_ledger_claim claim = BP_CLAIM_GEEN;
    int64_t later = 0;
    struct bp_ledger_uitkomst uitkomst = { .toestand = becomes };
    const struct bp_ledger_vraag vraag = {
        .contract = contract,
        .brin = bp_str_of(brin),
        .pogingen = 1,
        .message_id = bp_str_of("11111111-2222-4333-8444-555555555555"),
    };
    if (becomes == BP_TOESTAND_MISLUKT || becomes == BP_TOESTAND_AFGEKEURD) {
        uitkomst.fout = true;
        uitkomst.code = BP_STR("DK0004");
        uitkomst.tekst = BP_STR("not acceptable");
    }
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_claim(c->ledger, &vraag, take_number, &uitkomst.bericht, &claim, &later, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    if (claim != BP_CLAIM_ZENDING)
        return false;
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_settle(c->ledger, &uitkomst, &err));
    ok(bp_ledger_step_commit(c->ledger, &err));
    return true;
}

void audit_case_send(struct audit_case *c, enum bp_toestand becomes)
{
    struct queues queues = { .count = 0 };
    size_t onzeker = 0;
    ok(bp_ledger_submit_begin(c->ledger, 0, &onzeker, &err));
    ok(bp_ledger_each_wachtrij(c->ledger, take_queue, &queues, &err));
    for (size_t i = 0; i < queues.count; i++)
        while (send_one(c, queues.items[i].brin, queues.items[i].contract, becomes))
            continue;
    bp_ledger_submit_end(c->ledger);
}

void audit_case_feedback(struct audit_case *c, unsigned n, enum bp_toestand oordeel)
{
    enum bp_ledger_feedback_gevolg gevolg;
    const struct bp_ledger_feedback feedback = {
        .identificatiecode = bp_str_of(audit_case_uuid(n)),
        .oordeel = oordeel,
        .code = BP_STR("F7"),
        .tekst = BP_STR("vestiging onbekend"),
        .sleutelgegevens = BP_STR("V1"),
    };
    ok(bp_ledger_step_begin(c->ledger, 0, &err));
    ok(bp_ledger_feedback(c->ledger, &feedback, &gevolg, &err));
    assert_int_equal(gevolg, BP_FEEDBACK_VERWERKT);
    ok(bp_ledger_step_commit(c->ledger, &err));
}

/* --- the audit ------------------------------------------------------------------------------------------------ */

enum bp_status audit_case_try(struct audit_case *c, const char *day, const char *known,
                              bool numbers, const struct bp_error **error)
{
    static const struct bp_instelling named = { { "99XA", 4 }, { "De School", 9 }, BP_SECTOR_VO };
    static const struct bp_mandaat mandaat = { &named, 1, false };
    struct bp_ledger_zegel zegel;
    ok(bp_ledger_zegel(c->ledger, &zegel, &err));
    const struct bp_audit_opdracht opdracht = {
        .ledger = c->ledger,
        .walk = bp_ledger_each_bewijs,
        .kluis = c->kluis,
        .zegel = &zegel,
        .mandaat = &mandaat,
        .dag = day_of(day),
        .bekend_op = day_of(known),
        .nu_ms = clock_ms,
        .leerlingnummers = numbers,
        .tbgi = c->tbgi,
        .uittreksel = c->uittreksel,
        .version = "0.0.0",
        .out = cli_path(&c->folder, "uit"),
    };
    bp_audit_close(c->audit);
    c->audit = NULL;
    *error = &err;
    return bp_audit_make(&opdracht, &c->audit, &err);
}

const struct bp_audit_rapport *audit_case_make(struct audit_case *c, const char *day,
                                               const char *known, bool numbers)
{
    const struct bp_error *error;
    ok(audit_case_try(c, day, known, numbers, &error));
    return bp_audit_rapport(c->audit);
}

const char *audit_case_read(struct audit_case *c, const char *name)
{
    char path[160];
    (void)snprintf(path, sizeof path, "%s/uit/%s", c->folder.path, name);
    bp_buf_clear(&c->text);
    ok(bp_file_get(path, 16 * BP_MIB, &c->text, &err));
    bp_buf_add(&c->text, "", 1);
    return c->text.ptr;
}

/* The cells of a line that needs no quotes; answers how many, `line` moves on. */
#define CELLS 32
static size_t split(const char **line, struct bp_str cells[CELLS])
{
    size_t n = 0;
    const char *at = *line;
    for (;;) {
        size_t len = strcspn(at, ";\n");
        assert_true(n < CELLS && at[len]);
        cells[n++] = (struct bp_str){ at, len };
        at += len + 1;
        if (at[-1] == '\n')
            break;
    }
    *line = at;
    return n;
}

static size_t column_of(const struct bp_str *kop, size_t count, struct bp_str name)
{
    size_t i = 0;
    while (i < count && !bp_str_equal(kop[i], name))
        i++;
    if (i == count)
        fail_msg("no column %.*s", (int)name.len, name.ptr);
    return i;
}

const char *audit_case_columns(struct audit_case *c, const char *columns)
{
    return audit_case_columns_of(c, "audit.csv", columns);
}

const char *audit_case_columns_of(struct audit_case *c, const char *name, const char *columns)
{
    static char said[8192];
    struct bp_str kop[CELLS], cells[CELLS], wanted[CELLS];
    size_t which[CELLS];
    char names[200];
    const char *at = audit_case_read(c, name), *names_at = names;
    int len = snprintf(names, sizeof names, "%s\n", columns);
    assert_true(len > 0 && (size_t)len < sizeof names);
    size_t count = split(&at, kop), want = split(&names_at, wanted), used = 0;
    for (size_t i = 0; i < want; i++)
        which[i] = column_of(kop, count, wanted[i]);
    said[0] = '\0';
    while (*at) {
        assert_int_equal(split(&at, cells), count);
        for (size_t i = 0; i < want; i++)
            used += (size_t)snprintf(said + used, sizeof said - used, "%s%.*s", i ? ";" : "",
                                     (int)cells[which[i]].len, cells[which[i]].ptr);
        used += (size_t)snprintf(said + used, sizeof said - used, "\n");
        assert_true(used < sizeof said);
    }
    return used ? said : "-\n";
}
