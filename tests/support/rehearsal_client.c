#include "support/rehearsal_client.h"

#include "support/message_registraties.h"
#include "support/pki_folder.h"

#include "bronpost/message/maker.h"
#include "bronpost/security/envelope.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>

#include <cmocka.h>

#define MESSAGE_BYTES ((size_t)4 * 1024 * 1024)
#define ANSWER_BYTES  ((size_t)200 * 1024 * 1024)
#define TIMEOUT_S     100L

int64_t rehearsal_now_ms(void)
{
    struct timespec ts;
    (void)clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void rehearsal_uuid(char out[BP_UUID_TEXT])
{
    unsigned char b[16];
    assert_int_equal(RAND_bytes(b, sizeof b), 1);
    (void)snprintf(out, BP_UUID_TEXT,
                   "%02x%02x%02x%02x-%02x%02x-4%x%02x-a%x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
                   b[2], b[3], b[4], b[5], b[6] & 15u, b[7], b[8] & 15u, b[9], b[10], b[11], b[12],
                   b[13], b[14], b[15]);
}

/* --- requests --- */

static void make_body(struct rehearsal_verzoek *v, enum bp_sector sector)
{
    bool vo = sector == BP_SECTOR_VO;
    struct message_registratie m;
    struct bp_contract *contract;
    struct bp_error err = { 0 };
    message_fixed(&m, sector);
    m.kop.identificatiecode = bp_str_of(v->identificatiecode);
    if (bp_contract_open(vo ? "vo" : "mbo", vo ? "schemas/vo" : "schemas/mbo", NULL, &contract,
                         &err) != BP_OK)
        fail_msg("%s", err.detail);
    struct bp_maker *maker = bp_maker_new(contract, BP_KEURING_VOLUIT, &err);
    assert_non_null(maker);
    if (bp_maker_inschrijving(maker, &m.registratie, &m.kop, &v->body, NULL, &err) != BP_OK)
        fail_msg("%s", err.detail);
    const struct bp_operatie *o = bp_contract_operatie(contract, BP_HANDELING_INSCHRIJVING);
    rehearsal_verzoek_action(v, o->soap_action);
    bp_maker_free(maker);
    bp_contract_close(contract);
}

void rehearsal_verzoek_action(struct rehearsal_verzoek *v, const char *action)
{
    (void)snprintf(v->action, sizeof v->action, "%s", action);
    (void)snprintf(v->quoted, sizeof v->quoted, "\"%s\"", action);
    v->soap_action = v->quoted;
}

void rehearsal_verzoek_begin(struct rehearsal_verzoek *v, const char *brin)
{
    char uuid[BP_UUID_TEXT];
    *v = (struct rehearsal_verzoek){ .method = "POST",
                                     .content_type = "text/xml;charset=UTF-8",
                                     .tls = brin,
                                     .tls_key = brin,
                                     .signer = brin,
                                     .created_ms = rehearsal_now_ms() };
    v->expires_ms = v->created_ms + 300000;
    bp_buf_init(&v->body, MESSAGE_BYTES);
    bp_buf_init(&v->envelope, MESSAGE_BYTES);
    rehearsal_uuid(v->identificatiecode);
    rehearsal_uuid(uuid);
    (void)snprintf(v->to, sizeof v->to, REHEARSAL_ANONYMOUS "?oin=" REHEARSAL_DUO);
    (void)snprintf(v->from, sizeof v->from, REHEARSAL_ANONYMOUS "?oin=00000007000%s00000", brin);
    (void)snprintf(v->message_id, sizeof v->message_id, "urn:uuid:%s", uuid);
}

void rehearsal_verzoek_make(struct rehearsal_verzoek *v, enum bp_sector sector)
{
    rehearsal_verzoek_begin(v, sector == BP_SECTOR_VO ? "99XA" : "99XB");
    make_body(v, sector);
}

void rehearsal_verzoek_sign(struct rehearsal_verzoek *v)
{
    struct bp_error err = { 0 };
    struct bp_identiteit *identiteit = pki_identiteit(v->signer);
    struct bp_signer *signer = bp_signer_new(identiteit, &err);
    assert_non_null(signer);
    const struct bp_envelope_kop kop = {
        .to = bp_str_of(v->to),
        .action = bp_str_of(v->action),
        .message_id = bp_str_of(v->message_id),
        .relates_to = bp_str_of(v->relates_to),
        .from = bp_str_of(v->from),
        .created_ms = v->created_ms,
        .expires_ms = v->expires_ms,
    };
    if (bp_envelope_sign(signer, &kop, bp_buf_str(&v->body), &v->envelope, &err) != BP_OK)
        fail_msg("%s", err.detail);
    bp_signer_free(signer);
    bp_identiteit_close(identiteit);
}

void rehearsal_verzoek_free(struct rehearsal_verzoek *v)
{
    bp_buf_free(&v->body);
    bp_buf_free(&v->envelope);
}

static void splice(struct bp_buf *text, size_t at, size_t len, const char *with)
{
    struct bp_buf made;
    bp_buf_init(&made, MESSAGE_BYTES);
    bp_buf_add(&made, text->ptr, at);
    bp_buf_add_text(&made, with);
    bp_buf_add(&made, text->ptr + at + len, text->len - at - len);
    bp_buf_free(text);
    *text = made;
}

static size_t find(const struct bp_buf *text, size_t from, const char *what)
{
    const char *hit = memmem(text->ptr + from, text->len - from, what, strlen(what));
    if (!hit)
        fail_msg("'%s' is not in the message", what);
    return (size_t)(hit - text->ptr);
}

void rehearsal_replace(struct bp_buf *text, const char *from, const char *to)
{
    splice(text, find(text, 0, from), strlen(from), to);
}

void rehearsal_cut(struct bp_buf *text, const char *from, const char *to)
{
    size_t start = find(text, 0, from), end = find(text, start, to) + strlen(to);
    splice(text, start, end - start, "");
}

/* --- exchange --- */

static size_t take(char *bytes, size_t size, size_t count, void *ctx)
{
    struct bp_buf *body = ctx;
    bp_buf_add(body, bytes, size * count);
    return body->failed ? 0 : size * count;
}

static CURL *handle(const struct rehearsal *r, const char *path, const char *tls, const char *key,
                    struct rehearsal_antwoord *sink)
{
    char url[160], file[PATH_MAX], name[64];
    CURL *curl = curl_easy_init();
    assert_non_null(curl);
    *sink = (struct rehearsal_antwoord){ .code = CURLE_OK };
    bp_buf_init(&sink->body, ANSWER_BYTES);
    (void)snprintf(url, sizeof url, "%s%s", r->url, path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    pki_path("chain.pem", file);
    curl_easy_setopt(curl, CURLOPT_CAINFO, file);
    if (tls) {
        (void)snprintf(name, sizeof name, "%s.pem", tls);
        pki_path(name, file);
        curl_easy_setopt(curl, CURLOPT_SSLCERT, file);
        (void)snprintf(name, sizeof name, "%s.key", key);
        pki_path(name, file);
        curl_easy_setopt(curl, CURLOPT_SSLKEY, file);
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink->body);
    return curl;
}

static void add_header(struct curl_slist **headers, const char *name, const char *value)
{
    char text[400];
    /* Without a value curl leaves out what it would send by itself. */
    (void)snprintf(text, sizeof text, "%s:%s%s", name, value ? " " : "", value ? value : "");
    *headers = curl_slist_append(*headers, text);
}

CURL *rehearsal_curl(const struct rehearsal *r, const struct rehearsal_verzoek *v,
                     struct rehearsal_antwoord *sink, struct curl_slist **headers)
{
    CURL *curl = handle(r, "vo-webservices/", v->tls, v->tls_key, sink);
    *headers = NULL;
    add_header(headers, "Content-Type", v->content_type);
    add_header(headers, "Expect", NULL);
    if (v->soap_action)
        add_header(headers, "SOAPAction", v->soap_action);
    if (v->chunked)
        add_header(headers, "Transfer-Encoding", "chunked");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *headers);
    if (strcmp(v->method, "GET") != 0) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)v->envelope.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, v->envelope.ptr);
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, v->method);
    }
    return curl;
}

