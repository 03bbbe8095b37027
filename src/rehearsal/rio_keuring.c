#include "rio_keuring.h"

#include "keuring.h"
#include "rio_vorm.h"

#include "bronpost/base/arena.h"
#include "bronpost/domain/aangeboden.h"
#include "bronpost/message/rio_antwoord.h"

#include <stdio.h>

#define ARENA_BYTES (64 * BP_MIB)
#define KEY_TEXT    32 /* "0100O0001 0100O0002 2026-08-01" and its NUL */

static const struct bp_str NONE = { NULL, 0 };

/* A message being judged. */
struct werk {
    const struct bp_rio *rio;
    struct bp_rio_uitslag *u;
    struct bp_arena *arena;
    struct bp_str afzender; /* the OIN on whose behalf is delivered: signed */
    const xmlNode *bericht; /* the request */
    xmlNodePtr opleiding;   /* of an aanlevering */
    struct bp_str code;     /* aangebodenOpleidingCode, in small letters */
    struct bp_str aanbieder;
    char eenheid[BP_EENHEID_TEXT];
    struct bp_buf vorm; /* the stand, as who consults will see it */
    const struct bp_aangeboden *a;
    bool memory_out;
};

/* --- values -------------------------------------------------------------------------------------------- */

/* The text of a child; ptr NULL when it is not there. */
static struct bp_str waarde(struct werk *w, const xmlNode *ouder, const char *naam)
{
    const xmlNode *node = bp_rio_kind(ouder, naam);
    xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
    if (!text) {
        w->memory_out = w->memory_out || node;
        return NONE;
    }
    struct bp_str kept = bp_arena_str(w->arena, bp_str_trim(bp_str_of((const char *)text)));
    w->memory_out = w->memory_out || !kept.ptr;
    xmlFree(text);
    return kept;
}

static struct bp_datum dag(struct werk *w, const xmlNode *ouder, const char *naam)
{
    struct bp_datum d;
    return bp_datum_parse_iso(waarde(w, ouder, naam), &d) ? d : BP_DATUM_NONE;
}

/* A UUID is the same in capitals. */
static struct bp_str code_of(struct werk *w, const xmlNode *ouder)
{
    struct bp_str code = waarde(w, ouder, "aangebodenOpleidingCode");
    char *copy = code.len ? bp_arena_alloc(w->arena, code.len) : NULL;
    w->memory_out = w->memory_out || !copy;
    for (size_t i = 0; copy && i < code.len; i++)
        copy[i] = bp_ascii_upper(code.ptr[i]) ? (char)(code.ptr[i] - 'A' + 'a') : code.ptr[i];
    return copy ? (struct bp_str){ copy, code.len } : NONE;
}

/* --- the recognition, and the unit behind it ----------------------------------------------------------- */

struct sleutel {
    const char *element, *fout;
    enum bp_register_soort soort;
    const char *delen[3];
};

static void find_unit_by(struct werk *w, const struct sleutel *s, const xmlNode *node)
{
    const struct bp_register *bekend = w->rio->bekend;
    struct bp_str key = waarde(w, node, s->delen[0]);
    for (size_t i = 1; i < 3 && s->delen[i]; i++) {
        struct bp_str deel = waarde(w, node, s->delen[i]);
        if (key.ptr && deel.ptr)
            key = bp_arena_printf(w->arena, "%s %s", key.ptr, deel.ptr);
    }
    w->memory_out = w->memory_out || !key.ptr;
    bp_register_eenheid(bekend, s->soort, key, w->eenheid);
    if (!bp_register_kent(bekend, s->soort, key))
        bp_rio_meld(w->u, s->fout, key, NONE);
    else if (!bp_register_erkend(bekend, s->soort, key, w->aanbieder))
        bp_rio_meld(w->u, "A01081", key, w->aanbieder);
}

