// A new file needs an array with its content and a row in the table.
#include "embedded_files.h"

// #embed is of C23; clang has it in all modes and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lwm2m_object_table[] = {
#embed "../../objects/lwm2m_object_table.lua"
};
static const unsigned char lwm2m_defs[] = {
#embed "../../objects/lwm2m_defs.lua"
};
static const unsigned char utils[] = {
#embed "../../objects/utils.lua"
};
static const unsigned char generic_sensor[] = {
#embed "../../objects/object_generic_sensor.lua"
};
static const unsigned char instances[] = {
#embed "../ObjectHost/Lua/instances.lua"
};

#define FILE(name, array) {name, array, sizeof array}

static const embedded_file table[] = {
    FILE("objects/lwm2m_object_table.lua", lwm2m_object_table),
    FILE("objects/lwm2m_defs.lua", lwm2m_defs),
    FILE("objects/utils.lua", utils),
    FILE("objects/object_generic_sensor.lua", generic_sensor),
    FILE("Sources/ObjectHost/Lua/instances.lua", instances),
    {NULL, NULL, 0},
};

const embedded_file *embedded_files_table(void) { return table; }
