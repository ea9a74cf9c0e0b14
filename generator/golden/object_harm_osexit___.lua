-- object_harm_osexit___.lua: Harm"; os.exit() --, LwM2M Object 26304, version 1.0 os.exit() --]]
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not.
-- checksum: 4cadaee98e06452b

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_A_OSEXIT___ = 0

object_harm_osexit___ = {
  objectId = 26304,
  name = "object_harm_osexit___",
}

lwm2m_object_tbl_add(object_harm_osexit___.objectId, object_harm_osexit___.name)

local object_table = {
  Name = "Harm\"; os.exit() --",
  ObjectId = "26304",
  LwM2MVersion = "1.0\"; os.exit() --",
  ObjectVersion = "1.0\010os.exit() --]]",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_A_OSEXIT___] = {
    Name = "a\"; os.exit() --",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
}

-- custom file: your code between these two lines is kept
-- custom file: end

function object_harm_osexit___.load(t)
  object_table = t
end

function object_harm_osexit___.get_resource_table()
  return resource_table
end

function object_harm_osexit___.get_resource_type(res)
  return resource_table[res].Type
end

function object_harm_osexit___.get_object_table()
  return object_table
end

function object_harm_osexit___.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_harm_osexit___.delete(inst)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_harm_osexit___.read(inst, res, dm)
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

function object_harm_osexit___.write(inst, res, iface, replace, value, userdata)
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

function object_harm_osexit___.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_harm_osexit___
