/* Any bytes as leerlingen.csv and as routes.csv: nothing crashes, and what is opened keeps its promises. */
#include "bronpost/input/leerlingen.h"
#include "bronpost/input/routes.h"
#include "fuzz/fuzz.h"

static size_t read_person(struct bp_leerlingen_lezer *lezer, size_t inschrijving,
                          struct bp_buf *back)
{
    struct bp_error err;
    struct bp_gelezen *items;
    size_t count, rows = 0;
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    if (!arena)
        return 0;
    promise(bp_leerlingen_read_persoon(lezer, inschrijving, arena, &items, &count, &err) == BP_OK,
            "a person that was indexed can be read");
    for (size_t i = 0; i < count; i++) {
        promise(items[i].rij_count > 0, "an enrolment has rows");
        promise(items[i].inschrijving != inschrijving || rows == 0, "each enrolment comes once");
        if (items[i].inschrijving != inschrijving)
            continue;
        for (size_t r = 0; r < items[i].rij_count; r++) {
            static const struct bp_str cells[4] = {
                { "2", 1 }, { "BP100", 5 }, { "", 0 }, { "\"x\";", 4 }
            };
            promise(bp_leerlingen_write_row(lezer, items[i].rijen[r].line, cells, back, &err) ==
                        BP_OK,
                    "a row that was read can be handed back");
        }
        rows += items[i].rij_count;
    }
    bp_arena_free(arena);
    return rows;
}

/* What is handed back opens again; `again` guards against going round for ever. */
static void open_export(const char *path, bool again);

static void open_bytes(struct bp_str bytes, bool again)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0)
        return;
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (done == bytes.len)
        open_export(path, again);
    (void)close(fd);
}

static void open_export(const char *path, bool again)
{
    struct bp_error err;
    struct bp_leerlingen *leerlingen = NULL;
    struct bp_route_bestand *routes = NULL;
    enum bp_status st = bp_routes_open(path, bp_waardenlijsten_shipped(), &routes, &err);
    promise(st == BP_OK || st == BP_E_INPUT, "routes are read or refused");
    static const struct bp_routes none;
    static const struct bp_mandaat all = { NULL, 0, true };
    const struct bp_leerlingen_opties opties = { .path = path,
                                                 .brin = { "99XA", 4 },
                                                 .routes = routes ? bp_routes_of(routes) : &none,
                                                 .lijsten = bp_waardenlijsten_shipped(),
                                                 .mandaat = &all };
    st = bp_leerlingen_open(&opties, &leerlingen, &err);
    promise(st == BP_OK || st == BP_E_INPUT, "an export is read or refused");
    promise(st == BP_OK || again, "what was handed back can be opened");
    if (st == BP_OK) {
        struct bp_buf back;
        bp_buf_init(&back, 64 * BP_MIB);
        const struct bp_leerlingen_feiten *feiten = bp_leerlingen_feiten(leerlingen);
        struct bp_leerlingen_lezer *lezer = bp_leerlingen_lezer_new(leerlingen, &err);
        promise(lezer && bp_leerlingen_write_header(lezer, &back, &err) == BP_OK,
                "a header comes back");
        size_t rows = 0;
        for (size_t i = 0; i < feiten->inschrijvingen; i++)
            rows += read_person(lezer, i, &back);
        promise(rows == feiten->rows, "every row is read once");
        if (again)
            open_bytes(bp_buf_str(&back), false);
        bp_leerlingen_lezer_free(lezer);
        bp_buf_free(&back);
    }
    bp_leerlingen_close(leerlingen);
    bp_routes_close(routes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_bytes((struct bp_str){ (const char *)data, size }, true);
    return 0;
}
