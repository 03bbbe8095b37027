#include "bronpost/security/kluis.h"

#include "crypto.h"

#include "bronpost/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_BYTES      32
#define HEX_DIGITS     64
#define KEY_FILE_BYTES 80 /* 64 digits and a line end; room to see that there is more */
/* 96 random bits: SP 800-38D allows 2^32 messages under one key; ten million a year would take 400
 * years. */
#define NONCE_BYTES 12
#define TAG_BYTES   16

struct bp_kluis {
    unsigned char seal_key[KEY_BYTES];
    EVP_CIPHER *cipher;
    EVP_MAC_CTX *persoon, *fingerprint; /* keyed; copied for each use, never written */
};

/* The names are part of the format: with another name nothing stored is found again. */
static const char purpose_seal[] = "bronpost/1 seal";
static const char purpose_persoon[] = "bronpost/1 persoon";
static const char purpose_fingerprint[] = "bronpost/1 fingerprint";

static enum bp_status file_error(const char *path, struct bp_error *err)
{
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("the key file %s cannot be made: %s; check that its folder is there, "
                           "is writable for this user and has room"),
                        path, strerror(errno));
}

static bool write_and_sync(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static enum bp_status sync_folder(const char *path, struct bp_error *err)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    struct bp_str parent = { path, slash == path ? 1 : (size_t)(slash ? slash - path : 0) };
    if (!bp_str_copy(folder, sizeof folder, slash ? parent : BP_STR(".")))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the name of the key file is too long, choose a shorter path: %s"),
                            path);
    return bp_directory_sync(folder, err);
}

/* A whole file under a temporary name, then a link to the real one: the link is made or refused in
 * one step, so of two first runs one makes the key and both read the same. */
static enum bp_status place_key(const char *path, const char *temporary, const char *line,
                                size_t len, struct bp_error *err)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_error(path, err);
    bool ok = write_and_sync(fd, line, len);
    ok = close(fd) == 0 && ok;
    enum bp_status st = BP_OK;
    if (!ok || (link(temporary, path) != 0 && errno != EEXIST))
        st = file_error(path, err);
    (void)unlink(temporary);
    return st == BP_OK ? sync_folder(path, err) : st;
}

static void to_hex(const unsigned char *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

static enum bp_status create_key_file(const char *path, struct bp_error *err)
{
    unsigned char key[KEY_BYTES], suffix[8];
    char line[HEX_DIGITS + 1], hex[2 * sizeof suffix + 1] = "", temporary[PATH_MAX];
    if (RAND_priv_bytes(key, sizeof key) != 1 || RAND_bytes(suffix, sizeof suffix) != 1)
        return bp_crypto_failed("RAND", err);
    to_hex(key, sizeof key, line);
    line[HEX_DIGITS] = '\n';
    to_hex(suffix, sizeof suffix, hex);
    int n = snprintf(temporary, sizeof temporary, "%s.%s.tmp", path, hex);
    enum bp_status st =
        n > 0 && (size_t)n < sizeof temporary
            ? place_key(path, temporary, line, sizeof line, err)
            : bp_error_set(err, BP_E_CRYPTO, NULL,
                           N_("the name of the key file is too long, choose a shorter path: %s"),
                           path);
    OPENSSL_cleanse(key, sizeof key);
    OPENSSL_cleanse(line, sizeof line);
    return st;
}

static int hex_value(char c)
{
    if (bp_ascii_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_key(struct bp_str text, unsigned char key[KEY_BYTES])
{
    if (text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    if (text.len && text.ptr[text.len - 1] == '\r')
        text.len--;
    if (text.len != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < KEY_BYTES; i++) {
        int high = hex_value(text.ptr[2 * i]), low = hex_value(text.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        key[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static enum bp_status open_key_file(const char *path, bool create, int *fd, struct bp_error *err)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*fd < 0 && errno == ENOENT && create) {
        enum bp_status st = create_key_file(path, err);
        if (st != BP_OK)
            return st;
        *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    }
    if (*fd >= 0)
        return BP_OK;
    if (errno == ENOENT)
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the key file %s is not there; put it back from the backup: "
                               "without it the ledger beside it cannot be read"),
                            path);
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("the key file %s cannot be opened: %s; it must belong to the user "
                           "under which bronpost runs"),
                        path, strerror(errno));
}

static enum bp_status check_mode(int fd, const char *path, struct bp_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the key file %s is not an ordinary file; put the key file back "
                               "from the backup"),
                            path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return bp_error_set(err, BP_E_CRYPTO, NULL,
                            N_("the key file %s is open to other users (mode %03o); shut it with "
                               "'chmod 600' and find out who could read it"),
                            path, (unsigned)(st.st_mode & 0777));
    return BP_OK;
}

static enum bp_status read_key_file(const char *path, bool create, unsigned char key[KEY_BYTES],
                                    struct bp_error *err)
{
    int fd;
    enum bp_status st = open_key_file(path, create, &fd, err);
    if (st != BP_OK)
        return st;
    st = check_mode(fd, path, err);
    if (st != BP_OK) {
        (void)close(fd);
        return st;
    }
    struct bp_buf text;
    bp_buf_init(&text, KEY_FILE_BYTES);
    st = bp_secret_read(fd, path, KEY_FILE_BYTES, &text, err);
    if (st == BP_OK && !parse_key(bp_buf_str(&text), key))
        st = bp_error_set(err, BP_E_CRYPTO, NULL,
                          N_("%s is not a key file: expected one line of %d hexadecimal digits; "
                             "put the key file back from the backup"),
                          path, HEX_DIGITS);
    bp_buf_free(&text);
    return st;
}

static bool derive(const unsigned char master[KEY_BYTES], const char *purpose,
                   unsigned char out[KEY_BYTES])
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    char digest[] = "SHA256", info[32];
    unsigned char key[KEY_BYTES]; /* OpenSSL's parameters take no const */
    memcpy(key, master, sizeof key);
    bool ok = ctx && bp_str_copy(info, sizeof info, bp_str_of(purpose));
    if (ok) {
        const OSSL_PARAM params[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key, sizeof key),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, strlen(info)),
            OSSL_PARAM_construct_end(),
        };
        ok = EVP_KDF_derive(ctx, out, KEY_BYTES, params) == 1;
    }
    OPENSSL_cleanse(key, sizeof key);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return ok;
}