static void find_unit(struct werk *w)
{
    static const struct sleutel sleutels[] = {
        { "opleidingserkenningSleutel",
          "A01080",
          BP_REGISTER_OPLEIDINGSERKENNING,
          { "opleidingsstelsel", "opleidingscode", NULL } },
        { "voVakerkenningSleutel",
          "A01090",
          BP_REGISTER_VAKERKENNING,
          { "opleidingsstelsel", "opleidingscode", "opleidingsniveau" } },
    };
    struct bp_str eenheid = waarde(w, w->opleiding, "opleidingseenheidSleutel");
    for (size_t i = 0; i < sizeof sleutels / sizeof *sleutels; i++) {
        const xmlNode *node = bp_rio_kind(w->opleiding, sleutels[i].element);
        if (node)
            find_unit_by(w, &sleutels[i], node);
    }
    if (!eenheid.ptr)
        return;
    (void)bp_str_copy(w->eenheid, sizeof w->eenheid, eenheid);
    if (!bp_register_kent(w->rio->bekend, BP_REGISTER_OPLEIDINGSEENHEID, eenheid))
        bp_rio_meld(w->u, "A01070", eenheid, NONE);
}

/* --- what the message states on its own ---------------------------------------------------------------- */

/* Periods and cohorts must be of the programme's own kind. The list of codes has N10030 for periods only; for a cohort
 * the code that RIO gives is unknown. */
static void check_kinds(struct werk *w)
{
    static const char head[] = "aangeboden";
    const char *kind = (const char *)w->opleiding->name;
    for (xmlNodePtr n = bp_rio_element(w->opleiding->children); n; n = bp_rio_element(n->next)) {
        const char *name = (const char *)n->name;
        size_t len = strlen(kind);
        if (strncmp(name, head, sizeof head - 1) != 0 ||
            strcmp(name, "aangebodenOpleidingCode") == 0)
            continue;
        if (strncmp(name, kind, len) != 0 ||
            (strcmp(name + len, "Periode") != 0 && strcmp(name + len, "Cohort") != 0))
            bp_rio_meld(w->u, "N10030", bp_str_of(name), NONE);
    }
}

/* Through the reader of answers: what is judged is what would be shown. */
static bool read_stand(struct werk *w)
{
    static const char root[] = "opvragen_aangebodenOpleiding_response";
    struct bp_buf text;
    struct bp_rio_antwoord antwoord;
    bp_buf_init(&text, ARENA_BYTES);
    bp_buf_printf(&text,
                  "<ns2:%s xmlns:ns2=\"http://duo.nl/schema/"
                  "DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4\">"
                  "<ns2:requestGoedgekeurd>true</ns2:requestGoedgekeurd>",
                  root);
    bp_buf_add_str(&text, bp_buf_str(&w->vorm));
    bp_buf_printf(&text, "</ns2:%s>", root);
    if (!text.failed && bp_rio_antwoord_read(w->arena, bp_buf_str(&text), &antwoord, NULL) == BP_OK)
        w->a = antwoord.opleiding;
    bp_buf_free(&text);
    return w->a != NULL;
}

static void check_alone(struct werk *w)
{
    struct bp_rio_bevindingen found = { .arena = w->arena };
    bp_aangeboden_check(w->a, bp_waardenlijsten_shipped(), &found);
    for (size_t i = 0; i < found.count; i++)
        if (!found.items[i].signaal)
            bp_rio_meld(w->u, found.items[i].code, found.items[i].args[0], found.items[i].args[1]);
    w->memory_out = w->memory_out || found.failed;
}

/* --- beside the register ------------------------------------------------------------------------------- */

/* Of units of OCW whose code begins so RIO does not check the life. */
static bool life_is_checked(const char *eenheid)
{
    static const char *const free_of[] = { "0100", "0200", "0300", "0400", "0600", "2210" };
    for (size_t i = 0; i < sizeof free_of / sizeof *free_of; i++)
        if (strncmp(eenheid, free_of[i], strlen(free_of[i])) == 0)
            return false;
    return true;
}

