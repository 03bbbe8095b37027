#include "bronpost/transport/oordeel.h"

#include "bronpost/base/text.h"

#include <stdio.h>

#define BODY_BYTES_MAX ((size_t)16 * 1024 * 1024)
/* A run of so many digits may be a person number, in whatever text DUO quotes it. */
#define DIGITS_MASKED 8

struct zaak {
    const struct bp_transport_resultaat *resultaat;
    const struct bp_verwacht *verwacht;
    struct bp_buf *body;
    struct bp_oordeel *o;
};

/* Rows of edukoppeling.md section 8 that are judged here; 4 to 7 come from bp_soap_verify(). */
enum {
    RIJ_HTTP = 1,
    RIJ_ENVELOP = 2,
    RIJ_RELATESTO = 8,
    RIJ_ADRES = 9,
    RIJ_ELEMENT = 10,
    RIJ_BEDRIJFSDOCUMENT = 11,
    RIJ_ONTVANGST = 12
};

#define SAY(z, ...) (void)snprintf((z)->o->waarom, sizeof(z)->o->waarom, __VA_ARGS__)

const char *bp_oordeel_name(enum bp_oordeel_uitslag uitslag)
{
    static const char *const names[] = {
        [BP_OORDEEL_ONTVANGEN] = "ontvangen",
        [BP_OORDEEL_AFGEWEZEN] = "afgewezen",
        [BP_OORDEEL_OPNIEUW] = "opnieuw",
        [BP_OORDEEL_ONGELDIG] = "ongeldig",
    };
    return names[uitslag];
}

/* --- HTTP ------------------------------------------------------------------------------------- */

static void judge_transport(const struct zaak *z)
{
    const struct bp_transport_resultaat *r = z->resultaat;
    z->o->uitslag = BP_OORDEEL_OPNIEUW;
    z->o->misschien_aangekomen = r->uitkomst != BP_TRANSPORT_NIET_BEREIKT;
    z->o->stopt = r->configuratie;
    z->o->check = RIJ_HTTP;
    SAY(z, "%s", r->why);
}

/* What only the status tells. Statuses that say something of the set-up hold for every message. */
static void judge_status(const struct zaak *z)
{
    static const long set_up[] = { 401, 403, 404, 405, 407, 410, 415, 421 };
    static const long passing[] = { 408, 425, 429 };
    long status = z->resultaat->http_status;
    struct bp_oordeel *o = z->o;
    (void)snprintf(o->code, sizeof o->code, "HTTP %ld", status);
    o->check = RIJ_HTTP;
    o->uitslag = status >= 300 && status < 500 ? BP_OORDEEL_AFGEWEZEN : BP_OORDEEL_OPNIEUW;
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (status == passing[i])
            o->uitslag = BP_OORDEEL_OPNIEUW;
    o->misschien_aangekomen = status < 300 || status >= 500;
    o->stopt = status >= 300 && status < 400;
    for (size_t i = 0; i < sizeof set_up / sizeof *set_up; i++)
        o->stopt = o->stopt || status == set_up[i];
    if (o->stopt)
        SAY(z,
            bp_text("DUO's gateway answers HTTP %ld: it does not serve this address or this "
                    "certificate; compare the address in the section [duo] and the certificate "
                    "with what DUO gave you"),
            status);
    else if (o->uitslag == BP_OORDEEL_AFGEWEZEN)
        SAY(z,
            bp_text("DUO's gateway answers HTTP %ld and refuses the message; keep the code, and "
                    "report it to whoever maintains the program"),
            status);
    else
        SAY(z,
            bp_text(
                "DUO's gateway answers HTTP %ld and nothing that counts as an answer; the message "
                "goes again by itself, look at DUO's page about disturbances when it lasts"),
            status);
}

static bool charset_ok(struct bp_str rest)
{
    static const struct bp_str name = { "charset=", 8 };
    for (size_t i = 0; i + name.len <= rest.len; i++) {
        if (!bp_str_equal_nocase((struct bp_str){ rest.ptr + i, name.len }, name))
            continue;
        struct bp_str value = { rest.ptr + i + name.len, rest.len - i - name.len };
        const char *end = memchr(value.ptr, ';', value.len);
        value.len = end ? (size_t)(end - value.ptr) : value.len;
        value = bp_str_trim(value);
        if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
            value = (struct bp_str){ value.ptr + 1, value.len - 2 };
        return bp_str_equal_nocase(value, BP_STR("utf-8"));
    }
    return true; /* not said; the parser takes UTF-8 only */
}

