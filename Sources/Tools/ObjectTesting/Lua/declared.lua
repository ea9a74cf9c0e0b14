-- What an Object deliberately does otherwise than its definition lets one expect: the global table `contract`, whose words
-- stand in front of the tests that are made from the definition.

local places = require "xlwm2m.places"

local declared = {}
local contract = {}

-- For each Resource, "5700": { skip =, values =, computed =, start =, arguments =, refuses = { write = code },
-- states = { write = { { code =, bring =, file =, line = } } } }; for the Object itself the last two.
local resources = {}
local object = { refuses = {}, states = {} }
local steps = {} -- what `contract.before` was given: { body =, resource =, operation = }
local notes = {} -- all declarations about Resources: { word =, resource =, operation =, file =, line = }
local is_closed = false -- whether tests were made

local of_resources = { read = true, write = true, execute = true }
local of_objects = { create = true, delete = true }

local function misuse(text)
  error(text, 3)
end

-- The Resource of `5700`, "/3300/x/5700" or "/3300/0/5700"; nil for what is no such place.
local function resource_of(where)
  if math.type(where) == "integer" then
    return where
  elseif type(where) == "string" then
    local id = where:match("^/%w+/%w+/(%d+)$")
    return id and math.tointeger(tonumber(id))
  end
end

-- Refuses a word behind the tests; the level is that of whoever said it.
local function expect_open(word, level)
  if is_closed then
    error("contract." .. word .. " stands behind the tests that it is about: put it in front of contract.test, "
      .. "between the lines 'custom contract'", level + 1)
  end
end

