-- object_devcapmgmt.lua: DevCapMgmt, LwM2M Object 15, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: ad53a5e3bb236e7d

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_PROPERTY = 0
local RES_M_GROUP = 1
local RES_O_DESCRIPTION = 2
local RES_O_ATTACHED = 3
local RES_M_ENABLED = 4
local RES_M_OPENABLE = 5
local RES_M_OPDISABLE = 6
local RES_O_NOTIFYEN = 7

object_devcapmgmt = {
  objectId = 15,
  name = "object_devcapmgmt",
}

lwm2m_object_tbl_add(object_devcapmgmt.objectId, object_devcapmgmt.name)

local object_table = {
  Name = "DevCapMgmt",
  ObjectId = "15",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_PROPERTY] = {
    Name = "Property",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_GROUP] = {
    -- range: 0..15
    Name = "Group",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_DESCRIPTION] = {
    Name = "Description",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_ATTACHED] = {
    Name = "Attached",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_M_ENABLED] = {
    Name = "Enabled",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_M_OPENABLE] = {
    Name = "opEnable",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_M_OPDISABLE] = {
    Name = "opDisable",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_O_NOTIFYEN] = {
    Name = "NotifyEn",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
}

local executable = {
  [RES_M_OPENABLE] = "RES_M_OPENABLE",
  [RES_M_OPDISABLE] = "RES_M_OPDISABLE",
}

-- custom file: your code between these two lines is kept
-- custom file: end

-- An instance before it has its Resources. What it is given here is saved and loaded with it.
local function new_instance(inst)
  local instance = {}
  -- give it fields of your own, instance.count = 0: the other places find them in instance
  -- custom state: your code between these two lines is kept
  -- custom state: end
  return instance
end

function object_devcapmgmt.load(t)
  object_table = t
  for inst, instance in pairs(t.instance or {}) do
    for name, value in pairs(new_instance(inst)) do
      if instance[name] == nil then
        instance[name] = value
      end
    end
  end
  -- what was saved is back: object_table.instance has each instance by its id
  -- custom load: your code between these two lines is kept
  -- custom load: end
end

function object_devcapmgmt.get_resource_table()
  return resource_table
end

function object_devcapmgmt.get_resource_type(res)
  return resource_table[res].Type
end

function object_devcapmgmt.get_object_table()
  return object_table
end

function object_devcapmgmt.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  -- no instance is made yet: inst is its id; return a code to refuse it
  -- custom before create: your code between these two lines is kept
  -- custom before create: end
  local instance = new_instance(inst)
  instance.resource = utils_copy_table(resource_table)
  object_table.instance[inst] = instance
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_devcapmgmt.delete(inst)
  local instance = object_table.instance[inst]
  if instance == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is gone yet: inst is the id; return a code to refuse it
  -- custom before delete: your code between these two lines is kept
  -- custom before delete: end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_devcapmgmt.read(inst, res, dm)
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

function object_devcapmgmt.write(inst, res, iface, replace, value, userdata)
  local instance = object_table.instance[inst]
  local resource = instance and instance.resource[res]
  if resource == nil then
    return coap.COAP_404_NOT_FOUND
  end
  local dm = iface == lwm2m_interface_type.LWM2M_DM_INTERFACE
  if dm and not string.find(resource.Operations, "W") then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  -- nothing is stored yet: value is the new value, resource.Value the old one; return a code to refuse it
  -- custom before write: your code between these two lines is kept
  -- custom before write: end
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

function object_devcapmgmt.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_M_OPENABLE then
    -- custom execute 5: your code between these two lines is kept
    -- custom execute 5: end
  elseif res == RES_M_OPDISABLE then
    -- custom execute 6: your code between these two lines is kept
    -- custom execute 6: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  local enabled = object_table.instance[inst].resource[RES_M_ENABLED]
  if enabled then
    enabled.Value = res == RES_M_OPENABLE
  end
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_devcapmgmt.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_devcapmgmt
