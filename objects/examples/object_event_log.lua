-- object_event_log.lua: Event Log, LwM2M Object 26243, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: f2e6b418aeba7e99

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_TIME = 0
local RES_M_PRIORITY = 1
local RES_M_TEXT = 2
local RES_O_VALUES = 3
local RES_O_ACKNOWLEDGED = 4
local RES_O_SEQUENCE = 5

object_event_log = {
  objectId = 26243,
  name = "object_event_log",
}

lwm2m_object_tbl_add(object_event_log.objectId, object_event_log.name)

local object_table = {
  Name = "Event Log",
  ObjectId = "26243",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_TIME] = {
    Name = "Time",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Time", Value = 0,
  },
  [RES_M_PRIORITY] = {
    -- range: 1..99
    Name = "Priority",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_TEXT] = {
    -- range: 0..200
    Name = "Text",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_O_VALUES] = {
    Name = "Values",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Float", Value = {},
  },
  [RES_O_ACKNOWLEDGED] = {
    Name = "Acknowledged",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_O_SEQUENCE] = {
    Name = "Sequence",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
}

-- custom file: your code between these two lines is kept
local MOST_EVENTS, MOST_VALUES, MOST_BYTES = 32, 8, 200
local URGENT, USUAL = 10, 50 -- priorities: 1 to 10 are urgent

local last_sequence = 0

-- Sends +ULWM2MNOTIFY in the form of the module: those with pulses take the length, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

-- Ids have gaps: # and ipairs count neither instances nor Resource Instances.
local function count(entries)
  local number = 0
  for _ in pairs(entries) do
    number = number + 1
  end
  return number
end

-- How many values there are once those of a write are stored.
local function count_stored(resource, value, replace)
  local ids = {}
  if replace ~= true then
    for id in pairs(resource.Value) do
      ids[id] = true
    end
  end
  for id in pairs(value) do
    ids[id] = true
  end
  return count(ids)
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

function object_event_log.load(t)
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
  for _, instance in pairs(object_table.instance) do
    last_sequence = math.max(last_sequence, instance.resource[RES_O_SEQUENCE].Value)
  end
  -- custom load: end
end

function object_event_log.get_resource_table()
  return resource_table
end

function object_event_log.get_resource_type(res)
  return resource_table[res].Type
end

function object_event_log.get_object_table()
  return object_table
end

function object_event_log.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  -- no instance is made yet: inst is its id; return a code to refuse it
  -- custom before create: your code between these two lines is kept
  if count(object_table.instance) >= MOST_EVENTS then
    return coap.COAP_400_BAD_REQUEST
  end
  -- custom before create: end
  local instance = new_instance(inst)
  instance.resource = utils_copy_table(resource_table)
  object_table.instance[inst] = instance
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  last_sequence = last_sequence + 1
  instance.resource[RES_O_SEQUENCE].Value = last_sequence
  instance.resource[RES_M_TIME].Value = os.time()
  instance.resource[RES_M_PRIORITY].Value = USUAL
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_event_log.delete(inst)
  local instance = object_table.instance[inst]
  if instance == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is gone yet: inst is the id; return a code to refuse it
  -- custom before delete: your code between these two lines is kept
  if instance.resource[RES_M_PRIORITY].Value <= URGENT and instance.resource[RES_O_ACKNOWLEDGED].Value ~= true then
    return coap.COAP_405_METHOD_NOT_ALLOWED
  end
  -- custom before delete: end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_event_log.read(inst, res, dm)
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

function object_event_log.write(inst, res, iface, replace, value, userdata)
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
  local was_urgent = false
  if res == RES_M_PRIORITY then
    if value < 1 or value > 99 then
      return coap.COAP_400_BAD_REQUEST
    end
    was_urgent = resource.Value <= URGENT
  elseif res == RES_M_TEXT and string.len(value) > MOST_BYTES then
    return coap.COAP_400_BAD_REQUEST
  elseif res == RES_O_VALUES and count_stored(resource, value, replace) > MOST_VALUES then
    return coap.COAP_400_BAD_REQUEST
  end
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
  if res == RES_M_PRIORITY and value <= URGENT and not was_urgent then
    notify(string.format("event %d is urgent: priority %d", inst, value))
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_event_log.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_event_log
