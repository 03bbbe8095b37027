/* tbgi_lezer.c - libxml2 calls, and enrolments come out */
#include "tbgi_intern.h"

#include "bronpost/base/text.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdlib.h>

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

/* --- refusing --------------------------------------------------------------------------------------------------- */

enum bp_status tbgi_damaged(struct bp_error *err, size_t line, const char *why)
{
    enum bp_status st = bp_error_set(err, BP_E_INPUT, NULL,
                                     N_("%s: the file is damaged, or no TBG-i; ask DUO for it "
                                        "again, and do not save it in another program"),
                                     bp_text(why));
    if (err)
        bp_error_at(err, NULL, line, 0);
    return st;
}

void tbgi_stop(struct tbgi_lezer *l, enum bp_status st)
{
    l->status = st;
    xmlStopParser(l->parser);
}

static uint32_t line_of(const struct tbgi_lezer *l)
{
    int line = xmlSAX2GetLineNumber(l->parser);
    return line > 0 ? (uint32_t)line : 0;
}

static void refuse(struct tbgi_lezer *l, uint32_t line, const char *why)
{
    tbgi_stop(l, tbgi_damaged(l->err, line, why));
}

static void refuse_veld(struct tbgi_lezer *l, uint32_t line, const char *name, const char *expected)
{
    enum bp_status st = bp_error_set(l->err, BP_E_INPUT, NULL,
                                     N_("%s: expected %s; the file is damaged, ask DUO for it "
                                        "again"),
                                     name, bp_text(expected));
    bp_error_at(l->err, NULL, line, 0);
    tbgi_stop(l, st);
}

/* Description and sample of DUO differ in capitals. */
static bool is(const char *name, const char *known)
{
    return bp_str_equal_nocase(bp_str_of(name), bp_str_of(known));
}

/* --- an element begins -------------------------------------------------------------------------------------------- */

static void begin_inschrijving(struct tbgi_lezer *l)
{
    bp_arena_reset(l->arena);
    explicit_bzero(&l->ins, sizeof l->ins);
    l->ins.line = line_of(l);
    l->gezien[INSCHRIJVING] = 0;
    l->bsn = l->onderwijsnummer = false;
}

static void begin_teldatum(struct tbgi_lezer *l)
{
    if (l->ins.groep_count == BP_TELDATA) {
        refuse(l, line_of(l), N_("an enrolment with more than two counting dates"));
        return;
    }
    *tbgi_groep(l) = (struct bp_tbgi_groep){ .line = line_of(l),
                                             .stand = { .groep = true },
                                             .meldingen = l->meldingen[l->ins.groep_count] };
    l->gezien[TELDATUM] = 0;
}

static void begin_signaal(struct tbgi_lezer *l)
{
    l->melding = (struct bp_tbgi_melding){ .code = { "", 0 }, .omschrijving = { "", 0 } };
    l->melding_line = line_of(l);
    l->gezien[SIGNAAL] = 0;
}

/* Groups: what may stand in what, and how it begins. The rest is a field, or passed over. */
static const struct {
    enum tbgi_knoop in, is;
    const char *name;
    void (*begin)(struct tbgi_lezer *l);
} groepen[] = {
    { WORTEL, INSCHRIJVING, "Inschrijving", begin_inschrijving },
    { INSCHRIJVING, TELDATUM, "Teldatum", begin_teldatum },
    { TELDATUM, SIGNAAL, "Signaal", begin_signaal },
};

static enum tbgi_knoop begin_veld(struct tbgi_lezer *l, const struct tbgi_veld *veld)
{
    if (l->gezien[veld->in] & tbgi_veld_bit(veld))
        refuse_veld(l, line_of(l), veld->name, N_("it once in its group"));
    l->gezien[veld->in] |= tbgi_veld_bit(veld);
    l->veld = veld;
    l->veld_line = line_of(l);
    l->tekst_len = 0;
    return VELD;
}

static enum tbgi_knoop knoop_of(struct tbgi_lezer *l, enum tbgi_knoop in, const char *name)
{
    if (in == VOORBIJ)
        return VOORBIJ;
    for (size_t i = 0; i < sizeof groepen / sizeof *groepen; i++) {
        if (groepen[i].in != in || !is(name, groepen[i].name))
            continue;
        groepen[i].begin(l);
        return groepen[i].is;
    }
    const struct tbgi_veld *veld = tbgi_veld_of(in, name);
    if (veld)
        return begin_veld(l, veld);
    if (in == VELD)
        refuse(l, line_of(l), N_("an element inside a value"));
    else if (in == WORTEL && !is(name, "Diploma"))
        refuse(l, line_of(l), N_("an element that is neither Inschrijving nor Diploma"));
    l->diplomas += in == WORTEL;
    return VOORBIJ;
}

