// The limit of a client on this machine: `wire-limit PORT KEY` registers and answers with a constant; KEY is - for no DTLS.
//
// `wire-limit PORT KEY read|write RESOURCES FILE...` calls the Lua that a module would call before each answer: the function of
// the Object in the last file, for each of the Resources, 0,1,2; the files before it run first.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua_baseline.h"
#include "wire.h"

enum { MOST = 32 };

static lua_baseline *lua;
static int resources[MOST], resource_count;

static void read_each(const char *payload) {
    (void)payload;
    for (int i = 0; i < resource_count; i++) lua_baseline_read(lua, resources[i], 1);
}

static void write_text(const char *payload) {
    lua_baseline_write_text(lua, resources[0], payload);
}

static char *text_of(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0) exit(3);
    fclose(file);
    return text;
}

int main(int count, char **words) {
    if (count < 3 || (count > 3 && (count < 6 || count > 5 + MOST))) return 2;
    wire_pin(0, 1);
    const char *key = strcmp(words[2], "-") != 0 ? words[2] : NULL;
    void (*work)(const char *) = NULL;
    if (count > 3) {
        work = strcmp(words[3], "write") == 0 ? write_text : read_each;
        for (char *word = strtok(words[4], ","); word != NULL && resource_count < MOST; word = strtok(NULL, ","))
            resources[resource_count++] = atoi(word);
        const char *texts[MOST];
        for (int i = 5; i < count; i++) texts[i - 5] = text_of(words[i]);
        lua = lua_baseline_open(texts, count - 5);
        if (lua == NULL) return 3;
    }
    wire_limit((uint16_t)atoi(words[1]), (const uint8_t *)key, key ? (int)strlen(key) : 0, work);
    return 3;
}
