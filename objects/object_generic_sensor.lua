-- object_generic_sensor.lua: Generic Sensor, LwM2M Object 3300, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 9a38cfaee01681fa

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_SENSOR_VALUE = 5700
local RES_O_SENSOR_UNITS = 5701
local RES_O_MIN_MEASURED_VALUE = 5601
local RES_O_MAX_MEASURED_VALUE = 5602
local RES_O_MIN_RANGE_VALUE = 5603
local RES_O_MAX_RANGE_VALUE = 5604
local RES_O_APPLICATION_TYPE = 5750
local RES_O_SENSOR_TYPE = 5751
local RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES = 5605

object_generic_sensor = {
  objectId = 3300,
  name = "object_generic_sensor",
}

lwm2m_object_tbl_add(object_generic_sensor.objectId, object_generic_sensor.name)

local object_table = {
  Name = "Generic Sensor",
  ObjectId = "3300",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_SENSOR_VALUE] = {
    Name = "Sensor Value",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Float", Value = 0,
  },
  [RES_O_SENSOR_UNITS] = {
    Name = "Sensor Units",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_MIN_MEASURED_VALUE] = {
    Name = "Min Measured Value",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_O_MAX_MEASURED_VALUE] = {
    Name = "Max Measured Value",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_O_MIN_RANGE_VALUE] = {
    Name = "Min Range Value",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_O_MAX_RANGE_VALUE] = {
    Name = "Max Range Value",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0,
  },
  [RES_O_APPLICATION_TYPE] = {
    Name = "Application Type",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_SENSOR_TYPE] = {
    Name = "Sensor Type",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES] = {
    Name = "Reset Min and Max Measured Values",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
}

local executable = {
  [RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES] = "RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES",
}

-- custom file: your code between these two lines is kept
-- The pin that shows a new value: set it up with AT+UGPIOC=16,25 and AT+ULWM2MPULSE (UBX-18068860 R09, section 5.5).
local PULSE_PIN = 16

-- Sends +ULWM2MNOTIFY to the host. SARA-R4 and LEXI-R4 take the length of the text, too; SARA-R5, which is also the one
-- without lua_send_pulse, takes the text alone (section 5.4).
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

-- Keeps the lowest and the highest value since the instance was made.
local function note_extremes(instance, value)
  local lowest = instance.resource[RES_O_MIN_MEASURED_VALUE]
  local highest = instance.resource[RES_O_MAX_MEASURED_VALUE]
  if lowest and (not instance.is_measured or value < lowest.Value) then
    lowest.Value = value
  end
  if highest and (not instance.is_measured or value > highest.Value) then
    highest.Value = value
  end
  instance.is_measured = true
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

function object_generic_sensor.load(t)
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

function object_generic_sensor.get_resource_table()
  return resource_table
end

function object_generic_sensor.get_resource_type(res)
  return resource_table[res].Type
end

function object_generic_sensor.get_object_table()
  return object_table
end

function object_generic_sensor.create(inst)
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

function object_generic_sensor.delete(inst)
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

function object_generic_sensor.read(inst, res, dm)
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

function object_generic_sensor.write(inst, res, iface, replace, value, userdata)
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
  if res == RES_O_APPLICATION_TYPE then
    notify(string.format("Application type changed in sensor %d", inst))
  end
  if res == RES_M_SENSOR_VALUE then
    if type(value) == "number" then
      note_extremes(instance, value)
    end
    if lua_send_pulse then
      lua_send_pulse(PULSE_PIN)
    end
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_generic_sensor.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES then
    -- custom execute 5605: your code between these two lines is kept
    instance.is_measured = false
    note_extremes(instance, instance.resource[RES_M_SENSOR_VALUE].Value)
    -- custom execute 5605: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_generic_sensor.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_generic_sensor
