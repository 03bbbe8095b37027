/* soap_intern.h - what the sources of the SOAP reader share
 * PURPOSE    soap.c parses and reads, soap_vorm.c judges the form of the signature, soap_verify.c puts the checks in
 *            a row, soap_xmlsec.c computes, vertrouwen.c judges the certificate
 * OWNERSHIP  nodes are the document's; views on their text live as long as the document
 * THREADS    as soap.h
 */
#ifndef BRONPOST_SRC_SECURITY_SOAP_INTERN_H
#define BRONPOST_SRC_SECURITY_SOAP_INTERN_H

#include "certificaat.h"

#include "bronpost/security/soap.h"

#include <libxml/tree.h>
#include <openssl/x509.h>

/* Rows of edukoppeling.md section 8. */
enum soap_check {
    CHECK_HANDTEKENING = 4,
    CHECK_ALGORITME = 5,
    CHECK_CERTIFICAAT = 6,
    CHECK_TIJDSTEMPEL = 7,
};

/* The WS-Addressing headers that are read; others may be there, and must be signed as well. */
enum soap_kop { KOP_TO, KOP_ACTION, KOP_MESSAGE_ID, KOP_RELATES_TO, KOP_FROM, KOP_COUNT };

struct bp_soap {
    xmlDocPtr doc;
    xmlNodePtr header;  /* NULL: none */
    xmlNodePtr body;    /* soapenv:Body */
    xmlNodePtr content; /* its one child */
    xmlNodePtr kop[KOP_COUNT];
    bool verified;
    int failed;
    int64_t created_ms;
    char signer_oin[BP_OIN_TEXT];
};

/* An envelope has few signed parts; DUO has 7, we have 8. */
#define SOAP_PARTS_MAX 32

/* The signature and what it refers to, all found by structure, never by a search through the document. */
struct soap_handtekening {
    xmlNodePtr security, timestamp, token, signature;
    xmlNodePtr parts[SOAP_PARTS_MAX]; /* what each reference resolves to */
    xmlAttrPtr ids[SOAP_PARTS_MAX];
    size_t part_count;
};

/* --- tree: soap_boom.c --- */
bool soap_is(const xmlNode *node, const char *ns, const char *name);
xmlNodePtr soap_first(const xmlNode *parent); /* first child element */
xmlNodePtr soap_next(const xmlNode *node);    /* next sibling element */
/* The only child element of that name; NULL: none, or more than one (`count` tells). */
xmlNodePtr soap_only(const xmlNode *parent, const char *ns, const char *name, size_t *count);
struct bp_str soap_text(const xmlNode *node); /* ptr NULL when there is more in it than text */
xmlAttrPtr soap_attribute_node(const xmlNode *node, const char *ns, const char *name);
struct bp_str soap_attribute(const xmlNode *node, const char *ns,
                             const char *name); /* ptr NULL: none */

/* --- form of the signature: soap_vorm.c. `check` is set when it fails --- */
enum bp_status soap_vorm_check(const struct bp_soap *soap, struct soap_handtekening *h, int *check,
                               struct bp_error *err);

/* --- computing: soap_xmlsec.c. Reads and borrows all; true: value and every digest fit --- */
bool soap_xmlsec_verify(const struct soap_handtekening *h, EVP_PKEY *key);

/* --- certificate: vertrouwen.c --- */
enum bp_status bp_vertrouwen_check(const struct bp_vertrouwen *vertrouwen, X509 *certificaat,
                                   int64_t now_ms, struct bp_error *err);

#endif
