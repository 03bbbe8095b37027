#include "support/input_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define ROUTES_HEAD                                                                                \
    "leerroute;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;vo_brin;vo_vestiging;"      \
    "mbo_brin;begindatum\n"

void input_begin(struct input_case *c)
{
    memset(c, 0, sizeof *c);
    (void)snprintf(c->folder, sizeof c->folder, "/tmp/bronpost-input-XXXXXX");
    if (!mkdtemp(c->folder))
        fail_msg("no folder for the test");
    c->arena = bp_arena_new(256 * BP_MIB);
    bp_buf_init(&c->text, 64 * BP_MIB);
    c->mandaat = (struct bp_mandaat){ .items = c->instellingen, .alles = true };
    c->opties = (struct bp_leerlingen_opties){ .lijsten = bp_waardenlijsten_shipped(),
                                               .mandaat = &c->mandaat };
}

static void close_export(struct input_case *c)
{
    bp_leerlingen_lezer_free(c->lezer);
    bp_leerlingen_close(c->leerlingen);
    c->lezer = NULL;
    c->leerlingen = NULL;
}

void input_end(struct input_case *c)
{
    static const char *const names[] = { "leerlingen.csv", "routes.csv", "profiel.ini" };
    close_export(c);
    bp_routes_close(c->routes);
    bp_profiel_close(c->profiel);
    bp_arena_free(c->arena);
    bp_buf_free(&c->text);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(c->path, sizeof c->path, "%s/%s", c->folder, names[i]);
        (void)unlink(c->path);
    }
    assert_int_equal(rmdir(c->folder), 0);
}

const char *input_put(struct input_case *c, const char *name, struct bp_str bytes)
{
    (void)snprintf(c->path, sizeof c->path, "%s/%s", c->folder, name);
    FILE *file = fopen(c->path, "we");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        fail_msg("cannot write %s", c->path);
    return c->path;
}

bool input_profiel(struct input_case *c, const char *text)
{
    bp_profiel_close(c->profiel);
    const char *path = input_put(c, "profiel.ini", bp_str_of(text));
    enum bp_status st = bp_profiel_open(path, &c->profiel, &c->err);
    c->opties.profiel = c->profiel;
    return st == BP_OK;
}

bool input_routes(struct input_case *c, struct bp_str text)
{
    bp_routes_close(c->routes);
    const char *path = input_put(c, "routes.csv", text);
    enum bp_status st = bp_routes_open(path, c->opties.lijsten, &c->routes, &c->err);
    c->opties.routes = st == BP_OK ? bp_routes_of(c->routes) : NULL;
    return st == BP_OK;
}

void input_standard_routes(struct input_case *c)
{
    assert_true(input_routes(c, BP_STR(ROUTES_HEAD
                                       "R1;GLR;BB;2;6611;25655;99XA;99XA00;99XB;2020-08-01\n"
                                       "R2;DLR;BB;3;6611;25655;99XM;99XM00;99XM;2020-08-01\n")));
}

bool input_open(struct input_case *c, struct bp_str csv)
{
    static const struct bp_routes none;
    close_export(c);
    if (!c->opties.routes)
        c->opties.routes = &none;
    c->opties.path = input_put(c, "leerlingen.csv", csv);
    c->err = (struct bp_error){ .status = BP_OK };
    enum bp_status st = bp_leerlingen_open(&c->opties, &c->leerlingen, &c->err);
    if (st != BP_OK) {
        assert_null(c->leerlingen);
        assert_int_equal(c->err.status, st);
        return false;
    }
    c->lezer = bp_leerlingen_lezer_new(c->leerlingen, &c->err);
    assert_non_null(c->lezer);
    return true;
}

struct bp_gelezen *input_read(struct input_case *c, size_t inschrijving, size_t *count)
{
    struct bp_gelezen *items;
    bp_arena_reset(c->arena);
    if (bp_leerlingen_read_persoon(c->lezer, inschrijving, c->arena, &items, count, &c->err) !=
        BP_OK)
        fail_msg("reading failed: %s", c->err.detail);
    return items;
}

static void add_one(struct input_case *c, const struct bp_gelezen *item)
{
    for (size_t i = 0; i < item->rij_count; i++)
        bp_buf_printf(&c->text, "%s%u", i ? "+" : "", (unsigned)item->rijen[i].line);
    for (size_t i = 0; i < item->bevindingen.count; i++) {
        const struct bp_bevinding *b = &item->bevindingen.items[i];
        const char *kolom = bp_kolom_name(b->kolom);
        bp_buf_printf(&c->text, "[%u BP%d%s%s%s]", (unsigned)b->line, (int)b->code,
                      *kolom ? " " : "", kolom, b->gevolg ? "*" : "");
    }
}

const char *input_summary(struct input_case *c)
{
    bp_buf_clear(&c->text);
    size_t total = bp_leerlingen_feiten(c->leerlingen)->inschrijvingen;
    for (size_t i = 0; i < total; i++) {
        size_t count, at = 0;
        struct bp_gelezen *items = input_read(c, i, &count);
        while (at < count && items[at].inschrijving != i)
            at++;
        if (at == count)
            fail_msg("enrolment %zu is not among those of its own person", i);
        bp_buf_add_text(&c->text, i ? " " : "");
        add_one(c, &items[at]);
    }
    bp_buf_add(&c->text, "", 1);
    return c->text.ptr;
}

const struct bp_rij *input_row(struct input_case *c)
{
    size_t count;
    struct bp_gelezen *items = input_read(c, 0, &count);
    assert_int_equal(count, 1);
    assert_int_equal(items[0].rij_count, 1);
    return &items[0].rijen[0];
}

struct bp_str input_back(struct input_case *c, const char *uitleg)
{
    bp_buf_clear(&c->text);
    if (bp_leerlingen_write_header(c->lezer, &c->text, &c->err) != BP_OK)
        fail_msg("header: %s", c->err.detail);
    size_t total = bp_leerlingen_feiten(c->leerlingen)->inschrijvingen, rows = 0, highest = 0;
    bool *lines = calloc(1 << 20, sizeof *lines);
    assert_non_null(lines);
    for (size_t i = 0; i < total; i++) {
        size_t count;
        struct bp_gelezen *items = input_read(c, i, &count);
        for (size_t j = 0; j < count; j++) {
            for (size_t r = 0; r < items[j].rij_count; r++) {
                lines[items[j].rijen[r].line] = true;
                highest = items[j].rijen[r].line > highest ? items[j].rijen[r].line : highest;
            }
        }
    }
    for (size_t line = 1; line <= highest; line++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", line);
        const struct bp_str cells[4] = { bp_str_of(number), BP_STR("BP000"), BP_STR("k"),
                                         bp_str_of(uitleg) };
        if (lines[line] &&
            bp_leerlingen_write_row(c->lezer, (uint32_t)line, cells, &c->text, &c->err) != BP_OK)
            fail_msg("line %zu: %s", line, c->err.detail);
        rows += lines[line];
    }
    free(lines);
    assert_int_equal(rows, bp_leerlingen_feiten(c->leerlingen)->rows);
    return bp_buf_str(&c->text);
}
