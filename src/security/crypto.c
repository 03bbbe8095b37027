#include "crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <unistd.h>

enum bp_status bp_crypto_failed(const char *what, struct bp_error *err)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    enum bp_status st = bp_error_set(
        err, BP_E_CRYPTO, NULL,
        N_("OpenSSL failed (%s: %s); check that OpenSSL 3 is installed completely and that there "
           "is memory left, then run again"),
        what, reason ? reason : "-");
    ERR_clear_error();
    return st;
}

int bp_secret_open(const char *path, const char *option, struct bp_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0)
        return fd;
    if (errno == ENOENT || errno == ENOTDIR)
        (void)bp_error_set(err, BP_E_CRYPTO, NULL,
                           N_("%s is not there; put the file in place or correct '%s' in the "
                              "configuration"),
                           path, option);
    else if (errno == EACCES || errno == EPERM)
        (void)bp_error_set(err, BP_E_CRYPTO, NULL,
                           N_("%s ('%s') may not be read by this user; give the user under which "
                              "bronpost runs read access to it and to its folders"),
                           path, option);
    else
        (void)bp_error_set(err, BP_E_CRYPTO, NULL,
                           N_("%s ('%s') cannot be opened: %s; mend that and run again"), path,
                           option, strerror(errno));
    return -1;
}

enum bp_status bp_secret_read(int fd, const char *path, size_t max, struct bp_buf *out,
                              struct bp_error *err)
{
    unsigned char chunk[4096];
    ssize_t n;
    enum bp_status st = BP_OK;
    bp_buf_clear(out);
    while (st == BP_OK && (n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            st = bp_error_set(err, BP_E_CRYPTO, NULL,
                              N_("%s cannot be read: %s; check that it is an ordinary file on a "
                                 "working disk"),
                              path, strerror(errno));
        else if ((size_t)n > max - out->len)
            st = bp_error_set(err, BP_E_CRYPTO, NULL,
                              N_("%s is larger than %zu bytes; this is not the file that is "
                                 "meant, correct its name in the configuration"),
                              path, max);
        else
            bp_buf_add(out, chunk, (size_t)n);
    }
    explicit_bzero(chunk, sizeof chunk);
    (void)close(fd);
    if (st == BP_OK && out->failed)
        st = bp_error_memory(err, bp_text("a file of the configuration"));
    return st;
}
