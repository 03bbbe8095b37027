#include "domain_case.h"

#include "bronpost/base/buf.h"
#include "domain_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The usual routes, by what is special about them. */
static const char usual_routes[] =
    "leerroute=D1 soort=DLR\n"
    "leerroute=D3 soort=DLR vo_jaren=3\n"
    "leerroute=DC soort=DLR mbo_brin=99XC opleidingcode_mbo=99003\n"
    "leerroute=DE soort=DLR begindatum=2024-08-01 einddatum=2026-07-31\n"
    "leerroute=DV soort=DLR vo_brin=99XD vo_vestiging=99XD00\n"
    "leerroute=DZ soort=DLR vo_brin=99XZ vo_vestiging=99XZ00 mbo_brin=99XZ\n"
    "leerroute=D1Y soort=DLR vo_jaren=1\n"
    "leerroute=G1 soort=GLR\n"
    "leerroute=GC soort=GLR mbo_brin=99XC opleidingcode_mbo=99003\n"
    "leerroute=NONE soort=DLR samenwerkingsovereenkomst=\n"
    "leerroute=OLD soort=DLR begindatum=2018-08-01 samenwerkingsovereenkomst=2017-01-01\n"
    "leerroute=R1 soort=REGULIER\n"
    "leerroute=W202 soort=DLR niveau=1\n"
    "leerroute=W203 soort=GLR niveau=3\n"
    "leerroute=W210 soort=DLR vo_vestiging=99XB00\n";

static int by_key(const void *a, const void *b)
{
    return bp_str_compare(((const struct bp_route *)a)->leerroute,
                          ((const struct bp_route *)b)->leerroute);
}

/* The next line of a text; false at its end. */
static bool next_line(const char **text, struct bp_str *line)
{
    if (!**text)
        return false;
    const char *end = strchr(*text, '\n');
    size_t len = end ? (size_t)(end - *text) : strlen(*text);
    *line = (struct bp_str){ *text, len };
    *text += len + (end ? 1 : 0);
    return true;
}

static void read_routes(struct domain_run *run, const char *text)
{
    struct bp_str line;
    size_t count = 0;
    while (next_line(&text, &line)) {
        if (count == DOMAIN_ROUTES)
            fail_msg("more than %d routes", DOMAIN_ROUTES);
        run->route_items[count] = domain_route(run->arena, line.ptr, line.len);
        run->route_items[count].line = (uint32_t)(2 + count);
        count++;
    }
    qsort(run->route_items, count, sizeof *run->route_items, by_key);
    run->routes = (struct bp_routes){ run->route_items, count };
}

struct domain_run *domain_new(const char *on, const char *routes, const char *rows)
{
    struct domain_run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->arena = bp_arena_new(4 * BP_MIB);
    assert_non_null(run->arena);
    read_routes(run, routes ? routes : usual_routes);
    run->mandaat.alles = true;
    run->regels = (struct bp_regels){ .peildatum = domain_datum(on),
                                      .routes = &run->routes,
                                      .lijsten = bp_waardenlijsten_shipped(),
                                      .mandaat = &run->mandaat };
    struct bp_str line;
    bool inside = false;
    while (next_line(&rows, &line)) {
        if (line.len == 0) {
            inside = false;
            continue;
        }
        if (run->rij_count == DOMAIN_ROWS)
            fail_msg("more than %d rows", DOMAIN_ROWS);
        struct bp_rij *rij = &run->rijen[run->rij_count];
        domain_parse_rij(run->arena, line, (uint32_t)(2 + run->rij_count), rij);
        if (!inside)
            run->items[run->count++] = (struct bp_inschrijving){ .rijen = rij };
        inside = true;
        run->items[run->count - 1].rij_count++;
        run->rij_count++;
    }
    return run;
}

void domain_free(struct domain_run *run)
{
    bp_arena_free(run->arena);
    free(run);
}

void domain_judge(struct domain_run *run, bool person)
{
    struct bp_error err = { .status = BP_OK };
    for (size_t i = 0; i < run->count; i++) {
        struct bp_bevindingen none;
        const struct bp_rij *rijen = run->items[i].rijen;
        size_t count = run->items[i].rij_count;
        bp_bevindingen_init(&none, run->arena);
        if (bp_inschrijving_judge(&run->regels, rijen, count, &none, run->arena, &run->items[i],
                                  &err) != BP_OK)
            fail_msg("judging the enrolment: %s", err.detail);
    }
    if (person && bp_persoon_judge(&run->regels, run->items, run->count, run->arena, &err) != BP_OK)
        fail_msg("judging the person: %s", err.detail);
}

static void add_periode(struct bp_buf *out, const struct bp_periode *p)
{
    char begin[BP_DATUM_TEXT];
    bp_datum_format(p->begin, begin);
    bp_buf_printf(out, "%s/%.*s/", begin, (int)p->opleidingcode.len,
                  p->opleidingcode.ptr ? p->opleidingcode.ptr : "");
    if (p->leerroute == BP_ROUTE_REGULIER && p->fase == BP_FASE_GEEN)
        bp_buf_add_text(out, "-");
    else
        bp_buf_printf(out, "%s.%s", bp_route_soort_name(p->leerroute), bp_fase_name(p->fase));
}

