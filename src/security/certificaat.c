#include "certificaat.h"

#include "bronpost/base/str.h"

#include <openssl/bio.h>
#include <openssl/obj_mac.h>

#define OIN_LENGTH (BP_OIN_TEXT - 1)

void bp_certificaat_oin(X509 *certificaat, char out[BP_OIN_TEXT])
{
    const X509_NAME *subject = X509_get_subject_name(certificaat);
    out[0] = '\0';
    int at = -1;
    while ((at = X509_NAME_get_index_by_NID(subject, NID_serialNumber, at)) >= 0) {
        const ASN1_STRING *value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
        const char *text = (const char *)ASN1_STRING_get0_data(value);
        bool ok = ASN1_STRING_length(value) == OIN_LENGTH;
        for (size_t i = 0; ok && i < OIN_LENGTH; i++)
            ok = bp_ascii_digit(text[i]) || bp_ascii_upper(text[i]);
        if (ok) {
            (void)bp_str_copy(out, BP_OIN_TEXT, (struct bp_str){ text, OIN_LENGTH });
            return;
        }
    }
}

bool bp_certificaat_name(const X509_NAME *name, char *out, size_t cap)
{
    unsigned long form = XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    BIO *bio = BIO_new(BIO_s_mem());
    char *text = NULL;
    bool ok = bio && X509_NAME_print_ex(bio, name, 0, form) >= 0;
    long len = ok ? BIO_get_mem_data(bio, &text) : 0;
    struct bp_str whole = { len > 0 ? text : "", len > 0 ? (size_t)len : 0 };
    if (!bp_str_copy(out, cap, whole)) {
        size_t keep = cap - sizeof "...";
        while (keep && ((unsigned char)whole.ptr[keep] & 0xC0) == 0x80)
            keep--; /* not in the middle of a character */
        memcpy(out, whole.ptr, keep);
        memcpy(out + keep, "...", sizeof "...");
    }
    BIO_free(bio);
    return ok;
}