static bool content_type_ok(const char *type)
{
    struct bp_str whole = bp_str_of(type);
    const char *end = memchr(whole.ptr, ';', whole.len);
    struct bp_str media = { whole.ptr, end ? (size_t)(end - whole.ptr) : whole.len };
    struct bp_str rest = { whole.ptr + media.len, whole.len - media.len };
    return bp_str_equal_nocase(bp_str_trim(media), BP_STR("text/xml")) && charset_ok(rest);
}

/* --- checks of section 8 ---------------------------------------------------------------------- */

static void invalid(const struct zaak *z, int check)
{
    z->o->uitslag = BP_OORDEEL_ONGELDIG;
    z->o->misschien_aangekomen = true;
    z->o->check = check;
}

static bool same(struct bp_str a, struct bp_str b)
{
    return a.ptr && bp_str_equal(a, b);
}

static bool not_the_answer(const struct zaak *z, int check, const char *element)
{
    invalid(z, check);
    SAY(z,
        bp_text("%s of DUO's answer is not what belongs to this message; the answer is not used "
                "and the message goes again, let DUO know when it stays so"),
        element);
    return false;
}

static bool addressing_ok(const struct zaak *z, const struct bp_soap *soap)
{
    const struct bp_verwacht *v = z->verwacht;
    if (!same(bp_soap_relates_to(soap), v->message_id))
        return not_the_answer(z, RIJ_RELATESTO, "wsa:RelatesTo");
    /* Some platforms leave wsa:To out (WUS note 3): the anonymous address is meant, and nothing can
     * be compared. */
    if (bp_soap_has_header(soap, "To") && !same(bp_soap_oin_of(bp_soap_to(soap)), v->eigen_oin))
        return not_the_answer(z, RIJ_ADRES, "wsa:To");
    if (!same(bp_soap_oin_of(bp_soap_from(soap)), v->duo_oin))
        return not_the_answer(z, RIJ_ADRES, "wsa:From");
    if (!same(bp_soap_action(soap), v->action))
        return not_the_answer(z, RIJ_ADRES, "wsa:Action");
    return true;
}

static bool element_ok(const struct zaak *z, const struct bp_soap *soap)
{
    const struct bp_verwacht *v = z->verwacht;
    struct bp_error err = { 0 };
    if (!same(bp_soap_body_name(soap), v->element) ||
        !same(bp_soap_body_namespace(soap), v->namespace_uri))
        return not_the_answer(z, RIJ_ELEMENT, "soapenv:Body");
    if (!v->keuring)
        return true;
    struct bp_buf own;
    bp_buf_init(&own, BODY_BYTES_MAX);
    enum bp_status st = bp_soap_body_bytes(soap, &own, &err);
    if (st == BP_OK)
        st = v->keuring(v->keuring_ctx, bp_buf_str(&own), &err);
    bp_buf_free(&own);
    if (st == BP_OK)
        return true;
    invalid(z, RIJ_ELEMENT);
    SAY(z,
        bp_text("DUO's answer does not fit the schema: %s; the answer is not used and the message "
                "goes again, ask DUO for the present XSDs when it stays so"),
        err.detail);
    return false;
}

static bool bedrijfsdocument_ok(const struct zaak *z, const struct bp_soap *soap)
{
    const struct {
        const char *element;
        struct bp_str want;
    } fields[] = {
        { "identificatiecodeBedrijfsdocument", z->verwacht->identificatiecode },
        { "verzendendeInstantie", z->verwacht->ontvanger },
        { "ontvangendeInstantie", z->verwacht->verzender },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!same(bp_soap_body_value(soap, fields[i].element), fields[i].want))
            return not_the_answer(z, RIJ_BEDRIJFSDOCUMENT, fields[i].element);
    return true;
}

