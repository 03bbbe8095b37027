#include "support/rio_plaats.h"

#include "support/pki_folder.h"

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CONF_BYTES (16 * 1024)

static void add_duo(const struct submit_place *place, const char *pki, const char *more, char *conf)
{
    size_t len = strlen(conf);
    (void)snprintf(conf + len, CONF_BYTES - len,
                   "[duo]\nrio = https://localhost:%u/rio/\nvertrouw = %s/chain.pem\n"
                   "wacht_ms = 20\n%s",
                   place->server.port, pki, more);
    e2e_write(&place->folder, "bronpost.conf", conf, strlen(conf));
}

static const char *pki_of(char pki[PATH_MAX])
{
    if (!realpath(pki_folder(), pki))
        fail_msg("there is no test PKI");
    return pki;
}

void rio_configure(struct submit_place *place, enum rio_wie wie, const char *duo)
{
    static const char *const schools[][2] = { { "99XA", "vo" }, { "99XB", "mbo" } };
    char pki[PATH_MAX], conf[CONF_BYTES] = "[ledger]\nurl = sqlite:ledger.db\n";
    (void)pki_of(pki);
    for (size_t i = 0; i < (wie == RIO_BEIDE ? 2 : 1); i++) {
        size_t len = strlen(conf);
        const char *brin = schools[i][0];
        (void)snprintf(conf + len, sizeof conf - len,
                       "[instelling %s]\nsector = %s\noin = 00000007000%s00000\n"
                       "certificaat = %s/%s.pem\nsleutel = %s/%s.key\n",
                       brin, schools[i][1], brin, pki, brin, pki, brin);
    }
    add_duo(place, pki, duo, conf);
}

/* A certificate for each school of the fixture would take minutes to make: 99XA delivers for all of them. */
void rio_fixture(struct submit_place *place, const char *name)
{
    char pki[PATH_MAX], path[PATH_MAX], conf[CONF_BYTES] = "", mandates[8][80];
    size_t count = 0, len = 0;
    (void)snprintf(path, sizeof path, "fixtures/%s/bronpost.conf", name);
    struct e2e_text text = e2e_read_path(path);
    (void)pki_of(pki);
    for (char *line = strtok(text.ptr, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "url =", 5) == 0)
            len += (size_t)snprintf(conf + len, sizeof conf - len, "url = sqlite:ledger.db\n");
        else if (strncmp(line, "certificaat =", 13) == 0)
            len += (size_t)snprintf(conf + len, sizeof conf - len,
                                    "certificaat = %s/99XA.pem\nmandaat = yes\n", pki);
        else if (strncmp(line, "sleutel =", 9) == 0)
            len += (size_t)snprintf(conf + len, sizeof conf - len, "sleutel = %s/99XA.key\n", pki);
        else if (line[0] != '[' || strncmp(line, "[duo", 4) != 0)
            len += (size_t)snprintf(conf + len, sizeof conf - len, "%s\n", line);
        if (strncmp(line, "oin = ", 6) == 0 && count < 8)
            (void)snprintf(mandates[count++], sizeof mandates[0], "0000000700099XA00000=%.20s",
                           line + 6);
        assert_true(len < sizeof conf);
    }
    e2e_text_free(&text);
    const char *args[16] = { NULL };
    for (size_t i = 0; i < count; i++) {
        args[2 * i] = "--mandate";
        args[2 * i + 1] = mandates[i];
    }
    rehearsal_start(&place->server, args[0], args[1], args[2], args[3], args[4], args[5], args[6],
                    args[7], args[8], args[9], args[10], args[11], args[12], args[13], args[14],
                    args[15], (char *)NULL);
    add_duo(place, pki, "", conf);
    (void)snprintf(path, sizeof path, "fixtures/%s/routes.csv", name);
    e2e_copy_file(&place->folder, path, "routes.csv");
}

void rio_routes(struct submit_place *place, const char *rows)
{
    char text[16 * 1024];
    int len = snprintf(text, sizeof text, "%s%s", RIO_KOP, rows);
    assert_in_range(len, 1, sizeof text - 1);
    e2e_write(&place->folder, "routes.csv", text, (size_t)len);
}

void rio_submit(struct submit_place *place, int exit_code, const char *more)
{
    submit_expect(place, exit_code, "rio", "submit", "--routes", "routes.csv", "--out", "out",
                  "--json", more, (char *)NULL);
}

void rio_line(struct submit_place *place, const char *begin, const char *holds)
{
    struct e2e_text csv = e2e_read(&place->folder, "out/rio.csv");
    char *line = csv.ptr;
    while (line && strncmp(line, begin, strlen(begin)) != 0) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    if (!line)
        fail_msg("no line '%s' in\n%s", begin, csv.ptr);
    line[strcspn(line, "\n")] = '\0';
    if (!strstr(line, holds))
        fail_msg("no '%s' in\n%s", holds, line);
    e2e_text_free(&csv);
}

void rio_says(const struct submit_place *place, const char *text)
{
    if (!strstr(place->said, text))
        fail_msg("no '%s' in\n%s", text, place->said);
}

long rio_count(const struct submit_place *place, const char *key)
{
    char name[64];
    (void)snprintf(name, sizeof name, "\"%s\":", key);
    const char *at = strstr(place->said, name);
    if (!at)
        fail_msg("no %s in\n%s", key, place->said);
    return strtol(at + strlen(name), NULL, 10);
}
