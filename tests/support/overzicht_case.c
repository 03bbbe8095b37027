#include "support/overzicht_case.h"

#include "bronpost/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

void overzicht_begin(struct overzicht_case *c)
{
    memset(c, 0, sizeof *c);
    cli_folder_begin(&c->folder);
    bp_buf_init(&c->text, 64 * BP_MIB);
}

void overzicht_end(struct overzicht_case *c)
{
    bp_overzicht_close(c->overzicht);
    bp_buf_free(&c->text);
    cli_folder_end(&c->folder);
}

bool overzicht_open_file(struct overzicht_case *c, const char *path)
{
    const struct bp_overzicht_opties opties = { path, c->uittreksel };
    bp_overzicht_close(c->overzicht);
    c->overzicht = NULL;
    c->err = (struct bp_error){ .status = BP_OK };
    enum bp_status st = bp_overzicht_open(&opties, &c->overzicht, &c->err);
    if (st == BP_OK)
        return true;
    assert_null(c->overzicht);
    assert_int_equal(c->err.status, st);
    return false;
}

bool overzicht_open(struct overzicht_case *c, struct bp_str bytes)
{
    struct bp_error err = { .status = BP_OK };
    /* Not cli_path(): an error keeps pointing at the name. */
    static char path[128];
    (void)snprintf(path, sizeof path, "%s/ro.csv", c->folder.path);
    if (bp_file_put(path, bytes, BP_DURABLE_LATER, &err) != BP_OK)
        fail_msg("%s: %s", path, err.detail);
    return overzicht_open_file(c, path);
}

