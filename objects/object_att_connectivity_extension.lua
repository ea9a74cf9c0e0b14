-- object_att_connectivity_extension.lua: AT&T Connectivity Extension, LwM2M Object 10308, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not.
-- checksum: d71823ba4b1b3a4f

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_ICCID = 1
local RES_M_IMSI = 2
local RES_M_MSISDN = 3
local RES_M_APN_RETRIES = 4
local RES_M_APN_RETRY_PERIOD = 5
local RES_M_APN_RETRY_BACK_OFF_PERIOD = 6
local RES_M_SINR = 7
local RES_M_SRXLEV = 8
local RES_M_CE_MODE = 9

object_att_connectivity_extension = {
  objectId = 10308,
  name = "object_att_connectivity_extension",
}

lwm2m_object_tbl_add(object_att_connectivity_extension.objectId, object_att_connectivity_extension.name)

local object_table = {
  Name = "AT&T Connectivity Extension",
  ObjectId = "10308",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_ICCID] = {
    Name = "ICCID",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_IMSI] = {
    Name = "IMSI",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_MSISDN] = {
    Name = "MSISDN",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_APN_RETRIES] = {
    Name = "APN Retries",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_APN_RETRY_PERIOD] = {
    Name = "APN Retry Period",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_APN_RETRY_BACK_OFF_PERIOD] = {
    Name = "APN Retry Back-Off Period",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_SINR] = {
    Name = "SINR",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_SRXLEV] = {
    Name = "SRXLEV",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_CE_MODE] = {
    Name = "CE Mode",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
}

-- custom file: your code between these two lines is kept
local RETRIES = 2
local BACK_OFF = 86400 -- seconds

local function set(inst, res, value)
  local resource = object_table.instance[inst].resource[res]
  if resource then
    resource.Value = value
  end
end
-- custom file: end

function object_att_connectivity_extension.load(t)
  object_table = t
end

function object_att_connectivity_extension.get_resource_table()
  return resource_table
end

function object_att_connectivity_extension.get_resource_type(res)
  return resource_table[res].Type
end

function object_att_connectivity_extension.get_object_table()
  return object_table
end

function object_att_connectivity_extension.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  set(inst, RES_M_MSISDN, lua_modem_get_msisdn())
  set(inst, RES_M_APN_RETRIES, RETRIES)
  set(inst, RES_M_APN_RETRY_BACK_OFF_PERIOD, BACK_OFF)
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_att_connectivity_extension.delete(inst)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_att_connectivity_extension.read(inst, res, dm)
  local instance = object_table.instance[inst]
  local resource = instance and instance.resource[res]
  if resource == nil then
    return coap.COAP_404_NOT_FOUND, nil, nil
  end
  if dm == true and not string.find(resource.Operations, "R") then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  local value = resource.Value
  -- value goes to who asks: set it here to compute it; inst and res say which one
  -- custom read: your code between these two lines is kept
  -- custom read: end
  return coap.COAP_205_CONTENT, resource.Type, value
end

function object_att_connectivity_extension.write(inst, res, iface, replace, value, userdata)
  local instance = object_table.instance[inst]
  local resource = instance and instance.resource[res]
  if resource == nil then
    return coap.COAP_404_NOT_FOUND
  end
  local dm = iface == lwm2m_interface_type.LWM2M_DM_INTERFACE
  if dm and not string.find(resource.Operations, "W") then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  if type(value) == "table" then
    if replace == true then
      resource.Value = {}
    end
    for id, entry in pairs(value) do
      resource.Value[id] = entry
    end
  else
    resource.Value = value
  end
  -- value is stored: inst and res say where, dm whether a server wrote it
  -- custom write: your code between these two lines is kept
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_att_connectivity_extension.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_att_connectivity_extension
