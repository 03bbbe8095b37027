#include "soap_intern.h"

#include "namespaces.h"

#include "bronpost/base/datum.h"
#include "bronpost/base/text.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>

#define TOKEN_BYTES_MAX ((size_t)64 * 1024)
#define KEY_BITS_MIN    2048
#define KEY_BITS_MAX    16384
/* What DUO gives its own answers, for a sender that leaves Expires out. */
#define LIFE_WITHOUT_EXPIRES_MS (INT64_C(300) * 1000)
#define DAY_SECONDS             (INT64_C(24) * 3600)

/* --- token ------------------------------------------------------------------------------------ */

static int base64_value(char c)
{
    if (bp_ascii_upper(c))
        return c - 'A';
    if (bp_ascii_lower(c))
        return c - 'a' + 26;
    if (bp_ascii_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* White space may stand in between; anything else that is not base64 fails, also bits behind the
 * end: OpenSSL's decoder lets those through, and then two texts are one token. */
static bool decode_base64(struct bp_str text, unsigned char *out, size_t *out_len)
{
    unsigned long bits = 0;
    size_t digits = 0, padding = 0;
    *out_len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        int value = base64_value(c);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c == '=' && digits % 4 >= 2) {
            padding++;
            digits++;
            bits <<= 6;
        } else if (value < 0 || padding) {
            return false;
        } else {
            bits = bits << 6 | (unsigned long)value;
            digits++;
        }
        if (digits % 4 == 0) {
            for (size_t k = 0; k < 3 - padding; k++)
                out[(*out_len)++] = (unsigned char)(bits >> (16 - 8 * k));
            if (padding && (bits & (padding == 1 ? 0xFFul : 0xFFFFul)))
                return false;
            bits = 0;
        }
    }
    return digits % 4 == 0 && *out_len > 0;
}

/* NULL: no certificate, or something behind it. */
static X509 *read_token(const xmlNode *token)
{
    struct bp_str text = soap_text(token);
    if (text.len == 0 || text.len > TOKEN_BYTES_MAX)
        return NULL;
    unsigned char *der = malloc(text.len);
    size_t len = 0;
    X509 *certificaat = NULL;
    if (der && decode_base64(text, der, &len)) {
        const unsigned char *at = der;
        certificaat = d2i_X509(NULL, &at, (long)len);
        if (certificaat && at != der + len) {
            X509_free(certificaat);
            certificaat = NULL;
        }
    }
    free(der);
    ERR_clear_error();
    return certificaat;
}

/* --- signature and certificate ---------------------------------------------------------------- */

static enum bp_status check_signature(struct bp_soap *soap, const struct soap_handtekening *h,
                                      X509 *certificaat, struct bp_error *err)
{
    EVP_PKEY *key = X509_get0_pubkey(certificaat);
    int bits = key ? EVP_PKEY_get_bits(key) : 0;
    if (!key || !EVP_PKEY_is_a(key, "RSA") || bits < KEY_BITS_MIN || bits > KEY_BITS_MAX) {
        soap->failed = CHECK_ALGORITME;
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the certificate in the message has no RSA key of at least 2048 "
                               "bits; nothing of the message is used, let the sender know"));
    }
    if (!soap_xmlsec_verify(h, key)) {
        soap->failed = CHECK_HANDTEKENING;
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("the signature does not fit the message: something was changed after signing, or it "
               "was made with another key; nothing of the message is used, look at what stands "
               "between this program and the sender when it stays so"));
    }
    return BP_OK;
}

/* --- Timestamp -------------------------------------------------------------------------------- */

static bool read_number(struct bp_str s, size_t at, size_t len, int *out)
{
    struct bp_str part = { s.ptr + at, len };
    if (at + len > s.len || !bp_str_all_digits(part))
        return false;
    *out = 0;
    for (size_t i = 0; i < len; i++)
        *out = *out * 10 + (part.ptr[i] - '0');
    return true;
}

