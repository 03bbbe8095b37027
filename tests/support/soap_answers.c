#include "support/soap_answers.h"

#include "support/pki_folder.h"

#include "bronpost/base/datum.h"
#include "bronpost/base/file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define TEXT_MAX ((size_t)16 * 1024 * 1024)

const char soap_receipt[] =
    "<a:" SOAP_RESPONSE " xmlns:a=\"" SOAP_NS "\">"
    "<b:identificatiecodeBedrijfsdocument xmlns:b=\"urn:b\">" SOAP_UUID
    "</b:identificatiecodeBedrijfsdocument>"
    "<b:verzendendeInstantie xmlns:b=\"urn:b\">DUO</b:verzendendeInstantie>"
    "<b:ontvangendeInstantie xmlns:b=\"urn:b\">99XA</b:ontvangendeInstantie>"
    "<b:datumTijdBedrijfsdocument xmlns:b=\"urn:b\">2026-09-03T18:04:11.250Z"
    "</b:datumTijdBedrijfsdocument>"
    "<b:ontvangstBevestiging xmlns:b=\"urn:b\">J</b:ontvangstBevestiging>"
    "</a:" SOAP_RESPONSE ">";

struct bp_envelope_kop soap_kop(void)
{
    return (struct bp_envelope_kop){
        .to = BP_STR(SOAP_ANONYMOUS "?oin=" SOAP_SCHOOL_OIN),
        .action = BP_STR(SOAP_ACTION),
        .message_id = BP_STR("urn:uuid:0f0c1c52-7f0e-4f5a-9f3b-2f4f0b6f1aff"),
        .relates_to = BP_STR(SOAP_MESSAGE_ID),
        .from = BP_STR(SOAP_ANONYMOUS "?oin=" SOAP_DUO_OIN),
        .created_ms = SOAP_NOW_MS,
        .expires_ms = SOAP_NOW_MS + 300000,
    };
}

struct bp_buf soap_sign_as(const char *name, const char *key, const struct bp_envelope_kop *kop,
                           const char *body)
{
    char pem[64], key_file[64], pem_path[PATH_MAX], key_path[PATH_MAX];
    struct bp_error err = { 0 };
    struct bp_identiteit *id;
    struct bp_buf out;
    (void)snprintf(pem, sizeof pem, "%.50s.pem", name);
    (void)snprintf(key_file, sizeof key_file, "%.50s.key", key);
    pki_path(pem, pem_path);
    pki_path(key_file, key_path);
    const struct bp_identiteit_bron bron = { .certificaat = pem_path, .sleutel = key_path };
    if (bp_identiteit_open(&bron, &id, &err) != BP_OK)
        fail_msg("%s", err.detail);
    struct bp_signer *signer = bp_signer_new(id, &err);
    assert_non_null(signer);
    bp_buf_init(&out, TEXT_MAX);
    if (bp_envelope_sign(signer, kop, bp_str_of(body), &out, &err) != BP_OK)
        fail_msg("%s", err.detail);
    bp_signer_free(signer);
    bp_identiteit_close(id);
    return out;
}

struct bp_buf soap_sign(const char *name, const struct bp_envelope_kop *kop, const char *body)
{
    return soap_sign_as(name, name, kop, body);
}

