-- The `assert` of a test: callable as Lua's own, and with the words of luassert, which may be chained or joined:
-- assert.equal(1, x), assert.are.same(t, u), assert.is_not_nil(x), assert.has_no.errors(f).

local format = require "xlwm2m.format"
local difference = require "xlwm2m.difference"
local same = require("xlwm2m.compare").same
local places = require "xlwm2m.places"

local DEEPEST = 100 -- levels of tables whose numbers may be near

-- What a failed assertion raises. As text it is its message, for whoever catches it.
local Failure = {}
Failure.__index = Failure
Failure.__name = "failure"
Failure.__tostring = function(failure)
  return failure.message
end

local assertions = {
  Failure = Failure,
  -- The failures of soft assertions in the running test; nil outside of a test.
  soft_failures = nil,
}

local function fail(fields, is_soft)
  fields.stack = places.stack()
  local failure = setmetatable(fields, Failure)
  if is_soft and assertions.soft_failures then
    table.insert(assertions.soft_failures, failure)
  else
    error(failure, 0)
  end
end

local fillers = {
  is = true, are = true, was = true, were = true, be = true, been = true, has = true, have = true, had = true,
  does = true, ["do"] = true, to = true, the = true, a = true, an = true,
}
local negations = { ["not"] = true, no = true, isnt = true, arent = true, doesnt = true, never = true }

