-- object_connectivity_statistics.lua: Connectivity Statistics, LwM2M Object 7, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: ed1ef65bb667cefe

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_O_SMS_TX_COUNTER = 0
local RES_O_SMS_RX_COUNTER = 1
local RES_O_TX_DATA = 2
local RES_O_RX_DATA = 3
local RES_O_MAX_MESSAGE_SIZE = 4
local RES_O_AVERAGE_MESSAGE_SIZE = 5
local RES_M_START = 6
local RES_M_STOP = 7
local RES_O_COLLECTION_PERIOD = 8

object_connectivity_statistics = {
  objectId = 7,
  name = "object_connectivity_statistics",
}

lwm2m_object_tbl_add(object_connectivity_statistics.objectId, object_connectivity_statistics.name)

local object_table = {
  Name = "Connectivity Statistics",
  ObjectId = "7",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Single",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_O_SMS_TX_COUNTER] = {
    Name = "SMS Tx Counter",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_SMS_RX_COUNTER] = {
    Name = "SMS Rx Counter",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_TX_DATA] = {
    -- unit: KB
    Name = "Tx Data",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_RX_DATA] = {
    -- unit: KB
    Name = "Rx Data",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_MAX_MESSAGE_SIZE] = {
    -- unit: B
    Name = "Max Message Size",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_AVERAGE_MESSAGE_SIZE] = {
    -- unit: B
    Name = "Average Message Size",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_M_START] = {
    Name = "Start",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_M_STOP] = {
    Name = "Stop",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_O_COLLECTION_PERIOD] = {
    -- unit: s
    Name = "Collection Period",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
}

local executable = {
  [RES_M_START] = "RES_M_START",
  [RES_M_STOP] = "RES_M_STOP",
}

-- custom file: your code between these two lines is kept
local COUNTERS = {
  RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER, RES_O_TX_DATA, RES_O_RX_DATA, RES_O_MAX_MESSAGE_SIZE,
  RES_O_AVERAGE_MESSAGE_SIZE,
}
local BYTES_PER_KB = 1024

local function set(inst, res, value)
  local resource = object_table.instance[inst].resource[res]
  if resource then
    resource.Value = value
  end
end

local function start(inst)
  local instance = object_table.instance[inst]
  for _, res in ipairs(COUNTERS) do
    set(inst, res, 0)
  end
  local period = instance.resource[RES_O_COLLECTION_PERIOD]
  local seconds = period and period.Value or 0
  instance.collection = { ends = seconds > 0 and os.time() + seconds or nil, bytes = {}, messages = 0, total = 0 }
end

-- The count of an instance, while it goes on.
local function collection_of(inst)
  local instance = object_table.instance[inst]
  local collection = instance and instance.collection
  if collection and collection.ends and os.time() >= collection.ends then
    instance.collection = nil
    return nil
  end
  return collection
end

-- For the client: a message of so many bytes was sent or received. Nothing happens unless a server started the count.
local function count_message(inst, res, bytes)
  local collection = collection_of(inst)
  if collection == nil then
    return
  end
  local resources = object_table.instance[inst].resource
  collection.bytes[res] = (collection.bytes[res] or 0) + bytes
  collection.messages = collection.messages + 1
  collection.total = collection.total + bytes
  set(inst, res, math.floor(collection.bytes[res] / BYTES_PER_KB))
  set(inst, RES_O_AVERAGE_MESSAGE_SIZE, math.floor(collection.total / collection.messages))
  local largest = resources[RES_O_MAX_MESSAGE_SIZE]
  if largest and bytes > largest.Value then
    largest.Value = bytes
  end
end

local function count_sms(inst, res)
  local resource = collection_of(inst) and object_table.instance[inst].resource[res]
  if resource then
    resource.Value = resource.Value + 1
  end
end

function object_connectivity_statistics.sent(inst, bytes)
  count_message(inst, RES_O_TX_DATA, bytes)
end

function object_connectivity_statistics.received(inst, bytes)
  count_message(inst, RES_O_RX_DATA, bytes)
end

function object_connectivity_statistics.sms_sent(inst)
  count_sms(inst, RES_O_SMS_TX_COUNTER)
end

function object_connectivity_statistics.sms_received(inst)
  count_sms(inst, RES_O_SMS_RX_COUNTER)
end
-- custom file: end

-- An instance before it has its Resources. What it is given here is saved and loaded with it.
local function new_instance(inst)
  local instance = {}
  -- give it fields of your own, instance.count = 0: the other places find them in instance
  -- custom state: your code between these two lines is kept
  -- custom state: end
  return instance
end

function object_connectivity_statistics.load(t)
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

function object_connectivity_statistics.get_resource_table()
  return resource_table
end

function object_connectivity_statistics.get_resource_type(res)
  return resource_table[res].Type
end

function object_connectivity_statistics.get_object_table()
  return object_table
end

function object_connectivity_statistics.create(inst)
  if inst ~= 0 or object_table.instance[inst] ~= nil then
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

function object_connectivity_statistics.delete(inst)
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

function object_connectivity_statistics.read(inst, res, dm)
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

function object_connectivity_statistics.write(inst, res, iface, replace, value, userdata)
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

function object_connectivity_statistics.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_M_START then
    -- custom execute 6: your code between these two lines is kept
    -- custom execute 6: end
  elseif res == RES_M_STOP then
    -- custom execute 7: your code between these two lines is kept
    -- custom execute 7: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  if res == RES_M_START then
    start(inst)
  else
    object_table.instance[inst].collection = nil
  end
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_connectivity_statistics.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_connectivity_statistics
