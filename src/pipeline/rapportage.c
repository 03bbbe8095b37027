/* rapportage.c - the facts of the report, counted while the pieces come by */
#include "bronpost/base/text.h"
#include "intern.h"

#include <stdlib.h>

#define RAPPORT_BYTES   (256 * BP_MIB)
#define OPMERKINGEN_MAX ((size_t)1000)
#define CODE_MAX        1000

struct instelling {
    char brin[24];
    enum bp_sector sector;
    size_t aantallen[3]; /* by enum telling */
};

struct fasen {
    size_t vo, mbo, regulier;
};

struct telwerk {
    const struct taak *taak;
    struct instelling *instellingen;
    size_t instelling_count, instelling_cap;
    struct fasen *routes; /* one per route, and a last one for "no route" */
    size_t route_count;
    size_t codes[CODE_MAX][2]; /* as its table says; the other way round (BP109, BP216) */
    struct bp_arena *arena;    /* of the remarks */
    struct bp_str *opmerkingen;
    size_t opmerking_count, opmerking_more;
};

struct telwerk *telwerk_new(const struct taak *taak)
{
    struct telwerk *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->taak = taak;
    t->route_count = taak->regels.routes->count;
    t->routes = calloc(t->route_count + 1, sizeof *t->routes);
    t->opmerkingen = calloc(OPMERKINGEN_MAX, sizeof *t->opmerkingen);
    t->arena = bp_arena_new(RAPPORT_BYTES);
    if (t->routes && t->opmerkingen && t->arena)
        return t;
    telwerk_free(t);
    return NULL;
}

void telwerk_free(struct telwerk *t)
{
    if (!t)
        return;
    free(t->instellingen);
    free(t->routes);
    free(t->opmerkingen);
    bp_arena_free(t->arena);
    free(t);
}

static struct instelling *instelling(struct telwerk *t, struct bp_str brin, enum bp_sector sector)
{
    for (size_t i = 0; i < t->instelling_count; i++)
        if (t->instellingen[i].sector == sector &&
            bp_str_equal(bp_str_of(t->instellingen[i].brin), brin))
            return &t->instellingen[i];
    if (t->instelling_count == t->instelling_cap) {
        size_t cap = t->instelling_cap ? 2 * t->instelling_cap : 8;
        struct instelling *items = realloc(t->instellingen, cap * sizeof *items);
        if (!items)
            return NULL;
        t->instellingen = items;
        t->instelling_cap = cap;
    }
    struct instelling *item = &t->instellingen[t->instelling_count++];
    *item = (struct instelling){ .sector = sector };
    (void)bp_str_copy(item->brin, sizeof item->brin, brin);
    return item;
}

bool telwerk_registratie(struct telwerk *t, const struct reg_uit *reg, enum telling telling)
{
    struct instelling *item = instelling(t, reg->brin, reg->sector);
    if (item)
        item->aantallen[telling]++;
    return item != NULL;
}

void telwerk_student(struct telwerk *t, const struct ins_uit *ins)
{
    if (!ins->telt_voor_route || ins->afgekeurd)
        return;
    size_t at = ins->route ? (size_t)(ins->route - t->taak->regels.routes->items) : t->route_count;
    struct fasen *f = &t->routes[at];
    *(ins->fase == BP_FASE_VO ? &f->vo : ins->fase == BP_FASE_MBO ? &f->mbo : &f->regulier) += 1;
}

void telwerk_code(struct telwerk *t, enum bp_code code, size_t count)
{
    t->codes[code][0] += count;
}

bool telwerk_opmerking(struct telwerk *t, const char *template, const struct bp_str *args,
                       size_t arg_count)
{
    if (t->opmerking_count == OPMERKINGEN_MAX) {
        t->opmerking_more++; /* the last one says how many */
        return true;
    }
    struct bp_buf text;
    bp_buf_init(&text, 64 * BP_KIB);
    bp_text_fill(&text, bp_text(template), args, arg_count);
    struct bp_str kept =
        text.failed ? (struct bp_str){ NULL, 0 } : bp_arena_str(t->arena, bp_buf_str(&text));
    bp_buf_free(&text);
    if (!kept.ptr)
        return false;
    t->opmerkingen[t->opmerking_count++] = kept;
    return true;
}

