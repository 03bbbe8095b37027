/* config.h - what is in force, and where each value came from
 * PURPOSE    bronpost.conf (INI), then environment, then options; one place that knows defaults
 * OWNERSHIP  bp_config_load() makes, bp_config_free() ends; all strings live as long
 * SOURCE     design: architecture.md "Configuration"; cli.md
 * ERRORS     BP_E_USAGE with file and line
 * THREADS    read-only once loaded
 */
#ifndef BRONPOST_CLI_CONFIG_H
#define BRONPOST_CLI_CONFIG_H

#include "bronpost/base/error.h"
#include "bronpost/domain/mandaat.h"
#include "bronpost/domain/waardenlijst.h"

/* One [instelling BRIN]. Paths are absolute or relative to the working directory: already resolved. */
struct bp_config_instelling {
    struct bp_str brin;
    const char *naam;
    unsigned sectoren; /* bits of enum bp_sector */
    const char *oin;
    const char *certificaat, *sleutel;
    const char *wachtwoord_bestand, *wachtwoord_omgeving;
};

struct bp_config_contract {
    const char *name;      /* "vo", "mbo" */
    const char *schemas;   /* folder of the XSDs; NULL: the shipped ones */
    const char *verzender; /* "brin", "oin" or a fixed text */
    const char *ontvanger; /* "DUO", or DUO's OIN */
    const char *endpoint;  /* [duo] vo = ...; NULL: none */
};

struct bp_config {
    const char *path; /* NULL: no configuration file was found */
    const char *ledger_url;   /* never NULL; the default when nothing says */
    bool ledger_configured;   /* a [ledger] section, or the environment, named it */
    const char *key_file;     /* of the installation, beside the ledger */
    const char *data_dir;     /* where schemas/ and locale/ of this program are */
    const char *duo_oin;
    const char *duo_address;  /* the part of wsa:To before "?oin=" */
    const char *vertrouw;     /* trust anchors */
    unsigned gelijktijdig;
    unsigned jobs;

    const struct bp_config_instelling *instellingen;
    size_t instelling_count;
    struct bp_mandaat mandaat; /* the same institutions as the rules need them */
    const struct bp_config_contract *contracten; /* vo and mbo, always both */
    size_t contract_count;
    struct bp_waardenlijsten lijsten; /* shipped, or replaced by [waardenlijst NAME] */
};

/* What the command line says about configuration; NULL and 0 are "not said". */
struct bp_config_opties {
    const char *path;               /* --config */
    const char *schemas[8];         /* --schemas CONTRACT=DIR, as given */
    size_t schemas_count;
    unsigned jobs;                  /* --jobs */
};

enum bp_status bp_config_load(const struct bp_config_opties *opties, struct bp_config **out,
                              struct bp_error *err);
void bp_config_free(struct bp_config *config); /* NULL is fine */

const struct bp_config_instelling *bp_config_instelling(const struct bp_config *config,
                                                        struct bp_str brin);
const struct bp_config_contract *bp_config_contract(const struct bp_config *config,
                                                    const char *name);

/* `bronpost config`: every value in force with its origin ("bronpost.conf:12", "environment", "default").
 * Values that could be secret are not among them: passphrases are only ever named by file or variable. */
enum bp_status bp_config_print(const struct bp_config *config, bool json, struct bp_error *err);

#endif
