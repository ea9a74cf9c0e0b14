-- object_application_update.lua: Application Update, LwM2M Object 26244, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 14710c4e8c034865

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_PACKAGE_URI = 0
local RES_M_STATE = 1
local RES_M_RESULT = 2
local RES_M_INSTALL = 3
local RES_O_CANCEL = 4
local RES_O_ATTEMPTS = 5

object_application_update = {
  objectId = 26244,
  name = "object_application_update",
}

lwm2m_object_tbl_add(object_application_update.objectId, object_application_update.name)

local object_table = {
  Name = "Application Update",
  ObjectId = "26244",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Single",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_PACKAGE_URI] = {
    -- range: 0..255
    Name = "Package URI",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_STATE] = {
    -- range: 0..3
    Name = "State",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_RESULT] = {
    -- range: 0..3
    Name = "Result",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_INSTALL] = {
    Name = "Install",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "",
  },
  [RES_O_CANCEL] = {
    Name = "Cancel",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_ATTEMPTS] = {
    Name = "Attempts",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
}

local executable = {
  [RES_M_INSTALL] = "RES_M_INSTALL",
  [RES_O_CANCEL] = "RES_O_CANCEL",
}

-- custom file: your code between these two lines is kept
local IDLE, DOWNLOADING, DOWNLOADED, INSTALLING = 0, 1, 2, 3
local NONE, INSTALLED, FAILED, CANCELLED = 0, 1, 2, 3
local MOST_BYTES = 255

-- Sends +ULWM2MNOTIFY in the form of the module: those with pulses take the length, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

local function state_of(instance)
  return instance.resource[RES_M_STATE].Value
end

local function go_to(instance, state, result)
  instance.resource[RES_M_STATE].Value = state
  instance.resource[RES_M_RESULT].Value = result
end

-- The state is the host's to say in one place alone: that the file is there. All else follows from what is done.
local function may_say_state(instance, state)
  local now = state_of(instance)
  return state == now or now == DOWNLOADING and state == DOWNLOADED
end

local function may_say_result(instance, result)
  local now = state_of(instance)
  return result == INSTALLED and now == INSTALLING or result == FAILED and now ~= IDLE
end

local function may_execute(instance, res)
  local now = state_of(instance)
  if res == RES_M_INSTALL then
    return now == DOWNLOADED
  end
  return now == DOWNLOADING or now == DOWNLOADED
end

local function begin(instance, uri)
  local is_begun = state_of(instance) ~= IDLE
  if uri == "" then
    go_to(instance, IDLE, is_begun and CANCELLED or NONE)
    if is_begun then
      notify("update: stop")
    end
    return
  end
  go_to(instance, DOWNLOADING, NONE)
  instance.resource[RES_O_ATTEMPTS].Value = instance.resource[RES_O_ATTEMPTS].Value + 1
  notify("update: fetch " .. uri)
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

function object_application_update.load(t)
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
  -- The host that was fetching a file has lost it with the restart.
  for _, instance in pairs(object_table.instance) do
    if state_of(instance) == DOWNLOADING then
      go_to(instance, IDLE, FAILED)
    end
  end
  -- custom load: end
end

function object_application_update.get_resource_table()
  return resource_table
end

function object_application_update.get_resource_type(res)
  return resource_table[res].Type
end

function object_application_update.get_object_table()
  return object_table
end

function object_application_update.create(inst)
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

function object_application_update.delete(inst)
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

function object_application_update.read(inst, res, dm)
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

function object_application_update.write(inst, res, iface, replace, value, userdata)
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
  if res == RES_M_PACKAGE_URI then
    if string.len(value) > MOST_BYTES then
      return coap.COAP_400_BAD_REQUEST
    elseif state_of(instance) == INSTALLING then
      return coap.COAP_405_METHOD_NOT_ALLOWED
    end
  elseif res == RES_M_STATE and not may_say_state(instance, value) then
    return coap.COAP_400_BAD_REQUEST
  elseif res == RES_M_RESULT and not may_say_result(instance, value) then
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
  if res == RES_M_PACKAGE_URI then
    begin(instance, value)
  elseif res == RES_M_RESULT then
    go_to(instance, IDLE, value)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_application_update.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  if not may_execute(instance, res) then
    return coap.COAP_405_METHOD_NOT_ALLOWED
  end
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_M_INSTALL then
    -- custom execute 3: your code between these two lines is kept
    go_to(instance, INSTALLING, NONE)
    notify("update: install")
    -- custom execute 3: end
  elseif res == RES_O_CANCEL then
    -- custom execute 4: your code between these two lines is kept
    go_to(instance, IDLE, CANCELLED)
    notify("update: stop")
    -- custom execute 4: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_application_update.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_application_update