/* --- remarks on the files and contracts ----------------------------------------------------------------- */

static bool opmerking_getal(struct telwerk *t, const char *template, size_t n, const char *text)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    const struct bp_str args[2] = { { digits + at, sizeof digits - at }, bp_str_of(text) };
    return telwerk_opmerking(t, template, args, 2);
}

static bool opmerking_kolommen(struct telwerk *t, const char *bestand, const struct bp_str *names,
                               size_t count)
{
    if (count == 0)
        return true;
    struct bp_buf list;
    bp_buf_init(&list, 64 * BP_KIB);
    for (size_t i = 0; i < count; i++) {
        if (i)
            bp_buf_add_text(&list, ", ");
        bp_buf_add_str(&list, names[i]);
    }
    const struct bp_str args[2] = { bp_str_of(bestand), bp_buf_str(&list) };
    bool ok =
        telwerk_opmerking(t, N_("{1}: columns that are not known were ignored: {2}"), args, 2);
    bp_buf_free(&list);
    return ok;
}

static bool opmerkingen_routes(struct telwerk *t)
{
    const struct bp_routes *routes = t->taak->regels.routes;
    bool ok = true;
    for (size_t i = 0; ok && i < routes->count; i++) {
        const struct bp_route *route = &routes->items[i];
        for (size_t f = 0; ok && f < route->fout_count; f++) {
            const struct bp_route_fout *fout = &route->fouten[f];
            struct bp_buf why;
            bp_buf_init(&why, 16 * BP_KIB);
            bp_text_fill(&why, bp_text(fout->text), fout->args, 2);
            struct bp_str place = bp_arena_printf(t->arena, "%u", route->line);
            const struct bp_str args[4] = { place, bp_str_of(bp_code_info(fout->code)->name),
                                            bp_str_of(bp_route_kolom_name(fout->kolom)),
                                            bp_buf_str(&why) };
            ok =
                place.ptr && telwerk_opmerking(t, N_("routes.csv line {1}: {2} {3}: {4}"), args, 4);
            bp_buf_free(&why);
        }
    }
    size_t count;
    const uint32_t *lines = bp_routes_unreadable(t->taak->routes, &count);
    for (size_t i = 0; ok && i < count; i++)
        ok = opmerking_getal(
            t, N_("routes.csv line {1}: BP100: the row cannot be read, nobody can use it"),
            lines[i], "");
    return ok;
}

static bool opmerkingen_contract(struct telwerk *t, const struct bp_verwerk_contract *contract)
{
    const struct bp_contract_feiten *f = bp_contract_feiten(contract->contract);
    if (f->wholly_provisional) {
        const struct bp_str name = bp_str_of(f->name);
        return telwerk_opmerking(t, N_("contract {1} is wholly provisional: not a contract of DUO"),
                                 &name, 1);
    }
    if (f->provisional_count == 0)
        return true;
    struct bp_buf list;
    bp_buf_init(&list, 16 * BP_KIB);
    for (size_t i = 0; i < f->provisional_count; i++) {
        if (i)
            bp_buf_add_text(&list, ", ");
        bp_buf_add_text(&list, f->provisional[i]);
    }
    const struct bp_str args[2] = { bp_str_of(f->name), bp_buf_str(&list) };
    bool ok =
        telwerk_opmerking(t, N_("contract {1} has provisional parts, not of DUO: {2}"), args, 2);
    bp_buf_free(&list);
    return ok;
}

