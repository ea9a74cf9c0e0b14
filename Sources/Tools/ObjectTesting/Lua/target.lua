-- Tests on a module: what a test asks of its device goes to the emulated one, as ever, and then over AT to the module,
-- whose answers the test gets. What AT cannot do ends the test as one that was skipped.
--
-- AT has one error for all refusals. A module that refuses what the emulated device refuses has therefore answered the
-- same code; a number is the same if it is in the digits that AT has for it.

local format = require "xlwm2m.format"
local suite = require "xlwm2m.suite"

local REFUSED = 160 -- 5.00, for a refusal of the module alone
local FIRST_REFUSAL = 128 -- 4.00 and above
local DIGITS = 1e-6 -- of a Float over AT (seven significant digits)

local target = {}

local host

-- Ends the test: AT cannot do this. While the file is loaded, all of its tests are skipped for it, each at its start.
local function impossible(what, why)
  local reason = what .. ": " .. why
  if host.target_collects() then
    host.target_impossible(reason)
  else
    suite.skip(reason)
  end
end

local function is_empty(value)
  return value == nil or type(value) == "table" and next(value) == nil
end

-- Whether two values are the same as far as AT can tell them apart: it leaves out what has no value.
local function agree(a, b)
  if math.type(a) and math.type(b) then
    return a == b or math.abs(a - b) <= DIGITS * math.max(1, math.abs(a))
  elseif type(a) ~= "table" or type(b) ~= "table" then
    return a == b or is_empty(a) and is_empty(b)
  end
  for key, value in pairs(a) do
    if not agree(value, b[key]) then
      return false
    end
  end
  for key, value in pairs(b) do
    if a[key] == nil and not is_empty(value) then
      return false
    end
  end
  return true
end

local function code_text(code)
  return format.code_names[code] or tostring(code)
end

local function differs(what, emulated, module)
  host.target_differs(suite.place() .. what .. ": the emulator answers " .. emulated .. ", the module " .. module)
end

-- What a test gets for a request without a value: its code and what stands behind it.
local function outcome(what, kind, final, code, reason)
  local is_refused = code >= FIRST_REFUSAL
  if kind == "same" or (kind == "refused") == is_refused then
    return code, reason
  elseif is_refused then
    differs(what, code_text(code), "OK")
    return nil
  end
  differs(what, code_text(code), final)
  return REFUSED, "the module answers " .. final
end

local successes = { write = 68, create = 65, delete = 66 } -- 2.04, 2.01, 2.02

local function is_host(who, what)
  if who == "host" then
    return true
  elseif who == "bootstrap" then
    impossible(what, "AT is not the bootstrap server")
  elseif host.target_unserved(who) then
    impossible(what, host.target_unserved(who))
  end
  return false
end

local function what_of(method, path)
  return method .. "(" .. tostring(path) .. ")"
end

-- The Resource of a new instance that is written to it, because AT makes none without a value: a number if there is one,
-- so that texts, whose changes scripts tell of, stay as they are.
local function first_value(values)
  local best
  for _, kind in ipairs { "number", "boolean", "string" } do
    for id, value in pairs(type(values) == "table" and values or {}) do
      if type(value) == kind and (best == nil or id < best) then
        best = id
      end
    end
    if best then
      return best, values[best]
    end
  end
end

local words = {}

function words.read(body)
  return function(who, path)
    local what = what_of("read", path)
    if not is_host(who, what) then
      return body(who, path)
    end
    local value, code, reason = body(who, path)
    local kind, seen = host.target_read(path)
    if kind == "same" or kind == "refused" and code >= FIRST_REFUSAL
      or kind == "value" and code < FIRST_REFUSAL and agree(value, seen) then
      return value, code, reason
    elseif kind == "refused" then
      differs(what, format.text(value), seen)
      return nil, REFUSED, "the module answers " .. seen
    end
    differs(what, code < FIRST_REFUSAL and format.text(value) or code_text(code), format.text(seen))
    return seen, host.content
  end
end

function words.write(body)
  return function(who, path, value, replaces)
    local what = what_of("write", path)
    if is_host(who, what) then
      -- One value of one Resource is replaced in any case.
      local _, depth = tostring(path):gsub("/", "/")
      if replaces and (type(value) == "table" or depth ~= 3) then
        impossible(what, "AT replaces no more than single values")
      end
      local code, reason = body(who, path, value, replaces)
      local kind, final = host.target_write(path, value, code < FIRST_REFUSAL)
      local given, why = outcome(what, kind, final, code, reason)
      return given or successes.write, why
    end
    return body(who, path, value, replaces)
  end
end

