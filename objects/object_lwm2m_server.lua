-- object_lwm2m_server.lua: LwM2M Server, LwM2M Object 1, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 1edf12de6d19b88c

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_SHORT_SERVER_ID = 0
local RES_M_LIFETIME = 1
local RES_O_DEFAULT_MINIMUM_PERIOD = 2
local RES_O_DEFAULT_MAXIMUM_PERIOD = 3
local RES_O_DISABLE = 4
local RES_O_DISABLE_TIMEOUT = 5
local RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE = 6
local RES_M_BINDING = 7
local RES_M_REGISTRATION_UPDATE_TRIGGER = 8
local RES_O_BOOTSTRAP_REQUEST_TRIGGER = 9
local RES_O_APN_LINK = 10
local RES_O_LAST_BOOTSTRAPPED = 12
local RES_O_BOOTSTRAP_ON_REGISTRATION_FAILURE = 16
local RES_O_COMMUNICATION_RETRY_COUNT = 17
local RES_O_COMMUNICATION_RETRY_TIMER = 18
local RES_O_REGISTRATION_STATE_AND_HOLD_OFF = 30000

object_lwm2m_server = {
  objectId = 1,
  name = "object_lwm2m_server",
}

lwm2m_object_tbl_add(object_lwm2m_server.objectId, object_lwm2m_server.name)

local object_table = {
  Name = "LwM2M Server",
  ObjectId = "1",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Mandatory",
  instance = {},
}

local resource_table = {
  [RES_M_SHORT_SERVER_ID] = {
    -- range: 1..65535
    Name = "Short Server ID",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_LIFETIME] = {
    -- unit: s
    Name = "Lifetime",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_DEFAULT_MINIMUM_PERIOD] = {
    -- unit: s
    Name = "Default Minimum Period",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_DEFAULT_MAXIMUM_PERIOD] = {
    -- unit: s
    Name = "Default Maximum Period",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_DISABLE] = {
    Name = "Disable",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_DISABLE_TIMEOUT] = {
    -- unit: s
    Name = "Disable Timeout",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE] = {
    Name = "Notification Storing When Disabled or Offline",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_M_BINDING] = {
    -- range: U,UQ,S,SQ,US,UQS
    Name = "Binding",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_REGISTRATION_UPDATE_TRIGGER] = {
    Name = "Registration Update Trigger",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_O_BOOTSTRAP_REQUEST_TRIGGER] = {
    Name = "Bootstrap-Request Trigger",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_APN_LINK] = {
    Name = "APN Link",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Objlnk", Value = 0,
  },
  [RES_O_LAST_BOOTSTRAPPED] = {
    Name = "Last Bootstrapped",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Time", Value = 0,
  },
  [RES_O_BOOTSTRAP_ON_REGISTRATION_FAILURE] = {
    Name = "Bootstrap on Registration Failure",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_O_COMMUNICATION_RETRY_COUNT] = {
    Name = "Communication Retry Count",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_COMMUNICATION_RETRY_TIMER] = {
    -- unit: s
    Name = "Communication Retry Timer",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_REGISTRATION_STATE_AND_HOLD_OFF] = {
    Name = "Registration State and Hold Off",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
}

local executable = {
  [RES_O_DISABLE] = "RES_O_DISABLE",
  [RES_M_REGISTRATION_UPDATE_TRIGGER] = "RES_M_REGISTRATION_UPDATE_TRIGGER",
  [RES_O_BOOTSTRAP_REQUEST_TRIGGER] = "RES_O_BOOTSTRAP_REQUEST_TRIGGER",
}

-- custom file: your code between these two lines is kept
-- What holds until a server says otherwise (LwM2M 1.0.1 appendix E.2).
local DAY = 86400 -- seconds
local UDP = "U"
-- custom file: end

-- An instance before it has its Resources. What it is given here is saved and loaded with it.
local function new_instance(inst)
  local instance = {}
  -- give it fields of your own, instance.count = 0: the other places find them in instance
  -- custom state: your code between these two lines is kept
  -- custom state: end
  return instance
end

function object_lwm2m_server.load(t)
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

function object_lwm2m_server.get_resource_table()
  return resource_table
end

function object_lwm2m_server.get_resource_type(res)
  return resource_table[res].Type
end

function object_lwm2m_server.get_object_table()
  return object_table
end

function object_lwm2m_server.create(inst)
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
  local first_values = {
    [RES_M_LIFETIME] = DAY,
    [RES_O_DISABLE_TIMEOUT] = DAY,
    [RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE] = true,
    [RES_M_BINDING] = UDP,
  }
  for res, value in pairs(first_values) do
    local resource = object_table.instance[inst].resource[res]
    if resource then
      resource.Value = value
    end
  end
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_lwm2m_server.delete(inst)
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

function object_lwm2m_server.read(inst, res, dm)
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

function object_lwm2m_server.write(inst, res, iface, replace, value, userdata)
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

function object_lwm2m_server.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_DISABLE then
    -- custom execute 4: your code between these two lines is kept
    -- custom execute 4: end
  elseif res == RES_M_REGISTRATION_UPDATE_TRIGGER then
    -- custom execute 8: your code between these two lines is kept
    -- custom execute 8: end
  elseif res == RES_O_BOOTSTRAP_REQUEST_TRIGGER then
    -- custom execute 9: your code between these two lines is kept
    -- custom execute 9: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- The client acts on Disable, Registration Update Trigger and Bootstrap-Request Trigger itself.
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_lwm2m_server.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_lwm2m_server
