-- object_apn_connection_profile.lua: LWM2M APN Connection Profile, LwM2M Object 11, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: a2409bf2b46e9572

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_PROFILE_NAME = 0
local RES_O_APN = 1
local RES_O_AUTO_SELECT_APN_BY_DEVICE = 2
local RES_O_ENABLE_STATUS = 3
local RES_M_AUTHENTICATION_TYPE = 4
local RES_O_USER_NAME = 5
local RES_O_SECRET = 6
local RES_O_RECONNECT_SCHEDULE = 7
local RES_O_VALIDITY_MCC_MNC = 8
local RES_O_CONNECTION_ESTABLISHMENT_TIME_1 = 9
local RES_O_CONNECTION_ESTABLISHMENT_RESULT_1 = 10
local RES_O_CONNECTION_ESTABLISHMENT_REJECT_CAUSE_1 = 11
local RES_O_CONNECTION_END_TIME_1 = 12
local RES_O_TOTALBYTESSENT = 13
local RES_O_TOTALBYTESRECEIVED = 14
local RES_O_IP_ADDRESS_2 = 15
local RES_O_PREFIX_LENGTH2 = 16
local RES_O_SUBNET_MASK_2 = 17
local RES_O_GATEWAY_2 = 18
local RES_O_PRIMARY_DNS_ADDRESS_2 = 19
local RES_O_SECONDARY_DNS_ADDRESS_2 = 20
local RES_O_QCI_3 = 21
local RES_O_VENDOR_SPECIFIC_EXTENSIONS = 22
local RES_O_TOTALPACKETSSENT = 23
local RES_O_PDN_TYPE = 24
local RES_O_APN_RATE_CONTROL = 25

object_apn_connection_profile = {
  objectId = 11,
  name = "object_apn_connection_profile",
}

lwm2m_object_tbl_add(object_apn_connection_profile.objectId, object_apn_connection_profile.name)

local object_table = {
  Name = "LWM2M APN Connection Profile",
  ObjectId = "11",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_PROFILE_NAME] = {
    Name = "Profile name",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_O_APN] = {
    Name = "APN",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_AUTO_SELECT_APN_BY_DEVICE] = {
    Name = "Auto select APN by device",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_O_ENABLE_STATUS] = {
    Name = "Enable status",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_M_AUTHENTICATION_TYPE] = {
    -- range: 0..3
    Name = "Authentication Type",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_USER_NAME] = {
    Name = "User Name",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_SECRET] = {
    Name = "Secret",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_RECONNECT_SCHEDULE] = {
    Name = "Reconnect Schedule",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_VALIDITY_MCC_MNC] = {
    Name = "Validity (MCC, MNC)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_CONNECTION_ESTABLISHMENT_TIME_1] = {
    Name = "Connection establishment time (1)",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Time", Value = {},
  },
  [RES_O_CONNECTION_ESTABLISHMENT_RESULT_1] = {
    -- range: 0..1
    Name = "Connection establishment result (1)",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_O_CONNECTION_ESTABLISHMENT_REJECT_CAUSE_1] = {
    -- range: 0..111
    Name = "Connection establishment reject cause (1)",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_O_CONNECTION_END_TIME_1] = {
    Name = "Connection end time (1)",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Time", Value = {},
  },
  [RES_O_TOTALBYTESSENT] = {
    -- unit: B
    Name = "TotalBytesSent",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_TOTALBYTESRECEIVED] = {
    -- unit: B
    Name = "TotalBytesReceived",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_IP_ADDRESS_2] = {
    Name = "IP address (2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_PREFIX_LENGTH2] = {
    Name = "Prefix length(2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_SUBNET_MASK_2] = {
    Name = "Subnet mask (2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_GATEWAY_2] = {
    Name = "Gateway (2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_PRIMARY_DNS_ADDRESS_2] = {
    Name = "Primary DNS address (2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_SECONDARY_DNS_ADDRESS_2] = {
    Name = "Secondary DNS address (2)",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "String", Value = {},
  },
  [RES_O_QCI_3] = {
    -- range: 1..9
    Name = "QCI (3)",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_VENDOR_SPECIFIC_EXTENSIONS] = {
    Name = "Vendor specific extensions",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Objlnk", Value = 0,
  },
  [RES_O_TOTALPACKETSSENT] = {
    Name = "TotalPacketsSent",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_PDN_TYPE] = {
    -- range: 0..3
    Name = "PDN Type",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_APN_RATE_CONTROL] = {
    Name = "APN Rate Control",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
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

function object_apn_connection_profile.load(t)
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

function object_apn_connection_profile.get_resource_table()
  return resource_table
end

function object_apn_connection_profile.get_resource_type(res)
  return resource_table[res].Type
end

function object_apn_connection_profile.get_object_table()
  return object_table
end

function object_apn_connection_profile.create(inst)
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
  -- A profile may be used until a server forbids it.
  local enabled = object_table.instance[inst].resource[RES_O_ENABLE_STATUS]
  if enabled then
    enabled.Value = true
  end
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_apn_connection_profile.delete(inst)
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

function object_apn_connection_profile.read(inst, res, dm)
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

function object_apn_connection_profile.write(inst, res, iface, replace, value, userdata)
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

function object_apn_connection_profile.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_apn_connection_profile
