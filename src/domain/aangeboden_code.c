#include "bronpost/domain/rio_code.h"

#include "bronpost/base/text.h"

#define SHOWN 25 /* characters of a key that RIO shows; longer ones are cut in the middle */
#define SIDE  11 /* on each side of the "..." */

/* What several codes ask for. */
#define LOOK                                                                                       \
    N_("Look the code up in RIO's own screens, correct it in routes.csv and register the "         \
       "route again.")
#define SEEN                                                                                       \
    N_("Ask whoever maintains the program: it checks this before it sends, so something "          \
       "else changed.")
#define INTAKE                                                                                     \
    N_("Correct the intake in RIO's own screens; the program only repeats the intakes "            \
       "that RIO already has.")
#define ASK N_("Ask RIO's helpdesk; keep the message and its code at hand.")
#define RELATION                                                                                   \
    N_("Relations between opleidingseenheden are no part of a route: leave this one out, "         \
       "or correct it in RIO's own screens.")

/* name, may succeed later unchanged, found here before sending, title, what to do */
static const struct bp_rio_code codes[] = {
    { "A01020", false, false, N_("RIO does not know this aangebodenOpleidingCode"),
      N_("Compare rio_aangeboden_opleiding_vo and _mbo in routes.csv with RIO's own "
         "screens; leave the cell empty when the route was never registered.") },
    { "A01060", false, false, N_("RIO does not know the onderwijslocatie"), LOOK },
    { "A01070", false, false, N_("RIO does not know the opleidingseenheid"), LOOK },
    { "A01072", false, false,
      N_("RIO allows no relation between these two kinds of "
         "opleidingseenheid"),
      N_("Register the route without the relation: its kenmerken say all that RIO needs.") },
    { "A01080", false, false, N_("RIO knows no recognition under this stelsel and opleidingcode"),
      N_("Compare opleidingcode_vo (ILT) or opleidingcode_mbo (crebo) in routes.csv with "
         "the codes that are valid this year.") },
    { "A01081", false, false,
      N_("the recognition does not belong to the onderwijsbestuur of this "
         "institution"),
      N_("Check that opleidingcode and onderwijsaanbieder in routes.csv belong to the "
         "same board; otherwise ask DUO for the recognition.") },
    { "A01090", false, false,
      N_("RIO knows no vo subject under this stelsel, opleidingcode and "
         "niveau"),
      ASK },
    { "A01160", false, false, N_("the school's own key of the programme is not unique in RIO"),
      N_("Two programmes carry the same own key: look for the second one in RIO's own "
         "screens and end or remove it there.") },
    { "A01161", false, false, N_("RIO does not know the school's own key of the programme"),
      N_("The route was never registered under this key, or was removed: register it.") },
    { "A09999", false, false, N_("RIO found nothing under what was asked for"),
      N_("Compare the code with RIO's own screens and register the route when it is not "
         "there.") },
    { "AUT401", false, false, N_("the sender may not manage what this message is about"),
      N_("Check in RIO's own screens whether the OIN of the sender holds the mandate of "
         "this institution, and ask the board to give it.") },
    { "INT500", true, false, N_("a service behind RIO is not reachable or answers badly"),
      N_("Nothing: the message goes again by itself. Look at DUO's page about "
         "disturbances when it lasts.") },
    { "K01010", false, true, N_("a required kenmerk is missing or occurs too seldom"), SEEN },
    { "K01020", false, true, N_("a kenmerk occurs too often"),
      N_("Look for two rows of routes.csv with the same code in RIO: a DLR and a GLR are "
         "two programmes, each with a code of its own.") },
    { "K01030", false, true, N_("RIO has no such kenmerk for this kind of programme"), SEEN },
    { "K01040", false, true, N_("the same value stands twice under one kenmerk"),
      N_("Take the second one out of routes.csv.") },
    { "K01050", false, true, N_("the value of a kenmerk is not in RIO's list"),
      N_("Correct einddatum in routes.csv, or leave it empty as long as the route takes students "
         "in; "
         "a value of an intake is corrected in RIO's own screens.") },
    { "K01051", false, true, N_("the value of a kenmerk is not valid on these dates"),
      N_("A DLR or GLR begins on 2020-08-01 at the earliest: correct begindatum in "
         "routes.csv.") },
    { "K01060", false, true, N_("the value of a kenmerk has another type than RIO asks for"),
      SEEN },
    { "N09010", false, true, N_("einddatum is not after begindatum"),
      N_("Correct begindatum or einddatum in routes.csv.") },
    { "N09030", false, true,
      N_("leertraject is not in the list, or not valid as long as the "
         "programme lasts"),
      N_("Correct leertraject in routes.csv; end the route and make a new one where the "
         "leertraject itself has ended.") },
    { "N09050", false, true, N_("the unit of the deviating duration is not in the list"), SEEN },
    { "N09060", false, true, N_("the mbo level is not in the list"),
      N_("Correct niveau in routes.csv: 2, 3 or 4 for a route.") },
    { "N09070", false, true, N_("toelatingseisen is not in the list"), SEEN },
    { "N09080", false, true, N_("toegankelijkheid is not in the list"), SEEN },
    { "N09090", false, true, N_("eersteInstroomDatum is not before einddatum"),
      N_("Correct begindatum or einddatum in routes.csv.") },
    { "N09410", false, false,
      N_("the programme is offered outside the life of its "
         "opleidingseenheid"),
      N_("Look in RIO's own screens from when until when the opleidingseenheid exists, "
         "and fit the dates in routes.csv to it.") },
    { "N09430", false, false,
      N_("the programme is offered outside the life of the "
         "onderwijsaanbieder"),
      N_("Look in RIO's own screens from when until when the onderwijsaanbieder exists, "
         "and fit the dates in routes.csv to it.") },
    { "N09440", false, false, N_("RIO does not know the onderwijsaanbieder"), LOOK },
    { "N09450", false, true,
      N_("a programme that exists cannot get another opleiding or "
         "onderwijsaanbieder"),
      N_("When the code is wrong, correct it or leave it empty. Else give the changed route a row "
         "and a "
         "code of its own in routes.csv, and close the old row with einddatum.") },
    { "N10010", false, false, N_("a period ends before it begins"), SEEN },
    { "N10020", false, true, N_("a period lies outside the life of the programme"),
      N_("Correct begindatum and einddatum of the rows in routes.csv that share this "
         "code.") },
    { "N10030", false, false, N_("a period is of another kind than the programme"), SEEN },
    { "N10040", false, true, N_("the periods overlap or leave a gap"),
      N_("Correct begindatum of the rows in routes.csv that share this code.") },
    { "N10050", false, true, N_("the periods do not cover the whole life of the programme"),
      N_("Correct begindatum of the rows in routes.csv that share this code.") },
    { "N10060", false, true, N_("the same partner school stands twice in one period"),
      N_("Two rows of routes.csv share a code in RIO and a partner: give each route a "
         "code of its own, or leave one of the rows out.") },
    { "N10410", false, false, N_("RIO does not know the onderwijsaanbieder of the partner school"),
      N_("Ask the partner school for its onderwijsaanbieder in RIO (3 digits, an A and 3 "
         "digits) and correct it in routes.csv.") },
    { "N11020", false, true, N_("the end of the application period is not after its begin"),
      INTAKE },
    { "N11030", false, true, N_("the end of the intake period is not after its begin"), INTAKE },
    { "N11040", false, true, N_("the intake ends before students could start"), INTAKE },
    { "N11410", false, true, N_("the application period ends after the programme"), INTAKE },
    { "N11420", false, true, N_("a cohortcode stands twice in one programme"), INTAKE },
    { "N11421", false, false,
      N_("a cohortcode is used by another programme of this "
         "onderwijsaanbieder"),
      INTAKE },
    { "N11430", false, true, N_("the intake period ends after the programme"), INTAKE },
    { "N11440", false, true, N_("cohortstatus is not in the list"), INTAKE },
    { "N11450", false, true, N_("toestemmingVereistVoorAanmelding is not in the list"), INTAKE },
    { "N11460", false, true, N_("the day of intake lies after the end of the programme"), INTAKE },
    { "P01081", false, false, N_("an opleidingseenheid with this own key exists already"), ASK },
    { "P04010", false, false, N_("the relation ends before it begins"), RELATION },
    { "P04020", false, false, N_("a relation of the kind OVERGANG has no einddatum"), RELATION },
    { "P04030", false, false, N_("the relation names the same opleidingseenheid twice"), RELATION },
    { "P04040", false, false, N_("the kind of relation is not in the list"), RELATION },
    { "P04050", false, false,
      N_("there is such a relation between the two in the same time "
         "already"),
      RELATION },
    { "P04410", false, false,
      N_("the relation lies outside the life of one of the "
         "opleidingseenheden"),
      RELATION },
};

const struct bp_rio_code *bp_rio_code_all(size_t *count)
{
    *count = sizeof codes / sizeof *codes;
    return codes;
}

const struct bp_rio_code *bp_rio_code_by_name(struct bp_str name)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (bp_str_equal_nocase(bp_str_of(codes[i].name), name))
            return &codes[i];
    return NULL;
}

bool bp_rio_sleutel_equal(struct bp_str value, struct bp_str shown)
{
    static const char dots[] = "...";
    if (value.len <= SHOWN)
        return bp_str_equal(value, shown);
    return shown.len == SHOWN && memcmp(shown.ptr, value.ptr, SIDE) == 0 &&
           memcmp(shown.ptr + SIDE, dots, sizeof dots - 1) == 0 &&
           memcmp(shown.ptr + SHOWN - SIDE, value.ptr + value.len - SIDE, SIDE) == 0;
}