static bool opmerkingen(struct telwerk *t)
{
    const struct bp_leerlingen_feiten *f = bp_leerlingen_feiten(t->taak->leerlingen);
    const struct bp_opdracht *o = t->taak->opdracht;
    size_t count;
    const struct bp_str *names = bp_routes_unknown_columns(t->taak->routes, &count);
    const struct bp_str charset = bp_str_of(f->charset);
    bool ok =
        !f->charset_assumed ||
        telwerk_opmerking(t, N_("leerlingen.csv is not UTF-8 and was read as {1}"), &charset, 1);
    ok = ok && opmerking_kolommen(t, "leerlingen.csv", f->unknown_columns, f->unknown_column_count);
    ok = ok && opmerking_kolommen(t, "routes.csv", names, count) && opmerkingen_routes(t);
    ok = ok && opmerkingen_contract(t, &o->vo) && opmerkingen_contract(t, &o->mbo);
    if (ok && t->opmerking_more) {
        t->opmerking_count--;
        ok = opmerking_getal(t, N_("and {1} more remarks"), t->opmerking_more + 1, "");
    }
    return ok;
}

/* --- the arrays of the report --------------------------------------------------------------------------- */

static bool vul_instellingen(struct telwerk *t, struct bp_arena *arena, struct bp_rapport *r)
{
    struct bp_rapport_instelling *items = bp_arena_array(arena, t->instelling_count, sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < t->instelling_count; i++) {
        const struct instelling *from = &t->instellingen[i];
        struct bp_str brin = bp_arena_str(arena, bp_str_of(from->brin));
        const struct bp_instelling *known = bp_mandaat_find(t->taak->regels.mandaat, brin);
        items[i] = (struct bp_rapport_instelling){
            .brin = brin,
            .naam = known ? known->naam : (struct bp_str){ NULL, 0 },
            .sector = from->sector,
            .te_registreren = from->aantallen[TELT_TE_REGISTREREN],
            .ongewijzigd = from->aantallen[TELT_ONGEWIJZIGD],
            .partner = from->aantallen[TELT_PARTNER],
        };
        if (!brin.ptr)
            return false;
    }
    r->instellingen = items;
    r->instelling_count = t->instelling_count;
    return true;
}

static struct bp_str kopie(struct bp_arena *arena, struct bp_str s, bool *ok)
{
    struct bp_str copy = bp_arena_str(arena, s);
    *ok = *ok && copy.ptr;
    return copy;
}

static bool vul_routes(const struct telwerk *t, struct bp_arena *arena, struct bp_rapport *r)
{
    const struct bp_routes *routes = t->taak->regels.routes;
    struct bp_rapport_route *items = bp_arena_array(arena, t->route_count + 1, sizeof *items);
    bool ok = items != NULL;
    size_t n = 0;
    for (size_t i = 0; ok && i <= t->route_count; i++) {
        const struct fasen *f = &t->routes[i];
        if (f->vo + f->mbo + f->regulier == 0)
            continue;
        struct bp_rapport_route *item = &items[n++];
        *item = (struct bp_rapport_route){ .vo_fase = f->vo,
                                           .mbo_fase = f->mbo,
                                           .regulier = f->regulier };
        if (i == t->route_count)
            continue; /* no route */
        item->leerroute = kopie(arena, routes->items[i].leerroute, &ok);
        item->naam = kopie(arena, routes->items[i].naam, &ok);
        item->soort = routes->items[i].soort;
    }
    r->routes = items;
    r->route_count = n;
    return ok;
}

static bool vul_codes(const struct telwerk *t, struct bp_arena *arena, struct bp_rapport *r)
{
    size_t count, n = 0;
    const struct bp_code_info *all = bp_code_all(&count);
    struct bp_rapport_telling *items = bp_arena_array(arena, 2 * count, sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < 2 * count; i++) {
        enum bp_code code = all[i / 2].code;
        size_t found = t->codes[code][i % 2];
        if (found)
            items[n++] = (struct bp_rapport_telling){ .code = code,
                                                      .inschrijvingen = found,
                                                      .omgekeerd = i % 2 == 1 };
    }
    r->codes = items;
    r->code_count = n;
    return true;
}