static bool is_nil(int count, const xmlChar **attributes)
{
    for (int i = 0; i < count; i++) {
        const xmlChar *const *a =
            attributes + (size_t)5 * (size_t)i; /* name, prefix, uri, begin, end */
        struct bp_str value = { (const char *)a[3], (size_t)(a[4] - a[3]) };
        if (strcmp((const char *)a[0], "nil") == 0 && a[2] && strcmp((const char *)a[2], XSI) == 0)
            return bp_str_equal(value, BP_STR("true")) || bp_str_equal(value, BP_STR("1"));
    }
    return false;
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    struct tbgi_lezer *l = ctx;
    const char *name = (const char *)local;
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (l->status != BP_OK)
        return;
    if (l->diepte == DIEPTE) {
        refuse(l, line_of(l), N_("elements that are nested too deep"));
    } else if (l->diepte == 0) {
        l->stapel[l->diepte++] = WORTEL;
        if (!is(name, "Bekostigingsgrondslagen"))
            refuse(l, line_of(l),
                   N_("the file does not begin with the element Bekostigingsgrondslagen"));
    } else {
        enum tbgi_knoop in = l->stapel[l->diepte - 1];
        l->nil = is_nil(attribute_count, attributes);
        l->stapel[l->diepte++] = knoop_of(l, in, name);
    }
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static void on_text(void *ctx, const xmlChar *chars, int count)
{
    struct tbgi_lezer *l = ctx;
    struct bp_str s = { (const char *)chars, (size_t)count };
    enum tbgi_knoop in = l->diepte ? l->stapel[l->diepte - 1] : VOORBIJ;
    if (l->status != BP_OK || in == VOORBIJ)
        return;
    if (in != VELD) {
        if (bp_str_trim(s).len)
            refuse(l, line_of(l), N_("a text where only elements belong"));
        return;
    }
    if (s.len > sizeof l->tekst - l->tekst_len) {
        refuse_veld(l, l->veld_line, l->veld->name, l->veld->expected);
        return;
    }
    memcpy(l->tekst + l->tekst_len, s.ptr, s.len);
    l->tekst_len += s.len;
}

/* --- an element ends ---------------------------------------------------------------------------------------------- */

static void einde_veld(struct tbgi_lezer *l)
{
    struct bp_str value = bp_str_trim((struct bp_str){ l->tekst, l->tekst_len });
    /* An element that is nil, or empty, says nothing. */
    if (value.len == 0 ? l->veld->verplicht : l->nil || !l->veld->neem(l, value))
        refuse_veld(l, l->veld_line, l->veld->name, l->veld->expected);
}

/* What has to be there and was not. */
static bool volledig(struct tbgi_lezer *l, enum tbgi_knoop in, uint32_t line)
{
    const struct tbgi_veld *ontbreekt = tbgi_veld_ontbreekt(in, l->gezien[in]);
    if (ontbreekt)
        refuse_veld(l, line, ontbreekt->name, ontbreekt->expected);
    return !ontbreekt;
}

static void einde_signaal(struct tbgi_lezer *l)
{
    struct bp_tbgi_groep *g = tbgi_groep(l);
    if (l->melding.code.len == 0 && l->melding.omschrijving.len == 0)
        return; /* all of it nil: there is no signal */
    if (g->melding_count == BP_TBGI_MELDINGEN) {
        refuse(l, l->melding_line, N_("more than 99 signals on one counting date"));
        return;
    }
    l->meldingen[l->ins.groep_count][g->melding_count++] = l->melding;
}

static void einde_teldatum(struct tbgi_lezer *l)
{
    struct bp_tbgi_groep *g = tbgi_groep(l);
    if (!volledig(l, TELDATUM, g->line))
        return;
    g->stand.fase_bekend =
        (l->gezien[TELDATUM] & tbgi_veld_bit(tbgi_veld_of(TELDATUM, "Leerroutefase"))) != 0;
    if (l->ins.groep_count == 1 && bp_datum_equal(l->ins.groepen[0].dag, g->dag))
        refuse(l, g->line, N_("an enrolment with the same counting date twice"));
    l->ins.groep_count++;
}

static void einde_inschrijving(struct tbgi_lezer *l)
{
    if (!volledig(l, INSCHRIJVING, l->ins.line))
        return;
    if (l->bsn == l->onderwijsnummer) {
        refuse(l, l->ins.line,
               N_("an enrolment has exactly one of Burgerservicenummer and Onderwijsnummer"));
        return;
    }
    if (*l->brin && strcmp(l->brin, l->ins.brin) != 0) {
        refuse(l, l->ins.line, N_("enrolments of more than one institution"));
        return;
    }
    memcpy(l->brin, l->ins.brin, sizeof l->brin);
    enum bp_status st = l->lezing.fn(l->lezing.ctx, &l->ins, l->err);
    if (st != BP_OK)
        tbgi_stop(l, st);
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    static void (*const einden[])(struct tbgi_lezer * l) = {
        [INSCHRIJVING] = einde_inschrijving,
        [TELDATUM] = einde_teldatum,
        [SIGNAAL] = einde_signaal,
        [VELD] = einde_veld,
        [WORTEL] = NULL,
        [VOORBIJ] = NULL,
    };
    struct tbgi_lezer *l = ctx;
    (void)local, (void)prefix, (void)uri;
    if (l->status != BP_OK)
        return;
    enum tbgi_knoop ended = l->stapel[--l->diepte];
    if (einden[ended])
        einden[ended](l);
}

/* --- what does not belong in it ------------------------------------------------------------------------------------ */

static void on_dtd(void *ctx, const xmlChar *name, const xmlChar *public_id,
                   const xmlChar *system_id)
{
    struct tbgi_lezer *l = ctx;
    (void)name, (void)public_id, (void)system_id;
    if (l->status == BP_OK)
        refuse(l, line_of(l), N_("a DTD"));
}

static void on_reference(void *ctx, const xmlChar *name)
{
    struct tbgi_lezer *l = ctx;
    (void)name;
    if (l->status == BP_OK)
        refuse(l, line_of(l), N_("an entity"));
}

static bool other_set(const xmlChar *encoding)
{
    return encoding && !bp_str_equal_nocase(bp_str_of((const char *)encoding), BP_STR("UTF-8"));
}

/* After the XML declaration. [PvE]: UTF-8. */
static void on_document(void *ctx)
{
    struct tbgi_lezer *l = ctx;
    if (other_set(l->parser->encoding) || other_set(l->parser->input->encoding))
        refuse(l, line_of(l), N_("another character set than UTF-8"));
}

/* libxml2's own words are left out: they may quote the file. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    struct tbgi_lezer *l = ctx;
    if (l->status != BP_OK || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_NO_MEMORY)
        tbgi_stop(l, bp_error_memory(l->err, N_("a TBG-i")));
    else
        refuse(l, error->line > 0 ? (uint32_t)error->line : 0,
               N_("this is not well-formed XML, or it stops halfway"));
}

/* --- the parser ---------------------------------------------------------------------------------------------------- */

struct tbgi_lezer *tbgi_lezer_new(const struct tbgi_lezing *lezing, struct bp_error *err)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startDocument = on_document,
        .internalSubset = on_dtd,
        .externalSubset = on_dtd,
        .reference = on_reference,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
    };
    struct tbgi_lezer *l = calloc(1, sizeof *l);
    if (l) {
        l->lezing = *lezing;
        l->arena = bp_arena_new(MELDINGEN_BYTES);
        l->parser = xmlCreatePushParserCtxt(&sax, l, NULL, 0, NULL);
    }
    if (!l || !l->arena || !l->parser) {
        tbgi_lezer_free(l);
        (void)bp_error_memory(err, N_("a TBG-i"));
        return NULL;
    }
    (void)xmlCtxtUseOptions(l->parser, XML_PARSE_NONET);
    return l;
}

void tbgi_lezer_free(struct tbgi_lezer *l)
{
    if (!l)
        return;
    xmlFreeParserCtxt(l->parser);
    bp_arena_free(l->arena);
    explicit_bzero(l, sizeof *l);
    free(l);
}

enum bp_status tbgi_lezer_bytes(struct tbgi_lezer *l, const char *bytes, size_t len, bool last,
                                struct bp_error *err)
{
    int count;
    l->err = err;
    /* libxml2 would take UTF-16 too. */
    if (len && memchr(bytes, '\0', len))
        return tbgi_damaged(err, line_of(l), N_("another character set than UTF-8"));
    if (!bp_size_to_int(len, &count))
        return bp_error_memory(err, N_("a TBG-i"));
    int code = xmlParseChunk(l->parser, bytes, count, last);
    if (l->status == BP_OK && (code != XML_ERR_OK || (last && !l->parser->wellFormed)))
        l->status =
            tbgi_damaged(err, line_of(l), N_("this is not well-formed XML, or it stops halfway"));
    return l->status;
}

size_t tbgi_lezer_diplomas(const struct tbgi_lezer *l)
{
    return l->diplomas;
}
