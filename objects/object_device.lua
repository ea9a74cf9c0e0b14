-- object_device.lua: Device, LwM2M Object 3, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 3475eb1ef01402b4

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_O_MANUFACTURER = 0
local RES_O_MODEL_NUMBER = 1
local RES_O_SERIAL_NUMBER = 2
local RES_O_FIRMWARE_VERSION = 3
local RES_M_REBOOT = 4
local RES_O_FACTORY_RESET = 5
local RES_O_AVAILABLE_POWER_SOURCES = 6
local RES_O_POWER_SOURCE_VOLTAGE = 7
local RES_O_POWER_SOURCE_CURRENT = 8
local RES_O_BATTERY_LEVEL = 9
local RES_O_MEMORY_FREE = 10
local RES_M_ERROR_CODE = 11
local RES_O_RESET_ERROR_CODE = 12
local RES_O_CURRENT_TIME = 13
local RES_O_UTC_OFFSET = 14
local RES_O_TIMEZONE = 15
local RES_M_SUPPORTED_BINDING_AND_MODES = 16
local RES_O_DEVICE_TYPE = 17
local RES_O_HARDWARE_VERSION = 18
local RES_O_SOFTWARE_VERSION = 19
local RES_O_BATTERY_STATUS = 20
local RES_O_MEMORY_TOTAL = 21
local RES_O_EXTDEVINFO = 22
local RES_O_VENDOR_DEVICE_INFORMATION = 30000

object_device = {
  objectId = 3,
  name = "object_device",
}

lwm2m_object_tbl_add(object_device.objectId, object_device.name)

local object_table = {
  Name = "Device",
  ObjectId = "3",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Single",
  Mandatory = "Mandatory",
  instance = {},
}

