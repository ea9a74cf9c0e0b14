-- The device under test as tests see it: the global table `device`, in front of the functions of the host.

local same = require("xlwm2m.compare").same
local format = require "xlwm2m.format"
local suite = require "xlwm2m.suite"
-- The host's functions; what they refuse is raised as it is, without a place in this file.
local host = xlwm2m_host
xlwm2m_host = nil

-- Why a module cannot do what was asked; nil without a module.
local take_reason = host.target_reason

local function settle(completed, ...)
  if completed then
    return ...
  end
  local reason = take_reason and take_reason()
  if reason then
    suite.skip(reason)
  end
  error(..., 0)
end

for name, body in pairs(host) do
  if type(body) == "function" then
    host[name] = function(...)
      return settle(pcall(body, ...))
    end
  end
end

local FIRST_REFUSAL = 128 -- 4.00 and above

format.code_names = host.code_names
format.columns = host.columns

if take_reason then
  require("xlwm2m.target").start(host)
end

-- Remembers the code of an answer, which is the value at a position, and why the device refused.
local function answered(position, ...)
  local code, reason = select(position, ...)
  if math.type(code) == "integer" then
    format.answered[code] = code >= FIRST_REFUSAL and reason or true
  end
  return ...
end

for name, position in pairs {
  read = 2, read_bytes = 2, discover = 2, observe = 2, write = 1, execute = 1, create = 1, delete = 1, attributes = 1,
} do
  local body = host[name]
  host[name] = function(...)
    return answered(position, body(...))
  end
end

if host.records then
  require("xlwm2m.record").start(host)
end

local device = {}

-- --- requests -------------------------------------------------------------------------------------------------------

-- What the device's own side watches: { who =, path =, last =, code = }, and what each requester was told.
local observations = {}
local notifications = {}

local function expect_path(path, method)
  if type(path) ~= "string" then
    error(method .. " takes a path: " .. method .. '("/3300/0/5700")', 3)
  end
end

-- Refuses what stands behind the arguments of a method, which would have no effect.
local function expect_no_more(method, hint, ...)
  for index = 1, select("#", ...) do
    local extra = select(index, ...)
    if extra ~= nil then
      error(method .. " does not take the " .. type(extra) .. " at the end" .. (hint and ": " .. hint or ""), 3)
    end
  end
end

