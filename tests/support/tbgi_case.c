#include "support/tbgi_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void value(struct bp_buf *out, const char *name, const char *text)
{
    if (text)
        bp_buf_printf(out, "\t\t\t<%s>%s</%s>\r\n", name, text, name);
    else
        bp_buf_printf(out, "\t\t\t<%s xsi:nil=\"true\"/>\r\n", name);
}

static void add_signaal(struct bp_buf *out, const char *signaal)
{
    char code[4] = "";
    (void)snprintf(code, sizeof code, "%.3s", signaal ? signaal : "");
    bp_buf_add_text(out, "\t\t\t<Signaal>\r\n");
    value(out, "Signaalvolgnummer", signaal ? "1" : NULL);
    value(out, "Signaalcode", signaal ? code : NULL);
    value(out, "Signaalomschrijving", signaal ? signaal + 4 : NULL);
    bp_buf_add_text(out, "\t\t\t<Parameter>\r\n");
    value(out, "Parametervolgnummer", NULL);
    value(out, "Parameternaam", NULL);
    value(out, "Parameterwaarde", NULL);
    bp_buf_add_text(out, "\t\t\t</Parameter>\r\n\t\t\t</Signaal>\r\n");
}

static void add_groep(struct bp_buf *out, const char *teldatum, const char *signaal)
{
    char day[11], funded[2], fase[4], status[2];
    if (sscanf(teldatum, " %10s %1s %3s %1s", day, funded, fase, status) != 4)
        fail_msg("no counting date: %s", teldatum);
    bp_buf_add_text(out, "\t\t<Teldatum>\r\n");
    value(out, "Teldatum", day);
    value(out, "DatumTijdBepalingBekostigingsgrondslagen", "2026-11-21 10:42:29");
    value(out, "StatusBepalingBekostigingsstatus", status);
    value(out, "LeeftijdOpEenAugustusStudiejaar", "18");
    value(out, "Opleidingcode", "99001");
    value(out, "Niveau", "MBO-2");
    value(out, "Leertraject", "BOL");
    if (*fase != '?')
        value(out, "Leerroutefase", *fase == '-' ? NULL : fase);
    value(out, "IndicatieBekostigbaar", "true");
    value(out, "Bekostigingsstatus", *funded == '-' ? NULL : *funded == 'J' ? "true" : "false");
    value(out, "InschrijvingVoorCorrectiefactor", "true");
    bp_buf_add_text(out, "\t\t\t<BekostigingsrelevanteBPV>\r\n");
    value(out, "Inschrijvingvolgnummer", NULL);
    value(out, "DatumEindeGepland", NULL);
    bp_buf_add_text(out, "\t\t\t</BekostigingsrelevanteBPV>\r\n");
    add_signaal(out, signaal);
    bp_buf_add_text(out, "\t\t</Teldatum>\r\n");
}

void tbgi_add(struct bp_buf *out, const struct tbgi_rij *rij)
{
    bp_buf_add_text(out, "\t<Inschrijving>\r\n");
    value(out, "BRIN", rij->brin);
    value(out, "Burgerservicenummer", rij->bsn);
    value(out, "Onderwijsnummer", NULL);
    value(out, "Inschrijvingvolgnummer", rij->volgnummer);
    value(out, "DatumInschrijving", "2026-08-01");
    value(out, "DatumUitschrijvingGepland", "2029-07-31");
    value(out, "DatumUitschrijvingWerkelijk", NULL);
    value(out, "NiveauHoogstBekostigdeDiploma", NULL);
    for (const char *at = rij->teldata; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        add_groep(out, at, rij->signaal);
    bp_buf_add_text(out, "\t</Inschrijving>\r\n");
}

void tbgi_add_diploma(struct bp_buf *out, const char *bsn)
{
    bp_buf_add_text(out, "\t<Diploma>\r\n");
    value(out, "BRIN", "99XB");
    value(out, "Burgerservicenummer", bsn);
    value(out, "Datumbehaald", "2026-06-17");
    add_signaal(out, NULL);
    bp_buf_add_text(out, "\t</Diploma>\r\n");
}

const char *tbgi_put(struct cli_folder *folder, const char *name, const struct tbgi_rij *rijen,
                     size_t count)
{
    struct bp_buf text;
    bp_buf_init(&text, 16 * 1024 * 1024);
    bp_buf_add_text(&text, TBGI_OPEN);
    for (size_t i = 0; i < count; i++)
        tbgi_add(&text, &rijen[i]);
    bp_buf_add_text(&text, TBGI_CLOSE);
    bp_buf_add(&text, "", 1);
    assert_false(text.failed);
    const char *path = cli_put(folder, name, text.ptr);
    bp_buf_free(&text);
    return path;
}
