#include "bronpost/domain/code.h"

#include "bronpost/base/text.h"

#define AFKEURING BP_ERNST_AFKEURING
#define SIGNAAL   BP_ERNST_SIGNAAL

static const struct bp_code_info codes[] = {
    { BP100, "BP100", AFKEURING, 'e', N_("the row cannot be read"),
      N_("Look at the quotes and separators of this row in the export; export it again or mend the "
         "row.") },
    { BP101, "BP101", AFKEURING, 'e', N_("not exactly one of bsn and onderwijsnummer is filled in"),
      N_("Fill in the bsn, or the onderwijsnummer when there is no bsn, and leave the other one "
         "empty.") },
    { BP102, "BP102", AFKEURING, 'e', N_("the bsn is not a valid number"),
      N_("Compare the bsn with the student's identity document; the number itself is never shown "
         "here.") },
    { BP103, "BP103", AFKEURING, 'e', N_("the onderwijsnummer is not a valid number"),
      N_("Compare the onderwijsnummer with DUO's letter; the number itself is never shown here.") },
    { BP104, "BP104", AFKEURING, 'e', N_("a value has the wrong form"),
      N_("Correct the value in the student administration to the form that is named.") },
    { BP105, "BP105", AFKEURING, 'e', N_("a value is not a date that can be used"),
      N_("Write a date that exists, between 1900 and 2100, as 2026-08-01 or 01-08-2026.") },
    { BP106, "BP106", AFKEURING, 'e', N_("a required value is missing"),
      N_("Fill in the value in the student administration.") },
    { BP107, "BP107", AFKEURING, 'e', N_("the rows of this enrolment do not belong together"),
      N_("Make what belongs to the enrolment the same on all its rows, and mend the row that was "
         "rejected.") },
    { BP108, "BP108", SIGNAAL, 'e', N_("leading zeros were lost and have been restored"),
      N_("Nothing, but stop opening the export in a spreadsheet before it is handed over.") },
    { BP109, "BP109", AFKEURING, 'e', N_("the same period is there twice"),
      N_("Keep one row for each period.") },
    { BP110, "BP110", AFKEURING, 'e',
      N_("a value is not in its value list, or not valid on that date"),
      N_("Choose a value that is in the list on the first day of the period.") },
    { BP201, "BP201", AFKEURING, 'e', N_("the leerroute is not in routes.csv"),
      N_("Add the route to routes.csv, or correct the student's leerroute.") },
    { BP202, "BP202", AFKEURING, 'e', N_("a leerroute with level 1 (entree)"),
      N_("Entree is never part of a leerroute: register the student without leerroute, or correct "
         "the level.") },
    { BP203, "BP203", AFKEURING, 'e', N_("a GLR that is not bb to level 2"),
      N_("Only bb to mbo level 2 can be a GLR: make it a DLR, or correct leerweg or level.") },
    { BP204, "BP204", AFKEURING, 'e', N_("a leerroute before the law came into force"),
      N_("Before 1 August 2020 a period carries no leerroute: split the period on that day.") },
    { BP205, "BP205", AFKEURING, 'e',
      N_("the period begins outside the time in which the route is offered"),
      N_("Compare begindatum and einddatum of the route with the day on which the student "
         "began.") },
    { BP206, "BP206", AFKEURING, 'e', N_("route_begin is missing or lies after the period"),
      N_("Fill in the first day of route year 1 of the cohort that the student is in.") },
    { BP207, "BP207", AFKEURING, 'e', N_("the route year leads to another phase than the dates"),
      N_("Compare routejaar, route_begin and doublures_vo: they decide which school is funded.") },
    { BP208, "BP208", SIGNAAL, 'e', N_("the route year differs from what the dates say"),
      N_("Compare routejaar with route_begin; the phase is the same, so the registration is not "
         "affected.") },
    { BP209, "BP209", SIGNAAL, 'e', N_("leerjaar does not fit the route year"),
      N_("Route year 1 is leerjaar 3: compare leerjaar with route_begin and doublures_vo.") },
    { BP210, "BP210", AFKEURING, 'e', N_("brin, vestiging or code do not fit together"),
      N_("Compare the brin with the route, the vestiging and the form of the opleidingcode.") },
    { BP211, "BP211", SIGNAAL, 'e', N_("the elementcode belongs to another leerweg than the route"),
      N_("Compare the opleidingcode with the leerweg of the route.") },
    { BP212, "BP212", SIGNAAL, 'e',
      N_("the phase changes on another day than two years after the start"),
      N_("Have both schools confirm vo_jaren and doublures_vo: the day decides which school is "
         "funded.") },
    { BP213, "BP213", SIGNAAL, 'e', N_("vo work goes on beyond the third route year"),
      N_("The vmbo exam may be spread up to and including route year 3: check vo_afgerond_datum or "
         "the diploma.") },
    { BP214, "BP214", SIGNAAL, 'e', N_("no samenwerkingsovereenkomst dated before the route began"),
      N_("Fill in the date of the agreement between the two schools in routes.csv.") },
    { BP216, "BP216", SIGNAAL, 'r', N_("the route is not known as registered in RIO"),
      N_("Register the route in RIO before the student is sent, with `bronpost rio submit`; "
         "`bronpost rio check` shows what is needed for it.") },
    { BP217, "BP217", SIGNAAL, 'e', N_("an experiment together with a leerroute"),
      N_("A student is in an experiment or in a leerroute: correct the one that is not true.") },
    { BP218, "BP218", SIGNAAL, 'e',
      N_("the mbo registration ends because the student left that route"),
      N_("Check with the mbo institution that the student has indeed left the route.") },
    { BP219, "BP219", AFKEURING, 'r', N_("routes.csv and the ledger disagree about a route in RIO"),
      N_("Put in routes.csv what the ledger has (`bronpost rio status` shows it). When that is "
         "wrong, withdraw the programme with `bronpost rio remove` first.") },
    { BP220, "BP220", AFKEURING, 'r',
      N_("the code in routes.csv is that of another programme in RIO"),
      N_("Correct the code, or leave it empty: the route becomes a programme of its own then. When "
         "RIO's programme is this route and nothing else, mark it as DLR or GLR in RIO's own "
         "screens first.") },
    { BP221, "BP221", SIGNAAL, 'r', N_("RIO keeps what routes.csv does not say"),
      N_("Nothing when it is right; else correct it in RIO's own screens. Nothing is taken out "
         "there by itself.") },
    { BP301, "BP301", AFKEURING, 'e', N_("the first period begins after the enrolment"),
      N_("Add the missing first period, or correct datum_inschrijving.") },
    { BP302, "BP302", AFKEURING, 'e', N_("a period begins outside the enrolment"),
      N_("Correct periode_begin, datum_inschrijving or datum_uitschrijving.") },
    { BP303, "BP303", AFKEURING, 'e', N_("an end lies before the begin"),
      N_("Correct the dates of the enrolment.") },
    { BP304, "BP304", SIGNAAL, 'r', N_("registered more than 7 days after the begin"),
      N_("Registrations are due within 7 days; find out why this one comes late.") },
    { BP305, "BP305", SIGNAAL, 'r', N_("enrolled on 1 October, but not known at DUO by 15 October"),
      N_("Tell who keeps the counting date: this enrolment comes after the term.") },
    { BP306, "BP306", SIGNAAL, 'e', N_("dates contradict each other"),
      N_("Correct the dates; the registration goes on as it is.") },
    { BP401, "BP401", AFKEURING, 'p',
      N_("vo and mbo name a different leerroute or phase for the same day"),
      N_("Let both schools state the same leerroute, route_begin and doublures_vo for this "
         "student.") },
    { BP402, "BP402", SIGNAAL, 'p',
      N_("the vo registration is open although the vmbo diploma is obtained"),
      N_("End the vo enrolment, or correct vo_afgerond_datum when there is vo work left.") },
    { BP403, "BP403", SIGNAAL, 'p',
      N_("registered nowhere between vo and the start of the mbo-fase"),
      N_("Keep the vo enrolment open until the day before the switch date, or begin the mbo "
         "enrolment earlier.") },
    { BP404, "BP404", SIGNAAL, 'p', N_("funded twice, or nowhere, on the last counting date"),
      N_("Check with the other school which of the two enrolments is right on that day.") },
    { BP501, "BP501", AFKEURING, 'e', N_("the message does not fit the schema"),
      N_("Correct the value that is named; when the schema has no such element, install the right "
         "schema.") },
    { BP601, "BP601", BP_ERNST_STOP, 'r',
      N_("mass change: nothing is staged until it is confirmed"),
      N_("Check that the export is complete and of the right school; then run again with "
         "--confirm.") },
    { BP602, "BP602", SIGNAAL, 'r', N_("an enrolment that is known is missing from the export"),
      N_("Find out why; it is never removed by itself. End it in the administration, or withdraw "
         "it.") },
};

#define CODE_COUNT (sizeof codes / sizeof codes[0])

const struct bp_code_info *bp_code_info(unsigned code)
{
    for (size_t i = 0; i < CODE_COUNT; i++)
        if (codes[i].code == code)
            return &codes[i];
    return NULL;
}

const char *bp_code_omgekeerd(enum bp_code code)
{
    static const struct {
        enum bp_code code;
        const char *text;
    } texts[] = {
        { BP109, N_("A signal when the rows are the same in every column.") },
        { BP216, N_("With --require-rio a rejection. Where the ledger knows no route of the "
                    "institution and side in RIO, a count in the report instead of lines.") },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].code == code)
            return texts[i].text;
    return NULL;
}

const struct bp_code_info *bp_code_by_name(struct bp_str name)
{
    for (size_t i = 0; i < CODE_COUNT; i++)
        if (bp_str_equal_nocase(bp_str_of(codes[i].name), name))
            return &codes[i];
    return NULL;
}

const struct bp_code_info *bp_code_all(size_t *count)
{
    *count = CODE_COUNT;
    return codes;
}