static void check_partners(struct werk *w, const struct bp_aangeboden_periode *periode)
{
    char begin[BP_DATUM_TEXT];
    bp_datum_format(periode->begin, begin);
    for (size_t i = 0; i < periode->kenmerken.count; i++) {
        const struct bp_kenmerk *k = &periode->kenmerken.items[i];
        struct bp_str partner = k->waarde[BP_KENMERK_TEKST];
        if (bp_str_equal(k->naam, BP_STR("samenwerkendeOnderwijsaanbiedercode")) &&
            !bp_register_kent(w->rio->bekend, BP_REGISTER_ONDERWIJSAANBIEDER, partner))
            bp_rio_meld(w->u, "N10410", partner, bp_str_of(begin));
    }
}

static void check_register(struct werk *w)
{
    const struct bp_register *bekend = w->rio->bekend;
    const struct bp_aangeboden *a = w->a;
    struct bp_str eenheid = bp_str_of(w->eenheid);
    struct bp_datum van = bp_datum_given(a->eerste_instroom) ? a->eerste_instroom : a->begin;
    if (!bp_register_kent(bekend, BP_REGISTER_ONDERWIJSAANBIEDER, w->aanbieder))
        bp_rio_meld(w->u, "N09440", w->aanbieder, NONE);
    if (!bp_register_leeft(bekend, BP_REGISTER_ONDERWIJSAANBIEDER, w->aanbieder, van, a->eind))
        bp_rio_meld(w->u, "N09430", w->aanbieder, NONE);
    if (bp_str_filled(a->onderwijslocatie) &&
        !bp_register_kent(bekend, BP_REGISTER_ONDERWIJSLOCATIE, a->onderwijslocatie))
        bp_rio_meld(w->u, "A01060", a->onderwijslocatie, NONE);
    if (life_is_checked(w->eenheid) &&
        !bp_register_leeft(bekend, BP_REGISTER_OPLEIDINGSEENHEID, eenheid, van, a->eind))
        bp_rio_meld(w->u, "N09410", eenheid, NONE);
    for (size_t i = 0; i < a->periode_count; i++)
        check_partners(w, &a->perioden[i]);
}

/* --- beside what is there ------------------------------------------------------------------------------ */

static void check_former(struct werk *w)
{
    struct bp_str former = bp_opleidingen_zoek(w->rio->opleidingen, w->code);
    struct bp_str eenheid = bp_rio_vorm_waarde(former, "opleidingseenheidcode");
    struct bp_str aanbieder = bp_rio_vorm_waarde(former, "onderwijsaanbiedercode");
    if (former.ptr &&
        (!bp_str_equal(eenheid, bp_str_of(w->eenheid)) || !bp_str_equal(aanbieder, w->aanbieder)))
        bp_rio_meld(w->u, "N09450", eenheid, aanbieder);
}

/* --- the four operations ------------------------------------------------------------------------------- */

static bool known_kind(const xmlNode *opleiding)
{
    return opleiding && (strcmp((const char *)opleiding->name, "aangebodenVOOpleiding") == 0 ||
                         strcmp((const char *)opleiding->name, "aangebodenMboOpleiding") == 0);
}

static enum bp_fout keur_aanlevering(struct werk *w, struct bp_oordeel *o)
{
    w->opleiding = bp_rio_element(bp_rio_kind(w->bericht, "datumTijdBedrijfsdocument")->next);
    if (!known_kind(w->opleiding)) {
        bp_buf_add_text(&o->detail, "deze server kent alleen aangebodenVOOpleiding en "
                                    "aangebodenMboOpleiding");
        return BP_FOUT_DK0004;
    }
    w->code = code_of(w, w->opleiding);
    w->aanbieder = waarde(w, w->opleiding, "onderwijsaanbiedercode");
    bp_rio_vast(w->u, "aangebodenOpleidingCode", w->code);
    if (!bp_register_mag(w->rio->bekend, w->afzender, w->aanbieder)) {
        /* Who may not touch it is told nothing else. */
        bp_rio_meld(w->u, "AUT401", w->aanbieder, NONE);
        return BP_FOUT_GEEN;
    }
    find_unit(w);
    check_kinds(w);
    if (!bp_rio_vorm(w->opleiding, w->eenheid, &w->vorm) || !read_stand(w))
        return BP_FOUT_DK0051;
    check_alone(w);
    check_register(w);
    check_former(w);
    if (w->u->goedgekeurd) {
        bp_buf_add_str(&w->u->sleutel, w->code);
        bp_buf_add_str(&w->u->stand, bp_buf_str(&w->vorm));
    }
    return BP_FOUT_GEEN;
}

