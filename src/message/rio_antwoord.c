#include "bronpost/message/rio_antwoord.h"

#include "bronpost/base/text.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

static const char *const namespaces[] = {
    "http://duo.nl/schema/DUO_RIO_Beheren_OnderwijsOrganisatie_V4",
    "http://duo.nl/schema/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4",
};

/* An answer being read. */
struct lezing {
    struct bp_arena *arena;
    const xmlNode *root;
    bool memory_out;
};

/* --- elements ------------------------------------------------------------------------------------------- */

static const char *name_of(const xmlNode *node)
{
    return (const char *)node->name;
}

/* The namespace of the root is that of all: an element of another one is nobody's. */
static bool is(const struct lezing *l, const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns && strcmp(name_of(node), name) == 0 &&
           xmlStrEqual(node->ns->href, l->root->ns->href);
}

static const xmlNode *next(const struct lezing *l, const xmlNode *node, const char *name)
{
    while (node && !is(l, node, name))
        node = node->next;
    return node;
}

static const xmlNode *child(const struct lezing *l, const xmlNode *parent, const char *name)
{
    return parent ? next(l, parent->children, name) : NULL;
}

static size_t count(const struct lezing *l, const xmlNode *parent, const char *name)
{
    size_t found = 0;
    for (const xmlNode *n = child(l, parent, name); n; n = next(l, n->next, name))
        found++;
    return found;
}

/* The text of an element as it stands there; absent when there is no such element. */
static struct bp_str raw(struct lezing *l, const xmlNode *parent, const char *name)
{
    const xmlNode *node = child(l, parent, name);
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    if (!content)
        return (struct bp_str){ NULL, 0 };
    struct bp_str kept = bp_arena_str(l->arena, bp_str_of((char *)content));
    l->memory_out = l->memory_out || !kept.ptr;
    xmlFree(content);
    return kept;
}

static struct bp_str text(struct lezing *l, const xmlNode *parent, const char *name)
{
    return bp_str_trim(raw(l, parent, name));
}

static bool control(const char *at)
{
    unsigned char c = (unsigned char)*at, after = c == 0xC2 ? (unsigned char)at[1] : 0;
    return c < 0x20 || c == 0x7F || (after >= 0x80 && after <= 0x9F);
}

/* For people: blanks where control characters were. */
static struct bp_str shown(struct lezing *l, const xmlNode *parent, const char *name)
{
    struct bp_str s = text(l, parent, name);
    char *copy = s.len ? bp_arena_alloc(l->arena, s.len) : NULL;
    l->memory_out = l->memory_out || (s.len && !copy);
    if (!copy)
        return s;
    for (size_t i = 0; i < s.len; i++) {
        bool c1 = i && (unsigned char)s.ptr[i - 1] == 0xC2 && control(s.ptr + i - 1);
        copy[i] = c1 || control(s.ptr + i) ? ' ' : s.ptr[i];
    }
    return (struct bp_str){ copy, s.len };
}

static struct bp_datum day(struct lezing *l, const xmlNode *parent, const char *name)
{
    struct bp_datum d;
    return bp_datum_parse_iso(text(l, parent, name), &d) ? d : BP_DATUM_NONE;
}

/* Zeroed room for the children of that name; 0 without memory. */
static void *room(struct lezing *l, const xmlNode *parent, const char *name, size_t size)
{
    size_t n = count(l, parent, name);
    void *items = bp_arena_array(l->arena, n ? n : 1, size);
    l->memory_out = l->memory_out || !items;
    return items;
}

/* --- the programme that was looked up ------------------------------------------------------------------- */

static struct bp_kenmerken kenmerken(struct lezing *l, const xmlNode *parent)
{
    static const char *const elements[BP_KENMERK_SOORTEN] = {
        [BP_KENMERK_DATUM] = "kenmerkwaardeDatum",
        [BP_KENMERK_TEKST] = "kenmerkwaardeTekst",
        [BP_KENMERK_ENUMERATIE] = "kenmerkwaardeEnumeratiewaarde",
        [BP_KENMERK_GETAL] = "kenmerkwaardeGetal",
        [BP_KENMERK_BOOLEAN] = "kenmerkwaardeBoolean",
    };
    struct bp_kenmerk *items = room(l, parent, "kenmerken", sizeof *items);
    struct bp_kenmerken list = { items, 0 };
    for (const xmlNode *n = child(l, parent, "kenmerken"); items && n;
         n = next(l, n->next, "kenmerken")) {
        struct bp_kenmerk *k = &items[list.count++];
        k->naam = text(l, n, "kenmerknaam");
        for (size_t s = 0; s < BP_KENMERK_SOORTEN; s++)
            k->waarde[s] = raw(l, n, elements[s]);
    }
    return list;
}

