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
static const unsigned char testing_places[] = {
#embed "../ObjectTesting/Lua/places.lua"
};
static const unsigned char testing_format[] = {
#embed "../ObjectTesting/Lua/format.lua"
};
static const unsigned char testing_compare[] = {
#embed "../ObjectTesting/Lua/compare.lua"
};
static const unsigned char testing_assert[] = {
#embed "../ObjectTesting/Lua/assert.lua"
};
static const unsigned char testing_suite[] = {
#embed "../ObjectTesting/Lua/suite.lua"
};
static const unsigned char testing_device[] = {
#embed "../ObjectTesting/Lua/device.lua"
};

#define FILE(name, array) {name, array, sizeof array}

static const embedded_file table[] = {
    FILE("objects/lwm2m_object_table.lua", lwm2m_object_table),
    FILE("objects/lwm2m_defs.lua", lwm2m_defs),
    FILE("objects/utils.lua", utils),
    FILE("objects/object_generic_sensor.lua", generic_sensor),
    FILE("Sources/ObjectHost/Lua/instances.lua", instances),
    FILE("Sources/ObjectTesting/Lua/places.lua", testing_places),
    FILE("Sources/ObjectTesting/Lua/format.lua", testing_format),
    FILE("Sources/ObjectTesting/Lua/compare.lua", testing_compare),
    FILE("Sources/ObjectTesting/Lua/assert.lua", testing_assert),
    FILE("Sources/ObjectTesting/Lua/suite.lua", testing_suite),
    FILE("Sources/ObjectTesting/Lua/device.lua", testing_device),
    {NULL, NULL, 0},
};

const embedded_file *embedded_files_table(void) { return table; }