static enum bp_fout keur_verwijdering(struct werk *w, struct bp_oordeel *o)
{
    (void)o;
    w->code = code_of(w, w->bericht);
    bp_rio_vast(w->u, "aangebodenOpleidingCode", w->code);
    struct bp_str former = bp_opleidingen_zoek(w->rio->opleidingen, w->code);
    struct bp_str aanbieder = bp_rio_vorm_waarde(former, "onderwijsaanbiedercode");
    if (!former.ptr)
        bp_rio_meld(w->u, "A01020", NONE, NONE);
    else if (!bp_register_mag(w->rio->bekend, w->afzender, aanbieder))
        bp_rio_meld(w->u, "AUT401", aanbieder, NONE);
    else
        bp_buf_add_str(&w->u->sleutel, w->code);
    return BP_FOUT_GEEN;
}

static enum bp_fout keur_opvraging(struct werk *w, struct bp_oordeel *o)
{
    (void)o;
    w->code = code_of(w, w->bericht);
    bp_rio_vast(w->u, "aangebodenOpleidingCode", w->code);
    struct bp_str found = bp_opleidingen_zoek(w->rio->opleidingen, w->code);
    if (found.ptr)
        bp_buf_add_str(&w->u->xml, found);
    else
        bp_rio_meld(w->u, "A01020", NONE, NONE);
    return BP_FOUT_GEEN;
}

/* --- relations: "unit unit begin", the units in order of their code, with the end as stand --- */

struct relatie {
    struct bp_datum begin, eind;
    char begin_text[BP_DATUM_TEXT], eind_text[BP_DATUM_TEXT];
    struct bp_str eenheden[2];
    char paar[KEY_TEXT];
};

static void read_relatie(struct werk *w, struct relatie *r)
{
    const xmlNode *node = bp_rio_kind(w->bericht, "opleidingsrelatie");
    const xmlNode *second = bp_rio_kind(node, "opleidingseenheidcode")->next;
    while (second->type != XML_ELEMENT_NODE)
        second = second->next;
    xmlChar *text = xmlNodeGetContent(second);
    r->begin = dag(w, node, "begindatum");
    r->eind = dag(w, node, "einddatum");
    r->eenheden[0] = waarde(w, node, "opleidingseenheidcode");
    r->eenheden[1] = bp_arena_str(w->arena, bp_str_trim(bp_str_of(text ? (const char *)text : "")));
    w->memory_out = w->memory_out || !text || !r->eenheden[1].ptr;
    xmlFree(text);
    bp_datum_format(r->begin, r->begin_text);
    bp_datum_format(r->eind, r->eind_text);
    if (w->memory_out)
        return;
    size_t first = bp_str_compare(r->eenheden[0], r->eenheden[1]) <= 0 ? 0 : 1;
    (void)snprintf(r->paar, sizeof r->paar, "%s %s ", r->eenheden[first].ptr,
                   r->eenheden[1 - first].ptr);
}

/* Another relation of the two in the same time; the one that begins on the same day is replaced. */
static bool overlaps(const struct werk *w, const struct relatie *r)
{
    struct bp_str paar = bp_str_of(r->paar), key = NONE;
    while ((key = bp_opleidingen_volgende(w->rio->opleidingen, paar, key)).ptr) {
        struct bp_datum begin = BP_DATUM_NONE, eind = BP_DATUM_NONE;
        (void)bp_datum_parse_iso((struct bp_str){ key.ptr + paar.len, key.len - paar.len }, &begin);
        (void)bp_datum_parse_iso(bp_opleidingen_zoek(w->rio->opleidingen, key), &eind);
        bool before = bp_datum_given(eind) && !bp_datum_before(r->begin, eind);
        bool after = bp_datum_given(r->eind) && !bp_datum_before(begin, r->eind);
        if (!bp_datum_equal(begin, r->begin) && !before && !after)
            return true;
    }
    return false;
}