-- Refuses options that a method does not have, which are most often a slip of the pen: { name = type }.
local function expect_options(options, known, method)
  for name, value in pairs(options or {}) do
    local wanted = known[name]
    if wanted == nil then
      local names = {}
      for other in pairs(known) do
        names[#names + 1] = other
      end
      table.sort(names)
      error(method .. " has no option '" .. tostring(name) .. "': it takes " .. table.concat(names, ", "), 3)
    elseif type(value) ~= wanted then
      error("the option '" .. name .. "' of " .. method .. " is a " .. wanted .. ", not a " .. type(value), 3)
    end
  end
end

-- Tells the servers about values that are not what they were.
local function notify()
  for _, observation in ipairs(observations) do
    local value, code = host.read(observation.who, observation.path)
    if code ~= observation.code or not same(value, observation.last) then
      observation.last, observation.code = value, code
      table.insert(notifications[observation.who], { path = observation.path, value = value, code = code })
    end
  end
end

local function changed(...)
  if #observations > 0 then
    notify()
  end
  return ...
end

local Requester = {}
Requester.__index = Requester
Requester.__name = "requester"

local formats = { tlv = true, json = true, text = true, opaque = true }

-- Value and code; nil, code and reason for a refusal. With a format, "tlv", "json", "text" or "opaque", a server reads
-- the bytes of the answer: JSON and text as they are, the others as hexadecimal digits, for TLV a line for each entry.
function Requester:read(path, content_format, ...)
  expect_path(path, "read")
  expect_no_more("read", nil, ...)
  if content_format == nil then
    return host.read(self.who, path)
  elseif type(content_format) ~= "string" then
    expect_no_more("read", nil, content_format)
  elseif not formats[content_format] then
    error("read takes a format besides the path: \"tlv\", \"json\", \"text\" or \"opaque\"", 2)
  elseif math.type(self.who) ~= "integer" then
    error("bytes are read by servers: device.server(123):read(path, \"" .. content_format .. "\")", 2)
  end
  return host.read_bytes(self.who, path, content_format)
end

-- The code, and the reason for a refusal. { replace = true } takes the place of all that is there.
function Requester:write(path, value, options, ...)
  expect_path(path, "write")
  expect_no_more("write", nil, ...)
  if options ~= nil and type(options) ~= "table" then
    error("write takes a table of options: write(path, value, { replace = true })", 2)
  end
  expect_options(options, { replace = "boolean" }, "write")
  return changed(host.write(self.who, path, value, options and options.replace))
end

-- The code, and the reason for a refusal.
function Requester:execute(path, arguments, ...)
  expect_path(path, "execute")
  expect_no_more("execute", nil, ...)
  return changed(host.execute(self.who, path, arguments))
end

-- The code and the path of the new instance, or the reason for a refusal.
function Requester:create(path, values, ...)
  expect_path(path, "create")
  expect_no_more("create", nil, ...)
  if values ~= nil and type(values) ~= "table" then
    error('create takes a table of values by Resource: create("/3300", { [5701] = "Cel" })', 2)
  end
  return changed(host.create(self.who, path, values))
end

-- The code, and the reason for a refusal.
function Requester:delete(path, ...)
  expect_path(path, "delete")
  expect_no_more("delete", nil, ...)
  return changed(host.delete(self.who, path))
end

-- A list of paths and the code; nil, code and reason for a refusal.
function Requester:discover(path, ...)
  expect_path(path, "discover")
  expect_no_more("discover", nil, ...)
  return host.discover(self.who, path)
end

-- Value and code as read; from then on the notifications of the path are kept: those of a server come when its
-- attributes say so, the device's own side is told of every change that a request, the clock or `notifications` brings
-- to light.
function Requester:observe(path, ...)
  expect_path(path, "observe")
  expect_no_more("observe", "attributes are written with attributes(path, { pmin = 10 })", ...)
  if math.type(self.who) == "integer" then
    return host.observe(self.who, path)
  end
  local value, code, reason = host.read(self.who, path)
  if code == host.content then
    self:cancel(path)
    observations[#observations + 1] = { who = self.who, path = path, last = value, code = code }
  end
  return value, code, reason
end

-- Ends an observation; whether there was one.
function Requester:cancel(path, ...)
  expect_path(path, "cancel")
  expect_no_more("cancel", nil, ...)
  if math.type(self.who) == "integer" then
    return host.cancel(self.who, path)
  end
  for index, observation in ipairs(observations) do
    if observation.who == self.who and observation.path == path then
      table.remove(observations, index)
      return true
    end
  end
  return false
end

local attribute_names = { pmin = true, pmax = true, gt = true, lt = true, st = true }

-- Writes the attributes of a path, as server:attributes("/3300/0/5700", { pmin = 10, pmax = 60, gt = 25.5 }); false in
-- place of a number takes one away. The code, and the reason for a refusal.
function Requester:attributes(path, attributes, ...)
  expect_path(path, "attributes")
  expect_no_more("attributes", nil, ...)
  if type(attributes) ~= "table" then
    error("attributes takes a table: attributes(path, { pmin = 10 })", 2)
  end
  if math.type(self.who) ~= "integer" then
    error("attributes are written by servers: device.server(123):attributes(path, { pmin = 10 })", 2)
  end
  for name in pairs(attributes) do
    if not attribute_names[name] then
      error("there is no attribute '" .. tostring(name) .. "': there are gt, lt, pmax, pmin, st", 2)
    end
  end
  return host.attributes(self.who, path, attributes)
end

-- All that the requester was told since the start of the test: { { path =, value =, code = }, ... }.
function Requester:notifications()
  changed()
  local told = notifications[self.who]
  if math.type(self.who) == "integer" then
    for _, notification in ipairs(host.told(self.who)) do
      told[#told + 1] = notification
    end
  end
  return told
end

local function new_requester(who)
  notifications[who] = {}
  return setmetatable({ who = who }, Requester)
end

local servers = {}

-- The server with a Short Server ID; to name it makes it a server account of the device.
function device.server(id, ...)
  expect_no_more("device.server", "a server has no options", ...)
  if math.type(id) ~= "integer" or id < 1 or id > 65534 then
    error("device.server takes a Short Server ID from 1 to 65534", 2)
  end
  if not servers[id] then
    host.add_server(id)
    servers[id] = new_requester(id)
  end
  return servers[id]
end

device.host = new_requester("host")
device.bootstrap = new_requester("bootstrap")

-- Sets who may do what with an instance, or with "/3300" who may create instances of an Object:
-- device.access("/3300/0", { owner = 123, [456] = 1 + 2 }).
function device.access(path, rights, ...)
  expect_path(path, "device.access")
  expect_no_more("device.access", nil, ...)
  if type(rights) ~= "table" then
    error('device.access takes a table: device.access("/3300/0", { owner = 123, [456] = 1 })', 2)
  end
  host.access(path, rights)
end

-- --- the device -----------------------------------------------------------------------------------------------------

-- Loads Objects by file name; answers the global table of the last one.
function device.load(...)
  local object
  for index = 1, select("#", ...) do
    local name = select(index, ...)
    if type(name) ~= "string" then
      error('device.load takes file names: device.load "object_generic_sensor.lua"', 2)
    end
    object = _G[host.load(name)]
  end
  return suite.guard(object)
end

-- Whether the product has all these Resources of the Object in a file. Without --product every Object has all.
function device.offers(file, ...)
  for index = 1, select("#", ...) do
    local resource = select(index, ...)
    if type(file) ~= "string" or math.type(resource) ~= "integer" then
      error('device.offers takes a file name and Resources: device.offers("object_device.lua", 13)', 2)
    end
    if not host.offers(file, resource) then
      return false
    end
  end
  return true
end

-- Those of a list of { id = ... } that the product has.
function device.offered(file, resources)
  local offered = {}
  for _, resource in ipairs(resources) do
    if device.offers(file, resource.id) then
      offered[#offered + 1] = resource
    end
  end
  return offered
end

-- The lines of the answer to an AT command, the final result code last, and why it was refused. The Objects are those
-- of the test; URCs are among device.urcs().
function device.at(command)
  if type(command) ~= "string" then
    error("device.at takes an AT command: device.at 'AT+ULWM2MLIST=\"/\"'", 2)
  end
  return changed(host.at(command))
end

-- Keeps the instances of all Objects, as the module does when it saves.
function device.save(...)
  expect_no_more("device.save", nil, ...)
  host.save()
end

-- Saves, and starts again: each file is loaded afresh, and gets the saved instances by its `load`. What a script kept
-- elsewhere, in locals or globals, is gone, and so is what servers observed.
function device.restart(...)
  expect_no_more("device.restart", nil, ...)
  host.save()
  host.restart()
  changed()
end

-- Starts again without saving: what was not saved is gone.
function device.lose_power(...)
  expect_no_more("device.lose_power", nil, ...)
  host.restart()
  changed()
end

for _, kind in ipairs { "urcs", "pulses", "reboots", "factory_resets", "prints", "log" } do
  -- All events of the kind since the start of the test, oldest first.
  device[kind] = function()
    return host.events(kind)
  end
end

-- Forgets all events and notifications so far.
function device.clear()
  host.clear()
  for who in pairs(notifications) do
    if math.type(who) == "integer" then
      host.told(who)
    end
    notifications[who] = {}
  end
end

device.clock = {
  -- Lets time pass: os.time, os.clock and os.date move on.
  advance = function(seconds)
    if type(seconds) ~= "number" or seconds < 0 or seconds ~= seconds then
      error("device.clock.advance takes seconds: device.clock.advance(60)", 2)
    end
    host.advance(seconds)
    changed()
  end,
  -- Seconds since 1970.
  now = function()
    return host.now()
  end,
}

-- Writes values to Resources as the clock goes on; the lines of the sources are those of docs/values.md.
function device.values(lines)
  if type(lines) ~= "string" then
    error('device.values takes the lines of sources: device.values "/3300/0/5700 sine min=18 max=24 period=60"', 2)
  end
  host.values(lines)
  changed()
end

setmetatable(device, {
  __index = function(_, name)
    local value = host.property(name)
    if value == nil then
      error("device has no field '" .. tostring(name) .. "'", 2)
    end
    return value
  end,
  __newindex = function(_, name, value)
    host.set_property(name, value)
  end,
})

_G.device = device
