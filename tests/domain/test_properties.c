/* What holds for every enrolment on every reference date: generated persons, a fixed seed. */
#include "bronpost/base/buf.h"
#include "support/domain_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define PERSONS 3000
#define DATES   14

/* A generator of its own: the same persons on every machine. */
static uint64_t seed;

static uint32_t random_below(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

static bool one_in(uint32_t n)
{
    return random_below(n) == 0;
}

static struct bp_datum random_day(struct bp_datum from, uint32_t days)
{
    struct bp_datum d = bp_datum_add_days(from, (int32_t)random_below(days));
    /* half of what a school does happens on the first or the last day of a school year */
    switch (random_below(4)) {
    case 0:
        return BP_DATUM(bp_datum_schoolyear(d) + 1, 8, 1);
    case 1:
        return BP_DATUM(bp_datum_schoolyear(d) + 1, 7, 31);
    default:
        return d;
    }
}

static void put_day(struct bp_buf *out, const char *column, struct bp_datum d)
{
    char text[BP_DATUM_TEXT];
    bp_datum_format(d, text);
    bp_buf_printf(out, " %s=%s", column, text);
}

static void maybe_day(struct bp_buf *out, const char *column, uint32_t n, int from_year)
{
    if (one_in(n))
        put_day(out, column, random_day(BP_DATUM(from_year, 1, 1), 1200));
}

static const char *random_route(bool mbo)
{
    static const char *const vo_routes[] = { "", "D1", "D1", "D1", "G1", "G1", "DC", "GC", "R1" };
    static const char *const mbo_routes[] = { "", "D1", "D1", "G1", "R1" };
    return mbo ? mbo_routes[random_below(5)] : vo_routes[random_below(9)];
}

/* One enrolment of one to four periods; `reverse` writes the same rows in the other order. */
static void generate(struct bp_buf *out, bool mbo, bool reverse)
{
    struct bp_buf rows[4], of;
    bp_buf_init(&of, 4096);
    struct bp_datum begin = random_day(BP_DATUM(2022, 8, 1), 1500);
    put_day(&of, "datum_inschrijving", begin);
    put_day(&of, "route_begin",
            one_in(3) ? bp_datum_add_days(begin, -(int32_t)random_below(500)) : begin);
    if (one_in(4))
        bp_buf_printf(&of, " doublures_vo=%u", random_below(3));
    maybe_day(&of, "vmbo_diploma_datum", 3, 2025);
    maybe_day(&of, "vo_afgerond_datum", 4, 2025);
    maybe_day(&of, "mbo_datum_inschrijving", 2, 2023);
    if (one_in(2))
        bp_buf_add_text(&of, " mbo_inschrijvingvolgnummer=M1");
    maybe_day(&of, "mbo_datum_uitschrijving", 6, 2027);
    maybe_day(&of, "datum_uitschrijving", 3, 2025);
    size_t count = 1 + random_below(4);
    for (size_t i = 0; i < count; i++) {
        bp_buf_init(&rows[i], 4096);
        bp_buf_printf(&rows[i], "%s leerroute=%s", mbo ? "mbo" : "vo", random_route(mbo));
        put_day(&rows[i], "periode_begin", begin);
        bp_buf_add_str(&rows[i], bp_buf_str(&of));
        bp_buf_add_char(&rows[i], '\n');
        begin = bp_datum_add_days(random_day(begin, 500), 1);
    }
    for (size_t i = 0; i < count; i++)
        bp_buf_add_str(out, bp_buf_str(&rows[reverse ? count - 1 - i : i]));
    for (size_t i = 0; i < count; i++)
        bp_buf_free(&rows[i]);
    bp_buf_free(&of);
    bp_buf_add_char(out, '\n');
}

/* The person of this number: a vo or mbo enrolment, every third time both. NUL-terminated. */
static void generate_person(struct bp_buf *out, uint64_t number, bool reverse)
{
    seed = number * UINT64_C(2654435761) + 1;
    bp_buf_clear(out);
    bool mbo = one_in(5), both = one_in(3);
    generate(out, mbo, reverse);
    if (both)
        generate(out, !mbo, reverse);
    bp_buf_add_char(out, '\0');
    assert_false(out->failed);
}

static struct bp_datum last_day(const struct bp_registratie *r)
{
    return bp_datum_given(r->datum_uitschrijving) ? r->datum_uitschrijving : BP_DATUM(2100, 12, 31);
}

/* A complaint for the person that is at hand. */
struct context {
    const char *rows;
    struct bp_datum on;
};

static void complain(const struct context *c, const char *what)
{
    char on[BP_DATUM_TEXT];
    bp_datum_format(c->on, on);
    fail_msg("on %s: %s\n%s", on, what, c->rows);
}

static void check_periods(const struct context *c, const struct bp_registratie *r)
{
    if (r->periode_count == 0)
        complain(c, "a registration without periods");
    if (!bp_datum_equal(r->perioden[0].begin, r->datum_inschrijving))
        complain(c, "the first period does not begin on datum_inschrijving");
    for (size_t i = 0; i < r->periode_count; i++) {
        const struct bp_periode *p = &r->perioden[i];
        if (bp_datum_before(c->on, p->begin))
            complain(c, "a stated period has not begun");
        if (bp_datum_before(last_day(r), p->begin))
            complain(c, "a period begins after the registration ended");
        if (i && !bp_datum_before(p[-1].begin, p->begin))
            complain(c, "periods do not ascend strictly");
        if ((p->leerroute == BP_ROUTE_REGULIER) != (p->fase == BP_FASE_GEEN))
            complain(c, "leerroute and fase stand together or not at all");
        if (p->opleidingcode.len != (r->sector == BP_SECTOR_VO ? 4 : 5))
            complain(c, "a code of the wrong form");
    }
}

/* Each period lies on one side of its own route's switch date. */
static void check_phases(const struct context *c, const struct bp_inschrijving *item,
                         const struct bp_registratie *r)
{
    for (size_t i = 0; i < r->periode_count; i++) {
        const struct bp_periode *p = &r->perioden[i];
        if (p->leerroute == BP_ROUTE_REGULIER) {
            if (r->afgeleid)
                complain(c, "a derived registration states a period without a route");
            continue;
        }
        struct bp_datum change =
            bp_route_switch(p->route, item->samen.route_begin, item->samen.doublures_vo);
        struct bp_datum last = last_day(r);
        if (i + 1 < r->periode_count)
            last = bp_datum_add_days(p[1].begin, -1);
        if (bp_datum_before(c->on, last))
            last = c->on;
        if (p->fase != bp_route_fase(change, p->begin) || p->fase != bp_route_fase(change, last))
            complain(c, "a period is on both sides of its switch date");
    }
}

/* On every day on which both are open they say the same; a change can only be at the begin of a period. */
static void check_agree(const struct context *c, const struct bp_registratie *vo,
                        const struct bp_registratie *mbo)
{
    for (size_t i = 0; i < vo->periode_count + mbo->periode_count; i++) {
        struct bp_datum day = i < vo->periode_count ? vo->perioden[i].begin
                                                    : mbo->perioden[i - vo->periode_count].begin;
        const struct bp_periode *v = bp_registratie_op(vo, day), *m = bp_registratie_op(mbo, day);
        if (!v || !m)
            continue;
        bool both_name = v->leerroute != BP_ROUTE_REGULIER && m->leerroute != BP_ROUTE_REGULIER;
        if ((mbo->afgeleid || both_name) && (v->leerroute != m->leerroute || v->fase != m->fase))
            complain(c, "vo and mbo say something else of one day");
    }
}

static bool left_the_route(const struct bp_inschrijving *item)
{
    const struct bp_rij *s = &item->samen;
    struct bp_datum work =
        bp_datum_given(s->vo_afgerond_datum) ? s->vo_afgerond_datum : s->vmbo_diploma_datum;
    bool done = bp_datum_given(work) && bp_datum_compare(work, s->datum_uitschrijving) <= 0;
    return bp_datum_given(s->datum_uitschrijving) && !done &&
           bp_datum_before(s->datum_uitschrijving, bp_datum_add_days(item->switch_date, -1));
}

static void check_mbo_fase_has_mbo(const struct context *c, const struct bp_inschrijving *item)
{
    const struct bp_rij *s = &item->samen;
    if (item->afgekeurd || item->fase != BP_FASE_MBO || item->herkomst != BP_SECTOR_VO ||
        left_the_route(item) || bp_datum_given(s->mbo_datum_uitschrijving) ||
        bp_datum_before(c->on, s->mbo_datum_inschrijving))
        return;
    for (size_t i = 0; i < item->afgeleide_count; i++) {
        const struct bp_registratie *r = &item->afgeleiden[i].registratie;
        const struct bp_periode *p = bp_registratie_op(r, c->on);
        if (p && p->fase == BP_FASE_MBO && bp_str_equal(r->brin, item->route->mbo_brin))
            return;
    }
    complain(c, "in the mbo-fase, not left, and no mbo registration");
}

static void check_enrolment(const struct context *c, const struct bp_inschrijving *item)
{
    if (item->afgekeurd)
        return;
    if (item->heeft_eigen) {
        check_periods(c, &item->eigen);
        check_phases(c, item, &item->eigen);
    }
    for (size_t i = 0; i < item->afgeleide_count; i++) {
        const struct bp_registratie *r = &item->afgeleiden[i].registratie;
        check_periods(c, r);
        check_phases(c, item, r);
        if (item->heeft_eigen)
            check_agree(c, &item->eigen, r);
    }
    if (item->heeft_eigen && item->eigen.sector == BP_SECTOR_MBO && item->afgeleide_count)
        complain(c, "something is derived from a row of mbo origin");
}

/* Reference dates in ascending order, over the whole time of the person. */
static void reference_dates(struct bp_datum dates[DATES])
{
    for (int i = 0; i < DATES; i++) {
        dates[i] = random_day(BP_DATUM(2022, 8, 1), 3200);
        for (int j = i; j > 0 && bp_datum_before(dates[j], dates[j - 1]); j--) {
            struct bp_datum d = dates[j];
            dates[j] = dates[j - 1];
            dates[j - 1] = d;
        }
    }
}

typedef void person_check(const struct context *c, struct domain_run *run);

/* Judges every generated person on every date and hands each outcome to `check`. */
static void for_all(bool person, person_check *check)
{
    struct bp_buf rows;
    bp_buf_init(&rows, BP_MIB);
    size_t judged = 0;
    for (uint64_t n = 0; n < PERSONS; n++) {
        generate_person(&rows, n, false);
        struct bp_datum dates[DATES];
        reference_dates(dates);
        struct domain_run *run = domain_new("2025-08-01", NULL, rows.ptr);
        for (size_t d = 0; d < DATES; d++) {
            run->regels.peildatum = dates[d];
            domain_judge(run, person);
            check(&(struct context){ rows.ptr, dates[d] }, run);
            for (size_t i = 0; i < run->count; i++)
                judged += run->items[i].heeft_eigen;
        }
        domain_free(run);
    }
    bp_buf_free(&rows);
    /* a generator whose persons are all rejected would prove nothing */
    assert_true(judged > PERSONS * DATES / 4);
}

static void check_form(const struct context *c, struct domain_run *run)
{
    for (size_t i = 0; i < run->count; i++)
        check_enrolment(c, &run->items[i]);
}

static void test_what_is_stated_has_begun_ascends_and_lies_inside(void **state)
{
    (void)state;
    for_all(false, check_form);
    for_all(true, check_form);
}

static void check_fase(const struct context *c, struct domain_run *run)
{
    for (size_t i = 0; i < run->count; i++)
        check_mbo_fase_has_mbo(c, &run->items[i]);
}

static void test_who_is_in_the_mbo_fase_has_an_mbo_registration_unless_left(void **state)
{
    (void)state;
    for_all(false, check_fase);
}

static void check_contradictions(const struct context *c, struct domain_run *run)
{
    for (size_t i = 0; i < run->count; i++)
        for (size_t j = 0; j < run->count; j++) {
            const struct bp_inschrijving *vo = &run->items[i], *mbo = &run->items[j];
            if (!vo->afgekeurd && !mbo->afgekeurd && vo->heeft_eigen && mbo->heeft_eigen &&
                vo->herkomst == BP_SECTOR_VO && mbo->herkomst == BP_SECTOR_MBO)
                check_agree(c, &vo->eigen, &mbo->eigen);
        }
}

static void test_two_enrolments_that_contradict_each_other_are_never_both_let_through(void **state)
{
    (void)state;
    for_all(true, check_contradictions);
}

/* What an earlier date stated and a later one does not. */
static void check_kept(const struct context *c, const struct bp_registratie *before,
                       const struct bp_registratie *after)
{
    for (size_t i = 0; i < before->periode_count; i++) {
        const struct bp_periode *p = &before->perioden[i];
        if (bp_datum_before(last_day(after), p->begin))
            continue; /* the enrolment ended */
        const struct bp_periode *q = bp_registratie_op(after, p->begin);
        if (!q || !bp_datum_equal(q->begin, p->begin) || q->fase != p->fase ||
            q->leerroute != p->leerroute || !bp_str_equal(q->opleidingcode, p->opleidingcode))
            complain(c, "a stated period is gone or changed");
    }
}

static const struct bp_registratie *same_stay(const struct bp_inschrijving *item,
                                              const struct bp_registratie *r)
{
    for (size_t i = 0; i < item->afgeleide_count; i++) {
        const struct bp_registratie *other = &item->afgeleiden[i].registratie;
        if (bp_str_equal(other->brin, r->brin) &&
            bp_str_equal(other->inschrijvingvolgnummer, r->inschrijvingvolgnummer))
            return other;
    }
    return NULL;
}

/* The row with which the last stay in routes of one mbo institution began; the rows ascend. -1: none. */
static int last_stay(const struct domain_run *run, const struct bp_inschrijving *item)
{
    const struct bp_route *previous = NULL;
    int start = -1;
    for (size_t i = 0; i < item->rij_count; i++) {
        const struct bp_rij *rij = &item->rijen[i];
        if (bp_datum_before(run->regels.peildatum, rij->periode_begin))
            break;
        const struct bp_route *route = bp_routes_find(&run->routes, rij->leerroute);
        if (bp_route_telt(route) &&
            (!previous || !bp_str_equal(route->mbo_brin, previous->mbo_brin)))
            start = (int)i;
        previous = bp_route_telt(route) ? route : NULL;
    }
    return start;
}

/* Number and mbo dates move to a later stay (fine print 5), so a derived registration is compared as long as
 * its stay is the last one. */
static void check_both_kept(const struct context *c, const struct domain_run *before,
                            const struct domain_run *after, size_t i)
{
    const struct bp_inschrijving *was = &before->items[i], *is = &after->items[i];
    if (was->afgekeurd || is->afgekeurd)
        return;
    if (was->heeft_eigen && is->heeft_eigen)
        check_kept(c, &was->eigen, &is->eigen);
    if (last_stay(before, was) != last_stay(after, is))
        return;
    for (size_t a = 0; a < was->afgeleide_count; a++) {
        const struct bp_registratie *then = &was->afgeleiden[a].registratie;
        const struct bp_registratie *now = same_stay(is, then);
        if (!now)
            complain(c, "a derived registration is gone");
        else
            check_kept(c, then, now);
    }
}

static void test_a_later_date_never_takes_a_stated_period_back(void **state)
{
    (void)state;
    struct bp_buf rows;
    bp_buf_init(&rows, BP_MIB);
    for (uint64_t n = 0; n < PERSONS; n++) {
        generate_person(&rows, n, false);
        struct bp_datum dates[DATES];
        reference_dates(dates);
        struct domain_run *before = NULL;
        for (size_t d = 0; d < DATES; d++) {
            struct domain_run *after = domain_new("2025-08-01", NULL, rows.ptr);
            after->regels.peildatum = dates[d];
            domain_judge(after, false);
            const struct context c = { rows.ptr, dates[d] };
            for (size_t i = 0; before && i < after->count; i++)
                check_both_kept(&c, before, after, i);
            if (before)
                domain_free(before);
            before = after;
        }
        domain_free(before);
    }
    bp_buf_free(&rows);
}

static void check_twice(const struct context *c, struct domain_run *run)
{
    struct domain_run *again = domain_new("2025-08-01", NULL, c->rows);
    again->regels.peildatum = c->on;
    domain_judge(again, true);
    domain_judge(again, true); /* nothing is left behind in rows or routes either */
    if (strcmp(domain_outcome(run, true), domain_outcome(again, true)) != 0)
        complain(c, "the same arguments gave another outcome");
    domain_free(again);
}

static void test_the_outcome_depends_on_the_arguments_alone(void **state)
{
    (void)state;
    for_all(true, check_twice);
}

static void test_the_order_of_the_rows_does_not_change_a_registration(void **state)
{
    (void)state;
    struct bp_buf rows, turned;
    bp_buf_init(&rows, BP_MIB);
    bp_buf_init(&turned, BP_MIB);
    for (uint64_t n = 0; n < PERSONS; n++) {
        generate_person(&turned, n, true);
        generate_person(&rows, n, false);
        struct domain_run *a = domain_new("2025-08-01", NULL, rows.ptr);
        struct domain_run *b = domain_new("2025-08-01", NULL, turned.ptr);
        a->regels.peildatum = b->regels.peildatum = random_day(BP_DATUM(2022, 8, 1), 3200);
        domain_judge(a, true);
        domain_judge(b, true);
        if (strcmp(domain_registrations(a, true), domain_registrations(b, true)) != 0)
            complain(&(struct context){ rows.ptr, a->regels.peildatum },
                     "the order of the rows changed the outcome");
        domain_free(a);
        domain_free(b);
    }
    bp_buf_free(&rows);
    bp_buf_free(&turned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_stated_has_begun_ascends_and_lies_inside),
        cmocka_unit_test(test_who_is_in_the_mbo_fase_has_an_mbo_registration_unless_left),
        cmocka_unit_test(test_two_enrolments_that_contradict_each_other_are_never_both_let_through),
        cmocka_unit_test(test_a_later_date_never_takes_a_stated_period_back),
        cmocka_unit_test(test_the_outcome_depends_on_the_arguments_alone),
        cmocka_unit_test(test_the_order_of_the_rows_does_not_change_a_registration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