function words.create(body)
  local read, write = host.read, host.write
  return function(who, path, values)
    local what = what_of("create", path)
    if not is_host(who, what) then
      return body(who, path, values)
    end
    local code, made = body(who, path, values)
    local is_made = code < FIRST_REFUSAL
    if is_empty(values) then
      local id, value = first_value(is_made and read(who, made) or nil)
      if is_made and id == nil then
        impossible(what, "AT makes no instance without a value, and the new one has none that is alone")
      end
      if id then
        write(who, made .. "/" .. id, value)
        values = { [id] = value }
      end
    end
    if is_empty(values) then
      return code, made -- refused without anything that AT could send
    end
    local kind, final = host.target_create(is_made and made or path, values, is_made)
    local given, why = outcome(what, kind, final, code, made)
    return given or successes.create, why
  end
end

function words.delete(body)
  return function(who, path)
    local what = what_of("delete", path)
    if not is_host(who, what) then
      return body(who, path)
    end
    local code, reason = body(who, path)
    local kind, final = host.target_delete(path)
    local given, why = outcome(what, kind, final, code, reason)
    return given or successes.delete, why
  end
end

function words.execute(body)
  return function(who, path, arguments)
    if is_host(who, what_of("execute", path)) then
      impossible(what_of("execute", path), "AT has no command that executes a Resource")
    end
    return body(who, path, arguments)
  end
end

function words.discover(body)
  return function(who, path)
    if is_host(who, what_of("discover", path)) then
      impossible(what_of("discover", path), "AT lists instances, not Resources")
    end
    return body(who, path)
  end
end

function words.load(body)
  return function(name)
    local global = body(name)
    host.target_load(name)
    return global
  end
end

function words.at(body)
  return function(command)
    local lines, reason = body(command)
    local seen = host.target_at(command)
    if seen == nil then
      return lines, reason
    elseif not agree(lines, seen) then
      differs("at(" .. command .. ")", table.concat(lines, " | "), table.concat(seen, " | "))
    end
    return seen, seen[#seen] ~= "OK" and "the module answers " .. tostring(seen[#seen]) or nil
  end
end

local unseen = {
  pulses = "AT does not tell of pulses at a pin",
  reboots = "AT does not tell why a module starts anew",
  factory_resets = "AT does not tell why a module starts anew",
  prints = "a module shows nobody what a script prints",
  log = "a module keeps no log of its Objects",
}

function words.events(body)
  return function(kind)
    local events = body(kind)
    if kind ~= "urcs" then
      impossible("device." .. kind .. "()", unseen[kind])
      return events
    end
    local seen = host.target_urcs(#events)
    if seen and not agree(events, seen) then
      differs("urcs()", format.text(events), format.text(seen))
    end
    return seen or events
  end
end

function words.clear(body)
  return function()
    host.target_forget(#host.raw_events("urcs"))
    return body()
  end
end

-- What no module does because a test wants it.
local refusals = {
  advance = { "device.clock.advance", "the clock of a module cannot be moved" },
  now = { "device.clock.now", "the clock of a module is its own" },
  values = { "device.values", "the clock of a module cannot be moved" },
  save = { "device.save", "AT does not say when a module saves" },
  restart = { "device.restart", "a module that starts anew has its own state, not the test's" },
  access = { "device.access", "AT gives rights to an owner alone" },
  set_property = { "device", "a module is what it is, and so are its product, IMEI, number and profile" },
}

-- What servers alone do.
for _, name in ipairs { "observe", "cancel", "attributes", "read_bytes" } do
  words[name] = function(body)
    return function(who, path, ...)
      is_host(who, what_of(name, path))
      return body(who, path, ...)
    end
  end
end

-- Puts the module behind the functions of the host.
function target.start(functions)
  host = functions
  host.raw_events = host.events
  local made = {}
  for name, word in pairs(words) do
    made[name] = word(host[name])
  end
  for name, refusal in pairs(refusals) do
    local body = host[name]
    made[name] = function(...)
      if not (name == "advance" and (...) == 0) then
        impossible(refusal[1], refusal[2])
      end
      return body(...)
    end
  end
  for name, body in pairs(made) do
    host[name] = body
  end
  for _, word in ipairs { "spy", "stub", "mock" } do
    local body = _G[word]
    local function guarded(call)
      return function(owner, ...)
        if owner == _G then
          impossible(word, "a test cannot reach the functions of the module's scripts")
        end
        return call(owner, ...)
      end
    end
    if word == "spy" then
      body.on = guarded(body.on)
    else
      getmetatable(body).__call = (function(call)
        return function(self, owner, ...)
          if owner == _G then
            impossible(word, "a test cannot reach the functions of the module's scripts")
          end
          return call(self, owner, ...)
        end
      end)(getmetatable(body).__call)
    end
  end
end

-- The table of an Object for a test: its functions run on the emulated device alone.
function suite.guard(object)
  if type(object) ~= "table" then
    return object
  end
  local function refuse()
    impossible("the table of an Object", "a test cannot reach the scripts of the module")
  end
  return setmetatable({}, {
    __index = function(_, key)
      local value = object[key]
      if type(value) ~= "function" then
        return value
      end
      return function(...)
        refuse()
        return value(...)
      end
    end,
    __newindex = function(_, key, value)
      refuse()
      object[key] = value
    end,
  })
end

return target