static bool vul_regels(struct telwerk *t, const struct bev_lijst *lijst, struct bp_arena *arena,
                       struct bp_rapport *r)
{
    struct bp_rapport_regel *regels[2];
    size_t counts[2] = { 0, 0 };
    for (int i = 0; i < 2; i++) {
        regels[i] = bp_arena_array(arena, BP_RAPPORT_REGELS, sizeof **regels);
        if (!regels[i])
            return false;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < bev_lijst_count(lijst); i++) {
        struct bev_uit b = bev_lijst_at(lijst, i);
        bool afkeuring = b.eerste && bp_code_info(b.code)->ernst == BP_ERNST_AFKEURING;
        t->codes[b.code][b.afkeuring != afkeuring] += b.eerste;
        int which = b.afkeuring ? 0 : 1;
        if (counts[which] == BP_RAPPORT_REGELS)
            continue;
        struct bp_rapport_regel *regel = &regels[which][counts[which]++];
        *regel = (struct bp_rapport_regel){ .line = b.line,
                                            .leerlingnummer = kopie(arena, b.leerlingnummer, &ok),
                                            .code = b.met_line ? NULL : bp_code_info(b.code),
                                            .kolom = b.kolom };
        if (b.met_line) {
            struct bp_buf text;
            bp_buf_init(&text, BP_KIB);
            struct bp_str met = bp_arena_printf(arena, "%u", b.met_line);
            bp_text_fill(&text, bp_text("rejected with line {1}"), &met, 1);
            regel->uitleg = kopie(arena, bp_buf_str(&text), &ok);
            bp_buf_free(&text);
        } else {
            regel->uitleg = kopie(arena, b.uitleg, &ok);
        }
    }
    r->afgekeurd = regels[0];
    r->afgekeurd_count = counts[0];
    r->signaal_regels = regels[1];
    r->signaal_regel_count = counts[1];
    return ok;
}

static const char *bestandsnaam(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum bp_status telwerk_rapport(struct telwerk *t, const struct bev_lijst *bevindingen,
                               struct bp_uitslag *uitslag, struct bp_error *err)
{
    const struct bp_opdracht *o = t->taak->opdracht;
    const struct bp_leerlingen_feiten *f = bp_leerlingen_feiten(t->taak->leerlingen);
    struct bp_rapport *r = &uitslag->rapport;
    uitslag->arena = bp_arena_new(RAPPORT_BYTES);
    if (!uitslag->arena)
        return bp_error_memory(err, N_("the report"));
    r->command = o->command;
    r->version = BRONPOST_VERSION;
    r->peildatum = o->peildatum;
    r->gemaakt_ms = o->env->now_ms(o->env->ctx);
    r->leerlingen_bestand = bestandsnaam(o->leerlingen);
    r->routes_bestand = bestandsnaam(o->routes);
    r->separator = f->separator;
    r->blank_rows = f->blank_rows;
    bool ok = true;
    r->charset = kopie(uitslag->arena, bp_str_of(f->charset), &ok).ptr;
    ok = ok && opmerkingen(t) && vul_instellingen(t, uitslag->arena, r) &&
         vul_routes(t, uitslag->arena, r) && vul_regels(t, bevindingen, uitslag->arena, r) &&
         vul_codes(t, uitslag->arena, r);
    struct bp_str *lines =
        ok ? bp_arena_array(uitslag->arena, t->opmerking_count, sizeof *lines) : NULL;
    for (size_t i = 0; lines && i < t->opmerking_count; i++)
        lines[i] = kopie(uitslag->arena, t->opmerkingen[i], &ok);
    r->opmerkingen = lines;
    r->opmerking_count = t->opmerking_count;
    return ok && lines ? BP_OK : bp_error_memory(err, N_("the report"));
}