local resource_table = {
  [RES_O_MANUFACTURER] = {
    Name = "Manufacturer",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_MODEL_NUMBER] = {
    Name = "Model Number",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_SERIAL_NUMBER] = {
    Name = "Serial Number",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_FIRMWARE_VERSION] = {
    Name = "Firmware Version",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_M_REBOOT] = {
    Name = "Reboot",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_O_FACTORY_RESET] = {
    Name = "Factory Reset",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_AVAILABLE_POWER_SOURCES] = {
    -- range: 0..7
    Name = "Available Power Sources",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_O_POWER_SOURCE_VOLTAGE] = {
    -- unit: mV
    Name = "Power Source Voltage",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_O_POWER_SOURCE_CURRENT] = {
    -- unit: mA
    Name = "Power Source Current",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_O_BATTERY_LEVEL] = {
    -- range: 0..100; unit: %
    Name = "Battery Level",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_MEMORY_FREE] = {
    -- unit: KB
    Name = "Memory Free",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_M_ERROR_CODE] = {
    -- range: 0..8
    Name = "Error Code",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Integer", Value = {},
  },
  [RES_O_RESET_ERROR_CODE] = {
    Name = "Reset Error Code",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_CURRENT_TIME] = {
    Name = "Current Time",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Time", Value = 0,
  },
  [RES_O_UTC_OFFSET] = {
    Name = "UTC Offset",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_TIMEZONE] = {
    Name = "Timezone",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_M_SUPPORTED_BINDING_AND_MODES] = {
    Name = "Supported Binding and Modes",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_O_DEVICE_TYPE] = {
    Name = "Device Type",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_HARDWARE_VERSION] = {
    Name = "Hardware Version",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_SOFTWARE_VERSION] = {
    Name = "Software Version",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_BATTERY_STATUS] = {
    -- range: 0..6
    Name = "Battery Status",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_MEMORY_TOTAL] = {
    -- unit: KB
    Name = "Memory Total",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_EXTDEVINFO] = {
    Name = "ExtDevInfo",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Objlnk", Value = {},
  },
  [RES_O_VENDOR_DEVICE_INFORMATION] = {
    Name = "Vendor Device Information",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
}

local executable = {
  [RES_M_REBOOT] = "RES_M_REBOOT",
  [RES_O_FACTORY_RESET] = "RES_O_FACTORY_RESET",
  [RES_O_RESET_ERROR_CODE] = "RES_O_RESET_ERROR_CODE",
}

-- custom file: your code between these two lines is kept
local NO_ERROR = 0
local MANUFACTURER = "u-blox"
local BINDING = "UQ" -- UDP, with and without a queue at the server

local function set(inst, res, value)
  local resource = object_table.instance[inst].resource[res]
  if resource then
    resource.Value = value
  end
end

-- Without an error the list is { [0] = 0 }. The first error takes the place of that 0, each further one has an instance
-- of its own, and goes with it when it is over (LwM2M 1.0.1 appendix E.4).
local function settle_errors(resource)
  local errors, first = {}, nil
  for id, code in pairs(resource.Value) do
    if code ~= NO_ERROR then
      errors[id] = code
      first = first and math.min(first, id) or id
    end
  end
  if first == nil then
    errors[0] = NO_ERROR
  elseif resource.IsQuiet and errors[0] == nil then
    errors[0], errors[first] = errors[first], nil
  end
  resource.IsQuiet = first == nil
  resource.Value = errors
end

-- On SARA-R5 the time is that of the module, and goes on from a time that a server wrote. On SARA-R4, which has
-- lua_send_pulse, it is what the end device wrote last (UBX-18068860 R09, section 2.1).
local function current_time(resource)
  if lua_send_pulse then
    return resource.Value
  end
  local written = resource.Written
  if written and written.time == resource.Value then
    return written.time + os.time() - written.at
  end
  return os.time()
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

function object_device.load(t)
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

function object_device.get_resource_table()
  return resource_table
end

function object_device.get_resource_type(res)
  return resource_table[res].Type
end

function object_device.get_object_table()
  return object_table
end

function object_device.create(inst)
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
  set(inst, RES_O_MANUFACTURER, MANUFACTURER)
  set(inst, RES_O_SERIAL_NUMBER, lua_modem_get_imei())
  set(inst, RES_M_SUPPORTED_BINDING_AND_MODES, BINDING)
  local errors = object_table.instance[inst].resource[RES_M_ERROR_CODE]
  if errors then
    settle_errors(errors)
  end
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_device.delete(inst)
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

function object_device.read(inst, res, dm)
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
  if res == RES_O_CURRENT_TIME then
    value = current_time(resource)
  end
  -- custom read: end
  return coap.COAP_205_CONTENT, resource.Type, value
end

function object_device.write(inst, res, iface, replace, value, userdata)
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
  if res == RES_O_CURRENT_TIME and type(value) == "number" then
    -- What the host writes does not set the clock, and the time goes on as that.
    local sets_clock = iface ~= lwm2m_interface_type.LWM2M_AT_INTERFACE
    resource.Written = sets_clock and { time = value, at = os.time() } or nil
  elseif res == RES_M_ERROR_CODE and type(resource.Value) == "table" then
    settle_errors(resource)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_device.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_M_REBOOT then
    -- custom execute 4: your code between these two lines is kept
    -- custom execute 4: end
  elseif res == RES_O_FACTORY_RESET then
    -- custom execute 5: your code between these two lines is kept
    -- custom execute 5: end
  elseif res == RES_O_RESET_ERROR_CODE then
    -- custom execute 12: your code between these two lines is kept
    -- custom execute 12: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  if res == RES_M_REBOOT then
    lua_system_reboot()
  elseif res == RES_O_FACTORY_RESET then
    lua_system_factory_reset()
  elseif res == RES_O_RESET_ERROR_CODE then
    -- An error that lasts is reported again by whoever sees it.
    local errors = object_table.instance[inst].resource[RES_M_ERROR_CODE]
    errors.Value = {}
    settle_errors(errors)
  end
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_device.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_device