static void add_registratie(struct bp_buf *out, const struct bp_registratie *r)
{
    char begin[BP_DATUM_TEXT], eind[BP_DATUM_TEXT];
    bp_datum_format(r->datum_inschrijving, begin);
    bp_datum_format(r->datum_uitschrijving, eind);
    bp_buf_printf(out, "%s%s %.*s %.*s regel=%u %s..%s [", bp_sector_name(r->sector),
                  r->afgeleid ? "+" : "", (int)r->brin.len, r->brin.ptr,
                  r->inschrijvingvolgnummer.len ? (int)r->inschrijvingvolgnummer.len : 1,
                  r->inschrijvingvolgnummer.len ? r->inschrijvingvolgnummer.ptr : "-", r->regel,
                  begin, eind);
    for (size_t i = 0; i < r->periode_count; i++) {
        if (i)
            bp_buf_add_char(out, ' ');
        add_periode(out, &r->perioden[i]);
    }
    bp_buf_add_char(out, ']');
}

static void add_door(struct bp_buf *out, const struct bp_inschrijving *item)
{
    bp_buf_add_text(out, " door=");
    if (bp_str_filled(item->bekostigd_door_brin))
        bp_buf_printf(out, "%.*s/%s", (int)item->bekostigd_door_brin.len,
                      item->bekostigd_door_brin.ptr, bp_sector_name(item->bekostigd_door_sector));
    else
        bp_buf_add_char(out, '-');
}

static void add_registrations(struct bp_buf *out, const struct bp_inschrijving *item, bool person)
{
    if (item->afgekeurd) {
        bp_buf_add_text(out, "afgekeurd\n");
        return;
    }
    if (!item->heeft_eigen && item->afgeleide_count == 0)
        bp_buf_add_text(out, "geen\n");
    for (size_t i = 0; i < item->afgeleide_count + 1; i++) {
        if (i == 0 && !item->heeft_eigen)
            continue;
        add_registratie(out, i == 0 ? &item->eigen : &item->afgeleiden[i - 1].registratie);
        if (person)
            add_door(out, item);
        bp_buf_add_char(out, '\n');
    }
}

static int by_place(const void *a, const void *b)
{
    const struct bp_bevinding *x = *(const struct bp_bevinding *const *)a;
    const struct bp_bevinding *y = *(const struct bp_bevinding *const *)b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return (x->kolom > y->kolom) - (x->kolom < y->kolom);
}

static void add_findings(struct bp_buf *out, const struct bp_inschrijving *item)
{
    const struct bp_bevinding *sorted[64];
    size_t count = item->bevindingen.count;
    if (count > sizeof sorted / sizeof *sorted)
        fail_msg("%zu findings", count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &item->bevindingen.items[i];
    qsort(sorted, count, sizeof *sorted, by_place);
    for (size_t i = 0; i < count; i++) {
        const struct bp_bevinding *b = sorted[i];
        if (item->afgekeurd && !bp_bevinding_rejects(b))
            continue; /* nobody reports it: fine print 16 */
        const struct bp_code_info *info = bp_code_info(b->code);
        bp_buf_printf(out, "%s %s %u %s\n", bp_bevinding_rejects(b) ? "E" : "W",
                      info ? info->name : "?", b->line, bp_kolom_name(b->kolom));
    }
}

static const char *outcome(const struct domain_run *run, bool registrations, bool findings,
                           bool person)
{
    struct bp_buf out;
    bp_buf_init(&out, BP_MIB);
    for (size_t i = 0; i < run->count; i++) {
        if (registrations)
            add_registrations(&out, &run->items[i], person);
        if (findings)
            add_findings(&out, &run->items[i]);
    }
    assert_false(out.failed);
    struct bp_str text = bp_arena_str(run->arena, bp_buf_str(&out));
    assert_non_null(text.ptr);
    bp_buf_free(&out);
    return text.ptr;
}

const char *domain_outcome(const struct domain_run *run, bool person)
{
    return outcome(run, true, true, person);
}

const char *domain_findings(const struct domain_run *run)
{
    return outcome(run, false, true, false);
}

const char *domain_registrations(const struct domain_run *run, bool person)
{
    return outcome(run, true, false, person);
}

const struct bp_registratie *domain_registration(const struct domain_run *run,
                                                 enum bp_sector sector)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct bp_inschrijving *item = &run->items[i];
        if (item->heeft_eigen && item->eigen.sector == sector)
            return &item->eigen;
        for (size_t j = item->afgeleide_count; j-- > 0;)
            if (item->afgeleiden[j].registratie.sector == sector)
                return &item->afgeleiden[j].registratie;
    }
    fail_msg("no registration in this sector");
    return NULL;
}

void domain_cases(const struct domain_case *cases, size_t count, enum domain_layer layer)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        bool person = layer == DOMAIN_PERSON;
        struct domain_run *run = domain_new(cases[i].on, cases[i].routes, cases[i].rows);
        domain_judge(run, person);
        const char *got = layer == DOMAIN_REGISTRATIONS ? domain_registrations(run, false)
                          : layer == DOMAIN_FINDINGS    ? domain_findings(run)
                                                        : domain_outcome(run, person);
        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s (on %s)\n%s--- expected\n%s--- got\n%s\n", cases[i].name, cases[i].on,
                        cases[i].rows, cases[i].want, got);
            wrong++;
        }
        domain_free(run);
    }
    if (wrong)
        fail_msg("%zu of %zu cases", wrong, count);
}