static void perform(CURL *curl, struct rehearsal_antwoord *out)
{
    const char *type = NULL;
    curl_off_t us = 0;
    out->code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out->status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &us);
    (void)snprintf(out->type, sizeof out->type, "%s", type ? type : "");
    out->seconds = (double)us / 1e6;
    curl_easy_cleanup(curl);
}

void rehearsal_post(const struct rehearsal *r, const struct rehearsal_verzoek *v, size_t most_bytes,
                    struct rehearsal_antwoord *out)
{
    struct curl_slist *headers;
    CURL *curl = rehearsal_curl(r, v, out, &headers);
    if (most_bytes)
        out->body.max = most_bytes;
    perform(curl, out);
    curl_slist_free_all(headers);
}

void rehearsal_get(const struct rehearsal *r, const char *path, const char *tls,
                   struct rehearsal_antwoord *out)
{
    perform(handle(r, path, tls, tls, out), out);
}

void rehearsal_antwoord_free(struct rehearsal_antwoord *a)
{
    bp_buf_free(&a->body);
}

void rehearsal_uitkomst(const struct rehearsal_antwoord *a, char out[32])
{
    static const char fault[] = "<faultcode>SOAP-ENV:", yes[] = "ontvangstBevestiging";
    const char *hit =
        a->body.len ? memmem(a->body.ptr, a->body.len, fault, sizeof fault - 1) : NULL;
    if (a->code != CURLE_OK) {
        (void)snprintf(out, 32, "curl %d", (int)a->code);
    } else if (hit) {
        struct bp_str code = { hit + sizeof fault - 1, 0 };
        for (const char *end = a->body.ptr + a->body.len; code.ptr + code.len < end; code.len++)
            if (code.ptr[code.len] == '<')
                break;
        const char *dot = memchr(code.ptr, '.', code.len);
        size_t skip = dot ? (size_t)(dot + 1 - code.ptr) : 0;
        (void)snprintf(out, 32, "%.*s", (int)(code.len - skip), code.ptr + skip);
    } else if (a->status == 200 && a->body.len &&
               memmem(a->body.ptr, a->body.len, yes, sizeof yes - 1)) {
        (void)snprintf(out, 32, "J");
    } else {
        (void)snprintf(out, 32, "HTTP %ld", a->status);
    }
}

void rehearsal_deliver(const struct rehearsal *r, enum bp_sector sector, char code[BP_UUID_TEXT],
                       char uitkomst[32])
{
    struct rehearsal_verzoek v;
    struct rehearsal_antwoord a;
    rehearsal_verzoek_make(&v, sector);
    if (code)
        memcpy(code, v.identificatiecode, BP_UUID_TEXT);
    rehearsal_verzoek_sign(&v);
    rehearsal_post(r, &v, 0, &a);
    rehearsal_uitkomst(&a, uitkomst);
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(&v);
}
