/* transport_intern.h - what the sources of the transport share
 * PURPOSE    transport.c sends, waarom.c puts into words what went wrong
 * OWNERSHIP  a slot belongs to its transport
 * THREADS    as transport.h
 */
#ifndef BRONPOST_SRC_TRANSPORT_INTERN_H
#define BRONPOST_SRC_TRANSPORT_INTERN_H

#include "bronpost/transport/transport.h"

#include <curl/curl.h>

#define WHY_TEXT 1024

/* How an exchange ended, as libcurl tells it. */
struct afloop {
    CURLcode code;
    bool too_big;        /* our own limit stopped it */
    bool silent;         /* nothing moved for stil_ms */
    bool sent;           /* the connection stood, bytes of the request may have gone */
    long verify;         /* of the server's certificate: X509_V_OK or what is wrong with it */
    long connect_status; /* what the proxy answered, 0 without one */
    const char *text;    /* libcurl's own words */
    const char *endpoint;
    const struct bp_transport_opties *opties;
};

/* Fills outcome, `configuratie` and `why` (into `out`) of the result. */
void bp_waarom_fill(const struct afloop *afloop, char out[WHY_TEXT],
                    struct bp_transport_resultaat *resultaat);

#endif
