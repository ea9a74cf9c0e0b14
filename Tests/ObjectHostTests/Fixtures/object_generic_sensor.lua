-- An Object in the form that the vendor's generator 1.4 gives it, by the contract; the quirks are on purpose.
require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_SENSOR_VALUE = 5700
local RES_O_SENSOR_UNITS = 5701
local RES_O_MIN_MEASURED_VALUE = 5601
local RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES = 5605
local RES_O_APPLICATION_TYPE = 5750
local RES_O_SENSOR_TYPES = 5751
local RES_O_FLAG = 5850
local RES_O_LINK = 5851
local RES_O_DATA = 5852

object_generic_sensor = { objectId = 3300, name = "object_generic_sensor" }
lwm2m_object_tbl_add(object_generic_sensor.objectId, object_generic_sensor.name)

local object_table = {
  Name = "Generic Sensor",
  ObjectId = "3300",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.1",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_SENSOR_VALUE] = { Name = "Sensor Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Float", Value = 0 },
  [RES_O_SENSOR_UNITS] = { Name = "Sensor Units", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" },
  [RES_O_MIN_MEASURED_VALUE] = { Name = "Min Measured Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 },
  [RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES] = { Name = "Reset Min and Max Measured Values", Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "" },
  [RES_O_APPLICATION_TYPE] = { Name = "Application Type", Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" },
  [RES_O_SENSOR_TYPES] = { Name = "Sensor Types", Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {} },
  [RES_O_FLAG] = { Name = "Flag", Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0 },
  [RES_O_LINK] = { Name = "Link", Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Objlnk", Value = 0 },
  [RES_O_DATA] = { Name = "Data", Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Opaque", Value = "" },
}

function object_generic_sensor.load(t)
  object_table = t
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

function object_generic_sensor.delete(inst)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_generic_sensor.write(inst, res, iface, replace, val, userdata)
  if object_table.instance[inst] == nil or object_table.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  local wanted = ""
  if iface == lwm2m_interface_type.LWM2M_DM_INTERFACE then
    wanted = "W"
  end
  if string.find(object_table.instance[inst].resource[res].Operations, wanted) == nil then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  if type(val) == "table" then
    if replace == true then
      object_table.instance[inst].resource[res].Value = {}
    end
    for id, one in pairs(val) do
      object_table.instance[inst].resource[res].Value[id] = one
    end
  else
    object_table.instance[inst].resource[res].Value = val
  end
  if res == RES_O_APPLICATION_TYPE then
    msg = string.format("Application type changed in sensor %d", inst)
    lua_send_urc(string.len(msg), msg)
  end
  return coap.COAP_204_CHANGED
end

function object_generic_sensor.read(inst, res, dm)
  if object_table.instance[inst] == nil or object_table.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND, nil, nil
  end
  local wanted = ""
  if dm == true then
    wanted = "R"
  end
  if string.find(object_table.instance[inst].resource[res].Operations, wanted) == nil then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  value = object_table.instance[inst].resource[res].Value
  vtype = object_table.instance[inst].resource[res].Type
  return coap.COAP_205_CONTENT, vtype, value
end

function object_generic_sensor.execute(inst, res, buffer, length, userdata)
  if object_table.instance[inst] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  if res == RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES then
    print("RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES", buffer, length)
    return coap.COAP_204_CHANGED
  end
  return coap.COAP_404_NOT_FOUND
end

function object_generic_sensor.discover(inst, res)
  if object_table.instance[inst] == nil or object_table.instance[inst].resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

function object_generic_sensor.create(inst)
  if object_table.instance[inst] ~= nil or (object_table.MultipleInstances == "Single" and inst ~= 0) then
    return coap.COAP_400_BAD_REQUEST
  end
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  return coap.COAP_201_CREATED
end

return object_generic_sensor
