-- object_relay.lua: Relay, LwM2M Object 26241, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: 1a3fb9b9bc891cf7

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_ON = 0
local RES_O_TOGGLE = 1
local RES_O_LOCKED = 2
local RES_O_OPERATIONS = 3
local RES_O_OPERATIONS_LIMIT = 4
local RES_O_LAST_CHANGE = 5

object_relay = {
  objectId = 26241,
  name = "object_relay",
}

lwm2m_object_tbl_add(object_relay.objectId, object_relay.name)

local object_table = {
  Name = "Relay",
  ObjectId = "26241",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Single",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_ON] = {
    Name = "On",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_O_TOGGLE] = {
    Name = "Toggle",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
  [RES_O_LOCKED] = {
    Name = "Locked",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Boolean", Value = 0,
  },
  [RES_O_OPERATIONS] = {
    Name = "Operations",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_OPERATIONS_LIMIT] = {
    -- range: 0..1000000
    Name = "Operations Limit",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_LAST_CHANGE] = {
    Name = "Last Change",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Time", Value = 0,
  },
}

local executable = {
  [RES_O_TOGGLE] = "RES_O_TOGGLE",
}

-- custom file: your code between these two lines is kept
-- The pin of the relay's coil. The host sets it up once: AT+UGPIOC=16,25 lets the client pulse it, and
-- AT+ULWM2MPULSE=16,1,100,1 makes each pulse high for 100 ms, also after a restart.
--
-- A pulse is all that a script can do with a pin: it cannot leave a pin at a level, choose the time of a pulse or read a
-- pin. So this is a latching relay, and whether its contact is closed is what was asked of it, not what was measured.
-- SARA-R5 has no pulse. There the host switches the relay when it reads the URC.
local PIN = 16

-- Sends +ULWM2MNOTIFY in the form of the module: those with pulses take the length, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

-- A Boolean that nobody set is the number 0.
local function is_on(instance)
  return instance.resource[RES_M_ON].Value == true
end

-- An optional Resource that a server left out when it made the instance has no value.
local function is_worn_out(instance)
  local limit = instance.resource[RES_O_OPERATIONS_LIMIT].Value or 0
  return limit > 0 and instance.resource[RES_O_OPERATIONS].Value >= limit
end

local function is_locked(instance)
  return instance.resource[RES_O_LOCKED].Value == true
end

-- The relay turns over: its value says already where to.
local function turn_over(instance)
  local operations = instance.resource[RES_O_OPERATIONS]
  operations.Value = operations.Value + 1
  instance.resource[RES_O_LAST_CHANGE].Value = os.time()
  if lua_send_pulse then
    lua_send_pulse(PIN)
  end
  notify(is_on(instance) and "relay on" or "relay off")
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

function object_relay.load(t)
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

function object_relay.get_resource_table()
  return resource_table
end

function object_relay.get_resource_type(res)
  return resource_table[res].Type
end

function object_relay.get_object_table()
  return object_table
end

function object_relay.create(inst)
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

function object_relay.delete(inst)
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

function object_relay.read(inst, res, dm)
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

function object_relay.write(inst, res, iface, replace, value, userdata)
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
  local turns = false
  if res == RES_M_ON then
    if type(value) ~= "boolean" then
      return coap.COAP_400_BAD_REQUEST
    end
    turns = value ~= is_on(instance)
    if turns and (is_worn_out(instance) or dm and is_locked(instance)) then
      return coap.COAP_405_METHOD_NOT_ALLOWED
    end
  elseif res == RES_O_OPERATIONS_LIMIT and (value < 0 or value > 1000000) then
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
  if turns then
    turn_over(instance)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_relay.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- Nothing says here who asks: a locked relay is toggled by nobody.
  if is_worn_out(instance) or is_locked(instance) then
    return coap.COAP_405_METHOD_NOT_ALLOWED
  end
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_TOGGLE then
    -- custom execute 1: your code between these two lines is kept
    instance.resource[RES_M_ON].Value = not is_on(instance)
    turn_over(instance)
    -- custom execute 1: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_relay.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_relay
