-- object_every_type.lua: Every Type, LwM2M Object 26301, version 2.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 31b35a6d701d575e

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_O_SINGLE_STRING = 0
local RES_M_SINGLE_INTEGER = 1
local RES_O_SINGLE_FLOAT = 2
local RES_M_SINGLE_BOOLEAN = 3
local RES_O_SINGLE_OPAQUE = 4
local RES_M_SINGLE_TIME = 5
local RES_O_SINGLE_OBJLNK = 6
local RES_M_SINGLE_UNSIGNED_INTEGER = 7
local RES_O_SINGLE_CORELNK = 8
local RES_M_SINGLE_NOTHING = 9
local RES_O_MULTIPLE_STRING = 10
local RES_M_MULTIPLE_INTEGER = 11
local RES_O_MULTIPLE_FLOAT = 12
local RES_M_MULTIPLE_BOOLEAN = 13
local RES_O_MULTIPLE_OPAQUE = 14
local RES_M_MULTIPLE_TIME = 15
local RES_O_MULTIPLE_OBJLNK = 16
local RES_M_MULTIPLE_UNSIGNED_INTEGER = 17
local RES_O_MULTIPLE_CORELNK = 18
local RES_M_MULTIPLE_NOTHING = 19
local RES_O_EXECUTE_ = 20
local RES_O_EXECUTE_STRING = 21

object_every_type = {
  objectId = 26301,
  name = "object_every_type",
}

lwm2m_object_tbl_add(object_every_type.objectId, object_every_type.name)

local object_table = {
  Name = "Every Type",
  ObjectId = "26301",
  LwM2MVersion = "1.1",
  ObjectVersion = "2.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_O_SINGLE_STRING] = {
    Name = "Single String",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_M_SINGLE_INTEGER] = {
    Name = "Single Integer",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_SINGLE_FLOAT] = {
    Name = "Single Float",
    Operations = "W", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_M_SINGLE_BOOLEAN] = {
    Name = "Single Boolean",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_O_SINGLE_OPAQUE] = {
    Name = "Single Opaque",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Opaque", Value = "",
  },
  [RES_M_SINGLE_TIME] = {
    Name = "Single Time",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Time", Value = 0,
  },
  [RES_O_SINGLE_OBJLNK] = {
    Name = "Single Objlnk",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Objlnk", Value = 0,
  },
  [RES_M_SINGLE_UNSIGNED_INTEGER] = {
    Name = "Single Unsigned Integer",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Unsigned Integer", Value = 0,
  },
  [RES_O_SINGLE_CORELNK] = {
    Name = "Single Corelnk",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Corelnk", Value = "",
  },
  [RES_M_SINGLE_NOTHING] = {
    Name = "Single Nothing",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "", Value = "",
  },
  [RES_O_MULTIPLE_STRING] = {
    Name = "Multiple String",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_M_MULTIPLE_INTEGER] = {
    Name = "Multiple Integer",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Integer", Value = {},
  },
  [RES_O_MULTIPLE_FLOAT] = {
    Name = "Multiple Float",
    Operations = "W", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Float", Value = {},
  },
  [RES_M_MULTIPLE_BOOLEAN] = {
    Name = "Multiple Boolean",
    Operations = "", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Boolean", Value = {},
  },
  [RES_O_MULTIPLE_OPAQUE] = {
    Name = "Multiple Opaque",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Opaque", Value = {},
  },
  [RES_M_MULTIPLE_TIME] = {
    Name = "Multiple Time",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Time", Value = {},
  },
  [RES_O_MULTIPLE_OBJLNK] = {
    Name = "Multiple Objlnk",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Objlnk", Value = {},
  },
  [RES_M_MULTIPLE_UNSIGNED_INTEGER] = {
    Name = "Multiple Unsigned Integer",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Unsigned Integer", Value = {},
  },
  [RES_O_MULTIPLE_CORELNK] = {
    Name = "Multiple Corelnk",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Corelnk", Value = {},
  },
  [RES_M_MULTIPLE_NOTHING] = {
    Name = "Multiple Nothing",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "", Value = {},
  },
  [RES_O_EXECUTE_] = {
    Name = "Execute ",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_EXECUTE_STRING] = {
    Name = "Execute String",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "String",
  },
}

local executable = {
  [RES_O_EXECUTE_] = "RES_O_EXECUTE_",
  [RES_O_EXECUTE_STRING] = "RES_O_EXECUTE_STRING",
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

function object_every_type.load(t)
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

function object_every_type.get_resource_table()
  return resource_table
end

function object_every_type.get_resource_type(res)
  return resource_table[res].Type
end

function object_every_type.get_object_table()
  return object_table
end

function object_every_type.create(inst)
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

function object_every_type.delete(inst)
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

function object_every_type.read(inst, res, dm)
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

function object_every_type.write(inst, res, iface, replace, value, userdata)
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

function object_every_type.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_EXECUTE_ then
    -- custom execute 20: your code between these two lines is kept
    -- custom execute 20: end
  elseif res == RES_O_EXECUTE_STRING then
    -- custom execute 21: your code between these two lines is kept
    -- custom execute 21: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_every_type.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_every_type