/* "2026-09-03T18:04:11Z", with or without a fraction; WUS WB002: UTC, ending in Z. */
static bool read_moment(struct bp_str s, int64_t *out)
{
    struct bp_datum day;
    int hour, minute, second, ms = 0;
    s = bp_str_trim(s);
    if (s.len < 20 || s.ptr[s.len - 1] != 'Z' || s.ptr[10] != 'T' || s.ptr[13] != ':' ||
        s.ptr[16] != ':' || !bp_datum_parse_iso((struct bp_str){ s.ptr, 10 }, &day) ||
        !read_number(s, 11, 2, &hour) || !read_number(s, 14, 2, &minute) ||
        !read_number(s, 17, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    struct bp_str fraction = { s.ptr + 19, s.len - 20 };
    if (fraction.len) {
        int weight = 100;
        if (fraction.ptr[0] != '.' ||
            !bp_str_all_digits((struct bp_str){ fraction.ptr + 1, fraction.len - 1 }))
            return false;
        for (size_t i = 1; i < fraction.len && weight; i++, weight /= 10)
            ms += (fraction.ptr[i] - '0') * weight;
    }
    int64_t seconds = bp_datum_to_days(day) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    *out = seconds * 1000 + ms;
    return true;
}

static enum bp_status check_timestamp(struct bp_soap *soap, const xmlNode *timestamp,
                                      const struct bp_soap_eis *eis, struct bp_error *err)
{
    size_t created_count, expires_count;
    const xmlNode *created = soap_only(timestamp, NS_WSU, "Created", &created_count);
    const xmlNode *expires = soap_only(timestamp, NS_WSU, "Expires", &expires_count);
    int64_t from, until;
    soap->failed = CHECK_TIJDSTEMPEL;
    bool ok = created && expires_count <= 1 && read_moment(soap_text(created), &from);
    if (ok && !expires)
        until = from + LIFE_WITHOUT_EXPIRES_MS;
    else
        ok = ok && read_moment(soap_text(expires), &until) && until >= from;
    if (!ok) {
        soap->failed = CHECK_TIJDSTEMPEL;
        return bp_error_set(
            err, BP_E_CRYPTO, NULL,
            N_("the Timestamp of the message cannot be read: expected Created and Expires in UTC, "
               "ending in Z; nothing of the message is used, let the sender know"));
    }
    if (from > eis->now_ms + eis->tolerantie_ms)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the message says that it was made %lld seconds from now; set the "
                               "clock of this machine right (NTP), or let the sender know"),
                            (long long)((from - eis->now_ms + 999) / 1000));
    if (until < eis->now_ms - eis->tolerantie_ms)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the message expired %lld seconds ago; set the clock of this "
                               "machine right (NTP), or find out what kept the message so long"),
                            (long long)((eis->now_ms - until) / 1000));
    soap->failed = 0;
    soap->created_ms = from;
    return BP_OK;
}

/* --- all, in the order of section 8 ----------------------------------------------------------- */

static enum bp_status check_all(struct bp_soap *soap, const struct bp_vertrouwen *vertrouwen,
                                const struct bp_soap_eis *eis, struct bp_error *err)
{
    struct soap_handtekening h = { 0 };
    enum bp_status st = soap_vorm_check(soap, &h, &soap->failed, err);
    if (st != BP_OK)
        return st;
    X509 *certificaat = read_token(h.token);
    if (!certificaat) {
        soap->failed = CHECK_HANDTEKENING;
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the token in the message is no certificate; nothing of the message "
                               "is used, let the sender know"));
    }
    st = check_signature(soap, &h, certificaat, err);
    if (st == BP_OK) {
        st = bp_vertrouwen_check(vertrouwen, certificaat, eis->now_ms, err);
        soap->failed = st == BP_OK ? 0 : CHECK_CERTIFICAAT;
    }
    if (st == BP_OK)
        st = check_timestamp(soap, h.timestamp, eis, err);
    if (st == BP_OK)
        bp_certificaat_oin(certificaat, soap->signer_oin);
    X509_free(certificaat);
    return st;
}

enum bp_status bp_soap_verify(struct bp_soap *soap, const struct bp_vertrouwen *vertrouwen,
                              const struct bp_soap_eis *eis, struct bp_error *err)
{
    soap->verified = false;
    soap->failed = 0;
    enum bp_status st = check_all(soap, vertrouwen, eis, err);
    soap->verified = st == BP_OK;
    return st;
}