static bool receipt_ok(const struct zaak *z, const struct bp_soap *soap)
{
    if (z->verwacht->bewijs == BP_BEWIJS_ANTWOORD ||
        same(bp_soap_body_value(soap, "ontvangstBevestiging"), BP_STR("J")))
        return true;
    return not_the_answer(z, RIJ_ONTVANGST, "ontvangstBevestiging");
}

static enum bp_goedgekeurd read_goedgekeurd(const struct bp_soap *soap)
{
    struct bp_str value = bp_soap_body_value(soap, "requestGoedgekeurd");
    if (same(value, BP_STR("true")) || same(value, BP_STR("1")))
        return BP_GOEDGEKEURD_JA;
    if (same(value, BP_STR("false")) || same(value, BP_STR("0")))
        return BP_GOEDGEKEURD_NEE;
    return BP_GOEDGEKEURD_ONBEKEND;
}

static bool verify(const struct zaak *z, struct bp_soap *soap, struct bp_error *err)
{
    const struct bp_soap_eis eis = { .now_ms = z->verwacht->now_ms,
                                     .tolerantie_ms = z->verwacht->tolerantie_ms };
    if (bp_soap_verify(soap, z->verwacht->vertrouwen, &eis, err) != BP_OK)
        return false;
    z->o->klok_bekend = true;
    z->o->klok_verschil_ms = bp_soap_created_ms(soap) - z->verwacht->now_ms;
    return true;
}

static void judge_answer(const struct zaak *z, struct bp_soap *soap)
{
    struct bp_error err = { 0 };
    if (!verify(z, soap, &err)) {
        invalid(z, bp_soap_failed_check(soap));
        SAY(z, "%s", err.detail);
        return;
    }
    if (!addressing_ok(z, soap) || !element_ok(z, soap) || !bedrijfsdocument_ok(z, soap) ||
        !receipt_ok(z, soap))
        return;
    if (z->body && bp_soap_body_bytes(soap, z->body, &err) != BP_OK) {
        invalid(z, RIJ_ELEMENT);
        SAY(z, "%s", err.detail);
        return;
    }
    z->o->goedgekeurd = read_goedgekeurd(soap);
    z->o->uitslag = BP_OORDEEL_ONTVANGEN;
    z->o->misschien_aangekomen = true;
}

/* --- faults ----------------------------------------------------------------------------------- */

/* DUO's words on one line, with every number that may be a person's made unreadable. What does not
 * fit is left off. */
static void quote(struct bp_str text, char out[BP_OORDEEL_TEKST])
{
    size_t n = 0, digits = 0;
    for (size_t i = 0; i < text.len && n + 1 < BP_OORDEEL_TEKST; i++) {
        char c = text.ptr[i];
        out[n++] = (unsigned char)c < ' ' || c == 0x7F ? ' ' : c;
        digits = bp_ascii_digit(c) ? digits + 1 : 0;
        if (digits == DIGITS_MASKED)
            memset(out + n - DIGITS_MASKED, '#', DIGITS_MASKED);
        else if (digits > DIGITS_MASKED)
            out[n - 1] = '#';
    }
    /* Not half a character at the end, and not the beginning of a number that goes on. */
    if (n + 1 == BP_OORDEEL_TEKST) {
        while (n && (((unsigned char)out[n - 1] & 0xC0) == 0x80 || bp_ascii_digit(out[n - 1])))
            n--;
        if (n && ((unsigned char)out[n - 1] & 0xC0) == 0xC0)
            n--;
    }
    out[n] = '\0';
}

/* The faultcode without prefix; "Client.DK0004" gives "DK0004" where the table knows it. */
static void read_code(const struct zaak *z, struct bp_str faultcode)
{
    struct bp_oordeel *o = z->o;
    faultcode = bp_str_trim(faultcode);
    for (size_t i = 0; i < faultcode.len; i++)
        if (faultcode.ptr[i] == ':') {
            faultcode = (struct bp_str){ faultcode.ptr + i + 1, faultcode.len - i - 1 };
            break;
        }
    o->fout = bp_fout_by_name(faultcode);
    char text[BP_OORDEEL_TEKST];
    quote(o->fout ? bp_str_of(o->fout->name) : faultcode, text);
    if (!bp_str_copy(o->code, sizeof o->code, bp_str_of(text)))
        (void)snprintf(o->code, sizeof o->code, "?");
}

