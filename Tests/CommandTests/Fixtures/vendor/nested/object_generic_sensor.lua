-- The Generic Sensor of our plant. Made with the vendor's generator, version 1.4, and customised.
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
local UNITS = "Cel"

object_generic_sensor = { objectId = 3300, name = "object_generic_sensor" }
lwm2m_object_tbl_add(object_generic_sensor.objectId, object_generic_sensor.name)

local object_tbl = {
  Name = "Generic Sensor",
  ObjectId = "3300",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_tbl = {
  [RES_M_SENSOR_VALUE] = { Name = "Sensor Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Float", Value = 0 },
  [RES_O_SENSOR_UNITS] = { Name = "Sensor Units", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" },
  [RES_O_MIN_MEASURED_VALUE] = { Name = "Min Measured Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 },
  [RES_O_MAX_MEASURED_VALUE] = { Name = "Max Measured Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 },
  [RES_O_MIN_RANGE_VALUE] = { Name = "Min Range Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 },
  [RES_O_MAX_RANGE_VALUE] = { Name = "Max Range Value", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Float", Value = 0 },
  [RES_O_APPLICATION_TYPE] = { Name = "Application Type", Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" },
  [RES_O_SENSOR_TYPE] = { Name = "Sensor Type", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "" },
  [RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES] = { Name = "Reset Min and Max Measured Values", Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "" },
}

function object_generic_sensor.load(t)
  object_tbl = t
end

function object_generic_sensor.get_resource_table()
  return resource_tbl
end

function object_generic_sensor.get_resource_type(res)
  return resource_tbl[res].Type
end

function object_generic_sensor.get_object_table()
  return object_tbl
end

function object_generic_sensor.create(instance)
  if object_tbl.instance[instance] == nil then
    object_tbl.instance[instance] = {}
    object_tbl.instance[instance].resource = utils_copy_table(resource_tbl)
    object_tbl.instance[instance].resource[RES_O_SENSOR_UNITS].Value = UNITS
    return coap.COAP_201_CREATED
  end
  return coap.COAP_400_BAD_REQUEST
end

object_generic_sensor.delete = function(instance)
  if object_tbl.instance[instance] ~= nil then
    object_tbl.instance[instance] = nil
    lua_send_urc(4, "gone")
    return coap.COAP_202_DELETED
  else
    return coap.COAP_404_NOT_FOUND
  end
end

function object_generic_sensor.write(instance, resource, interface, replace, value)
  if object_tbl.instance[instance] ~= nil then
    local content = object_tbl.instance[instance].resource[resource]
    if content ~= nil then
      local letter = ""
      if interface == lwm2m_interface_type.LWM2M_DM_INTERFACE then
        letter = "W"
      end
      if string.find(content.Operations, letter) ~= nil then
        if resource == RES_O_APPLICATION_TYPE and value == "" then return coap.COAP_400_BAD_REQUEST end
        if type(value) == "table" then
          if replace then
            content.Value = {}
          end
          for k, v in pairs(value) do
            content.Value[k] = v
          end
          lua_send_urc(5, "table")
        else
          content.Value = value
          if resource == RES_M_SENSOR_VALUE then
            -- Keeps the highest value.
            local highest = object_tbl.instance[instance].resource[RES_O_MAX_MEASURED_VALUE]
            if value > highest.Value then
              highest.Value = value
            end
          end
        end
        return coap.COAP_204_CHANGED
      else
        return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
      end
    end
  end
  return coap.COAP_404_NOT_FOUND
end

function object_generic_sensor.read(instance, resource, dm)
  if object_tbl.instance[instance] ~= nil and object_tbl.instance[instance].resource[resource] ~= nil then
    local letter = ""
    if dm == true then
      letter = "R"
    end
    if string.find(object_tbl.instance[instance].resource[resource].Operations, letter) then
      local result = object_tbl.instance[instance].resource[resource].Value
      if resource == RES_M_SENSOR_VALUE then result = result / 10 end
      return coap.COAP_205_CONTENT, object_tbl.instance[instance].resource[resource].Type, result
    end
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  return coap.COAP_404_NOT_FOUND, nil, nil
end

function object_generic_sensor.execute(instance, resource, buffer, length)
  if object_tbl.instance[instance] ~= nil then
    if resource == RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES then
      print("RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES", buffer, length)
      object_tbl.instance[instance].resource[RES_O_MAX_MEASURED_VALUE].Value = 0
      return coap.COAP_204_CHANGED
    end
  end
  return coap.COAP_404_NOT_FOUND
end

function object_generic_sensor.discover(instance, resource)
  if object_tbl.instance[instance] ~= nil and object_tbl.instance[instance].resource[resource] ~= nil then
    return coap.COAP_205_CONTENT
  end
  return coap.COAP_404_NOT_FOUND
end

return object_generic_sensor