static EVP_MAC_CTX *keyed_mac(const unsigned char master[KEY_BYTES], const char *purpose)
{
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *ctx = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
    unsigned char key[KEY_BYTES];
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    if (!ctx || !derive(master, purpose, key) || EVP_MAC_init(ctx, key, sizeof key, params) != 1) {
        EVP_MAC_CTX_free(ctx);
        ctx = NULL;
    }
    OPENSSL_cleanse(key, sizeof key);
    EVP_MAC_free(hmac);
    return ctx;
}

enum bp_status bp_kluis_open(const char *path, bool create, struct bp_kluis **out,
                             struct bp_error *err)
{
    unsigned char master[KEY_BYTES] = { 0 };
    *out = NULL;
    struct bp_kluis *k = calloc(1, sizeof *k);
    if (!k)
        return bp_error_memory(err, bp_text("the key file"));
    ERR_clear_error();
    enum bp_status st = read_key_file(path, create, master, err);
    if (st == BP_OK) {
        k->cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
        k->persoon = keyed_mac(master, purpose_persoon);
        k->fingerprint = keyed_mac(master, purpose_fingerprint);
        if (!k->cipher || !k->persoon || !k->fingerprint ||
            !derive(master, purpose_seal, k->seal_key))
            st = bp_crypto_failed("HKDF, HMAC, AES-256-GCM", err);
    }
    OPENSSL_cleanse(master, sizeof master);
    if (st == BP_OK)
        *out = k; /* owned by the caller now */
    else
        bp_kluis_close(k);
    return st;
}

void bp_kluis_close(struct bp_kluis *kluis)
{
    if (!kluis)
        return;
    EVP_CIPHER_free(kluis->cipher);
    EVP_MAC_CTX_free(kluis->persoon); /* both wipe their key */
    EVP_MAC_CTX_free(kluis->fingerprint);
    OPENSSL_cleanse(kluis, sizeof *kluis);
    free(kluis);
}

static enum bp_status mac(const EVP_MAC_CTX *keyed, struct bp_str bytes,
                          unsigned char out[BP_HASH_BYTES], struct bp_error *err)
{
    size_t len = 0;
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(keyed);
    bool ok = ctx && EVP_MAC_update(ctx, (const unsigned char *)bytes.ptr, bytes.len) == 1 &&
              EVP_MAC_final(ctx, out, &len, BP_HASH_BYTES) == 1 && len == BP_HASH_BYTES;
    EVP_MAC_CTX_free(ctx);
    return ok ? BP_OK : bp_crypto_failed("HMAC-SHA-256", err);
}

enum bp_status bp_kluis_persoon(const struct bp_kluis *kluis, struct bp_persoonsnummer persoon,
                                unsigned char out[BP_HASH_BYTES], struct bp_error *err)
{
    /* Letters and not the enum's values: what is stored outlives a renumbering. */
    char bytes[1 + sizeof persoon.digits];
    if (persoon.soort == BP_PERSOON_GEEN)
        return bp_error_set(err, BP_E_INTERNAL, NULL,
                            N_("a pseudonym was asked for a person without a number; report this "
                               "as a mistake in bronpost"));
    bytes[0] = persoon.soort == BP_PERSOON_BSN ? 'b' : 'o';
    memcpy(bytes + 1, persoon.digits, sizeof persoon.digits);
    enum bp_status st = mac(kluis->persoon, (struct bp_str){ bytes, sizeof bytes }, out, err);
    OPENSSL_cleanse(bytes, sizeof bytes);
    OPENSSL_cleanse(&persoon, sizeof persoon);
    return st;
}

