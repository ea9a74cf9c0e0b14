-- For luacheck: what the client gives the scripts of Objects, and the test runner their tests.
std = "lua53"
max_line_length = 120
codes = true
unused_args = false

-- Each Object is a global table with the name of its file.
allow_defined_top = true

read_globals = {
  -- the run-time modules
  "coap", "lwm2m_interface_type", "lwm2m_carrier_id", "lwm2m_object_tbl_add", "utils_copy_table",
  -- the client
  "lua_send_urc", "lua_send_pulse", "lua_modem_get_imei", "lua_modem_get_msisdn", "lua_modem_get_carrier_id",
  "lua_system_reboot", "lua_system_factory_reset",
}

-- The modules that give those globals their values.
for _, module in ipairs { "lwm2m_defs", "lwm2m_object_table", "utils" } do
  files["objects/" .. module .. ".lua"] = {
    globals = {
      "coap", "lwm2m_interface_type", "lwm2m_carrier_id", "lwm2m_object_tbl_add", "utils_copy_table",
    },
    ignore = { "131" },
  }
end

-- Names come from definitions: lines may be long, and a script need not use each of its constants.
files["**/object_*.lua"] = { max_line_length = false, ignore = { "211/RES_.*", "211/UNKNOWN_.*", "411/instance", "542" } }

-- `assert` is a table there, and `device` takes values.
for _, tests in ipairs { "objects/tests", "objects/examples/*_test.lua" } do
  files[tests] = { std = "+busted", globals = { "device" }, read_globals = { "contract", "each" } }
end