-- Each check has the number of arguments that it takes (what follows may be a message of the test's), the words for when
-- it holds and for when it does not, and a body that answers whether it holds, what was expected, what was there, and
-- the lines that differ. These texts may be functions, which are called when they are needed.
local checks = {}

local function check(names, count, holds, fails, body)
  for name in names:gmatch("%S+") do
    checks[name] = { name = name, count = count, holds = holds, fails = fails, body = body }
  end
end

local function shown(value)
  return function()
    return format.text(value)
  end
end

-- Two values that were compared, and how they differ.
local function compared(expected, actual)
  local function lines()
    return difference.of(expected, actual)
  end
  return function() return (format.pair(expected, actual)) end,
    function() return (select(2, format.pair(expected, actual))) end, lines
end

check("equal equals", 2, "values are equal", "values are not equal", function(expected, actual)
  if expected == actual then
    return true, compared(expected, actual)
  elseif type(expected) == "table" and type(actual) == "table" and same(expected, actual) then
    return false, "the very same table ('same' compares content)", "another table with the same content"
  end
  return false, compared(expected, actual)
end)

check("same", 2, "values are the same", "values are not the same", function(expected, actual)
  return same(expected, actual), compared(expected, actual)
end)

-- Whether two numbers are near each other, or two tables in all their numbers and the same else.
local function is_near(expected, actual, tolerance, depth)
  if type(expected) == "number" and type(actual) == "number" then
    return actual >= expected - tolerance and actual <= expected + tolerance
  elseif type(expected) ~= "table" or type(actual) ~= "table" or depth > DEEPEST then
    return same(expected, actual)
  end
  for key, value in next, expected do
    if not is_near(value, rawget(actual, key), tolerance, depth + 1) then
      return false
    end
  end
  for key in next, actual do
    if rawget(expected, key) == nil then
      return false
    end
  end
  return true
end

check("near", 3, "numbers are near", "numbers are not near", function(expected, actual, tolerance)
  if type(expected) ~= "number" and type(expected) ~= "table" or type(tolerance) ~= "number" then
    error("assert.near takes a number or a table of numbers, the value and a tolerance: assert.near(21.5, value, 0.1)", 0)
  end
  local holds = is_near(expected, actual, tolerance, 0)
  local lines = not holds and type(expected) == "table" and function()
    return difference.of(expected, actual)
  end or nil
  return holds, format.text(expected) .. " within " .. format.text(tolerance), shown(actual), lines
end)

-- Bytes in hexadecimal digits, whatever stands between them.
local function digits(text)
  return (text:gsub("%s", ""):lower())
end

check("bytes", 2, "bytes are the same", "bytes are not the same", function(expected, actual)
  if type(expected) ~= "string" or digits(expected):find("%X") then
    error('assert.bytes takes hexadecimal digits and what was read: assert.bytes("c8 16 01 41", server:read(path, "tlv"))', 0)
  end
  local holds = type(actual) == "string" and digits(expected) == digits(actual)
  return holds, expected, actual == nil and "nil" or tostring(actual), function()
    return type(actual) == "string" and difference.of(format.hex_lines(expected, actual)) or nil
  end
end)

check("true", 1, "value is true", "value is not true", function(value)
  return value == true, "true", shown(value)
end)

check("false", 1, "value is false", "value is not false", function(value)
  return value == false, "false", shown(value)
end)

check("truthy", 1, "value is truthy", "value is not truthy", function(value)
  return value and true or false, "neither nil nor false", shown(value)
end)

check("falsy", 1, "value is falsy", "value is not falsy", function(value)
  return not value, "nil or false", shown(value)
end)

check("nil", 1, "value is nil", "value is not nil", function(value)
  return value == nil, "nil", shown(value)
end)

for _, kind in ipairs { "boolean", "number", "string", "table", "function", "thread", "userdata" } do
  check(kind, 1, "value is a " .. kind, "value is not a " .. kind, function(value)
    return type(value) == kind, "a " .. kind, shown(value)
  end)
end

for kind, words in pairs { integer = "an integer", float = "a float" } do
  check(kind, 1, "value is " .. words, "value is not " .. words, function(value)
    return math.type(value) == kind, words, shown(value)
  end)
end

check("matches match", 2, "text matches", "text does not match", function(pattern, text)
  if type(pattern) ~= "string" then
    error("assert.matches takes a pattern and a text: assert.matches('^%d+$', text)", 0)
  end
  local holds = (type(text) == "string" or type(text) == "number") and tostring(text):find(pattern) ~= nil
  return holds, "a text like " .. format.text(pattern), shown(text)
end)

check("contains contain", 2, "value is contained", "value is not contained", function(whole, part)
  local holds = false
  if type(whole) == "string" and type(part) == "string" then
    holds = whole:find(part, 1, true) ~= nil
  elseif type(whole) == "table" then
    for _, value in pairs(whole) do
      holds = holds or same(value, part)
    end
  end
  return holds, function() return "something with " .. format.text(part) .. " in it" end, shown(whole)
end)

check("unique", 1, "values are unique", "values are not unique", function(list)
  for i = 1, type(list) == "table" and #list or 0 do
    for j = i + 1, #list do
      if same(list[i], list[j]) then
        return false, "each value once", string.format("[%d] and [%d] are %s", i, j, format.text(list[i]))
      end
    end
  end
  return true, "each value once", shown(list)
end)

local function call(name, body)
  if type(body) ~= "function" and not (type(body) == "table" and (getmetatable(body) or {}).__call) then
    error("assert." .. name .. " takes a function: assert." .. name .. "(function() ... end)", 0)
  end
  local completed, raised = pcall(body)
  if getmetatable(raised) == Failure then
    raised = raised.message
  end
  return completed, raised
end

local function without_place(message)
  return type(message) == "string" and message:gsub("^[^\n]-:%d+: ", "", 1) or message
end

check("error errors", 2, "an error was raised", "the error was not raised", function(body, expected)
  local completed, raised = call("has_error", body)
  local wanted = expected == nil and "an error" or "the error " .. format.text(expected)
  if completed then
    return false, wanted, "no error"
  end
  local holds = expected == nil or same(expected, raised) or same(expected, without_place(raised))
  return holds, wanted, format.text(raised), not holds and difference.of(expected, raised) or nil
end)

check("error_matches error_match", 2, "the error matches", "the error does not match", function(body, pattern)
  local completed, raised = call("error_matches", body)
  local text = tostring(raised)
  local holds = not completed and text:find(pattern) ~= nil
  return holds, "an error like " .. format.text(pattern), completed and "no error" or format.text(text)
end)

local function text_of(text)
  if type(text) == "function" then
    return text()
  end
  return text
end

-- What a request was refused with, where all that it answered was passed on, assert.equal(1, server:read(path)); of a
-- code that stands alone, assert.equal(68, (server:write(path, 1))), the reason of the last refusal with it.
local function refusal(note, actual, code, reason)
  if actual == nil and format.answered[code] then
    return "; the answer was " .. format.code_names[code] .. (type(reason) == "string" and ", " .. reason or "")
  elseif math.type(actual) == "integer" then
    local last = format.answered[actual]
    return type(last) == "string" and last ~= note and "; the device says: " .. last or ""
  end
  return ""
end

local function assertion(rule, is_negated, is_soft)
  return function(...)
    local holds, expected, actual, lines = rule.body(...)
    if holds ~= is_negated then
      return ...
    end
    local message = is_negated and rule.holds or rule.fails
    local note = select(rule.count + 1, ...)
    expected = text_of(expected)
    fail({
      message = (type(note) == "string" and note .. ": " or "") .. message .. refusal(note, select(rule.count, ...)),
      expected = is_negated and "anything but " .. expected or expected,
      actual = text_of(actual),
      difference = not is_negated and text_of(lines) or nil,
    }, is_soft)
  end
end

-- The four chains: what holds and what does not, and the same for soft assertions, which let the test go on.
local positive, negative = setmetatable({}, {}), setmetatable({}, {})
local soft_positive, soft_negative = setmetatable({}, {}), setmetatable({}, {})

-- Finds the assertion for a name of one or several words, which may be joined by '_'.
local function find(chain, name)
  local is_negated = chain == negative or chain == soft_negative
  local is_soft = chain == soft_positive or chain == soft_negative
  local words = {}
  for word in tostring(name):gmatch("[^_]+") do
    word = word:lower()
    if #words > 0 then
      words[#words + 1] = word
    elseif negations[word] then
      is_negated = not is_negated
    elseif word == "soft" then
      is_soft = true
    elseif not fillers[word] then
      words[1] = word
    end
  end
  if #words == 0 then
    if is_soft then
      return is_negated and soft_negative or soft_positive
    end
    return is_negated and negative or positive
  end
  local joined = table.concat(words, "_")
  if checks[joined] then
    return assertion(checks[joined], is_negated, is_soft)
  end
  local known = {}
  for word in pairs(checks) do
    known[#known + 1] = word
  end
  table.sort(known)
  -- The runner adds what takes the place of words that others have.
  error("there is no assertion '" .. tostring(name) .. "'; there are " .. table.concat(known, ", "), 3)
end

-- Lua's own assert. Objects see it too, so that it raises what Lua's does (Lua 5.3 manual §6.1).
local function plain_assert(_, ...)
  local value, message = ...
  if value then
    return ...
  elseif select("#", ...) == 0 then
    error("bad argument #1 to 'assert' (value expected)", 2)
  end
  if select("#", ...) == 1 then
    message = "assertion failed!"
  end
  error(message, 2)
end

for _, chain in ipairs { positive, negative, soft_positive, soft_negative } do
  local meta = getmetatable(chain)
  meta.__call = plain_assert
  meta.__index = function(_, name)
    local found = find(chain, name)
    rawset(chain, name, found)
    return found
  end
end

-- The usual ones are made once, before the state is kept for the tests.
for name in pairs(checks) do
  local _ = positive[name], positive["is_" .. name], negative[name]
end
for _, name in ipairs { "are", "is", "has", "is_not", "are_not", "has_no", "is_not_nil", "has_error", "has_no_error" } do
  local _ = positive[name]
end

assertions.assert, assertions.checks, assertions.fail = positive, checks, fail
return assertions