static void perioden(struct lezing *l, const xmlNode *node, const char *name,
                     struct bp_aangeboden *a)
{
    struct bp_aangeboden_periode *items = room(l, node, name, sizeof *items);
    a->perioden = items;
    for (const xmlNode *n = child(l, node, name); items && n; n = next(l, n->next, name))
        items[a->periode_count++] = (struct bp_aangeboden_periode){
            .begin = day(l, n, "begindatum"),
            .eigen_naam = text(l, n, "eigenNaamAangebodenOpleiding"),
            .internationale_naam = text(l, n, "eigenNaamInternationaal"),
            .omschrijving = raw(l, n, "eigenOmschrijving"),
            .kenmerken = kenmerken(l, n),
        };
}

static void prijzen(struct lezing *l, const xmlNode *node, struct bp_cohort *cohort)
{
    struct bp_cohortprijs *items = room(l, node, "prijs", sizeof *items);
    cohort->prijzen = items;
    for (const xmlNode *n = child(l, node, "prijs"); items && n; n = next(l, n->next, "prijs"))
        items[cohort->prijs_count++] =
            (struct bp_cohortprijs){ text(l, n, "soort"), text(l, n, "bedrag") };
}

static void cohorten(struct lezing *l, const xmlNode *node, struct bp_aangeboden *a)
{
    static const char name[] = "aangebodenMboOpleidingCohort";
    struct bp_cohort *items = room(l, node, name, sizeof *items);
    a->cohorten = items;
    for (const xmlNode *n = child(l, node, name); items && n; n = next(l, n->next, name)) {
        const xmlNode *vast = child(l, n, "vastInstroommoment");
        const xmlNode *vrij = child(l, n, "flexibeleInstroom");
        struct bp_cohort *c = &items[a->cohort_count++];
        *c = (struct bp_cohort){
            .code = text(l, n, "cohortcode"),
            .status = text(l, n, "cohortstatus"),
            .kenmerken = kenmerken(l, n),
            .begin_aanmelding = day(l, n, "beginAanmeldperiode"),
            .eind_aanmelding = day(l, n, "eindeAanmeldperiode"),
            .instroommoment = day(l, vast, "instroommoment"),
            .begin_instroom = day(l, vrij, "beginInstroomperiode"),
            .eind_instroom = day(l, vrij, "eindeInstroomperiode"),
            .toestemming = text(l, n, "toestemmingVereistVoorAanmelding"),
            .toelichting = raw(l, n, "toelichtingVereisteToestemming"),
            .toegangscode = text(l, child(l, n, "bedrijfsopleiding"), "toegangscodeCohort"),
            .eind = day(l, n, "einddatum"),
        };
        prijzen(l, n, c);
    }
}

static void erkenningen(struct lezing *l, const xmlNode *node, struct bp_aangeboden *a)
{
    static const char name[] = "opleidingserkenningSleutel";
    struct bp_erkenning *items = room(l, node, name, sizeof *items);
    a->erkenningen = items;
    for (const xmlNode *n = child(l, node, name); items && n; n = next(l, n->next, name))
        items[a->erkenning_count++] =
            (struct bp_erkenning){ text(l, n, "opleidingsstelsel"), text(l, n, "opleidingscode") };
}

static const struct bp_aangeboden *programme(struct lezing *l, const xmlNode *node,
                                             enum bp_sector sector)
{
    const xmlNode *key = child(l, node, "opleidingserkenningSleutel");
    const xmlNode *duration = child(l, node, "afwijkendeOpleidingsduur");
    struct bp_aangeboden *a = bp_arena_alloc(l->arena, sizeof *a);
    l->memory_out = l->memory_out || !a;
    if (!a)
        return NULL;
    *a = (struct bp_aangeboden){
        .sector = sector,
        .code = text(l, node, "aangebodenOpleidingCode"),
        .onderwijsaanbieder = text(l, node, "onderwijsaanbiedercode"),
        .onderwijslocatie = text(l, node, "onderwijslocatiecode"),
        .begin = day(l, node, "begindatum"),
        .eerste_instroom = day(l, node, "eersteInstroomDatum"),
        .eind = day(l, node, "einddatum"),
        .stelsel = text(l, key, "opleidingsstelsel"),
        .opleidingcode = text(l, key, "opleidingscode"),
        .duur_eenheid = text(l, duration, "opleidingsduurEenheid"),
        .duur_omvang = text(l, duration, "opleidingsduurOmvang"),
        .kenmerken = kenmerken(l, node),
        .leertraject = text(l, node, "leertrajectMBO"),
        .niveau = text(l, node, "mboNiveau"),
        .toelatingseisen = text(l, node, "toelatingseisen"),
        .toegankelijkheid = text(l, node, "toegankelijkheid"),
    };
    erkenningen(l, node, a);
    if (!key) /* a managed message takes one of the two keys */
        a->opleidingseenheid = text(l, node, "opleidingseenheidcode");
    perioden(l, node,
             sector == BP_SECTOR_VO ? "aangebodenVOOpleidingPeriode"
                                    : "aangebodenMboOpleidingPeriode",
             a);
    if (sector == BP_SECTOR_MBO)
        cohorten(l, node, a);
    return a;
}

