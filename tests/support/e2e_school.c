#include "support/e2e_school.h"

#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define ROW_BYTES 256

/* The n-th number from 999000000 on that passes the elfproef of rod-vo.md, section 4. */
static void bsn(size_t n, char out[10])
{
    size_t found = 0;
    for (unsigned long candidate = 999000000;; candidate++) {
        (void)snprintf(out, 10, "%09lu", candidate);
        int sum = -(out[8] - '0');
        for (int i = 0; i < 8; i++)
            sum += (9 - i) * (out[i] - '0');
        if (sum % 11 == 0 && ++found == n)
            return;
    }
}

void e2e_school_write(const struct e2e_folder *folder, const struct e2e_school *school)
{
    static const char conf[] = "[ledger]\nurl = sqlite:state/ledger.db\n\n[instelling 99XA]\n"
                               "naam = Vmbo De Voorbeeldschool\nsector = vo\n"
                               "oin = 0000000700099XA00000\n"
                               "certificaat = pki/99XA.pem\nsleutel = pki/99XA.key\n";
    static const char routes[] =
        "leerroute;soort;leerweg;niveau;opleidingcode_vo;opleidingcode_mbo;vo_brin;vo_vestiging;"
        "mbo_brin;begindatum\n";
    static const char header[] =
        "bsn;leerlingnummer;inschrijvingvolgnummer;datum_inschrijving;datum_uitschrijving;"
        "periode_begin;opleidingcode;leerjaar;vestiging\n";
    size_t count = school->last - school->first + 1, cap = sizeof header + count * 2 * ROW_BYTES;
    char *text = malloc(cap);
    assert_non_null(text);
    size_t len = (size_t)snprintf(text, cap, "%s", header);
    for (size_t n = school->first; n <= school->last; n++) {
        char number[10];
        bsn(n, number);
        size_t place = n - school->first;
        const char *end = place < school->ended ? "2027-03-31" : "";
        size_t periods = place < school->later_period ? 2 : 1;
        for (size_t p = 0; p < periods; p++)
            len += (size_t)snprintf(text + len, cap - len,
                                    "%s;%zu;V%zu;2026-08-01;%s;%s;0031;1;99XA%s\n", number, n, n,
                                    end, p ? "2027-01-04" : "2026-08-01", p ? "01" : "00");
    }
    e2e_write(folder, "leerlingen.csv", text, len);
    e2e_write(folder, "routes.csv", routes, sizeof routes - 1);
    e2e_write(folder, "bronpost.conf", conf, sizeof conf - 1);
    free(text);
}
