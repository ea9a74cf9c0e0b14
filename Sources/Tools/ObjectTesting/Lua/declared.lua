-- What an Object deliberately does otherwise than its definition lets one expect: the global table `contract`, whose words
-- stand in front of the tests that are made from the definition.

local places = require "xlwm2m.places"

local declared = {}
local contract = {}

-- For each Resource, "5700": { skip =, values =, computed =, start =, refuses = { write = code } }.
local resources = {}
-- For the Object itself: refuses = { create = code }.
local object = { refuses = {} }
local steps = {} -- what `contract.before` was given
local is_closed = false -- whether tests were made

local operations = { read = true, write = true, execute = true, create = true, delete = true }

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

local function entry(where, word)
  if is_closed then
    error("contract." .. word .. " stands behind the tests that it is about: put it in front of contract.test, "
      .. "between the lines 'custom contract'", 3)
  end
  local id = resource_of(where)
  if id == nil then
    error("contract." .. word .. " takes a Resource: contract." .. word .. '(5700, ...) or "/3300/x/5700"', 3)
  end
  resources[id] = resources[id] or { refuses = {} }
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

-- A Resource that computes what is read: it is not what was written.
function contract.computed(where)
  entry(where, "computed").computed = true
end

-- What a Resource holds at the start, if that is not 0, "" or {}.
function contract.start(where, value)
  entry(where, "start").start = { value }
end

-- A request that the Object refuses with this code whatever the definition says: contract.refuse(5605, "execute",
-- coap.COAP_405_METHOD_NOT_ALLOWED), contract.refuse("delete", coap.COAP_405_METHOD_NOT_ALLOWED).
function contract.refuse(where, operation, code)
  local one
  if operations[where] then
    one, operation, code = object, where, operation
    if is_closed then
      misuse("contract.refuse stands behind the tests that it is about: put it in front of contract.test")
    end
  else
    one = entry(where, "refuse")
  end
  if not operations[operation] or math.type(code) ~= "integer" or code < 128 then
    misuse("contract.refuse takes a Resource, an operation and a code: "
      .. 'contract.refuse(5605, "execute", coap.COAP_405_METHOD_NOT_ALLOWED)')
  end
  one.refuses[operation] = code
end

-- Runs before each test of a Resource, when the instance is there: what brings the Object where it takes requests.
function contract.before(body)
  if type(body) ~= "function" then
    misuse("contract.before takes a function: contract.before(function() ... end)")
  end
  steps[#steps + 1] = body
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

local nothing = { refuses = {} }

-- What is declared of a Resource.
function declared.of(id)
  return resources[id] or nothing
end

-- The code that the Object refuses an operation of its own with; nil where it does not.
function declared.refusal(operation)
  return object.refuses[operation]
end

function declared.prepare()
  for _, step in ipairs(steps) do
    step()
  end
end

-- From here on declarations come too late.
function declared.close()
  is_closed = true
end

_G.contract = contract

return declared
