-- object_former.lua: Former, LwM2M Object 26241, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not.
-- checksum: d55ced5a623a57ab

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_O_VALUE = 0
local RES_O_GO = 1

object_former = {
  objectId = 26241,
  name = "object_former",
}

lwm2m_object_tbl_add(object_former.objectId, object_former.name)

local object_table = {
  Name = "Former",
  ObjectId = "26241",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_O_VALUE] = {
    Name = "Value",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_GO] = {
    Name = "Go",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
}

local executable = {
  [RES_O_GO] = "RES_O_GO",
}

-- custom file: your code between these two lines is kept
local limit = 12
-- custom file: end

function object_former.load(t)
  object_table = t
end

function object_former.get_resource_table()
  return resource_table
end

function object_former.get_resource_type(res)
  return resource_table[res].Type
end

function object_former.get_object_table()
  return object_table
end

function object_former.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  object_table.instance[inst].is_new = true
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_former.delete(inst)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_former.read(inst, res, dm)
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
  if instance.is_new then
    value = value * 2
  end
  -- custom read: end
  return coap.COAP_205_CONTENT, resource.Type, value
end

function object_former.write(inst, res, iface, replace, value, userdata)
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
  if res == RES_O_VALUE and value > limit then
    instance.is_new = false
    return coap.COAP_400_BAD_REQUEST
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_former.execute(inst, res, buffer, length, userdata)
  if object_table.instance[inst] == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  print(executable[res], buffer, length)
  -- do what res stands for: inst is the instance, buffer the argument, length its bytes
  -- custom execute: your code between these two lines is kept
  lua_send_urc(string.len("went"), "went")
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_former.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_former
