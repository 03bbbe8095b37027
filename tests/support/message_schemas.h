/* message_schemas.h - schema folders for the tests of the message layer
 * PURPOSE    temporary folders with schemas, and verdicts of libxml2 outside of the program
 * OWNERSHIP  message_folder_remove() ends a folder; xmlSchemaFree() a schema
 * ERRORS     a step that fails ends the test (cmocka)
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_MESSAGE_SCHEMAS_H
#define BRONPOST_TESTS_MESSAGE_SCHEMAS_H

#include <libxml/xmlschemas.h>
#include <stdbool.h>

#define MESSAGE_DUO     "../shared/duo"
#define MESSAGE_DUO_VO  MESSAGE_DUO "/vo-inschrijving-v1"
#define MESSAGE_DUO_RIO MESSAGE_DUO "/rio-beheren-v4"

#define MESSAGE_PATH 256

/* DUO's own files do not come with the program. */
bool message_duo_there(void);

void message_folder_make(char path[MESSAGE_PATH]);
void message_folder_remove(const char *path);

void message_file_write(const char *folder, const char *name, const char *text);
void message_file_remove(const char *folder, const char *name);

/* Copies the plain files of a folder. */
void message_folder_copy(const char *from, const char *to);

/* Takes what is provisional out of the XSDs of a folder: the named elements, and the types that end
 * in
 * "-provisional". Returns how many declarations went. */
size_t message_folder_strip(const char *folder, const char *const *names, size_t count);

/* Replaces every `from` in a file by `to`; fails the test when there is none. */
void message_file_edit(const char *folder, const char *name, const char *from, const char *to);

xmlSchemaPtr message_schema_read(const char *path);
bool message_schema_accepts(xmlSchemaPtr schema, xmlDocPtr doc);

#endif