static struct bp_vertrouwen *open_trust(const struct bp_vertrouwen_bron *bron)
{
    struct bp_vertrouwen *trust;
    struct bp_error err = { 0 };
    if (bp_vertrouwen_open(bron, &trust, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return trust;
}

struct bp_vertrouwen *soap_trust(const char *ankers, const char *crl, const char *vastgezet)
{
    static char paths[3][PATH_MAX];
    const char *const names[3] = { ankers, crl, vastgezet };
    for (size_t i = 0; i < 3; i++)
        if (names[i])
            pki_path(names[i], paths[i]);
    const struct bp_vertrouwen_bron bron = { .ankers = ankers ? paths[0] : NULL,
                                             .crl = crl ? paths[1] : NULL,
                                             .vastgezet = vastgezet ? paths[2] : NULL };
    return open_trust(&bron);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

size_t soap_recorded_names(const char *prefix, char names[][32], size_t cap)
{
    DIR *folder = opendir(SOAP_RECORDED);
    size_t count = 0;
    for (const struct dirent *d; folder && (d = readdir(folder)) != NULL;) {
        if (!bp_str_starts_with(bp_str_of(d->d_name), bp_str_of(prefix)))
            continue;
        assert_true(count < cap);
        assert_true(bp_str_copy(names[count++], 32, bp_str_of(d->d_name)));
    }
    if (folder)
        (void)closedir(folder);
    qsort(names, count, 32, by_name);
    return count;
}

struct bp_buf soap_recorded(const char *name)
{
    char path[PATH_MAX];
    struct bp_error err = { 0 };
    struct bp_buf out;
    (void)snprintf(path, sizeof path, "%s/%s", SOAP_RECORDED, name);
    bp_buf_init(&out, TEXT_MAX);
    if (bp_file_get(path, TEXT_MAX, &out, &err) != BP_OK)
        fail_msg("%s", err.detail);
    return out;
}

struct bp_str soap_between(const struct bp_buf *text, const char *begin, const char *end)
{
    const char *from = memmem(text->ptr, text->len, begin, strlen(begin));
    if (!from)
        fail_msg("no %s in the text", begin);
    const char *behind = from + strlen(begin);
    size_t rest = text->len - (size_t)(behind - text->ptr);
    const char *to = memmem(behind, rest, end, strlen(end));
    if (!to)
        fail_msg("no %s behind %s in the text", end, begin);
    return (struct bp_str){ from, (size_t)(to - from) + strlen(end) };
}

struct bp_vertrouwen *soap_recorded_trust(const struct bp_buf *text)
{
    struct bp_str token = soap_between(text, "<wsse:BinarySecurityToken", "</wsse:B");
    const char *base64 = memchr(token.ptr, '>', token.len);
    size_t len = token.len - (size_t)(base64 + 1 - token.ptr) - sizeof "</wsse:B" + 1;
    char path[] = "/tmp/bronpost-trust-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    (void)fprintf(file, "-----BEGIN CERTIFICATE-----\n");
    size_t column = 0;
    for (const char *c = base64 + 1; c < base64 + 1 + len; c++) {
        if (*c == '\n' || *c == ' ')
            continue;
        (void)fputc(*c, file);
        if (++column % 64 == 0)
            (void)fputc('\n', file);
    }
    (void)fprintf(file, "\n-----END CERTIFICATE-----\n");
    assert_int_equal(fclose(file), 0);
    const struct bp_vertrouwen_bron bron = { .ankers = path };
    struct bp_vertrouwen *trust = open_trust(&bron);
    assert_int_equal(unlink(path), 0);
    return trust;
}

int64_t soap_recorded_moment(const struct bp_buf *text)
{
    struct bp_str created = soap_between(text, "<wsu:Created>", "Z");
    struct bp_datum day;
    int hour, minute, second;
    const char *moment = created.ptr + sizeof "<wsu:Created>" - 1;
    assert_true(bp_datum_parse_iso((struct bp_str){ moment, 10 }, &day));
    assert_int_equal(sscanf(moment + 10, "T%2d:%2d:%2d", &hour, &minute, &second), 3);
    return (((int64_t)bp_datum_to_days(day) * 24 + hour) * 3600 + minute * 60 + second) * 1000;
}

void soap_replace(struct bp_buf *text, const char *from, const char *to)
{
    struct bp_buf out;
    const char *at = memmem(text->ptr, text->len, from, strlen(from));
    if (!at)
        fail_msg("no %s in the text", from);
    size_t before = (size_t)(at - text->ptr);
    bp_buf_init(&out, TEXT_MAX);
    bp_buf_add(&out, text->ptr, before);
    bp_buf_add_text(&out, to);
    bp_buf_add(&out, at + strlen(from), text->len - before - strlen(from));
    assert_false(out.failed);
    bp_buf_free(text);
    *text = out;
}

void soap_remove(struct bp_buf *text, const char *begin, const char *end)
{
    struct bp_str part = soap_between(text, begin, end);
    size_t at = (size_t)(part.ptr - text->ptr), behind = at + part.len;
    memmove(text->ptr + at, text->ptr + behind, text->len - behind);
    text->len -= part.len;
}

struct bp_buf soap_copy(const struct bp_buf *text)
{
    struct bp_buf out;
    bp_buf_init(&out, TEXT_MAX);
    bp_buf_add_str(&out, bp_buf_str(text));
    return out;
}
