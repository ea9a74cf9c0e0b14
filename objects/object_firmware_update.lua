-- object_firmware_update.lua: Firmware Update, LwM2M Object 5, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 70885f90d6262256

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_PACKAGE = 0
local RES_M_PACKAGE_URI = 1
local RES_M_UPDATE = 2
local RES_M_STATE = 3
local RES_M_UPDATE_RESULT = 5
local RES_O_PKGNAME = 6
local RES_O_PKGVERSION = 7
local RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT = 8
local RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD = 9
local RES_O_CANCEL = 10

object_firmware_update = {
  objectId = 5,
  name = "object_firmware_update",
}

lwm2m_object_tbl_add(object_firmware_update.objectId, object_firmware_update.name)

local object_table = {
  Name = "Firmware Update",
  ObjectId = "5",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Single",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_PACKAGE] = {
    Name = "Package",
    Operations = "W", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Opaque", Value = "",
  },
  [RES_M_PACKAGE_URI] = {
    -- range: 0..255
    Name = "Package URI",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_UPDATE] = {
    Name = "Update",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_M_STATE] = {
    -- range: 0..3
    Name = "State",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_UPDATE_RESULT] = {
    -- range: 0..10
    Name = "Update Result",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_PKGNAME] = {
    -- range: 0..255
    Name = "PkgName",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_PKGVERSION] = {
    -- range: 0..255
    Name = "PkgVersion",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "String", Value = "",
  },
  [RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT] = {
    -- range: 0..5
    Name = "Firmware Update Protocol Support",
    Operations = "R", MultipleInstances = "Multiple", Mandatory = "Optional", Type = "Integer", Value = {},
  },
  [RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD] = {
    -- range: 0..2
    Name = "Firmware Update Delivery Method",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_O_CANCEL] = {
    Name = "Cancel",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
}

local executable = {
  [RES_M_UPDATE] = "RES_M_UPDATE",
  [RES_O_CANCEL] = "RES_O_CANCEL",
}

-- custom file: your code between these two lines is kept
-- States and results (LwM2M 1.0.1 appendix E.6). The module fetches the package: it writes State 2 when it is all there,
-- and Update Result when something fails or the update ends: the state follows.
local IDLE, DOWNLOADING, DOWNLOADED, UPDATING = 0, 1, 2, 3
local NONE, SUCCESS, UPDATE_FAILED, CANCELLED = 0, 1, 8, 10
local RESULTS_OF_DOWNLOAD = { [2] = true, [3] = true, [4] = true, [5] = true, [6] = true, [7] = true, [9] = true }

local PULL = 0 -- the device fetches the package itself
local COAP, COAPS, HTTP, HTTPS = 0, 1, 2, 3

local function set(inst, res, value)
  local resource = object_table.instance[inst].resource[res]
  if resource then
    resource.Value = value
  end
end

local function state_of(inst)
  return object_table.instance[inst].resource[RES_M_STATE].Value
end

local function move(inst, state, result)
  set(inst, RES_M_STATE, state)
  set(inst, RES_M_UPDATE_RESULT, result)
end

-- A package or where to fetch it: nothing, or a package of one zero byte, gives up what was begun.
local function take_package(inst, content)
  if state_of(inst) == UPDATING then
    return
  end
  move(inst, (content == "" or content == "\0") and IDLE or DOWNLOADING, NONE)
end

local function take_result(inst, result)
  local state = state_of(inst)
  if state == DOWNLOADING and RESULTS_OF_DOWNLOAD[result] or state == UPDATING and result == SUCCESS then
    set(inst, RES_M_STATE, IDLE)
  elseif state == UPDATING and result == UPDATE_FAILED then
    set(inst, RES_M_STATE, DOWNLOADED)
  end
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

function object_firmware_update.load(t)
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

function object_firmware_update.get_resource_table()
  return resource_table
end

function object_firmware_update.get_resource_type(res)
  return resource_table[res].Type
end

function object_firmware_update.get_object_table()
  return object_table
end

function object_firmware_update.create(inst)
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
  set(inst, RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD, PULL)
  set(inst, RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT, { [0] = COAP, [1] = COAPS, [2] = HTTP, [3] = HTTPS })
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_firmware_update.delete(inst)
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

function object_firmware_update.read(inst, res, dm)
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

function object_firmware_update.write(inst, res, iface, replace, value, userdata)
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
  if res == RES_M_PACKAGE or res == RES_M_PACKAGE_URI then
    take_package(inst, value)
  elseif res == RES_M_UPDATE_RESULT then
    take_result(inst, value)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_firmware_update.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_M_UPDATE then
    -- custom execute 2: your code between these two lines is kept
    -- custom execute 2: end
  elseif res == RES_O_CANCEL then
    -- custom execute 10: your code between these two lines is kept
    -- custom execute 10: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  local state = state_of(inst)
  if res == RES_M_UPDATE and state == DOWNLOADED then
    move(inst, UPDATING, NONE)
  elseif res == RES_O_CANCEL and (state == DOWNLOADING or state == DOWNLOADED) then
    move(inst, IDLE, CANCELLED)
  else
    return coap.COAP_405_METHOD_NOT_ALLOWED
  end
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_firmware_update.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_firmware_update