static size_t count_records(const char *text, const char *soort)
{
    size_t count = 0;
    for (const char *at = text; *at;) {
        count += strncmp(at, soort, 3) == 0;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return count;
}

bool overzicht_open_records(struct overzicht_case *c, const char *middle)
{
    struct bp_buf file;
    bp_buf_init(&file, BP_MIB);
    bp_buf_printf(&file, "%s%sSLR", OVZ_VLP, middle);
    for (unsigned s = 0; s < BP_OVERZICHT_SOORTEN; s++)
        bp_buf_printf(&file, "|%zu",
                      count_records(middle, bp_overzicht_soort_name((enum bp_overzicht_soort)s)));
    bp_buf_add_text(&file, "\r\n");
    bool ok = overzicht_open(c, bp_buf_str(&file));
    bp_buf_free(&file);
    return ok;
}

static enum bp_status add_persoon(void *ctx, const struct bp_overzicht_persoon *p,
                                  struct bp_error *err)
{
    static const char soorten[] = "?bo";
    struct overzicht_case *c = ctx;
    (void)err;
    bp_buf_printf(&c->text, "%sP%u %c", c->text.len ? " " : "", p->line, soorten[p->persoon.soort]);
    for (size_t i = 0; i < p->inschrijving_count; i++) {
        const struct bp_overzicht_inschrijving *ins = &p->inschrijvingen[i];
        bp_buf_printf(&c->text, " I%u:%.*s[", ins->line, (int)ins->stand.inschrijvingvolgnummer.len,
                      ins->stand.inschrijvingvolgnummer.ptr);
        for (size_t j = 0; j < ins->stand.periode_count; j++)
            bp_buf_printf(&c->text, "%s%u", j ? " " : "", ins->stand.perioden[j].line);
        bp_buf_printf(&c->text, "]e%zub%zu", ins->ondersteuning_count, ins->bpv_count);
    }
    bp_buf_printf(&c->text, " r%zu", p->resultaat_count);
    return BP_OK;
}

static const char *as_text(struct overzicht_case *c, enum bp_status st)
{
    if (st != BP_OK) {
        bp_buf_clear(&c->text);
        bp_buf_printf(&c->text, "! %zu %s", c->err.row, c->err.detail);
    }
    bp_buf_add(&c->text, "", 1);
    return c->text.ptr;
}

const char *overzicht_summary(struct overzicht_case *c)
{
    bp_buf_clear(&c->text);
    c->err = (struct bp_error){ .status = BP_OK };
    return as_text(c, bp_overzicht_each(c->overzicht, add_persoon, NULL, c, &c->err));
}

static enum bp_status ignore_persoon(void *ctx, const struct bp_overzicht_persoon *p,
                                     struct bp_error *err)
{
    (void)ctx;
    (void)p;
    (void)err;
    return BP_OK;
}

static enum bp_status add_herstel(void *ctx, const struct bp_overzicht_herstel *h,
                                  struct bp_error *err)
{
    struct overzicht_case *c = ctx;
    (void)err;
    bp_buf_printf(&c->text, "%u %s %s; ", h->line, h->record, h->veld);
    return BP_OK;
}

const char *overzicht_mends(struct overzicht_case *c)
{
    bp_buf_clear(&c->text);
    return as_text(c, bp_overzicht_each(c->overzicht, ignore_persoon, add_herstel, c, &c->err));
}

const char *overzicht_lines(struct overzicht_case *c, const char *name, bool uitleg)
{
    struct bp_buf file;
    struct bp_error err = { .status = BP_OK };
    const char *path = cli_path(&c->folder, name);
    bp_buf_init(&file, BP_MIB);
    if (bp_file_get(path, BP_MIB, &file, &err) != BP_OK)
        fail_msg("%s: %s", path, err.detail);
    bp_buf_add(&file, "", 1);
    bp_buf_clear(&c->text);
    const char *at = strchr(file.ptr, '\n');
    assert_non_null(at);
    for (at++; *at; at += strcspn(at, "\n") + 1) {
        size_t len = strcspn(at, "\n"), last = len;
        bool quoted = false;
        while (last > 0 && (quoted || at[last - 1] != ';'))
            quoted ^= at[--last] == '"';
        bp_buf_add(&c->text, at, uitleg ? len : last);
        bp_buf_add_char(&c->text, '\n');
    }
    bp_buf_add(&c->text, "", 1);
    bp_buf_free(&file);
    return c->text.ptr;
}

/* --- what the ledger has --------------------------------------------------------------------------------------- */

struct bp_ledger *overzicht_ledger_handle(struct overzicht_ledger *ledger)
{
    return (struct bp_ledger *)(void *)ledger;
}

static int64_t noon_of(const char *day)
{
    struct bp_datum d;
    if (!bp_datum_parse_iso(bp_str_of(day), &d))
        fail_msg("no day: %s", day);
    return (int64_t)bp_datum_to_days(d) * 86400000 + 12 * 3600000;
}

enum bp_status overzicht_walk(struct bp_ledger *handle, bp_ledger_registratie_fn *fn, void *ctx,
                              struct bp_error *err)
{
    const struct overzicht_ledger *ledger = (const struct overzicht_ledger *)(void *)handle;
    enum bp_status st = BP_OK;
    struct bp_buf sealed;
    bp_buf_init(&sealed, BP_MIB);
    for (size_t i = 0; st == BP_OK && i < ledger->count; i++) {
        const struct overzicht_registratie *r = &ledger->items[i];
        struct bp_persoonsnummer persoon = { .soort = BP_PERSOON_BSN };
        char uuid[BP_UUID_TEXT];
        memcpy(persoon.digits, r->bsn, sizeof persoon.digits);
        (void)snprintf(uuid, sizeof uuid, "3f6c1c52-7f0e-4f5a-9f3b-%012u", (unsigned)i);
        struct bp_ledger_registratie stand = {
            .key = { .contract = r->contract,
                     .brin = bp_str_of(r->brin),
                     .volgnummer = bp_str_of(r->volgnummer) },
            .toestand = r->toestand,
            .handeling = r->body ? "inschrijving" : "verwijdering",
            .identificatiecode = bp_str_of(uuid),
            .leerlingnummer = bp_str_of(r->leerlingnummer),
            .moment_ms = noon_of(r->moment),
        };
        st = bp_kluis_persoon(ledger->kluis, persoon, stand.key.persoon, err);
        if (st == BP_OK && r->body)
            st = bp_kluis_seal(ledger->kluis, stand.identificatiecode, bp_str_of(r->body), &sealed,
                               err);
        stand.body = bp_buf_str(&sealed);
        if (st == BP_OK)
            st = fn(ctx, &stand, err);
    }
    bp_buf_free(&sealed);
    return st;
}
