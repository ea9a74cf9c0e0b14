-- object_lwm2m_security.lua: LWM2M Security, LwM2M Object 0, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 881bfec08eb9676c

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_LWM2M_SERVER_URI = 0
local RES_M_BOOTSTRAP_SERVER = 1
local RES_M_SECURITY_MODE = 2
local RES_M_PUBLIC_KEY_OR_IDENTITY = 3
local RES_M_SERVER_PUBLIC_KEY = 4
local RES_M_SECRET_KEY = 5
local RES_O_SMS_SECURITY_MODE = 6
local RES_O_SMS_BINDING_KEY_PARAMETERS = 7
local RES_O_SMS_BINDING_SECRET_KEYS = 8
local RES_O_LWM2M_SERVER_SMS_NUMBER = 9
local RES_O_SHORT_SERVER_ID = 10
local RES_O_CLIENT_HOLD_OFF_TIME = 11
local RES_O_BOOTSTRAP_SERVER_ACCOUNT_TIMEOUT = 12
local RES_O_BOOTSTRAP_STATE_AND_HOLD_OFF = 30000

object_lwm2m_security = {
  objectId = 0,
  name = "object_lwm2m_security",
}

lwm2m_object_tbl_add(object_lwm2m_security.objectId, object_lwm2m_security.name)

local object_table = {
  Name = "LWM2M Security",
  ObjectId = "0",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Mandatory",
  instance = {},
}

local resource_table = {
  [RES_M_LWM2M_SERVER_URI] = {
    -- range: 0..255
    Name = "LwM2M Server URI",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_BOOTSTRAP_SERVER] = {
    Name = "Bootstrap-Server",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_M_SECURITY_MODE] = {
    -- range: 0..4
    Name = "Security Mode",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_PUBLIC_KEY_OR_IDENTITY] = {
    Name = "Public Key or Identity",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Opaque", Value = "",
  },
  [RES_M_SERVER_PUBLIC_KEY] = {
    Name = "Server Public Key",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Opaque", Value = "",
  },
  [RES_M_SECRET_KEY] = {
    Name = "Secret Key",
    Operations = "", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Opaque", Value = "",
  },
  [RES_O_SMS_SECURITY_MODE] = {
    -- range: 0..255
    Name = "SMS Security Mode",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_SMS_BINDING_KEY_PARAMETERS] = {
    -- range: 6
    Name = "SMS Binding Key Parameters",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Opaque", Value = "",
  },
  [RES_O_SMS_BINDING_SECRET_KEYS] = {
    Name = "SMS Binding Secret Key(s)",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Opaque", Value = "",
  },
  [RES_O_LWM2M_SERVER_SMS_NUMBER] = {
    Name = "LwM2M Server SMS Number",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_SHORT_SERVER_ID] = {
    -- range: 1..65534
    Name = "Short Server ID",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_CLIENT_HOLD_OFF_TIME] = {
    -- unit: s
    Name = "Client Hold Off Time",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_BOOTSTRAP_SERVER_ACCOUNT_TIMEOUT] = {
    -- unit: s
    Name = "Bootstrap-Server Account Timeout",
    Operations = "", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_BOOTSTRAP_STATE_AND_HOLD_OFF] = {
    Name = "Bootstrap State and Hold Off",
    Operations = "", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
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

function object_lwm2m_security.load(t)
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

function object_lwm2m_security.get_resource_table()
  return resource_table
end

function object_lwm2m_security.get_resource_type(res)
  return resource_table[res].Type
end

function object_lwm2m_security.get_object_table()
  return object_table
end

function object_lwm2m_security.create(inst)
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

function object_lwm2m_security.delete(inst)
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

function object_lwm2m_security.read(inst, res, dm)
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

function object_lwm2m_security.write(inst, res, iface, replace, value, userdata)
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

function object_lwm2m_security.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_lwm2m_security
