-- The Generic Sensor of our plant. The tables are filled line by line, and have other names.
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

object_generic_sensor = {}
object_generic_sensor.objectId = 3300
object_generic_sensor.name = "object_generic_sensor"
object_generic_sensor.build = 7
lwm2m_object_tbl_add(object_generic_sensor.objectId, object_generic_sensor.name)

local obj = {}
obj.Name = "Generic Sensor"
obj.ObjectId = "3300"
obj.LwM2MVersion = "1.0"
obj.ObjectVersion = "1.0"
obj.MultipleInstances = "Multiple"
obj.Mandatory = "Optional"
obj.instance = {}

local res_tbl = {}
res_tbl[RES_M_SENSOR_VALUE] = {}
res_tbl[RES_M_SENSOR_VALUE].Name = "Sensor Value"
res_tbl[RES_M_SENSOR_VALUE].Operations = "R"
res_tbl[RES_M_SENSOR_VALUE].MultipleInstances = "Single"
res_tbl[RES_M_SENSOR_VALUE].Mandatory = "Mandatory"
res_tbl[RES_M_SENSOR_VALUE].Type = "Float"
res_tbl[RES_M_SENSOR_VALUE].Value = 0
res_tbl[RES_O_SENSOR_UNITS] = { Name = "Sensor Units", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "Cel" }
res_tbl[RES_O_MIN_MEASURED_VALUE] = {}
res_tbl[RES_O_MIN_MEASURED_VALUE].Name = "Min Measured Value"
res_tbl[RES_O_MIN_MEASURED_VALUE].Operations = "R"
res_tbl[RES_O_MIN_MEASURED_VALUE].MultipleInstances = "Single"
res_tbl[RES_O_MIN_MEASURED_VALUE].Mandatory = "Optional"
res_tbl[RES_O_MIN_MEASURED_VALUE].Type = "Float"
res_tbl[RES_O_MIN_MEASURED_VALUE].Value = 0
res_tbl[RES_O_MAX_MEASURED_VALUE] = { Name = "Max Measured Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 }
res_tbl[RES_O_MIN_RANGE_VALUE] = {}
res_tbl[RES_O_MIN_RANGE_VALUE].Name = "Min Range Value"
res_tbl[RES_O_MIN_RANGE_VALUE].Operations = "R"
res_tbl[RES_O_MIN_RANGE_VALUE].MultipleInstances = "Single"
res_tbl[RES_O_MIN_RANGE_VALUE].Mandatory = "Optional"
res_tbl[RES_O_MIN_RANGE_VALUE].Type = "Float"
res_tbl[RES_O_MIN_RANGE_VALUE].Value = 0
res_tbl[RES_O_MAX_RANGE_VALUE] = { Name = "Max Range Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 125.5 }
res_tbl[RES_O_APPLICATION_TYPE] = {}
res_tbl[RES_O_APPLICATION_TYPE].Name = "Application Type"
res_tbl[RES_O_APPLICATION_TYPE].Operations = "RW"
res_tbl[RES_O_APPLICATION_TYPE].MultipleInstances = "Single"
res_tbl[RES_O_APPLICATION_TYPE].Mandatory = "Optional"
res_tbl[RES_O_APPLICATION_TYPE].Type = "String"
res_tbl[RES_O_APPLICATION_TYPE].Value = ""
res_tbl[RES_O_SENSOR_TYPE] = { Name = "Sensor Type", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" }
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES] = {}
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES].Name = "Reset Min and Max Measured Values"
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES].Operations = "E"
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES].MultipleInstances = "Single"
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES].Mandatory = "Optional"
res_tbl[RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES].Type = ""

-- The host asks for this by name.
local function notify(text)
  lua_send_urc(string.len(text), text)
end

function object_generic_sensor.load(t)
  obj = t
  notify("loaded")
end

function object_generic_sensor.get_resource_table()
  return res_tbl
end

function object_generic_sensor.get_resource_type(res)
  return res_tbl[res].Type
end

function object_generic_sensor.get_object_table()
  return obj
end

function object_generic_sensor.create(inst)
  -- No more than four sensors.
  if inst > 3 then
    return coap.COAP_400_BAD_REQUEST
  end
  if obj.instance[inst] ~= nil or (obj.MultipleInstances == "Single" and inst ~= 0) then
    return coap.COAP_400_BAD_REQUEST
  end
  obj.instance[inst] = { resource = utils_copy_table(res_tbl) }
  obj.instance[inst].writes = 0
  return coap.COAP_201_CREATED
end

function object_generic_sensor.delete(inst)
  if obj.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  if inst == 0 then
    return coap.COAP_405_METHOD_NOT_ALLOWED
  end
  notify("gone " .. inst) -- before it goes
  obj.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_generic_sensor.write(inst, res, iface, replace, val, userdata)
  if obj.instance[inst] == nil or obj.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  local wanted = ""
  if iface == lwm2m_interface_type.LWM2M_DM_INTERFACE then
    wanted = "W"
  end
  if string.find(obj.instance[inst].resource[res].Operations, wanted) == nil then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  local old = obj.instance[inst].resource[res].Value
  if res == RES_M_SENSOR_VALUE and (val < -40 or val > 125) then
    return coap.COAP_400_BAD_REQUEST
  end
  if type(val) == "table" then
    if replace == true then
      obj.instance[inst].resource[res].Value = {}
    end
    for id, one in pairs(val) do
      obj.instance[inst].resource[res].Value[id] = one
    end
  else
    obj.instance[inst].resource[res].Value = val
  end
  local instance = obj.instance[inst]
  instance.writes = instance.writes + 1
  if res == RES_O_APPLICATION_TYPE then
    msg = string.format("Application type changed in sensor %d", inst)
    lua_send_urc(string.len(msg), msg)
  end
  if res == RES_M_SENSOR_VALUE then
    lua_send_pulse(16)
    notify(old .. " to " .. val)
  end
  return coap.COAP_204_CHANGED
end

function object_generic_sensor.read(inst, res, dm)
  if obj.instance[inst] == nil or obj.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND, nil, nil
  end
  local wanted = ""
  if dm == true then
    wanted = "R"
  end
  if string.find(obj.instance[inst].resource[res].Operations, wanted) == nil then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  value = obj.instance[inst].resource[res].Value
  vtype = obj.instance[inst].resource[res].Type
  if res == RES_O_SENSOR_TYPE then
    value = vtype .. " " .. obj.instance[inst].writes
  end
  return coap.COAP_205_CONTENT, vtype, value
end

function object_generic_sensor.execute(inst, res, buffer, length, userdata)
  if obj.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  if res == RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES then
    print("RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES", buffer, length)
    if buffer ~= "" then
      return coap.COAP_400_BAD_REQUEST
    end
    obj.instance[inst].writes = 0
    return coap.COAP_204_CHANGED
  end
  return coap.COAP_404_NOT_FOUND
end

function object_generic_sensor.discover(inst, res)
  if obj.instance[inst] == nil or obj.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_generic_sensor