/* Section 10: what the text decides for DK0050. */
static enum bp_herhaling decide(const struct zaak *z, struct bp_str text)
{
    const struct bp_fout_info *fout = z->o->fout;
    if (!fout)
        return BP_HERHALING_JA; /* as DK0051; the caller gives up after some times */
    if (fout->herhaling != BP_HERHALING_KIJK)
        return fout->herhaling;
    text = bp_str_trim(text);
    if (!bp_str_starts_with(text, BP_STR("Ongeldige waarde voor")))
        return BP_HERHALING_JA;
    static const char uuid[] = "identificatiecodeBedrijfsdocument";
    z->o->dubbel = memmem(text.ptr, text.len, uuid, sizeof uuid - 1) != NULL;
    return BP_HERHALING_NEE;
}

/* Whether DUO signs faults is not known; one that is signed must be ours to count as such. */
static bool is_signed_for_us(const struct zaak *z, struct bp_soap *soap)
{
    return verify(z, soap, NULL) && same(bp_soap_relates_to(soap), z->verwacht->message_id) &&
           same(bp_soap_oin_of(bp_soap_from(soap)), z->verwacht->duo_oin) &&
           (!bp_soap_has_header(soap, "To") ||
            same(bp_soap_oin_of(bp_soap_to(soap)), z->verwacht->eigen_oin));
}

static void judge_fault(const struct zaak *z, struct bp_soap *soap)
{
    struct bp_oordeel *o = z->o;
    struct bp_str text = bp_soap_fault_string(soap);
    read_code(z, bp_soap_fault_code(soap));
    quote(text, o->fout_tekst);
    o->getekend = is_signed_for_us(z, soap);
    o->check = 3;
    bool again = decide(z, text) == BP_HERHALING_JA;
    o->uitslag = again ? BP_OORDEEL_OPNIEUW : BP_OORDEEL_AFGEWEZEN;
    o->misschien_aangekomen = again || o->dubbel;
    o->stopt = o->fout && o->fout->stopt;
    o->verse_tijdstempel = o->fout && strcmp(o->fout->name, "EK0031") == 0;
    if (o->fout)
        SAY(z, bp_text("DUO answers %s: %s. %s DUO's words: %s"), o->code, bp_text(o->fout->title),
            bp_text(o->fout->todo), o->fout_tekst);
    else
        SAY(z,
            bp_text("DUO answers with fault %s, which says no more; the message goes again by "
                    "itself, look at DUO's page about disturbances when it lasts. DUO's words: %s"),
            o->code, o->fout_tekst);
}

/* --- all -------------------------------------------------------------------------------------- */

static void judge_http(const struct zaak *z)
{
    const struct bp_transport_resultaat *r = z->resultaat;
    struct bp_error err = { 0 };
    struct bp_soap *soap = NULL;
    bool normal = r->http_status == 200, server = r->http_status >= 500 && r->http_status <= 599;
    if ((!normal && !server) || (normal && !content_type_ok(r->content_type))) {
        judge_status(z);
        return;
    }
    enum bp_status st = bp_soap_parse(r->body, &soap, &err);
    if (st == BP_OK && bp_soap_is_fault(soap)) {
        judge_fault(z, soap);
    } else if (server) {
        judge_status(z);
    } else if (st == BP_OK) {
        judge_answer(z, soap);
    } else {
        invalid(z, RIJ_ENVELOP);
        SAY(z, "%s", err.detail);
    }
    bp_soap_free(soap);
}

void bp_oordeel_make(const struct bp_transport_resultaat *resultaat,
                     const struct bp_verwacht *verwacht, struct bp_buf *body,
                     struct bp_oordeel *out)
{
    const struct zaak z = { .resultaat = resultaat, .verwacht = verwacht, .body = body, .o = out };
    *out = (struct bp_oordeel){ .uitslag = BP_OORDEEL_ONGELDIG };
    if (body)
        bp_buf_clear(body);
    if (resultaat->uitkomst == BP_TRANSPORT_ANTWOORD)
        judge_http(&z);
    else
        judge_transport(&z);
}
