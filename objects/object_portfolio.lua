-- object_portfolio.lua: Portfolio, LwM2M Object 16, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not.
-- checksum: 8a134d94ee81f964

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_IDENTITY = 0
local RES_O_GETAUTHDATA = 1
local RES_O_AUTHDATA = 2
local RES_O_AUTHSTATUS = 3

object_portfolio = {
  objectId = 16,
  name = "object_portfolio",
}

lwm2m_object_tbl_add(object_portfolio.objectId, object_portfolio.name)

local object_table = {
  Name = "Portfolio",
  ObjectId = "16",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_IDENTITY] = {
    Name = "Identity",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "String", Value = {},
  },
  [RES_O_GETAUTHDATA] = {
    Name = "GetAuthData",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_AUTHDATA] = {
    Name = "AuthData",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Opaque", Value = {},
  },
  [RES_O_AUTHSTATUS] = {
    Name = "AuthStatus",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
}

local executable = {
  [RES_O_GETAUTHDATA] = "RES_O_GETAUTHDATA",
}

-- custom file: your code between these two lines is kept
local IDLE = 0 -- no proof
-- custom file: end

function object_portfolio.load(t)
  object_table = t
end

function object_portfolio.get_resource_table()
  return resource_table
end

function object_portfolio.get_resource_type(res)
  return resource_table[res].Type
end

function object_portfolio.get_object_table()
  return object_table
end

function object_portfolio.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_portfolio.delete(inst)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_portfolio.read(inst, res, dm)
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

function object_portfolio.write(inst, res, iface, replace, value, userdata)
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

function object_portfolio.execute(inst, res, buffer, length, userdata)
  if object_table.instance[inst] == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  print(executable[res], buffer, length)
  -- do what res stands for: inst is the instance, buffer the argument, length its bytes
  -- custom execute: your code between these two lines is kept
  -- Nothing on the device proves the texts: what was there before is void, and no new proof follows.
  local resources = object_table.instance[inst].resource
  if resources[RES_O_AUTHDATA] then
    resources[RES_O_AUTHDATA].Value = {}
  end
  if resources[RES_O_AUTHSTATUS] then
    resources[RES_O_AUTHSTATUS].Value = IDLE
  end
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_portfolio.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_portfolio