/* --- the verdict ---------------------------------------------------------------------------------------- */

static enum bp_status not_an_answer(const char *why, struct bp_error *err)
{
    return bp_error_set(err, BP_E_XML, NULL,
                        N_("this is not an answer of RIO that can be used: %s; keep it, and ask "
                           "whoever maintains the program"),
                        bp_text(why));
}

static bool verdict(struct bp_str said, bool *out)
{
    *out = bp_str_equal(said, BP_STR("true")) || bp_str_equal(said, BP_STR("1"));
    return *out || bp_str_equal(said, BP_STR("false")) || bp_str_equal(said, BP_STR("0"));
}

static bool fout(struct lezing *l, const xmlNode *node, struct bp_rio_fout *out)
{
    static const char name[] = "sleutelgegeven";
    out->code = shown(l, node, "foutcode");
    out->tekst = shown(l, node, "fouttekst");
    for (const xmlNode *n = child(l, node, name); n; n = next(l, n->next, name)) {
        if (out->sleutel_count == BP_RIO_SLEUTELS)
            return false;
        out->sleutels[out->sleutel_count++] =
            (struct bp_rio_sleutel){ shown(l, n, "sleutelnaam"), shown(l, n, "sleutelwaarde") };
    }
    return bp_str_filled(out->code);
}

static enum bp_status fouten(struct lezing *l, struct bp_rio_antwoord *out, struct bp_error *err)
{
    static const char name[] = "foutmelding";
    struct bp_rio_fout *items = room(l, l->root, name, sizeof *items);
    if (!items)
        return bp_error_memory(err, N_("an answer of RIO"));
    out->fouten = items;
    for (const xmlNode *n = child(l, l->root, name); n; n = next(l, n->next, name)) {
        if (out->fout_count == BP_RIO_FOUTEN || !fout(l, n, &items[out->fout_count]))
            return not_an_answer(N_("an error in it is not of the form that was agreed"), err);
        out->fout_count++;
    }
    return BP_OK;
}

static bool known_namespace(const xmlNode *root)
{
    for (size_t i = 0; root->ns && i < sizeof namespaces / sizeof *namespaces; i++)
        if (strcmp((const char *)root->ns->href, namespaces[i]) == 0)
            return true;
    return false;
}

static enum bp_status read_root(struct lezing *l, struct bp_rio_antwoord *out, struct bp_error *err)
{
    static const struct bp_str suffix = { "_response", 9 };
    struct bp_str name = bp_str_of(name_of(l->root));
    if (!known_namespace(l->root) || name.len <= suffix.len ||
        strcmp(name.ptr + name.len - suffix.len, suffix.ptr) != 0)
        return not_an_answer(N_("it is another message"), err);
    name.len -= suffix.len;
    out->operatie = bp_arena_str(l->arena, name);
    out->identificatiecode = text(l, l->root, "identificatiecodeBedrijfsdocument");
    if (count(l, l->root, "requestGoedgekeurd") != 1 ||
        !verdict(text(l, l->root, "requestGoedgekeurd"), &out->goedgekeurd))
        return not_an_answer(N_("it holds no verdict (requestGoedgekeurd)"), err);
    enum bp_status st = fouten(l, out, err);
    const xmlNode *vo = child(l, l->root, "aangebodenVOOpleiding");
    const xmlNode *mbo = child(l, l->root, "aangebodenMboOpleiding");
    if (st == BP_OK && (vo || mbo))
        out->opleiding = programme(l, vo ? vo : mbo, vo ? BP_SECTOR_VO : BP_SECTOR_MBO);
    if (st == BP_OK && (l->memory_out || !out->operatie.ptr))
        st = bp_error_memory(err, N_("an answer of RIO"));
    return st;
}