static void check_units(struct werk *w, const struct relatie *r)
{
    const struct bp_register *bekend = w->rio->bekend;
    for (size_t i = 0; i < 2; i++) {
        struct bp_str eenheid = r->eenheden[i];
        if (!bp_register_kent(bekend, BP_REGISTER_OPLEIDINGSEENHEID, eenheid))
            bp_rio_meld(w->u, "A01070", eenheid, NONE);
        else if (!bp_register_leeft(bekend, BP_REGISTER_OPLEIDINGSEENHEID, eenheid, r->begin,
                                    r->eind))
            bp_rio_meld(w->u, "P04410", eenheid, NONE);
    }
}

static enum bp_fout keur_relatie(struct werk *w, struct bp_oordeel *o)
{
    struct relatie r = { .begin = BP_DATUM_NONE };
    (void)o;
    read_relatie(w, &r);
    if (w->memory_out)
        return BP_FOUT_DK0051;
    for (size_t i = 0; i < 2; i++)
        bp_rio_vast(w->u, "opleidingseenheidcode", r.eenheden[i]);
    if (!bp_register_mag(w->rio->bekend, w->afzender, NONE)) {
        bp_rio_meld(w->u, "AUT401", NONE, NONE);
        return BP_FOUT_GEEN;
    }
    struct bp_str kind = bp_register_relatie(w->rio->bekend, r.eenheden[0], r.eenheden[1]);
    bool same = bp_str_equal(r.eenheden[0], r.eenheden[1]);
    bool ended = bp_datum_given(r.eind);
    const struct {
        bool wrong;
        const char *code;
        struct bp_str een, twee;
    } rules[] = {
        { ended && !bp_datum_before(r.begin, r.eind), "P04010", bp_str_of(r.eind_text),
          bp_str_of(r.begin_text) },
        { same, "P04030", NONE, NONE },
        { !same && !kind.ptr, "A01072", NONE, NONE },
        { ended && bp_str_equal(kind, BP_STR("OVERGANG")), "P04020", bp_str_of(r.eind_text), NONE },
        { overlaps(w, &r), "P04050", bp_str_of(r.begin_text), NONE },
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].wrong)
            bp_rio_meld(w->u, rules[i].code, rules[i].een, rules[i].twee);
    check_units(w, &r);
    if (w->u->goedgekeurd) {
        bp_buf_printf(&w->u->sleutel, "%s%s", r.paar, r.begin_text);
        bp_buf_add_text(&w->u->stand, ended ? r.eind_text : "-");
    }
    return BP_FOUT_GEEN;
}

/* --- a message ----------------------------------------------------------------------------------------- */

enum bp_fout bp_rio_keur(const struct bp_rio *rio, struct bp_oordeel *oordeel)
{
    static enum bp_fout (*const keuringen[])(struct werk *, struct bp_oordeel *) = {
        [BP_RIO_AANLEVERING] = keur_aanlevering,
        [BP_RIO_VERWIJDERING] = keur_verwijdering,
        [BP_RIO_RELATIE] = keur_relatie,
        [BP_RIO_OPVRAGING] = keur_opvraging,
    };
    struct bp_rio_uitslag *u = &oordeel->rio;
    struct werk w = { .rio = rio,
                      .u = u,
                      .arena = bp_arena_new(ARENA_BYTES),
                      .afzender = bp_soap_oin_of(bp_soap_from(oordeel->soap)),
                      .bericht = xmlDocGetRootElement(oordeel->body_doc) };
    enum bp_fout fout = BP_FOUT_DK0051;
    bp_buf_init(&w.vorm, ARENA_BYTES);
    if (w.arena)
        fout = keuringen[oordeel->operatie->rio](&w, oordeel);
    if (w.memory_out || u->xml.failed || u->sleutel.failed || u->stand.failed)
        fout = BP_FOUT_DK0051;
    bp_buf_free(&w.vorm);
    bp_arena_free(w.arena);
    return fout;
}
