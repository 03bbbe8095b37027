/* cli_files.h - a folder of its own for each test of the command line
 * PURPOSE    files for configuration and results, gone when the test ends
 * OWNERSHIP  the caller's struct; cli_folder_end() removes the folder with all that is in it
 */
#ifndef BRONPOST_TESTS_CLI_FILES_H
#define BRONPOST_TESTS_CLI_FILES_H

#include "bronpost/base/buf.h"

struct cli_folder {
    char path[64];
};

void cli_folder_begin(struct cli_folder *folder);
void cli_folder_end(struct cli_folder *folder);

/* "FOLDER/name"; eight such texts are valid at a time. */
const char *cli_path(const struct cli_folder *folder, const char *name);

/* Writes a file (and the folders above it); answers its path as cli_path() does. */
const char *cli_put(const struct cli_folder *folder, const char *name, const char *text);

/* How many entries the folder has. */
size_t cli_count(const char *path);

/* Runs the built program with these arguments (a shell line); answers the exit code and what it said. */
int cli_run(const char *arguments, struct bp_buf *said);

#endif