-- What is declared of a Resource; notes where the declaration stands.
local function entry(where, word, operation)
  expect_open(word, 3)
  local id = resource_of(where)
  if id == nil then
    error("contract." .. word .. " takes a Resource: contract." .. word .. '(5700, ...) or "/3300/x/5700"', 3)
  end
  local file, line = places.at(3)
  notes[#notes + 1] = { word = word, resource = id, operation = operation, file = file, line = line }
  resources[id] = resources[id] or { refuses = {}, states = {} }
  return resources[id]
end

-- Leaves the tests of a Resource out, where nothing that they ask can be right.
function contract.skip(where, reason)
  entry(where, "skip").skip = reason or true
end

-- The values that are written to a Resource, in place of those made from its type and range.
function contract.value(where, ...)
  local one = entry(where, "value")
  if select("#", ...) == 0 then
    misuse("contract.value takes one or more values: contract.value(5700, 21.5)")
  end
  one.values = { ... }
end

-- Whether a text is an argument list: digits, none twice, each alone or with a text in single quotes, 0='1234',1.
-- Source: LwM2M 1.0.1 §5.4.5.
local function is_argument_list(text)
  if text == "" then
    return true
  end
  local seen, position = {}, 1
  while true do
    local digit, rest = text:match("^(%d)()", position)
    if not digit or seen[digit] then
      return false
    end
    seen[digit] = true
    position = text:match("^='[^%c%s\"'\\\127-\255]*'()", rest) or rest
    if position > #text then
      return true
    elseif text:sub(position, position) ~= "," then
      return false
    end
    position = position + 1
  end
end

-- What an executable Resource is executed with, in place of nothing and of 0='on'; each text is a test of its own.
function contract.argument(where, ...)
  local one = entry(where, "argument")
  local count = select("#", ...)
  if count == 0 then
    misuse("contract.argument takes one or more argument lists: contract.argument(5605, \"0='1234'\")")
  end
  for index = 1, count do
    local text = select(index, ...)
    if type(text) ~= "string" or not is_argument_list(text) then
      misuse("contract.argument takes argument lists, digits that may have a text in single quotes: \"0='1234'\", "
        .. "\"0='on',1\" or \"\", not " .. (type(text) == "string" and '"' .. text .. '"' or "a " .. type(text)))
    end
  end
  one.arguments = { ... }
end

-- A Resource that computes what is read: it is not what was written.
function contract.computed(where)
  entry(where, "computed").computed = true
end

-- What a Resource holds at the start, if that is not 0, "" or {}.
function contract.start(where, value)
  entry(where, "start").start = { value }
end

-- A request that the Object refuses with this code whatever the definition says: contract.refuse(5605, "execute",
-- coap.COAP_405_METHOD_NOT_ALLOWED), contract.refuse("delete", coap.COAP_405_METHOD_NOT_ALLOWED). With a function only
-- in the state that it brings about; else the request has to be taken.
function contract.refuse(where, operation, code, bring)
  local one
  if of_objects[where] then
    expect_open("refuse", 2)
    one, operation, code, bring = object, where, operation, code
  elseif of_resources[where] then
    misuse("contract.refuse takes the Resource whose " .. where .. ' is refused: contract.refuse(5700, "' .. where
      .. '", code); of the Object itself "create" and "delete" can be refused')
  elseif of_objects[operation] then
    misuse("to " .. operation .. " an instance is not refused by a Resource: contract.refuse(\"" .. operation
      .. '", code)')
  else
    one = entry(where, "refuse", operation)
    if not of_resources[operation] then
      misuse("contract.refuse takes a Resource, an operation, which is \"read\", \"write\" or \"execute\", and a code: "
        .. 'contract.refuse(5605, "execute", coap.COAP_405_METHOD_NOT_ALLOWED)')
    end
  end
  if math.type(code) ~= "integer" or code < 128 or bring ~= nil and type(bring) ~= "function" then
    misuse("contract.refuse takes the code of a refusal, and maybe a function that brings about the state for it: "
      .. 'contract.refuse(5605, "execute", coap.COAP_405_METHOD_NOT_ALLOWED, function(path) ... end)')
  end
  if not bring then
    one.refuses[operation] = code
    return
  end
  local file, line = places.at(2)
  one.states[operation] = one.states[operation] or {}
  table.insert(one.states[operation], { code = code, bring = bring, file = file, line = line })
end

local BEFORE = "contract.before takes a function, which is told the operation and the path, and maybe in front of it what "
  .. 'it is for: contract.before(5605, "execute", function(operation, path) ... end), contract.before("delete", ...)'

-- Runs before each test of a Resource, when the instance is there: what brings the Object where it takes requests. With
-- a Resource, or a Resource and an operation, only before its tests; with "create" or "delete" before these requests.
function contract.before(where, operation, body)
  if type(where) == "function" and operation == nil then
    expect_open("before", 2)
    steps[#steps + 1] = { body = where }
    return
  elseif of_objects[where] and body == nil then
    expect_open("before", 2)
    operation, body = where, operation
  elseif type(operation) == "function" and body == nil then
    entry(where, "before")
    operation, body = nil, operation
  elseif of_resources[operation] then
    entry(where, "before", operation)
  else
    misuse(BEFORE)
  end
  if type(body) ~= "function" then
    misuse(BEFORE)
  end
  steps[#steps + 1] = { body = body, resource = not of_objects[where] and resource_of(where) or nil, operation = operation }
end

-- In a block whose `before_each` loads the Object: the tests of its definition as the generator wrote it into the file,
-- { object = "object_x", id =, resources = { ... }, ... }.
function contract.test(definition)
  if type(definition) ~= "table" or type(definition.object) ~= "string" or type(definition.resources) ~= "table" then
    misuse("contract.test takes what the generator wrote: contract.test { object = ..., resources = ... }")
  end
  definition.file, definition.line = places.at(2)
  require("xlwm2m.contract").add(definition)
end

-- --- for the tests ---------------------------------------------------------------------------------------------------

local nothing = { refuses = {}, states = {} }

-- What is declared of a Resource.
function declared.of(id)
  return resources[id] or nothing
end

-- The code that the Object refuses an operation of its own with, whatever its state; nil where it does not.
function declared.refusal(operation)
  return object.refuses[operation]
end

-- The states in which the Object refuses an operation of its own.
function declared.states(operation)
  return object.states[operation] or {}
end

-- Before a test of a Resource, or, without one, before a request for an instance.
function declared.prepare(operation, path, resource)
  for _, step in ipairs(steps) do
    local is_for_all = step.resource == nil and step.operation == nil
    if step.resource == resource and (step.operation == nil or step.operation == operation)
      or is_for_all and resource ~= nil then
      step.body(operation, path)
    end
  end
end

-- Why a declaration can have no effect; nil if it can.
local function ineffective(note, resource)
  local is_executable = resource.operations:find("E", 1, true) ~= nil
  local shown = "Resource " .. resource.id .. " " .. resource.name
  if note.word == "argument" and not is_executable then
    return shown .. " is not executed, its operations are " .. resource.operations
  elseif note.word == "value" and is_executable then
    return shown .. " is executed, and takes no value: contract.argument(" .. resource.id
      .. ", \"0='1234'\") says what it is executed with"
  elseif (note.word == "computed" or note.word == "start") and is_executable then
    return shown .. " is executed, and has no value"
  elseif note.operation == "execute" and not is_executable then
    return shown .. " is not executed, its operations are " .. resource.operations
  elseif note.operation and note.operation ~= "execute" and is_executable then
    return shown .. " is executed, and nothing else"
  end
end

-- Raises an error for a declaration about the tests of a definition that can have no effect, at the declaration's place.
local function check(definition)
  local defined, known = {}, {}
  for _, resource in ipairs(definition.resources) do
    defined[resource.id] = resource
    known[#known + 1] = resource.id .. " " .. resource.name
  end
  for _, note in ipairs(notes) do
    local resource = defined[note.resource]
    local problem
    if resource then
      problem = ineffective(note, resource)
    else
      problem = "Object " .. definition.id .. " " .. definition.name .. " has no Resource " .. note.resource
        .. "; it has " .. table.concat(known, ", ")
    end
    if problem then
      local place = note.file and note.file .. ":" .. note.line .. ": " or ""
      error(place .. "contract." .. note.word .. " has no effect: " .. problem, 0)
    end
  end
end

-- Before the tests of a definition are made: from here on declarations come too late.
function declared.close(definition)
  if not is_closed then
    check(definition)
    is_closed = true
  end
end

setmetatable(contract, {
  __index = function(_, name)
    local words = {}
    for word in pairs(contract) do
      words[#words + 1] = word
    end
    table.sort(words)
    error("there is no contract." .. tostring(name) .. ": there are " .. table.concat(words, ", "), 2)
  end,
})

_G.contract = contract

return declared
