-- object_temperature_alarm.lua: Temperature Alarm, LwM2M Object 26242, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 179f53adb72505b3

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_TEMPERATURE = 0
local RES_M_THRESHOLD = 1
local RES_O_HYSTERESIS = 2
local RES_M_ALARM = 3
local RES_O_ALARMS = 4
local RES_O_ALARM_TIME = 5
local RES_O_ACKNOWLEDGE = 6

object_temperature_alarm = {
  objectId = 26242,
  name = "object_temperature_alarm",
}

lwm2m_object_tbl_add(object_temperature_alarm.objectId, object_temperature_alarm.name)

local object_table = {
  Name = "Temperature Alarm",
  ObjectId = "26242",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_TEMPERATURE] = {
    -- unit: Cel
    Name = "Temperature",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Float", Value = 0,
  },
  [RES_M_THRESHOLD] = {
    -- range: -40..125; unit: Cel
    Name = "Threshold",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Float", Value = 0,
  },
  [RES_O_HYSTERESIS] = {
    -- range: 0..50; unit: K
    Name = "Hysteresis",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_M_ALARM] = {
    Name = "Alarm",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_O_ALARMS] = {
    Name = "Alarms",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_ALARM_TIME] = {
    Name = "Alarm Time",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Time", Value = 0,
  },
  [RES_O_ACKNOWLEDGE] = {
    Name = "Acknowledge",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
}

local executable = {
  [RES_O_ACKNOWLEDGE] = "RES_O_ACKNOWLEDGE",
}

-- custom file: your code between these two lines is kept
local THRESHOLD, HYSTERESIS = 30, 2 -- degrees Celsius and kelvins, until somebody writes others
local REMIND_AFTER = 600 -- seconds

-- Sends +ULWM2MNOTIFY in the form of the module: those with pulses take the length, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

local function tell(inst, instance, what)
  instance.told = os.time()
  notify(string.format("alarm %d %s: %.1f Cel", inst, what, instance.resource[RES_M_TEMPERATURE].Value))
end

-- Begins and ends the alarm. A module has no timer that a script could set, so a reminder comes with the first
-- temperature after its time.
local function judge(inst, instance)
  local resources = instance.resource
  local temperature, threshold = resources[RES_M_TEMPERATURE].Value, resources[RES_M_THRESHOLD].Value
  -- A server that made the instance without a hysteresis left it without a value.
  local hysteresis = resources[RES_O_HYSTERESIS].Value or HYSTERESIS
  local alarm = resources[RES_M_ALARM]
  if not instance.is_measured then
    return
  elseif alarm.Value ~= true and temperature >= threshold then
    alarm.Value = true
    resources[RES_O_ALARMS].Value = resources[RES_O_ALARMS].Value + 1
    resources[RES_O_ALARM_TIME].Value = os.time()
    instance.is_acknowledged = false
    tell(inst, instance, "on")
  elseif alarm.Value == true and temperature < threshold - hysteresis then
    alarm.Value = false
    tell(inst, instance, "off")
  elseif alarm.Value == true and not instance.is_acknowledged and os.time() - instance.told >= REMIND_AFTER then
    tell(inst, instance, "still on")
  end
end
-- custom file: end

-- An instance before it has its Resources. What it is given here is saved and loaded with it.
local function new_instance(inst)
  local instance = {}
  -- give it fields of your own, instance.count = 0: the other places find them in instance
  -- custom state: your code between these two lines is kept
  instance.is_measured = false
  instance.is_acknowledged = false
  instance.told = 0
  -- custom state: end
  return instance
end

function object_temperature_alarm.load(t)
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

function object_temperature_alarm.get_resource_table()
  return resource_table
end

function object_temperature_alarm.get_resource_type(res)
  return resource_table[res].Type
end

function object_temperature_alarm.get_object_table()
  return object_table
end

function object_temperature_alarm.create(inst)
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
  instance.resource[RES_M_THRESHOLD].Value = THRESHOLD
  instance.resource[RES_O_HYSTERESIS].Value = HYSTERESIS
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_temperature_alarm.delete(inst)
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

function object_temperature_alarm.read(inst, res, dm)
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

function object_temperature_alarm.write(inst, res, iface, replace, value, userdata)
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
  -- Asked in this way, a value that is not a number (NaN) is refused, too.
  if res == RES_M_THRESHOLD and not (value >= -40 and value <= 125) then
    return coap.COAP_400_BAD_REQUEST
  elseif res == RES_O_HYSTERESIS and not (value >= 0 and value <= 50) then
    return coap.COAP_400_BAD_REQUEST
  elseif res == RES_M_TEMPERATURE and value ~= value then
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
  if res == RES_M_TEMPERATURE then
    instance.is_measured = true
  end
  if res == RES_M_TEMPERATURE or res == RES_M_THRESHOLD or res == RES_O_HYSTERESIS then
    judge(inst, instance)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_temperature_alarm.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_ACKNOWLEDGE then
    -- custom execute 6: your code between these two lines is kept
    instance.is_acknowledged = true
    -- custom execute 6: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_temperature_alarm.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_temperature_alarm
