/* config.h - what is in force, and where each value came from
 * PURPOSE    bronpost.conf (INI), then environment, then options; one place that knows defaults
 * OWNERSHIP  bp_config_load() makes, bp_config_free() ends; all strings live as long
 * SOURCE     design: architecture.md "Configuration"; cli.md
 * ERRORS     BP_E_USAGE with file and line
 * THREADS    loading reads the environment: before the first thread; read-only once loaded
 */
#ifndef BRONPOST_CLI_CONFIG_H
#define BRONPOST_CLI_CONFIG_H

#include "bronpost/base/buf.h"
#include "bronpost/base/error.h"
#include "bronpost/domain/mandaat.h"
#include "bronpost/domain/waardenlijst.h"

/* One [instelling BRIN]. Paths are absolute or relative to the working directory: already resolved. */
struct bp_config_instelling {
    struct bp_str brin;
    const char *naam;  /* NULL when not given, as all below */
    unsigned sectoren; /* bits of enum bp_sector; always given */
    const char *oin;
    const char *certificaat, *sleutel;
    const char *wachtwoord_bestand, *wachtwoord_omgeving;
    bool mandaat; /* somebody else delivers for it: the certificate has another OIN */
};

struct bp_config_contract {
    const char *name;      /* "vo", "mbo", "rio" */
    const char *schemas;   /* folder of the XSDs; NULL: the shipped ones */
    const char *verzender; /* "brin", "oin" or a fixed text */
    const char *ontvanger; /* "DUO", or DUO's OIN (rio) */
    const char *endpoint;  /* [duo] vo = ...; NULL: none */
};

struct bp_config {
    const char *path;       /* NULL: no configuration file was found */
    const char *ledger_url; /* never NULL; the default when nothing says */
    bool ledger_configured; /* a [ledger] section, or the environment, named it */
    const char *key_file;   /* of the installation, beside the ledger */
    const char *data_dir;   /* where schemas/ of this program is; "" when it was not found */
    const char *duo_oin;
    const char *duo_address;    /* the part of wsa:To before "?oin=" */
    const char *rio_raadplegen; /* where RIO is consulted; as `rio` when the file does not say */
    const char *vertrouw;       /* trust anchors; NULL: none */
    const char *crl;            /* revocation lists; NULL: revocation is not checked */
    const char
        *vastgezet;    /* certificates of which DUO must sign with one; NULL: any that is trusted */
    bool test;         /* the endpoints are those of a test environment */
    const char *proxy; /* NULL: none */
    unsigned
        gelijktijdig; /* exchanges in flight per institution; 0: what each contract has by itself */
    unsigned pogingen; /* attempts per message in one submit */
    unsigned wacht_ms; /* before the second attempt */
    unsigned tijd_ms;  /* the whole of one exchange */
    unsigned jobs;     /* at least 1 */

    const struct bp_config_instelling *instellingen;
    size_t instelling_count;
    struct bp_mandaat
        mandaat; /* the same institutions as the rules need them; all without a file */
    const struct bp_config_contract *contracten; /* vo, mbo and rio, always all */
    size_t contract_count;
    struct bp_waardenlijsten lijsten; /* shipped, or replaced by [waardenlijst NAME] */
};

#define BP_CONFIG_SCHEMAS 8

/* What the command line says about configuration; NULL and 0 are "not said". */
struct bp_config_opties {
    const char *path;                       /* --config */
    const char *schemas[BP_CONFIG_SCHEMAS]; /* --schemas CONTRACT=DIR, as given */
    size_t schemas_count;
    unsigned jobs; /* --jobs */
};

/* `opties`, and the strings in it, must outlive `err`, which may name them. */
enum bp_status bp_config_load(const struct bp_config_opties *opties, struct bp_config **out,
                              struct bp_error *err);
void bp_config_free(struct bp_config *config); /* NULL is fine */

/* NULL when there is none. */
const struct bp_config_instelling *bp_config_instelling(const struct bp_config *config,
                                                        struct bp_str brin);
const struct bp_config_contract *bp_config_contract(const struct bp_config *config,
                                                    const char *name);

/* `bronpost config`: every value in force with its origin ("bronpost.conf:12", "BRONPOST_LEDGER", "default").
 * Values that could be secret are not among them: passphrases are only ever named by file or variable, and a
 * password inside an URL is shown as ***. */
enum bp_status bp_config_print(const struct bp_config *config, bool json, struct bp_buf *out,
                               struct bp_error *err);

/* `url` with the password in it, if any, replaced by ***. */
void bp_config_url_shown(struct bp_buf *out, const char *url);

#endif