enum bp_status bp_kluis_fingerprint(const struct bp_kluis *kluis, struct bp_str stand,
                                    unsigned char out[BP_HASH_BYTES], struct bp_error *err)
{
    return mac(kluis->fingerprint, stand, out, err);
}

/* Empties a buffer that may hold what nobody may see. */
static void discard(struct bp_buf *out)
{
    if (out->len)
        OPENSSL_cleanse(out->ptr, out->len);
    bp_buf_clear(out);
}

static bool encrypt(const struct bp_kluis *k, struct bp_str bound, unsigned char *nonce, size_t len)
{
    int bound_len, plain_len, n;
    unsigned char *text = nonce + NONCE_BYTES;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && bp_size_to_int(bound.len, &bound_len) && bp_size_to_int(len, &plain_len) &&
              RAND_bytes(nonce, NONCE_BYTES) == 1 &&
              EVP_EncryptInit_ex2(ctx, k->cipher, k->seal_key, nonce, NULL) == 1 &&
              EVP_EncryptUpdate(ctx, NULL, &n, (const unsigned char *)bound.ptr, bound_len) == 1 &&
              EVP_EncryptUpdate(ctx, text, &n, text, plain_len) == 1 &&
              EVP_EncryptFinal_ex(ctx, text + len, &n) == 1 &&
              EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, text + len) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

enum bp_status bp_kluis_seal(const struct bp_kluis *kluis, struct bp_str bound, struct bp_str plain,
                             struct bp_buf *out, struct bp_error *err)
{
    static const char room[TAG_BYTES]; /* longer than the nonce */
    bp_buf_clear(out);
    bp_buf_add(out, room, NONCE_BYTES);
    bp_buf_add_str(out, plain);
    bp_buf_add(out, room, TAG_BYTES);
    enum bp_status st = BP_OK;
    if (out->failed)
        st = bp_error_memory(err, bp_text("an encrypted body"));
    else if (!encrypt(kluis, bound, (unsigned char *)out->ptr, plain.len))
        st = bp_crypto_failed("AES-256-GCM", err);
    if (st != BP_OK)
        discard(out);
    return st;
}

static bool decrypt(const struct bp_kluis *k, struct bp_str bound, struct bp_str sealed,
                    unsigned char *text, size_t len)
{
    int bound_len, cipher_len, n;
    unsigned char tag[TAG_BYTES];
    memcpy(tag, sealed.ptr + sealed.len - TAG_BYTES, TAG_BYTES);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && bp_size_to_int(bound.len, &bound_len) && bp_size_to_int(len, &cipher_len) &&
              EVP_DecryptInit_ex2(ctx, k->cipher, k->seal_key, (const unsigned char *)sealed.ptr,
                                  NULL) == 1 &&
              EVP_DecryptUpdate(ctx, NULL, &n, (const unsigned char *)bound.ptr, bound_len) == 1 &&
              EVP_DecryptUpdate(ctx, text, &n, text, cipher_len) == 1 &&
              EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1 &&
              EVP_DecryptFinal_ex(ctx, text + len, &n) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

static enum bp_status sealed_changed(struct bp_error *err)
{
    ERR_clear_error();
    return bp_error_set(err, BP_E_CRYPTO, NULL,
                        N_("a stored body does not open: it was changed, moved, or encrypted "
                           "under another key file; put ledger and key file back from the same "
                           "backup"));
}

enum bp_status bp_kluis_unseal(const struct bp_kluis *kluis, struct bp_str bound,
                               struct bp_str sealed, struct bp_buf *out, struct bp_error *err)
{
    bp_buf_clear(out);
    if (sealed.len < NONCE_BYTES + TAG_BYTES)
        return sealed_changed(err);
    size_t len = sealed.len - NONCE_BYTES - TAG_BYTES;
    bp_buf_add(out, sealed.ptr + NONCE_BYTES, len);
    if (out->failed) {
        bp_buf_clear(out);
        return bp_error_memory(err, bp_text("a stored body"));
    }
    unsigned char none[1] = { 0 }; /* an empty text leaves the buffer without memory */
    if (!decrypt(kluis, bound, sealed, len ? (unsigned char *)out->ptr : none, len)) {
        discard(out);
        return sealed_changed(err);
    }
    return BP_OK;
}
