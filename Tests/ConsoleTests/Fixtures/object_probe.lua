-- An Object for the tests of the console, in the form of a customised file: it can hang, restart the module, and more.
require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_O_RUN = 0
local RES_O_TEXT = 1
local RES_O_MANY = 2
local RES_O_BYTES = 3
local RES_O_TIME = 4
local RES_O_FLAG = 5
local RES_O_LINK = 6

object_probe = { objectId = 32800, name = "object_probe" }
lwm2m_object_tbl_add(object_probe.objectId, object_probe.name)

local object_table = {
  Name = "Probe", ObjectId = "32800", LwM2MVersion = "1.0", ObjectVersion = "1.0", MultipleInstances = "Multiple",
  Mandatory = "Optional", instance = {},
}

local function resource(name, operations, multiple, kind, value)
  return {
    Name = name, Operations = operations, MultipleInstances = multiple, Mandatory = "Optional", Type = kind,
    Value = value,
  }
end

local resource_table = {
  [RES_O_RUN] = resource("Run", "E", "Single", ""),
  [RES_O_TEXT] = resource("Text", "RW", "Single", "String", ""),
  [RES_O_MANY] = resource("Many", "RW", "Multiple", "Integer", {}),
  [RES_O_BYTES] = resource("Bytes", "RW", "Single", "Opaque", ""),
  [RES_O_TIME] = resource("Time", "RW", "Single", "Time", 0),
  [RES_O_FLAG] = resource("Flag", "RW", "Single", "Boolean", 0),
  [RES_O_LINK] = resource("Link", "RW", "Single", "Objlnk", 0),
}

function object_probe.load(t) object_table = t end
function object_probe.get_resource_table() return resource_table end
function object_probe.get_resource_type(res) return resource_table[res].Type end
function object_probe.get_object_table() return object_table end

function object_probe.create(inst)
  if object_table.instance[inst] then return coap.COAP_400_BAD_REQUEST end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  return coap.COAP_201_CREATED
end

function object_probe.delete(inst)
  if not object_table.instance[inst] then return coap.COAP_404_NOT_FOUND end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_probe.read(inst, res, dm)
  local instance = object_table.instance[inst]
  if not instance or not instance.resource[res] then return coap.COAP_404_NOT_FOUND, nil, nil end
  if dm and res == RES_O_RUN then return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil end
  return coap.COAP_205_CONTENT, instance.resource[res].Type, instance.resource[res].Value
end

function object_probe.write(inst, res, _, replace, value)
  local instance = object_table.instance[inst]
  if not instance or not instance.resource[res] then return coap.COAP_404_NOT_FOUND end
  local content = instance.resource[res]
  if type(value) == "table" then
    if replace then content.Value = {} end
    for id, entry in pairs(value) do content.Value[id] = entry end
  else
    content.Value = value
  end
  return coap.COAP_204_CHANGED
end

-- The pattern backtracks for years, inside one call of the C library.
local function hang()
  local found = string.find(string.rep("a", 35), string.rep("a-", 35) .. "b")
  return found
end

local actions = {
  hang = function() local found = hang() print(found) end,
  loop = function() while true do end end,
  fail = function() error("as asked") end,
  reboot = function() lua_system_reboot() end,
  reset = function() lua_system_factory_reset() end,
  pulse = function() lua_send_pulse(16) end,
  urc = function() lua_send_urc("hello") end,
  print = function() print("one\27[2J") end,
  identity = function() print(lua_modem_get_imei(), lua_modem_get_msisdn(), lua_modem_get_carrier_id()) end,
}

function object_probe.execute(_, res, buffer)
  if res ~= RES_O_RUN or not actions[buffer] then return coap.COAP_404_NOT_FOUND end
  actions[buffer]()
  return coap.COAP_204_CHANGED
end

function object_probe.discover(inst, res)
  local instance = object_table.instance[inst]
  return instance and instance.resource[res] and coap.COAP_205_CONTENT or coap.COAP_404_NOT_FOUND
end

return object_probe