enum bp_status bp_rio_antwoord_read(struct bp_arena *arena, struct bp_str body,
                                    struct bp_rio_antwoord *out, struct bp_error *err)
{
    int len;
    *out = (struct bp_rio_antwoord){ .fout_count = 0 };
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser)
        return bp_error_memory(err, N_("an answer of RIO"));
    xmlDocPtr doc = NULL;
    if (bp_size_to_int(body.len, &len))
        doc = xmlCtxtReadMemory(parser, body.ptr, len, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlFreeParserCtxt(parser);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    enum bp_status st;
    if (!root || doc->intSubset) {
        st = not_an_answer(N_("it is not XML, or brings a DTD"), err);
    } else {
        struct lezing l = { arena, root, false };
        st = read_root(&l, out, err);
    }
    xmlFreeDoc(doc);
    if (st != BP_OK)
        *out = (struct bp_rio_antwoord){ .fout_count = 0 };
    return st;
}

/* --- in words ------------------------------------------------------------------------------------------- */

bool bp_rio_antwoord_herhaalbaar(const struct bp_rio_antwoord *antwoord)
{
    if (antwoord->goedgekeurd || antwoord->fout_count == 0)
        return false;
    for (size_t i = 0; i < antwoord->fout_count; i++) {
        const struct bp_rio_code *code = bp_rio_code_by_name(antwoord->fouten[i].code);
        if (!code || !code->herhaalbaar)
            return false;
    }
    return true;
}

void bp_rio_sleutels_text(const struct bp_rio_fout *fout, struct bp_buf *out)
{
    for (size_t i = 0; i < fout->sleutel_count; i++) {
        bp_buf_add_text(out, i ? ", " : "");
        bp_buf_add_str(out, fout->sleutels[i].naam);
        bp_buf_add_char(out, '=');
        bp_buf_add_str(out, fout->sleutels[i].waarde);
    }
}

/* Where the next key begins: behind a comma, with an equals sign before the next one. */
static size_t next_sleutel(struct bp_str s)
{
    for (size_t i = 1; i + 1 < s.len; i++) {
        if (s.ptr[i - 1] != ',' || s.ptr[i] != ' ')
            continue;
        const char *rest = s.ptr + i + 1;
        size_t len = s.len - i - 1;
        const char *equals = memchr(rest, '=', len), *comma = memchr(rest, ',', len);
        if (equals && (!comma || equals < comma))
            return i + 1;
    }
    return s.len;
}

bool bp_rio_melding_read(struct bp_arena *arena, struct bp_str code, struct bp_str tekst,
                         struct bp_str sleutelgegevens, struct bp_rio_fout *out)
{
    struct bp_str rest = bp_arena_str(arena, sleutelgegevens.ptr ? sleutelgegevens : BP_STR(""));
    *out = (struct bp_rio_fout){ .code = bp_arena_str(arena, code.ptr ? code : BP_STR("")),
                                 .tekst = bp_arena_str(arena, tekst.ptr ? tekst : BP_STR("")) };
    if (!rest.ptr || !out->code.ptr || !out->tekst.ptr)
        return false;
    while (rest.len && out->sleutel_count < BP_RIO_SLEUTELS) {
        size_t next = next_sleutel(rest);
        struct bp_str one = { rest.ptr, next < rest.len ? next - 2 : rest.len };
        const char *equals = memchr(one.ptr, '=', one.len);
        size_t name = equals ? (size_t)(equals - one.ptr) : one.len;
        size_t skip = equals ? name + 1 : name;
        out->sleutels[out->sleutel_count++] =
            (struct bp_rio_sleutel){ { one.ptr, name }, { one.ptr + skip, one.len - skip } };
        rest.ptr += next;
        rest.len -= next;
    }
    return true;
}

void bp_rio_fout_explain(const struct bp_rio_fout *fout, struct bp_buf *out)
{
    const struct bp_rio_code *code = bp_rio_code_by_name(fout->code);
    bp_buf_add_str(out, fout->code);
    bp_buf_add_text(out, ": ");
    bp_buf_add_text(out, bp_text(code ? code->title
                                      : N_("RIO refused this for a reason that the program does "
                                           "not know")));
    for (size_t i = 0; i < fout->sleutel_count; i++) {
        bp_buf_add_text(out, i ? ", " : " (");
        bp_buf_add_str(out, fout->sleutels[i].naam);
        bp_buf_add_char(out, ' ');
        bp_buf_add_str(out, fout->sleutels[i].waarde);
    }
    bp_buf_add_text(out, fout->sleutel_count ? ")." : ".");
    if (bp_str_filled(fout->tekst)) {
        bp_buf_add_text(out, " RIO: \"");
        bp_buf_add_str(out, fout->tekst);
        bp_buf_add_text(out, "\".");
    }
    bp_buf_add_char(out, ' ');
    bp_buf_add_text(out, bp_text(code ? code->todo
                                      : N_("Look at RIO's own text and keys, and ask RIO's "
                                           "helpdesk what it means; nothing was changed.")));
}
